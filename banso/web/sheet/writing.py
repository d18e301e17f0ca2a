"""Writing on a sheet: its texts, saved one by one while people type, and its overall rating."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banso.domain.document import TextKind
from banso.domain.edits import EditRefused
from banso.http import REVISION, based_on, whole_number
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.sheets import fields_of
from banso.services.changing import Done
from banso.services.texts import rate_sheet, write_report
from banso.web.guard import StaffRequest, on_plan
from banso.web.sheet.views import page_or_404

_KINDS = ("achievements", "issues", "remarks", "paragraph")


@require_http_methods(["GET", "POST"])
@on_plan()
def text(request: StaffRequest, plan: Plan, year: int, node: str) -> HttpResponse:
    """Save one text of the sheet (POST), or answer it as it is now (GET, ``at`` names its address)."""
    if request.method == "GET":
        fields = fields_of(document_of(plan), node, year)
        found = [each for kind in fields.values() for each in kind if each.address == request.GET.get("at")]
        if not found:
            raise Http404
        return JsonResponse({"text": found[0].text, "revision": plan.revision})
    kind, order = request.POST.get("kind", ""), request.POST.get("order", "")
    if kind not in _KINDS:
        raise Http404
    done = write_report(
        actor=request.actor,
        plan=plan,
        node=node,
        year=year,
        kind=cast(TextKind, kind),
        heading=request.POST.get("heading") or None,
        order=whole_number(order),
        text=request.POST.get("text", ""),
        based_on=based_on(request),
    )
    return _answer(request, done, plan, year, node, _("文章を保存しました。"))


@require_POST
@on_plan()
def rating(request: StaffRequest, plan: Plan, year: int, node: str) -> HttpResponse:
    """Save the overall rating with its reason, as a draft or confirmed."""
    step = request.POST.get("step", "")
    if step and whole_number(step) is None:
        raise EditRefused(_("総合評価の段階を選び直してください。"))
    confirmed = request.POST.get("stage") == "confirmed"
    done = rate_sheet(
        actor=request.actor,
        plan=plan,
        node=node,
        year=year,
        step=whole_number(step),
        value=request.POST.get("value"),
        reason=request.POST.get("reason"),
        stage="confirmed" if confirmed else "draft",
        based_on=based_on(request),
    )
    said = _("総合評価を確定しました。") if confirmed else _("総合評価を（案）として保存しました。")
    return _answer(request, done, plan, year, node, said)


@require_safe
@on_plan()
def fit(request: StaffRequest, plan: Plan, year: int, node: str) -> HttpResponse:
    """How many lines of the page are free now, as the PDF would be set."""
    page = page_or_404(plan, year, node)
    return JsonResponse({"pages": page.fit.pages, "left": page.fit.left})


def _answer(request: StaffRequest, done: Done, plan: Plan, year: int, node: str, said: str) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch":
        now = timezone.localtime().strftime("%H:%M")
        response: HttpResponse = JsonResponse({"revision": done.plan.revision, "moment": now, "message": said})
    else:
        messages.success(request, said)
        response = redirect("sheet", plan.slug, year, node)
    response[REVISION] = str(done.plan.revision)
    return response
