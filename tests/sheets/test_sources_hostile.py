"""Files that are broken, lie or want to fill the memory: one clear sentence, little memory, little time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from banso.sheets.form import UnreadablePaper
from banso.sheets.sources.open import read_source

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def good_book(path: Path) -> Path:
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    for row in range(200):
        sheet.write_row(row, 0, [f"文字{row}", row, row / 7])
    workbook.close()
    return path


def hand_made_book(path: Path, sheet: str, shared: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
        )
        if shared:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
    return path


def truncated(path: Path) -> None:
    data = good_book(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def flipped(path: Path) -> None:
    data = bytearray(good_book(path).read_bytes())
    for place in range(200, len(data) - 400, 97):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b" " * 1024 * 1024)


def lying_bomb(path: Path) -> None:
    """The directory says a few bytes, the stream holds 300 MB."""
    bomb(path)
    data = bytearray(path.read_bytes())
    size = (400 * 1024 * 1024).to_bytes(4, "little")
    while (place := bytes(data).find(size)) >= 0:
        data[place : place + 4] = (64).to_bytes(4, "little")
    path.write_bytes(bytes(data))


def far_apart(path: Path) -> None:
    hand_made_book(path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def one_text_a_million_times(path: Path) -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    hand_made_book(path, cells, f"<si><t>{'字' * 30_000}</t></si>")


def encrypted(path: Path) -> None:
    path.write_bytes(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2048))


def billion_laughs(path: Path) -> None:
    hand_made_book(path, "<row/>")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")


def blank_book(path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet()
    workbook.close()


def junk(path: Path) -> None:
    block = os.urandom(1024 * 1024)
    with path.open("wb") as file:
        for _ in range(200):
            file.write(block)


def sparse_text(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"a\tb\n")
        file.truncate(200 * 1024 * 1024)


def tabs(path: Path) -> None:
    path.write_bytes(b"a\t" * 10_000_000)


def many_lines(path: Path) -> None:
    path.write_bytes(b"a\tb\tc\td\n" * 600_000)


CASES = [
    (tabs, "列あり"),
    (many_lines, "を超える欄"),
    (truncated, "壊れているか途中で切れ"),
    (flipped, "壊れているか|決まりに合わず"),
    (bomb, "超えています"),
    (lying_bomb, "壊れているか"),
    (far_apart, r"シート「表」は1,048,576行×16,384列"),
    (one_text_a_million_times, "シート「表」の文字数"),
    (encrypted, "パスワード"),
    (billion_laughs, "workbook.xml"),
    (word, "Word"),
    (blank_book, "文字や数の入ったセルがありません"),
    (junk, "200 MB"),
    (sparse_text, "200 MB"),
    (lambda path: path.write_bytes(OLE + bytes(4096)), "古い形式"),
    (lambda path: path.write_bytes(b"\xef\xbb\xbf<!DOCTYPE html><html><body><table>"), "ウェブページ"),
    (lambda path: path.write_bytes(b"\n <html lang='ja'>"), "ウェブページ"),
    (lambda path: path.write_bytes(b""), "空のファイル"),
    (lambda path: path.write_bytes(os.urandom(5000)), "文字のファイルとして読めません"),
    (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "画像"),
    (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)), "壊れているか"),
    (lambda path: path.mkdir(), "フォルダー"),
    (lambda path: None, "見つかりません"),
]


@pytest.mark.parametrize(("make", "sentence"), CASES, ids=lambda value: getattr(value, "__name__", None))
def test_a_hostile_file_is_one_clear_sentence(make: object, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "様式.xlsx"
    assert callable(make)
    make(path)
    with pytest.raises(UnreadablePaper, match=sentence) as refused:
        read_source(path)
    assert "様式.xlsx" in str(refused.value)
    assert str(refused.value).endswith("。")
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the most memory a process had")
@pytest.mark.parametrize("make", [bomb, lying_bomb, far_apart, one_text_a_million_times, junk, tabs])
def test_no_hostile_file_fills_the_memory(make: object, tmp_path: Path) -> None:
    path = tmp_path / "様式.xlsx"
    assert callable(make)
    make(path)
    code = (
        "import sys; from pathlib import Path\n"
        "from banso.sheets.sources.open import read_source\n"
        "from banso.sheets.form import UnreadablePaper\n"
        "try: read_source(Path(sys.argv[1]))\n"
        # Not ru_maxrss: a child inherits there what the test runner itself has held.
        "except UnreadablePaper: print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert int(answer.stdout) < 400_000  # kilobytes
