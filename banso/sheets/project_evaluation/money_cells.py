"""Which year and stage each amount in the table of money belongs to, also where an export has shifted a row."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.finding import Doubt
from banso.domain.money_items import Stage
from banso.domain.text import squeeze
from banso.sheets.grid import Cell
from banso.sheets.project_evaluation.lines import Line, column_at
from banso.sheets.project_evaluation.paper import YearColumn

_SHIFTS = (1, -1, 2, -2)


def amounts_in_columns(
    columns: Sequence[YearColumn], line: Line, cells: Sequence[Cell], item: str, doubts: list[Doubt]
) -> list[tuple[YearColumn, Cell]]:
    """The amounts of a row in their columns; a row that an export shifted is moved back, with a doubt."""
    for shift in (0, *_SHIFTS):
        under = [column_at(columns, cell.column + shift) for cell in cells]
        if all(under) and len({column for column in under if column}) == len(cells):
            if shift and cells:
                doubts.append(_shifted(line, cells[0], item, f"{abs(shift)}列{'右' if shift < 0 else '左'}"))
            return [(column, cell) for column, cell in zip(under, cells, strict=True) if column]
    if len(cells) == len(columns):
        doubts.append(_shifted(line, cells[0], item, "別の列"))
        return list(zip(columns, cells, strict=True))
    inside = [(column, cell) for cell in cells if (column := column_at(columns, cell.column))]
    doubts += [
        Doubt(
            code="amount-unplaced",
            severity="warning",
            where=line.place(cell),
            message=f"「{item}」の「{squeeze(cell.text)}」は、どの年度の欄か決められないので読みませんでした。列を見出しに揃えてください。",
            quote=squeeze(cell.text),
        )
        for cell in cells
        if not any(cell is other for _, other in inside)
    ]
    return inside


def staged_columns(
    staged: Sequence[tuple[Cell, Stage | None]], columns: Sequence[YearColumn]
) -> tuple[YearColumn, ...]:
    """The columns of a second line below the years (予算, 決算); each belongs to the year it stands under."""
    found = []
    for cell, stage in staged:
        above = [column for column in columns if column.first <= cell.column]
        found.append(YearColumn(cell.column, cell.last_column, (above or columns[:1])[-1].year, stage))
    return tuple(found)


def _shifted(line: Line, cell: Cell, item: str, where: str) -> Doubt:
    return Doubt(
        code="money-row-shifted",
        severity="hint",
        where=line.place(cell),
        message=f"「{item}」の行の金額が年度の見出しより{where}にずれています。見出しの順に戻して読みました。",
        quote=squeeze(cell.text),
    )
