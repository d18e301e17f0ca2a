"""Printing as long work: all sheets of a year, the action list, or a whole form of blocks, as one file.

A job may be run twice: every attempt writes a file of its own and moves it into place when its counts have matched.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings

from banso.jobs.kinds import JobFailed, Outcome, Work
from banso.jobs.progress import Progress
from banso.models import Job, Plan
from banso.queries.papers import (
    Finish,
    Format,
    Written,
    action_count,
    file_name,
    page_count,
    plan_name,
    sheet_keys,
    write_action_list,
    write_form,
    write_sheets,
)
from banso.services.policy import actor_of, at, require
from banso.sheets.forms import FORMS
from banso.sheets.workbooks import TextTooLong

FOLDER = "papers"
"""Where the finished papers lie, below the folder of files."""

_FINISHES: dict[Finish, str] = {"draft": "作業用", "clean": "清書"}


def print_sheets(job: Job, progress: Progress, *, format: Format) -> Outcome:
    """All sheets of the year (``arguments``: year, finish) as one PDF or workbook."""
    plan, finish = _asked(job)
    year = int(job.arguments["year"])
    keys = sheet_keys(plan, year)
    if not keys:
        raise JobFailed("この年度に印刷するシートがありません。計画に施策を加えてから、もう一度始めてください。")
    total = len(keys)
    progress.report(0, total, "シートを組んでいます")

    def write(path: Path) -> Written:
        return write_sheets(
            plan,
            year,
            keys,
            path,
            format=format,
            finish=finish,
            done=lambda done: progress.report(done, total, "シートを組んでいます"),
        )

    name = file_name(plan_name(plan), "進捗管理シート", f"{year}年度", _FINISHES[finish], suffix=format)
    return _made(job, progress, write, total=total, unit="シート", name=name, suffix=format)


def print_action_list(job: Job, progress: Progress, *, format: Format) -> Outcome:
    """The action list of the year's plan (``arguments``: year, finish) as PDF or workbook."""
    plan, finish = _asked(job)
    year = int(job.arguments["year"])
    total = action_count(plan, year)
    if not total:
        raise JobFailed("取組一覧に載せる取組がありません。計画に取組を加えてから、もう一度始めてください。")
    progress.report(0, total, "一覧を組んでいます")
    write = partial(write_action_list, plan, year, format=format, finish=finish)
    name = file_name(plan_name(plan), "取組一覧", f"{year}年度", _FINISHES[finish], suffix=format)
    return _made(job, progress, write, total=total, unit="取組", name=name, suffix=format)


def print_form(job: Job, progress: Progress, *, form: str, format: str) -> Outcome:
    """A whole form of blocks of a year (``arguments``: year, None for the plan as a whole; finish)."""
    plan, finish = _asked(job)
    asked = FORMS[form]
    year = None if job.arguments["year"] is None else int(job.arguments["year"])
    total = page_count(plan, asked, year)
    if not total:
        raise JobFailed(f"この計画には{asked.title}に載せるものがありません。年度を確かめて、もう一度始めてください。")
    progress.report(0, total, "書面を組んでいます")
    write = partial(write_form, plan, asked, year, finish=finish)
    of_year = f"{year}年度" if year is not None else None
    name = file_name(plan_name(plan), asked.title, of_year, _FINISHES[finish], suffix=format)
    return _made(job, progress, write, total=total, unit="書面", name=name, suffix=format)


def _asked(job: Job) -> tuple[Plan, Finish]:
    """What to print, if the person may still print it."""
    if job.plan is None:
        raise JobFailed("印刷する計画がありません。計画のシートの画面から始めてください。")
    require(actor_of(job.person), "print", at(job.plan))
    finish: Finish = "clean" if job.arguments.get("finish") == "clean" else "draft"
    return job.plan, finish


def _made(
    job: Job,
    progress: Progress,
    write: Callable[[Path], Written],
    *,
    total: int,
    unit: str,
    name: str,
    suffix: str,
) -> Outcome:
    """Write to a name of this attempt's own; the file takes its place only when it holds what it should."""
    folder = Path(settings.FILES_DIR) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    # Of an attempt whose worker was killed, before or after its file took its place: nobody was told of that file.
    for left in (*folder.glob(f".{job.pk}-*"), *folder.glob(f"{job.pk}-*")):
        with suppress(OSError):
            left.unlink()
    attempt = f"{job.pk}-{job.attempt}-{secrets.token_hex(6)}.{suffix}"
    unfinished = folder / f".{attempt}"
    try:
        written = write(unfinished)
        progress.report(total, total, "数を確かめています")
        if written.count != total:
            raise JobFailed(
                f"{unit}の数が合いません（あるはずの{total}に対して{written.count}）。"
                "ファイルは渡しません。もう一度始め、続くときは管理者に知らせてください。"
            )
        unfinished.replace(folder / attempt)
    except TextTooLong as error:
        raise JobFailed(f"{error}文を分けるか短くして、もう一度始めてください。") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    answer = {"count": written.count, "pages": written.pages, "unit": unit, "remarks": list(written.remarks[:50])}
    return Outcome(result=f"{FOLDER}/{attempt}", result_name=name, answer=answer)


KINDS: dict[str, Work] = {
    "sheets-pdf": partial(print_sheets, format="pdf"),
    "sheets-xlsx": partial(print_sheets, format="xlsx"),
    "action-list-pdf": partial(print_action_list, format="pdf"),
    "action-list-xlsx": partial(print_action_list, format="xlsx"),
    **{
        f"{form.name}-{suffix.removeprefix('.')}": partial(print_form, form=form.name, format=suffix.removeprefix("."))
        for form in FORMS.values()
        if form.of_blocks
        for suffix in form.suffixes
    },
}
