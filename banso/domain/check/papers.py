"""Slips that only the papers show: where two state the same fact differently, the plan document keeps one value.

Reading and merging put the others into doubts. A doubt that names a slip of the papers, not a repair of the reader, is
a finding too, so that the plan check of a file says all that a careful clerk would act on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from banso.domain.check.characters import check_passages
from banso.domain.check.outline import Outline, Passage
from banso.domain.check.rule import Rule
from banso.domain.finding import Doubt, Finding

VALUE = Rule(
    "contradiction-value",
    "error",
    "同じ数値が紙によって違う",
    "同じ指標の目標、実績、当初値などが、二つの紙または一つの紙の中で違っている。正しい値を確かめ、全部の紙をそろえる。",
)
NAME = Rule(
    "contradiction-name",
    "warning",
    "同じものの名称が紙によって違う",
    "方針、施策、指標などの名称が、一覧とシート、またはシートどうしで違っている。正式な名称を決めて、全部の紙をそろえる。",
)
TEXT = Rule(
    "contradiction",
    "warning",
    "同じ欄の内容が紙によって違う",
    "方向性、工程、単位などが、一覧とシート、またはシートどうしで違っている。正しいほうを決めて、全部の紙をそろえる。",
)
LEGEND = Rule(
    "legend-differs",
    "warning",
    "凡例が紙によって違う",
    "同じ年度のシートに違う凡例が印刷されている。同じ記号が紙によって違う意味になるので、一つの凡例にそろえる。",
)
LABEL = Rule(
    "label-missing",
    "warning",
    "様式の見出しがない",
    "ほかのシートにある見出しが一枚だけにない。見出しを補い、書くべき欄がそろっているかを確かめる。",
)
TITLE = Rule(
    "sheet-title",
    "hint",
    "シートの名前が違う",
    "同じ様式のシートに違う名前が印刷されている。意図したものでなければ、名前をそろえる。",
)
NUMBER = Rule(
    "section-number-differs",
    "warning",
    "章の番号が題名と合わない",
    "ほかの別表や章を番号と題名で指しているが、その題名の章の番号は違う。番号か題名のどちらかを直す。",
)
REFERENCE = Rule(
    "reference-title-differs",
    "warning",
    "指している項目の題名が違う",
    "ほかの別表や章の項目を番号と題名で指しているが、その番号の項目の題名は違うか、その項目がない。どちらかを直す。",
)
GOALS = Rule(
    "goals-differ",
    "warning",
    "概要と本文で目標の書きぶりが違う",
    "本文の目標が概要の目標の欄にない。どちらかの書きぶりを直してそろえる。",
)
REPEATED = Rule(
    "number-repeated",
    "warning",
    "同じ番号が二度付いている",
    "一覧や表の中で、違う項目に同じ番号が付いている。番号を直す。",
)
SUM = Rule(
    "total-differs",
    "warning",
    "印刷された合計が内訳の和と違う",
    "一覧に印刷された計が、その上の行を足した数と違う。計か内訳のどれかの数を直す。",
)
RULES = (VALUE, NAME, TEXT, LEGEND, LABEL, TITLE, NUMBER, REFERENCE, GOALS, REPEATED, SUM)

_BY_CODE = {rule.code: rule for rule in RULES}
_BY_QUOTE = ("legend-differs", "sheet-title", "section-number-differs", "reference-title-differs", "total-differs")
"""Slips of the whole paper: the same wrong words on several sheets are one cause, else the same fact is."""
_OF_FORMS = tuple(rule.code for rule in (NUMBER, REFERENCE, GOALS, REPEATED, SUM))
"""Slips only where the reader warns: what it only notes (an outline that counts from 1) is the way of the form."""


def check(plan: Outline) -> Iterator[Finding]:
    """One finding for each slip among the doubts, with all its places, and for odd characters in what was not kept."""
    causes: dict[tuple[str, str | None], list[Doubt]] = defaultdict(list)
    for doubt in plan.doubts:
        if doubt.code in _BY_CODE and not (doubt.code in _OF_FORMS and doubt.severity == "hint"):
            causes[doubt.code, doubt.quote if doubt.code in _BY_QUOTE else doubt.where.address].append(doubt)
    for (code, _), doubts in causes.items():
        first, *others = doubts
        yield Finding(
            code=code,
            severity=_BY_CODE[code].severity,
            where=first.where,
            also=tuple(dict.fromkeys(doubt.where for doubt in others)),
            message=first.message if not others else f"{first.message}（同じことがほか{len(others)}か所にあります）",
            quote=first.quote,
        )
    yield from _odd_characters(plan)


def _odd_characters(plan: Outline) -> Iterator[Finding]:
    kept = set().union(*(passage.text for passage in plan.passages)) if plan.passages else set()
    disputed = [doubt for doubt in plan.doubts if doubt.code in _BY_CODE]
    for doubt in disputed:
        new = "".join(sign if sign not in kept else " " for sign in doubt.message)
        if not new.strip():
            continue
        place = doubt.where.address or "plan"
        for finding in check_passages((Passage(place, doubt.message, "text"),)):
            if any(sign in new for sign in finding.quote):
                kept |= set(finding.quote)
                yield replace(finding, where=doubt.where)
