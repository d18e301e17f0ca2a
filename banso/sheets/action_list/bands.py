"""Levels that stand over the table as rows of their own: ``基本方針1　中小企業の経営力強化`` across the whole width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from banso.domain.numbering import numbering_style, split_number
from banso.sheets.action_list.columns import Layout, LevelColumns
from banso.sheets.action_list.rows import NOTE, Label, clean_number, one_line
from banso.sheets.action_list.table import PrintedRow, Table

_NAMED = re.compile(
    r"(?P<name>(?:基本|重点|政策|施策)?(?:方針|目標|戦略|施策|政策|方向性?|分野|柱|プロジェクト))\s*"
    r"(?P<number>[0-9０-９]{1,2}|[①-⑳Ⅰ-Ⅻ一二三四五六七八九十]|[(（][0-9０-９]{1,2}[)）])(?:[\s　:：.．、】〕］]+|(?<=[)）])|$)(?P<title>.*)"
)
_FRAME = re.compile(r"^[\s【〔\[〈《<■◆●○▼□◇・]+|[\s】〕\]〉》>]+$")
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Band:
    """A row that names a level: ``name`` where it is printed (基本方針), else "", and the numbering style."""

    name: str
    number: str
    title: str

    @property
    def sign(self) -> str:
        """What bands of the same level share."""
        return self.name or numbering_style(self.number)


@dataclass(slots=True)
class Bands:
    """The levels above the columns, by the signs of their bands from the top, and those that hold for a row."""

    layout: Layout
    signs: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    current: list[Label | None] = field(default_factory=list)

    def enter_row(self, row: PrintedRow) -> bool:
        """Whether the row is a band; if so it holds for the rows below it."""
        band = band_in(row, self.layout)
        if band is None:
            return False
        self.enter(band)
        return True

    def enter(self, band: Band) -> None:
        """The band holds for the rows below it; those of deeper levels end."""
        depth = self.signs.index(band.sign)
        label = Label(clean_number(band.number, depth), one_line(band.title) or None)
        self.current[depth:] = [label, *[None] * (len(self.signs) - depth - 1)]


def band_of(text: str) -> Band | None:
    """The band a text is, None for any other text."""
    words = _FRAME.sub("", text.strip())
    if len(words) > LONGEST or "。" in words or NOTE.match(words):
        return None
    named = _NAMED.match(words)
    if named:
        return Band(named["name"], named["number"], named["title"].strip())
    parts = split_number(words)
    return Band("", parts[0], parts[1]) if parts and parts[1] else None


def band_in(row: PrintedRow, layout: Layout) -> Band | None:
    """The band a printed row is: a single text across the table or at its left edge."""
    cell = row.only
    if cell is None or row.years or row.from_above:
        return None
    first = min(row.grid_columns.values(), default=cell.column)
    at_edge = cell.columns >= 3 or (first == cell.column and cell.column <= 1 and not _is_continuation(row, layout))
    band = band_of(cell.text) if at_edge else None
    named = {level.base for level in layout.levels if level.columns}
    return band if band is not None and band.name not in named else None


def bands_of(table: Table, layout: Layout) -> Bands:
    """All bands of a table; the layout gets their levels above those of its columns."""
    inside = [band for row in table.rows if (band := band_in(row, layout)) is not None]
    above = [band for _, cell in table.above if (band := band_of(cell.text)) is not None]
    signs = list(dict.fromkeys(band.sign for band in inside))
    # Above the head a numbered line may be a title; it counts with others like it, or where no level stands over the rows.
    over = [band for band in above if band.sign in signs or (band.name and len(layout.levels) == 1)]
    found = [*over, *inside]
    bands = Bands(layout, list(dict.fromkeys(band.sign for band in found)))
    if not found:
        return bands
    bands.names = _names(found, bands.signs)
    bands.current = [None] * len(bands.signs)
    for band in over:
        bands.enter(band)
    layout.levels = [LevelColumns(name, name) for name in bands.names] + layout.levels
    return bands


def _names(found: Sequence[Band], signs: Sequence[str]) -> list[str]:
    names = {band.sign: band.name for band in found}
    return [names[sign] or f"体系分類{place}" for place, sign in enumerate(signs, start=1)]


def _is_continuation(row: PrintedRow, layout: Layout) -> bool:
    """A text under the column of long texts goes on with the row above."""
    return any(column in row.texts for column in (layout.text, layout.short) if column is not None)
