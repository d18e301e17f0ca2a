"""Writes progress sheets as PDF: A4 landscape, many sheets in one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from banso.sheets.fonts.coverage import Ink, Missing
from banso.sheets.printing import Pages, Part, write_parts
from banso.sheets.progress_sheet.value import ActivityRow, IndicatorRow, ProgressSheet
from banso.sheets.progress_sheet.view import address_of_row, indicator_heads, printed_rate, view_of
from banso.sheets.typesetting import breakable, lines_needed, roadmap_line, shortened

CHUNK = 64
"""Sheets compiled together: the memory of typst grows with the document."""

WIDE, HEAD, ACTIVITY, YEARS = 165, 145, 52, 116
NAME, BASELINE, NUMBER, GRADE, OVERALL = 58, 11, 17, 10, 20
"""Widths of cells in half-width characters of 9 pt, as the template sets them; the years share theirs."""
TALL = 24
"""Lines from which a row may break over pages; lower rows stay whole."""


def write_pdf(
    sheets: Sequence[ProgressSheet], path: Path, bare: bool = False, done: Callable[[int], None] | None = None
) -> tuple[Missing, ...]:
    """Write the sheets to ``path``, each beginning on a new page; ``bare`` papers carry no plan document.

    ``done`` is told how many sheets are set, after every chunk. Returns the characters that no shipped font draws
    (printed as 〓), with the addresses they stand at.
    """
    ink = Ink()
    size = max(CHUNK, -(-len(sheets) // 50))
    parts = [
        {"sheets": [part_of(sheet, ink) for sheet in sheets[start : start + size]]}
        for start in range(0, len(sheets), size)
    ]
    document = None if bare else sheets[0].document if len(sheets) == 1 else view_of(sheets)
    finished = 0

    def look(part: Part, pages: Pages) -> Part | None:
        nonlocal finished
        finished += len(part["sheets"])
        if done is not None:
            done(finished)
        return _with_pages(part, pages)

    write_parts("progress_sheet/sheet.typ", parts, path, document=document, title=_title(sheets, ink), second_look=look)
    return ink.missing


def _with_pages(part: Part, pages: Pages) -> Part | None:
    """The part with the pages of each sheet, where one takes several; each sheet has one bookmark on its first page."""
    sheets = part["sheets"]
    if pages.count == len(sheets) or len(pages.bookmarks) != len(sheets):
        return None
    ends = (*pages.bookmarks[1:], pages.count + 1)
    return {
        "sheets": [
            {**sheet, "first-page": first, "pages": end - first}
            for sheet, first, end in zip(sheets, pages.bookmarks, ends, strict=True)
        ]
    }


def _title(sheets: Sequence[ProgressSheet], ink: Ink) -> str:
    """The file's title: the sheets' own heading and year, with the measure's name where there is one sheet only."""
    first = sheets[0]
    title = f"{first.title.strip('《》〈〉<>【】')} {first.year}年度"
    if len(sheets) == 1 and _subject(first) >= 0:
        title += f" {first.heads[_subject(first)][1]}"
    if first.draft:
        title = f"下書き {title}"
    return ink.text(title, f"node/{first.node}/title")


def part_of(sheet: ProgressSheet, ink: Ink) -> dict[str, Any]:
    """What the template reads of one sheet."""

    def words(text: str, where: str, width: int = WIDE) -> str:
        return breakable(ink.text(text, where), width)

    at = f"text/{sheet.node}/{sheet.year}"
    heads = [
        {"label": words(label, address, 17), "text": words(text, address, HEAD)} for label, text, address in sheet.heads
    ]
    subject = _subject(sheet)
    title = words(sheet.title.strip() or "進捗管理シート", "title", 58)
    repeated = [
        words(shortened(sheet.title, HEAD), "title", HEAD),
        words(shortened("　".join(sheet.heads[subject][:2]) if subject >= 0 else "", 2 * HEAD), at, WIDE),
    ]
    below = (*sheet.notes, sheet.legend, sheet.scale_legend, *sheet.remarks)
    return {
        "title": title,
        "repeated": repeated,
        "repeated-lines": sum(lines_needed(line, HEAD) for line in repeated),
        "subject-head": subject,
        "first-page": 1,
        "pages": 1,
        "created-label": "作成日",
        "created": words(sheet.created, f"{at}/paragraph", 20),
        "heads": heads,
        "activities-label": "主な取り組み",
        "years": [str(year) for year in sheet.years],
        "rows": [_activity(row, sheet.years, ink) for row in sheet.rows],
        "boxes": [
            {"title": words(sheet.achievements_label, at), "text": words(sheet.achievements, f"{at}/achievements")},
            {"title": words(sheet.issues_label, at), "text": words(sheet.issues, f"{at}/issues")},
        ],
        "indicator-heads": [
            *(words(head, at, GRADE) for head in indicator_heads(sheet)),
        ],
        "indicators": [_indicator(row, sheet.year, ink) for row in sheet.indicators],
        "overall": words(sheet.overall, f"judgement/{sheet.node}/{sheet.year}/overall", OVERALL),
        "notes": [words(line, f"{at}/remarks") for line in below if line.strip()],
        "draft": sheet.draft,
        "foot": words(
            ("下書き　" if sheet.draft else "") + shortened(sheet.title.strip("《》〈〉<>【】"), 76), "title"
        ),
        "foot-right": f"{sheet.year}年度",
    }


def _subject(sheet: ProgressSheet) -> int:
    """Which head names the measure the sheet is about; -1 where none has any words."""
    own = f"node/{sheet.node}"
    index = next((index for index, head in enumerate(sheet.heads) if head[2] == own), len(sheet.heads) - 1)
    return index if index >= 0 and sheet.heads[index][1].strip() else -1


def _activity(row: ActivityRow, years: tuple[int, ...], ink: Ink) -> dict[str, Any]:
    address = address_of_row(row)
    title = breakable(ink.text(row.title, f"{address}/title"), ACTIVITY)
    place = f"roadmap/{address.partition('/')[2]}"
    year_width = YEARS // max(1, len(years)) - 3
    lines = [
        roadmap_line(line, years, ink, f"{place}/{number}", year_width=year_width)
        for number, line in enumerate(row.lines or ((),), start=1)
    ]
    height = max(lines_needed(title, ACTIVITY), sum(line.height for line in lines))
    return {"title": title, "lines": [line.bars for line in lines], "breakable": height > TALL}


def _indicator(row: IndicatorRow, year: int, ink: Ink) -> dict[str, Any]:
    def words(text: str, where: str, width: int = NUMBER) -> str:
        return breakable(ink.text(text, where), width)

    name = words(row.name, f"indicator/{row.key}/name", NAME)
    return {
        "name": name,
        "baseline": words(row.baseline, f"indicator/{row.key}/baseline", BASELINE),
        "target": words(row.target, f"target/{row.key}/{year}/amount"),
        "actual": words(row.actual, f"actual/{row.key}/{year}/amount"),
        "rate": words(printed_rate(row), f"indicator/{row.key}"),
        "grade": words(row.grade, f"judgement/{row.key}/{year}/grade", GRADE),
        "breakable": lines_needed(name, NAME) > TALL,
    }
