"""The law of the form: what Banso prints is read back as the form's view of the plan, nothing more and nothing less."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings

from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.sheets.blocks.grids import grids_of
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from tests.sheets.scorecard_plans import plans

FORM = FORMS["scorecard"]
LAWS = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(LAWS, max_examples=5)


def year_of(plan: PlanDocument) -> int:
    years = [each.year for each in (*plan.actuals, *plan.targets) if each.year is not None]
    assume(years)
    return years[0]


def differences(one: PlanDocument, other: PlanDocument) -> list[str]:
    return [
        f"{field.name}: {set(map(repr, a)) ^ set(map(repr, b)) if isinstance(a, tuple) and isinstance(b, tuple) else (a, b)}"
        for field in fields(PlanDocument)
        if (a := getattr(one, field.name)) != (b := getattr(other, field.name))
    ]


def written_and_read(plan: PlanDocument, suffix: str, *, bare: bool) -> PlanDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"総括表{suffix}"
        assert FORM.write(plan, path, year=year_of(plan), bare=bare) == ()
        return read_files([path]).document


@LAWS
@given(plans())
def test_a_working_copy_comes_back(plan: PlanDocument) -> None:
    assert differences(written_and_read(plan, ".xlsx", bare=False), FORM.view(plan, year=year_of(plan))) == []


@LAWS
@given(plans(foreign=True))
def test_keys_that_are_not_printed_come_back_too(plan: PlanDocument) -> None:
    assert differences(written_and_read(plan, ".xlsx", bare=False), FORM.view(plan, year=year_of(plan))) == []


@LAWS
@given(plans())
def test_a_bare_paper_is_read_by_its_labels(plan: PlanDocument) -> None:
    paper = FORM.paper(plan, year=year_of(plan))
    found = written_and_read(plan, ".xlsx", bare=True)
    assert differences(found, FORM.read(grids_of(paper, bare=True)).document) == []
    view = FORM.view(plan, year=year_of(plan))
    assert [node.title for node in found.nodes] == [node.title for node in view.nodes]
    assert [(each.name, each.unit) for each in found.indicators] == [(each.name, each.unit) for each in view.indicators]
    assert [replace(each, indicator="") for each in found.actuals] == [
        replace(each, indicator="") for each in view.actuals
    ]


@FEW
@given(plans())
def test_a_pdf_comes_back_with_and_without_keys(plan: PlanDocument) -> None:
    assert differences(written_and_read(plan, ".pdf", bare=False), FORM.view(plan, year=year_of(plan))) == []
    found = written_and_read(plan, ".pdf", bare=True)
    bare = FORM.read(grids_of(FORM.paper(plan, year=year_of(plan)), bare=True)).document
    assert [node.title for node in found.nodes] == [node.title for node in bare.nodes]
    assert (found.targets, found.actuals, found.judgements) == (bare.targets, bare.actuals, bare.judgements)


@LAWS
@given(plans())
def test_the_view_shows_every_fact_of_the_year(plan: PlanDocument) -> None:
    """The law would hold for a paper that shows nothing."""
    year = year_of(plan)
    view = FORM.view(plan, year=year)
    placed = {each.indicator for each in plan.placements}
    assert {each.key for each in view.indicators} == placed
    assert {each.indicator: each.amount for each in view.actuals if each.amount is not None} == {
        each.indicator: each.amount for each in plan.actuals if each.amount is not None
    }
    assert {each.indicator for each in view.texts} == {each.indicator for each in plan.texts}
    assert [node.key for node in view.nodes] == [node.key for node in plan.nodes]
    assert [node.terms for node in view.nodes] == [node.terms for node in plan.nodes]
    computed = {each.key: each.achieved for each in evaluate(plan, year).indicators if each.achieved is not None}
    flags = {each.indicator: each.value in ("達成", "○") for each in view.judgements if each.indicator}
    assert flags == computed


@LAWS
@given(plans())
def test_the_view_of_a_view_is_the_view(plan: PlanDocument) -> None:
    view = FORM.view(plan, year=year_of(plan))
    assert differences(FORM.view(view), view) == []
