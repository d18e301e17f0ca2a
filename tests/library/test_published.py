"""Every published rule set is a data file that fits its schema, covers its line, and computes its own examples."""

from decimal import Decimal
from typing import get_args

import pytest

from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.legend import parse_grade_legend
from banso.domain.quantity import STATE_LABELS
from banso.domain.rule_set import Formula
from banso.domain.rules.bands import band_problems
from banso.library.published import Example, PublishedRuleSet, published_rule_sets, published_schema

LIBRARY = published_rule_sets()
EXAMPLES = [
    pytest.param(published, example, id=f"{key}-{number}")
    for key, published in LIBRARY.items()
    for number, example in enumerate(published.examples, 1)
]
FIRST_YEAR = 2026


def plan_of(published: PublishedRuleSet, example: Example) -> PlanDocument:
    year = FIRST_YEAR + example.nth - 1
    targets = []
    if example.target is not None:
        targets.append(Target(indicator="1", year=year, amount=example.target))
    elif example.final is None:
        targets.append(Target(indicator="1", year=year, state="not-set"))
    if example.final is not None:
        targets.append(Target(indicator="1", final=True, amount=example.final))
    actual = example.actual
    stated = next((state for state in STATE_LABELS if state == actual), None)
    actuals = []
    if stated is not None:
        actuals.append(Actual(indicator="1", year=year, state=stated))
    elif actual is not None:
        actuals.append(Actual(indicator="1", year=year, amount=Decimal(actual)))
    baseline = None if example.baseline is None else Baseline(amount=example.baseline, year=FIRST_YEAR - 1)
    return PlanDocument(
        first_year=FIRST_YEAR,
        last_year=FIRST_YEAR + example.years - 1,
        indicators=(Indicator(key="1", name="例", direction=example.direction, rule=example.rule, baseline=baseline),),
        targets=tuple(targets),
        actuals=tuple(actuals),
        rule_sets=(published.rule_set,),
    )


@pytest.mark.parametrize(("published", "example"), EXAMPLES)
def test_a_published_rule_set_gives_what_its_body_prints(published: PublishedRuleSet, example: Example) -> None:
    result = evaluate(plan_of(published, example), FIRST_YEAR + example.nth - 1).indicators[0]
    assert (result.rate.printed, result.rate.grade) == (example.printed, example.grade)
    assert (result.achieved, result.reason) == (example.achieved, example.reason)


@pytest.mark.parametrize("published", LIBRARY.values(), ids=LIBRARY)
def test_a_published_rule_set_is_whole(published: PublishedRuleSet) -> None:
    assert band_problems(published.rule_set.bands) == ()
    assert published.rule_set.source
    assert published.rule_set.formula in get_args(Formula)
    assert len(published.examples) >= 1


def test_the_library_holds_the_bodies_of_the_field_study() -> None:
    assert set(LIBRARY) >= {
        "kama",
        "kazuno",
        "aizuwakamatsu",
        "mino",
        "hirono",
        "tsu",
        "nagayo",
        "tama",
        "ino",
        "shizuoka",
        "gose",
    }


@pytest.mark.parametrize("key", ["kama", "mino", "hirono"])
def test_the_legend_a_body_prints_reads_back_as_its_bands(key: str) -> None:
    rule_set = LIBRARY[key].rule_set
    assert rule_set.legend is not None
    assert parse_grade_legend(rule_set.legend).bands == rule_set.bands


def test_the_schema_of_a_library_file_names_its_parts() -> None:
    schema = published_schema()
    assert schema["title"] == "banso-rule-set/1"
    assert {"body", "note", "rule_set", "examples"} <= set(schema["required"])


def test_the_warning_of_a_doubtful_rule_and_a_condition_of_words_are_visible() -> None:
    gose, kitsuki = LIBRARY["gose"], LIBRARY["kitsuki"]
    warned = evaluate(plan_of(gose, gose.examples[1])).indicators[0]
    assert warned.formula == "ratio"
    assert "低いほど良い指標" in (warned.warning or "")
    assert evaluate(plan_of(gose, gose.examples[3])).indicators[0].warning is None
    conditional = evaluate(plan_of(kitsuki, kitsuki.examples[1])).indicators[0]
    assert "人が確かめてください" in (conditional.warning or "")
