"""The roadmap out of the year columns: lines of steps, spans stated by merged cells or assumed where merges were lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from banso.domain.document import RoadmapStep
from banso.domain.roadmap import (
    MergedCell,
    PrintedSpan,
    is_sign,
    signed_spans,
    spans_of_page,
    stated_spans,
    without_signs,
)
from banso.domain.text import is_dash, is_reprise_mark
from banso.sheets.action_list.columns import Layout
from banso.sheets.action_list.doubts import Doubts
from banso.sheets.action_list.labels import read_remarks
from banso.sheets.action_list.rows import Entries, Entry
from banso.sheets.action_list.table import PrintedRow, YearText


def mend_slips(entries: Entries, layout: Layout, doubts: Doubts) -> None:
    """Bring back a roadmap text that slipped into the remarks: the first year is blank, others are not.

    Only where cells have lost their place (text files), the remarks stand right before the years and hold nothing but
    marks and related goals elsewhere.
    """
    column = layout.single.get("remarks")
    if column is None:
        return
    free = [entry for entry in entries.found if read_remarks(entry.text(column)).text]
    slipped = [entry for entry in free if _has_slipped(entry, column)]
    if not slipped or len(slipped) * 4 < len(free) * 3:
        return
    for entry in slipped:
        text = entry.texts.pop(column)
        entry.first.years.insert(0, YearText(0, 0, text, entry.first.grid_columns[column]))
        doubts.add(
            "roadmap-slipped",
            "warning",
            entry.first.place(column, f"roadmap/{entry.key}/1"),
            "備考の欄にある文を、左にずれたロードマップの文とみて、最初の年度から始まるものとして読みました。年度を確かめてください。",
            text,
        )


def _has_slipped(entry: Entry, column: int) -> bool:
    row = entry.first
    if row.grid.spans_known or column not in row.grid_columns or not row.years:
        return False
    first = min(year.column - year.first for year in row.years if not year.behind) if row.years else 0
    beside = row.grid_columns[column] == first - 1
    return beside and all(year.first > 0 for year in row.years)


def steps_of(entries: Entries, years: Sequence[int], doubts: Doubts) -> tuple[RoadmapStep, ...]:
    """All steps of the list, in the order of its actions."""
    pages: dict[tuple[int, int], list[tuple[Entry, PrintedRow, list[YearText]]]] = defaultdict(list)
    for entry in entries.found:
        for row in entry.rows:
            texts = [text for text in row.years if _stays(text, entry, row)]
            if texts:
                pages[id(row.grid), row.page].append((entry, row, sorted(texts, key=lambda text: text.column)))
    spans: dict[str, list[tuple[PrintedSpan, ...]]] = defaultdict(list)
    assumed: list[tuple[Entry, PrintedRow]] = []
    for lines in pages.values():
        for (entry, row, _), line in zip(lines, _page(lines, years, assumed, doubts), strict=True):
            _tell_line(entry, row, doubts)
            if not line:
                _tell_signs(entry, row, doubts)
            if line:
                spans[entry.key].append(line)
    if assumed:
        entry, row = assumed[0]
        doubts.add(
            "roadmap-span-assumed",
            "hint",
            row.place(address=f"roadmap/{entry.key}/1"),
            f"この書面ではセルの結合が失われているため、ロードマップの{len(assumed)}行は、文のある年度から次の文の前年度（最後の文は計画の最終年度）"
            "まで続くものとして読みました。Excelの原本があれば、そちらを読むと年度が確かになります。",
        )
    return tuple(
        RoadmapStep(
            node=entry.key,
            line=number,
            text=span.text,
            first_year=span.first_year,
            last_year=span.last_year,
            span="assumed" if span.assumed else "stated",
        )
        for entry in entries.found
        for number, line in enumerate(spans[entry.key], start=1)
        for span in line
    )


def _stays(text: YearText, entry: Entry, row: PrintedRow) -> bool:
    """A cell that reaches down belongs to the line it began in, unless it reaches into another action."""
    return not is_reprise_mark(text.text) and (not text.from_above or row is entry.first)


def _page(
    lines: list[tuple[Entry, PrintedRow, list[YearText]]],
    years: Sequence[int],
    assumed: list[tuple[Entry, PrintedRow]],
    doubts: Doubts,
) -> list[tuple[PrintedSpan, ...]]:
    if lines[0][1].grid.spans_known:
        return [without_signs(stated_spans(_cells(texts), years)) for _, _, texts in lines]
    marked = [any(is_sign(text.text) for text in texts) for _, _, texts in lines]
    plain = [
        [] if marks else [(text.first + (1 if text.behind else 0), text.text) for text in texts]
        for marks, (_, _, texts) in zip(marked, lines, strict=True)
    ]
    page = spans_of_page(plain, years)
    if page.place_lost:
        entry, row, _ = lines[0]
        doubts.add(
            "roadmap-place-lost",
            "warning",
            row.place(address=f"roadmap/{entry.key}/1"),
            f"このページのロードマップの文が{sum(map(bool, plain))}行とも同じ年度の列にあり、年度の位置が失われています。"
            f"どれも計画期間の全体（{years[0]}～{years[-1]}年度）のものとして読みました。年度を確かめてください。",
            lines[0][2][0].text,
        )
    result = []
    for marks, (entry, row, texts), line in zip(marked, lines, page.lines, strict=True):
        result.append(signed_spans(_cells(texts), years) if marks else line)
        if line and not page.place_lost:
            assumed.append((entry, row))
            _tell_behind(entry, row, texts, doubts)
    return result


def _cells(texts: list[YearText]) -> list[MergedCell]:
    return [MergedCell(text.text, text.first, text.last) for text in texts]


def _tell_line(entry: Entry, row: PrintedRow, doubts: Doubts) -> None:
    shared = next((text for text in row.years if text.from_above), None)
    if shared is not None and row is entry.first:
        doubts.add(
            "roadmap-shared",
            "hint",
            row.grid.place(row.row, shared.column, f"roadmap/{entry.key}/1"),
            "ロードマップの一つの枠が複数の取組にまたがっています。それぞれの取組のものとして読みました。",
            shared.text,
        )


def _tell_signs(entry: Entry, row: PrintedRow, doubts: Doubts) -> None:
    """Arrows go on with a text; without one the line says nothing that could be kept."""
    arrow = next((text for text in row.years if is_sign(text.text) and not is_dash(text.text)), None)
    if arrow is not None:
        doubts.add(
            "roadmap-arrows-only",
            "warning",
            row.grid.place(row.row, arrow.column, f"roadmap/{entry.key}/{entry.rows.index(row) + 1}"),
            "ロードマップの行に矢印だけがあり、何をするかの文がありません。読みませんでした。文を書き入れてください。",
            arrow.text,
        )


def _tell_behind(entry: Entry, row: PrintedRow, texts: list[YearText], doubts: Doubts) -> None:
    for text in texts:
        if text.behind:
            doubts.add(
                "roadmap-behind-last-year",
                "hint",
                row.grid.place(row.row, text.column, f"roadmap/{entry.key}/{entry.rows.index(row) + 1}"),
                "最終年度の列より右に文があります。最終年度の欄の文として読みました。",
                text.text,
            )
