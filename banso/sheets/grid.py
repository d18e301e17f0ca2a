"""Grids of cells: what every source (text, CSV, Excel, PDF) makes of a paper, and what every form reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from banso.domain.finding import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell with text. ``row`` and ``column`` count from 0; a merged cell spans ``rows`` × ``columns``.

    ``number`` is the exact value of a numeric Excel cell; ``text`` is then its plain decimal form.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    number: Decimal | None = None

    @property
    def last_column(self) -> int:
        """The last column the cell covers."""
        return self.column + self.columns - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A page or worksheet as rows of non-empty cells, left to right; blank rows are kept as empty tuples.

    ``spans_known`` tells whether the source knows merged cells (xlsx, pdf) or has lost them (txt, csv).
    ``lines`` gives for each row the line of the file it came from (from 1), where the source has lines.
    ``width`` is the number of columns of each row as the file wrote it, blank cells counted.
    """

    rows: tuple[tuple[Cell, ...], ...]
    spans_known: bool
    file: str | None = None
    sheet: str | None = None
    page: int | None = None
    lines: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this position, or None where it is blank."""
        for cell in self.rows[row] if row < len(self.rows) else ():
            if cell.column <= column <= cell.last_column:
                return cell
        return None

    def text_at(self, row: int, column: int) -> str:
        """The text at this position, "" where it is blank."""
        cell = self.at(row, column)
        return cell.text if cell else ""

    def cells(self) -> Iterator[Cell]:
        """All cells from top to bottom, left to right."""
        for row in self.rows:
            yield from row

    def place(self, row: int | None = None, column: int | None = None, address: str | None = None) -> Place:
        """The place of a position of this grid, for a doubt: line for text files, cell name for worksheets."""
        line = self.lines[row] if row is not None and row < len(self.lines) else None
        cell = None
        if self.sheet is not None and row is not None and column is not None:
            cell = f"{column_letters(column)}{row + 1}"
        return Place(
            file=self.file,
            page=self.page,
            sheet=self.sheet,
            line=line,
            column=None if column is None else column + 1,
            cell=cell,
            address=address,
        )


def column_letters(column: int) -> str:
    """Excel's letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
