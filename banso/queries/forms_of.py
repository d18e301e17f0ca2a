"""Which forms a plan is worked on with, what each of them has to show of a year, and what is still blank on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from banso.domain.address import split
from banso.domain.document import PlanDocument
from banso.domain.placing import homes
from banso.models import Plan
from banso.queries.documents import document_in_year, document_of, remembered
from banso.queries.years import open_years
from banso.sheets.blocks.value import Cell, Heading, Page, Paper, Paragraph, Table
from banso.sheets.forms import FORMS, Form, NothingToPrint, Subject

SHEET_FORMS = ("progress-sheet", "action-list")
"""Forms with pages of their own in the workspace (シート)."""

_BY_KIND = {
    "promotion-plan": SHEET_FORMS,
    "action-programme": ("scorecard",),
    "policy-evaluation": ("policy-evaluation", "project-evaluation"),
    "support-plan": ("support-plan", "target-table", "budget-table"),
}
"""The forms of a kind of plan, where its papers do not tell."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper with a page of its own: ``blank`` of its ``total`` cells to write in hold nothing yet."""

    subject: Subject
    blank: int
    total: int


@dataclass(frozen=True, slots=True)
class FormState:
    """A form with something to show of the plan in ``year`` (None: for the plan as a whole).

    ``parts`` are empty where the form is one paper; ``blank`` of ``total`` counts the cells that people write in every
    year.
    """

    form: Form
    title: str
    year: int | None
    parts: tuple[Part, ...]
    blank: int
    total: int
    own: bool


def form_names(document: PlanDocument) -> tuple[str, ...]:
    """The plan's own forms: those its papers were read from and those of its kind, in the order of the forms."""
    wanted = {scope.form for scope in document.scope} | set(_BY_KIND.get(document.kind or "", ()))
    return tuple(name for name in FORMS if name in wanted)


def uses_sheets(document: PlanDocument) -> bool:
    """Whether the plan is worked on with progress sheets; a plan that says nothing of its forms is."""
    names = form_names(document)
    written = bool(document.groups or document.roadmap)
    return written or not names or any(name in SHEET_FORMS for name in names)


def years_of_papers(plan: Plan) -> tuple[int, ...]:
    """The years for which papers can be opened: the open years and those of the papers that were read."""
    document = document_of(plan)
    return tuple(sorted({*open_years(document), *(scope.year for scope in document.scope if scope.year is not None)}))


def states_of(plan: Plan, year: int | None) -> tuple[FormState, ...]:
    """Every form of blocks that has something to show in the year, the plan's own forms first."""
    own = form_names(document_of(plan))
    order = sorted((form for form in FORMS.values() if form.of_blocks), key=lambda form: form.name not in own)
    found: list[FormState | None] = []
    for form in order:
        found.append(state_of(plan, form, year if form.yearly else None, own=form.name in own))
        if not form.yearly and found[-1] is not None and year is not None:
            of_year = state_of(plan, form, year, own=form.name in own)
            # The evaluation of a year, where the form has one beside the plan itself.
            found += [of_year] if of_year is not None and of_year.title != form.title else []
    return tuple(state for state in found if state is not None)


def state_of(plan: Plan, form: Form, year: int | None, *, own: bool = True) -> FormState | None:
    """How the form stands in the year; None where it has nothing to show."""
    return remembered(plan, "form", form.name, year, own, make=lambda: _state_of(plan, form, year, own))


def paper_in(plan: Plan, form: Form, year: int | None, node: str | None = None) -> Paper | None:
    """The form's paper of the year for one subject or for all; None where there is nothing to show."""
    return remembered(plan, "paper", form.name, year, node, make=lambda: _paper_in(plan, form, year, node))


def subjects_in(plan: Plan, form: Form, year: int | None) -> tuple[Subject, ...]:
    """The parts of the form that have a page of their own."""
    return remembered(plan, "subjects", form.name, year, make=lambda: form.subjects(_document(plan, year), year))


def cells_of(page: Page) -> Iterator[Cell | Paragraph | Heading]:
    """Everything printed on a page in order: the cells of its tables, its paragraphs and headings."""
    for block in page.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from row.cells
        else:
            yield block


def _document(plan: Plan, year: int | None) -> PlanDocument:
    return document_of(plan) if year is None else document_in_year(plan, year)


def _paper_in(plan: Plan, form: Form, year: int | None, node: str | None) -> Paper | None:
    try:
        return form.paper(_document(plan, year), year=year, nodes=(node,) if node else ())
    except NothingToPrint:
        return None


def _state_of(plan: Plan, form: Form, year: int | None, own: bool) -> FormState | None:
    paper = paper_in(plan, form, year)
    if paper is None:
        return None
    subjects = {subject.key: subject for subject in subjects_in(plan, form, year)}
    owners = _Owners(_document(plan, year), set(subjects))
    blank: dict[str | None, int] = {}
    total: dict[str | None, int] = {}
    seen: set[str] = set()
    pages = [page for page in paper.pages if page.form in (None, form.name)]  # those bound in are counted by their form
    for page in pages:
        for cell in cells_of(page):
            if not isinstance(cell, Cell) or cell.at is None or not cell.look.startswith("entry") or cell.at in seen:
                continue
            seen.add(cell.at)
            owner = owners.of(cell.at)
            total[owner] = total.get(owner, 0) + 1
            blank[owner] = blank.get(owner, 0) + (not cell.text.strip())
    parts = tuple(Part(subject, blank.get(key, 0), total.get(key, 0)) for key, subject in subjects.items())
    if year is not None and not form.yearly:
        whole = paper_in(plan, form, None)
        title = pages[0].title if pages and (whole is None or whole.pages[0].title != pages[0].title) else form.title
        return FormState(form, title, year, (), sum(blank.values()), sum(total.values()), own)
    return FormState(form, form.title, year, parts, sum(blank.values()), sum(total.values()), own)


class _Owners:
    """To which subject a fact belongs: the nearest node above it that is one."""

    def __init__(self, document: PlanDocument, subjects: set[str]) -> None:
        self._subjects = subjects
        self._parents = {node.key: node.parent for node in document.nodes}
        self._homes = homes(document.indicators, document.placements)

    def of(self, address: str) -> str | None:
        """The subject's key, None where the fact stands below none."""
        key: str | None = split(address)[1]
        if key not in self._parents:
            key = self._homes.get(key or "")
        for _step in range(len(self._parents) + 1):
            if key is None or key in self._subjects:
                return key
            key = self._parents.get(key)
        return None
