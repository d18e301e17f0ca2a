"""Evaluating one indicator: every row of these tables is something an office could meet."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from banso.domain.document import Actual, Baseline, Indicator, Judgement, Node, Placement, PlanDocument, Target
from banso.domain.evaluation import evaluate, rule_set_for
from banso.domain.legend import rule_set_of_legends
from banso.domain.quantity import STATE_LABELS
from banso.domain.results import IndicatorResult, Rate
from banso.domain.results_json import evaluation_data
from banso.domain.rule_set import Band, RollUp, Rounding, RuleSet

ABC = (Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80)), Band(grade="C"))
KAMA = rule_set_of_legends("100%以上=A、99%~80%=B、79%以下=C", "評価できる=★★★、一定=★★、できない=★", 2023, 1)
assert KAMA is not None


def quantity(text: str) -> dict[str, Any]:
    """A word of a table as a quantity: a state's name, an amount, or a text."""
    if text in STATE_LABELS:
        return {"state": text}
    try:
        return {"amount": Decimal(text)}
    except ArithmeticError:
        return {"value": text}


def plan(
    rule_set: RuleSet | None = KAMA,
    *,
    targets: Mapping[int, str] | None = None,
    actuals: Mapping[int, str] | None = None,
    final: str | None = None,
    baseline: str | None = None,
    comparator: str | None = None,
    **indicator: Any,
) -> PlanDocument:
    entries = [
        Target(indicator="1", year=year, comparator=comparator, **quantity(text))
        for year, text in (targets or {}).items()
    ]
    if final is not None:
        entries.append(Target(indicator="1", final=True, **quantity(final)))
    base = Baseline(year=2022, **quantity(baseline)) if baseline is not None else None
    return PlanDocument(
        first_year=2023,
        last_year=2027,
        nodes=(Node(key="1", level=0), Node(key="1-①", parent="1", level=1)),
        indicators=(Indicator(key="1", name="例", baseline=base, **indicator),),
        placements=(Placement(indicator="1", node="1-①", role="listed"),),
        targets=tuple(entries),
        actuals=tuple(Actual(indicator="1", year=year, **quantity(text)) for year, text in (actuals or {}).items()),
        rule_sets=(rule_set,) if rule_set else (),
    )


def judged(*arguments: Any, year: int = 2023, **facts: Any) -> IndicatorResult:
    return evaluate(plan(*arguments, **facts), year).indicators[0]


def one(target: str, actual: str, rule_set: RuleSet | None = KAMA, **facts: Any) -> IndicatorResult:
    return judged(rule_set, targets={2023: target}, actuals={2023: actual}, **facts)


@pytest.mark.parametrize(
    ("target", "actual", "printed", "grade", "achieved"),
    [
        ("15", "14", "93%", "B", False),
        ("8", "8", "100%", "A", True),
        ("10", "9", "90%", "B", False),
        ("4800", "4776", "99%", "B", False),
        ("4800", "4799", "99%", "B", False),
        ("200", "159", "79%", "C", False),
        ("200", "160", "80%", "B", False),
        ("15", "11", "73%", "C", False),
        ("8", "0", "0%", "C", False),
        ("1", "3", "300%", "A", True),
        ("0.3", "0.1", "33%", "C", False),
        ("59", "58.7", "99%", "B", False),
    ],
)
def test_kama_compares_exactly_and_prints_the_rate_cut(
    target: str, actual: str, printed: str, grade: str, achieved: bool
) -> None:
    result = one(target, actual)
    assert (result.rate.printed, result.rate.grade, result.achieved, result.reason) == (printed, grade, achieved, None)
    assert result.rate.exact == Fraction(actual) / Fraction(target)


@pytest.mark.parametrize(
    ("stage", "mode", "target", "actual", "printed", "grade"),
    [
        ("print", "half-up", "4800", "4776", "100%", "B"),
        ("grade", "half-up", "4800", "4776", "100%", "A"),
        ("print", "half-up", "200", "159", "80%", "C"),
        ("grade", "half-up", "200", "159", "80%", "B"),
        ("grade", "cut", "200", "159", "79%", "C"),
        ("grade", "up", "1000", "791", "80%", "B"),
    ],
)
def test_a_body_may_grade_the_rounded_rate(
    stage: str, mode: str, target: str, actual: str, printed: str, grade: str
) -> None:
    rule_set = replace(KAMA, rounding=Rounding(mode=mode, stage=stage))
    result = one(target, actual, rule_set)
    assert (result.rate.printed, result.rate.grade, result.achieved) == (printed, grade, False)


