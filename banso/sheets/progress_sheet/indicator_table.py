"""The table of indicators while its lines are being found.

A year may hold several kinds of figures: in rows 目標 and 実績 of one indicator, or under a second row of heads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from banso.domain.text import fold
from banso.sheets.grid import Cell
from banso.sheets.progress_sheet.lines import GridLine, HeaderCell
from banso.sheets.progress_sheet.paper import Column, Line, Role, Words

_KINDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("target", re.compile(r"(?:目標|計画)(?:値)?")),
    ("actual", re.compile(r"(?:実績|実際)(?:値)?")),
    ("rate", re.compile(r"達成(?:率|度)|進捗率")),
    ("grade", re.compile(r"評価|判定|達成状況")),
)


class IndicatorTable:
    """The table while its rows are being found; ``unread`` takes what stands in no column."""

    def __init__(self, unread: list[Words]) -> None:
        self.columns: tuple[Column, ...] = ()
        self.lines: list[Line] = []
        self._headers: tuple[HeaderCell, ...] = ()
        self._printed: tuple[Column, ...] = ()
        self._unread = unread

    def begin(self, headers: tuple[HeaderCell, ...], columns: tuple[Column, ...]) -> None:
        """The heading of the table; where a further page repeats it, the columns that parts have made stay."""
        if columns == self._printed and self.columns != columns:
            return
        if self.columns and columns != self.columns:
            self.lines = [self._moved(each, columns) for each in self.lines]
        self._headers, self.columns, self._printed = headers, columns, columns

    def takes(self, line: GridLine, *, gap: bool) -> bool:
        """Whether a line can be a row: behind a gap, or without a name, only with the table's shape."""
        if line.address is not None or len(line.cells) > 1:
            return True
        only, name = line.cells[0], self._name
        wide = line.grid.spans_known or (line.row < len(line.grid.widths) and line.grid.widths[line.row] > 2)
        spread = only.columns > name.last - name.first + 1
        return not spread and wide and (not gap or not name.first <= only.column <= name.last)

    def row(self, line: GridLine) -> Words | None:
        """Take a row; the answer is the overall rating, which may stand in any of them."""
        if not self.columns:
            self._unread.extend(line.words(cell) for cell in line.cells[:1])
            return None
        kind = self._make_room(line)
        overall = None
        cells = ["" for _ in self.columns]
        places = [line.place() for _ in self.columns]
        for cell in line.cells:
            index = self._column_of(cell, kind)
            if kind is not None and self._names_kind(cell):
                continue
            if index is None:
                self._unread.append(line.words(cell))
            elif self.columns[index].role == "overall":
                overall = line.words(cell)
            else:
                cells[index] = f"{cells[index]}\n{cell.text}" if cells[index] else cell.text
                places[index] = line.place(cell)
        name = next(text for text, column in zip(cells, self.columns, strict=True) if column.role == "name")
        if name or line.address:
            made = Line(cells=tuple(cells), address=line.address, places=tuple(places), place=line.place())
            self.lines.append(made)
        elif any(cells):
            self._unread.append(line.words(line.cells[0]))
        return overall

    def takes_part(self, line: GridLine) -> bool:
        """Take a second row of heads or a row that goes on with the indicator above; False where the line is neither."""
        return bool(self.columns) and line.address is None and (self._second_head(line) or self._sub_row(line))

    @property
    def _name(self) -> HeaderCell:
        return self._headers[[column.role for column in self.columns].index("name")]

    def _second_head(self, line: GridLine) -> bool:
        """目標 and 実績 under each year."""
        pairs = list(zip(self._headers, self.columns, strict=True))
        years = [pair for pair in pairs if pair[1].role in ("target", "actual") and pair[1].year is not None]
        kinds = [_kind_of(cell.text) for cell in line.cells]
        if not years or len(kinds) < 2 or None in kinds or line.cells[0].column < years[0][0].first:
            return False
        if self.lines or self.columns != self._printed:
            return True
        made = []
        for cell, kind in zip(line.cells, kinds, strict=True):
            column = [column for header, column in years if header.first <= cell.column][-1]
            if kind is not None:
                made.append((HeaderCell(cell.column, cell.last_column, 0), _of_kind(column, kind, cell.text)))
        used = {column.year for _, column in made}
        kept = [pair for pair in pairs if pair[1].role != "target" or pair[1].year not in used]
        ordered = sorted([*kept, *made], key=lambda pair: pair[0].first)
        self._headers = tuple(header for header, _ in ordered)
        self.columns = tuple(column for _, column in ordered)
        return True

    def _sub_row(self, line: GridLine) -> bool:
        """A row that holds only the 目標 or 実績 of the indicator above."""
        if not self.lines or not any(self._names_kind(cell) for cell in line.cells):
            return False
        if any(self._name.first <= cell.column <= self._name.last for cell in line.cells):
            return False
        kind = self._make_room(line)
        last = self.lines[-1]
        cells, places = list(last.cells), list(last.places)
        for cell in line.cells:
            index = self._column_of(cell, kind)
            if self._names_kind(cell):
                continue
            if index is None or cells[index]:
                self._unread.append(line.words(cell))
            else:
                cells[index], places[index] = cell.text, line.place(cell)
        self.lines[-1] = replace(last, cells=tuple(cells), places=tuple(places))
        return True

    def _names_kind(self, cell: Cell) -> bool:
        """Whether a cell beside the name says what its row's figures are."""
        return not self._name.first <= cell.column <= self._name.last and _kind_of(cell.text) is not None

    def _make_room(self, line: GridLine) -> Role | None:
        """The kind that a row names; each year gets a column of its own for its figures."""
        words = next((cell.text for cell in line.cells if self._names_kind(cell)), "")
        kind = _kind_of(words)
        if kind is None or kind == "target":
            return kind
        self.columns = _kinds_of_years(self.columns, kind, words)
        nowhere = HeaderCell(-1, -1, 0)
        self._headers += (nowhere,) * (len(self.columns) - len(self._headers))
        self.lines = [_padded(each, len(self.columns)) for each in self.lines]
        return kind

    def _column_of(self, cell: Cell, kind: Role | None) -> int | None:
        """The column a figure belongs to: under its head, or the one beside it for the kind that its row names."""
        index = self._column_under(cell)
        if index is None or kind in (None, "target") or self.columns[index].role != "target":
            return index
        year = self.columns[index].year
        places = [place for place, column in enumerate(self.columns) if (column.role, column.year) == (kind, year)]
        return next(iter(places), index)

    def _column_under(self, cell: Cell) -> int | None:
        exact = [index for index, header in enumerate(self._headers) if header.first <= cell.column <= header.last]
        over = [
            index
            for index, header in enumerate(self._headers)
            if cell.column <= header.last and cell.last_column >= header.first
        ]
        return next(iter(exact or over), None)

    def _moved(self, line: Line, columns: tuple[Column, ...]) -> Line:
        cells = dict(zip(self.columns, line.cells, strict=True))
        return Line(cells=tuple(cells.get(column, "") for column in columns), address=line.address, place=line.place)


def _kind_of(text: str) -> Role | None:
    """The kind of figures that a word names (目標 → target), None for any other text."""
    words = fold(text)
    return next((role for role, pattern in _KINDS if pattern.fullmatch(words)), None)


def _of_kind(column: Column, kind: Role, words: str) -> Column:
    """A year's column for another kind of figures."""
    return replace(column, role=kind, label=f"{column.label}{words}")


def _kinds_of_years(columns: Sequence[Column], kind: Role, words: str) -> tuple[Column, ...]:
    """The columns with one for this kind behind them for each year that has none yet."""
    known = {(column.role, column.year) for column in columns}
    years = [column for column in columns if column.role == "target" and column.year is not None and not column.final]
    return (*columns, *(_of_kind(column, kind, words) for column in years if (kind, column.year) not in known))


def _padded(line: Line, count: int) -> Line:
    """The row with blank cells up to a number of columns."""
    missing = count - len(line.cells)
    places = line.places or (line.place,) * len(line.cells)
    return replace(line, cells=(*line.cells, *("",) * missing), places=(*places, *(line.place,) * missing))
