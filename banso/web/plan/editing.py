"""The one address that changes a plan's structure: the deed by its name, the values from the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.document import ExternalNode
from banso.domain.edits import EditRefused
from banso.domain.edits.logic_model import PARTS
from banso.domain.years import parse_fiscal_year
from banso.http import based_on, whole_number
from banso.models import Plan
from banso.queries.documents import document_of
from banso.services import links, sheet_rows
from banso.services import structure as deeds
from banso.services.changing import Done
from banso.services.structure import Making, Role, Step
from banso.web.guard import StaffRequest, on_plan
from banso.web.plan.frame import back_of, home_of, say


@dataclass(frozen=True, slots=True)
class Went:
    """What was done, the element to show next (None: none), and the form to open there again."""

    done: Done
    key: str | None
    do: str | None = None


@require_POST
@on_plan("edit-plan")
def structure(request: StaffRequest, plan: Plan, deed: str) -> HttpResponse:
    """Do a deed and go back to where the person was, with the element it concerns."""
    do = DEEDS.get(deed)
    if do is None:
        raise Http404
    form = request.POST
    making = Making(request.actor, plan, based_on(request), form.get("reason", "").strip())
    went = do(making, form)
    say(request, went.done)
    return redirect(home_of(plan, back_of(request, plan), went.key, went.do))


def _add(making: Making, form: QueryDict) -> Went:
    parent = form.get("parent") or None
    done, key = deeds.add_node(
        making,
        parent=parent,
        title=form.get("title", ""),
        number=form.get("number") or None,
        text=form.get("text") or None,
        owner=form.get("owner") or None,
        after=form.get("after") or None,
    )
    if "more" in form:
        return Went(done, parent, "add")
    return Went(done, key)


def _change(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    fields: dict[str, Any] = {name: form.get(name, "") for name in ("title", "number", "text", "owner") if name in form}
    if "partners" in form:
        fields["partners"] = form.get("partners", "").replace("，", "、").replace("\n", "、").split("、")
    named = form.getlist("vocabulary")
    if named:
        fields["terms"] = {name: form.getlist(f"terms-{place}") for place, name in enumerate(named)}
    return Went(deeds.change_node(making, key=key, **fields), key)


def _move(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.move_node(making, key=key, parent=form.get("parent") or None), key)


def _reorder(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.reorder_node(making, key=key, step=_step(form)), key)


def _end(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.end_node(making, key=key, last_year=_year(form)), key)


def _remove(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    parent = next((node.parent for node in document_of(making.plan).nodes if node.key == key), None)
    return Went(deeds.remove_node(making, key=key), parent)


def _merge(making: Making, form: QueryDict) -> Went:
    into = form.get("into", "")
    return Went(deeds.merge_nodes(making, source=form.get("key", ""), into=into), into)


def _reprise(making: Making, form: QueryDict) -> Went:
    done, key = deeds.add_reprise(
        making, original=form.get("key", ""), parent=form.get("parent", ""), inherits=form.getlist("inherits")
    )
    return Went(done, key)


def _inherit(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.set_inheritance(making, key=key, inherits=form.getlist("inherits")), key)


def _link(making: Making, form: QueryDict) -> Went:
    key, kind = form.get("key", ""), form.get("kind", "")
    if kind not in ("related", "causes"):
        raise EditRefused(_("結び付きの種類を選んでください。"))
    done = deeds.link_nodes(
        making,
        key=key,
        to=form.get("to", ""),
        kind="causes" if kind == "causes" else "related",
        reason=form.get("why") or None,
    )
    return Went(done, key)


def _unlink(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.unlink_nodes(making, key=key, to=form.get("to", ""), kind=form.get("kind", "")), key)


def _refer(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    done = links.refer(
        making,
        key=key,
        external=ExternalNode(
            number=form.get("number"),
            title=form.get("title"),
            owner=form.get("owner"),
            first_year=_year_of(form, "first_year"),
            last_year=_year_of(form, "last_year"),
        ),
        kind="causes" if form.get("kind") == "causes" else "related",
        reason=form.get("why"),
        instead_of=form.get("link"),
    )
    return Went(done, key, "refer" if "more" in form else None)


def _unrefer(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(links.remove_reference(making, key=key, name=form.get("link", "")), key)


def _logic(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    parts = {part: form.get(f"part-{place}", "") for place, part in enumerate(PARTS) if f"part-{place}" in form}
    return Went(links.write_logic_model(making, key=key, parts=parts), key)


def _why(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.explain_no_indicator(making, node=key, reason=form.get("text")), key)


def _indicator(making: Making, form: QueryDict) -> Went:
    key = form.get("key") or None
    done, _made = deeds.add_indicator(
        making,
        node=key,
        name=form.get("name", ""),
        unit=form.get("unit") or None,
        code=form.get("code") or None,
        role=_role(form),
    )
    return Went(done, key, "indicator" if "more" in form else None)


def _place(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    done = deeds.place_indicator(
        making, indicator=form.get("indicator", ""), node=key, role=_role(form), code=form.get("code") or None
    )
    return Went(done, key)


def _unplace(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    return Went(deeds.unplace_indicator(making, indicator=form.get("indicator", ""), node=key, role=_role(form)), key)


def _reorder_placement(making: Making, form: QueryDict) -> Went:
    key = form.get("key", "")
    done = deeds.reorder_placement(
        making, indicator=form.get("indicator", ""), node=key, role=_role(form), step=_step(form)
    )
    return Went(done, key)


def _merge_indicators(making: Making, form: QueryDict) -> Went:
    done = deeds.merge_indicators(making, source=form.get("indicator", ""), into=form.get("into", ""))
    return Went(done, form.get("key") or None)


def _remove_indicator(making: Making, form: QueryDict) -> Went:
    return Went(deeds.remove_indicator(making, key=form.get("indicator", "")), form.get("key") or None)


def _add_row(making: Making, form: QueryDict) -> Went:
    node = form.get("node", "")
    done = sheet_rows.add_row(making, node=node, title=form.get("title", ""), members=form.getlist("members"))
    return Went(done, node)


def _rows_for(making: Making, form: QueryDict) -> Went:
    node = form.get("node", "")
    return Went(sheet_rows.rows_for(making, node=node, actions=form.getlist("action")), node)


def _change_row(making: Making, form: QueryDict) -> Went:
    done = sheet_rows.change_row(
        making, key=form.get("row", ""), title=form.get("title", ""), members=form.getlist("members")
    )
    return Went(done, form.get("node", ""))


def _reorder_row(making: Making, form: QueryDict) -> Went:
    return Went(sheet_rows.reorder_row(making, key=form.get("row", ""), step=_step(form)), form.get("node", ""))


def _remove_row(making: Making, form: QueryDict) -> Went:
    return Went(sheet_rows.remove_row(making, key=form.get("row", "")), form.get("node", ""))


def _confirm_rows(making: Making, form: QueryDict) -> Went:
    members = {row: tuple(form.getlist(f"members-{place}")) for place, row in enumerate(form.getlist("row"))}
    return Went(sheet_rows.confirm_rows(making, members=members), form.get("node", ""))


def _step(form: QueryDict) -> Step:
    return -1 if form.get("step") == "up" else 1


def _year(form: QueryDict) -> int:
    year = whole_number(form.get("last_year"))
    if year is None or not 1868 <= year <= 9999:
        raise EditRefused(_("終了する年度を選んでください。"))
    return year


def _year_of(form: QueryDict, name: str) -> int | None:
    """A fiscal year as typed: 2024, 令和6, R6; a blank is no year."""
    typed = form.get(name, "").strip()
    if not typed:
        return None
    year = parse_fiscal_year(f"{typed}年度" if typed.isdigit() and len(typed) < 3 else typed)
    if year is None or not 1868 <= year <= 9999:
        raise EditRefused(
            _("「%(typed)s」は年度として読めません。「令和6」「R6」「2024」のように入れてください。")
            % {"typed": typed[:30]}
        )
    return year


def _role(form: QueryDict) -> Role:
    role = form.get("role", "main")
    return cast(Role, role) if role in ("main", "related", "listed") else "main"


DEEDS: dict[str, Callable[[Making, QueryDict], Went]] = {
    "add": _add,
    "change": _change,
    "move": _move,
    "reorder": _reorder,
    "end": _end,
    "remove": _remove,
    "merge": _merge,
    "reprise": _reprise,
    "inherit": _inherit,
    "link": _link,
    "unlink": _unlink,
    "refer": _refer,
    "unrefer": _unrefer,
    "logic": _logic,
    "no-indicator": _why,
    "add-indicator": _indicator,
    "place-indicator": _place,
    "unplace-indicator": _unplace,
    "reorder-indicator": _reorder_placement,
    "merge-indicators": _merge_indicators,
    "remove-indicator": _remove_indicator,
    "add-row": _add_row,
    "rows-for": _rows_for,
    "change-row": _change_row,
    "reorder-row": _reorder_row,
    "remove-row": _remove_row,
    "confirm-rows": _confirm_rows,
}
"""The deeds by their name in the address."""
