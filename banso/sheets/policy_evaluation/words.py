"""What the parts of a policy evaluation print alike."""

from __future__ import annotations

from banso.sheets.blocks.value import Cell, Row

YEAR = "令和5年度"
"""The style of years on this form."""


def head_row(*texts: str) -> Row:
    """A row of column headings."""
    return Row(cells=tuple(Cell(text=text, look="head") for text in texts))
