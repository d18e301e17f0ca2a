"""The list of a plan's indicators in a fiscal year, with rate, grade and the course of their results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from banso.domain.document import PlanDocument
from banso.domain.evaluation import rule_set_for
from banso.domain.grade_signs import band_signs
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.place_words import Places
from banso.domain.placing import Tree, homes
from banso.domain.printed_figures import printed_target
from banso.domain.quantity import STATE_LABELS, Quantity, format_amount
from banso.domain.results import Evaluation
from banso.domain.rules.wording import FLAG_WORDS, reason_words
from banso.domain.search import fold_for_search, words_of
from banso.domain.value_words import quantity_words
from banso.domain.years import format_fiscal_year

STATES = {
    "missing": "実績が未入力",
    "missed": "目標に届いていない",
    "achieved": "目標に届いた",
    "unjudged": "評価していない",
}
"""What the list may be narrowed to, by how an indicator stands in the year."""
_WIDTH, _HEIGHT, _EDGE = Decimal(96), Decimal(24), Decimal(4)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to show: words in name or code, what is placed below a top node (its key), a state of ``STATES``."""

    words: str = ""
    top: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words.strip() or self.top or self.state)


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The course of results as paths on a field of 96 × 24, one for each run of years, and its last point."""

    paths: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """An indicator in the year. ``latest`` tells the last result there is where the year itself has no amount.

    ``home`` names the node where it counts ("" where it is placed nowhere), ``elsewhere`` how many others carry it.
    """

    key: str
    code: str
    name: str
    unit: str
    target: str
    actual: str
    waiting: bool
    latest: str
    rate: str
    grade: str
    sign: int
    flag: str
    reason: str
    course: Sparkline
    home: str
    elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorList:
    """The lines shown, of ``total``; ``tops`` are (key, name) pairs to choose from."""

    year: int | None
    lines: tuple[IndicatorLine, ...]
    total: int
    wishes: Wishes
    tops: tuple[tuple[str, str], ...]


def indicator_list(
    document: PlanDocument, evaluation: Evaluation | None, year: int | None, wishes: Wishes
) -> IndicatorList:
    """The indicators in the order of the plan; without a year only their names, units and places."""
    signs = signs_of(document, year)
    places = Places(document, year_style="令和5年度")
    tree = Tree(document.nodes)
    placed: dict[str, dict[str, None]] = defaultdict(dict)
    for placement in document.placements:
        placed[placement.indicator][placement.node] = None
    at_home = homes(document.indicators, document.placements)
    lines = []
    for key, facts in facts_of(document).items():
        if wishes.top and not any(node.key == wishes.top for each in placed[key] for node in tree.upwards(each)):
            continue
        line = _line(
            facts,
            year,
            evaluation,
            signs,
            places.node(at_home[key]) if key in at_home else "",
            max(0, len(placed[key]) - 1),
        )
        if _hit(line, wishes):
            lines.append(line)
    return IndicatorList(
        year=year,
        lines=tuple(lines),
        total=len(document.indicators),
        wishes=wishes,
        tops=tuple((node.key, places.node(node.key)) for node in document.nodes if node.level == 0),
    )


def signs_of(document: PlanDocument, year: int | None) -> dict[str, int]:
    """The number of the sign of each grade of the year's rule set."""
    rule_set = rule_set_for(document, year) if year is not None else None
    return band_signs([band.grade for band in rule_set.bands]) if rule_set else {}


def shown(quantity: Quantity | None, unit: str = "") -> str:
    """A quantity as tables show it: the amount with its unit, the word of a state, a text; "" where there is none."""
    if quantity is None:
        return ""
    if quantity.state is not None:
        return STATE_LABELS[quantity.state]
    return quantity_words(quantity, unit or None)


def course_of(facts: Facts) -> Sparkline:
    """The results of an indicator over the years, drawn and in words."""
    amounts = {year: actual.amount for year, actual in sorted(facts.actuals.items()) if actual.amount is not None}
    if not amounts:
        return Sparkline((), (), "実績なし")
    low, high = min(amounts.values()), max(amounts.values())
    first, last = min(amounts), max(amounts)

    def x(year: int) -> str:
        share = Decimal(year - first) / (last - first) if last > first else Decimal("0.5")
        return _place(_EDGE + share * (_WIDTH - 2 * _EDGE))

    def y(amount: Decimal) -> str:
        share = (amount - low) / (high - low) if high > low else Decimal("0.5")
        return _place(_HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE))

    runs: list[list[int]] = []
    for year in amounts:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return Sparkline(
        paths=tuple("M" + "L".join(f"{x(year)} {y(amounts[year])}" for year in run) for run in runs if len(run) > 1),
        points=tuple((x(year), y(amount)) for year, amount in amounts.items()),
        words=_course_words(amounts, facts.indicator.unit or ""),
    )


def _course_words(amounts: dict[int, Decimal], unit: str) -> str:
    years = sorted(amounts)
    if len(years) == 1:
        return "1年度分"
    last, before = amounts[years[-1]], amounts[years[-2]]
    since = "前年度" if years[-1] - years[-2] == 1 else format_fiscal_year(years[-2], "令和5年度")
    if last == before:
        return f"{since}と同じ"
    return f"{since}より{format_amount(abs(last - before))}{unit}{'増' if last > before else '減'}"


def _place(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1")))


def _line(
    facts: Facts,
    year: int | None,
    evaluation: Evaluation | None,
    signs: dict[str, int],
    home: str,
    elsewhere: int,
) -> IndicatorLine:
    indicator = facts.indicator
    unit = indicator.unit or ""
    result = evaluation.indicator(indicator.key, year) if evaluation is not None and year is not None else None
    target = facts.target(year) if year is not None else None
    actual = facts.actuals.get(year) if year is not None else None
    latest = ""
    if actual is None or actual.amount is None:
        before = [each for each, old in facts.actuals.items() if old.amount is not None and each != year]
        if before:
            latest = f"{format_fiscal_year(max(before), '令和5年度')} {shown(facts.actuals[max(before)], unit)}"
    own = target is not None and not (target.final and target.year != year)
    printed = printed_target(target, target.cumulative) if target is not None and target.amount is not None else ""
    return IndicatorLine(
        key=indicator.key,
        code=indicator.code or "",
        name=f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name,
        unit=unit,
        target=(printed or shown(target)) + ("" if own or target is None else "（最終目標）"),
        actual=shown(actual) if actual is not None else STATE_LABELS["not-entered"],
        waiting=actual is None or actual.state == "not-entered",
        latest=latest,
        rate=(result.rate.printed or "") if result else "",
        grade=(result.rate.grade or "") if result else "",
        sign=signs.get(result.rate.grade or "", 0) if result else 0,
        flag=FLAG_WORDS[result.achieved] if result else "",
        reason=reason_words(result.reason) if result and result.achieved is None else "",
        course=course_of(facts),
        home=home,
        elsewhere=elsewhere,
    )


def _hit(line: IndicatorLine, wishes: Wishes) -> bool:
    words = words_of(wishes.words)
    folded = fold_for_search(f"{line.code} {line.name} {line.unit}")
    if not all(word in folded for word in words):
        return False
    match wishes.state:
        case "missing":
            return line.waiting
        case "missed":
            return line.flag == FLAG_WORDS[False]
        case "achieved":
            return line.flag == FLAG_WORDS[True]
        case "unjudged":
            return not line.flag
        case _:
            return True
