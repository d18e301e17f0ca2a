"""Reads a 目標一覧: the indicators of a plan with their targets."""

from __future__ import annotations

from collections.abc import Sequence

from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.target_table.layout import holds_table, printed_in


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a table of targets: its title with the head of its columns below it."""
    return holds_table(grids)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of one table.

    Raises UnreadablePaper where no row of an indicator is found.
    """
    # Recognising a paper is asked of every form: only the one that reads it needs to understand it.
    from banso.sheets.target_table.meaning import meaning_of  # noqa: PLC0415

    printed = printed_in(grids)
    if not printed.figures:
        raise UnreadablePaper(
            f"「{printed.place.file or 'この紙'}」に目標の表（指標、現行、年度の列）が見つかりません。"
            "様式と列の見出しを確かめてください。"
        )
    return meaning_of(printed)
