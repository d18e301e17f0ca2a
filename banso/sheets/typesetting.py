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


def shortened(text: str, width: int) -> str:
    """The text on one line, cut with an ellipsis where it is wider than ``width`` half-width characters."""
    line = " ".join(text.split("\n"))
    if text_width(line) <= width:
        return line
    while line and text_width(line) > width - 2:
        line = line[: -max(1, (text_width(line) - width) // 2)]
    return line + "…"


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar over year columns, counted from 0; ``last`` is the last column it covers."""

    first: int
    last: int
    text: str


def placed_bars(bars: Sequence[Bar], years: Sequence[int]) -> list[PlacedBar]:
    """Where the bars of one printed line stand, from left to right.

    What reaches outside the years is cut, what would lie on an earlier bar begins behind it; a bar without any free
    column joins the one before, so that no text is lost.
    """
    placed: list[PlacedBar] = []
    free = 0
    for bar in sorted(bars, key=lambda bar: bar.first_year):
        first = max(free, bar.first_year - years[0], 0)
        last = min(len(years) - 1, bar.last_year - years[0])
        if first <= last:
            placed.append(PlacedBar(first, last, bar.text))
        elif placed:
            before = placed[-1]
            placed[-1] = PlacedBar(before.first, before.last, f"{before.text}\n{bar.text}")
        else:
            placed.append(PlacedBar(0, 0, bar.text))
        free = placed[-1].last + 1
    return placed


@dataclass(frozen=True, slots=True)
class Line:
    """A printed roadmap line for a template: its bars, and how many text lines the tallest takes."""

    bars: list[dict[str, Any]]
    height: int


def roadmap_line(bars: Sequence[Bar], years: Sequence[int], ink: Ink, where: str, *, year_width: int) -> Line:
    """A line with printable texts, over year columns of ``year_width`` half-width characters."""
    cells: list[dict[str, Any]] = []
    height = 1
    for bar in placed_bars(bars, years):
        width = max(2, year_width * (bar.last - bar.first + 1))
        text = breakable(ink.text(bar.text, where), width)
        height = max(height, lines_needed(text, width))
        cells.append({"first": bar.first, "last": bar.last, "text": text})
    return Line(cells, height)
