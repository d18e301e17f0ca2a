"""The roadmap: a chart of the plan's steps over its fiscal years, and the small forms that change them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banso.domain.address import join
from banso.domain.document import PlanDocument, RoadmapStep
from banso.domain.edits import EditRefused
from banso.domain.place_words import Places
from banso.http import REVISION, based_on
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.roadmap import Wishes, bar_id, roadmap_page, row_id, rows_showing
from banso.services import roadmap as deeds
from banso.services.changing import Done
from banso.services.policy import at, may
from banso.services.roadmap import StepPlace, place_of, step_at
from banso.web.guard import StaffRequest, on_plan
from banso.web.roadmap.forms import StepForm
from banso.web.shell import fragment, show, year_of


@on_plan()
def roadmap(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The roadmap over fiscal years, narrowed by a top node, a level, or to spans that are only assumed."""
    document = document_of(plan)
    page = roadmap_page(document, _wishes(request), year_of(request, plan))
    return show(request, "roadmap/page.html", title=_("ロードマップ"), section="roadmap", plan=plan, page=page)


@on_plan()
def step(request: StaffRequest, plan: Plan, owner: str, line: int, position: int) -> HttpResponse:
    """One step: its words, years and history; the form to change it for those who may."""
    place = StepPlace(owner, line, position)
    document = document_of(plan)
    found = step_at(document, place)
    if request.method == "POST":
        return _change_step(request, plan, place, found)
    if found is None:
        raise Http404
    return _form(request, plan, document, StepForm.of(found), place=place, step=found)


def _change_step(request: StaffRequest, plan: Plan, place: StepPlace, found: RoadmapStep | None) -> HttpResponse:
    if request.POST.get("do") == "remove":
        done = deeds.remove_step(actor=request.actor, plan=plan, place=place, based_on=based_on(request))
        return _changed(request, done, place.owner, None, _("項目を消しました。Ctrl＋Zで元に戻せます。"))
    form = StepForm.read(request.POST)
    try:
        done = deeds.write_step(
            actor=request.actor,
            plan=plan,
            place=place,
            text=form.text,
            first_year=form.first,
            last_year=form.last,
            confirmed=form.confirmed,
            based_on=based_on(request),
        )
    except EditRefused as refused:
        if request.htmx or found is None:  # type: ignore[attr-defined]  # set by django-htmx
            raise
        return _form(request, plan, document_of(plan), form, place=place, step=found, error=str(refused))
    steps = (each for each in done.document.roadmap if each.owner == place.owner and each.line == place.line)
    new = next((each for each in steps if (each.text, each.first_year) == (form.text.strip(), form.first)), None)
    return _changed(request, done, place.owner, new, _("保存しました。"))


@require_POST
@on_plan()
def move(request: StaffRequest, plan: Plan, owner: str, line: int, position: int) -> HttpResponse:
    """The years of a step as they were dragged or set by arrow keys."""
    form = StepForm.read(request.POST)
    place = StepPlace(owner, line, position)
    done = deeds.move_step(
        actor=request.actor,
        plan=plan,
        place=place,
        first_year=form.first,
        last_year=form.last,
        based_on=based_on(request),
    )
    steps = (each for each in done.document.roadmap if each.owner == owner and each.line == line)
    new = next((each for each in steps if (each.first_year, each.last_year) == (form.first, form.last)), None)
    return _changed(request, done, owner, new, _("期間を変えました。Ctrl＋Zで元に戻せます。"))


@on_plan("edit-plan")
def new(request: StaffRequest, plan: Plan, owner: str) -> HttpResponse:
    """A new step for a node or a sheet's row."""
    document = document_of(plan)
    if request.method != "POST":
        if owner not in {node.key for node in document.nodes} | {group.key for group in document.groups}:
            raise Http404
        return _form(request, plan, document, StepForm.empty(document), owner=owner)
    form = StepForm.read(request.POST)
    try:
        done = deeds.add_step(
            actor=request.actor,
            plan=plan,
            owner=owner,
            line=form.line,
            text=form.text,
            first_year=form.first,
            last_year=form.last,
            based_on=based_on(request),
        )
    except EditRefused as refused:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        return _form(request, plan, document, form, owner=owner, error=str(refused))
    steps = [each for each in done.document.roadmap if each.owner == owner and form.line in (None, each.line)]
    wanted = (form.text.strip(), form.first, form.last)
    added = [each for each in steps if (each.text, each.first_year, each.last_year) == wanted]
    return _changed(request, done, owner, added[-1] if added else None, _("項目を追加しました。"))


@require_POST
@on_plan("edit-plan")
def confirm(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Every assumed span that the page showed as looked at."""
    wishes = _wishes(request)
    page = roadmap_page(document_of(plan), wishes, None)
    done = deeds.confirm_spans(actor=request.actor, plan=plan, owners=page.assumed_owners, based_on=based_on(request))
    messages.success(request, _("推定の期間を確認済みにしました。") if done.entry else _("変わりはありません。"))
    response = redirect("roadmap", plan.slug)
    if request.GET:
        response["Location"] += f"?{request.GET.urlencode()}"
    return response


def _form(
    request: StaffRequest,
    plan: Plan,
    document: PlanDocument,
    form: StepForm,
    *,
    place: StepPlace | None = None,
    step: RoadmapStep | None = None,
    owner: str = "",
    error: str = "",
) -> HttpResponse:
    """The form of a step, as a part for the dialog or as a page of its own."""
    key = place.owner if place else owner
    places = Places(document)
    group = any(each.key == key for each in document.groups)
    years = set(range(document.first_year or form.first, (document.last_year or form.last) + 1))
    values: dict[str, Any] = {
        "form": form,
        "place": place,
        "step": step,
        "owner": key,
        "owner_name": places.group(key) if group else places.node(key),
        "row": row_id("group" if group else "node", key),
        "years": sorted(years | {form.first, form.last}),
        "lines": sorted({each.line for each in document.roadmap if each.owner == key}),
        "history": join("roadmap", key, place.line) if place else "",
        "may_edit": may(request.actor, "edit-plan", at(plan)),
        "error": error,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return fragment(request, "roadmap/step.html", plan=plan, whole=False, **values)
    return show(
        request,
        "roadmap/step_page.html",
        title=_("ロードマップの項目"),
        section="roadmap",
        plan=plan,
        status=422 if error else 200,
        whole=True,
        **values,
    )


def _changed(request: StaffRequest, done: Done, owner: str, step: RoadmapStep | None, message: str) -> HttpResponse:
    """The rows that show the owner's steps, to be swapped in; without scripts back to the row on the page."""
    document = done.document
    group = any(each.key == owner for each in document.groups)
    row = row_id("group" if group else "node", owner)
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, message)
        response: HttpResponse = redirect("roadmap", done.plan.slug)
        response["Location"] += f"#{row}"
        return response
    place = place_of(document, step) if step is not None else None
    focus = bar_id(row, place.line, place.position) if place else f"{row}-add"
    response = fragment(
        request,
        "roadmap/rows.html",
        plan=done.plan,
        rows=rows_showing(document, owner, year_of(request, done.plan)),
        may_edit=True,
    )
    response["HX-Trigger-After-Settle"] = json.dumps({"banso-saved": {"message": message, "focus": focus}})
    response[REVISION] = str(done.plan.revision)
    return response


def _wishes(request: StaffRequest) -> Wishes:
    get = request.GET
    return Wishes(
        top=get.get("top", ""),
        level=get.get("level", ""),
        assumed=get.get("only") == "assumed",
        empty=get.get("only") == "empty",
    )
