"""Japanese unless the person chose English: the browser's own preference is not asked, offices expect Japanese."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = settings.LANGUAGE_COOKIE_NAME


class LanguageMiddleware:
    """Activates the language the person chose by the switch on every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The language holds for this request only."""
        chosen = request.COOKIES.get(COOKIE, "")
        if chosen not in dict(settings.LANGUAGES):
            chosen = "ja"
        with translation.override(chosen):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("language", "ja")
    response.set_cookie(COOKIE, chosen if chosen == "en" else "ja", max_age=31_536_000, samesite="Lax", httponly=True)
    return response
