"""The law of forms in PDF: a working copy comes back exactly, a bare paper as its view."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.sheets.action_list import build as action_list
from banso.sheets.action_list import pdf as action_list_pdf
from banso.sheets.form import Reading
from banso.sheets.progress_sheet import build as progress_sheet
from banso.sheets.progress_sheet import pdf as progress_sheet_pdf
from banso.sheets.reading import read_files
from tests.papers import paper
from tests.sheets.action_list_plans import plans
from tests.sheets.progress_plans import towns

TOWNS = settings(
    phases=(Phase.explicit, Phase.generate),
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


def sheets_read_back(document: PlanDocument, *, bare: bool) -> Reading | None:
    sheets = progress_sheet.sheets_of(document, evaluate(document))
    if not sheets:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.pdf"
        progress_sheet_pdf.write_pdf(sheets, path, bare=bare)
        return read_files([path], form="progress-sheet")


def list_read_back(document: PlanDocument, *, bare: bool) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.pdf"
        action_list_pdf.write_pdf(action_list.list_of(document), path, bare=bare)
        return read_files([path], form="action-list")


def differences(one: PlanDocument, other: PlanDocument) -> list[str]:
    return [
        f"{field.name}: {set(map(repr, a)) ^ set(map(repr, b)) if isinstance(a, tuple) and isinstance(b, tuple) else (a, b)}"
        for field in fields(PlanDocument)
        if (a := getattr(one, field.name)) != (b := getattr(other, field.name))
    ]


@pytest.fixture(scope="module")
def both() -> PlanDocument:
    return read_files([paper("000"), paper("001")]).document


@pytest.mark.parametrize("bare", [False, True])
def test_the_real_sheets_come_back(both: PlanDocument, bare: bool) -> None:
    reading = sheets_read_back(both, bare=bare)
    assert reading is not None
    assert differences(reading.document, progress_sheet.view(both, bare=bare)) == []


@pytest.mark.parametrize("bare", [False, True])
def test_the_real_list_comes_back(both: PlanDocument, bare: bool) -> None:
    assert differences(list_read_back(both, bare=bare).document, action_list.view(both)) == []


@TOWNS
@given(towns())
def test_sheets_of_other_towns_come_back_from_working_copies(document: PlanDocument) -> None:
    reading = sheets_read_back(document, bare=False)
    if reading is not None:
        assert differences(reading.document, progress_sheet.view(document)) == []


@TOWNS
@given(towns(plain=True))
def test_sheets_of_other_towns_come_back_from_bare_papers(document: PlanDocument) -> None:
    reading = sheets_read_back(document, bare=True)
    if reading is not None:
        assert differences(reading.document, progress_sheet.view(document, bare=True)) == []


@TOWNS
@given(plans())
def test_lists_of_other_towns_come_back_from_working_copies(document: PlanDocument) -> None:
    assert differences(list_read_back(document, bare=False).document, action_list.view(document)) == []


@TOWNS
@given(plans())
def test_lists_of_other_towns_come_back_from_bare_papers(document: PlanDocument) -> None:
    assert differences(list_read_back(document, bare=True).document, action_list.view(document)) == []
