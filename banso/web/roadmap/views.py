"""The roadmap over fiscal years."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def roadmap(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The roadmap over fiscal years."""
    return show(request, "roadmap/page.html", title=_("準備中"), section="roadmap", plan=plan)
