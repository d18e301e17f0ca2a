from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from banso.domain.document import Actual, Baseline, Decision, Judgement, PlanDocument, Target
from banso.domain.edits import EditRefused
from banso.domain.edits.results import (
    copy_from_last_year,
    decide,
    enter_actual,
    enter_baseline,
    enter_target,
    rate_overall,
    write_text,
)
from tests.domain.edits.small_plan import PLAN


def actual(document: PlanDocument, indicator: str, year: int, period: str | None = None) -> Actual:
    (found,) = [
        each for each in document.actuals if (each.indicator, each.year, each.period) == (indicator, year, period)
    ]
    return found


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("4,755", {"amount": Decimal(4755)}),
        ("△3.2", {"amount": Decimal("-3.2"), "printed": "△3.2"}),
        ("0", {"amount": Decimal(0)}),
        ("１２件", {"amount": Decimal(12), "printed": "１２"}),
        ("58.70（暫定）", {"amount": Decimal("58.70"), "provisional": True}),
        ("266,061（令和3年度）", {"amount": Decimal(266061), "reference_year": 2021}),
        ("15 (40)", {"amount": Decimal(15), "cumulative": Decimal(40)}),
        ("約6,000", {"amount": Decimal(6000), "approximate": True}),
        ("10以上", {"amount": Decimal(10), "printed": "10以上"}),
        ("集計中", {"state": "being-counted"}),
        ("—", {"state": "none", "printed": None}),
        ("", {"state": "not-entered", "origin": None}),
        ("策定", {"value": "策定"}),
    ],
)
def test_a_result_is_kept_as_offices_type_it(typed: str, stated: dict[str, Any]) -> None:
    entry = actual(enter_actual(PLAN, indicator="1-1", year=2024, text=typed), "1-1", 2024)
    assert entry == Actual(**{"indicator": "1-1", "year": 2024, "origin": "entered", **stated})


def test_a_state_is_chosen_and_a_blank_waits_again() -> None:
    chosen = enter_actual(PLAN, indicator="1-1", year=2023, state="not-surveyed")
    assert (actual(chosen, "1-1", 2023).state, actual(chosen, "1-1", 2023).origin) == ("not-surveyed", "entered")
    assert actual(enter_actual(PLAN, indicator="1-1", year=2023, text=" "), "1-1", 2023).state == "not-entered"
    assert len(chosen.actuals) == len(PLAN.actuals)


def test_the_same_value_typed_again_changes_nothing() -> None:
    assert enter_actual(PLAN, indicator="1-1", year=2023, text="12") == PLAN
    assert enter_target(PLAN, indicator="1-1", year=2023, text="15") == PLAN
    assert enter_target(PLAN, indicator="1-4", year=2024, text="70以上") == PLAN
    assert enter_baseline(PLAN, indicator="1-1", text="100件") == PLAN
    assert actual(enter_actual(PLAN, indicator="1-1", year=2023, text="13"), "1-1", 2023).reference_year is None


def test_interim_results_stand_beside_the_years_and_go_when_blank() -> None:
    document = enter_actual(PLAN, indicator="1-1", year=2024, period="H1", text="6", as_of="2024-09-30")
    entry = actual(document, "1-1", 2024, "H1")
    assert (entry.amount, entry.as_of) == (Decimal(6), "2024-09-30")
    assert enter_actual(document, indicator="1-1", year=2024, period="H1", text="") == PLAN


@pytest.mark.parametrize(
    ("year", "typed", "expected"),
    [
        (2024, "15 (25)", Target(indicator="1-1", year=2024, amount=Decimal(15), cumulative=Decimal(25))),
        (2024, "70以上", Target(indicator="1-1", year=2024, amount=Decimal(70), comparator=">=")),
        (2024, "5件以内", Target(indicator="1-1", year=2024, amount=Decimal(5), comparator="<=")),
        (2024, "", Target(indicator="1-1", year=2024, state="not-set")),
        (2024, "-", Target(indicator="1-1", year=2024, state="not-set", printed="-")),
        (None, "150", Target(indicator="1-1", final=True, amount=Decimal(150))),
    ],
)
def test_a_target_is_kept_with_bracket_and_comparator(year: int | None, typed: str, expected: Target) -> None:
    assert enter_target(PLAN, indicator="1-1", year=year, text=typed).targets[-1] == expected


def test_a_new_target_drops_the_bracket_that_no_longer_fits_and_a_blank_final_goes() -> None:
    assert enter_target(PLAN, indicator="1-1", year=2023, text="16").targets[0].cumulative is None
    assert enter_target(PLAN, indicator="1-2", text="").targets == (*PLAN.targets[:2], *PLAN.targets[3:])


