"""The year's entry grid."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def entry(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The year's entry grid."""
    return show(request, "entry/page.html", title=_("準備中"), section="entry", plan=plan, year=year)
