"""Straight lines to the final target, and proposals for next year's target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.edits import EditRefused
from banso.domain.edits.targets import fill_straight, passed_final_targets, proposals, set_targets


def plan(
    final: str | None,
    *,
    baseline: str | None = None,
    last: int = 2026,
    results: dict[int, str] | None = None,
    **more: Any,
) -> PlanDocument:
    stated = {int(year[1:]): amount for year, amount in more.items() if year.startswith("y")}
    settings = {name: value for name, value in more.items() if not name.startswith("y")}
    start = None if baseline is None else Baseline(amount=Decimal(baseline), year=2022)
    return PlanDocument(
        first_year=2023,
        last_year=last,
        indicators=(Indicator(key="1", name="出荷額", baseline=start, **settings),),
        targets=(
            *(Target(indicator="1", year=year, amount=Decimal(amount)) for year, amount in stated.items()),
            *([Target(indicator="1", final=True, amount=Decimal(final))] if final is not None else []),
        ),
        actuals=tuple(Actual(indicator="1", year=y, amount=Decimal(a)) for y, a in (results or {}).items()),
    )


def line(document: PlanDocument, **settings: Any) -> list[str]:
    done = fill_straight(document, indicators=["1"], **settings).document
    years = sorted((each for each in done.targets if not each.final), key=lambda each: each.year or 0)
    return [f"{each.amount:f}" for each in years]


@pytest.mark.parametrize(
    ("document", "chosen", "expected"),
    [
        (plan("227500", y2023="223680"), {"step": Decimal(10), "rounding": "up"}, "223680 224960 226230 227500"),
        (plan("329069", y2023="304031"), {}, "304031 312377 320723 329069"),
        (plan("227500", y2023="223680", last=2025), {"final_year": 2026}, "223680 224953 226227"),
        (plan("100", baseline="60"), {}, "70 80 90 100"),
        (plan("100", baseline="60", y2025="76"), {}, "65 71 76 100"),
        (plan("100", baseline="60", y2025="76"), {"overwrite": True}, "70 80 90 100"),
        (plan("60", baseline="100"), {}, "90 80 70 60"),
        (plan("61.0", baseline="60.0"), {}, "60.3 60.5 60.8 61.0"),
        (plan("61", baseline="60", decimals=2), {}, "60.25 60.50 60.75 61.00"),
        (plan("-1", baseline="1"), {}, "1 0 -1 -1"),
        (plan(None, baseline="60", y2026="100"), {}, "70 80 90 100"),
    ],
)
def test_targets_on_a_straight_line(document: PlanDocument, chosen: dict[str, Any], expected: str) -> None:
    assert line(document, **chosen) == expected.split()


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (plan(None, baseline="60"), "の数がありません"),
        (plan("100"), "始まりの値がありません"),
        (plan("100", baseline="60", accumulation="cumulative-with-baseline"), "足していく"),
        (plan("100", y2023="1", y2024="2", y2025="3", y2026="4"), "どの年度の目標も入っています"),
    ],
)
def test_what_has_no_line_says_why(document: PlanDocument, words: str) -> None:
    filled = fill_straight(document, indicators=["1"])
    assert filled.document == document
    assert words in filled.left["1"]


def test_a_step_is_more_than_nothing() -> None:
    with pytest.raises(EditRefused, match="丸める単位"):
        fill_straight(plan("100", baseline="60"), indicators=["1"], step=Decimal(0))


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(2023, 2040))
def test_a_line_never_turns_back_and_ends_at_the_final_target(start: int, end: int, last: int) -> None:
    amounts = [Decimal(each) for each in line(plan(str(end), baseline=str(start), last=last))]
    assert amounts == sorted(amounts, reverse=end < start)
    assert amounts[-1] == end
    steps = [after - before for before, after in zip([Decimal(start), *amounts], amounts, strict=False)]
    assert max(steps) - min(steps) <= 1


def test_next_year_s_target_goes_on_to_the_final_one() -> None:
    document = plan("100", results={2023: "60", 2024: "70"})
    made = proposals(document, "1", 2024)
    assert [(each.method, each.amount) for each in made] == [
        ("line", Decimal(85)),
        ("growth", Decimal(80)),
        ("keep", Decimal(70)),
    ]
    assert {each.year for each in made} == {2025}
    assert "令和8年度の最終目標100" in made[0].reason
    taken = set_targets(document, made[:1])
    assert [each.amount for each in taken.targets if each.year == 2025] == [Decimal(85)]


def test_a_final_target_that_is_passed_is_told_and_not_aimed_at() -> None:
    document = plan("227500", results={2023: "266061", 2024: "284839"})
    assert [each.method for each in proposals(document, "1", 2024)] == ["keep", "final", "growth"]
    assert "令和6年度の実績284,839" in passed_final_targets(document)["1"]
    assert "令和5年度の実績266,061" in passed_final_targets(document, 2023)["1"]
    assert passed_final_targets(plan("227500", results={2026: "266061"})) == {}
    assert passed_final_targets(plan("10", results={2024: "9"}, direction="lower")) != {}
    assert passed_final_targets(plan("10", results={2024: "11"}, direction="lower")) == {}


def test_without_a_result_nothing_is_proposed() -> None:
    assert proposals(plan("100", results={2023: "60"}), "1", 2024) == ()
