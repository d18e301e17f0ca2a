"""The board of a year's 依頼シート, making them, and taking in what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banso.domain.edits import EditRefused
from banso.domain.years import format_fiscal_year
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.requests import board_of
from banso.services.policy import at, may
from banso.services.requests import MOST_RETURNS, Wanted, ask, receive_returns, start_writing
from banso.services.uploads import MAX_BYTES
from banso.web.guard import StaffRequest, on_plan
from banso.web.requests.reminding import reminder
from banso.web.shell import show


@require_safe
@on_plan()
def board(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Who is asked for what, and who has answered."""
    return _page(request, plan, year)


@require_POST
@on_plan("import")
def make(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Note who is asked and start writing their workbooks; the job's page gives the zip."""
    _known_year(plan, year)
    try:
        due = _date(request.POST.get("due", ""))
        standing = {each.name: each.nodes for each in board_of(plan, year, timezone.localdate()).standings}
        wanted = [Wanted(name, standing[name]) for name in request.POST.getlist("who") if name in standing]
        name, node = request.POST.get("name", "").strip(), request.POST.getlist("node")
        if name and node:
            wanted.append(Wanted(name, tuple(node)))
        elif name or node:
            raise EditRefused(_("担当の名前と項目は、両方を入れてください。"))
        asked = ask(
            actor=request.actor,
            plan=plan,
            year=year,
            wanted=wanted,
            due=due,
            contact=request.POST.get("contact", "").strip(),
        )
    except EditRefused as refusal:
        return _page(request, plan, year, error=str(refusal), status=422)
    job = start_writing(actor=request.actor, plan=plan, year=year, requests=asked)
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@require_POST
@on_plan("import")
def collect(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Take in returned files; the import's page shows what they say and asks before anything is written."""
    _known_year(plan, year)
    try:
        record = receive_returns(actor=request.actor, plan=plan, year=year, uploads=request.FILES.getlist("files"))
    except EditRefused as refusal:
        return _page(request, plan, year, upload_error=str(refusal), status=422)
    return HttpResponseRedirect(reverse("import", args=[plan.slug, record.pk]))


def _page(request: StaffRequest, plan: Plan, year: int, *, status: int = 200, **values: Any) -> HttpResponse:
    _known_year(plan, year)
    found = board_of(plan, year, timezone.localdate())
    document = document_of(plan)
    return show(
        request,
        "requests/page.html",
        title=_("依頼シート"),
        section="imports",
        plan=plan,
        year=year,
        status=status,
        board=found,
        done=sum(each.state == "done" for each in found.standings),
        reminder=reminder(plan.title or "", format_fiscal_year(year, "令和5年度"), found),
        nodes=[
            (each.key, " ".join(filter(None, (each.number, each.title or each.text))) or each.key, each.level)
            for each in document.nodes
        ][:500],
        may_import=may(request.actor, "import", at(plan)),
        due=_usual([each.due for each in found.standings if each.due]),
        contact=_usual([each.contact for each in found.standings if each.contact]) or "",
        accept=".xlsx,.xlsm,.csv",
        max_files=MOST_RETURNS,
        max_megabytes=MAX_BYTES // 1024 // 1024,
        **{"error": None, "upload_error": None, **values},
    )


T = TypeVar("T")


def _usual(values: Sequence[T]) -> T | None:
    """What stands at most of the requests already, so that it need not be typed again."""
    return max(dict.fromkeys(values), key=values.count) if values else None


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise EditRefused(_("締切の日付を確かめてください。"))
    return day


def _known_year(plan: Plan, year: int) -> None:
    """A year about which the plan says nothing and which lies outside it has no page."""
    document = document_of(plan)
    inside = (document.first_year or year) <= year <= (document.last_year or year)
    if not inside and year not in {actual.year for actual in document.actuals}:
        raise Http404
