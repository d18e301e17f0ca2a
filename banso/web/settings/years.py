"""The years of a plan: which are open, and opening the next one after a dry run."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.year_opening import OpeningChoices
from banso.http import based_on, whole_number
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.years import can_propose, next_year, open_years, opening_preview, year_lines
from banso.services.years import open_year
from banso.web.guard import StaffRequest, on_plan
from banso.web.settings.frame import page
from banso.web.shell import choose_year
from banso.web.templating import fiscal_year


@require_GET
@on_plan()
def years(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The years of the plan with their state."""
    document = document_of(plan)
    return page(
        request,
        plan,
        "settings/years.html",
        tab="settings_years",
        title=_("年度"),
        lines=year_lines(plan, document),
        next_year=next_year(document),
        proposed=_lacks_targets(document),
        document=document,
    )


def _lacks_targets(document: PlanDocument) -> int | None:
    """The latest open year, where it lacks targets and the results of the year before allow to propose some."""
    year = max(open_years(document), default=None)
    if year is None or not any(each.year == year and each.state == "not-set" for each in document.targets):
        return None
    return year if can_propose(document, year - 1) else None


@on_plan("edit-settings")
def opening(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The dry run of opening a year; posted, exactly that is done."""
    if not 1900 <= year <= 2200:
        raise Http404
    choices, refused = OpeningChoices(), None
    if request.method == "POST":
        choices = _choices(request)
        try:
            open_year(
                actor=request.actor,
                plan=plan,
                year=year,
                choices=choices,
                shown=request.POST.get("shown", ""),
                based_on=based_on(request),
            )
        except EditRefused as error:
            refused = str(error)
        else:
            choose_year(request, plan, year)
            messages.success(
                request,
                _("%(year)sを開きました。元に戻すときは、履歴の画面でこの操作を取り消してください。")
                % {"year": fiscal_year(year)},
            )
            return redirect("settings_years", plan.slug)
    plan.refresh_from_db()
    document = document_of(plan)
    preview = None
    try:
        preview = opening_preview(document, year, choices)
    except EditRefused as error:
        refused = refused or str(error)
        try:
            preview = opening_preview(document, year, OpeningChoices(choices.left_out))
        except EditRefused:
            preview = None
    return page(
        request,
        plan,
        "settings/open_year.html",
        tab="settings_years",
        title=_("%(year)sを開く") % {"year": fiscal_year(year)},
        status=422 if refused else 200,
        preview=preview,
        opened_year=year,
        refused=refused,
    )


def _choices(request: StaffRequest) -> OpeningChoices:
    """Carried texts come as ``issue`` (all that were shown) and ``carry`` (those still ticked)."""
    data = request.POST
    lengthened = {
        name.removeprefix("until:"): year
        for name, value in data.items()
        if name.startswith("until:") and (year := whole_number(str(value))) is not None
    }
    left_out = frozenset(data.getlist("issue")) - frozenset(data.getlist("carry"))
    return OpeningChoices(left_out, lengthened, copy_money="copy_money" in data)
