"""The totals at the foot of a scorecard: what was counted, and for which part of the plan."""

from __future__ import annotations

from banso.domain.address import address_of
from banso.domain.document import Total
from banso.domain.text import fold
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.paper import Card, TotalLine
from banso.sheets.scorecard.tree import Branches


def totals_of(card: Card, branches: Branches, level: int, indicators: int) -> tuple[Total, ...]:
    """The printed totals: which count is of measures and which of indicators tell the columns of flags, else the numbers."""
    found: dict[str, Total] = {}
    for line in card.totals:
        where = _where(line, branches)
        for number, (of, (achieved, counted)) in enumerate(_counts(line, where, card, branches, level, indicators)):
            label = line.labels[min(number, len(line.labels) - 1)] if line.labels else labels.TOTAL
            total = Total(
                label=label,
                of=of,  # type: ignore[arg-type]
                level=level if of == "nodes" else None,
                where=where,
                achieved=achieved,
                counted=counted,
                stage="stated",
            )
            found.setdefault(address_of(total), total)
    return tuple(found.values())


def _where(line: TotalLine, branches: Branches) -> dict[str, str]:
    if branches.vocabulary is None:
        return {}
    term = next((term for term in branches.vocabulary.terms if fold(term) in fold(line.label)), None)
    if term is None and "小計" in line.label and line.kind:
        term = line.kind
    return {branches.vocabulary.name: term} if term else {}


def _counts(
    line: TotalLine, where: dict[str, str], card: Card, branches: Branches, level: int, indicators: int
) -> list[tuple[str, tuple[int, int]]]:
    nodes = len([node for node in branches.nodes if node.level == level])
    if len(line.counts) >= 2:
        one, other = line.counts[0], line.counts[1]
        order = [heading.role for heading in card.headings if heading.role in ("node-flag", "flag")]
        straight = abs(one[1] - nodes) + abs(other[1] - indicators)
        crossed = abs(one[1] - indicators) + abs(other[1] - nodes)
        swapped = order[0] == "flag" if len(order) > 1 else crossed < straight
        return [("indicators", one), ("nodes", other)] if swapped else [("nodes", one), ("indicators", other)]
    (count,) = line.counts
    order = [heading.role for heading in card.headings if heading.role in ("node-flag", "flag")]
    named = level < len(branches.levels) and branches.levels[level].name in line.label
    if len(line.labels) > 1 and len(order) > 1:
        # One of two counts is blank: the labels tell which.
        of = "nodes" if order[min(line.before[0], 2) - 1] == "node-flag" else "indicators"
    elif named or "node-flag" not in order or "flag" not in order:
        of = "nodes" if named or "flag" not in order else "indicators"
    else:
        of = "nodes" if not where and abs(count[1] - nodes) < abs(count[1] - indicators) else "indicators"
    return [(of, count)]
