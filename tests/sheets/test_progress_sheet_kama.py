"""The 21 sheets of 嘉麻市: what the paper holds, and every repair as a doubt with its line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from banso.domain.evaluation import evaluate
from banso.sheets.form import Reading
from banso.sheets.progress_sheet import read
from banso.sheets.progress_sheet.build import sheets_of, view
from banso.sheets.progress_sheet.excel import write_excel
from banso.sheets.sources.open import read_grids
from tests.papers import paper


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read.read(read_grids(paper("001")))


def test_the_paper_is_recognised_and_no_other_is() -> None:
    assert {
        number: bool(read.recognises(read_grids(paper(number)))) for number in ("000", "001", "002", "003", "004")
    } == {
        "000": False,
        "001": True,
        "002": False,
        "003": False,
        "004": False,
    }


def test_everything_on_the_21_sheets_is_read(reading: Reading) -> None:
    document = reading.document
    assert (document.title, document.kind) == ("中小企業振興基本計画", "promotion-plan")
    assert (document.first_year, document.last_year) == (2023, 2027)
    assert [(level.name, level.numbering) for level in document.levels] == [("方針", "1"), ("施策", "①")]
    assert Counter(node.level for node in document.nodes) == {0: 6, 1: 21}
    assert len(document.groups) == 58
    assert len(document.roadmap) == 86
    assert len({(step.group, step.line) for step in document.roadmap}) == 74  # and one printed line without a text
    assert {step.span for step in document.roadmap} == {"assumed"}
    assert len(document.placements) == 117
    assert sum(placement.reprise for placement in document.placements) == 12
    assert len(document.indicators) == len(document.targets) == len(document.actuals) == 20
    assert all(indicator.baseline and indicator.baseline.year == 2022 for indicator in document.indicators)
    assert sum(target.cumulative is not None for target in document.targets) == 12
    units = {"件": 7, "社": 4, "人": 3, "%": 3, "回": 1, "千円": 1, "千人/年": 1}
    assert Counter(indicator.unit for indicator in document.indicators) == units
    assert Counter(target.state for target in document.targets)["not-set"] == 4
    assert {actual.state for actual in document.actuals} == {"not-entered"}
    assert [(note.mark, len(note.at)) for note in document.notes] == [("*", 2), ("*", 2)]
    assert [scope.nodes[0] for scope in document.scope][:4] == ["1-①", "1-②", "1-③", "2-①"]
    assert all(scope.year == 2023 and scope.form == "progress-sheet" for scope in document.scope)


def test_the_most_frequent_legend_is_the_rule(reading: Reading) -> None:
    (rules,) = reading.document.rule_sets
    assert [(step.step, step.picture) for step in rules.scale] == [(3, "★★★"), (2, "★★"), (1, "★")]
    assert [(band.grade, band.from_) for band in rules.bands] == [("A", Decimal(100)), ("B", Decimal(80)), ("C", None)]
    assert (rules.level, rules.from_year) == (1, 2023)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("legend-differs", [27, 237, 339, 404, 508, 631, 666, 698]),
        ("sheet-title", [198, 372]),
        ("contradiction-name", [345]),
        ("contradiction", [449, 638]),
        ("label-missing", [491]),
        ("blank-inside", [498, 499, 500, 501, 502]),
        ("baseline-year-assumed", [22]),
        ("roadmap-span-assumed", [12]),
    ],
)
def test_each_repair_is_a_doubt_with_its_line(reading: Reading, code: str, lines: list[int]) -> None:
    assert [doubt.where.line for doubt in reading.doubts if doubt.code == code] == lines


def test_there_is_no_other_doubt(reading: Reading) -> None:
    assert len(reading.doubts) == 21
    assert all(doubt.message.endswith("。") and doubt.quote for doubt in reading.doubts)


@pytest.mark.parametrize("bare", [False, True])
def test_the_sheets_come_back_from_a_workbook(reading: Reading, bare: bool, tmp_path: Path) -> None:
    document = reading.document
    path = tmp_path / "sheets.xlsx"
    write_excel(sheets_of(document, evaluate(document)), path, bare=bare)
    again = read.read(read_grids(path))
    assert again.document == view(document, bare=bare)
    assert {doubt.code for doubt in again.doubts} == {"baseline-year-assumed"}
    assert {step.span for step in again.document.roadmap} == {"stated"}
    stated = replace(again.document, roadmap=document.roadmap, scope=document.scope)
    assert stated == document
