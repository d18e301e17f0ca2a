"""Papers of towns that nobody wrote the readers for, tried through the whole way from file to plan document."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

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
    reading = _read(SHORE, tmp_path)
    document = reading.document
    assert [doubt.where.line for doubt in reading.doubts if doubt.code == "row-continued"] == [6]
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


OAK = """《柏葉市産業元気プラン・進捗管理シート》

基本理念\t人と仕事が育つまち
目標\t(1) 小さな会社を元気にする
方針\t(1)-1 あとつぎを支える
施策\t①相談を増やす
担当課\t商工課
関係課\t農林課、税務課

主な取組\tR6\tR7\tR8\tR9
承継診断\t診断票の配布\t\t\t個別訪問
空き工場バンク\t—\t制度設計\t→\t
令和6年度の事業実績\t診断を31社に行った。
会議を4回開いた。
課題等\t把握が遅れている。

指標 (KPI)\t当初値\tR6目標\t実績\t達成率\t指標評価\t総合評価
承継診断の件数 (件)\t12\t30 (42)\t31\t103%\tA\t
廃業件数 (件) (低いほど良い)\t25\t20\t22\t91%\tB\t
"""

HARBOUR = """"令和6年度 みなと町商工業振興計画 施策評価シート",,,,,,,
施策分野,Ⅱ 観光と物産,,,,,,
施策,2 土産品の開発,,,,,,
No,事業名,2024年度,2025年度,2026年度,,,
1,試食会の開催,"年3回
開催",,年5回開催,,,
今後の課題,売り場が足りない,,,,,,
番号,成果指標,単位,基準値(R4),目標値(R6),実績値(R6),進捗率,判定
Ⅱ-1,土産品の数,品目,8,12,13,108.3%,S
総合評価,４,５：進んだ　４：少し進んだ　３：変わらない　２：少し遅れた　１：遅れた
"""


def test_a_label_and_its_text_may_share_a_line(tmp_path: Path) -> None:
    document = _read(OAK, tmp_path).document
    texts = {text.kind: text.text for text in document.texts}
    assert texts["achievements"] == "診断を31社に行った。\n会議を4回開いた。"
    assert texts["issues"] == "把握が遅れている。"
    assert [group.title for group in document.groups] == ["承継診断", "空き工場バンク"]


def test_a_number_may_carry_the_number_of_the_level_above(tmp_path: Path) -> None:
    document = _read(OAK, tmp_path).document
    found = [(node.key, node.number, node.title) for node in document.nodes[1:]]
    assert found == [
        ("人と仕事が育つまち-1", "1", "小さな会社を元気にする"),
        ("人と仕事が育つまち-1-1", "1-1", "あとつぎを支える"),
        ("人と仕事が育つまち-1-1-①", "①", "相談を増やす"),
    ]
    assert (document.nodes[-1].owner, document.nodes[-1].partners) == ("商工課", ("農林課", "税務課"))


def test_arrows_and_dashes_are_no_steps_of_a_sheet(tmp_path: Path) -> None:
    document = _read(OAK, tmp_path).document
    found = [(step.text, step.first_year, step.last_year, step.span) for step in document.roadmap]
    assert found == [
        ("診断票の配布", 2024, 2026, "assumed"),
        ("個別訪問", 2027, 2027, "assumed"),
        ("制度設計", 2025, 2026, "stated"),
    ]


def test_a_bracket_that_names_the_direction_gives_it(tmp_path: Path) -> None:
    document = _read(OAK, tmp_path).document
    assert [indicator.direction for indicator in document.indicators] == [None, "lower"]


def test_a_sheet_with_numbered_rows_is_no_list(tmp_path: Path) -> None:
    document = _read(HARBOUR, tmp_path, "paper.csv").document
    assert [scope.form for scope in document.scope] == ["progress-sheet"]
    assert [group.title for group in document.groups] == ["試食会の開催"]
    assert [(target.indicator, str(target.amount)) for target in document.targets] == [("Ⅱ-1", "12")]


def test_a_rating_and_its_legend_may_share_a_row(tmp_path: Path) -> None:
    document = _read(HARBOUR, tmp_path, "paper.csv").document
    found = [(each.kind, each.value, each.step) for each in document.judgements]
    assert found == [("grade", "S", None), ("overall", "少し進んだ", 4)]


def test_a_code_may_begin_with_a_roman_number(tmp_path: Path) -> None:
    document = _read(TOWN_CENTRE.replace("1-1_出店数", "Ⅰ-1 出店数"), tmp_path).document
    assert [(each.code, each.name, each.unit) for each in document.indicators] == [
        ("1-2", "通行量", "人/日"),
        ("Ⅰ-1", "出店数", "店"),
    ]


def test_grades_that_differ_are_no_names_that_differ(tmp_path: Path) -> None:
    second = HARBOUR.replace("2 土産品の開発", "3 誘客").replace("108.3%,S", "108.3%,A")
    reading = _read(HARBOUR + second, tmp_path, "paper.csv")
    assert [doubt.code for doubt in reading.doubts if "食い違" in doubt.message] == ["contradiction"]


def test_a_printed_rate_that_its_figures_do_not_give_is_a_doubt(tmp_path: Path) -> None:
    legend = "指標評価：100%以上=A、80%以上100%未満=B、80%未満=C\n"
    wrong = OAK.replace("103%", "130%") + legend
    doubts = {name: _read(text, tmp_path, name).doubts for name, text in (("a", OAK + legend), ("b", wrong))}
    found = {name: [each.message for each in of if each.code == "rate-differs"] for name, of in doubts.items()}
    assert found["a"] == []
    assert found["b"] == [
        "指標「承継診断の件数」の達成率は「130%」と書かれていますが、目標30と実績31から計算すると103%です。"
        "計算した値を使います。数か式の違いを確かめてください。"
    ]


HOT_SPRING = """第4次しろがね町観光プラン 取組進捗シート\t2021年度
施策\t温泉街の再生
主な事業\t2021年度\t2022年度
足湯の整備\t設計\t工事
2021年度の実績\t設計を終えた。
問題点\t人手が足りない。
KPI名\t単位\t現状(2019)\t2021目標\t2021実績\t2022目標\t達成状況\t備考
宿泊客数\t千人\t120.5\t100.0\t98.7\t110\t未達成\t感染症の影響
第4次しろがね町観光プラン 取組進捗シート\t2021年度
施策\t温泉街の再生（続き）
備考\t資料は観光課にある。
第4次しろがね町観光プラン 取組進捗シート\t2021年度
施策\t特産品づくり
主な事業\t2021年度\t2022年度
商品の開発\t試作\t販売
2021年度の実績\t
問題点\t--
KPI名\t単位\t現状(2019)\t2021目標\t2021実績\t2022目標\t達成状況\t備考
新商品の数\t品\t2\t3(5)\t4\t3(8)\t達成\t
"""


def test_a_page_that_goes_on_belongs_to_the_sheet_before(tmp_path: Path) -> None:
    document = _read(HOT_SPRING, tmp_path).document
    assert document.title == "第4次しろがね町観光プラン"
    assert [node.title for node in document.nodes] == ["温泉街の再生", "特産品づくり"]
    remarks = [(text.node, text.indicator, text.text) for text in document.texts if text.kind == "remarks"]
    assert remarks == [("温泉街の再生", None, "資料は観光課にある。"), (None, "宿泊客数", "感染症の影響")]


def test_each_target_column_has_its_own_year(tmp_path: Path) -> None:
    document = _read(HOT_SPRING, tmp_path).document
    found = [(each.indicator, each.year, str(each.amount), each.cumulative) for each in document.targets]
    assert found == [
        ("宿泊客数", 2021, "100.0", None),
        ("宿泊客数", 2022, "110", None),
        ("新商品の数", 2021, "3", 5),
        ("新商品の数", 2022, "3", 8),
    ]


def test_a_cover_before_the_sheets_is_no_sheet(tmp_path: Path) -> None:
    reading = _read("柏葉市産業元気プラン　進捗管理シート\n\n令和6年度\n\n" + OAK, tmp_path)
    assert len(reading.document.scope) == 1
    assert [doubt.severity for doubt in reading.doubts if doubt.code == "part-skipped"] == ["hint"]
    assert not [doubt for doubt in reading.doubts if doubt.severity == "error"]


def test_each_worksheet_of_a_list_has_its_own_title_and_order_of_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["この一覧は、毎年度見直す。"])
    for part, order in (("目標1", "goal code name place year"), ("目標2", "goal place name code year")):
        sheet = book.create_sheet(part)
        sheet.append([f"霧島台市産業ビジョン 事業ロードマップ（{part}）"])
        heads = {
            "goal": "基本\n目標",
            "code": "事業\nコード",
            "name": "事業名",
            "place": "重点\n事業",
            "year": "2026年度",
        }
        sheet.append([heads[name] for name in order.split()])
        for code, title in ((f"{part[2]}-1", f"相談{part[2]}"), (f"{part[2]}-2", f"研修{part[2]}")):
            cells = {"goal": f"{part} 柱", "code": code, "name": title, "place": "◎", "year": "実施"}
            sheet.append([cells[name] for name in order.split()])
    book.save(tmp_path / "list.xlsx")
    reading = read_files([tmp_path / "list.xlsx"])
    assert reading.document.title == "霧島台市産業ビジョン"
    assert [(node.number, node.title) for node in reading.document.nodes] == [
        ("目標1", "柱"),
        ("1-1", "相談1"),
        ("1-2", "研修1"),
        ("目標2", "柱"),
        ("2-1", "相談2"),
        ("2-2", "研修2"),
    ]
    assert [doubt.code for doubt in reading.doubts] == ["part-skipped"]


LEARNING = """進捗管理シート
方針,A 人を育てる,,,,,
施策,A-1 研修,,,,,
取組,2024(R6),2025(R7),2026(R8),,,
新入社員研修,実施,⇒,－,,,
令和6年度実績,研修を2回。,,,,,
課題,特になし,,,,,
指標,単位,方向,現状値,R6目標,R6実績,評価
研修の参加者,人,↑,"1,000","1,050","約1,100人",達成
離職者,人,↓,50,45以下,47,未達成
合計,,,,,,達成 1／2
総合評価：おおむね順調
"""


def test_totals_and_ratings_below_the_table_are_no_indicators(tmp_path: Path) -> None:
    reading = _read(LEARNING, tmp_path, "paper.csv")
    document = reading.document
    assert [(each.name, each.direction) for each in document.indicators] == [
        ("研修の参加者", "higher"),
        ("離職者", "lower"),
    ]
    assert [(each.comparator, str(each.amount)) for each in document.targets] == [(None, "1050"), ("<=", "45")]
    assert [each.value for each in document.judgements if each.kind == "overall"] == ["おおむね順調"]
    assert [(doubt.code, doubt.where.line) for doubt in reading.doubts if doubt.severity != "hint"] == []
    assert [doubt.quote for doubt in reading.doubts if doubt.code == "total-unread"] == ["合計、達成 1／2"]
    assert [(node.key, node.title) for node in document.nodes] == [("A", "人を育てる"), ("A-1", "研修")]


CRANES = """鶴の浦町商工業計画 進捗管理シート（令和6年度）
基本方針\t2 商いを守る
施策\t(3) 経営の支援
具体的な取組\tR5\tR6\tR7
経営相談\t実施\t実施\t見直し
令和6年度の取組状況\t相談を受けた。
課題と対応\t専門家を増やす。
"""
PARTS = {
    "second head": """指標\t単位\t基準値(R4)\tR5\t\tR6\t
