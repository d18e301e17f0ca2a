"""The width of a table on a screen follows from what its columns hold."""

from __future__ import annotations

import pytest

from banso.sheets.blocks.room import STEPS, least_width
from banso.sheets.blocks.value import Cell, Row, Table


def table(*cells: Cell, widths: tuple[float, ...]) -> Table:
    return Table(widths=widths, rows=(Row(cells=cells),), head=0)


@pytest.mark.parametrize(
    ("narrow", "least"),
    [
        (Cell(text="短い"), 32),
        (Cell(text="123,456,789", look="number"), 72),
        (Cell(text="集計中（現在の見込み）", look="entry-number"), 56),
        (Cell(look="entry", at="text/a/2025/review"), 88),
        (Cell(text="文" * 400), 72),
        (Cell(), 24),
    ],
)
def test_a_narrow_column_widens_the_table(narrow: Cell, least: int) -> None:
    """A tenth of the width: figures stay whole, words get a few signs a line, what is only printed wide wraps."""
    assert least_width(table(narrow, Cell(), widths=(10, 90))) == least


def test_a_column_that_stands_upright_and_spans_ask_for_no_room() -> None:
    assert least_width(table(Cell(text="共通戦略", look="label"), Cell(), widths=(4, 96))) == STEPS[0]
    wide = Cell(text="とても長い見出しの文", columns=2)
    assert least_width(table(wide, widths=(10, 90))) == STEPS[0]


def test_no_table_is_wider_than_the_last_step() -> None:
    assert least_width(table(Cell(text="9" * 90, look="number"), widths=(1,))) <= STEPS[-1]
    assert least_width(table(Cell(text="9" * 900, look="number"), Cell(), widths=(1, 99))) == STEPS[-1]
