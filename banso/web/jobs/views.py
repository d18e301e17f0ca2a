"""Long work: progress, result."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banso.models import Job
from banso.queries.jobs import job_view, jobs_of, result_path
from banso.services.jobs import KEPT_DAYS
from banso.services.policy import Address, may
from banso.services.printing import can_print_again, print_again
from banso.web.guard import StaffRequest, signed_in
from banso.web.shell import fragment, show

PER_PAGE = 50


@require_safe
@signed_in
def jobs(request: StaffRequest) -> HttpResponse:
    """The long work of the person's organizations, latest first."""
    page = Paginator(jobs_of(request.actor.roles), PER_PAGE).get_page(request.GET.get("page"))
    views = [job_view(each) for each in page.object_list]
    return show(request, "jobs/list.html", title=_("長い処理"), section="jobs", page=page, views=views)


@require_safe
@signed_in
def job(request: StaffRequest, pk: int) -> HttpResponse:
    """One job: how far it is, what it made, or why it failed and what to do."""
    found = _job(request, pk)
    return show(request, "jobs/page.html", title=found.title, section="jobs", plan=found.plan, **_values(found))


@require_safe
@signed_in
def state(request: StaffRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while the job runs."""
    return fragment(request, "jobs/state.html", **_values(_job(request, pk)))


@require_safe
@signed_in
def result(request: StaffRequest, pk: int) -> HttpResponse:
    """The file that the job made."""
    found = _job(request, pk)
    path = result_path(found)
    if not found.result or not path.is_file():
        raise Http404
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=found.result_name))


@require_POST
@signed_in
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for the same print once more."""
    started = print_again(actor=request.actor, job=_job(request, pk))
    return redirect("job", started.pk)


def _job(request: StaffRequest, pk: int) -> Job:
    found = Job.objects.select_related("plan__organization", "person").filter(pk=pk).first()
    if found is None or not may(request.actor, "see", Address(found.organization_id, found.plan_id)):
        raise Http404
    return found


def _values(found: Job) -> dict[str, Any]:
    return {"view": job_view(found, alone=True), "again": can_print_again(found), "kept_days": KEPT_DAYS}
