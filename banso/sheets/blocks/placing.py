"""Where the cells of a page stand in one common grid of columns: in a workbook, and for whoever reads one.

All tables of a page share the worksheet's columns: a column begins wherever a column of any of its tables begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from banso.sheets.blocks.value import Block, Cell, Heading, Page, Paragraph, Table

UNITS = 120
"""Parts of a page's width by which columns are told apart."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place; ``block`` and ``head`` (a row that is repeated) tell what it belongs to."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of the worksheet: its block, whether it is a table's head, its address, the cells that begin in it."""

    number: int
    block: Block | None
    head: bool
    key: str | None
    cells: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page's columns (each in parts of ``UNITS``) and its rows from the top, blank ones between blocks included."""

    columns: tuple[int, ...]
    rows: tuple[PlacedRow, ...]


def placed(page: Page) -> PlacedPage:
    """The page with every cell at its place; the title is the first row."""
    bounds = sorted(
        {0, UNITS, *(bound for block in page.blocks if isinstance(block, Table) for bound in _bounds(block))}
    )
    place = {bound: column for column, bound in enumerate(bounds)}
    whole = len(bounds) - 1
    rows: list[PlacedRow] = []

    def wide(block: Block | None, text: str, key: str | None) -> None:
        cell = Cell(text=text, at=key, look="plain")
        at = Placed(cell, len(rows), 0, 1, whole)
        rows.append(PlacedRow(len(rows), block, False, key, (at,) if text else ()))

    if page.title:
        wide(None, page.title, page.about)
    before: Block | None = None
    for block in page.blocks:
        if isinstance(before, Table):
            wide(None, "", None)
        match block:
            case Heading(text=text, at=at):
                wide(block, text, at)
            case Paragraph(at=at):
                wide(block, block.whole, at)
            case Table():
                rows.extend(_placed_rows(block, place, len(rows)))
        before = block
    return PlacedPage(tuple(right - left for left, right in pairwise(bounds)), tuple(rows))


def spread(table: Table) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
    """The rows of a table, each with its cells and the column of the table in which each begins."""
    covered: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(table.rows):
        column = 0
        found: list[tuple[int, Cell]] = []
        for cell in row.cells:
            while (number, column) in covered:
                column += 1
            found.append((column, cell))
            for below in range(1, cell.rows):
                for beside in range(cell.columns):
                    covered[number + below, column + beside] = True
            column += cell.columns
        yield number, found


def _bounds(table: Table) -> list[int]:
    """Where the columns of a table begin and end, in parts of the page; every column has a part at least."""
    total = sum(table.widths)
    bounds = [0]
    reached = 0.0
    for number, width in enumerate(table.widths, start=1):
        reached += width
        left = len(table.widths) - number
        bounds.append(max(bounds[-1] + 1, min(UNITS - left, round(reached / total * UNITS))))
    bounds[-1] = UNITS
    return bounds


def _placed_rows(table: Table, place: dict[int, int], first: int) -> Iterator[PlacedRow]:
    bounds = _bounds(table)
    for number, cells in spread(table):
        row = table.rows[number]
        at = tuple(
            Placed(
                cell,
                first + number,
                place[bounds[column]],
                cell.rows,
                place[bounds[column + cell.columns]] - place[bounds[column]],
            )
            for column, cell in cells
        )
        yield PlacedRow(first + number, table, number < table.head, row.key, at)
