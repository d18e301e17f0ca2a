"""The rule set that a scorecard states: achieved or not against the target, and how measures follow from indicators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from banso.domain.document import Judgement, PlanDocument
from banso.domain.evaluation import evaluate
from banso.domain.legend import rule_set_of_legends
from banso.domain.rule_set import Band, RollUp, RuleSet
from banso.domain.text import nfkc
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.paper import Words

_SIGNS = re.compile(r"([◎○〇◯△▲×✕✖]|(?<![A-Za-zＡ-Ｚ])[A-ESＡ-ＥＳ])\s*[:：=＝]\s*([^\s、,，(（◎○〇◯△▲×✕✖]+)")
SPECIAL = {"target-zero": "no-rate", "not-set": "mark:—", "not-entered": "not-judged"}


@dataclass(frozen=True, slots=True)
class RuleReading:
    """The rule set and how its roll-up was found: printed, proved by the printed flags or total, or only assumed."""

    rule_set: RuleSet
    proof: str


def rule_set_of(document: PlanDocument, year: int, level: int, level_name: str, foot: Sequence[Words]) -> RuleReading:
    """The rule set of the paper. Where it does not say how a measure is judged, 全 is tried before 過半."""
    legend = next((found for words in foot if (found := labels.legend_text(words.text))), None)
    noted = next((found for note in document.notes if (found := labels.legend_text(note.text))), None)
    graded = _graded(legend or (noted if _has_grades(document.judgements) else None), year, level)
    stated = _stated(document, level_name, foot)
    if graded is not None:
        graded = replace(graded, bands=_as_printed(graded.bands, document.judgements))
        human = RollUp(method="human")
        return RuleReading(replace(graded, key=f"scorecard-{year}", roll_up=stated or human), "printed")
    bands = _bands(document.judgements)
    legend = legend or next(
        (
            note.text
            for note in document.notes
            if all(band.grade in note.text for band in bands) and "達成" in note.text
        ),
        None,
    )
    rules = RuleSet(
        key=f"scorecard-{year}",
        from_year=year,
        source="総括表に印刷された決まり",
        level=level,
        formula="threshold",
        bands=bands,
        special=dict(SPECIAL),
        roll_up=RollUp(method="all", denominator="judged"),
        legend=legend,
    )
    if stated is not None:
        return RuleReading(replace(rules, roll_up=stated), "printed")
    fits = [
        method for method in ("all", "majority") if _fits(document, replace(rules, roll_up=RollUp(method=method)), year)
    ]
    if fits == ["majority"]:
        return RuleReading(replace(rules, roll_up=RollUp(method="majority")), "proved")
    return RuleReading(rules, "proved" if fits == ["all"] else "assumed")


def _as_printed(bands: Sequence[Band], judgements: Sequence[Judgement]) -> tuple[Band, ...]:
    """The bands with their grades as wide as the paper prints them in its rows: Ａ is no other grade than A."""
    printed = {nfkc(each.value): each.value for each in judgements if each.value}
    wide = any("Ａ" <= value <= "Ｚ" for value in printed.values())
    single = [band.grade for band in bands if len(band.grade) == 1 and "A" <= band.grade <= "Z"]
    usual = {grade: chr(ord(grade) + 0xFEE0) for grade in single if wide}
    grades = (printed.get(nfkc(band.grade), usual.get(band.grade, band.grade)) for band in bands)
    return tuple(replace(band, grade=grade) for band, grade in zip(bands, grades, strict=True))


def _has_grades(judgements: Sequence[Judgement]) -> bool:
    return any(each.kind == "grade" for each in judgements)


def _graded(legend: str | None, year: int, level: int) -> RuleSet | None:
    """The rule of a legend with percentages; signs that it gives in words (○：達成 ×：未達成) stand at 100 and below.

    None where a sign of the legend would have no band: a rule that gives △ to everything is worse than none.
    """
    rules = rule_set_of_legends(legend, None, year, level) if legend else None
    if rules is None or legend is None:
        return rules
    known = {nfkc(band.grade) for band in rules.bands}
    upper: list[Band] = []
    lower: list[Band] = []
    for sign, word in _SIGNS.findall(legend):
        if nfkc(sign) in known:
            continue
        flag = labels.flag_of(word)
        if flag is None:
            return None
        (upper if flag else lower).append(Band(grade=sign, from_=Decimal(100) if flag else None))
    return replace(rules, bands=(*upper, *rules.bands, *lower))


def _stated(document: PlanDocument, level_name: str, foot: Sequence[Words]) -> RollUp | None:
    """The roll-up that a line of its own or a note states."""
    texts = [words.text for words in foot if labels.is_rule_line(words.text)] + [note.text for note in document.notes]
    return next((found for text in texts if (found := labels.roll_up_of(text, level_name))), None)


def _bands(judgements: Sequence[Judgement]) -> tuple[Band, ...]:
    """The paper's own words for achieved and not achieved."""
    found: dict[bool | None, Counter[str]] = {True: Counter(), False: Counter()}
    for judgement in judgements:
        if judgement.kind == "flag" and judgement.value:
            found.setdefault(labels.flag_of(judgement.value), Counter())[judgement.value] += 1
    met, missed = (
        found[flag].most_common(1)[0][0] if found[flag] else ("達成" if flag else "未達成") for flag in (True, False)
    )
    if not found[True] and found[False] and missed in ("×", "✕", "✖"):
        met = "○"
    if not found[False] and found[True] and met in ("○", "〇", "◯"):
        missed = "×"
    return (Band(grade=met, from_=Decimal(100)), Band(grade=missed))


def _fits(document: PlanDocument, rules: RuleSet, year: int) -> bool:
    """Whether the rule gives the flags of measures that the paper prints, else the printed total of measures."""
    evaluation = evaluate(replace(document, rule_sets=(rules,)), year)
    computed = {node.key: node.achieved for node in evaluation.nodes}
    stated = {
        judgement.node: labels.flag_of(judgement.value or "")
        for judgement in document.judgements
        if judgement.node and judgement.kind == "flag"
    }
    if stated:
        return all(computed.get(node) == flag for node, flag in stated.items() if node and flag is not None)
    total = next((total for total in document.totals if total.of == "nodes" and not total.where), None)
    counted = next((each for each in evaluation.totals if each.of == "nodes" and not each.where), None)
    if total is None or counted is None:
        return True
    return (total.achieved, total.counted) == (counted.achieved, counted.counted)
