"""Writes the action list as a standalone web page that prints on A3 landscape."""

from __future__ import annotations

from pathlib import Path

from banso.domain.years import format_fiscal_year
from banso.sheets.action_list.value import ActionList
from banso.sheets.pages import write_page

_REMS = {"order": 3.2, "code": 8.4, "term": 5.6, "title": 10.0, "text": 24.0, "short": 14.0, "status-quo": 22.0}
_OTHER, _YEAR = 12.0, 6.5
_NARROW = ("order", "code", "term")
_ROW_NAMES = ("short", "text", "order")
"""Which field names a row for a screen reader, the best first."""


def write_html(action_list: ActionList, path: Path) -> None:
    """Write the list to ``path``; the page fetches nothing and carries no plan document."""
    fields = [column.field for column in action_list.columns]
    name = next((fields.index(field) for field in _ROW_NAMES if field in fields), 0)
    write_page(
        "action_list/page.html",
        path,
        title=action_list.title.strip("《》〈〉<>【】") or "取組一覧",
        list=action_list,
        years=[format_fiscal_year(year, "2023 (R5)") for year in action_list.years],
        widths=[*(_REMS.get(field, _OTHER) for field in fields), *[_YEAR] * len(action_list.years)],
        narrow=[number for number, field in enumerate(fields) if field in _NARROW],
        heading=name,
    )
