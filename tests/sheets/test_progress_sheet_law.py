"""The law of forms: reading what Banso printed gives what the sheet shows, for plans of any town."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.sheets.form import Reading
from banso.sheets.progress_sheet import read
from banso.sheets.progress_sheet.build import sheets_of, view
from banso.sheets.progress_sheet.excel import write_excel
from banso.sheets.sources.open import read_source
from tests.sheets.progress_plans import towns

LAWS = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def written_and_read(document: PlanDocument, *, bare: bool) -> Reading | None:
    sheets = sheets_of(document, evaluate(document))
    if not sheets:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.xlsx"
        write_excel(sheets, path, bare=bare)
        source = read_source(path)
        assert source.doubts == ()
        assert read.recognises(source.grids) or not any(sheet.rows or sheet.indicators for sheet in sheets)
        return read.read(source.grids)


def differences(one: PlanDocument, other: PlanDocument) -> list[str]:
    return [
        f"{field.name}: {set(map(repr, a)) ^ set(map(repr, b)) if isinstance(a, tuple) and isinstance(b, tuple) else (a, b)}"
        for field in fields(PlanDocument)
        if (a := getattr(one, field.name)) != (b := getattr(other, field.name))
    ]


@LAWS
@given(towns())
def test_a_working_copy_comes_back_as_its_view(document: PlanDocument) -> None:
    reading = written_and_read(document, bare=False)
    if reading is not None:
        assert differences(reading.document, view(document)) == []


@LAWS
@given(towns(plain=True))
def test_a_bare_paper_comes_back_as_its_view(document: PlanDocument) -> None:
    reading = written_and_read(document, bare=True)
    if reading is not None:
        assert differences(reading.document, view(document, bare=True)) == []


@LAWS
@given(towns(plain=True))
def test_the_view_of_plain_plans_keeps_what_the_plan_states(document: PlanDocument) -> None:
    seen = view(document)
    titles = {node.key: (node.title, node.number, node.level) for node in document.nodes}
    assert all(titles[node.key] == (node.title, node.number, node.level) for node in seen.nodes)
    assert {group.key: group.title for group in seen.groups}.items() <= {
        group.key: group.title for group in document.groups
    }.items()
    names = {one.key: (one.name, one.qualifier, one.unit) for one in document.indicators}
    assert all(names[one.key] == (one.name, one.qualifier, one.unit) for one in seen.indicators)
    baselines = {one.key: one.baseline for one in document.indicators}
    assert all(
        baselines[one.key] == one.baseline or one.baseline is None or one.baseline.amount is None
        for one in seen.indicators
    )
    steps = {(step.owner, step.line, step.text, step.first_year, step.last_year) for step in document.roadmap}
    assert {(step.owner, step.line, step.text, step.first_year, step.last_year) for step in seen.roadmap} == steps
    amounts = {(actual.indicator, actual.year): actual.amount for actual in document.actuals}
    assert all(amounts.get((actual.indicator, actual.year)) == actual.amount for actual in seen.actuals)
    overall = {one.node: (one.step, one.stage) for one in document.judgements}
    assert {one.node: (one.step, one.stage) for one in seen.judgements if one.node} == overall


@LAWS
@given(towns())
def test_the_parts_on_the_sheets_are_together_the_view(document: PlanDocument) -> None:
    sheets = sheets_of(document, evaluate(document))
    seen = view(document)
    for name in (
        "nodes",
        "groups",
        "roadmap",
        "indicators",
        "placements",
        "targets",
        "actuals",
        "texts",
        "notes",
        "scope",
    ):
        together = dict.fromkeys(repr(item) for sheet in sheets for item in getattr(sheet.document, name))
        assert list(together) == [repr(item) for item in getattr(seen, name)], name
