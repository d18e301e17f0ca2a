"""Tables of money of other bodies, invented: other headings, stages, orders, units and layouts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.budget_table.read import read, recognises
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.sources.text import grids_of


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "町.txt")
    assert recognises(grids) == 2
    return read(grids)


def document(text: str) -> PlanDocument:
    return reading(text).document


def amounts(plan: PlanDocument, node: str) -> dict[tuple[str, int, str], Decimal | None]:
    return {(each.item, each.year, each.stage): each.amount for each in plan.budgets if each.node == node}


TWO_ROWS = """
みどり市 事務事業費一覧表
（単位：千円）
番号|事業名|令和6年度決算||令和7年度予算||
||事業費|うち一般財源|事業費|うち一般財源|人件費
施策1 商業の振興
1|空き店舗対策|2,000|1,000|2,500|1,200|380
2|商店街灯|—|—|300|300|76
小計||2,000|1,000|2,800|1,500|456
施策2 工業の振興
1|見本市への出展|1,800|1,800|1,500|1,500|760
合計||3,800|2,800|4,300|3,000|1,216
"""


def test_two_rows_of_headings_under_measures() -> None:
    plan = document(TWO_ROWS)
    assert [(node.key, node.parent) for node in plan.nodes] == [
        ("施策1", None),
        ("1-1", "施策1"),
        ("1-2", "施策1"),
        ("施策2", None),
        ("2-1", "施策2"),
    ]
    assert amounts(plan, "1-1") == {
        ("事業費", 2024, "settlement"): 2000,
        ("うち一般財源", 2024, "settlement"): 1000,
        ("事業費", 2025, "budget"): 2500,
        ("うち一般財源", 2025, "budget"): 1200,
        ("人件費", 2025, "budget"): 380,
    }
    assert amounts(plan, "1-2")["事業費", 2024, "settlement"] is None
    assert reading(TWO_ROWS).doubts == ()


def test_a_wrong_sum_is_told_with_both_numbers() -> None:
    told = reading(TWO_ROWS.replace("合計||3,800", "合計||3,900"))
    assert [(doubt.code, doubt.quote) for doubt in told.doubts] == [("total-differs", "3,900")]
    assert "3,900" in told.doubts[0].message
    assert "3,800" in told.doubts[0].message


ONE_ROW = """
２０２５年度 事業別予算一覧
（単位：円）
No.|施策名|事業名称|当初予算額|国庫支出金|県費|町債|その他|一般財源
1|子育ての応援|学童の運営|12,345,000|4,000,000|2,000,000||345,000|6,000,000
2||一時預かり|800,000|||||800,000
3|産業の応援|創業の補助|1,000,000||500,000|||500,000
"""


def test_one_year_named_by_the_title_measures_in_a_column_and_yen() -> None:
    plan = document(ONE_ROW)
    assert [(node.title, node.level) for node in plan.nodes] == [
        ("子育ての応援", 0),
        ("学童の運営", 1),
        ("一時預かり", 1),
        ("産業の応援", 0),
        ("創業の補助", 1),
    ]
    first = plan.nodes[1]
    assert {(item, stage) for item, _, stage in amounts(plan, first.key)} >= {
        ("国庫支出金", "budget"),
        ("県費", "budget"),
        ("一般財源", "budget"),
    }
    assert {each.unit for each in plan.budgets} == {"円"}
    assert {each.year for each in plan.budgets} == {2025}


ITEMS = """
商工会 必要な資金の額及びその調達方法
（単位：千円）
|令和6年度|令和7年度|令和8年度
必要な資金の額|5,000|5,100|5,200
１．調査事業費|1,200|1,200|1,200
２．販路開拓費|3,800|3,900|4,000
調達方法
会費、国補助金、町補助金、手数料
"""


def test_items_by_year_with_their_funding() -> None:
    plan = document(ITEMS)
    assert {(each.item, each.total) for each in plan.budgets} == {
        ("必要な資金の額", True),
        ("調査事業費", False),
        ("販路開拓費", False),
    }
    assert {each.stage for each in plan.budgets} == {"estimate"}
    assert [(each.kind, each.text) for each in plan.texts] == [("funding", "会費、国補助金、町補助金、手数料")]
    assert len({each.node for each in plan.budgets}) == 1


REVERSED = """
総合計画 事業費の推移
項目|2026年度（見込）|2025年度（予算）|2024年度（決算）
道の駅の改修|3 000|2,500|1,980
観光案内板|—|120|0
"""


def test_years_backwards_and_a_number_with_a_blank() -> None:
    plan = document(REVERSED)
    found = {(each.item, each.year, each.stage): (each.amount, each.state) for each in plan.budgets}
    assert found["道の駅の改修", 2026, "estimate"] == (3000, None)
    assert found["観光案内板", 2026, "estimate"] == (None, "none")
    assert found["観光案内板", 2024, "settlement"] == (0, None)
    assert {doubt.code for doubt in reading(REVERSED).doubts} == {"blank-in-number", "unit-assumed"}


STAFF = """
重点プロジェクト 予算一覧（単位：千円）
事業名|R6当初予算 事業費|R6当初予算 従事人員（人）|R6補正後 事業費
移住の相談|450|0.25|500
空き家バンク|90|0.1|90
"""


def test_persons_and_two_stages_of_one_year() -> None:
    plan = document(STAFF)
    first = plan.nodes[0].key
    assert amounts(plan, first) == {
        ("事業費", 2024, "budget"): 450,
        ("従事人員", 2024, "budget"): Decimal("0.25"),
        ("事業費", 2024, "revised"): 500,
    }
    assert {each.unit for each in plan.budgets if each.item == "従事人員"} == {"人"}


def test_a_full_width_paper_is_the_same_paper() -> None:
    wide = TWO_ROWS.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert {each.amount for each in document(wide).budgets} == {each.amount for each in document(TWO_ROWS).budgets}


@pytest.mark.parametrize(
    "text", ["事業費一覧\nこの町の事業費を示す。", "事業名|R6|R7\n祭り|1|2", "6 事業費等の集計\n事業名|R6|R7\n祭り|1|2"]
)
def test_what_is_no_table_of_money(text: str) -> None:
    assert recognises(grids_of(text.replace("|", "\t").encode(), "町.txt")) == 0


def test_a_paper_without_amounts_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="金額の表"):
        read(grids_of("事業費一覧\nなし".encode(), "町.txt"))
