"""Writes a paper of blocks as PDF: every page of its value begins on a new sheet of its own paper size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from banso.sheets.blocks.placing import spread
from banso.sheets.blocks.value import Cell, Format, Heading, Page, Paper, Paragraph, Table
from banso.sheets.fonts.coverage import Ink
from banso.sheets.printing import Pages, Part, write_parts
from banso.sheets.typesetting import breakable, lines_needed, shortened

CHUNK, MOST_PARTS = 1_500, 50
"""Weight of what is compiled together (the memory of typst grows with the document), and parts that are joined at most.

A page weighs its rows, and ten for the sheet of paper: a page of the value may run over many sheets.
"""
MOST_BOOKMARKS = 100
"""Pages up to which the headings within a page are bookmarks too."""

_WIDTHS: dict[Format, float] = {"A4": 186.0, "A4 landscape": 273.0, "A3": 273.0, "A3 landscape": 396.0}
"""Millimetres between the margins."""
_TALL: dict[Format, int] = {"A4": 32, "A4 landscape": 22, "A3": 48, "A3 landscape": 32}
"""Lines from which a row, or what shall stand together, may break over pages: a half of what a page holds."""
_BODY, _SMALL = 9, 8
_MANY_COLUMNS = 10
"""Columns from which a page is set in small letters."""
_HALF, _PADDING = 0.5 * 25.4 / 72, 2.8
"""Width of a half-width character of 1 pt, and the space left and right in a cell together, in millimetres."""
_HEADINGS = (12, 10.5)
_BOX = 3
"""Lines of an empty box to write in."""


def write(
    paper: Paper, path: Path, *, bare: bool = False, done: Callable[[int], None] | None = None
) -> tuple[str, ...]:
    """Write the paper to ``path``; not ``bare``, it carries its plan document.

    ``done`` is told how many pages of the value are set, after every chunk. Answers which characters no shipped font
    draws (printed as 〓), and where. Raises OSError where the file cannot be written.
    """
    ink = Ink()
    bookmarks = len(paper.pages) <= MOST_BOOKMARKS
    parts = ({"sheets": [_page(page, ink, bookmarks) for page in chunk]} for chunk in _chunks(paper.pages))
    finished = 0

    def look(part: Part, pages: Pages) -> Part | None:
        nonlocal finished
        finished += len(part["sheets"])
        if done is not None:
            done(finished)
        return _with_pages(part, pages)

    draft = "下書き " if any(page.draft for page in paper.pages) else ""
    title = draft + (ink.text(paper.title, "title") or "帳票")
    document = None if bare else paper.document
    write_parts("blocks/blocks.typ", parts, path, document=document, title=title, second_look=look)
    return tuple(missing.message for missing in ink.missing)


def _chunks(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """The pages in order, as many together as shall be compiled together."""
    weights = [10 + sum(len(block.rows) if isinstance(block, Table) else 1 for block in page.blocks) for page in pages]
    # Two parts that follow each other weigh more than one may: no more than MOST_PARTS come of it.
    most = max(CHUNK, -(-2 * sum(weights) // (MOST_PARTS - 1)))
    chunk: list[Page] = []
    weight = 0
    for page, own in zip(pages, weights, strict=True):
        if chunk and weight + own > most:
            yield chunk
            chunk, weight = [], 0
        chunk.append(page)
        weight += own
    if chunk:
        yield chunk


def _with_pages(part: Part, pages: Pages) -> Part | None:
    """The part with the number of pages that each of its pages takes, where one takes several.

    Each has one bookmark on its first page; where one has neither title nor heading the number cannot be told.
    """
    sheets = part["sheets"]
    if pages.count == len(sheets):
        return None
    if len(pages.bookmarks) != len(sheets):
        return {"sheets": [{**sheet, "pages": 0} for sheet in sheets]}
    ends = (*pages.bookmarks[1:], pages.count + 1)
    return {
        "sheets": [
            {**sheet, "first-page": first, "pages": end - first}
            for sheet, first, end in zip(sheets, pages.bookmarks, ends, strict=True)
        ]
    }


def _page(page: Page, ink: Ink, bookmarks: bool) -> dict[str, Any]:
    """What the template reads of a page."""
    about = page.about or "title"
    columns = max((len(block.widths) for block in page.blocks if isinstance(block, Table)), default=0)
    size = _SMALL if columns >= _MANY_COLUMNS else _BODY
    title = ink.text(page.title, about).strip()
    wide = _capacity(_WIDTHS[page.format], _BODY)
    return {
        "format": page.format,
        "size": size,
        "title": breakable(title, _capacity(_WIDTHS[page.format], 14)),
        "repeated": shortened(title or ink.text(page.name, about), wide - 16),
        "blocks": list(_blocks(page, ink, size, bookmarks)),
        "foot": shortened(ink.text(page.foot or page.title, about), wide // 2 - 8),
        "foot-right": shortened(ink.text(page.aside, about), wide // 2 - 8),
        "draft": page.draft,
        "first-page": 1,
        "pages": 1,
    }


def _blocks(page: Page, ink: Ink, size: int, bookmarks: bool) -> Iterator[dict[str, Any]]:
    # Levels must not be skipped, and only the page's first heading is of level 1.
    reached = 1 if page.title.strip() else 0
    for block in page.blocks:
        match block:
            case Heading(text=text, level=level, at=at):
                first = reached == 0
                reached = 1 if first else min(max(2, level + 1), reached + 1)
                points = _HEADINGS[level - 1] if level <= len(_HEADINGS) else _BODY
                yield {
                    "kind": "heading",
                    "text": breakable(
                        ink.text(text, at or page.about or "title"), _capacity(_WIDTHS[page.format], points)
                    ),
                    "level": reached,
                    "bookmarked": bookmarks or first,
                    "size": points,
                }
            case Paragraph():
                yield _paragraph(block, page, ink)
            case Table():
                yield _table(block, page, ink, size)


def _paragraph(block: Paragraph, page: Page, ink: Ink) -> dict[str, Any]:
    points = _SMALL if block.look == "note" else _BODY
    capacity = _capacity(_WIDTHS[page.format], points)
    where = block.at or page.about or "title"
    text = breakable(ink.text(block.text, where).strip(), capacity)
    label = breakable(ink.text(block.label, where).strip(), capacity)
    return {
        "kind": "paragraph",
        "look": block.look,
        "text": text,
        "label": label,
        "size": points,
        "breakable": lines_needed(text, capacity) > _TALL[page.format],
    }


def _table(table: Table, page: Page, ink: Ink, size: int) -> dict[str, Any]:
    total = sum(table.widths)
    widths = [width / total * _WIDTHS[page.format] for width in table.widths]
    tall = _TALL[page.format]
    rows: list[list[tuple[Cell, str, int]]] = []
    heights = [1] * len(table.rows)
    ends = [0] * len(table.widths)
    crossing = False
    for number, cells in spread(table):
        made: list[tuple[Cell, str, int]] = []
        where = table.rows[number].key or page.about or "title"
        for column, cell in cells:
            capacity = _capacity(sum(widths[column : column + cell.columns]), size)
            text = breakable(ink.text(cell.text, cell.at or where).strip(), capacity)
            lines = lines_needed(text, capacity)
            if cell.rows == 1:
                heights[number] = max(heights[number], lines)
            crossing = crossing or number < table.head < number + cell.rows
            ends[column : column + cell.columns] = [number + cell.rows] * cell.columns
            made.append((cell, text, lines))
        # A row that ends early is filled up, or the next row's cells would move into it.
        made += [(Cell(look="plain"), "", 1) for end in ends if end <= number]
        rows.append(made)
    for number, made in enumerate(rows):
        for cell, _, lines in made:
            heights[number + cell.rows - 1] += max(0, lines - sum(heights[number : number + cell.rows]))
    return {
        "kind": "table",
        "widths": widths,
        # A repeated head cannot hold a cell that goes on below it.
        "head": 0 if crossing else min(table.head, len(rows)),
        "together": table.together and sum(heights) <= tall,
        "rows": [
            [
                _cell(cell, text, sum(heights[number : number + cell.rows]) > tall, len(table.widths))
                for cell, text, _ in made
            ]
            for number, made in enumerate(rows)
        ],
    }


def _cell(cell: Cell, text: str, tall: bool, columns: int) -> dict[str, Any]:
    """A cell for the template; what is as usual is left out, which keeps the data of large papers small."""
    made: dict[str, Any] = {"text": text, "look": cell.look}
    if cell.columns > 1:
        made["columns"] = cell.columns
    if cell.rows > 1:
        made["rows"] = cell.rows
    if tall:
        made["breakable"] = True
    if not text and cell.look == "entry" and 3 * cell.columns > columns and cell.rows == 1:
        made["box"] = _BOX
    return made


def _capacity(width: float, points: float) -> int:
    """Half-width characters that stand on a line of a cell of this width in millimetres."""
    return max(2, int((width - _PADDING) / (_HALF * points)))
