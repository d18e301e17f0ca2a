"""Project sheets of other bodies: other words, other years, other order, one sheet a page or many, wide and narrow letters."""

from __future__ import annotations

from dataclasses import fields

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.blocks.grids import grids_of
from banso.sheets.form import Reading
from banso.sheets.grid import Cell, Grid
from banso.sheets.project_evaluation import build, read
from banso.sheets.sources.text import grids_of as grids_of_text

MOUNTAIN = """令和５年度　事務事業評価シート
基本目標1\t活力ある産業のまち
基本施策1-2\t商店街のにぎわいづくり
事業番号\t１２\t事務事業名\t空き店舗活用支援事業
所管課\t産業振興課\t事業期間\t令和3年度～令和7年度
目的\t空き店舗を減らし、商店街に人の流れをつくる。
内容\t改装費と家賃の一部を補助する。
事業費の推移（単位：千円）\t令和4年度決算\t令和5年度予算\t令和6年度見込
総事業費\t3,200\t4,000\t△500
国庫支出金\t1,000\t1,200\t—
県支出金\t0\t300\t0
市債\t\t\t
一般財源\t2,200\t2,500\t△500
人件費\t1,500\t1,500\t1,500
取組状況\t12件の相談を受け、4件を採択した。
成果\t4店舗が開業した。
課題\t開業後の支援が十分でない。
今後の方向性\t拡充
改善策\t開業から1年後に訪問する。
"""

COAST = """事務事業評価調書（令和6年度実施事業）
整理番号\t3-1-1
事業名\t漁港まつり開催費
担当部署\t水産課 振興係
政策\t3 にぎわいのあるまち
施策\t3-1 水産業を活かした観光
会計区分\t一般会計
義務・任意の別\t任意
事業概要\t漁港を会場に朝市と見学会を開く。
区分\tR5\t\tR6\t\tR7
\t予算\t決算\t予算\t決算\t要求
事業費（円）\t1,500,000\t1,432,100\t1,500,000\t1,498,000\t1,600,000
財源内訳\t国\t0\t0\t0\t0\t0
一般財源\t1,500,000\t1,432,100\t1,500,000\t1,498,000\t1,600,000
活動実績\t開催日数 2日
成果\t来場者 4,200人
評価\t目標の来場者数に届いた。
次年度の方向性\t継続
増減理由\t会場の電源工事のため。
備考\t雨天時の会場を検討中
"""

PLAIN = """施策１：ものづくりの支援
（単位：百万円）
１\t事業名\t工業団地の整備\t自主・法定の別\t自主
\t担当課\t企業誘致課\t翌年度の方針\t見直し／縮小
\t事業の内容\t区画の造成と道路の改良\t財務内容\t平成31年度(予算)\t令和2年度(見込み)
\t\t\t事業費\t1 200\t980
\t\t\t地方債\t800\t600
\t\t\tその他\t100\t80
\t\t\t一般財源\t300\t300
事業の検証\t造成は計画どおり進んだ。
２\t事業名\t技能検定の受検料補助\t自主・法定の別\t自主
\t担当課\t商工課\t翌年度の方針\t終了
\t事業の内容\t受検料の半額を補助する。\t財務内容\t平成31年度(予算)\t令和2年度(見込み)
\t\t\t事業費\t2\t0
\t\t\t一般財源\t2\t0
事業の検証\t受検者は毎年20人前後で、
役割を終えたと考える。
"""

RESTARTING = """基本方針1　商業
施策1　商店街
1\t事業名\tスタンプ会補助\t担当課\t商工課
\t概要\t発行費の補助\t財務\t2024年度(当初予算)
\t\t\t事業費\t100千円
取組状況\t毎月開いた。
基本方針2　工業
施策1　企業誘致
1\t事業名\t立地補助金\t担当課\t企業課
\t概要\t固定資産税相当額を補助\t財務\t2024年度(当初予算)
\t\t\t事業費\t5,000
取組状況\t2社が立地した。
"""

LOGIC = """令和6年度行政評価シート
事業名\t創業塾の開催\t担当\t商工観光課
重点事業\t◎\tSDGsターゲット\t8.3、11.a
インプット\t講師謝金と職員0.3人
アクティビティ\t5回の講座を開く
アウトプット\t修了者20人
アウトカム\t2年以内の創業5件
事業費\t令和6年度(予算)\t令和6年度(決算)
事業費\t800\t756
うち預託金\t0\t0
従事人員（人）\t0.3\t0.25
従事人員（会計年度任用職員）（人）\t0.5\t0.5
人件費単価\t7,500\t7,500
総コスト\t3,050\t2,631
評価結果\tおおむね計画どおり。
"""

