"""The plan: its tree with filters, one element, and counting by two vocabularies."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from banso.http import whole_number
from banso.models import Plan
from banso.queries.cross_table import cross_table, fitting_levels
from banso.queries.plan_tree import choices_of, plan_tree
from banso.web.guard import StaffRequest, on_plan
from banso.web.plan.filters import kept, node_addresses, term_value, wanted_of
from banso.web.plan.frame import Back, Panel, Sight, answer, back_of, is_part, part, said, sight
from banso.web.plan.panels import panel_of
from banso.web.shell import fragment, show


@on_plan()
def plan(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The tree, narrowed by wishes in the address; ``node`` (and ``do``) open a panel beside it."""
    seen = sight(request, plan)
    wanted = wanted_of(request.GET)
    back = Back("tree", kept(request.GET))
    panel = _panel(request, seen, request.GET.get("node"))
    values: dict[str, Any] = {
        "panel": None,
        "back": back,
        "may_edit": seen.may_edit,
        "closed": seen.closed,
        "tree": plan_tree(seen.document, seen.evaluation, seen.year, wanted),
        "wanted": wanted,
        "choices": choices_of(seen.document),
        "term_value": term_value,
        "address_of": node_addresses(plan),
        "empty": not seen.document.nodes,
        "document": seen.document,
        "chosen": request.GET.get("node"),
        "said": said(request),
    }
    if panel is not None:
        values |= {name: value for name, value in part(panel, seen, back).items() if name not in ("plan", "year")}
    response = show(
        request,
        "plan/page.html",
        title=plan.title or _("名称のない計画"),
        section="plan",
        plan=plan,
        year=seen.year,
        **values,
    )
    return answer(response, request)


@on_plan()
def node(request: StaffRequest, plan: Plan, key: str) -> HttpResponse:
    """One element, or a form about it (``do``): a part for scripts, else a page of its own."""
    seen = sight(request, plan)
    panel = _panel(request, seen, key)
    if panel is None:
        raise Http404
    values = part(panel, seen, back_of(request, plan))
    if is_part(request):
        return fragment(request, "plan/panel.html", **values)
    response = show(
        request,
        "plan/node_page.html",
        title=panel.title,
        section="plan",
        **values,
        said=said(request),
    )
    return answer(response, request)


@on_plan()
def cross(request: StaffRequest, plan: Plan) -> HttpResponse:
    """How many elements of a level have which terms of two vocabularies."""
    seen = sight(request, plan)
    choices = choices_of(seen.document)
    names = [name for name, _terms in choices.vocabularies]
    fitting = fitting_levels(seen.document)
    level = whole_number(request.GET.get("level"))
    if level is None or level >= len(choices.levels):
        level = max(fitting, key=lambda each: fitting[each], default=0)
    table = None
    if len(names) > 1:
        down = request.GET.get("down") if request.GET.get("down") in names else names[-2]
        across = request.GET.get("across") if request.GET.get("across") in names else names[-1]
        if down == across:
            across = next(name for name in names if name != down)
        table = cross_table(
            seen.document,
            year=seen.year,
            down=down or names[0],
            across=across or names[1],
            level=level,
            without_reprises="once" in request.GET,
        )
    return show(
        request,
        "plan/cross.html",
        title=_("クロス集計"),
        section="plan",
        plan=plan,
        year=seen.year,
        table=table,
        choices=choices,
        pairs=[(name, name) for name in names],
        level_pairs=list(enumerate(choices.levels)),
        once="once" in request.GET,
        term_value=term_value,
    )


def _panel(request: StaffRequest, seen: Sight, key: str | None) -> Panel | None:
    if key is None:
        return None if request.GET.get("do") != "add" else panel_of(request, seen, None)
    return panel_of(request, seen, key)
