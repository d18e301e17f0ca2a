"""Terms and decisions as a sheet prints them in a cell: ``11.4、8.1`` is two terms, ``拡充/継続`` too."""

from __future__ import annotations

import re

from banso.domain.text import is_dash

_BETWEEN = re.compile(r"[/／、，,；;\n]+")


def split_terms(cell: str) -> tuple[str, ...]:
    """The terms of a cell in order, each once; a blank and a dash are none. Blanks inside a term belong to it."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(part for part in parts if part and not is_dash(part)))


def joined_terms(terms: tuple[str, ...]) -> str:
    """The terms as they are printed in one cell."""
    return "、".join(terms)
