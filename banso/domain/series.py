"""Running totals of targets and actuals: the bracket in ``15 (25)``.

Proved on the papers of 嘉麻市: c(n) = baseline + the sum of the targets so far, for 12 of 12 indicators with a bracket
(``domain/documents.md``, 001, rule 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from banso.domain.document import Accumulation
from banso.domain.quantity import Quantity, State

ADDS_NOTHING: frozenset[State] = frozenset({"not-set", "not-applicable", "ended", "completed"})
"""States that say nothing was planned or due in a year; every other state leaves the total unknown."""

RUNNING: frozenset[Accumulation] = frozenset({"flow", "increment", "cumulative", "cumulative-with-baseline"})
"""Kinds of indicators whose years may be added; balances (stock) and shares (ratio) may not."""


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
    if accumulation not in RUNNING or year < first_year:
        return None
    total = Decimal(0)
    if accumulation == "cumulative-with-baseline":
        if baseline is None or baseline.amount is None:
            return None
        total = baseline.amount
    planned = False
    for each in range(first_year, year + 1):
        entry = entries.get(each)
        if entry is None:
            return None
        if entry.amount is not None:
            planned, total = True, total + entry.amount
        elif entry.state not in ADDS_NOTHING:
            return None
    return total if planned else None
