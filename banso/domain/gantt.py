"""The roadmap page as values: rows in the order of the tree and bars over fiscal years, nothing on top of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from banso.domain.address import address_of, join
from banso.domain.document import Group, Node, PlanDocument, RoadmapStep, Span
from banso.domain.roadmap import printed_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One roadmap step. ``first_year`` to ``last_year`` are as stated; the columns (from 0) are where it is drawn.

    ``outside`` tells that the stated years leave the years shown: the bar is cut to them, or stands in the nearest one.
    ``line`` is the printed line and ``position`` the step's place (from 0) among the steps that share its ``address``.
    """

    address: str
    line: int
    position: int
    text: str
    first_year: int
    last_year: int
    first_column: int
    last_column: int
    span: Span
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttRow:
    """A node or a sheet's row (group) with its lines of bars; ``reprise_of`` names the original whose bars it shows."""

    kind: Literal["node", "group"]
    level: int
    key: str
    address: str
    number: str
    title: str
    lines: tuple[tuple[Bar, ...], ...]
    reprise_of: str | None = None


@dataclass(frozen=True, slots=True)
class Gantt:
    """The fiscal years shown and the rows under them."""

    years: tuple[int, ...]
    rows: tuple[GanttRow, ...]


def gantt(document: PlanDocument, nodes: Collection[str] | None = None) -> Gantt:
    """The roadmap of the plan, or of the nodes with these keys and everything below them.

    Years are the plan's; a plan that states none shows the years of its steps. A node without steps of its own that
    repeats another (再掲) shows the original's. Rows without bars are kept: they are where a bar may be added.
    """
    years = _years(document)
    steps: dict[tuple[str, str], list[RoadmapStep]] = defaultdict(list)
    for step in document.roadmap:
        steps["node" if step.node else "group", step.owner].append(step)
    by_key = {node.key: node for node in document.nodes}
    groups: dict[str, list[Group]] = defaultdict(list)
    for group in document.groups:
        groups[group.node].append(group)
    rows: list[GanttRow] = []
    for node, level in in_tree_order(document.nodes, nodes):
        original = _original(node, by_key)
        own = steps.get(("node", node.key), [])
        source = original if not own and original is not None and steps.get(("node", original.key)) else None
        title = node.title or (original.title if original else None) or node.text
        rows.append(
            GanttRow(
                kind="node",
                level=level,
                key=node.key,
                address=address_of(node),
                number=node.number or "",
                title=title or (original.text if original else None) or "",
                lines=_lines(steps["node", source.key] if source else own, years),
                reprise_of=source.key if source else None,
            )
        )
        rows += [
            GanttRow(
                kind="group",
                level=level + 1,
                key=group.key,
                address=address_of(group),
                number="",
                title=group.title or "",
                lines=_lines(steps.get(("group", group.key), []), years),
            )
            for group in groups[node.key]
        ]
    return Gantt(years, tuple(rows))


def in_tree_order(nodes: Collection[Node], wanted: Collection[str] | None = None) -> Iterator[tuple[Node, int]]:
    """The nodes, each with its level, every parent before its children; ``wanted`` keeps these and what is below them.

    A node whose parent is not in the plan stands where a top node stands; one in a circle of parents stands once.
    """
    by_key = {node.key: node for node in nodes}
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent if node.parent in by_key else None].append(node)
    seen: set[str] = set()
    # Nodes in a circle hang on no top node; they are reached last, from themselves.
    for top in (*children[None], *nodes):
        waiting = [(top, wanted is None)]
        while waiting:
            node, shown = waiting.pop()
            if node.key in seen:
                continue
            seen.add(node.key)
            shown = shown or (wanted is not None and node.key in wanted)
            if shown:
                yield node, node.level
            waiting += [(child, shown) for child in reversed(children[node.key])]


def _years(document: PlanDocument) -> tuple[int, ...]:
    first, last = document.first_year, document.last_year
    if first is None:
        first = min((step.first_year for step in document.roadmap), default=last)
    if last is None:
        last = max((step.last_year for step in document.roadmap), default=first)
    return () if first is None or last is None else tuple(range(first, last + 1))


def _original(node: Node, by_key: dict[str, Node]) -> Node | None:
    """The node that a 再掲 finally repeats; None where there is none, or where repeats go in a circle."""
    seen = {node.key}
    current = node
    while current.reprise_of is not None and current.reprise_of in by_key:
        current = by_key[current.reprise_of]
        if current.key in seen:
            return None
        seen.add(current.key)
    return current if current is not node else None


def _lines(steps: list[RoadmapStep], years: tuple[int, ...]) -> tuple[tuple[Bar, ...], ...]:
    if not years:
        return ()
    places: dict[int, int] = {}
    counts: dict[int, int] = defaultdict(int)
    for step in steps:
        places[id(step)] = counts[step.line]
        counts[step.line] += 1
    return tuple(tuple(_bar(step, places[id(step)], years) for step in line) for line in printed_lines(steps))


def _bar(step: RoadmapStep, position: int, years: tuple[int, ...]) -> Bar:
    first, last = years[0], years[-1]
    return Bar(
        address=join("roadmap", step.owner, step.line),
        line=step.line,
        position=position,
        text=step.text,
        first_year=step.first_year,
        last_year=step.last_year,
        first_column=min(max(step.first_year, first), last) - first,
        last_column=max(min(step.last_year, last), first) - first,
        span=step.span,
        outside=step.first_year < first or step.last_year > last,
    )
