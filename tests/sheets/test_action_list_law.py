"""The law of the form: what Banso prints is read back as the form's view of the plan, nothing more and nothing less."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from banso.domain.document import PlanDocument
from banso.sheets.action_list.build import list_of, view
from banso.sheets.action_list.excel import write_excel
from banso.sheets.action_list.read import read
from banso.sheets.sources.open import read_grids
from tests.papers import paper
from tests.sheets.action_list_plans import foreign_keys, plans

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read_back(document: PlanDocument, bare: bool, nodes: tuple[str, ...] = ()) -> PlanDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_excel(list_of(document, nodes=nodes), path, bare=bare)
        return read(read_grids(path)).document


@pytest.fixture(scope="module")
def kama() -> PlanDocument:
    return read(read_grids(paper("000"))).document


@pytest.mark.parametrize("bare", [False, True])
def test_the_real_list_comes_back(kama: PlanDocument, bare: bool) -> None:
    assert read_back(kama, bare) == view(kama)


@pytest.mark.parametrize("nodes", [("2-③",), ("4", "6-②-i"), ("1-①-a",)])
def test_a_part_of_the_real_list_comes_back(kama: PlanDocument, nodes: tuple[str, ...]) -> None:
    assert read_back(kama, False, nodes) == view(kama, nodes)
    assert view(kama, nodes).scope[0].nodes == nodes


def test_the_view_of_a_view_is_the_view(kama: PlanDocument) -> None:
    assert view(view(kama)) == view(kama)


@SLOW
@given(plans())
def test_generated_plans_come_back(plan: PlanDocument) -> None:
    assert read_back(plan, False) == view(plan)


@SLOW
@given(plans())
def test_generated_plans_come_back_without_keys(plan: PlanDocument) -> None:
    assert read_back(plan, True) == view(plan)


@SLOW
@given(foreign_keys())
def test_keys_that_are_not_printed_come_back_too(plan: PlanDocument) -> None:
    assert read_back(plan, False) == view(plan)
