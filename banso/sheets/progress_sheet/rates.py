"""Rates printed on a paper beside those that its own figures give: the computed one is used, a difference is a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from banso.domain.address import join
from banso.domain.document import Actual, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.finding import Doubt
from banso.domain.quantity import format_quantity
from banso.domain.rules.rounding import round_whole
from banso.domain.text import nfkc
from banso.sheets.progress_sheet.facts import Facts, with_address

_RATE = re.compile(r"([△▲\-−]?)\s*(\d[\d,]*(?:\.(\d+))?)\s*(%?)")
_MODES = ("cut", "half-up", "up")


def rate_doubts(document: PlanDocument, facts: Facts) -> Iterator[Doubt]:
    """A doubt for each printed rate that no rounding makes of the computed one, of the year or cumulative.

    A rate whose figures the sheets state differently follows from a doubt that is told already.
    """
    printed = [
        one
        for one in facts.rates
        if not facts.is_disputed(*(join(kind, one.indicator, one.year) + "/amount" for kind in ("target", "actual")))
    ]
    if not printed:
        return
    evaluation = evaluate(document)
    targets = {(each.indicator, each.year): each for each in document.targets}
    actuals = {(each.indicator, each.year): each for each in document.actuals}
    names = {each.key: each.name for each in document.indicators}
    for one in printed:
        result = evaluation.indicator(one.indicator, one.year)
        rates = (result.rate, result.cumulative) if result else ()
        exact = [rate for rate in rates if rate is not None and rate.exact is not None]
        if not exact or any(_may_be(rate.exact, one.text) for rate in exact if rate.exact is not None):
            continue
        target, actual = targets.get((one.indicator, one.year)), actuals.get((one.indicator, one.year))
        message = (
            f"指標「{names[one.indicator]}」の{one.label}は「{one.text}」と書かれていますが、"
            f"{_of(target, actual)}計算すると{exact[0].printed}です。計算した値を使います。数か式の違いを確かめてください。"
        )
        where = with_address(one.place, join("indicator", one.indicator))
        yield Doubt(code="rate-differs", severity="warning", where=where, message=message, quote=one.text)


def _of(target: Target | None, actual: Actual | None) -> str:
    return f"目標{format_quantity(target)}と実績{format_quantity(actual)}から" if target and actual else ""


def _may_be(exact: Fraction, text: str) -> bool:
    """Whether rounding the rate in one of the usual ways gives the text; what is no number is never wrong."""
    found = _RATE.search(nfkc(text))
    if found is None:
        return True
    value = Decimal(found[2].replace(",", "")) * (-1 if found[1] else 1)
    digits = len(found[3] or "")
    # A number without % may be the percentage or the ratio: 95, 0.95.
    scales = (100,) if found[4] else (100, 1)
    return any(
        round_whole((exact * scale * 10**digits).numerator, (exact * scale * 10**digits).denominator, mode)
        == int(value.scaleb(digits))
        for scale in scales
        for mode in _MODES
    )
