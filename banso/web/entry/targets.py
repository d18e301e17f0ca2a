"""The targets of every year in one grid."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.address import split
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.targets import TargetRows, revisions, targets_page
from banso.services.policy import at, may
from banso.services.results import Saved
from banso.web.entry.saving import Shown, save_from
from banso.web.entry.views import narrowed
from banso.web.entry.words import script_words, target_choices
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


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
    )


@require_POST
@on_plan("edit-plan")
def save(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Save cells of the grid; a script gets the running totals that change with them."""
    return save_from(request, plan, shown=_shown, back=reverse("targets", args=[plan.slug]))


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
