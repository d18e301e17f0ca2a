"""Reads a 事業費一覧: projects or items with their money by year."""

from __future__ import annotations

from collections.abc import Sequence

from banso.sheets.budget_table.layout import holds_table, printed_in
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a table of money: its title with the head of its columns below it."""
    return holds_table(grids)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of one table.

    Raises UnreadablePaper where no row with amounts is found.
    """
    # Recognising a paper is asked of every form: only the one that reads it needs to understand it.
    from banso.sheets.budget_table.meaning import meaning_of  # noqa: PLC0415

    printed = printed_in(grids)
    if not printed.items and not any(row.texts for row in printed.rows):
        raise UnreadablePaper(
            f"「{printed.place.file or 'この紙'}」に金額の表（事業名か項目と、年度の列）が見つかりません。"
            "様式と列の見出しを確かめてください。"
        )
    return meaning_of(printed)
