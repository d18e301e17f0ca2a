"""Printing papers with typst: a template of the package, its data as JSON, only the fonts of the package.

A form gives one or more parts (each part's data is what its template reads from ``sys.inputs.data``); every part is
compiled for itself, because memory grows with the size of one document, and the parts are joined into one file.
The file is PDF/UA-1 and PDF/A-3a; a working copy carries its part of the plan document as an attachment.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf
import typst

from banso.domain.document import PlanDocument
from banso.domain.plan_json import dump_document
from banso.sheets.fonts.coverage import FONTS
from banso.sheets.joining import Joiner

ATTACHMENT = "banso-plan.json"
"""Name of the attachment that holds the plan document of a working copy."""

PRINTED_BY_BANSO = "banso-print/1"
"""Keyword of every paper Banso prints: line ends can be read from its leading, its heads and feet are no content."""
ATTACHMENT_SAYS = "この帳票に載っている計画データ（banso-plan/1）"

SHEETS = Path(__file__).parent
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]

FORGOTTEN_AFTER = 10
"""Compilations after which typst forgets what was not used again."""

_local = threading.local()
_fonts: list[typst.Fonts] = []


class PrintingFailed(RuntimeError):
    """typst refused or warned about something that is not a missing glyph: an error of ours, never of the data."""


Part = Mapping[str, Any]
SecondLook = Callable[[Part, "Pages"], Part | None]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a compiled part's bookmarks stand: the page of each, counted from 1, and the number of pages."""

    bookmarks: tuple[int, ...]
    count: int


def write_parts(
    template: str,
    parts: Iterable[Part],
    path: Path,
    *,
    document: PlanDocument | None,
    title: str,
    second_look: SecondLook | None = None,
) -> None:
    """Compile each part with the template (a path below ``banso/sheets``) and write all pages as one PDF to ``path``.

    ``document`` is attached when given. ``second_look`` may ask for a part to be compiled once more with other data when
    it is known how many pages it takes: what typst need not find out by itself (by setting everything twice) costs half.
    Raises PrintingFailed when typst has anything to say that the data cannot cause.
    """

    def compiled(part: Part, attached: str) -> bytes:
        pdf = _compiled(template, part, title, attached)
        other = second_look(part, pages_of(pdf)) if second_look is not None else None
        return pdf if other is None else _compiled(template, other, title, attached)

    attached = dump_document(document) if document is not None else ""
    given = iter(parts)
    first, second = next(given), next(given, None)
    unfinished = path.with_name(path.name + ".tmp")
    try:
        if second is None:
            unfinished.write_bytes(compiled(first, attached))
        else:
            with unfinished.open("wb") as out:
                joiner = Joiner(out)
                for part in chain((first, second), given):
                    joiner.add(compiled(part, ""))
                    _forget()
                joiner.close((ATTACHMENT, attached.encode(), ATTACHMENT_SAYS) if attached else None)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def measured(template: str, part: Part, *labels: str) -> tuple[float, ...]:
    """The numbers that the template leaves as metadata under these labels when it sets the part; nothing is written."""
    _compiler()  # loads the fonts
    inputs = {"data": json.dumps(part, ensure_ascii=False), "title": "-", "attached": ""}
    compiler = typst.Compiler(
        input=str(SHEETS / template),
        root=str(SHEETS),
        font_paths=_fonts[0],
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    return tuple(float(json.loads(compiler.query(f"<{label}>", field="value"))[0]) for label in labels)


def pages_of(pdf: bytes) -> Pages:
    """Where the bookmarks of a compiled part stand."""
    with pikepdf.Pdf.open(BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        outlines = opened.Root.get("/Outlines")
        item = outlines.get("/First") if outlines is not None else None
        found = []
        while item is not None:
            found.append(numbers[item.Dest[0].objgen])
            item = item.get("/Next")
        return Pages(tuple(found), len(numbers))


def _compiled(template: str, part: Part, title: str, attached: str) -> bytes:
    inputs = {"data": json.dumps(part, ensure_ascii=False), "title": title, "attached": attached}
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            input=str(SHEETS / template), sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS
        )
    except typst.TypstError as error:
        raise PrintingFailed(f"{template}: {error.diagnostic}") from error
    if warnings:
        raise PrintingFailed("\n".join(f"{template}: {warning.diagnostic}" for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _forget() -> None:
    """Let typst drop what it remembers of the last part: its memory outlives ten compilations, so make ten of nothing."""
    for _ in range(FORGOTTEN_AFTER):
        _compiler().compile(input=b" ", sys_inputs={})


def _compiler() -> typst.Compiler:
    """One compiler per thread (it must not be shared), all with the same loaded fonts."""
    if not hasattr(_local, "compiler"):
        if not _fonts:
            _fonts.append(
                typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
            )
        _local.compiler = typst.Compiler(root=str(SHEETS), font_paths=_fonts[0], ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler
