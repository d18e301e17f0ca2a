"""Which characters the shipped fonts draw; what they cannot draw is printed as 〓 and reported with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

GETA = "〓"
FONTS = Path(__file__).parent

_UNDRAWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Controls and invisible characters; they take no place on paper (the line feed stays)."""
_VOICED = re.compile(r"[\u3041-\u30ff][\u3099\u309a]")
_SELECTOR = r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_VARIED = re.compile(f"(.)({_SELECTOR}+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that could not be drawn as typed, and the address of the fact it stands in.

    For a form chosen by a variation selector that the fonts lack, ``character`` holds both and the plain form is printed.
    """

    character: str
    where: str

    @property
    def message(self) -> str:
        """The sentence for a person."""
        code = "+".join(f"U+{ord(part):04X}" for part in self.character)
        if len(self.character) > 1:
            return f"「{self.character[0]}」の異体字（{code}）は備え付けの書体にないため、標準の字形で印刷しました（{self.where}）。"
        return (
            f"「{self.character}」（{code}）は備え付けの書体にないため、{GETA}と印刷しました（{self.where}）。"
            "別の字に置き換えるか、印刷後に書き添えてください。"
        )


@dataclass(slots=True)
class Ink:
    """Makes texts printable and remembers what was missing, in order of appearance and once per place."""

    _missing: dict[Missing, None] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What could not be drawn so far."""
        return tuple(self._missing)

    def text(self, text: str, where: str) -> str:
        """The text with 〓 for what neither font draws, and without controls; a tab becomes a blank."""
        text = text.replace("\t", " ").replace("\r\n", "\n")
        if text.isascii() and text.isprintable():
            return text
        text = _UNDRAWN.sub("", text)
        text = _VOICED.sub(_composed, text)
        text = _VARIED.sub(lambda match: self._variation(match, where), text)
        return _undrawable().sub(lambda match: self._geta(match[0], where), text)

    def _variation(self, match: re.Match[str], where: str) -> str:
        base, selectors = match.groups()
        if len(selectors) == 1 and base in _variations().get(selectors, frozenset()):
            return base + selectors
        if "\ufe00" <= selectors[0] <= "\ufe0f":  # a choice between picture and text, no loss
            return base
        self._missing[Missing(base + selectors, where)] = None
        return base

    def _geta(self, character: str, where: str) -> str:
        self._missing[Missing(character, where)] = None
        return GETA


def _composed(match: re.Match[str]) -> str:
    """か with a combining mark (as macOS writes file names) as one character."""
    return unicodedata.normalize("NFC", match[0])


@cache
def _undrawable() -> re.Pattern[str]:
    """Matches one character that no shipped font draws."""
    parts = []
    for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        parts.append(f"{_escaped(first)}-{_escaped(last or first)}")
    return re.compile(f"[^\\n{''.join(parts)}{_SELECTOR[1:-1]}]")


def _escaped(code: str) -> str:
    return f"\\U{int(code, 16):08x}"


@cache
def _variations() -> dict[str, frozenset[str]]:
    """Variation selector → the characters it may follow; read only when a text has a selector."""
    found: dict[str, set[str]] = {}
    for line in (FONTS / "variations.txt").read_text(encoding="ascii").splitlines():
        selector, _, codes = line.partition(": ")
        first, _, last = codes.partition("-")
        span = range(int(first, 16), int(last or first, 16) + 1)
        found.setdefault(chr(int(selector, 16)), set()).update(map(chr, span))
    return {selector: frozenset(bases) for selector, bases in found.items()}
