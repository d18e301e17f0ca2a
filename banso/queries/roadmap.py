"""The roadmap page as values: the rows that were wished for, cell by cell, and what one may wish for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from banso.domain.address import split
from banso.domain.document import PlanDocument
from banso.domain.gantt import Bar, GanttRow, gantt

GROUPS = "groups"
"""In place of a level: the rows of the sheets."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to show: what is below a top node (its key), one level (``0`` …) or the sheets' rows, only assumed spans."""

    top: str = ""
    level: str = ""
    assumed: bool = False
    empty: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.top or self.level or self.assumed or self.empty)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBar:
    """A bar and how it is drawn. ``owner`` is the key of the node or row whose step it is, ``id`` its id on the page."""

    id: str
    bar: Bar
    owner: str
    columns: int
    finished: bool
    from_before: bool
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A node or a sheet's row. Each line has a drawn bar or None (a free year) per cell.

    ``way`` tells that the row is shown only as the way to others, ``original`` names the node whose bars it repeats.
    """

    id: str
    kind: str
    level: int
    key: str
    number: str
    title: str
    original: str
    columns: int
    lines: tuple[tuple[DrawnBar | None, ...], ...]
    assumed: int
    way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapPage:
    """The years and rows shown; ``tops`` and ``levels`` are (value, word) pairs to choose from."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    wishes: Wishes
    tops: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    bars: int
    assumed: int

    @property
    def assumed_owners(self) -> tuple[str, ...]:
        """The keys of the rows shown that have assumed spans of their own."""
        return tuple(row.key for row in self.rows if row.assumed and not row.original)


def roadmap_page(document: PlanDocument, wishes: Wishes, year: int | None) -> RoadmapPage:
    """The page; bars that ended before ``year`` are drawn as finished."""
    top_nodes = [node for node in document.nodes if node.level == 0]
    known = {node.key for node in top_nodes}
    drawn = gantt(document, {wishes.top} if wishes.top in known else None)
    names = _names(document)
    rows = [_row(row, drawn.years, year, names) for row in drawn.rows]
    shown = _wanted(rows, wishes)
    used = {node.level for node in document.nodes}
    levels = [(str(place), level.name) for place, level in enumerate(document.levels) if place in used]
    return RoadmapPage(
        years=drawn.years,
        rows=shown,
        wishes=wishes,
        tops=tuple((node.key, names[node.key]) for node in top_nodes),
        levels=(*levels, *([(GROUPS, "シートの行")] if document.groups else [])),
        bars=sum(bar is not None for row in shown for line in row.lines for bar in line),
        assumed=sum(row.assumed for row in shown if not row.original),
    )


def rows_showing(document: PlanDocument, owner: str, year: int | None) -> tuple[Row, ...]:
    """The rows that show the steps of a node or sheet row: its own and every repetition (再掲) of it."""
    drawn = gantt(document)
    names = _names(document)
    return tuple(
        _row(row, drawn.years, year, names) for row in drawn.rows if row.key == owner or row.reprise_of == owner
    )


def row_id(kind: str, key: str) -> str:
    """The id of a row on the page: plain letters for any key."""
    return "row-" + hashlib.sha256(f"{kind}/{key}".encode()).hexdigest()[:12]


def bar_id(owner_row: str, line: int, position: int) -> str:
    """The id of a bar on the page."""
    return f"{owner_row}-{line}-{position}"


def _names(document: PlanDocument) -> dict[str, str]:
    return {
        node.key: " ".join(part for part in (node.number, node.title) if part) or node.key for node in document.nodes
    }


def _row(row: GanttRow, years: Sequence[int], year: int | None, names: dict[str, str]) -> Row:
    here = row_id(row.kind, row.key)
    return Row(
        id=here,
        kind=row.kind,
        level=row.level,
        key=row.key,
        number=row.number,
        title=row.title,
        original=names.get(row.reprise_of, row.reprise_of) if row.reprise_of else "",
        columns=len(years),
        lines=tuple(_cells(part, years, year, here) for line in row.lines for part in _apart(line)),
        assumed=sum(bar.span == "assumed" for line in row.lines for bar in line),
    )


def _apart(line: Iterable[Bar]) -> list[list[Bar]]:
    """The line, with bars that are cut to the same year of those shown put on lines of their own."""
    lines: list[list[Bar]] = []
    for bar in line:
        free = next((each for each in lines if each[-1].last_column < bar.first_column), None)
        if free is None:
            lines.append([bar])
        else:
            free.append(bar)
    return lines


def _cells(line: Iterable[Bar], years: Sequence[int], year: int | None, row: str) -> tuple[DrawnBar | None, ...]:
    cells: list[DrawnBar | None] = []
    free = 0
    for bar in line:
        cells += [None] * (bar.first_column - free)
        cells.append(
            DrawnBar(
                id=bar_id(row, bar.line, bar.position),
                bar=bar,
                owner=split(bar.address)[1],
                columns=bar.last_column - bar.first_column + 1,
                finished=year is not None and bar.last_year < year,
                from_before=bar.first_year < years[0],
                beyond=bar.last_year > years[-1],
            )
        )
        free = bar.last_column + 1
    return (*cells, *[None] * (len(years) - free))


def _wanted(rows: Sequence[Row], wishes: Wishes) -> tuple[Row, ...]:
    """The rows wished for, each behind the nodes above it (shown as the way there, without bars)."""
    if not (wishes.level or wishes.assumed or wishes.empty):
        return tuple(rows)
    shown: list[Row] = []
    above: list[tuple[Row, bool]] = []
    for row in rows:
        while above and above[-1][0].level >= row.level:
            above.pop()
        hit = _hit(row, wishes)
        if hit:
            shown += [replace(each, way=True, lines=(), assumed=0) for each, told in above if not told]
            above = [(each, True) for each, _ in above]
            shown.append(row)
        if row.kind == "node":
            above.append((row, hit))
    return tuple(shown)


def _hit(row: Row, wishes: Wishes) -> bool:
    if wishes.level == GROUPS and row.kind != "group":
        return False
    if wishes.level and wishes.level != GROUPS and (row.kind != "node" or str(row.level) != wishes.level):
        return False
    if wishes.assumed and (not row.assumed or row.original):
        return False
    return not (wishes.empty and row.lines)
