"""All plans of a person's organizations in one table: how each stands in its year, what is missing, what expires next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator

from banso.domain.document import PlanDocument
from banso.domain.money import column, costs, money_text
from banso.domain.money_items import STAGES
from banso.models import Plan
from banso.queries.checking import open_counts
from banso.queries.documents import document_of, read_together, remembered
from banso.queries.forms_of import uses_sheets, years_of_papers
from banso.queries.home import Part, Waiting, plan_state
from banso.queries.references import Ending, references_ending
from banso.queries.years import opened_years, usual_year

PER_PAGE = 20
"""Plans on a page: their documents are read together, so a page costs the same however many plans there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """A plan in one year. ``money`` is the cost of the whole in 千円, ``stage`` of which column; "" where there is none.

    ``texts`` counts what is still to be written, ``errors`` and ``warnings`` are open findings of the check,
    ``ending`` the upper plan or vocabulary that ends first.
    """

    plan: Plan
    year: int | None
    results: Waiting
    indicators: Part
    measures: Part
    texts: Waiting
    on_sheets: bool
    money: str
    stage: str
    errors: int
    warnings: int
    ending: Ending | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of rows; ``years`` are those that can be chosen for all plans at once."""

    rows: tuple[Row, ...]
    page: Page[Plan]
    years: tuple[int, ...]


def overview(organizations: Collection[int], number: str | None = None, year: int | None = None) -> Overview:
    """The plans of the organizations, by organization and title; each in ``year`` where it has it, else in its own."""
    plans = Plan.objects.filter(organization__in=list(organizations)).select_related("organization")
    page = Paginator(plans.order_by("organization__name", "title", "pk"), PER_PAGE).get_page(number)
    listed = list(page.object_list)
    read_together(listed)
    findings = open_counts(listed)
    opened = opened_years([plan.pk for plan in listed])
    rows = []
    for plan in listed:
        counts = findings[plan.pk]
        own = year if year in years_of_papers(plan) else usual_year(document_of(plan), opened.get(plan.pk))
        rows.append(_row(plan, own, counts["error"], counts["warning"]))
    years = {each for plan in listed for each in years_of_papers(plan)}
    return Overview(tuple(rows), page, tuple(sorted(years)))


def _row(plan: Plan, year: int | None, errors: int, warnings: int) -> Row:
    document = document_of(plan)
    state = plan_state(plan, year)
    money, stage = remembered(plan, "overview money", year, make=lambda: _money(document, year))
    texts = [waiting for _word, waiting in (*state.texts, *state.papers)]
    return Row(
        plan=plan,
        year=year,
        results=state.results,
        indicators=state.whole,
        measures=state.measures,
        texts=Waiting(sum(each.missing for each in texts), sum(each.total for each in texts)),
        on_sheets=uses_sheets(document),
        money=money,
        stage=stage,
        errors=errors,
        warnings=warnings,
        ending=next(iter(references_ending(document, year)), None),
    )


def _money(document: PlanDocument, year: int | None) -> tuple[str, str]:
    """The cost of the whole plan in the year, from the latest stage that states one."""
    stages = {budget.stage for budget in document.budgets if budget.year == year}
    if year is None or not stages:
        return "", ""
    money = costs(document)
    for stage in ("settlement", "revised", "budget", "estimate"):
        if stage in stages and stage in STAGES:
            amount: Decimal | None = money.sums(None, column(year, stage)).cost.amount
            if amount is not None:
                return money_text(amount), stage
    return "", ""
