"""Judging one indicator in one fiscal year: its rate, its grade, whether the target is met, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from banso.domain.document import Target
from banso.domain.effective_rule import EffectiveRule
from banso.domain.indicator_facts import Facts
from banso.domain.results import IndicatorResult, Rate
from banso.domain.rules.bands import band_of, grade_by
from banso.domain.rules.formulas import (
    NoRate,
    Number,
    baseline_progress,
    change,
    expected,
    inverse,
    meets,
    mirror,
    ratio,
    time_share_target,
    within,
)
from banso.domain.rules.rounding import print_rate, print_units, round_whole, rounded
from banso.domain.text import fold

NOTHING = Rate()
BOUNDLESS = "100%以上"
"""Printed where a lower-is-better actual is 0: T/0 has no finite rate and is better than every target."""

_QUOTIENTS: dict[str, Callable[[Number, Number], Fraction]] = {
    "ratio": ratio,
    "path-ratio": ratio,
    "time-share": ratio,
    "inverse": inverse,
    "mirror": mirror,
}
_PROGRESSES = ("baseline-progress", "path-progress")
_RATES = frozenset((*_QUOTIENTS, *_PROGRESSES))
_MADE_OF_PATH = ("path-ratio", "path-progress")


def judge(facts: Facts, year: int, target: Target | None, rule: EffectiveRule | None) -> IndicatorResult:
    """The result of the indicator in the year under the rule (None is no rule); ``target`` is ``facts.target(year)``."""
    key = facts.indicator.key
    if rule is None:
        return IndicatorResult(key=key, year=year, rate=NOTHING, reason="no-rule")
    beside = _cumulative(facts, year, rule) if facts.indicator.accumulation == "cumulative-with-baseline" else None
    formula = rule.formula
    try:
        if target is not None and target.value is not None and formula not in ("human", "trend"):
            formula = "milestone"
        if formula in _RATES:
            rate, achieved, reason = _with_rate(facts, year, rule, target)
        elif formula == "milestone":
            rate, achieved, reason = _milestone(facts, year, rule, target)
        else:
            rate, achieved, reason = _without_rate(facts, year, rule, target)
    except NoRate as no_rate:
        reason = no_rate.reason
        rate, achieved = _special(rule.special.get(reason, ""))
    warning = rule.warning
    if rule.conditions and rate.grade is not None and rate.grade in rule.conditions:
        warning = (
            warning or ""
        ) + f"評価「{rate.grade}」には「{rule.conditions[rate.grade]}」ことも要ります。人が確かめてください。"
    return IndicatorResult(key, year, rate, beside, achieved, reason, formula, warning)


_Judgement = tuple[Rate, bool | None, str | None]


def _with_rate(facts: Facts, year: int, rule: EffectiveRule, target: Target | None) -> _Judgement:
    due = due_of(facts, year, rule, rule.formula, target)
    actual = actual_of(facts, year, rule)
    achieved = meets(actual, (target and target.comparator) or rule.comparator, due)
    try:
        exact = _rate(facts, rule.formula, actual, due)
    except ZeroDivisionError:
        best = rule.bands[0].grade if rule.bands else None
        return Rate(printed=BOUNDLESS, grade=best), achieved, None if best else "no-rule"
    if rule.mixed:
        grade = _graded(facts, year, rule, target, exact)
        return Rate(exact, print_rate(exact, rule.rounding), grade), achieved, None
    return rate_of(exact, rule), achieved, None if rule.bands else "no-rule"


def _without_rate(facts: Facts, year: int, rule: EffectiveRule, target: Target | None) -> _Judgement:
    """threshold, range and trend give a flag and, where the rule has bands, a grade, but no achievement rate."""
    if rule.formula == "human":
        raise NoRate("no-rule")
    value = measured_by(facts, year, rule, rule.formula, target)
    grade = _graded(facts, year, rule, target, value) if rule.bands else None
    if rule.formula == "trend":
        slack = Fraction(rule.tolerance or 0) / 100
        achieved = grade == rule.bands[0].grade if rule.bands else value >= -slack
    else:
        achieved = value >= 1
    return Rate(grade=grade), achieved, None


def _milestone(facts: Facts, year: int, rule: EffectiveRule, target: Target | None) -> _Judgement:
    actual = facts.actuals.get(year)
    if target is None:
        raise NoRate("not-set")
    if target.state is not None:
        raise NoRate(target.state)
    if actual is None:
        raise NoRate("not-entered")
    if actual.state is not None and actual.state != "completed":
        raise NoRate(actual.state)
    if actual.state == "completed":
        done = True
    elif actual.value is not None and target.value is not None:
        done = fold(actual.value) == fold(target.value)
    elif actual.amount is not None and target.amount is not None:
        done = meets(actual.amount, (target and target.comparator) or rule.comparator, target.amount)
    else:
        raise NoRate("cannot-judge")
    return Rate(grade=grade_by(rule.bounds, int(done), 1)), done, None


def _special(treatment: str) -> tuple[Rate, bool | None]:
    """What a rule set gives where nothing can be computed: ``grade:E`` counts as not achieved, ``mark:-`` does not."""
    kind, _, grade = treatment.partition(":")
    if kind == "grade" and grade:
        return Rate(grade=grade), False
    return (Rate(grade=grade), None) if kind == "mark" and grade else (NOTHING, None)


def due_of(facts: Facts, year: int, rule: EffectiveRule, formula: str, target: Target | None) -> Number:
    """What the actual is measured by: T, the running total, E of the path or the share due by now.

    Raises NoRate: not-set or the target's state, target-zero (unless the rule set judges a target of 0).
    """
    if target is None:
        raise NoRate("not-set")
    amount: Number | None = target.amount
    if amount is None:
        raise NoRate(target.state or "cannot-judge")
    if not amount and rule.special.get("target-zero") != "judge":
        raise NoRate("target-zero")
    if formula in _MADE_OF_PATH or rule.basis == "path":
        return amount if target.year == year else _expected(facts, year, amount, target)
    if formula == "time-share":
        if facts.first_year is None or facts.last_year is None or year < facts.first_year:
            raise NoRate("cannot-judge")
        return time_share_target(amount, year - facts.first_year + 1, facts.last_year - facts.first_year + 1)
    if rule.basis == "cumulative" and adds_up(facts):
        total = facts.totals()[0].get(year)
        if total is None:
            raise NoRate("cannot-judge")
        return total
    return amount


def _expected(facts: Facts, year: int, final: Number, target: Target) -> Fraction:
    final_year = target.year if target.year is not None else facts.last_year
    baseline = facts.indicator.baseline
    amount = facts.baseline()
    start = baseline.year if baseline is not None and baseline.year is not None else None
    if start is None and facts.first_year is not None:
        start = facts.first_year - 1
    if final_year is None or start is None:
        raise NoRate("cannot-judge")
    return expected(amount, start, final, final_year, year)


def actual_of(facts: Facts, year: int, rule: EffectiveRule) -> Decimal:
    """A of the year, or the running total. Raises NoRate with the state that stands in the way."""
    actual = facts.actuals.get(year)
    if actual is None:
        raise NoRate("not-entered")
    if actual.amount is None:
        raise NoRate(actual.state or "cannot-judge")
    if rule.basis == "cumulative" and adds_up(facts):
        total = facts.totals()[1].get(year)
        if total is None:
            raise NoRate("cannot-judge")
        return total
    return actual.amount


def adds_up(facts: Facts) -> bool:
    """Whether yearly amounts are typed that a cumulative basis has to add; ``cumulative`` ones are typed as totals."""
    return facts.indicator.accumulation in ("flow", "increment", "cumulative-with-baseline", None)


def _rate(facts: Facts, formula: str, actual: Number, due: Number) -> Fraction:
    made_of_two = _QUOTIENTS.get(formula)
    return made_of_two(actual, due) if made_of_two else baseline_progress(actual, due, facts.baseline())


def measured_by(facts: Facts, year: int, rule: EffectiveRule, formula: str, target: Target | None) -> Fraction:
    """What a band measured by this formula is compared with.

    A rate for the formulas of rates; for threshold 0 (missed), 1 (just met) or 2 (beyond the target); for range 0 or 1;
    for trend the change against the reference, positive where it is for the better.
    """
    if formula == "trend":
        actual = actual_of(facts, year, rule)
        worth = change(actual, reference_of(facts, year, rule))
        return -worth if rule.lower else worth
    if formula == "range" and rule.low is not None and rule.high is not None:
        return Fraction(int(within(actual_of(facts, year, rule), rule.low, rule.high)))
    due = due_of(facts, year, rule, formula, target)
    actual = actual_of(facts, year, rule)
    if formula == "range":
        slack = abs(Fraction(due)) * Fraction(rule.tolerance or 0) / 100
        low = Fraction(rule.low) if rule.low is not None else Fraction(due) - slack
        high = Fraction(rule.high) if rule.high is not None else Fraction(due) + slack
        return Fraction(int(within(actual, low, high)))
    if formula == "threshold":
        if not meets(actual, (target and target.comparator) or rule.comparator, due):
            return Fraction(0)
        return Fraction(2 if meets(actual, "<" if rule.lower else ">", due) else 1)
    return _rate(facts, formula, actual, due)


def reference_of(facts: Facts, year: int, rule: EffectiveRule) -> Decimal:
    """What a trend is measured from: the former year's actual where the rule allows and it stands, else the baseline."""
    if rule.reference != "baseline":
        before = facts.actuals.get(year - 1)
        if before is not None and before.amount is not None:
            return before.amount
        if rule.reference == "previous-year":
            raise NoRate((before.state if before else None) or "not-entered")
    return facts.baseline()


