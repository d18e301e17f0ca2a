"""The pace an indicator still needs to reach its last target, beside the pace so far, in one sentence that names its method.

Three methods, chosen by what the indicator counts, each simple enough to check by hand: amounts of single years are
compared by their yearly average, running totals by what remains, all else by the straight line from the first actual
to the last. Silent with fewer than three actuals, without a target ahead, and where years are missing in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from banso.domain.document import Indicator, PlanDocument, Target
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.quantity import format_amount
from banso.domain.rules.rounding import decimal_text, round_whole

Method = Literal["average", "remaining", "line"]
_MOST_DIGITS = 30
FEWEST = 3
"""Actuals below which nothing is said: two values are no course."""

_METHOD_WORDS: Mapping[Method, str] = {
    "average": "年平均で比べる方法",
    "remaining": "累計の残りを残り年数で割る方法",
    "line": "最初と最後の実績を直線で結ぶ方法",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How far an indicator has come by ``last_year`` (the latest actual) and what it still needs until ``goal_year``.

    ``current`` and ``goal`` are compared with each other: sums of the years for ``average``, running totals for
    ``remaining``, single values for ``line``. ``so_far`` is the mean yearly amount or step up to now, ``needed`` the one
    still needed in each of ``years_left`` years (None where the goal is reached), ``projected`` the value of the goal
    year if the pace so far goes on. All numbers are exact.
    """

    method: Method
    lower: bool
    unit: str
    decimals: int
    first_year: int
    last_year: int
    goal_year: int
    current: Fraction
    goal: Fraction
    so_far: Fraction
    needed: Fraction | None
    projected: Fraction
    uncertain: bool = False

    @property
    def years_left(self) -> int:
        """The years from the latest actual to the goal."""
        return self.goal_year - self.last_year

    @property
    def reached(self) -> bool:
        """Whether nothing more is needed."""
        return self.needed is None

    def sentence(self) -> str:
        """The pace in Japanese: what was so far, what is still needed, by which method."""
        words = {"average": self._of_average, "remaining": self._of_remaining, "line": self._of_line}[self.method]()
        note = "概数や暫定値を含みます。" if self.uncertain else ""
        return f"{words}（{_METHOD_WORDS[self.method]}）。{note}"

    def _of_average(self) -> str:
        goal = f"{self.goal_year}年度までの目標の合計{self._amount(self.goal)}"
        if self.reached:
            return f"実績の合計は{self._amount(self.current)}で、{goal}にすでに達しています"
        so_far = f"これまでの実績は年平均{self._about(self.so_far)}です"
        assert self.needed is not None
        if self.lower:
            if self.needed < 0:
                return f"{so_far}。実績の合計{self._amount(self.current)}は、{goal}をすでに超えています"
            return f"{so_far}。{goal}に収めるには、残り{self.years_left}年間を年平均{self._at_most(self.needed)}以下に抑える必要があります"
        return (
            f"{so_far}。{goal}に届くには、残り{self.years_left}年間に年平均{self._at_least(self.needed)}以上が必要です"
        )

    def _of_remaining(self) -> str:
        goal = f"{self.goal_year}年度の累計目標{self._amount(self.goal)}"
        if self.reached:
            return f"累計の実績は{self._amount(self.current)}で、{goal}にすでに達しています"
        assert self.needed is not None
        so_far = f"これまでの累計は{self._amount(self.current)}、1年あたり{self._about(self.so_far)}です"
        if self.lower:
            if self.needed < 0:
                return f"{so_far}。{goal}をすでに超えています"
            return f"{so_far}。{goal}に収めるには、残り{self.years_left}年間を1年あたり{self._at_most(self.needed)}以下に抑える必要があります"
        rest = self._amount(self.goal - self.current)
        return f"{so_far}。{goal}まであと{rest}で、残り{self.years_left}年間に1年あたり{self._at_least(self.needed)}以上が必要です"

    def _of_line(self) -> str:
        goal = f"{self.goal_year}年度の目標{self._amount(self.goal)}"
        course = f"{self.first_year}年度から{self.last_year}年度までは1年あたり{self._step(self.so_far)}"
        if self.reached:
            kept = (
                ""
                if self._reaches(self.projected)
                else f"。ただし、この変化が続くと目標の年度には{self._about(self.projected)}になります"
            )
            return f"{self.last_year}年度の実績{self._amount(self.current)}は、{goal}にすでに達しています。{course}です{kept}"
        assert self.needed is not None
        needed, verb = self._at_least(abs(self.needed)), "減らす" if self.lower else "増やす"
        if self._reaches(self.projected):
            return (
                f"{course}で、このまま続くと{self.goal_year}年度は{self._about(self.projected)}になり、{goal}に届きます。"
                f"必要なのは1年あたり{needed}ずつ{verb}ことです"
            )
        return (
            f"{course}で、このまま続くと{self.goal_year}年度は{self._about(self.projected)}になり、{goal}に届きません。"
            f"届くには、残り{self.years_left}年間に1年あたり{needed}ずつ{verb}必要があります"
        )

    def _reaches(self, value: Fraction) -> bool:
        return value <= self.goal if self.lower else value >= self.goal

    def _step(self, step: Fraction) -> str:
        if not step:
            return "増減なし"
        return f"{self._about(abs(step))}の{'増加' if step > 0 else '減少'}"

    def _amount(self, value: Fraction) -> str:
        """A sum or difference of stated amounts, with all its decimals."""
        digits = next((digits for digits in range(_MOST_DIGITS) if _is_exact(value, digits)), _MOST_DIGITS)
        return self._printed(value, "half-up", digits)

    def _about(self, value: Fraction) -> str:
        printed = self._printed(value, "half-up", self.decimals + 1)
        return printed if _is_exact(value, self.decimals + 1) else f"約{printed}"

    def _at_least(self, value: Fraction) -> str:
        """Rounded up, so that what is said is enough."""
        return self._printed(value, "up", self.decimals + 1)

    def _at_most(self, value: Fraction) -> str:
        return self._printed(value, "cut", self.decimals + 1)

    def _printed(self, value: Fraction, mode: str, digits: int) -> str:
        units = round_whole(value.numerator * 10**digits, value.denominator, mode)
        figures = decimal_text(units, digits).rstrip("0").rstrip(".") if digits else str(units)
        return format_amount(Decimal(figures)) + self.unit


