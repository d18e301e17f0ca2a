"""The law of the target table: what is printed is read back as its view, for the real plans and for invented towns."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from banso.domain.document import PlanDocument
from banso.sheets.forms import FORMS, NothingToPrint
from banso.sheets.reading import read_files
from tests.papers import paper
from tests.sheets.progress_plans import towns

FORM = FORMS["target-table"]
LAWS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def returned(document: PlanDocument, year: int | None, *, bare: bool) -> PlanDocument | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "目標.xlsx"
        try:
            FORM.write(document, path, year=year, bare=bare)
        except NothingToPrint:
            return None
        return read_files([path], "target-table").document


@LAWS
@given(towns())
def test_a_working_copy_comes_back_as_its_view(document: PlanDocument) -> None:
    for year in (None, document.first_year):
        found = returned(document, year, bare=False)
        if found is not None:
            assert found == FORM.view(document, year=year)
            assert FORM.view(found, year=year) == found


@LAWS
@given(towns(plain=True))
def test_no_target_of_a_placed_indicator_is_lost(document: PlanDocument) -> None:
    found = returned(document, None, bare=True)
    if found is None:
        assert not document.indicators
        return
    stated = {(each.year, each.final, each.amount) for each in document.targets if each.amount is not None}
    assert {(each.year, each.final, each.amount) for each in found.targets if each.amount is not None} == stated
    assert {each.name for each in found.indicators} == {each.name for each in document.indicators}


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
@pytest.mark.parametrize(("number", "year"), [("004", None), ("003", None), ("003", 2025)])
def test_the_real_plans_come_back(number: str, year: int | None, suffix: str, bare: bool, tmp_path: Path) -> None:
    document = read_files([paper(number)]).document
    path = tmp_path / f"table.{suffix}"
    FORM.write(document, path, year=year, bare=bare)
    reading = read_files([path])
    assert reading.document == FORM.view(document, year=year)
    assert reading.doubts == ()
