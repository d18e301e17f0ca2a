"""The plan's own papers come back without a change, as working copies and as bare prints, in every format and year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from banso.domain.document import PlanDocument
from banso.library.demonstration import BODIES, demonstration_plan
from banso.models import Organization, Plan
from banso.queries.forms_of import form_names
from banso.queries.imports import compare
from banso.services.plans import create_plan
from banso.services.policy import Actor
from banso.sheets.forms import FORMS, NothingToPrint
from banso.sheets.reading import read_files

pytestmark = pytest.mark.django_db


@cache
def _document(body: str) -> PlanDocument:
    return demonstration_plan(body)


def _own() -> Iterator[tuple[str, str, str]]:
    for body in BODIES:
        for name in form_names(_document(body)):
            yield from ((body, name, suffix) for suffix in FORMS[name].suffixes if suffix != ".html")


def _foreign() -> Iterator[tuple[str, str, str]]:
    """Forms of other kinds of plan, which the workspace offers as well."""
    for body in BODIES:
        own = form_names(_document(body))
        yield from ((body, form.name, ".xlsx") for form in FORMS.values() if form.of_blocks and form.name not in own)


def _years(document: PlanDocument, name: str, suffix: str) -> tuple[int | None, ...]:
    assert document.first_year is not None
    assert document.last_year is not None
    years = range(document.first_year, document.last_year + 1)
    if not FORMS[name].yearly:
        return (None,)
    return tuple(years) if suffix == ".xlsx" else tuple(years[:2])  # reading a PDF of all sheets takes seconds


@pytest.mark.parametrize(("body", "name", "suffix"), [*_own(), *_foreign()])
def test_an_unedited_paper_of_the_plan_changes_nothing(
    body: str, name: str, suffix: str, actor: Actor, organization: Organization, tmp_path: Path
) -> None:
    document = _document(body)
    plan: Plan = create_plan(actor=actor, organization=organization, document=document).plan
    changes: dict[str, object] = {}
    for year in _years(document, name, suffix):
        for bare in (False, True):
            path = tmp_path / f"{year}-{bare}{suffix}"
            try:
                FORMS[name].write(document, path, year=year, bare=bare)
            except NothingToPrint:
                continue
            reading = read_files([path])
            difference = compare(plan, reading.document, reading.copies, whole=False).difference
            if difference:
                changes[path.name] = [change.address for change in difference.changes][:5]
    assert not changes
