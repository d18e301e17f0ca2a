"""The tables of indicators: one head for each indicator (年度 above its columns), or one head with years for all."""

from __future__ import annotations

import re
from typing import Literal

from banso.domain.text import nfkc
from banso.domain.years import parse_fiscal_year
from banso.sheets.grid import Cell
from banso.sheets.lines import Line
from banso.sheets.policy_evaluation import labels
from banso.sheets.policy_evaluation.report import Column, Figure

Row = Literal["target", "actual", "both", "baseline"]
_Column = tuple[Row, Column, Cell]


class FigureTables:
    """Takes the lines of tables of indicators one by one; ``figures`` are those found.

    ``unread`` are the rows whose label says neither 目標 nor 実績 (達成率), with the label's cell.
    """

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.unread: list[tuple[Line, Cell]] = []
        self.assumed: Line | None = None
        self._head: dict[str, Cell] = {}
        self._table: list[_Column] = []
        self._columns: list[_Column] = []
        self._review: Cell | None = None
        self._figure: Figure | None = None

    def head(self, line: Line) -> bool:
        """Whether the line is the head of a table: 指標名 beside 単位 or beside years; it then begins one."""
        found: dict[str, Cell] = {}
        for name, pattern in (("name", labels.NAME), ("unit", labels.UNIT), ("definition", labels.DEFINITION)):
            cell = next((cell for cell in line.cells if labels.is_word(pattern, cell.text)), None)
            if cell is not None:
                found[name] = cell
        if "name" not in found:
            return False
        columns, review = _columns(line)
        if "unit" not in found and len(columns) < 2:
            return False
        self._head, self._table, self._columns, self._review = found, columns, columns, review
        self._figure = None
        return True

    def row(self, line: Line) -> bool:
        """Whether the line belongs to the table that was begun."""
        if not self._head:
            return False
        if self._below_years(line):
            return True
        if self._figure is not None and any(labels.is_word(labels.YEARS, cell.text) for cell in line.cells):
            self._columns, self._review = _columns(line)
            self._bind()
            return True
        label, row = _label(line, self._head["name"])
        if label is not None and row is not None and self._figure is not None and label is line.cells[0]:
            self._values(line, row)
            return True
        name = line.under(self._head["name"])
        if not name or (label is not None and name == label.text):
            if label is not None and row is not None and self._figure is not None:
                self._values(line, row)
            elif line.cells and self._figure is not None and len(line.cells) > 1:
                self.unread.append((line, line.cells[0]))
            return True
        self._begin(line, name)
        if self._columns:
            self._first_values(line, label, row)
        return True

    def _begin(self, line: Line, name: str) -> None:
        head = self._head
        self._figure = Figure(
            number=next((cell.text for cell in line.cells if cell.last_column < head["name"].column), ""),
            name=name,
            unit=line.under(head["unit"]) if "unit" in head else "",
            definition=line.under(head["definition"]) if "definition" in head else "",
            place=line.place(line.cells[0]),
            at=line.at,
        )
        self._columns = [(row, Column(year=column.year), cell) for row, column, cell in self._table]
        if self._table:
            # The same year in two columns, one of targets and one of results, is one column of the indicator.
            years: dict[int | None, Column] = {}
            self._columns = [
                (row, column if row == "baseline" else years.setdefault(column.year, column), cell)
                for row, column, cell in self._columns
            ]
        else:
            self._review = None
        self._bind()
        self.figures.append(self._figure)

    def _bind(self) -> None:
        assert self._figure is not None
        columns = [column for row, column, _ in self._columns if row != "baseline"]
        self._figure.columns = list({id(column): column for column in columns}.values())

    def _first_values(self, line: Line, label: Cell | None, row: Row | None) -> None:
        if row is None and any(kind == "both" for kind, _, _ in self._columns):
            self.assumed = self.assumed or line
        self._values(line, row or "actual", first=True)
        if label is not None and row is None:
            self.unread.append((line, label))

    def _values(self, line: Line, row: Row, first: bool = False) -> None:
        assert self._figure is not None
        for kind, column, head in self._columns:
            cell = next((each for each in line.cells if _meet(each, head)), None)
            place, text = line.place(cell or head), cell.text if cell else ""
            if kind == "baseline":
                if text or first:
                    self._figure.baseline = self._figure.baseline or (text, column.year, place)
                continue
            meant = row if kind == "both" else kind
            if kind != "both" and not text and not first:
                continue  # below a single column of targets the row of results is blank
            if kind != "both" and row == "actual" and kind == "target" and column.target:
                continue
            if meant == "target":
                column.target, column.target_place = text, place
            else:
                column.actual, column.actual_place = text, place
        if self._review is not None and (words := line.under(self._review)):
            self._figure.review = f"{self._figure.review}\n{words}".strip()

    def _below_years(self, line: Line) -> bool:
        """A second row of the head, 目標 and 実績 below each year: its columns are told apart by it."""
        words = [(cell, _row(cell.text)) for cell in line.cells]
        if self._figure is not None or len(words) < 2 or not self._table or any(row is None for _, row in words):
            return False
        found: list[_Column] = [each for each in self._table if each[0] != "both"]
        years = [each for each in self._table if each[0] == "both"]
        for cell, row in words:
            above = [each for each in years if each[2].column <= cell.column]
            if above and row is not None:
                found.append((row, Column(year=above[-1][1].year), cell))
        self._table = sorted(found, key=lambda each: each[2].column)
        return True


def _columns(line: Line) -> tuple[list[_Column], Cell | None]:
    columns: list[_Column] = []
    review = None
    for cell in line.cells:
        words = labels.word(cell.text)
        year = parse_fiscal_year(nfkc(cell.text))
        if labels.is_word(labels.FINAL, cell.text) and year is None:
            columns.append(("target", Column(year=None), cell))
        elif labels.BASELINE.match(words):
            columns.append(("baseline", Column(year=year), cell))
        elif labels.text_kind(cell.text) == "verification":
            review = cell
        elif year is not None:
            kind: Row = "target" if "目標" in words or "計画" in words else "actual" if "実績" in words else "both"
            columns.append((kind, Column(year=year), cell))
    return columns, review


def _row(text: str) -> Row | None:
    if labels.is_word(labels.TARGET, text):
        return "target"
    return "actual" if labels.is_word(labels.ACTUAL, text) else None


def _label(line: Line, name: Cell) -> tuple[Cell | None, Row | None]:
    """The cell that says what the row holds, and which; a label of another kind (達成率) has no row."""
    for cell in line.cells:
        row = _row(cell.text)
        if row is not None:
            return cell, row
    return next(
        (
            (cell, None)
            for cell in line.cells
            if re.fullmatch(r"達成(?:率|度|状況)(?:\(?[%％]\)?)?", labels.word(cell.text))
        ),
        (None, None),
    )


def _meet(cell: Cell, head: Cell) -> bool:
    return cell.column <= head.last_column and head.column <= cell.last_column
