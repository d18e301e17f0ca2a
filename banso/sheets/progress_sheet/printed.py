"""How single facts are printed on a progress sheet, so that reading the characters gives the same facts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from banso.domain.document import Indicator, Judgement, Node
from banso.domain.indicator_name import print_indicator_name
from banso.domain.rule_set import Band, RuleSet, ScaleStep


def printed_head(node: Node) -> str:
    """Number and title of a node: ``(2) 中小…`` for a plain number, ``③その他…`` for a circled one, ``a 支援`` else."""
    title = node.title or ""
    if not node.number:
        return title
    if re.fullmatch(r"\d+", node.number):
        return f"({node.number}) {title}".rstrip()
    return f"{node.number}{title}" if re.fullmatch(r"[①-⑳㉑-㊿❶-❿]", node.number) else f"{node.number} {title}".rstrip()


def printed_name(indicator: Indicator, *, reprise: bool, marks: str) -> str:
    """The indicator's name with 【再掲】, note marks, qualifier and unit."""
    return print_indicator_name(indicator.name, indicator.qualifier, indicator.unit, reprise=reprise, marks=marks)


def printed_overall(judgement: Judgement | None, scale: Sequence[ScaleStep]) -> str:
    """The overall rating as the scale draws its step (★★★), else in the words it was given."""
    if judgement is None:
        return ""
    step = next((step for step in scale if step.step == judgement.step), None)
    if step is not None:
        return step.picture or step.label
    return judgement.value or ""


def printed_legend(rules: RuleSet | None) -> str:
    """The legend of the grades: as the paper had it, else made from the bands: ``100%以上=A、80%以上=B、80%未満=C``."""
    if rules is None:
        return ""
    if rules.legend:
        lines = [line.strip() for line in rules.legend.split("\n") if line.strip()]
        return "、".join(line.rstrip("、，") for line in lines)
    return "、".join(_bound(band, rules.bands[index - 1] if index else None) for index, band in enumerate(rules.bands))


def _bound(band: Band, higher: Band | None) -> str:
    if band.from_ is not None:
        return f"{band.from_:f}%{'超' if band.above else '以上'}={band.grade}"
    if higher is not None and higher.from_ is not None:
        return f"{higher.from_:f}%{'以下' if higher.above else '未満'}={band.grade}"
    return f"それ以外={band.grade}"
