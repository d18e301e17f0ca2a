"""The frame around every page: which plan and year it is about, and where one can go from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.forms_of import uses_sheets
from banso.queries.years import open_years, usual_year_of
from banso.services.policy import at, may
from banso.web.guard import StaffRequest

_NO_PLACE_OF_WORK = ("home", "search")
SWITCHED = 200
"""Plans in the switcher of the header; a body with more finds the others on home and by the search."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation."""

    name: str
    address: str
    current: bool


class Choice(NamedTuple):
    """A plan in the switcher: no more of it, as every page shows them all."""

    pk: int
    slug: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame shows. ``year`` is the fiscal year people are working on, ``years`` those that are open."""

    title: str
    section: str
    plan: Plan | None
    plans: Sequence[Choice]
    year: int | None
    years: Sequence[int]
    places: Sequence[Place]
    may_edit: bool


def show(
    request: StaffRequest,
    template: str,
    *,
    title: str,
    section: str = "",
    plan: Plan | None = None,
    year: int | None = None,
    status: int = 200,
    **values: Any,
) -> HttpResponse:
    """Render a page in its frame. ``section`` names the entry of the navigation it belongs to.

    Templates get ``shell``, ``plan``, ``year``, ``request`` and the values; what htmx swaps in is made by ``fragment``.
    """
    years = open_years(document_of(plan)) if plan is not None else ()
    if plan is not None and section not in _NO_PLACE_OF_WORK and request.session.get("plan") != plan.pk:
        request.session["plan"] = plan.pk  # home shows first what was worked on last
    if plan is not None and year is None:
        year = year_of(request, plan)
    elif plan is not None and year in years:
        choose_year(request, plan, year)
    plans = _plans(request)
    shell = Shell(
        title=title,
        section=section,
        plan=plan,
        plans=plans,
        year=year,
        years=years,
        places=_places(plan, year, section, several=len(plans) > 1),
        may_edit=plan is not None and may(request.actor, "edit-plan", at(plan)),
    )
    return render(request, template, {"shell": shell, "plan": plan, "year": year, **values}, status=status)


def fragment(request: StaffRequest, template: str, **values: Any) -> HttpResponse:
    """Render a part of a page, as htmx swaps it in."""
    return render(request, template, values)


def choose_year(request: StaffRequest, plan: Plan, year: int) -> None:
    """The year the person works on in this plan from here on; another plan's year says nothing for it."""
    if request.session.get("year") != [plan.pk, year]:
        request.session["year"] = [plan.pk, year]


def year_of(request: StaffRequest, plan: Plan) -> int | None:
    """The year the person worked on in this plan, else the one that people of this plan look at first."""
    document = document_of(plan)
    match request.session.get("year"):
        case [plan.pk, int(chosen)] if chosen in open_years(document):
            return chosen
    return usual_year_of(plan, document)


def _plans(request: StaffRequest) -> tuple[Choice, ...]:
    """The plans the switcher offers."""
    visible = Plan.objects.filter(organization__in=list(request.actor.roles)).order_by("title", "pk")
    return tuple(Choice(*each) for each in visible.values_list("pk", "slug", "title")[:SWITCHED])


def _places(plan: Plan | None, year: int | None, section: str, *, several: bool) -> tuple[Place, ...]:
    names = [("home", _("ホーム"), reverse("home"))]
    if several:
        names.append(("overview", _("全計画"), reverse("overview")))
    if plan is not None:
        names += [
            ("plan", _("計画"), reverse("plan", args=[plan.slug])),
            ("roadmap", _("ロードマップ"), reverse("roadmap", args=[plan.slug])),
            ("indicators", _("指標"), reverse("indicators", args=[plan.slug])),
        ]
        if year is not None:
            names += [
                ("entry", _("実績入力"), reverse("entry", args=[plan.slug, year])),
                ("sheets", _("シート"), reverse("sheets", args=[plan.slug, year]))
                if uses_sheets(document_of(plan))
                else ("papers", _("帳票"), reverse("papers", args=[plan.slug])),
            ]
            if _has_money(plan):
                names.append(("money", _("事業費"), reverse("money", args=[plan.slug, year])))
        names += [
            ("imports", _("取り込み"), reverse("imports", args=[plan.slug])),
            ("check", _("点検"), reverse("check", args=[plan.slug])),
            ("history", _("履歴"), reverse("history", args=[plan.slug])),
            ("settings", _("設定"), reverse("settings", args=[plan.slug])),
        ]
    return tuple(Place(name, address, key == section) for key, name, address in names)


def _has_money(plan: Plan) -> bool:
    """Whether money belongs to this plan: it states some, or it is of a kind that is about it."""
    document = document_of(plan)
    return bool(document.budgets) or document.kind in ("policy-evaluation", "support-plan")
