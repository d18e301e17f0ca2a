"""Reads the 総括表: one table or several, on one page or many, of one fiscal year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from banso.domain.copies import Copy
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.scorecard.table import card_in, holds_scorecard


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a scorecard, judged by the headings of its table and its title."""
    return holds_scorecard(grids)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of all tables in the grids of one file.

    Raises UnreadablePaper where no table has the headings of a scorecard or no row below them.
    """
    # Recognising a paper is asked of every form: only the one that reads it needs to understand it.
    from banso.sheets.scorecard.meaning import meaning_of  # noqa: PLC0415

    card = card_in(grids)
    if card is None or not card.lines:
        file = next((grid.file for grid in grids if grid.file), "この紙")
        raise UnreadablePaper(
            f"「{file}」に総括表の見出し（戦略・施策などの列、指標、実績値、目標値、達成状況か検証）の付いた表が見つかりません。"
            "様式を確かめてください。"
        )
    reading = meaning_of(card)
    if any(line.address for line in card.lines):
        reading = replace(reading, copies=(Copy(reading.document, card.lines[0].place),))
    return reading
