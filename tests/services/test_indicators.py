"""The deed on an indicator's definition: one entry for all its fields and the baseline, and it can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import Baseline, Indicator
from banso.domain.edits import EditRefused
from banso.models import Entry, Person, Plan
from banso.queries.documents import evaluation_of, read_document
from banso.services.changing import undo
from banso.services.indicators import define_indicator
from banso.services.policy import Actor, NotAllowed, actor_of

pytestmark = pytest.mark.django_db


def found(plan: Plan) -> Indicator:
    plan.refresh_from_db()
    return next(each for each in read_document(plan).indicators if each.key == "2-3")


def test_fields_and_baseline_are_one_entry_that_can_be_taken_back(plan: Plan, actor: Actor) -> None:
    before, number = found(plan), plan.revision
    define_indicator(
        actor=actor,
        plan=plan,
        key="2-3",
        values={"definition": "窓口で受けた数", "direction": "higher"},
        baseline="4,700",
        based_on=plan.revision,
        reason="定義の見直し",
    )
    after = found(plan)
    assert (after.definition, after.direction) == ("窓口で受けた数", "higher")
    assert after.baseline == Baseline(amount=Decimal(4700), year=2022)
    entry = Entry.objects.get(plan=plan, number=number + 1)
    assert entry.reason == "定義の見直し"
    undo(actor=actor, plan=plan)
    assert found(plan) == before


def test_a_rule_of_its_own_changes_the_evaluation_at_once(plan: Plan, actor: Actor) -> None:
    def printed() -> str | None:
        result = evaluation_of(plan, 2023).indicator("2-3", 2023)
        return result.rate.printed if result else None

    assert printed() == "99%"
    rule = {"rounding": {"digits": 1, "mode": "half-up"}}
    define_indicator(actor=actor, plan=plan, key="2-3", values={"rule": rule}, based_on=None)
    found(plan)
    assert printed() == "99.5%"


def test_a_refused_baseline_leaves_everything_as_it_was(plan: Plan, actor: Actor) -> None:
    before = found(plan)
    with pytest.raises(EditRefused, match="単位"):
        define_indicator(actor=actor, plan=plan, key="2-3", values={"definition": "別"}, baseline="80人", based_on=None)
    assert found(plan) == before


def test_contributors_do_not_redefine_indicators(plan: Plan, contributor: Person) -> None:
    with pytest.raises(NotAllowed):
        define_indicator(actor=actor_of(contributor), plan=plan, key="2-3", values={"definition": "別"}, based_on=None)
