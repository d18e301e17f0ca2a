"""The target table of the real plans: all rows of 004 with their derived totals, flags of 002, the fields of 003."""

from __future__ import annotations

import pytest

from banso.domain.document import PlanDocument
from banso.sheets.blocks.value import Cell, Table
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from banso.sheets.sources.open import read_grids
from banso.sheets.target_table.build import paper_of
from banso.sheets.target_table.read import recognises
from tests.papers import paper

FORM = FORMS["target-table"]


@pytest.fixture(scope="module")
def support() -> PlanDocument:
    return read_files([paper("004")]).document


def rows(document: PlanDocument, year: int | None = None) -> list[list[str]]:
    table = next(block for block in paper_of(document, year).pages[0].blocks if isinstance(block, Table))
    return [[cell.text for cell in row.cells if cell.text] for row in table.rows]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_paper_of_another_form_is_taken_for_a_target_table(number: str) -> None:
    assert recognises(read_grids(paper(number))) == 0


def test_nothing_of_the_plans_targets_is_lost(support: PlanDocument) -> None:
    view = FORM.view(support)
    assert len(view.indicators) == 22
    assert set(map(repr, view.targets)) == set(map(repr, support.targets))
    assert {each.key: (each.name, each.qualifier, each.unit, each.per, each.baseline) for each in view.indicators} == {
        each.key: (each.name, each.qualifier, each.unit, each.per, each.baseline) for each in support.indicators
    }
    assert {(each.node, each.indicator, each.code) for each in view.placements} == {
        (each.node, each.indicator, each.code) for each in support.placements
    }
    known = {node.key: (node.number, node.title, node.parent, node.level) for node in support.nodes}
    assert all(known[node.key] == (node.number, node.title, node.parent, node.level) for node in view.nodes)
    assert FORM.view(view) == view


def test_a_goal_per_business_stands_below_its_own_with_the_total(support: PlanDocument) -> None:
    found = rows(support)
    places = [number for number, row in enumerate(found) if any(text.startswith("└") for text in row)]
    assert [found[number][0] for number in places] == ["└ 成約件数／者", "└ 売上の増加額／者", "└ 売上増加率／者"]
    assert found[places[0] + 1] == ["＝ 成約件数の計（上の二つの行の積）", "件", "5", "5", "5"]
    assert found[places[1] + 1] == ["＝ 売上の増加額の計（上の二つの行の積）", "万円", "75", "75", "75"]
    assert len(found) == places[2] + 1  # a rate times a number is no total


def test_a_year_adds_results_and_flags() -> None:
    document = read_files([paper("002")]).document
    view = FORM.view(document, year=2025)
    assert {(each.indicator, each.value) for each in view.judgements} == {
        (each.indicator, each.value) for each in document.judgements if each.indicator
    }
    assert {(each.indicator, each.amount) for each in view.actuals} == {
        (each.indicator, each.amount) for each in document.actuals
    }


def test_every_figure_has_its_address(support: PlanDocument) -> None:
    table = next(block for block in paper_of(support, 2024).pages[0].blocks if isinstance(block, Table))
    cells: list[Cell] = [cell for row in table.rows[1:] for cell in row.cells]
    addresses = [cell.at for cell in cells if cell.look in ("number", "entry-number")]
    assert None not in addresses
    assert {"target/3-①/2023", "actual/8-①-per/2024", "indicator/7-①-2/baseline"} <= set(addresses)


def test_only_the_asked_part_is_printed(support: PlanDocument) -> None:
    part = FORM.view(support, nodes=("7",))
    assert {each.key for each in part.indicators} == {"7-①", "7-①-2", "7-①-3", "7-①-4", "7-②", "7-③"}
    assert {node.key for node in part.nodes} == {"7", "7-①", "7-②", "7-③"}
