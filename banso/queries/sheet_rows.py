"""The rows of the progress sheets and the actions they gather: what is proposed, confirmed, and not covered yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from banso.domain.document import PlanDocument
from banso.domain.edits.groups import uncovered_actions
from banso.domain.edits.tree import in_force
from banso.domain.grouping import propose_members
from banso.queries.node_page import Ref, Refs


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A sheet with its rows counted: ``unconfirmed`` have proposed actions, ``empty`` none, ``uncovered`` actions no row."""

    sheet: Ref
    rows: int
    actions: int
    unconfirmed: int
    empty: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class RowOfSheet:
    """A row: its words, its actions, whether a person confirmed them, and roadmap lines that keep it from going away."""

    key: str
    title: str
    members: tuple[str, ...]
    confirmed: bool
    proposed: tuple[str, ...]
    roadmap: int


@dataclass(frozen=True, slots=True)
class RowsOfSheet:
    """The rows of one sheet, the actions below its element, and those that stand in no row."""

    sheet: Ref
    rows: tuple[RowOfSheet, ...]
    actions: tuple[Ref, ...]
    uncovered: tuple[Ref, ...]
    proposals: int


def sheet_level(document: PlanDocument) -> int | None:
    """The level whose elements have sheets: where rows stand, else the one above the deepest; None without two levels."""
    levels = {node.key: node.level for node in document.nodes}
    found = [levels[group.node] for group in document.groups if group.node in levels]
    found = found or [
        levels[each.node] for each in document.placements if each.role == "listed" and each.node in levels
    ]
    if found:
        return max(set(found), key=found.count)
    deepest = max(levels.values(), default=0)
    return deepest - 1 if deepest else None


def sheet_summaries(document: PlanDocument, year: int | None) -> tuple[SheetSummary, ...]:
    """All sheets of the plan in the year."""
    level = sheet_level(document)
    refs = Refs(document)
    alive = in_force(document, year) if year is not None else {node.key for node in document.nodes}
    children: dict[str | None, list[str]] = defaultdict(list)
    for node in document.nodes:
        if node.key in alive:
            children[node.parent].append(node.key)
    of_sheet = defaultdict(list)
    for group in document.groups:
        of_sheet[group.node].append(group)
    uncovered = _uncovered_by_sheet(document)
    return tuple(
        SheetSummary(
            ref,
            rows=len(of_sheet[ref.key]),
            actions=len(children[ref.key]),
            unconfirmed=sum(group.match == "proposed" for group in of_sheet[ref.key]),
            empty=sum(not group.members for group in of_sheet[ref.key]),
            uncovered=len([key for key in uncovered.get(ref.key, ()) if key in alive])
            if of_sheet[ref.key]
            else len(children[ref.key]),
        )
        for ref in refs.found(
            node.key for node in document.nodes if node.key in alive and (node.level == level or node.key in of_sheet)
        )
    )


def rows_of_sheet(document: PlanDocument, year: int | None, key: str) -> RowsOfSheet | None:
    """The rows of the element's sheet, with proposals for rows without actions; None where there is no such element."""
    refs = Refs(document)
    sheet = refs.to(key)
    if sheet is None:
        return None
    alive = in_force(document, year) if year is not None else {node.key for node in document.nodes}
    actions = [node.key for node in document.nodes if node.parent == key and node.key in alive]
    groups = tuple(group for group in document.groups if group.node == key)
    tried, _doubts = propose_members(replace(document, groups=groups))
    proposed = {group.key: group.members for group in tried.groups if group.match == "proposed"}
    covered = {member for group in groups for member in group.members}
    rows = tuple(
        RowOfSheet(
            group.key,
            group.title or "",
            group.members,
            confirmed=bool(group.members) and group.match != "proposed",
            proposed=() if group.members else proposed.get(group.key, ()),
            roadmap=sum(step.group == group.key for step in document.roadmap),
        )
        for group in groups
    )
    missing = set(uncovered_actions(document, key)) if groups else set(actions) - covered
    return RowsOfSheet(
        sheet,
        rows,
        refs.found(dict.fromkeys((*actions, *(member for group in groups for member in group.members)))),
        refs.found(action for action in actions if action in missing),
        proposals=sum(bool(row.proposed) or (bool(row.members) and not row.confirmed) for row in rows),
    )


def _uncovered_by_sheet(document: PlanDocument) -> dict[str | None, list[str]]:
    parents = {node.key: node.parent for node in document.nodes}
    found: dict[str | None, list[str]] = defaultdict(list)
    for key in uncovered_actions(document):
        found[parents[key]].append(key)
    return found
