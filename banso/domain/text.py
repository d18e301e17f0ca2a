"""Comparing Japanese office text: the original is kept for printing, the folded form is only for comparing."""

from __future__ import annotations

import re
import unicodedata

DASHES = "-‐‑‒–—―−－ー─━ｰ"
"""Characters that papers print where they mean a dash; ー counts only where it stands alone."""

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_NOTE_MARKS = re.compile(r"(?:[*＊※†]\s*\d{0,2}|注\d{1,2})$")


def nfkc(text: str) -> str:
    """The NFKC form: full-width digits, letters and brackets become half-width."""
    return unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """NFKC without any blank, lower case: two texts are "the same words" when their folded forms are equal."""
    return _BLANKS.sub("", nfkc(text)).casefold().replace("～", "~").replace("〜", "~")


def squeeze(text: str) -> str:
    """The text as printed without surrounding blanks, and with runs of blanks inside a line made one."""
    lines = (re.sub(r"[ \t\u3000\u00a0]+", " ", line).strip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).strip()


def is_dash(text: str) -> bool:
    """Whether the cell holds nothing but dashes (any of the five kinds offices type)."""
    stripped = text.strip()
    return bool(stripped) and all(character in DASHES for character in stripped)


def is_reprise_mark(text: str) -> bool:
    """Whether the cell holds nothing but the mark （再掲）, in any kind of bracket."""
    return fold(text).strip("()[]【】〔〕<>「」") == "再掲"


def without_note_mark(text: str) -> str:
    """A heading or name without a note mark behind it: ``観光入込客数*`` → ``観光入込客数``, ``達成状況※1`` → ``達成状況``."""
    return _NOTE_MARKS.sub("", text.strip()).strip()
