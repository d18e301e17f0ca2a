"""Writes progress sheets as a workbook, one worksheet each: A4 landscape, results to fill in marked and unlocked.

A working copy has the address of each row in a narrow first column; a bare one has not. Texts are written as texts,
whatever they begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from banso.domain.address import join
from banso.domain.legend import parse_scale_legend
from banso.sheets.grid import column_letters
from banso.sheets.progress_sheet.columns import Block, Columns, columns_for
from banso.sheets.progress_sheet.value import ActivityRow, ProgressSheet
from banso.sheets.progress_sheet.view import address_of_row, indicator_heads, printed_rate
from banso.sheets.workbooks import (
    A4,
    LEAST,
    MAX_ROW,
    Cells,
    Look,
    Looks,
    chunks,
    footer_words,
    height_of,
    mark_draft,
    new_workbook,
    protect,
    sheet_names,
)

EMPTY_BOX = 36.0


def write_excel(
    sheets: Sequence[ProgressSheet], path: Path, bare: bool = False, done: Callable[[int], None] | None = None
) -> None:
    """Write the sheets to a workbook at ``path``; ``bare`` leaves the column of addresses out.

    ``done`` is told how many sheets are laid out, after every sheet; the file itself is written after the last.
    Raises OSError where the file cannot be written and TextTooLong for a text longer than Excel's cells hold.
    """
    names = sheet_names(_names(sheets))
    with new_workbook(path) as workbook:
        looks = Looks(workbook)
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True), start=1):
            _Page(Cells(workbook.add_worksheet(name), looks), sheet, bare).write()
            if done is not None:
                done(number)


def _names(sheets: Sequence[ProgressSheet]) -> list[tuple[str, str]]:
    """A name for each worksheet: the measure's key, with the year where the workbook has several."""
    several = len({sheet.year for sheet in sheets}) > 1
    return [(sheet.node, f" {sheet.year}" if several else "") for sheet in sheets]


