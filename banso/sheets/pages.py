"""The forms as standalone web pages: one file each, its style inside, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from banso.sheets.progress_sheet.value import Bar
from banso.sheets.typesetting import placed_bars

SHEETS = Path(__file__).parent


def write_page(template: str, path: Path, **values: Any) -> None:
    """Write a page from a template (a path below ``banso/sheets``); every value is escaped."""
    unfinished = path.with_name(path.name + ".tmp")
    try:
        unfinished.write_text(_environment().get_template(template).render(values), encoding="utf-8", newline="\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def year_cells(bars: Sequence[Bar], years: Sequence[int]) -> list[tuple[int, str]]:
    """The cells of one printed line over the years: (columns, text), text "" for a year without a bar."""
    cells: list[tuple[int, str]] = []
    column = 0
    for bar in placed_bars(bars, years):
        cells += [(1, "")] * (bar.first - column)
        cells.append((bar.last - bar.first + 1, bar.text))
        column = bar.last + 1
    return cells + [(1, "")] * (len(years) - column)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SHEETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["year_cells"] = year_cells
    return environment
