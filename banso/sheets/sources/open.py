"""Opening a paper: what a file is, is judged by its content, never by the end of its name."""

from __future__ import annotations

from pathlib import Path

from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.sources.excel import read_excel
from banso.sheets.sources.source import Source
from banso.sheets.sources.text import MAX_TEXT_BYTES, read_text
from banso.sheets.sources.word import is_word, read_word

_HEAD_BYTES = 4096
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_DIRECTORY_BYTES = 8 * 1024 * 1024
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def read_source(path: Path) -> Source:
    """The grids and doubts of a paper: txt, tsv, csv, xlsx, docx or pdf, recognised by its first bytes.

    Raises UnreadablePaper with one Japanese sentence that names the file where it cannot be read at all.
    """
    head = _head(path)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return read_word(path) if is_word(path) else read_excel(path)
    if b"%PDF-" in head[:1024]:
        # pdfplumber takes longer to import than a text file to read.
        from banso.sheets.sources.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(path)
    _refuse_other_kinds(path, head)
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise UnreadablePaper(
            f"「{path.name}」は{path.stat().st_size // 1024 // 1024:,} MBあり、文書として読める大きさ"
            f"（{MAX_TEXT_BYTES // 1024 // 1024} MB）を超えています。正しいファイルか確かめてください。"
        )
    return read_text(path.read_bytes(), path.name)


def read_grids(path: Path) -> tuple[Grid, ...]:
    """The grids of a paper without the file's own doubts; raises UnreadablePaper as ``read_source`` does."""
    return read_source(path).grids


def _head(path: Path) -> bytes:
    if not path.exists():
        raise UnreadablePaper(f"「{path}」が見つかりません。場所と名前を確かめてください。")
    if path.is_dir():
        raise UnreadablePaper(f"「{path}」はフォルダーです。中のファイルを指定してください。")
    if not path.is_file():
        raise UnreadablePaper(f"「{path}」は普通のファイルではないので読めません。")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadablePaper(
            f"「{path}」を開けません（{error.strerror}）。読む権限があるか確かめてください。"
        ) from error
    if not head:
        raise UnreadablePaper(f"「{path.name}」は空のファイルです。もう一度受け取ってください。")
    return head


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    name = path.name
    if head.startswith(_OLE):
        with path.open("rb") as file:
            directory = file.read(_OLE_DIRECTORY_BYTES)
            file.seek(max(0, path.stat().st_size - _OLE_DIRECTORY_BYTES))
            directory += file.read(_OLE_DIRECTORY_BYTES)
        if _ENCRYPTED in directory:
            raise UnreadablePaper(
                f"「{name}」はパスワードで守られています。パスワードを外して保存し直したファイルを指定してください。"
            )
        raise UnreadablePaper(
            f"「{name}」は古い形式のOfficeファイル（.xlsなど）です。Excelブック（.xlsx）として保存し直してください。"
        )
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) or b"<html" in start:
        raise UnreadablePaper(
            f"「{name}」は名前にかかわらず中身がウェブページ（HTML/XML）です。元のExcelかPDFを受け取り直してください。"
        )
    if head.startswith(_PICTURES):
        raise UnreadablePaper(f"「{name}」は画像です。文字の入ったExcel、PDF、テキストを指定してください。")
    if start.startswith(b"{\\rtf"):
        raise UnreadablePaper(
            f"「{name}」はリッチテキスト（RTF）です。Excel、PDF、テキストとして保存し直してください。"
        )
