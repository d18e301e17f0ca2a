"""Papers come in: difference, doubts, confirm, undo."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def imports(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Papers come in: difference, doubts, confirm, undo."""
    return show(request, "imports/page.html", title=_("準備中"), section="imports", plan=plan)
