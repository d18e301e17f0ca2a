"""What a row of the table of indicators says in words: the indicator's direction, its source, a review of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from banso.domain.address import join
from banso.domain.document import Indicator, Text, TextKind
from banso.domain.finding import Place
from banso.domain.indicator_name import stated_direction
from banso.domain.text import fold
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.facts import Facts
from banso.sheets.progress_sheet.paper import Column

_DIRECTION = re.compile(r"(?:指標の|目標の|数値の|望ましい|目指す|めざす|目標)?(?:方向性?|向き|増減|増減の別|方向感)")


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell of the table of indicators with its column and place."""

    text: str
    column: Column
    place: Place


def directed(indicator: Indicator, cells: Sequence[FigureCell]) -> Indicator:
    """The indicator with the direction its bracket, a column of its own or the target's heading states."""
    words = [cell.text for cell in cells if _DIRECTION.fullmatch(fold(cell.column.label))]
    words += [indicator.qualifier or ""]
    words += [
        bracket
        for cell in cells
        if cell.column.role == "target"
        for bracket in re.findall(r"[(（]([^()（）]+)[)）]", cell.column.label)
    ]
    stated = next((direction for word in words if (direction := stated_direction(word))), None)
    return replace(indicator, direction=stated) if stated else indicator


def with_words(indicator: Indicator, cell: FigureCell, year: int | None, facts: Facts) -> Indicator:
    """The indicator with what a cell beside its figures says; a review or remark becomes a text of the indicator."""
    label = labels.words_of(cell.column.label)
    if labels.is_nothing(cell.text) or _DIRECTION.fullmatch(label):
        return indicator
    if re.search("出典|資料|調査名", label):
        return replace(indicator, source=cell.text)
    if re.search("算出|算定|計算|定義|説明|考え方", label):
        return replace(indicator, definition=cell.text)
    kind: TextKind = labels.block_kind(cell.column.label) or "paragraph"
    heading = " ".join(cell.column.label.split()) if kind == "paragraph" else None
    address = join("text", indicator.key, year, kind, *([heading] if heading else []))
    facts.state(address, f"指標「{indicator.name}」の{cell.column.label}", cell.text, cell.place)
    facts.texts[address] = Text(indicator=indicator.key, year=year, kind=kind, heading=heading, text=cell.text)
    return indicator