@pytest.mark.parametrize(
    ("targets", "actuals", "reason"),
    [
        ({2023: "0"}, {2023: "3"}, "target-zero"),
        ({2023: "0"}, {}, "target-zero"),
        ({2023: "0.00"}, {2023: "not-entered"}, "target-zero"),
        ({2023: "not-set"}, {2023: "3"}, "not-set"),
        ({}, {2023: "3"}, "not-set"),
        ({2023: "suspended"}, {2023: "3"}, "suspended"),
        ({2023: "5"}, {2023: "not-entered"}, "not-entered"),
        ({2023: "5"}, {}, "not-entered"),
        ({2023: "5"}, {2023: "none"}, "none"),
        ({2023: "5"}, {2023: "not-published"}, "not-published"),
        ({2023: "5"}, {2023: "withheld"}, "withheld"),
        ({2023: "-5"}, {2023: "3"}, "negative"),
        ({2023: "5"}, {2023: "-3"}, "negative"),
        ({2023: "5"}, {2023: "AAA"}, "cannot-judge"),
    ],
)
def test_what_cannot_be_judged_is_null_with_a_reason(
    targets: dict[int, str], actuals: dict[int, str], reason: str
) -> None:
    result = judged(targets=targets, actuals=actuals)
    assert (result.rate, result.achieved, result.reason) == (Rate(), None, reason)


def test_without_any_rule_nothing_is_judged() -> None:
    result = one("15", "14", None)
    assert (result.rate, result.achieved, result.reason) == (Rate(), None, "no-rule")


def test_without_a_legend_there_is_a_rate_but_no_grade() -> None:
    scale_only = rule_set_of_legends("", "評価できる=★★、できない=★", 2023, 1)
    result = one("15", "14", scale_only)
    assert (result.rate.printed, result.rate.grade, result.achieved, result.reason) == ("93%", None, False, "no-rule")


def test_a_context_indicator_is_never_graded() -> None:
    assert one("15", "14", kind="context").reason == "no-rule"


@pytest.mark.parametrize(
    ("formula", "direction", "baseline", "target", "actual", "rate"),
    [
        ("ratio", "higher", None, "15", "14", "14/15"),
        ("ratio", "lower", None, "580", "593", "580/593"),
        ("inverse", "lower", None, "580", "593", "580/593"),
        ("mirror", "lower", None, "580", "593", "567/580"),
        ("mirror", "lower", None, "10", "25", "-1/2"),
        ("baseline-progress", "lower", "611", "580", "593", "18/31"),
        ("baseline-progress", "higher", "-3703", "-2000", "-3000", "703/1703"),
        ("baseline-progress", "higher", "10", "20", "5", "-1/2"),
        ("path-ratio", "higher", "100", "200", "150", "3/4"),
        ("path-progress", "higher", "100", "200", "150", "1/2"),
        ("time-share", "higher", None, "100", "12", "3/5"),
    ],
)
def test_formulas(formula: str, direction: str, baseline: str | None, target: str, actual: str, rate: str) -> None:
    rule_set = RuleSet(key="r", formula=formula, bands=ABC)
    result = one(target, actual, rule_set, direction=direction, baseline=baseline)
    assert result.rate.exact == Fraction(rate)


@pytest.mark.parametrize(
    ("formula", "year", "actual", "rate", "achieved"),
    [
        ("path-ratio", 2023, "120", "1", True),
        ("path-ratio", 2024, "126", "9/10", False),
        ("path-progress", 2024, "120", "1/2", False),
        ("path-progress", 2027, "200", "1", True),
        ("ratio", 2024, "126", "63/100", False),
        ("time-share", 2023, "24", "3/5", False),
        ("time-share", 2027, "200", "1", True),
    ],
)
def test_a_year_without_a_target_of_its_own_looks_to_the_final_one(
    formula: str, year: int, actual: str, rate: str, achieved: bool
) -> None:
    rule_set = RuleSet(key="r", formula=formula, bands=ABC)
    for targets in ({}, {year: "not-set"}):
        result = judged(rule_set, targets=targets, final="200", baseline="100", actuals={year: actual}, year=year)
        assert (result.rate.exact, result.achieved) == (Fraction(rate), achieved)


