"""One box over titles, texts and indicators of all plans a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.queries.search import Found, PlanFound, Results, search_plans, searchable, visible_plans
from banso.services.policy import at, may
from banso.web.guard import StaffRequest, signed_in
from banso.web.places import PlaceLinks
from banso.web.shell import fragment, show

TYPING_EACH, TYPING_LIMIT, TYPING_BUDGET = 6, 12, 0.04
PAGE_EACH, PAGE_LIMIT, PAGE_BUDGET = 30, 120, 0.04
OTHERS = 30
"""Further plans with hits that are named."""
ONE_PLAN = 300
LONGEST = 200
"""Letters of a query that are looked for."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Something found with its page, its history and the address that searches only its plan."""

    found: Found
    page: str


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one plan; ``all_of_it`` is the address of all its hits."""

    plan: Plan
    hits: tuple[Linked, ...]
    more: bool
    all_of_it: str


@signed_in
def search(request: StaffRequest) -> HttpResponse:
    """Everything found, by plan; ``plan`` is searched first, with ``only`` it is searched alone."""
    query, plan = _asked(request)
    only = plan is not None and "only" in request.GET
    plans = (plan,) if only and plan is not None else visible_plans(request.actor.roles, plan)
    each, limit = (ONE_PLAN, ONE_PLAN) if only or len(plans) == 1 else (PAGE_EACH, PAGE_LIMIT)
    results = search_plans(plans, query, each=each, limit=limit, budget=PAGE_BUDGET)
    return show(
        request,
        "search/page.html",
        title=_("検索"),
        section="search",
        plan=plan,
        results=results,
        groups=_groups(results),
        query=query,
        only=only,
        asked=searchable(query),
        others=[(each, _alone(query, each)) for each in results.others[:OTHERS]],
        several=len(plans) > 1 or only,
        again=request.get_full_path(),
    )


@signed_in
def typing(request: StaffRequest) -> HttpResponse:
    """The best few hits for the words typed so far, as options of the search box."""
    query, plan = _asked(request)
    plans = visible_plans(request.actor.roles, plan)
    results = search_plans(plans, query, each=TYPING_EACH, limit=TYPING_LIMIT, budget=TYPING_BUDGET)
    return fragment(
        request,
        "search/options.html",
        results=results,
        groups=_groups(results),
        several=len(plans) > 1,
        everything=f"{reverse('search')}?{_query(query, plan)}",
    )


def _asked(request: StaffRequest) -> tuple[str, Plan | None]:
    """The words and the plan the person works on; a plan of others counts as none."""
    plan = Plan.objects.select_related("organization").filter(slug=request.GET.get("plan", "")).first()
    if plan is not None and not may(request.actor, "see", at(plan)):
        plan = None
    return request.GET.get("q", "").strip()[:LONGEST], plan


def _groups(results: Results) -> tuple[Group, ...]:
    return tuple(_group(each, results.query) for each in results.plans)


def _group(of: PlanFound, query: str) -> Group:
    links = PlaceLinks(of.plan)
    hits = tuple(Linked(found, links.of(found.address)) for found in of.found)
    return Group(of.plan, hits, of.more, _alone(query, of.plan))


def _alone(query: str, plan: Plan) -> str:
    """The address that searches the plan alone."""
    return f"{reverse('search')}?{_query(query, plan)}&only=1"


def _query(query: str, plan: Plan | None) -> str:
    return urlencode({"q": query, **({"plan": plan.slug} if plan else {})})