def _graded(facts: Facts, year: int, rule: EffectiveRule, target: Target | None, own: Fraction) -> str | None:
    """The grade under bands of which some are measured by another formula."""

    def value_by(formula: str | None) -> Fraction:
        if formula is None or formula == rule.formula:
            return rounded(own, rule.rounding) if rule.rounding.stage == "grade" else own
        return measured_by(facts, year, rule, formula, target)

    band = band_of(value_by, rule.bands)
    return band.grade if band else None


def rate_of(exact: Fraction, rule: EffectiveRule) -> Rate:
    """A rate under a rule: exact, printed as the rule rounds it, and graded."""
    over, under = exact.as_integer_ratio()
    rounding = rule.rounding
    units = round_whole(over * rule.scale, under, rounding.mode)
    if rounding.stage == "grade":
        over, under = units, rule.scale
    return Rate(exact, print_units(units, rounding), grade_by(rule.bounds, over, under))


def _cumulative(facts: Facts, year: int, rule: EffectiveRule) -> Rate | None:
    """(baseline + ΣA)/(baseline + ΣT), beside the yearly rate; None where it cannot be computed."""
    targets, actuals = facts.totals()
    target, actual = targets.get(year), actuals.get(year)
    if target is None or actual is None:
        return None
    formula = rule.formula if rule.formula in ("inverse", "mirror") else "ratio"
    try:
        return rate_of(_QUOTIENTS[formula](actual, target), rule)
    except (NoRate, ZeroDivisionError):
        return None
