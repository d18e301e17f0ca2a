"""How baselines, targets and actuals are printed, with everything a reader must know of them.

The same on sheets and in tables: reading the characters gives the same facts.
"""

from __future__ import annotations

from decimal import Decimal

from banso.domain.amounts import parse_amount
from banso.domain.document import Actual, Baseline, Target
from banso.domain.quantity import Quantity, format_amount, format_quantity

_BEHIND = {">=": "以上", ">": "超", "<=": "以下", "<": "未満"}


def printed_quantity(quantity: Quantity) -> str:
    """The quantity with its marks (暫定, 参考) where its own characters do not say them."""
    text = format_quantity(quantity)
    if quantity.amount is None or not (quantity.provisional or quantity.reference):
        return text
    read = parse_amount(text).quantity
    for mark, wanted, found in (
        ("暫定", quantity.provisional, bool(read and read.provisional)),
        ("参考", quantity.reference, bool(read and read.reference)),
    ):
        if wanted and not found:
            text += f" ({mark})"
    return text


def printed_baseline(baseline: Baseline | None, first_year: int | None) -> str:
    """The baseline, with its year where that is not the year before the plan."""
    if baseline is None:
        return ""
    text = printed_quantity(baseline)
    usual = None if first_year is None else first_year - 1
    if baseline.amount is not None and baseline.year is not None and baseline.year != usual:
        text += f" ({baseline.year}年度)"
    return text


def printed_target(target: Target | None, bracket: Decimal | None) -> str:
    """The target with its comparator and the running total in its bracket: ``15 (25)``, ``80以上``."""
    if target is None:
        return ""
    text = printed_quantity(target)
    if target.amount is not None and target.comparator and parse_amount(text).comparator is None:
        # The marks (暫定) stay last: 80以上 (暫定) is read back, 80 (暫定)以上 is a text.
        number, mark, rest = text.partition(" (")
        text = f"={text}" if target.comparator == "=" else number + _BEHIND[target.comparator] + mark + rest
    if target.amount is not None and bracket is not None:
        text += f" ({format_amount(bracket)})"
    return text


def printed_actual(actual: Actual | None) -> str:
    """The actual with the year it belongs to where that is another: ``266,061 (令和3年度)``."""
    if actual is None:
        return ""
    text = printed_quantity(actual)
    if actual.amount is not None and actual.cumulative is not None:
        text += f" ({format_amount(actual.cumulative)})"
    if actual.amount is not None and actual.reference_year is not None:
        text += f" ({actual.reference_year}年度)"
    return text
