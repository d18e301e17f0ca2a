"""PDF of other programs: headings right below a table, numbers that a narrow cell cuts in two."""

from __future__ import annotations

import pytest

from banso.sheets.sources.pdf_page import PageTable, PageText, _reading_order
from banso.sheets.sources.pdf_table import RuledTable
from banso.sheets.sources.pdf_text import join_pieces


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("1,20", "0", "1,200"),
        ("3,250,0", "00", "3,250,000"),
        ("1,200", "300", "1,200 300"),
        ("12", "15", "12 15"),
        ("1,2", "ab", "1,2 ab"),
    ],
)
def test_a_number_cut_in_its_cell_is_one_number(above: str, below: str, whole: str) -> None:
    assert join_pieces(above, below, full=True) == whole


def test_a_heading_whose_letters_touch_the_table_above_stands_below_it() -> None:
    upper = PageTable(ruled=table(96.95, 123.05), cells=[], height=1)
    lower = PageTable(ruled=table(148.25, 239.35), cells=[], height=3)
    heading, beside = PageText(parts=["基本目標１"], top=122.0), PageText(parts=["単位"], top=150.0)
    items = sorted([lower, heading, upper, beside], key=_reading_order([upper, lower]))
    assert items == [upper, heading, beside, lower]


def table(top: float, bottom: float) -> RuledTable:
    return RuledTable(boxes=(), rows=1, edges=(84.6, 516.6), x0=84.6, top=top, x1=516.6, bottom=bottom)
