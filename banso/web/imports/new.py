"""Papers that are to make a new plan, and what every import has: progress, reading again, discarding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.edits import EditRefused
from banso.models import Import, Organization
from banso.models.imports import ImportState
from banso.queries.imports import forms_by_file, read_plan, waiting_for_a_plan
from banso.services import imports as deeds
from banso.services.policy import NotAllowed, may, of
from banso.web.guard import StaffRequest, signed_in
from banso.web.imports.states import state_of
from banso.web.imports.views import LIMITS
from banso.web.shell import fragment, show


@signed_in
def papers(request: StaffRequest) -> HttpResponse:
    """Where to drop the papers of a plan that is not in Banso yet."""
    organizations = _organizations(request)
    if not organizations:
        raise NotAllowed(_("計画を作ることは、いまの役割ではできません。事務局に頼んでください。"))
    error = None
    if request.method == "POST":
        chosen = next((each for each in organizations if str(each.pk) == request.POST.get("organization")), None)
        try:
            record = deeds.receive(
                actor=request.actor,
                organization=chosen or organizations[0],
                plan=None,
                uploads=request.FILES.getlist("files"),
            )
            return HttpResponseRedirect(reverse("import_new", args=[record.pk]))
        except EditRefused as refusal:
            error = str(refusal)
    waiting = waiting_for_a_plan([each.pk for each in organizations])
    return show(
        request,
        "imports/new.html",
        title=_("書面から計画を作る"),
        section="home",
        status=200 if error is None else 422,
        organizations=organizations,
        records=[(record, state_of(record)) for record in waiting],
        error=error,
        **LIMITS,
    )


@signed_in
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """What was read of the papers, and the question whether to make a plan of it."""
    return _page(request, _import(request, pk))


@require_POST
@signed_in
def create(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the plan."""
    record = _import(request, pk)
    try:
        done = deeds.create_from_import(
            actor=request.actor,
            record=record,
            title=request.POST.get("title", ""),
            slug=request.POST.get("slug", ""),
        )
    except EditRefused as refusal:
        return _page(request, record, warning=str(refusal), status=422)
    messages.success(request, _("計画を作りました。"))
    return HttpResponseRedirect(reverse("plan", args=[done.plan.slug]))


@signed_in
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The bar of a reading, asked for every second; when it is over, the browser loads the page again."""
    record = _import(request, pk, deed="see")
    state = state_of(record)
    response = fragment(request, "imports/progress.html", record=record, state=state)
    if not state.reading:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@signed_in
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Read the papers once more."""
    record = _import(request, pk)
    deeds.read_again(actor=request.actor, record=record)
    return HttpResponseRedirect(_address(record))


@require_POST
@signed_in
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the import off what waits; the plan stays as it is."""
    record = _import(request, pk)
    deeds.discard(actor=request.actor, record=record)
    messages.success(request, _("取り込みを取りやめました。計画は変わっていません。"))
    back = reverse("imports", args=[record.plan.slug]) if record.plan is not None else reverse("imports_new")
    return HttpResponseRedirect(back)


def _page(request: StaffRequest, record: Import, *, warning: str | None = None, status: int = 200) -> HttpResponse:
    if record.plan is not None:
        return HttpResponseRedirect(_address(record))
    return show(
        request,
        "imports/new_one.html",
        title=_("書面から計画を作る"),
        section="home",
        status=status,
        record=record,
        state=state_of(record),
        forms=forms_by_file(record),
        read=read_plan(record) if record.state == ImportState.READ else None,
        warning=warning,
    )


def _address(record: Import) -> str:
    if record.plan is not None:
        return reverse("import", args=[record.plan.slug, record.pk])
    return reverse("import_new", args=[record.pk])


def _organizations(request: StaffRequest) -> list[Organization]:
    known = Organization.objects.filter(pk__in=list(request.actor.roles)).order_by("name")
    return [each for each in known if may(request.actor, "create-plan", of(each))]


def _import(request: StaffRequest, pk: int, *, deed: str = "import") -> Import:
    """The import where the person may see it; 404 otherwise, 403 where only the deed is not theirs."""
    found = (
        Import.objects.filter(pk=pk, organization__in=list(request.actor.roles))
        .select_related("plan", "job", "person", "organization", "entry", "entry__undone_by")
        .prefetch_related("files")
        .first()
    )
    if found is None:
        raise Http404
    if found.plan is None and deed == "import" and not may(request.actor, "create-plan", of(found.organization)):
        raise NotAllowed(_("計画を作ることは、いまの役割ではできません。事務局に頼んでください。"))
    return found
