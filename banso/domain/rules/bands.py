"""Bands of grades: ordered lower bounds in percent, half-open, compared exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Protocol, TypeVar


class BandRule(Protocol):
    """What grading needs of a band; ``rule_set.Band`` fits."""

    @property
    def grade(self) -> str:
        """The letter, sign or word."""

    @property
    def from_(self) -> Decimal | None:
        """The lower bound in percent, None for the lowest band."""

    @property
    def above(self) -> bool:
        """Whether the bound itself lies below the band (100%超)."""

    @property
    def by(self) -> str | None:
        """The formula the bound is measured by, None for the rule set's own."""


BandT = TypeVar("BandT", bound=BandRule)

Bounds = tuple[tuple[int, int, bool, str], ...]
"""Bands made ready for grading many rates: bound (numerator, denominator), whether it is excluded, grade."""


def bounds_of(bands: Sequence[BandRule]) -> Bounds:
    """The bands as whole numbers, from the best down: 80 % becomes 4/5. A band without bound has a denominator of 0."""
    bounds = []
    for band in bands:
        over, under = (Fraction(band.from_) / 100).as_integer_ratio() if band.from_ is not None else (-1, 0)
        bounds.append((over, under, band.above, band.grade))
    return tuple(bounds)


def grade_by(bounds: Bounds, numerator: int, denominator: int) -> str | None:
    """The grade of a rate numerator/denominator, compared exactly in whole numbers; None below the last bound."""
    for over, under, excluded, grade in bounds:
        # rate ≥ over/under, multiplied out; with a denominator of 0 every rate reaches the band.
        surplus = numerator * under - over * denominator
        if surplus > 0 or (surplus == 0 and not excluded):
            return grade
    return None


def reaches(band: BandRule, rate: Fraction) -> bool:
    """Whether the rate reaches the band's lower bound."""
    return grade_by(bounds_of((band,)), rate.numerator, rate.denominator) is not None


def band_of(rate_by: Callable[[str | None], Fraction], bands: Sequence[BandT]) -> BandT | None:
    """The first band, from the best down, whose bound the rate measured by that band's formula reaches.

    None where the rate lies below the last bound: such bands do not cover the line.
    """
    return next((band for band in bands if reaches(band, rate_by(band.by))), None)


def grade_of(rate: Fraction, bands: Sequence[BandRule]) -> str | None:
    """The grade of a rate under bands that are all measured by one formula."""
    return grade_by(bounds_of(bands), rate.numerator, rate.denominator)


def band_problems(bands: Sequence[BandRule]) -> tuple[str, ...]:
    """What is wrong with bands as data, as Japanese sentences: order, a grade twice, a line not covered."""
    problems = []
    if bands and bands[-1].from_ is not None:
        problems.append(
            f"一番下の評価「{bands[-1].grade}」に下限（{bands[-1].from_}%）があり、それより下に評価がありません。"
        )
    for upper, lower in pairwise(bands):
        if upper.from_ is None:
            problems.append(f"評価「{upper.grade}」に下限がないため、その下の「{lower.grade}」になることがありません。")
        elif upper.by == lower.by and lower.from_ is not None:
            same = upper.from_ == lower.from_ and upper.above and not lower.above
            if lower.from_ >= upper.from_ and not same:
                problems.append(
                    f"評価「{upper.grade}」（{upper.from_}%）の下に「{lower.grade}」（{lower.from_}%）があります。"
                )
    grades = [band.grade for band in bands]
    problems.extend(
        f"評価「{grade}」が{grades.count(grade)}回あります。"
        for grade in dict.fromkeys(grades)
        if grades.count(grade) > 1
    )
    return tuple(problems)
