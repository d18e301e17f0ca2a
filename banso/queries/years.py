"""Which fiscal years of a plan are open for work, which are closed, and what opening the next one would do."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models import Max

from banso.domain.address import address_of
from banso.domain.diff import diff
from banso.domain.difference_json import dump_difference
from banso.domain.document import PlanDocument
from banso.domain.edits.targets import proposals
from banso.domain.edits.year_opening import (
    FinishedStep,
    OpeningChoices,
    carried_texts,
    finished_steps,
    open_chosen,
    with_budget,
)
from banso.domain.edits.years import is_open, open_year
from banso.domain.place_words import Places
from banso.models import Entry, Plan, YearStructure

State = Literal["closed", "open", "ahead"]


def open_years(document: PlanDocument) -> tuple[int, ...]:
    """The years with results or yearly texts (an opened year has entries that wait); else the plan's first year."""
    found = {actual.year for actual in document.actuals}
    found |= {text.year for text in document.texts if text.year is not None}
    if not found and document.first_year is not None:
        found = {document.first_year}
    return tuple(sorted(found))


def usual_year(document: PlanDocument, opened: int | None = None) -> int | None:
    """The year people look at first: the latest that was opened by a deed or in which something was entered or written.

    A column that waits is no reason: a paper of a year may have one for the next. Remarks tell of figures, not of work.
    ``opened`` is the year ``opened_years`` tells.
    """
    years = open_years(document)
    worked = {each.year for each in document.actuals if each.state != "not-entered"}
    worked |= {each.year for each in document.texts if each.year is not None and _is_work(each.kind, each.text)}
    if opened in years and opened is not None:
        worked.add(opened)
    read = [scope.year for scope in document.scope if scope.year is not None]
    return max(worked or read or years, default=None)


def usual_year_of(plan: Plan, document: PlanDocument) -> int | None:
    """The year people look at first in a stored plan."""
    return usual_year(document, opened_years([plan.pk]).get(plan.pk))


def opened_years(plans: Collection[int]) -> dict[int, int]:
    """The latest year of each plan that was opened by closing the one before; one query."""
    closed = YearStructure.objects.filter(plan__in=list(plans)).order_by().values("plan").annotate(last=Max("year"))
    return {plan: last + 1 for plan, last in closed.values_list("plan", "last")}


def _is_work(kind: str, text: str) -> bool:
    return kind != "remarks" and bool(text.strip())


def next_year(document: PlanDocument) -> int | None:
    """The year to open next: the one after the last that was opened, or the plan's first; None behind the plan's end."""
    if document.first_year is None or document.last_year is None:
        return None
    inside = range(document.first_year, document.last_year + 1)
    opened = [year for year in inside if is_open(document, year)]
    following = opened[-1] + 1 if opened else document.first_year
    return following if following in inside else None


def worked_before(document: PlanDocument, year: int) -> bool:
    """Whether results or texts stand in a year before: then opening ``year`` closes the structure of those years."""
    return any(actual.year < year for actual in document.actuals) or any(
        text.year is not None and text.year < year for text in document.texts
    )


def closed_until(plan: Plan) -> int | None:
    """The last year that keeps the structure and rules of its time, None where no year does."""
    return YearStructure.objects.filter(plan=plan).order_by("-year").values_list("year", flat=True).first()


@dataclass(frozen=True, slots=True)
class YearLine:
    """A fiscal year of the plan: how many results stand in it and wait in it; ``closed_*`` tell the deed that closed it."""

    year: int
    state: State
    results: int
    waiting: int
    texts: int
    closed_by: int | None = None
    closed_at: datetime | None = None
    closed_name: str = ""


