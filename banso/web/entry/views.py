"""The year's entry grid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from banso.domain.address import split
from banso.domain.document import PlanDocument
from banso.models import Plan
from banso.queries.documents import document_in_year, evaluation_of
from banso.queries.entry import PERIODS, EntryRows, Row, entry_page
from banso.queries.grid import Narrowed
from banso.queries.years import open_years
from banso.services.policy import at, may
from banso.services.results import Outcome, Saved, copy_last_year
from banso.web.entry.saving import Shown, answer, return_address, save_from
from banso.web.entry.words import result_choices, script_words
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show
from banso.web.templating import fiscal_year


@on_plan()
def entry(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The year's entry grid, narrowed by ``top``, ``owner`` and ``missing``, with the ``periods`` of the year beside it."""
    document = document_in_year(plan, year)
    _require_year(document, year)
    periods = request.GET.get("periods", "")
    wanted = narrowed(request)
    rows = _rows(plan, year, periods if periods in PERIODS else "")
    return show(
        request,
        "entry/page.html",
        title=_("実績入力（%(year)s）") % {"year": fiscal_year(year)},
        section="entry",
        plan=plan,
        year=year,
        page=entry_page(rows, wanted),
        wanted=wanted,
        chosen_periods=periods,
        is_open=year in open_years(document),
        may_enter=may(request.actor, "enter-results", at(plan)),
        choices=result_choices(),
        words=script_words(),
    )


@require_POST
@on_plan("enter-results")
def save(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Save cells of the grid; a script gets the rates, grades and warnings that change with them."""
    return save_from(
        request,
        plan,
        shown=lambda saved: _shown(saved, year),
        back=reverse("entry", args=[plan.slug, year]),
    )


@require_POST
@on_plan("enter-results")
def copy(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Last year's values into results that are not entered: of one ``indicator``, or of all rows that are shown."""
    one = request.POST.get("indicator")
    rows = _rows(plan, year)
    keys = [one] if one else entry_page(rows, narrowed(request)).copiable
    done = copy_last_year(actor=request.actor, plan=plan, year=year, indicators=keys)
    copied = [change.address for change in done.difference.changes]
    if request.headers.get("X-Requested-With") == "fetch":
        saved = Saved(tuple(Outcome(address, "saved") for address in copied), done.plan, done.document)
        return answer(saved, _shown(saved, year))
    count = len(copied)
    words = ngettext(
        "前年度の値を%(n)s件に複写しました。入れ直すまで「前年度から複写」の印が付きます。",
        "前年度の値を%(n)s件に複写しました。入れ直すまで「前年度から複写」の印が付きます。",
        count,
    )
    messages.success(request, words % {"n": count})
    return HttpResponseRedirect(return_address(request, reverse("entry", args=[plan.slug, year])))


def narrowed(request: StaffRequest) -> Narrowed:
    """What the request wants to see of a grid."""
    values = request.POST if request.method == "POST" else request.GET
    return Narrowed(values.get("top", ""), values.get("owner", ""), bool(values.get("missing")))


def _require_year(document: PlanDocument, year: int) -> None:
    """404 for a year outside the plan that has nothing."""
    first, last = document.first_year, document.last_year
    outside = (first is not None and year < first) or (last is not None and year > last)
    if (outside and year not in open_years(document)) or not 1868 <= year <= 9999:
        raise Http404


def _rows(plan: Plan, year: int, periods: str = "") -> EntryRows:
    return EntryRows(document_in_year(plan, year), evaluation_of(plan, year), year, periods)


def _shown(saved: Saved, year: int) -> Shown:
    """The texts of the cells, and the rows whose rates and warnings change with them."""
    rows = _rows(saved.plan, year)
    addresses = [outcome.address for outcome in saved.outcomes]
    keys = {parts[1] for address in addresses if len(parts := split(address)) > 1}
    related = [rows.row(key) for key in rows.related(keys)]
    count = rows.count()
    return Shown(
        {address: rows.text(address) for address in addresses},
        {
            "entered": count.entered,
            "total": count.total,
            "rows": [_judged(row, rows.rated) for row in related],
            "notes": [
                {"cell": row.actual.address, "mark": row.actual.mark, "notes": row.actual.notes} for row in related
            ],
        },
    )


def _judged(row: Row, rated: bool) -> dict[str, Any]:
    """What a script exchanges in a row: its rate and its grade, and how they are read out."""
    return {
        "key": row.name.key,
        "rate": render_to_string("entry/rate.html", {"row": row}),
        "grade": render_to_string("entry/grade.html", {"row": row, "rated": rated}),
        "spoken": {"rate": row.judged.rate, "grade": row.judged.grade or row.judged.reason},
    }
