"""Reads 事務事業評価シート: one sheet or many, alone or inside the report of a policy field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from banso.domain.copies import Copy
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.project_evaluation.labels import label_of
from banso.sheets.project_evaluation.layout import papers_in
from banso.sheets.project_evaluation.lines import lines_of, starts_sheet
from banso.sheets.project_evaluation.meaning import meaning_of
from banso.sheets.project_evaluation.paper import PaperSheet, ProjectPaper

_TELLING = ("owner", "decision", "term")


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold project sheets: 2 where one has a name and enough of its usual fields, 1 with some."""
    if not any(starts_sheet(line) for grid in grids for line in lines_of(grid) if line.cells):
        return 0
    return max((_sureness(sheet) for sheet in papers_in(grids)[0].sheets), default=0)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of all project sheets in the grids of one file.

    Raises UnreadablePaper where there is no sheet of a project.
    """
    paper, repairs = papers_in(grids)
    if not paper.sheets:
        file = next((grid.file for grid in grids if grid.file), "この紙")
        raise UnreadablePaper(
            f"「{file}」に事務事業評価シートの見出し（事業名と、担当・概要・事業費などの欄）が見つかりません。"
            "様式を確かめてください。"
        )
    document, doubts = meaning_of(paper)
    return Reading(document, (*repairs, *doubts), tuple(_copies(paper)))


def year_in(grids: Sequence[Grid]) -> int | None:
    """The fiscal year that the project sheets in the grids evaluate; None where there are none or they tell no year."""
    paper, _ = papers_in(grids)
    document, _ = meaning_of(paper)
    return max((scope.year for scope in document.scope if scope.year is not None), default=None)


def _sureness(sheet: PaperSheet) -> int:
    roles = {field.label.role for field in sheet.fields}
    texts = {field.label.kind for field in sheet.fields if field.label.role == "text"}
    telling = sum(role in roles for role in _TELLING) + len(texts & _KINDS) + 2 * bool(sheet.amounts)
    if label_of(sheet.name_label) is None:
        return 0
    if not sheet.name:
        return 2 if sheet.number and telling >= 4 else 0  # a blank form
    return 2 if telling >= 3 and (sheet.amounts or texts & _KINDS) else 1 if telling == 2 and sheet.amounts else 0


_KINDS = {"outline", "content", "activities", "achievements", "verification", "issues", "improvement", "review"}


def _copies(paper: ProjectPaper) -> Iterator[Copy]:
    """The pages of a working copy, each read for itself: a heading is printed on several of them."""
    pages: dict[int, list[PaperSheet]] = {}
    for sheet in paper.sheets:
        if sheet.key:
            pages.setdefault(sheet.grid, []).append(sheet)
    if len(pages) < 2:
        return
    for sheets in pages.values():
        part = replace(paper, sheets=sheets, headings=[above for sheet in sheets for above in sheet.above])
        yield Copy(meaning_of(part)[0], sheets[0].place)
