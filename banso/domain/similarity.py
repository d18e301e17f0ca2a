"""How alike two Japanese texts are, by the pairs of neighbouring characters they share.

A measure for proposals that a person confirms, never for figures.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from banso.domain.text import fold

_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def _pairs(text: str) -> Counter[str]:
    plain = _SIGNS.sub("", fold(text))
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1)) if len(plain) > 1 else Counter([plain])


def similarity(one: str, other: str) -> float:
    """From 0 (nothing shared) to 1 (the same characters in the same order, signs and blanks aside)."""
    first, second = _pairs(one), _pairs(other)
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if total else 0.0


@lru_cache(maxsize=8192)
def letter_pairs(text: str) -> frozenset[str]:
    """The different pairs of neighbouring characters in a text, signs and blanks aside."""
    return frozenset(_pairs(text)) - {""}
