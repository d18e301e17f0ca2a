"""かづの商工会's scorecard: 14 of 21 indicators and 4 of 10 measures, recounted and with one target taken away."""

from dataclasses import replace

import pytest

from banso.domain.document import Placement
from banso.domain.evaluation import evaluate
from banso.domain.rule_set import RollUp
from tests.domain.kazuno import RULES, YEAR, kazuno, without_target

PLAN = kazuno()


def counts(plan: object = PLAN) -> dict[tuple[str, str], str]:
    """Totals as (what, where) → ``achieved/counted``; the whole is where ""."""
    evaluation = evaluate(plan)
    return {
        (total.of, "".join(total.where.values())): f"{total.achieved}/{total.counted}" for total in evaluation.totals
    }


@pytest.mark.parametrize(
    ("of", "where", "expected"),
    [
        ("indicators", "", "14/21"),
        ("nodes", "", "4/10"),
        ("indicators", "共通戦略", "8/13"),
        ("nodes", "共通戦略", "2/6"),
        ("indicators", "独自戦略", "6/8"),
        ("nodes", "独自戦略", "2/4"),
        ("indicators", "共通-1", "3/4"),
        ("nodes", "共通-1", "1/2"),
        ("indicators", "独自-2", "4/4"),
        ("nodes", "独自-2", "2/2"),
    ],
)
def test_totals_are_counted_for_the_whole_each_kind_and_each_strategy(of: str, where: str, expected: str) -> None:
    assert counts()[of, where] == expected


def test_totals_say_of_what_level_they_are() -> None:
    for total in evaluate(PLAN).totals:
        assert total.level == (1 if total.of == "nodes" else None)
        assert total.year == YEAR
    wheres = [dict(total.where) for total in evaluate(PLAN).totals if total.of == "nodes"]
    assert wheres[:3] == [{}, {"戦略種別": "共通戦略"}, {"戦略種別": "独自戦略"}]
    assert wheres[3:] == [{"node": key} for key in ("共通-1", "共通-2", "共通-3", "独自-1", "独自-2")]


def test_the_achieved_measures_are_those_with_every_indicator_achieved() -> None:
    nodes = {node.key: node for node in evaluate(PLAN).nodes}
    assert [key for key, node in nodes.items() if node.achieved] == ["2", "4", "9", "10"]
    assert (nodes["6"].achieved, nodes["6"].counted, nodes["6"].value) == (False, 3, "未達成")


@pytest.mark.parametrize(
    ("indicator", "indicators", "nodes"),
    [("1-(1)", "13/20", "4/10"), ("1-(2)", "14/20", "5/10"), ("5-(1)", "14/20", "5/10"), ("2-(1)", "13/20", "4/10")],
)
def test_an_indicator_without_a_target_leaves_the_denominator(indicator: str, indicators: str, nodes: str) -> None:
    found = counts(without_target(PLAN, indicator))
    assert (found["indicators", ""], found["nodes", ""]) == (indicators, nodes)


def test_a_measure_with_nothing_but_dashes_is_left_out_too() -> None:
    plan = without_target(without_target(PLAN, "2-(1)"), "2-(2)")
    assert counts(plan)["nodes", ""] == "3/9"
    node = next(node for node in evaluate(plan).nodes if node.key == "2")
    assert (node.achieved, node.counted, node.value) == (None, 0, None)


def test_587_is_not_59() -> None:
    result = evaluate(PLAN).indicator("5-(1)", YEAR)
    assert result is not None
    assert (result.achieved, result.reason, result.rate.exact) == (False, None, None)


def test_an_indicator_placed_again_counts_once_in_totals_and_on_both_sheets() -> None:
    again = Placement(indicator="9-(1)", node="1", role="main", reprise=True)
    plan = replace(PLAN, placements=(again, *PLAN.placements))
    assert counts(plan)["indicators", ""] == "14/21"
    assert counts(plan)["indicators", "共通戦略"] == "8/13"
    assert next(node for node in evaluate(plan).nodes if node.key == "1").counted == 3


@pytest.mark.parametrize(
    ("method", "nodes"), [("all", "4/10"), ("majority", "4/10"), ("share", "4/10"), ("worst", "4/10"), ("human", "0/0")]
)
def test_the_roll_up_is_the_bodys_choice(method: str, nodes: str) -> None:
    rule_set = replace(RULES, roll_up=RollUp(method=method))
    assert counts(replace(PLAN, rule_sets=(rule_set,)))["nodes", ""] == nodes


def test_the_judged_level_is_found_without_being_named() -> None:
    assert counts(replace(PLAN, rule_sets=(replace(RULES, level=None),))) == counts()


def test_a_waiting_result_counts_only_where_the_body_counts_all() -> None:
    waiting = replace(PLAN, actuals=PLAN.actuals[1:])
    assert counts(waiting)["indicators", ""] == "13/20"
    everything = replace(RULES, roll_up=RollUp(method="all", denominator="all"))
    assert counts(replace(waiting, rule_sets=(everything,)))["indicators", ""] == "13/21"
    assert counts(replace(without_target(PLAN, "1-(1)"), rule_sets=(everything,)))["indicators", ""] == "13/20"
