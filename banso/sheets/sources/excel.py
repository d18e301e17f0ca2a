"""Excel workbooks as grids, one for each visible worksheet, with merged cells and exact decimals.

python-calamine reads the cells; what it does not tell (percent formats, formulas without a stored value, errors) is
looked up in the sheet's XML, which is also where the size of the area is checked before cells are laid out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine as calamine

from banso.domain.finding import Doubt, Place
from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Cell, Grid
from banso.sheets.sources.package import Package
from banso.sheets.sources.source import Source

MAX_FILE_BYTES = 128 * 1024 * 1024
"""An office's workbook with photographs reaches some 30 MB."""
MAX_AREA = 5_000_000
"""Cells between the first and the last filled one (100,000 rows × 50 columns): the reader lays them all out."""
MAX_CELLS = 2_000_000
"""Filled cells of one sheet; each takes about 300 bytes until it is understood."""
MAX_TEXT_CHARACTERS = 256 * 1024 * 1024
"""All cell texts of a sheet together; one shared text may be repeated in a million cells."""

_MAX_CELL_DOUBTS = 50
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)><(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\b[^>]*?(?:/>|>([^<]*)</))?"
)
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>')
_SHARED_CELL = re.compile(rb'\bt="s"[^>]*>(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>(\d+)<')
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)


def read_excel(path: Path) -> Source:
    """The grids of a workbook's visible worksheets and the doubts about its cells.

    Raises UnreadablePaper where the file is broken, protected by a password, too large or without a filled cell.
    """
    file = path.name
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadablePaper(
            f"「{file}」は{path.stat().st_size // 1024 // 1024:,} MBあり、Excelの様式として読める大きさ"
            f"（{MAX_FILE_BYTES // 1024 // 1024} MB）を超えています。正しいファイルか確かめてください。"
        )
    package = Package(path)
    for name, part in package.sheets:
        _check_area(package, name, package.parts.get(part, b""))
    parts = dict(package.sheets)
    percents = _percent_styles(package.parts.get("xl/styles.xml", b""))
    grids: list[Grid] = []
    doubts: list[Doubt] = []
    try:
        workbook = calamine.load_workbook(package.archive())
        for sheet in workbook.sheets_metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                doubts.append(_hidden(file, sheet.name))
                continue
            xml = package.parts.get(parts.get(sheet.name, ""), b"")
            grids.append(_grid(workbook.get_sheet_by_name(sheet.name), file, _percent_cells(xml, percents)))
            doubts.extend(_cell_doubts(xml, file, sheet.name))
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadablePaper(
            f"「{file}」の中身がExcelの決まりに合わず読めません。元のExcelで開いて保存し直してください。"
        ) from error
    if not any(grid.rows for grid in grids):
        raise UnreadablePaper(f"「{file}」の表示されているシートには、文字や数の入ったセルがありません。")
    return Source(tuple(grid for grid in grids if grid.rows), tuple(doubts))


def grids_of(path: Path) -> tuple[Grid, ...]:
    """The grids of a workbook, without the doubts; raises UnreadablePaper as ``read_excel`` does."""
    return read_excel(path).grids


def exact_number(value: float | int) -> Decimal:
    """The decimal that was typed: 15 significant digits, as Excel itself keeps them, without binary noise."""
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    plain = Decimal(format(number, "f"))
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _grid(sheet: Any, file: str, percents: set[tuple[int, int]]) -> Grid:
    merged = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in sheet.merged_cell_ranges or ()}
    rows: list[tuple[Cell, ...]] = []
    widths: list[int] = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        cells: list[Cell] = []
        for column, value in enumerate(values):
            if value == "" or value is None:
                continue
            text, number = _content(value, (row, column) in percents)
            if not text.strip():
                continue
            height, width = merged.get((row, column), (1, 1))
            cells.append(Cell(row=row, column=column, text=text, rows=height, columns=width, number=number))
        rows.append(tuple(cells))
        widths.append(len(values))
    return Grid(rows=tuple(rows), spans_known=True, file=file, sheet=sheet.name, widths=tuple(widths))


