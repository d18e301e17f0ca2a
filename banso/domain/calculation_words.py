"""Numbers, bands and reasons as a calculation in words shows them. What does not end is cut and marked with ``…``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from banso.domain.document_words import VALUE_WORDS
from banso.domain.quantity import STATE_LABELS, format_amount
from banso.domain.rule_set import Band, Rounding
from banso.domain.rules.formulas import Number
from banso.domain.rules.rounding import decimal_text, round_whole

_MOST_DIGITS = 8
_CUT = 4
_SENTENCES = {
    "target-zero": "目標が0なので割り算ができず、率を出しません。",
    "negative": "目標か実績が負の数なので、この式では率を出しません。",
    "cannot-judge": "計算に要る値（当初値、計画期間、途中の年度の値など）がそろわないので、率を出しません。",
    "not-entered": "実績が未入力なので、率も評価も出しません。0とは扱いません。",
}


def number_words(value: Number) -> str:
    """The number as it is, with thousands separators; one that does not end is cut: 1/3 → ``0.3333…``."""
    if isinstance(value, Decimal):
        return format_amount(value)
    exact = Fraction(value)
    digits = next((digits for digits in range(_MOST_DIGITS + 1) if not 10**digits % exact.denominator), None)
    places = _CUT if digits is None else digits
    units = round_whole(exact.numerator * 10**places, exact.denominator, "cut")
    text = format_amount(Decimal(decimal_text(units, places) if places else str(units)))
    return f"{text}…" if digits is None else text


def factor(value: Number) -> str:
    """The number as it stands in a formula: a negative one in brackets."""
    text = number_words(value)
    return f"（{text}）" if value < 0 else text


def rate_words(rate: Fraction, rounding: Rounding) -> str:
    """A rate with all its digits: 11/15 → ``73.3333…%``, ``0.7333…`` for bodies that print ratios."""
    return number_words(rate) if rounding.unit == "ratio" else f"{number_words(rate * 100)}%"


def rounding_words(rounding: Rounding) -> str:
    """What is done to the digits behind: 整数に切り捨てて, 小数第1位まで四捨五入して."""
    digits = f"小数第{rounding.digits}位まで" if rounding.digits else "整数に"
    return digits + {"cut": "切り捨てて", "half-up": "四捨五入して", "up": "切り上げて"}[rounding.mode]


def bound_words(band: Band, rounding: Rounding) -> str:
    """The lower bound of a band: ``80%以上``, ``100%超``."""
    assert band.from_ is not None
    bound = rate_words(Fraction(band.from_) / 100, rounding)
    return f"{bound}{'超' if band.above else '以上'}"


def span_words(bands: Sequence[Band], place: int, rounding: Rounding) -> str:
    """What the band at the place covers, among bands that are measured alike: ``80%以上100%未満``, ``80%未満``."""
    band = bands[place]
    words = bound_words(band, rounding) if band.from_ is not None else ""
    upper = next((each for each in reversed(bands[:place]) if each.from_ is not None and each.by == band.by), None)
    if upper is not None and upper.from_ is not None:
        words += rate_words(Fraction(upper.from_) / 100, rounding) + ("以下" if upper.above else "未満")
    return words


def goal_words(comparator: str, goal: str) -> str:
    """The condition a target sets: ``15人以上``, ``ちょうど3か所``."""
    word = VALUE_WORDS["Target.comparator"][comparator]
    return f"{word}{goal}" if comparator == "=" else f"{goal}{word}"


def reason_sentence(reason: str, *, of_target: bool) -> str:
    """Why there is no rate, as a sentence; ``of_target`` tells that the target's state stands in the way."""
    if of_target and reason in ("not-set", "none"):
        return "この年度の目標がないので、率も評価も出しません。"
    if reason in _SENTENCES:
        return _SENTENCES[reason]
    label = next((label for state, label in STATE_LABELS.items() if state == reason), "")
    return f"{'目標' if of_target else '実績'}が「{label}」なので、率も評価も出しません。0とは扱いません。"
