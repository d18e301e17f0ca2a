"""The budget table of the real plans: the projects of 003 with their sums, 別表3 of 004."""

from __future__ import annotations

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.blocks.value import Table
from banso.sheets.budget_table.build import paper_of
from banso.sheets.budget_table.read import recognises
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from banso.sheets.sources.open import read_grids
from tests.papers import paper

FORM = FORMS["budget-table"]


@pytest.fixture(scope="module")
def projects() -> PlanDocument:
    return read_files([paper("003")]).document


def rows(document: PlanDocument, year: int | None = None) -> dict[str, list[str]]:
    table = next(block for block in paper_of(document, year).pages[0].blocks if isinstance(block, Table))
    found = [[cell.text for cell in row.cells if cell.text] for row in table.rows]
    return {row[0]: row[1:] for row in found}


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_paper_of_another_form_is_taken_for_a_budget_table(number: str) -> None:
    assert recognises(read_grids(paper(number))) == 0


def test_all_money_of_the_projects_stands_on_it(projects: PlanDocument) -> None:
    view = FORM.view(projects)
    assert set(map(repr, view.budgets)) == set(map(repr, projects.budgets))
    assert {(node.key, node.parent, node.level) for node in view.nodes} == {
        (node.key, node.parent, node.level) for node in projects.nodes
    }
    assert FORM.view(view) == view


def test_sums_per_measure_and_field_with_and_without_deposits(projects: PlanDocument) -> None:
    found = rows(projects)
    now, later = ["703,801", "703,801", "25,842", "729,643"], ["702,847", "702,847", "25,842", "728,689"]
    assert found["【政策分野12 計】"] == [*now, *later, "△954"]
    assert found["【預託金を除く】"] == ["93,801", "119,643", "92,847", "118,689"]
    assert found["【うち預託金】"] == ["610,000", "610,000"]
    assert found["【施策2 計】"][:3] == ["15,783", "15,783", "11,482"]


def test_items_by_year_where_one_node_has_all_the_money() -> None:
    document = read_files([paper("004")]).document
    found = rows(document)
    assert found["必要な資金の額"] == ["123,330"] * 4
    assert found["経営相談事業費"] == ["81,130"] * 4
    view = FORM.view(document)
    assert set(map(repr, view.budgets)) == set(map(repr, document.budgets))
    assert [text.kind for text in view.texts] == ["funding"]


def test_a_year_shows_that_and_the_next(projects: PlanDocument) -> None:
    assert {each.year for each in FORM.view(projects, year=2024).budgets} == {2024, 2025}
    assert {each.year for each in FORM.view(projects, year=2025).budgets} == {2025}
