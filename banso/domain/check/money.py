"""Money: costs against the funds that pay them, staff cost against its persons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from banso.domain.address import address_of
from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule
from banso.domain.document import Budget
from banso.domain.finding import Finding
from banso.domain.money import Column, column, costs, money_text
from banso.domain.money_items import Meaning, item_of
from banso.domain.years import format_fiscal_year

FUNDS = Rule(
    "funds-differ",
    "error",
    "財源の合計が事業費と合わない",
    "国庫支出金・県支出金・地方債・その他・一般財源を足した額が、事業費と違う。財源か事業費のどれかの数が誤っている。",
)
STAFF = Rule(
    "staff-cost-differs",
    "warning",
    "人件費が従事人員と単価から計算した額と違う",
    "書かれた概算人件費が、従事人員と人件費単価を掛けた額と1割より大きく違う。人員か金額の桁を確かめる。",
)
DEPOSIT = Rule(
    "deposit-over-cost",
    "error",
    "預託金が事業費より多い",
    "うち預託金は事業費の一部なのに、事業費より多い。どちらかの数が誤っている。",
)
RULES = (FUNDS, STAFF, DEPOSIT)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about money."""
    if not plan.document.budgets:
        return
    money = costs(plan.document)
    stated: dict[tuple[str, Column], list[Budget]] = {}
    for budget in plan.document.budgets:
        if budget.node in plan.nodes:
            stated.setdefault((budget.node, column(budget.year, budget.stage)), []).append(budget)
    for (node, at), budgets in stated.items():
        figures = money.figures(node, at)
        when, name = format_fiscal_year(at.year, "令和5年度"), f"{node}「{plan.title(node)}」"
        # Papers that name general funds alone (うち一般財源) leave the others out.
        if figures.funds and figures.general is not None and figures.unfunded and figures.cost is not None:
            yield FUNDS.finding(
                _addresses(budgets, "cost", "fund", "general"),
                f"{name}の{when}の財源を足すと {money_text(figures.cost - figures.unfunded)}千円ですが、"
                f"事業費は {money_text(figures.cost)}千円です。事業費か財源のどれかの数を直してください。",
                money_text(figures.cost),
            )
        people = figures.personnel
        if people is not None and people.made == "typed" and _apart(people.amount, people.computed):
            yield STAFF.finding(
                _addresses(budgets, "personnel", "staff"),
                f"{name}の{when}の人件費は {money_text(people.amount or Decimal(0))}千円と書かれていますが、"
                f"従事人員と単価から計算すると {money_text(people.computed or Decimal(0))}千円です。"
                "人員、単価、金額の桁を確かめてください。",
                money_text(people.amount or Decimal(0)),
            )
        cost, deposit = figures.cost, figures.deposit
        if figures.deposit_by == "stated" and cost is not None and deposit is not None and deposit > cost:
            yield DEPOSIT.finding(
                _addresses(budgets, "deposit", "cost"),
                f"{name}の{when}のうち預託金 {money_text(deposit)}千円が事業費 {money_text(cost)}千円より多くなっています。"
                "どちらかの数を直してください。",
                money_text(deposit),
            )


def _apart(stated: Decimal | None, computed: Decimal | None) -> bool:
    """Whether the amounts differ by more than a tenth: unit costs are averages, and offices round."""
    return stated is not None and bool(computed) and abs(stated - (computed or 0)) * 10 > (computed or 0)


def _addresses(budgets: list[Budget], *meanings: Meaning) -> list[str]:
    return [address_of(budget) for budget in budgets if item_of(budget.item).meaning in meanings]
