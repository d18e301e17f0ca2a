"""Support plans of other chambers and societies: other years, wordings, numbers, tables and places for the same things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.check_digits import corporate_number_digit, local_government_digit
from banso.domain.document import PlanDocument
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.forms import FORMS
from banso.sheets.grid import Cell, Grid
from banso.sheets.sources.text import grids_of
from banso.sheets.support_plan import read

CORPORATE = f"{corporate_number_digit('234567890123')}234567890123"
CODE = f"04321{local_government_digit('04321')}"


def reading_of(text: str) -> Reading:
    grids = grids_of(text.encode(), "plan.txt")
    assert read.recognises(grids) == 2
    return read.read(grids)


# A society with full-width numbers, 【現状】 in brackets of another kind, a plan of five years, R6–R10.
SOCIETY = f"""様式１
経営発達支援計画の概要
実施者名（法人番号）	みなと町商工会（法人番号：{CORPORATE}）
	みなと町（団体コード　{CODE}）
実施期間	令和６年４月１日　～　令和11年３月31日
目標	①経営の自立
②担い手の確保
事業内容	３．地域の経済動向調査に関すること
年２回の景況調査を行う。
連絡先	みなと町商工会
〒980-0001　宮城県みなと町本町1-2-3
電話 022-000-0001　ファックス 022-000-0002
メール info@example.jp
（別表１）
経営発達支援計画
１．目標
（１）地域の現状及び課題
①現状
漁業の町である。人口は減っている。
②課題
後継者がいない。
（３）経営発達支援事業の目標
【目標１】経営の自立
自ら考える事業者を増やす。
【目標２】担い手の確保
継ぐ人を増やす。
３．地域の経済動向調査に関すること【指針③】
（１）現状と課題
【現状】景況を聞き取っている。
【課題】分析が足りない。
（２）目標
支援内容	現状値	R6年度	R7年度	R8年度	R9年度	R10年度
(1)景況調査の公表回数（回）	１	２	２	２	２	２
(2)小冊子の発行	－	200部	200部	200部	200部	200部
（３）事業内容
(1)景況調査
【調査の手法】郵送で聞く。
【調査の項目】売上、仕入れ
"""

# A chamber whose parts are ①②③ and items (1)(2), western years, 現状と課題 in one paragraph.
WESTERN = """経営発達支援計画
(別表1)
4. 需要動向調査に関すること
① 現状と課題
[現状] 試食会で声を集めている。[課題] 声を商品に生かせていない。
② 支援に対する基本的な考え方
聞いたことを翌月までに返す。
③ 目標
項目	単位	公表方法	現行（2023年度）	2024年度	2025年度	2026年度
1. 調査する事業者数	者	ホームページ・会報	8	10	12	14
2. 一者当たりの改善商品数	品	—	0	1	1	2
④ 事業内容
(1) 道の駅での試食調査
来場者に試食してもらう。
(2) 首都圏での聞き取り
バイヤーに聞く。
⑤ 調査結果の活用
個票にまとめて返す。
"""

# Sections worded otherwise, years by count, 目標 above the years in a second row of headings, notes below the table.
COUNTED = """（別表１） 経営発達支援計画
2. 経営発達支援事業の実施期間、目標の達成方針
(1) 経営発達支援事業の実施期間（令和7年4月1日～令和12年3月31日）
5 経営分析の支援に関する取組
(1) 現状と課題
現状：分析は窓口で行う。
課題：数が足りない。
(2) 目標
区分	現況	目標
		1年目	2年目	3年目
巡回訪問件数	延べ300件	320件	340件	360件
うち小規模	-	未設定	20件	30件
※延べ件数は同じ事業者を数え直す。
(3) 実施内容
①巡回して分析する。巡回の順は、売上の減り方が大きい事業者から決め、年度の初めに一覧にして職員で分け合うこととし、月ごとに見直す。
②セミナー
【対象】全会員
"""

# Money and partners without much else; a wrong total, several partners, a wrong check digit.
MONEY = """経営発達支援計画の概要
実施者名	北山商工会議所（法人番号 1234567890123） 北山市（市区町村コード 999999）
（別表１）
6. 事業計画策定支援に関すること
(1) 現状と課題
[現状] 少ない。
（別表３）経営発達支援事業の実施に必要な資金の額及びその調達方法
（単位：千円）
	R6年度	R7年度
