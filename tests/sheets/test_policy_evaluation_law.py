"""The law of the form: the whole report of a field, with all its project sheets, is read back as the form's view."""

from __future__ import annotations

from pathlib import Path

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.blocks.value import Heading
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from tests.papers import paper

FORM = FORMS["policy-evaluation"]


@pytest.fixture(scope="module")
def report() -> PlanDocument:
    return read_files([paper("003")]).document


def test_the_whole_paper_is_one_plan(report: PlanDocument) -> None:
    assert sum(node.level == 4 for node in report.nodes) == 27
    assert [node.key for node in report.nodes if node.parent == "施策1"] == [f"1-{number}" for number in range(1, 15)]
    listed = {node.title: node for node in report.nodes}
    assert listed["会津漆器技術後継者訓練奨励金"].key == "1-3"
    assert {"法定／自主", "SDGsターゲット"} <= set(report.nodes[6].terms)


def test_the_view_says_all_that_the_paper_says(report: PlanDocument) -> None:
    view = FORM.view(report)
    for name in ("nodes", "indicators", "placements", "targets", "actuals", "decisions", "texts", "budgets"):
        assert set(map(str, getattr(view, name))) == set(map(str, getattr(report, name))), name
    assert FORM.view(view) == view


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
def test_what_is_printed_is_read_back(report: PlanDocument, tmp_path: Path, suffix: str, bare: bool) -> None:
    path = tmp_path / f"report.{suffix}"
    FORM.write(report, path, bare=bare)
    assert read_files([path]).document == FORM.view(report)


def test_a_year_without_money_shows_no_other_years_sums(report: PlanDocument) -> None:
    def texts(year: int) -> list[str]:
        page = FORM.paper(report, year=year).pages[0]
        return [block.text for block in page.blocks if isinstance(block, Heading)]

    assert "6 事業費等の集計" in texts(2024)
    assert "6 事業費等の集計" not in texts(2027)