@pytest.mark.parametrize(
    ("baseline", "target", "formula", "reason"),
    [
        ("none", "20", "baseline-progress", "none"),
        (None, "20", "baseline-progress", "not-set"),
        ("20", "20", "baseline-progress", "cannot-judge"),
    ],
)
def test_formulas_that_need_a_baseline_say_when_it_is_missing(
    baseline: str | None, target: str, formula: str, reason: str
) -> None:
    assert one(target, "15", RuleSet(key="r", formula=formula, bands=ABC), baseline=baseline).reason == reason


@pytest.mark.parametrize(
    ("direction", "comparator", "target", "actual", "achieved"),
    [
        (None, None, "10", "10", True),
        ("lower", None, "10", "10", True),
        ("lower", None, "10", "11", False),
        ("keep", None, "10", "9.99", False),
        (None, ">", "10", "10", False),
        (None, "<=", "10", "10", True),
        (None, "<", "10", "10", False),
        (None, "=", "10", "11", False),
        ("lower", "<", "10", "10", False),
    ],
)
def test_achieved_is_compared_exactly_and_by_the_comparator(
    direction: str | None, comparator: str | None, target: str, actual: str, achieved: bool
) -> None:
    assert one(target, actual, direction=direction, comparator=comparator).achieved is achieved


def test_a_target_of_at_most_is_lower_is_better() -> None:
    result = one("10", "20", comparator="<=")
    assert (result.rate.exact, result.formula) == (Fraction(1, 2), "inverse")


def test_lower_is_better_with_an_actual_of_zero_is_the_best_there_is() -> None:
    result = one("5", "0", direction="lower")
    assert (result.rate, result.achieved, result.reason) == (Rate(printed="100%以上", grade="A"), True, None)


def test_an_indicator_with_its_own_ratio_keeps_it_with_a_warning() -> None:
    result = one("580", "593", direction="lower", rule={"formula": "ratio"})
    assert result.rate.printed == "102%"
    assert result.achieved is False
    assert "低いほど良い" in (result.warning or "")
    assert one("580", "593", direction="lower").warning is None


@pytest.mark.parametrize(
    ("rule", "printed", "grade"),
    [
        ({}, "79%", "C"),
        ({"rounding": {"digits": 1, "mode": "half-up"}}, "79.5%", "C"),
        ({"rounding": {"mode": "half-up", "stage": "grade"}}, "80%", "B"),
        ({"bands": [{"grade": "○", "from": "79.5"}, {"grade": "×"}]}, "79%", "○"),
        ({"bands": [{"grade": "○", "from": "79.5", "above": True}, {"grade": "×"}]}, "79%", "×"),
        ({"formula": "threshold"}, None, "C"),
        ({"source": "議会の決定"}, "79%", "C"),
    ],
)
def test_an_indicator_may_have_rules_of_its_own(rule: dict[str, Any], printed: str | None, grade: str) -> None:
    result = one("200", "159", rule=rule)
    assert (result.rate.printed, result.rate.grade, result.warning) == (printed, grade, None)


@pytest.mark.parametrize(
    "rule", [{"formula": "magic"}, {"rounding": {"depth": 3}}, {"bands": [{"note": 1}]}, {"tolerance": "x"}]
)
def test_an_unreadable_rule_of_an_indicator_is_named_and_not_used(rule: dict[str, Any]) -> None:
    result = one("200", "159", rule=rule)
    assert result.rate.printed == "79%"
    assert next(iter(rule)) in (result.warning or "")


def test_an_indicator_with_a_rule_needs_no_rule_set() -> None:
    assert one("2", "1", None, rule={"formula": "ratio"}).rate.printed == "50%"


@pytest.mark.parametrize(
    ("formula", "facts", "target", "actual", "achieved"),
    [
        ("range", {"rule": {"low": "58", "high": "60"}}, "59", "58.7", True),
        ("range", {"rule": {"low": "59", "high": "60"}}, "59", "58.7", False),
        ("range", {"rule": {"tolerance": "1"}}, "59", "58.7", True),
        ("range", {}, "59", "58.7", False),
        ("trend", {"baseline": "10"}, "not-set", "10", True),
        ("trend", {"baseline": "10"}, "not-set", "9.9", False),
        ("trend", {"baseline": "10", "rule": {"tolerance": "10"}}, "not-set", "9", True),
        ("trend", {"baseline": "10", "direction": "lower"}, "not-set", "11", False),
        ("milestone", {}, "策定", "策定", True),
        ("milestone", {}, "策定", "検討中", False),
        ("milestone", {}, "策定", "completed", True),
        ("ratio", {}, "策定", "策定", True),
        ("ratio", {"direction": "milestone"}, "1", "1", True),
    ],
)
def test_formulas_that_give_a_flag_and_no_rate(
    formula: str, facts: dict[str, Any], target: str, actual: str, achieved: bool
) -> None:
    result = one(target, actual, RuleSet(key="r", formula=formula), **facts)
    assert (result.rate, result.achieved, result.reason) == (Rate(), achieved, None)


