"""Papers come into a plan: hand in, see what they would change, agree, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.edits import EditRefused
from banso.models import Import, Plan
from banso.models.imports import ImportState
from banso.queries.imports import forms_by_file, imports_of, outcome_of, preview
from banso.services.imports import PreviewChanged, apply_import, receive, undo_import
from banso.services.policy import at, may
from banso.services.uploads import MAX_BYTES, MAX_FILES
from banso.web.guard import StaffRequest, on_plan
from banso.web.imports.states import state_of
from banso.web.places import PlaceLinks
from banso.web.shell import show

ACCEPT = ".xlsx,.xlsm,.pdf,.csv,.tsv,.txt,.json"
LIMITS: dict[str, Any] = {"accept": ACCEPT, "max_files": MAX_FILES, "max_megabytes": MAX_BYTES // 1024 // 1024}


@on_plan()
def imports(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The imports of the plan, and where to drop new papers."""
    error = None
    if request.method == "POST":
        try:
            record = receive(
                actor=request.actor,
                organization=plan.organization,
                plan=plan,
                uploads=request.FILES.getlist("files"),
            )
            return HttpResponseRedirect(reverse("import", args=[plan.slug, record.pk]))
        except EditRefused as refusal:
            error = str(refusal)
    return show(
        request,
        "imports/page.html",
        title=_("書面の取り込み"),
        section="imports",
        plan=plan,
        status=200 if error is None else 422,
        records=[(record, state_of(record)) for record in imports_of(plan)],
        may_import=may(request.actor, "import", at(plan)),
        error=error,
        **LIMITS,
    )


@on_plan()
def one(request: StaffRequest, plan: Plan, pk: int) -> HttpResponse:
    """One import: its progress, its difference to decide on, or what it did."""
    return _page(request, plan, _import(plan, pk))


@require_POST
@on_plan("import")
def apply(request: StaffRequest, plan: Plan, pk: int) -> HttpResponse:
    """Take over what is ticked; where the plan has changed meanwhile, show the new difference instead."""
    record = _import(plan, pk)
    try:
        taken = apply_import(
            actor=request.actor,
            record=record,
            wanted=frozenset(name for sent in request.POST.getlist("take") for name in sent.split("\n")),
            seen=request.POST.get("seal", ""),
            reason=request.POST.get("reason", "").strip(),
        )
    except PreviewChanged as changed:
        return _page(request, plan, record, warning=str(changed), status=409)
    except EditRefused as refusal:
        return _page(request, plan, record, warning=str(refusal), status=422)
    if taken.done.entry is None:
        messages.success(request, _("確認を終えました。計画は変わっていません。"))
    else:
        messages.success(request, _("取り込みました。"))
    if taken.held:
        messages.warning(
            request, _("関係する項目が残るため、%(n)s件は取り込まずに残しました。") % {"n": len(taken.held)}
        )
    return HttpResponseRedirect(reverse("import", args=[plan.slug, pk]))


@require_POST
@on_plan("import")
def take_back(request: StaffRequest, plan: Plan, pk: int) -> HttpResponse:
    """Take back what the import wrote, as far as nobody has edited it since."""
    record = _import(plan, pk)
    done = undo_import(actor=request.actor, record=record)
    if done.left:
        messages.warning(
            request,
            _("取り込みを元に戻しました。あとから直された%(n)s件は、そのまま残してあります。") % {"n": len(done.left)},
        )
    else:
        messages.success(request, _("取り込みを元に戻しました。"))
    return HttpResponseRedirect(reverse("import", args=[plan.slug, pk]))


def _page(
    request: StaffRequest, plan: Plan, record: Import, *, warning: str | None = None, status: int = 200
) -> HttpResponse:
    plan.refresh_from_db()
    read = record.state == ImportState.READ
    return show(
        request,
        "imports/one.html",
        title=_("書面の取り込み"),
        section="imports",
        plan=plan,
        status=status,
        record=record,
        state=state_of(record),
        forms=forms_by_file(record),
        preview=preview(record, plan) if read else None,
        outcome=outcome_of(record, plan) if record.state == ImportState.APPLIED else None,
        may_import=may(request.actor, "import", at(plan)),
        may_undo=may(request.actor, "undo", at(plan)) and record.entry is not None and record.entry.number > 1,
        warning=warning,
        place_url=PlaceLinks(plan).of,
    )


def _import(plan: Plan, pk: int) -> Import:
    found = (
        Import.objects.filter(plan=plan, pk=pk)
        .select_related("plan", "job", "person", "organization", "entry", "entry__undone_by")
        .prefetch_related("files")
        .first()
    )
    if found is None:
        raise Http404
    return found
