"""Prints as jobs: what the finished file holds is counted before anybody is told that it is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from banso.domain.document import PlanDocument
from banso.jobs.worker import work_on
from banso.models import Job, Membership, Person, Plan
from banso.models.jobs import JobState
from banso.services.changing import change
from banso.services.jobs import take_job
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.printing import print_again, start_print
from banso.services.texts import rate_sheet, write_report
from banso.sheets.reading import read_files

pytestmark = pytest.mark.django_db


def printed(actor: Actor, plan: Plan, paper: str, format: str, finish: str = "draft") -> Job:
    start_print(actor=actor, plan=plan, year=2023, paper=paper, format=format, finish=finish)
    job = take_job("tests")
    assert job is not None
    work_on(job)
    job.refresh_from_db()
    return job


def made(job: Job) -> Path:
    return Path(settings.FILES_DIR) / job.result


def left_over() -> list[str]:
    return sorted(path.name for path in (Path(settings.FILES_DIR) / "papers").glob(".*"))


def test_all_sheets_as_one_pdf(plan: Plan, actor: Actor) -> None:
    job = printed(actor, plan, "sheets", "pdf")
    assert (job.state, job.done, job.total) == (JobState.DONE, 21, 21)
    assert job.answer["count"] == 21
    assert job.result_name == "中小企業振興基本計画_進捗管理シート_2023年度_作業用.pdf"
    with pikepdf.Pdf.open(made(job)) as pdf:
        assert len(pdf.pages) == job.answer["pages"]
        assert "banso-plan.json" in pdf.attachments
    assert left_over() == []


def test_all_sheets_as_one_workbook_come_back_in(plan: Plan, actor: Actor) -> None:
    job = printed(actor, plan, "sheets", "xlsx")
    assert job.state == JobState.DONE, job.message
    names = CalamineWorkbook.from_path(str(made(job))).sheet_names
    assert len(names) == 21
    assert len(read_files([made(job)]).document.scope) == 21


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
@pytest.mark.parametrize("finish", ["draft", "clean"])
def test_the_action_list(plan: Plan, actor: Actor, format: str, finish: str) -> None:
    job = printed(actor, plan, "action-list", format, finish)
    assert job.state == JobState.DONE, job.message
    assert (job.answer["count"], job.answer["unit"], job.total) == (86, "取組", 86)


GREY = b"0.894"
"""The colour of the mark across a draft; nothing else on a sheet has it."""


def marked_pages(job: Job) -> list[bool]:
    with pikepdf.Pdf.open(made(job)) as pdf:
        return [GREY in page.Contents.read_bytes() for page in pdf.pages]


def test_only_sheets_that_are_not_confirmed_are_marked_as_drafts(plan: Plan, actor: Actor) -> None:
    rate_sheet(actor=actor, plan=plan, node="1-①", year=2023, step=3, stage="confirmed")
    first, *others = marked_pages(printed(actor, plan, "sheets", "pdf"))
    assert not first
    assert all(others)
    assert not any(marked_pages(printed(actor, plan, "sheets", "pdf", "clean")))


def test_a_plan_without_sheets_fails_in_a_sentence(plan: Plan, actor: Actor) -> None:
    empty = PlanDocument(title="空の計画", first_year=2023, last_year=2027)
    change(actor=actor, plan=plan, deed="edit-plan", edit=lambda _: empty)
    for paper in ("sheets", "action-list"):
        job = printed(actor, plan, paper, "pdf")
        assert job.state == JobState.FAILED
        assert "ありません" in job.message
        assert job.result == ""


def test_a_text_that_no_cell_holds_fails_in_a_sentence(plan: Plan, actor: Actor) -> None:
    def longer(document: PlanDocument) -> PlanDocument:
        nodes = tuple(replace(node, title="長" * 40_000) if node.key == "1-①" else node for node in document.nodes)
        return replace(document, nodes=nodes)

    change(actor=actor, plan=plan, deed="edit-plan", edit=longer)
    job = printed(actor, plan, "sheets", "xlsx")
    assert job.state == JobState.FAILED
    assert "入りません" in job.message
    assert left_over() == []


def test_who_lost_the_right_gets_no_paper(plan: Plan, reader: Person) -> None:
    start_print(actor=actor_of(reader), plan=plan, year=2023, paper="sheets", format="pdf", finish="draft")
    Membership.objects.filter(person=reader).delete()
    job = take_job("tests")
    assert job is not None
    work_on(job)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.result == ""
    with pytest.raises(NotAllowed):
        print_again(actor=actor_of(reader), job=job)


def test_a_job_that_was_taken_over_leaves_one_file(plan: Plan, actor: Actor) -> None:
    start_print(actor=actor, plan=plan, year=2023, paper="sheets", format="pdf", finish="draft")
    lost = take_job("tests")
    assert lost is not None
    # Its worker was silent for too long: another one has it. The first still lives and goes on.
    Job.objects.update(worker="other", attempt=2)
    work_on(lost)
    assert Job.objects.get().state == JobState.RUNNING
    assert list((Path(settings.FILES_DIR) / "papers").glob("*.pdf")) == []
    work_on(Job.objects.get())
    job = Job.objects.get()
    assert job.state == JobState.DONE
    assert [path.name for path in (Path(settings.FILES_DIR) / "papers").iterdir()] == [made(job).name]


def test_what_a_killed_attempt_left_is_cleared_away(plan: Plan, actor: Actor) -> None:
    job = start_print(actor=actor, plan=plan, year=2023, paper="sheets", format="pdf", finish="draft")
    folder = Path(settings.FILES_DIR) / "papers"
    folder.mkdir(parents=True)
    (folder / f".{job.pk}-1-abc.pdf.tmp").write_bytes(b"half a paper")
    (folder / f".{job.pk}0-1-abc.pdf").write_bytes(b"another job's")
    taken = take_job("tests")
    assert taken is not None
    work_on(taken)
    assert left_over() == [f".{job.pk}0-1-abc.pdf"]


def test_printing_again_shows_the_plan_as_it_is_now(plan: Plan, actor: Actor) -> None:
    first = printed(actor, plan, "sheets", "xlsx")
    write_report(actor=actor, plan=plan, node="1-①", year=2023, kind="issues", text="あとから書いた課題")
    again = print_again(actor=actor, job=first)
    assert again.pk != first.pk
    taken = take_job("tests")
    assert taken is not None
    work_on(taken)
    again.refresh_from_db()
    texts = {text.text for text in read_files([made(again)]).document.texts}
    assert "あとから書いた課題" in texts
