"""The same workbook as Banso's, read and written with openpyxl: what an office's own script would do."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl


@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet as plain data: title, cells with their look, merged ranges, heights and widths."""

    title: str
    cells: list[tuple[Any, Any, Any, tuple[Any, ...]]]
    merged: list[str]
    heights: dict[int, float]
    widths: dict[str, float]


def read_all(path: Path) -> int:
    """Every cell of every worksheet, with merged ranges, as a script over openpyxl reads them; answers their count."""
    book = openpyxl.load_workbook(path)
    found = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            found += sum(value is not None for value in row)
        found += len(sheet.merged_cells.ranges)
    return found


def pages_of(path: Path) -> list[Page]:
    """The content of a workbook, to be written again."""
    looks: dict[int, tuple[Any, ...]] = {}
    pages = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and not cell.has_style:
                    continue
                if cell.style_id not in looks:
                    looks[cell.style_id] = tuple(map(copy, (cell.font, cell.border, cell.fill, cell.alignment)))
                cells.append((cell.row, cell.column, getattr(cell, "value", None), looks[cell.style_id]))
        pages.append(
            Page(
                sheet.title,
                cells,
                [str(merged) for merged in sheet.merged_cells.ranges],
                {number: size.height for number, size in sheet.row_dimensions.items() if size.height},
                {letter: size.width for letter, size in sheet.column_dimensions.items()},
            )
        )
    return pages


def write_all(pages: list[Page], path: Path) -> None:
    """Write the pages as a new workbook with openpyxl, cells, looks, merges and sizes."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.title)
        for row, column, value, (font, border, fill, alignment) in page.cells:
            cell = sheet.cell(row, column)
            cell.value = value
            cell.font, cell.border, cell.fill, cell.alignment = font, border, fill, alignment
        for merged in page.merged:
            sheet.merge_cells(merged)
        for number, height in page.heights.items():
            sheet.row_dimensions[number].height = height
        for letter, width in page.widths.items():
            sheet.column_dimensions[letter].width = width
    book.save(path)
