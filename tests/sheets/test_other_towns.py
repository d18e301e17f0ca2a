"""Papers of towns that nobody wrote the readers for, tried through the whole way from file to plan document."""

from __future__ import annotations

from pathlib import Path

from banso.domain.document import PlanDocument
from banso.sheets.form import Reading
from banso.sheets.reading import read_files

SHORE = """白砂市地域経済ビジョン　アクションプラン一覧
（令和7年3月現在）
No.\t基本目標\t施策\t担当課\t具体的な取組\t取組内容\t優先度\tKPI\tR7\tR8\tR9\t備考
1\t1 稼ぐ力を高める\t(1) ものづくり\t産業課\tア 設備の補助\t設備を補助する。\t最重要\t補助件数（件）\t実施\t見直し\t拡充\t
2\t1 稼ぐ力を高める\t(1) ものづくり\t産業課\tイ 講習\t講習を開く。\t重要\t受講者数（人）\t→\t→\t→\t
\t\t\t\t\t若手の講習も開く。\t\t\t準備\t開講\t\t
No\t基本目標\t施策\t担当\t具体的な取組み\t取組の内容\t優先 度\tKPI\tR7\tR8\tR9\t備考
3\t2 人が集まる\t(1) 人材の確保\t産業課\tア 説明会\t説明会を開く。\t重要\t-\t\t試行\t本格実施\t
※優先度：最重要＞重要
"""

TOWN_CENTRE = """第2期まちなか商業計画　実施事業一覧表
体系\t\t事業名\t事業概要\t数値目標\t2021年度\t2022年度\t2023年度
柱\t施策\t\t\t\t\t\t
A 商店街\ta 空き店舗\t家賃補助\t家賃を補助する。\t1-1_出店数（店）\t設計\t補助\t
A 商店街\tb にぎわい\t軽トラ市\t月1回の市。\t1-2_通行量（人/日）\t実施\t\t
"""


def _read(text: str, path: Path, name: str = "paper.txt") -> Reading:
    (path / name).write_text(text, encoding="utf-8")
    return read_files([path / name])


def _tree(document: PlanDocument) -> list[tuple[str, str | None]]:
    return [(node.key, node.title) for node in document.nodes]


def test_a_later_page_may_head_the_same_columns_in_other_words(tmp_path: Path) -> None:
    reading = _read(SHORE, tmp_path)
    document = reading.document
    assert [level.name for level in document.levels] == ["基本目標", "施策", "具体的な取組"]
    assert [node.title for node in document.nodes if node.level == 2] == ["設備の補助", "講習", "説明会"]
    assert {vocabulary.name for vocabulary in document.vocabularies} == {"優先度"}
    assert [node.owner for node in document.nodes if node.level == 2] == ["産業課"] * 3
    varied = [(doubt.quote, doubt.where.line) for doubt in reading.doubts if doubt.code == "heading-varies"]
    assert varied == [("No", 7), ("担当", 7), ("具体的な取組み", 7), ("取組の内容", 7)]
    assert [note.text for note in document.notes] == ["優先度：最重要＞重要"]


def test_a_row_without_number_goes_on_with_the_numbered_one_above(tmp_path: Path) -> None:
    document = _read(SHORE, tmp_path).document
    lecture = next(node for node in document.nodes if node.title == "講習")
    assert lecture.text == "講習を開く。\n若手の講習も開く。"
    assert [step.text for step in document.roadmap if step.node == lecture.key] == ["準備", "開講"]


def test_a_merged_heading_over_two_levels_may_have_lost_its_width(tmp_path: Path) -> None:
    document = _read(TOWN_CENTRE, tmp_path).document
    assert document.title == "第2期まちなか商業計画"
    assert [(level.name, level.numbering) for level in document.levels] == [("柱", "A"), ("施策", "a"), ("事業", None)]
    assert _tree(document) == [
        ("A", "商店街"),
        ("A-a", "空き店舗"),
        ("A-a-家賃補助", "家賃補助"),
        ("A-b", "にぎわい"),
        ("A-b-軽トラ市", "軽トラ市"),
    ]
