"""The plan check and what was set aside."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def check(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The plan check and what was set aside."""
    return show(request, "check/page.html", title=_("準備中"), section="check", plan=plan)
