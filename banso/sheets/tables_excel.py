"""The whole plan as plain tables in one workbook, a worksheet for each list: to look at and to count with, no form.

Amounts are numbers as far as Excel keeps them exactly (15 digits), everything else stands in the office's words as text,
so that nothing in a cell is ever taken for a formula.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from banso.domain.address import LISTS, PLAN_FIELDS
from banso.domain.diff import absent
from banso.domain.document import PlanDocument
from banso.domain.document_words import LIST_WORDS, field_word
from banso.domain.item import Item
from banso.domain.place_words import Places
from banso.domain.value_words import ValueWords

_DIGITS = 15
_MAX_CELL = 32_767
_WIDTHS = (8, 60)


def write_tables(document: PlanDocument, path: Path) -> None:
    """Write every list of the plan that holds something. Raises OSError where the file cannot be written."""
    places = Places(document)
    words = ValueWords(places)
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    try:
        head = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E6E6E6", "border": 1}
        )
        body = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet = workbook.add_worksheet(LIST_WORDS["plan"])
        for row, name in enumerate(PLAN_FIELDS):
            sheet.write_string(row, 0, field_word("PlanDocument", name), head)
            _write(
                sheet,
                row,
                1,
                getattr(document, name),
                words.of_field("PlanDocument", name, getattr(document, name)),
                body,
            )
        sheet.set_column(0, 1, 30)
        for name in LISTS:
            items = getattr(document, name)
            if items:
                _table(
                    workbook.add_worksheet(LIST_WORDS[name].replace("/", "・")[:31]), items, places, words, head, body
                )
    finally:
        workbook.close()


def _table(sheet: Any, items: tuple[Item, ...], places: Places, words: ValueWords, head: Any, body: Any) -> None:
    kind = type(items[0]).__name__
    columns = [field.name for field in fields(items[0]) if any(_stated(getattr(item, field.name)) for item in items)]
    widths = [_WIDTHS[0]] * (len(columns) + 1)
    for column, word in enumerate(("場所", *(field_word(kind, name) for name in columns))):
        sheet.write_string(0, column, word, head)
        widths[column] = max(widths[column], 2 * len(word))
    for row, item in enumerate(items, 1):
        place = places.of(item)
        sheet.write_string(row, 0, place[:_MAX_CELL], body)
        widths[0] = max(widths[0], 2 * len(place))
        for column, name in enumerate(columns, 1):
            value = getattr(item, name)
            told = words.of_field(kind, name, value, item) if _stated(value) else ""
            _write(sheet, row, column, value, told, body)
            widths[column] = max(widths[column], 2 * max(map(len, told.split("\n"))))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, _WIDTHS[1]))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(items), len(columns))


def _stated(value: object) -> bool:
    return not absent(value) and value != ""


def _write(sheet: Any, row: int, column: int, value: object, told: str, style: Any) -> None:
    exact = isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= _DIGITS
    if exact or (isinstance(value, int) and not isinstance(value, bool)):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, told[:_MAX_CELL], style)
