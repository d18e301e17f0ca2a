"""How much of a sheet's first page is still free: what a person who writes in a box wants to know."""

from __future__ import annotations

import math
from dataclasses import dataclass

from banso.sheets.fonts.coverage import Ink
from banso.sheets.printing import measured
from banso.sheets.progress_sheet.pdf import WIDE, part_of
from banso.sheets.progress_sheet.value import ProgressSheet

_BOTTOM = 595.28 - 14 / 25.4 * 72
"""Where the printed page ends above its foot, in points."""
_LINE = 13.5
"""Height of one written line of 9 pt with the gap to the next, in points."""
_CONTINUED = 65.0
"""Where the text of a second page begins, in points."""

BOX_WIDTH = WIDE
"""Half-width characters that stand on one line of a box."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The pages a sheet takes, and the lines still free on the page; negative: the lines that stand on further pages."""

    pages: int
    left: int


def fit_of(sheet: ProgressSheet) -> Fit:
    """Set the sheet as its PDF is set (about 10 ms) and see where it ends."""
    page, end = measured(
        "progress_sheet/sheet.typ", {"sheets": [{**part_of(sheet, Ink()), "measure": True}]}, "page", "end"
    )
    if page < 1:
        return Fit(1, max(0, math.floor((_BOTTOM - end) / _LINE)))
    lines = math.ceil(max(_LINE, end - _CONTINUED) / _LINE) + (int(page) - 1) * int((_BOTTOM - _CONTINUED) / _LINE)
    return Fit(int(page) + 1, -lines)
