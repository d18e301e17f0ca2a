"""Finds the rows of a table of money in the lines of a paper: headings, projects or items, columns of amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from banso.domain.amounts import parse_amount
from banso.domain.finding import Place
from banso.domain.money_items import Meaning, Stage
from banso.domain.text import is_dash
from banso.domain.years import parse_fiscal_year
from banso.sheets.budget_table import labels
from banso.sheets.grid import Cell, Grid
from banso.sheets.lines import Line, lines_of
from banso.sheets.outlined import Headings

_TITLE_LINES = 6
_FUNDING = re.compile(r"(?:資金の?)?調達(?:方法|先|の方法)|財源")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: ``item`` is None where the rows name the items; ``meaning`` of computed ones is ``full``."""

    cell: Cell
    year: int | None
    stage: Stage | None
    item: str | None
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Head:
    """A head of columns. ``last_name`` is the last column of the names; ``reason`` and ``levels`` where they stand."""

    columns: tuple[Column, ...]
    last_name: int
    named: bool
    indented: bool
    reason: Cell | None = None
    levels: tuple[Cell, ...] = ()

    @property
    def by_items(self) -> bool:
        """Whether the rows are items and the columns years only."""
        return all(column.item is None for column in self.columns)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A row with amounts: the node it is about or stands under, the words of its name, its texts by column."""

    line: Line
    node: str | None
    name: str
    texts: tuple[tuple[Column, str], ...]
    reason: str = ""


@dataclass(slots=True)
class Printed:
    """All that is printed."""

    title: str = ""
    unit: str = ""
    headings: Headings = field(default_factory=lambda: Headings(by_column=True))
    rows: list[Amounts] = field(default_factory=list)
    items: list[Amounts] = field(default_factory=list)
    sums: list[Amounts] = field(default_factory=list)
    funding: list[tuple[str | None, str, Line]] = field(default_factory=list)
    skipped: list[tuple[str, Place]] = field(default_factory=list)
    year: int | None = None
    place: Place = field(default_factory=Place)


def holds_table(grids: Sequence[Grid]) -> int:
    """2 for the title of a table of money with its head below it, 1 where that is an annex of another paper."""
    for grid in grids:
        lines = [line for line in lines_of([grid]) if line.cells]
        first = lines[:_TITLE_LINES]
        titled = next((number for number, line in enumerate(first) if labels.title_of(line.alone) is not None), None)
        if titled is None:
            continue
        below = lines[titled : titled + _TITLE_LINES]
        for line, above in zip(below, [None, *below], strict=False):
            if head_of(line, above, parse_fiscal_year(first[titled].alone)) is not None:
                return (
                    1
                    if any("別表" in text or "様式" in text for each in first[: titled + 1] for text in each.texts)
                    else 2
                )
    return 0


def printed_in(grids: Sequence[Grid]) -> Printed:
    """The table of all grids, as printed."""
    lines = [line for line in lines_of(grids) if line.cells]
    printed = Printed(place=lines[0].place() if lines else Place())
    printed.headings = Headings(
        by_column=any((line.at or "").startswith("node/") for line in lines) or _indented(lines)
    )
    walker = _Walker(printed)
    above: Line | None = None
    for line in lines:
        walker.take(line, above)
        above = line
    return printed


def _indented(lines: Sequence[Line]) -> bool:
    """Whether a column for each level stands before the number, as on our own papers."""
    return any(
        line.grid.spans_known and line.cells[0].columns > 1 and (labels.is_number(text) or labels.is_name(text))
        for line in lines
        for text in line.texts[:1]
    )


class _Walker:
    def __init__(self, printed: Printed) -> None:
        self.printed = printed
        self.head: Head | None = None
        self.over: dict[int, str] = {}

    def take(self, line: Line, above: Line | None) -> None:
        """Take one line."""
        printed = self.printed
        if line.alone and self._about(line):
            return
        found = head_of(line, above, printed.year)
        if found is not None:
            self.head = found
            return
        if line.at is None and any(labels.is_number(text) or labels.is_name(text) for text in line.texts[:2]):
            return  # the upper row of a head
        label = line.texts[0]
        if (line.at or "").startswith("text/") or (_FUNDING.fullmatch(labels.word(label)) and not self._values(line)):
            behind = "\n".join(line.texts[1:])
            self._funding(line, label, behind)
            return
        if self.head is None or (printed.funding and not line.at and line.alone and not printed.funding[-1][1]):
            if printed.funding and line.alone and not printed.funding[-1][1]:
                printed.funding[-1] = (printed.funding[-1][0], line.alone, line)
            elif line.alone:
                printed.skipped.append((line.alone, line.place(line.cells[0])))
            return
        self._row(line, self.head)

    def _about(self, line: Line) -> bool:
        """Title, year and unit above the table."""
        title = labels.title_of(line.alone)
        if title is not None and self.head is None:
            self.printed.title = title or self.printed.title
            self.printed.year = parse_fiscal_year(line.alone) or self.printed.year
            if bracket := re.search(r"[(（]単位[:：]\s*(\S+?)[)）]", line.alone):
                self.printed.unit = bracket[1]
            return True
        unit = labels.unit_of(line.alone)
        if unit is not None:
            self.printed.unit = unit
        return unit is not None

    def _funding(self, line: Line, label: str, text: str) -> None:
        heading = None if labels.word(label) == labels.word(labels.FUNDING) or not text else label
        self.printed.funding.append((heading, text, line))

    def _values(self, line: Line) -> list[tuple[Column, str]]:
        if self.head is None:
            return []
        behind = [cell for cell in line.cells if cell.column > self.head.last_name]
        found = []
        for column in self.head.columns:
            text = next(
                (
                    cell.text
                    for cell in behind
                    if cell.column <= column.cell.last_column and column.cell.column <= cell.last_column
                ),
                "",
            )
            found.append((column, text))
        return found if any(text for _, text in found) else []

    def _row(self, line: Line, head: Head) -> None:
        printed = self.printed
        names = [
            cell
            for cell in line.cells
            if cell.column <= head.last_name and (not _in(cell, head.levels) or labels.is_sum(cell.text))
        ]
        self._levels(line, head)
        texts = tuple(self._values(line))
        name = " ".join(" ".join(cell.text.split()) for cell in names)
        if not names:
            if texts:
                printed.skipped.append((" ".join(line.texts), line.place(line.cells[0])))
            return
        own = (line.at or "").split("/")[0]
        current = printed.headings.current
        at = current.key if current else None
        if own == "budget" or (head.by_items and texts and own != "node"):
            if labels.is_sum(name) and name.startswith(labels.SUM):
                return
            printed.items.append(Amounts(line, at, name, texts))
        elif own != "node" and len(names) == 1 and labels.is_sum(name) and (texts or name.startswith(labels.SUM)):
            printed.sums.append(Amounts(line, at, name, texts))
        elif own != "node" and not texts and (len(names) > 2 or "。" in name or name[0] in "※*＊注（("):
            printed.skipped.append((name, line.place(line.cells[0])))
        else:
            filled = any(text and not is_dash(text) for _, text in texts)
            node = printed.headings.take(line, names, bears=filled)
            reason = line.under(head.reason) if head.reason is not None and texts else ""
            printed.rows.append(Amounts(line, node.key, name, texts, reason))

    def _levels(self, line: Line, head: Head) -> None:
        """Headings that stand in columns of their own (施策名) beside the projects."""
        for cell in head.levels:
            text = next((each for each in line.cells if each.column == cell.column), None)
            if text is not None and self.over.get(cell.column) != text.text and not labels.is_sum(text.text):
                self.over = {column: known for column, known in self.over.items() if column < cell.column}
                self.over[cell.column] = text.text
                self.printed.headings.take(line, [text])


def _in(cell: Cell, others: Sequence[Cell]) -> bool:
    return any(other.column <= cell.column <= other.last_column for other in others)


def head_of(line: Line, above: Line | None, year: int | None) -> Head | None:
    """The columns that a line heads together with the line above; None where it heads no amounts."""
    upper = above.cells if above is not None and above.at is None and len(above.cells) > 1 else ()
    if line.at is not None or not (len(line.cells) > 1 or (upper and labels.meaning_of(line.alone) != "part")):
        return None
    if any(_is_amount(cell.text) for cell in line.cells):
        return None
    columns: list[Column] = []
    for cell in line.cells:
        over = _over(cell, upper, line.grid)
        own_year = labels.column_year(cell.text)
        at_year = own_year if own_year is not None else labels.column_year(over) if over else None
        meaning = labels.meaning_of(cell.text)
        stage = labels.stage_of(cell.text) or labels.stage_of(over)
        if labels.word(cell.text).endswith("(計算)"):
            continue
        if meaning != "part" and (at_year or year):
            # 予算額 below a year is the cost in that stage.
            item = labels.item_name(cell.text)
            columns.append(Column(cell, at_year or year, stage, item, meaning))
        elif (own_year is not None and not over) or (own_year is not None and labels.column_year(over) is None):
            over_meaning = labels.meaning_of(over) if over else "part"
            item_over = labels.item_name(over) if over and over_meaning != "part" else None
            columns.append(Column(cell, own_year, stage, item_over, over_meaning))
        elif over and at_year and labels.stage_of(cell.text) and not labels.is_name(cell.text):
            columns.append(Column(cell, at_year, stage, None, "part"))
    if not columns:
        return None
    spread = [*line.cells, *(cell for cell in upper if not any(_meets(cell, column.cell) for column in columns))]
    first = min(column.cell.column for column in columns)
    before = [cell for cell in spread if cell.column < first]
    levels = tuple(sorted((cell for cell in before if labels.is_level(cell.text)), key=lambda cell: cell.column))
    reason = next((cell for cell in spread if labels.word(cell.text) in ("増減理由", "差の理由", "増減の理由")), None)
    if len(columns) < 2 and columns[0].item is None and not any(labels.is_name(cell.text) for cell in before):
        return None
    numbered = any(labels.is_number(cell.text) for cell in before)
    return Head(
        tuple(columns),
        _last_name(before, first),
        any(labels.is_name(cell.text) for cell in before),
        numbered,
        reason,
        levels,
    )


def _last_name(before: Sequence[Cell], first: int) -> int:
    """The last column of the names: that of the heading of names, else all before the amounts."""
    named = [cell.last_column for cell in before if labels.is_name(cell.text)]
    return min(max(named), first - 1) if named else first - 1


def _meets(one: Cell, other: Cell) -> bool:
    return one.column <= other.last_column and other.column <= one.last_column


def _over(cell: Cell, upper: Sequence[Cell], grid: Grid) -> str:
    if grid.spans_known:
        return next((each.text for each in upper if each.column <= cell.column <= each.last_column), "")
    before = [each for each in upper if each.column <= cell.column]
    found = before[-1].text if before else ""
    return found if labels.column_year(found) or labels.meaning_of(found) != "part" else ""


def _is_amount(text: str) -> bool:
    """Whether a cell holds an amount of money and is no heading."""
    if labels.column_year(text) is not None or not re.search(r"[\d０-９]", text):
        return False
    quantity = parse_amount(text).quantity
    return quantity is not None and quantity.amount is not None
