"""What comes along unseen when words are copied from other programs is taken out before anything reads them.

No database or paper has a place for control characters: PostgreSQL refuses NUL, Excel a workbook with others in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Controls but tab and line ends, halves of characters, and code points that are none."""


def plain_words(text: str) -> str:
    """The text without what nobody sees."""
    return _UNSEEN.sub("", text)


class PlainWordsMiddleware:
    """Fields of addresses and forms come without control characters; JSON is read by those who ask for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A request that has none is left as it is."""
        for name in ("GET", "POST"):
            sent: QueryDict = getattr(request, name)
            if any(_UNSEEN.search(text) for field, texts in sent.lists() for text in (field, *texts)):
                setattr(request, name, _plain(sent))
        return self.get_response(request)


def _plain(sent: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True, encoding=sent.encoding)
    for field, texts in sent.lists():
        found.setlist(plain_words(field), [plain_words(text) for text in texts])
    found._mutable = False
    return found
