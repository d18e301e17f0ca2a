"""How wide a table must be on a screen for what it holds: its columns keep their shares, the whole grows until each has room.

Below that width the table moves inside its own region; print knows nothing of it.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from banso.sheets.blocks.value import Cell, Table

STEPS = (24, 32, 42, 48, 56, 64, 72, 80, 88, 96, 112)
"""Widths of tables in rem, as ``blocks.css`` has them; nothing is made wider than the last."""

MANY = 9
"""Columns above which a table is set in smaller type."""

_PADDING = 1.1
_SMALL = 0.7
_FIELD = 0.25
_TYPED = 3.5  # an empty field for a figure still takes a few
_FIGURE = re.compile(r"[0-9０-９.,，．△▲+−-]+[%％]?")
_WORDS = {"text": 6.0, "entry": 7.5, "label": 4.0, "head": 2.0, "mark": 4.0, "entry-mark": 5.0}
"""Signs of a line that words of each look get at least, where they are that long; figures are never broken."""

_NARROW = 5.0
"""Shares (in hundredths) up to which words are not given room: the column is meant to stand upright or to indent."""


def least_width(table: Table) -> int:
    """The first of STEPS at which every column has the room its cells need."""
    total = sum(table.widths)
    shares = [width / total for width in table.widths]
    type_, padding = (0.875, _SMALL) if len(shares) > MANY else (1.0, _PADDING)
    wanted = 0.0
    for column, cell in _placed(table):
        share = sum(shares[column : column + cell.columns])
        signs = _signs(cell, share)
        if signs and share > 0:
            beside = min(padding, _SMALL) if cell.look in ("mark", "entry-mark") else padding
            wanted = max(wanted, (signs * type_ + beside) / share)
    return next((step for step in STEPS if step >= wanted), STEPS[-1])


def _signs(cell: Cell, share: float) -> float:
    """How many signs a line of the cell must hold; 0 where any room will do."""
    field = _FIELD if cell.look in ("entry-number", "entry-mark") else 0.0
    if cell.look in ("number", "entry-number", "total"):
        found = max(map(_length, _FIGURE.findall(cell.text)), default=0.0)
        return max(found, _TYPED) + field if field else found
    if cell.look not in _WORDS or share * 100 <= _NARROW:
        return 0.0
    if cell.look == "entry" and cell.at:
        return _WORDS["entry"]  # people write here, whatever stands there now
    longest = max(map(_length, cell.text.splitlines()), default=0.0)
    return min(longest, _WORDS[cell.look]) + field if longest else 0.0


def _length(line: str) -> float:
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in line)


def _placed(table: Table) -> list[tuple[int, Cell]]:
    """Each cell with the number of its first column; a row holds only the cells that begin in it."""
    found: list[tuple[int, Cell]] = []
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            found.append((column, cell))
            for below in range(cell.rows):
                for beside in range(cell.columns):
                    taken[number + below, column + beside] = True
            column += cell.columns
    return found
