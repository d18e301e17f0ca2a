"""The reference of rules is computed: every figure of its tables comes out of the code, every word of the code stands in it."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.results import IndicatorResult
from banso.domain.rule_set import Band, Formula, RollUp, Rounding, RuleSet
from banso.domain.rules.wording import FLAG_WORDS, FORMULA_WORDS, METHOD_WORDS
from banso.library.published import published_rule_sets

PAGE = (Path(__file__).parents[3] / "docs/reference/rules.md").read_text(encoding="utf-8")
ABC = (Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80)), Band(grade="C"))


def table(heading: str) -> list[list[str]]:
    """The rows under the table whose first heading cells are these."""
    lines = PAGE.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith(heading)) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return rows


def quantity(text: str) -> dict[str, object]:
    return {"amount": Decimal(text)} if re.fullmatch(r"[\d.]+", text) else {"value": text}


def result(rule_set: RuleSet, actual: str, target: str, baseline: str = "") -> IndicatorResult:
    final = rule_set.formula.startswith("path")
    plan = PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=(
            Indicator(key="1", name="例", baseline=Baseline(year=2022, **quantity(baseline)) if baseline else None),
        ),
        targets=(Target(indicator="1", year=None if final else 2023, final=final, **quantity(target)),)
        if target
        else (),
        actuals=(Actual(indicator="1", year=2023, **quantity(actual)),),
        rule_sets=(rule_set,),
    )
    return evaluate(plan, 2023).indicators[0]


@pytest.mark.parametrize("row", table("| formula |"), ids=lambda row: row[0])
def test_every_example_of_a_formula_is_what_it_gives(row: list[str]) -> None:
    formula, _, actual, target, baseline, expected = row
    found = result(RuleSet(key="r", formula=formula), actual, target, baseline)
    if "/" in expected or expected.isdigit():
        assert found.rate.exact == Fraction(expected)
    else:
        assert (found.rate.exact, FLAG_WORDS[found.achieved]) == (None, expected)


@pytest.mark.parametrize("row", table("| A | T | digits"), ids=lambda row: " ".join(row[:5]))
def test_every_example_of_rounding_is_what_it_gives(row: list[str]) -> None:
    actual, target, digits, mode, stage, unit, printed, grade = row
    rounding = Rounding(digits=int(digits), mode=mode, stage=stage, unit=unit or None)
    found = result(RuleSet(key="r", rounding=rounding, bands=ABC), actual, target)
    assert (found.rate.printed, found.rate.grade) == (printed, grade)


def test_every_formula_and_method_stands_in_the_reference_and_has_its_words() -> None:
    formulas = list(get_args(Formula))
    assert [row[0] for row in table("| formula |")] == formulas == list(FORMULA_WORDS)
    methods = [row[0] for row in table("| method |")]
    assert methods == list(METHOD_WORDS)
    assert all(RollUp(method=method) for method in methods)


def test_every_published_rule_set_stands_in_the_reference() -> None:
    bodies = {key: published.body for key, published in published_rule_sets().items()}
    assert {row[0]: row[1] for row in table("| ファイル |")} == bodies
