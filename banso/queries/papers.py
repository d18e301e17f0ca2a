"""Papers of a stored plan, written to files: one sheet at once, all sheets of a year or the action list as long work.

A *draft* print marks every sheet that is not confirmed with 下書き and carries its keys, so that it can be filled in and
taken in again; a *clean* one has neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from python_calamine import CalamineWorkbook

from banso.models import Plan
from banso.queries.documents import document_in_year, evaluation_of
from banso.queries.sheets import is_confirmed
from banso.sheets.action_list.build import list_of
from banso.sheets.action_list.excel import write_excel as write_list_excel
from banso.sheets.action_list.pdf import write_pdf as write_list_pdf
from banso.sheets.printing import pages_of
from banso.sheets.progress_sheet.build import sheets_of, subjects_of
from banso.sheets.progress_sheet.excel import write_excel
from banso.sheets.progress_sheet.pdf import write_pdf
from banso.sheets.reading import read_files

Format = Literal["pdf", "xlsx"]
Finish = Literal["draft", "clean"]

MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_UNSAFE = re.compile(r"[^-\w.()（）・①-⓿]+")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the sheets (or actions) that the file was found to hold, its pages (PDF), remarks for a person."""

    count: int
    pages: int | None
    remarks: tuple[str, ...]


def sheet_keys(plan: Plan, year: int) -> tuple[str, ...]:
    """The nodes that have a sheet in the year: what a print of all sheets has to hold."""
    return tuple(node.key for node in subjects_of(document_in_year(plan, year)))


def write_sheets(
    plan: Plan,
    year: int,
    keys: Sequence[str],
    path: Path,
    *,
    format: Format,
    finish: Finish,
    done: Callable[[int], None] | None = None,
) -> Written:
    """Write the sheets of these nodes to ``path`` and count what the finished file holds.

    Raises OSError and TextTooLong (a workbook's cell cannot hold a text)."""
    document = document_in_year(plan, year)
    made = sheets_of(document, evaluation_of(plan, year), year, keys)
    wanted = set(keys)
    drafts = finish == "draft"
    sheets = [
        replace(sheet, draft=drafts and not is_confirmed(document, sheet.node, year))
        for sheet in made
        if sheet.node in wanted
    ]
    bare = finish == "clean"
    if format == "pdf":
        missing = write_pdf(sheets, path, bare, done)
        found = pages_of(path.read_bytes())
        return Written(len(found.bookmarks), found.count, tuple(each.message for each in missing))
    write_excel(sheets, path, bare, done)
    return Written(len(CalamineWorkbook.from_path(str(path)).sheet_names), None, ())


def action_count(plan: Plan, year: int) -> int:
    """The actions that the list has to hold."""
    return len(list_of(document_in_year(plan, year)).rows)


def write_action_list(plan: Plan, year: int, path: Path, *, format: Format, finish: Finish) -> Written:
    """Write the action list to ``path`` and count the actions in the finished file by reading it back."""
    page = list_of(document_in_year(plan, year))
    bare = finish == "clean"
    remarks = (write_list_pdf if format == "pdf" else write_list_excel)(page, path, bare)
    pages = pages_of(path.read_bytes()).count if format == "pdf" else None
    read = read_files([path]).document
    above = {node.parent for node in read.nodes}
    count = sum(node.key not in above for node in read.nodes)
    return Written(count, pages, tuple(each.message for each in remarks))


def file_name(*parts: str | None, suffix: str) -> str:
    """A name for a download from these parts, without what file systems refuse."""
    plain = _UNSAFE.sub("_", "_".join(part for part in parts if part))
    return f"{plain[:80].strip('_.')}.{suffix}"
