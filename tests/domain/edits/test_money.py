"""Money as it is typed, and one column copied into another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import Budget, Node, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.money import copy_column, enter_budget
from banso.domain.money import column

PLAN = PlanDocument(first_year=2024, last_year=2026, nodes=(Node(key="p1", level=0, number="1", title="補助金"),))


def typed(text: str, item: str = "事業費", document: PlanDocument = PLAN, year: int = 2024) -> PlanDocument:
    return enter_budget(document, node="p1", item=item, year=year, stage="budget", text=text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2500", "2500"),
        ("２，５００", "2500"),
        ("2,500千円", "2500"),
        ("２，５００　千円", "2500"),
        ("2,500,000円", "2500"),
        ("2500499円", "2500.499"),
        ("250万円", "2500"),
        ("1億2,000万円", "120000"),
        ("3億円", "300000"),
        ("1.5億円", "150000"),
        ("2百万円", "2000"),
        ("△638", "-638"),
        ("▲1,000千円", "-1000"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_offices_type_it(text: str, amount: str) -> None:
    (budget,) = typed(text).budgets
    assert (budget.amount, budget.unit) == (Decimal(amount), "千円")
    assert "E" not in str(budget.amount)


def test_an_amount_keeps_the_unit_its_row_has() -> None:
    old = Budget(node="p1", item="事業費", year=2024, stage="budget", amount=Decimal(1), unit="円")
    (budget,) = typed("3千円", document=PlanDocument(nodes=PLAN.nodes, budgets=(old,))).budgets
    assert (budget.amount, budget.unit) == (Decimal(3000), "円")


@pytest.mark.parametrize(
    ("text", "state"), [("—", "none"), ("集計中", "being-counted"), ("該当なし", "not-applicable")]
)
def test_a_state_is_no_zero(text: str, state: str) -> None:
    (budget,) = typed(text).budgets
    assert (budget.amount, budget.state) == (None, state)


def test_persons_are_counted_in_persons() -> None:
    (budget,) = typed("０．０２５人", "従事人員（会計年度任用職員）").budgets
    assert (budget.amount, budget.unit) == (Decimal("0.025"), "人")


@pytest.mark.parametrize(
    ("item", "text", "words"),
    [
        ("事業費", "たくさん", "金額として読めません"),
        ("事業費", "12人", "単位「人」"),
        ("従事人員", "12千円", "単位「千円」"),
        ("従事人員", "△1", "負の数"),
        (" ", "1", "入れられません"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_to_do(item: str, text: str, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        typed(text, item)


def test_the_years_beside_the_plan_can_have_money_others_cannot() -> None:
    assert typed("1", year=2027).budgets
    with pytest.raises(EditRefused, match="計画期間"):
        typed("1", year=2028)


def test_the_same_again_changes_nothing_and_a_blank_takes_away() -> None:
    document = typed("2,500")
    assert typed("2500千円", document=document) is document
    assert typed("", document=document).budgets == ()
    assert typed(" ") is PLAN


def test_the_estimate_becomes_the_budget_where_none_stands() -> None:
    estimate, budget = column(2025, "estimate"), column(2025, "budget")
    document = PLAN
    for item, text in (("事業費", "2,500"), ("所要一般財源", "—"), ("概算人件費", "190")):
        document = enter_budget(document, node="p1", item=item, year=2025, stage="estimate", text=text)
    document = typed("200", "概算人件費", document, 2025)
    copied = copy_column(document, source=estimate, to=budget)
    assert {each.item: each.amount for each in copied.budgets if each.stage == "budget"} == {
        "事業費": Decimal(2500),
        "概算人件費": Decimal(200),
    }
    assert copy_column(copied, source=estimate, to=budget) is copied
    assert copy_column(document, source=estimate, to=budget, nodes=()) is document
