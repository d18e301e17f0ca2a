"""Tables of targets and of money from other bodies' workbooks, where cells are merged as offices merge them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from banso.domain.document import PlanDocument
from banso.sheets.reading import read_files


def workbook(path: Path, rows: list[list[object]], merged: tuple[str, ...]) -> PlanDocument:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "一覧"
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return read_files([path]).document


def test_targets_under_a_common_heading_with_results(tmp_path: Path) -> None:
    plan = workbook(
        tmp_path / "kpi.xlsx",
        [
            ["令和6年度 産業振興計画 成果指標一覧"],
            ["番号", "指標名", "単位", "現状値\n(R4)", "目標値", None, None, "R6実績", "達成率"],
            [None, None, None, None, "R5", "R6", "R7", None, None],
            ["施策1　商業の振興"],
            [1, "空き店舗の活用数", "件", 3, 4, 5, 6, 7, 1.4],
            [2, "商店街の通行量", "人/日", 1250.5, None, 1300, 1350, None, None],
            ["施策2　工業の振興"],
            [1, "新製品の数", "品", "－", 1, 1, 2, "集計中", None],
        ],
        ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:H3", "I2:I3", "A4:I4", "A7:I7"),
    )
    assert plan.title == "産業振興計画"
    assert [(node.key, node.title) for node in plan.nodes] == [("施策1", "商業の振興"), ("施策2", "工業の振興")]
    assert [(each.name, each.unit) for each in plan.indicators] == [
        ("空き店舗の活用数", "件"),
        ("商店街の通行量", "人/日"),
        ("新製品の数", "品"),
    ]
    first = plan.indicators[0].key
    assert [(each.year, each.amount) for each in plan.targets if each.indicator == first] == [
        (2023, 4),
        (2024, 5),
        (2025, 6),
    ]
    assert [(each.year, each.amount, each.state) for each in plan.actuals] == [
        (2024, 7, None),
        (2024, None, "not-entered"),
        (2024, None, "being-counted"),
    ]
    assert {each.node for each in plan.placements} == {"施策1", "施策2"}


def test_projects_beside_a_merged_measure(tmp_path: Path) -> None:
    plan = workbook(
        tmp_path / "costs.xlsx",
        [
            ["令和7年度 事務事業費一覧（単位：千円）"],
            ["施策", "事業名", "令和6年度決算", None, "令和7年度当初予算", None, "増減"],
            [None, None, "事業費", "うち一般財源", "事業費", "うち一般財源", None],
            ["商業の振興", "空き店舗対策", 1980, 980, 2500, 1200, 520],
            [None, "商店街灯", 0, 0, 300, 300, 300],
            ["工業の振興", "見本市への出展", 1500, 1500, 1600, 1600, 100],
            ["合計", None, 3480, 2480, 4400, 3100, 920],
        ],
        ("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "A4:A5", "A7:B7"),
    )
    assert [(node.title, node.level) for node in plan.nodes] == [
        ("商業の振興", 0),
        ("空き店舗対策", 1),
        ("商店街灯", 1),
        ("工業の振興", 0),
        ("見本市への出展", 1),
    ]
    costs = {(each.node, each.year, each.stage): each.amount for each in plan.budgets if each.item == "事業費"}
    lights = plan.nodes[2].key
    assert costs[lights, 2024, "settlement"] == 0
    assert costs[lights, 2025, "budget"] == 300
    assert {each.unit for each in plan.budgets} == {"千円"}
    assert {each.item for each in plan.budgets} == {"事業費", "うち一般財源"}
