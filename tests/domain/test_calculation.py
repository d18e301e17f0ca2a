"""The calculation in words leads to the very result of the evaluation, with numbers a reader can calculate again."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from banso.domain.calculation import Calculation, calculation
from banso.domain.document import Actual, Indicator, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.indicator_facts import facts_of
from banso.library.demonstration import demonstration_plan
from banso.library.published import Example, PublishedRuleSet, published_rule_sets
from tests.library.test_published import FIRST_YEAR, plan_of

DEMONSTRATION = demonstration_plan()
EXAMPLES = [
    pytest.param(published, example, id=f"{key}-{number}")
    for key, published in published_rule_sets().items()
    for number, example in enumerate(published.examples, 1)
]


def words(made: Calculation) -> dict[str, str]:
    return {step.name: step.words for step in made.steps}


def recalculated(expression: str) -> Fraction:
    """The value of an expression as it is printed, by Python's own arithmetic."""
    exact = re.sub(r"[\d,]+(?:\.\d+)?", lambda found: f"Fraction('{found[0].replace(',', '')}')", expression)
    for sign, operator in ("×*", "÷/", "−-", "（(", "）)"):
        exact = exact.replace(sign, operator)
    return Fraction(eval(exact, {"Fraction": Fraction}))  # an expression our own code printed


def check(made: Calculation) -> None:
    told, result = words(made), made.result
    rate = told.get("達成率", "")
    if result.rate.exact is not None:
        expression, _, value = rate.partition("＝")
        hundred = 1 if "×100" not in expression else 100
        if "…" not in expression:
            assert recalculated(expression) == result.rate.exact * hundred
        assert recalculated(value.rstrip("%…")) <= abs(result.rate.exact) * hundred
        assert f"「{result.rate.printed}」" in told["端数"]
    else:
        assert "÷" not in rate
    if result.rate.grade is not None:
        assert f"「{result.rate.grade}」" in told.get("評価", rate)
    if result.achieved is not None and result.reason in (None, "no-rule"):
        assert told["達成"].endswith(("未達成", "未達成です。")) != result.achieved


@pytest.mark.parametrize(("published", "example"), EXAMPLES)
def test_every_worked_example_of_the_library_is_told_as_it_is_evaluated(
    published: PublishedRuleSet, example: Example
) -> None:
    document = plan_of(published, example)
    year = FIRST_YEAR + example.nth - 1
    made = calculation(document, facts_of(document)["1"], year)
    assert made.result == evaluate(document, year).indicators[0]
    check(made)


@pytest.mark.parametrize("key", [indicator.key for indicator in DEMONSTRATION.indicators])
def test_every_figure_of_the_demonstration_is_told_as_it_is_evaluated(key: str) -> None:
    evaluated = evaluate(DEMONSTRATION, 2023).indicator(key, 2023)
    made = calculation(DEMONSTRATION, facts_of(DEMONSTRATION)[key], 2023)
    assert made.result == evaluated
    check(made)


def test_a_figure_is_told_from_its_facts_to_its_grade() -> None:
    made = calculation(DEMONSTRATION, facts_of(DEMONSTRATION)["2-3"], 2023)
    told = words(made)
    assert told["達成率"] == "4,776÷4,800×100＝99.5%"
    assert told["端数"] == "整数に切り捨てて「99%」と書きます。評価は丸める前の値で比べます。"
    assert told["評価"] == "99.5%は80%以上100%未満なので、評価は「B」です。"
    assert told["達成"] == "4,776件は「4,800件以上」を満たさないので未達成です。"
    assert told["累計の目標"] == "当初値4,755＋4,800＝9,555件"
    addresses = {step.name: step.address for step in made.steps}
    assert addresses["実績"] == "actual/2-3/2023"
    assert addresses["目標"] == "target/2-3/2023"
    assert addresses["決まり"] == "rule-set/kama"


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ({"amount": Decimal(0)}, {"amount": Decimal(3)}, "目標が0なので割り算ができず、率を出しません。"),
        ({"state": "not-set"}, {"amount": Decimal(3)}, "この年度の目標がないので、率も評価も出しません。"),
        ({"amount": Decimal(5)}, None, "実績が未入力なので、率も評価も出しません。0とは扱いません。"),
        (
            {"amount": Decimal(5)},
            {"state": "being-counted"},
            "実績が「集計中」なので、率も評価も出しません。0とは扱いません。",
        ),
        ({"amount": Decimal(5)}, {"amount": Decimal(-1)}, "目標か実績が負の数なので、この式では率を出しません。"),
    ],
)
def test_what_is_not_judged_says_why(
    target: dict[str, object], actual: dict[str, object] | None, expected: str
) -> None:
    document = PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=(Indicator(key="1", name="相談件数", unit="件"),),
        targets=(Target(indicator="1", year=2023, **target),),  # type: ignore[arg-type]
        actuals=() if actual is None else (Actual(indicator="1", year=2023, **actual),),  # type: ignore[arg-type]
        rule_sets=(published_rule_sets()["kama"].rule_set,),
    )
    assert words(calculation(document, facts_of(document)["1"], 2023))["達成率"] == expected


def test_a_sum_of_a_cumulative_basis_names_its_parts() -> None:
    rule = {"basis": "cumulative"}
    document = PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=(Indicator(key="1", name="創業者数", unit="人", accumulation="flow", rule=rule),),
        targets=tuple(Target(indicator="1", year=year, amount=Decimal(4)) for year in (2023, 2024)),
        actuals=(
            Actual(indicator="1", year=2023, amount=Decimal(3)),
            Actual(indicator="1", year=2024, amount=Decimal(4)),
        ),
        rule_sets=(published_rule_sets()["kama"].rule_set,),
    )
    told = words(calculation(document, facts_of(document)["1"], 2024))
    assert told["目標の累計"] == "4＋4＝8人"
    assert told["実績の累計"] == "3＋4＝7人"
    assert told["達成率"] == "7÷8×100＝87.5%"


def test_a_sign_turned_for_lower_is_better_is_told() -> None:
    published = published_rule_sets()["kakamigahara"]
    document = plan_of(published, published.examples[2])
    told = words(calculation(document, facts_of(document)["1"], FIRST_YEAR))
    assert told["増減"] == "（49−50）÷50×100＝-2%。低いほど良いので、符号を逆にして2%。"
