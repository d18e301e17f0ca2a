"""Writes progress sheets as a workbook, one worksheet each: A4 landscape, results to fill in marked and unlocked.

A working copy has the address of each row in a narrow first column; a bare one has not. Texts are written as texts,
whatever they begin with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from banso.domain.address import join
from banso.domain.amounts import parse_amount
from banso.domain.legend import parse_scale_legend
from banso.domain.quantity import format_amount
from banso.sheets.grid import column_letters
from banso.sheets.progress_sheet.columns import Block, Columns, columns_for
from banso.sheets.progress_sheet.value import ActivityRow, ProgressSheet
from banso.sheets.progress_sheet.view import address_of_row, indicator_heads, printed_rate
from banso.sheets.typesetting import text_width

FONT = "BIZ UDゴシック"
SIZE, SMALL, TITLE = 9.0, 8.0, 14.0
LINE, PADDING = 10.0, 6.0
"""Height of a line of 9 pt and of the room above and below it, in points; the font has no leading of its own."""
LEAST = LINE + PADDING
EMPTY_BOX = 36.0
INDENT = 24
"""Pixels that the indent and the edges of a cell take from its text."""
MAX_ROW = 390.0
"""Excel's rows end at 409 points; a higher text stands in merged rows."""
MAX_CELL = 32_767
"""Characters that Excel keeps in a cell."""

Look = Literal[
    "title",
    "label",
    "head",
    "text",
    "entry",
    "number",
    "entry-number",
    "mark",
    "entry-mark",
    "note",
    "key",
    "bar",
]

_PLAIN: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "vcenter"}
_BOX: dict[str, Any] = {**_PLAIN, "border": 1, "border_color": "#595959"}
# One step of indent keeps texts off the edges of their cells.
_LEFT: dict[str, Any] = {"align": "left", "indent": 1}
_RIGHT: dict[str, Any] = {"align": "right", "indent": 1}
_SHADE, _ENTRY = "#E6ECF2", "#FFF9DB"
_LOOKS: dict[Look, dict[str, Any]] = {
    "title": {**_PLAIN, "font_size": TITLE, "bold": True, "text_wrap": False},
    "label": {**_BOX, **_LEFT, "bg_color": _SHADE},
    "head": {**_BOX, "bg_color": _SHADE, "bold": True, "align": "center"},
    "text": {**_BOX, **_LEFT, "locked": False},
    "entry": {**_BOX, **_LEFT, "bg_color": _ENTRY, "locked": False},
    "number": {**_BOX, **_RIGHT},
    "entry-number": {**_BOX, **_RIGHT, "bg_color": _ENTRY, "locked": False},
    "mark": {**_BOX, "align": "center", "bold": True},
    "entry-mark": {**_BOX, "align": "center", "bg_color": _ENTRY, "locked": False},
    "note": {**_PLAIN, "font_size": SMALL},
    "key": {"font_name": FONT, "font_size": SMALL, "font_color": "#A6A6A6", "shrink": False, "valign": "top"},
    "bar": {**_BOX, **_LEFT, "locked": False},
}
# Excel measures columns in digits of the workbook's own font: with this one a digit is 6 pixels on every machine.
_OPTIONS: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    "default_column_width": 56,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class TextTooLong(ValueError):
    """A text that no cell of Excel holds; the message is a Japanese sentence."""


def write_excel(
    sheets: Sequence[ProgressSheet], path: Path, bare: bool = False, done: Callable[[int], None] | None = None
) -> None:
    """Write the sheets to a workbook at ``path``; ``bare`` leaves the column of addresses out.

    ``done`` is told how many sheets are laid out, after every sheet; the file itself is written after the last.
    Raises OSError where the file cannot be written and TextTooLong for a text longer than Excel's cells hold.
    """
    workbook = xlsxwriter.Workbook(str(path), _OPTIONS)
    looks = {look: workbook.add_format(properties) for look, properties in _LOOKS.items()}
    numbers: dict[tuple[Look, int], Any] = {}
    names = _names(sheets)
    try:
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True), start=1):
            _Page(workbook, workbook.add_worksheet(name), looks, numbers, sheet, bare).write()
            if done is not None:
                done(number)
        workbook.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"「{path.name}」に書けません。ほかで開いていないか、場所に書けるか確かめてください。") from error


def _names(sheets: Sequence[ProgressSheet]) -> list[str]:
    """A name for each worksheet: the measure's key, with the year where the workbook has several."""
    several = len({sheet.year for sheet in sheets}) > 1
    taken: set[str] = set()
    names: list[str] = []
    for sheet in sheets:
        year = f" {sheet.year}" if several else ""
        plain = _FORBIDDEN.sub("_", sheet.node).strip("'") or "シート"
        name, number = plain[: 31 - len(year)] + year, 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            behind = f" ({number})"
            name = plain[: 31 - len(year) - len(behind)] + year + behind
        taken.add(name.casefold())
        names.append(name)
    return names


