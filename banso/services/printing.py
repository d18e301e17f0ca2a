"""Asking for the large prints of a plan, which are long work."""

from __future__ import annotations

from banso.domain.edits import EditRefused
from banso.models import Job, Plan
from banso.services.jobs import start_job
from banso.services.policy import Actor

PAPERS = {"sheets": "進捗管理シート", "action-list": "取組一覧"}
FORMATS = {"pdf": "PDF", "xlsx": "Excel"}
FINISHES = {"draft": "作業用", "clean": "清書"}


def start_print(*, actor: Actor, plan: Plan, year: int, paper: str, format: str, finish: str) -> Job:
    """Ask for all sheets of a year (``sheets``) or the action list, as ``pdf`` or ``xlsx``, ``draft`` or ``clean``.

    Raises NotAllowed, and EditRefused for a paper, format or finish that there is not.
    """
    if paper not in PAPERS or format not in FORMATS or finish not in FINISHES:
        raise EditRefused("書面・形式・仕上げのどれかが選ばれていません。シートの画面で選び直してください。")
    return start_job(
        actor=actor,
        deed="print",
        kind=f"{paper}-{format}",
        title=f"{PAPERS[paper]} {year}年度 {FORMATS[format]}（{FINISHES[finish]}）",
        organization=plan.organization,
        plan=plan,
        arguments={"year": year, "finish": finish},
    )


def can_print_again(job: Job) -> bool:
    """Whether the job is a print, which can be asked for again from its own page."""
    paper, _, format = job.kind.rpartition("-")
    return job.plan is not None and paper in PAPERS and format in FORMATS


def print_again(*, actor: Actor, job: Job) -> Job:
    """Ask for the same print once more, as the plan is now. Raises NotAllowed and EditRefused."""
    if job.plan is None or not can_print_again(job):
        raise EditRefused("この処理はここからはやり直せません。始めた画面から、もう一度始めてください。")
    paper, _, format = job.kind.rpartition("-")
    return start_print(
        actor=actor,
        plan=job.plan,
        year=int(job.arguments["year"]),
        paper=paper,
        format=format,
        finish=str(job.arguments.get("finish", "draft")),
    )
