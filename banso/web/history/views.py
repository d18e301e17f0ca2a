"""Who did what, when, before and after; taking back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from banso.http import REVISION
from banso.models import Entry, Plan
from banso.queries.history import entries_of
from banso.services.changing import Done, undo
from banso.web.guard import StaffRequest, on_plan
from banso.web.shell import show

PER_PAGE = 50


@on_plan()
def history(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The plan's deeds, newest first; ``q`` searches sentences and names, ``at`` narrows to one fact."""
    query, fact = request.GET.get("q", "").strip(), request.GET.get("at", "").strip()
    pages = Paginator(entries_of(plan, query=query, fact=fact), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return show(
        request, "history/page.html", title=_("履歴"), section="history", plan=plan, page=page, query=query, fact=fact
    )


@require_POST
@on_plan("undo")
def take_back(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Take back the person's own last deed, or the one named by ``number``."""
    number = request.POST.get("number", "")
    entry = get_object_or_404(Entry, plan=plan, number=number) if number.isdecimal() else None
    done = undo(actor=request.actor, plan=plan, entry=entry)
    said = _said(done)
    if _wants_data(request):
        response: HttpResponse = JsonResponse({"message": said, "revision": done.plan.revision})
    else:
        messages.success(request, said)
        response = redirect(request.POST.get("next") or "history", *([] if request.POST.get("next") else [plan.slug]))
    response[REVISION] = str(done.plan.revision)
    return response


def _wants_data(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _said(done: Done) -> str:
    said = done.entry.summary if done.entry else _("元に戻せる変更は残っていませんでした。")
    if done.left:
        said += ngettext(
            "（そのあと変えられた %(count)d か所は、いまの値のまま残しました）",
            "（そのあと変えられた %(count)d か所は、いまの値のまま残しました）",
            len(done.left),
        ) % {"count": len(done.left)}
    return said
