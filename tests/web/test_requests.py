"""依頼シート in the browser: ask, download, drop what came back, see who answered, take it over."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import banso.jobs.all_kinds  # noqa: F401  # registers the work
from banso.models import Import, Job, Person, Plan, Request
from banso.queries.documents import read_document
from tests.services.test_requests import result, sheet_of
from tests.web.test_imports import boxes, page_of, read_all

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[Person], Client]
PAGE = "/plans/mihon/requests/2024/"


def asked(client: Client, tmp_path: Path) -> list[Path]:
    """The sheets of two contributors, as the browser downloads them."""
    for name, node in (("商工課", "1"), ("観光課", "2")):
        answer = client.post(f"{PAGE}make", {"name": name, "node": node, "due": "2025-05-30", "contact": "企画課"})
        assert answer.status_code == 302, answer.content.decode()
    client.post(f"{PAGE}make", {"who": ["商工課", "観光課"], "due": "2025-05-30"})
    read_all()
    job = Job.objects.latest("pk")
    assert job.state == "done", job.message
    file = b"".join(client.get(f"/jobs/{job.pk}/result").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        archive.extractall(tmp_path)
        return [tmp_path / name for name in archive.namelist()]


def test_sheets_go_out_and_come_back(plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of(secretariat)
    files = asked(client, tmp_path)
    assert [path.name for path in files] == ["依頼シート_2024年度_商工課.xlsx", "依頼シート_2024年度_観光課.xlsx"]
    board = client.get(PAGE).content.decode()
    assert "商工課：実績の残り" in board  # the reminder
    book = openpyxl.load_workbook(files[0])
    result("1-1", 41)(sheet_of(book))
    book.save(tmp_path / "返信.xlsx")
    sent = [
        SimpleUploadedFile("返信.xlsx", (tmp_path / "返信.xlsx").read_bytes()),
        SimpleUploadedFile("写真.png", b"\x89PNG....."),
    ]
    answer = client.post(f"{PAGE}collect", {"files": sent})
    assert answer.status_code == 302, answer.content.decode()
    read_all()
    record = Import.objects.latest("pk")
    page = page_of(client, plan, record)
    assert "写真.png" in page
    assert "画像です" in page
    assert len(boxes(page, ticked=True)) == 1
    board = client.get(PAGE).content.decode()
    assert "確認待ち" in board
    seal = re.search(r'name="seal" value="([0-9a-f]+)"', page)
    assert seal
    client.post(f"/plans/mihon/imports/{record.pk}/apply", {"take": boxes(page), "seal": seal[1]})
    assert [each.amount for each in read_document(plan).actuals if each.indicator == "1-1" and each.year == 2024] == [
        41
    ]
    board = client.get(PAGE).content.decode()
    assert "一部回答" in board
    assert "依頼シートの回答（商工課）" in client.get("/plans/mihon/history/").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "商工課"},
        {"node": "1"},
        {"name": "商工課", "node": "ない"},
        {"name": "商工課", "node": "1", "due": "2025-02-31"},
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    plan: Plan, secretariat: Person, client_of: ClientOf, sent: dict[str, str]
) -> None:
    answer = client_of(secretariat).post(f"{PAGE}make", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Request.objects.exists()
    assert not Job.objects.exists()


def test_many_files_are_taken_together(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)

    def sent(count: int) -> int:
        files = [SimpleUploadedFile(f"{number}.xlsx", b"x") for number in range(count)]
        return client.post(f"{PAGE}collect", {"files": files}).status_code

    assert sent(301) == 422
    assert sent(200) == 302
    read_all()
    record = Import.objects.get()
    assert len(record.returns) == 200
    assert all(each["refused"] for each in record.returns)


def test_a_year_outside_the_plan_has_no_page(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    assert client_of(secretariat).get("/plans/mihon/requests/1990/").status_code == 404


def test_others_see_the_board_without_its_forms(plan: Plan, contributor: Person, client_of: ClientOf) -> None:
    page = client_of(contributor).get(PAGE).content.decode()
    assert 'name="who"' not in page
    assert 'type="file"' not in page
