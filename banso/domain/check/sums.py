"""Sums: statistical tables against their totals and formulas, money against its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from banso.domain.address import address_of, join
from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule
from banso.domain.document import Budget, Table
from banso.domain.finding import Finding
from banso.domain.money_items import item_of
from banso.domain.quantity import format_amount
from banso.domain.statistics import differences, heading_of, wrong_cell

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
    """One finding for a table: the one wrong cell where one explains all, else everything that does not fit."""
    found = differences(table)
    if not found:
        return
    one = wrong_cell(table, found)
    if one is not None:
        row, column = table.rows[one.row][0], heading_of(table, one.column)
        yield TABLE.finding(
            [join("table", table.key), join("table", table.key, column, row)],
            f"表「{table.title or table.key}」で合わない数は一つです（{row}の「{column}」"
            f"{format_amount(one.stated)}→{format_amount(one.right)}）。矢印の先はほかの数から計算した値で、直すと表の合計が全部合います。"
            "元の資料で確かめてください。",
            format_amount(one.stated),
        )
        return
    wrong = [(heading_of(table, each.column), table.rows[each.row][0], each.stated, each.computed) for each in found]
    shown = "、".join(
        f"{row}の「{column}」{format_amount(stated)}→{format_amount(computed)}"
        for column, row, stated, computed in wrong[:4]
    )
    yield TABLE.finding(
        [join("table", table.key), *(join("table", table.key, column, row) for column, row, _, _ in wrong)],
        f"表「{table.title or table.key}」の数が合いません（{shown}）。合計か内訳のどの数が誤りかを確かめてください。",
        format_amount(wrong[0][2]),
    )


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
        cost = next((part for part in budgets if item_of(part.item).meaning == "cost"), None)
        general = next((part for part in budgets if item_of(part.item).meaning == "general"), None)
        if cost and general and cost.amount is not None and general.amount is not None and general.amount > cost.amount:
            yield MONEY.finding(
                [address_of(general), address_of(cost)],
                f"{node} の {year}年度の一般財源 {format_amount(general.amount)} が事業費 {format_amount(cost.amount)} より"
                "多くなっています。どちらかの数を直してください。",
                format_amount(general.amount),
            )
