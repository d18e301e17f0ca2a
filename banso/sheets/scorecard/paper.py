"""A scorecard as it is printed, after its cells were found and before they are understood."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.finding import Place
from banso.sheets.scorecard.labels import Heading


@dataclass(frozen=True, slots=True)
class Words:
    """A cell's text and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table. ``levels`` are the elements that begin in it: the level (from 0) with number and title.

    ``figures`` holds the cells of actual and target columns with their headings. ``address`` is that of a working copy.
    """

    place: Place
    address: str | None = None
    kind: Words | None = None
    levels: tuple[tuple[int, Words], ...] = ()
    node_flag: Words | None = None
    indicator: Words | None = None
    unit: Words | None = None
    figures: tuple[tuple[Heading, Words], ...] = ()
    flag: Words | None = None
    review: Words | None = None
    owner: Words | None = None
    remarks: Words | None = None
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A row of totals: its labels and the counts in it (achieved, counted) from left to right; the kind it stands in.

    ``before`` tells for each count how many labels stand left of it.
    """

    label: str
    counts: tuple[tuple[int, int], ...]
    labels: tuple[str, ...]
    before: tuple[int, ...]
    place: Place
    kind: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """All scorecards of one file put together: one heading row (the first), all lines, totals and words around them."""

    title: Words | None
    excerpt: bool
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    totals: tuple[TotalLine, ...]
    foot: tuple[Words, ...]
    unread: tuple[Words, ...]
    kind_heading: Heading | None
