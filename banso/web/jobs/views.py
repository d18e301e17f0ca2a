"""Long work: progress, result."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.web.guard import StaffRequest, signed_in
from banso.web.shell import show


@signed_in
def jobs(request: StaffRequest) -> HttpResponse:
    """Long work: progress, result."""
    return show(request, "jobs/page.html", title=_("準備中"), section="jobs")