def test_a_baseline_keeps_its_year_until_another_is_given() -> None:
    def baseline(text: str, year: int | None = None) -> Baseline | None:
        return enter_baseline(PLAN, indicator="1-1", text=text, year=year).indicators[0].baseline

    assert baseline("120") == Baseline(amount=Decimal(120), year=2022)
    assert baseline("120（令和2年度）") == Baseline(amount=Decimal(120), year=2020)
    assert baseline("120", 2021) == Baseline(amount=Decimal(120), year=2021)
    assert baseline("") is None


def test_last_years_values_are_copied_where_nothing_is_entered_and_marked() -> None:
    waiting = enter_actual(PLAN, indicator="1-1", year=2024)
    entered = enter_actual(waiting, indicator="1-3", year=2024, text="5")
    document = copy_from_last_year(entered, year=2024, indicators=["1-1", "1-2", "1-3", "1-4"])
    assert actual(document, "1-1", 2024) == Actual(indicator="1-1", year=2024, amount=Decimal(12), origin="estimated")
    assert actual(document, "1-3", 2024).amount == Decimal(5)
    assert actual(document, "1-4", 2024).provisional
    assert not [each for each in document.actuals if each.indicator == "1-2" and each.year == 2024]
    confirmed = enter_actual(document, indicator="1-1", year=2024, text="12")
    assert actual(confirmed, "1-1", 2024).origin == "entered"


def test_a_text_is_written_replaced_and_taken_away() -> None:
    document = write_text(PLAN, node="1-①", year=2023, kind="issues", text="場所が足りない。\r\n人も。\n")
    assert document.texts[1].text == "場所が足りない。\n人も。"
    assert write_text(document, node="1-①", year=2023, kind="issues", text="人手が足りない。") == PLAN
    assert len(write_text(PLAN, node="1-①", year=2023, kind="issues", text="").texts) == len(PLAN.texts) - 1
    headed = write_text(PLAN, indicator="1-1", year=None, kind="paragraph", heading="調査手法", order=1, text="郵送")
    assert (headed.texts[-1].indicator, headed.texts[-1].heading, headed.texts[-1].order) == ("1-1", "調査手法", 1)


def test_the_overall_rating_is_a_step_of_the_years_scale_with_its_reason() -> None:
    rated = rate_overall(PLAN, node="1-①", year=2023, step=1, stage="confirmed")
    assert rated.judgements[0] == Judgement(
        node="1-①", year=2023, kind="overall", value="遅れ", step=1, stage="confirmed", reason="増えた。"
    )
    cleared = rate_overall(rated, node="1-①", year=2023, step=None)
    assert (cleared.judgements[0].step, cleared.judgements[0].reason) == (None, "増えた。")
    assert rate_overall(cleared, node="1-①", year=2023, step=None, reason="").judgements == PLAN.judgements[1:]


def test_a_decision_is_of_its_vocabulary() -> None:
    decided = decide(PLAN, node="1-②", year=2023, vocabulary="次年度方針", values=["縮小"], reason="利用が減った")
    assert decided.decisions[-1] == Decision(
        node="1-②", year=2023, vocabulary="次年度方針", values=("縮小",), stage="draft", reason="利用が減った"
    )
    assert decide(decided, node="1-②", year=2023, vocabulary="次年度方針", values=[]) == PLAN


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: enter_actual(PLAN, indicator="1-1", year=2024, text="3千円"), "単位「千円」が.*単位「件」と違います"),
        (lambda: enter_actual(PLAN, indicator="1-1", year=2028, text="3"), "2028年度は計画期間"),
        (lambda: enter_actual(PLAN, indicator="1-1", year=2024, text="3", period="X"), "半期・四半期・月"),
        (lambda: enter_actual(PLAN, indicator="9", year=2024, text="3"), "この計画にありません"),
        (lambda: enter_target(PLAN, indicator="1-1", year=2022, text="3"), "2022年度は計画期間"),
        (lambda: write_text(PLAN, node="9", year=2023, kind="issues", text="文"), "この計画にありません"),
        (lambda: rate_overall(PLAN, node="1-①", year=2023, step=5), "順調、遅れ のどれか"),
        (lambda: rate_overall(replace(PLAN, rule_sets=()), node="1-①", year=2023, step=1), "段階が決まっていません"),
        (
            lambda: decide(PLAN, node="1-②", year=2023, vocabulary="次年度方針", values=["拡大"]),
            "「拡大」という選択肢はありません",
        ),
        (lambda: copy_from_last_year(PLAN, year=2028, indicators=["1-1"]), "計画期間"),
    ],
)
def test_refusals_say_what_to_do(edit: object, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit()  # type: ignore[operator]
