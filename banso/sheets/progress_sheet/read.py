"""Reads the 進捗管理シート: one grid or many, one sheet or many, of one fiscal year or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from banso.domain.copies import Copy
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.progress_sheet.layout import holds_sheet, sheets_in
from banso.sheets.progress_sheet.meaning import meaning_of
from banso.sheets.progress_sheet.paper import PaperSheet


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold progress sheets, judged by the headings of their tables and their titles."""
    return holds_sheet(grids)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of all sheets in the grids of one file.

    Raises UnreadablePaper where no sheet names the measure it is about.
    """
    sheets = sheets_in(grids)
    reading = meaning_of(sheets)
    if not reading.document.nodes:
        file = next((grid.file for grid in grids if grid.file), "この紙")
        raise UnreadablePaper(
            f"「{file}」に進捗管理シートの見出し（方針・施策の行、取り組みの表、指標の表）が見つかりません。"
            "様式を確かめてください。"
        )
    return replace(reading, copies=tuple(_copies(sheets)))


def _copies(sheets: Sequence[PaperSheet]) -> Iterator[Copy]:
    """The sheets of working copies, each read for itself."""
    for sheet in sheets:
        addresses = (*(head.address for head in sheet.heads), *(row.address for row in sheet.rows))
        if any((*addresses, *(line.address for line in sheet.indicators))):
            yield Copy(meaning_of([sheet]).document, sheet.place)
