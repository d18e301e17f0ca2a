"""Targets for next year, proposed from this year's results: each with its method, chosen one by one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.domain.edits.targets import METHODS, Method
from banso.http import based_on
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.target_proposals import proposals_page
from banso.services.policy import at, may, require
from banso.services.targets import Choice, take_proposals
from banso.web.entry.views import narrowed
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show
from banso.web.templating import fiscal_year

_FIELD = "take:"


@on_plan()
def page(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The proposals from the results of ``year``; what is chosen becomes the targets of the year after."""
    if not 1868 <= year <= 9998:
        raise Http404
    if request.method == "POST":
        return _take(request, plan, year)
    return show(
        request,
        "entry/proposals.html",
        title=_("%(year)sの目標案") % {"year": fiscal_year(year + 1)},
        section="indicators",
        plan=plan,
        page=proposals_page(document_of(plan), year, narrowed(request)),
        from_year=year,
        may_enter=may(request.actor, "edit-plan", at(plan)),
    )


def _take(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    require(request.actor, "edit-plan", at(plan))
    choices = [
        Choice(name.removeprefix(_FIELD), cast(Method, value))
        for name, value in request.POST.items()
        if name.startswith(_FIELD) and value in METHODS
    ]
    done = take_proposals(actor=request.actor, plan=plan, year=year, choices=choices, based_on=based_on(request))
    count = len(done.difference.changes)
    if count:
        words = ngettext("%(n)s件の目標を入れました。", "%(n)s件の目標を入れました。", count)
        messages.success(request, words % {"n": count})
    else:
        messages.info(request, _("変わった欄はありません。"))
    return HttpResponseRedirect(reverse("targets", args=[plan.slug]))
