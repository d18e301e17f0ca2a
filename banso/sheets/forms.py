"""The forms Banso knows: their names on the command line, their Japanese titles, and who reads and writes them.

A form's modules are imported when it is used, so that reading a text paper does not load the PDF machinery.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from banso.domain.document import PlanDocument
from banso.sheets.form import Reader, Reading
from banso.sheets.grid import Grid

SUFFIXES = (".pdf", ".xlsx", ".html")
"""File name endings of the formats every built form is written in."""


class NothingToPrint(Exception):
    """The plan has nothing that the asked form, year or nodes could show; the message is a Japanese sentence."""


class UnbuiltForm(Exception):
    """A form whose name is known but which this version neither reads nor writes; the message is a Japanese sentence."""


class Writer(Protocol):
    """The writing side of a form."""

    def __call__(
        self, document: PlanDocument, path: Path, *, year: int | None, nodes: Sequence[str], bare: bool
    ) -> tuple[str, ...]:
        """Write the paper in the format of the path's ending; answers remarks about the print as Japanese sentences."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form (帳票): ``name`` on the command line and in scopes, ``title`` as offices call it."""

    name: str
    title: str
    reader: Callable[[], Reader] | None = None
    writer: Writer | None = None

    @property
    def built(self) -> bool:
        """Whether this version reads and writes the form."""
        return self.reader is not None and self.writer is not None

    def recognises(self, grids: Sequence[Grid]) -> int:
        """How surely the grids hold a paper of this form (0 not at all); 0 for a form that is not built yet."""
        return int(self.reader().recognises(grids)) if self.reader is not None else 0

    def read(self, grids: Sequence[Grid]) -> Reading:
        """The plan document and the doubts of all grids of one file."""
        if self.reader is None:
            raise UnbuiltForm(self.unbuilt("読み取り"))
        return self.reader().read(grids)

    def write(
        self,
        document: PlanDocument,
        path: Path,
        *,
        year: int | None = None,
        nodes: Sequence[str] = (),
        bare: bool = False,
    ) -> tuple[str, ...]:
        """Write the form's paper to ``path`` (.pdf, .xlsx or .html); answers remarks about the print.

        Raises NothingToPrint, UnbuiltForm, and OSError where the file cannot be written.
        """
        if self.writer is None:
            raise UnbuiltForm(self.unbuilt("印刷"))
        return self.writer(document, path, year=year, nodes=nodes, bare=bare)

    def unbuilt(self, deed: str) -> str:
        """The sentence that says this version cannot do the deed (読み取り, 印刷) and what it can."""
        built = "、".join(f"{form.name}（{form.title}）" for form in FORMS.values() if form.built)
        return f"様式「{self.name}」（{self.title}）の{deed}には、この版はまだ対応していません。使える様式は {built} です。"


def _action_list_reader() -> Reader:
    from banso.sheets.action_list import read

    return read


def _progress_sheet_reader() -> Reader:
    from banso.sheets.progress_sheet import read

    return read


def _write_action_list(
    document: PlanDocument, path: Path, *, year: int | None, nodes: Sequence[str], bare: bool
) -> tuple[str, ...]:
    from banso.sheets.action_list.build import list_of

    if year is not None:
        raise NothingToPrint("取組一覧は計画期間の全体を一枚に示す様式なので、年度（--year）は指定できません。")
    page = list_of(document, nodes=tuple(nodes))
    if not page.rows:
        raise NothingToPrint("取組一覧に載せる取組がこの計画にありません。取組一覧の書面もあわせて指定してください。")
    return _written("action_list", page, path, bare)


def _write_progress_sheet(
    document: PlanDocument, path: Path, *, year: int | None, nodes: Sequence[str], bare: bool
) -> tuple[str, ...]:
    from banso.domain.evaluation import evaluate
    from banso.sheets.progress_sheet.build import sheets_of

    sheets = sheets_of(document, evaluate(document), year=year, nodes=tuple(nodes))
    if not sheets:
        raise NothingToPrint("進捗管理シートに載せる施策がこの計画にありません。書面と指定を確かめてください。")
    return _written("progress_sheet", sheets, path, bare)


def _written(folder: str, paper: object, path: Path, bare: bool) -> tuple[str, ...]:
    """Write a form's value with the module of its folder for the path's ending; answers what it had to say."""
    match path.suffix.lower():
        case ".xlsx":
            remarks = import_module(f"banso.sheets.{folder}.excel").write_excel(paper, path, bare=bare)
        case ".pdf":
            remarks = import_module(f"banso.sheets.{folder}.pdf").write_pdf(paper, path, bare=bare)
        case _:
            remarks = import_module(f"banso.sheets.{folder}.html").write_html(paper, path)
    return tuple(remark.message for remark in remarks or ())


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("action-list", "取組一覧", _action_list_reader, _write_action_list),
        Form("progress-sheet", "進捗管理シート", _progress_sheet_reader, _write_progress_sheet),
        Form("scorecard", "総括表"),
        Form("policy-evaluation", "政策評価シート"),
        Form("project-evaluation", "事務事業評価シート"),
        Form("support-plan", "経営発達支援計画"),
        Form("target-table", "目標一覧"),
        Form("budget-table", "事業費一覧"),
    )
}
"""Every form of the contract by its name, in the order of the command line's table."""
