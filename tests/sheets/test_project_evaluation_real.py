"""The 27 project sheets of 会津若松市 inside the report of policy field 12: what they hold, and every repair as a doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from banso.domain.document import PlanDocument
from banso.domain.money import column, costs
from banso.sheets.blocks.grids import grids_of
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.forms import FORMS
from banso.sheets.grid import Grid
from banso.sheets.project_evaluation import build, read
from banso.sheets.sources.open import read_grids
from tests.papers import paper

FORM = FORMS["project-evaluation"]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read.read(read_grids(paper("003")))


def differences(one: PlanDocument, other: PlanDocument) -> list[str]:
    return [field.name for field in fields(PlanDocument) if getattr(one, field.name) != getattr(other, field.name)]


def test_the_sheets_are_recognised_and_no_other_paper_is() -> None:
    assert [read.recognises(read_grids(paper(number))) for number in ("000", "001", "002", "003", "004")] == [
        0,
        0,
        0,
        2,
        0,
    ]


def test_a_paper_without_sheets_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadablePaper, match="見出し"):
        read.read((Grid(rows=(), spans_known=False, file="空.txt"),))


def test_the_tree_and_all_projects_are_read(reading: Reading) -> None:
    document = reading.document
    assert [level.name for level in document.levels] == ["政策目標", "政策", "政策分野", "施策", "事務事業"]
    above = [(node.key, node.parent, node.level) for node in document.nodes if node.level < 4]
    assert above == [
        ("政策目標3", None, 0),
        ("政策3", "政策目標3", 1),
        ("分野12", "政策3", 2),
        ("施策1", "分野12", 3),
        ("施策2", "分野12", 3),
        ("施策3", "分野12", 3),
    ]
    projects = [node for node in document.nodes if node.level == 4]
    assert Counter(node.parent for node in projects) == {"施策1": 14, "施策2": 5, "施策3": 8}
    assert [projects[0].key, projects[13].key, projects[-1].key] == ["1-1", "1-14", "3-8"]
    assert {node.owner for node in projects} == {"観光商工部・商工課"}
    assert [node.key for node in projects if node.terms != {"法定／自主": ("自主",)}] == ["3-7"]
    assert Counter(each.values for each in document.decisions) == {("継続",): 26, ("終了",): 1}
    assert [each.node for each in document.decisions if each.values == ("終了",)] == ["2-5"]
    assert Counter((text.kind, text.year) for text in document.texts) == {
        ("outline", None): 27,
        ("activities", 2024): 27,
        ("verification", 2024): 27,
    }
    assert not any("<" in text.text or text.text.startswith(" ") for text in document.texts)


def test_the_money_adds_up_to_the_sums_of_the_city(reading: Reading) -> None:
    document = reading.document
    assert {(budget.year, budget.stage, budget.unit) for budget in document.budgets} == {
        (2024, "budget", "千円"),
        (2025, "estimate", "千円"),
    }
    assert len(document.budgets) == 27 * 3 * 2
    sums: Counter[tuple[str, int]] = Counter()
    for budget in document.budgets:
        assert budget.amount is not None
        sums[budget.item, budget.year] += int(budget.amount)
    assert sums["事業費", 2024] == sums["所要一般財源", 2024] == 703_801
    assert sums["事業費", 2025] == 702_847
    assert sums["概算人件費", 2024] == sums["概算人件費", 2025] == 25_842
    money = costs(document)
    this, following = column(2024, "budget"), column(2025, "estimate")
    assert money.sums("施策2", this).full.amount == 27_265
    assert money.sums(None, following).full.amount == 728_689
    assert money.sums(None, this).without_deposits.amount == 93_801
    changed = {node: money.figures(node, following).change for node in money.bearers()}
    assert {node: change for node, change in changed.items() if change} == {
        "1-7": Decimal(-159),
        "1-10": Decimal(105),
        "2-5": Decimal(-262),
        "3-7": Decimal(-638),
    }


def test_every_repair_is_a_doubt_with_its_line(reading: Reading) -> None:
    lines = {code: [doubt.where.line for doubt in reading.doubts if doubt.code == code] for code in _codes(reading)}
    assert {code: len(found) for code, found in lines.items()} == {
        "money-row-shifted": 27,
        "html-removed": 36,
        "blank-column-skipped": 5,
        "year-assumed": 1,
        "contradiction-name": 1,
    }
    assert lines["blank-column-skipped"] == [201, 209, 221, 229, 237]
    assert lines["money-row-shifted"][:2] == [106, 114]
    name = next(doubt for doubt in reading.doubts if doubt.code == "contradiction-name")
    assert (name.where.line, name.where.address, name.quote) == (100, "node/施策1/title", "地場産業の推進")
    assert "地場産業の振興" in name.message


def _codes(reading: Reading) -> list[str]:
    return sorted({doubt.code for doubt in reading.doubts})


@pytest.mark.parametrize("bare", [False, True])
def test_the_paper_made_of_the_document_loses_nothing(reading: Reading, bare: bool) -> None:
    again = read.read(grids_of(build.paper_of(reading.document), bare=bare))
    assert differences(again.document, reading.document) == []
    assert again.doubts == ()


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
@pytest.mark.parametrize("bare", [False, True])
def test_the_printed_sheets_come_back(reading: Reading, tmp_path: Path, suffix: str, bare: bool) -> None:
    path = tmp_path / f"sheets{suffix}"
    assert FORM.write(reading.document, path, bare=bare) == ()
    again = read.read(read_grids(path))
    assert differences(again.document, FORM.view(reading.document)) == []


def test_one_project_alone_has_a_page_with_all_it_belongs_to(reading: Reading) -> None:
    made = build.paper_of(reading.document, nodes=("2-5",))
    assert [(page.name, page.about) for page in made.pages] == [("2-5", "node/2-5")]
    seen = FORM.view(reading.document, nodes=("2-5",))
    assert [node.key for node in seen.nodes] == ["政策目標3", "政策3", "分野12", "施策2", "2-5"]
    assert [scope.nodes for scope in seen.scope] == [("2-5",)]
    assert {budget.node for budget in seen.budgets} == {"2-5"}


def test_a_measure_brings_its_projects_and_subjects_are_the_projects(reading: Reading) -> None:
    seen = FORM.view(reading.document, nodes=("施策2",))
    assert [node.key for node in seen.nodes if node.level == 4] == ["2-1", "2-2", "2-3", "2-4", "2-5"]
    subjects = build.subjects_of(reading.document)
    assert len(subjects) == 27
    assert (subjects[-1].key, subjects[-1].title) == ("3-8", "3-8 中小企業・小規模企業未来会議")


def test_blocks_for_the_report_of_the_field_have_the_measure_before_its_projects(reading: Reading) -> None:
    blocks = build.project_tables(reading.document, 2024, "分野12")
    kinds = [type(block).__name__ for block in blocks]
    assert kinds == ["Heading", *["Table"] * 14, "Heading", *["Table"] * 5, "Heading", *["Table"] * 8]


def test_an_edited_workbook_comes_back_with_the_edit_alone(reading: Reading) -> None:
    document = reading.document
    edited = replace(
        document,
        budgets=tuple(
            replace(budget, amount=Decimal(9999))
            if (budget.node, budget.item, budget.year) == ("1-7", "事業費", 2025)
            else budget
            for budget in document.budgets
        ),
    )
    again = read.read(grids_of(build.paper_of(edited))).document
    assert [b for b in again.budgets if b not in document.budgets] == [b for b in edited.budgets if b.amount == 9999]
