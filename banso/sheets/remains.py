"""HTML that an export left in a paper's texts (``<p>``, ``<ul style=…>``, ``&nbsp;``): taken out, its line ends kept."""

from __future__ import annotations

import html
import re

from banso.domain.finding import Doubt, Place
from banso.domain.text import squeeze

_BLOCKS = "p|div|br|ul|ol|li|tr|table|tbody|h[1-6]"
_INLINE = "span|b|i|u|s|strong|em|font|a|td|th|sup|sub|small|img"
_TAG = re.compile(rf"</?(?:(?P<block>{_BLOCKS})|{_INLINE})\b(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#39|#x?[0-9a-fA-F]{2,5});")


def without_html(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without HTML tags and entities, and what was taken out, each once in order.

    Only tags that HTML knows are taken out: a comparison such as ``a < b`` stays. A block's tag ends a line.
    """
    found = [match.group() for match in (*_TAG.finditer(text), *_ENTITY.finditer(text))]
    if not found:
        return text, ()
    plain = _TAG.sub(lambda tag: "\n" if tag["block"] else "", text)
    plain = _ENTITY.sub(lambda entity: html.unescape(entity.group()), plain)
    lines = (line for line in squeeze(plain).split("\n") if line)
    return "\n".join(lines), tuple(dict.fromkeys(found))


def html_doubt(place: Place, found: tuple[str, ...]) -> Doubt:
    """What is told where remains were taken out; ``found`` are these remains."""
    return Doubt(
        code="html-removed",
        severity="hint",
        where=place,
        message="文章に残っていたHTMLの書式を取り除いて読みました。元の文書で文の区切りを確かめてください。",
        quote=found[0],
    )
