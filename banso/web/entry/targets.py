"""The targets of every year in one grid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from banso.domain.address import split
from banso.domain.amounts import parse_amount
from banso.domain.edits.targets import ROUNDINGS, Rounding, passed_final_targets
from banso.domain.text import nfkc
from banso.domain.years import parse_fiscal_year
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.targets import TargetRows, revisions, targets_page
from banso.services.policy import at, may
from banso.services.results import Saved
from banso.services.targets import fill_targets
from banso.web.entry.saving import Shown, return_address, save_from
from banso.web.entry.views import narrowed
from banso.web.entry.words import script_words, target_choices
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show

_SAID = 5
"""Sentences about indicators without a line; the others are counted."""


@dataclass(frozen=True, slots=True)
class Straight:
    """How straight-line targets are rounded and where they end."""

    step: Decimal | None = None
    rounding: Rounding = "half-up"
    final_year: int | None = None
    overwrite: bool = False

    @classmethod
    def of(cls, data: QueryDict) -> Straight | None:
        """What a form says; None where it is not readable."""
        step, year = nfkc(data.get("step", "")).strip(), nfkc(data.get("final_year", "")).strip()
        rounding = data.get("rounding", "half-up")
        parsed = parse_amount(step).quantity if step else None
        if (step and (parsed is None or parsed.amount is None)) or rounding not in ROUNDINGS:
            return None
        final_year = parse_fiscal_year(year) if year else None
        if year and final_year is None:
            return None
        amount = None if parsed is None else parsed.amount
        return cls(amount, cast(Rounding, rounding), final_year, bool(data.get("overwrite")))


@on_plan()
def targets(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Baselines and targets, narrowed by ``top``, ``owner`` and ``missing`` (no target stated)."""
    wanted = narrowed(request)
    return show(
        request,
        "entry/targets.html",
        title=_("目標の一覧"),
        section="indicators",
        plan=plan,
        page=targets_page(plan, TargetRows(document_of(plan)), wanted),
        wanted=wanted,
        may_enter=may(request.actor, "edit-plan", at(plan)),
        choices=target_choices(),
        words=script_words(),
        roundings=tuple((name, _(word)) for name, word in ROUNDINGS.items()),
        passed=tuple(passed_final_targets(document_of(plan)).values()),
    )


@require_POST
@on_plan("edit-plan")
def save(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Save cells of the grid; a script gets the running totals that change with them."""
    return save_from(request, plan, shown=_shown, back=reverse("targets", args=[plan.slug]))


@require_POST
@on_plan("edit-plan")
def straight(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Targets on straight lines for the rows that are shown (``top``, ``owner``, ``missing``)."""
    back = return_address(request, reverse("targets", args=[plan.slug]))
    form = Straight.of(request.POST)
    if form is None:
        messages.error(request, _("丸める単位と最終目標の年度を、数で入れてください。"))
        return HttpResponseRedirect(back)
    page = targets_page(plan, TargetRows(document_of(plan)), narrowed(request))
    done, filled = fill_targets(
        actor=request.actor,
        plan=plan,
        indicators=[row.name.key for section in page.sections for row in section.rows],
        step=form.step,
        rounding=form.rounding,
        final_year=form.final_year,
        overwrite=form.overwrite,
    )
    count = len(done.difference.changes)
    if count:
        words = ngettext("%(n)s件の目標を直線で入れました。", "%(n)s件の目標を直線で入れました。", count)
        messages.success(request, words % {"n": count})
    for sentence in list(filled.left.values())[:_SAID]:
        messages.info(request, sentence)
    if len(filled.left) > _SAID:
        messages.info(request, _("ほか%(n)s件の指標にも入れていません。") % {"n": len(filled.left) - _SAID})
    return HttpResponseRedirect(back)


def _shown(saved: Saved) -> Shown:
    rows = TargetRows(saved.document)
    addresses = [outcome.address for outcome in saved.outcomes]
    keys = dict.fromkeys(parts[1] for address in addresses if len(parts := split(address)) > 1)
    cells = [cell for key in keys if key in rows.facts for cell in rows.row(key).cells]
    revised = revisions(saved.plan, addresses)
    return Shown(
        {address: rows.text(address) for address in addresses},
        {
            "notes": [{"cell": cell.address, "mark": cell.mark, "notes": list(cell.notes)} for cell in cells],
            "revised": dict(revised),
        },
    )
