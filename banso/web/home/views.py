"""Home: what waits, what is missing, what changed, how the plan stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.http import whole_number
from banso.models import Organization, Plan
from banso.queries.home import (
    Changes,
    PlanState,
    changes_since_look,
    imports_waiting,
    jobs_of,
    open_findings,
    plan_lines,
    plan_state,
    plans_by_change,
)
from banso.services.looking import look
from banso.services.policy import at, may, of
from banso.web.guard import StaffRequest, on_plan, signed_in
from banso.web.home.tasks import Task, tasks_of
from banso.web.shell import choose_year, show, year_of

DETAILED = 3
"""Plans that home shows with all that waits in them; the others stand in the list of all plans."""

LISTED = 30
"""Plans that the list of all begins with."""


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan on home. ``waiting`` is what this person may do, ``missing`` what others have to."""

    plan: Plan
    year: int | None
    state: PlanState
    waiting: tuple[Task, ...]
    missing: tuple[Task, ...]
    changes: Changes
    may_work: bool
    may_import: bool


@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """The plans worked on last in detail, all plans in a list, and what the person asked for."""
    organizations = list(request.actor.roles)
    plans = plans_by_change(organizations)
    detailed = _detailed(plans, request.session.get("plan"))
    listed = plans if "all" in request.GET else plans[:LISTED]
    lines = plan_lines(request.actor.person, organizations, {*detailed, *listed})
    plan_of = {line.plan.pk: line.plan for line in lines}
    cards = tuple(_card(request, plan_of[key]) for key in detailed if key in plan_of)
    return show(
        request,
        "home/page.html",
        title=_("ホーム"),
        section="home",
        plan=cards[0].plan if cards else None,
        cards=cards,
        lines=tuple(line for line in lines if line.plan.pk in listed) if len(plans) > len(cards) else (),
        plans=len(plans),
        imports=imports_waiting(organizations)[:10],
        jobs=jobs_of(request.actor.person),
        may_create=any(
            may(request.actor, "create-plan", of(each)) for each in Organization.objects.filter(pk__in=organizations)
        ),
        belongs=bool(organizations),
    )


def _detailed(plans: Sequence[int], last: object) -> list[int]:
    """The plan the person was in last, then those changed last."""
    return sorted(plans, key=lambda key: key != last)[:DETAILED]


def _card(request: StaffRequest, plan: Plan) -> PlanCard:
    year = year_of(request, plan)
    state = plan_state(plan, year)
    tasks = tasks_of(plan, year, state, open_findings(plan), request.actor)
    return PlanCard(
        plan=plan,
        year=year,
        state=state,
        waiting=tuple(task for task in tasks if task.mine),
        missing=tuple(task for task in tasks if not task.mine),
        changes=changes_since_look(request.actor.person, plan),
        may_work=may(request.actor, "enter-results", at(plan)),
        may_import=may(request.actor, "import", at(plan)),
    )


@require_POST
@on_plan()
def looked(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The person has seen the changes up to the ``number`` that stood on their page."""
    number = whole_number(request.POST.get("number"))
    look(actor=request.actor, plan=plan, number=plan.revision if number is None else number)
    return redirect(f"{reverse('home')}#plan-{plan.pk}")


_BY_YEAR = ("entry", "sheets", "money")
_OF_PLAN = ("plan", "papers", "roadmap", "indicators", "imports", "check", "history", "settings")


@signed_in
def go(request: StaffRequest) -> HttpResponse:
    """To another plan or year, in the same section of the workspace where that makes sense."""
    plan = Plan.objects.filter(slug=request.GET.get("plan", "")).first()
    if plan is None or not may(request.actor, "see", at(plan)):
        raise Http404
    section, year = request.GET.get("section", ""), request.GET.get("year", "")
    if year.isdecimal() and len(year) == 4:
        choose_year(request, plan, int(year))
    if section in _BY_YEAR:
        chosen = year_of(request, plan)
        return redirect(section, plan.slug, chosen) if chosen is not None else redirect("plan", plan.slug)
    return redirect(section if section in _OF_PLAN else "plan", plan.slug)
