"""Papers of a stored plan, written to files: one paper at once, a whole form as long work.

A *draft* print marks every sheet that is not confirmed with 下書き and carries its keys, so that it can be filled in and
taken in again; a *clean* one has neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from banso.models import Plan
from banso.queries.documents import document_in_year, document_of, evaluation_of
from banso.queries.forms_of import paper_in
from banso.queries.sheets import is_confirmed
from banso.sheets.action_list.build import list_of
from banso.sheets.action_list.excel import write_excel as write_list_excel
from banso.sheets.action_list.pdf import write_pdf as write_list_pdf
from banso.sheets.blocks.value import Heading
from banso.sheets.blocks.write import write_paper
from banso.sheets.forms import Form
from banso.sheets.printing import pages_of
from banso.sheets.progress_sheet.build import sheets_of, subjects_of
from banso.sheets.progress_sheet.excel import write_excel
from banso.sheets.progress_sheet.pdf import write_pdf
from banso.sheets.reading import read_files

Format = Literal["pdf", "xlsx", "html", "docx"]
Finish = Literal["draft", "clean"]

MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
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


def page_count(plan: Plan, form: Form, year: int | None) -> int:
    """The pages of the form's value that a print of the whole has to hold; 0 where there is nothing to show."""
    paper = paper_in(plan, form, year)
    return 0 if paper is None else len(paper.pages)


def write_form(
    plan: Plan,
    form: Form,
    year: int | None,
    path: Path,
    *,
    finish: Finish,
    node: str | None = None,
) -> Written:
    """Write a form of blocks to ``path``, whole or one part, and count in the finished file the pages of its value.

    A page of the value is a run of printed pages, a worksheet, an article or a section. Raises OSError and NothingToPrint.
    """
    document = document_of(plan) if year is None else document_in_year(plan, year)
    bare = finish == "clean"
    paper = form.paper(document, year=year, nodes=(node,) if node else (), bare=bare)
    remarks = write_paper(paper, path, bare=bare)
    match path.suffix:
        case ".pdf":
            found = pages_of(path.read_bytes())
            # A page without title and headings has no bookmark of its own.
            unnamed = sum(
                not page.title and not any(isinstance(block, Heading) for block in page.blocks) for page in paper.pages
            )
            return Written(len(found.bookmarks) + unnamed, found.count, remarks)
        case ".xlsx":
            return Written(len(CalamineWorkbook.from_path(str(path)).sheet_names), None, remarks)
        case ".docx":
            with ZipFile(path) as package:
                sections = package.read("word/document.xml").count(b"<w:sectPr")
            return Written(sections, None, remarks)
        case _:
            return Written(path.read_text("utf-8").count("<article"), None, remarks)


def plan_name(plan: Plan) -> str:
    """The plan in the name of a file: its title, with the plan's short name where that alone would not tell it apart."""
    title = (plan.title or "").strip()
    if not title:
        return plan.slug
    if len(title) <= _TITLE_LENGTH and not Plan.objects.filter(title=plan.title).exclude(pk=plan.pk).exists():
        return title
    return f"{title[:_TITLE_LENGTH]}_{plan.slug[:_TITLE_LENGTH]}"


_TITLE_LENGTH = 24
"""Signs of a title in the name of a file: what the paper is and its year must still find their place."""


def file_name(*parts: str | None, suffix: str) -> str:
    """A name for a download from these parts, without what file systems refuse."""
    plain = _UNSAFE.sub("_", "_".join(part for part in parts if part))
    return f"{plain[:80].strip('_.')}.{suffix}"
