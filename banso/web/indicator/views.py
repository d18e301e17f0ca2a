"""Indicators: the list of a year, the page of one, and its definition sheet to edit."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.domain.edits import EditRefused
from banso.http import REVISION, based_on
from banso.models import Plan
from banso.queries.documents import document_in_year, document_of, evaluation_of
from banso.queries.indicator_page import indicator_page
from banso.queries.indicators import Wishes, indicator_list
from banso.services.indicators import define_indicator
from banso.web.guard import StaffRequest, on_plan
from banso.web.indicator.forms import DefinitionForm, choices
from banso.web.shell import show, year_of


@on_plan()
def indicators(request: StaffRequest, plan: Plan) -> HttpResponse:
    """All indicators as they stand in the working year."""
    document = document_of(plan)
    year = year_of(request, plan)
    wishes = Wishes(request.GET.get("q", ""), request.GET.get("top", ""), request.GET.get("state", ""))
    evaluation = evaluation_of(plan, year) if year is not None else None
    page = indicator_list(document_in_year(plan, year) if year is not None else document, evaluation, year, wishes)
    return show(request, "indicator/list.html", title=_("指標"), section="indicators", plan=plan, page=page)


@on_plan()
def indicator(request: StaffRequest, plan: Plan, key: str) -> HttpResponse:
    """One indicator with its years, chart, definition, places and history."""
    year = year_of(request, plan)
    page = indicator_page(plan, key, year)
    if page is None:
        raise Http404
    return show(request, "indicator/page.html", title=page.name, section="indicators", plan=plan, page=page)


@on_plan("edit-plan")
def edit(request: StaffRequest, plan: Plan, key: str) -> HttpResponse:
    """The definition sheet as a form."""
    document = document_of(plan)
    found = next((each for each in document.indicators if each.key == key), None)
    if found is None:
        raise Http404
    form, error = DefinitionForm.of(found), ""
    if request.method == "POST":
        form = DefinitionForm.read(request.POST)
        try:
            done = define_indicator(
                actor=request.actor,
                plan=plan,
                key=key,
                values=form.values(found),
                baseline=form.changed_baseline(found),
                baseline_year=form.year(),
                based_on=based_on(request),
                reason=form.why,
            )
        except EditRefused as refused:
            if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
                raise
            error = str(refused)
        else:
            messages.success(request, _("定義を保存しました。") if done.entry else _("変わりはありません。"))
            address = reverse("indicator", args=[plan.slug, key])
            if not request.htmx:  # type: ignore[attr-defined]
                return redirect(address)
            response = HttpResponse()
            response["HX-Redirect"], response[REVISION] = address, str(done.plan.revision)
            return response
    return show(
        request,
        "indicator/edit.html",
        title=_("指標の定義を直す"),
        section="indicators",
        plan=plan,
        status=422 if error else 200,
        indicator=found,
        form=form,
        error=error,
        choices=choices(document, found),
    )
