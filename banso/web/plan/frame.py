"""The frame of the plan's pages: the tree with a panel beside it, or the panel alone on a page of its own.

A panel shows one element or one form about it. Scripts swap it in beside the tree; without them, and on small windows,
it is the page of the element. ``Back`` remembers which of the two a person came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.domain.document import PlanDocument
from banso.domain.results import Evaluation
from banso.http import whole_number
from banso.models import Plan
from banso.queries.documents import document_in_year, document_of, evaluation_of
from banso.queries.years import open_years
from banso.services.changing import Done
from banso.services.policy import at, may
from banso.web.guard import StaffRequest
from banso.web.plan.filters import kept
from banso.web.shell import year_of

SAID = "plan-said"
"""Where the session keeps what a deed did until the next page tells it."""


@dataclass(frozen=True, slots=True)
class Back:
    """Where a form leads back to: ``tree`` (with the wishes in ``view``), ``node`` or ``rows``."""

    kind: str = "node"
    view: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A plan as a page of a year sees it. ``closed`` years keep the structure of their time and are not edited.

    What is written and decided year by year (``may_write``) stays open in them.
    """

    plan: Plan
    year: int | None
    document: PlanDocument
    evaluation: Evaluation
    closed: bool
    may_edit: bool
    may_write: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A part to show: its template and values."""

    template: str
    title: str
    values: dict[str, Any]


def sight(request: StaffRequest, plan: Plan) -> Sight:
    """The plan in the year asked for, else the year the person works on."""
    document = document_of(plan)
    years = open_years(document)
    asked = whole_number(request.GET.get("year"))
    year = asked if asked in years else year_of(request, plan)
    allowed, writes = (may(request.actor, deed, at(plan)) for deed in ("edit-plan", "write-texts"))
    if year is None:
        return Sight(plan, None, document, Evaluation((), (), ()), False, allowed, writes)
    in_year = document_in_year(plan, year)
    closed = in_year.nodes is not document.nodes
    return Sight(plan, year, in_year, evaluation_of(plan, year), closed, allowed and not closed, writes)


def back_of(request: StaffRequest, plan: Plan) -> Back:
    """Where the person is: told by the form, else by the page that a script asks from."""
    if request.method == "POST":
        return Back(request.POST.get("back", "node"), kept(QueryDict(request.POST.get("view", ""))))
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    if current.path == reverse("plan", args=[plan.slug]):
        return Back("tree", kept(QueryDict(current.query)))
    return Back("node", kept(request.GET))


def is_part(request: StaffRequest) -> bool:
    """Whether a script asks for the panel alone; what follows a deed is a whole page, of which a script takes its part."""
    return request.headers.get("HX-Target") == "node-panel"


def say(request: StaffRequest, done: Done) -> None:
    """Keep what was done for the next page, with the entry that can take it back."""
    if done.entry is None:
        request.session[SAID] = {"message": _("変わったところはありませんでした。"), "number": None}
    else:
        request.session[SAID] = {"message": done.entry.summary, "number": done.entry.number}


def said(request: StaffRequest) -> dict[str, Any] | None:
    """What the last deed did, once."""
    told: dict[str, Any] | None = request.session.pop(SAID, None)
    return told


def home_of(plan: Plan, back: Back, key: str | None, do: str | None = None) -> str:
    """The address a deed leads to: the element (or the form ``do`` about it) in the view the person came from."""
    wishes = QueryDict(back.view, mutable=True)
    if do:
        wishes["do"] = do
    if back.kind == "rows" and key is not None:
        return reverse("sheet_rows_of", args=[plan.slug, key])
    if back.kind == "tree" or key is None:
        if key is not None:
            wishes["node"] = key
        address = reverse("plan", args=[plan.slug])
    else:
        address = reverse("node", args=[plan.slug, key])
    return f"{address}?{wishes.urlencode()}" if wishes else address


def part(panel: Panel, seen: Sight, back: Back) -> dict[str, Any]:
    """The values of a panel's template."""
    return {
        **panel.values,
        "panel": panel.template,
        "panel_title": panel.title,
        "plan": seen.plan,
        "year": seen.year,
        "may_edit": seen.may_edit,
        "may_write": seen.may_write,
        "closed": seen.closed,
        "back": back,
        "top": "h1" if back.kind == "node" else "h2",
        "sub": "h2" if back.kind == "node" else "h3",
    }


def answer(response: HttpResponse, request: StaffRequest) -> HttpResponse:
    """The address bar follows what a script swapped in."""
    if getattr(request, "htmx", False):
        response["HX-Replace-Url"] = request.get_full_path()
    return response
