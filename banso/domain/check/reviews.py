"""Reviews of indicators (検証・改善点) against the results they are about: contradicted, missing, or without a next step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from banso.domain.address import address_of, join
from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule, labelled, named
from banso.domain.document import Judgement, Text
from banso.domain.evaluation import evaluate
from banso.domain.finding import Finding
from banso.domain.text import fold

CONTRADICTS = Rule(
    "review-contradicts",
    "warning",
    "検証の文が達成・未達成と合わない",
    "達成なのに検証の文が「達成できなかった」「目標の達成に向けて」などと書いている、またはその逆。どちらかを直す。",
)
MISSING = Rule(
    "review-missing",
    "hint",
    "検証の文がない指標",
    "同じ年度のほかの指標には検証の文があるのに、結果の出た指標にそれがない。書き忘れでないかを確かめる。",
)
SAME = Rule(
    "review-same",
    "hint",
    "検証の文が前の年度と同じ",
    "検証の文が前の年度のものと一字一句同じである。今年度の結果に合わせて書き直すかを確かめる。",
)
NO_STEP = Rule(
    "review-without-step",
    "hint",
    "未達成なのに次の手が書かれていない",
    "目標に届かなかった指標の検証の文に、次年度に何をするかを示す語がない。改善点を書き足すとよい。",
)
RULES = (CONTRADICTS, MISSING, SAME, NO_STEP)

_NOT_REACHED = re.compile(r"達成(?:でき|には?至ら)な|未達|届かな|(?:目標|目標値)を下回|(?:目標|目標値)の達成に向け")
_REACHED = re.compile(r"(?:目標|目標値)を?(?:達成(?:できた|した|して|し、)|上回)")
_STEP = re.compile(
    r"次年度|来年度|翌年度|令和|今後|引き続き|継続|見直|改善|強化|検討|目指|努め|図る|図り|図って|進め|取り組|増やす|広げ|高める|行う|行って|する。|する$|したい"
)
_ACHIEVED, _FAILED = ("達成", "○", "〇", "◯"), ("未達成", "×", "✕", "未達")
_ENOUGH = 3


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about reviews."""
    reviews = [
        text
        for text in plan.document.texts
        if text.indicator is not None and text.year is not None and text.kind in ("review", "verification")
    ]
    if not reviews:
        return
    flags = _flags(plan)
    for text in reviews:
        yield from _against_flag(text, flags)
    yield from _missing(plan, reviews, flags)
    yield from _same(plan, reviews)


def _flags(plan: Outline) -> dict[tuple[str, int], bool]:
    """Achieved or not by indicator and year: as stated, where nothing is stated as computed."""
    flags = {
        (result.key, result.year): result.achieved
        for result in evaluate(plan.document).indicators
        if result.achieved is not None
    }
    for judgement in plan.document.judgements:
        stated = _stated(judgement)
        if judgement.indicator and stated is not None:
            flags[judgement.indicator, judgement.year] = stated
    return flags


def _stated(judgement: Judgement) -> bool | None:
    if judgement.kind != "flag" or judgement.stage != "stated":
        return None
    return True if judgement.value in _ACHIEVED else False if judgement.value in _FAILED else None


def _against_flag(text: Text, flags: dict[tuple[str, int], bool]) -> Iterator[Finding]:
    """A review whose words deny the flag, or that names no step after a failure."""
    achieved = flags.get((text.indicator or "", text.year or 0))
    if achieved is None:
        return
    words = (_NOT_REACHED if achieved else _REACHED).search(text.text)
    if words:
        flag = "達成" if achieved else "未達成"
        yield CONTRADICTS.finding(
            [address_of(text), join("judgement", text.indicator, text.year, "flag")],
            f"指標 {text.indicator} は「{flag}」ですが、検証の文には「{words.group()}」とあります。どちらが正しいかを確かめてください。",
            text.text[max(0, words.start() - 10) : words.end() + 10],
        )
    elif not achieved and not text.heading and not _STEP.search(text.text):
        yield NO_STEP.finding(
            [address_of(text)],
            f"指標 {text.indicator} は「未達成」ですが、検証の文に次年度の取組を示す語がありません。改善点を書き足してください。",
            text.text,
        )


def _missing(plan: Outline, reviews: list[Text], flags: dict[tuple[str, int], bool]) -> Iterator[Finding]:
    """Judged indicators without a review in years in which most of them have one."""
    written = {(text.indicator or "", text.year or 0) for text in reviews}
    for year in sorted({year for _, year in written}):
        judged = [key for key, of in flags if of == year and key in plan.indicators]
        without = [key for key in judged if (key, year) not in written]
        if without and len(judged) >= _ENOUGH and len(without) * 3 <= len(judged):
            yield MISSING.finding(
                [join("text", key, year, "review") for key in without],
                f"{year}年度の検証の文が、{named([labelled(plan.indicators[key]) for key in without])}だけにありません。"
                "書き忘れでないかを確かめてください。",
            )


def _same(plan: Outline, reviews: list[Text]) -> Iterator[Finding]:
    """Reviews that repeat the same indicator's review of the year before."""
    by_place = {(text.indicator, text.year, text.kind, text.heading): text for text in reviews}
    for text in reviews:
        before = by_place.get((text.indicator, (text.year or 0) - 1, text.kind, text.heading))
        if before is not None and fold(before.text) == fold(text.text):
            indicator = plan.indicators.get(text.indicator or "")
            yield SAME.finding(
                [address_of(text), address_of(before)],
                f"{labelled(indicator) if indicator else text.indicator}の {text.year}年度の検証の文は、前の年度と同じです。"
                "今年度の結果に合わせて書き直してください。",
                text.text,
            )
