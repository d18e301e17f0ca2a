"""Legends of the sheets as rule sets, one a year: the most frequent legend is the rule, each other one is a doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from banso.domain.legend import parse_grade_legend, parse_scale_legend, rule_set_of_legends
from banso.domain.rule_set import RuleSet, ScaleStep
from banso.domain.text import fold
from banso.sheets.progress_sheet.facts import Facts, spot, with_address
from banso.sheets.progress_sheet.legends import is_scale_legend
from banso.sheets.progress_sheet.paper import PaperSheet, Words


def scale_of(sheet: PaperSheet) -> tuple[ScaleStep, ...]:
    """The steps of the overall rating that a sheet prints itself; empty where it prints none."""
    found = next((words for words in sheet.legends if is_scale_legend(words.text)), None)
    return parse_scale_legend(found.text) if found else ()


def rule_sets_of(
    dated: Sequence[tuple[PaperSheet, int | None]], level: int | None, facts: Facts
) -> tuple[RuleSet, ...]:
    """The rule set of each year; a year whose legends are those of the year before has none of its own."""
    result: list[RuleSet] = []
    for year in dict.fromkeys(year for _, year in dated):
        legends = [words for sheet, each in dated if each == year for words in sheet.legends]
        grade = _usual([words for words in legends if not is_scale_legend(words.text)], "指標評価", _bands, facts)
        scale = _usual([words for words in legends if is_scale_legend(words.text)], "総合評価", _steps, facts)
        rules = rule_set_of_legends(grade.text if grade else None, scale.text if scale else None, year, level)
        if grade is not None:
            for problem in parse_grade_legend(grade.text).problems:
                if problem.kind in ("unreadable", "two-meanings"):
                    facts.doubt("legend-unclear", "warning", grade.place, problem.message, problem.quote)
        if rules is None:
            continue
        if not result or replace(rules, key="", from_year=None) != replace(result[-1], key="", from_year=None):
            result.append(rules)
    return tuple(result)


@lru_cache(maxsize=256)
def _bands(text: str) -> object:
    return tuple((band.grade, band.from_, band.above) for band in parse_grade_legend(text).bands)


@lru_cache(maxsize=256)
def _steps(text: str) -> object:
    return tuple((fold(step.label), step.picture) for step in parse_scale_legend(text))


def _usual(legends: Sequence[Words], what: str, meaning: object, facts: Facts) -> Words | None:
    """The legend with the most frequent meaning (the first where several are); a doubt for each sheet with another."""
    if not legends:
        return None
    assert callable(meaning)
    meanings = [meaning(words.text) for words in legends]
    usual, count = Counter(meanings).most_common(1)[0]
    chosen = legends[meanings.index(usual)]
    for words, found in zip(legends, meanings, strict=True):
        if found != usual:
            facts.doubt(
                "legend-differs",
                "warning",
                with_address(words.place, "rule-set"),
                f"{what}の凡例がほかのシートと違います。ここ（{spot(words.place)}）は「{_short(words.text)}」、"
                f"最も多い凡例（{count}枚）は「{_short(chosen.text)}」です。多いほうを計画の決まりとして使いました。",
                words.text,
            )
    return chosen


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:80] + "…"
