"""What to look at again in a value just typed: Japanese sentences, never a refusal.

Every warning compares with something the plan states: the year before, the sub-indicators, the parts of the year, the
indicator's own decimals. Where there is nothing to compare with, there is no warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal

from banso.domain.document import Actual, Indicator, PlanDocument
from banso.domain.document_words import period_words
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.quantity import format_amount
from banso.domain.results import Evaluation

TIMES = 3
"""A value this many times last year's, or this part of it, is asked about."""

_EXACT = Context(prec=100)
_HALVES = ("H1", "H2")
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_MONTHS = tuple(f"{month:02d}" for month in (*range(4, 13), *range(1, 4)))
_ADDED = ("flow", "increment", "cumulative-with-baseline")
"""Kinds of indicators whose parts of a year add up to the year."""
_STANDING = ("stock", "cumulative")
"""Kinds of indicators whose last value in the year is the year's."""


def warnings_for(document: PlanDocument, evaluation: Evaluation | None, indicator: str, year: int) -> tuple[str, ...]:
    """What is doubtful about the indicator's (key) actual of the fiscal year; the rule's own warning comes last."""
    return EntryWarnings(document, evaluation).of(indicator, year)


class EntryWarnings:
    """The warnings of many cells of one plan, so that its facts are gathered once."""

    def __init__(self, document: PlanDocument, evaluation: Evaluation | None = None) -> None:
        self._facts = facts_of(document)
        self._evaluation = evaluation
        self._parts: dict[str, list[Facts]] = defaultdict(list)
        for facts in self._facts.values():
            if facts.indicator.parent is not None:
                self._parts[facts.indicator.parent].append(facts)
        self._interim: dict[tuple[str, int], dict[str, Actual]] = defaultdict(dict)
        for actual in document.actuals:
            if actual.period is not None:
                self._interim[actual.indicator, actual.year][actual.period] = actual

    def of(self, indicator: str, year: int) -> tuple[str, ...]:
        """The warnings of one cell; empty where the plan has no such indicator or no actual in the year."""
        facts = self._facts.get(indicator)
        actual = facts.actuals.get(year) if facts is not None else None
        if facts is None or actual is None:
            return ()
        cell = _Cell(facts, actual, year, self._interim.get((indicator, year), {}))
        return tuple(dict.fromkeys((*cell.warnings(), *self._sub_indicators(cell), *self._of_rule(indicator, year))))

    def _sub_indicators(self, cell: _Cell) -> Iterator[str]:
        """A part larger than the whole, parts that together are more, or that no longer make it up."""
        yield from _against_parts(cell.facts, self._parts.get(cell.facts.indicator.key, ()), cell.year)
        parent = self._facts.get(cell.facts.indicator.parent or "")
        if parent is not None and parent is not cell.facts:
            yield from _against_parts(parent, self._parts[parent.indicator.key], cell.year)

    def _of_rule(self, indicator: str, year: int) -> Iterator[str]:
        result = self._evaluation.indicator(indicator, year) if self._evaluation is not None else None
        if result is not None and result.warning:
            yield result.warning


