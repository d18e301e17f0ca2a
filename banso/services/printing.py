"""Asking for the large prints of a plan, which are long work."""

from __future__ import annotations

from banso.domain.edits import EditRefused
from banso.models import Job, Plan
from banso.services.jobs import start_job
from banso.services.policy import Actor
from banso.sheets.forms import FORMS

_SHEETS = {"sheets": FORMS["progress-sheet"].title, "action-list": FORMS["action-list"].title}
"""Prints of the forms with pages of their own, by the names their jobs have."""
PAPERS = {**_SHEETS, **{form.name: form.title for form in FORMS.values() if form.of_blocks}}
FORMATS = {"pdf": "PDF", "xlsx": "Excel", "html": "ウェブページ", "docx": "Word"}
FINISHES = {"draft": "作業用", "clean": "清書"}


def formats_of(paper: str) -> tuple[str, ...]:
    """The formats a paper is printed in; none for a paper that there is not."""
    if paper in _SHEETS:
        return ("pdf", "xlsx")
    return tuple(suffix.removeprefix(".") for suffix in FORMS[paper].suffixes) if paper in PAPERS else ()


def start_print(*, actor: Actor, plan: Plan, year: int | None, paper: str, format: str, finish: str) -> Job:
    """Ask for all sheets of a year (``sheets``), the action list or a whole form, ``draft`` or ``clean``.

    A form that shows the plan as a whole has no ``year``. Raises NotAllowed, and EditRefused for a paper, format or
    finish that there is not.
    """
    if format not in formats_of(paper) or finish not in FINISHES:
        raise EditRefused("書面・形式・仕上げのどれかが選ばれていません。元の画面で選び直してください。")
    of_year = f" {year}年度" if year is not None else ""
    return start_job(
        actor=actor,
        deed="print",
        kind=f"{paper}-{format}",
        title=f"{PAPERS[paper]}{of_year} {FORMATS[format]}（{FINISHES[finish]}）",
        organization=plan.organization,
        plan=plan,
        arguments={"year": year, "finish": finish},
    )


def can_print_again(job: Job) -> bool:
    """Whether the job is a print, which can be asked for again from its own page."""
    paper, _, format = job.kind.rpartition("-")
    return job.plan is not None and format in formats_of(paper)


def print_again(*, actor: Actor, job: Job) -> Job:
    """Ask for the same print once more, as the plan is now. Raises NotAllowed and EditRefused."""
    if job.plan is None or not can_print_again(job):
        raise EditRefused("この処理はここからはやり直せません。始めた画面から、もう一度始めてください。")
    paper, _, format = job.kind.rpartition("-")
    year = job.arguments["year"]
    return start_print(
        actor=actor,
        plan=job.plan,
        year=None if year is None else int(year),
        paper=paper,
        format=format,
        finish=str(job.arguments.get("finish", "draft")),
    )
