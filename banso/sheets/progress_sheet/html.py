"""Writes progress sheets as one standalone web page that prints as the paper does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from banso.domain.text import nfkc
from banso.sheets.pages import write_page
from banso.sheets.progress_sheet.value import ProgressSheet
from banso.sheets.progress_sheet.view import indicator_heads, printed_rate

_BAND = re.compile(r"\s*([^=＝、,，；;：]+?)\s*[=＝]\s*([^=＝、,，；;]+?)\s*(?=[、,，；;]|$)")


def write_html(sheets: Sequence[ProgressSheet], path: Path) -> None:
    """Write the sheets to ``path``; the page fetches nothing and carries no plan document."""
    first = sheets[0]
    title = f"{first.title.strip('《》〈〉<>【】')} {first.year}年度"
    write_page("progress_sheet/page.html", path, title=title, sheets=[_page(sheet) for sheet in sheets])


def _page(sheet: ProgressSheet) -> dict[str, Any]:
    own = f"node/{sheet.node}"
    subject = next((text for _, text, address in sheet.heads if address == own), sheet.title)
    below = (*sheet.notes, sheet.legend, sheet.scale_legend, *sheet.remarks)
    return {
        "value": sheet,
        "subject": subject,
        "indicator_heads": indicator_heads(sheet),
        "rates": [printed_rate(row) for row in sheet.indicators],
        "bands": bands_said(sheet.legend),
        "below": [line for line in below if line.strip()],
    }


def bands_said(legend: str) -> Mapping[str, str]:
    """What a legend says of each grade: ``100%以上=A、99%~80%=B`` → A: 100%以上, B: 99%~80%; "" for any other grade."""
    said: dict[str, str] = defaultdict(str)
    _, _, bands = nfkc(legend).rpartition(":")
    for condition, grade in _BAND.findall(bands):
        said[grade] = condition
    return said
