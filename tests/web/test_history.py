"""The history page: sentences by day, one fact, both sides of a deed, taking back, whether the chain holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import PlanDocument
from banso.models import Entry, Person, Plan
from banso.queries.documents import document_of
from banso.queries.history import chain_of, entries_at, entries_of
from banso.services.changing import change
from banso.services.policy import actor_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]


def rename(plan: Plan, person: Person, title: str, key: str = "1-①", reason: str = "") -> Entry:
    def edit(document: PlanDocument) -> PlanDocument:
        return replace(
            document, nodes=tuple(replace(each, title=title) if each.key == key else each for each in document.nodes)
        )

    done = change(actor=actor_of(person), plan=plan, deed="edit-plan", edit=edit, reason=reason)
    assert done.entry is not None
    return done.entry


def title_of(plan: Plan, key: str = "1-①") -> str | None:
    plan.refresh_from_db()
    return next(node.title for node in document_of(plan).nodes if node.key == key)


def seen(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_deeds_are_sentences_under_their_days(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    first = Entry.objects.get(plan=plan, number=1)
    Entry.objects.filter(pk=first.pk).update(at=first.at - timedelta(days=40))
    rename(plan, secretariat, "創業を支える", reason="議会で決まったため")
    told = seen(client_of(secretariat), f"/plans/{plan.slug}/history/")
    assert re.search(
        r"\d{4}年\d+月\d+日（[日月火水木金土]） \d\d:\d\d 事務 花子 .*創業を支える.* 理由：議会で決まったため", told
    )
    assert len(re.findall(r"\d{4}年\d+月\d+日（", told)) == 2


def test_words_and_facts_narrow_the_history(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    rename(plan, secretariat, "創業を支える")
    rename(plan, secretariat, "販路をひらく", key="2-①")
    client = client_of(secretariat)
    by_word = seen(client, f"/plans/{plan.slug}/history/?q=販路 花子")
    assert "販路をひらく" in by_word
    assert "創業を支える" not in by_word
    at = seen(client, f"/plans/{plan.slug}/history/?at=node/1-①")
    assert "この項目の履歴だけを見ています" in at
    assert "施策「1-① 創業を支える」" in at
    assert "販路をひらく" not in at
    nothing = seen(client, f"/plans/{plan.slug}/history/?q=ぬぬぬ")
    assert "あてはまる履歴はありません" in nothing


def test_a_field_of_a_fact_shows_the_history_of_its_item(plan: Plan, secretariat: Person) -> None:
    entry = rename(plan, secretariat, "創業を支える")
    numbers = {fact: [each.number for each in entries_of(plan, facts=[fact])] for fact in ("node/1-①/title", "node/x")}
    assert numbers == {"node/1-①/title": [entry.number, 1], "node/x": []}
    assert [each.number for each in entries_at(plan, ["node/2-①", "node/1-①"], limit=1)] == [entry.number]
    assert entries_at(plan, []) == ()


def test_an_entry_shows_both_sides_and_leads_to_its_place(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    before = title_of(plan)
    entry = rename(plan, secretariat, "創業を支える")
    html = client_of(secretariat).get(f"/plans/{plan.slug}/history/{entry.number}/").content.decode()
    assert f"<del>{before}</del>" in html
    assert "<ins>創業を支える</ins>" in html
    assert 'href="/plans/mihon/nodes/1-%E2%91%A0/"' in html
    made = seen(client_of(secretariat), f"/plans/{plan.slug}/history/1/")
    assert re.search(r"変更の内容（\d+件のうち はじめの100件）", made)
    assert client_of(secretariat).get(f"/plans/{plan.slug}/history/99/").status_code == 404


def test_ones_own_deed_is_taken_back_once(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    before = title_of(plan)
    entry = rename(plan, secretariat, "創業を支える")
    client = client_of(secretariat)
    back = f"/plans/{plan.slug}/history/?q=創業"
    answer = client.post(f"/plans/{plan.slug}/undo", {"number": entry.number, "next": back})
    assert answer["Location"] == back.replace("創業", "%E5%89%B5%E6%A5%AD")
    assert title_of(plan) == before
    told = seen(client, f"/plans/{plan.slug}/history/")
    assert "取り消し済み" in told
    assert client.post(f"/plans/{plan.slug}/undo", {"number": entry.number}).status_code == 422
    assert client.post(f"/plans/{plan.slug}/undo", {"number": "2", "next": "//elsewhere.example/"}).status_code == 422


def test_after_taking_back_one_stays_here(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    entry = rename(plan, secretariat, "創業を支える")
    answer = client_of(secretariat).post(
        f"/plans/{plan.slug}/undo", {"number": entry.number, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == f"/plans/{plan.slug}/history/"


def test_only_the_office_takes_back_what_others_did(
    plan: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    entry = rename(plan, secretariat, "創業を支える")
    writing = client_of(contributor)
    assert 'name="number"' not in writing.get(f"/plans/{plan.slug}/history/").content.decode()
    assert writing.post(f"/plans/{plan.slug}/undo", {"number": entry.number}).status_code == 403
    assert title_of(plan) == "創業を支える"
    other = Person.objects.create(username="jimu2", name="事務 次子")
    other.memberships.create(organization=plan.organization, role="secretariat")
    assert client_of(other).post(f"/plans/{plan.slug}/undo", {"number": entry.number}).status_code == 302
    assert title_of(plan) != "創業を支える"


def test_a_slip_of_the_keyboard_never_empties_a_new_plan(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    answer = client.post(f"/plans/{plan.slug}/undo", headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 422
    assert "元に戻せる自分の操作はありません" in answer.content.decode()
    assert client.post(f"/plans/{plan.slug}/undo", {"number": "1"}).status_code == 422
    plan.refresh_from_db()
    assert document_of(plan).nodes


def test_what_others_changed_since_is_left_and_said(
    plan: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    rename(plan, secretariat, "創業を支える")
    Person.objects.filter(pk=contributor.pk).update(name="別の人")
    contributor.memberships.update(role="secretariat")
    rename(plan, contributor, "もっと創業を支える")
    answer = client_of(secretariat).post(
        f"/plans/{plan.slug}/undo", {"number": "2"}, headers={"X-Requested-With": "fetch"}
    )
    assert "1 か所は、いまの値のまま残しました" in answer.json()["message"]
    assert title_of(plan) == "もっと創業を支える"


@pytest.mark.parametrize("tampered", ["summary", "difference", "gone", "last gone"])
def test_the_chain_tells_what_was_tampered_with(
    plan: Plan, secretariat: Person, client_of: ClientOf, tampered: str
) -> None:
    client = client_of(secretariat)
    entry = rename(plan, secretariat, "創業を支える")
    rename(plan, secretariat, "創業をもっと支える")
    assert "履歴の連鎖：正常" in seen(client, f"/plans/{plan.slug}/history/chain")
    assert (
        "履歴の連鎖：正常"
        in client.get(f"/plans/{plan.slug}/history/chain", headers={"HX-Request": "true"}).content.decode()
    )
    row = Entry.objects.filter(pk=entry.pk)
    match tampered:
        case "summary":
            row.update(summary="何もしていない")
        case "difference":
            row.update(difference=entry.difference.replace("支える", "支えない"))
        case "gone":
            row.delete()
        case _:
            Entry.objects.filter(plan=plan, number=3).delete()
    plan.refresh_from_db()
    assert chain_of(plan).broken is not None
    assert "履歴の連鎖：途切れています" in seen(client, f"/plans/{plan.slug}/history/chain")


def test_a_long_history_comes_in_pages_with_few_queries(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)

    def queries() -> int:
        client.get(f"/plans/{plan.slug}/history/")
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/plans/{plan.slug}/history/")
        return len(counted)

    few = queries()
    for number in range(60):
        rename(plan, secretariat, f"名前{number}")
    assert queries() <= few + 1
    html = client.get(f"/plans/{plan.slug}/history/").content.decode()
    assert len(re.findall(r'<li id="entry-', html)) == 50
    older = re.search(r'rel="next" href="([^"]+)"', html)
    assert older
    assert (
        len(
            re.findall(
                r'<li id="entry-', client.get(f"/plans/{plan.slug}/history/{unescape(older[1])}").content.decode()
            )
        )
        == 11
    )


def test_the_history_of_others_is_not_there(plan: Plan, outsider: Person, client_of: ClientOf) -> None:
    client = client_of(outsider)
    for path in ("", "1/", "chain"):
        assert client.get(f"/plans/{plan.slug}/history/{path}").status_code == 404
    assert client.post(f"/plans/{plan.slug}/undo", {"number": "1"}).status_code == 404
