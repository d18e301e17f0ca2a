"""Policy evaluations of more bodies, invented: tables with one head, several fields in a file, money in the list."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.blocks.grids import grids_of as grids_of_paper
from banso.sheets.form import Reading
from banso.sheets.policy_evaluation.build import paper_of
from banso.sheets.policy_evaluation.read import read, recognises
from banso.sheets.sources.text import grids_of


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "町.txt")
    assert recognises(grids) == 2
    return read(grids)


def document(text: str) -> PlanDocument:
    return reading(text).document


ONE_HEAD = """
令和６年度 施策評価調書
まちづくりの柱Ⅲ 活力と魅力あふれる産業のまち
施策12 商工業の振興
担当課 商工労政課
施策の目標
市内の事業者が元気に活動している。
１ 成果指標の推移
No.|指標名|単位|区分|基準値(R1)|R3|R4|R5|R6|R7目標
1|製造品出荷額等|億円|目標|1,200|1,220|1,240|1,260|1,280|1,300
||||実績||1,198|1,251|集計中||
2|市民満足度|％|目標|42.0|－|45.0|－|48.0|50.0
||||実績||－|43.1|－|46.2|
２ 施策の評価
施策12-1|創業支援の充実
取組内容|創業塾を年２回開いた。
成果と課題|創業に至った人は三割だった。
今後の方向性|個別相談を増やす。
３ 構成事業一覧
番号|事務事業名|担当課|R5決算額（千円）|R6予算額（千円）|評価|今後の方向性
施策12-1 創業支援の充実
1|創業支援補助金|商工労政課|4,820|5,000|Ａ|拡充
2|創業塾運営事業|商工労政課|1,100||Ｂ|継続
"""


def test_one_head_with_years_serves_all_indicators() -> None:
    plan = document(ONE_HEAD)
    first, second = plan.indicators
    assert (first.name, first.unit, first.baseline and (first.baseline.amount, first.baseline.year)) == (
        "製造品出荷額等",
        "億円",
        (Decimal(1200), 2019),
    )
    assert [(each.year, each.amount) for each in plan.targets if each.indicator == first.key] == [
        (2021, Decimal(1220)),
        (2022, Decimal(1240)),
        (2023, Decimal(1260)),
        (2024, Decimal(1280)),
        (2025, Decimal(1300)),
    ]
    assert [(each.year, each.amount or each.state) for each in plan.actuals if each.indicator == first.key] == [
        (2021, "not-entered"),
        (2022, Decimal(1198)),
        (2023, Decimal(1251)),
        (2024, "being-counted"),
    ]
    assert [each.state for each in plan.targets if each.indicator == second.key and each.state] == ["not-set"] * 2


def test_money_and_grades_of_the_list_are_no_terms() -> None:
    plan = document(ONE_HEAD)
    assert [(each.node, each.item, each.year, each.stage, each.amount, each.unit) for each in plan.budgets] == [
        ("12-1-1", "事業費", 2023, "settlement", Decimal(4820), "千円"),
        ("12-1-1", "事業費", 2024, "budget", Decimal(5000), "千円"),
        ("12-1-2", "事業費", 2023, "settlement", Decimal(1100), "千円"),
    ]
    assert not any(node.terms for node in plan.nodes)
    assert [(each.node, each.vocabulary, each.values) for each in plan.decisions][:2] == [
        ("12-1-1", "評価", ("Ａ",)),
        ("12-1-1", "今後の方向性", ("拡充",)),
    ]


def test_labels_of_the_papers_own_stay_beside_their_words() -> None:
    plan = document(ONE_HEAD)
    field = next(node for node in plan.nodes if node.key == "施策12")
    assert (field.parent, field.owner) == ("まちづくりの柱iii", "商工労政課")
    assert [(each.node, each.kind, each.heading) for each in plan.texts] == [
        ("施策12", "vision", None),
        ("施策12-1", "activities", None),
        ("施策12-1", "paragraph", "成果と課題"),
        ("施策12-1", "paragraph", "今後の方向性"),
    ]
    assert reading(ONE_HEAD).doubts == ()


@pytest.mark.parametrize("bare", [False, True])
def test_our_own_paper_keeps_owner_and_texts(bare: bool) -> None:
    plan = document(ONE_HEAD)
    pages = [page for page in paper_of(plan).pages if page.form is None]
    back = read(grids_of_paper(type(paper_of(plan))(title="", pages=tuple(pages)), bare=bare)).document
    assert back.texts == plan.texts
    assert [node.owner for node in back.nodes] == [node.owner for node in plan.nodes]
    assert {(each.indicator, each.year): each.amount for each in back.targets if each.amount is not None} == {
        (each.indicator, each.year): each.amount for each in plan.targets if each.amount is not None
    }


FIELD = """
政策目標1 安心して暮らせるまち/政策{policy} {policy_title}
政策分野{field} {title}
目指す姿
{vision}
施策
施策番号|名称|施策の内容
施策1|{measure}|内容を進めます。
1 政策分野の進捗状況
|指標名|||単位|説明又は計算式
1|{indicator}|||人|—
|年度|平成29年度|平成30年度|最終目標|検証
|目標|10|5|0|おおむね進んだ。
|実績|12|4||
2 施策の評価
施策1|{measure}
取組状況|二か所を新設した。
4 施策の最終評価
このまま進めること。
5 事務事業一覧
番号|事務事業名|次年度方針|担当課
施策1 {measure}
1|{project}|継続|福祉課
"""
TWO_FIELDS = "平成30年度 政策評価シート\n" + "".join(
    FIELD.format(**words)
    for words in (
        {
            "policy": 2,
            "policy_title": "健康づくり",
            "field": 4,
            "title": "健康・医療",
            "vision": "健やかなまち",
            "measure": "健診の推進",
            "indicator": "未受診者数",
            "project": "健診事業",
        },
        {
            "policy": 3,
            "policy_title": "子育て支援",
            "field": 5,
            "title": "子育て",
            "vision": "笑顔のまち",
            "measure": "保育の充実",
            "indicator": "待機児童数",
            "project": "保育所運営事業",
        },
    )
)


def test_several_fields_in_one_file_keep_apart_what_they_number_alike() -> None:
    told = reading(TWO_FIELDS)
    plan = told.document
    assert told.doubts == ()
    assert [scope.nodes for scope in plan.scope] == [("分野4",), ("分野5",)]
    assert {node.key: node.parent for node in plan.nodes} == {
        "政策目標1": None,
        "政策2": "政策目標1",
        "分野4": "政策2",
        "分野4-施策1": "分野4",
        "分野4-1-1": "分野4-施策1",
        "政策3": "政策目標1",
        "分野5": "政策3",
        "分野5-施策1": "分野5",
        "分野5-1-1": "分野5-施策1",
    }
    assert [(each.key, each.code) for each in plan.indicators] == [("分野4-1", None), ("分野5-1", None)]
    assert [each.code for each in plan.placements] == ["1", "1"]
    assert Counter(each.indicator for each in plan.targets) == {"分野4-1": 3, "分野5-1": 3}
    finals = [(each.node, each.text) for each in plan.texts if each.kind == "final-evaluation"]
    assert finals == [("分野4", "このまま進めること。"), ("分野5", "このまま進めること。")]


def test_a_head_printed_again_begins_no_other_field() -> None:
    again = ONE_HEAD.replace("３ 構成事業一覧", "施策12 商工業の振興\n３ 構成事業一覧")
    assert document(again) == document(ONE_HEAD)


@pytest.mark.parametrize("text", [ONE_HEAD, TWO_FIELDS])
def test_titles_of_further_pages_and_sums_of_ours_are_nothing_of_the_plan(text: str) -> None:
    plan = document(text)
    pages = [page for page in paper_of(plan).pages if page.form is None]
    back = read(grids_of_paper(type(paper_of(plan))(title="", pages=tuple(pages)), bare=True))
    assert [node.key for node in back.document.nodes] == [node.key for node in plan.nodes]
    assert back.doubts == ()


PREFECTURE = """
〔様式１〕政策評価調書（令和７年度実施・令和６年度対象）
基本政策２ 未来を拓く産業の振興
政策２－１ ものづくり産業の競争力強化
主担当部局|産業労働部
目指す姿|県内企業の付加価値が高まっている。
指標名|単位|年度|R4|R5|R6|R10(最終)
従業者一人当たり付加価値額|万円|目標値|1,010|1,030|1,050|1,130
||実績値|1,002|1,041|―|
||達成率|99.2%|101.1%||
政策の評価
施策２－１－①|次世代産業の創出
取組実績|共同研究を採択した。
評価|概ね順調
課題|事業化まで進んだものが少ない。
"""


def test_the_year_of_the_title_is_the_one_evaluated() -> None:
    plan = document(PREFECTURE)
    assert plan.scope[0].year == 2024
    assert [node.key for node in plan.nodes] == ["基本政策2", "政策2-1", "施策2-1-1"]
    assert [(each.year, each.amount or each.state) for each in plan.actuals][:3] == [
        (2022, Decimal(1002)),
        (2023, Decimal(1041)),
        (2024, "none"),
    ]


def test_a_row_that_is_neither_target_nor_result_is_told() -> None:
    assert [(doubt.code, doubt.quote) for doubt in reading(PREFECTURE).doubts] == [("line-unread", "達成率")]


SIDE_BY_SIDE = """
令和5年度 施策評価シート
基本目標1 にぎわい
指標名|単位|R4||R5|
||目標|実績|目標|実績
空き店舗数|店|10|12|9|9
施策の評価
施策1 商店街の支援
取組状況|家賃を補助した。
"""


def test_targets_and_results_side_by_side_below_each_year() -> None:
    plan = document(SIDE_BY_SIDE)
    assert [(each.year, each.amount) for each in plan.targets] == [(2022, Decimal(10)), (2023, Decimal(9))]
    assert [(each.year, each.amount) for each in plan.actuals] == [(2022, Decimal(12)), (2023, Decimal(9))]


def test_columns_named_target_and_result_need_no_second_row() -> None:
    text = SIDE_BY_SIDE.replace("指標名|単位|R4||R5|\n||目標|実績|目標|実績", "指標名|単位|R4目標|R4実績|R5目標|R5実績")
    plan = document(text)
    assert [(each.year, each.amount) for each in plan.targets] == [(2022, Decimal(10)), (2023, Decimal(9))]
    assert [(each.year, each.amount) for each in plan.actuals] == [(2022, Decimal(12)), (2023, Decimal(9))]
