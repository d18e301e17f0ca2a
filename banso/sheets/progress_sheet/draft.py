"""A sheet while its lines are being found: what is open, and what has been put where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from banso.domain.document import TextKind
from banso.domain.finding import Place
from banso.domain.roadmap import (
    MergedCell,
    PrintedSpan,
    is_sign,
    signed_spans,
    spans_of_page,
    stated_spans,
)
from banso.domain.text import fold
from banso.sheets.grid import Cell, Grid
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.indicator_table import IndicatorTable
from banso.sheets.progress_sheet.lines import GridLine, HeaderCell
from banso.sheets.progress_sheet.paper import Block, Column, Head, PaperSheet, Row, Words


@dataclass(slots=True)
class _OpenRow:
    title: str
    address: str | None
    place: Place
    spans_known: bool
    lines: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class _OpenBox:
    kind: TextKind
    label: str
    place: Place
    lines: list[str] = field(default_factory=list)


class Draft:
    """One sheet that is being filled; ``state`` is the part that the next line belongs to."""

    def __init__(self) -> None:
        self.state: Literal["head", "activities", "box", "indicators", "foot"] = "head"
        self.title = Words("")
        self.created = Words("")
        self.heads: list[Head] = []
        self.overall_label = ""
        self.overall = Words("")
        self.notes: list[Words] = []
        self.legends: list[Words] = []
        self.unread: list[Words] = []
        self._owners: list[Head] = []
        self._title_column = HeaderCell(0, 0, 0)
        self._years: tuple[HeaderCell, ...] = ()
        self._others: tuple[int, ...] = ()
        self._rows: list[_OpenRow] = []
        self._row_until: tuple[Grid, int] | None = None
        self._boxes: list[_OpenBox] = []
        self._box_until: tuple[Grid, int] | None = None
        self.table = IndicatorTable(self.unread)
        self._gap = False
        self._place: Place | None = None

    @property
    def holds_something(self) -> bool:
        """Whether anything of a sheet has been found yet."""
        return bool(self.title.text or self.heads or self._rows or self._years or self.table.columns or self._boxes)

    @property
    def first_year_column(self) -> int:
        """The first column of the roadmap."""
        return self._years[0].first if self._years else 0

    def repeats_subject(self, text: str) -> bool:
        """Whether a line only repeats the last line of the head, as pages that go on do."""
        return bool(self.heads) and fold(text) == fold(self.heads[-1].label + self.heads[-1].text)

    def blank(self, line: GridLine) -> None:
        """A line without text: it ends nothing, but closes a row that is not merged over it."""
        if self.state == "activities" and self.beside_title(line):
            self._rows[-1].lines.append([])
        elif self.state == "box" and self._boxes and not self.beside_label(line):
            self._boxes[-1].lines.append("")
        self._gap = True

    def beside_title(self, line: GridLine) -> bool:
        """Whether a line stands beside the merged title of the last activity and can be nothing but its roadmap."""
        return self._row_until is not None and self._row_until[0] is line.grid and line.row <= self._row_until[1]

    def head(self, line: GridLine, cell: Cell, label: str, text: str) -> None:
        """A label of the head with its text."""
        self._place = self._place or line.place()
        if labels.is_created(label):
            self.created = Words(text, line.place(cell))
        elif labels.is_overall(label):
            self.overall_label, self.overall = label, Words(text, line.place(cell))
        else:
            self.heads.append(Head(label=label, text=text, address=line.address, place=line.place(cell)))

    def head_word(self, line: GridLine, cell: Cell) -> None:
        """A single cell in the head: a label that waits for its text, or a line above the title."""
        if labels.is_created(cell.text):
            self.created = Words("", line.place(cell))
        elif line.address is not None:
            self.heads.append(Head(label="", text=cell.text, address=line.address, place=line.place(cell)))
        elif labels.heading_year(cell.text) is not None and self.title.text:
            self.title = Words(f"{self.title.text}（{cell.text}）", self.title.place)
        elif self.title.text or self.heads:
            self.unread.append(line.words(cell))

    def continue_head(self, text: str, joined: str = "\n") -> None:
        """A further line of the last text of the head."""
        if self.heads:
            last = self.heads[-1]
            whole = f"{last.text}{joined}{text}" if last.text else text
            self.heads[-1] = Head(label=last.label, text=whole, address=last.address, place=last.place)

    def begin_activities(self, title: HeaderCell, years: tuple[HeaderCell, ...], others: tuple[int, ...]) -> None:
        """The heading of the activities; a repeated one goes on with the same table."""
        self._title_column, self._years, self._others = title, years, others
        self._row_until, self._gap = None, False
        self.state = "activities"

    def takes_activity(self, line: GridLine) -> bool:
        """Whether a line can be a row of the activities: behind a gap only where it still has the table's shape."""
        if line.address is not None or not self._gap:
            return True
        if len(line.cells) == 1 and line.cells[0].column < self.first_year_column:
            return line.grid.spans_known and bool(self._row_until)
        return any(cell.column >= self.first_year_column for cell in line.cells)

    def activity(self, line: GridLine) -> None:
        """A row of the activities, or a further line of the last one."""
        titles = [cell for cell in line.cells if self._title_column.first <= cell.column <= self._title_column.last]
        cells = [
            cell for cell in line.cells if cell.column >= self.first_year_column and cell.column not in self._others
        ]
        self._gap = False
        if titles or line.address:
            title = "\n".join(cell.text for cell in titles)
            place = line.place(titles[0] if titles else None)
            self._rows.append(_OpenRow(title, line.address, place, line.grid.spans_known, [cells]))
            height = max((line.height, *(cell.rows for cell in titles)))
            self._row_until = (line.grid, line.row + height - 1) if line.grid.spans_known else None
        elif cells and self._rows:
            self._rows[-1].lines.append(cells)
        elif line.cells:
            self.unread.append(line.words(line.cells[0]))

    def begin_box(self, line: GridLine, kind: TextKind, label: str, text: str) -> None:
        """The label of a box, with what stands beside it."""
        first = line.cells[0]
        self._box_until = (line.grid, line.row + first.rows - 1) if first.rows > 1 else None
        beside = [each for each in (text, *(cell.text for cell in line.cells[1:])) if each]
        self._boxes.append(_OpenBox(kind, " ".join(label.split()), line.place(first), beside))
        self.state, self._gap = "box", False

    def beside_label(self, line: GridLine) -> bool:
        """Whether a line stands beside the merged label of the open box and can be nothing but its text."""
        return self._box_until is not None and self._box_until[0] is line.grid and line.row <= self._box_until[1]

    def box_line(self, line: GridLine) -> None:
        """A line of the text in the open box."""
        if self._boxes:
            self._boxes[-1].lines.append(" ".join(cell.text for cell in line.cells))

    def add_box(self, kind: TextKind, label: str, text: str, place: Place) -> None:
        """A box whose label and text are known at once."""
        self._boxes.append(_OpenBox(kind, label, place, [text]))

    def begin_indicators(self, headers: tuple[HeaderCell, ...], columns: tuple[Column, ...]) -> None:
        """The heading of the table of indicators; a repeated one goes on with the same table."""
        self.table.begin(headers, columns)
        self.overall_label = next((column.label for column in columns if column.role == "overall"), self.overall_label)
        self.state, self._gap = "indicators", False

    def takes_indicator(self, line: GridLine) -> bool:
        """Whether a line can be a row of the indicators: behind a gap, or without a name, only with the table's shape."""
        return self.table.takes(line, gap=self._gap)

    def indicator(self, line: GridLine) -> None:
        """A row of the table of indicators; the overall rating stands in any of them."""
        overall = self.table.row(line)
        if overall is not None and not self.overall.text:
            self.overall = overall
        self._gap = False

    def sheet(self) -> PaperSheet:
        """The finished sheet."""
        years = tuple(header.year for header in self._years)
        rows, place_lost = self._finished_rows(years)
        first = next((row.place for row in rows), Place())
        return PaperSheet(
            title=self.title,
            created=self.created,
            heads=tuple(self.heads),
            years=years,
            rows=rows,
            blocks=tuple(
                Block(kind=box.kind, label=box.label, text="\n".join(box.lines).strip("\n"), place=box.place)
                for box in self._boxes
            ),
            columns=self.table.columns,
            indicators=tuple(self.table.lines),
            overall_label=self.overall_label,
            overall=self.overall,
            notes=tuple(self.notes),
            legends=tuple(self.legends),
            unread=tuple(self.unread),
            place_lost=place_lost,
            place=self.title.place if self.title.text else self._place or first,
        )

    def _finished_rows(self, years: Sequence[int]) -> tuple[tuple[Row, ...], bool]:
        lost = [
            [] if _signed(line) else [(self._year_column(cell), cell.text) for cell in line]
            for row in self._rows
            if not row.spans_known
            for line in row.lines
        ]
        page = spans_of_page(lost, years) if years else None
        assumed = iter(page.lines if page else ())
        rows: list[Row] = []
        for row in self._rows:
            known = row.spans_known
            lines = [self._stated(line, years) if known else next(assumed, ()) for line in row.lines]
            if years and not known:
                lines = [
                    self._signed(line, years) if _signed(line) else spans
                    for line, spans in zip(row.lines, lines, strict=True)
                ]
            rows.append(Row(title=row.title, lines=tuple(lines), address=row.address, place=row.place))
        return tuple(rows), page.place_lost if page else False

    def _signed(self, line: Sequence[Cell], years: Sequence[int]) -> tuple[PrintedSpan, ...]:
        last = len(years) - 1
        places = [min(self._year_column(cell), last) for cell in line]
        return signed_spans(
            [MergedCell(cell.text, place, place) for cell, place in zip(line, places, strict=True)], years
        )

    def _year_column(self, cell: Cell) -> int:
        """The year a cell of a text file stands in, counted from the first; behind the last counts as the last."""
        return sum(header.first <= cell.column for header in self._years[1:])

    def _stated(self, line: Sequence[Cell], years: Sequence[int]) -> tuple[PrintedSpan, ...]:
        """A year is covered where the middle of its heading lies inside the cell."""
        merged: list[MergedCell] = []
        for cell in line:
            covered = [
                index
                for index, header in enumerate(self._years)
                if cell.column <= (header.first + header.last) / 2 <= cell.last_column
            ] or [self._year_column(cell)]
            merged.append(MergedCell(cell.text, covered[0], covered[-1]))
        return stated_spans(merged, years) if years else ()


def _signed(line: Sequence[Cell]) -> bool:
    return any(is_sign(cell.text) for cell in line)