TOWNS = {"山": MOUNTAIN, "海": COAST, "平": PLAIN, "番号が戻る": RESTARTING, "ロジックモデル": LOGIC}


def reading_of(text: str) -> Reading:
    grids = grids_of_text(text.encode(), "紙.tsv")
    assert read.recognises(grids) == 2
    return read.read(grids)


def codes(reading: Reading) -> set[str]:
    return {doubt.code for doubt in reading.doubts}


def money(document: PlanDocument) -> dict[tuple[str, str, int, str], str]:
    return {
        (each.node, each.item, each.year, each.stage): str(each.amount if each.amount is not None else each.state)
        for each in document.budgets
    }


def texts(document: PlanDocument) -> dict[tuple[str, str | None, int | None], str]:
    return {(each.kind, each.heading, each.year): each.text for each in document.texts}


def test_a_body_with_three_levels_and_words_of_its_own() -> None:
    document = reading_of(MOUNTAIN).document
    assert [level.name for level in document.levels] == ["基本目標", "基本施策", "事務事業"]
    project = document.nodes[-1]
    assert (project.key, project.parent, project.level, project.number) == ("1-2-12", "基本施策1-2", 2, "１２")
    assert (project.title, project.owner) == ("空き店舗活用支援事業", "産業振興課")
    assert (project.first_year, project.last_year) == (2021, 2025)
    amounts = money(document)
    assert amounts["1-2-12", "総事業費", 2022, "settlement"] == "3200"
    assert amounts["1-2-12", "総事業費", 2024, "estimate"] == "-500"
    assert amounts["1-2-12", "国庫支出金", 2024, "estimate"] == "none"
    assert ("1-2-12", "市債", 2023, "budget") not in amounts
    assert {unit.unit for unit in document.budgets} == {"千円"}
    found = texts(document)
    assert found["outline", None, None].startswith("空き店舗を")
    assert found["content", None, None].startswith("改装費")
    assert found["issues", None, 2023].startswith("開業後")
    assert found["improvement", None, 2023].startswith("開業から")
    assert [(each.year, each.vocabulary, each.values) for each in document.decisions] == [
        (2023, "今後の方向性", ("拡充",))
    ]


def test_one_sheet_a_file_that_names_its_levels_itself() -> None:
    document = reading_of(COAST).document
    assert [(node.key, node.parent, node.number, node.title) for node in document.nodes] == [
        ("政策3", None, "3", "にぎわいのあるまち"),
        ("施策3-1", "政策3", "3-1", "水産業を活かした観光"),
        ("3-1-1", "施策3-1", "3-1-1", "漁港まつり開催費"),
    ]
    project = document.nodes[-1]
    assert project.terms == {"会計区分": ("一般会計",), "義務・任意の別": ("任意",)}
    amounts = money(document)
    assert amounts["3-1-1", "事業費", 2023, "settlement"] == "1432100"
    assert amounts["3-1-1", "事業費", 2024, "budget"] == "1500000"
    assert amounts["3-1-1", "事業費", 2025, "estimate"] == "1600000"
    assert amounts["3-1-1", "国庫支出金", 2024, "settlement"] == "0"
    assert {each.unit for each in document.budgets if each.item == "事業費"} == {"円"}
    found = texts(document)
    assert found["remarks", "増減理由", 2024] == "会場の電源工事のため。"
    assert found["remarks", None, 2024] == "雨天時の会場を検討中"


def test_full_width_numbers_broken_amounts_and_lines_that_go_on() -> None:
    reading = reading_of(PLAIN)
    document = reading.document
    assert [(node.key, node.number, node.title) for node in document.nodes] == [
        ("施策1", "施策1", "ものづくりの支援"),
        ("1-1", "１", "工業団地の整備"),
        ("1-2", "２", "技能検定の受検料補助"),
    ]
    assert money(document)["1-1", "事業費", 2019, "budget"] == "1200"
    assert money(document)["1-2", "一般財源", 2020, "estimate"] == "0"
    assert {each.unit for each in document.budgets} == {"百万円"}
    assert [each.values for each in document.decisions] == [("見直し", "縮小"), ("終了",)]
    assert document.texts[-1].text == "受検者は毎年20人前後で、\n役割を終えたと考える。"
    assert {"amount-repaired", "year-assumed"} <= codes(reading)


def test_measures_whose_numbers_begin_anew_below_each_policy() -> None:
    document = reading_of(RESTARTING).document
    assert [(node.key, node.parent) for node in document.nodes if node.level == 1] == [
        ("基本方針1-1", "基本方針1"),
        ("基本方針2-1", "基本方針2"),
    ]
    assert [node.key for node in document.nodes if node.level == 2] == ["1-1-1", "2-1-1"]
    assert money(document)["2-1-1", "事業費", 2024, "budget"] == "5000"


