"""Reading かづの商工会's own scorecard: what stands on it, what had to be mended, and that printing it loses nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from banso.domain.check import check
from banso.domain.document import Level, PlanDocument, Scope, Total
from banso.domain.evaluation import evaluate
from banso.domain.rule_set import RollUp
from banso.sheets.blocks.grids import grids_of
from banso.sheets.form import Reading
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from banso.sheets.scorecard.read import recognises
from banso.sheets.sources.open import read_grids
from tests.domain.kazuno import ROWS, STRATEGIES
from tests.papers import paper

FORM = FORMS["scorecard"]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_files([paper("002")])


@pytest.fixture(scope="module")
def document(reading: Reading) -> PlanDocument:
    return reading.document


def test_the_form_is_told_from_the_other_papers() -> None:
    assert [recognises(read_grids(paper(number))) for number in ("000", "001", "002", "003", "004")] == [0, 0, 2, 0, 0]


def test_five_strategies_ten_measures_twenty_one_indicators(document: PlanDocument) -> None:
    assert Counter(node.level for node in document.nodes) == {0: 5, 1: 10}
    assert document.levels == (Level(name="戦略", numbering="1"), Level(name="施策", numbering="1"))
    assert {
        node.key: tuple(below.key for below in document.nodes if below.parent == node.key)
        for node in document.nodes
        if node.level == 0
    } == STRATEGIES
    assert {node.key: node.terms for node in document.nodes if node.terms} == {
        key: {"戦略種別": (f"{key[:2]}戦略",)} for key in STRATEGIES
    }
    assert [indicator.key for indicator in document.indicators] == [key for key, _, _ in ROWS]
    assert (document.title, document.kind) == ("かつの商工会アクションプログラム", "action-programme")
    assert document.scope == (Scope(form="scorecard", year=2025, covers=("actuals", "judgements", "texts")),)


def test_every_figure_is_exact(document: PlanDocument) -> None:
    actuals = {each.indicator: each.amount for each in document.actuals if each.year == 2025}
    targets = {each.indicator: each.amount for each in document.targets if each.year == 2025}
    assert [(key, actuals[key], targets[key]) for key in actuals] == [
        (key, Decimal(actual), Decimal(target)) for key, actual, target in ROWS
    ]


def test_names_have_no_unit_and_the_one_without_unit_is_a_doubt(reading: Reading) -> None:
    indicators = {each.key: each for each in reading.document.indicators}
    assert Counter(each.unit for each in indicators.values()) == {"件": 9, "社": 8, "%": 1, "万円": 1, "回": 1, None: 1}
    assert (indicators["5-(1)"].name, indicators["5-(1)"].decimals) == ("組織率の維持向上 ※組織率", 1)
    doubt = next(each for each in reading.doubts if each.code == "unit-missing")
    assert (doubt.where.address, doubt.where.line) == ("indicator/2-(2)/unit", 9)


def test_the_row_out_of_line_and_the_lost_column_are_doubts(reading: Reading) -> None:
    doubts = {each.code: each for each in reading.doubts}
    assert doubts.keys() == {"row-shifted", "column-lost", "unit-missing", "roll-up-assumed"}
    assert doubts["row-shifted"].where.line == 18
    assert "達成状況※1" in doubts["column-lost"].message
    placed = {each.indicator: (each.node, each.code) for each in reading.document.placements}
    assert placed["6-(3)"] == ("6", "(3)")
    reviews = {each.indicator: each.text for each in reading.document.texts if each.kind == "review"}
    assert len(reviews) == 21
    assert "資格取得奨励" in reviews["6-(3)"]


def test_flags_and_totals_are_kept_as_stated(document: PlanDocument) -> None:
    assert Counter(each.value for each in document.judgements) == {"達成": 14, "未達成": 7}
    assert {(each.kind, each.stage, each.node) for each in document.judgements} == {("flag", "stated", None)}
    assert document.totals == (
        Total(label="達成数計", of="nodes", level=1, achieved=4, counted=10),
        Total(label="達成数計", of="indicators", achieved=14, counted=21),
    )
    assert [note.mark for note in document.notes] == ["※1", "※2"]


@pytest.mark.parametrize(
    ("of", "where", "expected"),
    [
        ("indicators", {}, "14/21"),
        ("nodes", {}, "4/10"),
        ("indicators", {"戦略種別": "共通戦略"}, "8/13"),
        ("nodes", {"戦略種別": "共通戦略"}, "2/6"),
        ("indicators", {"戦略種別": "独自戦略"}, "6/8"),
        ("nodes", {"戦略種別": "独自戦略"}, "2/4"),
    ],
)
def test_totals_are_counted_anew_from_what_was_read(
    document: PlanDocument, of: str, where: dict[str, str], expected: str
) -> None:
    total = next(each for each in evaluate(document).totals if each.of == of and dict(each.where) == where)
    assert f"{total.achieved}/{total.counted}" == expected


def test_the_rule_set_is_read(document: PlanDocument) -> None:
    (rules,) = document.rule_sets
    assert (rules.formula, rules.level, rules.from_year) == ("threshold", 1, 2025)
    assert rules.roll_up == RollUp(method="all", denominator="judged")


def test_the_check_finds_the_review_that_looks_forward_to_what_was_achieved(document: PlanDocument) -> None:
    found = [each for each in check(document) if each.code == "review-contradicts"]
    assert [each.where.address for each in found] == ["text/2-(2)/2025/review"]
    assert not {"flag-wrong", "total-wrong"} & {each.code for each in check(document)}


# Printed and read again -------------------------------------------------------------------------------------------------


def without_computed(view: PlanDocument) -> PlanDocument:
    """The view without the flags of measures, which the extraction lost and printing computes."""
    return replace(view, judgements=tuple(each for each in view.judgements if each.node is None))


def test_printing_loses_nothing(document: PlanDocument) -> None:
    view = FORM.view(document)
    assert without_computed(view) == document
    assert {each.node: each.value for each in view.judgements if each.node} == {
        str(number): "達成" if number in (2, 4, 9, 10) else "未達成" for number in range(1, 11)
    }
    assert FORM.view(view) == view


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_the_real_paper_comes_back(document: PlanDocument, suffix: str, bare: bool, tmp_path: Path) -> None:
    path = tmp_path / f"総括表{suffix}"
    assert FORM.write(document, path, bare=bare) == ()
    assert read_files([path]).document == FORM.view(document)


@pytest.mark.parametrize("nodes", [("共通-1",), ("独自-2", "3")])
def test_a_part_comes_back_as_an_excerpt_without_totals(
    document: PlanDocument, nodes: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "総括表.xlsx"
    FORM.write(document, path, nodes=nodes)
    found = read_files([path]).document
    assert found == FORM.view(document, nodes=nodes)
    assert found.totals == ()
    assert set(found.scope[0].nodes) == {node.key for node in found.nodes}


def test_a_clerk_may_write_the_actual_alone(document: PlanDocument) -> None:
    """133 over 133(121) changes the actual and says nothing about the target."""
    (grid,) = grids_of(FORM.paper(document))
    rows = tuple(
        tuple(replace(cell, text="140") if cell.text == "133(121)" else cell for cell in row) for row in grid.rows
    )
    found = FORM.read([replace(grid, rows=rows)]).document
    assert next(each for each in found.actuals if each.indicator == "1-(1)").amount == 140
    assert [each.indicator for each in found.targets] == [key for key, _, _ in ROWS if key != "1-(1)"]


def test_the_paper_looks_like_the_original(document: PlanDocument) -> None:
    (page,) = FORM.paper(document).pages
    assert (page.format, page.title) == ("A3 landscape", "令和7年度 かつの商工会アクションプログラム 総括表")
    tables = [block for block in page.blocks if hasattr(block, "rows")]
    assert [len(table.rows) for table in tables] == [14, 10]
    assert [cell.text for cell in tables[0].rows[0].cells] == [
        "戦略",
        "施策",
        "達成状況※1",
        "施策目標（指標）",
        "R7実績値（目標値）",
        "達成状況※2",
        "施策目標に関する検証及び次年度への改善点（要約）",
    ]
    assert [cell.text for cell in tables[1].rows[-1].cells] == ["", "達成数計", "4/10", "", "達成数計", "14/21", ""]


def test_a_stated_total_is_printed_until_somebody_accepts_the_computed_one(document: PlanDocument) -> None:
    wrong = replace(document, totals=(replace(document.totals[0], achieved=5), document.totals[1]))
    texts = [cell.text for row in grids_of(FORM.paper(wrong))[0].rows for cell in row]
    assert "5/10" in texts
    accepted = replace(document, totals=())
    texts = [cell.text for row in grids_of(FORM.paper(accepted))[0].rows for cell in row]
    assert "4/10" in texts
