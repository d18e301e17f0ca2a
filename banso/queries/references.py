"""What the plan rests on that has an end of its own: upper plans it refers to, and the vocabularies it uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from banso.domain.document import PlanDocument
from banso.domain.edits.links import words_of

EndState = Literal["ended", "this-year", "next-year", "before-plan"]
"""How near an end is, seen from a fiscal year: past, this year's, next year's, or later but before the plan's own."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends before the plan does, or has ended: its words, last fiscal year and where the plan uses it.

    ``nodes`` are the keys of the elements that refer to it; a vocabulary (``vocabulary``, its name) has none.
    """

    title: str
    last_year: int
    state: EndState
    nodes: tuple[str, ...] = ()
    vocabulary: str | None = None

    @property
    def due(self) -> bool:
        """Whether it has ended or ends this year or next: somebody should look for what follows it."""
        return self.state != "before-plan"


def end_state(last_year: int | None, year: int | None, plan_last: int | None) -> EndState | None:
    """How near an end is, None for one that is open or not before the plan's; ``year`` None: only the plan's end counts."""
    if last_year is None:
        return None
    if year is not None and last_year <= year + 1:
        return "ended" if last_year < year else "this-year" if last_year == year else "next-year"
    return "before-plan" if plan_last is not None and last_year < plan_last else None


def references_ending(document: PlanDocument, year: int | None) -> tuple[Ending, ...]:
    """The upper plans and vocabularies that end before the plan does or by next year, seen from ``year``; the first first."""
    nodes: dict[tuple[str, int], list[str]] = {}
    for node in document.nodes:
        for link in node.links:
            if link.external is not None and link.external.last_year is not None:
                nodes.setdefault((words_of(link.external), link.external.last_year), []).append(node.key)
    found = [
        Ending(title, last, state, nodes=tuple(dict.fromkeys(keys)))
        for (title, last), keys in nodes.items()
        if (state := end_state(last, year, document.last_year)) is not None
    ]
    found += [
        Ending(each.source or each.name, last, state, vocabulary=each.name)
        for each in document.vocabularies
        if (last := each.last_year) is not None and (state := end_state(last, year, document.last_year)) is not None
    ]
    return tuple(sorted(found, key=lambda each: each.last_year))
