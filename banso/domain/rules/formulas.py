"""The formulas of achievement rates (plan-document.md, "Rule sets"), over exact numbers.

A actual, T target, B baseline, E the value expected by now, n-th of N plan years. Numbers may be Decimal, Fraction or
int; results are fractions of 1 (14/15 is 93.3 %). A formula raises NoRate where it gives no rate.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

Number = Decimal | Fraction | int
Comparator = Literal[">=", ">", "<=", "<", "="]


class NoRate(Exception):
    """There is no rate; ``reason`` is the word of the contract: target-zero, negative or the name of a state."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def quotient(dividend: Number, divisor: Number) -> Fraction:
    """The exact fraction of two numbers; faster than dividing two fractions."""
    dividend_over, dividend_under = dividend.as_integer_ratio()
    divisor_over, divisor_under = divisor.as_integer_ratio()
    return Fraction(dividend_over * divisor_under, dividend_under * divisor_over)


def ratio(actual: Number, target: Number) -> Fraction:
    """A/T, for higher-is-better. Raises NoRate for a target of 0 and for negative numbers."""
    if target <= 0 or actual < 0:
        raise NoRate("negative" if target else "target-zero")
    return quotient(actual, target)


def inverse(actual: Number, target: Number) -> Fraction:
    """T/A, for lower-is-better. Raises NoRate as ``ratio`` does; an actual of 0 has no finite rate (ZeroDivisionError)."""
    if target <= 0 or actual < 0:
        raise NoRate("negative" if target else "target-zero")
    return quotient(target, actual)


def mirror(actual: Number, target: Number) -> Fraction:
    """(2T−A)/T, for lower-is-better: 10 % under the target is 110 %."""
    return 2 - ratio(actual, target)


def baseline_progress(actual: Number, target: Number, baseline: Number) -> Fraction:
    """(A−B)/(T−B), right in both directions and for negative numbers. No rate where the target is the baseline."""
    way = Fraction(target) - Fraction(baseline)
    if not way:
        raise NoRate("cannot-judge")
    return (Fraction(actual) - Fraction(baseline)) / way


def time_share_target(target: Number, nth: int, years: int) -> Fraction:
    """T·n/N: the part of the target that is due in the n-th of N plan years (多摩市: 20, 40, … 100 %)."""
    return Fraction(target) * min(nth, years) / years


def expected(baseline: Number, baseline_year: int, final: Number, final_year: int, year: int) -> Fraction:
    """E of a year on the straight line from the baseline to the final target; the final target from its year on."""
    if year >= final_year or final_year <= baseline_year:
        return Fraction(final)
    share = Fraction(year - baseline_year, final_year - baseline_year)
    return Fraction(baseline) + (Fraction(final) - Fraction(baseline)) * share


def change(actual: Number, before: Number) -> Fraction:
    """(A−R)/|R|, the change against a former value; from 0 every change counts as a whole (100 %)."""
    difference = Fraction(actual) - Fraction(before)
    if not before:
        return Fraction((difference > 0) - (difference < 0))
    return difference / abs(Fraction(before))


def meets(actual: Number, comparator: Comparator, target: Number) -> bool:
    """Whether the actual fulfils the target, compared exactly: 58.7 is not 59."""
    if comparator == ">=":
        return actual >= target
    if comparator == "<=":
        return actual <= target
    if comparator == ">":
        return actual > target
    if comparator == "<":
        return actual < target
    return actual == target


def within(actual: Number, low: Number, high: Number) -> bool:
    """Whether the actual is kept within the range, both ends included (維持目標)."""
    return low <= actual <= high
