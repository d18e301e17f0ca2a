"""The law of forms for project sheets: what is printed comes back as the view, and the view loses nothing."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from banso.domain.document import PlanDocument
from banso.sheets.blocks.grids import grids_of
from banso.sheets.forms import FORMS
from banso.sheets.project_evaluation import build, read
from banso.sheets.sources.open import read_source
from tests.sheets.project_plans import YEAR, plans

FORM = FORMS["project-evaluation"]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
MANY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=SLOW)
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=SLOW)


def differences(one: PlanDocument, other: PlanDocument) -> list[str]:
    return [
        f"{field.name}: {set(map(repr, a)) ^ set(map(repr, b)) if isinstance(a, tuple) and isinstance(b, tuple) else (a, b)}"
        for field in fields(PlanDocument)
        if (a := getattr(one, field.name)) != (b := getattr(other, field.name))
    ]


def printed_and_read(document: PlanDocument, suffix: str, *, bare: bool) -> PlanDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheets{suffix}"
        FORM.write(document, path, year=YEAR, bare=bare)
        source = read_source(path)
        assert source.doubts == ()
        assert read.recognises(source.grids) == 2
        return read.read(source.grids).document


@MANY
@given(plans())
def test_a_workbook_comes_back_as_its_view(document: PlanDocument) -> None:
    assert differences(printed_and_read(document, ".xlsx", bare=False), FORM.view(document, year=YEAR)) == []


@MANY
@given(plans())
def test_a_bare_workbook_comes_back_as_read_without_keys(document: PlanDocument) -> None:
    expected = read.read(grids_of(build.paper_of(document, YEAR), bare=True)).document
    assert differences(printed_and_read(document, ".xlsx", bare=True), expected) == []


@FEW
@given(plans())
def test_a_printed_pdf_comes_back_as_read_without_keys(document: PlanDocument) -> None:
    expected = read.read(grids_of(build.paper_of(document, YEAR), bare=True)).document
    assert differences(printed_and_read(document, ".pdf", bare=True), expected) == []


@MANY
@given(plans())
def test_the_view_holds_everything_that_the_plan_states(document: PlanDocument) -> None:
    seen = FORM.view(document, year=YEAR)
    assert [level.name for level in seen.levels] == [level.name for level in document.levels]
    for name in ("nodes", "indicators", "placements", "targets", "texts", "budgets", "decisions"):
        stated, shown = getattr(document, name), getattr(seen, name)
        assert [item for item in stated if item not in shown] == [], name
        if name not in ("budgets", "targets"):  # staff cost may be computed, blank targets are 設定なし
            assert [item for item in shown if item not in stated] == [], name


@MANY
@given(plans())
def test_the_view_of_the_view_is_the_view(document: PlanDocument) -> None:
    seen = FORM.view(document, year=YEAR)
    assert differences(FORM.view(seen, year=YEAR), seen) == []


@FEW
@given(plans())
def test_the_sheets_of_single_projects_are_together_the_paper(document: PlanDocument) -> None:
    seen = FORM.view(document, year=YEAR)
    alone = [FORM.view(document, year=YEAR, nodes=(subject.key,)) for subject in build.subjects_of(document, YEAR)]
    for name in ("texts", "decisions"):
        together = [item for one in alone for item in getattr(one, name)]
        assert sorted(map(repr, together)) == sorted(map(repr, getattr(seen, name)))


def test_a_plan_without_projects_has_no_sheets() -> None:
    assert build.paper_of(PlanDocument()).pages == ()
    assert build.subjects_of(PlanDocument()) == ()