def year_lines(plan: Plan, document: PlanDocument) -> tuple[YearLine, ...]:
    """Every year of the plan and every other with results or texts, in order; two queries."""
    closings = dict(YearStructure.objects.filter(plan=plan).order_by("-year").values_list("year", "number"))
    entries = {each.number: each for each in Entry.objects.filter(plan=plan, number__in=list(closings.values()))}
    results = Counter(each.year for each in document.actuals if each.period is None and each.state != "not-entered")
    waiting = Counter(each.year for each in document.actuals if each.period is None and each.state == "not-entered")
    texts = Counter(each.year for each in document.texts if each.year is not None and each.text.strip())
    years = {*results, *waiting, *texts}
    if document.first_year is not None and document.last_year is not None:
        years |= set(range(document.first_year, document.last_year + 1))
    lines = []
    for year in sorted(years):
        # A year is closed by the nearest closing at or after it, as document_in_year reads it.
        closing = min((each for each in closings if each >= year), default=None)
        entry = entries.get(closings[closing]) if closing is not None else None
        worked = bool(results[year] or waiting[year] or texts[year])
        lines.append(
            YearLine(
                year,
                "ahead" if not worked else "closed" if closing is not None else "open",
                results[year],
                waiting[year],
                texts[year],
                closings[closing] if closing is not None else None,
                entry.at if entry else None,
                entry.actor_name if entry else "",
            )
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A 課題 that would be carried: its address in the new year, its element, the text."""

    address: str
    place: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A roadmap step that ended with the year before; ``until`` is the year chosen to go on to, None to let it end.

    ``years`` are those it can go on to, with whether the line's next step then begins later.
    """

    step: FinishedStep
    place: str
    until: int | None
    years: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class OpeningPreview:
    """What opening ``year`` would do: all of it, so that nothing is stored that was not shown.

    ``waiting`` results wait to be entered, ``unset`` indicators have no target of the year (with whether a final one
    judges them), ``ended`` elements are not opened, ``warnings`` are sentences, ``closes`` the year whose structure is
    kept from then on. ``money`` counts the estimates that could become its budget, ``copied`` says whether they shall,
    ``decided`` names the decisions of the year before, which are not carried.
    ``proposed`` is whether results of the year before allow targets to be proposed. ``digest`` names this dry run.
    """

    year: int
    waiting: int
    targets: int
    unset: tuple[tuple[str, str, bool], ...]
    issues: tuple[IssueLine, ...]
    steps: tuple[StepLine, ...]
    ended: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    closes: int | None
    digest: str
    money: int = 0
    copied: bool = False
    decided: tuple[str, ...] = ()
    proposed: bool = False


def opening_preview(document: PlanDocument, year: int, choices: OpeningChoices) -> OpeningPreview:
    """The dry run of opening a year. Raises EditRefused where it cannot be opened, or a choice cannot be made."""
    opened = open_chosen(document, year=year, choices=choices).document
    full = open_year(document, year=year)
    places = Places(full.document)
    final = {target.indicator for target in document.targets if target.final}
    unset = [each for each in full.document.targets if each.year == year and each.state == "not-set"]
    new_unset = {address_of(each) for each in unset} - {address_of(each) for each in document.targets}
    carried = {address_of(text) for text in opened.texts if text.year == year}
    last = document.last_year if document.last_year is not None else year
    return OpeningPreview(
        year=year,
        waiting=len(opened.actuals) - len(document.actuals),
        targets=sum(each.year == year and each.state != "not-set" for each in document.targets),
        unset=tuple(
            (each.indicator, places.indicator(each.indicator), each.indicator in final)
            for each in unset
            if address_of(each) in new_unset
        ),
        issues=tuple(
            IssueLine(address_of(text), places.of(replace(text, year=None)), text.text, address_of(text) in carried)
            for text in carried_texts(document, full.document, year)
        ),
        steps=tuple(
            StepLine(
                step,
                places.group(step.owner) if _is_group(document, step.owner) else places.node(step.owner),
                choices.lengthened.get(step.place),
                tuple((each, step.delays(each)) for each in step.years(last)),
            )
            for step in finished_steps(document, year)
        ),
        ended=tuple(
            (node.key, places.node(node.key))
            for node in document.nodes
            if node.last_year is not None and node.last_year < year
        ),
        warnings=tuple(words for address, words in full.notes if address.startswith("plan/")),
        closes=year - 1 if worked_before(document, year) else None,
        digest=opening_digest(document, year),
        money=len(diff(document, with_budget(document, year)).changes),
        copied=choices.copy_money,
        decided=tuple(dict.fromkeys(each.vocabulary for each in document.decisions if each.year == year - 1)),
        proposed=can_propose(document, year - 1),
    )


def can_propose(document: PlanDocument, year: int) -> bool:
    """Whether the results of a year allow targets to be proposed for the next."""
    return any(proposals(document, each.key, year) for each in document.indicators)


def opening_digest(document: PlanDocument, year: int) -> str:
    """What names the dry run of opening a year: it changes when opening would do something else."""
    full = open_year(document, year=year).document
    proposed = "|".join(f"{step.place} {step.text} {step.first_year}" for step in finished_steps(document, year))
    told = dump_difference(diff(document, full)) + proposed
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _is_group(document: PlanDocument, key: str) -> bool:
    return any(group.key == key for group in document.groups)