class _Page:
    """One worksheet while it is written from top to bottom."""

    def __init__(
        self,
        workbook: Any,
        worksheet: Any,
        looks: dict[Look, Any],
        numbers: dict[tuple[Look, int], Any],
        sheet: ProgressSheet,
        bare: bool,
    ) -> None:
        self.workbook = workbook
        self.worksheet = worksheet
        self.looks = looks
        self.numbers = numbers
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
            heights.append(max([LEAST, *(_needed(text, block.pixels) for text, block in texts)]))
        missing = _needed(row.title, self.columns.name.pixels) - sum(heights)
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
        chunks = _chunks(text)
        needs = [
            max(_needed(chunk, self.columns.rest.pixels), EMPTY_BOX if len(chunks) == 1 else 0) for chunk in chunks
        ]
        counts = [int(need // MAX_ROW) + 1 for need in needs]
        first = self.row
        for chunk, need, count in zip(chunks, needs, counts, strict=True):
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
        worksheet.set_paper(9)
        worksheet.set_margins(left=0.47, right=0.47, top=0.4, bottom=0.55)
        worksheet.set_footer(f"&L&8 {_footer(self.sheet)}&C&8 &P / &N&R&8 {self.sheet.year}年度", {"margin": 0.25})
        if self.sheet.draft:
            worksheet.set_header(f'&R&"{FONT},太字"&20&K7F7F7F下書き', {"margin": 0.15})
        worksheet.fit_to_pages(1, 0)
        worksheet.center_horizontally()
        worksheet.print_area(0, columns.name.first, self.row - 1, columns.last)
        # A long head would fill every page; then only the title is repeated.
        worksheet.repeat_rows(0, len(self.sheet.heads) if head_height <= 130 else 0)
        worksheet.freeze_panes(1, 0)
        worksheet.hide_gridlines(2)
        worksheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(columns.last)}{self.row}"})
        worksheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})

    def _gap(self) -> None:
        self.worksheet.set_row(self.row, 6.0)
        self.row += 1

    def _key(self, row: int, address: str, last: int | None = None) -> None:
        if self.columns.key is None:
            return
        if last is not None and last > row:
            self.worksheet.merge_range(row, 0, last, 0, "", self.looks["key"])
        self.worksheet.write_string(row, 0, address, self.looks["key"])

    def _cell(self, row: int, block: Block, text: str, look: Look, rows: int = 1) -> None:
        """Write a text, never a formula, merged over its columns and rows."""
        if len(text) > MAX_CELL:
            raise TextTooLong(f"「{text[:20]}…」は{len(text):,}字あり、Excelの1セル（{MAX_CELL:,}字）に入りません。")
        style = self.looks[look]
        if rows > 1 or block.last > block.first:
            self.worksheet.merge_range(row, block.first, row + rows - 1, block.last, "", style)
        if text:
            self.worksheet.write_string(row, block.first, text, style)
        else:
            self.worksheet.write_blank(row, block.first, None, style)

    def _figure(self, row: int, block: Block, text: str, look: Look) -> None:
        """Write a plain amount as a number, so that it can be computed with; everything else as it is printed."""
        quantity = parse_amount(text).quantity
        amount = quantity.amount if quantity else None
        plain = amount is not None and format_amount(amount) == text
        if amount is None or not plain or len(amount.as_tuple().digits) > 15:
            self._cell(row, block, text, look)
            return
        decimals = max(0, -int(amount.as_tuple().exponent))
        if (look, decimals) not in self.numbers:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self.numbers[look, decimals] = self.workbook.add_format(
                {**_LOOKS[look], "num_format": pattern, "text_wrap": False}
            )
        style = self.numbers[look, decimals]
        if block.last > block.first:
            self.worksheet.merge_range(row, block.first, row, block.last, "", style)
        self.worksheet.write_number(row, block.first, float(amount), style)

    def _height(self, least: float, texts: Sequence[tuple[str, Block]]) -> float:
        """Set the height of the present row by the longest of its texts, and go on to the next."""
        height = min(MAX_ROW, max([least, LEAST, *(_needed(text, block.pixels) for text, block in texts)]))
        self.worksheet.set_row(self.row, height)
        self.row += 1
        return height


def _needed(text: str, pixels: int) -> float:
    """The height in points that a text takes in a cell: a half-width character of 9 pt is 6 pixels wide."""
    room = max(2, int((pixels - INDENT) / 6 * 0.98))
    lines = sum(max(1, -(-text_width(line) // room)) for line in text.split("\n"))
    # Words and closing brackets do not break anywhere: long texts take a line more now and then.
    return (lines + lines // 12) * LINE + PADDING


def _chunks(text: str) -> list[str]:
    """The text in parts that fit into Excel's cells, cut at line ends where there are any."""
    parts: list[str] = []
    while len(text) > MAX_CELL:
        cut = text.rfind("\n", 1, MAX_CELL)
        parts.append(text[: cut if cut > 0 else MAX_CELL])
        text = text[cut + 1 if cut > 0 else MAX_CELL :]
    return [*parts, text]


def _footer(sheet: ProgressSheet) -> str:
    subject = sheet.heads[-1][1] if sheet.heads else sheet.node
    return f"{sheet.title.strip('《》')}　{subject}"[:70].replace("&", "&&").replace("\n", " ")
