"""What a 依頼シート shows and asks for; the words of its headings, by which a returned one is recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from banso.domain.quantity import STATE_LABELS, State

TITLE: Final = "依頼シート"
TOKEN: Final = "banso-request:"
"""Stands before the token in the narrow column, so that it is found wherever the cell was copied to."""
NUMBER, INDICATOR, UNIT, DEFINITION = "番号", "指標", "単位", "定義・出典"
TARGET, WRITE, CHOOSE = "目標", "【記入】", "【選択】"
RESULT: Final = "の実績"
WAITING: Final = "まだ数がないとき"
REMARKS: Final = "備考"
ELEMENT, KIND, WORDS = "項目", "文章の種類", "書くところ"
CONTRIBUTOR, PLAN, DUE, CONTACT = "担当", "計画", "締切", "問い合わせ先"

STATES: Final[tuple[State, ...]] = (
    "being-counted",
    "not-published",
    "not-surveyed",
    "not-applicable",
    "not-started",
    "not-done",
    "cannot-judge",
    "suspended",
    "completed",
    "ended",
    "withheld",
)
"""What may be chosen instead of a number."""
STATE_CHOICES: Final = tuple(STATE_LABELS[state] for state in STATES)


@dataclass(frozen=True, slots=True)
class Figure:
    """A result that is asked for. ``address`` and ``remarks_address`` name its facts; ``amount``: a number is expected."""

    address: str
    remarks_address: str
    code: str
    name: str
    unit: str
    definition: str
    previous: str
    target: str
    actual: str
    remarks: str
    amount: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is asked for: ``place`` names the element, ``kind`` what is to be written (事業実績)."""

    address: str
    place: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RequestSheet:
    """One contributor's sheet of a year. ``token`` names plan, year, contributor and revision; it is opaque here."""

    plan: str
    year: int
    contributor: str
    due: str
    contact: str
    token: str
    figures: tuple[Figure, ...]
    texts: tuple[Words, ...]
