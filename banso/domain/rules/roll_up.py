"""How the judgements of a node's indicators make the node's own, and which of them count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol, TypeVar


class RollUpRule(Protocol):
    """What rolling up needs to know; ``document.RollUp`` fits."""

    @property
    def method(self) -> Literal["all", "majority", "share", "points", "mean", "worst", "human"]:
        """How judgements are put together."""

    @property
    def denominator(self) -> Literal["judged", "all"]:
        """Whether what waits for its result counts as not achieved."""

    @property
    def cap(self) -> Decimal | None:
        """The most that one rate counts for in a mean, in percent."""


class RateGiven(Protocol):
    """What a roll-up needs of a rate; ``results.Rate`` fits."""

    @property
    def exact(self) -> Fraction | None:
        """The rate, None where the formula gives none."""

    @property
    def grade(self) -> str | None:
        """The grade, None without bands."""


class Judged(Protocol):
    """What a roll-up needs of an indicator's judgement; ``results.IndicatorResult`` fits."""

    @property
    def achieved(self) -> bool | None:
        """Whether the target was met, None where nothing was judged."""

    @property
    def rate(self) -> RateGiven:
        """Its rate and grade."""


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A node's own judgement: ``value`` is 達成, a grade, a share or points, as the method gives it."""

    achieved: bool | None
    counted: int
    value: str | None


FLAGS = {True: "達成", False: "未達成"}


JudgedT = TypeVar("JudgedT", bound=Judged)


def counted_of(items: Sequence[JudgedT], denominator: str, waits: Callable[[JudgedT], bool]) -> list[JudgedT]:
    """The judgements that stand in the denominator.

    Under ``all`` those whose result is still waited for count as well, as not achieved; what has no target, a target of
    0 or no rule never does.
    """
    if denominator == "judged":
        return [item for item in items if item.achieved is not None]
    return [item for item in items if item.achieved is not None or waits(item)]


def roll_up(
    items: Sequence[JudgedT],
    rule: RollUpRule,
    *,
    waits: Callable[[JudgedT], bool] = lambda item: False,
    grades: Sequence[str] = (),
    grade_rate: Callable[[Fraction], str | None] = lambda rate: None,
) -> RolledUp:
    """The judgement of a node from those of its indicators; ``grades`` from the best down.

    all: every one achieved. majority: more than half. share: how many of how many. points: the sum, the lowest grade
    giving 1 (without grades 1 for 達成). mean: the mean rate, each capped where the rule says so, graded by
    ``grade_rate``. worst: the worst grade. human: nothing is computed.
    """
    judged = len([item for item in items if item.achieved is not None])
    counted = counted_of(items, rule.denominator, waits)
    if rule.method == "human" or not counted:
        return RolledUp(None, judged, None)
    achieved = len([item for item in counted if item.achieved])
    everyone = achieved == len(counted)
    if rule.method == "majority":
        return RolledUp(2 * achieved > len(counted), judged, FLAGS[2 * achieved > len(counted)])
    if rule.method == "share":
        return RolledUp(everyone, judged, f"{achieved}/{len(counted)}")
    if rule.method == "points":
        return RolledUp(everyone, judged, str(sum(_points(item, grades) for item in counted)))
    if rule.method == "mean":
        cap = Fraction(rule.cap) / 100 if rule.cap is not None else None
        mean = sum((_capped(item, cap) for item in counted), Fraction(0)) / len(counted)
        return RolledUp(mean >= 1, judged, grade_rate(mean))
    if rule.method == "worst" and grades:
        worst = max((_rank(item, grades) for item in counted), default=0)
        return RolledUp(everyone, judged, grades[worst] if worst < len(grades) else FLAGS[False])
    return RolledUp(everyone, judged, FLAGS[everyone])


def _points(item: Judged, grades: Sequence[str]) -> int:
    if grades:
        return len(grades) - _rank(item, grades)
    return int(item.achieved is True)


def _rank(item: Judged, grades: Sequence[str]) -> int:
    """The place of the grade from the top; what has no grade of the list stands below all."""
    return grades.index(item.rate.grade) if item.rate.grade in grades else len(grades)


def _capped(item: Judged, cap: Fraction | None) -> Fraction:
    rate = item.rate.exact if item.rate.exact is not None else Fraction(int(item.achieved is True))
    return rate if cap is None else min(rate, cap)
