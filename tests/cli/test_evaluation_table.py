"""The table for people says of a figure what the sheet says: the year it belongs to, its bound, that it is provisional."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.cli.evaluation_table import indicator_rows
from banso.domain.document import Actual, Indicator, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.rule_set import Band, RuleSet

RULES = RuleSet(key="r", from_year=2023, bands=(Band(grade="A", from_=Decimal(100)), Band(grade="B")))


@pytest.mark.parametrize(
    ("target", "actual", "shown"),
    [
        ({}, {"reference_year": 2021}, ("100", "95 (2021年度)")),
        ({"comparator": ">="}, {}, ("100以上", "95")),
        ({}, {"provisional": True}, ("100", "95 (暫定)")),
        ({}, {"approximate": True}, ("100", "約95")),
    ],
)
def test_a_figure_is_shown_with_all_that_an_auditor_asks(
    target: dict[str, object], actual: dict[str, object], shown: tuple[str, str]
) -> None:
    plan = PlanDocument(
        indicators=(Indicator(key="1", code="1", name="製造品出荷額", unit="百万円"),),
        targets=(Target(indicator="1", year=2023, amount=Decimal(100), **target),),  # type: ignore[arg-type]
        actuals=(Actual(indicator="1", year=2023, amount=Decimal(95), **actual),),  # type: ignore[arg-type]
        rule_sets=(RULES,),
    )
    heading, row = indicator_rows(plan, evaluate(plan), 2023)
    assert (row[heading.index("目標")], row[heading.index("実績")]) == shown
