"""Writes a paper of blocks as a workbook: a worksheet for each page, on the page's paper, what is filled in unlocked.

A working copy has the address of each row in a narrow grey first column; a bare one has not. The worksheet's cells are
those of ``grids_of``, except that a row higher than Excel allows stands in several worksheet rows, merged.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from banso.sheets.blocks.placing import UNITS, Placed, PlacedPage, PlacedRow, placed
from banso.sheets.blocks.value import Format, Heading, Page, Paper, Paragraph, Table
from banso.sheets.grid import column_letters
from banso.sheets.workbooks import (
    A3,
    A4,
    KEY_PIXELS,
    LEAST,
    MAX_ROW,
    SIZE,
    SMALL,
    TITLE,
    Cells,
    Looks,
    footer_words,
    height_of,
    mark_draft,
    new_workbook,
    protect,
    sheet_names,
)

_PAPERS: dict[Format, tuple[int, bool, int]] = {
    "A4": (A4, False, 696),
    "A4 landscape": (A4, True, 1024),
    "A3": (A3, False, 1024),
    "A3 landscape": (A3, True, 1488),
}
"""Excel's paper, whether it lies, and the pixels between margins of 12 mm, so that nothing is scaled down."""
_HEADINGS = (12.0, 10.5)
"""Points of headings of level 1 and 2; lower ones have the size of the body."""
_GAP = 6.0
_REPEATED = 130.0
"""Points up to which rows are repeated on every page: a higher head would leave no room."""
_FROZEN = 6
"""Rows at most that stay in sight while a worksheet is scrolled."""
_NARROW = 72
"""Pixels below which a cell has no indent."""
_FIGURES = ("number", "entry-number", "total")


def write(
    paper: Paper, path: Path, *, bare: bool = False, done: Callable[[int], None] | None = None
) -> tuple[str, ...]:
    """Write the paper to ``path``; ``bare`` leaves the column of addresses out. There is nothing to remark.

    ``done`` is told how many pages are laid out, after every page; the file itself is written after the last.
    Raises OSError where the file cannot be written and TextTooLong for a text longer than Excel's cells hold.
    """
    names = sheet_names((page.name, "") for page in paper.pages)
    with new_workbook(path) as workbook:
        looks = Looks(workbook)
        for number, (page, name) in enumerate(zip(paper.pages, names, strict=True), start=1):
            _Sheet(Cells(workbook.add_worksheet(name), looks), page, bare).write()
            if done is not None:
                done(number)
    return ()


