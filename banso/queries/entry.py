"""The year's entry grid: indicators × last year, target, result, rate, grade and remarks, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from banso.domain.address import join, split
from banso.domain.document import Actual, PlanDocument, Target
from banso.domain.document_words import SPECIAL_WORDS, period_words
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.entry_warnings import EntryWarnings
from banso.domain.grade_signs import band_signs
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.printed_figures import printed_actual, printed_baseline, printed_target
from banso.domain.quantity import QUANTITY_FIELDS, STATE_LABELS
from banso.domain.results import Evaluation
from banso.domain.rule_set import RuleSet
from banso.domain.rules.wording import FORMULA_WORDS, WITHOUT_RATE
from banso.queries.grid import Cell, Frame, Name, Narrowed

Periods = Literal["", "half", "quarter", "month"]
PERIODS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "half": ("H1", "H2"),
    "quarter": ("Q1", "Q2", "Q3", "Q4"),
    "month": tuple(f"{month:02d}" for month in (*range(4, 13), *range(1, 4))),
}
"""The parts of a fiscal year that stand beside it, from April."""

COPIED = "copied"
WARNED = "warned"
_REASONS: Mapping[str, str] = {
    "not-entered": "",
    "not-set": "目標なし",
    "target-zero": "目標が0",
    "negative": "負の数を含む",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to compare with: as printed, what is to be known of it, and the address of its fact ("" has none)."""

    text: str = ""
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the evaluation says of a row: the rate as printed, the grade with the number of its sign.

    ``beside`` is the rate of the running totals, ``reason`` why there is no rate, ``achieved`` None is not judged.
    """

    rate: str = ""
    beside: str = ""
    grade: str = ""
    sign: int = 0
    achieved: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in the year; ``interim`` are the parts of the year in the order of the grid's periods."""

    name: Name
    previous: Figure
    target: Figure
    interim: tuple[Cell, ...]
    actual: Cell
    judged: Judged
    remarks: Cell
    may_copy: bool