@dataclass(frozen=True, slots=True)
class _Cell:
    facts: Facts
    actual: Actual
    year: int
    interim: Mapping[str, Actual] = field(default_factory=dict)

    def warnings(self) -> Iterator[str]:
        if self.actual.amount is not None:
            amount = self.actual.amount
            yield from self._last_year(amount)
            yield from self._decimals(amount)
            yield from self._sign_and_share(amount)
            yield from self._running_total(amount)
            yield from self._parts_of_the_year(amount)
        elif self.actual.value is not None:
            yield from self._text(self.actual.value)
        if self.actual.provisional:
            yield "暫定値です。確定したら、確定した値に直してください。"

    def _last_year(self, amount: Decimal) -> Iterator[str]:
        before = self.facts.actuals.get(self.year - 1)
        if before is None or before.amount is None or not before.amount or (amount < 0) != (before.amount < 0):
            return
        told = f"前年度の実績（{self._words(before.amount)}）"
        if abs(amount) >= TIMES * abs(before.amount):
            yield f"{told}の{TIMES}倍以上です。桁や単位の誤りがないか確かめてください。"
        elif abs(amount) * TIMES <= abs(before.amount):
            yield f"{told}の{TIMES}分の1以下です。桁や単位の誤りがないか確かめてください。"

    def _decimals(self, amount: Decimal) -> Iterator[str]:
        allowed = self.facts.indicator.decimals
        typed = _decimals(amount)
        if allowed is not None and typed > allowed:
            usual = f"小数第{allowed}位まで" if allowed else "整数"
            yield f"小数が第{typed}位まであります。この指標は{usual}で書くことになっています。"

    def _sign_and_share(self, amount: Decimal) -> Iterator[str]:
        indicator = self.facts.indicator
        others = self._other_amounts()
        if amount < 0 and others and min(others) >= 0:
            yield f"負の数（{self._words(amount)}）です。ほかの値はすべて0以上です。符号を確かめてください。"
        percent = (indicator.unit or "").strip() in ("%", "％")
        if percent and indicator.accumulation == "ratio" and amount > 100 and all(other <= 100 for other in others):
            yield f"割合が100%を超えています（{self._words(amount)}）。分子と分母、単位を確かめてください。"

    def _running_total(self, amount: Decimal) -> Iterator[str]:
        before = self.facts.actuals.get(self.year - 1)
        last = before.amount if before is not None else None
        if self.facts.indicator.accumulation == "cumulative" and last is not None and amount < last:
            yield (
                f"累計の値が前年度の累計（{self._words(last)}）より小さくなっています。"
                "その年度だけの値を入れていないか確かめてください。"
            )
        stated = self.actual.cumulative
        if stated is not None and self.facts.indicator.accumulation in _ADDED:
            computed = self.facts.totals()[1].get(self.year)
            if computed is not None and computed != stated:
                yield f"累計の{self._words(stated)}が、各年度の実績を足した{self._words(computed)}と合いません。どちらかを直してください。"

    def _parts_of_the_year(self, amount: Decimal) -> Iterator[str]:
        """Half-years, quarters and months against the year: their sum, or the last of them."""
        for periods in (_HALVES, _QUARTERS, _MONTHS):
            entered = [self.interim[period] for period in periods if period in self.interim]
            amounts = [each.amount for each in entered if each.amount is not None]
            if not amounts:
                continue
            name = {_HALVES: "上半期と下半期", _QUARTERS: "四半期", _MONTHS: "各月"}[periods]
            if self.facts.indicator.accumulation in _ADDED:
                total = _sum(amounts)
                if len(amounts) == len(periods) and total != amount:
                    yield f"{name}の合計{self._words(total)}と、年度の値{self._words(amount)}が合いません。どちらかを直してください。"
                elif len(amounts) < len(periods) and min(amounts) >= 0 and total > amount:
                    yield f"{name}のうち入力済みの合計{self._words(total)}だけで、年度の値{self._words(amount)}を超えています。"
            elif self.facts.indicator.accumulation in _STANDING:
                last = self.interim.get(periods[-1])
                if last is not None and last.amount is not None and last.amount != amount:
                    end = period_words(periods[-1])
                    yield f"{end}の値{self._words(last.amount)}と、年度の値{self._words(amount)}が違います。年度末の値を確かめてください。"

    def _text(self, value: str) -> Iterator[str]:
        others = [actual for year, actual in self.facts.actuals.items() if year != self.year and actual.state is None]
        target = self.facts.target(self.year)
        numbers = bool(others) or (target is not None and target.amount is not None)
        worded = any(each.value is not None for each in others) or (target is not None and target.value is not None)
        if numbers and not worded:
            yield f"「{value}」は数として読めません。ほかの値はすべて数です。数を入れるか、当てはまる状態（未公表など）を選んでください。"

    def _other_amounts(self) -> list[Decimal]:
        """Every other amount of the indicator: other years, targets, the baseline."""
        facts = self.facts
        quantities = [actual for year, actual in facts.actuals.items() if year != self.year]
        stated = [*quantities, *facts.targets.values(), *filter(None, (facts.final, facts.indicator.baseline))]
        return [quantity.amount for quantity in stated if quantity.amount is not None]

    def _words(self, amount: Decimal) -> str:
        return format_amount(amount) + (self.facts.indicator.unit or "")


def _against_parts(whole: Facts, parts: Sequence[Facts], year: int) -> Iterator[str]:
    total = _amount(whole, year)
    kind = whole.indicator
    same = [part for part in parts if part.indicator.unit == kind.unit and part.indicator.accumulation != "ratio"]
    if total is None or not same or kind.accumulation == "ratio":
        return
    unit = kind.unit or ""
    known = {part.indicator.key: amount for part in same if (amount := _amount(part, year)) is not None}
    for part in same:
        amount = known.get(part.indicator.key)
        if amount is not None and amount > total >= 0:
            yield (
                f"内訳の「{_name(part.indicator)}」{format_amount(amount)}{unit}が、"
                f"全体の「{_name(kind)}」{format_amount(total)}{unit}を超えています。"
            )
            return
    # Where each is counted once, one may be counted in several parts: their sum says nothing.
    if kind.counting == "distinct" or not known or min(known.values()) < 0:
        return
    added = _sum(known.values())
    told = f"内訳の合計{format_amount(added)}{unit}"
    if added > total:
        yield f"{told}が、全体の「{_name(kind)}」{format_amount(total)}{unit}を超えています。どちらかを直してください。"
    elif added != total and len(known) == len(parts) and _usually_whole(whole, parts, year):
        yield (
            f"{told}が、全体の「{_name(kind)}」{format_amount(total)}{unit}と合いません。"
            "ほかの年度では合っています。抜けがないか確かめてください。"
        )


def _usually_whole(whole: Facts, parts: Sequence[Facts], year: int) -> bool:
    """Whether in every other year with all figures the parts make up the whole."""
    sums = []
    for other, actual in whole.actuals.items():
        amounts = [_amount(part, other) for part in parts]
        known = [amount for amount in amounts if amount is not None]
        if other != year and actual.amount is not None and len(known) == len(amounts):
            sums.append(_sum(known) == actual.amount)
    return bool(sums) and all(sums)


def _amount(facts: Facts, year: int) -> Decimal | None:
    actual = facts.actuals.get(year)
    return actual.amount if actual is not None else None


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _name(indicator: Indicator) -> str:
    return f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name