\t\t\t目標\t実績\t目標\t実績
相談件数\t件\t100\t110\t105\t120\t
廃業率\t％\t4.5\t4.2\t4.4\t4.0\t集計中
""",
    "sub-rows": """指標名\t区分\t単位\t基準値(R4)\tR5\tR6
相談件数\t目標\t件\t100\t110\t120
\t実績\t\t\t105\t
廃業率\t目標\t％\t4.5\t4.2\t4.0
\t実績\t\t\t4.4\t集計中
""",
}


@pytest.mark.parametrize("table", PARTS)
def test_a_year_may_hold_targets_and_actuals(table: str, tmp_path: Path) -> None:
    reading = _read(CRANES + PARTS[table], tmp_path)
    document = reading.document
    found = [(each.indicator, each.year, str(each.amount)) for each in document.targets]
    assert sorted(found) == [
        ("廃業率", 2023, "4.2"),
        ("廃業率", 2024, "4.0"),
        ("相談件数", 2023, "110"),
        ("相談件数", 2024, "120"),
    ]
    actuals = [(each.indicator, each.year, str(each.amount or each.state)) for each in document.actuals]
    assert sorted(actuals) == [
        ("廃業率", 2023, "4.4"),
        ("廃業率", 2024, "being-counted"),
        ("相談件数", 2023, "105"),
        ("相談件数", 2024, "not-entered"),
    ]
    assert [text.text for text in document.texts] == ["相談を受けた。", "専門家を増やす。"]
    assert document.judgements == ()
    assert {doubt.code for doubt in reading.doubts} == {"roadmap-span-assumed"}


def test_an_amount_in_another_unit_than_its_indicator_is_a_doubt(tmp_path: Path) -> None:
    reading = _read(LEARNING.replace("約1,100人", "1.1千人"), tmp_path, "paper.csv")
    assert [doubt.quote for doubt in reading.doubts if doubt.code == "unit-differs"] == ["1.1千人"]
