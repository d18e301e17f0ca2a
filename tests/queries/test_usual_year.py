"""The year people look at first is the same on every page: where something was entered or written, or a year was opened."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from banso.domain.document import Actual, PlanDocument, Text
from banso.library.demonstration import BODIES, demonstration_plan
from banso.models import Organization, Person
from banso.queries.documents import document_of
from banso.queries.home import plan_lines
from banso.queries.overview import overview
from banso.queries.years import usual_year, usual_year_of
from banso.services.plans import create_plan
from banso.services.policy import Actor
from banso.services.years import open_year

ENTERED = Actual(indicator="1", year=2024, amount=Decimal(1))
WAITING = Actual(indicator="1", year=2025, state="not-entered")
WRITTEN = Text(node="1", year=2025, kind="issues", text="人手")


@pytest.mark.parametrize(
    ("actuals", "texts", "opened", "year"),
    [
        ((), (), None, 2023),
        ((WAITING,), (), None, 2025),
        ((ENTERED, WAITING), (), None, 2024),
        ((ENTERED, WAITING), (), 2025, 2025),
        ((ENTERED,), (), 2025, 2024),  # the opening was taken back
        ((ENTERED, WAITING), (replace(WRITTEN, text=" "), replace(WRITTEN, kind="remarks")), None, 2024),
        ((ENTERED, WAITING), (WRITTEN,), None, 2025),
    ],
)
def test_a_column_that_waits_is_not_the_year_people_work_on(
    actuals: tuple[Actual, ...], texts: tuple[Text, ...], opened: int | None, year: int
) -> None:
    assert usual_year(PlanDocument(first_year=2023, actuals=actuals, texts=texts), opened) == year


@pytest.mark.django_db
@pytest.mark.parametrize("body", BODIES)
def test_home_and_the_table_of_plans_say_the_same_year(
    body: str, actor: Actor, secretariat: Person, organization: Organization
) -> None:
    plan = create_plan(actor=actor, organization=organization, document=demonstration_plan(body)).plan

    def years() -> set[int | None]:
        plan.refresh_from_db()
        (line,) = plan_lines(secretariat, [organization.pk])
        (row,) = overview([organization.pk]).rows
        return {line.year, row.year, usual_year_of(plan, document_of(plan))}

    assert len(years()) == 1
    if body == "kama":
        open_year(actor=actor, plan=plan, year=2024)
        assert years() == {2024}
