"""Settings of a plan: the plan itself, its levels, the people who work on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.domain.document import Level
from banso.domain.edits import EditRefused
from banso.domain.edits.tree import MAX_LEVELS
from banso.domain.numbering import format_number
from banso.domain.years import parse_fiscal_year
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.settings import level_counts, members_of
from banso.services import settings as deeds
from banso.web.guard import StaffRequest, on_plan
from banso.web.settings.frame import page, setting_of
from banso.web.settings.words import plan_kinds
from banso.web.shell import fragment

STYLES = ("1", "①", "a", "(1)", "1-1", "A", "ア", "Ⅰ", "一", "❶")
"""Styles of numbering that are offered; any other that can be counted may be typed."""

_FIELDS = ("title", "kind", "first_year", "last_year")


@on_plan()
def settings(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Title, kind and period of the plan."""
    document = document_of(plan)
    values = {name: str(getattr(document, name) or "") for name in _FIELDS}
    errors: dict[str, str] = {}
    refused = None
    if request.method == "POST":
        values = {name: request.POST.get(name, "").strip() for name in _FIELDS}
        # Only what the person changed is asked for, so that two people's changes of different fields both stand.
        asked = {name: value for name, value in values.items() if value != request.POST.get(f"was_{name}", "")}
        fields: dict[str, object] = {}
        for name, value in asked.items():
            if name == "title":
                fields[name] = value
            elif name == "kind":
                if value and value not in dict(plan_kinds()):
                    errors[name] = _("一覧から選び直してください。")
                fields[name] = value or None
            else:
                year = parse_fiscal_year(f"{value}年度" if value.isdigit() and len(value) < 3 else value)
                if value and (year is None or not 1900 <= year <= 2200):
                    errors[name] = _("年度として読めません。「2023」や「令和5年度」のように入れてください。")
                fields[name] = year if value else None
        if not errors:
            try:
                done = deeds.set_plan(setting_of(request, plan), **fields)
            except EditRefused as error:
                refused = str(error)
            else:
                messages.success(request, done.entry.summary if done.entry else _("変わったところはありません。"))
                return redirect("settings", plan.slug)
    return page(
        request,
        plan,
        "settings/page.html",
        tab="settings",
        title=_("計画の設定"),
        status=422 if errors or refused else 200,
        document=document,
        values=values,
        kinds=[("", _("選ばない")), *plan_kinds()],
        errors=errors,
        refused=refused,
    )


@on_plan()
def levels(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The levels of the tree, their names and numbering styles."""
    document = document_of(plan)
    rows = [(level.name, level.numbering or "") for level in document.levels]
    refused = None
    if request.method == "POST":
        rows = list(zip(request.POST.getlist("name"), request.POST.getlist("numbering"), strict=False))[:MAX_LEVELS]
        while rows and not rows[-1][0].strip() and not rows[-1][1].strip():
            rows.pop()
        try:
            done = deeds.set_levels(
                setting_of(request, plan), levels=[Level(name=name, numbering=style or None) for name, style in rows]
            )
        except EditRefused as error:
            refused = str(error)
        else:
            messages.success(request, done.entry.summary if done.entry else _("変わったところはありません。"))
            return redirect("settings_levels", plan.slug)
    rows += [("", "")] * (MAX_LEVELS - len(rows))
    counts = level_counts(document)
    return page(
        request,
        plan,
        "settings/levels.html",
        tab="settings_levels",
        title=_("階層の設定"),
        status=422 if refused else 200,
        rows=[(name, style, example_of(style), counts.get(place, 0)) for place, (name, style) in enumerate(rows)],
        styles=STYLES,
        refused=refused,
    )


@require_GET
@on_plan()
def level_example(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The first numbers of a style, as they would be printed."""
    return fragment(request, "settings/level_example.html", example=example_of(request.GET.get("numbering", "")))


def example_of(style: str) -> tuple[str, ...] | None:
    """The first three numbers in a style; empty without a style, None where it cannot be counted."""
    if not style.strip():
        return ()
    try:
        return tuple(format_number(place, style.strip()) for place in (1, 2, 3))
    except ValueError:
        return None


@require_GET
@on_plan()
def people(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The people of the plan's organization and what each may do."""
    return page(
        request,
        plan,
        "settings/people.html",
        tab="settings_people",
        title=_("利用者"),
        members=members_of(plan.organization),
    )
