"""The figures in a row of a scorecard: actual and target, in one cell or in two."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from banso.domain.amounts import ParsedAmount, actual_quantity, parse_amount, target_quantity
from banso.domain.document import Actual, Target
from banso.domain.quantity import Quantity

_QUANTITY = tuple(field.name for field in fields(Quantity))
_OPEN, _CLOSE = "(（〔［[", ")）〕］]"


@dataclass(frozen=True, slots=True)
class Pair:
    """The words of actual and target; None where the cell says nothing about it."""

    actual: str | None
    target: str | None


def pair_of(text: str, *, target_first: bool = False) -> Pair:
    """The two parts of a cell such as 133(121); without a bracket the target is not stated."""
    stripped = text.strip()
    before, slash, behind = stripped.replace("／", "/").partition("/")
    opened = _last_bracket(stripped)
    if opened is not None:
        found = Pair(stripped[:opened].strip(), stripped[opened + 1 : -1].strip())
    elif slash and _is_value(before) and _is_value(behind):
        found = Pair(before.strip(), behind.strip())
    else:
        found = Pair(stripped, None)
    return Pair(found.target, found.actual) if target_first else found


def printed_pair(actual: str, target: str) -> str:
    """Actual and target in one cell: 133(121), a missing target as a dash."""
    return f"{actual}({target or '—'})"


def target_of(indicator: str, year: int, text: str) -> tuple[Target, ParsedAmount]:
    """The target that a cell states: a blank or a dash means that none is set."""
    parsed = parse_amount(text)
    return (
        Target(indicator=indicator, year=year, comparator=parsed.comparator, **_parts(target_quantity(text))),
        parsed,
    )


def actual_of(indicator: str, year: int, text: str) -> tuple[Actual, ParsedAmount]:
    """The actual that a cell states: a blank waits to be entered."""
    parsed = parse_amount(text)
    return (
        Actual(
            indicator=indicator,
            year=year,
            reference_year=parsed.reference_year,
            cumulative=parsed.bracket,
            **_parts(actual_quantity(text)),
        ),
        parsed,
    )


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in _QUANTITY}


def _is_value(text: str) -> bool:
    quantity = parse_amount(text).quantity
    return quantity is not None and quantity.value is None


def _last_bracket(text: str) -> int | None:
    """Where the bracket opens that closes at the end of the text."""
    if not text or text[-1] not in _CLOSE:
        return None
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in _CLOSE) - (text[place] in _OPEN)
        if depth == 0:
            return place
    return None
