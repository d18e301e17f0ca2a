"""Grids as lines of text and tables in reading order, whatever source they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from banso.domain.address import split
from banso.domain.finding import Doubt, Place
from banso.domain.text import fold, squeeze
from banso.sheets.grid import Cell, Grid
from banso.sheets.remains import html_doubt, without_html

_ADDRESS = re.compile(
    r"(?:plan|node|text|indicator|organization|event|table|budget|note|judgement|target|actual|placement)/[^\n]+"
)
_BULLET = re.compile(r"^[-*]\s+(?=[(（【①-⑳])")
_SHORT = 24
"""A line of at least this many characters that ends inside a sentence ran to the edge of its page."""
_OPEN_END = re.compile(r"(?<!等)(?<!など)[\u3041-\u30ff\u3400-\u9fff、](?<!等)(?<!など)$")
_BEGINS = re.compile(r"[・○●■◆※①-⑳【（(＜]")
_GOES_ON = re.compile(r"^[\u3041-\u309f\u3400-\u9fffァ-ヶーA-Za-z]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its address in a working copy, its cells with text, all its text as one, and its place.

    ``loose`` tells that its source cuts paragraphs at the end of a page: the whole of a text file, or ``page`` of a PDF.
    ``html`` tells that remains of HTML were taken out of it.
    """

    text: str
    cells: tuple[Cell, ...]
    place: Place
    address: str | None = None
    page: int | None = None
    loose: bool = False
    html: bool = False

    @property
    def about(self) -> tuple[str, ...]:
        """The parts of the address, empty where there is none."""
        return split(self.address) if self.address else ()


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of a table; ``spans_known`` as in the grid it comes from."""

    rows: tuple[Line, ...]
    spans_known: bool

    @property
    def address(self) -> str | None:
        """The address of its first row that has one."""
        return next((row.address for row in self.rows if row.address), None)


Element = Line | Block


def elements_of(grids: Sequence[Grid], doubts: list[Doubt]) -> list[Element]:
    """Lines and tables of all grids in order; a table that goes on under its repeated head is one table."""
    found: list[Element] = []
    for grid in grids:
        if found:
            found.append(Line("", (), grid.place()))
        for element in _of_grid(grid, doubts):
            before = next((each for each in reversed(found) if not isinstance(each, Line) or each.text), None)
            if isinstance(element, Block) and isinstance(before, Block) and grid.page is not None:
                head = _same_head(before, element)
                if head:
                    found[found.index(before)] = replace(before, rows=(*before.rows, *element.rows[head:]))
                    continue
            found.append(element)
    return [each for each in found if isinstance(each, Block) or each.text]


def goes_on(before: Line, line: Line) -> bool:
    """Whether a line only continues the sentence of the one before it, which the end of a page has cut."""
    turned = line.page is not None and line.page != before.page
    if not turned and not (line.loose and before.loose):
        return False
    last, first = before.text.rsplit("\n", 1)[-1].strip(), line.text.strip()
    if len(last) < _SHORT or _BEGINS.match(first):
        return False
    if turned:
        return last[-1] not in "。！？"
    return not last.startswith(("※", "・")) and _OPEN_END.search(last) is not None and _GOES_ON.match(first) is not None


def _of_grid(grid: Grid, doubts: list[Doubt]) -> Iterator[Element]:
    width = max((cell.last_column for cell in grid.cells()), default=0)
    rows: list[Line] = []
    for number, cells in enumerate(grid.rows):
        line, table = _line(grid, number, cells, width, doubts)
        if line is not None and table:
            rows.append(line)
            continue
        if (not cells and not grid.spans_known and rows) or not cells or line is not None:
            yield from _table(rows, grid)
            rows = []
        if line is not None:
            yield line
    yield from _table(rows, grid)


def _table(rows: list[Line], grid: Grid) -> Iterator[Element]:
    if len(rows) == 1 and not (grid.sheet and len(rows[0].cells) > 1):
        yield rows[0]
    elif rows:
        yield Block(tuple(rows), grid.spans_known)


def _line(
    grid: Grid, number: int, cells: tuple[Cell, ...], width: int, doubts: list[Doubt]
) -> tuple[Line | None, bool]:
    """The row as a line (None where it has no text), and whether it belongs to a table."""
    address = None
    if grid.spans_known and cells and cells[0].column == 0 and _ADDRESS.fullmatch(cells[0].text.strip()):
        address, cells = cells[0].text.strip(), cells[1:]
    seen = [_clean(cell) for cell in cells]
    clean = tuple(cell for cell, _ in seen if cell.text)
    tags = tuple(tag for _, found in seen for tag in found)
    if tags:
        doubts.append(html_doubt(grid.place(number, 0), tags))
    if not clean and address is None:
        return None, False
    table = len(clean) > 1
    if len(clean) == 1 and grid.spans_known:
        first = min((cell.column for row in grid.rows for cell in row if not _ADDRESS.fullmatch(cell.text)), default=0)
        table = clean[0].column > first or clean[0].last_column < width
    elif len(clean) == 1 and number < len(grid.widths):
        table = grid.widths[number] > 1
    text = " ".join(cell.text for cell in clean)
    if not table:
        text = _BULLET.sub("", text)
    place = grid.place(number, clean[0].column if clean else 0, address)
    return Line(text, clean, place, address, grid.page, bool(grid.lines), bool(tags)), table


def _clean(cell: Cell) -> tuple[Cell, tuple[str, ...]]:
    text, tags = without_html(cell.text)
    return replace(cell, text="\n".join(line for line in squeeze(text).split("\n") if line)), tags


def _same_head(one: Block, other: Block) -> int:
    """How many rows at the top of both tables say the same in the same columns."""
    count = 0
    for a, b in zip(one.rows, other.rows, strict=False):
        if [(fold(c.text), c.column) for c in a.cells] != [(fold(c.text), c.column) for c in b.cells]:
            break
        count += 1
    return count
