"""The printed rows of the list, page by page, under one set of columns: what stands where, before what it means.

Every page repeats the head, in its own spelling and sometimes with columns shifted; the columns of all pages are tied
by their headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from banso.domain.finding import Place
from banso.domain.text import fold
from banso.sheets.action_list.headings import Heading
from banso.sheets.action_list.heads import Head, HeadCell, heads_of
from banso.sheets.grid import Cell, Grid


@dataclass(frozen=True, slots=True)
class YearText:
    """A text in the year columns ``first`` to ``last`` (from 0); ``behind`` the last one where no heading stands."""

    first: int
    last: int
    text: str
    column: int
    behind: bool = False
    from_above: bool = False


@dataclass(slots=True)
class PrintedRow:
    """One printed row: texts by column number of the list, those reaching down from a merged cell above marked.

    ``above`` marks a row that stands over the head of its worksheet: it may name a level, but no action.
    """

    grid: Grid
    row: int
    page: int
    texts: dict[int, str] = field(default_factory=dict)
    from_above: set[int] = field(default_factory=set)
    grid_columns: dict[int, int] = field(default_factory=dict)
    years: list[YearText] = field(default_factory=list)
    strays: list[Cell] = field(default_factory=list)
    key: str = ""
    joined: int = 0
    only: Cell | None = None
    above: bool = False

    def place(self, column: int | None = None, address: str | None = None) -> Place:
        """The place of the row, or of the list's column ``column`` in it."""
        return self.grid.place(self.row, None if column is None else self.grid_columns.get(column), address)

    def own(self, column: int) -> str:
        """The text printed in this very row, "" where the cell is blank or reaches down from above."""
        return "" if column in self.from_above else self.texts.get(column, "")


@dataclass(slots=True)
class Table:
    """All printed rows of the paper, its columns (without years and keys), its years, and what stands above.

    ``varied`` tells where a later page heads a column in other words: its place, the words there, the first page's.
    """

    columns: list[Heading]
    years: tuple[int, ...]
    rows: list[PrintedRow]
    above: list[tuple[Grid, Cell]]
    key_head: str = ""
    pages: int = 0
    varied: list[tuple[Place, str, str]] = field(default_factory=list)


def table_of(grids: Sequence[Grid]) -> Table:
    """The table of a paper's grids; without rows where no head of the form stands in them."""
    cleaned = [without_covered(grid) for grid in grids]
    heads = [heads_of(grid) for grid in cleaned]
    table = Table([], _years(heads), [], [])
    numbers: dict[tuple[str, int], int] = {}
    current: Head | None = None
    for grid, own in zip(cleaned, heads, strict=True):
        start = 0
        if own and current is None:
            table.above = [(grid, cell) for row in grid.rows[: own[0].row] for cell in row]
        if current is not None and (not own or own[0].row > 0) and (own or not grid.sheet):
            # A page goes on in the columns of the page before until its own head; a worksheet has its own.
            end = own[0].row if own else len(grid.rows)
            for row in _rows(table, grid, current, 0, end, numbers):
                row.above = bool(grid.sheet)
                table.rows.append(row)
            start = end
        for position, head in enumerate(own):
            end = own[position + 1].row if position + 1 < len(own) else len(grid.rows)
            table.pages += 1
            table.key_head = table.key_head or _key_head(head)
            table.rows += _rows(table, grid, head, max(start, head.last_row + 1), end, numbers)
            current = head
    return table


def without_covered(grid: Grid) -> Grid:
    """The grid without cells that lie under a merged cell (Excel may keep old values there)."""
    if not grid.spans_known:
        return grid
    covered: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for cells in grid.rows:
        kept = []
        for cell in cells:
            if (cell.row, cell.column) in covered:
                continue
            kept.append(cell)
            if cell.rows > 1 or cell.columns > 1:
                covered |= {
                    (row, column)
                    for row in range(cell.row, cell.row + cell.rows)
                    for column in range(cell.column, cell.column + cell.columns)
                }
        rows.append(tuple(kept))
    return replace(grid, rows=tuple(rows))


def _years(heads: list[tuple[Head, ...]]) -> tuple[int, ...]:
    found = {cell.heading.year for own in heads for head in own for cell in head.years}
    return tuple(sorted(year for year in found if year is not None))


