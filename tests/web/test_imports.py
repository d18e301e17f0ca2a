"""Importing papers in the browser: hand in, read, see the difference, agree, take back; nothing happens unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import banso.jobs.all_kinds  # noqa: F401  # registers the reading
from banso.cli.demo import write_papers
from banso.domain.edits.results import enter_actual
from banso.jobs.worker import work_on
from banso.library.demonstration import demonstration_plan
from banso.models import Entry, Import, Person, Plan
from banso.models.imports import ImportState
from banso.queries.documents import read_document
from banso.services.changing import change
from banso.services.jobs import take_job
from banso.services.policy import Actor
from banso.sheets.forms import FORMS

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[Person], Client]


def uploaded(path: Path, name: str | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def read_all() -> None:
    while (job := take_job("test")) is not None:
        work_on(job)


def hand_in(client: Client, plan: Plan, *paths: Path) -> Import:
    answer = client.post(f"/plans/{plan.slug}/imports/", {"files": [uploaded(path) for path in paths]})
    assert answer.status_code == 302, answer.content.decode()
    read_all()
    record = Import.objects.order_by("pk").last()
    assert record is not None
    return record


def page_of(client: Client, plan: Plan, record: Import, status: int = 200) -> str:
    answer = client.get(f"/plans/{plan.slug}/imports/{record.pk}/")
    assert answer.status_code == status
    return answer.content.decode()


def boxes(page: str, ticked: bool | None = None) -> list[str]:
    found = re.findall(r'<input type="checkbox" name="take" value="([^"]*)" form="take"( checked)?', page)
    return [value for value, mark in found if ticked is None or bool(mark) == ticked]


def seal(page: str) -> str:
    found = re.search(r'name="seal" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def typed_in(plan_folder: Path, value: object, name: str = "返送.xlsx", indicator: str = "1-1") -> Path:
    """A working copy of sheet 1-① with another result typed into it."""
    path = plan_folder / name
    FORMS["progress-sheet"].write(demonstration_plan(), path, nodes=("1-①",))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    row = next(cell.row for cell in page["A"] if cell.value == f"indicator/{indicator}")
    column = next(cell.column for cells in page.iter_rows() for cell in cells if cell.value == "実績")
    page.cell(row, column).value = value
    book.save(path)
    return path


def actual(plan: Plan, indicator: str = "1-1") -> Decimal | None:
    return next(
        each.amount for each in read_document(plan).actuals if each.indicator == indicator and each.year == 2023
    )


def test_the_demonstrations_papers_change_nothing_unless_blanks_are_to_be_taken_over(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    record = hand_in(client, plan, *write_papers(demonstration_plan(), tmp_path))
    page = page_of(client, plan, record)
    assert "取組一覧</span>" in page
    assert "進捗管理シート</span>" in page
    assert boxes(page, ticked=True) == []
    lists = {box.split(":")[0] for box in boxes(page, ticked=False)}
    assert lists == {"actuals", "judgements", "texts"}
    answer = client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(page)})
    assert answer.status_code == 302
    assert read_document(plan) == demonstration_plan()
    record.refresh_from_db()
    assert (record.state, record.entry) == (ImportState.APPLIED, None)


def test_blanks_of_a_paper_are_taken_over_where_a_person_says_so(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    record = hand_in(client, plan, *write_papers(demonstration_plan(), tmp_path))
    page = page_of(client, plan, record)
    data = {"seal": seal(page), "take": ["actuals:actual/1-1/2023:amount"]}
    assert client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", data).status_code == 302
    assert actual(plan) is None
    assert actual(plan, "2-3") == 4776


def test_nothing_chosen_of_what_a_paper_brings_is_asked_back(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    record = hand_in(client, plan, typed_in(tmp_path, 14))
    page = page_of(client, plan, record)
    answer = client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(page)})
    assert answer.status_code == 422
    assert "選ばれていません" in answer.content.decode()


def test_a_typed_result_comes_in_and_the_same_file_again_is_no_change(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client, path = client_of(secretariat), typed_in(tmp_path, 14)
    record = hand_in(client, plan, path)
    page = page_of(client, plan, record)
    assert boxes(page, ticked=True) == ["actuals:actual/1-1/2023:amount"]
    answer = client.post(
        f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(page), "take": boxes(page, ticked=True)}
    )
    assert answer.status_code == 302
    assert actual(plan) == 14
    entry = Entry.objects.first()
    assert entry is not None
    assert entry.deed == "import"
    assert "返送.xlsx" in entry.summary
    assert "取り込み済み" in page_of(client, plan, record)
    again = hand_in(client, plan, path)
    page = page_of(client, plan, again)
    assert "変わるところはありません" in page
    before = Entry.objects.count()
    client.post(f"/plans/{plan.slug}/imports/{again.pk}/apply", {"seal": seal(page)})
    assert Entry.objects.count() == before
    again.refresh_from_db()
    assert (again.state, again.entry) == (ImportState.APPLIED, None)


def test_a_plan_changed_between_preview_and_agreement_shows_the_new_difference(
    plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    record = hand_in(client, plan, typed_in(tmp_path, 14))
    page = page_of(client, plan, record)
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="1-1", year=2023, text="99"),
    )
    answer = client.post(
        f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(page), "take": boxes(page, ticked=True)}
    )
    assert answer.status_code == 409
    assert actual(plan) == 99
    new = answer.content.decode()
    assert "99" in new
    assert seal(new) != seal(page)
    client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(new), "take": boxes(new, ticked=True)})
    assert actual(plan) == 14


def test_a_change_elsewhere_does_not_disturb_the_agreement(
    plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    record = hand_in(client, plan, typed_in(tmp_path, 14))
    page = page_of(client, plan, record)
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="2-3", year=2023, text="99"),
    )
    answer = client.post(
        f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(page), "take": boxes(page, ticked=True)}
    )
    assert answer.status_code == 302
    assert (actual(plan), actual(plan, "2-3")) == (14, 99)


def test_undo_leaves_what_was_edited_since_and_says_so(
    plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    before = actual(plan), actual(plan, "1-2")
    first = typed_in(tmp_path, 14)
    book = openpyxl.load_workbook(first)
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == "indicator/1-2")
    column = next(cell.column for cells in sheet.iter_rows() for cell in cells if cell.value == "実績")
    sheet.cell(row, column).value = 8
    book.save(first)
    record = hand_in(client, plan, first)
    page = page_of(client, plan, record)
    client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", {"seal": seal(page), "take": boxes(page, ticked=True)})
    assert (actual(plan), actual(plan, "1-2")) == (14, 8)
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="1-2", year=2023, text="77"),
    )
    answer = client.post(f"/plans/{plan.slug}/imports/{record.pk}/undo", follow=True)
    assert (actual(plan), actual(plan, "1-2")) == (before[0], 77)
    told = answer.content.decode()
    assert "1件" in told
    assert "取り消し済み" in told
    assert "残したところ" in told
    assert client.post(f"/plans/{plan.slug}/imports/{record.pk}/undo").status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.xlsx", b"", "空のファイル"),
        ("絵.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, None),
        ("壊れた.xlsx", b"PK\x03\x04" + b"\0" * 200, None),
        ("手紙.txt", "拝啓 時下ますます".encode(), None),
        ("計画.json", b'{"format": "banso-plan/1", "nodes": 3}', None),
        ("../../etc/passwd.txt", b"root:x:0:0", None),
        ("あ" * 300 + ".xlsx", b"PK\x03\x04", None),
    ],
)
def test_a_hostile_file_is_a_sentence_and_changes_nothing(
    plan: Plan, secretariat: Person, client_of: ClientOf, name: str, content: bytes, told: str | None, settings: object
) -> None:
    client = client_of(secretariat)
    answer = client.post(f"/plans/{plan.slug}/imports/", {"files": [SimpleUploadedFile(name, content)]})
    if told:
        assert answer.status_code == 422
        assert told in answer.content.decode()
        return
    read_all()
    record = Import.objects.get()
    assert record.state == ImportState.FAILED
    assert record.message
    page = page_of(client, plan, record)
    assert record.message.split("。")[0].replace("&", "&amp;") in page
    assert "Traceback" not in page
    assert client.post(f"/imports/{record.pk}/discard").status_code == 302
    assert read_document(plan) == demonstration_plan()


def test_too_many_files_are_refused_with_the_limit(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(31)]
    answer = client_of(secretariat).post(f"/plans/{plan.slug}/imports/", {"files": files})
    assert answer.status_code == 422
    assert "30ファイルまで" in answer.content.decode()
    assert not Import.objects.exists()


def test_only_the_secretariat_imports_and_others_plans_are_not_there(
    plan: Plan,
    secretariat: Person,
    contributor: Person,
    reader: Person,
    outsider: Person,
    client_of: ClientOf,
    tmp_path: Path,
) -> None:
    record = hand_in(client_of(secretariat), plan, typed_in(tmp_path, 14))
    page = page_of(client_of(secretariat), plan, record)
    for person, status in ((contributor, 403), (reader, 403), (outsider, 404)):
        client = client_of(person)
        file = SimpleUploadedFile("a.txt", b"x")
        assert client.post(f"/plans/{plan.slug}/imports/", {"files": [file]}).status_code == status
        data = {"seal": seal(page), "take": boxes(page)}
        assert client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", data).status_code == status
        assert client.post(f"/plans/{plan.slug}/imports/{record.pk}/undo").status_code == status
        assert client.post(f"/imports/{record.pk}/discard").status_code == status
        assert client.get(f"/plans/{plan.slug}/imports/{record.pk}/").status_code == (404 if status == 404 else 200)
        assert client.get(f"/imports/{record.pk}/progress").status_code == (404 if status == 404 else 200)
    assert 'name="take"' not in page_of(client_of(reader), plan, record)
    assert read_document(plan) == demonstration_plan()


def test_papers_become_a_new_plan_after_a_look_at_what_was_read(
    organization: object, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    papers = write_papers(demonstration_plan(), tmp_path)
    client.post("/imports/new", {"files": [uploaded(path) for path in papers]})
    record = Import.objects.get()
    assert "読み取り中" in client.get(f"/imports/new/{record.pk}/").content.decode()
    read_all()
    page = client.get(f"/imports/new/{record.pk}/").content.decode()
    assert re.search(r"取組</th><td class=\"number\">86<", page)
    answer = client.post(f"/imports/new/{record.pk}/create", {"title": "見本の計画"})
    assert answer.status_code == 302
    made = Plan.objects.get()
    assert made.title == "見本の計画"
    assert len(read_document(made).nodes) == len(demonstration_plan().nodes)
    assert client.post(f"/imports/new/{record.pk}/create", {"title": "二つ目"}).status_code in (302, 422)
    assert Plan.objects.count() == 1


def test_a_reading_can_be_left_found_again_and_discarded(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(secretariat)
    client.post(f"/plans/{plan.slug}/imports/", {"files": [uploaded(typed_in(tmp_path, 14))]})
    record = Import.objects.get()
    assert "読み取り中" in client.get(f"/plans/{plan.slug}/imports/").content.decode()
    assert "HX-Refresh" not in client.get(f"/imports/{record.pk}/progress").headers
    assert client.post(f"/imports/{record.pk}/discard").status_code == 302
    read_all()
    record.refresh_from_db()
    assert record.state == ImportState.DISCARDED
    assert client.get(f"/imports/{record.pk}/progress").headers["HX-Refresh"] == "true"
    assert client.post(f"/imports/{record.pk}/discard").status_code == 422


def test_queries_do_not_grow_with_imports(
    plan: Plan,
    secretariat: Person,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(40):
        record = Import.objects.create(organization=plan.organization, plan=plan, person=secretariat)
        record.files.create(name=f"{number}.xlsx", size=1, digest="0" * 64)
    client = client_of(secretariat)
    with django_assert_max_num_queries(12):
        assert client.get(f"/plans/{plan.slug}/imports/").status_code == 200
