"""Terms, decisions, periods and links as a sheet prints them in a cell: ``11.4、8.1`` is two terms, ``拡充/継続`` too."""

from __future__ import annotations

import re

from banso.domain.document import Link
from banso.domain.text import is_dash
from banso.domain.years import years_in

_BETWEEN = re.compile(r"[/／、，,；;\n]+")


def split_terms(cell: str) -> tuple[str, ...]:
    """The terms of a cell in order, each once; a blank and a dash are none. Blanks inside a term belong to it."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(part for part in parts if part and not is_dash(part)))


def joined_terms(terms: tuple[str, ...]) -> str:
    """The terms as they are printed in one cell."""
    return "、".join(terms)


def period_in(text: str) -> tuple[int | None, int | None]:
    """First and last fiscal year of a period (令和5年度～令和9年度); one of them is None where it is open."""
    mentions = years_in(text)
    if not mentions:
        return None, None
    if len(mentions) == 1:
        year = mentions[0].fiscal_year
        before = any(sign in text[: mentions[0].start] for sign in "~～〜－-")
        return (None, year) if before else (year, None)
    return mentions[0].fiscal_year, mentions[-1].fiscal_year


def links_in(text: str) -> list[Link]:
    """Where the model leads: a key on each line, with its reason behind a colon."""
    found = []
    for line in text.split("\n"):
        words, _, reason = line.partition("：")
        key = words.split()[0] if words.split() else ""
        if key:
            found.append(Link(kind="causes", to=key, reason=reason.strip() or None))
    return found
