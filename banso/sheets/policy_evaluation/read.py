"""Reads the 政策評価シート: the evaluation of a policy field with its indicators, measures and list of projects."""

from __future__ import annotations

from collections.abc import Sequence

from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.policy_evaluation.layout import holds_report, reports_in


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a policy evaluation, judged by the headings of its parts."""
    return holds_report(grids)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of the reports of one file.

    Raises UnreadablePaper where neither a field, a measure nor a project is named.
    """
    # Recognising a paper is asked of every form: only the one that reads it needs to understand it.
    from banso.sheets.policy_evaluation.meaning import meaning_of  # noqa: PLC0415

    reports = [each for each in reports_in(grids) if each.heads or each.measures or each.projects]
    if not reports:
        file = next((grid.file for grid in grids if grid.file), None)
        raise UnreadablePaper(
            f"「{file or 'この紙'}」に政策評価シートの見出し（政策分野、施策、事務事業一覧）が見つかりません。"
            "様式を確かめてください。"
        )
    return meaning_of(reports)
