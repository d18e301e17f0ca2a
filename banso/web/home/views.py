"""Home: what waits, what is missing, what changed, how the plan stands."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.services.policy import at, may
from banso.web.guard import StaffRequest, signed_in
from banso.web.shell import show


@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """Home: what waits, what is missing, what changed, how the plan stands."""
    return show(request, "home/page.html", title=_("準備中"), section="home")


_BY_YEAR = ("entry", "sheets")
_OF_PLAN = ("plan", "roadmap", "indicators", "imports", "check", "history", "settings")


@signed_in
def go(request: StaffRequest) -> HttpResponse:
    """To another plan or year, in the same section of the workspace where that makes sense."""
    plan = Plan.objects.filter(slug=request.GET.get("plan", "")).first()
    if plan is None or not may(request.actor, "see", at(plan)):
        raise Http404
    section, year = request.GET.get("section", ""), request.GET.get("year", "")
    if year.isdecimal():
        request.session["year"] = int(year)
        if section in _BY_YEAR:
            return redirect(section, plan.slug, int(year))
    return redirect(section if section in _OF_PLAN else "plan", plan.slug)
