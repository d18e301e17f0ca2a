"""Statistical tables: their headings with lost merges found again, the formulas the headings mean, cells as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from banso.domain.amounts import parse_amount
from banso.domain.document import Column, Table
from banso.domain.indicator_name import without_wraps
from banso.domain.quantity import format_amount
from banso.domain.text import fold
from banso.sheets.grid import Cell
from banso.sheets.support_plan.lines import Block, Line

_TOTAL = re.compile(r"(?:合|総|累)?計|総数|全体|合計値")
_PART_TOTAL = re.compile(r"(?:小|合|総)?計|総数|総額")
_ENOUGH = 2


def table_of(block: Block, key: str, title: str | None, unit: str | None) -> Table:
    """The block as a table of the plan document."""
    heads, rows = _parted(block)
    width = 1 + max(cell.last_column if block.spans_known else cell.column for row in block.rows for cell in row.cells)
    starts = _columns(block, heads, rows, width)
    paths = [_path(heads, column, starts, block.spans_known) for column in starts]
    cells = tuple(tuple(_text_at(row, column, starts[0]) for column in starts) for row in rows)
    columns = _with_formulas(paths, cells)
    total = next((index for index in reversed(range(len(cells))) if _TOTAL.fullmatch(fold(cells[index][0]))), None)
    return Table(key=key, title=title, unit=unit, columns=columns, rows=cells, total_row=total)


def _parted(block: Block) -> tuple[list[Line], list[Line]]:
    """Rows of headings and rows of cells: the first row whose cells behind the label hold numbers begins the cells."""
    for index, row in enumerate(block.rows):
        behind = row.cells[1:] if row.cells and row.cells[0].column == _first(block) else row.cells
        numbers = sum(_is_figure(cell.text) for cell in behind)
        if index and numbers * 2 >= len(behind) and numbers:
            return list(block.rows[:index]), list(block.rows[index:])
    return list(block.rows[:1]), list(block.rows[1:])


def _first(block: Block) -> int:
    return min(cell.column for row in block.rows for cell in row.cells)


def _is_figure(text: str) -> bool:
    quantity = parse_amount(text).quantity
    return quantity is not None and (quantity.amount is not None or quantity.state == "none") and "年" not in text


def _columns(block: Block, heads: Sequence[Line], rows: Sequence[Line], width: int) -> list[int]:
    """Where the columns of the table begin: in a worksheet several of the sheet's columns are one of the table's."""
    starts = {cell.column for row in (*heads, *rows) for cell in row.cells}
    return sorted(starts) if block.spans_known else list(range(_first(block), width))


def _text_at(row: Line, column: int, first: int) -> str:
    """The cell as printed: a worksheet's number with the separators that its format shows."""
    cell = next((cell for cell in row.cells if cell.column == column), None)
    if cell is None:
        return ""
    return format_amount(cell.number) if cell.number is not None and column != first else cell.text


def _path(heads: Sequence[Line], column: int, starts: Sequence[int], spans_known: bool) -> tuple[str, ...]:
    """The headings above a column, from the top.

    Where merges are lost, a blank heading is that of its left neighbour, as long as both stand below the same headings.
    """
    path: list[str] = []
    for level, head in enumerate(heads):
        cell = _covering(head, column) if spans_known else _lost(heads, level, column, starts)
        text = without_wraps(" ".join(cell.text.split())) if cell else ""
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path) or ("",)


def _covering(head: Line, column: int) -> Cell | None:
    return next((cell for cell in head.cells if cell.column <= column <= cell.last_column), None)


def _lost(heads: Sequence[Line], level: int, column: int, starts: Sequence[int]) -> Cell | None:
    """The heading of a column on a level: its own, or the nearest to the left below the same headings."""
    own = next((cell for cell in heads[level].cells if cell.column == column), None)
    if own is not None or column == starts[0]:
        return own
    left = _lost(heads, level, column - 1, starts)
    if left is None or left.column == starts[0]:
        return None
    if level == 0:
        # A blank with headings only below it, and none above anything to its left, has no heading here.
        return left if any(cell.column == column for head in heads[1:] for cell in head.cells) else None
    below = any(cell.column == column for head in heads[level + 1 :] for cell in head.cells)
    above = [_lost(heads, upper, column, starts) for upper in range(level)]
    beside = [_lost(heads, upper, left.column, starts) for upper in range(level)]
    return left if above == beside and below and any(above) else None


def _with_formulas(paths: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    columns = []
    for index, path in enumerate(paths):
        formula = next((each for each in _proposed(paths, index) if _holds(each, index, rows)), None)
        percent = any(row[index].strip().endswith(("%", "％")) for row in rows)
        columns.append(Column(path=path, unit="%" if percent else None, formula=formula))
    return tuple(columns)


def _proposed(paths: Sequence[tuple[str, ...]], index: int) -> list[str]:
    """The formulas that the heading of a column may mean, the likeliest first; columns count from 0."""
    path = paths[index]
    if index == 0 or path == ("",):
        return []
    last, above = fold(path[-1]), path[:-1]
    proposed: list[str] = []
    if re.search(r"増減率|伸び率|伸率|変化率|増加率|減少率", last) and index >= 3:
        proposed += [f"c{index - 1}/c{index - 2}", f"c{index - 1}/c{index - 3}"]
    elif re.search(r"増減|差引|差|増加数|減少数", last) and index >= 2:
        proposed += [f"c{index - 2}-c{index - 1}", f"c{index - 1}-c{index - 2}"]
    elif re.search(r"構成比|割合|比率", last) and index >= 2:
        proposed += [f"c{index - 1}/c{index - 2}"]
    elif _PART_TOTAL.fullmatch(last):
        inside = [n for n, each in enumerate(paths) if n and n != index and each[: len(above)] == above]
        totals = [
            n
            for n in inside
            if _PART_TOTAL.fullmatch(fold(paths[n][-1] if paths[n] else "")) and len(paths[n]) > len(path)
        ]
        groups = {paths[n][: len(above) + 1] for n in totals}
        loose = [n for n in inside if n not in totals and paths[n][: len(above) + 1] not in groups]
        for parts in (sorted([*totals, *loose]), [n for n in inside if n not in totals]):
            if len(parts) > 1:
                proposed.append("+".join(f"c{n}" for n in parts))
    return proposed


def _holds(formula: str, index: int, rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether most rows agree with the formula; a dash in a sum counts as nothing."""
    right = wrong = 0
    for row in rows:
        stated = _amount(row[index])
        parts = [_amount(row[int(n)]) for n in re.findall(r"c(\d+)", formula)]
        if stated is None or any(
            part is None and row[int(n)].strip() == ""
            for part, n in zip(parts, re.findall(r"c(\d+)", formula), strict=True)
        ):
            continue
        amounts = [part or Decimal(0) for part in parts]
        if "/" in formula:
            if not amounts[1]:
                continue
            computed = amounts[0] * 100 / amounts[1]
            agrees = abs(computed - stated) <= Decimal("0.1")
        elif "-" in formula:
            agrees = amounts[0] - amounts[1] == stated
        else:
            agrees = sum(amounts) == stated
        right, wrong = right + agrees, wrong + (not agrees)
    return right >= max(_ENOUGH, wrong)


def _amount(cell: str) -> Decimal | None:
    quantity = parse_amount(cell).quantity
    return quantity.amount if quantity else None
