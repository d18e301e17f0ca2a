"""What is entered year after year: results, targets, baselines. Amounts are read as offices type them.

Nothing is guessed: a blank waits, a dash stays a dash, and a number in another unit is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from banso.domain.amounts import ParsedAmount, actual_quantity, baseline_quantity, parse_amount, target_quantity
from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.edits.access import exchanged, indicator_of, place_of, stored, within_plan
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.reports import decide, rate_overall, write_text
from banso.domain.match import indicator_label
from banso.domain.quantity import QUANTITY_FIELDS, Quantity, State
from banso.domain.text import fold, squeeze

__all__ = [
    "copy_from_last_year",
    "decide",
    "enter_actual",
    "enter_baseline",
    "enter_target",
    "rate_overall",
    "write_text",
]

PERIODS = ("H1", "H2", *(f"Q{number}" for number in range(1, 5)), *(f"{month:02}" for month in range(1, 13)))
"""Half-years, quarters and months within a fiscal year, for interim results."""


def enter_actual(
    document: PlanDocument,
    *,
    indicator: str,
    year: int,
    text: str = "",
    state: State | None = None,
    period: str | None = None,
    as_of: str | None = None,
) -> PlanDocument:
    """A result as it was typed (``4,755``, ``58.7（暫定）``, ``266,061（令和3年度）``, ``集計中``), or a chosen state.

    A blank means not entered yet; a blank interim result goes away. The same value typed again changes nothing: an
    imported value stays imported. A value copied or estimated becomes an entered one when it is typed.
    """
    known = indicator_of(document, indicator)
    if period is not None and period not in PERIODS:
        raise EditRefused("期間は、半期・四半期・月のどれかで選んでください。")
    place = place_of(
        document.actuals, lambda each: each.indicator == indicator and each.year == year and each.period == period
    )
    old = None if place is None else document.actuals[place]
    if old is None:
        within_plan(document, year)
    if state is None and period is not None and not squeeze(text):
        return document if old is None else replace(document, actuals=stored(document.actuals, place, None))
    parsed = ParsedAmount(None) if state is not None else parse_amount(text)
    quantity = Quantity(state=state) if state is not None else _as_typed(actual_quantity(text), parsed, text, known)
    if parsed.comparator is not None and quantity.amount is not None:
        # A result has no comparator of its own: 「10以上」 is kept as it was typed.
        quantity = replace(quantity, printed=squeeze(text))
    new = Actual(
        indicator=indicator,
        year=year,
        period=period,
        reference_year=parsed.reference_year,
        as_of=as_of,
        origin=None if quantity.state == "not-entered" else "entered",
        cumulative=parsed.bracket,
        **_parts(quantity),
    )
    if old is not None and old.origin != "estimated" and _restated(old, new, ("reference_year", "as_of", "cumulative")):
        return document
    return replace(document, actuals=stored(document.actuals, place, new))


def enter_target(
    document: PlanDocument,
    *,
    indicator: str,
    year: int | None = None,
    final: bool = False,
    text: str = "",
    state: State | None = None,
) -> PlanDocument:
    """A target as it was typed (``15 (25)``, ``70以上``, ``5日以内``), of a year or (``final`` or without year) the final one.

    The number in the bracket is the running total, 以上 and 以内 the comparator. A blank or dash is "no target this
    year"; a blank final target goes away.
    """
    known = indicator_of(document, indicator)
    final = final or year is None
    place = place_of(
        document.targets,
        lambda each: each.indicator == indicator and each.final == final and (final or each.year == year),
    )
    old = None if place is None else document.targets[place]
    if old is None and year is not None:
        within_plan(document, year)
    if final and state is None and not squeeze(text):
        return document if old is None else replace(document, targets=stored(document.targets, place, None))
    parsed = ParsedAmount(None) if state is not None else parse_amount(text)
    quantity = Quantity(state=state) if state is not None else _as_typed(target_quantity(text), parsed, text, known)
    new = Target(
        indicator=indicator,
        year=year if year is not None or old is None else old.year,
        final=final,
        cumulative=parsed.bracket,
        comparator=parsed.comparator,
        **_parts(quantity),
    )
    if old is not None and old.comparator == new.comparator and _restated(old, new, ("cumulative",)):
        return document
    return replace(document, targets=stored(document.targets, place, new))


def enter_baseline(document: PlanDocument, *, indicator: str, text: str, year: int | None = None) -> PlanDocument:
    """The value before the plan as it was typed; a blank takes it away. The year is ``year``, the typed one, or as before."""
    known = indicator_of(document, indicator)
    parsed = parse_amount(text)
    quantity = baseline_quantity(text)
    old = known.baseline
    new: Baseline | None = None
    if quantity is not None:
        when = year if year is not None else parsed.reference_year
        if when is None and old is not None:
            when = old.year
        new = Baseline(**_parts(_as_typed(quantity, parsed, text, known)), year=when)
    if new == old:
        return document
    return replace(document, indicators=exchanged(document.indicators, known, replace(known, baseline=new)))


def copy_from_last_year(document: PlanDocument, *, year: int, indicators: Iterable[str]) -> PlanDocument:
    """The amounts and texts of the year before as results of ``year``, for indicators that have none entered yet.

    A copied value has the origin ``estimated`` until a person types it: it is a stand-in, not a result of the year.
    States such as 集計中 are not copied.
    """
    within_plan(document, year)
    wanted = dict.fromkeys(indicators)
    for key in wanted:
        indicator_of(document, key)
    last: dict[str, Actual] = {}
    places: dict[str, int] = {}
    for place, actual in enumerate(document.actuals):
        if actual.indicator in wanted and actual.period is None:
            if actual.year == year - 1:
                last[actual.indicator] = actual
            elif actual.year == year:
                places[actual.indicator] = place
    actuals = list(document.actuals)
    for key in wanted:
        before, here = last.get(key), places.get(key)
        if before is None or before.state is not None:
            continue
        if here is not None and actuals[here].state != "not-entered":
            continue
        # The running total and the reference period belong to last year's value only.
        copied = Actual(indicator=key, year=year, origin="estimated", **_parts(before))
        if here is None:
            actuals.append(copied)
        else:
            actuals[here] = copied
    return replace(document, actuals=tuple(actuals))


def _as_typed(quantity: Quantity, parsed: ParsedAmount, text: str, indicator: Indicator) -> Quantity:
    """The quantity, with the typed words kept where the indicator has no unit. Refuses another unit than its own."""
    if parsed.unit and indicator.unit and fold(parsed.unit) != fold(indicator.unit):
        raise EditRefused(
            f"「{squeeze(text)}」の単位「{parsed.unit}」が、指標「{indicator_label(indicator)}」の単位"
            f"「{indicator.unit}」と違います。「{indicator.unit}」で数えた数だけを入れてください。"
        )
    return replace(quantity, printed=squeeze(text)) if parsed.unit and not indicator.unit else quantity


def _restated(old: Quantity, new: Quantity, beside: tuple[str, ...]) -> bool:
    """Whether the new entry says the same value again, and beside it nothing that the old one does not say."""
    return all(getattr(old, name) == getattr(new, name) for name in QUANTITY_FIELDS) and all(
        getattr(new, name) in (None, getattr(old, name)) for name in beside
    )


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in QUANTITY_FIELDS}