def _key_head(head: Head) -> str:
    return next((cell.text for cell in head.cells if cell.heading.role == "key"), "")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a grid column of a page is: a column of the list, a year (by position), or the keys."""

    kind: str
    number: int = 0


def _places(table: Table, grid: Grid, head: Head, numbers: dict[tuple[str, int], int]) -> dict[int, _Place]:
    places: dict[int, _Place] = {}
    seen: dict[str, int] = {}
    varied = _varied(table, grid, head)
    for cell in head.cells:
        role = cell.heading.role
        if role == "year":
            place = _Place("year", table.years.index(cell.heading.year or 0))
        elif role == "key":
            place = _Place("key")
        else:
            name = fold(cell.heading.name)
            seen[name] = seen.get(name, 0) + 1
            number = numbers.setdefault((name, seen[name]), varied.get(cell.column, len(table.columns)))
            if number == len(table.columns):
                table.columns.append(cell.heading)
            place = _Place("column", number)
        for column in range(cell.column, cell.last_column + 1):
            places[column] = place
    return places


def _varied(table: Table, grid: Grid, head: Head) -> dict[int, int]:
    """Columns that a later head names in other words (具体的取組 for 具体的な取組): of the same kind, between the same two.

    The answer ties their place in the grid to the list's columns. Years bound a run of columns as known headings do.
    """
    known = {fold(heading.name): number for number, heading in enumerate(table.columns)}
    found: dict[int, int] = {}
    run: list[HeadCell] = []
    before = -1
    cells = [cell for cell in head.cells if cell.heading.role not in ("year", "key")]
    for cell in (*cells, None):
        number = known.get(fold(cell.heading.name)) if cell else len(table.columns)
        if cell is not None and number is None:
            run.append(cell)
            continue
        gap = range(before + 1, number or 0)
        if len(run) == len(gap):
            for other, place in zip(run, gap, strict=True):
                if other.heading.role == table.columns[place].role:
                    found[other.column] = place
                    printed = grid.place(head.row, other.column)
                    table.varied.append((printed, other.heading.name, table.columns[place].name))
        run, before = [], number if number is not None else before
    return found


def _rows(
    table: Table, grid: Grid, head: Head, start: int, end: int, numbers: dict[tuple[str, int], int]
) -> Iterator[PrintedRow]:
    places = _places(table, grid, head, numbers)
    last_is_year = places.get(head.last_column, _Place("")).kind == "year"
    reaching: list[Cell] = []
    for position, cells, joined in _mended(grid, head, start, end):
        reaching = [cell for cell in reaching if cell.row + cell.rows > position]
        if not cells and not reaching:
            continue
        row = PrintedRow(grid, position, table.pages, joined=joined, only=cells[0] if len(cells) == 1 else None)
        for cell in (*reaching, *cells):
            _put(row, cell, places, head.last_column, len(table.years), last_is_year, cell.row < position)
        reaching += [cell for cell in cells if cell.rows > 1]
        if row.texts or row.years or row.strays:
            yield row


def _put(
    row: PrintedRow,
    cell: Cell,
    places: dict[int, _Place],
    last_column: int,
    years: int,
    last_is_year: bool,
    from_above: bool,
) -> None:
    text = clean(cell.text)
    if not text:
        return
    covered = [places[column] for column in range(cell.column, cell.last_column + 1) if column in places]
    if not covered:
        if cell.column > last_column and last_is_year:
            row.years.append(YearText(years - 1, years - 1, text, cell.column, behind=True, from_above=from_above))
        elif not from_above:
            row.strays.append(cell)
        return
    first = covered[0]
    if first.kind == "key":
        row.key = text
    elif first.kind == "year":
        positions = [place.number for place in covered if place.kind == "year"]
        row.years.append(YearText(min(positions), max(positions), text, cell.column, from_above=from_above))
    else:
        row.texts[first.number] = text
        row.grid_columns[first.number] = cell.column
        if from_above:
            row.from_above.add(first.number)


def clean(text: str) -> str:
    """The text as printed, with plain line ends and without the blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() if text else ""


def _mended(grid: Grid, head: Head, start: int, end: int) -> Iterator[tuple[int, tuple[Cell, ...], int]]:
    """The rows, with those put together again that a line end inside a cell had broken in a text file."""
    width = grid.widths[head.last_row] if head.last_row < len(grid.widths) and not grid.spans_known else 0
    row = start
    while row < end:
        cells, total, used = grid.rows[row], grid.widths[row] if width else 0, 1
        while len(cells) > 1 and row + used < end and 0 < total < width:
            following = row + used
            begins = grid.text_at(following, 0)
            together = total + grid.widths[following] - 1
            if not begins or begins.isdigit() or together > width:
                break
            if together != width and head.cells[0].heading.role != "order":
                break
            cells = _joined(cells, grid.rows[following], total - 1)
            total, used = together, used + 1
        yield row, cells, used - 1
        row += used


def _joined(cells: tuple[Cell, ...], rest: tuple[Cell, ...], column: int) -> tuple[Cell, ...]:
    moved = [replace(cell, row=cells[0].row, column=cell.column + column) for cell in rest]
    last = cells[-1] if cells[-1].column == column else None
    if last is None:
        return (*cells, *moved)
    return (*cells[:-1], replace(last, text=last.text + "\n" + moved[0].text), *moved[1:])
