"""Saving cells of a grid: from a script as JSON, from a plain form as fields; what became of each cell is answered.

JSON in: ``{"cells": [{"cell": address, "text": typed, "base": revision}]}``. JSON out: ``revision``, ``cells`` with the
outcome of each, and what the grid adds (``rows``). Status 409 where a cell was changed by somebody else, 422 where one was
refused; all other cells of the request are saved all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.http import REVISION, based_on
from banso.models import Plan
from banso.services.results import CellEdit, Saved, save_cells
from banso.web.guard import StaffRequest
from banso.web.plain_words import plain_words
from banso.web.templating import moment

MOST = 500
"""Cells in one request; the scripts send fewer at a time."""
_CELL, _WAS = "cell:", "was:"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a grid shows after a deed: the present texts of cells by address, and further values of the JSON answer."""

    texts: Mapping[str, str]
    more: Mapping[str, Any]


def save_from(request: StaffRequest, plan: Plan, *, shown: Callable[[Saved], Shown], back: str) -> HttpResponse:
    """Save what was sent; a script gets what is ``shown`` then, a plain form is sent ``back``."""
    if request.content_type == "application/json":
        cells = _from_json(request)
        if cells is None:
            return HttpResponseBadRequest()
        saved = save_cells(actor=request.actor, plan=plan, cells=cells)
        return answer(saved, shown(saved))
    saved = save_cells(actor=request.actor, plan=plan, cells=_from_form(request))
    _tell(request, saved)
    return HttpResponseRedirect(return_address(request, back))


def answer(saved: Saved, shown: Shown) -> JsonResponse:
    """The JSON answer to saved cells."""
    kinds = {outcome.kind for outcome in saved.outcomes}
    status = 409 if "conflict" in kinds else 422 if "refused" in kinds else 200
    cells = [
        {
            "cell": outcome.address,
            "kind": outcome.kind,
            "message": outcome.message,
            "theirs": outcome.theirs,
            "at": moment(outcome.at),
            "text": shown.texts.get(outcome.address, ""),
        }
        for outcome in saved.outcomes
    ]
    response = JsonResponse({"revision": saved.plan.revision, "cells": cells, **shown.more}, status=status)
    response[REVISION] = str(saved.plan.revision)
    return response


def return_address(request: StaffRequest, default: str) -> str:
    """Where a plain form goes after its deed: the page it came from, with its filters."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else default


def _from_json(request: StaffRequest) -> list[CellEdit] | None:
    """The cells of a script's request; None where it is not in the form above."""
    try:
        sent = json.loads(request.body)["cells"]
        cells = [CellEdit(_word(each["cell"]), _word(each["text"]), _revision(each.get("base"))) for each in sent]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return cells if 0 < len(cells) <= MOST else None


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return plain_words(value)


def _revision(value: object) -> int | None:
    return None if value in (None, "") else int(str(value))


def _from_form(request: StaffRequest) -> list[CellEdit]:
    """The fields of a form that differ from what they showed."""
    seen = based_on(request)
    found = []
    for name, value in request.POST.items():
        if name.startswith(_CELL):
            address = name.removeprefix(_CELL)
            text = str(value).replace("\r\n", "\n")
            if text != str(request.POST.get(_WAS + address, "")).replace("\r\n", "\n"):
                found.append(CellEdit(address, text, seen))
    return found


def _tell(request: StaffRequest, saved: Saved) -> None:
    done = sum(outcome.kind == "saved" for outcome in saved.outcomes)
    if done:
        messages.success(request, ngettext("%(n)s件を保存しました。", "%(n)s件を保存しました。", done) % {"n": done})
    for outcome in saved.outcomes:
        if outcome.kind != "saved":
            messages.error(request, outcome.message)
    if not saved.outcomes:
        messages.info(request, _("変わった欄はありません。"))
