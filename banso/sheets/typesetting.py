"""What a cell can hold: widths, line counts, break points and bars, reckoned before typst sees a text.

The first font is monospaced: a Latin letter or digit is half as wide as a kanji, so a cell's width is given in
half-width characters and everything follows by counting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from banso.sheets.fonts.coverage import Ink
from banso.sheets.progress_sheet.value import Bar

ZERO_WIDTH_SPACE = "\u200b"
_CLOSED_RUN = re.compile(
    r"[^\s\u3042-\u3096\u30a2-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{3,}"
)
"""Characters between which a line need not break by itself: words, addresses, runs of dashes or points."""


def breakable(text: str, width: int) -> str:
    """The text with invisible break points in runs that are wider than a cell of ``width`` half-width characters."""

    def opened(match: re.Match[str]) -> str:
        run = match[0]
        return run if text_width(run) <= width else ZERO_WIDTH_SPACE.join(run)

    return _CLOSED_RUN.sub(opened, text)


def text_width(text: str) -> int:
    """Width of a text in half-width characters; what may be either is taken as full width."""
    return len(text) if text.isascii() else sum(1 if character < "\x80" else 2 for character in text)


def lines_needed(text: str, width: int) -> int:
    """An upper estimate of the lines a text takes in a cell of ``width`` half-width characters."""
    return sum(max(1, -(-text_width(line) // max(2, width - 2))) for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Line:
    """A printed roadmap line for a template: its bars as column numbers from 0, and how many text lines it needs."""

    bars: list[dict[str, Any]]
    height: int


def roadmap_line(bars: Sequence[Bar], years: Sequence[int], ink: Ink, where: str, *, year_width: int) -> Line:
    """Bars as cells over year columns of ``year_width`` half-width characters.

    What reaches outside the years is cut, what would lie on an earlier bar begins behind it; a bar without any free
    column joins the one before, so that no text is lost.
    """
    cells: list[dict[str, Any]] = []
    free = 0
    for bar in sorted(bars, key=lambda bar: bar.first_year):
        text = ink.text(bar.text, where)
        first = max(free, bar.first_year - years[0], 0)
        last = min(len(years) - 1, bar.last_year - years[0])
        if first <= last:
            cells.append({"first": first, "last": last, "text": text})
            free = last + 1
        elif cells:
            cells[-1]["text"] += "\n" + text
        else:
            cells.append({"first": 0, "last": 0, "text": text})
            free = 1
    height = 1
    for cell in cells:
        width = max(2, year_width * (cell["last"] - cell["first"] + 1))
        cell["text"] = breakable(cell["text"], width)
        height = max(height, lines_needed(cell["text"], width))
    return Line(cells, height)
