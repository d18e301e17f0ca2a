"""Scorecards of more bodies, invented: strategies above the table, targets and results apart, legends in notes."""

from __future__ import annotations

from decimal import Decimal

from banso.domain.check import check
from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.sheets.form import Reading
from banso.sheets.scorecard.read import read, recognises
from banso.sheets.sources.text import grids_of


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "会.txt")
    assert recognises(grids) == 2
    return read(grids)


def document(text: str) -> PlanDocument:
    return reading(text).document


BANDS = """
令和６年度 みどり市商工会議所 中期行動計画（Ｒ４～Ｒ８） 事業評価総括表

【重点戦略Ⅰ 稼ぐ力の強化】
取組項目|評価指標|単位|Ｒ６目標|Ｒ６実績|達成率|評価|コメント
１ 経営計画策定支援|①経営革新計画承認件数|件|１０|１２|１２０.０％|Ａ|承認が増えた。
|②事業計画策定事業者数|者|５０|４５|９０.０％|Ｂ|働きかけが弱かった。
【重点戦略Ⅱ 地域のにぎわい】
取組項目|評価指標|単位|Ｒ６目標|Ｒ６実績|達成率|評価|コメント
２ 商店街の活性化|①空き店舗出店数|店|３|３|１００.０％|Ａ|予定どおり。
|②来街者数|人|１２，０００|６，４００|５３.３％|Ｄ|天候不順の影響を受けた。

※評価 Ａ：100％以上 Ｂ：80％以上100％未満 Ｃ：60％以上80％未満 Ｄ：60％未満
"""


def test_strategies_in_lines_of_their_own_are_the_top_of_the_tree() -> None:
    plan = document(BANDS)
    assert [level.name for level in plan.levels] == ["重点戦略", "取組項目"]
    assert [(node.key, node.parent, node.number, node.title) for node in plan.nodes] == [
        ("Ⅰ", None, "Ⅰ", "稼ぐ力の強化"),
        ("1", "Ⅰ", "1", "経営計画策定支援"),
        ("Ⅱ", None, "Ⅱ", "地域のにぎわい"),
        ("2", "Ⅱ", "2", "商店街の活性化"),
    ]
    assert "line-unread" not in [doubt.code for doubt in reading(BANDS).doubts]


def test_a_legend_in_a_note_is_the_rule() -> None:
    plan = document(BANDS)
    (rules,) = plan.rule_sets
    assert [(band.grade, band.from_) for band in rules.bands] == [
        ("Ａ", Decimal(100)),
        ("Ｂ", Decimal(80)),
        ("Ｃ", Decimal(60)),
        ("Ｄ", None),
    ]
    assert [each.rate.grade for each in evaluate(plan, 2024).indicators] == ["Ａ", "Ｂ", "Ａ", "Ｄ"]
    assert "grade-wrong" not in [finding.code for finding in check(plan)]


SIGNS = """
2025年度 はなさき商工会 アクションプラン評価シート(総括)

戦略|施策|指標|目標値|実績値|達成状況|検証と改善
戦略A 個社支援|1 創業支援|(1) 創業件数(件)|15|18|○|窓口相談から創業へ結び付いた。
||(2) 創業塾受講者数(人)|30|22|×|告知が遅れた。
戦略B 地域振興|2 観光連携|(1) 体験商品造成数(件)|5|4|△|一件が次年度に延びた。
|||達成数計||1/3|
○：達成 △：概ね達成(80%以上) ×：未達成
"""


def test_targets_and_results_apart_make_no_column_of_kinds() -> None:
    told = reading(SIGNS)
    assert told.document.vocabularies == ()
    assert [(node.key, node.parent, node.title) for node in told.document.nodes] == [
        ("A", None, "個社支援"),
        ("1", "A", "創業支援"),
        ("B", None, "地域振興"),
        ("2", "B", "観光連携"),
    ]
    assert [doubt for doubt in told.doubts if doubt.severity != "hint"] == []


def test_signs_that_a_legend_gives_in_words_have_their_bands_too() -> None:
    plan = document(SIGNS)
    assert [(band.grade, band.from_) for band in plan.rule_sets[0].bands] == [
        ("○", Decimal(100)),
        ("△", Decimal(80)),
        ("×", None),
    ]
    assert [each.rate.grade for each in evaluate(plan, 2025).indicators] == ["○", "×", "△"]


def test_a_legend_that_is_not_understood_gives_no_grades() -> None:
    plan = document(SIGNS.replace("○：達成 △：概ね達成(80%以上) ×：未達成", "○：良い △：並み(80%以上) ×：悪い"))
    assert plan.rule_sets[0].formula == "threshold"


def test_a_blank_result_waits_and_a_blank_target_is_none_set() -> None:
    plan = document(SIGNS.replace("|15|18|○|", "|15|||").replace("|30|22|×|", "||22||"))
    first, second, _ = (each.key for each in plan.indicators)
    assert [each.state for each in plan.actuals if each.indicator == first] == ["not-entered"]
    assert [each.state for each in plan.targets if each.indicator == second] == ["not-set"]
