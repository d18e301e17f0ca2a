"""Laws of evaluation over whole plans: order and units of the facts do not matter."""

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from banso.domain.document import Actual, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.legend import rule_set_of_legends
from banso.domain.rule_set import RollUp
from tests.domain.kazuno import kazuno
from tests.domain.plans import plans

KAMA = rule_set_of_legends("100%以上=A、99%~80%=B、79%以下=C", "", 2020, 1)


def graded(plan: PlanDocument) -> PlanDocument:
    return replace(plan, rule_sets=(replace(KAMA, roll_up=RollUp(method="all")),))


@settings(max_examples=40)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(plan: PlanDocument, chance: random.Random) -> None:
    # The order of placements does matter: an indicator listed in several places is at home in the first of them.
    plan = graded(plan)
    lists = {
        name: tuple(chance.sample(getattr(plan, name), len(getattr(plan, name))))
        for name in ("targets", "actuals", "indicators", "nodes")
    }
    here, there = evaluate(plan), evaluate(replace(plan, **lists))
    assert sorted(map(str, here.indicators)) == sorted(map(str, there.indicators))
    assert sorted(map(str, here.nodes)) == sorted(map(str, there.nodes))
    assert sorted(map(str, here.totals)) == sorted(map(str, there.totals))


@settings(max_examples=20)
@given(st.integers(2, 1000))
def test_counting_in_thousands_changes_no_judgement(factor: int) -> None:
    plan = graded(kazuno())

    def scaled(entry: Target | Actual) -> Target | Actual:
        return replace(entry, amount=entry.amount * Decimal(factor))

    larger = replace(plan, targets=tuple(map(scaled, plan.targets)), actuals=tuple(map(scaled, plan.actuals)))
    assert evaluate(larger) == evaluate(plan)


@settings(max_examples=40)
@given(plans())
def test_every_result_is_either_judged_or_says_why_not(plan: PlanDocument) -> None:
    for result in evaluate(graded(plan)).indicators:
        assert (result.achieved is None) == (result.reason is not None)
        assert (result.rate.grade is None) == (result.achieved is None)


@settings(max_examples=40)
@given(plans())
def test_totals_of_the_top_nodes_add_up_to_the_whole_where_every_indicator_has_a_home(plan: PlanDocument) -> None:
    placed = {placement.indicator for placement in plan.placements}
    plan = graded(replace(plan, indicators=tuple(each for each in plan.indicators if each.key in placed)))
    totals = [total for total in evaluate(plan).totals if total.of == "indicators"]
    whole = sum(total.counted for total in totals if not total.where)
    assert sum(total.counted for total in totals if "node" in total.where) == whole
