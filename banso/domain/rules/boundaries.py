"""What a person who sets grades must see: bands that cannot stand, and how rates at the edges are graded.

The cases are computed by the functions that judge indicators, so that the preview cannot differ from the grades.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from banso.domain.document import Indicator
from banso.domain.effective_rule import EffectiveRule, effective_rule
from banso.domain.judging import rate_of
from banso.domain.legend import legend_holes
from banso.domain.quantity import format_amount
from banso.domain.rule_set import RuleSet
from banso.domain.rules.bands import BandRule, bounds_of
from banso.domain.rules.wording import WITHOUT_RATE
from banso.domain.text import fold

USUAL = tuple(map(Decimal, ("79", "79.5", "80", "99", "99.5", "100")))
"""The percentages where offices' legends differ most."""

_SIGNED = ("mirror", "baseline-progress", "path-progress")
"""Formulas whose rates may be negative."""


@dataclass(frozen=True, slots=True)
class BoundaryCase:
    """An exact rate in percent, how the rule set prints it, and its grade (None: it gets none)."""

    percent: Decimal
    printed: str
    grade: str | None


def band_faults(bands: Sequence[BandRule]) -> tuple[str, ...]:
    """Why these bands (best first) cannot be used, as Japanese sentences; empty where every rate has exactly one grade.

    Bands measured by different formulas are not compared with each other. No bands at all are no fault: such a rule
    set gives rates without grades.
    """
    faults: list[str] = []
    names: dict[str, int] = {}
    for place, band in enumerate(bands, 1):
        name = band.grade.strip()
        if not name:
            faults.append(f"上から{place}番目の評価に名前がありません。「A」や「順調」のような名前を付けてください。")
        elif fold(name) in names:
            faults.append(
                f"評価「{name}」が上から{names[fold(name)]}番目と{place}番目の2回あります。名前を変えるか、一つにしてください。"
            )
        else:
            names[fold(name)] = place
    for place, band in enumerate(bands):
        faults += _against_those_above(bands, place, band)
        if band.from_ is None and place < len(bands) - 1:
            faults.append(
                f"評価「{band.grade}」に下限がないため、その下の「{bands[place + 1].grade}」になることがありません。"
                f"「{band.grade}」の下限を書くか、一番下に移してください。"
            )
    if bands and bands[-1].from_ is not None:
        low = bands[-1]
        faults.append(
            f"一番下の評価「{low.grade}」に下限（{_bound(low)}）があり、それより低い率に評価が付きません。"
            f"「{low.grade}」の下限を空欄にするか、その下に評価を加えてください。"
        )
    return tuple(faults)


def boundary_cases(rule_set: RuleSet) -> tuple[BoundaryCase, ...]:
    """The usual edges and the rule set's own bounds with what lies just beside them, from the lowest rate up.

    Beside a bound stand one step of the last printed digit and half a step, where rounding decides. Bands measured by
    another formula depend on more than the rate and are left out. Empty for rule sets that grade no rate.
    """
    rule = effective_rule(rule_set, Indicator(key="", name=""), lower=False)
    if rule is None or rule.formula in WITHOUT_RATE:
        return ()
    own = tuple(band for band in rule.bands if band.by in (None, rule.formula))
    rule = replace(rule, bands=own, bounds=bounds_of(own))
    step = Decimal(100 if rule.rounding.unit == "ratio" else 1).scaleb(-rule.rounding.digits)
    percents = set(USUAL)
    for band in own:
        if band.from_ is not None:
            percents |= {band.from_ + step * part for part in map(Decimal, ("-1", "-0.5", "0", "0.5"))}
    lowest = None if rule.formula in _SIGNED else Decimal(0)
    return tuple(_case(each, rule) for each in sorted(percents) if lowest is None or each >= lowest)


def hole_note(rule_set: RuleSet) -> tuple[str, ...]:
    """How rates are treated for which the printed legend names no grade (99～80 / 79以下 leaves 79.5), one sentence a hole."""
    rule = effective_rule(rule_set, Indicator(key="", name=""), lower=False)
    if rule is None or not rule_set.legend:
        return ()
    notes = []
    for hole in legend_holes(rule_set.legend):
        if hole.high is None:
            continue
        if hole.low is None:
            case = _case(hole.high - Decimal("0.5"), rule)
            where = f"{format_amount(hole.high)}%より下"
        else:
            case = _case((hole.low + hole.high) / 2, rule)
            where = (
                f"{format_amount(hole.low)}%と{format_amount(hole.high)}%の間"
                if hole.low < hole.high
                else f"ちょうど{format_amount(hole.low)}%"
            )
        treated = f"「{case.grade}」とします" if case.grade else "評価を付けません"
        notes.append(
            f"印刷された凡例には{where}の評価がありません。たとえば{format_amount(case.percent)}%は{treated}"
            f"（印刷では{case.printed}）。"
        )
    return tuple(notes)


def _case(percent: Decimal, rule: EffectiveRule) -> BoundaryCase:
    rate = rate_of(Fraction(percent) / 100, rule)
    return BoundaryCase(percent, rate.printed or "", rate.grade)


def _against_those_above(bands: Sequence[BandRule], place: int, band: BandRule) -> list[str]:
    """The first fault of the band's bound against the bands above it that are measured alike."""
    if band.from_ is None:
        return []
    for upper in bands[:place]:
        if upper.by != band.by or upper.from_ is None:
            continue
        if band.from_ > upper.from_:
            return [
                f"評価「{upper.grade}」（{_bound(upper)}）の下に、それより高い「{band.grade}」（{_bound(band)}）があります。"
                "下限の高い順に並べてください。"
            ]
        if band.from_ == upper.from_ and (band.above or not upper.above):
            return [
                f"評価「{upper.grade}」と「{band.grade}」の下限がどちらも{_bound(band)}で重なっています。"
                "どちらかの下限を変えてください。"
            ]
    return []


def _bound(band: BandRule) -> str:
    return f"{band.from_:,f}%{'超' if band.above else '以上'}"
