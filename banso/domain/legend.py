"""Legends printed on papers, read into bands and scales: ``100%以上=A、99%~80%=B``, ``評価できる=★★★、…``.

Whatever letters, bounds or pictures a town prints, the order may be grade first or condition first. A legend gives lower
bounds; what lies between two printed bounds (99% < rate < 100%) is closed downward and reported as a hole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from banso.domain.legend_condition import Condition, conditions_of, half_width
from banso.domain.rule_set import Band, RollUp, Rounding, RuleSet
from banso.domain.scale_legend import format_scale_legend, parse_scale_legend

__all__ = [
    "LegendProblem",
    "LegendReading",
    "format_scale_legend",
    "legend_holes",
    "parse_grade_legend",
    "parse_scale_legend",
    "rule_set_of_legends",
]

SPECIAL = {"target-zero": "no-rate", "not-set": "leave-out", "not-entered": "not-judged"}
"""How a rule set read from a paper treats what cannot be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendProblem:
    """What is wrong with a legend: ``message`` is a Japanese sentence, ``low`` and ``high`` the bounds in percent."""

    kind: Literal["hole", "overlap", "two-meanings", "unreadable"]
    message: str
    quote: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LegendReading:
    """The bands of a printed legend, best first, and its problems."""

    bands: tuple[Band, ...]
    problems: tuple[LegendProblem, ...] = ()


_STRONG = re.compile(r"[、,;\n。|/]+")
_TRIM = " \t\r\n=:→⇒…・･.。、,;/|()[]【】「」『』《》〈〉｢｣〔〕※*-"
_LABEL = re.compile(r"^\s*[【\[(]?[^:=、,\d%]*(?:評価|基準|凡例|判定|達成|区分|指標|目安|注)[^:=、,\d%]*[:】\])]\s*")
_LONGEST_GRADE = 12


def parse_grade_legend(text: str) -> LegendReading:
    """The bands of a printed legend of grades, best first, with what is wrong with it.

    A text without any readable condition gives no bands and one problem ``unreadable``; a blank text gives neither.
    """
    folded = half_width(text)
    if not folded.strip(_TRIM):
        return LegendReading(())
    ranges = conditions_of(folded)
    if not ranges:
        message = f"凡例「{text.strip()}」から評価の区切りを読み取れません。「100%以上=A」のように書いてください。"
        return LegendReading((), (LegendProblem(kind="unreadable", message=message, quote=text.strip()),))
    grades, rest = _grades(folded, ranges)
    problems = [
        LegendProblem(kind="unreadable", message=f"凡例の「{part}」は数値の区切りとして読めません。", quote=part)
        for part in rest
    ]
    pairs = []
    for grade, found in zip(grades, ranges, strict=True):
        printed = text[found.start : found.end].strip()
        if grade:
            pairs.append((grade, found, printed))
        else:
            message = f"凡例の「{printed}」にあたる評価の文字が見つかりません。"
            problems.append(LegendProblem(kind="unreadable", message=message, quote=printed))
    pairs.sort(key=_from_the_top)
    bands, found_problems = _bands(pairs)
    return LegendReading(bands, (*found_problems, *problems))


def legend_holes(legend: str) -> tuple[LegendProblem, ...]:
    """The holes of a printed legend: the rates for which it names no grade."""
    return tuple(problem for problem in parse_grade_legend(legend).problems if problem.kind == "hole")


def without_label(legend: str) -> str:
    """The legend as printed, without a heading such as 指標評価： before it."""
    folded = half_width(legend)
    label = _LABEL.match(folded)
    found = conditions_of(folded)
    if label is None or not found or label.end() > found[0].start:
        return legend.strip()
    # 「A評価：100%以上、B評価：…」: what looks like a heading is the first grade when nothing follows the last bound.
    grade_first = not folded[found[-1].end :].strip(_TRIM)
    if grade_first and not folded[label.end() : found[0].start].strip(_TRIM):
        return legend.strip()
    return legend[label.end() :].strip()


def rule_set_of_legends(
    legend: str | None, scale_legend: str | None, year: int | None, level: int | None
) -> RuleSet | None:
    """The rule set that a paper's printed legends state, in force from the fiscal year ``year``; None without legends.

    The rate is A/T of the year, compared exactly and printed cut to an integer (domain/grading.md §9). A paper without
    a legend of grades but with one of the overall rating has a rule set without bands.
    """
    bands = parse_grade_legend(legend or "").bands
    scale = parse_scale_legend(scale_legend or "")
    if not bands and not scale:
        return None
    return RuleSet(
        key=f"legend-{year}" if year is not None else "legend",
        from_year=year,
        source="紙に印刷された凡例",
        level=level,
        formula="ratio",
        basis="year",
        rounding=Rounding(digits=0, mode="cut", stage="print"),
        bands=bands,
        special=dict(SPECIAL),
        roll_up=RollUp(method="human", denominator="judged"),
        scale=scale,
        legend=without_label(legend) if legend and legend.strip() else None,
    )


