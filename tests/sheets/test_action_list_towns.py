"""Lists of other towns: other columns, orders, names of levels, years and vocabularies, from txt, csv and xlsx."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from banso.domain.document import PlanDocument
from banso.sheets.action_list.build import list_of, view
from banso.sheets.action_list.excel import write_excel
from banso.sheets.action_list.read import read, recognises
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.sources.open import read_grids
from banso.sheets.sources.text import read_text

SHOPS = """○○町　商工業振興ビジョン　アクションプラン一覧
No.\t基本方針\t施策\t事業名\t事業概要\t担当課\t優先度\tKPI\t備考\tR6\tR7\tR8
1\t1 にぎわいのある商店街づくり\t(1) 空き店舗の活用\t① 空き店舗バンク\t情報を集めて公開する。\t産業課\tA\t活用件数（件）\t\t調査\t運用\t
2\t1 にぎわいのある商店街づくり\t(1) 空き店舗の活用\t② 出店補助金\t出店費用を補助する。\t産業課\tA\t新規出店者数（者）\t要綱改正\t補助
3\t1 にぎわいのある商店街づくり\t(2) イベントの開催\t① 朝市\t毎月朝市を開く。\t商工会\tB\t来場者数（人）\t\t\t実施
4\t2 働く場の確保\t(1) 企業誘致\t① 誘致活動\t首都圏で活動する。\t企画課\tA\t-\t\t訪問\t\t協定
"""

LETTERS = """"別紙1","","","","","","","",""
"施策番号","施策名","取組番号","取組名","現状と課題","区分","関連指標","令和6年度
（2024）","令和7年度
（2025）"
"1","創業支援","ア","創業塾の開催","・年1回開催
・定員割れ","継続","創業者数（人）
相談件数（件）","開催",""
"","","イ","創業融資","なし","新規","創業者数（人）","制度設計","運用開始"
"2","販路開拓","ア","展示会への出展","（再掲）","拡充","-","出展",""
"","","イ","創業塾の開催（再掲）","（再掲）","（再掲）","-","開催","→"
"""

FOUR_LEVELS = """番号\t体系\t\t\t取組内容\t位置づけ\t\t数値目標\tロードマップ\t\t\t備考
\t政策\t施策\t基本事業\t\t重点\t新規\t\t2025\t2026\t2027\t
1-1-1-1\t1 産業\t1-1 商業\t1-1-1 商店街\t街路灯をLEDに替える\t◎\t○\tLED化率（％）\t設計\t工事\t\t補助率1/2
1-1-1-2\t1 産業\t1-1 商業\t1-1-1 商店街\t共同販売促進\t\t○\t売上高（百万円）\t実施\t\t\t
1-2-1-1\t1 産業\t1-2 工業\t1-2-1 技術\t技術相談会\t◎\t\t相談件数（件）\t実施\t-\t実施\t
"""

ACTIONS_FIRST = """取組コード\t取組\t体系分類1\t体系分類1コード\tR5\tR6\tR7\tR8\t現状\t関連KPI\t戦略種別
a\t巡回相談\t経営支援\t1\t\t\t実施\t\t実施中\t1-1_相談件数（件）\t共通
b\t専門家派遣\t経営支援\t1\t\t\t派遣\t\t実施中\t1-1_相談件数（件）\t共通
a\tセミナー\t人材\t2\t\t\t開催\t\t未実施\t2-1_受講者数（人）\t独自
"""

WRAPPED = """昇順\t体系分類1コード\t体系分類1\t取組コード\t取組\t取組略称\t現状\t関連する数値目標\t備考\t2023\t2024
1\t1\t創業の
促進\ta\t創業を支援します。\t創業支援\t実施中\t1-1_創業者数（人）\t\t支援\t
2\t1\t創業の促進\tb\t資金を支援します。
（1-aの再掲）\t（再掲）\t（再掲）\t1-1_創業者数（人）\t（再掲）\t融資\t
\t\t\t\t\t\t\t\t\t保証料補給\t
3\t2\t販路\ta\t出展を支援します。\t出展\t-\t2-1_創業者数（人）\t（関連目標）1-1_創業者数の増\t\t出展
"""

BANDS = """第3期地域産業振興計画　行動計画一覧
基本方針1　中小企業の経営力強化
No\t取組\t内容\t主体\tR6\tR7\tR8\tR9\tR10
1\t経営相談\t窓口で相談に応じる\t商工会\t実施\t→\t→\t→\t→
2\tDX支援\t専門家を派遣する\t市\t検討\t実施\t→\t→\t→
基本方針2　担い手の育成
3\t後継者塾\t塾を開く\t商工会議所\t−\t準備\t開講\t→\t→
"""

TICKS = """第2次産業計画　実施計画
【基本方針１】商工業の振興
№\t施策\t取組内容\t実施主体\t令和６年度\t令和７年度\t令和８年度\t備考
1\t販路開拓\t見本市への出展を助ける\t市・商工会\t○\t○\t○\t
2\t人材育成\t研修を開く\t商工会\t\t○\t○\t新規
- 1 -
【基本方針２】観光の振興
№\t施策\t取組内容\t実施主体\t令和６年度\t令和７年度\t令和８年度\t備考
3\t誘客\t宣伝を行う\t観光協会\t○\t○\t\t
合計\t3件\t\t\t\t\t\t
- 2 -
"""

NUMBERED_PATHS = """体系;取組名;取組の概要;進捗管理指標;2024年度;2025年度;2026年度;関係課
1-1-1;空き家活用;空き家を店にする;活用件数(件);調査;実施;;建設課
1-1-2;創業融資;利子を補給する;融資件数(件);実施;;;商工課
"""

PAPERS = {
    "ticks": TICKS,
    "numbered paths": NUMBERED_PATHS,
    "shops": SHOPS,
    "letters": LETTERS,
    "four levels": FOUR_LEVELS,
    "actions first": ACTIONS_FIRST,
    "wrapped": WRAPPED,
    "bands": BANDS,
}


def reading_of(name: str, encoding: str = "utf-8") -> Reading:
    grids = read_text(PAPERS[name].encode(encoding), "list.txt").grids
    assert recognises(grids)
    return read(grids)


def spans(document: PlanDocument, node: str) -> list[tuple[int, str, int, int]]:
    steps = (step for step in document.roadmap if step.node == node)
    return [(step.line, step.text, step.first_year, step.last_year) for step in steps]


@pytest.mark.parametrize(
    ("name", "title", "years", "levels", "keys"),
    [
        (
            "shops",
            "○○町　商工業振興ビジョン",
            (2024, 2026),
            [("基本方針", "1"), ("施策", "(1)"), ("事業", "①")],
            ["1", "1-1", "1-1-①", "1-1-②", "1-2", "1-2-①", "2", "2-1", "2-1-①"],
        ),
        ("letters", None, (2024, 2025), [("施策", "1"), ("取組", "ア")], ["1", "1-ア", "1-イ", "2", "2-ア", "2-イ"]),
        (
            "four levels",
            None,
            (2025, 2027),
            [("政策", "1"), ("施策", "1-1"), ("基本事業", "1-1-1"), ("取組", "1-1-1-1")],
            ["1", "1-1", "1-1-1", "1-1-1-1", "1-1-1-2", "1-2", "1-2-1", "1-2-1-1"],
        ),
        ("actions first", None, (2023, 2026), [("体系分類1", "1"), ("取組", "a")], ["1", "1-a", "1-b", "2", "2-a"]),
        ("wrapped", None, (2023, 2024), [("体系分類1", "1"), ("取組", "a")], ["1", "1-a", "1-b", "2", "2-a"]),
        (
            "ticks",
            "第2次産業計画　実施計画",
            (2024, 2026),
            [("基本方針", "1"), ("施策", None)],
            ["1", "1-販路開拓", "1-人材育成", "2", "2-誘客"],
        ),
        ("numbered paths", None, (2024, 2026), [("取組", "1-1-1")], ["1-1-1", "1-1-2"]),
        (
            "bands",
            "第3期地域産業振興計画",
            (2024, 2028),
            [("基本方針", "1"), ("取組", None)],
            ["1", "1-経営相談", "1-DX支援", "2", "2-後継者塾"],
        ),
    ],
)
def test_the_tree_of_another_town(
    name: str,
    title: str | None,
    years: tuple[int, int],
    levels: list[tuple[str, str | None]],
    keys: list[str],
) -> None:
    document = reading_of(name).document
    assert document.title == title
    assert (document.first_year, document.last_year) == years
    assert [(level.name, level.numbering) for level in document.levels] == levels
    assert [node.key for node in document.nodes] == keys


@pytest.mark.parametrize(
    ("name", "node", "expected"),
    [
        ("shops", "1-1-①", [(1, "調査", 2024, 2024), (1, "運用", 2025, 2026)]),
        ("shops", "1-2-①", [(1, "実施", 2025, 2026)]),
        ("letters", "2-イ", [(1, "開催", 2024, 2025)]),
        ("four levels", "1-1-1-1", [(1, "設計", 2025, 2025), (1, "工事", 2026, 2027)]),
        ("four levels", "1-2-1-1", [(1, "実施", 2025, 2025), (1, "実施", 2027, 2027)]),
        ("actions first", "1-b", [(1, "派遣", 2023, 2026)]),
        ("wrapped", "1-b", [(1, "融資", 2023, 2024), (2, "保証料補給", 2023, 2024)]),
        ("wrapped", "2-a", [(1, "出展", 2024, 2024)]),
        ("bands", "1-DX支援", [(1, "検討", 2024, 2024), (1, "実施", 2025, 2028)]),
        ("ticks", "1-人材育成", [(1, "○", 2025, 2025), (1, "○", 2026, 2026)]),
        ("bands", "2-後継者塾", [(1, "準備", 2025, 2025), (1, "開講", 2026, 2028)]),
    ],
)
def test_the_roadmap_of_another_town(name: str, node: str, expected: list[tuple[int, str, int, int]]) -> None:
    assert spans(reading_of(name).document, node) == expected


@pytest.mark.parametrize(
    ("name", "vocabularies"),
    [
        ("shops", {"優先度": ("A", "B")}),
        ("letters", {"区分": ("継続", "新規", "拡充")}),
        ("four levels", {"重点": ("◎",), "新規": ("○",)}),
        ("actions first", {"戦略種別": ("共通", "独自")}),
        ("bands", {}),
    ],
)
def test_every_other_column_of_short_words_is_a_vocabulary(name: str, vocabularies: dict[str, tuple[str, ...]]) -> None:
    document = reading_of(name).document
    assert {vocabulary.name: vocabulary.terms for vocabulary in document.vocabularies} == vocabularies


def test_texts_owners_and_indicators_find_their_columns() -> None:
    shops, bands = reading_of("shops").document, reading_of("bands").document
    action = next(node for node in shops.nodes if node.key == "1-1-②")
    assert (action.title, action.text, action.owner) == ("出店補助金", "出店費用を補助する。", "産業課")
    assert [(text.node, text.kind, text.text) for text in shops.texts] == [("1-1-②", "remarks", "要綱改正")]
    assert {node.owner for node in bands.nodes if node.owner} == {"商工会", "市", "商工会議所"}
    letters = reading_of("letters").document
    assert [(each.node, each.indicator) for each in letters.placements] == [
        ("1-ア", "創業者数"),
        ("1-ア", "相談件数"),
        ("1-イ", "創業者数"),
    ]


def test_repetitions_are_tied_by_number_or_by_title() -> None:
    letters, wrapped = reading_of("letters").document, reading_of("wrapped").document
    repeated = next(node for node in letters.nodes if node.key == "2-イ")
    assert (repeated.title, repeated.reprise_of, repeated.inherits) == ("創業塾の開催", "1-ア", ("status-quo", "区分"))
    assert {node.key: node.reprise_of for node in wrapped.nodes if node.reprise_of} == {"1-b": "1-a"}
    assert [(each.code, each.role) for each in wrapped.placements if each.node == "2-a"] == [
        ("2-1", "main"),
        ("1-1", "related"),
    ]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("letters", {"level-filled-down", "reprise-without-original", "roadmap-span-assumed"}),
        ("ticks", {"roadmap-span-assumed"}),
        ("actions first", {"roadmap-place-lost"}),
        ("wrapped", {"row-wrapped", "indicator-same", "roadmap-span-assumed"}),
    ],
)
def test_what_was_repaired_is_told(name: str, codes: set[str]) -> None:
    assert {doubt.code for doubt in reading_of(name).doubts} == codes


def test_the_encoding_of_offices_makes_no_difference() -> None:
    assert reading_of("letters", "cp932").document == reading_of("letters").document


@pytest.mark.parametrize("name", list(PAPERS))
def test_a_list_of_another_town_is_printed_in_the_form_and_comes_back(name: str, tmp_path: Path) -> None:
    document = reading_of(name).document
    write_excel(list_of(document), tmp_path / "list.xlsx")
    assert read(read_grids(tmp_path / "list.xlsx")).document == view(document)


def workbook(path: Path, rows: Iterable[list[str]], merged: Iterable[str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def test_merged_cells_of_a_workbook_reach_over_rows_and_years(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "town.xlsx",
        [
            ["みどり町観光戦略　取組一覧表（令和6年4月1日現在）"],
            [],
            ["戦略", "", "施策", "", "取組", "", "現状", "数値目標", *["工程表"], *[""] * 5, "備考"],
            ["番号", "名称", "番号", "名称", "番号", "名称", "", "", "R6", "", "R7", "", "R8", "", ""],
            ["", "", "", "", "", "", "", "", "上期", "下期", "上期", "下期", "上期", "下期", ""],
            [
                "Ⅰ",
                "観光",
                "1",
                "受入",
                "(1)",
                "案内所",
                "未整備",
                "案内所数（か所）",
                "設計",
                "",
                "工事",
                "",
                "運用",
                "",
                "補助",
            ],
            [*[""] * 10, "備品"],
            ["", "", "", "", "(2)", "多言語化", "", "外国人数（人）", "調査", "", "", "", "", "", ""],
            ["", "", "2", "誘客", "(1)", "宣伝", "SNSで発信", "-", "", "", "", "毎年実施", "", "", ""],
            ["※1 暦年の数"],
        ],
        [
            *("A1:O1", "A3:B3", "C3:D3", "E3:F3", "G3:G5", "H3:H5", "I3:N3", "O3:O5"),
            *("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "F4:F5", "I4:J4", "K4:L4", "M4:N4"),
            *("A6:A9", "B6:B9", "C6:C8", "D6:D8", "E6:E7", "F6:F7", "G6:G7", "H6:H7", "O6:O7"),
            *("I6:J6", "K6:L6", "M6:N6", "K7:L7", "I8:N8", "L9:N9", "A10:O10"),
        ],
    )
    reading = read(read_grids(path))
    document = reading.document
    assert reading.doubts == ()
    assert document.title == "みどり町観光戦略"
    assert [node.key for node in document.nodes] == ["Ⅰ", "Ⅰ-1", "Ⅰ-1-1", "Ⅰ-1-2", "Ⅰ-2", "Ⅰ-2-1"]
    assert spans(document, "Ⅰ-1-1") == [
        (1, "設計", 2024, 2024),
        (1, "工事", 2025, 2025),
        (1, "運用", 2026, 2026),
        (2, "備品", 2025, 2025),
    ]
    assert spans(document, "Ⅰ-1-2") == [(1, "調査", 2024, 2026)]
    assert spans(document, "Ⅰ-2-1") == [(1, "毎年実施", 2025, 2026)]
    assert {step.span for step in document.roadmap} == {"stated"}
    assert [(note.mark, note.text) for note in document.notes] == [("※1", "暦年の数")]


def test_each_worksheet_may_hold_one_policy(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, title in enumerate(("基本目標1　稼ぐ力", "基本目標2　ひとづくり")):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = f"目標{number + 1}"
        sheet.append(["〇〇商工会 経営発達計画"])
        sheet.append([title])
        sheet.append(["番号", "取組項目", "担当部署", "関係機関", "評価指標", "令和7年度", "令和8年度"])
        sheet.append(["①", "商談会", "指導課", "県、銀行", "参加者数(人)\n満足度(%)", "実施"])
        sheet.merge_cells("A1:G1")
    book.save(tmp_path / "sheets.xlsx")
    reading = read(read_grids(tmp_path / "sheets.xlsx"))
    assert reading.doubts == ()
    assert [(node.key, node.title) for node in reading.document.nodes] == [
        ("1", "稼ぐ力"),
        ("1-①", "商談会"),
        ("2", "ひとづくり"),
        ("2-①", "商談会"),
    ]
    assert reading.document.nodes[1].partners == ("県", "銀行")
    assert [indicator.key for indicator in reading.document.indicators] == ["参加者数", "満足度"]


def test_a_table_without_the_form_is_refused_in_a_sentence() -> None:
    grids = read_text("品名\t数量\nりんご\t3\n".encode(), "shopping.txt").grids
    assert not recognises(grids)
    with pytest.raises(UnreadablePaper, match=r"「shopping\.txt」に取組一覧の表が見つかりません。.*確かめてください。"):
        read(grids)
