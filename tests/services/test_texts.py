"""Writing a sheet's texts and its overall rating."""

from __future__ import annotations

import pytest

from banso.domain.edits import EditRefused
from banso.models import Entry, Person, Plan
from banso.queries.documents import document_of
from banso.queries.sheets import fields_of, sheet_page, standing_rating
from banso.services.changing import Conflict, Done
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.texts import LONGEST, rate_sheet, write_report

pytestmark = pytest.mark.django_db
NODE, YEAR = "1-①", 2023


def write(actor: Actor, plan: Plan, text: str, based_on: int | None = None) -> Done:
    return write_report(actor=actor, plan=plan, node=NODE, year=YEAR, kind="issues", text=text, based_on=based_on)


def issues(plan: Plan) -> str:
    plan.refresh_from_db()
    return fields_of(document_of(plan), NODE, YEAR)["issues"][0].text


def test_a_text_is_kept_as_written_without_what_other_programs_leave_in_it(plan: Plan, actor: Actor) -> None:
    write(actor, plan, "一行目\r\n\r\n二行目\x00\x0b　全角\t終わり  ")
    assert issues(plan) == "一行目\n\n二行目　全角\t終わり"


def test_a_blank_text_goes_away(plan: Plan, actor: Actor) -> None:
    write(actor, plan, " \n ")
    assert issues(plan) == ""
    assert not [text for text in document_of(plan).texts if text.node == NODE and text.kind == "issues"]


def test_a_text_longer_than_any_form_is_refused_with_a_way_out(plan: Plan, actor: Actor) -> None:
    with pytest.raises(EditRefused, match="根拠資料"):
        write(actor, plan, "あ" * (LONGEST + 1))


def test_of_two_writers_the_second_sees_both_texts(plan: Plan, actor: Actor, contributor: Person) -> None:
    seen = plan.revision
    write(actor, plan, "事務局の文", seen)
    with pytest.raises(Conflict) as caught:
        write(actor_of(contributor), plan, "担当の文", seen)
    assert caught.value.change.fields["text"] == ("事務局の文", "担当の文")
    assert issues(plan) == "事務局の文"
    write(actor_of(contributor), plan, "担当の文", caught.value.theirs.number)
    assert issues(plan) == "担当の文"


def test_the_same_text_sent_twice_is_one_deed(plan: Plan, actor: Actor) -> None:
    seen = plan.revision
    write(actor, plan, "書いた文", seen)
    before = Entry.objects.count()
    assert write(actor, plan, "書いた文", seen).entry is None
    assert Entry.objects.count() == before


def test_readers_and_other_organizations_write_nothing(plan: Plan, reader: Person, outsider: Person) -> None:
    for person in (reader, outsider):
        with pytest.raises(NotAllowed):
            write(actor_of(person), plan, "書けない")
        with pytest.raises(NotAllowed):
            rate_sheet(actor=actor_of(person), plan=plan, node=NODE, year=YEAR, step=3)


def test_a_rating_is_a_draft_until_the_secretariat_confirms_it(plan: Plan, actor: Actor, contributor: Person) -> None:
    clerk = actor_of(contributor)
    rate_sheet(actor=clerk, plan=plan, node=NODE, year=YEAR, step=3, reason="目標を上回った。")
    with pytest.raises(NotAllowed, match="事務局"):
        rate_sheet(actor=clerk, plan=plan, node=NODE, year=YEAR, step=3, stage="confirmed")
    plan.refresh_from_db()
    page = sheet_page(plan, YEAR, NODE)
    assert page is not None
    assert (page.rating.step, page.rating.reason, page.page.value.draft) == (3, "目標を上回った。", True)
    rate_sheet(actor=actor, plan=plan, node=NODE, year=YEAR, step=3, stage="confirmed")
    with pytest.raises(NotAllowed, match="確定した"):
        rate_sheet(actor=clerk, plan=plan, node=NODE, year=YEAR, step=1)
    plan.refresh_from_db()
    standing = standing_rating(document_of(plan), NODE, YEAR)
    assert standing is not None
    assert (standing.step, standing.stage, standing.reason) == (3, "confirmed", "目標を上回った。")
    page = sheet_page(plan, YEAR, NODE)
    assert page is not None
    assert not page.page.value.draft


def test_nothing_cannot_be_confirmed_and_no_step_is_made_up(plan: Plan, actor: Actor) -> None:
    with pytest.raises(EditRefused, match="選んでから"):
        rate_sheet(actor=actor, plan=plan, node=NODE, year=YEAR, step=None, stage="confirmed")
    with pytest.raises(EditRefused):
        rate_sheet(actor=actor, plan=plan, node=NODE, year=YEAR, step=9)
