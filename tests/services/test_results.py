"""Cells of the grids: typed as offices type, saved once, nothing overwritten unseen, one deed for a pasted block."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import Actual, Target
from banso.models import Entry, Person, Plan
from banso.queries.documents import document_of
from banso.services.changing import undo
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.results import CellEdit, Saved, copy_last_year, save_cells

pytestmark = pytest.mark.django_db


def save(actor: Actor, plan: Plan, *cells: tuple[str, str], based_on: int | None = None) -> Saved:
    saved = save_cells(actor=actor, plan=plan, cells=[CellEdit(address, text, based_on) for address, text in cells])
    plan.refresh_from_db()
    return saved


def kinds(saved: Saved) -> list[str]:
    return [outcome.kind for outcome in saved.outcomes]


def actual(plan: Plan, key: str, period: str | None = None) -> Actual:
    return next(
        each for each in document_of(plan).actuals if (each.indicator, each.year, each.period) == (key, 2023, period)
    )


def target(plan: Plan, key: str, year: int | None) -> Target:
    return next(
        each
        for each in document_of(plan).targets
        if each.indicator == key and (each.final if year is None else each.year == year and not each.final)
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1,234", {"amount": Decimal(1234), "printed": None}),
        ("１，２３４", {"amount": Decimal(1234), "printed": None}),
        ("0", {"amount": Decimal(0), "state": None}),
        ("", {"amount": None, "state": "not-entered", "origin": None}),
        ("集計中", {"amount": None, "state": "being-counted"}),
        ("未公表", {"amount": None, "state": "not-published"}),
        ("—", {"amount": None, "state": "none"}),
        ("△3.2", {"amount": Decimal("-3.2")}),
        ("約6,000件", {"amount": Decimal(6000), "approximate": True}),
        ("1,234（暫定）", {"amount": Decimal(1234), "provisional": True}),
        ("266,061（令和3年度）", {"amount": Decimal(266061), "reference_year": 2021}),
        ("第２段階まで策定", {"value": "第２段階まで策定", "amount": None}),
    ],
)
def test_a_result_is_read_as_offices_type_it(actor: Actor, plan: Plan, typed: str, expected: dict[str, object]) -> None:
    assert kinds(save(actor, plan, ("actual/2-3/2023", typed))) == ["saved"]
    found = actual(plan, "2-3")
    assert {name: getattr(found, name) for name in expected} == expected


def test_targets_keep_their_running_total_comparator_and_chosen_absence(actor: Actor, plan: Plan) -> None:
    save(actor, plan, ("target/1-1/2024", "15 (25)"), ("target/1-1/2025", "70以上"), ("target/1-1/2026", "設定なし"))
    save(actor, plan, ("target/1-1/final", "100"), ("indicator/1-1/baseline", "約12（令和3年度）"))
    assert (target(plan, "1-1", 2024).amount, target(plan, "1-1", 2024).cumulative) == (Decimal(15), Decimal(25))
    assert target(plan, "1-1", 2025).comparator == ">="
    assert target(plan, "1-1", 2026).state == "not-set"
    assert target(plan, "1-1", None).amount == Decimal(100)
    baseline = next(each for each in document_of(plan).indicators if each.key == "1-1").baseline
    assert baseline is not None
    assert (baseline.amount, baseline.year, baseline.approximate) == (Decimal(12), 2021, True)


def test_an_interim_result_stands_beside_the_years_and_goes_away_when_blank(actor: Actor, plan: Plan) -> None:
    before = actual(plan, "2-3").amount
    save(actor, plan, ("actual/2-3/2023/H1", "2,000"))
    assert actual(plan, "2-3", "H1").amount == Decimal(2000)
    assert actual(plan, "2-3").amount == before
    save(actor, plan, ("actual/2-3/2023/H1", ""))
    assert not [each for each in document_of(plan).actuals if each.period]


def test_a_pasted_block_is_one_entry_and_one_undo(actor: Actor, plan: Plan) -> None:
    before = document_of(plan)
    saved = save(
        actor,
        plan,
        ("actual/1-1/2023", "11"),
        ("text/1-1/2023/remarks", "秋は1回"),
        ("actual/1-2/2023", "12"),
        based_on=plan.revision,
    )
    assert kinds(saved) == ["saved"] * 3
    assert Entry.objects.filter(plan=plan).count() == 2, "creation and paste"
    undo(actor=actor, plan=plan)
    plan.refresh_from_db()
    assert document_of(plan) == before


def test_the_same_save_again_changes_nothing(actor: Actor, plan: Plan) -> None:
    seen = plan.revision
    assert kinds(save(actor, plan, ("actual/1-1/2023", "11"), based_on=seen)) == ["saved"]
    count = Entry.objects.count()
    assert kinds(save(actor, plan, ("actual/1-1/2023", "11"), based_on=seen)) == ["saved"]
    assert Entry.objects.count() == count


def test_of_a_block_only_the_cell_somebody_else_changed_waits(actor: Actor, contributor: Person, plan: Plan) -> None:
    seen = plan.revision
    save(actor_of(contributor), plan, ("actual/1-2/2023", "99"), based_on=seen)
    saved = save(actor, plan, ("actual/1-1/2023", "11"), ("actual/1-2/2023", "12"), based_on=seen)
    assert kinds(saved) == ["saved", "conflict"]
    assert saved.outcomes[1].theirs == "担当 太郎"
    assert (actual(plan, "1-1").amount, actual(plan, "1-2").amount) == (Decimal(11), Decimal(99))
    assert kinds(save(actor, plan, ("actual/1-2/2023", "12"), based_on=plan.revision)) == ["saved"]
    assert actual(plan, "1-2").amount == Decimal(12)


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [
        ("actual/2-3/2023", "5,000円", "単位"),
        ("actual/2-3/2050", "5", "計画期間"),
        ("actual/9-9/2023", "5", "この計画にありません"),
        ("actual/2-3/2023/Q9", "5", "期間"),
        ("node/1-①/level", "x", "保存できません"),
        ("node/1-①/title", " ", "名称を空に"),
        ("node/1-①/terms/無い区分", "x", "という区分はありません"),
        ("actual/2-3/20x3", "5", "保存できません"),
        ("text/2-3/2023/unknown", "x", "保存できません"),
        ("text/9-9/2023/issues", "x", "この計画にありません"),
        ("text/2-3/2023/issues/見出し/x", "x", "保存できません"),
        ("budget/1-①/事業費/2023/guess", "5", "保存できません"),
        ("budget/1-①/事業費/2023/budget", "多め", "金額として読めません"),
        ("budget/1-①/事業費/2050/budget", "5", "計画期間"),
        ("decision/1-①/2023/次年度方針", "続ける", "という選択肢はありません"),
        ("event/1-①/無い催し/days", "2日", "この計画にありません"),
        ("event/1-①/無い催し/name", "x", "保存できません"),
        ("table/無い表/0/1", "5", "行か列がありません"),
        ("", "5", "保存できません"),
    ],
)
def test_a_refused_cell_says_why_and_keeps_no_other_waiting(
    actor: Actor, plan: Plan, address: str, typed: str, words: str
) -> None:
    before = document_of(plan)
    saved = save(actor, plan, (address, typed), ("actual/1-1/2023", "11"))
    assert kinds(saved) == ["refused", "saved"]
    assert words in saved.outcomes[0].message
    assert actual(plan, "1-1").amount == Decimal(11)
    assert [each for each in document_of(plan).actuals if each.indicator != "1-1"] == [
        each for each in before.actuals if each.indicator != "1-1"
    ]


def test_who_may_not_change_one_of_the_cells_changes_none(contributor: Person, reader: Person, plan: Plan) -> None:
    before = document_of(plan)
    for person, cells in (
        (reader, [("actual/1-1/2023", "11")]),
        (contributor, [("actual/1-1/2023", "11"), ("target/1-1/2024", "20")]),
    ):
        with pytest.raises(NotAllowed):
            save(actor_of(person), plan, *cells)
    plan.refresh_from_db()
    assert document_of(plan) == before


def test_copied_values_are_marked_until_they_are_typed_even_if_they_stay_the_same(actor: Actor, plan: Plan) -> None:
    done = copy_last_year(actor=actor, plan=plan, year=2024, indicators=["1-1", "2-3"])
    assert len(done.difference.changes) == 2
    plan.refresh_from_db()
    copied = [each for each in document_of(plan).actuals if each.year == 2024]
    assert {each.origin for each in copied} == {"estimated"}
    save(actor, plan, ("actual/1-1/2024", "12"))
    origins = {each.indicator: each.origin for each in document_of(plan).actuals if each.year == 2024}
    assert origins == {"1-1": "entered", "2-3": "estimated"}
    again = copy_last_year(actor=actor, plan=plan, year=2024, indicators=["1-1", "2-3"])
    assert again.entry is None, "nothing that stands is copied over"
