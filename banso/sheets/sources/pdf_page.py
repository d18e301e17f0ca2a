"""One page of a PDF: its letters and ruled lines become tables and lines of text in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from banso.sheets.sources.pdf_table import Box, Rule, RuledTable, tables_of
from banso.sheets.sources.pdf_tags import Mark, Tags
from banso.sheets.sources.pdf_text import BLOCK, Joined, Letter, TextLine, join_lines, lines_of

_THIN = 3.0
_APART = 3.0
_BELOW = 4.0
"""Points that the letters of a line right below a table may reach into it."""
CONTINUED = "（つづき）"
"""What stands at the right of the head of a page that goes on (``sheet.typ``, ``list.typ``)."""
_FOOT, _HEAD, _HEAD_PITCH = 38.0, 90.0, 16.0
"""Points: height of the foot, how far down a repeated head may begin, and the widest step between its lines."""


@dataclass(slots=True)
class PageCell:
    """A cell with text: its place in the table, its text, and whether its first and last lines touch its edges.

    ``full`` tells that the last line is filled to the right edge, ``guessed`` how many line ends are unsure.
    """

    box: Box
    text: str
    full: bool = False
    reaches_down: bool = False
    guessed: int = 0
    first: Mark | None = None
    last: Mark | None = None


@dataclass(slots=True)
class PageTable:
    """A table with its cells that hold text; ``height`` is its number of rows."""

    ruled: RuledTable
    cells: list[PageCell]
    height: int

    def row(self, number: int) -> list[PageCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.box.row == number]


@dataclass(slots=True)
class PageText:
    """A block of text outside the tables: one cell for each part that stands apart on its line."""

    parts: list[str]
    top: float
    guessed: int = 0
    first: Mark | None = None
    last: Mark | None = None

    @property
    def text(self) -> str:
        """The text of a block of one part."""
        return self.parts[0]

    @text.setter
    def text(self, text: str) -> None:
        self.parts[0] = text


@dataclass(slots=True)
class Page:
    """What stands on a page in reading order, and whether it may go on from the page before (its head says so on ours)."""

    number: int
    items: list[PageTable | PageText]
    letters: int
    has_picture: bool = False
    unreadable: int = 0
    tables: list[PageTable] = field(default_factory=list)
    goes_on: bool = True
    own: bool = False


def page_of(page: Any, number: int, *, own: bool, tags: Tags | None = None) -> Page:
    """The content of a pdfplumber page; ``own`` for papers that Banso printed, with their ``tags``."""
    letters, unreadable = _letters(page, tags.of_page(page) if own and tags is not None else {})
    tables = tables_of(*_rules(page))
    inside: dict[int, dict[int, list[Letter]]] = {}
    outside: list[Letter] = []
    for letter in letters:
        place = _place(tables, letter)
        if place is None:
            outside.append(letter)
        else:
            inside.setdefault(place[0], {}).setdefault(place[1], []).append(letter)
    found = [_table(ruled, inside.get(index, {}), own) for index, ruled in enumerate(tables)]
    filled = [table for table in found if table.cells]
    lines = lines_of(outside, apart=_APART)
    goes_on = not own or bool(_marks(lines))
    if own:
        lines = _without_furniture(lines, filled, float(page.height))
    texts = _texts(lines, filled, own=own, right=max((letter.x1 for letter in letters), default=0.0))
    items: list[PageTable | PageText] = sorted([*filled, *texts], key=_reading_order(filled))
    return Page(
        number=number,
        items=items,
        letters=len(letters),
        has_picture=bool(page.images),
        unreadable=unreadable,
        tables=filled,
        goes_on=goes_on,
        own=own,
    )


def _letters(page: Any, marks: dict[int, Mark]) -> tuple[list[Letter], int]:
    letters: list[Letter] = []
    unreadable = 0
    height = float(page.height)
    for char in page.chars:
        text = char["text"]
        if text.startswith("(cid:"):
            unreadable += 1
            continue
        size = float(char["size"]) or 1.0
        matrix = char.get("matrix")
        base = height - float(matrix[5]) if matrix and char.get("upright", True) else float(char["bottom"])
        letters.append(
            Letter(
                text=text,
                x0=float(char["x0"]),
                x1=float(char["x1"]),
                top=float(char["top"]),
                bottom=float(char["bottom"]),
                base=base,
                size=size,
                mark=marks.get(char["mcid"]) if marks and char.get("mcid") is not None else None,
            )
        )
    return letters, unreadable


def _rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    for shape in (*page.lines, *page.rects, *page.curves):
        x0, x1, top, bottom = (float(shape[name]) for name in ("x0", "x1", "top", "bottom"))
        wide, tall = x1 - x0, bottom - top
        if tall <= _THIN < wide:
            across.append(Rule((top + bottom) / 2, x0, x1))
        elif wide <= _THIN < tall:
            down.append(Rule((x0 + x1) / 2, top, bottom))
        elif wide > _THIN and tall > _THIN and shape["object_type"] == "rect" and _shows(shape):
            across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
            down += [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    return across, down


def _shows(shape: Any) -> bool:
    """Whether a rectangle has a visible edge: a line around it, or a filling that is not white."""
    if shape.get("stroke"):
        return True
    colour = shape.get("non_stroking_color")
    if not shape.get("fill") or colour is None:
        return False
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    white = (0, 0, 0, 0) if len(parts) == 4 else (1,) * len(parts)
    return tuple(parts) != white


def _place(tables: Sequence[RuledTable], letter: Letter) -> tuple[int, int] | None:
    x, y = letter.middle
    for index, table in enumerate(tables):
        if table.holds(x, y):
            for number, box in enumerate(table.boxes):
                if box.holds(x, y):
                    return index, number
    return None


def _table(ruled: RuledTable, letters: dict[int, list[Letter]], own: bool) -> PageTable:
    cells = []
    for number, box in enumerate(ruled.boxes):
        lines = lines_of(letters.get(number, ()))
        if not lines:
            continue
        joined = join_lines(lines, box.x1 - box.x0, own=own)
        last = lines[-1]
        padding = min(6.0, max(0.0, lines[0].x0 - box.x0))
        cells.append(
            PageCell(
                box=box,
                text=joined.text,
                full=box.x1 - padding - last.x1 < 1.2 * last.size,
                reaches_down=box.bottom - last.bottom < 1.6 * last.size,
                guessed=joined.guessed,
                first=next((line.first for line in lines if line.first), None),
                last=next((line.last for line in reversed(lines) if line.last), None),
            )
        )
    return PageTable(ruled, cells, ruled.rows)


def _without_furniture(lines: Sequence[TextLine], tables: Sequence[PageTable], height: float) -> list[TextLine]:
    """The lines of a paper of ours without its foot, and without the repeated head of a page that goes on.

    Both are marked as artifacts, but marks inside marks (a glyph with a text of its own) are lost on the way here.
    """
    lines = [line for line in lines if line.top < height - _FOOT]
    marks = _marks(lines)
    if not marks:
        return lines
    end = marks[0]
    first_table = min((table.ruled.top for table in tables), default=height)
    for line in lines:
        if end < line.base < min(end + _HEAD_PITCH, first_table):
            end = line.base
    return [line for line in lines if line.base > end + 0.5]


def _marks(lines: Sequence[TextLine]) -> list[float]:
    """The base lines of what says at the head of a page of ours that it goes on from the page before."""
    return [line.base for line in lines if line.text.strip() == CONTINUED and line.top < _HEAD]


def _texts(lines: Sequence[TextLine], tables: Sequence[PageTable], *, own: bool, right: float) -> list[PageText]:
    """Blocks of text outside the tables, wrapped lines joined."""
    rows: list[list[TextLine]] = []
    for line in lines:
        if rows and abs(rows[-1][0].base - line.base) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    blocks: list[list[TextLine]] = []
    texts: list[PageText] = []
    for row in rows:
        if len(row) > 1:
            texts.append(PageText([line.text.strip() for line in row], row[0].top))
            blocks.append([])
            continue
        line = row[0]
        above = blocks[-1][-1] if blocks and blocks[-1] else None
        if above is not None and _goes_on(above, line, own=own, right=right) and not _between(tables, above, line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    for block in blocks:
        if block:
            left = min(line.x0 for line in block)
            joined: Joined = join_lines(block, right - left, own=own)
            first = next((line.first for line in block if line.first), None)
            final = next((line.last for line in reversed(block) if line.last), None)
            texts.append(PageText([joined.text], block[0].top, joined.guessed, first, final))
    return texts


def _goes_on(above: TextLine, line: TextLine, *, own: bool, right: float) -> bool:
    """Whether a line outside the tables belongs to the block of the line above it."""
    if abs(above.size - line.size) > 0.5:
        return False
    pitch = (line.base - above.base) / line.size
    if own:
        # An empty line within a text is exactly one step of lines; the gaps between texts are not.
        empty = pitch > 2.9 and abs(pitch / 1.5 - round(pitch / 1.5)) < 0.02
        return pitch < BLOCK or empty
    return pitch < 2.2 and right - above.x1 < 1.5 * above.size and abs(line.x0 - above.x0) < 2.5 * line.size


def _between(tables: Sequence[PageTable], above: TextLine, line: TextLine) -> bool:
    return any(above.base < table.ruled.top and table.ruled.bottom < line.base for table in tables)


def _reading_order(tables: Sequence[PageTable]) -> Any:
    """Top to bottom; a line of text beside a table stands before it."""

    def key(item: PageTable | PageText) -> tuple[float, int, float]:
        if isinstance(item, PageTable):
            return item.ruled.top, 1, item.ruled.x0
        for table in tables:
            if table.ruled.top - 2 <= item.top <= table.ruled.bottom - _BELOW:
                return table.ruled.top, 0, item.top
        return item.top, 0, 0.0

    return key
