"""The law of forms for support plans: reading what was printed gives the view, and the view keeps what the plan states."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from banso.domain.document import PlanDocument
from banso.sheets.blocks.grids import grids_of
from banso.sheets.forms import FORMS
from banso.sheets.sources.open import read_source
from banso.sheets.support_plan import read
from banso.sheets.support_plan.build import paper_of
from tests.sheets.support_plans import plans

FORM = FORMS["support-plan"]


def laws(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def differences(one: PlanDocument, other: PlanDocument) -> list[str]:
    return [
        f"{field.name}: {set(map(repr, a)) ^ set(map(repr, b)) if isinstance(a, tuple) and isinstance(b, tuple) else (a, b)}"
        for field in fields(PlanDocument)
        if (a := getattr(one, field.name)) != (b := getattr(other, field.name))
    ]


def without_keys(document: PlanDocument) -> PlanDocument:
    """Without what only a working copy can know: the keys of bodies."""
    return replace(document, organizations=tuple(replace(one, key=one.name) for one in document.organizations))


def written_and_read(document: PlanDocument, suffix: str, *, bare: bool, year: int | None = None) -> PlanDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{suffix}"
        FORM.write(document, path, bare=bare, year=year)
        grids = read_source(path).grids
        assert read.recognises(grids) == 2
        return read.read(grids).document


@laws(60)
@given(plans())
def test_the_view_of_the_view_is_the_view(document: PlanDocument) -> None:
    seen = FORM.view(document)
    assert differences(FORM.view(seen), seen) == []


@laws(60)
@given(plans(plain=True))
def test_the_view_keeps_what_the_plan_states(document: PlanDocument) -> None:
    seen = FORM.view(document)
    for name in ("organizations", "indicators", "placements", "budgets", "events", "notes"):
        assert getattr(seen, name) == getattr(document, name), name
    assert {node.key: node.title for node in seen.nodes} == {node.key: node.title for node in document.nodes}
    assert {(each.indicator, each.year): each.amount for each in seen.targets} == {
        (each.indicator, each.year): each.amount for each in document.targets
    }
    plain = {text for text in document.texts if text.year is None}
    assert {(text.node, text.kind, text.heading, text.text) for text in seen.texts} == {
        (text.node, text.kind, text.heading, text.text) for text in plain
    }
    assert [(table.key, table.title, table.rows) for table in seen.tables] == [
        (table.key, table.title, table.rows) for table in document.tables
    ]


@laws(40)
@given(plans())
def test_a_working_copy_in_excel_comes_back(document: PlanDocument) -> None:
    assert differences(written_and_read(document, ".xlsx", bare=False), FORM.view(document)) == []


@laws(40)
@given(plans(plain=True))
def test_a_bare_paper_comes_back(document: PlanDocument) -> None:
    seen = read.read(grids_of(paper_of(document), bare=True)).document
    assert differences(seen, without_keys(FORM.view(document))) == []


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf"])
@laws(6)
@given(document=plans(plain=True))
def test_a_bare_file_comes_back(suffix: str, document: PlanDocument) -> None:
    assert differences(written_and_read(document, suffix, bare=True), without_keys(FORM.view(document))) == []


@laws(40)
@given(plans(plain=True))
def test_the_yearly_evaluation_comes_back(document: PlanDocument) -> None:
    year = document.first_year
    if not paper_of(document, year).pages:
        return
    seen = FORM.view(document, year=year)
    assert differences(FORM.view(replace(seen, targets=seen.targets), year=year), seen) == []
    assert differences(written_and_read(document, ".xlsx", bare=False, year=year), seen) == []
    assert differences(read.read(grids_of(paper_of(document, year), bare=True)).document, seen) == []
    stated = {(each.indicator, each.year): each.amount for each in document.actuals}
    assert {(each.indicator, each.year): each.amount for each in seen.actuals} == stated
    words = {(text.node, text.kind): text.text for text in document.texts if text.year == year}
    assert {(text.node, text.kind): text.text for text in seen.texts} == words
    ratings = {each.node: (each.value, each.stage) for each in document.judgements if each.node}
    assert {each.node: (each.value, each.stage) for each in seen.judgements if each.node} == ratings
