"""The values of ``money``: columns, figures of one node, sums that say what they lack. All amounts are in 千円."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from banso.domain.money_items import STAGES, Stage
from banso.domain.quantity import State


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """A year and stage that the plan has figures for."""

    year: int
    order: int

    @property
    def stage(self) -> Stage:
        """The stage: budget 当初, revised 補正, settlement 決算, estimate 見込."""
        return STAGES[self.order]


def column(year: int, stage: Stage) -> Column:
    """The column of a year and stage."""
    return Column(year, STAGES.index(stage))


@dataclass(frozen=True, slots=True)
class Staff:
    """One grade of staff in a project: persons (FTE) × unit cost (千円 a year, None where no node above states one)."""

    grade: str
    persons: Decimal
    unit_cost: Decimal | None
    stated_at: str | None = None

    @property
    def product(self) -> Decimal | None:
        """The exact product in 千円."""
        return None if self.unit_cost is None else self.persons * self.unit_cost


@dataclass(frozen=True, slots=True)
class Personnel:
    """Staff cost in 千円: as typed, else computed from ``staff``; ``computed`` is kept beside a typed one.

    ``amount`` is None where a grade has no unit cost.
    """

    amount: Decimal | None
    made: Literal["typed", "computed"]
    computed: Decimal | None = None
    staff: tuple[Staff, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The money of one node in one column, in 千円; None is "not stated". ``funds`` are by source (国庫支出金 …).

    ``deposit_by`` tells whether the deposit is stated or taken from the project's name (…預託金: the whole cost).
    ``change`` is the cost minus that of ``compared_with``, a column of the year before.
    """

    node: str
    column: Column
    cost: Decimal | None = None
    cost_state: State | None = None
    funds: Mapping[str, Decimal] = field(default_factory=dict)
    general: Decimal | None = None
    deposit: Decimal | None = None
    deposit_by: Literal["stated", "name"] | None = None
    personnel: Personnel | None = None
    compared_with: Column | None = None
    change: Decimal | None = None

    @property
    def full(self) -> Decimal | None:
        """Cost and staff cost together; None where one of them is not known."""
        people = None if self.personnel is None else self.personnel.amount
        return None if self.cost is None or people is None else self.cost + people

    @property
    def without_deposit(self) -> Decimal | None:
        """The cost without the money that only passes through (預託金)."""
        return None if self.cost is None else self.cost - (self.deposit or 0)

    @property
    def unfunded(self) -> Decimal | None:
        """Cost minus all stated funds; None where no fund is stated. Other than zero, the paper does not add up."""
        if self.cost is None or (self.general is None and not self.funds):
            return None
        return self.cost - sum(self.funds.values(), self.general or Decimal(0))


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in 千円 over ``counted`` nodes; ``missing`` nodes should state it and do not. None where none states it."""

    amount: Decimal | None = None
    counted: int = 0
    missing: int = 0

    def __add__(self, other: Sum) -> Sum:
        if self.amount is None or other.amount is None:
            amount = self.amount if other.amount is None else other.amount
        else:
            amount = self.amount + other.amount
        return Sum(amount, self.counted + other.counted, self.missing + other.missing)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over a subtree in one column. ``full`` is None where cost or staff cost is; see their ``missing``.

    ``change`` compares only where both columns have all their costs counted from the same number of nodes.
    """

    cost: Sum = field(default_factory=Sum)
    deposit: Sum = field(default_factory=Sum)
    general: Sum = field(default_factory=Sum)
    personnel: Sum = field(default_factory=Sum)
    funds: Mapping[str, Sum] = field(default_factory=dict)
    compared_with: Column | None = None
    change: Decimal | None = None

    @property
    def without_deposits(self) -> Sum:
        """The cost without deposits."""
        cost = self.cost
        return (
            cost if cost.amount is None else Sum(cost.amount - (self.deposit.amount or 0), cost.counted, cost.missing)
        )

    @property
    def full(self) -> Sum:
        """Cost and staff cost together, with the missing ones of both."""
        cost, people = self.cost, self.personnel
        known = cost.amount is not None and people.amount is not None
        amount = cost.amount + people.amount if known else None  # type: ignore[operator]  # both are known here
        return Sum(amount, cost.counted, max(cost.missing, people.missing))
