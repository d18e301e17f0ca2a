"""依頼シート go out and come back: what was typed becomes a difference, every difficulty a sentence, nothing is guessed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import signing
from openpyxl.worksheet.worksheet import Worksheet

from banso.domain.edits.reports import write_text
from banso.domain.edits.results import enter_actual
from banso.jobs.requests import content_of
from banso.library.demonstration import demonstrated, demonstration_plan
from banso.models import Entry, Import, Organization, Person, Plan
from banso.queries.documents import document_of, read_document
from banso.queries.imports import comparison_of, preview
from banso.queries.requests import board_of
from banso.queries.returns import Collected, ReturnedFile, collect
from banso.services.changing import change
from banso.services.imports import apply_import
from banso.services.plans import create_plan
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.requests import Wanted, ask, keep_collected, receive_returns, write_requests
from banso.sheets.form import UnreadablePaper
from banso.sheets.reading import read_files
from banso.sheets.request_sheet.value import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2024
Fill = Callable[[Worksheet], None]


class Post:
    """Sheets of the plan, sent out, filled in and put together again."""

    def __init__(self, plan: Plan, actor: Actor, folder: Path) -> None:
        self.plan, self.actor, self.folder = plan, actor, folder

    def sent(self, name: str = "商工課", *nodes: str, year: int = YEAR) -> Path:
        chosen = [Wanted(name, nodes or ("1",))]
        asked = ask(
            actor=self.actor, plan=self.plan, year=year, wanted=chosen, due=date(2025, 5, 30), contact="企画課 内線12"
        )
        return write_requests(self.plan, year, asked, self.folder)[0]

    def filled(self, path: Path, fill: Fill, name: str = "") -> Path:
        book = openpyxl.load_workbook(path)
        fill(sheet_of(book))
        place = path.with_name(name or f"記入_{path.name}")
        book.save(place)
        return place

    def collected(self, *paths: Path, year: int = YEAR) -> Collected:
        self.plan.refresh_from_db()
        return collect(self.plan, [ReturnedFile(path.name, content_of(path)) for path in paths], year)

    def applied(self, *paths: Path) -> Import:
        record = receive_returns(
            actor=self.actor, plan=self.plan, year=YEAR, uploads=[Upload(path) for path in paths], queue=False
        )
        keep_collected(record, self.collected(*paths))
        record.refresh_from_db()
        self.plan.refresh_from_db()
        shown = preview(record, self.plan)
        apply_import(actor=self.actor, record=record, wanted=shown.names, seen=shown.seal)
        record.refresh_from_db()
        self.plan.refresh_from_db()
        return record

    def edit(self, indicator: str, text: str) -> None:
        change(
            actor=self.actor,
            plan=self.plan,
            deed="enter-results",
            edit=lambda document: enter_actual(document, indicator=indicator, year=YEAR, text=text),
        )
        self.plan.refresh_from_db()


class Upload:
    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name

    def chunks(self) -> list[bytes]:
        return [self.path.read_bytes()]


def sheet_of(book: Any) -> Worksheet:
    found = book.active
    assert isinstance(found, Worksheet)
    return found


def row_of(sheet: Worksheet, start: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value or "").startswith(start))


def result(indicator: str, value: object, column: str = "H", year: int = YEAR) -> Fill:
    def fill(sheet: Worksheet) -> None:
        sheet[f"{column}{row_of(sheet, f'actual/{indicator}/{year}')}"] = value

    return fill


def told(collected: Collected) -> dict[str, str]:
    return {doubt.code: doubt.message for doubt in collected.doubts}


@pytest.fixture
def post(plan: Plan, actor: Actor, tmp_path: Path) -> Post:
    return Post(plan, actor, tmp_path)


def test_a_sheet_shows_what_is_asked_and_opens_only_that(post: Post) -> None:
    sheet = sheet_of(openpyxl.load_workbook(post.sent()))
    assert sheet.protection.sheet
    row = row_of(sheet, "actual/1-1/")
    assert [sheet.cell(row, column).protection.locked for column in range(1, 11)] == [True] * 7 + [False] * 3
    words = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert "2025年5月30日" in words
    assert "企画課 内線12" in words
    text = row_of(sheet, "text/1-①/2024/achievements")
    assert sheet.cell(text, 4).value == "事業実績"
    assert not sheet.cell(text, 6).protection.locked
    lists = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
    assert any("集計中" in each.formula1 for each in lists)


def test_untouched_sheets_change_nothing(post: Post) -> None:
    path = post.sent()
    found = post.collected(path)
    assert (found.document.actuals, found.document.texts, found.doubts) == ((), (), ())
    assert found.answers[0].contributor == "商工課"


@pytest.mark.parametrize("body", demonstrated())
def test_untouched_sheets_of_every_body_and_year_change_nothing(
    body: str, post: Post, organization: Organization
) -> None:
    document = demonstration_plan(body)
    post.plan = create_plan(actor=post.actor, organization=organization, document=document).plan
    for year in (2023, 2024, 2025):
        names = [each.name for each in board_of(post.plan, year, date(2025, 5, 1)).standings]
        asked = ask(actor=post.actor, plan=post.plan, year=year, wanted=[Wanted(name) for name in names])
        found = post.collected(*write_requests(post.plan, year, asked, post.folder), year=year)
        assert (found.document.actuals, found.document.texts, found.doubts) == ((), (), ())


def test_a_text_keeps_its_indent_and_its_line_ends_are_no_change(post: Post) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet[f"F{row_of(sheet, 'text/1-①/2024/achievements')}"] = "　字下げした文。\n次の行。  \n"

    back = post.filled(post.sent(), fill)
    post.applied(back)
    [text] = [each for each in read_document(post.plan).texts if each.node == "1-①" and each.year == YEAR]
    assert text.text == "　字下げした文。\n次の行。"
    assert post.collected(back).document.texts == ()
    assert post.collected(post.sent()).document.texts == ()


def test_a_request_sheet_is_no_paper(post: Post) -> None:
    with pytest.raises(UnreadablePaper, match="依頼シートで集める"):
        read_files([post.sent()])


@pytest.mark.parametrize(
    ("value", "column", "amount", "state"),
    [
        (1234, "H", "1234", None),
        ("1,234", "H", "1234", None),
        ("約１２３", "H", "123", None),
        ("△3", "H", "-3", None),
        ("集計中", "I", None, "being-counted"),
        ("該当なし", "I", None, "not-applicable"),
        ("集計中", "H", None, "being-counted"),
        ("—", "H", None, "none"),
    ],
)
def test_results_are_read_as_offices_type_them(
    post: Post, value: object, column: str, amount: str | None, state: str | None
) -> None:
    found = post.collected(post.filled(post.sent(), result("1-1", value, column)))
    [actual] = found.document.actuals
    assert (str(actual.amount) if actual.amount is not None else None, actual.state) == (amount, state)
    assert found.answers[0].differing == 1


def test_a_return_is_applied_with_its_sender_and_the_same_again_changes_nothing(post: Post) -> None:
    def fill(sheet: Worksheet) -> None:
        result("1-1", 77)(sheet)
        sheet[f"J{row_of(sheet, 'actual/1-1/')}"] = "速報"
        sheet[f"F{row_of(sheet, 'text/1-①/2024/achievements')}"] = "窓口を設けた。\n相談 20件。"

    back = post.filled(post.sent(), fill)
    record = post.applied(back)
    document = read_document(post.plan)
    assert [each.amount for each in document.actuals if each.indicator == "1-1" and each.year == YEAR] == [77]
    assert [each.text for each in document.texts if each.node == "1-①" and each.year == YEAR] == [
        "窓口を設けた。\n相談 20件。"
    ]
    assert record.entry is not None
    assert "依頼シートの回答（商工課）" in record.entry.summary
    again = post.collected(back)
    assert again.document.actuals == again.document.texts == ()
    assert again.doubts == ()
    # The same person corrects one cell of the same file: that one alone is a change.
    corrected = post.collected(post.filled(back, result("1-1", 78)))
    assert [str(each.amount) for each in corrected.document.actuals] == ["78"]
    assert corrected.document.texts == ()


def test_a_value_that_was_changed_meanwhile_is_told_and_kept(post: Post) -> None:
    path = post.sent()
    post.edit("1-1", "50")
    found = post.collected(post.filled(path, result("1-1", 40)))
    assert found.document.actuals == ()
    assert "「50」" in told(found)["late-version"]
    assert "「40」" in told(found)["late-version"]


def test_a_value_that_came_back_as_it_was_shown_is_not_taken_for_an_answer(post: Post) -> None:
    post.edit("1-1", "50")
    path = post.sent()
    post.edit("1-1", "60")
    found = post.collected(path)
    assert found.document.actuals == ()
    assert "late-version" not in told(found)


def test_two_returns_that_contradict_each_other_are_both_named(post: Post) -> None:
    path = post.sent()
    one = post.filled(path, result("1-1", 1), "一.xlsx")
    two = post.filled(path, result("1-1", 2), "二.xlsx")
    found = post.collected(one, two)
    assert found.document.actuals == ()
    message = told(found)["returns-differ"]
    assert "一.xlsx" in message
    assert "二.xlsx" in message


def test_words_in_a_number_cell_and_number_with_state_are_not_guessed(post: Post) -> None:
    path = post.sent()
    found = post.collected(post.filled(path, result("1-1", "前年並み")))
    assert found.document.actuals == ()
    assert "前年並み" in told(found)["words-for-number"]

    def both(sheet: Worksheet) -> None:
        result("1-1", 5)(sheet)
        result("1-1", "集計中", "I")(sheet)

    assert "number-and-state" in told(post.collected(post.filled(path, both)))
    assert "state-unknown" in told(post.collected(post.filled(path, result("1-1", "たぶん", "I"))))
    assert "refused" in told(post.collected(post.filled(path, result("1-1", "5億円"))))


def test_deleted_and_shifted_rows_are_told(post: Post) -> None:
    path = post.sent()
    gone = post.collected(post.filled(path, lambda sheet: sheet.delete_rows(row_of(sheet, "actual/1-1/"))))
    assert "の行がありません" in told(gone)["rows-missing"]

    def shifted(sheet: Worksheet) -> None:
        row = row_of(sheet, "actual/1-1/")
        sheet.cell(row, 3).value = "まったく別の指標"
        sheet.cell(row, 8).value = 3

    found = post.collected(post.filled(path, shifted))
    assert found.document.actuals == ()
    assert "row-shifted" in told(found)


def test_wrong_year_other_plan_and_forged_token_are_refused_with_a_sentence(post: Post, tmp_path: Path) -> None:
    path = post.sent()
    assert "2024年度の依頼シート" in post.collected(path, year=2025).answers[0].refused

    def forged(sheet: Worksheet) -> None:
        sheet["A1"] = TOKEN + signing.dumps({"p": str(post.plan.uid), "y": YEAR}, key="other", salt="banso.request")

    assert "書き換え" in post.collected(post.filled(path, forged)).answers[0].refused
    token = signing.dumps({"p": "0", "y": YEAR, "c": "商工課", "r": 1, "n": []}, salt="banso.request", compress=True)

    def other(sheet: Worksheet) -> None:
        sheet["A1"] = TOKEN + token

    assert "この計画のものではありません" in post.collected(post.filled(path, other)).answers[0].refused


def test_cells_copied_into_a_new_file_are_read_by_labels(post: Post) -> None:
    def lost(sheet: Worksheet) -> None:
        result("1-1", 9)(sheet)
        sheet.delete_cols(1)

    ask(actor=post.actor, plan=post.plan, year=YEAR, wanted=[Wanted("担当の記載なし")])
    path = write_requests(post.plan, YEAR, list(post.plan.requests.filter(contributor="担当の記載なし")), post.folder)[
        0
    ]
    found = post.collected(post.filled(path, lost))
    assert [str(each.amount) for each in found.document.actuals] == ["9"]
    assert "token-missing" in told(found)


def test_hostile_files_get_a_sentence_and_keep_nobody_back(post: Post, tmp_path: Path) -> None:
    good = post.filled(post.sent(), result("1-1", 6))
    text = tmp_path / "壊れた.xlsx"
    text.write_bytes(b"PK\x03\x04 broken")
    other = tmp_path / "別の表.xlsx"
    book = openpyxl.Workbook()
    sheet_of(book)["A1"] = "買い物"
    book.save(other)
    bomb = tmp_path / "爆弾.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, source.read(part))
        target.writestr("xl/worksheets/sheet9.xml", b"0" * (300 * 1024 * 1024))
    found = post.collected(text, other, bomb, good)
    assert [bool(each.refused) for each in found.answers] == [True, True, True, False]
    assert [str(each.amount) for each in found.document.actuals] == ["6"]


def test_formulas_are_never_run_and_never_written(post: Post) -> None:
    def fill(sheet: Worksheet) -> None:
        result("1-1", "=1+1")(sheet)
        sheet[f"J{row_of(sheet, 'actual/1-1/')}"] = '\'=HYPERLINK("http://example.invalid")'

    found = post.collected(post.filled(post.sent(), fill))
    assert found.document.actuals == ()
    assert "formula-without-value" in told(found)
    change(
        actor=post.actor,
        plan=post.plan,
        deed="write-texts",
        edit=lambda document: write_text(
            document, node="1-①", year=YEAR, kind="achievements", text='=HYPERLINK("http://example.invalid","x")'
        ),
    )
    post.plan.refresh_from_db()
    sheet = sheet_of(openpyxl.load_workbook(post.sent("@SUM(1)", "1")))
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(("=", "@"))]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_board_says_who_answered_and_what_is_missing(post: Post) -> None:
    path = post.sent()
    today = date(2025, 6, 1)
    before = next(each for each in board_of(post.plan, YEAR, today).standings if each.name == "商工課")
    assert (before.state, before.entered) == ("overdue", 0)
    post.applied(post.filled(path, result("1-1", 3)))
    after = next(each for each in board_of(post.plan, YEAR, date(2025, 5, 1)).standings if each.name == "商工課")
    assert (after.state, after.entered, after.missing) == ("partly", 1, after.indicators - 1)
    assert after.last is not None
    assert after.last.answered == 1


def test_only_the_secretariat_asks_and_collects(post: Post, contributor: Person) -> None:
    with pytest.raises(NotAllowed):
        ask(actor=actor_of(contributor), plan=post.plan, year=YEAR, wanted=[Wanted("商工課", ("1",))])
    with pytest.raises(NotAllowed):
        receive_returns(actor=actor_of(contributor), plan=post.plan, year=YEAR, uploads=[], queue=False)


def test_nothing_is_written_before_it_is_applied(post: Post) -> None:
    before, entries = document_of(post.plan), Entry.objects.count()
    back = post.filled(post.sent(), result("1-1", 3))
    record = receive_returns(actor=post.actor, plan=post.plan, year=YEAR, uploads=[Upload(back)], queue=False)
    keep_collected(record, post.collected(back))
    record.refresh_from_db()
    assert comparison_of(record, post.plan).difference
    assert read_document(post.plan) == before
    assert Entry.objects.count() == entries
    shutil.rmtree(post.folder, ignore_errors=True)
