"""Scorecards of other bodies, all invented: other headings, other order, other levels, flags and years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from banso.sheets.sources.text import grids_of

FORM = FORMS["scorecard"]

UNITS_AND_RATES = """産業振興ビジョン 令和6年度 施策評価 総括表
基本方針\t取組項目\t評価指標（KPI）\t単位\t令和6年度目標値\t令和6年度実績値\t達成率\t評価\t要因分析・今後の課題
Ⅰ にぎわいの創出\t① 空き店舗の活用\t新規出店数\t件\t１０\t１２\t120.0%\t○\t家賃補助の利用が伸びた。
\t\t歩行者通行量\t人/日\t4,500\t4,210\t93.6%\t×\t雨天の影響が大きい。次年度は測定日を増やす。
\t② 催しの支援\tイベント来場者数\t千人\t－\t35\t\t－\t
Ⅱ 働く場の確保\t① 就職の支援\t就職面接会参加者数\t人\t200\t集計中\t\t\t
\t\t女性の就業率\t％\t72.5\t72.5\t100%\t○\t横ばいで推移している。
○：目標達成　×：未達成
"""

CAPTIONS = """2024年度　湖北商工会議所中期行動計画　総括表

【基礎戦略】
戦略,施策,施策の達成状況,指標,2024年度目標値（実績値）,達成状況,検証・改善点
1 相談体制の充実,1 窓口相談,達成,(1)相談件数（件）,"1,200件（1,310件）",達成,相談員を増やした。
,,,(2)満足度（％）,80.0%（78.5%）,未達成,聞き取りの方法を見直す。
,2 専門家派遣,達成,(1)派遣回数（回）,30（30）,達成,
【発展戦略】
戦略,施策,施策の達成状況,指標,2024年度目標値（実績値）,達成状況,検証・改善点
1 販路の開拓,3 展示会,未達成,(1)出展者数（社）,15（12）,未達成,早くから募る。
,,,(2)成約件数（件）,5（7）,達成,
,,,(3)リピート率（％）,40（38）,未達成,
計,,2/3,,,3/6,
注1）施策は指標の半数以上が達成のとき達成とする。
"""

FILLED_DOWN = """令和5年度 観光まちづくりアクションプラン 進捗総括表
No.,柱,No.,事業,指標,R5目標,R5実績,判定,所見
1,受け入れ環境,1,案内板の整備,多言語案内板数（基）,12,12,達成,計画どおり整備した。
1,受け入れ環境,1,案内板の整備,苦情件数の減少（件）,20,14,達成,苦情は減っている。
1,受け入れ環境,2,二次交通,循環バス利用者数（人）,"8,000","7,950",未達成,便数を見直す。
2,情報の発信,3,写真の公募,投稿数（件）,500,未公表,,
"""

ONE_LEVEL = """施策\t成果指標\tH30実績（目標）\t達成状況\t検証
1 企業誘致\t(1) 立地件数（件）\t3（2）\t達成\t2件は市内企業の増設による。
\t(2) 雇用者数（人）\t—（40）\t\t
2 農商工連携\t(1) 新商品数（品）\t6（—）\t—\t
達成数計\t\t\t1/1
"""

WRONG = """令和4年度 ものづくり推進計画 総括表
分野\t施策\t達成状況\t指標\tR4実績値(目標値)\t達成状況\t検証
1 技術\t1 研修\t達成\t(1) 修了者数(人)\t18(20)\t達成\t目標を下回った。
\t\t\t(2) 講座数(回)\t4(4)\t達成\t予定の回数を開いた。
\t2 助成\t未達成\t(1) 採択件数(件)\t1 2(10)\t達成\t申請が増えた。
\t\t達成数計\t2/2\t\t達成数計\t3/4
"""


GRADED = """R6年度 農商工連携プラン 評価表
目標\t施策\tKPI\tR6実績（目標）\t評価\t課題・今後の対応
1 地産地消\t1-1 直売所\tKPI1-1_来客数（人）\t9,600（10,000）\tB\t平日の来客を増やす。
\t1-2 給食\tKPI1-2_地場産率（％）\t31.5（30以上）\tA\t生産者との話し合いを続ける。
2 担い手\t2-1 研修\tKPI2-1_修了者（人）\t3（6）\tC\t募集を早める。
凡例：100%以上=A、80%以上=B、80%未満=C
"""


def read(text: str) -> Reading:
    grids = grids_of(text.encode("utf-8"), "紙.txt")
    assert FORM.recognises(grids)
    assert not any(form.recognises(grids) for name, form in FORMS.items() if form.built and name != "scorecard")
    return FORM.read(grids)


def figures(document: PlanDocument) -> dict[str, tuple[object, object]]:
    """Actual and target of each indicator: amount, else state."""
    actuals = {each.indicator: each for each in document.actuals}
    targets = {each.indicator: each for each in document.targets}
    return {
        key: tuple(
            None if one is None else one.amount if one.amount is not None else one.state
            for one in (actuals.get(key), targets.get(key))
        )  # type: ignore[misc]
        for key in (each.key for each in document.indicators)
    }


def flags(document: PlanDocument) -> dict[str, str | None]:
    return {(each.indicator or each.node or ""): each.value for each in document.judgements}


def total(document: PlanDocument, of: str) -> str:
    totals = evaluate(document, document.scope[0].year).totals
    found = next(each for each in totals if each.of == of and not each.where)
    return f"{found.achieved}/{found.counted}"


def test_units_rates_and_signs_in_columns_of_their_own() -> None:
    document = read(UNITS_AND_RATES).document
    assert (document.title, document.scope[0].year) == ("産業振興ビジョン", 2024)
    assert [level.name for level in document.levels] == ["基本方針", "取組項目"]
    assert [node.key for node in document.nodes] == ["Ⅰ", "Ⅰ-①", "Ⅰ-②", "Ⅱ", "Ⅱ-①"]
    assert figures(document) == {
        "新規出店数": (12, 10),
        "歩行者通行量": (4210, 4500),
        "イベント来場者数": (35, "not-set"),
        "就職面接会参加者数": ("being-counted", 200),
        "女性の就業率": (Decimal("72.5"), Decimal("72.5")),
    }
    assert [each.unit for each in document.indicators] == ["件", "人/日", "千人", "人", "％"]
    assert flags(document) == {"新規出店数": "○", "歩行者通行量": "×", "女性の就業率": "○"}
    assert [band.grade for band in document.rule_sets[0].bands] == ["○", "×"]
    assert (total(document, "indicators"), total(document, "nodes")) == ("2/3", "1/2")


def test_captions_are_kinds_and_the_target_may_stand_first() -> None:
    reading = read(CAPTIONS)
    document = reading.document
    assert document.title == "湖北商工会議所中期行動計画"
    assert {node.key: node.terms for node in document.nodes if node.terms} == {
        "基礎-1": {"戦略種別": ("基礎戦略",)},
        "発展-1": {"戦略種別": ("発展戦略",)},
    }
    assert {node.key for node in document.nodes if node.level == 1} == {"1", "2", "3"}
    assert figures(document)["1-(1)"] == (1310, 1200)
    assert figures(document)["1-(2)"] == (Decimal("78.5"), Decimal("80.0"))
    assert flags(document)["1"] == "達成"
    assert [(each.of, each.achieved, each.counted) for each in document.totals] == [
        ("nodes", 2, 3),
        ("indicators", 3, 6),
    ]


def test_numbers_in_columns_of_their_own_and_cells_that_are_filled_down() -> None:
    reading = read(FILLED_DOWN)
    document = reading.document
    assert [(node.key, node.number, node.title) for node in document.nodes if node.level == 0] == [
        ("1", "1", "受け入れ環境"),
        ("2", "2", "情報の発信"),
    ]
    assert [node.title for node in document.nodes if node.level == 1] == ["案内板の整備", "二次交通", "写真の公募"]
    assert figures(document)["循環バス利用者数"] == (7950, 8000)
    assert figures(document)["投稿数"] == ("not-published", 500)
    assert next(each for each in document.indicators if each.name == "苦情件数の減少").direction == "lower"
    assert "direction-assumed" in {each.code for each in reading.doubts}
    assert "flag-differs" not in {each.code for each in reading.doubts}


def test_one_level_and_dashes_of_both_kinds() -> None:
    document = read(ONE_LEVEL).document
    assert [(node.key, node.level, node.title) for node in document.nodes] == [
        ("1", 0, "企業誘致"),
        ("2", 0, "農商工連携"),
    ]
    assert figures(document) == {"1-(1)": (3, 2), "1-(2)": ("none", 40), "2-(1)": (6, "not-set")}
    assert document.scope[0].year == 2018
    assert total(document, "indicators") == "1/1"


def test_wrong_flags_and_totals_are_named_with_both_values() -> None:
    reading = read(WRONG)
    found = {each.code: each for each in reading.doubts}
    assert [each.where.address for each in reading.doubts if each.code == "flag-differs"] == [
        "judgement/1-1/2022/flag",
        "judgement/1-1-(1)/2022/flag",
        "judgement/1-2/2022/flag",
    ]
    assert "blank-inside" in found
    totals = [each.message for each in reading.doubts if each.code == "total-differs"]
    assert any("2/2" in message and "1/2" in message for message in totals)
    assert any("3/4" in message and "2/3" in message for message in totals)


def test_grades_with_their_legend() -> None:
    reading = read(GRADED)
    document = reading.document
    assert {each.indicator: (each.kind, each.value) for each in document.judgements} == {
        "1-1": ("grade", "B"),
        "1-2": ("grade", "A"),
        "2-1": ("grade", "C"),
    }
    assert [node.key for node in document.nodes] == ["1", "1-1", "1-2", "2", "2-1"]
    (rules,) = document.rule_sets
    assert (rules.formula, rules.legend, rules.roll_up.method) == ("ratio", "100%以上=A、80%以上=B、80%未満=C", "human")
    graded = {each.key: each.rate.grade for each in evaluate(document).indicators}
    assert graded == {"1-1": "B", "1-2": "A", "2-1": "C"}


def workbook(folder: Path) -> Path:
    """A workbook with merged cells, headings in two rows and two years beside each other."""
    path = folder / "総括表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("R6")
    sheet.merge_range("A1:I1", "地域経済振興計画（令和6年度）達成状況総括表")
    for cells, text in (
        ("A3:A4", "区分"),
        ("B3:B4", "基本目標"),
        ("C3:C4", "施策"),
        ("D3:D4", "数値目標（指標）"),
        ("E3:F3", "令和5年度"),
        ("G3:I3", "令和6年度"),
        ("J3:J4", "改善点"),
    ):
        sheet.merge_range(cells, text)
    for column, text in enumerate(("目標", "実績", "目標", "実績", "判定"), start=4):
        sheet.write(3, column, text)
    sheet.merge_range("A5:A8", "重点")
    sheet.merge_range("B5:B7", "目標1 事業承継")
    sheet.merge_range("C5:C6", "(1) 相談窓口")
    sheet.write("C7", "(2) 後継者の育成")
    sheet.write("B8", "目標2 創業")
    sheet.write("C8", "(1) 創業塾")
    rows = (
        ("承継相談件数【件】", 30, 28, 32, 35, "達成", "件数は伸びた。"),
        ("成立件数【件】", 3, 3, 3, 2, "未達成", "仲介の担い手を増やす。"),
        ("研修修了者【人】", 10, 9, 10, "", "", ""),
        ("創業者数【人】", "―", "―", 12, 12, "達成", "塾の修了者が中心。"),
    )
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=3):
            sheet.write(number, column, value)
    book.close()
    return path


def test_headings_in_two_rows_and_two_years(tmp_path: Path) -> None:
    document = read_files([workbook(tmp_path)]).document
    assert document.title == "地域経済振興計画"
    assert document.scope[0].form == "scorecard"
    assert document.scope[0].year == 2024
    assert [(node.number, node.title) for node in document.nodes if node.level == 0] == [
        ("目標1", "事業承継"),
        ("目標2", "創業"),
    ]
    assert {node.terms.get("区分") for node in document.nodes if node.level == 0} == {("重点",)}
    targets = {(each.indicator, each.year): each for each in document.targets}
    key = next(each.key for each in document.indicators if each.name.startswith("承継相談件数"))
    assert (targets[key, 2023].amount, targets[key, 2024].amount) == (30, 32)
    assert {each.year for each in document.judgements} == {2024}
    assert total(document, "indicators") == "2/3"


@pytest.mark.parametrize("text", [UNITS_AND_RATES, CAPTIONS, FILLED_DOWN, ONE_LEVEL, WRONG, GRADED])
@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_each_is_printed_and_comes_back(text: str, suffix: str, tmp_path: Path) -> None:
    document = read(text).document
    view = FORM.view(document)
    assert FORM.view(view) == view
    for bare in (False, True):
        path = tmp_path / f"{bare}{suffix}"
        FORM.write(document, path, bare=bare)
        found = read_files([path]).document
        if not bare:
            assert found == view
        shown = {node.title for node in document.nodes}
        assert {node.title for node in found.nodes} == shown
        assert sorted(map(str, figures(found).values())) == sorted(map(str, figures(view).values()))


@pytest.mark.parametrize("text", [UNITS_AND_RATES, CAPTIONS, FILLED_DOWN, ONE_LEVEL, WRONG, GRADED])
def test_no_fact_is_lost_in_the_view(text: str) -> None:
    document = read(text).document
    view = FORM.view(document)
    for name in ("title", "levels", "nodes", "vocabularies", "placements", "texts", "notes"):
        assert getattr(view, name) == getattr(document, name), name
    assert [(each.key, each.name, each.unit) for each in view.indicators] == [
        (each.key, each.name, each.unit) for each in document.indicators
    ]
    assert figures(view) == figures(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("達成状況", "評価"),
        lambda text: text.replace("令和4年度", "令和四年度").replace("R4", "R4年度"),
        lambda text: text.replace("(", "（").replace(")", "）"),
        lambda text: text.replace("\t", ","),
    ],
)
def test_small_differences_change_nothing(change: Callable[[str], str]) -> None:
    one, other = read(WRONG).document, read(change(WRONG)).document
    names = [field.name for field in fields(PlanDocument) if field.name not in ("rule_sets",)]
    assert {name: getattr(other, name) for name in names} == {name: getattr(one, name) for name in names}


def test_a_paper_without_a_year_keeps_its_tree_and_says_what_is_missing() -> None:
    reading = read(ONE_LEVEL.replace("H30", ""))
    assert len(reading.document.indicators) == 3
    assert reading.document.actuals == ()
    assert {"year-missing"} <= {each.code for each in reading.doubts}


def test_a_table_without_rows_is_refused_in_a_sentence() -> None:
    head = ONE_LEVEL.split("\n")[0]
    with pytest.raises(UnreadablePaper, match="総括表の見出し"):
        FORM.read(grids_of(head.encode(), "紙.txt"))


def test_a_lost_cell_is_put_where_it_belongs() -> None:
    """The row of 講座数 lost the blank cells before it and moved to the left margin, as an extraction leaves it."""
    line = "\t\t\t(2) 講座数(回)\t"
    reading = read(WRONG.replace(line, "(2) 講座数(回)\t\t\t"))
    assert "row-shifted" in {each.code for each in reading.doubts}
    assert reading.document == read(WRONG).document
