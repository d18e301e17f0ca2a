"""Which columns of money the sheet of a year has: as stated, and moved on where the year is only about to begin."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.document import Budget
from banso.domain.money_items import Stage
from banso.sheets.project_evaluation.money_columns import columns_of


@pytest.mark.parametrize(
    ("stated", "year", "columns"),
    [
        ([], 2024, [(2024, "budget"), (2025, "estimate")]),
        ([(2024, "budget"), (2025, "estimate")], 2024, [(2024, "budget"), (2025, "estimate")]),
        ([(2024, "budget"), (2025, "estimate")], 2025, [(2025, "budget"), (2026, "estimate")]),
        ([(2024, "budget"), (2025, "estimate")], 2026, [(2026, "budget"), (2027, "estimate")]),
        ([(2023, "settlement"), (2024, "budget")], 2025, [(2024, "settlement"), (2025, "budget")]),
        ([(2023, "settlement"), (2024, "estimate")], 2024, [(2023, "settlement"), (2024, "estimate")]),
        ([(2024, "budget"), (2025, "budget")], 2025, [(2024, "budget"), (2025, "budget")]),
        ([(2025, "estimate")], 2025, [(2025, "estimate")]),
    ],
)
def test_the_columns_of_a_year(stated: list[tuple[int, Stage]], year: int, columns: list[tuple[int, Stage]]) -> None:
    budgets = [
        Budget(node="1", year=of_year, stage=stage, item="事業費", amount=Decimal(5), unit="千円")
        for of_year, stage in stated
    ]
    assert [(each.year, each.stage) for each in columns_of(budgets, year)] == columns