class _Page:
    """One worksheet while it is written from top to bottom."""

    def __init__(self, cells: Cells, sheet: ProgressSheet, bare: bool) -> None:
        self.cells = cells
        self.worksheet = cells.worksheet
        self.sheet = sheet
        self.columns: Columns = columns_for(max(1, len(sheet.years)), bare)
        self.row = 0

    def write(self) -> None:
        """Write all parts in the order of the form."""
        for column, pixels in enumerate(self.columns.widths):
            self.worksheet.set_column_pixels(column, column, pixels)
        self._title()
        head_height = self._heads()
        self._gap()
        self._activities()
        self._gap()
        self._box(self.sheet.achievements_label, self.sheet.achievements)
        self._box(self.sheet.issues_label, self.sheet.issues)
        self._gap()
        if self.sheet.indicators:
            self._indicators()
        else:
            self._overall_alone()
        for line in (*self.sheet.notes, self.sheet.legend, self.sheet.scale_legend, *self.sheet.remarks):
            if line.strip():
                self._note(line)
        self._page_setup(head_height)

    def _title(self) -> None:
        columns = self.columns
        label = columns.figures[-3]
        value = columns.span(columns.figures[-2].first, columns.last)
        self._cell(self.row, columns.span(columns.name.first, label.first - 1), self.sheet.title, "title")
        self._cell(self.row, label, "作成日", "head")
        self._cell(self.row, value, self.sheet.created, "entry-mark")
        self._height(22.0, [(self.sheet.created, value)])

    def _heads(self) -> float:
        total = 22.0
        number_block, title_block = self.columns.numbered
        titles = {
            join("node", node.key): node.title for node in self.sheet.document.nodes if node.number and node.title
        }
        for label, text, address in self.sheet.heads:
            self._key(self.row, address)
            self._cell(self.row, self.columns.name, label, "label")
            # A title stands alone in its cell, so that it can be edited or looked up without its number.
            title = titles.get(address)
            if title and text.endswith(title) and text != title:
                number = text.removesuffix(title).strip()
                self._cell(self.row, number_block, number, "mark")
                self._cell(self.row, title_block, title, "text")
                total += self._height(0, [(label, self.columns.name), (number, number_block), (title, title_block)])
            else:
                self._cell(self.row, self.columns.rest, text, "text")
                total += self._height(0, [(label, self.columns.name), (text, self.columns.rest)])
        return total

    def _activities(self) -> None:
        self._cell(self.row, self.columns.name, "主な取り組み", "head")
        for year, block in zip(self.sheet.years, self.columns.years, strict=False):
            self._cell(self.row, block, str(year), "head")
        self._height(LEAST, [])
        for row in self.sheet.rows:
            self._activity(row)

    def _activity(self, row: ActivityRow) -> None:
        lines = row.lines or ((),)
        heights = []
        first = self.row
        for number, line in enumerate(lines):
            free = 0
            texts: list[tuple[str, Block]] = []
            for bar in line:
                start = bar.first_year - self.sheet.years[0]
                end = bar.last_year - self.sheet.years[0]
                for index in range(free, start):
                    self._cell(first + number, self.columns.years[index], "", "bar")
                block = self.columns.span(self.columns.years[start].first, self.columns.years[end].last)
                self._cell(first + number, block, bar.text, "bar")
                texts.append((bar.text, block))
                free = end + 1
            for index in range(free, len(self.columns.years)):
                self._cell(first + number, self.columns.years[index], "", "bar")
            heights.append(max([LEAST, *(height_of(text, block.pixels) for text, block in texts)]))
        missing = height_of(row.title, self.columns.name.pixels) - sum(heights)
        if missing > 0:
            heights = [height + missing / len(heights) for height in heights]
        last = first + len(lines) - 1
        self._cell(first, self.columns.name, row.title, "text", rows=len(lines))
        self._key(first, address_of_row(row), last)
        for number, height in enumerate(heights):
            self.worksheet.set_row(first + number, min(height, MAX_ROW))
        self.row = last + 1

    def _box(self, label: str, text: str) -> None:
        """A box for a written text: as many merged rows as its height, or Excel's limit of characters, asks for."""
        parts = chunks(text)
        needs = [
            max(height_of(chunk, self.columns.rest.pixels), EMPTY_BOX if len(parts) == 1 else 0) for chunk in parts
        ]
        counts = [int(need // MAX_ROW) + 1 for need in needs]
        first = self.row
        for chunk, need, count in zip(parts, needs, counts, strict=True):
            self._cell(self.row, self.columns.rest, chunk, "entry", rows=count)
            for _ in range(count):
                self.worksheet.set_row(self.row, need / count)
                self.row += 1
        self._cell(first, self.columns.name, label, "label", rows=sum(counts))

    def _indicators(self) -> None:
        sheet, columns = self.sheet, self.columns
        heads = indicator_heads(sheet)
        blocks = (columns.name, *columns.figures)
        for head, block in zip(heads, blocks, strict=True):
            self._cell(self.row, block, head, "head")
        self._height(LEAST, list(zip(heads, blocks, strict=True)))
        first = self.row
        for row in sheet.indicators:
            rate = printed_rate(row)
            texts = (row.name, row.baseline, row.target, row.actual, rate, row.grade)
            kinds: tuple[Look, ...] = ("text", "number", "number", "entry-number", "number", "mark")
            self._key(self.row, join("indicator", row.key))
            for text, block, look in zip(texts, blocks, kinds, strict=False):
                if look in ("number", "entry-number") and text is not rate:
                    self._figure(self.row, block, text, look)
                else:
                    self._cell(self.row, block, text, look)
            self._height(18.0, list(zip(texts, blocks, strict=False)))
        self._cell(first, columns.figures[-1], sheet.overall, "entry-mark", rows=self.row - first)
        self._choices(first, columns.figures[-1].first)

    def _choices(self, row: int, column: int) -> None:
        """Offer the steps of the scale for the overall rating; other words may be typed."""
        pictures = [step.picture or step.label for step in parse_scale_legend(self.sheet.scale_legend)]
        if pictures and sum(len(picture) + 1 for picture in pictures) < 250 and not any("," in p for p in pictures):
            choices = {"validate": "list", "source": pictures, "error_type": "information"}
            self.worksheet.data_validation(row, column, row, column, choices)

    def _overall_alone(self) -> None:
        """The overall rating of a sheet without indicators."""
        self._cell(self.row, self.columns.name, self.sheet.overall_label, "label")
        self._cell(self.row, self.columns.rest, self.sheet.overall, "entry-mark")
        self._choices(self.row, self.columns.rest.first)
        self._height(18.0, [])

    def _note(self, line: str) -> None:
        self._cell(self.row, self.columns.all, line, "note")
        self._height(0, [(line, self.columns.all)])

    def _page_setup(self, head_height: float) -> None:
        worksheet, columns = self.worksheet, self.columns
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.set_margins(left=0.47, right=0.47, top=0.4, bottom=0.55)
        worksheet.set_footer(f"&L&8 {_footer(self.sheet)}&C&8 &P / &N&R&8 {self.sheet.year}年度", {"margin": 0.25})
        if self.sheet.draft:
            mark_draft(worksheet)
        worksheet.fit_to_pages(1, 0)
        worksheet.center_horizontally()
        worksheet.print_area(0, columns.name.first, self.row - 1, columns.last)
        # A long head would fill every page; then only the title is repeated.
        worksheet.repeat_rows(0, len(self.sheet.heads) if head_height <= 130 else 0)
        worksheet.freeze_panes(1, 0)
        worksheet.hide_gridlines(2)
        worksheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(columns.last)}{self.row}"})
        protect(worksheet)

    def _gap(self) -> None:
        self.worksheet.set_row(self.row, 6.0)
        self.row += 1

    def _key(self, row: int, address: str, last: int | None = None) -> None:
        if self.columns.key is None:
            return
        self.cells.key(row, address, last)

    def _cell(self, row: int, block: Block, text: str, look: Look, rows: int = 1) -> None:
        self.cells.text(row, block.first, block.last, text, self.cells.looks.of(look), rows)

    def _figure(self, row: int, block: Block, text: str, look: Look) -> None:
        self.cells.figure(row, block.first, block.last, text, look)

    def _height(self, least: float, texts: Sequence[tuple[str, Block]]) -> float:
        """Set the height of the present row by the longest of its texts, and go on to the next."""
        height = min(MAX_ROW, max([least, LEAST, *(height_of(text, block.pixels) for text, block in texts)]))
        self.worksheet.set_row(self.row, height)
        self.row += 1
        return height


def _footer(sheet: ProgressSheet) -> str:
    subject = sheet.heads[-1][1] if sheet.heads else sheet.node
    return footer_words(f"{sheet.title.strip('《》')}　{subject}")
