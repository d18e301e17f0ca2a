"""What is doubtful in a list is told with its place; what people do to a working copy comes back as they meant it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from banso.domain.document import PlanDocument
from banso.sheets.action_list.build import list_of
from banso.sheets.action_list.excel import write_excel
from banso.sheets.action_list.labels import labels_in, read_remarks
from banso.sheets.action_list.read import read
from banso.sheets.action_list.references import references_in, split_reprise_title
from banso.sheets.form import Reading
from banso.sheets.sources.open import read_grids
from banso.sheets.sources.text import read_text

HEAD = "昇順\t体系分類1コード\t体系分類1\t取組コード\t取組\t取組略称\t区分\t現状\t関連する数値目標\t備考\tR5\tR6\tR7"


def reading(*rows: str) -> Reading:
    return read(read_text("\n".join((HEAD, *rows)).encode(), "list.txt").grids)


@pytest.mark.parametrize(
    ("rows", "code", "line", "address"),
    [
        (["1\t1\t創業\ta\t支援\t支援", "2\t1\t創業の促進\tb\t融資\t融資"], "title-varies", 3, "node/1/title"),
        (["1\t1\t創業\ta\t支援\t支援", "2\t1\t創業\ta\t融資\t融資"], "key-duplicate", 3, "node/1-a"),
        (["1\t1\t創業\ta\t支援\t支援", "3\t1\t創業\tb\t融資\t融資"], "order-gap", 3, "node/1-b"),
        (["1\t1\t創業\ta\t支援（9-zの再掲）\t支援"], "reprise-unresolved", 2, "node/1-a"),
        (["1\t1\t創業\ta\t前計画からの再掲\t支援"], "reprise-unreadable", 2, "node/1-a/reprise_of"),
        (["1\t1\t創業\ta\t支援\t（再掲）"], "reprise-without-original", 2, "node/1-a/reprise_of"),
        (["1\t1\t創業\ta\t支援\t支援", "\t\t\t\t\t\t\t続きの現状"], "row-continued", 3, "node/1-a"),
        (["1\t1\t創業\ta\t支援\t支援", "2\t\t\tb\t融資\t融資"], "level-filled-down", 3, None),
        (
            [
                "1\t1\t創業\ta\t支援\t支援\t\t\t1-1_創業者数（人）",
                "2\t1\t創業\tb\t融資\t融資\t\t\t1-1_新規創業者の数（人）",
            ],
            "indicator-name-varies",
            3,
            "indicator/1-1/name",
        ),
        (
            [
                "1\t1\t創業\ta\t支援\t支援\t\t\t1-1_創業者数（人）",
                "2\t1\t創業\tb\t融資\t融資\t\t\t-\t（関連目標）1-1_観光消費額の増",
            ],
            "related-goal-differs",
            3,
            "node/1-b",
        ),
    ],
)
def test_a_doubt_names_its_place(rows: list[str], code: str, line: int, address: str | None) -> None:
    found = [doubt for doubt in reading(*rows).doubts if doubt.code == code]
    assert [(doubt.where.line, doubt.where.address) for doubt in found] == [(line, address)]
    assert found[0].where.file == "list.txt"


@pytest.mark.parametrize(
    "wish", ["1-1_創業者数の増", "1-1_創業者数の増加", "1-1_創業者数", "1-1_創業者の数の増（市内）"]
)
def test_a_shortened_related_goal_is_no_variant(wish: str) -> None:
    rows = [
        "1\t1\t創業\ta\t支援\t支援\t\t\t1-1_創業者数（人）",
        f"2\t1\t創業\tb\t融資\t融資\t\t\t-\t（関連目標）{wish}",
    ]
    result = reading(*rows)
    assert result.doubts == ()
    assert [(each.indicator, each.role) for each in result.document.placements] == [("1-1", "main"), ("1-1", "related")]


def test_a_cell_that_says_reprise_takes_the_indicator_of_the_original() -> None:
    rows = [
        "1\t1\t創業\ta\t支援\t支援\t新規\t\t1-1_創業者数（人）",
        "2\t1\t創業\tb\t支援（1-aの再掲）\t（再掲）\t（再掲）\t（再掲）\t（再掲）\t（再掲）",
    ]
    result = reading(*rows)
    assert [(each.node, each.indicator) for each in result.document.placements] == [("1-a", "1-1"), ("1-b", "1-1")]
    assert result.document.nodes[-1].inherits == ("title", "status-quo", "remarks", "区分")
    assert [doubt.code for doubt in result.doubts] == ["indicator-inherited"]


def test_remarks_of_a_town_are_no_slipped_roadmap() -> None:
    rows = [
        "1\t1\t創業\ta\t支援\t支援\t\t\t-\t国の補助による\t\t実施",
        "2\t1\t創業\tb\t融資\t融資\t\t\t-\t県と協議中\t検討\t実施",
        "3\t1\t創業\tc\t相談\t相談\t\t\t-\t窓口は市\t実施",
    ]
    result = reading(*rows)
    assert [text.text for text in result.document.texts] == ["国の補助による", "県と協議中", "窓口は市"]
    assert "roadmap-slipped" not in {doubt.code for doubt in result.doubts}


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("2-3_商工会・商工会議所の相談・指導件数（件）", [("2-3", "商工会・商工会議所の相談・指導件数", None, "件")]),
        ("2-1_補助金利用数_デジタル化促進支援（件）", [("2-1", "補助金利用数", "デジタル化促進支援", "件")]),
        ("２－１：補助金利用数（件）", [("2-1", "補助金利用数", None, "件")]),
        ("KPI2-1 補助金利用数(件)", [("2-1", "補助金利用数", None, "件")]),
        ("1-1_創業者数（人）、1-2_相談件数（件）", [("1-1", "創業者数", None, "人"), ("1-2", "相談件数", None, "件")]),
        ("・創業者数（人）\n・相談件数", [(None, "創業者数", None, "人"), (None, "相談件数", None, None)]),
        ("創業塾への\n参加者数（人）", [(None, "創業塾への参加者数", None, "人")]),
        ("①創業者数（人）", [(None, "①創業者数", None, "人")]),
        ("20代の創業者数（人）", [(None, "20代の創業者数", None, "人")]),
        ("-", []),
        ("なし", []),
        ("（再掲）", []),
        ("", []),
    ],
)
def test_indicators_of_a_cell(cell: str, labels: list[tuple[str | None, str, str | None, str | None]]) -> None:
    assert [(each.code, each.name, each.qualifier, each.unit) for each in labels_in(cell)] == labels


@pytest.mark.parametrize(
    ("cell", "text", "reprise", "goals"),
    [
        ("（関連目標） 2-3_相談件数の増 2-4_計画数の増", None, False, ("2-3_相談件数の増", "2-4_計画数の増")),
        ("(関連目標)\n4-5_場の創設（件）", None, False, ("4-5_場の創設（件）",)),
        ("国補助\n（関連目標）4-5_場の創設（件）", "国補助", False, ("4-5_場の創設（件）",)),
        ("関連指標：相談件数、創業者数", None, False, ("相談件数", "創業者数")),
        ("（関連目標）2-3_相談件数の増\n※R6に見直し", "※R6に見直し", False, ("2-3_相談件数の増",)),
        ("関連目標は次回に定める", "関連目標は次回に定める", False, ()),
        ("（再掲）", None, True, ()),
        ("－", None, False, ()),
    ],
)
def test_remarks_are_taken_apart(cell: str, text: str | None, reprise: bool, goals: tuple[str, ...]) -> None:
    remarks = read_remarks(cell)
    assert (remarks.text, remarks.reprise, remarks.goals) == (text, reprise, goals)


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("支援します。（4-1-bで再掲）", [("4-1-b", "forward")]),
        ("促します。（4-①-aに再掲）", [("4-①-a", "forward")]),
        ("（3-①-aの再掲）", [("3-①-a", "back")]),
        ("(2-①のaの再掲)", [("2-①のa", "back")]),
        ("【再掲：2-③-a】", [("2-③-a", "back")]),
        ("方針2施策③取組aの再掲", [("方針2施策③取組a", "back")]),
        ("SNSの再掲", []),
        ("（再掲）", []),
        ("111111111111111の再掲", []),
    ],
)
def test_references_are_read_in_any_style(text: str, references: list[tuple[str, str]]) -> None:
    assert [(each.path, each.direction) for each in references_in(text)] == references


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("売上拡大の支援（デジタル化の支援(再掲)）", ("売上拡大の支援", "デジタル化の支援")),
        ("売上拡大の支援（再掲）", ("売上拡大の支援", None)),
        ("展示会への出展支援（情報提供）", None),
        ("（再掲）", None),
    ],
)
def test_a_title_sheds_what_it_repeats(title: str, parts: tuple[str, str | None] | None) -> None:
    found = split_reprise_title(title)
    assert (None if found is None else (found.title, found.other)) == parts


@pytest.fixture
def working_copy(tmp_path: Path) -> Path:
    rows = [
        "1\t1\t創業\ta\t支援を行う。\t支援\t新規\t\t1-1_創業者数（人）\t\t相談",
        "2\t1\t創業\tb\t融資を行う。\t融資\t継続\t\t-\t\t融資",
        "3\t2\t販路\ta\t出展を助ける。\t出展\t継続\t\t2-1_出展者数（者）\t\t出展",
    ]
    path = tmp_path / "list.xlsx"
    write_excel(list_of(reading(*rows).document), path)
    return path


def edited(path: Path, **cells: str) -> PlanDocument:
    """What is read after a person typed into cells of the working copy."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for name, text in cells.items():
        sheet[name] = text
    book.save(path)
    return read(read_grids(path)).document


