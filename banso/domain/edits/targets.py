"""Targets by a rule: a straight line to the final target, and a proposal for next year from this year's result.

Nothing that is stated is overwritten unless it is asked for; what cannot be computed is told in a sentence, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from banso.domain.document import Indicator, PlanDocument, Target
from banso.domain.edits.access import indicator_of, place_of, stored
from banso.domain.edits.refusal import EditRefused
from banso.domain.match import indicator_label
from banso.domain.quantity import format_amount
from banso.domain.years import format_fiscal_year

Rounding = Literal["half-up", "up", "down"]
ROUNDINGS: Final[Mapping[str, str]] = {"half-up": "四捨五入", "up": "切り上げ", "down": "切り捨て"}

Method = Literal["line", "growth", "keep", "final"]
METHODS: Final[Mapping[Method, str]] = {
    "line": "今年度の実績から最終目標まで等間隔",
    "growth": "これまでの実績の平均の伸び",
    "keep": "今年度の実績を維持",
    "final": "最終目標のまま",
}
"""How a proposal is made, in the words shown beside it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A plan with targets on straight lines, which (indicator, year) were set, and why others were not (key → sentence)."""

    document: PlanDocument
    set: tuple[tuple[str, int], ...]
    left: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target proposed for a year: the amount, how it was made, and the figures it was made from in a sentence."""

    indicator: str
    year: int
    amount: Decimal
    method: Method
    reason: str


def fill_straight(
    document: PlanDocument,
    *,
    indicators: Iterable[str],
    step: Decimal | None = None,
    rounding: Rounding = "half-up",
    final_year: int | None = None,
    overwrite: bool = False,
) -> Filled:
    """The years' targets on a straight line from the baseline (without one the first stated target) to the final target.

    Rounded to ``step`` (10 → 224,960) or to the indicator's decimals (without any, those of the figures). The final
    target (without one the target of the plan's last year) belongs to its own year, else to ``final_year``, else to the
    plan's last. Where some targets are stated in
    between and stay, the line is drawn anew from each. Refuses a step that is not positive.
    """
    if step is not None and step <= 0:
        raise EditRefused("丸める単位は、0より大きい数にしてください（1、10、0.1など）。")
    done: list[tuple[str, int]] = []
    left: dict[str, str] = {}
    for key in dict.fromkeys(indicators):
        indicator = indicator_of(document, key)
        line = _line(document, indicator, final_year, overwrite)
        if isinstance(line, str):
            left[key] = line
            continue
        unit = step or _unit(document, indicator)
        for year, exact in line.values.items():
            document = _set(document, key, year, _rounded(exact, unit, rounding), line.comparator)
            done.append((key, year))
    return Filled(document, tuple(done), left)


def set_targets(document: PlanDocument, proposals: Iterable[Proposal]) -> PlanDocument:
    """The chosen proposals as targets of their years; a target that was stated is replaced, its comparator stays."""
    for each in proposals:
        indicator_of(document, each.indicator)
        comparator = next(
            (one.comparator for one in document.targets if one.indicator == each.indicator and one.comparator), None
        )
        document = _set(document, each.indicator, each.year, each.amount, comparator)
    return document


