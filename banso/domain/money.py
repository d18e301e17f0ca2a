"""What the plan costs: per node, year and stage the cost, its funds, deposits, staff, the full cost and its change.

All figures are in thousands of yen (千円) and exact; only staff cost computed from persons is rounded, to whole 千円, half
up on the final figure. What a paper does not state is not zero: a sum says of how many nodes the figure is missing.

A node's cost is its item 事業費; else what it marks as total; else the sum of items that mean nothing more special (the
items of a support plan's budget). A node that states a figure stands for its subtree only where nothing below states one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from banso.domain.document import Budget, Node, PlanDocument
from banso.domain.money_items import STAGES, Meaning, Stage, in_thousands, item_of
from banso.domain.money_values import Column, Figures, Personnel, Staff, Sum, Sums, column
from banso.domain.quantity import State
from banso.domain.text import fold

__all__ = [
    "Column",
    "Figures",
    "Money",
    "Personnel",
    "Staff",
    "Sum",
    "Sums",
    "column",
    "costs",
    "money_text",
    "whole",
]

_WAITS: Final[frozenset[State | None]] = frozenset({None, "not-entered", "not-published", "being-counted", "withheld"})
"""States after which a figure is still missing from a sum; the others say that there is none."""

_BEFORE: Final[Mapping[Stage, tuple[Stage, ...]]] = {
    "budget": ("budget", "revised", "estimate"),
    "revised": ("revised", "budget", "estimate"),
    "settlement": ("settlement", "revised", "budget"),
    "estimate": ("budget", "revised", "estimate", "settlement"),
}
"""With which stage of the year before each stage is compared, the first that the plan has."""

DEPOSIT_WORD: Final = "預託金"


class Money:
    """All money of a plan; made by ``costs``. Asking for a node without money gives empty figures."""

    def __init__(self, document: PlanDocument) -> None:
        self._nodes = {node.key: node for node in document.nodes}
        self._children: dict[str | None, list[str]] = {}
        for node in document.nodes:
            parent = node.parent if node.parent in self._nodes else None
            self._children.setdefault(parent, []).append(node.key)
        self._stated: dict[tuple[str, Column], list[Budget]] = {}
        for budget in document.budgets:
            if budget.node in self._nodes:
                self._stated.setdefault((budget.node, column(budget.year, budget.stage)), []).append(budget)
        self.columns: tuple[Column, ...] = tuple(sorted({each for _, each in self._stated}))
        """The years and stages the plan states money for, in order."""
        self._figures: dict[tuple[str, Column], Figures] = {}
        self._gathered: dict[tuple[str, str | None, Column], Sum] = {}
        self._sums: dict[tuple[str | None, Column], Sums] = {}
        self._levels: dict[str, frozenset[int]] = {
            part: frozenset(self._nodes[node].level for (node, _), all_ in self._stated.items() if _any(all_, meanings))
            for part, meanings in _PARTS.items()
        }

    def figures(self, node: str, at: Column) -> Figures:
        """The money that the node itself states in a column, and what follows from it."""
        found = self._figures.get((node, at))
        if found is None:
            found = self._figures[node, at] = self._made(node, at)
        return found

    def sums(self, node: str | None, at: Column) -> Sums:
        """The sums over a node and all below it; of the whole plan for None."""
        found = self._sums.get((node, at))
        if found is None:
            before = self.before(at)
            sums = self._summed(node, at)
            change = None if before is None else _change(sums.cost, self._summed(node, before).cost)
            found = self._sums[node, at] = Sums(
                sums.cost, sums.deposit, sums.general, sums.personnel, sums.funds, before, change
            )
        return found

    def before(self, at: Column) -> Column | None:
        """The column of the year before that a column is compared with; None where the plan has none."""
        candidates = (column(at.year - 1, stage) for stage in _BEFORE[at.stage])
        return next((each for each in candidates if each in self.columns), None)

    def bearers(self) -> tuple[str, ...]:
        """The nodes that carry money: those on the levels where some node states a cost, in the document's order."""
        return tuple(key for key, node in self._nodes.items() if node.level in self._levels["cost"])

    def _made(self, node: str, at: Column) -> Figures:
        budgets = self._stated.get((node, at), ())
        cost, state = _cost(budgets)
        deposit, by = self._deposit(node, budgets, cost)
        before = self.before(at)
        earlier = None if before is None else _cost(self._stated.get((node, before), ()))[0]
        return Figures(
            node,
            at,
            cost,
            state,
            _funds(budgets),
            _total(budgets, "general"),
            deposit,
            by,
            self._personnel(node, at, budgets),
            before,
            None if cost is None or earlier is None else cost - earlier,
        )

    def _deposit(
        self, node: str, budgets: Iterable[Budget], cost: Decimal | None
    ) -> tuple[Decimal | None, Literal["stated", "name"] | None]:
        stated = _total(budgets, "deposit")
        if stated is not None:
            return stated, "stated"
        if cost is not None and fold(self._nodes[node].title or "").endswith(DEPOSIT_WORD):
            return cost, "name"
        return None, None

    def _personnel(self, node: str, at: Column, budgets: Iterable[Budget]) -> Personnel | None:
        typed = _total(_without_parts(budgets), "personnel")
        staff = tuple(
            Staff(grade, budget.amount, *self._unit_cost(node, at, grade))
            for budget in budgets
            if budget.amount is not None and (item := item_of(budget.item)).meaning == "staff"
            for grade in (item.grade,)
        )
        if typed is None and not staff:
            return None
        products = [each.product for each in staff]
        computed = None
        if staff and None not in products:
            computed = whole(sum((each for each in products if each is not None), Decimal(0)))
        return Personnel(
            typed if typed is not None else computed, "typed" if typed is not None else "computed", computed, staff
        )

    def _unit_cost(self, node: str, at: Column, grade: str) -> tuple[Decimal | None, str | None]:
        """The unit cost of a grade in a year: of the nearest node that states it, in this stage or else in another."""
        stages = (at.stage, *(stage for stage in STAGES if stage != at.stage))
        seen: Node | None = self._nodes[node]
        passed: set[str] = set()
        while seen is not None and seen.key not in passed:
            passed.add(seen.key)
            for stage in stages:
                for budget in self._stated.get((seen.key, column(at.year, stage)), ()):
                    item = item_of(budget.item)
                    if item.meaning == "unit-cost" and item.grade == grade and budget.amount is not None:
                        return in_thousands(budget.amount, budget.unit), seen.key
            seen = self._nodes.get(seen.parent or "")
        return None, None

    def _summed(self, node: str | None, at: Column) -> Sums:
        sources = dict.fromkeys(
            source for (_, where), all_ in self._stated.items() if where == at for source in _funds(all_)
        )
        return Sums(
            self._gather("cost", node, at),
            self._gather("deposit", node, at),
            self._gather("general", node, at),
            self._gather("personnel", node, at),
            {source: self._gather(source, node, at) for source in sources},
        )

    def _gather(self, part: str, node: str | None, at: Column) -> Sum:
        found = self._gathered.get((part, node, at))
        if found is None:
            found = self._gathered[part, node, at] = self._gather_anew(part, node, at)
        return found

    def _gather_anew(self, part: str, node: str | None, at: Column) -> Sum:
        below = Sum()
        for child in self._children.get(node, ()):
            below += self._gather(part, child, at)
        if node is None or below.counted:
            return below
        figures = self.figures(node, at)
        own = _part(figures, part)
        if own is not None:
            return Sum(own, 1, 0)
        if below.missing:
            return below
        expected = part in self._levels and self._nodes[node].level in self._levels[part]
        if part == "cost" and figures.cost_state not in _WAITS:
            expected = False
        return Sum(missing=1 if expected and self._in_force(node, at.year) else 0)

    def _in_force(self, node: str, year: int) -> bool:
        known = self._nodes[node]
        return (known.first_year is None or known.first_year <= year) and (
            known.last_year is None or year <= known.last_year
        )


