"""The one address that decides for an element in a year (次年度方針 …): who writes texts may, for good who may edit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.edits import EditRefused
from banso.http import based_on, whole_number
from banso.models import Plan
from banso.services import decisions
from banso.web.guard import StaffRequest, on_plan
from banso.web.plan.frame import back_of, home_of, say


@require_POST
@on_plan("write-texts")
def decide(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Store the decision and go back to where the person was, with the element."""
    form = request.POST
    key, year = form.get("key", ""), whole_number(form.get("year"))
    if year is None:
        raise EditRefused(_("決定の年度を選んでください。"))
    done = decisions.decide(
        decisions.Deciding(request.actor, plan, based_on(request)),
        node=key,
        year=year,
        vocabulary=form.get("vocabulary", ""),
        values=form.getlist("value"),
        reason=form.get("why", ""),
        confirmed=form.get("stage") == "confirmed",
    )
    say(request, done)
    return redirect(home_of(plan, back_of(request, plan), key))