@dataclass(frozen=True, slots=True)
class RowSection:
    """The rows of one top element."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many results of the year are entered, of how many."""

    entered: int
    total: int

    @property
    def missing(self) -> int:
        """How many wait."""
        return self.total - self.entered


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The whole grid. ``copiable`` are the shown rows whose last year's value could stand in; ``ruled`` whether there are rules,
    ``rated`` whether an achievement rate can come of them (of none it may, once there are some).
    """

    year: int
    sections: tuple[RowSection, ...]
    periods: tuple[tuple[str, str], ...]
    count: Count
    shown: int
    copiable: tuple[str, ...]
    tops: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]
    ruled: bool
    rated: bool


class EntryRows:
    """The rows of a year, made one by one from facts that are gathered once."""

    def __init__(self, document: PlanDocument, evaluation: Evaluation, year: int, periods: str = "") -> None:
        self.year = year
        self.periods = PERIODS[periods]
        self.frame = Frame(document)
        self.facts: Mapping[str, Facts] = facts_of(document)
        self._document = document
        self._evaluation = evaluation
        self._warnings = EntryWarnings(document, evaluation)
        self._interim = {
            (actual.indicator, actual.period): actual
            for actual in document.actuals
            if actual.year == year and actual.period is not None
        }
        self._remarks = {
            text.indicator: text.text
            for text in document.texts
            if text.indicator is not None and text.year == year and text.kind == "remarks" and text.heading is None
        }
        rules = rule_sets_in_force(document.rule_sets, year)
        self.ruled = bool(rules)
        self.rated = not rules or self._gives_rates(rules)
        self._signs = band_signs([band.grade for band in rules[0].bands]) if rules else {}

    def missing(self) -> tuple[str, ...]:
        """The indicators whose result of the year waits to be entered."""
        return tuple(key for key, facts in self.facts.items() if not is_entered(facts.actuals.get(self.year)))

    def count(self) -> Count:
        """How many results are entered."""
        total = len(self.facts)
        return Count(total - len(self.missing()), total)

    def related(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The indicators and all whose warnings may change with them: their wholes and the parts of both."""
        wanted = {key for key in keys if key in self.facts}
        wholes = wanted | {parent for key in wanted if (parent := self.facts[key].indicator.parent)}
        return tuple(
            key
            for key, facts in self.facts.items()
            if key in wholes or key in wanted or facts.indicator.parent in wholes
        )

    def row(self, key: str) -> Row:
        """The row of one indicator."""
        facts = self.facts[key]
        name = self.frame.name(key)
        actual = facts.actuals.get(self.year)
        return Row(
            name=name,
            previous=self._previous(facts),
            target=self._target(facts),
            interim=tuple(self._part(name, period) for period in self.periods),
            actual=self._actual(name, facts, actual),
            judged=self._judged(key, actual),
            remarks=Cell(join("text", key, self.year, "remarks"), self._remarks.get(key, ""), wide=True),
            may_copy=self._may_copy(facts),
        )

    def text(self, address: str) -> str:
        """The present text of a cell, as it would be typed; "" where nothing stands."""
        match split(address):
            case ("actual", key, year) if key in self.facts and year.isdecimal():
                return printed_actual(self.facts[key].actuals.get(int(year)))
            case ("actual", key, _, period):
                return printed_actual(self._interim.get((key, period)))
            case ("text", key, *_):
                return self._remarks.get(key, "")
        return ""

    def _gives_rates(self, rules: Iterable[RuleSet]) -> bool:
        """Whether a rule set, a band measured in its own way or an indicator's own rule makes a rate; or one stands."""
        formulas = {rule.formula for rule in rules} | {band.by for rule in rules for band in rule.bands if band.by}
        own = {each.rule.get("formula") for each in self._document.indicators}
        return bool(((formulas | own) & set(FORMULA_WORDS)) - set(WITHOUT_RATE)) or any(
            result.year == self.year and result.rate.printed for result in self._evaluation.indicators
        )

    def _may_copy(self, facts: Facts) -> bool:
        before = facts.actuals.get(self.year - 1)
        return before is not None and before.state is None and not is_entered(facts.actuals.get(self.year))

    def _previous(self, facts: Facts) -> Figure:
        """Last year's result; before the first year the baseline, where that is last year's value."""
        before = facts.actuals.get(self.year - 1)
        key = facts.indicator.key
        if before is not None:
            text = printed_actual(before) or STATE_LABELS["not-entered"]
            return Figure(text, address=join("actual", key, self.year - 1))
        baseline = facts.indicator.baseline
        if baseline is not None and baseline.year in (None, self.year - 1) and self.year == facts.first_year:
            return Figure(printed_baseline(baseline, facts.first_year), "当初値", join("indicator", key))
        return Figure()

    def _target(self, facts: Facts) -> Figure:
        target = facts.target(self.year)
        if target is None:
            return Figure()
        return Figure(
            _target_text(facts, target, self.year), "最終目標" if target.final else "", _target_address(target)
        )

    def _part(self, name: Name, period: str) -> Cell:
        actual = self._interim.get((name.key, period))
        return Cell(join("actual", name.key, self.year, period), printed_actual(actual))

    def _actual(self, name: Name, facts: Facts, actual: Actual | None) -> Cell:
        notes = self._warnings.of(name.key, self.year)
        mark = WARNED if notes else ""
        if actual is not None and actual.origin == "estimated":
            mark = COPIED
            notes = (_stand_in(actual, facts.actuals.get(self.year - 1)), *notes)
        address = join("actual", name.key, self.year)
        return Cell(address, printed_actual(actual), notes, mark)

    def _judged(self, key: str, actual: Actual | None) -> Judged:
        result = self._evaluation.indicator(key, self.year)
        if result is None:
            return Judged()
        reason = ""
        if result.rate.printed is None and is_entered(actual) and result.achieved is None:
            reason = "" if result.reason == "no-rule" else _REASONS.get(result.reason or "", _word(result.reason))
        return Judged(
            rate=result.rate.printed or "",
            beside=(result.cumulative.printed or "") if result.cumulative else "",
            grade=result.rate.grade or "",
            sign=self._signs.get(result.rate.grade or "", 0),
            achieved=result.achieved,
            reason=reason,
        )


def entry_page(rows: EntryRows, wanted: Narrowed) -> EntryPage:
    """The grid of the wanted rows."""
    sections = tuple(
        RowSection(section.title, tuple(rows.row(key) for key in section.indicators))
        for section in rows.frame.sections(wanted, rows.missing() if wanted.missing else ())
    )
    shown = [row for section in sections for row in section.rows]
    return EntryPage(
        year=rows.year,
        sections=sections,
        periods=tuple((period, period_words(period)) for period in rows.periods),
        count=rows.count(),
        shown=len(shown),
        copiable=tuple(row.name.key for row in shown if row.may_copy),
        tops=rows.frame.tops(),
        owners=rows.frame.owners(),
        ruled=rows.ruled,
        rated=rows.rated,
    )


def is_entered(actual: Actual | None) -> bool:
    """Whether a result stands or a state was chosen for it; 未入力 waits."""
    return actual is not None and actual.state != "not-entered"


def _target_text(facts: Facts, target: Target, year: int) -> str:
    """The target with the running total in its bracket, as sheets print it."""
    if target.state == "not-set":
        return STATE_LABELS["not-set"]
    bracket = target.cumulative
    if facts.indicator.accumulation == "cumulative-with-baseline":
        bracket = facts.totals()[0].get(year, bracket)
    return printed_target(target, bracket)


def _target_address(target: Target) -> str:
    return join("target", target.indicator, "final" if target.final else target.year)


def _stand_in(actual: Actual, before: Actual | None) -> str:
    same = before is not None and all(getattr(actual, name) == getattr(before, name) for name in QUANTITY_FIELDS)
    return "前年度から複写（仮の値）" if same else "推計した値"


def _word(reason: str | None) -> str:
    return SPECIAL_WORDS.get(reason or "", "")
