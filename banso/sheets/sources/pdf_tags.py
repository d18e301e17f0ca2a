"""The tags of a paper Banso printed: which paragraph and which cell a letter belongs to, also across the end of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1

_OWNERS = ("TD", "TH")
_INLINE = ("Span", "Strong", "Em", "Link", "Code")
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Mark:
    """The paragraph a letter stands in, and its cell (outside of tables the paragraph itself), as object numbers."""

    leaf: int
    owner: int


@dataclass(slots=True)
class Tags:
    """The structure tree of a file, looked up from its pages."""

    _lists: dict[int, Any]
    _marks: dict[int, Mark] = field(default_factory=dict)

    def of_page(self, page: Any) -> dict[int, Mark]:
        """The mark of each numbered content of a pdfplumber page."""
        elements = resolve1(self._lists.get(page.page_obj.attrs.get("StructParents"))) or ()
        return {
            number: self._mark(element) for number, element in enumerate(elements) if isinstance(element, PDFObjRef)
        }

    def _mark(self, element: PDFObjRef) -> Mark:
        if element.objid not in self._marks:
            self._marks[element.objid] = _mark(element)
        return self._marks[element.objid]


def tags_of(pdf: Any) -> Tags:
    """The tags of a pdfplumber file; none where it has no structure tree."""
    root = resolve1(pdf.doc.catalog.get("StructTreeRoot")) or {}
    lists: dict[int, Any] = {}
    waiting = [root.get("ParentTree")]
    for _ in range(10_000):
        if not waiting:
            break
        node = resolve1(waiting.pop()) or {}
        waiting += resolve1(node.get("Kids")) or ()
        numbers = resolve1(node.get("Nums")) or ()
        lists.update(zip(numbers[::2], numbers[1::2], strict=False))
    return Tags(lists)


def _mark(element: PDFObjRef) -> Mark:
    leaf: int | None = None
    above: Any = element
    for _ in range(_DEEPEST):
        found = resolve1(above)
        if not isinstance(found, dict) or not isinstance(above, PDFObjRef):
            break
        name = getattr(found.get("S"), "name", None)
        if leaf is None and name not in _INLINE:
            leaf = above.objid
        if name in _OWNERS:
            return Mark(leaf or above.objid, above.objid)
        above = found.get("P")
    leaf = leaf or element.objid
    return Mark(leaf, leaf)
