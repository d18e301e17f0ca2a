"""Writes the action list as PDF: A3 landscape, one table with its head repeated on every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from banso.domain.years import format_fiscal_year
from banso.sheets.action_list.value import ActionList, ActionRow, Column
from banso.sheets.fonts.coverage import Ink, Missing
from banso.sheets.printing import write_parts
from banso.sheets.typesetting import breakable, lines_needed, roadmap_line, shortened

PAGE = 400.0
"""Width between the margins of A3 landscape, in millimetres."""
LETTER, PADDING = 1.412, 2.8
"""Width of a half-width character of 8 pt and the space left and right in a cell together, in millimetres."""
TALL = 36
"""Lines from which a row may break over pages; lower rows stay whole."""

_FIXED = {"order": 8.5, "code": 15.7, "term": 14.2}
_SHARES = {"title": 33.0, "text": 58.0, "short": 34.0, "status-quo": 54.0, "indicator": 33.0, "remarks": 24.0}
_HEADING_BREAK = re.compile(r"(?<=.)(?=(?:コード|（[^（）]+）|\([^()]+\))$)")
"""A heading goes on in a second line before コード or its bracket, not in the middle of a word."""
_YEARS_SHARE, _LEAST_YEAR = 76.0, 11.5
_CENTRED = ("order", "code", "term")


def write_pdf(action_list: ActionList, path: Path, bare: bool = False) -> tuple[Missing, ...]:
    """Write the list to ``path``; a ``bare`` paper carries no plan document.

    Returns the characters that no shipped font draws (printed as 〓), with the addresses they stand at.
    """
    ink = Ink()
    part = _part(action_list, ink)
    document = None if bare else action_list.document
    title = ink.text(action_list.title.strip("《》〈〉<>【】"), "title") or "取組一覧"
    write_parts("action_list/list.typ", [part], path, document=document, title=title)
    return ink.missing


def _part(action_list: ActionList, ink: Ink) -> dict[str, Any]:
    columns, years = action_list.columns, action_list.years
    widths, year_width = _widths(columns, len(years))
    capacities = [_capacity(width) for width in widths]
    headings = [
        breakable(ink.text(_HEADING_BREAK.sub("\n", column.heading), "title"), capacity)
        for column, capacity in zip(columns, capacities, strict=True)
    ]
    title = ink.text(action_list.title, "title")
    repeated = breakable(shortened(title, 230), 230)
    period = f"{years[0]}年度～{years[-1]}年度" if years else ""
    return {
        "title": breakable(title, 130),
        "repeated": repeated,
        "widths": [*widths, *[year_width] * len(years)],
        "centred": [number for number, column in enumerate(columns) if column.field in _CENTRED],
        "headings": [*headings, *(format_fiscal_year(year, "2023 (R5)") for year in years)],
        "years": len(years),
        "rows": [_row(row, columns, capacities, years, year_width, ink) for row in action_list.rows],
        "remarks": [breakable(ink.text(remark, "title"), 270) for remark in action_list.remarks],
        "foot": breakable(shortened(title.strip("《》〈〉<>【】"), 100), 100),
        "foot-right": period,
    }


def _row(
    row: ActionRow,
    columns: tuple[Column, ...],
    capacities: list[int],
    years: tuple[int, ...],
    year_width: float,
    ink: Ink,
) -> dict[str, Any]:
    address = row.key if "/" in row.key else f"node/{row.key}"
    cells = [
        breakable(ink.text(text, f"{address}/{_fact(column)}"), capacity)
        for text, column, capacity in zip(row.cells, columns, capacities, strict=True)
    ]
    lines = [
        roadmap_line(
            line,
            years,
            ink,
            f"roadmap/{address.partition('/')[2]}/{number}",
            year_width=_capacity(year_width),
        )
        for number, line in enumerate(row.lines or ((),), start=1)
    ]
    height = max(
        sum(line.height for line in lines),
        *(lines_needed(text, capacity) for text, capacity in zip(cells, capacities, strict=True)),
    )
    return {"cells": cells, "lines": [line.bars for line in lines], "breakable": height > TALL}


def _fact(column: Column) -> str:
    return {"term": f"terms/{column.name}", "code": "number", "short": "title"}.get(column.field, column.field)


def _widths(columns: tuple[Column, ...], years: int) -> tuple[list[float], float]:
    """Width of each column and of a year, in millimetres: narrow ones fixed, the others share what is left."""
    fixed = sum(_FIXED.get(column.field, 0.0) for column in columns)
    shares = [_SHARES.get(column.field, 25.0) for column in columns if column.field not in _FIXED]
    years_share = max(_YEARS_SHARE, _LEAST_YEAR * years) if years else 0.0
    unit = (PAGE - fixed) / ((sum(shares) + years_share) or 1.0)
    widths = [_FIXED.get(column.field) or _SHARES.get(column.field, 25.0) * unit for column in columns]
    return widths, years_share * unit / years if years else 0.0


def _capacity(width: float) -> int:
    """Half-width characters that stand in one line of a cell."""
    return max(2, int((width - PADDING) / LETTER))
