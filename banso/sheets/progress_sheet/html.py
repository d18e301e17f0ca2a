"""Writes progress sheets as one standalone web page that prints as the paper does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from banso.domain.text import nfkc
from banso.sheets.pages import write_page
from banso.sheets.progress_sheet.value import ProgressSheet
from banso.sheets.progress_sheet.view import indicator_heads, printed_rate

_BAND = re.compile(r"\s*([^=＝、,，；;：]+?)\s*[=＝]\s*([^=＝、,，；;]+?)\s*(?=[、,，；;]|$)")


@dataclass(frozen=True, slots=True)
class Page:
    """What the template ``paper.html`` needs of a sheet: the value, and what is said beside its cells and below them.

    ``open`` asks for a place for the overall rating even where nothing is rated yet.
    """

    value: ProgressSheet
    subject: str
    indicator_heads: tuple[str, ...]
    rates: tuple[str, ...]
    bands: Mapping[str, str]
    below: tuple[str, ...]
    open: bool = False


def write_html(sheets: Sequence[ProgressSheet], path: Path) -> None:
    """Write the sheets to ``path``; the page fetches nothing and carries no plan document."""
    first = sheets[0]
    title = f"{first.title.strip('《》〈〉<>【】')} {first.year}年度"
    write_page("progress_sheet/page.html", path, title=title, sheets=[page_of(sheet) for sheet in sheets])


def page_of(sheet: ProgressSheet, *, open: bool = False) -> Page:
    """The sheet as its template shows it."""
    below = (*sheet.notes, sheet.legend, sheet.scale_legend, *(() if open else sheet.remarks))
    return Page(
        value=sheet,
        subject=subject_of(sheet),
        indicator_heads=indicator_heads(sheet),
        rates=tuple(printed_rate(row) for row in sheet.indicators),
        bands=bands_said(sheet.legend),
        below=tuple(line for line in below if line.strip()),
        open=open,
    )


def subject_of(sheet: ProgressSheet) -> str:
    """The words that name the measure the sheet is about."""
    own = f"node/{sheet.node}"
    return next((text for _, text, address in sheet.heads if address == own), sheet.title)


def bands_said(legend: str) -> Mapping[str, str]:
    """What a legend says of each grade: ``100%以上=A、99%~80%=B`` → A: 100%以上, B: 99%~80%; "" for any other grade."""
    said: dict[str, str] = defaultdict(str)
    _, _, bands = nfkc(legend).rpartition(":")
    for condition, grade in _BAND.findall(bands):
        said[grade] = condition
    return said
