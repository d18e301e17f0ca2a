"""Project sheets of more bodies, invented: indicators below the money's years, criteria with grades, blank forms."""

from __future__ import annotations

from decimal import Decimal

from banso.domain.document import PlanDocument
from banso.sheets.form import Reading
from banso.sheets.project_evaluation.read import read, recognises
from banso.sheets.sources.text import grids_of


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "市.txt")
    assert recognises(grids) == 2
    return read(grids)


def document(text: str) -> PlanDocument:
    return reading(text).document


ONE_SHEET = """
令和５年度 事務事業評価シート
（単位：円）
整理番号|0203-05
事務事業名|商店街にぎわい創出事業
所管部課|産業経済部 商工観光課
総合計画上の位置付け|基本目標３ 産業 ＞ 基本施策２ 商業 ＞ 施策１ 商店街の活性化
事業の目的|商店街の来街者を増やす。
区分|令和３年度決算|令和４年度決算|令和５年度決算|令和６年度予算
事業費|3,250,000|3,410,500|3,800,000|4,000,000
地方債|－|－|－|－
一般財源|2,000,000|2,160,500|2,100,000|2,300,000
活動指標|補助件数（件）|目標|10|10|12|12
||実績|8|11|12|
成果指標|歩行者通行量（人）|目標|5,000|5,100|5,200|5,300
||実績|4,800|5,050|4,990|
評価|妥当性|Ａ
|有効性|Ｂ
|効率性|市が行う方が安い。
総合評価|Ｂ
今後の方向性|継続
"""


def test_indicators_below_the_years_of_the_money() -> None:
    plan = document(ONE_SHEET)
    assert [(each.name, each.unit, each.kind) for each in plan.indicators] == [
        ("補助件数", "件", "output"),
        ("歩行者通行量", "人", "outcome"),
    ]
    first = plan.indicators[0].key
    assert [(each.year, each.amount) for each in plan.targets if each.indicator == first] == [
        (2021, Decimal(10)),
        (2022, Decimal(10)),
        (2023, Decimal(12)),
        (2024, Decimal(12)),
    ]
    assert [(each.year, each.amount) for each in plan.actuals if each.indicator == first][:3] == [
        (2021, Decimal(8)),
        (2022, Decimal(11)),
        (2023, Decimal(12)),
    ]


def test_the_place_in_the_plan_beside_a_label_is_the_way_to_the_project() -> None:
    plan = document(ONE_SHEET)
    project = plan.nodes[-1]
    assert [(node.title, node.parent is None) for node in plan.nodes[:-1]] == [
        ("産業", True),
        ("商業", False),
        ("商店街の活性化", False),
    ]
    assert project.parent == plan.nodes[-2].key
    assert [level.name for level in plan.levels] == ["基本目標", "基本施策", "施策", "事務事業"]


def test_criteria_are_decisions_of_the_year_and_sentences_texts() -> None:
    plan = document(ONE_SHEET)
    assert [(each.vocabulary, each.values) for each in plan.decisions] == [
        ("妥当性", ("Ａ",)),
        ("有効性", ("Ｂ",)),
        ("総合評価", ("Ｂ",)),
        ("今後の方向性", ("継続",)),
    ]
    assert [(each.heading, each.text) for each in plan.texts if each.heading] == [("効率性", "市が行う方が安い。")]
    assert {each.unit for each in plan.budgets} == {"円"}
    assert [doubt for doubt in reading(ONE_SHEET).doubts if doubt.code == "cell-unread"] == []


def test_figures_that_cannot_be_placed_make_no_levels() -> None:
    plan = document(ONE_SHEET.replace("|目標|10|10|12|12", "|目標|10|10"))
    assert not any(node.title in ("10", "5,000") for node in plan.nodes)


NUMBERED = """
2024年度 事務事業評価表 (単位:千円)

施策1-1 農業の振興
No.1|事業名|新規就農者支援事業|区分|自主
|担当課|農林課|今後の方針|拡大
|概要|新規就農者へ給付金を支給する。
|||2023年度 決算|2024年度 予算
|事業費||6,200|7,500
取組状況|二名に給付した。
"""


def test_a_unit_in_the_title_and_a_word_of_decision() -> None:
    told = reading(NUMBERED)
    assert [doubt for doubt in told.doubts if doubt.severity != "hint"] == []
    assert {each.unit for each in told.document.budgets} == {"千円"}
    assert [(each.node, each.vocabulary, each.values) for each in told.document.decisions] == [
        ("1-1-1", "今後の方針", ("拡大",))
    ]


def test_a_sentence_beside_the_same_words_is_a_text() -> None:
    plan = document(NUMBERED.replace("今後の方針|拡大", "今後の方針|給付の枠を広げていく。"))
    assert plan.decisions == ()
    assert [(each.kind, each.text) for each in plan.texts if each.kind == "improvement"] == [
        ("improvement", "給付の枠を広げていく。")
    ]


BLANK = """
令和７年度 事務事業評価シート（様式）
施策2 観光の振興
1|事業名||法定／自主|
|担当部・課||次年度方針|
|概要(目的と内容)|
|財務内容(千円)|令和7年度 予算|令和8年度 見込み
|事業費||
|一般財源||
これまでの取組状況|
事業の検証|
"""


def test_a_blank_form_is_recognised() -> None:
    plan = document(BLANK)
    assert [(node.key, node.parent, node.title) for node in plan.nodes] == [
        ("施策2", None, "観光の振興"),
        ("2-1", "施策2", None),
    ]
    assert plan.texts == ()
    assert plan.decisions == ()


def test_a_list_of_projects_is_no_blank_sheet() -> None:
    grids = grids_of("番号\t事業名\t次年度方針\t担当課\n1\t商店街支援\t継続\t商工課\n".encode(), "市.txt")
    assert recognises(grids) == 0