def _grades(folded: str, ranges: Sequence[Condition]) -> tuple[list[str], list[str]]:
    """The grade of each condition and what else stands in the legend, grade first or condition first."""
    edges = [0, *(edge for found in ranges for edge in (found.start, found.end)), len(folded)]
    gaps = [folded[edges[index] : edges[index + 1]] for index in range(0, len(edges), 2)]
    unlabelled = _LABEL.sub("", gaps[0])
    if gaps[-1].strip(_TRIM) or unlabelled.strip(_TRIM):
        gaps[0] = unlabelled
    before = [_grade_before(gap) for gap in gaps[:-1]]
    behind = [_grade_behind(gap) for gap in gaps[1:]]
    # 「A=100%以上、B=80%以上、それ以外=C」: the rest is named before its grade, whatever stands first elsewhere.
    if not before[-1][0] and ranges[-1].low is None and ranges[-1].high is None:
        before[-1], gaps[-1] = behind[-1], ""
    if _cost(before) < _cost(behind) or (_cost(before) == _cost(behind) and gaps[0].strip(_TRIM)):
        return [grade for grade, _ in before], _unread(
            [*(part for _, rest in before for part in rest), *_parts(gaps[-1])]
        )
    return [grade for grade, _ in behind], _unread([part for _, rest in behind for part in rest])


def _unread(parts: Sequence[str]) -> list[str]:
    """Pieces that look like a grade of their own (E 未実施, -：目標なし); a description behind a bound is no problem."""
    return [part for part in parts if re.match(r"[^\W\d_ぁ-ん]?\s*[=:]|\S[ =:(]", part)]


def _cost(found: Sequence[tuple[str, list[str]]]) -> int:
    return sum((100 if not grade or len(grade) > _LONGEST_GRADE else len(grade) + len(rest)) for grade, rest in found)


def _parts(gap: str) -> list[str]:
    described = re.sub(r"^\s*\([^()]*\)", "", gap)
    return [part for piece in _STRONG.split(described) if (part := piece.strip(_TRIM))]


def _grade_before(gap: str) -> tuple[str, list[str]]:
    parts = _parts(gap) or [part for part in (gap.strip(_TRIM),) if part]
    return (_symbol(parts[-1]), parts[:-1]) if parts else ("", [])


def _grade_behind(gap: str) -> tuple[str, list[str]]:
    parts = [part for piece in _STRONG.split(gap) if (part := piece.strip(_TRIM))]
    return (_symbol(parts[0]), parts[1:]) if parts else ("", [])


def _symbol(part: str) -> str:
    """The grade in a piece of the legend: the letter or sign of ``A 順調``, the word of 達成; 評価 is no part of it."""
    words = re.split(r"[ =:…・･()]+", part)
    # A number of a paragraph may stand far before the letter: １ 評価区分 A：順調.
    single = next((word for word in reversed(words) if len(word) == 1), None)
    if single and len(words) > 1:
        return single
    without = re.sub(r"^評価(?=\S)(?!で)|(?<=\S)(?:評価|判定)$", "", part).strip(_TRIM)
    return without or part


def _from_the_top(pair: tuple[str, Condition, str]) -> tuple[bool, Decimal, bool]:
    low = pair[1].low
    return (low is None, -low if low is not None else -(pair[1].high or Decimal(0)), not pair[1].low_open)


def _bands(pairs: Sequence[tuple[str, Condition, str]]) -> tuple[tuple[Band, ...], list[LegendProblem]]:
    """Bands by lower bounds; the lowest has none. Holes and overlaps of the printed bounds are problems."""
    problems: list[LegendProblem] = []
    for grade, count in Counter(grade for grade, _, _ in pairs).items():
        if count > 1:
            message = f"凡例で「{grade}」に{count}とおりの意味があります。評価ごとに区切りを一つにしてください。"
            quote = "、".join(printed for name, _, printed in pairs if name == grade)
            problems.append(LegendProblem(kind="two-meanings", message=message, quote=quote))
    bands: list[Band] = []
    for index, (grade, found, printed) in enumerate(pairs):
        last = index == len(pairs) - 1
        if last and found.low in (None, Decimal(0)):
            bands.append(Band(grade=grade))
        elif found.low is None:
            message = f"凡例の「{printed}」（{grade}）には下限がなく、その下の評価と重なります。"
            problems.append(LegendProblem(kind="overlap", message=message, quote=printed, high=found.high))
            continue
        else:
            bands.append(Band(grade=grade, from_=found.low, above=found.low_open))
        if index:
            problems.extend(_between(pairs[index - 1], pairs[index]))
    lowest = bands[-1] if bands else None
    if lowest is not None and lowest.from_ is not None:
        message = f"凡例には{lowest.from_}%より下の評価がありません。その実績には評価が付きません。"
        problems.append(LegendProblem(kind="hole", message=message, quote=pairs[-1][2], high=lowest.from_))
    return tuple(bands), problems


def _between(upper: tuple[str, Condition, str], lower: tuple[str, Condition, str]) -> list[LegendProblem]:
    """The hole or overlap between two neighbouring bands as printed, if any."""
    low, high = upper[1].low, lower[1].high
    if low is None or high is None:
        return []
    quote = f"{upper[2]}={upper[0]}、{lower[2]}={lower[0]}"
    both_out = upper[1].low_open and lower[1].high_open
    both_in = not upper[1].low_open and not lower[1].high_open
    if high < low or (high == low and both_out):
        gap = f"{high}%と{low}%の間" if high < low else f"ちょうど{low}%"
        message = (
            f"凡例に{gap}の評価がありません。その間の値は下の評価「{lower[0]}」として扱います。"
            f"「{low}%未満={lower[0]}」のように、すき間のない区切りに直してください。"
        )
        return [LegendProblem(kind="hole", message=message, quote=quote, low=high, high=low)]
    if high > low or both_in:
        part = f"{low}%から{high}%" if high > low else f"ちょうど{low}%"
        message = f"凡例では{part}が「{upper[0]}」にも「{lower[0]}」にもあたります。上の「{upper[0]}」として扱います。"
        return [LegendProblem(kind="overlap", message=message, quote=quote, low=low, high=high)]
    return []
