"""Reading other people's PDF by geometry: rulings, merged cells, bars, line ends, tables over pages."""

from __future__ import annotations

from itertools import pairwise

import pytest

from banso.sheets.sources.pdf_page import Page, PageCell, PageTable
from banso.sheets.sources.pdf_pages import mend_breaks
from banso.sheets.sources.pdf_table import Box, Rule, RuledTable, tables_of
from banso.sheets.sources.pdf_text import Letter, TextLine, join_lines, lines_of

Lines = tuple[list[Rule], list[Rule]]


def ruled(cells: list[tuple[float, float, float, float]]) -> Lines:
    """The lines around cells given as x0, top, x1, bottom."""
    across = [Rule(y, x0, x1) for x0, top, x1, bottom in cells for y in (top, bottom)]
    down = [Rule(x, top, bottom) for x0, top, x1, bottom in cells for x in (x0, x1)]
    return across, down


def shape(table: RuledTable) -> list[tuple[int, int, int, int]]:
    """Row, column, rows and columns of each cell."""
    return [(box.row, box.column, box.rows, box.columns) for box in table.boxes]


HEAD = [(0.0, 0.0, 100.0, 20.0), *[(float(x), 0.0, float(x + 50), 20.0) for x in range(100, 350, 50)]]

TABLES = [
    ("a merged cell covers its years", [(0, 20, 100, 40), (100, 20, 350, 40)], [(1, 0, 1, 1), (1, 1, 1, 5)]),
    (
        "two bars",
        [(0, 20, 100, 40), (100, 20, 200, 40), (200, 20, 350, 40)],
        [(1, 0, 1, 1), (1, 1, 1, 2), (1, 3, 1, 3)],
    ),
    (
        "a bar that ends behind the middle of 2024 covers 2024",
        [(0, 20, 100, 40), (100, 20, 190, 40), (190, 20, 350, 40)],
        [(1, 0, 1, 1), (1, 1, 1, 2), (1, 3, 1, 3)],
    ),
    (
        "a bar that ends before the middle of 2024 does not",
        [(0, 20, 100, 40), (100, 20, 165, 40), (165, 20, 350, 40)],
        [(1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 4)],
    ),
    (
        "a title beside two lines",
        [(0, 20, 100, 60), (100, 20, 350, 40), (100, 40, 350, 60)],
        [(1, 0, 2, 1), (1, 1, 1, 5), (2, 1, 1, 5)],
    ),
    (
        "lines that miss their ruling by a point",
        [(0.8, 20.5, 99.2, 40), (100.9, 19.4, 350.7, 40.6)],
        [(1, 0, 1, 1), (1, 1, 1, 5)],
    ),
]


@pytest.mark.parametrize(("name", "body", "cells"), TABLES, ids=[name for name, _, _ in TABLES])
def test_cells_are_found_between_the_lines(
    name: str, body: list[tuple[float, float, float, float]], cells: list[tuple[int, int, int, int]]
) -> None:
    (table,) = tables_of(*ruled([*HEAD, *body]))
    assert shape(table) == [(0, column, 1, 1) for column in range(6)] + cells


def test_a_column_that_is_divided_below_its_head_makes_two_columns() -> None:
    (table,) = tables_of(
        *ruled([(0, 0, 100, 20), (100, 0, 200, 20), (0, 20, 100, 40), (100, 20, 150, 40), (150, 20, 200, 40)])
    )
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_tables_that_do_not_touch_are_two() -> None:
    tables = tables_of(*ruled([(0, 0, 100, 20), (100, 0, 200, 20), (0, 30, 100, 50), (100, 30, 200, 50)]))
    assert [(table.top, table.bottom) for table in tables] == [(0, 20), (30, 50)]


def test_dashed_rulings_are_lines_and_a_lone_line_is_no_table() -> None:
    dashes = [Rule(20.0, float(x), float(x + 4)) for x in range(0, 200, 6)]
    across, down = ruled([(0, 0, 200, 40)])
    (table,) = tables_of([*across, *dashes], down)
    assert [(box.row, box.rows) for box in table.boxes] == [(0, 1), (1, 1)]
    assert tables_of([Rule(10, 0, 500)], []) == []


def line(text: str, *, row: int, size: float = 10.0, x0: float = 0.0, pitch: float = 1.5) -> TextLine:
    width = sum(size / 2 if letter.isascii() else size for letter in text)
    base = row * pitch * size
    return TextLine(text, x0, x0 + width, base - size, base, base, size)


LINE_ENDS = [
    ("a full line goes on", ["あいうえおかきくけこ", "さしす"], "あいうえおかきくけこさしす"),
    ("a short line ends", ["あいうえお。", "さしす"], "あいうえお。\nさしす"),
    ("a long word had to move down", ["あいうえお", "https://example.jp/x"], "あいうえおhttps://example.jp/x"),
    ("two Latin words keep their blank", ["The quick brown fox", "jumps"], "The quick brown fox jumps"),
    ("a hyphen needs none", ["wwwwwwwwwwwwwwwww-", "known"], "wwwwwwwwwwwwwwwww-known"),
    ("a closing mark may not begin a line", ["あいうえおかきくけ", "こ。さし"], "あいうえおかきくけこ。さし"),
    ("a bullet always begins one", ["あいうえおかきくけこ", "・さしす"], "あいうえおかきくけこ\n・さしす"),
    ("a code always begins one", ["あいうえおかきくけ", "2-4_経営革新計画"], "あいうえおかきくけ\n2-4_経営革新計画"),
    (
        "an opening bracket stays with its word",
        ["あいうえおかきく", "（2-③-aの再掲）"],
        "あいうえおかきく（2-③-aの再掲）",
    ),
]


