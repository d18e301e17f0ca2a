"""Finds the rows of a table of targets in the lines of a paper: headings of the tree, indicators, columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from banso.domain.finding import Place
from banso.domain.text import is_dash
from banso.sheets.grid import Cell, Grid
from banso.sheets.lines import Line, lines_of
from banso.sheets.outlined import Headings
from banso.sheets.target_table import labels

_TITLE_LINES = 6
"""The title of the table is among the first lines of a paper."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``cell`` is where its heading stands, ``heading`` the words without blanks."""

    kind: labels.Kind
    cell: Cell
    heading: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of an indicator: the node it stands under, and its texts by column."""

    line: Line
    node: str | None
    texts: tuple[tuple[Column, str], ...]

    def text(self, kind: labels.Kind) -> str:
        """The text of the first column of this kind."""
        return next((text for column, text in self.texts if column.kind == kind), "")


@dataclass(slots=True)
class Printed:
    """All that is printed."""

    title: str = ""
    year: int | None = None
    period: tuple[int, int] | None = None
    headings: Headings = field(default_factory=lambda: Headings(by_column=True))
    figures: list[Figure] = field(default_factory=list)
    skipped: list[tuple[str, Place]] = field(default_factory=list)
    place: Place = field(default_factory=Place)


def holds_table(grids: Sequence[Grid]) -> int:
    """2 for a title of a table of targets with its head below it, else 0."""
    for grid in grids:
        filled = [line for line in lines_of([grid]) if line.cells]
        titled = next(
            (number for number, line in enumerate(filled[:_TITLE_LINES]) if labels.title_of(line.alone)), None
        )
        if titled is not None and any(_head(line, None) is not None for line in filled[titled : titled + _TITLE_LINES]):
            return 2
    return 0


def printed_in(grids: Sequence[Grid]) -> Printed:
    """The table of all grids, as printed."""
    lines = [line for line in lines_of(grids) if line.cells]
    printed = Printed(place=lines[0].place() if lines else Place())
    rows = list(_rows(lines, printed))
    printed.headings = Headings(by_column=any(_is_own(line) for line in lines))
    columns: tuple[Column, ...] = ()
    for kind, line, cells in rows:
        if kind == "head":
            columns = columns_of(line, cells)
        elif kind == "heading":
            printed.headings.take(line, cells)
        else:
            current = printed.headings.current
            texts = tuple((column, line.under(column.cell)) for column in columns)
            printed.figures.append(Figure(line, current.key if current else None, texts))
    return printed


def _rows(lines: Sequence[Line], printed: Printed) -> Iterator[tuple[str, Line, Sequence[Cell]]]:
    """The rows by what they are: a head (with the cells above it), a heading of the tree, an indicator."""
    columns: tuple[Column, ...] = ()
    above: Line | None = None
    for line in lines:
        if not columns and line.alone and _about(line, printed):
            continue
        head = _head(line, above)
        if head is not None:
            columns = columns_of(line, head)
            yield "head", line, head
        elif columns and (line.cells[0].text.startswith(labels.DERIVED) or _derived(line, columns)):
            continue
        elif columns and _is_heading(line, columns):
            cells = line.cells
            if len(cells) == 1 and ("。" in cells[0].text or cells[0].text[0] in "※*＊注（("):
                printed.skipped.append((cells[0].text, line.place(cells[0])))
            else:
                yield "heading", line, cells
        elif columns:
            yield "figure", line, ()
        elif line.alone:
            printed.skipped.append((line.alone, line.place(line.cells[0])))
        above = line


def _is_own(line: Line) -> bool:
    """Whether a column for each level stands before the number: our own papers, and others that are made so."""
    first = line.cells[0]
    numbers = first.columns > 1 and line.grid.spans_known and labels.column_of(first.text)[0] == "number"
    return numbers or (line.at or "").startswith(("node/", "placement/"))


def _about(line: Line, printed: Printed) -> bool:
    """Title and period above the table."""
    period = labels.period_of(line.alone)
    if period is not None and printed.period is None:
        printed.period = period
        return True
    title = labels.title_of(line.alone)
    if title is not None:
        printed.title, printed.year = title[0] or printed.title, title[1] or printed.year
        return True
    return False


def _head(line: Line, above: Line | None) -> Sequence[Cell] | None:
    """The cells above the line where it is a head of columns, None where it is none."""
    if line.at is not None or len(line.cells) < 2:
        return None
    upper = above.cells if above is not None and len(above.cells) > 1 and above.at is None else ()
    kinds = [labels.column_of(cell.text, _over(cell, upper, line.grid))[0] for cell in line.cells]
    if kinds.count("target") + kinds.count("final") + kinds.count("actual") < 1:
        return None
    named = [labels.column_of(cell.text)[0] for cell in upper]
    known = {*kinds, *named} & {"unit", "baseline", "name"}
    # A row of results is no head: 達成 stands in it, but no heading.
    words = sum(any(sign.isdigit() for sign in cell.text) and not _is_year(cell.text) for cell in line.cells)
    return upper if known and not words else None


def _is_year(text: str) -> bool:
    return labels.column_of(text)[1] is not None


def columns_of(line: Line, upper: Sequence[Cell]) -> tuple[Column, ...]:
    """The columns under a head, those that only the row above names too; a name without heading stands first."""
    found = []
    for cell in line.cells:
        over = _over(cell, upper, line.grid)
        kind, year = labels.column_of(cell.text, over)
        found.append(Column(kind, cell, "".join(cell.text.split()), year))
    taken = {place for cell in line.cells for place in range(cell.column, cell.last_column + 1)}
    for cell in upper:
        if cell.column not in taken and not any(cell.column <= place <= cell.last_column for place in taken):
            kind, year = labels.column_of(cell.text)
            found.append(Column(kind, cell, "".join(cell.text.split()), year))
    found.sort(key=lambda column: column.cell.column)
    names = [column for column in found if column.kind == "name"]
    if not names and found and found[0].cell.column > 0:
        found.insert(0, Column("name", Cell(row=0, column=0, text="", columns=found[0].cell.column), ""))
    elif not names:
        place = next((number for number, column in enumerate(found) if column.kind == "term"), None)
        if place is not None:
            found[place] = Column("name", found[place].cell, found[place].heading)
    return tuple(found)


def _over(cell: Cell, upper: Sequence[Cell], grid: Grid) -> str:
    """The heading that stands over a cell; where merges are lost, the nearest at or before its column."""
    if grid.spans_known:
        return next((each.text for each in upper if each.column <= cell.column <= each.last_column), "")
    before = [each for each in upper if each.column <= cell.column]
    found = before[-1].text if before else ""
    return found if found and labels.column_of(found)[0] in ("target", "actual", "final", "baseline") else ""


def _derived(line: Line, columns: Sequence[Column]) -> bool:
    return any(line.under(column.cell).startswith(labels.DERIVED) for column in columns if column.kind == "name")


def _is_heading(line: Line, columns: Sequence[Column]) -> bool:
    """Whether the row names a node: its title reaches over the columns of values, or nothing stands in them."""
    at = line.at or ""
    if at:
        return at.startswith("node/")
    name = next((column for column in columns if column.kind == "name"), None)
    if name is None or len(line.cells) > 2:
        return False
    last = line.cells[-1]
    if line.grid.spans_known:
        return last.last_column > name.cell.last_column and last.column <= name.cell.last_column
    if any(cell.column > name.cell.last_column for cell in line.cells) or is_dash(last.text):
        return False
    # Without merges a name alone is a heading; number and name are a heading where the name has no place of its own.
    return len(line.cells) == 1 or (line.cells[0].column < name.cell.column and not _numbered(columns))


def _numbered(columns: Sequence[Column]) -> bool:
    return any(column.kind == "number" for column in columns)
