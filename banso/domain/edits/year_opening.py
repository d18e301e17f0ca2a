"""Opening a year as a person chose: which 課題 are carried, which finished roadmap steps go on.

``open_year`` gives the whole dry run; the choices are made on top of it, so that what is shown is what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from banso.domain.address import address_of, join
from banso.domain.document import PlanDocument, RoadmapStep, Text
from banso.domain.edits.money import copy_column
from banso.domain.edits.roadmap import set_span
from banso.domain.edits.tree import in_force
from banso.domain.edits.years import YearOpening, open_year
from banso.domain.money import column


@dataclass(frozen=True, slots=True)
class OpeningChoices:
    """``left_out`` are addresses of carried texts that shall not be carried.

    ``lengthened`` gives for a finished step (``FinishedStep.place``) the year it shall go on to; others stay ended. The
    step that follows on its line begins the year after. ``copy_money`` makes the year's estimates its budget as well.
    """

    left_out: frozenset[str] = frozenset()
    lengthened: Mapping[str, int] = field(default_factory=dict)
    copy_money: bool = False


@dataclass(frozen=True, slots=True)
class FinishedStep:
    """A roadmap step that ended with the year before: its owner, line and position on the line, and its words.

    ``followed_by`` is the step that comes next on the line.
    """

    owner: str
    line: int
    position: int
    text: str
    first_year: int
    last_year: int
    followed_by: RoadmapStep | None = None

    @property
    def place(self) -> str:
        """What names the step in a form."""
        return join("roadmap", self.owner, self.line, self.position)

    def years(self, last: int) -> tuple[int, ...]:
        """The years it can go on to, until the plan's last and as long as a year is left to the step that follows."""
        until = last if self.followed_by is None else min(last, self.followed_by.last_year - 1)
        return tuple(range(self.last_year + 1, until + 1))

    def delays(self, year: int) -> bool:
        """Whether going on to the year lets the step that follows begin later."""
        return self.followed_by is not None and year >= self.followed_by.first_year


def open_chosen(document: PlanDocument, *, year: int, choices: OpeningChoices) -> YearOpening:
    """The year opened with the choices. Refuses as ``open_year`` and ``set_span`` do; unknown choices are ignored."""
    opening = open_year(document, year=year)
    left_out = {address_of(text) for text in carried_texts(document, opening.document, year)} & choices.left_out
    opened = replace(
        opening.document,
        texts=tuple(text for text in opening.document.texts if address_of(text) not in left_out),
    )
    steps = finished_steps(document, year)
    for step in steps:
        last_year = choices.lengthened.get(step.place)
        if last_year is not None and last_year > step.last_year:
            opened = _lengthened(opened, step, last_year)
    if choices.copy_money:
        opened = with_budget(opened, year)
    return YearOpening(opened, opening.notes)


def with_budget(document: PlanDocument, year: int) -> PlanDocument:
    """The year's estimates copied to its budget where no amount stands there yet."""
    return copy_column(document, source=column(year, "estimate"), to=column(year, "budget"))


def carried_texts(before: PlanDocument, after: PlanDocument, year: int) -> tuple[Text, ...]:
    """The texts of the year that opening it has added."""
    known = {address_of(text) for text in before.texts if text.year == year}
    return tuple(text for text in after.texts if text.year == year and address_of(text) not in known)


def finished_steps(document: PlanDocument, year: int) -> tuple[FinishedStep, ...]:
    """The steps of nodes still in force that ended with the year before ``year``, in the document's order."""
    nodes = in_force(document, year)
    groups = {group.key: group.node for group in document.groups}
    lines: dict[tuple[str, int], list[RoadmapStep]] = {}
    for step in document.roadmap:
        lines.setdefault((step.owner, step.line), []).append(step)
    return tuple(
        FinishedStep(
            owner,
            line,
            position,
            step.text,
            step.first_year,
            step.last_year,
            min((each for each in row if each.first_year > step.last_year), key=_begins, default=None),
        )
        for (owner, line), row in lines.items()
        for position, step in enumerate(row)
        if step.last_year == year - 1 and (step.node or groups.get(step.group or "")) in nodes
    )


def _lengthened(document: PlanDocument, step: FinishedStep, last_year: int) -> PlanDocument:
    """The step until the year, the following one of its line after it. Positions of a line do not change by this."""
    spans = [(step.position, step.first_year, last_year)]
    if step.followed_by is not None and step.delays(last_year):
        row = [each for each in document.roadmap if each.owner == step.owner and each.line == step.line]
        spans.insert(0, (row.index(step.followed_by), last_year + 1, step.followed_by.last_year))
    for position, first, last in spans:
        document = set_span(
            document, owner=step.owner, line=step.line, position=position, first_year=first, last_year=last
        )
    return document


def _begins(step: RoadmapStep) -> int:
    return step.first_year
