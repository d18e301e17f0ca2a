"""One indicator: series, chart, definition, history."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def indicators(request: StaffRequest, plan: Plan) -> HttpResponse:
    """One indicator: series, chart, definition, history."""
    return show(request, "indicator/page.html", title=_("準備中"), section="indicators", plan=plan)
