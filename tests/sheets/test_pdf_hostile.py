"""PDF that is no paper: refused in one Japanese sentence that names the file, in bounded time and memory."""

from __future__ import annotations

import resource
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Encryption, Name, Pdf, Stream

from banso.sheets.form import UnreadablePaper
from banso.sheets.progress_sheet.pdf import write_pdf
from banso.sheets.sources.open import read_source
from banso.sheets.sources.pdf import attached_document, read_pdf
from tests.sheets.printed_papers import DOCUMENT, sheet


def scanned(path: Path, pages: int = 2) -> None:
    pdf = Pdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = Stream(pdf, bytes(100))
        for key, value in {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 10,
            "/Height": 10,
            "/BitsPerComponent": 8,
            "/ColorSpace": Name.DeviceGray,
        }.items():
            picture[key] = value
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(picture)))
        page.obj.Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    pdf.save(path)


def encrypted(path: Path) -> None:
    write_pdf([sheet()], path, bare=True)
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=Encryption(owner="主", user="秘密", R=6))


def truncated(path: Path) -> None:
    write_pdf([sheet()], path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def large_junk(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)


def beyond_the_limit(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(201 * 1024 * 1024)
        file.seek(0, 2)
        file.write(b"startxref\n0\n%%EOF")


def bomb(path: Path) -> None:
    pdf = Pdf.new()
    page = pdf.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    content = Stream(pdf, packed)
    content.Filter = Name.FlateDecode
    page.obj.Contents = content
    pdf.save(path, compress_streams=False)


def empty_pages(path: Path) -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.save(path)


def garbled(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 200 + b"\nstartxref\n12345\n%%EOF")


HOSTILE: list[tuple[Callable[[Path], None], str]] = [
    (scanned, "スキャン"),
    (encrypted, "パスワード"),
    (truncated, "もう一度受け取ってください"),
    (large_junk, "もう一度受け取ってください"),
    (beyond_the_limit, "200 MB"),
    (bomb, "大きすぎる"),
    (empty_pages, "文字がありません"),
    (garbled, "壊れて"),
]


@pytest.mark.parametrize(("make", "words"), HOSTILE, ids=[make.__name__ for make, _ in HOSTILE])
def test_what_is_no_paper_is_refused_in_one_sentence(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    path = tmp_path / "帳票.pdf"
    make(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with pytest.raises(UnreadablePaper, match=words) as refused:
        read_source(path)
    assert "「帳票.pdf」" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert time.monotonic() - start < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
    assert attached_document(path) is None


def test_a_paper_protected_against_changes_only_is_read(tmp_path: Path) -> None:
    path = tmp_path / "帳票.pdf"
    write_pdf([sheet()], path)
    rows = read_pdf(path).grids[0].rows
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=Encryption(owner="主", user="", R=6))
    assert read_pdf(path).grids[0].rows == rows
    assert attached_document(path) == DOCUMENT


def test_a_paper_with_a_broken_index_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "帳票.pdf"
    write_pdf([sheet()], path, bare=True)
    rows = read_pdf(path).grids[0].rows
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"startxref")] + b"startxref\n7\n%%EOF")
    assert read_pdf(path).grids[0].rows == rows


def test_a_picture_page_between_pages_with_text_is_told(tmp_path: Path) -> None:
    path, picture = tmp_path / "帳票.pdf", tmp_path / "絵.pdf"
    write_pdf([sheet()], path, bare=True)
    scanned(picture, pages=1)
    with Pdf.open(path, allow_overwriting_input=True) as pdf, Pdf.open(picture) as scan:
        pdf.pages.extend(scan.pages)
        pdf.save(path)
    source = read_pdf(path)
    assert [(doubt.code, doubt.where.page) for doubt in source.doubts] == [("page-without-text", 2)]
    assert "2ページ" in source.doubts[0].message


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"not json", b'{"format": "banso-plan/1", "nodes": 5}', b"[" * 100_000, b"\xff\xfe"]
)
def test_an_attachment_that_is_no_plan_document_leaves_the_paper_to_be_read(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "帳票.pdf"
    write_pdf([sheet()], path, bare=True)
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["banso-plan.json"] = pikepdf.AttachedFileSpec(pdf, content, filename="banso-plan.json")
        pdf.save(path)
    assert attached_document(path) is None
    assert read_pdf(path).grids
