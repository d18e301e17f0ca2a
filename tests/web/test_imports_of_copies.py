"""A fact that stands on several returned sheets: the one copy that a person corrected is told from those nobody touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from banso.domain.document import PlanDocument
from banso.domain.edits.results import enter_actual
from banso.library.demonstration import demonstration_plan
from banso.models import Person, Plan
from banso.queries.documents import read_document
from banso.services.changing import change
from banso.services.policy import Actor
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from tests.web.test_imports import boxes, hand_in, page_of, seal

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[Person], Client]
SHEETS = ("1-①", "1-②", "1-③")
"""All three list the indicator 1-1, whose actual is 12."""


def returned(folder: Path, typed: Mapping[str, object], *, together: bool, bare: bool = False) -> list[Path]:
    """Working copies of three sheets, in one workbook or one each, with these results typed on these sheets."""
    sets = [SHEETS] if together else [(node,) for node in SHEETS]
    paths = []
    for nodes in sets:
        path = folder / f"{nodes[0]}から.xlsx"
        FORMS["progress-sheet"].write(demonstration_plan(), path, nodes=nodes, bare=bare)
        book = openpyxl.load_workbook(path)
        for node, page in zip(nodes, book.worksheets, strict=True):
            if node not in typed:
                continue
            name = next(each.name for each in demonstration_plan().indicators if each.key == "1-1")
            row = next(
                cell.row for cells in page.iter_rows() for cell in cells if str(cell.value or "").startswith(name)
            )
            column = next(cell.column for cells in page.iter_rows() for cell in cells if cell.value == "実績")
            page.cell(row, column).value = typed[node]
        book.save(path)
        paths.append(path)
    return paths


def actual(document: PlanDocument) -> Decimal | None:
    return next(each.amount for each in document.actuals if (each.indicator, each.year) == ("1-1", 2023))


def take(client: Client, plan: Plan, paths: list[Path]) -> str:
    """Hand in and take over what is proposed; answers the page that was agreed to."""
    record = hand_in(client, plan, *paths)
    page = page_of(client, plan, record)
    client.post(f"/plans/{plan.slug}/imports/{record.pk}/apply", {"take": boxes(page, ticked=True), "seal": seal(page)})
    return page


@pytest.mark.parametrize("together", [True, False], ids=["one workbook", "three files"])
@pytest.mark.parametrize("edited", SHEETS)
def test_the_one_corrected_copy_is_proposed_whatever_its_place(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path, edited: str, together: bool
) -> None:
    paths = returned(tmp_path, {edited: 14}, together=together)
    page = take(client_of(secretariat), plan, paths)
    assert "返ってきたシートの間で違います" in page
    for shown in ("「12」", "「14」", *(f"シート「{sheet}」" for sheet in SHEETS)):
        assert shown in page
    assert "紙の後ろにあるほうを使いました" not in page
    assert "紙によって違います" not in page
    assert actual(read_document(plan)) == 14
    again = page_of(client_of(secretariat), plan, hand_in(client_of(secretariat), plan, *paths))
    assert boxes(again) == []


def test_an_older_print_is_no_correction(
    plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    paths = returned(tmp_path, {"1-①": 14}, together=True)
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="1-1", year=2023, text="13"),
    )
    take(client_of(secretariat), plan, paths)
    assert actual(read_document(plan)) == 14


@pytest.mark.parametrize(("first", "last"), [("1-①", "1-②"), ("1-①", "1-③"), ("1-②", "1-③")])
def test_two_corrections_that_contradict_are_an_error_with_all_values_and_change_nothing(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path, first: str, last: str
) -> None:
    paths = returned(tmp_path, {last: 14, first: 15}, together=True)
    client = client_of(secretariat)
    page = page_of(client, plan, hand_in(client, plan, *paths))
    assert "書き直された値が2通りあって決められない" in page
    assert all(f"「{value}」" in page for value in (12, 14, 15))
    assert boxes(page) == []


@pytest.mark.parametrize("together", [True, False])
def test_read_alone_takes_the_later_sheet(tmp_path: Path, together: bool) -> None:
    reading = read_files(returned(tmp_path, {"1-①": 14}, together=together))
    assert actual(reading.document) == 12
    assert [doubt.code for doubt in reading.doubts if doubt.severity == "error"] == ["contradiction-value"]


def test_papers_without_keys_are_taken_as_they_read(
    plan: Plan, secretariat: Person, client_of: ClientOf, tmp_path: Path
) -> None:
    paths = returned(tmp_path, {"1-①": 14}, together=True, bare=True)
    page = page_of(client_of(secretariat), plan, hand_in(client_of(secretariat), plan, *paths))
    assert "返ってきたシートの間で違います" not in page
