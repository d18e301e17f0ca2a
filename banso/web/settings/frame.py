"""What the pages of the settings share: their tabs, and who may change what stands on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.http import based_on
from banso.models import Plan
from banso.services.policy import at, may
from banso.services.settings import Setting
from banso.web.guard import StaffRequest
from banso.web.shell import show


def page(
    request: StaffRequest, plan: Plan, template: str, *, tab: str, title: str, status: int = 200, **values: Any
) -> HttpResponse:
    """Render a page of the settings with its tabs; ``may_set`` tells whether the person may change anything."""
    tabs = [
        (word, reverse(name, args=[plan.slug]), name == tab)
        for name, word in (
            ("settings", _("計画")),
            ("settings_levels", _("階層")),
            ("settings_vocabularies", _("区分")),
            ("settings_rules", _("評価の決まり")),
            ("settings_library", _("決まりの見本")),
            ("settings_years", _("年度")),
            ("settings_people", _("利用者")),
        )
    ]
    return show(
        request,
        template,
        title=title,
        section="settings",
        plan=plan,
        status=status,
        tabs=tabs,
        may_set=may(request.actor, "edit-settings", at(plan)),
        **values,
    )


def setting_of(request: StaffRequest, plan: Plan) -> Setting:
    """Who sets the plan, based on what they saw."""
    return Setting(request.actor, plan, based_on(request), request.POST.get("reason", "").strip())
