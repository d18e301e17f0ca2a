"""What a plan states about its indicators, gathered once for quick access by fiscal year."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from banso.domain.document import Actual, Indicator, PlanDocument, Target
from banso.domain.rules.formulas import NoRate
from banso.domain.series import running_totals


@dataclass(slots=True)
class Facts:
    """What the plan states about one indicator, by fiscal year; interim results (with a period) are not the year's."""

    indicator: Indicator
    first_year: int | None
    last_year: int | None
    targets: dict[int, Target] = field(default_factory=dict)
    actuals: dict[int, Actual] = field(default_factory=dict)
    final: Target | None = None
    _totals: tuple[dict[int, Decimal], dict[int, Decimal]] | None = None

    def target(self, year: int) -> Target | None:
        """The target of the year; where the year has none of its own, the final one."""
        own = self.targets.get(year)
        if own is None or own.state == "not-set":
            return self.final or own
        return own

    def totals(self) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        """The running totals of targets and of actuals by year, as far as they are known."""
        if self._totals is None:
            baseline = self.indicator.baseline
            first = self.first_year if self.first_year is not None else min(self.targets, default=0)
            if baseline is not None and baseline.year is not None:
                first = max(first, baseline.year + 1)
            last = max(self.targets, default=first)
            accumulation = self.indicator.accumulation or "flow"
            targets, actuals = (
                running_totals(entries, first_year=first, last_year=last, baseline=baseline, accumulation=accumulation)
                for entries in (self.targets, self.actuals)
            )
            self._totals = targets, actuals
        return self._totals

    def baseline(self) -> Decimal:
        """The amount of the baseline. Raises NoRate with its state where there is none."""
        baseline = self.indicator.baseline
        if baseline is None or baseline.amount is None:
            raise NoRate((baseline.state if baseline else None) or "not-set")
        return baseline.amount


def facts_of(document: PlanDocument) -> dict[str, Facts]:
    """The facts of every indicator by its key, in the document's order; of two entries for one year the later stands."""
    facts = {
        indicator.key: Facts(indicator, document.first_year, document.last_year) for indicator in document.indicators
    }
    for target in document.targets:
        one = facts.get(target.indicator)
        if one is None:
            continue
        if target.final:
            one.final = target
        if target.year is not None:
            one.targets[target.year] = target
    for actual in document.actuals:
        one = facts.get(actual.indicator)
        if one is not None and actual.period is None:
            one.actuals[actual.year] = actual
    return facts
