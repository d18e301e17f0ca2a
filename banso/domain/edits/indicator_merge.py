"""Merging two indicators that are one and the same: entered once, counted once from then on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.edits.access import indicator_of
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.uniting import joined_placement, joined_text, notes_once, same_judgement, united
from banso.domain.match import indicator_label
from banso.domain.quantity import STATE_LABELS, Quantity, format_quantity
from banso.domain.rename import Keys, rename
from banso.domain.text import fold

EntryT = TypeVar("EntryT", Target, Actual)
_WAITING = ("not-entered", "not-set", "none")
"""States that say nothing against a value of the other indicator."""


def merge_indicators(document: PlanDocument, *, source: str, into: str) -> PlanDocument:
    """The document with the indicator ``source`` merged into ``into``: placements, targets, actuals, texts move.

    ``into`` keeps what it states and gets what only the other states. Refuses, with both values, where the two have
    different units, baselines, targets, results or judgements for the same year.
    """
    if source == into:
        raise EditRefused("同じ指標どうしは統合できません。統合先に別の指標を選んでください。")
    one, other = indicator_of(document, source), indicator_of(document, into)
    merged = _joined(one, other)
    kept = tuple(merged if each.key == into else each for each in document.indicators if each.key != source)
    after = rename(replace(document, indicators=kept), Keys(indicators={source: into}))
    label = indicator_label(other)

    def came(item: Any) -> bool:
        return bool(item.indicator == source)

    return replace(
        after,
        indicators=tuple(_untangled(each) for each in after.indicators),
        placements=united(document.placements, after.placements, came, joined_placement),
        targets=united(document.targets, after.targets, came, _settled(label, "目標")),
        actuals=united(document.actuals, after.actuals, came, _settled(label, "実績")),
        judgements=united(document.judgements, after.judgements, came, same_judgement),
        texts=united(document.texts, after.texts, came, joined_text),
        notes=notes_once(after.notes),
    )


def _joined(one: Indicator, other: Indicator) -> Indicator:
    if one.unit and other.unit and fold(one.unit) != fold(other.unit):
        raise _differ(indicator_label(other), "単位", other.unit, one.unit)
    values: dict[str, Any] = {}
    for field in fields(other):
        mine, theirs = getattr(other, field.name), getattr(one, field.name)
        if field.name in ("terms", "rule"):
            values[field.name] = {**theirs, **mine}
        elif field.name == "baseline":
            values["baseline"] = _baseline(mine, theirs, indicator_label(other))
        else:
            values[field.name] = theirs if mine is None else mine
    return replace(other, **values)


def _baseline(mine: Baseline | None, theirs: Baseline | None, label: str) -> Baseline | None:
    if mine is None or theirs is None or _waits(mine):
        return theirs if mine is None or (theirs is not None and not _waits(theirs)) else mine
    if not _waits(theirs) and (_said(mine), mine.year) != (_said(theirs), theirs.year):
        shown = [f"{_shown(each)}" + (f"（{each.year}年度）" if each.year else "") for each in (mine, theirs)]
        raise _differ(label, "当初値", *shown)
    return mine


def _settled(label: str, what: str) -> Callable[[EntryT, EntryT], EntryT]:
    """How two entries of one year become one: the one that says something, or both where they say the same."""

    def settle(mine: EntryT, theirs: EntryT) -> EntryT:
        if _waits(theirs):
            return mine
        if _waits(mine):
            return theirs
        missing: dict[str, Any] = {}
        for name in ("cumulative", "comparator", "reference_year", "as_of", "origin"):
            if getattr(mine, name, None) is None and getattr(theirs, name, None) is not None:
                missing[name] = getattr(theirs, name)
        differs = any(
            getattr(mine, name, None) is not None
            and getattr(theirs, name, None) is not None
            and getattr(mine, name) != getattr(theirs, name)
            for name in ("cumulative", "comparator", "reference_year")
        )
        if _said(mine) != _said(theirs) or differs:
            when = f"{mine.year}年度の" if mine.year is not None else "最終"
            raise _differ(label, when + what, _shown(mine), _shown(theirs))
        return replace(mine, **missing)

    return settle


def _untangled(indicator: Indicator) -> Indicator:
    """The indicator without itself as its whole or its divisor."""
    own = indicator.key
    if own not in (indicator.parent, indicator.per):
        return indicator
    return replace(
        indicator,
        parent=None if indicator.parent == own else indicator.parent,
        per=None if indicator.per == own else indicator.per,
    )


def _waits(quantity: Quantity) -> bool:
    return quantity.state in _WAITING


def _said(quantity: Quantity) -> tuple[object, ...]:
    return quantity.amount, quantity.state, quantity.value


def _shown(quantity: Quantity) -> str:
    words = format_quantity(quantity) or (STATE_LABELS[quantity.state] if quantity.state else "")
    bracket = getattr(quantity, "cumulative", None)
    return f"{words}（{bracket:,f}）" if bracket is not None else words


def _differ(label: str, what: str, mine: str, theirs: str) -> EditRefused:
    return EditRefused(
        f"指標「{label}」の{what}が「{mine}」と「{theirs}」で違うため、統合できません。"
        "どちらが正しいかを確かめ、片方を直してから、もう一度統合してください。"
    )
