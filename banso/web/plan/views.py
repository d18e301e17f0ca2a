"""The plan: its tree, its editing, its targets."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan, signed_in
from banso.web.shell import show


@on_plan()
def plan(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The plan: its tree, its editing, its targets."""
    return show(request, "plan/page.html", title=_("準備中"), section="plan", plan=plan)


@signed_in
def plan_new(request: StaffRequest) -> HttpResponse:
    """Making a plan."""
    return show(request, "plan/page.html", title=_("準備中"), section="plan")