def proposals(document: PlanDocument, indicator: str, year: int) -> tuple[Proposal, ...]:
    """What next year's target could be, from the result of ``year``; the best first, each with its method.

    Empty where the year has no amount as its result or the indicator adds its years up (累計).
    """
    known = indicator_of(document, indicator)
    results = _results(document, indicator)
    actual = results.get(year)
    if actual is None or known.accumulation in _ADDING:
        return ()
    unit, following = _unit(document, known), year + 1
    final = _final(document, indicator)
    end = None if final is None else final.year or document.last_year
    made: list[Proposal] = []

    def propose(method: Method, exact: Fraction, reason: str) -> None:
        made.append(Proposal(indicator, following, _rounded(exact, unit, "half-up"), method, reason))

    if final is not None and final.amount is not None:
        shown = format_amount(final.amount)
        if _passed(known, actual, final.amount):
            propose("keep", Fraction(actual), f"実績{format_amount(actual)}が、最終目標{shown}にもう届いています。")
            propose("final", Fraction(final.amount), f"最終目標{shown}を下回らない値です。")
        elif end is not None and end > year:
            rest = Fraction(final.amount - actual) / (end - year)
            propose(
                "line",
                Fraction(actual) + rest,
                f"実績{format_amount(actual)}から、{_year(end)}の最終目標{shown}まで{end - year}年で進みます。",
            )
    earlier = sorted(each for each in results if each < year)[-3:]
    if earlier:
        first = earlier[0]
        growth = Fraction(actual - results[first]) / (year - first)
        propose(
            "growth",
            Fraction(actual) + growth,
            f"{_year(first)}の{format_amount(results[first])}から{_year(year)}の{format_amount(actual)}までの"
            "伸びが続くとした値です。",
        )
    if not any(each.method == "keep" for each in made):
        propose("keep", Fraction(actual), f"{_year(year)}の実績{format_amount(actual)}と同じ値です。")
    return tuple(made)


def passed_final_targets(document: PlanDocument, year: int | None = None) -> dict[str, str]:
    """The indicators whose result (of the year, or of any) has reached the final target before its year: a sentence each."""
    found: dict[str, str] = {}
    for indicator in document.indicators:
        final = _final(document, indicator.key)
        if final is None or final.amount is None or indicator.accumulation in _ADDING:
            continue
        end = final.year or document.last_year
        for when, actual in sorted(_results(document, indicator.key).items(), reverse=True):
            if (year is not None and when != year) or (end is not None and when >= end):
                continue
            if _passed(indicator, actual, final.amount):
                found[indicator.key] = (
                    f"「{indicator_label(indicator)}」は、{_year(when)}の実績{format_amount(actual)}で"
                    f"最終目標{format_amount(final.amount)}にもう届いています。最終目標の見直しを検討してください。"
                )
                break
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    values: Mapping[int, Fraction]
    comparator: Literal[">=", ">", "<=", "<", "="] | None


_ADDING: Final = ("cumulative", "cumulative-with-baseline", "increment")
"""Indicators whose years are added up: a line between amounts of single years says nothing for them."""


def _line(document: PlanDocument, indicator: Indicator, final_year: int | None, overwrite: bool) -> _Line | str:
    """The exact values of the years to set, or the sentence why there are none."""
    name = indicator_label(indicator)
    if indicator.accumulation in _ADDING:
        return f"「{name}」は年度ごとの値を足していく指標なので、等間隔の目標は入れません。"
    final = _final(document, indicator.key)
    if final is None or final.amount is None:
        return f"「{name}」には最終目標（または計画の最終年度の目標）の数がありません。入れてから、もう一度押してください。"
    last = final.year or final_year or document.last_year
    if last is None:
        return f"「{name}」の最終目標の年度が分かりません。設定で計画期間を入れてください。"
    stated = {
        each.year: each.amount
        for each in document.targets
        if each.indicator == indicator.key and not each.final and each.year is not None and each.amount is not None
    }
    given = {
        each.year for each in document.targets if each.indicator == indicator.key and not each.final and _stands(each)
    }
    points = {year: amount for year, amount in stated.items() if year < last}
    baseline = indicator.baseline
    if baseline is not None and baseline.amount is not None and (baseline.year or document.first_year) is not None:
        start = baseline.year if baseline.year is not None else (document.first_year or 0) - 1
        points = {year: amount for year, amount in points.items() if year > start} | {start: baseline.amount}
    if not points or min(points) >= last:
        return f"「{name}」には始まりの値がありません。当初値か、最初の年度の目標を入れてください。"
    first = min(points)
    if overwrite:
        points = {first: points[first]}
    points[last] = final.amount
    from_year = max(first + 1, document.first_year if document.first_year is not None else first + 1)
    to_year = last if document.last_year is None else min(last, document.last_year)
    wanted = [
        year for year in range(from_year, to_year + 1) if (overwrite and year not in (first,)) or year not in given
    ]
    if not wanted:
        return f"「{name}」は、どの年度の目標も入っています。書き換えるときは「入っている目標も書き換える」を選んでください。"
    return _Line({year: _between(points, year) for year in wanted}, final.comparator)


