"""The parts of an xlsx package, unpacked with a bound: what reads the workbook only ever sees what was counted here.

A zip's directory may lie about sizes, so the declared sizes are checked first, every part is then unpacked with that
bound, and the reader is handed a new archive of the unpacked parts instead of the file.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from banso.sheets.form import UnreadablePaper

MAX_PARTS = 5_000
"""A workbook of a thousand sheets has about two thousand parts."""
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
"""All XML parts together; a 100,000-row record file unpacks to about 60 MB."""
MAX_SMALL_PART_BYTES = 16 * 1024 * 1024
"""Workbook, relations and styles: a few hundred kilobytes even in large workbooks."""

_WANTED = re.compile(r"(?:\[Content_Types\]\.xml|.*\.rels|xl/[^/]+\.xml|xl/worksheets/[^/]+\.xml)", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Package:
    """The XML parts of a workbook by name, and the sheets in their order."""

    def __init__(self, path: Path) -> None:
        """Unpack the parts of the workbook at ``path``; raises UnreadablePaper where it is none, broken or too large."""
        self.file = path.name
        self.parts = self._unpack(path)
        self.sheets = self._sheets()

    def archive(self) -> io.BytesIO:
        """The unpacked parts as a new archive whose sizes are known to be true."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        buffer.seek(0)
        return buffer

    def _unpack(self, path: Path) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
                if len(entries) > MAX_PARTS:
                    raise self._too_large(f"部品が{len(entries):,}個")
                names = {entry.filename.replace("\\", "/").lstrip("/") for entry in entries}
                self._require_workbook(names)
                wanted = [
                    entry for entry in entries if _WANTED.fullmatch(entry.filename.replace("\\", "/").lstrip("/"))
                ]
                declared = sum(entry.file_size for entry in wanted)
                if declared > MAX_UNPACKED_BYTES:
                    raise self._too_large(f"展開すると{declared // 1024 // 1024:,} MB")
                if any(entry.flag_bits & 1 for entry in wanted):
                    raise UnreadablePaper(
                        f"「{self.file}」はパスワードで守られています。パスワードを外して保存し直したファイルを指定してください。"
                    )
                parts: dict[str, bytes] = {}
                for entry in wanted:
                    with archive.open(entry) as part:
                        # One byte more than declared would show a directory that lies.
                        content = part.read(entry.file_size + 1)
                    if len(content) != entry.file_size:
                        raise self._broken(entry.filename)
                    parts[entry.filename.replace("\\", "/").lstrip("/")] = content
                return parts
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
            RuntimeError,
        ) as error:
            raise self._broken(None) from error

    def _require_workbook(self, names: set[str]) -> None:
        if "xl/workbook.xml" in names:
            return
        if "xl/workbook.bin" in names:
            kind = "バイナリ形式のExcel（.xlsb）"
        elif any(name.startswith("word/") for name in names):
            kind = "Wordの文書"
        elif any(name.startswith("ppt/") for name in names):
            kind = "PowerPointの文書"
        elif "content.xml" in names:
            kind = "OpenDocumentの文書"
        else:
            kind = "Excelではない圧縮ファイル"
        raise UnreadablePaper(
            f"「{self.file}」は{kind}です。Excelブック（.xlsx）として保存し直したファイルを指定してください。"
        )

    def _sheets(self) -> tuple[tuple[str, str], ...]:
        """Name and part of each worksheet, in the workbook's order."""
        workbook = self._tree("xl/workbook.xml")
        targets = {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in self._tree("xl/_rels/workbook.xml.rels").iter()
            if relation.tag.endswith("}Relationship")
        }
        found: list[tuple[str, str]] = []
        for sheet in workbook.iter():
            if sheet.tag.endswith("}sheet"):
                identity = sheet.get(_RELATION) or next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
                target = targets.get(identity, "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found.append((sheet.get("name", ""), part))
        return tuple(found)

    def _tree(self, name: str) -> ElementTree.Element:
        content = self.parts.get(name, b"")
        if len(content) > MAX_SMALL_PART_BYTES:
            raise self._too_large(f"部品「{name}」が{len(content) // 1024 // 1024} MB")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise self._broken(name)
        try:
            return ElementTree.fromstring(content)
        except ElementTree.ParseError as error:
            raise self._broken(name) from error

    def _too_large(self, what: str) -> UnreadablePaper:
        return UnreadablePaper(
            f"「{self.file}」は{what}あり、Excelの様式として読める大きさを超えています。正しいファイルか確かめてください。"
        )

    def _broken(self, part: str | None) -> UnreadablePaper:
        place = f"（部品「{part}」）" if part else ""
        return UnreadablePaper(
            f"「{self.file}」は壊れているか途中で切れています{place}。元のExcelで開いて保存し直すか、もう一度受け取ってください。"
        )
