"""What printed workbooks share: looks of cells, heights by counting, names of worksheets, files written whole.

Texts are written as texts, whatever they begin with; amounts that Excel keeps exactly are numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from banso.domain.amounts import parse_amount
from banso.domain.quantity import format_amount
from banso.sheets.typesetting import text_width

FONT = "BIZ UDゴシック"
SIZE, SMALL, TITLE = 9.0, 8.0, 14.0
LINE, PADDING = 10.0, 6.0
"""Height of a line of 9 pt and of the room above and below it, in points; the font has no leading of its own."""
LEAST = LINE + PADDING
INDENT = 24
"""Pixels that the indent and the edges of a cell take from its text."""
MAX_ROW = 390.0
"""Excel's rows end at 409 points; a higher text stands in merged rows."""
MAX_CELL = 32_767
"""Characters that Excel keeps in a cell."""
KEY_PIXELS = 14
"""Width of the column of addresses of a working copy."""
A4, A3 = 9, 8
"""Excel's numbers of paper sizes."""

Look = Literal[
    "title",
    "label",
    "head",
    "text",
    "entry",
    "number",
    "entry-number",
    "mark",
    "entry-mark",
    "total",
    "plain",
    "aside",
    "note",
    "key",
    "bar",
]

_PLAIN: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "vcenter"}
_BOX: dict[str, Any] = {**_PLAIN, "border": 1, "border_color": "#595959"}
# One step of indent keeps texts off the edges of their cells.
_LEFT: dict[str, Any] = {"align": "left", "indent": 1}
_RIGHT: dict[str, Any] = {"align": "right", "indent": 1}
_SHADE, _ENTRY = "#E6ECF2", "#FFF9DB"
_LOOKS: dict[Look, dict[str, Any]] = {
    "title": {**_PLAIN, "font_size": TITLE, "bold": True, "text_wrap": False},
    "label": {**_BOX, **_LEFT, "bg_color": _SHADE},
    "head": {**_BOX, "bg_color": _SHADE, "bold": True, "align": "center"},
    "text": {**_BOX, **_LEFT, "locked": False},
    "entry": {**_BOX, **_LEFT, "bg_color": _ENTRY, "locked": False},
    "number": {**_BOX, **_RIGHT},
    "entry-number": {**_BOX, **_RIGHT, "bg_color": _ENTRY, "locked": False},
    "mark": {**_BOX, "align": "center", "bold": True},
    "entry-mark": {**_BOX, "align": "center", "bg_color": _ENTRY, "locked": False},
    "total": {**_BOX, **_RIGHT, "bold": True},
    "plain": {**_PLAIN, "align": "left"},
    "aside": {**_PLAIN, "align": "right"},
    "note": {**_PLAIN, "font_size": SMALL},
    "key": {"font_name": FONT, "font_size": SMALL, "font_color": "#A6A6A6", "shrink": False, "valign": "top"},
    "bar": {**_BOX, **_LEFT, "locked": False},
}
# Excel measures columns in digits of the workbook's own font: with this one a digit is 6 pixels on every machine.
_OPTIONS: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    "default_column_width": 56,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DIGITS = 15
"""Significant digits that Excel keeps."""


class TextTooLong(ValueError):
    """A text that no cell of Excel holds; the message is a Japanese sentence."""


class Looks:
    """The looks of one workbook's cells, each made once."""

    def __init__(self, workbook: Any) -> None:
        """No look is made before it is used."""
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Any] = {}

    def of(self, look: Look, **changes: Any) -> Any:
        """The format of a look, with changes to it (``font_size=12``)."""
        key = (look, *sorted(changes.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**_LOOKS[look], **changes})
        return self._made[key]


@contextmanager
def new_workbook(path: Path) -> Iterator[Any]:
    """A workbook that stands at ``path`` when the block ends well, and leaves nothing behind when it does not.

    Raises OSError where the file cannot be written.
    """
    unfinished = path.with_name(path.name + ".tmp")
    workbook = xlsxwriter.Workbook(str(unfinished), _OPTIONS)
    try:
        yield workbook
        workbook.close()
        unfinished.replace(path)
    except (xlsxwriter.exceptions.FileCreateError, PermissionError) as error:
        raise OSError(f"「{path.name}」に書けません。ほかで開いていないか、場所に書けるか確かめてください。") from error
    finally:
        # An abandoned workbook would warn that it was never closed.
        workbook.fileclosed = 1
        unfinished.unlink(missing_ok=True)


