"""Which years, stages and items of money the sheets of a year show, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from banso.domain.document import Budget
from banso.domain.money_items import BONDS, COST, NATIONAL, OTHER, PERSONNEL, PREFECTURAL, STAGES, Stage, item_of
from banso.domain.years import format_fiscal_year
from banso.sheets.project_evaluation.labels import stage_word

GENERAL = "所要一般財源"
"""What the sheets call general funds where a plan has no word of its own."""

_REACH = 2
"""How many years before and behind its own a sheet shows."""
_BEFORE: Sequence[Stage] = ("settlement", "revised", "budget", "estimate")
_BEHIND: Sequence[Stage] = ("estimate", "budget", "revised", "settlement")
_ORDER = (
    "cost",
    "part",
    "deposit",
    NATIONAL,
    PREFECTURAL,
    BONDS,
    OTHER,
    "fund",
    "general",
    "staff",
    "unit-cost",
    "personnel",
    "full",
)


@dataclass(frozen=True, slots=True, order=True)
class MoneyColumn:
    """A column of money: its fiscal year and the place of its stage among STAGES."""

    year: int
    order: int

    @property
    def stage(self) -> Stage:
        """The stage of the column."""
        return STAGES[self.order]

    @property
    def heading(self) -> str:
        """As printed: 令和6年度 (予算)."""
        return f"{format_fiscal_year(self.year, '令和6年度')} ({stage_word(self.stage)})"


def columns_of(budgets: Iterable[Budget], year: int) -> tuple[MoneyColumn, ...]:
    """The columns of the sheets of a fiscal year: all of the year itself, and of the years near it that have figures.

    Of the year before, budget and settlement are shown; an earlier year as it turned out, a later one as it was expected.
    Where nothing is stated, this year's budget and the estimate of the next wait to be filled. A year that is only about to
    begin has the columns of the last one, moved on: its own budget is to be filled, not last year's printed again.
    """
    all_ = {(budget.year, budget.stage) for budget in budgets}
    begun = _begun_before(all_, year)
    if begun is None:
        return _columns_of(all_, year)
    return tuple(MoneyColumn(each.year + year - begun, each.order) for each in _columns_of(all_, begun))


def _begun_before(stated: Set[tuple[int, Stage]], year: int) -> int | None:
    """The last year with a sheet of its own, where ``year`` has none yet; None where it has, or where there is no other.

    An estimate of the year beside a budget of the year before stands on that year's sheet; beside a settlement, on its own.
    """
    if any(of_year > year or (of_year == year and stage != "estimate") for of_year, stage in stated):
        return None
    begun = max((of_year for of_year, stage in stated if of_year < year and stage != "estimate"), default=None)
    if begun is None or ((year, "estimate") in stated and (begun != year - 1 or (begun, "settlement") in stated)):
        return None
    return begun


def _columns_of(all_: Set[tuple[int, Stage]], year: int) -> tuple[MoneyColumn, ...]:
    """The columns of a year by what is stated of it and of the years near it."""
    stated = {(of_year, stage) for of_year, stage in all_ if abs(of_year - year) <= _REACH}
    found = {(year, stage) for stage in STAGES if (year, stage) in stated}
    found |= {(year - 1, stage) for stage in STAGES if stage != "estimate" and (year - 1, stage) in stated}
    for other in {of_year for of_year, _ in stated} - {of_year for of_year, _ in found}:
        ranked = _BEFORE if other < year else _BEHIND
        found.add((other, next(stage for stage in ranked if (other, stage) in stated)))
    if not found:
        found = {(year, "budget"), (year + 1, "estimate")}
    return tuple(sorted(MoneyColumn(of_year, STAGES.index(stage)) for of_year, stage in found))


@dataclass(frozen=True, slots=True)
class UsualItems:
    """The words that a plan's projects use for cost, general funds and staff cost, and their unit."""

    names: tuple[str, ...]
    unit: str


def usual_items(budgets: Iterable[Budget]) -> UsualItems:
    """The most frequent words of the budgets; a row for each stands on every sheet."""
    words: Counter[tuple[str, str]] = Counter()
    units: Counter[str] = Counter()
    for budget in budgets:
        meaning = item_of(budget.item).meaning
        words[meaning, budget.item] += 1
        if meaning in ("cost", "general", "fund", "personnel") and budget.unit:
            units[budget.unit] += 1
    names = [
        max((item for found, item in words if found == meaning), key=lambda item: words[meaning, item], default=usual)
        for meaning, usual in (("cost", COST), ("general", GENERAL), ("personnel", PERSONNEL))
    ]
    return UsualItems(tuple(names), units.most_common(1)[0][0] if units else "千円")


def items_of(budgets: Sequence[Budget], usual: UsualItems) -> tuple[str, ...]:
    """The items of one project's rows, in the order offices print them: its own, and the usual ones it does not name."""
    own = list(dict.fromkeys(budget.item for budget in budgets))
    meanings = {item_of(item).meaning for item in own}
    for name in usual.names:
        meaning = item_of(name).meaning
        if meaning not in meanings and not (meaning == "cost" and "part" in meanings):
            own.append(name)
    return tuple(sorted(own, key=_rank))


def _rank(name: str) -> int:
    item = item_of(name)
    if item.source in _ORDER:
        return _ORDER.index(item.source)
    return _ORDER.index(item.meaning)