def _content(value: Any, percent: bool) -> tuple[str, Decimal | None]:
    """Text and exact number of a cell. A percent cell is the text an office sees (73%), not the share behind it."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, int | float):
        number = exact_number(value)
        if percent:
            return f"{exact_number(float(number * 100)):f}%", None
        return f"{number:f}", number
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return (value.date().isoformat() if midnight else value.isoformat(" ", "minutes")), None
    if isinstance(value, date | time):
        return value.isoformat(), None
    if isinstance(value, timedelta):
        return str(value), None
    return str(value).replace("\r\n", "\n").replace("\r", "\n"), None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _position(attributes: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(attributes)
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _check_area(package: Package, name: str, xml: bytes) -> None:
    """Refuse a sheet whose few cells stand so far apart, or repeat so long a text, that laying them out fills memory."""
    rows, columns, count = sum(1 for _ in _ROW.finditer(xml)), 1, 0
    for cell in _CELL.finditer(xml):
        count += not cell[2]
        if not cell[2] and (position := _position(cell[1])):
            rows, columns = max(rows, position[0] + 1), max(columns, position[1] + 1)
    if rows * columns > MAX_AREA:
        raise UnreadablePaper(
            f"「{package.file}」のシート「{name}」は{rows:,}行×{columns:,}列に広がっていて読めません。"
            "離れた場所に残っているセルを消して保存し直してください。"
        )
    if count > MAX_CELLS:
        raise UnreadablePaper(
            f"「{package.file}」のシート「{name}」には{count:,}個のセルがあり、様式として読めません。正しいファイルか確かめてください。"
        )
    shared = package.parts.get("xl/sharedStrings.xml", b"")
    if len(shared) * max(1, xml.count(b't="s"')) <= MAX_TEXT_CHARACTERS:
        return
    lengths = [text.end() - text.start() for text in _SHARED_TEXT.finditer(shared)]
    total = sum(lengths[index] for found in _SHARED_CELL.finditer(xml) if (index := int(found[1])) < len(lengths))
    if total > MAX_TEXT_CHARACTERS:
        raise UnreadablePaper(
            f"「{package.file}」のシート「{name}」の文字数（およそ{total:,}字）は、様式として読める量を超えています。"
            "正しいファイルか確かめてください。"
        )


def _percent_styles(styles: bytes) -> set[int]:
    """The numbers of the cell styles that show a percentage."""
    codes = {9, 10}
    for attributes in re.findall(rb"<(?:\w+:)?numFmt\b([^>]*)>", styles):
        number = re.search(rb'numFmtId="(\d+)"', attributes)
        code = re.search(rb'formatCode="([^"]*)"', attributes)
        if number and code and b"%" in re.sub(rb"&quot;.*?&quot;", b"", code[1]):
            codes.add(int(number[1]))
    found = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    formats = re.findall(rb"<(?:\w+:)?xf\b([^>]*)>", found[0]) if found else []
    numbers = (re.search(rb'numFmtId="(\d+)"', attributes) for attributes in formats)
    return {index for index, number in enumerate(numbers) if number and int(number[1]) in codes}


def _percent_cells(xml: bytes, styles: set[int]) -> set[tuple[int, int]]:
    if not styles:
        return set()
    found: set[tuple[int, int]] = set()
    for cell in _CELL.finditer(xml):
        style = _STYLE.search(cell[1])
        if style and not cell[2] and int(style[1]) in styles and (position := _position(cell[1])):
            found.add(position)
    return found


def _cell_doubts(xml: bytes, file: str, sheet: str) -> Iterator[Doubt]:
    """Formulas without a stored value and cells that show an error, up to a bound of doubts for each kind."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for formula in _FORMULA_CELL.finditer(xml):
        # A formula whose value is an empty text (t="str") is filled in; without t it was never computed.
        if not formula[2] and b't="str"' not in formula[1] and (found := _REFERENCE.search(formula[1])):
            kinds["formula-without-value"].append((found[1] + found[2]).decode())
    for error in _ERROR_CELL.finditer(xml):
        if found := _REFERENCE.search(error[1]):
            kinds["formula-error"].append((found[1] + found[2]).decode())
    sentences = {
        "formula-without-value": "には式がありますが、計算した値が保存されていません。空欄として読みました。"
        "Excelで開いて上書き保存すると値が入ります。",
        "formula-error": "は式がエラーになっています。空欄として読みました。元のファイルで式を直してください。",
    }
    for code, cells in kinds.items():
        for number, cell in enumerate(cells[:_MAX_CELL_DOUBTS]):
            more = len(cells) - _MAX_CELL_DOUBTS
            rest = f"（ほかに{more:,}か所）" if number == _MAX_CELL_DOUBTS - 1 and more > 0 else ""
            place = Place(file=file, sheet=sheet, cell=cell)
            message = f"シート「{sheet}」のセル{cell}{sentences[code]}{rest}"
            yield Doubt(code=code, severity="warning", where=place, message=message, quote=cell)


def _hidden(file: str, sheet: str) -> Doubt:
    message = f"シート「{sheet}」は非表示なので読んでいません。必要なら再表示して保存し直してください。"
    return Doubt(
        code="hidden-sheet", severity="hint", where=Place(file=file, sheet=sheet), message=message, quote=sheet
    )
