"""Finds progress sheets in grids: where each sheet begins, and its head, activities, boxes, indicators and legends.

Every field is found by its label. One file may hold many sheets below each other (text), one per worksheet (xlsx) or
one over several pages (pdf).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from banso.domain.numbering import split_number
from banso.domain.text import fold, is_dash
from banso.sheets.grid import Cell, Grid
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.draft import Draft
from banso.sheets.progress_sheet.legends import is_legend, is_note, remark_text
from banso.sheets.progress_sheet.lines import GridLine, HeaderCell
from banso.sheets.progress_sheet.paper import Column, PaperSheet

_SEARCHED_ROWS = 5_000
"""Rows of a grid in which a form must show its headings; a list of records has many more, and none."""
_ADDRESSES = ("node/", "group/", "indicator/", "text/")


def sheets_in(grids: Sequence[Grid]) -> tuple[PaperSheet, ...]:
    """All sheets of one file, in the order of the paper."""
    finder = _Finder()
    for grid in grids:
        if grid.sheet is not None:
            finder.new_sheet()
        for line in _lines(grid):
            finder.take(line)
    return tuple(draft.sheet() for draft in finder.drafts if draft.holds_something)


def holds_sheet(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a progress sheet: 2 with both its tables, 1 with a title of one and one of them."""
    activities = indicators = both = title = False
    for grid in grids:
        above: GridLine | None = None
        for line in islice(_lines(grid), _SEARCHED_ROWS):
            if not line.cells:
                continue
            activity, indicator = activity_header(line, above) is not None, indicator_header(line) is not None
            both = both or (activity and indicator)
            activities, indicators = activities or activity, indicators or indicator
            parts = labels.title_parts(line.cells[0].text)
            title = title or (parts is not None and any(word in parts[1] for word in ("進捗", "進行", "スケジュール")))
            if activities and indicators and not both:
                return 2
            above = line
    return int(both or (title and (activities or indicators)))


def activity_header(
    line: GridLine, above: GridLine | None
) -> tuple[HeaderCell, tuple[HeaderCell, ...], tuple[int, ...]] | None:
    """Title column, year columns and other columns behind them, where the line is the heading of the activities."""
    years = [
        HeaderCell(cell.column, cell.last_column, year)
        for cell in line.cells
        if (year := labels.heading_year(cell.text)) is not None
    ]
    if not years or any(later.year <= before.year for before, later in pairwise(years)):
        return None
    before = [cell for cell in line.cells if cell.column < years[0].first]
    if not before and above is not None:
        before = [cell for cell in above.cells if cell.column < years[0].first]
    # The years stand directly behind the label: at most a number or a division in charge between them.
    label = next((cell for cell in before if labels.is_activity_label(cell.text)), None)
    if label is None or len(before) > 3 or (len(years) == 1 and len(line.cells) > 3):
        return None
    others = tuple(cell.column for cell in line.cells if cell.column > years[-1].last)
    last = min((cell.column for cell in line.cells if label.last_column < cell.column), default=years[0].first)
    return HeaderCell(label.column, max(label.last_column, min(last, years[0].first) - 1), 0), tuple(years), others


def indicator_header(line: GridLine) -> tuple[tuple[HeaderCell, ...], tuple[Column, ...]] | None:
    """Columns and what they hold, where the line is the heading of the table of indicators."""
    if len(line.cells) < 3 or any(len(cell.text) > 30 for cell in line.cells):
        return None
    columns = tuple(labels.column_of(cell.text) for cell in line.cells)
    roles = [column.role for column in columns]
    if roles.count("name") != 1 or not {"target", "actual"} & set(roles) or len(set(roles)) < 3:
        return None
    return tuple(HeaderCell(cell.column, cell.last_column, 0) for cell in line.cells), columns


def _lines(grid: Grid) -> Iterable[GridLine]:
    for number, cells in enumerate(grid.rows):
        address, height = None, 1
        if cells and cells[0].text.startswith(_ADDRESSES) and "\n" not in cells[0].text:
            address, height, cells = cells[0].text.strip(), cells[0].rows, cells[1:]
        yield GridLine(grid, number, cells, address, height)


class _Finder:
    """Goes through the lines of a file once and fills one draft for each sheet."""

    def __init__(self) -> None:
        self.drafts = [Draft()]
        self._above: GridLine | None = None
        self._skip_subject = False
        self._titles: set[str] = set()

    @property
    def draft(self) -> Draft:
        """The sheet being filled."""
        return self.drafts[-1]

    def new_sheet(self) -> None:
        """Begin a new sheet unless the present one is still empty."""
        if self.draft.holds_something:
            self.drafts.append(Draft())
        self._above = None

    def take(self, line: GridLine) -> None:
        """Put one line where it belongs."""
        if line.address is not None:
            self._keyed(line, line.address.partition("/")[0])
        elif not line.cells:
            self.draft.blank(line)
        elif self.draft.state == "box" and self.draft.beside_label(line):
            self.draft.box_line(line)
        elif self.draft.state == "activities" and self.draft.beside_title(line):
            self.draft.activity(line)
        elif not self._begins_sheet(line):
            self._inside(line)
        self._above = line

    def _keyed(self, line: GridLine, kind: str) -> None:
        """A line of a working copy says itself what it is."""
        if kind == "group" or (kind == "node" and self.draft.state == "activities"):
            self.draft.activity(line)
        elif kind == "indicator":
            self.draft.indicator(line)
        elif line.cells:
            text = " ".join(cell.text for cell in line.cells[1:])
            self.draft.head(line, line.cells[0], line.cells[0].text, text)

    def _begins_sheet(self, line: GridLine) -> bool:
        first = line.cells[0]
        parts = labels.title_parts(first.text)
        if parts is None or self._inside_box(line):
            return False
        if labels.is_footer([cell.text for cell in line.cells]):
            return True
        if labels.is_continued(first.text) and self.draft.holds_something:
            self._skip_subject = True
            return True
        self.new_sheet()
        self.draft.title = line.words(first)
        self._titles.add(fold(first.text))
        if len(line.cells) > 1:
            self._head(replace(line, cells=line.cells[1:]))
        return True

    def _inside_box(self, line: GridLine) -> bool:
        """Whether a line of a written text only looks like a title.

        Titles stand in brackets or behind a blank line, or are those of the sheets before.
        """
        if self.draft.state != "box" or fold(line.cells[0].text) in self._titles:
            return False
        return line.cells[0].text.strip()[:1] not in "《〈≪<【「『" and bool(self._above and self._above.cells)

    def _inside(self, line: GridLine) -> None:
        texts = [cell.text for cell in line.cells]
        if labels.is_footer(texts):
            return
        if self._skip_subject:
            self._skip_subject = False
            if self.draft.repeats_subject(" ".join(texts)):
                return
        if header := activity_header(line, self._above):
            self.draft.begin_activities(*header)
            self.draft.unread.extend(line.words(cell) for cell in line.cells if cell.column in header[2])
        elif table := indicator_header(line):
            self.draft.begin_indicators(*table)
        elif (self.draft.state == "indicators" and self.draft.table.takes_part(line)) or self._box(line):
            return
        elif self._new_head(line):
            self.new_sheet()
            self._head(line)
        elif self.draft.state == "head":
            self._head(line)
        elif self.draft.state == "activities" and self.draft.takes_activity(line):
            self.draft.activity(line)
        elif self.draft.state == "box" and not self._foot(line):
            self.draft.box_line(line)
        elif self.draft.state == "indicators" and self.draft.takes_indicator(line) and not self._foot_only(line):
            self.draft.indicator(line)
        elif self.draft.state != "box" and not self._foot(line):
            self.draft.unread.append(line.words(line.cells[0]))

    def _box(self, line: GridLine) -> bool:
        """Begin a box where the line is the label of a written text."""
        first = line.cells[0]
        label, text = labels.label_and_text(first.text)
        kind = labels.block_kind(label)
        if kind is None or (self.draft.state == "head" and labels.head_text_kind(label)):
            return False
        # An activity that is called like a box still has its roadmap beside it; a box of a worksheet is one cell.
        beside = any(cell.column >= self.draft.first_year_column for cell in line.cells[1:])
        other = kind not in ("achievements", "issues") or len(line.cells) > 2
        if self.draft.state == "activities" and beside and other:
            return False
        self.draft.begin_box(line, kind, label, text)
        return True

    def _new_head(self, line: GridLine) -> bool:
        """Whether a line of a head stands behind the tables: the next sheet begins without a title."""
        if self.draft.state == "head" or len(line.cells) < 1:
            return False
        label = line.cells[0].text
        if labels.is_created(label):
            return True
        return len(line.cells) > 1 and any(
            labels.words_of(head.label) == labels.words_of(label) for head in self.draft.heads[:1]
        )

    def _head(self, line: GridLine) -> None:
        if all(is_dash(cell.text) for cell in line.cells):
            return
        cells = list(line.cells)
        if len(cells) == 1:
            label, _, text = cells[0].text.partition("：")
            if text and labels.is_head_label(label):
                self.draft.head(line, cells[0], label, text)
            elif line.grid.at(line.row, 0) is None and self.draft.heads and not labels.is_created(cells[0].text):
                self.draft.continue_head(cells[0].text)
            else:
                self.draft.head_word(line, cells[0])
            return
        while cells:
            label_cell = cells.pop(0)
            text = ""
            if cells and not (
                labels.is_head_label(cells[0].text) and len(cells) > 1 and labels.is_created(label_cell.text)
            ):
                text = cells.pop(0).text
                if cells and (number := split_number(text)) and not number[1]:
                    text = f"{text} {cells.pop(0).text}"  # the title in a cell of its own
            if self._goes_on(label_cell.text, text):
                return
            self.draft.head(line, label_cell, label_cell.text, text)
            while cells and not labels.is_head_label(cells[0].text):
                self.draft.continue_head(cells.pop(0).text, joined=" ")

    def _goes_on(self, label: str, text: str) -> bool:
        """Whether a head names the subject of the sheet before with （続き）: the new page goes on with that sheet."""
        if not labels.is_continued(text) or len(self.drafts) < 2 or self.draft.state != "head":
            return False
        subject = fold(labels.without_continued(text))
        before = self.drafts[-2]
        if not any(fold(head.text) == subject and head.label == label for head in before.heads):
            return False
        self.drafts.pop()
        return True

    def _foot_only(self, line: GridLine) -> bool:
        """Whether a line below the table of indicators is a note, a legend or the overall rating, never an indicator."""
        return (len(line.cells) == 1 or labels.is_overall_only(line.cells[0].text)) and self._foot(line)

    def _foot(self, line: GridLine) -> bool:
        """Take a note, a legend, a remark or the overall rating that stands outside the tables."""
        first = line.cells[0]
        label, rating = labels.label_and_text(first.text)
        if labels.is_overall(label) and len(label) <= 12 and not is_legend(first.text):
            self.draft.overall_label, self.draft.state = label, "foot"
            if rating:
                self.draft.overall = line.words_of(rating, first)
            # The rating stands beside its label; its legend and other words may share the row.
            for cell in line.cells[1:]:
                if is_legend(cell.text):
                    self.draft.legends.append(line.words(cell))
                elif cell is line.cells[1] and not rating:
                    self.draft.overall = line.words(cell)
                else:
                    self.draft.unread.append(line.words(cell))
            return True
        taken = False
        text = first.text if len(line.cells) == 1 else " ".join(cell.text for cell in line.cells)
        remark = remark_text(text)
        if remark is not None:
            self.draft.add_box("remarks", "備考", remark, line.place(first))
            taken = True
        elif is_note(text) and not is_legend(text):
            self.draft.notes.append(line.words_of(text, first))
            taken = True
        elif is_legend(text) or any(is_legend(part) for part in text.split("\n")):
            self.draft.legends.extend(line.words_of(part, first) for part in text.split("\n") if part.strip())
            taken = True
        if taken:
            self.draft.state = "foot"
        return taken


def first_cell_over(cells: Sequence[Cell], header: HeaderCell) -> Cell | None:
    """The first cell that stands in the columns of a heading."""
    return next((cell for cell in cells if cell.column <= header.last and cell.last_column >= header.first), None)
