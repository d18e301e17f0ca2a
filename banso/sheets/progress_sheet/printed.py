"""How single facts are printed on a progress sheet, so that reading the characters gives the same facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from banso.domain.amounts import parse_amount
from banso.domain.document import Actual, Baseline, Indicator, Judgement, Node, Target
from banso.domain.indicator_name import print_indicator_name
from banso.domain.quantity import Quantity, format_amount, format_quantity
from banso.domain.rule_set import Band, RuleSet, ScaleStep

_BEHIND = {">=": "以上", ">": "超", "<=": "以下", "<": "未満"}


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


def printed_quantity(quantity: Quantity) -> str:
    """The quantity with its marks (暫定, 参考) where its own characters do not say them."""
    text = format_quantity(quantity)
    if quantity.amount is None:
        return text
    read = parse_amount(text).quantity
    for mark, wanted, found in (
        ("暫定", quantity.provisional, bool(read and read.provisional)),
        ("参考", quantity.reference, bool(read and read.reference)),
    ):
        if wanted and not found:
            text += f" ({mark})"
    return text


def printed_baseline(baseline: Baseline | None, first_year: int | None) -> str:
    """The baseline, with its year where that is not the year before the plan."""
    if baseline is None:
        return ""
    text = printed_quantity(baseline)
    usual = None if first_year is None else first_year - 1
    if baseline.amount is not None and baseline.year is not None and baseline.year != usual:
        text += f" ({baseline.year}年度)"
    return text


def printed_target(target: Target | None, bracket: Decimal | None) -> str:
    """The target with its comparator and the running total in its bracket: ``15 (25)``, ``80以上``."""
    if target is None:
        return ""
    text = printed_quantity(target)
    if target.amount is not None and target.comparator and parse_amount(text).comparator is None:
        text = f"={text}" if target.comparator == "=" else text + _BEHIND[target.comparator]
    if target.amount is not None and bracket is not None:
        text += f" ({format_amount(bracket)})"
    return text


def printed_actual(actual: Actual | None) -> str:
    """The actual with the year it belongs to where that is another: ``266,061 (令和3年度)``."""
    if actual is None:
        return ""
    text = printed_quantity(actual)
    if actual.amount is not None and actual.cumulative is not None:
        text += f" ({format_amount(actual.cumulative)})"
    if actual.amount is not None and actual.reference_year is not None:
        text += f" ({actual.reference_year}年度)"
    return text


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
