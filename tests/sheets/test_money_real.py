"""The sums of a real project evaluation: what its 27 sheets state adds up, with and without deposits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from banso.domain.money import column, costs
from banso.sheets.reading import read_files

EXPECTED = {
    column(2024, "budget"): ("703801", "93801", "25842", "729643", None),
    column(2025, "estimate"): ("702847", "92847", "25842", "728689", "-954"),
}


def test_the_paper_s_money_adds_up(paper: Callable[[str], Path]) -> None:
    document = read_files([paper("003")]).document
    money = costs(document)
    assert money.columns == tuple(EXPECTED)
    for at, (cost, without, people, full, change) in EXPECTED.items():
        sums = money.sums(None, at)
        assert (sums.cost.counted, sums.cost.missing) == (27, 0)
        found = (sums.cost.amount, sums.without_deposits.amount, sums.personnel.amount, sums.full.amount, sums.change)
        assert found == (Decimal(cost), Decimal(without), Decimal(people), Decimal(full), change and Decimal(change))


@pytest.mark.parametrize(
    ("measure", "cost", "people"), [("施策1", 40289, 8449), ("施策2", 15783, 11482), ("施策3", 647729, 5911)]
)
def test_each_measure_s_money(paper: Callable[[str], Path], measure: str, cost: int, people: int) -> None:
    sums = costs(read_files([paper("003")]).document).sums(measure, column(2024, "budget"))
    assert (sums.cost.amount, sums.personnel.amount) == (Decimal(cost), Decimal(people))


def test_four_costs_change_and_no_other_fund_is_stated(paper: Callable[[str], Path]) -> None:
    money = costs(read_files([paper("003")]).document)
    figures = [money.figures(key, column(2025, "estimate")) for key in money.bearers()]
    changes = {each.node: each.change for each in figures if each.change}
    assert changes == {
        key: Decimal(amount) for key, amount in {"1-7": -159, "1-10": 105, "2-5": -262, "3-7": -638}.items()
    }
    assert {each.unfunded for each in figures} == {Decimal(0)}
