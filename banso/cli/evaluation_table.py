"""The tables of ``banso evaluate`` for people, as rows of text; columns are lined up by the width of Japanese text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from banso.domain.document import Indicator, PlanDocument
from banso.domain.indicator_facts import facts_of
from banso.domain.printed_figures import printed_actual, printed_target
from banso.domain.results import Evaluation, TotalResult
from banso.domain.rules.wording import FLAG_WORDS, reason_words

Rows = list[tuple[str, ...]]
FIGURES = ("目標", "実績", "達成率", "累計")
"""Headings of the columns of figures, which are lined up on the right."""


def indicator_rows(document: PlanDocument, evaluation: Evaluation, year: int) -> Rows:
    """Heading and one row per indicator of the year; the last column says why something is not judged."""
    facts = facts_of(document)
    results = [result for result in evaluation.indicators if result.year == year]
    rows: Rows = [("番号", "指標", "目標", "実績", "達成率", "累計", "評価", "目標達成", "理由")]
    for result in results:
        one = facts[result.key]
        target, actual = one.target(year), one.actuals.get(year)
        row = (
            one.indicator.code or (result.key if not result.key.startswith(one.indicator.name) else ""),
            _name(one.indicator),
            printed_target(target, None),
            printed_actual(actual),
            result.rate.printed or "",
            (result.cumulative.printed or "") if result.cumulative else "",
            result.rate.grade or "",
            FLAG_WORDS.get(result.achieved, ""),
            reason_words(result.reason),
        )
        rows.append(row)
    return _without_blank_columns(rows)


def node_rows(document: PlanDocument, evaluation: Evaluation, year: int) -> Rows:
    """Heading and one row per judged node that has something to say."""
    nodes = {node.key: node for node in document.nodes}
    rows: Rows = [("番号", "名称", "評価した指標", "まとめ")]
    for result in evaluation.nodes:
        if result.year == year and (result.counted or result.value):
            node = nodes[result.key]
            rows.append((result.key, node.title or "", f"{result.counted}件", result.value or "（人が評価します）"))
    return rows


def total_rows(document: PlanDocument, evaluation: Evaluation, year: int) -> Rows:
    """Heading and one row per total."""
    rows: Rows = [("合計", "数えたもの", "達成/対象")]
    for total in evaluation.totals:
        # Nothing is said about parts of which nothing was judged, except for the whole.
        if total.year == year and (total.counted or (total.of == "indicators" and not total.where)):
            rows.append((total.label, _counted_things(document, total), f"{total.achieved}/{total.counted}"))
    return rows


def table(rows: Rows, right: Sequence[int] = ()) -> list[str]:
    """The rows as lines of text with columns of equal width; ``right`` names the columns of figures."""
    if not rows:
        return []
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            " " * (width - _width(text)) + text if column in right else text + " " * (width - _width(text))
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _without_blank_columns(rows: Rows) -> Rows:
    """The rows without the columns in which nothing stands but the heading."""
    kept = [column for column in range(len(rows[0])) if any(row[column] for row in rows[1:])]
    return [tuple(row[column] for column in kept) for row in rows]


def _name(indicator: Indicator) -> str:
    qualifier = f"（{indicator.qualifier}）" if indicator.qualifier else ""
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    return f"{indicator.name}{qualifier}{unit}"


def _counted_things(document: PlanDocument, total: TotalResult) -> str:
    if total.of == "indicators":
        return "指標"
    if total.level is not None and total.level < len(document.levels):
        return document.levels[total.level].name
    return "評価する項目"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
