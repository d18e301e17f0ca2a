"""Running totals of targets and actuals: the bracket in ``15 (25)``.

Proved on the papers of 嘉麻市: c(n) = baseline + the sum of the targets so far, for 12 of 12 indicators with a bracket
(``domain/documents.md``, 001, rule 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal

from banso.domain.document import Accumulation
from banso.domain.quantity import Quantity, State

ADDS_NOTHING: frozenset[State] = frozenset({"not-set", "not-applicable", "ended", "completed"})
"""States that say nothing was planned or due in a year; every other state leaves the total unknown."""

RUNNING: frozenset[Accumulation] = frozenset({"flow", "increment", "cumulative", "cumulative-with-baseline"})
"""Kinds of indicators whose years may be added; balances (stock) and shares (ratio) may not."""

_EXACT = Context(prec=100)
"""Sums of amounts of at most 15 digits each stay exact; the default context would round after 28 digits."""


def running_total(
    entries: Mapping[int, Quantity],
    *,
    first_year: int,
    year: int,
    baseline: Quantity | None = None,
    accumulation: Accumulation | None = "cumulative-with-baseline",
) -> Decimal | None:
    """c(n): the total from ``first_year`` to ``year``, with the baseline for ``cumulative-with-baseline``.

    ``entries`` are the targets or the actuals by fiscal year. A year that was not planned adds nothing. None where the
    total is unknown: a year is missing, not entered or not an amount, the baseline is no amount, nothing at all was
    planned, or the indicator is a balance or a share.
    """
    totals = running_totals(
        entries, first_year=first_year, last_year=year, baseline=baseline, accumulation=accumulation
    )
    return totals.get(year)


def running_totals(
    entries: Mapping[int, Quantity],
    *,
    first_year: int,
    last_year: int,
    baseline: Quantity | None = None,
    accumulation: Accumulation | None = "cumulative-with-baseline",
) -> dict[int, Decimal]:
    """c(n) of every year up to ``last_year`` in one pass; a year whose total is unknown is left out, as are those after."""
    totals: dict[int, Decimal] = {}
    if accumulation not in RUNNING:
        return totals
    total = Decimal(0)
    if accumulation == "cumulative-with-baseline":
        if baseline is None or baseline.amount is None:
            return totals
        total = baseline.amount
    planned = False
    for year in range(first_year, last_year + 1):
        entry = entries.get(year)
        if entry is None:
            break
        if entry.amount is not None:
            planned, total = True, _EXACT.add(total, entry.amount)
        elif entry.state not in ADDS_NOTHING:
            break
        if planned:
            totals[year] = total
    return totals
