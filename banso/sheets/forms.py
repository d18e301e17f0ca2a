"""The forms Banso knows: their names on the command line, their Japanese titles, and who reads and writes them.

Each form has a folder of its own. Its modules are imported when it is used, so that reading a text paper does not load
the PDF machinery. A folder's ``read`` module recognises and reads the paper (``Reader``). A form that is made of blocks
has a ``build`` module with ``paper_of`` and ``subjects_of`` (``Builder``); how blocks are written is the same for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from banso.domain.document import PlanDocument
from banso.sheets.blocks.value import Paper
from banso.sheets.form import Reader, Reading
from banso.sheets.grid import Grid


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


class View(Protocol):
    """What a form shows of a plan: the law ``read(write(plan, form)) == view(plan, form)``."""

    def __call__(self, document: PlanDocument, year: int | None, nodes: Sequence[str]) -> PlanDocument:
        """The part of the plan that stands on the form's paper of this year and these nodes (none: all)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A part of a paper that can be printed and worked on by itself: a node's ``key`` and what people call it."""

    key: str
    title: str


class Builder(Protocol):
    """The making side of a form of blocks; the ``build`` module of its folder fulfils it."""

    def paper_of(self, document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
        """The paper of the year for these nodes (none: all), without pages where there is nothing to show.

        Without a year it is that of the latest year with anything to show, or, for a form that shows the plan as a whole,
        the plan's own. Cells that wait to be filled are on it with their addresses. ``document`` is left unset.
        """

    def subjects_of(self, document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
        """The parts that have a page of their own; empty where the form is one paper for the whole plan."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form (帳票): ``name`` on the command line and in scopes, ``title`` as offices call it.

    ``folder`` is its package below ``banso.sheets``, None for a form that is not built yet. ``suffixes`` are the endings
    of the formats it is written in. ``writer`` and ``view`` are given by forms that are not made of blocks.
    """

    name: str
    title: str
    folder: str | None = None
    suffixes: tuple[str, ...] = (".pdf", ".xlsx", ".html")
    yearly: bool = True
    writer: Writer | None = None
    shown: View | None = None

    @property
    def built(self) -> bool:
        """Whether this version reads and writes the form."""
        return self.folder is not None

    @property
    def of_blocks(self) -> bool:
        """Whether the form is made of blocks, so that it can be shown and written on in the workspace as it is printed."""
        return self.folder is not None and self.writer is None

    def recognises(self, grids: Sequence[Grid]) -> int:
        """How surely the grids hold a paper of this form (0 not at all); 0 for a form that is not built yet."""
        return int(self._reader().recognises(grids)) if self.built else 0

    def read(self, grids: Sequence[Grid]) -> Reading:
        """The plan document and the doubts of all grids of one file."""
        if not self.built:
            raise UnbuiltForm(self.unbuilt("読み取り"))
        return self._reader().read(grids)

    def paper(
        self, document: PlanDocument, *, year: int | None = None, nodes: Sequence[str] = (), bare: bool = True
    ) -> Paper:
        """The paper of a form of blocks; not ``bare``, it holds its part of the plan document. Raises NothingToPrint."""
        from dataclasses import replace

        paper = self.builder().paper_of(document, year, nodes)
        if not paper.pages:
            raise NothingToPrint(
                f"この計画には{self.title}に載せるものがありません。年度と書面の指定を確かめてください。"
            )
        return paper if bare else replace(paper, document=self._seen(paper))

    def subjects(self, document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
        """The parts of the form of blocks that have a page of their own."""
        return self.builder().subjects_of(document, year)

    def view(self, document: PlanDocument, *, year: int | None = None, nodes: Sequence[str] = ()) -> PlanDocument:
        """What the form shows of the plan, as reading its paper gives it."""
        if self.shown is not None:
            return self.shown(document, year, nodes)
        return self._seen(self.builder().paper_of(document, year, nodes))

    def bare_view(self, document: PlanDocument, *, year: int | None = None, nodes: Sequence[str] = ()) -> PlanDocument:
        """What reading the bare print of the form of blocks gives, under the keys that the reader finds by itself."""
        return self._seen(self.builder().paper_of(document, year, nodes), bare=True)

    def write(
        self,
        document: PlanDocument,
        path: Path,
        *,
        year: int | None = None,
        nodes: Sequence[str] = (),
        bare: bool = False,
    ) -> tuple[str, ...]:
        """Write the form's paper to ``path`` (its ending is one of ``suffixes``); answers remarks about the print.

        Raises NothingToPrint, UnbuiltForm, and OSError where the file cannot be written.
        """
        if not self.built:
            raise UnbuiltForm(self.unbuilt("印刷"))
        if self.writer is not None:
            return self.writer(document, path, year=year, nodes=nodes, bare=bare)
        from banso.sheets.blocks.write import write_paper

        return write_paper(self.paper(document, year=year, nodes=nodes, bare=bare), path, bare=bare)

    def unbuilt(self, deed: str) -> str:
        """The sentence that says this version cannot do the deed (読み取り, 印刷) and what it can."""
        built = "、".join(f"{form.name}（{form.title}）" for form in FORMS.values() if form.built)
        return f"様式「{self.name}」（{self.title}）の{deed}には、この版はまだ対応していません。使える様式は {built} です。"

    def builder(self) -> Builder:
        """The form's ``build`` module."""
        return cast(Builder, import_module(f"banso.sheets.{self.folder}.build"))

    def _reader(self) -> Reader:
        return cast(Reader, import_module(f"banso.sheets.{self.folder}.read"))

    def _seen(self, paper: Paper, *, bare: bool = False) -> PlanDocument:
        """What reading the paper gives; pages of another form are read by that one, as in a bound file."""
        from banso.domain.merge import Paper as Read
        from banso.domain.merge import merge
        from banso.sheets.blocks.grids import grids_of

        shares: dict[str, list[Grid]] = {}
        for page, grid in zip(paper.pages, grids_of(paper, bare=bare), strict=True):
            shares.setdefault(page.form or self.name, []).append(grid)
        read = [Read(FORMS[name].read(grids).document, name) for name, grids in shares.items()]
        return merge(read)[0] if len(read) > 1 else read[0].document if read else PlanDocument()


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


def _shown_on_action_list(document: PlanDocument, year: int | None, nodes: Sequence[str]) -> PlanDocument:
    from banso.sheets.action_list.build import view

    return view(document, tuple(nodes))


def _shown_on_progress_sheet(document: PlanDocument, year: int | None, nodes: Sequence[str]) -> PlanDocument:
    from banso.sheets.progress_sheet.build import view

    return view(document, year, tuple(nodes))


_ALL = (".pdf", ".xlsx", ".html", ".docx")

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form(
            "action-list",
            "取組一覧",
            "action_list",
            yearly=False,
            writer=_write_action_list,
            shown=_shown_on_action_list,
        ),
        Form(
            "progress-sheet",
            "進捗管理シート",
            "progress_sheet",
            writer=_write_progress_sheet,
            shown=_shown_on_progress_sheet,
        ),
        Form("scorecard", "総括表", "scorecard"),
        Form("policy-evaluation", "政策評価シート", "policy_evaluation"),
        Form("project-evaluation", "事務事業評価シート", "project_evaluation"),
        Form("support-plan", "経営発達支援計画", "support_plan", suffixes=_ALL, yearly=False),
        Form("target-table", "目標一覧", "target_table", yearly=False),
        Form("budget-table", "事業費一覧", "budget_table", yearly=False),
    )
}
"""Every form of the contract by its name, in the order of the command line's table."""
