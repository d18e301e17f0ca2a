"""A progress sheet as it is printed: what stands where, before anything is understood.

The layout of grids and the value that Banso prints both become this; its meaning is found in one place (``meaning``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from banso.domain.document import TextKind
from banso.domain.finding import Place
from banso.domain.roadmap import PrintedSpan

Role = Literal["name", "code", "unit", "baseline", "target", "actual", "rate", "grade", "overall", "remarks", "other"]


@dataclass(frozen=True, slots=True)
class Words:
    """A printed text and where it stands."""

    text: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A line above the activities: its label (方針), its text, and the address a working copy gives it."""

    label: str
    text: str
    address: str | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the activities: its printed lines, each with the texts over its years."""

    title: str
    lines: tuple[tuple[PrintedSpan, ...], ...]
    address: str | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A box with a written text: 事業実績, 課題等 …; ``kind`` is what its label means."""

    kind: TextKind
    label: str
    text: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table of indicators: what it holds, for which year, whether it is the final target."""

    role: Role
    label: str
    year: int | None = None
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table of indicators: one text for each of the sheet's columns."""

    cells: tuple[str, ...]
    address: str | None = None
    places: tuple[Place, ...] = ()
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """One printed sheet. ``place_lost`` tells that the extraction lost in which years the roadmap's texts stand."""

    title: Words
    created: Words
    heads: tuple[Head, ...]
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    columns: tuple[Column, ...]
    indicators: tuple[Line, ...]
    overall_label: str
    overall: Words
    notes: tuple[Words, ...]
    legends: tuple[Words, ...]
    unread: tuple[Words, ...] = ()
    place_lost: bool = False
    place: Place = field(default_factory=Place)

    @property
    def is_cover(self) -> bool:
        """Whether the sheet holds a title and nothing to read: the cover of a bound set of sheets."""
        return not (self.heads or self.years or self.rows or self.blocks or self.columns or self.overall.text)