@pytest.mark.parametrize(("name", "lines", "text"), LINE_ENDS, ids=[name for name, _, _ in LINE_ENDS])
def test_line_ends_of_other_papers_are_guessed_by_what_would_have_fitted(
    name: str, lines: list[str], text: str
) -> None:
    placed = [line(words, row=row) for row, words in enumerate(lines)]
    assert join_lines(placed, 100.0, own=False).text == text


def test_line_ends_of_our_papers_are_read_from_their_leading() -> None:
    steps = [1.3, 1.5, 3.0, 1.3]
    bases = [0.0]
    for step in steps:
        bases.append(bases[-1] + step * 10)
    lines = [
        TextLine(text, 0, 50, base - 9, base, base, 10)
        for text, base in zip(("一 ", "二", "三", "四", "五"), bases, strict=True)
    ]
    assert join_lines(lines, 100.0, own=True).text == "一 二\n三\n\n四五"


def letters(text: str, x0: float, *, size: float = 10.0, base: float = 10.0) -> list[Letter]:
    found = []
    for letter in text:
        width = size / 2 if letter.isascii() else size
        found.append(Letter(letter, x0, x0 + width, base - size, base, base, size))
        x0 += width
    return found


def test_a_gap_between_letters_is_a_blank_and_a_wide_one_parts_them() -> None:
    row = [*letters("AB", 0), *letters("CD", 13), *letters("作成日", 60)]
    assert [each.text for each in lines_of(row)] == ["AB CD 作成日"]
    assert [each.text for each in lines_of(row, apart=3.0)] == ["AB CD", "作成日"]


def test_letters_drawn_twice_for_bold_are_one() -> None:
    row = sorted([*letters("合計", 0), *letters("合計", 0.4)], key=lambda letter: letter.x0)
    assert [each.text for each in lines_of(row)] == ["合計"]


def table(rows: list[list[str]], *, reaches_down: bool = True) -> PageTable:
    columns = len(rows[0])
    edges = tuple(float(100 * column) for column in range(columns + 1))
    boxes, cells = [], []
    for row, texts in enumerate(rows):
        for column, (x0, x1) in enumerate(pairwise(edges)):
            box = Box(x0, row * 20.0, x1, row * 20.0 + 20, row, column, 1, 1)
            boxes.append(box)
            if texts[column]:
                cells.append(PageCell(box, texts[column], full=True, reaches_down=reaches_down))
    ruled_table = RuledTable(tuple(boxes), len(rows), edges, 0, 0, edges[-1], 20.0 * len(rows))
    return PageTable(ruled_table, cells, len(rows))


def pages(above: PageTable, below: PageTable) -> list[Page]:
    return [Page(number, [each], 1, tables=[each]) for number, each in enumerate((above, below), start=1)]


def texts(page: Page) -> list[str]:
    return [cell.text for each in page.tables for cell in each.cells]


def test_a_row_cut_by_the_end_of_a_page_is_put_together() -> None:
    above = table([["番号", "取組", "現状"], ["1", "相談", "巡回指導を行い"]])
    below = table([["番号", "取組", "現状"], ["", "", "ました。"], ["2", "補助", "なし"]])
    both = pages(above, below)
    mend_breaks(both)
    assert texts(both[0]) == ["番号", "取組", "現状", "1", "相談", "巡回指導を行いました。"]
    assert texts(both[1]) == ["番号", "取組", "現状", "2", "補助", "なし"]


@pytest.mark.parametrize(
    ("below", "reaches_down"),
    [
        ([["番号", "取組", "現状"], ["2", "補助", "なし"]], True),
        ([["番号", "取組", "現状"], ["", "補助", "なし"]], False),
        ([["番号", "取組", "結果"], ["", "", "なし"]], True),
    ],
    ids=["a row with its own number", "a row above that ended before the page did", "another table"],
)
def test_a_row_of_its_own_stays_on_its_page(below: list[list[str]], reaches_down: bool) -> None:
    both = pages(table([["番号", "取組", "現状"], ["1", "相談", "巡回"]], reaches_down=reaches_down), table(below))
    before = [texts(page) for page in both]
    mend_breaks(both)
    assert [texts(page) for page in both] == before


def test_a_box_that_goes_on_keeps_one_label() -> None:
    both = pages(table([["課題等"], ["相談が増え"]]), table([["課題等"], ["ている。"]]))
    mend_breaks(both)
    assert (texts(both[0]), texts(both[1])) == (["課題等", "相談が増えている。"], [])
