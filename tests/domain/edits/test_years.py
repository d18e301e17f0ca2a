from dataclasses import replace
from decimal import Decimal

import pytest

from banso.domain.diff import diff
from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import end_node
from banso.domain.edits.results import copy_from_last_year, enter_actual
from banso.domain.edits.years import carry_plan, is_open, open_year
from tests.domain.edits.small_plan import PLAN


def test_the_next_year_opens_with_waiting_results_and_targets_where_none_are_given() -> None:
    opening = open_year(PLAN, year=2024)
    assert [each for each in opening.document.actuals if each.year == 2024] == [
        Actual(indicator=key, year=2024, state="not-entered") for key in ("1-1", "1-2", "1-3", "1-4")
    ]
    assert [each for each in opening.document.targets if each.year == 2024] == [
        PLAN.targets[-1],
        *(Target(indicator=key, year=2024, state="not-set") for key in ("1-1", "1-2", "1-3")),
    ]
    notes = dict(opening.notes)
    assert "最終目標で評価します" in notes["target/1-2/2024"]
    assert "目標があれば入れてください" in notes["target/1-1/2024"]


def test_issues_are_carried_and_nothing_else_is_written() -> None:
    opening = open_year(PLAN, year=2024)
    assert {(each.node, each.kind, each.text) for each in opening.document.texts if each.year == 2024} == {
        ("1-①", "issues", "人手が足りない。"),
        ("1-②", "issues", "空き店舗が遠い。"),
    }
    assert [address for address, _ in opening.notes if address.startswith("text/")] == [
        "text/1-①/2024/issues",
        "text/1-②/2024/issues",
    ]


def test_finished_steps_are_proposed_and_left_alone() -> None:
    opening = open_year(PLAN, year=2024)
    assert opening.document.roadmap == PLAN.roadmap
    (note,) = [words for address, words in opening.notes if address.startswith("roadmap/")]
    assert note.startswith("ロードマップの「準備」は2023年度までの予定です")


def test_what_ended_is_not_opened() -> None:
    sub = Indicator(key="1-3-1", name="うち女性", parent="1-3")
    plan = end_node(replace(PLAN, indicators=(*PLAN.indicators, sub)), key="1-②", last_year=2023)
    opening = open_year(plan, year=2024)
    assert {each.indicator for each in opening.document.actuals if each.year == 2024} == {"1-1", "1-2", "1-4"}
    assert {each.node for each in opening.document.texts if each.year == 2024} == {"1-①"}
    assert "2024年度には開きません" in dict(opening.notes)["node/1-②"]


def test_opening_the_demonstration_plan_only_adds(kama: PlanDocument) -> None:
    opening = open_year(kama, year=2024)
    assert {change.kind for change in diff(kama, opening.document).changes} == {"added"}
    assert is_open(opening.document, 2024)
    assert len([each for each in opening.document.actuals if each.year == 2024]) == len(kama.indicators)


def test_a_year_left_out_is_told() -> None:
    assert "2025年度はまだ開かれていません" in dict(open_year(PLAN, year=2026).notes)["plan/first_year"]
    assert "plan/first_year" not in dict(open_year(PLAN, year=2024).notes)


@pytest.mark.parametrize(
    ("plan", "year", "words"),
    [
        (PLAN, 2023, "もう開かれています"),
        (PLAN, 2028, "終了年度を2028年度に変え"),
        (PLAN, 2022, "開始年度（2023年度）より前"),
        (replace(PLAN, last_year=None), 2024, "計画期間が決まっていない"),
    ],
)
def test_years_that_cannot_be_opened_are_refused(plan: PlanDocument, year: int, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        open_year(plan, year=year)


def test_the_successor_has_the_structure_and_starts_from_the_last_results() -> None:
    later = enter_actual(PLAN, indicator="1-1", year=2026, text="130")
    later = enter_actual(later, indicator="1-1", year=2027, text="集計中")
    later = copy_from_last_year(later, year=2024, indicators=["1-3"])
    plan = carry_plan(later, title="第2次計画", first_year=2028, last_year=2032)
    assert (plan.title, plan.first_year, plan.last_year, plan.levels) == ("第2次計画", 2028, 2032, PLAN.levels)
    assert [(each.key, each.predecessor) for each in plan.nodes] == [(each.key, each.key) for each in PLAN.nodes]
    baselines = {each.key: each.baseline for each in plan.indicators}
    assert baselines["1-1"] == Baseline(amount=Decimal(130), year=2026)
    assert baselines["1-2"] is None
    assert baselines["1-3"] == Baseline(amount=Decimal(12), year=2023), "a copied stand-in is no result"
    assert (plan.targets, plan.actuals, plan.judgements, plan.decisions, plan.roadmap) == ((), (), (), (), ())
    assert [each.text for each in plan.texts] == ["窓口は一つ。"]
    assert [(each.key, each.from_year) for each in plan.rule_sets] == [("own", 2028)]


def test_a_baseline_is_of_the_year_the_result_belongs_to() -> None:
    plan = carry_plan(PLAN, title="次", first_year=2028, last_year=2032)
    assert plan.indicators[0].baseline == Baseline(amount=Decimal(12), year=2022)


def test_what_ended_stays_behind_and_its_repeats_stand_on_their_own() -> None:
    plan = carry_plan(end_node(PLAN, key="1-①", last_year=2025), title="次", first_year=2028, last_year=2032)
    repeat = next(each for each in plan.nodes if each.key == "2-①-a")
    assert "1-①" not in {each.key for each in plan.nodes}
    assert (repeat.title, repeat.reprise_of, repeat.inherits) == ("窓口相談", None, ())
    assert [(each.node, each.text) for each in plan.texts] == [("2-①-a", "窓口は一つ。")]
    assert [each.key for each in plan.indicators] == ["1-3", "1-4"]
    assert plan.groups == ()


@pytest.mark.parametrize(
    ("title", "first", "last", "words"),
    [("", 2028, 2032, "名称が空"), ("次", 2032, 2028, "より後です"), ("次", 2023, 2028, "より後に始まります")],
)
def test_successors_that_make_no_sense_are_refused(title: str, first: int, last: int, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        carry_plan(PLAN, title=title, first_year=first, last_year=last)