def sheet_names(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Names that Excel takes, all different, from names and what stands behind each (" 2023") even where it is cut."""
    taken: set[str] = set()
    names: list[str] = []
    for text, end in wanted:
        plain = _FORBIDDEN.sub("_", text).strip("'") or "シート"
        name, number = plain[: 31 - len(end)] + end, 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            behind = f" ({number})"
            name = plain[: 31 - len(end) - len(behind)] + end + behind
        taken.add(name.casefold())
        names.append(name)
    return names


class Cells:
    """Writes the cells of one worksheet; rows and columns count from 0, the last ones are meant inclusively."""

    def __init__(self, worksheet: Any, looks: Looks) -> None:
        """Cells of this worksheet in these looks."""
        self.worksheet = worksheet
        self.looks = looks

    def text(self, row: int, first: int, last: int, text: str, style: Any, rows: int = 1) -> None:
        """Write a text, never a formula, merged over its columns and rows. Raises TextTooLong."""
        if len(text) > MAX_CELL:
            raise TextTooLong(f"「{text[:20]}…」は{len(text):,}字あり、Excelの1セル（{MAX_CELL:,}字）に入りません。")
        self._merge(row, first, last, style, rows)
        if text:
            self.worksheet.write_string(row, first, text, style)
        else:
            self.worksheet.write_blank(row, first, None, style)

    def figure(self, row: int, first: int, last: int, text: str, look: Look, rows: int = 1) -> None:
        """Write a plain amount as a number, so that it can be computed with; everything else as it is printed."""
        quantity = parse_amount(text).quantity
        amount = quantity.amount if quantity else None
        plain = amount is not None and format_amount(amount) == text
        if amount is None or not plain or len(amount.as_tuple().digits) > _DIGITS:
            self.text(row, first, last, text, self.looks.of(look), rows)
            return
        decimals = max(0, -int(amount.as_tuple().exponent))
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        style = self.looks.of(look, num_format=pattern, text_wrap=False)
        self._merge(row, first, last, style, rows)
        self.worksheet.write_number(row, first, float(amount), style)

    def key(self, row: int, address: str, last: int | None = None) -> None:
        """Write the address of a row, or of rows up to ``last``, into the first column."""
        style = self.looks.of("key")
        if last is not None and last > row:
            self.worksheet.merge_range(row, 0, last, 0, "", style)
        self.worksheet.write_string(row, 0, address, style)

    def _merge(self, row: int, first: int, last: int, style: Any, rows: int) -> None:
        if rows > 1 or last > first:
            self.worksheet.merge_range(row, first, row + rows - 1, last, "", style)


def protect(worksheet: Any) -> None:
    """Close what is not open to writing; without a password, and rows and columns may be made wider."""
    worksheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})


def mark_draft(worksheet: Any) -> None:
    """Print 下書き in the head of every page."""
    worksheet.set_header(f'&R&"{FONT},太字"&20&K7F7F7F下書き', {"margin": 0.15})


def footer_words(text: str) -> str:
    """A text as it may stand in a footer."""
    return text[:70].replace("&", "&&").replace("\n", " ")


def height_of(text: str, pixels: int, *, size: float = SIZE) -> float:
    """The height in points that a text takes in a cell: a half-width character of 9 pt is 6 pixels wide."""
    scale = size / SIZE
    room = max(2, int((pixels - INDENT) / (6 * scale) * 0.98))
    lines = sum(max(1, -(-text_width(line) // room)) for line in text.split("\n"))
    # Words and closing brackets do not break anywhere: long texts take a line more now and then.
    return (lines + lines // 12) * LINE * scale + PADDING


def chunks(text: str) -> list[str]:
    """The text in parts that fit into Excel's cells, cut at line ends where there are any."""
    parts: list[str] = []
    while len(text) > MAX_CELL:
        cut = text.rfind("\n", 1, MAX_CELL)
        parts.append(text[: cut if cut > 0 else MAX_CELL])
        text = text[cut + 1 if cut > 0 else MAX_CELL :]
    return [*parts, text]
