"""Tables of targets of other bodies, invented: other headings, years, orders and layouts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.sources.text import grids_of
from banso.sheets.target_table.read import read, recognises


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "町.txt")
    assert recognises(grids) == 2
    return read(grids)


def document(text: str) -> PlanDocument:
    return reading(text).document


def amounts(plan: PlanDocument, key: str) -> list[tuple[int | None, Decimal | None]]:
    return [(each.year, each.amount) for each in plan.targets if each.indicator == key]


CITY = """
みどり市産業振興計画 KPI一覧
基本目標1 商工業の活性化
番号|指標名|単位|基準値（R4）|R5|R6|R7|最終目標
1-1|新規創業者数|人|12|15|18|20|20
1-2|空き店舗率|％|14.2|14.0|13.5|13.0|12.0
基本目標2 観光の振興
2-1|観光入込客数|千人|297|300|305|310|320
"""


def test_headings_codes_and_final_targets() -> None:
    plan = document(
        CITY.replace("基本目標1 商工業の活性化\n", "", 1).replace("1-1|", "基本目標1 商工業の活性化\n1-1|", 1)
    )
    assert plan.title == "みどり市産業振興計画"
    assert [(node.key, node.title) for node in plan.nodes] == [
        ("基本目標1", "商工業の活性化"),
        ("基本目標2", "観光の振興"),
    ]
    assert amounts(plan, "1-1") == [(2023, 15), (2024, 18), (2025, 20), (None, 20)]
    one = {each.key: each for each in plan.indicators}["1-2"]
    assert (one.name, one.unit, one.baseline and one.baseline.amount, one.baseline and one.baseline.year) == (
        "空き店舗率",
        "％",
        Decimal("14.2"),
        2022,
    )
    assert {(each.indicator, each.node) for each in plan.placements} == {
        ("1-1", "基本目標1"),
        ("1-2", "基本目標1"),
        ("2-1", "基本目標2"),
    }


CHAMBER = """
経営支援計画 目標一覧
計画期間：令和6年度～令和8年度
|公表方法|現行|令和6年度|令和7年度|令和8年度
3. 地域の経済動向に関すること
①動向調査の公表回数|HP 掲載|—|4回|4回|4回
②巡回件数||1 2回|1 4回|1 4回|1 5回
5. 販路の開拓に関すること
①展示会の出展者数||3者|5者|5者|5者
成約件数／者||—|1件|1件|2件
"""


def test_units_behind_the_figures_and_broken_numbers() -> None:
    plan = document(CHAMBER)
    assert [(each.key, each.unit, each.per) for each in plan.indicators] == [
        ("3-①", "回", None),
        ("3-②", "回", None),
        ("5-①", "者", None),
        ("5-①-per", "件", "5-①"),
    ]
    assert amounts(plan, "3-②") == [(2024, 14), (2025, 14), (2026, 15)]
    assert plan.first_year == 2024
    assert plan.last_year == 2026
    assert plan.indicators[0].terms == {"公表方法": ("HP掲載",)}
    assert "blank-in-number" in [doubt.code for doubt in reading(CHAMBER).doubts]


def test_a_full_width_paper_is_the_same_paper() -> None:
    wide = CHAMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert [each.key for each in document(wide).indicators] == [each.key for each in document(CHAMBER).indicators]
    assert {each.amount for each in document(wide).targets} == {each.amount for each in document(CHAMBER).targets}


GROUPED = """
２０２４年度 数値目標一覧表
No.|成果指標|単位|現状値|目標値|||実績値|達成率|達成状況
|||2022年度|2024年度|2025年度|2026年度|2024年度||
1|相談件数|件|400|420|440|460|431|102.6%|達成
2|認定事業者数|社|8|10|12|14|7（速報）|70.0%|未達成
3|満足度|%|—|80以上|80以上|85以上|集計中||
"""


def test_two_rows_of_headings_with_results() -> None:
    plan = document(GROUPED)
    assert plan.scope[0].year == 2024
    assert amounts(plan, "1") == [(2024, 420), (2025, 440), (2026, 460)]
    assert [(each.indicator, each.year, each.amount, each.state, each.provisional) for each in plan.actuals] == [
        ("1", 2024, Decimal(431), None, False),
        ("2", 2024, Decimal(7), None, True),
        ("3", 2024, None, "being-counted", False),
    ]
    assert [(each.indicator, each.value) for each in plan.judgements] == [("1", "達成"), ("2", "未達成")]
    assert {each.comparator for each in plan.targets if each.indicator == "3"} == {">="}
    assert plan.indicators[0].baseline is not None
    assert plan.indicators[0].baseline.year == 2022


REVERSED = """
指標一覧
単位|重要業績評価指標（KPI）|担当|令和9年度|令和8年度|現況値
件|事業承継の相談件数|商工課|30|25|11
億円|製造品出荷額等|産業課|1,250|1,230|1,198.4
"""


def test_another_order_of_columns_and_years() -> None:
    plan = document(REVERSED)
    assert [each.name for each in plan.indicators] == ["事業承継の相談件数", "製造品出荷額等"]
    assert sorted(amounts(plan, plan.indicators[1].key)) == [(2026, 1230), (2027, 1250)]
    assert plan.indicators[1].terms == {"担当": ("産業課",)}


BLANKS = """
まちづくり計画 目標指標一覧
指標|単位|当初値|R6|R7
移住者数|人|—|-|30
起業数（累計）|件|2|5 (7)|6 (13)
"""


def test_dashes_blanks_and_brackets() -> None:
    plan = document(BLANKS)
    first = [each for each in plan.targets if each.indicator == plan.indicators[0].key]
    assert [(each.state, each.amount) for each in first] == [("not-set", None), (None, Decimal(30))]
    assert [each.cumulative for each in plan.targets if each.indicator == plan.indicators[1].key] == [7, 13]
    assert plan.indicators[0].baseline is not None
    assert plan.indicators[0].baseline.state == "none"


def test_what_stands_outside_the_table_is_told() -> None:
    told = reading(BLANKS + "※累計は計画期間の数\n")
    assert [(doubt.code, doubt.quote) for doubt in told.doubts] == [("line-skipped", "※累計は計画期間の数")]


@pytest.mark.parametrize(
    "text",
    [
        "目標一覧\n現行の目標は次のとおり。",
        "指標|単位|R6|R7\n移住者数|人|1|2",
        "(2) 目標一覧\n指標|単位|R6|R7\n移住者数|人|1|2",
    ],
)
def test_what_is_no_table_of_targets(text: str) -> None:
    assert recognises(grids_of(text.replace("|", "\t").encode(), "町.txt")) == 0


def test_a_paper_without_rows_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="目標の表"):
        read(grids_of("目標一覧\nなし".encode(), "町.txt"))
