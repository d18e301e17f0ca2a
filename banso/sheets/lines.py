"""The lines of a paper for forms that are read from top to bottom: each grid row with its address and its words.

A working copy has the address of each row in its first column (decision 0006); it is taken off here, so that a form
sees the same cells on a working copy, a bare paper and a foreign one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from banso.domain.finding import Place
from banso.domain.text import squeeze
from banso.sheets.grid import Cell, Grid
from banso.sheets.remains import without_html

_ADDRESS = re.compile(
    r"(?:plan|organization|level|vocabulary|node|group|roadmap|indicator|placement|target|actual|judgement|decision|text"
    r"|note|budget|event|table|total|rule-set)/[^\s]\S*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid: ``at`` is the address a working copy gives it, ``cells`` its filled cells from left to right.

    Texts are without HTML remains (those taken out stand in ``html``) and surrounding blanks.
    """

    cells: tuple[Cell, ...]
    grid: Grid
    row: int
    at: str | None = None
    html: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells."""
        return tuple(cell.text for cell in self.cells)

    @property
    def alone(self) -> str:
        """The text of a line that has one cell only, else an empty text."""
        return self.cells[0].text if len(self.cells) == 1 else ""

    def under(self, head: Cell) -> str:
        """The text of the cell that stands below a head's cell, "" where that is blank."""
        for cell in self.cells:
            if cell.column <= head.last_column and head.column <= cell.last_column:
                return cell.text
        return ""

    def place(self, cell: Cell | None = None, address: str | None = None) -> Place:
        """Where the line, or one of its cells, stands."""
        return self.grid.place(self.row, None if cell is None else cell.column, address)


def lines_of(grids: Sequence[Grid]) -> Iterator[Line]:
    """All lines of the grids in order, blank ones too."""
    for grid in grids:
        for number, row in enumerate(grid.rows):
            at = row[0].text if row and row[0].column == 0 and _ADDRESS.fullmatch(row[0].text) else None
            cells = [_plain(cell) for cell in (row[1:] if at else row)]
            html = tuple(tag for _, tags in cells for tag in tags)
            yield Line(tuple(cell for cell, _ in cells if cell.text), grid, number, at, html)


def _plain(cell: Cell) -> tuple[Cell, tuple[str, ...]]:
    text, tags = without_html(cell.text)
    text = squeeze(text)
    return (cell if text == cell.text else replace(cell, text=text)), tags
