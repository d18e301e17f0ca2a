"""Writing the 取組一覧 as an Excel workbook: A3 landscape, one worksheet, the head repeated on each printed page.

Column A of a working copy is narrow and grey and carries the addresses with which the workbook comes back; ``bare``
papers have none. Roadmap texts stand in merged year cells; an action with several lines has its other cells merged
over them, with the values for Excel's filter kept underneath.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import xlsxwriter

from banso.domain.document import Placement
from banso.domain.finding import Doubt, Place
from banso.domain.years import format_fiscal_year
from banso.sheets.action_list.build import label_of
from banso.sheets.action_list.carried import key_cell
from banso.sheets.action_list.headings import KEY_HEADING
from banso.sheets.action_list.tree import joined_key
from banso.sheets.action_list.value import ActionList, ActionRow, Column
from banso.sheets.grid import column_letters
from banso.sheets.typesetting import text_width

FONT = "BIZ UDゴシック"
BODY_POINTS, TITLE_POINTS = 8, 14
A3 = 8
LINE_HEIGHT = 9.4
"""Points of one line of body text in Excel, a little more than the font needs."""
ROW_EDGE = 5
"""Points of a row above and below its lines."""
TALLEST_ROW = 409
"""Excel's tallest row in points; a longer text is told as a doubt."""
MAX_CELL = 32_767
"""Characters that Excel keeps in a cell."""
PAPER_PIXELS = 1490
"""What an A3 page in landscape holds between its margins at full size, so that 8 points stay 8 points."""
UNIT, COLUMN_EDGE = 6, 5
"""Pixels of a unit of column width at most (a half-width character of the workbook's own font), and of its edges."""
INDENT = 3.5
"""Units that the indent and the edges of a cell take from its text."""
NARROWEST = 7.0

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": BODY_POINTS},
}
_WIDTHS = {"order": 6.0, "code": 7.0, "status-quo": 40.0, "remarks": 24.0, "indicator": 28.0, "term": 11.0}
_FLEXIBLE = {"title": 20.0, "text": 44.0, "short": 22.0, "owner": 13.0, "partners": 16.0}
_YEAR_WIDTH = 12.0
_SHEET = "取組一覧"
_LEFT = {"align": "left", "indent": 1}
_CENTRED = ("order", "code", "term")


