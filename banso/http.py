"""Between deeds and answers: refusals become pages, fragments and statuses that say what to do."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from banso.domain.diff import Difference
from banso.domain.difference_words import described
from banso.domain.edits import EditRefused
from banso.services.changing import Conflict, NothingToUndo
from banso.services.policy import NotAllowed

BASED_ON = "X-Banso-Based-On"
"""The header (or form field ``based_on``) that names the plan's revision a person saw."""
REVISION = "X-Banso-Revision"
"""The header that answers with the plan's revision after a deed."""


_MOST_DIGITS = 9
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO}

log = logging.getLogger("banso.http")


def based_on(request: HttpRequest) -> int | None:
    """The revision the person saw, None where the request does not name one."""
    named = request.headers.get(BASED_ON) or request.POST.get("based_on") or ""
    return whole_number(named)


def whole_number(text: str | None) -> int | None:
    """The number in a field or an address; None where it is no plain number, or one that no table could hold."""
    return int(text) if text and len(text) <= _MOST_DIGITS and text.isdecimal() else None


class TimingMiddleware:
    """Says in ``Server-Timing`` how many milliseconds an answer took to make, so that it can be measured anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Measured around everything but the web server itself."""
        began = time.perf_counter()
        response = self.get_response(request)
        response["Server-Timing"] = f"app;dur={(time.perf_counter() - began) * 1000:.1f}"
        return response


class ErrorMiddleware:
    """Turns what deeds raise into answers: 403 not allowed, 409 conflict with both values, 422 refused edit, 507 full disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in; on the way out a page that shows live figures is never kept by a browser."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store, private"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for a refusal, None for anything else."""
        match error:
            case Conflict():
                shown = described(Difference(changes=error.changes), error.document)
                revision = str(error.theirs.plan.revision)
                values = {
                    "message": str(error),
                    "changes": shown,
                    "theirs": error.theirs,
                    "again": _again(request, revision),
                }
                response = _answer(request, 409, "parts/conflict.html", _("ほかの人が先に変えています"), values)
                response[REVISION] = revision
                return response
            case NotAllowed():
                return _answer(request, 403, "parts/refusal.html", _("この操作はできません"), {"message": str(error)})
            case EditRefused() | NothingToUndo():
                return _answer(request, 422, "parts/refusal.html", _("この操作はできません"), {"message": str(error)})
            case OSError(errno=number) if number in _DISK:
                log.exception("ファイルを書けません。")
                said = _(
                    "サーバーのディスクに空きがないか、書き込めません。管理者に知らせてから、もう一度操作してください。"
                )
                return _answer(request, 507, "parts/refusal.html", _("ファイルを書けませんでした"), {"message": said})
            case _:
                return None


def _again(request: HttpRequest, revision: str) -> list[tuple[str, str]] | None:
    """The fields of the same form based on the present revision, so that it can be sent once more by a button alone.

    None where a page cannot send it again: a form with files, or one that names no revision.
    """
    if request.method != "POST" or request.FILES or "based_on" not in request.POST:
        return None
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "based_on")
        for value in values
    ]
    return [*kept, ("based_on", revision)]


def _answer(request: HttpRequest, status: int, part: str, title: str, values: dict[str, object]) -> HttpResponse:
    """A fragment for htmx and scripts, a whole page otherwise."""
    fragment = bool(getattr(request, "htmx", False)) or request.headers.get("X-Requested-With") == "fetch"
    template = part if fragment else "refusal_page.html"
    context = {**values, "title": title, "part": part}
    return render(request, template, context, status=status)