def test_a_renumbered_and_renamed_action_keeps_its_key(working_copy: Path) -> None:
    document = edited(working_copy, E4="z", G4="創業の支援")
    assert next((node.key, node.number, node.title) for node in document.nodes if node.level == 1) == (
        "1-a",
        "z",
        "創業の支援",
    )


def test_an_action_typed_below_the_table_is_new(working_copy: Path) -> None:
    document = edited(working_copy, B7="4", C7="2", D7="販路", E7="b", F7="商談会を開く。", G7="商談会")
    assert [(node.key, node.title) for node in document.nodes][-1] == ("2-b", "商談会")


def test_a_copied_row_becomes_an_action_of_its_own(working_copy: Path) -> None:
    document = edited(working_copy, A7="node/2-a", B7="4", C7="2", D7="販路", E7="b", F7="商談会を開く。", G7="商談会")
    assert [node.key for node in document.nodes] == ["1", "1-a", "1-b", "2", "2-a", "2-b"]


def test_old_values_under_merged_cells_are_not_read(tmp_path: Path) -> None:
    rows = ["1\t1\t創業\ta\t支援\t支援\t新規\t\t-\t\t相談", "\t\t\t\t\t\t\t\t\t\t補助"]
    write_excel(list_of(reading(*rows).document), tmp_path / "list.xlsx")
    result = read(read_grids(tmp_path / "list.xlsx"))
    assert [(step.line, step.text) for step in result.document.roadmap] == [(1, "相談"), (2, "補助")]
    assert result.doubts == ()