def pace(document: PlanDocument, indicator: str, year: int) -> Pace | None:
    """The pace of the indicator (its key) as known in the fiscal year; None where nothing can be said."""
    facts = facts_of(document).get(indicator)
    return pace_of(facts, year) if facts is not None else None


def pace_of(facts: Facts, year: int) -> Pace | None:
    """``pace`` for an indicator whose facts are at hand. Later actuals than the year's are left out.

    Silent for milestones, for what is to be kept, for context indicators, with fewer than three amounts, where no target
    with an amount lies ahead, and where a sum would have to guess a missing year.
    """
    indicator = facts.indicator
    if indicator.direction in ("milestone", "keep") or indicator.kind == "context":
        return None
    amounts = {
        each: actual.amount
        for each, actual in sorted(facts.actuals.items())
        if each <= year and actual.amount is not None
    }
    goal = _goal(facts)
    if goal is None or goal[0].comparator == "=" or goal[1] <= max(amounts, default=goal[1]):
        return None
    target, goal_year = goal
    course = _course(facts, amounts, target, goal_year)
    if course is None or len(course.years) < FEWEST:
        return None
    lower = indicator.direction == "lower" or (indicator.direction is None and target.comparator in ("<=", "<"))
    first, last = course.years[0], course.years[-1]
    left = goal_year - last
    reached = course.current <= course.goal if lower else course.current >= course.goal
    if course.method != "line" and lower:
        # What may still be added is known only at the end.
        reached = False
    used = [facts.actuals[each] for each in course.years]
    return Pace(
        method=course.method,
        lower=lower,
        unit=indicator.unit or "",
        decimals=_decimals(indicator, amounts),
        first_year=first,
        last_year=last,
        goal_year=goal_year,
        current=course.current,
        goal=course.goal,
        so_far=course.so_far,
        needed=None if reached else (course.goal - course.current) / left,
        projected=course.current + course.so_far * left,
        uncertain=any(actual.approximate or actual.provisional for actual in used),
    )


class _Course(NamedTuple):
    """Where the actuals of these years have come to, and the mean yearly amount or step up to now."""

    method: Method
    years: tuple[int, ...]
    current: Fraction
    goal: Fraction
    so_far: Fraction


def _course(facts: Facts, amounts: Mapping[int, Decimal], target: Target, goal_year: int) -> _Course | None:
    """The course by the method that fits what the indicator counts; None where a sum has an unknown year."""
    match facts.indicator.accumulation:
        case "flow" | "increment" if goal_year in facts.totals()[0]:
            return _sums("average", facts, amounts, goal_year, Fraction(0))
        case "cumulative-with-baseline":
            baseline = facts.indicator.baseline
            if baseline is None or baseline.amount is None or goal_year not in facts.totals()[0]:
                return None
            return _sums("remaining", facts, amounts, goal_year, Fraction(baseline.amount))
        case "cumulative":
            return _line("remaining", amounts, target)
        case _:
            # A target that does not add up with those of the other years is the amount of its own year.
            return _line("line", amounts, target)


def _line(method: Method, amounts: Mapping[int, Decimal], target: Target) -> _Course | None:
    years = tuple(amounts)
    if len(years) < FEWEST or target.amount is None:
        return None
    current = Fraction(amounts[years[-1]])
    step = (current - Fraction(amounts[years[0]])) / (years[-1] - years[0])
    return _Course(method, years, current, Fraction(target.amount), step)


def _sums(
    method: Method, facts: Facts, amounts: Mapping[int, Decimal], goal_year: int, start: Fraction
) -> _Course | None:
    """Sums of the plan's years; None where the running total up to the latest actual is not known."""
    targets, actuals = facts.totals()
    years = tuple(each for each in amounts if each in actuals)
    if not years or years[-1] != max(amounts):
        return None
    current = Fraction(actuals[years[-1]])
    return _Course(method, years, current, Fraction(targets[goal_year]), (current - start) / len(years))


def _goal(facts: Facts) -> tuple[Target, int] | None:
    """The target to reach and its year: the final one, else that of the latest year with an amount.

    Where the years add up, the targets of single years come first: a final one beside them may mean the sum or the year.
    """
    years = [year for year, target in facts.targets.items() if target.amount is not None]
    yearly = (facts.targets[max(years)], max(years)) if years else None
    if yearly is not None and facts.indicator.accumulation in ("flow", "increment", "cumulative-with-baseline"):
        return yearly
    final = facts.final
    if final is None or final.amount is None:
        return yearly
    year = final.year if final.year is not None else facts.last_year
    return (final, year) if year is not None else None


def _decimals(indicator: Indicator, amounts: Mapping[int, Decimal]) -> int:
    if indicator.decimals is not None:
        return max(0, indicator.decimals)
    exponents = [amount.normalize().as_tuple().exponent for amount in amounts.values()]
    return max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))


def _is_exact(value: Fraction, digits: int) -> bool:
    return bool(10**digits % value.denominator == 0)
