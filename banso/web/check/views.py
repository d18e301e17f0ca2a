"""The plan check and what was set aside; before handing in, what a sheet still lacks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.edits import EditRefused
from banso.http import whole_number
from banso.models import Plan
from banso.queries.checking import Wanted, check_page, findings_of, readiness, readiness_of_year
from banso.queries.documents import document_of
from banso.queries.years import open_years
from banso.services.checking import dismiss, restore
from banso.services.policy import at, may
from banso.web.guard import StaffRequest, on_plan
from banso.web.places import PlaceLinks
from banso.web.shell import fragment, show


@on_plan()
def check(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Findings by severity; with a year what the sheets lack, with a node and a year what one sheet lacks."""
    year, node = _year(request, plan), request.GET.get("node", "")
    if year is not None:
        return _before_handing_in(request, plan, node, year)
    wanted = Wanted(
        severity=request.GET.get("severity", ""),
        subject=request.GET.get("subject", ""),
        node=node,
        dismissed=request.GET.get("show") == "dismissed",
    )
    return show(
        request,
        "check/page.html",
        title=_("計画の点検"),
        section="check",
        plan=plan,
        page=check_page(plan, wanted),
        wanted=wanted,
        place_url=PlaceLinks(plan).of,
        may_dismiss=may(request.actor, "dismiss", at(plan)),
    )


def _before_handing_in(request: StaffRequest, plan: Plan, node: str, year: int) -> HttpResponse:
    if not node:
        return show(
            request,
            "check/year.html",
            title=_("提出前チェック"),
            section="check",
            plan=plan,
            year=year,
            sheets=readiness_of_year(plan, year),
        )
    found = readiness(plan, node, year)
    if found is None:
        raise Http404
    return show(
        request,
        "check/sheet.html",
        title=_("提出前チェック"),
        section="check",
        plan=plan,
        year=year,
        found=found,
        place_url=PlaceLinks(plan, year).of,
        may_dismiss=may(request.actor, "dismiss", at(plan)),
    )


@require_POST
@on_plan("dismiss")
def set_aside(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Set one finding aside with a reason."""
    code, fact, message = (request.POST.get(name, "") for name in ("code", "fact", "message"))
    known = {(each.code, each.fact, each.message) for each in findings_of(plan)}
    if (code, fact, message) not in known:
        raise EditRefused(_("この指摘は、もうありません。画面を開き直してください。"))
    dismiss(
        actor=request.actor,
        plan=plan,
        code=code,
        fact=fact,
        message=message,
        reason=request.POST.get("reason", ""),
    )
    return _answer(request, plan, (code, fact, message), _("確認済みにしました。"))


@require_POST
@on_plan("dismiss")
def bring_back(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Put a finding back among the others."""
    code, fact, message = (request.POST.get(name, "") for name in ("code", "fact", "message"))
    pk = whole_number(request.POST.get("pk"))
    if pk is not None:
        restore(actor=request.actor, plan=plan, pk=pk)
    return _answer(request, plan, (code, fact, message), _("未確認に戻しました。"))


def _answer(request: StaffRequest, plan: Plan, name: tuple[str, str, str], said: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        found = findings_of(plan)
        finding = next((each for each in found if (each.code, each.fact, each.message) == name), None)
        dismissed = sum(each.dismissal is not None for each in found)
        return fragment(
            request,
            "check/answer.html",
            plan=plan,
            finding=finding,
            said=said,
            open=len(found) - dismissed,
            dismissed=dismissed,
            place_url=PlaceLinks(plan).of,
            may_dismiss=True,
        )
    messages.success(request, said)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("check", args=[plan.slug])
    return HttpResponseRedirect(back)


def _year(request: HttpRequest, plan: Plan) -> int | None:
    named = whole_number(request.GET.get("year"))
    return named if named in open_years(document_of(plan)) else None
