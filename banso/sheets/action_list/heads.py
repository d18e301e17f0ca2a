"""Finding the heads of the list in grids: one on each printed page, over one or more rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from banso.domain.text import fold
from banso.sheets.action_list.headings import Heading, heading_of, is_level_word
from banso.sheets.grid import Cell, Grid

_TALLEST = 3
_CODE_WORDS = {"コード", "番号", "no", "no.", "記号"}
_PART_OF_YEAR = re.compile(r"[上下前後]半?期|第?[1-4]四半期|[1-4]q|q[1-4]|\d{1,2}月(?:[~-]\d{1,2}月)?")
_NAME_WORDS = {"名称", "名", "項目", "項目名", "内容"}


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A column of the printed head: the grid's columns it stands over and what it means."""

    column: int
    last_column: int
    text: str
    heading: Heading


@dataclass(frozen=True, slots=True)
class Head:
    """A head in a grid, from ``row`` to ``last_row``, with its columns from left to right."""

    row: int
    last_row: int
    cells: tuple[HeadCell, ...]

    @property
    def years(self) -> tuple[HeadCell, ...]:
        """The year columns, from left to right."""
        return tuple(cell for cell in self.cells if cell.heading.role == "year")

    @property
    def last_column(self) -> int:
        """The last column of the grid that has a heading."""
        return max(cell.last_column for cell in self.cells)


@dataclass(slots=True)
class _Labels:
    """How many of a head's columns say what they are."""

    found: set[str] = field(default_factory=set)
    names: int = 0
    years: int = 0

    def __init__(self, cells: tuple[HeadCell, ...]) -> None:
        roles = [cell.heading.role for cell in cells]
        self.found = {role for role in roles if role not in ("other", "key")}
        self.names = roles.count("name") + roles.count("number")
        self.years = roles.count("year")

    @property
    def is_list(self) -> bool:
        """A list has a column of its actions and at least two other kinds of columns; a sheet's tables have not."""
        tree = "name" in self.found
        about = self.found & {"status-quo", "indicator", "remarks", "short", "content", "owner", "partners", "order"}
        if self.years:
            return tree and (bool(about) or self.names >= 2)
        return tree and self.names >= 2 and len(about) >= 3


def heads_of(grid: Grid) -> tuple[Head, ...]:
    """All heads of a grid, from top to bottom."""
    heads: list[Head] = []
    row = 0
    while row < len(grid.rows):
        head = _head_at(grid, row)
        if head is None:
            row += 1
        else:
            heads.append(head)
            row = head.last_row + 1
    return tuple(heads)


def _head_at(grid: Grid, row: int) -> Head | None:
    """The head that begins at this row: the lowest height that makes it a list, and one more if that adds years."""
    if len(grid.rows[row]) < 2 or not _may_begin(grid.rows[row]):
        return None
    best: Head | None = None
    years = 0
    for height in range(1, _TALLEST + 1):
        if row + height > len(grid.rows) or (height > 1 and not _goes_on(grid, row, row + height - 1)):
            break
        cells = _cells(grid, row, row + height - 1)
        labels = _Labels(cells)
        last = row + height - 1
        if labels.is_list and (best is None or labels.years > years or _completes(grid, row, last)):
            best, years = Head(row, last, cells), labels.years
    return best


def _may_begin(cells: tuple[Cell, ...]) -> bool:
    """A cheap look that keeps body rows from being tried: headings are short and none is a sentence."""
    return all(len(cell.text) <= 60 and "。" not in cell.text for cell in cells) and any(
        heading_of(cell.text).role not in ("other", "number") for cell in cells
    )


def _completes(grid: Grid, first: int, row: int) -> bool:
    """Whether the row has parts of headings, or lies beside headings that are merged down into it."""
    cells = grid.rows[row]
    reached = any(cell.row + cell.rows > row for above in grid.rows[first:row] for cell in above)
    return reached or _names_below(grid, first, row) or any(_is_part(cell.text) for cell in cells)


def _names_below(grid: Grid, first: int, row: int) -> bool:
    """Whether a row holds nothing but headings, some below a merged one that lost its width: 体系 over 柱 and 施策."""
    cells = grid.rows[row]
    if grid.spans_known or not cells or any(heading_of(cell.text).role in ("other", "order") for cell in cells):
        return False
    above = {cell.column for upper in grid.rows[first:row] for cell in upper}
    return any(cell.column not in above for cell in cells) and any(cell.column in above for cell in cells)


def _is_part(text: str) -> bool:
    """Whether a text only completes a heading above it: a year, half a year, コード, 名称."""
    words = fold(text)
    return (
        words in _CODE_WORDS | _NAME_WORDS
        or _PART_OF_YEAR.fullmatch(words) is not None
        or heading_of(text).role == "year"
    )


def _goes_on(grid: Grid, first: int, row: int) -> bool:
    """Whether a row is a further row of the head: years and parts such as コード, or reached by a tall heading."""
    cells = grid.rows[row]
    reached = any(cell.row + cell.rows > row for above in grid.rows[first:row] for cell in above)
    if not cells:
        return reached
    told = sum(heading_of(cell.text).role == "year" or fold(cell.text) in _CODE_WORDS | _NAME_WORDS for cell in cells)
    if any(len(cell.text) > 20 or "。" in cell.text for cell in cells):
        return False
    return told == len(cells) or told >= 2 or reached or _names_below(grid, first, row)


def _cells(grid: Grid, first: int, last: int) -> tuple[HeadCell, ...]:
    stacks: dict[int, list[Cell]] = {}
    for row in range(first, last + 1):
        cells = grid.rows[row]
        for index, cell in enumerate(cells):
            end = cell.last_column
            if not grid.spans_known and row < last:
                # A merged heading lost its width: it reaches over the columns that only the rows below name.
                following = cells[index + 1].column if index + 1 < len(cells) else 10**6
                below = (lower.column for lower_row in grid.rows[row + 1 : last + 1] for lower in lower_row)
                end = max([end, *(column for column in below if cell.column < column < following)])
            for column in range(cell.column, end + 1):
                stacks.setdefault(column, []).append(cell)
    found: list[HeadCell] = []
    for column, stack in sorted(stacks.items()):
        bottom = stack[-1]
        if found and bottom.column <= found[-1].column and found[-1].last_column >= column:
            continue
        end = column
        while stacks.get(end + 1, [None])[-1] is bottom:
            end += 1
        text = _joined([cell.text for cell in stack])
        found.append(HeadCell(column, end, text, heading_of(text)))
    return tuple(found)


def _joined(texts: list[str]) -> str:
    """A heading of its parts from top to bottom: 体系分類1 + コード, ロードマップ + R5 → R5, 取組 + 名称 → 取組."""
    own = texts[-1]
    if len(texts) == 1:
        return own
    above = texts[-2]
    if fold(own) in _CODE_WORDS:
        return above + own
    if fold(own) in _NAME_WORDS:
        return above + own if fold(own) == "内容" else above
    if heading_of(above).role == "year" and heading_of(own).role == "other":
        return above
    if is_level_word(fold(above)) and not is_level_word(fold(own)) and heading_of(own).role == "other":
        return above + own
    return own
