"""The sheets of a year, and one sheet that looks like its paper and can be written on."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

import banso.sheets
from banso.models import Plan
from banso.queries.evidence import evidence_at
from banso.queries.history import entries_of
from banso.queries.jobs import latest_jobs
from banso.queries.sheets import SheetPage, actual_address, sheet_page, sheet_states, years_of_sheets
from banso.services.evidence import ACCEPTED
from banso.services.policy import at, may
from banso.services.texts import LONGEST
from banso.web.guard import StaffRequest, on_plan
from banso.web.places import PlaceLinks
from banso.web.shell import show

LATEST = 5
"""Changes of the sheet that its page tells."""

_FORM = Path(banso.sheets.__file__).parent


@require_safe
@on_plan()
def sheets(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The sheets of the year with the state of each (``lacking``: those not whole), and the prints of all of them."""
    require_year(plan, year)
    states = sheet_states(plan, year)
    lacking = bool(request.GET.get("lacking"))
    return show(
        request,
        "sheet/list.html",
        title=_("シート"),
        section="sheets",
        plan=plan,
        year=year,
        states=states,
        shown=[state for state in states if not (lacking and state.whole)],
        lacking=lacking,
        whole=sum(state.whole for state in states),
        confirmed=sum(state.confirmed for state in states),
        jobs=latest_jobs(plan),
    )


@require_safe
@on_plan()
def sheet(request: StaffRequest, plan: Plan, year: int, node: str) -> HttpResponse:
    """One sheet as its paper, with its texts, rating and evidence to work on."""
    page = page_or_404(plan, year, node)
    return show(
        request,
        "sheet/page.html",
        title=page.page.subject,
        section="sheets",
        plan=plan,
        year=year,
        sheet=page,
        groups=evidence_at(plan, page.facts),
        entries=tuple(entries_of(plan, facts=[address for address, _words in page.facts])[:LATEST]),
        style=_style_address(),
        link=PlaceLinks(plan, year).of,
        actual_address=actual_address,
        **abilities(request, plan),
    )


@require_safe
@cache_control(private=True, max_age=31_536_000, immutable=True)
def paper_style(request: HttpRequest) -> HttpResponse:
    """The style of the paper, the same file as in the standalone page."""
    return HttpResponse(_style(), content_type="text/css; charset=utf-8")


def abilities(request: StaffRequest, plan: Plan) -> dict[str, Any]:
    """What the person may do on a sheet, for its templates."""
    return {
        "may_write": may(request.actor, "write-texts", at(plan)),
        "may_attach": may(request.actor, "attach", at(plan)),
        "may_confirm": may(request.actor, "edit-plan", at(plan)),
        "longest": LONGEST,
        "accepted": ACCEPTED,
    }


def require_year(plan: Plan, year: int) -> None:
    """404 for a year that is not open for work."""
    if year not in years_of_sheets(plan):
        raise Http404


def page_or_404(plan: Plan, year: int, node: str) -> SheetPage:
    """The sheet of the node in an open year."""
    require_year(plan, year)
    page = sheet_page(plan, year, node)
    if page is None:
        raise Http404
    return page


@cache
def _style() -> str:
    return "\n".join((_FORM / name).read_text("utf-8") for name in ("paper.css", "progress_sheet/sheet.css"))


@cache
def _style_address() -> str:
    return hashlib.sha256(_style().encode()).hexdigest()[:12]
