"""Rounding and printing of rates, in the three ways offices and their spreadsheets do it."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Protocol


class RoundingRule(Protocol):
    """What rounding needs to know; ``document.Rounding`` fits."""

    @property
    def digits(self) -> int:
        """Digits behind the point."""

    @property
    def mode(self) -> Literal["cut", "half-up", "up"]:
        """切捨て, 四捨五入 or 切上げ."""

    @property
    def unit(self) -> Literal["ratio"] | None:
        """None for percent, ``ratio`` for 0.95."""


def round_whole(over: int, under: int, mode: str) -> int:
    """over/under (under > 0) as a whole number. All modes treat negative numbers as spreadsheets do: by the amount."""
    if mode == "cut" and over >= 0:
        return over // under
    whole, rest = divmod(abs(over), under)
    if (mode == "half-up" and 2 * rest >= under) or (mode == "up" and rest):
        whole += 1
    return whole if over >= 0 else -whole


def scale_of(rounding: RoundingRule) -> int:
    """How many units of its last printed digit a rate of 1 has: 1000 for percent with one digit (100.0 %)."""
    scale: int = 10**rounding.digits
    return scale if rounding.unit == "ratio" else scale * 100


def rounded(rate: Fraction, rounding: RoundingRule) -> Fraction:
    """The rate after rounding, for bodies that grade the rounded rate."""
    scale = scale_of(rounding)
    return Fraction(round_whole(rate.numerator * scale, rate.denominator, rounding.mode), scale)


def print_rate(rate: Fraction, rounding: RoundingRule) -> str:
    """The rate as the rule set prints it: ``93%``, ``79.5%``, ``0.95``."""
    return print_units(round_whole(rate.numerator * scale_of(rounding), rate.denominator, rounding.mode), rounding)


def print_units(units: int, rounding: RoundingRule) -> str:
    """A rate already rounded, given in units of its last printed digit (933 of 93.3 %), as it is printed."""
    figures = decimal_text(units, rounding.digits) if rounding.digits else str(units)
    return figures if rounding.unit == "ratio" else figures + "%"


def percent_text(rate: Fraction, digits: int = 6) -> str:
    """The rate in percent with many digits, for machines: 11/15 → ``73.333333``."""
    return decimal_text(round_whole(rate.numerator * 10 ** (digits + 2), rate.denominator, "half-up"), digits)


def decimal_text(units: int, digits: int) -> str:
    """units·10^−digits with exactly that many digits behind the point: 933, 1 → ``93.3``."""
    figures = str(abs(units)).rjust(digits + 1, "0")
    return ("-" if units < 0 else "") + figures[:-digits] + "." + figures[-digits:]