class _Sheet:
    """One worksheet while it is written."""

    def __init__(self, cells: Cells, page: Page, bare: bool) -> None:
        self.cells = cells
        self.worksheet = cells.worksheet
        self.page = page
        self.placed: PlacedPage = placed(page)
        self.bare = bare
        self.first = 0 if bare else 1
        pixels = _PAPERS[page.format][2]
        edges = [round(pixels * units / UNITS) for units in accumulate(self.placed.columns, initial=0)]
        self.widths = [right - left for left, right in pairwise(edges)]
        self.heights = self._heights()
        counts = [max(1, -int(-height // MAX_ROW)) for height in self.heights]
        self.starts = list(accumulate(counts, initial=0))
        """The worksheet row in which each row of the page begins."""

    def write(self) -> None:
        """All rows, and how the worksheet prints."""
        if not self.bare:
            self.worksheet.set_column_pixels(0, 0, KEY_PIXELS)
        for number, pixels in enumerate(self.widths, start=self.first):
            self.worksheet.set_column_pixels(number, number, pixels)
        for row in self.placed.rows:
            self._row(row)
        self._page_setup()

    def _heights(self) -> list[float]:
        """The height of every row in points: what its own cells need, then what cells over several rows need more."""
        heights = [
            max(
                [
                    LEAST if row.block or row.cells else _GAP,
                    *(self._needed(row, at) for at in row.cells if at.rows == 1),
                ]
            )
            for row in self.placed.rows
        ]
        for row in self.placed.rows:
            for at in row.cells:
                missing = self._needed(row, at) - sum(heights[at.row : at.row + at.rows])
                if missing > 0:
                    for number in range(at.row, at.row + at.rows):
                        heights[number] += missing / at.rows
        return heights

    def _needed(self, row: PlacedRow, at: Placed) -> float:
        pixels = sum(self.widths[at.column : at.column + at.columns])
        return height_of(at.cell.text, pixels, size=_size(row))

    def _row(self, row: PlacedRow) -> None:
        start, end = self.starts[row.number], self.starts[row.number + 1]
        for number in range(start, end):
            self.worksheet.set_row(number, self.heights[row.number] / (end - start))
        if row.key and not self.bare:
            self.cells.key(start, row.key)
        for at in row.cells:
            self._cell(row, at)

    def _cell(self, row: PlacedRow, at: Placed) -> None:
        start = self.starts[at.row]
        rows = self.starts[at.row + at.rows] - start
        first = self.first + at.column
        last = first + at.columns - 1
        text = at.cell.text.strip()
        if isinstance(row.block, Table):
            if at.cell.look in _FIGURES:
                self.cells.figure(start, first, last, text, at.cell.look, rows)
            else:
                # An indent would take half of a narrow column.
                narrow = sum(self.widths[at.column : at.column + at.columns]) < _NARROW
                style = self.cells.looks.of(at.cell.look, **({"indent": 0} if narrow else {}))
                self.cells.text(start, first, last, text, style, rows)
            return
        style = self._style(row)
        self.cells.text(start, first, last, text, style, rows)
        if isinstance(row.block, Paragraph) and row.block.label and row.block.text.strip():
            bold, plain = self.cells.looks.of("plain", bold=True), self.cells.looks.of("plain")
            label = row.block.label.strip()
            if text.startswith(label) and text != label:
                self.worksheet.write_rich_string(start, first, bold, label, plain, text[len(label) :], style)

    def _style(self, row: PlacedRow) -> Any:
        looks = self.cells.looks
        match row.block:
            case Heading(level=level):
                size = _HEADINGS[level - 1] if level <= len(_HEADINGS) else SIZE
                return looks.of("plain", bold=True, font_size=size)
            case Paragraph(look="aside"):
                return looks.of("aside")
            case Paragraph(look="note"):
                return looks.of("note")
            case Paragraph(at=at):
                return looks.of("plain", valign="top", locked=at is None)
            case _:
                return looks.of("title", align="center", text_wrap=True)

    def _page_setup(self) -> None:
        worksheet, page = self.worksheet, self.page
        size, landscape, _ = _PAPERS[page.format]
        if landscape:
            worksheet.set_landscape()
        worksheet.set_paper(size)
        worksheet.set_margins(left=0.47, right=0.47, top=0.4, bottom=0.55)
        foot, aside = footer_words(page.foot or page.title), footer_words(page.aside)
        worksheet.set_footer(f"&L&8 {foot}&C&8 &P / &N&R&8 {aside}", {"margin": 0.25})
        if page.draft:
            mark_draft(worksheet)
        worksheet.fit_to_pages(1, 0)
        worksheet.center_horizontally()
        last_row, last = max(0, self.starts[-1] - 1), self.first + len(self.widths) - 1
        worksheet.print_area(0, self.first, last_row, last)
        self._repeat()
        worksheet.hide_gridlines(2)
        worksheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(last)}{last_row + 1}"})
        protect(worksheet)

    def _repeat(self) -> None:
        """Repeat the head of the page's only table on every printed page, and keep what is small in sight."""
        tables = [block for block in self.page.blocks if isinstance(block, Table)]
        head = [row.number for row in self.placed.rows if row.head]
        if len(tables) != 1 or not head or sum(self.heights[row] for row in head) > _REPEATED:
            return
        first, end = self.starts[head[0]], self.starts[head[-1] + 1]
        self.worksheet.repeat_rows(first, end - 1)
        if end <= _FROZEN:
            self.worksheet.freeze_panes(end, 0)


def _size(row: PlacedRow) -> float:
    """Points of the letters of a row."""
    match row.block:
        case Table():
            return SIZE
        case Heading(level=level):
            return _HEADINGS[level - 1] if level <= len(_HEADINGS) else SIZE
        case Paragraph(look=look):
            return SMALL if look == "note" else SIZE
        case _:
            return TITLE
