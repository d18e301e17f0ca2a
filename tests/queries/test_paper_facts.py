"""A figure of an earlier year stands in its field as the form prints it, whichever calendar the form uses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from banso.domain.address import address_of
from banso.domain.document import Actual, Indicator, PlanDocument
from banso.queries.paper_facts import Facts
from banso.sheets.blocks.value import Cell

ACTUAL = Actual(indicator="1", year=2024, amount=Decimal(266061), reference_year=2021)
FACTS = Facts(PlanDocument(indicators=(Indicator(key="1", name="出荷額"),), actuals=(ACTUAL,)))


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("266,061 (令和3年度)", "266,061 (令和3年度)"),
        ("266,061 (2021年度)", "266,061 (2021年度)"),
        ("266,061 (令和2年度)", "266,061 (2021年度)"),  # the paper shows another fact than the one that is saved
    ],
)
def test_a_field_is_written_as_its_form_prints_it(printed: str, typed: str) -> None:
    address = address_of(ACTUAL)
    assert FACTS.field(Cell(text=printed, at=address), address).text == typed
