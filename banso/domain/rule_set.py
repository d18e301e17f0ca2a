"""Rule sets as data: how achievement is computed, rounded, graded and rolled up, and since when.

Part of the plan document (banso-plan/1); the rules themselves are the functions of ``banso.domain.rules``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from banso.domain.item import Item

Formula = Literal[
    "ratio",
    "inverse",
    "mirror",
    "baseline-progress",
    "path-ratio",
    "path-progress",
    "time-share",
    "threshold",
    "range",
    "trend",
    "milestone",
    "human",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(Item):
    """How a rate is rounded: ``digits`` behind the point of the percentage, and whether before or after grading.

    ``unit`` ``ratio`` is for bodies that print 0.95 instead of 95%; the digits are then those of the ratio.
    """

    digits: int = 0
    mode: Literal["cut", "half-up", "up"] = "cut"
    stage: Literal["print", "grade"] = "print"
    unit: Literal["ratio"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Item):
    """One grade and its lower bound in percent, inclusive; the last band has none.

    ``above`` marks a bound the rate must exceed (100%超), ``by`` the formula this bound is measured by where it is not
    the rule set's own (長与町: A is above the baseline), ``condition`` words that a person has to judge as well (杵築市).
    """

    grade: str
    from_: Decimal | None = None
    above: bool = False
    by: Formula | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp(Item):
    """How the judgements of a node's indicators make the node's own; ``cap`` limits each rate of a mean (percent)."""

    method: Literal["all", "majority", "share", "points", "mean", "worst", "human"] = "human"
    denominator: Literal["judged", "all"] = "judged"
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleStep(Item):
    """One step of the overall rating: the step is what is stored, the picture (★★★) only how it is drawn."""

    step: int
    label: str
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(Item):
    """How achievement is computed, rounded, graded and rolled up from ``from_year`` on, with its ``source``.

    ``level`` is the judged level of the tree; ``tolerance`` belongs to the formulas range and trend (in percent),
    ``reference`` to trend: what the actual is compared with (else the former year, else the baseline).
    """

    key: str
    from_year: int | None = None
    source: str | None = None
    level: int | None = None
    formula: Formula = "ratio"
    basis: Literal["year", "cumulative", "path"] = "year"
    rounding: Rounding = Rounding()
    bands: tuple[Band, ...] = ()
    special: Mapping[str, str] = field(default_factory=dict)
    roll_up: RollUp = RollUp()
    scale: tuple[ScaleStep, ...] = ()
    legend: str | None = None
    tolerance: Decimal | None = None
    reference: Literal["previous-year", "baseline"] | None = None
