"""How an indicator's result of a year came about, step by step in words with the numbers, from the facts to the grade.

The steps are made of the very values that ``judging`` compares, so that what a reader recalculates is what was computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from banso.domain.address import address_of, join
from banso.domain.calculation_words import (
    factor,
    goal_words,
    number_words,
    rate_words,
    reason_sentence,
    rounding_words,
    span_words,
)
from banso.domain.document import PlanDocument, Target
from banso.domain.document_words import VALUE_WORDS
from banso.domain.effective_rule import EffectiveRule, effective_rule
from banso.domain.evaluation import rule_set_for
from banso.domain.indicator_facts import Facts
from banso.domain.judging import BOUNDLESS, actual_of, adds_up, due_of, judge, measured_by, reference_of
from banso.domain.quantity import Quantity
from banso.domain.results import IndicatorResult, Rate
from banso.domain.rule_set import Rounding, RuleSet
from banso.domain.rules.formulas import Number
from banso.domain.rules.rounding import rounded
from banso.domain.rules.wording import BASIS_WORDS, FLAG_WORDS, FORMULA_WORDS
from banso.domain.value_words import quantity_words
from banso.domain.years import format_fiscal_year

_PATHS = ("path-ratio", "path-progress")
_PROGRESSES = ("baseline-progress", "path-progress")
_MET = {
    "threshold": ("目標に届かないので", "目標をちょうど満たすので", "目標を超えるので"),
    "range": ("範囲の外なので", "範囲の中なので", "範囲の中なので"),
}
"""Why a grade measured by a comparison is given, by the value that ``measured_by`` gives."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is about, the sentence, and the address of the fact it reads ("" where it is computed)."""

    name: str
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """The result of a year, the rule that gave it (None is no rule), and the steps from the facts to the grade."""

    result: IndicatorResult
    rule_set: RuleSet | None
    rule: EffectiveRule | None
    steps: tuple[Step, ...]


def calculation(document: PlanDocument, facts: Facts, year: int, *, year_style: str = "令和5年度") -> Calculation:
    """The calculation of an indicator's result in the fiscal year, by the rules of the document."""
    rule_set = rule_set_for(document, year)
    target = facts.target(year)
    direction = facts.indicator.direction
    lower = direction == "lower"
    if direction is None and target is not None and target.comparator is not None:
        lower = target.comparator in ("<=", "<")
    rule = effective_rule(rule_set, facts.indicator, lower)
    result = judge(facts, year, target, rule)
    made = _Steps(facts, year, target, year_style)
    steps = [made.rule(rule_set, rule), made.actual(), made.target()]
    if rule is not None:
        steps += made.computed(rule, result)
        if result.warning:
            steps.append(Step("注意", result.warning))
    return Calculation(result=result, rule_set=rule_set, rule=rule, steps=tuple(step for step in steps if step.words))


