"""Sheets of a year, one sheet as the page people write on, its evidence and downloads."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from banso.domain.document import Node, Placement
from banso.library.demonstration import demonstration_plan
from banso.models import Entry, Evidence, Job, Organization, Person, Plan
from banso.queries.documents import document_of
from banso.services.plans import create_plan
from banso.services.policy import Actor, actor_of
from banso.services.texts import rate_sheet, write_report
from banso.sheets.reading import read_files

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
AtMost = Callable[[int], AbstractContextManager[object]]
LIST = "/plans/mihon/sheets/2023/"
SHEET = f"{LIST}1-①/"
FETCH = {"X-Requested-With": "fetch"}
PDF = b"%PDF-1.7\n%%EOF\n"


def text_of(client: Client, address: str = SHEET) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def save(client: Client, text: str, based_on: int, kind: str = "issues") -> tuple[int, str]:
    answer = client.post(f"{SHEET}text", {"kind": kind, "text": text, "based_on": based_on}, headers=FETCH)
    return answer.status_code, answer.content.decode()


def test_the_list_shows_every_sheet_with_its_state(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    shown = text_of(client_of(secretariat), LIST)
    assert shown.count("チェック<span") == 21
    assert "全21枚のうち、必要なものがそろったシート 21枚、確定したシート 0枚" in shown


def test_the_list_tells_what_is_missing(plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    write_report(actor=actor, plan=plan, node="1-①", year=2023, kind="issues", text="")
    rate_sheet(actor=actor, plan=plan, node="1-②", year=2023, step=3, stage="confirmed")
    shown = text_of(client, LIST)
    assert "そろったシート 20枚、確定したシート 1枚" in shown
    assert shown.count("未記入") == 1
    lacking = text_of(client, f"{LIST}?lacking=1")
    assert "足りないシートだけを出す（1枚）" in shown
    assert re.findall(r'<th scope="row"><a href="([^"]+)"', lacking) == [f"{LIST}1-%E2%91%A0/"]


def test_a_sheet_shows_the_paper_with_fields_for_its_texts(
    plan: Plan, contributor: Person, client_of: ClientOf
) -> None:
    shown = text_of(client_of(contributor))
    assert "《中小企業振興基本計画・進捗管理シート》" in shown
    assert re.findall(r'<textarea id="write-([^"]+)"', shown) == [
        "text/1-①/2023/achievements",
        "text/1-①/2023/issues",
        "text/1-①/2023/remarks",
    ]
    assert 'href="/plans/mihon/entry/2023/#actual/' in shown
    assert "下書き</p>" in shown
    assert shown.count("<h1") == 1
    assert "style=" not in shown


def test_readers_see_the_paper_without_fields(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    shown = text_of(client)
    assert "<textarea" not in shown
    assert "創業塾を全5回" in shown
    assert client.post(f"{SHEET}text", {"kind": "issues", "text": "x"}).status_code == 403
    assert client.post(f"{SHEET}rating", {"step": "3"}).status_code == 403
    assert client.post(f"{SHEET}evidence", {"fact": "actual/2-3/2023"}).status_code == 403


def test_other_organizations_and_strangers_find_nothing(plan: Plan, outsider: Person, client_of: ClientOf) -> None:
    client = client_of(outsider)
    for address in (LIST, SHEET, f"{SHEET}fit", f"{SHEET}text", f"{SHEET}download"):
        assert client.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    for address in (f"{SHEET}text", f"{SHEET}rating", f"{SHEET}evidence", f"{LIST}print"):
        assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/plans/mihon/sheets/1999/", f"{LIST}9-⑨/", f"{LIST}1-①-a/", f"{SHEET}download?format=exe"]
)
def test_what_there_is_not_is_not_found(plan: Plan, secretariat: Person, client_of: ClientOf, address: str) -> None:
    assert client_of(secretariat).get(address).status_code == 404


def test_a_text_is_saved_at_once_and_told_with_its_revision(
    plan: Plan, contributor: Person, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    status, answer = save(client, "保存された課題", plan.revision)
    assert status == 200
    assert f'"revision": {plan.revision + 1}' in answer
    assert "保存された課題" in text_of(client)
    fit = client.get(f"{SHEET}fit").json()
    assert fit["pages"] == 1
    assert fit["left"] > 0
    save(client, "長い文\n" * 40, plan.revision + 1)
    assert client.get(f"{SHEET}fit").json()["left"] < 0


def test_without_script_a_text_is_saved_by_its_button(plan: Plan, contributor: Person, client_of: ClientOf) -> None:
    client = client_of(contributor)
    answer = client.post(
        f"{SHEET}text", {"kind": "remarks", "text": "ボタンで保存", "based_on": plan.revision}, follow=True
    )
    assert answer.status_code == 200
    assert "文章を保存しました。" in answer.content.decode()
    assert "ボタンで保存" in answer.content.decode()


def test_the_second_of_two_writers_gets_both_texts(
    plan: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    first, second = client_of(secretariat), client_of(contributor)
    assert save(first, "事務局の文", plan.revision)[0] == 200
    status, answer = save(second, "担当の文", plan.revision)
    assert status == 409
    assert "事務局の文" in answer
    assert "担当の文" in answer
    now = second.get(f"{SHEET}text", {"at": "text/1-①/2023/issues"}).json()
    assert now == {"text": "事務局の文", "revision": plan.revision + 1}
    assert save(second, "両方の文", now["revision"])[0] == 200


def test_a_rating_with_its_reason(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    asked = {"step": "3", "reason": "目標を上回ったため", "stage": "confirmed", "based_on": plan.revision}
    answer = client.post(f"{SHEET}rating", asked, follow=True).content.decode()
    assert "総合評価を確定しました。" in answer
    assert "目標を上回ったため" in answer
    assert "下書き</p>" not in answer
    assert client.post(f"{SHEET}rating", {"step": "²"}).status_code == 422


def test_evidence_is_attached_shown_saved_and_taken_away(plan: Plan, contributor: Person, client_of: ClientOf) -> None:
    client = client_of(contributor)
    fact = "text/1-①/2023/achievements"
    file = SimpleUploadedFile("集計\u202e表.pdf", PDF)
    answer = client.post(f"{SHEET}evidence", {"fact": fact, "files": file}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "添付しました：集計表.pdf" in answer.content.decode()
    kept = Evidence.objects.get()
    saved = client.get(f"/plans/mihon/evidence/{kept.pk}")
    assert b"".join(saved.streaming_content) == PDF  # type: ignore[attr-defined]
    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''%E9%9B%86")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved["Content-Security-Policy"]
    assert "1件" in text_of(client, LIST)
    client.post(f"{SHEET}evidence/{kept.pk}/remove", follow=True)
    shown = text_of(client)
    assert "外した資料" in shown
    assert "担当 太郎さんが" in shown


def test_files_that_cannot_be_kept_are_told_beside_those_that_were(
    plan: Plan, contributor: Person, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    good, bad = SimpleUploadedFile("良.pdf", PDF), SimpleUploadedFile("悪.pdf", b"MZ not a pdf")
    answer = client.post(
        f"{SHEET}evidence", {"fact": "actual/1-1/2023", "files": [good, bad]}, headers={"HX-Request": "true"}
    )
    said = answer.content.decode()
    assert "良.pdf は添付しました" in said
    assert "「悪.pdf」は" in said
    assert Evidence.objects.count() == 1
    alone = SimpleUploadedFile("悪.exe", b"MZ")
    answer = client.post(
        f"{SHEET}evidence", {"fact": "actual/1-1/2023", "files": alone}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "添付できない種類" in answer.content.decode()


@pytest.mark.parametrize("fact", ["", "node/1-①", "actual/9-9/2023", "text/2-①/2023/issues", "../x"])
def test_evidence_belongs_to_a_fact_of_the_sheet(
    plan: Plan, contributor: Person, client_of: ClientOf, fact: str
) -> None:
    file = SimpleUploadedFile("資料.pdf", PDF)
    assert client_of(contributor).post(f"{SHEET}evidence", {"fact": fact, "files": file}).status_code == 422
    assert not Evidence.objects.exists()


def test_evidence_of_one_plan_is_not_had_through_another(
    plan: Plan, contributor: Person, outsider: Person, client_of: ClientOf
) -> None:
    client_of(contributor).post(
        f"{SHEET}evidence", {"fact": "actual/1-1/2023", "files": SimpleUploadedFile("資料.pdf", PDF)}
    )
    kept = Evidence.objects.get()
    other = create_plan(
        actor=actor_of(outsider),
        organization=outsider.memberships.get().organization,
        document=demonstration_plan(),
        slug="tonari",
    ).plan
    client = client_of(outsider)
    assert client.get(f"/plans/mihon/evidence/{kept.pk}").status_code == 404
    assert client.get(f"/plans/{other.slug}/evidence/{kept.pk}").status_code == 404
    assert client.post(f"/plans/{other.slug}/sheets/2023/1-①/evidence/{kept.pk}/remove").status_code == 404


def test_one_sheet_as_pdf_and_workbook(plan: Plan, reader: Person, client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of(reader)
    answer = client.get(f"{SHEET}download", {"format": "pdf", "finish": "draft"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    with pikepdf.Pdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]).startswith("下書き")
        assert "banso-plan.json" in pdf.attachments
    clean = client.get(f"{SHEET}download", {"format": "pdf", "finish": "clean"})
    with pikepdf.Pdf.open(BytesIO(clean.content)) as pdf:
        assert not str(pdf.docinfo["/Title"]).startswith("下書き")
        assert "banso-plan.json" not in pdf.attachments
    book = tmp_path / "sheet.xlsx"
    book.write_bytes(client.get(f"{SHEET}download", {"format": "xlsx"}).content)
    assert CalamineWorkbook.from_path(str(book)).sheet_names == ["1-①"]


def test_a_draft_print_is_read_back_as_if_it_were_none(
    plan: Plan, reader: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    """The mark across the paper is drawn, not written: also without its attachment nothing of it is among the words."""
    client = client_of(reader)
    with pikepdf.Pdf.open(BytesIO(client.get(f"{SHEET}download", {"finish": "draft"}).content)) as pdf:
        del pdf.attachments["banso-plan.json"]
        pdf.save(tmp_path / "draft.pdf")
    (tmp_path / "clean.pdf").write_bytes(client.get(f"{SHEET}download", {"finish": "clean"}).content)
    draft, clean = read_files([tmp_path / "draft.pdf"]), read_files([tmp_path / "clean.pdf"])
    assert draft.document == clean.document
    assert any(text.kind == "achievements" for text in draft.document.texts)


def test_a_print_of_all_sheets_becomes_a_job(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    answer = client.post(f"{LIST}print", {"print": "sheets-pdf", "finish": "clean"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert (job.kind, job.arguments) == ("sheets-pdf", {"year": 2023, "finish": "clean"})
    client.post(f"{LIST}print", {"print": "sheets-pdf", "finish": "clean"})
    assert Job.objects.count() == 1, "the same print waits already"
    assert client.post(f"{LIST}print", {"print": "read-papers"}).status_code == 422
    assert job.title in text_of(client, LIST)


def plan_with_sheets(actor: Actor, organization: Organization, count: int) -> Plan:
    base = demonstration_plan()
    nodes = [Node(key=f"9-{number}", level=1, parent="1", title=f"施策{number}") for number in range(count)]
    placed = [Placement(indicator="2-3", node=node.key, role="listed", order=1) for node in nodes]
    keep = [node for node in base.nodes if node.key == "1"]
    document = replace(base, nodes=(*keep, *nodes), placements=tuple(placed), groups=(), roadmap=(), texts=(), notes=())
    document = replace(document, judgements=(), indicators=tuple(i for i in base.indicators if i.key == "2-3"))
    document = replace(document, targets=tuple(t for t in base.targets if t.indicator == "2-3"), totals=())
    document = replace(document, actuals=tuple(a for a in base.actuals if a.indicator == "2-3"))
    return create_plan(actor=actor, organization=organization, document=document, slug=f"many-{count}").plan


@pytest.mark.parametrize("count", [10, 200])
def test_queries_do_not_grow_with_the_sheets(
    actor: Actor,
    organization: Organization,
    secretariat: Person,
    client_of: ClientOf,
    django_assert_max_num_queries: AtMost,
    count: int,
) -> None:
    plan = plan_with_sheets(actor, organization, count)
    client = client_of(secretariat)
    document_of(plan)  # the server keeps the document of the last deed
    with django_assert_max_num_queries(16):
        shown = text_of(client, f"/plans/{plan.slug}/sheets/2023/")
    assert shown.count("チェック<span") == count
    with django_assert_max_num_queries(16):
        text_of(client, f"/plans/{plan.slug}/sheets/2023/9-5/")
    with django_assert_max_num_queries(20):
        client.post(
            f"/plans/{plan.slug}/sheets/2023/9-5/text",
            {"kind": "issues", "text": "x", "based_on": plan.revision},
            headers=FETCH,
        )
    assert Entry.objects.filter(plan=plan).count() == 2
