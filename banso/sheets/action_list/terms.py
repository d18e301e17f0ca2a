"""Terms of a vocabulary as printed in a cell: ``継続/要検討`` is two, ``新規 加`` is two, ``重`` is one."""

from __future__ import annotations

import re

from banso.domain.text import is_dash, is_reprise_mark

_BETWEEN = re.compile(r"[\s/／、，,；;]+")


def split_terms(cell: str) -> tuple[str, ...]:
    """The terms of a cell in order, each once; a blank, a dash and （再掲） are none."""
    if is_reprise_mark(cell):
        return ()
    return tuple(dict.fromkeys(term for term in _BETWEEN.split(cell) if term and not is_dash(term)))


def printed_terms(terms: tuple[str, ...]) -> str:
    """The terms as they are printed in one cell."""
    return "/".join(terms)
