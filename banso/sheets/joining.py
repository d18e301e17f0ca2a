"""Joins tagged PDFs made by typst into one, keeping tags, bookmarks and the PDF/A and PDF/UA marks.

Copying pages with a library loses the structure tree that a screen reader follows, and carrying it over object by
object takes longer than setting the pages. Here the objects of each part are numbered on behind those of the part
before and packed into object streams as they come; the trees that hold a file together (pages, tags, names of table
cells, bookmarks) are tied together at the end. It reads what typst writes, nothing else, and refuses anything else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import BinaryIO

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b|\(U(?=\d+x\d+y\d+\))")
_LETTERS = bytes(code for code in range(0x30, 0x7B) if chr(code).isalnum())
MOST_PARTS = len(_LETTERS)
"""How many parts can be joined: each needs a letter of its own for the names of its table cells."""

_PER_STREAM = 200
_PAGES, _TAGS, _BOOKMARKS = 1, 2, 3
"""Numbers of the three trees of the joined file; the objects of the parts follow."""


class Joiner:
    """Writes one PDF from parts, each given to ``add`` as soon as it is compiled; ``close`` ends the file.

    Raises ValueError for more than MOST_PARTS parts, or for a part that is not laid out as typst does.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._places: dict[int, tuple[int, int, int]] = {}  # object → kind, offset or stream, index in the stream
        self._waiting: list[tuple[int, bytes]] = []
        self._last = 3
        self._parts = 0
        self._pages: list[bytes] = []
        self._elements: list[bytes] = []
        self._parents: list[bytes] = []
        self._names: list[int] = []
        self._first_bookmark = 0
        self._last_bookmark: tuple[int, bytes] | None = None
        self._bookmarks = 0
        self._catalog = self._tags = self._trailer = b""
        out.write(b"%PDF-1.7\n%\x80\x80\x80\x80\n")

    def add(self, part: bytes) -> None:
        """Take over the pages of a part."""
        if self._parts == MOST_PARTS:
            raise ValueError(f"at most {MOST_PARTS} parts can be joined")
        trailer = part[part.rindex(b"trailer") :]
        starts = _offsets(part)
        catalog_number = _number(rb"/Root (\d+) 0 R", trailer)
        catalog = part[starts[catalog_number - 1] :]
        info = _number(rb"/Info (\d+) 0 R", trailer)
        metadata = _number(rb"/Metadata (\d+) 0 R", catalog)
        trees = {
            _number(rb"/Pages (\d+) 0 R", catalog): _PAGES,
            _number(rb"/StructTreeRoot (\d+) 0 R", catalog): _TAGS,
            _number(rb"/Outlines (\d+) 0 R", catalog): _BOOKMARKS,
        }
        base = self._last
        renumbered = _renumbering(base, trees, _LETTERS[self._parts : self._parts + 1])
        if not self._parts:
            self._trailer = b"/Info %d 0 R" % (base + info) + _found(rb"(/ID\s*\[.*?\])", trailer)
        bookmarks = b""
        for number, start in enumerate(starts, start=1):
            end = starts[number] if number < len(starts) else part.index(b"xref", start)
            if self._parts and number in (catalog_number, info, metadata):
                continue
            head, stream, rest = part[start:end].partition(b"\nstream")
            body = _REFERENCE.sub(renumbered, head[head.index(b"obj") + 3 :])
            if stream:
                if number == metadata:  # the count of pages is not true any more
                    rest = re.sub(rb"<xmpTPg:NPages>.*?>", lambda match: b" " * len(match[0]), rest)
                self._write(base + number, body + stream + rest)
                continue
            body = body[: body.rindex(b"endobj")].strip()
            tree = trees.get(number)
            if number == catalog_number:
                self._catalog = body
            elif tree == _PAGES:
                self._pages += re.findall(rb"\d+ 0 R", _found(rb"/Kids\s*\[(.*?)\]", body))
            elif tree == _TAGS:
                tags = body
            elif tree == _BOOKMARKS:
                bookmarks = body
            else:
                if body.startswith(b"<</Type/Page/"):
                    body = re.sub(rb"/StructParents (\d+)", self._shifted_parents, body)
                self._waiting.append((base + number, body))
        self._last = base + len(starts)
        self._take_tags(tags)
        if bookmarks:
            self._chain_bookmarks(bookmarks)
        self._pack()
        self._parts += 1

    def close(self, attachment: tuple[str, bytes, str] | None = None) -> None:
        """End the file, with one attachment (name, JSON text, description) for all parts if given."""
        if self._last_bookmark is not None:
            self._waiting.append(self._last_bookmark)
        kids = b"".join(self._pages_as(b"%s "))
        self._waiting.append((_PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), kids)))
        names = b" ".join(b"%d 0 R" % number for number in self._names)
        self._waiting.append(
            (
                _TAGS,
                b"<</Type/StructTreeRoot%s/K[%s]/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d%s>>"
                % (
                    self._tags,
                    b" ".join(self._elements),
                    b" ".join(self._parents),
                    len(self._parents),
                    b"/IDTree<</Kids[%s]>>" % names if names else b"",
                ),
            )
        )
        if self._last_bookmark is not None:
            first, last = self._first_bookmark, self._last_bookmark[0]
            self._waiting.append(
                (_BOOKMARKS, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, last, self._bookmarks))
            )
        catalog = self._catalog
        if attachment is not None:
            spec = self._attach(*attachment)
            entries = b"/AF[%d 0 R]/Names<</EmbeddedFiles<</Names[(%s) %d 0 R]>>>>" % (
                spec,
                attachment[0].encode("ascii"),
                spec,
            )
            catalog = catalog.replace(b"<</Type/Catalog", b"<</Type/Catalog" + entries, 1)
        self._last += 1
        root = self._last
        self._waiting.append((root, catalog))
        self._pack()
        self._write_references(root)

    def _pages_as(self, pattern: bytes) -> list[bytes]:
        return [pattern % page for page in self._pages]

    def _shifted_parents(self, match: re.Match[bytes]) -> bytes:
        return b"/StructParents %d" % (int(match[1]) + len(self._parents))

    def _take_tags(self, tags: bytes) -> None:
        if not self._parts:
            self._tags = _found(rb"(/RoleMap<<.*?>>)", tags)
        self._elements.append(_found(rb"/K\s*\[(.*?)\]", tags))
        parents = re.findall(rb"\d+ (\d+ 0 R)", _found(rb"/Nums\s*\[(.*?)\]", tags))
        first = len(self._parents)
        self._parents += [b"%d %s" % (first + key, parent) for key, parent in enumerate(parents)]
        if b"/IDTree" in tags:
            names = _found(rb"/IDTree<</Names\s*\[(.*?)\]", tags)
            limits = re.findall(rb"\([^)]*\)", names)
            self._last += 1
            self._names.append(self._last)
            self._waiting.append((self._last, b"<</Limits[%s %s]/Names[%s]>>" % (limits[0], limits[-1], names)))

    def _chain_bookmarks(self, bookmarks: bytes) -> None:
        """Hang the bookmarks of the part behind those before; the last one waits for its successor."""
        first = _number(rb"/First (\d+) 0 R", bookmarks)
        last = _number(rb"/Last (\d+) 0 R", bookmarks)
        self._bookmarks += _number(rb"/Count (\d+)", bookmarks)
        objects = dict(self._waiting)
        if self._last_bookmark is None:
            self._first_bookmark = first
        else:
            number, body = self._last_bookmark
            objects[number] = body[:-2] + b"/Next %d 0 R>>" % first
            objects[first] = objects[first][:-2] + b"/Prev %d 0 R>>" % number
        self._last_bookmark = (last, objects.pop(last))
        self._waiting = list(objects.items())

    def _attach(self, name: str, content: bytes, description: str) -> int:
        packed = zlib.compress(content)
        self._last += 2
        self._write(
            self._last - 1,
            b"\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %d>>/Filter/FlateDecode/Length %d>>"
            b"\nstream\n%s\nendstream\nendobj\n" % (len(content), len(packed), packed),
        )
        said = b"<FEFF" + description.encode("utf-16-be").hex().encode() + b">"
        self._waiting.append(
            (
                self._last,
                b"<</Type/Filespec/F(%s)/UF(%s)/AFRelationship/Data/Desc%s/EF<</F %d 0 R/UF %d 0 R>>>>"
                % (name.encode("ascii"), name.encode("ascii"), said, self._last - 1, self._last - 1),
            )
        )
        return self._last

    def _write(self, number: int, content: bytes) -> None:
        self._places[number] = (1, self._out.tell(), 0)
        self._out.write(b"%d 0 obj" % number + content)

    def _pack(self) -> None:
        """Write the waiting objects as object streams."""
        for start in range(0, len(self._waiting), _PER_STREAM):
            packed = self._waiting[start : start + _PER_STREAM]
            self._last += 1
            table, bodies, offset = [], [], 0
            for index, (number, body) in enumerate(packed):
                table.append(b"%d %d" % (number, offset))
                bodies.append(body)
                offset += len(body) + 1
                self._places[number] = (2, self._last, index)
            head = b" ".join(table) + b" "
            content = zlib.compress(head + b" ".join(bodies))
            self._write(
                self._last,
                b"\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n"
                % (len(packed), len(head), len(content), content),
            )
        self._waiting = []

    def _write_references(self, root: int) -> None:
        start = self._out.tell()
        self._last += 1
        self._places[self._last] = (1, start, 0)
        entries = bytearray(b"\0" * 9)
        for number in range(1, self._last + 1):
            kind, place, index = self._places.get(number, (0, 0, 0))
            entries += bytes([kind]) + place.to_bytes(6, "big") + index.to_bytes(2, "big")
        content = zlib.compress(bytes(entries))
        self._out.write(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 6 2]/Root %d 0 R%s/Filter/FlateDecode/Length %d>>\nstream\n"
            % (self._last, self._last + 1, root, self._trailer, len(content))
        )
        self._out.write(content + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)


def _renumbering(base: int, trees: dict[int, int], letter: bytes) -> Callable[[re.Match[bytes]], bytes]:
    """What a reference of a part becomes; names of table cells get the part's letter."""
    name = b"(" + letter

    def renumbered(match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return name
        number = int(match[1])
        return b"%d 0 R" % (trees.get(number) or base + number)

    return renumbered


def _offsets(part: bytes) -> list[int]:
    """Where the objects 1, 2, 3 … of the part begin, from its cross-reference table."""
    table = part[int(part[part.rindex(b"startxref") + 9 : part.rindex(b"%%EOF")].strip()) :].split(b"\n")
    count = int(table[1].split()[1])
    starts = [int(line[:10]) for line in table[3 : count + 2]]
    if table[0].strip() != b"xref" or len(starts) != count - 1 or starts != sorted(starts):
        raise ValueError("the part is not laid out as typst does")
    return starts


def _found(pattern: bytes, text: bytes) -> bytes:
    match = re.search(pattern, text, re.DOTALL)
    if match is None:
        raise ValueError("the part is not laid out as typst does")
    return match[1]


def _number(pattern: bytes, text: bytes) -> int:
    return int(_found(pattern, text))
