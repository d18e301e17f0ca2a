"""会津若松市's evaluation of policy field 12 (paper 003): every fact of its chapters, and back from its own print."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.blocks.grids import grids_of
from banso.sheets.form import Reading
from banso.sheets.gathering import gathered
from banso.sheets.policy_evaluation.build import paper_of, subjects_of
from banso.sheets.policy_evaluation.read import read, recognises
from banso.sheets.sources.open import read_grids
from tests.papers import paper

CHAPTERS = {"policy-evaluation"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(read_grids(paper("003")))


@pytest.fixture(scope="module")
def document(reading: Reading) -> PlanDocument:
    return reading.document


def test_the_paper_is_recognised() -> None:
    assert recognises(read_grids(paper("003"))) == 2
    for other in ("000", "001", "002", "004"):
        assert recognises(read_grids(paper(other))) == 0, other


def test_the_tree_has_the_keys_of_the_contract(document: PlanDocument) -> None:
    keys = [node.key for node in document.nodes]
    assert keys[:6] == ["政策目標3", "政策3", "分野12", "施策1", "施策2", "施策3"]
    assert Counter(node.parent for node in document.nodes if node.level == 4) == {"施策1": 14, "施策2": 5, "施策3": 8}
    assert [level.name for level in document.levels] == ["政策目標", "政策", "政策分野", "施策", "事務事業"]


def test_lagged_statistics_keep_their_own_year(document: PlanDocument) -> None:
    told = {(each.indicator, each.year): (each.amount, each.state, each.reference_year) for each in document.actuals}
    assert told == {
        ("1", 2023): (Decimal(266061), None, 2021),
        ("1", 2024): (Decimal(284839), None, 2022),
        ("1", 2025): (None, "not-entered", None),
        ("2", 2023): (Decimal(287339), None, 2021),
        ("2", 2024): (None, "none", None),
        ("2", 2025): (None, "not-entered", None),
    }


def test_targets_of_every_year_and_the_final_one(document: PlanDocument) -> None:
    first = [(each.year, each.final, each.amount) for each in document.targets if each.indicator == "1"]
    assert first == [
        (2023, False, Decimal(223680)),
        (2024, False, Decimal(224960)),
        (2025, False, Decimal(226230)),
        (None, True, Decimal(227500)),
    ]


def test_the_list_of_projects(document: PlanDocument) -> None:
    marks = Counter((name, term) for node in document.nodes for name, terms in node.terms.items() for term in terms)
    assert marks == {
        ("SDGsターゲット", "11.4"): 6,
        ("SDGsターゲット", "8.1"): 6,
        ("SDGsターゲット", "8.3"): 6,
        ("人口減少対策", "基本目標1"): 7,
        ("人口減少対策", "基本目標4"): 1,
        ("重点事業", "◎"): 2,
    }
    assert Counter(each.values for each in document.decisions) == {("継続",): 26, ("終了",): 1}
    assert [each.node for each in document.decisions if each.values == ("終了",)] == ["2-5"]
    assert {each.owner for each in document.nodes if each.level == 4} == {"観光商工部・商工課"}


def test_the_goals_of_the_strategy_are_a_dated_vocabulary_with_its_meaning(document: PlanDocument) -> None:
    goals = next(each for each in document.vocabularies if each.name == "人口減少対策")
    assert list(goals.labels) == ["基本目標1", "基本目標2", "基本目標3", "基本目標4"]
    assert goals.source == "第3期 会津若松市まち・ひと・しごと創生総合戦略"
    assert document.notes[0].at == ("vocabulary/人口減少対策",)


def test_projects_of_other_fields_are_links(document: PlanDocument) -> None:
    field = next(node for node in document.nodes if node.key == "分野12")
    assert [(link.external.number, link.external.title) for link in field.links if link.external] == [
        ("13-1", "企業誘致促進事業"),
        ("13-3", "各種雇用・就職支援事業"),
    ]


def test_texts_stand_where_they_belong(document: PlanDocument) -> None:
    kinds = Counter((text.node or f"指標{text.indicator}", text.kind) for text in document.texts)
    assert set(kinds.values()) == {1}
    assert {kind for owner, kind in kinds if owner == "施策2"} == {"content", "priority", "activities", "issues"}
    assert {kind for owner, kind in kinds if owner == "分野12"} == {"vision", "final-evaluation"}
    final = next(text for text in document.texts if text.kind == "final-evaluation")
    assert len(final.text.split("\n")) == 4
    assert not any("<" in text.text for text in document.texts)


def test_what_was_unsure_is_told(reading: Reading) -> None:
    assert [doubt.code for doubt in gathered(reading.doubts)] == [
        "evaluation-year-assumed",
        "contradiction-name",
        "html-removed",
    ]
    assert "ほかに8か所" in gathered(reading.doubts)[2].message
    name = reading.doubts[1]
    assert "「経済基盤の強化」と「経営基盤の強化」" in name.message
    assert name.where.address == "node/施策3/title"
    assert name.where.line


@pytest.mark.parametrize("bare", [False, True])
def test_nothing_is_lost_on_our_own_paper(document: PlanDocument, bare: bool) -> None:
    chapters = [page for page in paper_of(document).pages if page.form is None]
    assert len(chapters) == 1
    made = paper_of(document)
    back = read(grids_of(type(made)(title=made.title, pages=tuple(chapters)), bare=bare))
    assert back.document == document
    assert back.doubts == ()


def test_the_field_is_a_subject(document: PlanDocument) -> None:
    assert [(each.key, each.title) for each in subjects_of(document)] == [("分野12", "政策分野12 中小企業")]
