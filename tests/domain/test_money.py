"""What a plan costs: read from its budgets, staff cost from persons, sums that say what they lack."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import Budget, Node, PlanDocument
from banso.domain.money import Sum, column, costs, money_text
from banso.domain.money_items import item_of

D = Decimal
NOW = column(2024, "budget")
NEXT = column(2025, "estimate")


def budget(node: str, item: str, amount: str | None, at: Any = NOW, unit: str | None = "千円", **more: Any) -> Budget:
    quantity: dict[str, Any] = {"state": "not-entered"} if amount is None else {"amount": Decimal(amount)}
    if "state" in more:
        quantity = {}
    return Budget(node=node, item=item, year=at.year, stage=at.stage, unit=unit, **quantity, **more)


def plan(*budgets: Budget, **titles: str) -> PlanDocument:
    nodes = [
        Node(key="field", level=0),
        Node(key="m1", parent="field", level=1),
        Node(key="m2", parent="field", level=1),
    ]
    for key in ("p1", "p2", "p3"):
        parent = "m2" if key == "p3" else "m1"
        nodes.append(Node(key=key, parent=parent, level=2, title=titles.get(key)))
    return PlanDocument(first_year=2024, last_year=2028, nodes=tuple(nodes), budgets=budgets)


@pytest.mark.parametrize(
    ("name", "meaning", "source", "grade"),
    [
        ("事業費", "cost", "", ""),
        ("事業費（千円）", "cost", "", ""),
        ("国費", "fund", "国庫支出金", ""),
        ("うち国庫支出金", "fund", "国庫支出金", ""),
        ("財源内訳：県支出金", "fund", "県支出金", ""),
        ("都支出金", "fund", "県支出金", ""),
        ("市債", "fund", "地方債", ""),
        ("その他 特定財源", "fund", "その他", ""),
        ("所要一般財源", "general", "", ""),
        ("うち預託金", "deposit", "", ""),
        ("（うち）預託金", "deposit", "", ""),
        ("従事人員（会計年度任用職員）", "staff", "", "会計年度任用職員"),
        ("人件費単価 (会計年度任用職員)", "unit-cost", "", "会計年度任用職員"),
        ("従事人員（人）", "staff", "", ""),
        ("概算人件費", "personnel", "", ""),
        ("経営相談事業費", "part", "", ""),
    ],
)
def test_an_item_is_known_by_its_words(name: str, meaning: str, source: str, grade: str) -> None:
    item = item_of(name)
    assert (item.meaning, item.source, item.grade) == (meaning, source, grade)


def test_a_project_s_cost_funds_and_full_cost() -> None:
    figures = costs(
        plan(
            budget("p1", "事業費", "2500"),
            budget("p1", "国費", "1000"),
            budget("p1", "所要一般財源", "1400"),
            budget("p1", "概算人件費", "190"),
        )
    ).figures("p1", NOW)
    assert (figures.cost, figures.funds, figures.general) == (D(2500), {"国庫支出金": D(1000)}, D(1400))
    assert (figures.full, figures.unfunded) == (D(2690), D(100))


@pytest.mark.parametrize(
    ("persons", "computed"),
    [("0.025", 189), ("0.5", 3789), ("0.6", 4547), ("0.96", 7275), ("0.005", 38), ("0.0001", 1)],
)
def test_staff_cost_is_persons_times_unit_cost_rounded_once(persons: str, computed: int) -> None:
    money = costs(plan(budget("field", "人件費単価", "7578"), budget("p1", "従事人員", persons, unit="人")))
    people = money.figures("p1", NOW).personnel
    assert people is not None
    assert (people.made, people.amount, people.staff[0].stated_at) == ("computed", D(computed), "field")


def test_the_sum_of_the_grades_is_rounded_not_each_grade() -> None:
    money = costs(
        plan(
            budget("field", "人件費単価", "7001"),
            budget("m1", "人件費単価（会計年度任用職員）", "2001"),
            budget("p1", "従事人員", "0.5", unit="人"),
            budget("p1", "従事人員(会計年度任用職員)", "0.5", unit="人"),
        )
    )
    people = money.figures("p1", NOW).personnel
    assert people is not None
    assert people.amount == 4501


def test_the_nearest_unit_cost_counts() -> None:
    budgets = (budget("field", "人件費単価", "7000"), budget("m1", "人件費単価", "5000"))
    money = costs(plan(*budgets, *(budget(key, "従事人員", "1", unit="人") for key in ("p1", "p3"))))
    assert [money.figures(key, NOW).personnel.amount for key in ("p1", "p3")] == [5000, 7000]  # type: ignore[union-attr]


def test_without_a_unit_cost_the_staff_cost_is_not_known() -> None:
    figures = costs(plan(budget("p1", "従事人員", "1", unit="人"), budget("p1", "事業費", "10"))).figures("p1", NOW)
    assert figures.personnel is not None
    assert figures.personnel.amount is None
    assert figures.full is None


def test_a_typed_staff_cost_stands_beside_the_computed_one() -> None:
    money = costs(
        plan(
            budget("field", "人件費単価", "7578"),
            budget("p1", "従事人員", "0.03", unit="人"),
            budget("p1", "概算人件費", "225"),
        )
    )
    people = money.figures("p1", NOW).personnel
    assert people is not None
    assert (people.amount, people.made, people.computed) == (D(225), "typed", D(227))


def test_a_sum_says_what_it_lacks_and_a_dash_lacks_nothing() -> None:
    money = costs(
        plan(budget("p1", "事業費", "100"), budget("p2", "事業費", None), budget("p3", "事業費", None, state="none"))
    )
    assert money.sums("m1", NOW).cost == Sum(Decimal(100), 1, 1)
    assert money.sums("m2", NOW).cost == Sum(None, 0, 0)
    assert money.sums(None, NOW).cost == Sum(Decimal(100), 1, 1)


def test_a_project_without_any_figure_is_missing() -> None:
    assert costs(plan(budget("p1", "事業費", "100"))).sums("field", NOW).cost == Sum(Decimal(100), 1, 2)


def test_a_measure_s_own_figure_stands_only_where_nothing_below_states_one() -> None:
    money = costs(plan(budget("m1", "事業費", "900"), budget("p1", "事業費", "100"), budget("m2", "事業費", "70")))
    assert money.sums("m1", NOW).cost == Sum(Decimal(100), 1, 1)
    assert money.sums("m2", NOW).cost == Sum(Decimal(70), 1, 0)


def test_deposits_are_stated_or_taken_from_the_name() -> None:
    money = costs(
        plan(
            budget("p1", "事業費", "600000"),
            budget("p2", "事業費", "12000"),
            budget("p2", "うち預託金", "10000"),
            budget("p3", "事業費", "5"),
            p1="融資制度預託金",
        )
    )
    sums = money.sums(None, NOW)
    assert (sums.cost.amount, sums.deposit.amount, sums.without_deposits.amount) == (D(612005), D(610000), D(2005))
    assert [money.figures(key, NOW).deposit_by for key in ("p1", "p2", "p3")] == ["name", "stated", None]


def test_an_estimate_is_compared_with_the_budget_of_the_year_before() -> None:
    money = costs(
        plan(
            *(budget("p1", "事業費", "100", at) for at in (NOW, column(2024, "estimate"))),
            budget("p1", "事業費", "62", NEXT),
        )
    )
    figures = money.figures("p1", NEXT)
    assert (figures.compared_with, figures.change) == (NOW, D(-38))
    assert money_text(figures.change or Decimal(0)) == "△38"


def test_a_change_of_a_sum_is_told_only_where_nothing_is_missing() -> None:
    budgets = [budget(key, "事業費", "10", at) for key in ("p1", "p2", "p3") for at in (NOW, NEXT)]
    assert costs(plan(*budgets)).sums(None, NEXT).change == 0
    assert costs(plan(*budgets[:-1])).sums(None, NEXT).change is None


def test_the_items_of_a_support_plan_s_budget_are_its_cost() -> None:
    items = [budget("field", "経営相談事業費", "81130"), budget("field", "一般事業費", "28180")]
    assert costs(plan(*items)).figures("field", NOW).cost == 109310
    total = budget("field", "必要な資金の額", "123330", total=True)
    money = costs(plan(total, *items))
    assert money.figures("field", NOW).cost == 123330
    assert money.sums(None, NOW).cost == Sum(Decimal(123330), 1, 0)


def test_a_staff_item_inside_a_total_is_not_added_to_it() -> None:
    items = (budget("field", "人件費", "60"), budget("field", "事業費", "30"), budget("field", "その他経費", "10"))
    figures = costs(plan(budget("field", "必要な資金の額", "100", total=True), *items)).figures("field", NOW)
    assert (figures.cost, figures.personnel) == (D(100), None)


def test_units_are_made_one_exactly() -> None:
    money = costs(plan(budget("p1", "事業費", "2500499", unit="円"), budget("p2", "事業費", "3", unit="百万円")))
    cost = money.sums("m1", NOW).cost.amount
    assert cost == Decimal("5500.499")
    assert money_text(cost) == "5,500"


def test_columns_stand_in_the_order_of_years_and_stages() -> None:
    stages = [column(2025, "estimate"), column(2024, "settlement"), column(2024, "budget"), column(2024, "revised")]
    money = costs(plan(*(budget("p1", "事業費", "1", at) for at in stages)))
    assert [(each.year, each.stage) for each in money.columns] == [
        (2024, "budget"),
        (2024, "revised"),
        (2024, "settlement"),
        (2025, "estimate"),
    ]


@given(st.lists(st.integers(-(10**9), 10**9) | st.none(), min_size=3, max_size=3))
def test_a_whole_is_the_sum_of_its_measures(amounts: list[int | None]) -> None:
    budgets = [
        budget(key, "事業費", str(amount))
        for key, amount in zip(("p1", "p2", "p3"), amounts, strict=True)
        if amount is not None
    ]
    money = costs(plan(*budgets))
    whole = money.sums("m1", NOW).cost + money.sums("m2", NOW).cost
    assert money.sums(None, NOW).cost == whole
    assert whole.counted + whole.missing == (3 if budgets else 0)