必要な資金の額	1,500	1,600
小規模企業振興委員費	900	1,000
経営改善普及事業費	500	600
調達方法
会費収入、県補助金
（別表４）
連携して事業を実施する者の氏名又は名称及び住所
・北山信用金庫　北山市中央1-1　理事長　山田一郎
・株式会社みらい銀行　北山市東2-2　頭取　佐藤花子
連携して実施する事業の内容
6. 事業計画策定支援に関すること
連携して事業を実施する者の役割
融資の相談に応じる。
"""

# Statistics and events in another order and with other headings.
TABLES = """（別表１）経営発達支援計画
1. 目標
(1) 地域の現状及び課題
①現状
(人口)
人が減っている。
年齢別の人口の推移
(単位：人)
区分	男	女	計
0～14歳	120	100	220
15～64歳	700	690	1,400
65歳以上	300	420	720
合計	1,120	1,210	2,340
出典：国勢調査
(交通)
駅が一つある。
②課題
空き店舗が多い。
8. 新たな需要の開拓に寄与する事業に関すること
(3) 目標
	現行	R6	R7
①商談会の参加者数	5者	8者	10者
成約件数/者	1件	1件	2件
②アンテナショップの出品者数	—	12者	15者
1者あたりの売上額	—	30千円	35千円
(4) 事業内容
①商談会への参加
想定する商談会（BtoB）
展示会名	主催者	出展者数	会期	来場者数
東北うまいもの商談会	県	約200社	1日	約3,000人
"""


@pytest.fixture
def society() -> PlanDocument:
    return reading_of(SOCIETY).document


def test_a_society_with_full_width_numbers(society: PlanDocument) -> None:
    chamber, town = society.organizations
    assert (chamber.kind, chamber.role, chamber.corporate_number) == ("society-of-commerce", "lead", CORPORATE)
    assert (town.kind, town.role, town.local_government_code) == ("municipality", "joint", CODE)
    assert [(one.postal_code, one.telephone, one.email) for one in chamber.divisions] == [
        ("980-0001", "022-000-0001", "info@example.jp")
    ]
    assert (society.first_year, society.last_year) == (2024, 2028)
    assert {node.key for node in society.nodes} == {"1", "目標1", "目標2", "3", "3-(1)"}


def test_a_society_s_targets_to_r10(society: PlanDocument) -> None:
    first, second = society.indicators
    assert (first.key, first.name, first.unit) == ("3-(1)", "景況調査の公表回数", "回")
    assert (second.key, second.unit) == ("3-(2)", "部")
    assert first.baseline is not None
    assert first.baseline.amount == Decimal(1)
    assert [target.year for target in society.targets if target.indicator == "3-(2)"] == list(range(2024, 2029))
    states = {(text.kind, text.text) for text in society.texts if text.node == "3"}
    assert ("status-quo", "景況を聞き取っている。") in states
    assert ("issues", "分析が足りない。") in states
    labels = [(text.heading, text.text) for text in society.texts if text.node == "3-(1)"]
    assert labels == [("調査の手法", "郵送で聞く。"), ("調査の項目", "売上、仕入れ")]


def test_parts_with_circles_and_items_in_brackets() -> None:
    document = reading_of(WESTERN).document
    assert {node.key: node.title for node in document.nodes} == {
        "4": "需要動向調査に関すること",
        "4-(1)": "道の駅での試食調査",
        "4-(2)": "首都圏での聞き取り",
    }
    kinds = {text.kind: text.text for text in document.texts if text.node == "4" and text.heading is None}
    assert kinds == {
        "status-quo": "試食会で声を集めている。",
        "issues": "声を商品に生かせていない。",
        "direction": "聞いたことを翌月までに返す。",
    }
    assert [text.text for text in document.texts if text.heading == "調査結果の活用"] == ["個票にまとめて返す。"]
    first, second = document.indicators
    assert (first.key, first.unit, first.terms) == ("4-1", "者", {"公表方法": ("ホームページ・会報",)})
    assert (second.key, second.per) == ("4-1-per", "4-1")
    assert first.baseline is not None
    assert (first.baseline.amount, first.baseline.year) == (Decimal(8), 2023)
    assert [target.amount for target in document.targets if target.indicator == "4-1"] == [10, 12, 14]


def test_years_by_count_below_a_common_heading() -> None:
    document = reading_of(COUNTED).document
    assert (document.first_year, document.last_year) == (2025, 2029)
    assert [(target.indicator, target.year) for target in document.targets][:3] == [
        ("5-1", 2025),
        ("5-1", 2026),
        ("5-1", 2027),
    ]
    assert document.targets[3].state == "not-set"
    kinds = {text.kind: text.text for text in document.texts if text.node == "5"}
    assert kinds == {"status-quo": "分析は窓口で行う。", "issues": "数が足りない。"}
    items = {node.key: (node.title, node.text) for node in document.nodes if node.parent == "5"}
    assert items["5-①"][0] is None
    assert (items["5-①"][1] or "").startswith("巡回して分析する。")
    assert items["5-②"] == ("セミナー", None)
    assert [(note.mark, note.at) for note in document.notes] == [("※", ("node/5",))]


def test_money_and_partners() -> None:
    reading = reading_of(MONEY)
    document = reading.document
    assert [(one.name, one.role, one.representative) for one in document.organizations] == [
        ("北山商工会議所", "lead", None),
        ("北山市", "joint", None),
        ("北山信用金庫", "partner", "理事長 山田一郎"),
        ("株式会社みらい銀行", "partner", "頭取 佐藤花子"),
    ]
    codes = [doubt.code for doubt in reading.doubts]
    assert codes.count("check-digit-wrong") == 2
    assert codes.count("budget-sum-wrong") == 1
    assert [(one.item, one.year, one.amount) for one in document.budgets if one.total] == [
        ("必要な資金の額", 2024, Decimal(1500)),
        ("必要な資金の額", 2025, Decimal(1600)),
    ]
    assert [text.text for text in document.texts if text.kind == "funding"] == ["会費収入、県補助金"]
    (annex,) = [node for node in document.nodes if node.key == "別表4"]
    assert [link.to for link in annex.links] == ["6"]


def test_statistics_and_events_with_other_headings() -> None:
    reading = reading_of(TABLES)
    document = reading.document
    (table,) = document.tables
    assert (table.title, table.unit, table.source, table.total_row) == ("年齢別の人口の推移", "人", "国勢調査", 3)
    assert [column.formula for column in table.columns] == [None, None, None, "c1+c2"]
    (doubt,) = [doubt for doubt in reading.doubts if doubt.code == "table-sum-wrong"]
    assert "1,400→1,390" in doubt.message
    assert [(text.heading, text.order) for text in document.texts if text.kind == "status-quo"] == [
        ("(人口)", 1),
        ("(交通)", 3),
    ]
    (event,) = document.events
    assert (event.kind, event.outline, event.node) == ("B to B", "県", "8-①")
    assert event.exhibitors is not None
    assert (event.exhibitors.amount, event.exhibitors.approximate) == (Decimal(200), True)
    assert [(one.key, one.per) for one in document.indicators] == [
        ("8-①", None),
        ("8-①-per", "8-①"),
        ("8-②", None),
        ("8-②-per", "8-②"),
    ]


@pytest.mark.parametrize("text", [SOCIETY, WESTERN, COUNTED, MONEY, TABLES])
def test_no_plan_loses_anything_on_its_own_paper(text: str) -> None:
    form = FORMS["support-plan"]
    document = reading_of(text).document
    seen = form.view(document)
    assert form.view(seen) == seen
    for name in ("organizations", "nodes", "indicators", "targets", "texts", "budgets", "events", "tables", "notes"):
        assert getattr(seen, name) == getattr(document, name), name


def test_a_document_is_read_like_a_text() -> None:
    """A Word document is one grid: a paragraph is a row with one cell."""
    rows = []
    for number, line in enumerate(WESTERN.split("\n")):
        cells = [(column, part) for column, part in enumerate(line.split("\t")) if part]
        width = 1 if "\t" in line else 7
        rows.append(tuple(Cell(row=number, column=column, text=part, columns=width) for column, part in cells))
    document = read.read([Grid(rows=tuple(rows), spans_known=True, file="plan.docx")]).document
    assert document == reading_of(WESTERN).document


def test_the_yearly_evaluation_of_another_society() -> None:
    text = """令和6年度　経営発達支援計画　事業評価報告書
