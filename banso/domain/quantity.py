"""Quantities: an exact amount, a state such as 未公表, or a text such as 策定. Never a float, never zero for missing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

State = Literal[
    "not-entered",
    "not-set",
    "none",
    "not-published",
    "being-counted",
    "not-surveyed",
    "not-applicable",
    "not-started",
    "not-done",
    "cannot-judge",
    "suspended",
    "completed",
    "ended",
    "withheld",
]

STATE_LABELS: dict[State, str] = {
    "not-entered": "未入力",
    "not-set": "設定なし",
    "none": "—",
    "not-published": "未公表",
    "being-counted": "集計中",
    "not-surveyed": "調査なし",
    "not-applicable": "該当なし",
    "not-started": "未着手",
    "not-done": "未実施",
    "cannot-judge": "評価困難",
    "suspended": "中止",
    "completed": "完了",
    "ended": "終了",
    "withheld": "秘匿",
}
"""The word an office prints for each state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One value as a paper states it: exactly one of ``amount``, ``state`` or ``value`` stands.

    ``amount`` is an exact decimal in the indicator's unit, ``value`` a text such as 策定 or AAA. ``printed`` keeps the
    paper's own characters where they differ from what Banso prints for the quantity.
    Raises ValueError when none or several of the three are given, or when the amount is not a finite number.
    """

    amount: Decimal | None = None
    state: State | None = None
    value: str | None = None
    printed: str | None = None
    approximate: bool = False
    provisional: bool = False
    reference: bool = False

    def __post_init__(self) -> None:
        if sum(part is not None for part in (self.amount, self.state, self.value)) != 1:
            raise ValueError("a quantity has exactly one of amount, state and value")
        if self.amount is not None and not self.amount.is_finite():
            raise ValueError("an amount is a finite decimal")


QUANTITY_FIELDS = tuple(field.name for field in fields(Quantity))
"""What belongs to the quantity itself in everything that is one (a target, an actual): it changes as a whole."""


def format_amount(amount: Decimal) -> str:
    """The amount with thousands separators and without an exponent: ``4755`` → ``4,755``, ``-3.20`` → ``-3.20``."""
    return f"{amount:,f}"


def format_quantity(quantity: Quantity) -> str:
    """How Banso prints a quantity: the paper's own characters if kept, else amount, state word or text.

    未入力 prints as a blank that waits to be filled, 設定なし as a blank target.
    """
    if quantity.printed is not None:
        return quantity.printed
    if quantity.amount is not None:
        return ("約" if quantity.approximate else "") + format_amount(quantity.amount)
    if quantity.value is not None:
        return quantity.value
    assert quantity.state is not None
    return "" if quantity.state in ("not-entered", "not-set") else STATE_LABELS[quantity.state]
