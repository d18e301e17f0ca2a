"""The money page of a year: a grid of amounts typed as offices type them, and the sums above them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from banso.domain.address import split
from banso.domain.document import PlanDocument
from banso.domain.document_words import VALUE_WORDS
from banso.domain.money import Column, column
from banso.domain.money_items import STAGES
from banso.domain.quantity import STATE_LABELS
from banso.models import Plan
from banso.queries.documents import document_in_year
from banso.queries.money import MoneyRows, figures_of
from banso.services.money import copy_amounts
from banso.services.policy import at, may
from banso.services.results import Saved
from banso.web.entry.saving import Shown, return_address, save_from
from banso.web.entry.views import narrowed
from banso.web.entry.words import Choice, script_words
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show
from banso.web.templating import fiscal_year

_ALL = "all"


@on_plan()
def money(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The year's amounts, narrowed by ``top``, ``owner`` and ``missing``, with ``items=all`` also the items not used yet."""
    document = document_in_year(plan, year)
    _require_year(document, year)
    wanted = narrowed(request)
    every = request.GET.get("items") == _ALL
    rows = MoneyRows(document, year, all_items=every)
    return show(
        request,
        "money/page.html",
        title=_("事業費（%(year)s）") % {"year": fiscal_year(year)},
        section="money",
        plan=plan,
        page=rows.page(wanted),
        year=year,
        years=_years(document, rows),
        wanted=wanted,
        every=every,
        may_enter=may(request.actor, "enter-results", at(plan)),
        stage_words={stage: _(word) for stage, word in VALUE_WORDS["Budget.stage"].items()},
        choices=_choices(),
        words=script_words(),
    )


@require_POST
@on_plan("enter-results")
def save(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Save cells of the grid; a script gets the notes and sums that change with them."""
    return save_from(
        request, plan, shown=lambda saved: _shown(saved, year), back=reverse("money", args=[plan.slug, year])
    )


@require_POST
@on_plan("enter-results")
def copy(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The amounts of one year and stage (``source``: 2025/estimate) into another (``to``), where nothing stands yet."""
    source, to = _column(request.POST.get("source", "")), _column(request.POST.get("to", ""))
    if source is None or to is None:
        return HttpResponseBadRequest()
    done = copy_amounts(actor=request.actor, plan=plan, source=source, to=to)
    count = len(done.difference.changes)
    words = ngettext("%(n)s件の金額を複写しました。", "%(n)s件の金額を複写しました。", count)
    messages.success(request, words % {"n": count})
    return HttpResponseRedirect(return_address(request, reverse("money", args=[plan.slug, year])))


def _shown(saved: Saved, year: int) -> Shown:
    """The texts of the cells, the notes of all rows of their projects, and every sum of the page."""
    # All items: what is typed in a row that is used for the first time is said beside the others of its project.
    rows = MoneyRows(document_in_year(saved.plan, year), year, all_items=True)
    addresses = [outcome.address for outcome in saved.outcomes]
    # A unit cost changes the staff cost of everything below it.
    above = any("人件費" in part for address in addresses for part in split(address)[2:3])
    touched = {parts[1] for address in addresses if len(parts := split(address)) > 1}
    cells = [cell for key in rows.bearers() if above or key in touched for row in rows.rows(key) for cell in row.cells]
    figures = figures_of(rows.sums())
    return Shown(
        {address: rows.text(address) for address in addresses},
        {
            "notes": [{"cell": cell.address, "mark": cell.mark, "notes": list(cell.notes)} for cell in cells],
            "figures": [{"id": name, "text": text, "note": note} for name, (text, note) in figures.items()],
        },
    )


def _years(document: PlanDocument, rows: MoneyRows) -> tuple[int, ...]:
    """The years one can turn to: those of the plan and those with money."""
    years = {each.year for each in rows.money.columns} | {rows.year}
    if document.first_year is not None and document.last_year is not None:
        years |= set(range(document.first_year, document.last_year + 1))
    return tuple(sorted(years))


def _require_year(document: PlanDocument, year: int) -> None:
    """404 for a year that is neither in the plan nor beside it and has no money."""
    first, last = document.first_year, document.last_year
    outside = (first is not None and year < first - 1) or (last is not None and year > last + 1)
    if (outside and all(each.year != year for each in document.budgets)) or not 1868 <= year <= 9999:
        raise Http404


def _column(text: str) -> Column | None:
    year, _slash, stage = text.partition("/")
    if len(year) == 4 and year.isascii() and year.isdecimal():
        return next((column(int(year), each) for each in STAGES if each == stage), None)
    return None


def _choices() -> tuple[Choice, ...]:
    """What an amount can be instead of a number."""
    return (
        Choice("0", _("0（ゼロ円）")),
        *(Choice(STATE_LABELS[state], _(STATE_LABELS[state])) for state in ("being-counted", "not-applicable")),
        Choice("—", _("—（書面のとおり線を引く）")),
        Choice("", _("未入力に戻す")),
    )
