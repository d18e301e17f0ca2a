"""One box over titles, texts and indicators."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from banso.web.guard import StaffRequest, signed_in
from banso.web.shell import show


@signed_in
def search(request: StaffRequest) -> HttpResponse:
    """One box over titles, texts and indicators."""
    return show(request, "search/page.html", title=_("準備中"), section="search")
