"""Text, TSV and CSV files as one grid: UTF-8, UTF-16 or cp932, the delimiter found by content.

Text files have lost merged cells, so ``spans_known`` is false; blank lines stay as empty rows and every row knows the
line of the file where it began. A cell in quotes may hold delimiters and line ends, as Excel pastes them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from banso.domain.finding import Doubt, Place
from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Cell, Grid
from banso.sheets.sources.source import Source

MAX_TEXT_BYTES = 64 * 1024 * 1024
"""A 100,000-row record file has about 20 MB; anything much larger is not a paper."""
MAX_QUOTED_CHARACTERS = 70_000
"""Excel's cells hold 32,767 characters; a quote that does not close within twice that is a quotation mark."""
MAX_UNREADABLE_SHARE = 0.01
"""More unreadable characters than this and the file is not text at all."""
MAX_COLUMNS = 16_384
"""Excel's number of columns; a longer line is not a table."""

MAX_CELLS = 2_000_000
"""Filled cells of one file; each takes about 200 bytes. A list of 1,000 actions has 20,000."""

_MAX_LINE_DOUBTS = 20
_SAMPLE_LINES = 2_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_text(data: bytes, file: str) -> Source:
    """The grid of a text file's bytes. Raises UnreadablePaper where they are no text or hold none."""
    if len(data) > MAX_TEXT_BYTES:
        raise UnreadablePaper(
            f"「{file}」は{len(data) // 1024 // 1024} MBあり、文書として読める大きさ"
            f"（{MAX_TEXT_BYTES // 1024 // 1024} MB）を超えています。正しいファイルか確かめてください。"
        )
    text, doubts = _decode(data, file)
    if not text.strip():
        raise UnreadablePaper(f"「{file}」には文字が一つもありません。正しいファイルか確かめてください。")
    delimiter = find_delimiter(text)
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    widths: list[int] = []
    count = 0
    for line, fields in _records(text, delimiter):
        if len(fields) > MAX_COLUMNS:
            raise UnreadablePaper(
                f"「{file}」の{line}行目は{len(fields)}列あり、表として読めません。正しいファイルか確かめてください。"
            )
        rows.append(
            tuple(
                Cell(row=len(rows), column=column, text=stripped)
                for column, field in enumerate(fields)
                if (stripped := field.strip())
            )
        )
        count += len(rows[-1])
        if count > MAX_CELLS:
            raise UnreadablePaper(
                f"「{file}」には{MAX_CELLS:,}を超える欄があり（{line:,}行目まで）、文書として読めません。正しいファイルか確かめてください。"
            )
        lines.append(line)
        widths.append(len(fields))
    grid = Grid(rows=tuple(rows), spans_known=False, file=file, lines=tuple(lines), widths=tuple(widths))
    return Source((grid,), doubts)


def grids_of(data: bytes, file: str) -> tuple[Grid, ...]:
    """The grids of a text file's bytes, without the doubts; raises UnreadablePaper as ``read_text`` does."""
    return read_text(data, file).grids


def find_delimiter(text: str) -> str:
    """The character between cells: a tab, comma or semicolon, judged by how many of the first lines hold it.

    Prose with a comma here and there stays one column: a delimiter must stand in a tenth of the lines.
    """
    sample = [line for line in islice(_lines(text), _SAMPLE_LINES) if line.strip()]
    counts = {delimiter: sum(delimiter in line for line in sample) for delimiter in "\t,;"}
    if counts["\t"] and counts["\t"] * 20 >= len(sample):
        return "\t"
    best = max(",;", key=lambda delimiter: counts[delimiter])
    return best if counts[best] and counts[best] * 10 >= len(sample) else "\t"


def _lines(text: str) -> Iterator[str]:
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _decode(data: bytes, file: str) -> tuple[str, tuple[Doubt, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom) :].decode(encoding, "replace"), file)
    sample = data[:4096]
    zeros = sample.count(0)
    if zeros * 5 > len(sample):
        # UTF-16 without its mark: a zero byte stands beside every tab, line end and ASCII digit.
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        return _checked(data.decode(encoding, "replace"), file)
    for encoding in ("utf-8", "cp932"):
        try:
            return _checked(data.decode(encoding), file)
        except UnicodeDecodeError:
            continue
    attempts = (data.decode(encoding, "replace") for encoding in ("utf-8", "cp932"))
    return _checked(min(attempts, key=lambda text: text.count("\ufffd")), file)


def _checked(text: str, file: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text without characters that no paper has; each line that held some is a doubt."""
    bad = len(_CONTROL.findall(text))
    if not bad:
        return text.replace("\f", "\n"), ()
    if bad > max(5, len(text) * MAX_UNREADABLE_SHARE):
        raise UnreadablePaper(
            f"「{file}」は文字のファイルとして読めません（読めない文字が{bad:,}か所）。"
            "Excel、PDF、または文字コードがUTF-8かシフトJISのテキストを指定してください。"
        )
    doubts: list[Doubt] = []
    for number, line in enumerate(_lines(text), start=1):
        if _CONTROL.search(line) and len(doubts) < _MAX_LINE_DOUBTS:
            message = f"{number}行目に読めない文字があり、〓に置き換えました。元のファイルで確かめてください。"
            where = Place(file=file, line=number)
            doubts.append(
                Doubt(
                    code="unreadable-character",
                    severity="warning",
                    where=where,
                    message=message,
                    quote=_CONTROL.sub("〓", line.strip()),
                )
            )
    return _CONTROL.sub("〓", text).replace("\f", "\n"), tuple(doubts)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records of the text, each with the line where it begins (from 1)."""
    quoted = re.compile(rf'[ ]*"((?:[^"]++|"")*+)"[ ]*(?={re.escape(delimiter)}|[\r\n]|\Z)')
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    position, line, length = 0, 1, len(text)
    fields: list[str] = []
    first_line = line
    while True:
        field = (
            quoted.match(text, position, min(length, position + MAX_QUOTED_CHARACTERS))
            if (position < length and text[position] in '" ')
            else None
        )
        if field and (field.end() == length or text[field.end()] in f"{delimiter}\r\n"):
            content = field[1].replace('""', '"')
            line += len(_LINE_END.findall(content))
            fields.append(_LINE_END.sub("\n", content))
            position = field.end()
        else:
            bare = plain.match(text, position)
            assert bare is not None
            fields.append(bare[0])
            position = bare.end()
        if position < length and text[position] == delimiter:
            position += 1
            continue
        yield first_line, fields
        if position >= length:
            return
        position += 2 if text.startswith("\r\n", position) else 1
        if position >= length:
            return
        line += 1
        fields, first_line = [], line
