"""Deeds on the roadmap: one entry each, refused without the role, never over what somebody else has changed."""

from __future__ import annotations

import pytest

from banso.domain.edits import EditRefused
from banso.models import Entry, Person, Plan
from banso.queries.documents import read_document
from banso.services.changing import Conflict, undo
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.roadmap import StepPlace, add_step, confirm_spans, move_step, remove_step, step_at, write_step

pytestmark = pytest.mark.django_db
PLACE = StepPlace("1-①-a", 1, 0)


def span(plan: Plan, place: StepPlace = PLACE) -> tuple[int, int, str, str]:
    plan.refresh_from_db()
    step = step_at(read_document(plan), place)
    assert step is not None
    return step.first_year, step.last_year, step.span, step.text


def test_a_moved_step_is_stated_and_told_in_one_entry(plan: Plan, actor: Actor) -> None:
    before = span(plan)
    move_step(actor=actor, plan=plan, place=PLACE, first_year=2024, last_year=2026, based_on=plan.revision)
    assert span(plan)[:3] == (2024, 2026, "stated")
    entry = Entry.objects.filter(plan=plan).first()
    assert entry is not None
    assert "2024" in entry.summary
    undo(actor=actor, plan=plan)
    assert span(plan) == before


def test_new_words_leave_an_assumed_span_assumed_until_it_is_confirmed(plan: Plan, actor: Actor) -> None:
    def write(confirmed: bool) -> None:
        write_step(
            actor=actor,
            plan=plan,
            place=PLACE,
            text="相談会",
            first_year=2023,
            last_year=2027,
            confirmed=confirmed,
            based_on=None,
        )

    assert span(plan)[2] == "assumed"
    write(confirmed=False)
    assert span(plan) == (2023, 2027, "assumed", "相談会")
    write(confirmed=True)
    assert span(plan) == (2023, 2027, "stated", "相談会")


def test_steps_are_added_on_a_new_line_and_taken_away(plan: Plan, actor: Actor) -> None:
    add_step(
        actor=actor, plan=plan, owner="1-①-a", line=None, text="検証", first_year=2026, last_year=2027, based_on=None
    )
    assert span(plan, StepPlace("1-①-a", 2, 0)) == (2026, 2027, "stated", "検証")
    remove_step(actor=actor, plan=plan, place=StepPlace("1-①-a", 2, 0), based_on=None)
    plan.refresh_from_db()
    assert step_at(read_document(plan), StepPlace("1-①-a", 2, 0)) is None


def test_confirming_says_how_many_rows_and_refuses_when_nothing_is_left(plan: Plan, actor: Actor) -> None:
    done = confirm_spans(actor=actor, plan=plan, owners=["1-①-a", "1-①-b"], based_on=None)
    assert done.entry is not None
    assert "2行" in done.entry.summary
    assert span(plan)[2] == "stated"
    with pytest.raises(EditRefused, match="残っていません"):
        confirm_spans(actor=actor, plan=plan, owners=["1-①-a", "1-①-b"], based_on=None)


def test_two_people_moving_one_line_do_not_overwrite_each_other(plan: Plan, actor: Actor) -> None:
    seen = plan.revision
    move_step(actor=actor, plan=plan, place=PLACE, first_year=2024, last_year=2027, based_on=seen)
    with pytest.raises(Conflict):
        move_step(actor=actor, plan=plan, place=PLACE, first_year=2023, last_year=2025, based_on=seen)
    assert span(plan)[:2] == (2024, 2027)
    move_step(actor=actor, plan=plan, place=StepPlace("1-①-b", 1, 0), first_year=2023, last_year=2024, based_on=seen)


@pytest.mark.parametrize("years", [(2025, 2024), (2022, 2024), (2023, 2028)])
def test_impossible_years_are_refused_with_a_sentence(plan: Plan, actor: Actor, years: tuple[int, int]) -> None:
    with pytest.raises(EditRefused, match="年度"):
        move_step(actor=actor, plan=plan, place=PLACE, first_year=years[0], last_year=years[1], based_on=None)


def test_contributors_and_readers_may_not_move_steps(plan: Plan, contributor: Person, reader: Person) -> None:
    for person in (contributor, reader):
        with pytest.raises(NotAllowed):
            move_step(actor=actor_of(person), plan=plan, place=PLACE, first_year=2024, last_year=2025, based_on=None)
