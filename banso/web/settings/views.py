"""Settings of a plan: levels, vocabularies, rule sets, years."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show


@on_plan()
def settings(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Settings of a plan: levels, vocabularies, rule sets, years."""
    return show(request, "settings/page.html", title=_("準備中"), section="settings", plan=plan)


@on_plan("edit-settings")
def settings_years(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The years of a plan."""
    return show(request, "settings/page.html", title=_("準備中"), section="settings", plan=plan)
