"""Lines of a grid and headings over its columns, as the parts of a sheet are found in them."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.finding import Place
from banso.sheets.grid import Cell, Grid
from banso.sheets.progress_sheet.paper import Words


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """The columns a heading covers and, for a year's heading, its fiscal year."""

    first: int
    last: int
    year: int


@dataclass(frozen=True, slots=True)
class GridLine:
    """One row of a grid without the address a working copy has in front."""

    grid: Grid
    row: int
    cells: tuple[Cell, ...]
    address: str | None
    height: int = 1

    def place(self, cell: Cell | None = None) -> Place:
        """Where the line, or a cell of it, stands."""
        return self.grid.place(self.row, cell.column if cell else None, self.address)

    def words(self, cell: Cell) -> Words:
        """A cell's text with its place."""
        return Words(cell.text, self.place(cell))

    def words_of(self, text: str, cell: Cell) -> Words:
        """A text with the place of the cell it came from."""
        return Words(text, self.place(cell))