３．地域の経済動向調査に関すること
支援内容	現状	目標	実績	達成率	評価
①景況調査の公表回数	1回	2回	3回	150%	A
②小冊子の発行	-	200部	-	-	-
実施状況	年三回まとめた。
評価委員会の意見	図を増やすとよい。
総合評価	Ａ（案）
改善点	図を加える。
"""
    document = reading_of(text).document
    assert [(one.indicator, one.year, one.amount, one.state) for one in document.actuals] == [
        ("3-①", 2024, Decimal(3), None),
        ("3-②", 2024, None, "none"),
    ]
    assert [(one.indicator or one.node, one.kind, one.value, one.stage) for one in document.judgements] == [
        ("3-①", "grade", "A", "stated"),
        ("3", "overall", "Ａ", "draft"),
    ]
    assert {(text.kind, text.heading) for text in document.texts} == {
        ("achievements", None),
        ("verification", "外部評価委員会"),
        ("improvement", None),
    }


def test_goals_that_only_the_outline_page_states_stay_in_words() -> None:
    text = WESTERN.replace("(別表1)", "目標\t地域の店を残す\n実施期間\t2024/04/01 ～ 2027/03/31\n(別表1)")
    document = reading_of(text).document
    assert [(one.node, one.text) for one in document.texts if one.heading == "目標"] == [("4", "地域の店を残す")]
    assert FORMS["support-plan"].view(document).texts == document.texts


def test_a_paper_without_any_part_is_refused_in_words() -> None:
    with pytest.raises(UnreadablePaper, match="経営発達支援計画の章"):
        read.read(grids_of("経営発達支援計画\n何もない。\n".encode(), "empty.txt"))
