"""Joins tagged PDFs made by typst into one, keeping tags, bookmarks and the PDF/A and PDF/UA marks of the first.

``pikepdf`` copies pages; the structure tree (what a screen reader follows) has to be carried over by hand: its
elements, the tree from marked content to elements, and the names of table cells, which must not meet twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pikepdf import Array, AttachedFileSpec, Name, ObjectStreamMode, OutlineItem, Pdf

_CELL_NAME = re.compile(rb"\(U(\d+x\d+y\d+)\)")
_PREFIXES = bytes(code for code in range(0x30, 0x7B) if chr(code).isalnum())
MOST_PARTS = len(_PREFIXES)
"""How many parts can be joined with names of their own."""


def join(parts: Sequence[bytes], path: Path, *, attachment: tuple[str, bytes] | None = None) -> None:
    """Write all pages of the parts in order to ``path``, with one attachment (name, content) for all if given.

    Raises ValueError for more than MOST_PARTS parts.
    """
    if len(parts) > MOST_PARTS:
        raise ValueError(f"at most {MOST_PARTS} parts can be joined")
    joined = Pdf.open(BytesIO(_named(parts[0], 0)))
    bookmarks = _bookmarks(joined, 0)
    sources = []
    for index, part in enumerate(parts[1:], start=1):
        source = Pdf.open(BytesIO(_named(part, index)))
        sources.append(source)  # its streams are read when the result is saved
        bookmarks += _bookmarks(source, len(joined.pages))
        _append(joined, source)
    if Name.Outlines in joined.Root:
        del joined.Root.Outlines
    _write_bookmarks(joined, bookmarks)
    if attachment is not None:
        _attach(joined, *attachment)
    joined.save(path, object_stream_mode=ObjectStreamMode.generate)


def _named(part: bytes, index: int) -> bytes:
    """The part with its table cells' names beginning with a letter of its own (same length: offsets stay true)."""
    prefix = _PREFIXES[index : index + 1]
    return _CELL_NAME.sub(lambda match: b"(" + prefix + match[1] + b")", part)


def _append(joined: Pdf, source: Pdf) -> None:
    first = int(joined.Root.StructTreeRoot.ParentTreeNextKey)
    count = len(joined.pages)
    joined.pages.extend(source.pages)
    for page in joined.pages[count:]:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + first
    tree = joined.copy_foreign(source.Root.StructTreeRoot)
    root = joined.Root.StructTreeRoot
    for element in tree.K:
        element.P = root
        root.K.append(element)
    numbers = list(tree.ParentTree.Nums)  # type: ignore[call-overload]
    for key, value in zip(numbers[::2], numbers[1::2], strict=True):
        root.ParentTree.Nums.append(int(key) + first)
        root.ParentTree.Nums.append(value)
    root.ParentTreeNextKey = first + int(tree.ParentTreeNextKey)
    if Name.IDTree in tree:
        for entry in list(tree.IDTree.Names):  # type: ignore[call-overload]
            root.IDTree.Names.append(entry)


Bookmark = tuple[str, int, float]


def _bookmarks(pdf: Pdf, offset: int) -> list[Bookmark]:
    """Title, page and height of each top bookmark."""
    if Name.Outlines not in pdf.Root:
        return []
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []
    item = pdf.Root.Outlines.get(Name.First)
    while item is not None:
        target = item.Dest
        found.append((str(item.Title), offset + pages[target[0].objgen], float(target[3])))
        item = item.get(Name.Next)
    return found


def _write_bookmarks(pdf: Pdf, bookmarks: list[Bookmark]) -> None:
    with pdf.open_outline() as outline:
        outline.root.extend(OutlineItem(title, page, "XYZ", left=0, top=top) for title, page, top in bookmarks)


def _attach(pdf: Pdf, name: str, content: bytes) -> None:
    spec = AttachedFileSpec(
        pdf,
        content,
        filename=name,
        mime_type="application/json",
        relationship=Name.Data,
        description="この帳票に載っている計画データ（banso-plan/1）",
    )
    pdf.attachments[name] = spec
    pdf.Root.AF = Array([spec.obj])


