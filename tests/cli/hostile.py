"""Files that no reader can read, each made on the spot; the worst that arrives by mail."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import xlsxwriter

MEGABYTE = 1024 * 1024


def _workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for row in range(200):
        sheet.write(row, 0, f"行{row}")
    book.close()
    return buffer.getvalue()


def truncated_xlsx(path: Path) -> None:
    data = _workbook()
    path.write_bytes(data[: len(data) // 2])


def protected_xlsx(path: Path) -> None:
    """The outer shell that Excel puts around a workbook with a password."""
    sector = bytearray(512)
    sector[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    sector[24:34] = bytes.fromhex("3e000300feff09000600")
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes(sector) + name.ljust(512, b"\0") + bytes(4096))


def zip_bomb(path: Path) -> None:
    """A worksheet of 1 GB of blanks in a file of a few MB."""
    with (
        zipfile.ZipFile(io.BytesIO(_workbook())) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for item in source.infolist():
            if item.filename != "xl/worksheets/sheet1.xml":
                target.writestr(item, source.read(item))
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            blanks = b" " * (16 * MEGABYTE)
            for _ in range(64):
                sheet.write(blanks)


def junk(path: Path) -> None:
    """200 MB of random bytes."""
    block = os.urandom(MEGABYTE)
    with path.open("wb") as file:
        for _ in range(200):
            file.write(block)


def html_named_xlsx(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body><table><tr><td>取組</td></tr></table></body></html>", encoding="utf-8")


def unknown_form(path: Path) -> None:
    path.write_text("品名\t数量\t単価\nりんご\t3\t120\n", encoding="utf-8")


def scanned_pdf(path: Path) -> None:
    """Two pages that hold a picture and no text."""
    pdf = pikepdf.new()
    for _ in range(2):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(
                Scan=pdf.make_stream(
                    bytes(100),
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=10,
                    Height=10,
                    ColorSpace=pikepdf.Name.DeviceGray,
                    BitsPerComponent=8,
                )
            )
        )
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
    pdf.save(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def broken_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n")


def cut_json(path: Path) -> None:
    path.write_text('{"format": "banso-plan/1", "title": "途中で', encoding="utf-8")


def other_json(path: Path) -> None:
    path.write_text('{"name": "package", "version": "1.0"}', encoding="utf-8")


def wrong_field(path: Path) -> None:
    path.write_text('{"format": "banso-plan/1", "titel": "つづりの誤り"}', encoding="utf-8")


def two_facts_in_one(path: Path) -> None:
    path.write_text(
        '{"format": "banso-plan/1", "targets": [{"indicator": "1", "year": 2023, "amount": "5", "state": "none"}]}',
        encoding="utf-8",
    )


def deep_json(path: Path) -> None:
    path.write_text('{"format": ' + "[" * 100_000 + "]" * 100_000 + "}", encoding="utf-8")


HOSTILE: dict[str, Callable[[Path], None]] = {
    "truncated.xlsx": truncated_xlsx,
    "protected.xlsx": protected_xlsx,
    "bomb.xlsx": zip_bomb,
    "junk.xlsx": junk,
    "junk.txt": junk,
    "page.xlsx": html_named_xlsx,
    "unknown.tsv": unknown_form,
    "scan.pdf": scanned_pdf,
    "broken.pdf": broken_pdf,
    "empty.txt": empty,
    "empty.xlsx": empty,
    "cut.json": cut_json,
    "other.json": other_json,
    "wrong-field.json": wrong_field,
    "two-facts.json": two_facts_in_one,
    "deep.json": deep_json,
}
