"""Deeds on settings: refused in words, nothing overwritten unseen, old years judged by the rules of their time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from banso.domain.document import Vocabulary
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import set_node
from banso.domain.edits.results import enter_actual
from banso.domain.rule_set import Band, RuleSet
from banso.library.published import published_rule_sets
from banso.models import Person, Plan
from banso.queries.documents import document_in_year, document_of, evaluation_of, read_document
from banso.queries.settings import rule_effect, rule_spans, steps_in_use, term_uses
from banso.services.changing import Conflict, change, undo
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.settings import (
    Setting,
    Validity,
    add_sdgs,
    add_vocabulary,
    remove_rule_set,
    set_levels,
    set_plan,
    set_rule_set,
    set_vocabulary,
    with_rule_set,
)
from banso.services.years import open_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def kama(plan: Plan) -> RuleSet:
    return document_of(plan).rule_sets[0]


def harder(rule_set: RuleSet, **changed: object) -> RuleSet:
    """The rule set whose B begins at 99.9 percent."""
    best, middle, low = rule_set.bands
    return replace(rule_set, bands=(best, replace(middle, from_=Decimal("99.9")), low), **changed)  # type: ignore[arg-type]


def grade(plan: Plan, year: int, indicator: str = "2-3") -> str | None:
    plan.refresh_from_db()
    result = evaluation_of(plan, year).indicator(indicator, year)
    return result.rate.grade if result else None


def test_each_deed_asks_whether_the_person_may(plan: Plan, contributor: Person, kama: RuleSet) -> None:
    setting = Setting(actor_of(contributor), plan)
    for deed in (
        lambda: set_plan(setting, title="別の計画"),
        lambda: set_levels(setting, levels=document_of(plan).levels[:3]),
        lambda: add_vocabulary(setting, name="公表方法", terms=["広報"]),
        lambda: set_rule_set(setting, rule_set=harder(kama)),
        lambda: remove_rule_set(setting, key="kama"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert read_document(plan).title != "別の計画"


def test_a_list_that_somebody_changed_since_is_not_overwritten(plan: Plan, actor: Actor) -> None:
    setting = Setting(actor, plan, plan.revision)
    words = {"name": "実施方針区分", "new_name": "実施方針区分", "renamed": {}}
    terms = document_of(plan).vocabularies[2].terms
    set_vocabulary(setting, terms=(*terms, "休止"), **words)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        set_vocabulary(setting, terms=(*terms, "見直し"), **words)  # type: ignore[arg-type]


def test_a_rule_set_with_a_hole_is_refused_whoever_asks(plan: Plan, actor: Actor, kama: RuleSet) -> None:
    hole = replace(kama, bands=(Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80))))
    with pytest.raises(EditRefused, match="それより低い率に評価が付きません"):
        set_rule_set(Setting(actor, plan), rule_set=hole, original="kama")


def test_two_rule_sets_of_one_year_and_level_are_refused(plan: Plan, actor: Actor, kama: RuleSet) -> None:
    set_rule_set(Setting(actor, plan), rule_set=replace(kama, key="policies", level=0))
    with pytest.raises(EditRefused, match="同じ階層を評価する決まりがもうあります"):
        set_rule_set(Setting(actor, plan), rule_set=replace(kama, key="policies", level=1), original="policies")


def test_new_rules_from_a_year_on_leave_the_years_before(plan: Plan, actor: Actor, kama: RuleSet) -> None:
    before = grade(plan, 2023)
    changed = with_rule_set(document_of(plan), rule_set=harder(kama, from_year=2024), original="kama")
    assert rule_effect(plan, changed).changes == ()
    set_rule_set(Setting(actor, plan), rule_set=harder(kama, from_year=2024), original="kama")
    assert grade(plan, 2023) == before == "B"
    assert [(span.rule_set.key, span.years) for span in rule_spans(document_of(plan))] == [
        ("kama", (2023,)),
        ("kama-2024", (2024, 2025, 2026, 2027)),
    ]


def test_the_preview_names_exactly_what_then_changes(plan: Plan, actor: Actor, kama: RuleSet) -> None:
    def grades() -> dict[str, str | None]:
        return {each.key: each.rate.grade for each in evaluation_of(plan, 2023).indicators}

    old = grades()
    changed = with_rule_set(document_of(plan), rule_set=harder(kama), original="kama")
    effect = rule_effect(plan, changed)
    assert effect.digest
    assert "指標「2-3 商工会・商工会議所の相談・指導件数」" in {each.place for each in effect.changes}
    set_rule_set(Setting(actor, plan), rule_set=harder(kama), original="kama")
    plan.refresh_from_db()
    new = grades()
    assert {key for key in old if old[key] != new[key]} == {each.key for each in effect.changes}
    assert {each.year for each in effect.changes} == {2023}


def test_a_closed_year_is_judged_by_its_rules_and_shows_its_names(plan: Plan, actor: Actor, kama: RuleSet) -> None:
    open_year(actor=actor, plan=plan, year=2024)
    title = next(node.title for node in document_of(plan).nodes if node.key == "2-③")
    plan.refresh_from_db()
    effect = rule_effect(plan, with_rule_set(document_of(plan), rule_set=harder(kama), original="kama"))
    assert (effect.changes, effect.kept) == ((), 2023)
    set_rule_set(Setting(actor, plan), rule_set=harder(kama), original="kama")
    change(
        actor=actor,
        plan=plan,
        deed="edit-plan",
        edit=lambda document: set_node(document, key="2-③", title="新しい名称"),
    )
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="2-3", year=2024, text="4776"),
    )
    assert grade(plan, 2023) == "B"
    names = {
        year: next(node.title for node in document_in_year(plan, year).nodes if node.key == "2-③")
        for year in (2023, 2024)
    }
    assert names == {2023: title, 2024: "新しい名称"}
    assert rule_effect(plan, document_of(plan)).changes == ()


def test_figures_of_a_closed_year_stay_live(plan: Plan, actor: Actor) -> None:
    open_year(actor=actor, plan=plan, year=2024)
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="2-3", year=2023, text="4800"),
    )
    assert grade(plan, 2023) == "A"


def test_removing_the_rules_is_undone(plan: Plan, actor: Actor) -> None:
    remove_rule_set(Setting(actor, plan), key="kama")
    assert grade(plan, 2023) is None
    undo(actor=actor, plan=plan)
    assert grade(plan, 2023) == "B"


def test_words_in_use_are_counted_where_they_stand(plan: Plan) -> None:
    uses = term_uses(document_of(plan))["実施方針区分"]
    nodes = [node for node in document_of(plan).nodes if "強化" in node.terms.get("実施方針区分", ())]
    assert uses["強化"].count == len(nodes)
    assert len(uses["強化"].places) + uses["強化"].more == len(nodes)


def test_a_scale_without_a_step_in_use_is_told(plan: Plan, kama: RuleSet) -> None:
    assert steps_in_use(document_of(plan), kama) == ()
    used = {each.step for each in document_of(plan).judgements}
    assert set(steps_in_use(document_of(plan), replace(kama, scale=()))) == used - {None}
    assert steps_in_use(document_of(plan), published_rule_sets()["kama"].rule_set) == ()


def test_sdgs_targets_join_the_plans_own_words(plan: Plan, actor: Actor) -> None:
    own = Vocabulary(name="SDGs", terms=("8.9", "3.9"), labels={"8.9": "わが町の観光"})
    change(
        actor=actor,
        plan=plan,
        deed="edit-settings",
        edit=lambda document: replace(document, vocabularies=(*document.vocabularies, own)),
    )
    done = add_sdgs(Setting(actor, plan), goals=[17], codes=["８．３", "8.9", ""])
    found = done.document.vocabularies[-1]
    assert found.name == "SDGs", "they go where the plan has such targets"
    assert found.terms[:4] == ("3.9", "8.3", "8.9", "17.1"), "in the official order"
    assert found.labels["8.9"] == "わが町の観光"
    assert found.labels["17.1"]
    assert found.last_year == 2030
    assert add_sdgs(Setting(actor, plan), goals=[17], codes=[]).entry is None
    for goals, codes, words in (([], ["8.99"], "8.99"), ([], [], "選ぶか"), ([99], [], "選ぶか")):
        with pytest.raises(EditRefused, match=words):
            add_sdgs(Setting(actor, plan), goals=goals, codes=codes)


def test_meanings_and_period_of_a_vocabulary_are_one_deed(plan: Plan, actor: Actor) -> None:
    name = document_of(plan).vocabularies[0].name
    terms = document_of(plan).vocabularies[0].terms
    done = set_vocabulary(
        Setting(actor, plan),
        name=name,
        terms=terms,
        renamed={},
        new_name=" 新しい名称 ",
        labels={terms[0]: "前の計画から"},
        validity=Validity("第2期計画", 2020, 2024),
    )
    found = done.document.vocabularies[0]
    assert (found.name, dict(found.labels)) == ("新しい名称", {terms[0]: "前の計画から"})
    assert (found.source, found.first_year, found.last_year) == ("第2期計画", 2020, 2024)
