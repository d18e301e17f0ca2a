"""Policy evaluations of other bodies, invented: other levels, headings, years and columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.form import Reading
from banso.sheets.policy_evaluation.read import read, recognises
from banso.sheets.sources.text import grids_of


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "町.txt")
    assert recognises(grids) == 2
    return read(grids)


def document(text: str) -> PlanDocument:
    return reading(text).document


WESTERN = """
2024年度 施策評価シート
基本目標2 活力ある産業
基本施策4 商工業の振興
めざす姿
にぎわいのあるまち
成果指標
番号|指標名称|単位|算出方法
①|空き店舗数|店|年度末の調査
|年度|2022年度|2023年度|2024年度|検証結果
|目標値|20|18|16|目標に届かなかった。
|実績値|21|19|18（暫定）|
施策の評価
施策4-1|商店街の活性化
主な取組|空き店舗に入る人を助けた。
課題と今後の方針|担い手が足りない。
事業一覧
№|事業名|今後の方向性|所管課
施策4-1 商店街の活性化
4-1-1|空き店舗活用補助金|拡充|商工課
4-1-2|商店街灯維持費補助金|縮小|商工課
"""


def test_western_years_other_levels_and_numbers_with_hyphens() -> None:
    plan = document(WESTERN)
    assert [level.name for level in plan.levels] == ["基本目標", "基本施策", "施策", "事務事業"]
    assert [node.key for node in plan.nodes] == ["基本目標2", "基本施策4", "施策4-1", "4-1-1", "4-1-2"]
    assert plan.scope[0].year == 2024
    assert {(each.year, each.amount, each.provisional) for each in plan.actuals} == {
        (2022, Decimal(21), False),
        (2023, Decimal(19), False),
        (2024, Decimal(18), True),
    }
    assert [(each.vocabulary, each.values) for each in plan.decisions] == [
        ("今後の方向性", ("拡充",)),
        ("今後の方向性", ("縮小",)),
    ]
    assert plan.indicators[0].definition == "年度末の調査"


def test_a_full_width_paper_is_the_same_paper() -> None:
    wide = WESTERN.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert [node.key for node in document(wide).nodes] == [node.key for node in document(WESTERN).nodes]
    assert {each.amount for each in document(wide).targets} == {Decimal(20), Decimal(18), Decimal(16)}


NO_FIELD = """
施策の評価
施策1 創業の支援
今年度の重点方針|相談の窓口を一つにする。
取組状況|窓口を開いた。
課題認識と今後の方針・改善点|夜の相談が要る。
施策の最終評価
このまま進める。
事務事業一覧
番号|重点事業|事務事業名|次年度方針|担当部・課
施策1 創業の支援
1|◎|創業相談|継続|産業課
2||創業資金の利子補給|見直し|産業課
"""


def test_measures_without_a_field_above_them() -> None:
    plan = document(NO_FIELD)
    assert [(node.key, node.parent) for node in plan.nodes] == [("施策1", None), ("1-1", "施策1"), ("1-2", "施策1")]
    assert [(text.node, text.kind) for text in plan.texts if text.node] == [
        ("施策1", "priority"),
        ("施策1", "activities"),
        ("施策1", "issues"),
    ]


def test_a_number_given_twice_is_told_and_nothing_is_lost() -> None:
    told = reading(NO_FIELD.replace("2||創業資金", "1||創業資金"))
    assert [node.title for node in told.document.nodes if node.level == 1 or node.parent == "施策1"][-2:] == [
        "創業相談",
        "創業資金の利子補給",
    ]
    assert "number-repeated" in [doubt.code for doubt in told.doubts]
    keys = [node.key for node in told.document.nodes]
    assert len(keys) == len(set(keys))


def test_a_dash_among_actuals_is_no_blank() -> None:
    plan = document(WESTERN.replace("実績値|21|19|18（暫定）", "実績値|21|—|"))
    assert [(each.year, each.state) for each in plan.actuals if each.state] == [
        (2023, "none"),
        (2024, "not-entered"),
    ]


@pytest.mark.parametrize("mark", ["※", "＊", "*1"])
def test_goals_below_the_list_say_what_the_marked_column_means(mark: str) -> None:
    text = f"""
施策の評価
施策1 創業の支援
取組状況|窓口を開いた。
事務事業一覧
番号|総合戦略{mark}|事務事業名|次年度方針|担当課
施策1 創業の支援
1|戦略2|創業相談|継続|産業課
{mark}「第2期 みどり町総合戦略」の戦略を示す。
・戦略1 しごと
・戦略2 ひと
"""
    strategy = next(each for each in document(text).vocabularies if each.name == "総合戦略")
    assert strategy.labels == {"戦略1": "しごと", "戦略2": "ひと"}
    assert strategy.source == "第2期 みどり町総合戦略"


def test_a_blank_inside_a_number_is_repaired_and_told() -> None:
    told = reading(WESTERN.replace("目標値|20|", "目標値|2 0|"))
    assert next(each.amount for each in told.document.targets if each.year == 2022) == Decimal(20)
    assert "blank-in-number" in [doubt.code for doubt in told.doubts]
