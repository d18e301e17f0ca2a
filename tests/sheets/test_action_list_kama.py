"""Reading 嘉麻市's own action list: what stands on it, and what had to be mended."""

from __future__ import annotations

from collections import Counter

import pytest

from banso.domain.document import Level, PlanDocument, Scope
from banso.sheets.action_list.read import read, recognises
from banso.sheets.form import Reading
from banso.sheets.sources.open import read_grids
from tests.papers import paper


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(read_grids(paper("000")))


@pytest.fixture(scope="module")
def document(reading: Reading) -> PlanDocument:
    return reading.document


def test_the_form_is_told_from_the_other_papers() -> None:
    assert [recognises(read_grids(paper(number))) for number in ("000", "001", "002", "003", "004")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_the_whole_tree_is_read(document: PlanDocument) -> None:
    assert Counter(node.level for node in document.nodes) == {0: 6, 1: 21, 2: 86}
    assert document.levels == (
        Level(name="体系分類1", numbering="1"),
        Level(name="体系分類2", numbering="①"),
        Level(name="取組", numbering="a"),
    )
    assert (document.title, document.first_year, document.last_year) == (None, 2023, 2027)
    assert document.scope == (Scope(form="action-list", covers=("nodes", "roadmap", "placements", "texts")),)
    assert {node.key: node.title for node in document.nodes}["6-②"] == "生産性の向上及びICTの活用による売上拡大の支援"


@pytest.mark.parametrize(
    ("vocabulary", "terms"),
    [
        ("重要課題位置づけ状況", {"重": 41}),
        ("第1次計画との関連", {"継続": 47, "新規": 32, "改": 7, "加": 1}),
        ("実施方針区分", {"継続": 46, "要検討": 22, "強化": 14, "新規": 5, "拡大": 1}),
    ],
)
def test_terms_are_counted_as_printed(document: PlanDocument, vocabulary: str, terms: dict[str, int]) -> None:
    assert Counter(term for node in document.nodes for term in node.terms.get(vocabulary, ())) == terms
    assert {term for found in document.vocabularies if found.name == vocabulary for term in found.terms} == set(terms)


def test_27_codes_are_20_indicators(document: PlanDocument) -> None:
    assert len({placement.code for placement in document.placements}) == 27
    assert Counter(placement.role for placement in document.placements) == {"main": 64, "related": 11}
    assert [indicator.key for indicator in document.indicators] == [
        *("1-1", "1-2", "2-1", "2-2", "2-3", "2-4", "2-5", "2-6", "2-7", "2-8"),
        *("3-1", "3-2", "3-3", "3-4", "4-1", "4-2", "5-1", "5-2", "5-3", "6-5"),
    ]
    codes = {
        indicator.key: {placement.code for placement in document.placements if placement.indicator == indicator.key}
        for indicator in document.indicators
    }
    assert {key: found - {key} for key, found in codes.items() if found != {key}} == {
        "2-1": {"6-4"},
        "2-3": {"6-1"},
        "2-4": {"4-3", "6-2"},
        "2-5": {"4-4", "6-3"},
        "3-1": {"4-5"},
    }


@pytest.mark.parametrize(
    ("key", "name", "qualifier", "unit"),
    [
        ("2-1", "補助金利用数", "デジタル化促進支援", "件"),
        ("2-4", "経営革新計画の策定事業者数", None, "社"),
        ("3-3", "商店街イベント・マルシェの開催回数", "市補助金対象", "回"),
        ("4-2", "観光入込客数", None, "千人/年"),
    ],
)
def test_names_units_and_qualifiers_are_apart(
    document: PlanDocument, key: str, name: str, qualifier: str | None, unit: str
) -> None:
    indicator = next(indicator for indicator in document.indicators if indicator.key == key)
    assert (indicator.name, indicator.qualifier, indicator.unit) == (name, qualifier, unit)


def test_all_references_are_followed(document: PlanDocument) -> None:
    assert {node.key: node.reprise_of for node in document.nodes if node.reprise_of} == {
        **{f"4-①-{one}": f"3-①-{one}" for one in "abc"},
        "4-①-d": "2-③-a",
        "4-①-e": "2-③-b",
        "4-①-h": "3-①-d",
        **{f"6-②-{one}": f"2-①-{other}" for one, other in zip("efghi", "abcde", strict=True)},
    }
    links = {node.key: [link.to for link in node.links if link.kind == "reprise"] for node in document.nodes}
    assert {key: found for key, found in links.items() if found} == {
        "2-③-a": ["4-①-b"],
        "2-③-b": ["4-①-e"],
        **{f"3-①-{one}": [f"4-①-{one}"] for one in "abc"},
        "4-①": ["3-①"],
        "6-②": ["2-①"],
    }


def test_a_repeated_cell_is_inherited(document: PlanDocument) -> None:
    inherits = {node.key: set(node.inherits) for node in document.nodes if node.inherits}
    whole = {"title", "status-quo", "remarks", "実施方針区分"}
    assert inherits == {
        "4-①-h": whole - {"実施方針区分"},
        "6-②-d": {"remarks"},
        **{f"6-②-{letter}": whole for letter in "efghi"},
    }
    assert all(node.title is None for node in document.nodes if "title" in node.inherits)


def test_87_texts_on_73_actions(document: PlanDocument) -> None:
    assert len(document.roadmap) == 87
    assert len({step.node for step in document.roadmap}) == 73
    assert {step.span for step in document.roadmap} == {"assumed"}
    assert max(step.line for step in document.roadmap) == 3


@pytest.mark.parametrize(
    ("node", "spans"),
    [
        ("1-①-a", [(1, 2023, 2027)]),
        ("1-①-d", [(1, 2023, 2027)]),
        ("3-②-a", [(1, 2023, 2027), (2, 2023, 2027), (3, 2023, 2027)]),
        ("4-①-c", [(1, 2023, 2026), (1, 2027, 2027)]),
        ("4-①-f", [(1, 2023, 2023), (1, 2024, 2025), (1, 2026, 2027)]),
    ],
)
def test_lost_merges_are_assumed(document: PlanDocument, node: str, spans: list[tuple[int, int, int]]) -> None:
    assert [(step.line, step.first_year, step.last_year) for step in document.roadmap if step.node == node] == spans


def test_every_repair_is_a_doubt_with_its_place(reading: Reading) -> None:
    assert Counter(doubt.code for doubt in reading.doubts) == {
        "roadmap-place-lost": 1,
        "roadmap-slipped": 1,
        "roadmap-behind-last-year": 1,
        "roadmap-span-assumed": 1,
        "reprise-style": 1,
        "reprise-without-original": 1,
        "terms-split": 1,
        "indicator-same": 5,
    }
    places = {doubt.code: (doubt.where.line, doubt.where.column, doubt.where.address) for doubt in reading.doubts}
    assert places["roadmap-slipped"] == (68, 14, "roadmap/4-①-f/1")
    assert places["roadmap-behind-last-year"] == (65, 20, "roadmap/4-①-c/1")
    assert places["terms-split"] == (16, 10, "node/2-①-c/terms")
    assert all(doubt.message.endswith("。") and len(doubt.quote) <= 60 for doubt in reading.doubts)
