"""Statistical tables: formulas, rates with their rounding, total rows, and the one cell that is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import Column, Table
from banso.domain.statistics import WrongCell, compute, differences, with_computed, wrong_cell

FORMULAS = (None, None, None, "c1-c2", "c3/c2")


def table(*rows: str, total: int | None = None, formulas: tuple[str | None, ...] = FORMULAS) -> Table:
    heads = ("産業", "28年", "24年", "増減", "増減率")
    columns = tuple(Column(path=(head,), formula=each) for head, each in zip(heads, formulas, strict=False))
    return Table(key="表1", columns=columns, rows=tuple(tuple(row.split("|")) for row in rows), total_row=total)


RIGHT = ("農業|12|13|-1|-7.7%", "建設業|590|636|-46|△7.2%", "計|602|649|△47|-7.2%")


def test_a_right_table_has_no_differences() -> None:
    assert differences(table(*RIGHT, total=2)) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("12|13|-1", "12|13|-2", WrongCell(0, 3, Decimal(-2), Decimal(-1))),
        ("-7.7%", "-7.6%", WrongCell(0, 4, Decimal("-7.6"), Decimal("-7.7"))),
    ],
)
def test_one_wrong_cell_is_found(old: str, new: str, expected: WrongCell) -> None:
    wrong = table(*(row.replace(old, new) for row in RIGHT), total=2)
    found = differences(wrong)
    assert found
    assert wrong_cell(wrong, found) == expected


def test_where_several_cells_could_be_wrong_none_is_named() -> None:
    wrong = table("甲|10", "乙|20", "計|31", total=2, formulas=(None, None))
    found = differences(wrong)
    assert [(each.stated, each.computed) for each in found] == [(31, 30)]
    assert wrong_cell(wrong, found) is None


def test_a_tie_is_right_either_way() -> None:
    for rate in ("0.2%", "0.3%"):
        assert differences(table(f"林業|401|400|1|{rate}")) == ()


def test_a_dash_is_zero_and_a_blank_is_nothing() -> None:
    assert differences(table("甲|5|—|5|", "乙||3||", "計|5|3|5|", total=2)) != ()
    assert differences(table("甲|5|—|5|", "計|5|—|5|", total=1)) == ()


def test_columns_are_computed_again() -> None:
    made = with_computed(table("農業|12|13|0|0.0%", "建設業|590|636|0|0.0%", "計|0|0|0|0.0%", total=2))
    assert made.rows == (
        ("農業", "12", "13", "-1", "-7.7%"),
        ("建設業", "590", "636", "-46", "-7.2%"),
        ("計", "602", "649", "-47", "-7.2%"),
    )


@pytest.mark.parametrize(
    ("formula", "decimals", "expected"),
    [
        ("c1+c2", 0, Decimal(15)),
        ("c1-c2", 0, Decimal(5)),
        ("c1/c2*100", 1, Decimal("200.0")),
        ("c1/c2", 0, Decimal(200)),
        ("c1/c3", 0, None),
        ("c9", 0, None),
        ("sum", 0, None),
        (None, 0, None),
    ],
)
def test_formulas(formula: str | None, decimals: int, expected: Decimal | None) -> None:
    assert compute(formula, [None, Decimal(10), Decimal(5), Decimal(0)], decimals) == expected
