"""Reads Word documents (.docx): a paragraph is a row with one cell, a table is its rows with their merged cells.

Only the document's own text is unpacked, with a bound. A new grid begins with every section that begins a new page.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from banso.domain.finding import Doubt, Place
from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Cell, Grid
from banso.sheets.sources.source import Source

ADDRESS_STYLE = "BansoAddress"
"""Character style of the hidden text that holds the address of a row of a working copy."""

MAX_PARTS = 5_000
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
"""The text of a plan of three hundred pages unpacks to about 10 MB."""
MAX_CELLS = 200_000
MAX_COLUMNS = 512
_MAIN = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}rt", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
"""Deleted text, readings above kanji, properties, and what is only there for programs that do not know the first form."""
_MARKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_BLANKS = re.compile(r"[\u200b\u2060\ufeff]")


def is_word(path: Path) -> bool:
    """Whether a zip archive holds a Word document."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_MAIN.fullmatch(name) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def read_word(path: Path) -> Source:
    """The grids of a document; a doubt tells that automatic numbers are not part of its text.

    Raises UnreadablePaper with a Japanese sentence that names the file.
    """
    body = _tree(path).find(f"{_W}body")
    reader = _Reader(path.name)
    if body is not None:
        try:
            reader.read(body)
        except RecursionError as error:  # elements within elements, deeper than any person's document
            raise _broken(path) from error
    grids = reader.grids()
    if not grids:
        raise UnreadablePaper(f"「{path.name}」には文字がありません。文字の入ったWord文書を指定してください。")
    doubts = []
    if reader.numbered:
        doubts.append(
            Doubt(
                code="automatic-number-unread",
                severity="hint",
                where=Place(file=path.name),
                message=f"Wordが自動で付けている番号（箇条書きや見出しの番号）{reader.numbered:,}か所は本文の文字ではないため、"
                "読んでいません。番号が必要なら文字として入力してください。",
                quote=reader.first_numbered[:60],
            )
        )
    return Source(grids, tuple(doubts))