def _between(points: Mapping[int, Decimal], year: int) -> Fraction:
    """The value of a year on the straight line between the known points beside it."""
    if year in points:
        return Fraction(points[year])
    before = max(each for each in points if each < year)
    after = min(each for each in points if each > year)
    share = Fraction(year - before, after - before)
    return Fraction(points[before]) + share * Fraction(points[after] - points[before])


def _stands(target: Target) -> bool:
    """Whether a person stated something there: not the 設定なし with which a year is opened."""
    return target.state not in ("not-set", "not-entered")


def _final(document: PlanDocument, indicator: str) -> Target | None:
    """The final target; in a plan that states none apart, the target of its last year."""
    own = [each for each in document.targets if each.indicator == indicator]
    return next((each for each in own if each.final), None) or next(
        (each for each in own if each.year is not None and each.year == document.last_year), None
    )


def _results(document: PlanDocument, indicator: str) -> dict[int, Decimal]:
    return {
        each.year: each.amount
        for each in document.actuals
        if each.indicator == indicator
        and each.period is None
        and each.amount is not None
        and each.origin != "estimated"
    }


def _passed(indicator: Indicator, actual: Decimal, final: Decimal) -> bool:
    if indicator.direction == "lower":
        return actual <= final
    return indicator.direction in (None, "higher") and actual >= final


def _year(year: int) -> str:
    """The fiscal year as town halls write it: 令和5年度."""
    try:
        return format_fiscal_year(year, "令和5年度")
    except ValueError:  # a slip of a paper: a year before the eras
        return f"{year}年度"


def _unit(document: PlanDocument, indicator: Indicator) -> Decimal:
    """The last digit of the indicator's figures: 1, 0.1 …"""
    if indicator.decimals is not None:
        return Decimal(1).scaleb(-indicator.decimals)
    amounts = [each.amount for each in document.targets if each.indicator == indicator.key and each.amount is not None]
    if indicator.baseline is not None and indicator.baseline.amount is not None:
        amounts.append(indicator.baseline.amount)
    digits = [-exponent for each in amounts if isinstance(exponent := each.as_tuple().exponent, int)]
    return Decimal(1).scaleb(-max((*digits, 0)))


def _rounded(exact: Fraction, unit: Decimal, rounding: Rounding) -> Decimal:
    """The value as a multiple of the unit; up is towards more, down towards less."""
    units = exact / Fraction(unit)
    whole, rest = divmod(units.numerator, units.denominator)
    if rest and (rounding == "up" or (rounding == "half-up" and _rounds_up(units))):
        whole += 1
    return whole * unit


def _rounds_up(units: Fraction) -> bool:
    part = units - units.__floor__()
    return part > Fraction(1, 2) or (part == Fraction(1, 2) and units > 0)


def _set(
    document: PlanDocument,
    indicator: str,
    year: int,
    amount: Decimal,
    comparator: Literal[">=", ">", "<=", "<", "="] | None,
) -> PlanDocument:
    place = place_of(
        document.targets, lambda each: each.indicator == indicator and not each.final and each.year == year
    )
    old = None if place is None else document.targets[place]
    if old is not None and old.amount == amount:
        return document
    new = Target(indicator=indicator, year=year, amount=amount, comparator=comparator)
    return replace(document, targets=stored(document.targets, place, new))