def write_excel(action_list: ActionList, path: Path, bare: bool = False) -> tuple[Doubt, ...]:
    """Write the list to ``path``; answers doubts about what the workbook cannot show. Raises OSError."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        writer = _Writer(book, action_list, bare)
        writer.write()
    return tuple(writer.doubts)


class _Writer:
    def __init__(self, book: Any, action_list: ActionList, bare: bool) -> None:
        self._list = action_list
        self._bare = bare
        self._first = 0 if bare else 1
        self._years = self._first + len(action_list.columns)
        self._last = self._years + len(action_list.years) - 1
        self._sheet = book.add_worksheet(_SHEET)
        self.doubts: list[Doubt] = []
        base = {"font_name": FONT, "font_size": BODY_POINTS, "text_wrap": True, "valign": "top"}
        cell = {**base, "border": 1, "border_color": "#7F7F7F"}
        self._cell = book.add_format({**cell, **_LEFT})
        self._centred = book.add_format({**cell, "align": "center"})
        self._bar = book.add_format(
            {**cell, "bg_color": "#E7EEF7", "valign": "vcenter", "border_color": "#404040", **_LEFT}
        )
        self._head = book.add_format(
            {**cell, "bold": True, "bg_color": "#E6E6E6", "align": "center", "valign": "vcenter"}
        )
        self._title = book.add_format({"font_name": FONT, "font_size": TITLE_POINTS, "bold": True})
        self._note = book.add_format(base)
        self._key = book.add_format(
            {"font_name": FONT, "font_size": BODY_POINTS, "font_color": "#A6A6A6", "valign": "top"}
        )
        self._widths = _widths(action_list)

    def write(self) -> None:
        """The whole worksheet."""
        self._set_up()
        self._sheet.write_string(0, self._first, self._list.title, self._title)
        self._write_head(2)
        keys = _key_cells(self._list)
        row = 3
        for action, key in zip(self._list.rows, keys, strict=True):
            row += self._write_action(row, action, key)
        if row > 3:
            self._sheet.autofilter(2, self._first, row - 1, self._last)
        self._sheet.print_area(0, self._first, row + len(self._list.remarks), self._last)
        for number, remark in enumerate(self._list.remarks):
            self._write_note(row + 1 + number, remark)

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.set_paper(A3)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(2)
        sheet.set_footer(f'&C&"{FONT}"&8&P / &N')
        sheet.hide_gridlines(2)
        if not self._bare:
            sheet.set_column(0, 0, 3, self._key)
        for number, width in enumerate(self._widths, start=self._first):
            sheet.set_column(number, number, width)
        sheet.freeze_panes(3, self._first + 1)

    def _write_head(self, row: int) -> None:
        if not self._bare:
            self._sheet.write_string(row, 0, KEY_HEADING, self._key)
        headings = [column.heading for column in self._list.columns]
        headings += [format_fiscal_year(year, "2023 (R5)") for year in self._list.years]
        for number, heading in enumerate(headings):
            self._sheet.write_string(row, self._first + number, heading, self._head)
        lines = max(_lines(heading, width) for heading, width in zip(headings, self._widths, strict=True))
        self._sheet.set_row(row, max(2, lines) * LINE_HEIGHT + ROW_EDGE)

    def _write_action(self, row: int, action: ActionRow, key: str) -> int:
        """Write an action over as many worksheet rows as its roadmap has lines; gives their number."""
        heights = self._heights(action)
        count = len(heights)
        for line, height in enumerate(heights):
            self._sheet.set_row(row + line, height)
        if not self._bare:
            self._sheet.write_string(row, 0, key, self._key)
        for number, (column, text) in enumerate(zip(self._list.columns, action.cells, strict=True)):
            self._write_cell(row, count, self._first + number, column, text)
        for line in range(count):
            self._write_line(row + line, action, line)
        return count

    def _write_cell(self, row: int, count: int, at: int, column: Column, text: str) -> None:
        shape = self._centred if column.field in _CENTRED else self._cell
        if count == 1:
            self._write_text(row, at, text, shape)
            return
        self._sheet.merge_range(row, at, row + count - 1, at, "", shape)
        self._write_text(row, at, text, shape)
        if column.field in ("term", "code", "title", "indicator"):
            # Excel filters by each row's own value, also under a merged cell.
            for below in range(row + 1, row + count):
                self._write_text(below, at, text, shape)

    def _write_line(self, row: int, action: ActionRow, line: int) -> None:
        bars = action.lines[line] if line < len(action.lines) else ()
        covered: set[int] = set()
        for bar in bars:
            first = self._years + self._list.years.index(bar.first_year)
            last = self._years + self._list.years.index(bar.last_year)
            covered |= set(range(first, last + 1))
            if last > first:
                self._sheet.merge_range(row, first, row, last, "", self._bar)
            self._write_text(row, first, bar.text, self._bar)
        for column in range(self._years, self._last + 1):
            if column not in covered:
                self._sheet.write_blank(row, column, None, self._cell)

    def _write_text(self, row: int, column: int, text: str, shape: Any) -> None:
        if len(text) > MAX_CELL:
            self._tell_cut(row, column, text)
        if text:
            self._sheet.write_string(row, column, text[:MAX_CELL], shape)
        else:
            self._sheet.write_blank(row, column, None, shape)

    def _tell_cut(self, row: int, column: int, text: str) -> None:
        self.doubts.append(
            Doubt(
                code="text-cut",
                severity="warning",
                where=Place(sheet=_SHEET, cell=f"{column_letters(column)}{row + 1}"),
                message=f"{len(text):,}字の文はExcelのセルに入りきらないので、{MAX_CELL:,}字で切りました。文を分けてください。",
                quote=text,
            )
        )

    def _heights(self, action: ActionRow) -> list[float]:
        """The heights of the action's rows: each line's bars first, then what the other cells need more.

        A text taller than Excel's rows gets further rows, over which its cell is merged.
        """
        lines = [1] * max(1, len(action.lines))
        for line, bars in enumerate(action.lines):
            for bar in bars:
                first, last = (self._list.years.index(year) for year in (bar.first_year, bar.last_year))
                columns = self._widths[len(action.cells) + first : len(action.cells) + last + 1]
                lines[line] = max(lines[line], _lines(bar.text, sum(columns)))
        needed = max(_lines(text, width) for text, width in zip(action.cells, self._widths, strict=False))
        missing = max(0, needed - sum(lines))
        for line in range(len(lines)):
            lines[line] += missing * (line + 1) // len(lines) - missing * line // len(lines)
        heights: list[float] = []
        tallest = int((TALLEST_ROW - ROW_EDGE) // LINE_HEIGHT)
        for line, count in enumerate(lines):
            pieces = -(-count // tallest) if line == len(lines) - 1 else 1
            heights += [min(TALLEST_ROW, -(-count // pieces) * LINE_HEIGHT + ROW_EDGE)] * pieces
        return heights

    def _write_note(self, row: int, remark: str) -> None:
        if self._last > self._first:
            self._sheet.merge_range(row, self._first, row, self._last, "", self._note)
        self._write_text(row, self._first, remark, self._note)
        self._sheet.set_row(row, _lines(remark, sum(self._widths)) * LINE_HEIGHT + ROW_EDGE)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width, breaks counted generously."""
    usable = max(2, int((width - INDENT) * 0.97))
    return sum(max(1, -(-text_width(line) // usable)) for line in text.split("\n"))


def _widths(action_list: ActionList) -> list[float]:
    """Column widths that fill an A3 page and no more: columns of long texts share what the others leave."""
    fields = [column.field for column in action_list.columns]
    widths = [_WIDTHS.get(field, _FLEXIBLE.get(field, 12.0)) for field in fields]
    for number, column in enumerate(action_list.columns):
        cells = [row.cells[number] for row in action_list.rows]
        longest = max((text_width(line) for cell in cells for line in cell.split("\n")), default=0) + 5
        if column.field == "code":
            widths[number] = max(widths[number], min(longest - 2, 14.0))
        elif column.field not in _WIDTHS or column.field in ("remarks", "status-quo", "indicator"):
            widths[number] = max(NARROWEST, min(longest, widths[number]))
    widths += [_YEAR_WIDTH] * len(action_list.years)
    spare = (PAPER_PIXELS - COLUMN_EDGE * len(widths)) / UNIT - sum(widths)
    if spare < 0:
        wide = [number for number, width in enumerate(widths) if width > NARROWEST]
        room = sum(widths[number] - NARROWEST for number in wide)
        share = min(1.0, -spare / room) if room else 0.0
        return [max(NARROWEST, width - (width - NARROWEST) * share) if width > NARROWEST else width for width in widths]
    growing = [number for number, field in enumerate(fields) if field in ("text", "short", "status-quo", "title")]
    growing += range(len(fields), len(widths))
    weights = {number: 1.0 if number < len(fields) else 0.6 for number in growing}
    for number in growing:
        widths[number] += spare * weights[number] / sum(weights.values())
    return widths


def _key_cells(action_list: ActionList) -> list[str]:
    """The key cell of each row: its own node, what its path and its indicators' labels do not tell by themselves."""
    shown = action_list.document
    nodes = {node.key: node for node in shown.nodes}
    indicators = {indicator.key: indicator for indicator in shown.indicators}
    signs = Counter((indicator.name, indicator.qualifier) for indicator in shown.indicators)
    plain = {indicator.key for indicator in shown.indicators if signs[indicator.name, indicator.qualifier] == 1}
    placements: dict[str, list[Placement]] = {}
    for placement in shown.placements:
        placements.setdefault(placement.node, []).append(placement)
    derived: dict[str, str] = {}
    for node in shown.nodes:
        above = derived[node.parent] if node.parent is not None else None
        derived[node.key] = joined_key(above, node.number, node.title)
    cells = []
    for row in action_list.rows:
        path: list[str] = []
        parent = nodes[row.key].parent
        while parent is not None:
            path.insert(0, parent)
            parent = nodes[parent].parent
        told = []
        for placement in placements.get(row.key, ()):
            indicator = indicators[placement.indicator]
            name = f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name
            own = placement.code == indicator.key == indicator.code
            named = placement.code is None and indicator.code is None and indicator.key == name
            if not (own or named) or indicator.key not in plain:
                told.append((indicator.key, indicator.code, label_of(placement, indicator)))
        cells.append(key_cell(row.key, path if any(derived[key] != key for key in path) else (), told))
    return cells
