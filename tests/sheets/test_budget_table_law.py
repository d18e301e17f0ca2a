"""The law of the budget table: what is printed is read back as its view, for the real plans and for invented money."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banso.domain.document import Budget, Node, PlanDocument, Text
from banso.domain.money_items import STAGES
from banso.sheets.forms import FORMS, NothingToPrint
from banso.sheets.reading import read_files
from tests.papers import paper
from tests.sheets.progress_plans import words

FORM = FORMS["budget-table"]
LAWS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ITEMS = ("事業費", "国庫支出金", "県支出金", "地方債", "その他", "一般財源", "うち預託金", "従事人員", "概算人件費")
amounts = st.one_of(
    st.builds(lambda number: {"amount": Decimal(number)}, st.integers(-(10**4), 10**7)),
    st.builds(lambda number: {"amount": number}, st.decimals(0, 100, places=2)),
    st.just({"state": "none"}),
)


@st.composite
def budgets_of(draw: st.DrawFn, node: str, years: list[int]) -> list[Budget]:
    found = []
    stage = draw(st.sampled_from(STAGES))
    for year in years:
        for item in draw(st.sets(st.sampled_from(ITEMS))):
            unit = "人" if item == "従事人員" else draw(st.sampled_from(["千円", "千円", "千円", "円"]))
            found.append(Budget(node=node, item=item, year=year, stage=stage, unit=unit, **draw(amounts)))
    return found


@st.composite
def costly_plans(draw: st.DrawFn) -> PlanDocument:
    """Measures with projects and their money in one or two years, and perhaps a table of items beside them."""
    nodes, budgets, texts = [], [], []
    years = draw(st.sampled_from([[2024], [2024, 2025]]))
    for first in range(1, draw(st.integers(1, 3)) + 1):
        measure = f"施策{first}"
        nodes.append(Node(key=measure, level=0, number=measure, title=draw(words)))
        for second in range(1, draw(st.integers(0, 3)) + 1):
            key = f"{first}-{second}"
            nodes.append(Node(key=key, parent=measure, level=1, number=str(second), title=draw(words)))
            budgets += draw(budgets_of(key, years))
            if draw(st.booleans()):
                texts.append(Text(node=key, year=years[-1], kind="remarks", heading="増減理由", text=draw(words)))
    if draw(st.booleans()):
        nodes.append(Node(key="別表3", level=0, number="別表3", title="必要な資金"))
        for item in draw(st.sets(words.filter(lambda text: not text.endswith("計")), min_size=1, max_size=3)):
            for year in years:
                budgets.append(
                    Budget(node="別表3", item=f"{item}経費", year=year, stage="estimate", unit="千円", **draw(amounts))
                )
        texts.append(Text(node="別表3", kind="funding", text=draw(words)))
    return PlanDocument(title="計画", nodes=tuple(nodes), budgets=tuple(budgets), texts=tuple(texts))


def told(budgets: Iterable[Budget]) -> set[Budget]:
    """The amounts with all that belongs to them; a dash has no unit."""
    return {each if each.amount is not None else replace(each, unit=None) for each in budgets}


@LAWS
@given(costly_plans())
@pytest.mark.parametrize("bare", [False, True])
def test_a_workbook_comes_back_as_its_view(bare: bool, document: PlanDocument) -> None:
    for year in (None, 2025):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "事業費.xlsx"
            try:
                FORM.write(document, path, year=year, bare=bare)
            except NothingToPrint:
                continue
            view = FORM.view(document, year=year)
            found = read_files([path], "budget-table").document
            assert told(found.budgets) == told(view.budgets)
            assert found == view
            assert FORM.view(view, year=year) == view
            stated = [each for each in document.budgets if year is None or 0 <= each.year - year <= 1]
            assert told(view.budgets) == told(stated)


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
@pytest.mark.parametrize(("number", "year"), [("004", None), ("003", None), ("003", 2025)])
def test_the_real_plans_come_back(number: str, year: int | None, suffix: str, bare: bool, tmp_path: Path) -> None:
    document = read_files([paper(number)]).document
    path = tmp_path / f"table.{suffix}"
    FORM.write(document, path, year=year, bare=bare)
    reading = read_files([path])
    assert reading.document == FORM.view(document, year=year)
    assert reading.doubts == ()
