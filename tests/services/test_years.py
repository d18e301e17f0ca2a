"""Opening a year: what was shown is what is stored, old years keep their structure, undoing gives it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import set_node
from banso.domain.edits.reports import write_text
from banso.domain.edits.results import enter_actual
from banso.domain.edits.year_opening import OpeningChoices, finished_steps, open_chosen
from banso.domain.plan_json import load_document, to_data
from banso.library.demonstration import demonstration_plan
from banso.models import Entry, Person, Plan, YearStructure
from banso.queries.documents import document_in_year, document_of, read_document
from banso.queries.years import next_year, opening_digest, opening_preview, year_lines
from banso.services.changing import change, undo
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.years import OpeningChanged, open_year

pytestmark = pytest.mark.django_db


def stored(plan: Plan) -> PlanDocument:
    plan.refresh_from_db()
    return read_document(plan)


def rename(plan: Plan, actor: Actor, title: str) -> None:
    change(actor=actor, plan=plan, deed="edit-plan", edit=lambda document: set_node(document, key="2-③", title=title))


def title_in(plan: Plan, year: int) -> str | None:
    plan.refresh_from_db()
    return next(node.title for node in document_in_year(plan, year).nodes if node.key == "2-③")


def test_the_dry_run_is_what_is_stored(plan: Plan, actor: Actor) -> None:
    document = document_of(plan)
    preview = opening_preview(document, 2024, OpeningChoices())
    long = next(line for line in preview.steps if line.years)
    choices = OpeningChoices(frozenset({preview.issues[0].address}), {long.step.place: long.years[0][0]})
    shown = open_chosen(document, year=2024, choices=choices).document
    done = open_year(actor=actor, plan=plan, year=2024, choices=choices, shown=preview.digest, based_on=plan.revision)
    assert stored(plan) == shown
    assert Entry.objects.filter(plan=plan, number=done.plan.revision).get().summary == "2024年度を開きました"
    assert len(shown.actuals) - len(document.actuals) == preview.waiting
    assert len(shown.texts) - len(document.texts) == len(preview.issues) - 1


def test_a_changed_plan_is_shown_again_before_it_is_opened(plan: Plan, actor: Actor) -> None:
    digest = opening_digest(document_of(plan), 2024)
    write = {"node": "1-①", "year": 2023, "kind": "issues", "text": "あとから書いた課題"}
    change(actor=actor, plan=plan, deed="write-texts", edit=lambda document: write_text(document, **write))  # type: ignore[arg-type]
    with pytest.raises(OpeningChanged):
        open_year(actor=actor, plan=plan, year=2024, shown=digest)
    assert not YearStructure.objects.exists()
    open_year(actor=actor, plan=plan, year=2024, shown=opening_digest(stored(plan), 2024))


def test_only_the_secretariat_opens_a_year(plan: Plan, contributor: Person) -> None:
    with pytest.raises(NotAllowed):
        open_year(actor=actor_of(contributor), plan=plan, year=2024)
    assert not YearStructure.objects.exists()


@pytest.mark.parametrize("year", [2022, 2023, 2028])
def test_a_year_outside_the_plan_or_open_already_is_refused(plan: Plan, actor: Actor, year: int) -> None:
    with pytest.raises(EditRefused):
        open_year(actor=actor, plan=plan, year=year)
    assert not YearStructure.objects.exists()


def test_the_year_before_keeps_its_structure_until_the_opening_is_undone(plan: Plan, actor: Actor) -> None:
    before = stored(plan)
    old = title_in(plan, 2023)
    open_year(actor=actor, plan=plan, year=2024)
    snapshot = YearStructure.objects.get()
    assert (snapshot.year, snapshot.number) == (2023, plan.revision + 1)
    undone = undo(actor=actor, plan=plan)
    assert not undone.left
    assert not YearStructure.objects.exists()
    assert stored(plan) == before
    rename(plan, actor, "新しい名称")
    assert title_in(plan, 2023) == "新しい名称" != old
    open_year(actor=actor, plan=plan, year=2024)
    rename(plan, actor, "もっと新しい名称")
    assert (title_in(plan, 2023), title_in(plan, 2024)) == ("新しい名称", "もっと新しい名称")


def test_an_opening_that_is_taken_back_in_part_leaves_the_year_before_closed(plan: Plan, actor: Actor) -> None:
    done = open_year(actor=actor, plan=plan, year=2024)
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="2-3", year=2024, text="5000"),
    )
    assert undo(actor=actor, plan=plan, entry=done.entry).left
    assert [each.year for each in stored(plan).actuals if each.year == 2024] == [2024]
    assert YearStructure.objects.filter(year=2023).exists()


def test_years_are_told_with_their_state(plan: Plan, actor: Actor) -> None:
    assert next_year(document_of(plan)) == 2024
    for year in (2024, 2025):
        open_year(actor=actor, plan=plan, year=year)
        plan.refresh_from_db()
    lines = {line.year: line for line in year_lines(plan, document_of(plan))}
    assert {year: line.state for year, line in lines.items()} == {
        2023: "closed",
        2024: "closed",
        2025: "open",
        2026: "ahead",
        2027: "ahead",
    }
    assert (lines[2023].closed_by, lines[2023].closed_name) == (2, actor.name)
    assert lines[2025].waiting == len(document_of(plan).indicators)
    for year in (2026, 2027):
        open_year(actor=actor, plan=plan, year=year)
    assert next_year(stored(plan)) is None


def test_the_first_year_of_a_new_plan_closes_nothing(plan: Plan, actor: Actor) -> None:
    empty = replace(demonstration_plan(), actuals=(), texts=(), judgements=())
    change(actor=actor, plan=plan, deed="edit-plan", edit=lambda _: empty)
    assert next_year(stored(plan)) == 2023
    open_year(actor=actor, plan=plan, year=2023)
    assert not YearStructure.objects.exists()


def test_a_lengthened_step_lets_the_next_one_of_its_line_begin_later(plan: Plan) -> None:
    document = document_of(plan)
    (step, *_) = (each for each in finished_steps(document, 2024) if each.delays(2024))
    following = step.followed_by
    assert following is not None
    assert (following.first_year, step.years(2027)[-1]) == (2024, following.last_year - 1)
    opened = open_chosen(document, year=2024, choices=OpeningChoices(lengthened={step.place: 2024})).document
    line = [each for each in opened.roadmap if (each.owner, each.line) == (step.owner, step.line)]
    assert [(each.text, each.first_year, each.last_year) for each in line[step.position : step.position + 2]] == [
        (step.text, step.first_year, 2024),
        (following.text, 2025, following.last_year),
    ]
    with pytest.raises(EditRefused):
        open_chosen(document, year=2024, choices=OpeningChoices(lengthened={step.place: following.last_year}))


def test_a_kept_structure_reads_as_it_was(plan: Plan, actor: Actor) -> None:
    before = stored(plan)
    open_year(actor=actor, plan=plan, year=2024)
    kept = document_in_year(plan, 2023)
    plan.refresh_from_db()
    kept = document_in_year(plan, 2023)
    as_json = load_document(to_data(before))
    for name in ("levels", "vocabularies", "nodes", "groups", "roadmap", "placements", "indicators", "rule_sets"):
        assert getattr(kept, name) == getattr(as_json, name)


def test_a_years_estimates_become_its_budget_where_that_is_chosen() -> None:
    document = replace(demonstration_plan("aizuwakamatsu"), actuals=(), texts=())
    preview = opening_preview(document, 2025, OpeningChoices())
    assert (preview.money, preview.decided) == (83, ("次年度方針",))
    kept = open_chosen(document, year=2025, choices=OpeningChoices()).document
    assert kept.budgets == document.budgets
    copied = open_chosen(document, year=2025, choices=OpeningChoices(copy_money=True)).document
    amounts = {
        stage: sorted(
            (each.node, each.item, each.amount) for each in copied.budgets if (each.year, each.stage) == (2025, stage)
        )
        for stage in ("estimate", "budget")
    }
    assert amounts["budget"] == amounts["estimate"] != []
