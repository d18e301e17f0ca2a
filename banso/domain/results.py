"""What evaluating a plan gives: computed rates, grades and totals, never copied from a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple


class Rate(NamedTuple):
    """An achievement rate: ``exact`` as a fraction (11/15), ``printed`` as the rule set prints it (73%), its grade.

    A named tuple, as is IndicatorResult: a large plan has 10,000 of each, and a frozen dataclass takes four times as long.
    """

    exact: Fraction | None = None
    printed: str | None = None
    grade: str | None = None


class IndicatorResult(NamedTuple):
    """The judgement of one indicator in one fiscal year.

    ``rate`` follows the rule set's basis; ``cumulative`` stands beside it where the indicator accumulates. What is not
    judged has a ``reason``: no-rule, target-zero, negative, or the state that stands in the way (not-entered …).
    ``formula`` names the formula used; ``warning`` is a Japanese sentence where the body's rule is doubtful.
    """

    key: str
    year: int
    rate: Rate
    cumulative: Rate | None = None
    achieved: bool | None = None
    reason: str | None = None
    formula: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeResult:
    """The roll-up of a judged node: ``counted`` indicators judged, ``value`` what the method gives (達成, B, points)."""

    key: str
    year: int
    achieved: bool | None
    counted: int
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalResult:
    """A computed count ``achieved``/``counted`` of nodes (of a level) or indicators, for the part named in ``where``."""

    label: str
    of: Literal["nodes", "indicators"]
    level: int | None
    where: Mapping[str, str]
    year: int
    achieved: int
    counted: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All results of a plan, with fast access by key and year."""

    indicators: tuple[IndicatorResult, ...]
    nodes: tuple[NodeResult, ...]
    totals: tuple[TotalResult, ...]
    _by_key: dict[tuple[str, int], IndicatorResult] = field(init=False, repr=False, compare=False, default_factory=dict)

    def indicator(self, key: str, year: int) -> IndicatorResult | None:
        """The result of an indicator in a year, None where it has neither target nor actual."""
        if not self._by_key:
            # Made on first use: evaluating a large plan to print its JSON needs no index.
            self._by_key.update({(result.key, result.year): result for result in self.indicators})
        return self._by_key.get((key, year))