def test_logic_model_terms_staff_and_printed_totals() -> None:
    reading = reading_of(LOGIC)
    document = reading.document
    project = document.nodes[-1]
    assert project.terms == {"重点事業": ("◎",), "SDGsターゲット": ("8.3", "11.a")}
    assert texts(document)["paragraph", "ロジックモデル：産出", None] == "修了者20人"
    assert texts(document)["verification", None, 2024] == "おおむね計画どおり。"
    amounts = money(document)
    assert amounts[project.key, "従事人員", 2024, "settlement"] == "0.25"
    assert amounts[project.key, "従事人員（会計年度任用職員）", 2024, "budget"] == "0.5"
    assert {each.unit for each in document.budgets if each.item.startswith("従事人員")} == {"人"}
    assert {each.item for each in document.budgets if each.total} == {"総コスト"}
    assert {"number-assumed", "unit-assumed"} <= codes(reading)


def test_two_projects_with_one_number_are_two() -> None:
    twice = PLAIN.replace("２\t事業名", "１\t事業名")
    reading = reading_of(twice)
    assert [node.key for node in reading.document.nodes[1:]] == ["1-1", "1-1~2"]
    assert "number-repeated" in codes(reading)


def test_a_list_of_projects_is_no_sheet() -> None:
    listed = "番号\t重点事業\t事務事業名\t次年度方針\t担当部・課\n1\t◎\tまつり\t継続\t商工課\n"
    assert read.recognises(grids_of_text(listed.encode(), "一覧.tsv")) == 0


def test_a_worksheet_with_merged_cells_and_numbers() -> None:
    rows = (
        (
            _cell(0, 0, "1", rows=3),
            _cell(0, 1, "事業名"),
            _cell(0, 2, "朝市", columns=2),
            _cell(0, 4, "所管課"),
            _cell(0, 5, "農林課"),
        ),
        (
            _cell(1, 1, "事業の概要"),
            _cell(1, 2, "毎月開く", columns=2),
            _cell(1, 4, "コスト（千円）"),
            _cell(1, 5, "令和6年度予算"),
        ),
        (_cell(2, 4, "事業費"), _cell(2, 5, "2000")),
        (_cell(3, 0, "検証結果", columns=2), _cell(3, 2, "出店者が増えた。", columns=4)),
    )
    reading = read.read((Grid(rows=rows, spans_known=True, file="紙.xlsx", sheet="1"),))
    assert money(reading.document) == {("1", "事業費", 2024, "budget"): "2000"}
    assert {doubt.code for doubt in reading.doubts} == {"year-assumed"}


def _cell(row: int, column: int, text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(row=row, column=column, text=text, rows=rows, columns=columns)


@pytest.mark.parametrize("town", TOWNS)
def test_what_is_read_of_a_town_is_on_the_paper_made_of_it(town: str) -> None:
    document = reading_of(TOWNS[town]).document
    for bare in (False, True):
        again = read.read(grids_of(build.paper_of(document), bare=bare)).document
        for field in fields(PlanDocument):
            if field.type.startswith("tuple"):
                one, other = getattr(again, field.name), getattr(document, field.name)
                assert [each for each in one if each not in other] == [], (field.name, bare)
                assert [each for each in other if each not in one] == [], (field.name, bare)


def test_indicators_below_the_sheet_with_a_column_or_a_row_each_for_target_and_actual() -> None:
    columns = "指標名\t単位\t令和5年度目標\t令和5年度実績\t令和6年度目標\n相談件数（活動指標）\t件\t30\t28\t40\n開業数\t件\t—\t\t5\n"
    rows = "活動指標名\t単位\t区分\tR5\tR6\n相談件数\t件\t目標\t30\t40\n\t\t実績\t28\t未公表\n"
    for table in (columns, rows):
        document = reading_of(f"{MOUNTAIN}\n{table}").document
        first = document.indicators[0]
        assert (first.key, first.unit) == ("1-2-12-指標1", "件")
        assert document.placements[0].node == "1-2-12"
        targets = {each.year: each.amount for each in document.targets if each.indicator == first.key}
        assert targets == {2023: 30, 2024: 40}
        actual = next(each for each in document.actuals if (each.indicator, each.year) == (first.key, 2023))
        assert actual.amount == 28
        again = read.read(grids_of(build.paper_of(document))).document
        assert again.indicators == document.indicators
        assert [each for each in document.targets if each not in again.targets] == []