def test_a_trend_is_measured_from_the_former_year_where_there_is_one() -> None:
    rule_set = RuleSet(key="r", formula="trend")
    assert judged(rule_set, actuals={2023: "8", 2024: "9"}, baseline="10", year=2024).achieved is True
    assert (
        judged(
            replace(rule_set, reference="baseline"), actuals={2023: "8", 2024: "9"}, baseline="10", year=2024
        ).achieved
        is False
    )
    assert (
        judged(replace(rule_set, reference="previous-year"), actuals={2024: "9"}, baseline="1", year=2024).reason
        == "not-entered"
    )


def test_people_judge_where_the_formula_is_human() -> None:
    result = one("15", "14", RuleSet(key="r", formula="human"))
    assert (result.rate, result.achieved, result.reason) == (Rate(), None, "no-rule")


@pytest.mark.parametrize(
    ("special", "actual", "grade", "achieved", "reason"),
    [
        ({"not-done": "grade:E"}, "not-done", "E", False, "not-done"),
        ({"cannot-judge": "mark:−"}, "cannot-judge", "−", None, "cannot-judge"),
        ({"not-done": "not-judged"}, "not-done", None, None, "not-done"),
    ],
)
def test_states_may_have_a_grade_of_their_own(
    special: dict[str, str], actual: str, grade: str | None, achieved: bool | None, reason: str
) -> None:
    result = one("5", actual, replace(KAMA, special=special))
    assert (result.rate.grade, result.achieved, result.reason) == (grade, achieved, reason)


def test_a_body_may_insist_on_judging_a_target_of_zero() -> None:
    rule_set = RuleSet(key="r", formula="threshold", special={"target-zero": "judge"})
    assert one("0", "0", rule_set).achieved is True


def test_the_cumulative_rate_stands_beside_the_yearly_one() -> None:
    result = one("15", "11", baseline="10", accumulation="cumulative-with-baseline")
    assert (result.rate.printed, result.rate.grade) == ("73%", "C")
    assert result.cumulative == Rate(exact=Fraction(21, 25), printed="84%", grade="B")


@pytest.mark.parametrize(
    ("targets", "actuals", "baseline", "year", "cumulative"),
    [
        ({2023: "15", 2024: "20"}, {2023: "11", 2024: "20"}, "10", 2024, "41/45"),
        ({2023: "15", 2024: "20"}, {2024: "20"}, "10", 2024, None),
        ({2023: "15", 2024: "20"}, {2023: "11"}, "10", 2024, None),
        ({2023: "15"}, {2023: "11"}, "none", 2023, None),
        ({2023: "15"}, {2023: "11"}, None, 2023, None),
        ({2023: "0"}, {2023: "1"}, "10", 2023, "11/10"),
        ({2023: "0"}, {2023: "1"}, "0", 2023, None),
    ],
)
def test_the_cumulative_rate_is_null_where_a_year_is_missing(
    targets: dict[int, str], actuals: dict[int, str], baseline: str | None, year: int, cumulative: str | None
) -> None:
    result = judged(
        targets=targets, actuals=actuals, baseline=baseline, accumulation="cumulative-with-baseline", year=year
    )
    assert (result.cumulative.exact if result.cumulative else None) == (Fraction(cumulative) if cumulative else None)


def test_the_basis_may_be_cumulative() -> None:
    rule_set = replace(KAMA, basis="cumulative")
    for accumulation, expected in (
        ("cumulative-with-baseline", "41/45"),
        ("flow", "31/35"),
        ("stock", "1"),
        ("cumulative", "1"),
    ):
        result = judged(
            rule_set,
            targets={2023: "15", 2024: "20"},
            actuals={2023: "11", 2024: "20"},
            baseline="10",
            accumulation=accumulation,
            year=2024,
        )
        assert result.rate.exact == Fraction(expected)


