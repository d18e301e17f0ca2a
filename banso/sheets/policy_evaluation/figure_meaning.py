"""What a printed indicator of a policy evaluation means: the indicator with its targets and results."""

from __future__ import annotations

from typing import Any

from banso.domain.amounts import actual_quantity, baseline_quantity, parse_amount, target_quantity
from banso.domain.document import Actual, Baseline, Indicator, Target
from banso.domain.finding import Doubt, Place
from banso.domain.indicator_name import read_indicator_name
from banso.domain.quantity import QUANTITY_FIELDS, Quantity
from banso.domain.text import is_dash
from banso.sheets.policy_evaluation.report import Figure


def indicator_of(figure: Figure, key: str, *, coded: bool = True) -> Indicator:
    """The indicator itself; not ``coded``, its number is only its place in its field and tells it from no other. A unit printed
    in its name stays there where another stands in the column of units.
    """
    name = read_indicator_name(figure.name)
    own = name.unit is None or name.unit == figure.unit or not figure.unit
    return Indicator(
        key=key,
        code=(figure.number or None) if coded else None,
        name=name.name if own else figure.name,
        qualifier=name.qualifier if own else None,
        unit=figure.unit or name.unit,
        definition=None if is_dash(figure.definition) else figure.definition or None,
        baseline=_baseline(figure),
    )


def targets_of(figure: Figure, key: str, doubts: list[Doubt]) -> list[Target]:
    """The targets of all years and the final one; a year without a row or column of targets has none."""
    found = []
    for column in figure.columns:
        if column.target is None or (column.year is None and not column.target.strip()):
            continue
        parsed = parse_amount(column.target)
        found.append(
            Target(
                indicator=key,
                year=column.year,
                final=column.year is None,
                comparator=parsed.comparator,
                **fields_of(target_quantity(column.target)),
            )
        )
        _tell_repair(doubts, parsed.repaired, column.target, column.target_place)
    return found


def actuals_of(figure: Figure, key: str, doubts: list[Doubt]) -> list[Actual]:
    """The results of all years that have a row or column of results."""
    found = []
    for column in figure.columns:
        if column.year is None or column.actual is None:
            continue
        parsed = parse_amount(column.actual)
        found.append(
            Actual(
                indicator=key,
                year=column.year,
                reference_year=parsed.reference_year,
                **fields_of(actual_quantity(column.actual)),
            )
        )
        _tell_repair(doubts, parsed.repaired, column.actual, column.actual_place)
    return found


def fields_of(quantity: Quantity) -> dict[str, Any]:
    """The fields of a quantity, for an item that is one."""
    return {name: getattr(quantity, name) for name in QUANTITY_FIELDS}


def _baseline(figure: Figure) -> Baseline | None:
    if figure.baseline is None:
        return None
    text, year, _ = figure.baseline
    quantity = baseline_quantity(text)
    return Baseline(year=year, **fields_of(quantity)) if quantity is not None else None


def _tell_repair(doubts: list[Doubt], repaired: bool, text: str, place: Place) -> None:
    if repaired:
        doubts.append(
            Doubt(
                code="blank-in-number",
                severity="warning",
                where=place,
                message=f"数の中の空白を詰めて読みました（「{text}」）。確かめてください。",
                quote=text,
            )
        )