def _tree(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            entry = next((each for each in entries if _MAIN.fullmatch(each.filename)), None)
            if entry is None:
                raise _broken(path)
            if len(entries) > MAX_PARTS or entry.file_size > MAX_UNPACKED_BYTES:
                raise UnreadablePaper(
                    f"「{path.name}」は展開すると{entry.file_size // 1024 // 1024:,} MBあり、"
                    "Wordの文書として読める大きさを超えています。正しいファイルか確かめてください。"
                )
            if entry.flag_bits & 1:
                raise UnreadablePaper(
                    f"「{path.name}」はパスワードで守られています。パスワードを外して保存し直したファイルを指定してください。"
                )
            with archive.open(entry) as part:
                # One byte more than declared would show a directory that lies.
                content = part.read(entry.file_size + 1)
            if len(content) != entry.file_size or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise _broken(path)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _broken(path) from error
    content = content.replace(_STRICT.encode(), _W[1:-1].encode())
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise _broken(path) from error


def _broken(path: Path) -> UnreadablePaper:
    return UnreadablePaper(
        f"「{path.name}」は壊れているか途中で切れています。元のWordで開いて保存し直すか、もう一度受け取ってください。"
    )


@dataclass(slots=True)
class _Found:
    """A cell before it is known how many rows it spans and whether the document has addresses."""

    column: int
    columns: int
    text: str
    rows: int = 1


@dataclass(slots=True)
class _Line:
    """A row; a paragraph (``wide``) spans the whole width."""

    cells: list[_Found]
    address: str = ""
    wide: bool = False


@dataclass(slots=True)
class _Reader:
    """What has been read of a document so far: the lines of each of its parts."""

    file: str
    parts: list[list[_Line]] = field(default_factory=lambda: [[]])
    numbered: int = 0
    first_numbered: str = ""
    cells: int = 0

    def read(self, body: Any) -> None:
        """Take in the blocks of the document one after the other."""
        for block in _blocks(body):
            if block.tag == f"{_W}tbl":
                self._table(block)
                continue
            self._paragraph(block)
            section = block.find(f"{_W}pPr/{_W}sectPr")
            if section is not None and section.find(f"{_W}type[@{_W}val='continuous']") is None:
                self.parts.append([])

    def grids(self) -> tuple[Grid, ...]:
        """The grids of what was read; addresses, where there are any, stand in the first column."""
        addressed = any(line.address for lines in self.parts for line in lines)
        grids = (_grid(lines, int(addressed), self.file) for lines in self.parts)
        return tuple(grid for grid in grids if grid.rows)

    def _paragraph(self, paragraph: Any) -> None:
        text, address = _text(paragraph)
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None and text:
            self.numbered += 1
            self.first_numbered = self.first_numbered or text
        self._add(_Line([_Found(0, 1, text)] if text else [], address, wide=True))

    def _table(self, table: Any) -> None:
        above: dict[int, _Found] = {}
        for row in _rows(table):
            line = _Line([])
            column = _number(row, f"{_W}trPr/{_W}gridBefore", 0)
            seen: dict[int, _Found] = {}
            for cell in _cells(row):
                columns = max(1, _number(cell, f"{_W}tcPr/{_W}gridSpan", 1))
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                text, address = self._cell_text(cell)
                line.address = line.address or address
                going = above.get(column)
                if merge is not None and merge.get(f"{_W}val") != "restart" and going is not None:
                    going.rows += 1
                    seen[column] = going
                    going.text = f"{going.text}\n{text}".strip() if text else going.text
                else:
                    found = _Found(column, columns, text)
                    if merge is not None:
                        seen[column] = found
                    line.cells.append(found)
                column += columns
                if column > MAX_COLUMNS:
                    raise self._too_large(f"{column:,}列の表")
            above = seen
            self._add(line)

    def _cell_text(self, cell: Any) -> tuple[str, str]:
        """The text of a cell, each paragraph a line, and the address that stands in it; inner tables row by row."""
        lines: list[str] = []
        found = ""
        for block in _blocks(cell):
            if block.tag == f"{_W}tbl":
                lines += [" ".join(self._cell_text(inner)[0] for inner in _cells(row)) for row in _rows(block)]
                continue
            text, address = _text(block)
            if block.find(f"{_W}pPr/{_W}numPr") is not None and text:
                self.numbered += 1
                self.first_numbered = self.first_numbered or text
            found = found or address
            lines.append(text)
        return "\n".join(lines).strip(), found

    def _add(self, line: _Line) -> None:
        self.cells += len(line.cells) + 1
        if self.cells > MAX_CELLS:
            raise self._too_large(f"{MAX_CELLS:,}個を超えるセル")
        self.parts[-1].append(line)

    def _too_large(self, what: str) -> UnreadablePaper:
        return UnreadablePaper(
            f"「{self.file}」には{what}があり、Wordの様式として読めません。正しいファイルか確かめてください。"
        )


def _grid(lines: list[_Line], first: int, file: str) -> Grid:
    width = max((cell.column + cell.columns for line in lines for cell in line.cells), default=1)
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines):
        cells = [
            Cell(
                row=number,
                column=first + cell.column,
                text=cell.text,
                rows=cell.rows,
                columns=width if line.wide else cell.columns,
            )
            for cell in line.cells
            if cell.text
        ]
        if line.address:
            cells.insert(0, Cell(row=number, column=0, text=line.address))
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    return Grid(rows=tuple(rows), spans_known=True, file=file)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, those inside content controls and marks of changes too."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"):
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_W}tr" and child.find(f"{_W}trPr/{_W}del") is None:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
            yield from _cells(child)


def _number(element: Any, path: str, otherwise: int) -> int:
    found = element.find(path)
    value = found.get(f"{_W}val", "") if found is not None else ""
    return int(value) if value.isascii() and value.isdigit() else otherwise


def _text(paragraph: Any) -> tuple[str, str]:
    """The words of a paragraph and the address hidden in it."""
    words: list[str] = []
    address: list[str] = []
    _collect(paragraph, words, address)
    return _BLANKS.sub("", "".join(words)).strip(), "".join(address).strip()


def _collect(element: Any, words: list[str], address: list[str]) -> None:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}rStyle[@{_W}val='{ADDRESS_STYLE}']") is not None:
            address.extend(text.text or "" for text in child.iter(f"{_W}t"))
        elif child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag in _MARKS:
            words.append(_MARKS[child.tag])
        else:
            _collect(child, words, address)
