"""Deeds beside the plan document stand in its history: files attached and taken away, findings set aside and reopened."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.test import Client

from banso.domain.document import PlanDocument
from banso.models import Dismissal, Entry, Evidence, Person, Plan
from banso.queries.documents import document_of
from banso.queries.history import chain_of, entries_at
from banso.services.changing import NothingToUndo, change, undo
from banso.services.checking import dismiss, restore
from banso.services.evidence import attach, remove
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db

FACT = "actual/2-3/2023"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
MESSAGE = "目標がありません。"


def keep(actor: Actor, plan: Plan) -> Evidence:
    return attach(actor=actor, plan=plan, fact=FACT, name="計算書.pdf", content=io.BytesIO(PDF), size=len(PDF))


def aside(actor: Actor, plan: Plan) -> Dismissal:
    return dismiss(
        actor=actor, plan=plan, code="target-missing", fact=FACT, message=MESSAGE, reason="来年度から始めるため"
    )


def renamed(actor: Actor, plan: Plan, title: str, based_on: int | None = None) -> Entry:
    def edit(document: PlanDocument) -> PlanDocument:
        nodes = (replace(each, title=title) if each.key == "1-①" else each for each in document.nodes)
        return replace(document, nodes=tuple(nodes))

    entry = change(actor=actor, plan=plan, deed="edit-plan", edit=edit, based_on=based_on).entry
    assert entry is not None
    return entry


def latest(plan: Plan) -> Entry:
    return Entry.objects.filter(plan=plan).order_by("-number")[0]


def test_each_is_one_sentence_at_its_fact_and_the_chain_holds(plan: Plan, actor: Actor) -> None:
    before = document_of(plan)
    kept = keep(actor, plan)
    said = latest(plan)
    assert said.summary.endswith("の根拠資料「計算書.pdf」を添付しました。")
    keep(actor, plan)
    assert latest(plan) == said, "the same file again is no deed"
    found = aside(actor, plan)
    assert latest(plan).summary == f"点検の指摘を確認済みにしました：{MESSAGE}"
    assert latest(plan).reason == "来年度から始めるため"
    aside(actor, plan)
    restore(actor=actor, plan=plan, pk=found.pk)
    restore(actor=actor, plan=plan, pk=found.pk)
    assert latest(plan).summary == f"点検の指摘を未確認に戻しました：{MESSAGE}"
    remove(actor=actor, plan=plan, evidence=kept)
    remove(actor=actor, plan=plan, evidence=kept)
    assert latest(plan).summary.endswith("の根拠資料「計算書.pdf」を外しました。")
    beside = Entry.objects.filter(plan=plan, deed__in=["attach", "dismiss"])
    assert beside.count() == 4
    assert set(beside) < set(entries_at(plan, [FACT]))
    plan.refresh_from_db()
    chain = chain_of(plan)
    assert (chain.broken, chain.entries) == (None, plan.revision)
    assert document_of(plan) == before


def test_undo_passes_over_them_and_says_where_they_are_taken_back(plan: Plan, actor: Actor) -> None:
    edit = renamed(actor, plan, "創業を支える")
    keep(actor, plan)
    with pytest.raises(NothingToUndo, match="シートの画面"):
        undo(actor=actor, plan=plan, entry=latest(plan))
    done = undo(actor=actor, plan=plan)
    assert done.entry is not None
    assert done.entry.undoes == edit


def test_a_file_is_no_conflict_with_an_edit_of_its_fact(plan: Plan, actor: Actor) -> None:
    plan.refresh_from_db()
    seen = plan.revision
    attach(actor=actor, plan=plan, fact="node/1-①", name="図.pdf", content=io.BytesIO(PDF), size=len(PDF))
    assert renamed(actor, plan, "創業を支える", based_on=seen).number == seen + 2


def test_the_page_tells_that_nothing_of_the_plan_changed(
    plan: Plan, actor: Actor, secretariat: Person, client: Client
) -> None:
    keep(actor, plan)
    client.force_login(secretariat, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/plans/{plan.slug}/history/{latest(plan).number}/").content.decode()
    assert "計画の内容は変わっていません" in page
    assert "この操作を取り消す" not in page
    listed = client.get(f"/plans/{plan.slug}/history/").content.decode()
    assert "根拠資料「計算書.pdf」を添付しました。" in listed
    assert "取り消す：" not in listed
