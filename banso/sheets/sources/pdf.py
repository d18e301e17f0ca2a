"""Reads PDF by geometry: ruled tables with their merged cells, lines of text, one grid for each page.

A working copy carries its plan document as an attachment and comes back from that; all other papers are read by what
stands on them. A scan without text, an encrypted or damaged file and whatever is too large for a paper is refused.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf

from banso.domain.document import PlanDocument
from banso.domain.finding import Doubt, Place
from banso.domain.plan_json import InvalidDocument, load_document
from banso.domain.text import nfkc
from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Cell, Grid
from banso.sheets.printing import ATTACHMENT, PRINTED_BY_BANSO
from banso.sheets.sources.pdf_page import Page, PageTable, PageText, page_of
from banso.sheets.sources.pdf_pages import mend_breaks
from banso.sheets.sources.pdf_tags import tags_of
from banso.sheets.sources.source import Source

MAX_BYTES = 200 * 1024 * 1024
MAX_PAGES = 1_500
MAX_PAGE_BYTES = 30 * 1024 * 1024
"""Content of one page when unpacked; a printed page has a thousandth of it."""
MAX_UNPACKED = 400 * 1024 * 1024
_TAIL = 64 * 1024
_HARMLESS = 4_000
"""Packed bytes that cannot unpack to more than a few megabytes."""
_PAGE_NUMBER = re.compile(
    r"[-‐–—\s]*(?:p\.?\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*(?:頁|ページ))?[-‐–—\s]*", re.IGNORECASE
)


def attached_document(path: Path) -> PlanDocument | None:
    """The plan document that a working copy carries; None where the file carries none that can be read."""
    try:
        with pikepdf.open(path) as pdf:
            if ATTACHMENT not in pdf.attachments:
                return None
            stream = pdf.attachments[ATTACHMENT].obj.EF.F
            packed = stream.read_raw_bytes()
            content = _inflated(packed, MAX_BYTES) if "/Filter" in stream else packed
            return None if content is None else load_document(json.loads(content))
    except (
        pikepdf.PasswordError,
        pikepdf.PdfError,
        OSError,
        AttributeError,
        KeyError,
        ValueError,
        RecursionError,
        InvalidDocument,
    ):
        return None


def grids_of(path: Path) -> tuple[Grid, ...]:
    """The grids of ``read_pdf`` without its doubts."""
    return read_pdf(path).grids


def read_pdf(path: Path) -> Source:
    """One grid for each page with text; the doubts name line ends that were guessed and pages without text.

    Raises UnreadablePaper with a Japanese sentence that names the file, and the page where it is one page's fault.
    """
    content, own = _checked(path)
    pages: list[Page] = []
    try:
        with pdfplumber.open(content) as pdf:
            tags = tags_of(pdf) if own else None
            for number, page in enumerate(pdf.pages, start=1):
                pages.append(page_of(page, number, own=own, tags=tags))
                page.close()
    except UnreadablePaper:
        raise
    except Exception as error:  # pdfminer answers damaged content with exceptions of every kind
        place = f"{len(pages) + 1}ページ" if pages else "中身"
        raise UnreadablePaper(
            f"「{path.name}」の{place}が壊れていて読めません。元の資料からPDFを作り直すか、Excelで受け取ってください。"
        ) from error
    _refuse_without_text(path, pages)
    mend_breaks(pages)
    doubts = [doubt for page in pages for doubt in _doubts(page, path.name)]
    return Source(tuple(_grid(page, path.name) for page in pages if page.items), tuple(doubts))


def _checked(path: Path) -> tuple[Any, bool]:
    """What pdfplumber shall open (the file, or a mended copy in memory), and whether Banso printed it."""
    name = path.name
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadablePaper(
            f"「{name}」は{size // 1024 // 1024:,} MBあり、帳票として読める大きさ（{MAX_BYTES // 1024 // 1024} MB）を"
            "超えています。必要なページだけのPDFにしてください。"
        )
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        if b"startxref" not in file.read():
            raise UnreadablePaper(
                f"「{name}」はPDFとして終わりまで届いていないか、PDFではありません。もう一度受け取ってください。"
            )
    try:
        with pikepdf.open(path) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise UnreadablePaper(
                    f"「{name}」は{len(pdf.pages):,}ページあり、読める数（{MAX_PAGES:,}ページ）を超えています。"
                    "必要なページだけのPDFにしてください。"
                )
            _refuse_bombs(pdf, name)
            own = PRINTED_BY_BANSO in str(pdf.docinfo.get("/Keywords", ""))
            if pdf.is_encrypted or pdf.get_warnings():
                mended = BytesIO()
                pdf.save(mended)
                mended.seek(0)
                return mended, own
            return path, own
    except pikepdf.PasswordError as error:
        raise UnreadablePaper(
            f"「{name}」はパスワードで守られています。パスワードを外して保存し直したPDFを指定してください。"
        ) from error
    except (pikepdf.PdfError, RecursionError, ValueError) as error:
        raise UnreadablePaper(
            f"「{name}」はPDFとして壊れています。もう一度受け取るか、元の資料から作り直してください。"
        ) from error


def _refuse_bombs(pdf: pikepdf.Pdf, name: str) -> None:
    """Streams that unpack to far more than any page holds are refused before anything unpacks them whole."""
    total = 0
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream) or item.get("/Subtype") == "/Image":
            continue
        packed = item.read_raw_bytes()
        if len(packed) < _HARMLESS or "/Filter" not in item:
            continue
        unpacked = _inflated_size(packed, MAX_PAGE_BYTES)
        total += unpacked
        if unpacked > MAX_PAGE_BYTES or total > MAX_UNPACKED:
            raise UnreadablePaper(
                f"「{name}」には広げると大きすぎる部分があり、安全のため読みませんでした。元の資料からPDFを作り直してください。"
            )


def _inflated_size(packed: bytes, limit: int) -> int:
    """Size of deflated bytes when unpacked, counted up to a little over the limit; 0 for other packings."""
    unpacker = zlib.decompressobj()
    size = 0
    rest = packed
    try:
        while rest and size <= limit:
            size += len(unpacker.decompress(rest, 1024 * 1024))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size


def _inflated(packed: bytes, limit: int) -> bytes | None:
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(packed, limit)
        return None if unpacker.unconsumed_tail else content
    except zlib.error:
        return None


def _refuse_without_text(path: Path, pages: list[Page]) -> None:
    if any(page.letters for page in pages):
        return
    if any(page.unreadable for page in pages):
        raise UnreadablePaper(
            f"「{path.name}」の文字は、PDFに文字の対応表がないため読み取れません。元の資料からPDFを作り直すか、Excelで受け取ってください。"
        )
    if any(page.has_picture for page in pages):
        raise UnreadablePaper(
            f"「{path.name}」は{len(pages)}ページすべてが画像（スキャン）で、文字がありません。"
            "文字の入ったPDFかExcelを受け取るか、文字認識（OCR）をしてから指定してください。"
        )
    raise UnreadablePaper(f"「{path.name}」には文字がありません。文字の入ったPDFを指定してください。")


def _doubts(page: Page, name: str) -> Iterator[Doubt]:
    where = Place(file=name, page=page.number)
    if not page.letters and page.has_picture:
        yield Doubt(
            code="page-without-text",
            severity="warning",
            where=where,
            message=f"{page.number}ページは画像だけで文字がないため、読みませんでした。必要なページなら文字の入ったものを受け取ってください。",
        )
    if page.unreadable:
        yield Doubt(
            code="letters-unreadable",
            severity="error",
            where=where,
            message=f"{page.number}ページに、文字の対応表がなく読み取れない文字が{page.unreadable}字あります。元の紙と見比べてください。",
        )
    guessed = [(text, count) for text, count in _guesses(page) if count]
    if guessed:
        yield Doubt(
            code="line-end-guessed",
            severity="hint",
            where=where,
            message=(
                f"{page.number}ページの{sum(count for _, count in guessed)}か所で、改行が文の切れ目か折り返しか"
                "見分けがつかず、折り返しとして読みました。文のつながりを確かめてください。"
            ),
            quote=guessed[0][0],
        )


def _guesses(page: Page) -> Iterator[tuple[str, int]]:
    for item in page.items:
        if isinstance(item, PageText):
            yield " ".join(item.parts), item.guessed
        else:
            for cell in item.cells:
                yield cell.text, cell.guessed


def _grid(page: Page, name: str) -> Grid:
    """The page's items below each other: a table keeps its rows, a text is a row, a blank row stands between them.

    A text outside the tables spans the columns of the widest table, as a merged cell of a worksheet would.
    """
    rows: list[tuple[Cell, ...]] = []
    width = max((len(table.ruled.edges) - 1 for table in page.tables), default=1)
    for item in page.items:
        if isinstance(item, PageText):
            if _is_page_number(item):
                continue
            _gap(rows)
            span = max(1, width) if len(item.parts) == 1 else 1
            rows.append(
                tuple(
                    Cell(row=len(rows), column=index, text=part, columns=span) for index, part in enumerate(item.parts)
                )
            )
            continue
        _gap(rows)
        rows += _table_rows(item, len(rows))
    return Grid(rows=tuple(rows), spans_known=True, file=name, page=page.number)


def _gap(rows: list[tuple[Cell, ...]]) -> None:
    if rows:
        rows.append(())


def _table_rows(table: PageTable, first: int) -> list[tuple[Cell, ...]]:
    rows: list[list[Cell]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        box = cell.box
        rows[box.row].append(
            Cell(row=first + box.row, column=box.column, text=cell.text, rows=box.rows, columns=box.columns)
        )
    return [tuple(row) for row in rows]


def _is_page_number(item: PageText) -> bool:
    return len(item.parts) == 1 and _PAGE_NUMBER.fullmatch(nfkc(item.parts[0])) is not None
