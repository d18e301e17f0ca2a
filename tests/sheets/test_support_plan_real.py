"""The plan of 青梅商工会議所: what the paper holds, every repair as a doubt, and the way back from each format."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from banso.domain.document import PlanDocument
from banso.domain.plan_json import load_document, to_data
from banso.sheets.blocks.grids import grids_of
from banso.sheets.blocks.value import Table
from banso.sheets.form import Reading
from banso.sheets.forms import FORMS
from banso.sheets.sources.open import read_grids, read_source
from banso.sheets.support_plan import build, read
from tests.papers import paper

FORM = FORMS["support-plan"]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read.read(read_grids(paper("004")))


@pytest.fixture
def document(reading: Reading) -> PlanDocument:
    return reading.document


def test_the_paper_is_recognised_and_no_other_is() -> None:
    found = {number: read.recognises(read_grids(paper(number))) for number in ("000", "001", "002", "003", "004")}
    assert found == {"000": 0, "001": 0, "002": 0, "003": 0, "004": 2}


def test_the_bodies_and_their_numbers(document: PlanDocument) -> None:
    assert [(one.name, one.kind, one.role) for one in document.organizations] == [
        ("青梅商工会議所", "chamber-of-commerce", "lead"),
        ("青梅市", "municipality", "joint"),
        ("奥多摩町", "municipality", "joint"),
        ("青梅信用金庫", "bank", "partner"),
    ]
    assert document.organizations[0].corporate_number == "3013105001132"
    assert [one.local_government_code for one in document.organizations[1:3]] == ["132055", "133086"]
    assert document.organizations[3].representative == "理事長 平岡治房"
    divisions = [division for one in document.organizations for division in one.divisions]
    assert [division.postal_code for division in divisions] == ["198-8585", "198-8701", "198-0212"]
    assert all(division.email and division.telephone and division.fax for division in divisions)
    assert (document.first_year, document.last_year) == (2023, 2025)


def test_sections_items_goals_and_policies(document: PlanDocument) -> None:
    nodes = {node.key: node for node in document.nodes}
    assert {str(number) for number in range(1, 11)} <= set(nodes)
    assert [key for key in nodes if key.startswith(("目標", "方針"))] == [
        *(f"目標{number}" for number in "①②③④"),
        *(f"方針{number}" for number in "①②③④"),
    ]
    assert nodes["5-②"].title == "経営分析の内容"
    assert nodes["5-②"].parent == "5"
    plans = [link.external for link in nodes["1"].links if link.external]
    assert [(plan.first_year, plan.last_year) for plan in plans] == [(2017, 2026), (2015, 2024)]
    assert [link.to for link in nodes["別表4"].links] == ["6", "6-②", "7"]


def test_the_22_target_rows(document: PlanDocument) -> None:
    assert [indicator.key for indicator in document.indicators] == [
        *("3-①", "3-②", "3-③", "4-①", "4-②", "5-②", "5-③", "6-①", "6-②", "6-③"),
        *("7-①", "7-①-2", "7-①-3", "7-①-4", "7-②", "7-③"),
        *("8-①", "8-①-per", "8-①-2", "8-①-2-per", "8-②", "8-②-per"),
    ]
    by_key = {indicator.key: indicator for indicator in document.indicators}
    assert {key: one.per for key, one in by_key.items() if one.per} == {
        "8-①-per": "8-①",
        "8-①-2-per": "8-①-2",
        "8-②-per": "8-②",
    }
    assert Counter(one.unit for one in document.indicators) == {"回": 7, "者": 8, "社": 4, "件": 1, "万円": 1, "%": 1}
    assert sum(one.baseline is not None and one.baseline.state == "none" for one in document.indicators) == 12
    assert [one.terms for one in document.indicators[:3]] == [{"公表方法": ("HP掲載",)}] * 3
    assert by_key["7-①-2"].counting == "events"
    targets = {(target.indicator, target.year): target.amount for target in document.targets}
    assert len(targets) == 66
    assert (targets["3-③", 2024], targets["7-①-2", 2023]) == (Decimal(12), Decimal(144))
    baseline = by_key["3-③"].baseline
    assert baseline is not None
    assert baseline.amount == Decimal(12)
    assert baseline.year == 2022


def test_texts_stand_at_their_sections_and_items(document: PlanDocument) -> None:
    for section in ("3", "4", "5", "6", "7", "8", "9", "10"):
        kinds = {text.kind for text in document.texts if text.node == section}
        assert {"status-quo", "issues"} <= kinds
    labels = [text.heading for text in document.texts if text.node == "4-①" and text.kind == "paragraph"]
    assert labels == ["調査手段", "調査項目", "分析方法", "分析結果の活用"]
    assert {text.node for text in document.texts if text.kind == "direction"} == {"6", "7", "8"}
    survey = [text.heading for text in document.texts if text.node == "1" and text.kind == "status-quo"]
    assert survey == ["a. 立地", "b. 人口", "(産業)", "(交通等)"]
    assert not any("<p>" in text.text or "別表" in text.text for text in document.texts)


def test_tables_events_money(document: PlanDocument) -> None:
    forest, industry = document.tables
    assert (len(forest.rows), forest.total_row, forest.unit) == (9, 8, "ha")
    assert (len(industry.rows), industry.total_row) == (21, 20)
    assert forest.columns[8].path == ("民有", "公有", "森林整備法人")
    assert forest.columns[11].path == ("民有", "私有")
    assert [column.formula for column in forest.columns][:6] == [
        None,
        "c2+c5",
        "c3+c4",
        None,
        None,
        "c6+c7+c8+c9+c10+c11",
    ]
    assert [column.formula for column in industry.columns] == [
        *(None, None, None, "c1-c2", "c3/c2"),
        *(None, None, "c5-c6", "c7/c6"),
    ]
    assert industry.rows[8][1] == "1097"
    assert [(event.name, event.kind, event.node) for event in document.events] == [
        ("たま工業交流展", "B to B", "8-①"),
        ("あおしんビジネスマッチング大会", "B to B", "8-①"),
        ("青梅産業観光まつり", "B to C", "8-①"),
    ]
    visitors = document.events[0].visitors
    assert visitors is not None
    assert (visitors.amount, visitors.approximate, visitors.unit) == (Decimal(6000), True, "人")
    totals = {budget.year: budget.amount for budget in document.budgets if budget.total}
    assert totals == dict.fromkeys(range(2023, 2027), Decimal(123330))
    assert len(document.budgets) == 16
    assert {budget.unit for budget in document.budgets} == {"千円"}
    assert [text.node for text in document.texts if text.kind == "funding"] == ["別表3"]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("html-removed", [5, 6, 7, 8, 9, 674, 676, 678]),
        ("blank-inside", [300, 553, 559]),
        ("paragraph-rejoined", [328, 551, 586]),
        ("figure-description", [678]),
        ("section-number-differs", [674, 674, 8]),
        ("reference-title-differs", [674]),
        ("table-sum-wrong", [None]),
    ],
)
def test_every_repair_is_a_doubt_with_its_line(reading: Reading, code: str, lines: list[int | None]) -> None:
    assert [doubt.where.line for doubt in reading.doubts if doubt.code == code] == lines


def test_there_are_no_other_doubts(reading: Reading) -> None:
    assert Counter(doubt.code for doubt in reading.doubts).total() == 20


def test_the_wrong_sum_names_both_values(reading: Reading) -> None:
    (doubt,) = [doubt for doubt in reading.doubts if doubt.code == "table-sum-wrong"]
    assert "16,522→6,522" in doubt.message


def test_nothing_is_lost_on_the_way_to_paper_and_back(document: PlanDocument) -> None:
    seen = FORM.view(document)
    assert seen == document
    assert FORM.view(seen) == seen
    assert read.read(grids_of(build.paper_of(document), bare=True)).document == document


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf", ".docx"])
@pytest.mark.parametrize("bare", [False, True])
def test_every_format_comes_back_as_the_view(document: PlanDocument, tmp_path: Path, suffix: str, bare: bool) -> None:
    path = tmp_path / f"plan{suffix}"
    FORM.write(document, path, bare=bare)
    source = read_source(path)
    assert read.recognises(source.grids) == 2
    assert read.read(source.grids).document == FORM.view(document)


def test_the_document_is_a_plan_document(document: PlanDocument) -> None:
    assert load_document(to_data(document)) == document


def test_one_section_alone_covers_itself_only(document: PlanDocument) -> None:
    seen = FORM.view(document, nodes=("5",))
    assert seen.scope[0].nodes == ("5", "5-①", "5-②", "5-③")
    assert {node.key for node in seen.nodes} == {"5", "5-①", "5-②", "5-③"}
    assert not seen.organizations


def test_the_yearly_evaluation_comes_back(document: PlanDocument, tmp_path: Path) -> None:
    page = FORM.paper(document, year=2023)
    tables = [block for block in page.pages[0].blocks if isinstance(block, Table) and block.label == "目標と実績"]
    assert sum(len(table.rows) - 1 for table in tables) == 22
    seen = FORM.view(document, year=2023)
    assert [one.key for one in seen.indicators] == [one.key for one in document.indicators]
    assert {actual.state for actual in seen.actuals} == {"not-entered"}
    assert {(scope.year, scope.form) for scope in seen.scope} == {(2023, "support-plan")}
    for suffix in (".xlsx", ".pdf", ".docx"):
        path = tmp_path / f"report{suffix}"
        FORM.write(document, path, year=2023, bare=True)
        read_back = read.read(read_source(path).grids).document
        assert read_back == replace(seen, indicators=read_back.indicators)
        assert [replace(one, per=None) for one in read_back.indicators] == [
            replace(one, per=None) for one in seen.indicators
        ]
