"""Matching never makes one indicator of two: keys that collide are told apart."""

from __future__ import annotations

from banso.domain.document import Indicator, PlanDocument, Target
from banso.domain.match import match


def test_two_indicators_of_a_paper_never_get_one_key() -> None:
    plan = PlanDocument(indicators=(Indicator(key="1", code="1", name="空き店舗数", unit="店"),))
    paper = PlanDocument(
        indicators=(
            Indicator(key="a", code="1", name="空き店舗数", unit="店"),
            Indicator(key="1", code="1", name="新規就農者数", unit="人"),
        ),
        targets=(Target(indicator="a", year=2024, state="not-set"), Target(indicator="1", year=2024, state="not-set")),
    )
    found = match(paper, plan).document
    assert [each.key for each in found.indicators] == ["1", "1(2)"]
    assert [each.indicator for each in found.targets] == ["1", "1(2)"]
