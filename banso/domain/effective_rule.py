"""Which rule applies: the plan's rule set of a year, and what an indicator's own ``rule`` changes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from banso.domain.document import Indicator
from banso.domain.rule_set import Band, Formula, Rounding, RuleSet
from banso.domain.rules.bands import Bounds, bounds_of
from banso.domain.rules.formulas import Comparator
from banso.domain.rules.rounding import scale_of

FORMULAS: tuple[str, ...] = get_args(Formula)
LOWER_BY_HIGHER_FORMULA = (
    "低いほど良い指標を「実績÷目標」で計算しています。達成率が100%を超えるほど悪い結果です（団体の決まりによる計算）。"
)
UPWARD_ONLY = ("ratio", "path-ratio", "time-share")
"""Formulas that grow with the actual, whatever the indicator's direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveRule:
    """The rule that judges one indicator: the rule set's, with the indicator's own changes and its direction.

    ``low`` and ``high`` are the ends of ``range``; ``comparator`` holds where a target names none; ``mixed`` tells that
    some bands are measured by another formula. ``bounds`` and ``scale`` are bands and rounding made ready for many rates,
    ``conditions`` the words that a grade needs as well.
    """

    formula: Formula = "ratio"
    basis: Literal["year", "cumulative", "path"] = "year"
    rounding: Rounding = field(default_factory=Rounding)
    bands: tuple[Band, ...] = ()
    bounds: Bounds = ()
    scale: int = 100
    special: Mapping[str, str] = field(default_factory=dict)
    tolerance: Decimal | None = None
    reference: Literal["previous-year", "baseline"] | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    lower: bool = False
    comparator: Comparator = ">="
    mixed: bool = False
    conditions: Mapping[str, str] = field(default_factory=dict)
    warning: str | None = None


def rule_sets_in_force(rule_sets: Iterable[RuleSet], year: int) -> tuple[RuleSet, ...]:
    """The rule sets of a fiscal year: those with the latest ``from_year`` that is not after it (none is the oldest).

    Several of the same year stand for several judged levels.
    """
    begun = [rule_set for rule_set in rule_sets if rule_set.from_year is None or rule_set.from_year <= year]
    if not begun:
        return ()
    latest = max(rule_set.from_year or 0 for rule_set in begun)
    return tuple(rule_set for rule_set in begun if (rule_set.from_year or 0) == latest)


def effective_rule(rule_set: RuleSet | None, indicator: Indicator, lower: bool) -> EffectiveRule | None:
    """The rule that judges the indicator, None where neither the plan nor the indicator has one.

    Under ``ratio`` a lower-is-better indicator is computed by ``inverse`` unless its own rule names ``ratio``: then the
    body's formula stands, with a warning (the published figures of 御所市 need it).
    """
    own, unread = _own_changes(indicator.rule)
    if indicator.kind == "context" or (rule_set is None and "formula" not in own):
        return None
    base = {name: getattr(rule_set, name) for name in _SHARED} if rule_set is not None else {}
    values = {**base, **own, "lower": lower}
    if lower and values["formula"] == "ratio" and "formula" not in own:
        values["formula"] = "inverse"
    values["bounds"] = bounds_of(values.get("bands", ()))
    values["scale"] = scale_of(values.get("rounding", Rounding()))
    values["mixed"] = any(band.by for band in values.get("bands", ()))
    values["comparator"] = "<=" if lower else ">="
    if indicator.direction == "milestone" and values["formula"] not in ("human", "trend"):
        values["formula"] = "milestone"
    values["conditions"] = {band.grade: band.condition for band in values.get("bands", ()) if band.condition}
    warnings = []
    if lower and values["formula"] in UPWARD_ONLY:
        warnings.append(LOWER_BY_HIGHER_FORMULA)
    if not lower and indicator.direction == "higher" and values["formula"] in ("inverse", "mirror"):
        warnings.append("高いほど良い指標を、低いほど良い指標の式で計算しています。")
    if unread:
        warnings.append(f"指標の個別の決まりのうち「{'、'.join(unread)}」は読めないため使っていません。")
    return EffectiveRule(**values, warning="".join(warnings) or None)


_SHARED = ("formula", "basis", "rounding", "bands", "special", "tolerance", "reference")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "formula": FORMULAS,
    "basis": ("year", "cumulative", "path"),
    "reference": ("previous-year", "baseline"),
}
_DESCRIPTIVE = ("source", "legend", "reason", "key", "from_year")


def _own_changes(rule: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The readable changes of an indicator's ``rule`` and the names of those that are not."""
    changes: dict[str, Any] = {}
    unread = []
    for name, value in rule.items():
        try:
            if name in _CHOICES and value in _CHOICES[name]:
                changes[name] = value
            elif name in ("tolerance", "low", "high"):
                changes[name] = Decimal(str(value))
            elif name == "rounding":
                changes[name] = value if isinstance(value, Rounding) else Rounding(**value)
            elif name == "bands":
                changes[name] = tuple(_band(band) for band in value)
            elif name == "special":
                changes[name] = dict(value)
            elif name not in _DESCRIPTIVE:
                unread.append(name)
        except (InvalidOperation, TypeError, ValueError, AttributeError):
            unread.append(name)
    return changes, unread


def _band(value: Any) -> Band:
    if isinstance(value, Band):
        return value
    known = {part.name for part in fields(Band)}
    parts = {("from_" if name == "from" else name): part for name, part in value.items()}
    if not parts.keys() <= known:
        raise ValueError(f"unknown part of a band: {parts.keys() - known}")
    if parts.get("from_") is not None:
        parts["from_"] = Decimal(str(parts["from_"]))
    return Band(**parts)
