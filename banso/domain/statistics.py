"""Statistical tables: what their cells must be by the formulas of their columns and by their total row.

Cells are as printed, the label first; columns count from 0. A formula adds and subtracts columns (``c1-c2``,
``c3+c4``) or divides two (``c3/c2``, ``c3/c2*100``): a rate in percent, rounded to the decimals that the cell prints.
Which way a tie is rounded papers do not say, so both ways are right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from banso.domain.amounts import parse_amount
from banso.domain.document import Table
from banso.domain.quantity import format_amount

_FORMULA = re.compile(r"\s*c(\d+)((?:\s*[-+]\s*c\d+)+|\s*/\s*c\d+(?:\s*\*\s*100)?)?\s*")
_RATE = re.compile(r"率|割合|%|％|構成比|平均|指数|倍率")
_DASHES = "-‐‑–—−－ー―"
_LARGEST = 400
"""Cells of which each is tried as the one wrong cell; larger tables only name their differences."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not what it should be: ``by`` tells whether the total row or a column's formula says so."""

    row: int
    column: int
    stated: Decimal
    computed: Decimal
    by: str


@dataclass(frozen=True, slots=True)
class WrongCell:
    """The one cell whose correction makes the whole table right."""

    row: int
    column: int
    stated: Decimal
    right: Decimal


def numbers_of(table: Table) -> list[list[Decimal | None]]:
    """The cells as numbers; a dash is zero in a sum, a blank or a word is no number."""
    return [[_number(cell) for cell in row] for row in table.rows]


def differences(table: Table) -> tuple[Difference, ...]:
    """Every cell that contradicts the total row or the formula of its column."""
    return tuple(_differences(table, numbers_of(table)))


def wrong_cell(table: Table, found: Sequence[Difference]) -> WrongCell | None:
    """The single cell that explains all differences; None where several cells could or must be wrong."""
    rows = numbers_of(table)
    if not found or sum(map(len, rows)) > _LARGEST:
        return None
    explained = []
    for row, column, right in sorted(_candidates(table, rows, found)):
        stated = rows[row][column]
        if stated is None or stated == right:
            continue
        rows[row][column] = right
        if not any(True for _ in _differences(table, rows)):
            explained.append(WrongCell(row, column, stated, right))
        rows[row][column] = stated
    return explained[0] if len(explained) == 1 else None


def compute(formula: str | None, row: Sequence[Decimal | None], decimals: int = 0) -> Decimal | None:
    """What a formula gives for the cells of a row, a rate with ``decimals``; None where a cell is missing or it divides by 0."""
    exact = _exact(formula, row)
    if exact is None:
        return None
    return _rounded(exact, decimals) if _divides(formula) else exact


def with_computed(table: Table) -> Table:
    """The table with every computed cell as it should be: change and rate columns first, then the total row."""
    rows = [list(row) for row in table.rows]
    for _ in range(3):  # a rate may need a change, and both the total row
        changed = False
        for each in differences(replace(table, rows=tuple(map(tuple, rows)))):
            if each.by == "formula" or each.row == table.total_row:
                percent = "%" if rows[each.row][each.column].rstrip().endswith(("%", "％")) else ""
                text = f"{format_amount(each.computed)}{percent}"
                changed = changed or rows[each.row][each.column] != text
                rows[each.row][each.column] = text
        if not changed:
            break
    return replace(table, rows=tuple(map(tuple, rows)))


def heading_of(table: Table, column: int) -> str:
    """A column's headings from top to bottom in one text."""
    # The label's own column may or may not be among the headings.
    place = column - _label(table)
    return "・".join(table.columns[place].path) if 0 <= place < len(table.columns) else f"{column + 1}列目"


def _label(table: Table) -> int:
    return max(0, max(map(len, table.rows), default=0) - len(table.columns))


def _differences(table: Table, rows: Sequence[Sequence[Decimal | None]]) -> list[Difference]:
    found = []
    place = table.total_row
    total = rows[place] if place is not None and 0 <= place < len(rows) else None
    for column in range(1, max(map(len, rows), default=0)) if total is not None else ():
        if _RATE.search(heading_of(table, column)) or _divides(_formula(table, column)):
            continue
        parts = [row[column] for index, row in enumerate(rows) if index != place and column < len(row)]
        amounts = [part for part in parts if part is not None]
        stated = total[column] if total is not None and column < len(total) else None
        if stated is not None and amounts and sum(amounts) != stated:
            found.append(Difference(place or 0, column, stated, sum(amounts, Decimal(0)), "total"))
    for column, _ in enumerate(table.columns, _label(table)):
        formula = _formula(table, column)
        for index, row in enumerate(rows):
            stated = row[column] if column < len(row) else None
            exact = _exact(formula, row)
            if stated is None or exact is None:
                continue
            if not _divides(formula):
                if stated != exact:
                    found.append(Difference(index, column, stated, exact, "formula"))
                continue
            decimals = max(0, -_exponent(stated))
            ways = {_rounded(exact, decimals), exact.quantize(_unit(decimals), ROUND_HALF_EVEN)}
            if stated not in ways:
                found.append(Difference(index, column, stated, _rounded(exact, decimals), "formula"))
    return found


def _candidates(
    table: Table, rows: Sequence[Sequence[Decimal | None]], found: Sequence[Difference]
) -> set[tuple[int, int, Decimal]]:
    """Cells that could be the wrong one, with what they would have to be for one of the differences."""
    candidates: set[tuple[int, int, Decimal]] = set()
    for each in found:
        candidates.add((each.row, each.column, each.computed))
        gap = each.stated - each.computed
        if each.by == "total":
            for index, row in enumerate(rows):
                cell = row[each.column] if each.column < len(row) else None
                if index != table.total_row and cell is not None:
                    candidates.add((index, each.column, cell + gap))
        elif (formula := _formula(table, each.column)) and not _divides(formula):
            for sign, column in _terms(formula):
                cell = rows[each.row][column] if column < len(rows[each.row]) else None
                if cell is not None:
                    candidates.add((each.row, column, cell + sign * gap))
    return candidates


def _formula(table: Table, column: int) -> str | None:
    place = column - _label(table)
    return table.columns[place].formula if 0 <= place < len(table.columns) else None


def _divides(formula: str | None) -> bool:
    return formula is not None and "/" in formula


def _terms(formula: str) -> list[tuple[int, int]]:
    """Sign and column of each term."""
    return [(-1 if sign == "-" else 1, int(column)) for sign, column in re.findall(r"([-+]?)\s*c(\d+)", formula)]


def _exact(formula: str | None, row: Sequence[Decimal | None]) -> Decimal | None:
    if formula is None or _FORMULA.fullmatch(formula) is None:
        return None
    terms = _terms(formula)
    values = [row[column] if column < len(row) else None for _, column in terms]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if _divides(formula):
        return known[0] * 100 / known[1] if known[1] else None
    return sum((sign * value for (sign, _), value in zip(terms, known, strict=True)), Decimal(0))


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(_unit(decimals), ROUND_HALF_UP)


def _unit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _number(cell: str) -> Decimal | None:
    text = cell.strip()
    if text and all(sign in _DASHES for sign in text):
        return Decimal(0)
    quantity = parse_amount(text).quantity
    return quantity.amount if quantity else None


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
