"""The rows of the sheets: which actions of the plan stand in which row of the progress sheet."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.queries.sheet_rows import rows_of_sheet, sheet_summaries
from banso.web.guard import StaffRequest, on_plan
from banso.web.plan.frame import Back, answer, said, sight
from banso.web.shell import show


@on_plan()
def sheets(request: StaffRequest, plan: Plan) -> HttpResponse:
    """All sheets with what is not confirmed or not covered yet."""
    seen = sight(request, plan)
    return show(
        request,
        "plan/sheets.html",
        title=_("シートの行"),
        section="plan",
        plan=plan,
        year=seen.year,
        sheets=sheet_summaries(seen.document, seen.year),
    )


@on_plan()
def rows(request: StaffRequest, plan: Plan, key: str) -> HttpResponse:
    """The rows of one sheet with their actions."""
    seen = sight(request, plan)
    page = rows_of_sheet(seen.document, seen.year, key)
    if page is None:
        raise Http404
    sheets = [each.sheet for each in sheet_summaries(seen.document, seen.year)]
    here = next((place for place, each in enumerate(sheets) if each.key == key), None)
    response = show(
        request,
        "plan/rows.html",
        title=_("%(sheet)sのシートの行") % {"sheet": page.sheet.label},
        section="plan",
        plan=plan,
        year=seen.year,
        page=page,
        before=sheets[here - 1] if here else None,
        behind=sheets[here + 1] if here is not None and here + 1 < len(sheets) else None,
        may_edit=seen.may_edit,
        closed=seen.closed,
        back=Back("rows"),
        said=said(request),
    )
    return answer(response, request)
