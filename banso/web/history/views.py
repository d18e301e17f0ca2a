"""Who did what, when, before and after; taking back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from banso.domain.difference_words import WHOLE, Described
from banso.http import REVISION, whole_number
from banso.models import BESIDE_DEEDS, Entry, Plan
from banso.queries.history import CREATION, by_day, chain_of, entries_of, last_own, place_name, told
from banso.services.changing import Done, NothingToUndo, undo
from banso.services.policy import Actor, NotAllowed, at, may
from banso.web.guard import StaffRequest, on_plan
from banso.web.places import PlaceLinks
from banso.web.shell import fragment, show

PER_PAGE = 50
SHOWN_CHANGES = 100
CHECKED_AT_ONCE = 2000
"""A chain of so many links is checked with the page; a longer one when it is asked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One change of an entry, the field it concerns ("" is the thing as a whole), and the page of its place."""

    row: Described
    field: str
    page: str


@on_plan()
def history(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The plan's deeds, newest first; ``q`` searches sentences and names, ``at`` (several) narrows to facts."""
    query = request.GET.get("q", "").strip()
    facts = [fact for each in request.GET.getlist("at") if (fact := each.strip())]
    page = Paginator(entries_of(plan, query=query, facts=facts), PER_PAGE).get_page(request.GET.get("page"))
    kept = [("q", query)] * bool(query) + [("at", fact) for fact in facts]
    return show(
        request,
        "history/page.html",
        title=_("履歴"),
        section="history",
        plan=plan,
        page=page,
        days=by_day(page.object_list),
        query=query,
        facts=facts,
        places=[place_name(plan, fact) for fact in facts],
        newer="?" + urlencode([*kept, ("page", page.previous_page_number())]) if page.has_previous() else None,
        older="?" + urlencode([*kept, ("page", page.next_page_number())]) if page.has_next() else None,
        undoable=_undoable(request.actor, plan, page.object_list),
        check_at_once=plan.revision <= CHECKED_AT_ONCE,
    )


@on_plan()
def entry(request: StaffRequest, plan: Plan, number: int) -> HttpResponse:
    """One deed with what it changed, before and after."""
    found = get_object_or_404(Entry.objects.select_related("undone_by", "undoes"), plan=plan, number=number)
    shown = told(found, plan, SHOWN_CHANGES)
    links = PlaceLinks(plan)
    return show(
        request,
        "history/entry.html",
        title=_("履歴の一件"),
        section="history",
        plan=plan,
        entry=found,
        rows=[Shown(row, "" if row.field == WHOLE else row.field, links.of(row.address)) for row in shown.rows],
        beside=found.deed in BESIDE_DEEDS,
        shown=shown.shown,
        count=shown.count,
        undoable=_undoable(request.actor, plan, [found]),
    )


@on_plan()
def chain(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Whether the chain of the plan's history is whole: a part for scripts, else a page of its own."""
    checked = chain_of(plan)
    if getattr(request, "htmx", False):
        return fragment(request, "history/chain.html", plan=plan, chain=checked)
    return show(request, "history/chain_page.html", title=_("履歴の連鎖"), section="history", plan=plan, chain=checked)


@require_POST
@on_plan("undo")
def take_back(request: StaffRequest, plan: Plan) -> HttpResponse:
    """Take back the person's own last deed, or the one named by ``number``.

    The deed of another person may be taken back by those who may edit the plan. That the plan was made at all is not
    taken back: one slip of the keyboard would empty it.
    """
    found = _meant(request, plan)
    if found is None:
        raise NothingToUndo(_("元に戻せる自分の操作はありません。"))
    done = undo(actor=request.actor, plan=plan, entry=found)
    said = _said(done)
    if _wants_data(request):
        response: HttpResponse = JsonResponse({"message": said, "revision": done.plan.revision})
    else:
        messages.success(request, said)
        target = request.POST.get("next", "")
        inside = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
        response = HttpResponseRedirect(target) if inside else redirect("history", plan.slug)
    response[REVISION] = str(done.plan.revision)
    return response


def _meant(request: StaffRequest, plan: Plan) -> Entry | None:
    """The entry to take back: the one named, else the person's own last one."""
    if not request.POST.get("number"):
        return last_own(plan, request.actor.person)
    found = get_object_or_404(Entry, plan=plan, number=whole_number(request.POST.get("number")))
    if not _may_take_back(request.actor, plan, found):
        raise NotAllowed(_("ほかの人の操作を取り消すことは、いまの役割ではできません。事務局に頼んでください。"))
    return found


def _undoable(actor: Actor, plan: Plan, entries: Iterable[Entry]) -> frozenset[int]:
    """The numbers of the entries that this person may take back and that still stand."""
    if not may(actor, "undo", at(plan)):
        return frozenset()
    return frozenset(
        each.number
        for each in entries
        if each.number != CREATION
        and each.undoes_id is None
        and each.deed not in BESIDE_DEEDS
        and not hasattr(each, "undone_by")
        and _may_take_back(actor, plan, each)
    )


def _may_take_back(actor: Actor, plan: Plan, found: Entry) -> bool:
    return found.actor_id == actor.person.pk or may(actor, "edit-plan", at(plan))


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
