"""Sums: statistical tables against their totals and formulas, money against its parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from banso.domain.address import address_of, join
from banso.domain.amounts import parse_amount
from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule
from banso.domain.document import Budget, Table
from banso.domain.finding import Finding
from banso.domain.quantity import format_amount

TABLE = Rule(
    "table-sum-wrong",
    "error",
    "表の合計が合わない",
    "表の合計の行や列が、その行や列の数を足した数と違う。合計か、内訳のどれかの数が誤っている。",
)
MONEY = Rule(
    "budget-sum-wrong",
    "error",
    "金額の合計が合わない",
    "金額の合計が内訳の和と違う、または一般財源が事業費より多い。",
)
RULES = (TABLE, MONEY)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about sums."""
    for table in plan.document.tables:
        yield from _table(table)
    yield from _budgets(plan)


def _table(table: Table) -> Iterator[Finding]:
    """Column sums against the total row, and each column with a formula against the columns it names."""
    rows = [[_number(cell) for cell in row] for row in table.rows]
    wrong: list[tuple[str, str, Decimal, Decimal]] = []
    total = rows[table.total_row] if table.total_row is not None and table.total_row < len(rows) else None
    width = max(map(len, rows), default=0)
    # The label's own column may or may not be among the headings.
    label = max(0, width - len(table.columns))
    for column in range(1, width) if total else ():
        heading = "・".join(table.columns[column - label].path) if table.columns else f"{column + 1}列目"
        if "率" in heading or "割合" in heading or "%" in heading:
            continue
        parts = [row[column] for index, row in enumerate(rows) if index != table.total_row and column < len(row)]
        amounts = [part for part in parts if part is not None]
        stated = total[column] if total and column < len(total) else None
        if stated is not None and amounts and sum(amounts) != stated:
            wrong.append((heading, "計", stated, sum(amounts, Decimal(0))))
    for column, head in enumerate(table.columns, label):
        for index, row in enumerate(rows):
            stated = row[column] if column < len(row) else None
            computed = _by_formula(head.formula, row, stated)
            if stated is not None and computed is not None and stated != computed:
                wrong.append(("・".join(head.path), table.rows[index][0], stated, computed))
    if wrong:
        shown = "、".join(
            f"{row}の「{column}」{format_amount(one)}→{format_amount(two)}" for column, row, one, two in wrong[:4]
        )
        yield TABLE.finding(
            [join("table", table.key), *(join("table", table.key, column, row) for column, row, _, _ in wrong)],
            f"表「{table.title or table.key}」の数が合いません（{shown}）。合計か内訳のどの数が誤りかを確かめてください。",
            format_amount(wrong[0][2]),
        )


def _number(cell: str) -> Decimal | None:
    quantity = parse_amount(cell).quantity
    return quantity.amount if quantity else None


def _by_formula(formula: str | None, row: list[Decimal | None], stated: Decimal | None) -> Decimal | None:
    """``c1-c2``, ``c1+c2`` or a rate ``c3/c2`` in percent rounded to the stated decimals; columns count from 0."""
    match = re.fullmatch(r"\s*c(\d+)((?:\s*[-+]\s*c\d+)+|\s*/\s*c\d+)\s*", formula or "")
    if match is None or stated is None:
        return None
    columns = [int(match[1]), *map(int, re.findall(r"c(\d+)", match[2]))]
    values = [row[column] if column < len(row) else None for column in columns]
    if any(value is None for value in values):
        return None
    amounts = [value for value in values if value is not None]
    if "/" in match[2]:
        if not amounts[1]:
            return None
        return (amounts[0] * 100 / amounts[1]).quantize(Decimal(1).scaleb(min(0, _exponent(stated))), ROUND_HALF_UP)
    signs = [1, *(1 if sign == "+" else -1 for sign in re.findall(r"[-+]", match[2]))]
    return sum((sign * amount for sign, amount in zip(signs, amounts, strict=True)), Decimal(0))


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _budgets(plan: Outline) -> Iterator[Finding]:
    lines: dict[tuple[str, int, str], list[Budget]] = defaultdict(list)
    for budget in plan.document.budgets:
        lines[budget.node, budget.year, budget.stage].append(budget)
    for (node, year, _), budgets in lines.items():
        totals = [budget for budget in budgets if budget.total]
        parts = [budget for budget in budgets if not budget.total]
        amounts = [part.amount for part in parts if part.amount is not None]
        if len(totals) == 1 and len(amounts) > 1 and len(amounts) == len(parts):
            stated, computed = totals[0].amount, sum(amounts, Decimal(0))
            if stated is not None and stated != computed:
                yield MONEY.finding(
                    [address_of(totals[0]), *map(address_of, parts)],
                    f"{node} の {year}年度の「{totals[0].item}」は {format_amount(stated)} ですが、内訳を足すと"
                    f" {format_amount(computed)} です。合計か内訳を直してください。",
                    format_amount(stated),
                )
        cost = next((part for part in budgets if part.item == "事業費"), None)
        general = next((part for part in budgets if "一般財源" in part.item), None)
        if cost and general and cost.amount is not None and general.amount is not None and general.amount > cost.amount:
            yield MONEY.finding(
                [address_of(general), address_of(cost)],
                f"{node} の {year}年度の一般財源 {format_amount(general.amount)} が事業費 {format_amount(cost.amount)} より"
                "多くなっています。どちらかの数を直してください。",
                format_amount(general.amount),
            )