class _Steps:
    """The steps of one indicator and year."""

    def __init__(self, facts: Facts, year: int, target: Target | None, year_style: str) -> None:
        self.facts, self.year, self._target = facts, year, target
        self.unit = facts.indicator.unit or ""
        self._style = year_style

    def rule(self, rule_set: RuleSet | None, rule: EffectiveRule | None) -> Step:
        """Which rule applies, since when, from which source."""
        own = self.facts.indicator.rule
        if rule is None:
            if self.facts.indicator.kind == "context":
                return Step("決まり", "対象指標なので、評価の対象ではありません。")
            return Step("決まり", "この計画には評価の決まりがないので、達成率も評価も出しません。")
        since = "" if rule_set is None or rule_set.from_year is None else f"{self._year(rule_set.from_year)}から、"
        words = f"{since}{FORMULA_WORDS[rule.formula]}（{BASIS_WORDS[rule.basis]}）で計算します。"
        if own:
            words += "この指標だけの決まりが加わっています。"
            words += f"理由：{own['reason']}。" if own.get("reason") else ""
        source = own.get("source") or (rule_set.source if rule_set else None)
        return Step(
            "決まり",
            words + (f"出典：{source}" if source else ""),
            join("indicator", self.facts.indicator.key) if own or rule_set is None else address_of(rule_set),
        )

    def actual(self) -> Step:
        """The year's own result with its origin."""
        found = self.facts.actuals.get(self.year)
        if found is None:
            return Step("実績", f"{self._year(self.year)}の実績はまだありません（未入力）。")
        words = f"{self._year(self.year)}の実績は{quantity_words(found, self.unit)}"
        told = [VALUE_WORDS["Actual.origin"][found.origin]] if found.origin and found.state != "not-entered" else []
        if found.reference_year is not None:
            told.append(f"{self._year(found.reference_year)}の値")
        return Step("実績", words + (f"（{'、'.join(told)}）。" if told else "。"), address_of(found))

    def target(self) -> Step:
        """The target that holds in the year: its own, or the final one."""
        if self._target is None:
            return Step("目標", f"{self._year(self.year)}の目標はありません。")
        comparator = self._target.comparator
        words = quantity_words(self._target, self.unit)
        if comparator and self._target.amount is not None:
            words = goal_words(comparator, words)
        if self._target.final and self._target.year != self.year:
            return Step(
                "目標",
                f"{self._year(self.year)}だけの目標はないので、最終目標の{words}を使います。",
                address_of(self._target),
            )
        return Step("目標", f"{self._year(self.year)}の目標は{words}。", address_of(self._target))

    def computed(self, rule: EffectiveRule, result: IndicatorResult) -> Iterator[Step]:
        """From the two figures to rate, grade and flag, or why there is none."""
        if result.reason not in (None, "no-rule"):
            yield self._why_not(rule, result)
            return
        formula = result.formula
        if formula == "human":
            yield Step("評価", "この決まりでは、人が評価します。計算はしません。")
        elif formula == "milestone":
            yield Step("比べ方", "できたかどうかだけを見ます。達成率は出しません。")
            yield from self._grade_alone(rule, result, Fraction(int(result.achieved is True)))
            yield Step("達成", FLAG_WORDS[result.achieved])
        elif formula in ("threshold", "range", "trend"):
            yield from self._without_rate(rule, result)
        else:
            yield from self._with_rate(rule, result)

    def _with_rate(self, rule: EffectiveRule, result: IndicatorResult) -> Iterator[Step]:
        actual, due = (
            actual_of(self.facts, self.year, rule),
            due_of(self.facts, self.year, rule, rule.formula, self._target),
        )
        yield self._due_step(rule, due)
        yield self._sum_step(rule, actual)
        exact = result.rate.exact
        if exact is None:
            yield Step(
                "達成率", f"実績が0なので割り算はできません。どの目標よりも良い結果として「{BOUNDLESS}」と書きます。"
            )
            yield Step("評価", f"一番上の評価「{result.rate.grade}」です。" if result.rate.grade else "")
        else:
            yield self._rate_step(rule, result.rate, self._expression(rule.formula, actual, due))
            yield self._rounding_step(rule.rounding, result.rate)
            yield self._grade_step(rule, result.rate, exact)
        yield self._flag_step(rule, result, actual, due)
        if result.cumulative is not None:
            yield from self._beside(rule, result.cumulative)

    def _rate_step(self, rule: EffectiveRule, rate: Rate, expression: str) -> Step:
        assert rate.exact is not None
        hundred = "" if rule.rounding.unit == "ratio" else "×100"
        return Step("達成率", f"{expression}{hundred}＝{rate_words(rate.exact, rule.rounding)}")

    def _rounding_step(self, rounding: Rounding, rate: Rate) -> Step:
        stage = "評価は丸めた後の値で比べます" if rounding.stage == "grade" else "評価は丸める前の値で比べます"
        return Step("端数", f"{rounding_words(rounding)}「{rate.printed}」と書きます。{stage}。")

    def _grade_step(self, rule: EffectiveRule, rate: Rate, exact: Fraction) -> Step:
        if not rule.bands:
            return Step("評価", "評価の区切りが決められていないので、評価はつけません。")
        place = next((place for place, band in enumerate(rule.bands) if band.grade == rate.grade), None)
        compared = rounded(exact, rule.rounding) if rule.rounding.stage == "grade" else exact
        shown = rate_words(compared, rule.rounding)
        if place is None:
            return Step("評価", f"{shown}は一番下の区切りにも届かないので、評価はつきません。")
        band = rule.bands[place]
        if band.by is not None and band.by != rule.formula:
            return Step("評価", self._by_other_formula(rule, place, band.by))
        if band.from_ is None and rule.mixed:
            return Step("評価", f"{shown}は上のどの区切りにもあてはまらないので、評価は「{band.grade}」です。")
        span = span_words(rule.bands, place, rule.rounding) or "どの値でもよい区切り"
        return Step("評価", f"{shown}は{span}なので、評価は「{band.grade}」です。")

    def _by_other_formula(self, rule: EffectiveRule, place: int, formula: str) -> str:
        grade = rule.bands[place].grade
        words = f"評価「{grade}」の区切りは、別の式「{FORMULA_WORDS[formula]}」で測ります。"
        value = measured_by(self.facts, self.year, rule, formula, self._target)
        if formula in _MET:
            return f"{words}{_MET[formula][min(int(value), 2)]}、評価は「{grade}」です。"
        span = span_words(rule.bands, place, rule.rounding)
        return f"{words}その値{rate_words(value, rule.rounding)}は{span}なので、評価は「{grade}」です。"

    def _flag_step(self, rule: EffectiveRule, result: IndicatorResult, actual: Number, due: Number) -> Step:
        if result.achieved is None:
            return Step("達成", "")
        comparator = (self._target and self._target.comparator) or rule.comparator
        goal = goal_words(comparator, self._amount(due))
        verdict = "を満たすので達成" if result.achieved else "を満たさないので未達成"
        return Step("達成", f"{self._amount(actual)}は「{goal}」{verdict}です。")

    def _without_rate(self, rule: EffectiveRule, result: IndicatorResult) -> Iterator[Step]:
        formula = result.formula or rule.formula
        actual = actual_of(self.facts, self.year, rule)
        value = measured_by(self.facts, self.year, rule, formula, self._target)
        if formula == "trend":
            reference = reference_of(self.facts, self.year, rule)
            before = self.facts.actuals.get(self.year - 1)
            former = rule.reference != "baseline" and before is not None and before.amount is not None
            yield Step("比べる値", f"{'前年度の実績' if former else '当初値'}は{self._amount(reference)}。")
            percent = rate_words(value, rule.rounding)
            if rule.lower:
                percent = f"{rate_words(-value, rule.rounding)}。低いほど良いので、符号を逆にして{percent}"
            if reference:
                change = f"（{factor(actual)}−{factor(reference)}）÷{number_words(abs(reference))}×100"
                yield Step("増減", f"{change}＝{percent}。")
            else:
                yield Step("増減", f"比べる値が0なので、増減を{percent}と数えます。")
        elif formula == "range" and (rule.low is not None or rule.high is not None or rule.tolerance is not None):
            yield Step("比べ方", self._range_words(rule))
        yield from self._grade_alone(rule, result, value)
        if result.achieved is None:
            return
        if formula == "threshold":
            yield self._flag_step(rule, result, actual, due_of(self.facts, self.year, rule, formula, self._target))
        elif formula == "range":
            inside = "範囲の中なので達成" if result.achieved else "範囲の外なので未達成"
            yield Step("達成", f"{self._amount(actual)}は{inside}です。")
        else:
            yield Step("達成", FLAG_WORDS[result.achieved])

    def _range_words(self, rule: EffectiveRule) -> str:
        if rule.low is not None and rule.high is not None:
            return f"{self._amount(rule.low)}から{self._amount(rule.high)}までを目標の範囲とします。"
        ends = [
            f"{self._amount(end)}{word}" for end, word in ((rule.low, "以上"), (rule.high, "以下")) if end is not None
        ]
        slack = f"目標の前後{number_words(rule.tolerance)}%" if rule.tolerance is not None else "目標ちょうど"
        return f"{'、'.join([*ends, slack])}を目標の範囲とします。"

    def _grade_alone(self, rule: EffectiveRule, result: IndicatorResult, value: Fraction) -> Iterator[Step]:
        grade = result.rate.grade
        if not rule.bands:
            return
        place = next((place for place, band in enumerate(rule.bands) if band.grade == grade), None)
        if grade is None or place is None:
            yield Step("評価", "あてはまる評価の区切りがないので、評価はつきません。")
            return
        band, formula = rule.bands[place], result.formula or rule.formula
        if band.by is not None and band.by != formula:
            yield Step("評価", self._by_other_formula(rule, place, band.by))
        elif band.from_ is None:
            yield Step("評価", f"上のどの区切りにもあてはまらないので、評価は「{grade}」です。")
        elif formula == "trend":
            span = span_words(rule.bands, place, rule.rounding)
            yield Step("評価", f"{rate_words(value, rule.rounding)}は{span}なので、評価は「{grade}」です。")
        else:
            why = _MET[formula][min(int(value), 2)] if formula in _MET else "できたので" if value else "まだなので"
            yield Step("評価", f"{why}、評価は「{grade}」です。")

    def _why_not(self, rule: EffectiveRule, result: IndicatorResult) -> Step:
        reason = result.reason or ""
        actual = self.facts.actuals.get(self.year)
        of_actual = actual is None or (actual.state == reason)
        of_target = self._target is None or self._target.state == reason
        words = reason_sentence(reason, of_target=of_target or (reason == "not-set" and not of_actual))
        if result.rate.grade is not None:
            words += f"決まりにより、評価の欄には「{result.rate.grade}」と書きます。"
        return Step("達成率", words)

    def _beside(self, rule: EffectiveRule, rate: Rate) -> Iterator[Step]:
        targets, actuals = self.facts.totals()
        target, actual = targets[self.year], actuals[self.year]
        formula = rule.formula if rule.formula in ("inverse", "mirror") else "ratio"
        yield Step("累計の目標", self._sum(self.facts.targets, target))
        yield Step("累計の実績", self._sum(self.facts.actuals, actual))
        if rate.exact is not None:
            step = self._rate_step(rule, rate, self._expression(formula, actual, target))
            grade = f"、評価は「{rate.grade}」" if rate.grade else ""
            yield Step("累計の達成率", f"{step.words}。印刷は「{rate.printed}」{grade}（上の評価とは別の、参考の値）。")

    def _due_step(self, rule: EffectiveRule, due: Number) -> Step:
        """What the actual is measured by where that is not the target itself."""
        assert self._target is not None
        amount = self._target.amount
        if rule.formula == "time-share" and self.facts.first_year is not None and self.facts.last_year is not None:
            years = self.facts.last_year - self.facts.first_year + 1
            nth = min(self.year - self.facts.first_year + 1, years)
            assert amount is not None
            return Step(
                "比べる値", f"{factor(amount)}×{nth}÷{years}＝{self._amount(due)}（{years}年のうち{nth}年目までの分）"
            )
        if rule.formula in _PATHS or rule.basis == "path":
            if self._target.year == self.year:
                return Step("比べる値", "")
            return Step(
                "比べる値", f"当初値から最終目標までを直線で結ぶと、{self._year(self.year)}は{self._amount(due)}。"
            )
        if rule.basis == "cumulative" and adds_up(self.facts):
            return Step("目標の累計", self._sum(self.facts.targets, due))
        return Step("比べる値", "")

    def _sum_step(self, rule: EffectiveRule, actual: Number) -> Step:
        if rule.basis == "cumulative" and adds_up(self.facts):
            return Step("実績の累計", self._sum(self.facts.actuals, actual))
        return Step("実績の累計", "")

    def _sum(self, entries: Mapping[int, Quantity], total: Number) -> str:
        """A running total with its parts: 当初値10＋15＝25人."""
        parts = []
        baseline = self.facts.indicator.baseline
        if self.facts.indicator.accumulation == "cumulative-with-baseline" and baseline and baseline.amount is not None:
            parts.append(f"当初値{factor(baseline.amount)}")
        first = self.facts.first_year if self.facts.first_year is not None else min(self.facts.targets, default=0)
        if baseline is not None and baseline.year is not None:
            first = max(first, baseline.year + 1)
        parts += [
            factor(entry.amount)
            for year, entry in sorted(entries.items())
            if first <= year <= self.year and entry.amount is not None
        ]
        return f"{'＋'.join(parts)}＝{self._amount(total)}" if len(parts) > 1 else self._amount(total)

    def _expression(self, formula: str, actual: Number, due: Number) -> str:
        a, d = factor(actual), factor(due)
        if formula == "inverse":
            return f"{d}÷{a}"
        if formula == "mirror":
            return f"（{d}×2−{a}）÷{d}"
        if formula in _PROGRESSES:
            b = factor(self.facts.baseline())
            return f"（{a}−{b}）÷（{d}−{b}）"
        return f"{a}÷{d}"

    def _amount(self, value: Number) -> str:
        return f"{number_words(value)}{self.unit}"

    def _year(self, year: int) -> str:
        try:
            return format_fiscal_year(year, self._style)
        except ValueError:
            return f"{year}年度"
