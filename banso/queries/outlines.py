"""What of a plan is there, in few words: enough to lead from the address of a fact to its page without the whole plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from banso.models import Plan
from banso.queries.documents import document_in_year, document_of
from banso.queries.keeping import Kept
from banso.queries.years import open_years
from banso.sheets.progress_sheet.build import subjects_of


@dataclass(frozen=True, slots=True)
class Outline:
    """The open years, each node with what it stands below, the node of each row, and the keys of the indicators."""

    years: tuple[int, ...]
    parents: Mapping[str, str | None]
    rows: Mapping[str, str]
    indicators: frozenset[str]


_OUTLINES: Kept[Outline] = Kept(300)
_SHEETS: Kept[frozenset[str]] = Kept(900)


def outline_of(plan: Plan) -> Outline:
    """The outline of the plan as it is now."""
    return _OUTLINES.get((plan.uid, plan.digest), lambda: _outline(plan))


def sheets_in(plan: Plan, year: int) -> frozenset[str]:
    """The keys of the nodes that have a sheet in the year."""
    return _SHEETS.get(
        (plan.uid, plan.digest, year),
        lambda: frozenset(node.key for node in subjects_of(document_in_year(plan, year))),
    )


def _outline(plan: Plan) -> Outline:
    document = document_of(plan)
    return Outline(
        years=open_years(document),
        parents={node.key: node.parent for node in document.nodes},
        rows={group.key: group.node for group in document.groups},
        indicators=frozenset(indicator.key for indicator in document.indicators),
    )