def test_the_rule_set_in_force_is_the_latest_begun() -> None:
    older, newer = replace(KAMA, key="old"), replace(KAMA, key="new", from_year=2025, formula="threshold")
    document = replace(plan(), rule_sets=(newer, older))
    assert [getattr(rule_set_for(document, year), "key", None) for year in (2022, 2023, 2024, 2025, 2030)] == [
        None,
        "old",
        "old",
        "new",
        "new",
    ]


def test_every_year_with_a_target_or_an_actual_is_evaluated_and_interim_results_are_not_the_years() -> None:
    document = plan(targets={2023: "10", 2024: "10"}, actuals={2023: "5"})
    document = replace(
        document, actuals=(*document.actuals, Actual(indicator="1", year=2024, period="H1", amount=Decimal(4)))
    )
    results = {result.year: result.reason for result in evaluate(document).indicators}
    assert results == {2023: None, 2024: "not-entered"}
    assert [result.year for result in evaluate(document, 2027).indicators] == [2027]


def test_an_overall_rating_by_people_is_shown_and_never_computed() -> None:
    draft = Judgement(node="1-①", year=2023, kind="overall", step=2, stage="draft")
    confirmed = Judgement(node="1-①", year=2023, kind="overall", step=3, stage="confirmed")
    document = plan(targets={2023: "10"}, actuals={2023: "10"})
    assert [(node.value, node.achieved, node.counted) for node in evaluate(document).nodes] == [(None, None, 1)]
    document = replace(document, judgements=(confirmed, draft))
    assert [node.value for node in evaluate(document).nodes] == ["評価できる"]


@pytest.mark.parametrize(
    ("method", "cap", "denominator", "achieved", "value"),
    [
        ("share", None, "judged", False, "1/2"),
        ("share", None, "all", False, "1/3"),
        ("points", None, "judged", False, "4"),
        ("mean", None, "judged", True, "A"),
        ("mean", "100", "judged", False, "C"),
        ("worst", None, "judged", False, "C"),
        ("majority", None, "judged", False, "未達成"),
        ("all", None, "judged", False, "未達成"),
    ],
)
def test_roll_ups_of_one_measure(method: str, cap: str | None, denominator: str, achieved: bool, value: str) -> None:
    """Three indicators: 300 % (A), 50 % (C) and one that waits for its result."""
    roll_up = RollUp(method=method, denominator=denominator, cap=Decimal(cap) if cap else None)
    rows = {"1": "30", "2": "5", "3": None}
    document = replace(
        plan(replace(KAMA, roll_up=roll_up)),
        indicators=tuple(Indicator(key=key, name=key) for key in rows),
        placements=tuple(Placement(indicator=key, node="1-①", role="listed") for key in rows),
        targets=tuple(Target(indicator=key, year=2023, amount=Decimal(10)) for key in rows),
        actuals=tuple(
            Actual(indicator=key, year=2023, amount=Decimal(actual)) for key, actual in rows.items() if actual
        ),
    )
    node = evaluate(document).nodes[0]
    assert (node.achieved, node.value, node.counted) == (achieved, value, 2)


def test_the_answer_for_machines_has_the_keys_of_the_contract() -> None:
    document = plan(
        targets={2023: "15", 2024: "0"}, actuals={2023: "11"}, baseline="10", accumulation="cumulative-with-baseline"
    )
    data = evaluation_data(evaluate(document))
    assert data["indicators"] == [
        {
            "key": "1",
            "year": 2023,
            "exact": "11/15",
            "percent": "73.333333",
            "printed": "73%",
            "grade": "C",
            "achieved": False,
            "cumulative": {"exact": "21/25", "percent": "84.000000", "printed": "84%", "grade": "B"},
            "reason": None,
        },
        {
            "key": "1",
            "year": 2024,
            "exact": None,
            "percent": None,
            "printed": None,
            "grade": None,
            "achieved": None,
            "cumulative": None,
            "reason": "target-zero",
        },
    ]
    assert [list(node) for node in data["nodes"]] == [["key", "year", "achieved", "counted", "value"]] * 2
    assert data["totals"][1] == {
        "label": "達成数計",
        "of": "indicators",
        "level": None,
        "where": {},
        "year": 2023,
        "achieved": 0,
        "counted": 1,
    }


def test_a_rating_word_may_come_without_a_scale() -> None:
    document = replace(
        plan(targets={2023: "1"}),
        rule_sets=(),
        judgements=(Judgement(node="1-①", year=2023, kind="overall", value="良好"),),
    )
    assert [node.value for node in evaluate(document).nodes] == ["良好"]
