"""The sheet that looks like the paper, its texts, evidence and downloads."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def sheets(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """The sheet that looks like the paper, its texts, evidence and downloads."""
    return show(request, "sheet/page.html", title=_("準備中"), section="sheets", plan=plan, year=year)
