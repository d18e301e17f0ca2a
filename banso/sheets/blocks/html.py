"""Writes a paper of blocks as one standalone web page that prints as the paper does, and shapes pages for the workspace."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from banso.sheets.blocks.room import MANY, least_width
from banso.sheets.blocks.value import Block, Cell, Heading, Page, Paper, Paragraph, Table
from banso.sheets.pages import write_page

_BLANK = re.compile(r"\s+")
_LAST_LEVEL = 6


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as an element: ``tag`` td or th with its ``scope``, ``id`` is its address where it stands there first."""

    cell: Cell
    tag: str
    scope: str
    id: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: ``columns`` are widths in hundredths, ``label`` names it for who does not see it.

    ``least`` is the width on a screen, in rem and by steps, below which figures break and words stand letter by letter;
    ``many`` columns are set in smaller type.
    """

    label: str
    columns: tuple[int, ...]
    least: int
    many: bool
    head: tuple[tuple[ShownCell, ...], ...]
    body: tuple[tuple[ShownCell, ...], ...]
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A heading with the ``level`` of its element."""

    block: Heading
    level: int
    id: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph."""

    block: Paragraph
    id: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What the template ``paper.html`` needs of a page; ``level`` is that of its title, ``paper`` a class for its size.

    ``subject`` tells pages of one title apart.
    """

    value: Page
    level: int
    paper: str
    subject: str
    blocks: tuple[ShownTable | ShownHeading | ShownParagraph, ...]


def write(paper: Paper, path: Path, *, bare: bool = False) -> tuple[str, ...]:
    """Write the paper to ``path``; the page fetches nothing and carries no plan document. There is nothing to remark."""
    write_page("blocks/page.html", path, title=paper.title, pages=shown(paper))
    return ()


def shown(paper: Paper, *, level: int | None = None) -> tuple[ShownPage, ...]:
    """The pages as their template shows them, with titles of this level (where not said: 1, or 2 below a list of pages)."""
    several = len(paper.pages) > 1
    ids = _Ids()
    return tuple(_page(page, level or (2 if several else 1), several, ids) for page in paper.pages)


@dataclass(slots=True)
class _Ids:
    """Hands each address out once: an id must not stand twice in a document, nor two tables have one name."""

    _taken: set[str] = field(default_factory=set)
    _labels: Counter[str] = field(default_factory=Counter)

    def label(self, text: str) -> str:
        """The name of a table, with its number where others have the same."""
        self._labels[text] += 1
        return text if self._labels[text] == 1 else f"{text}（{self._labels[text]}）"

    def take(self, at: str | None) -> str:
        place = _BLANK.sub("_", at or "")
        if not place or place in self._taken:
            return ""
        self._taken.add(place)
        return place


def _page(page: Page, level: int, several: bool, ids: _Ids) -> ShownPage:
    return ShownPage(
        value=page,
        level=level,
        paper=page.format.lower().replace(" ", "-"),
        subject=page.name if several and page.name != page.title else "",
        blocks=tuple(_blocks(page, level, f"{page.name} " if several else "", ids)),
    )


def _blocks(page: Page, level: int, name: str, ids: _Ids) -> Iterator[ShownTable | ShownHeading | ShownParagraph]:
    # A level is never skipped: what finds its way by headings would think that something is missing.
    reached = level if page.title else level - 1
    before: Block | None = None
    for number, block in enumerate(page.blocks, start=1):
        match block:
            case Heading():
                above = level if page.title else level - 1
                reached = min(above + block.level, reached + 1, _LAST_LEVEL)
                yield ShownHeading(block, reached, ids.take(block.at))
            case Paragraph():
                yield ShownParagraph(block, ids.take(block.at))
            case Table():
                heading = before.text if isinstance(before, Heading) else ""
                yield _table(block, name + (block.label or heading or f"表{number}"), ids)
        before = block


def _table(table: Table, label: str, ids: _Ids) -> ShownTable:
    total = sum(table.widths)
    rows = tuple(
        tuple(_cell(cell, number < table.head, ids) for cell in row.cells) for number, row in enumerate(table.rows)
    )
    return ShownTable(
        label=ids.label(label),
        columns=tuple(max(1, round(width / total * 100)) for width in table.widths),
        least=least_width(table),
        many=len(table.widths) > MANY,
        head=rows[: table.head],
        body=rows[table.head :],
    )


def _cell(cell: Cell, head: bool, ids: _Ids) -> ShownCell:
    scope = ""
    if cell.text and (head or cell.look == "head"):
        scope = "col"
    elif cell.text and cell.look == "label":
        scope = "row"
    return ShownCell(cell, "th" if scope else "td", scope, ids.take(cell.at))