def costs(document: PlanDocument) -> Money:
    """The money of a plan. Figures are made when they are asked for, in time linear in the plan's money."""
    return Money(document)


def whole(amount: Decimal) -> Decimal:
    """The amount in whole units, half up by the amount as spreadsheets round (0.5 → 1, -0.5 → -1)."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def money_text(amount: Decimal) -> str:
    """An amount of 千円 as offices print it: whole, with separators, △ for a minus: ``703,801``, ``△954``."""
    rounded = whole(amount)
    return f"{'△' if rounded < 0 else ''}{abs(rounded):,f}"


_PARTS: Final[Mapping[str, tuple[Meaning, ...]]] = {
    "cost": ("cost", "part"),
    "general": ("general",),
    "personnel": ("personnel", "staff"),
}
"""The parts of which a figure is expected of every node on a level where one states it."""


def _any(budgets: Iterable[Budget], meanings: tuple[Meaning, ...]) -> bool:
    return any(item_of(budget.item).meaning in meanings for budget in budgets)


def _cost(budgets: Iterable[Budget]) -> tuple[Decimal | None, State | None]:
    """The cost a node states, and where it is no amount the state it states instead."""
    known = _without_parts(budgets)
    named = [budget for budget in known if item_of(budget.item).meaning == "cost"]
    if not named:
        return _total(known, "part"), None
    amount = _added(named)
    return amount, None if amount is not None else named[0].state


def _without_parts(budgets: Iterable[Budget]) -> list[Budget]:
    """The budgets without those that a total beside them (必要な資金の額) holds already: a 人件費 in it is paid by it."""
    known = list(budgets)
    total = next((budget for budget in known if budget.total and item_of(budget.item).meaning == "part"), None)
    if total is None or total.amount is None:
        return [budget for budget in known if budget is not total]
    return [total, *(each for each in known if item_of(each.item).meaning not in ("part", "cost", "personnel"))]


def _funds(budgets: Iterable[Budget]) -> dict[str, Decimal]:
    funds: dict[str, Decimal] = {}
    for budget in budgets:
        item, amount = item_of(budget.item), _amount(budget)
        if item.meaning == "fund" and amount is not None:
            funds[item.source] = funds.get(item.source, Decimal(0)) + amount
    return funds


def _total(budgets: Iterable[Budget], meaning: Meaning) -> Decimal | None:
    return _added(budget for budget in budgets if item_of(budget.item).meaning == meaning)


def _added(budgets: Iterable[Budget]) -> Decimal | None:
    amounts = [amount for budget in budgets if (amount := _amount(budget)) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _amount(budget: Budget) -> Decimal | None:
    return None if budget.amount is None else in_thousands(budget.amount, budget.unit)


def _part(figures: Figures, part: str) -> Decimal | None:
    match part:
        case "cost":
            return figures.cost
        case "deposit":
            return figures.deposit
        case "general":
            return figures.general
        case "personnel":
            return None if figures.personnel is None else figures.personnel.amount
    return figures.funds.get(part)


def _change(now: Sum, earlier: Sum) -> Decimal | None:
    if now.amount is None or earlier.amount is None or now.missing or earlier.missing:
        return None
    return now.amount - earlier.amount
