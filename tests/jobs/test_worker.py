"""Taking up jobs: one worker each, again after a worker was lost, not for ever."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from banso.jobs.all_kinds import KINDS
from banso.jobs.kinds import JobFailed, Outcome
from banso.jobs.progress import Lost, Progress
from banso.jobs.worker import work_on
from banso.models import Job, Organization, Plan
from banso.models.jobs import JobState
from banso.services.jobs import (
    ATTEMPTS,
    KEPT_DAYS,
    LOST_AFTER,
    fail_job,
    finish_job,
    forget_results,
    start_job,
    take_job,
)
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(organization: Organization, plan: Plan, actor: Actor) -> Job:
    return start_job(actor=actor, deed="print", kind="count", title="数える", organization=organization, plan=plan)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A kind of job that counts to three, or does what is put in."""
    told: dict[str, object] = {}

    def count(job: Job, progress: Progress) -> Outcome:
        for done in range(4):
            progress.report(done, 3, "数えています")
        error = told.get("raise")
        if isinstance(error, Exception):
            raise error
        return Outcome(answer={"count": 3})

    monkeypatch.setitem(KINDS, "count", count)
    return told


def silent(job: Job) -> None:
    """The job's worker has not been heard for too long."""
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - LOST_AFTER - timedelta(seconds=1))


def test_a_job_is_taken_once(job: Job) -> None:
    taken = take_job("first")
    assert taken == job
    assert take_job("second") is None


def test_the_oldest_job_comes_first(job: Job, organization: Organization, plan: Plan, actor: Actor) -> None:
    later = start_job(actor=actor, deed="print", kind="other", title="あと", organization=organization, plan=plan)
    assert [take_job("a"), take_job("b")] == [job, later]


def test_a_job_whose_worker_fell_silent_is_taken_up_again_with_fresh_counts(job: Job) -> None:
    first = take_job("first")
    assert first is not None
    Progress(first).report(2, 3)
    silent(job)
    second = take_job("second")
    assert second is not None
    assert (second.attempt, second.worker, second.done, second.total) == (2, "second", 0, 0)
    # The first one was only slow: it may neither report nor say that the job is done.
    with pytest.raises(Lost):
        Progress(first).report(3, 3)
    assert not finish_job(first, result="papers/of-the-first.pdf")
    assert not fail_job(first, "だめでした")
    job.refresh_from_db()
    assert (job.state, job.result, job.message) == (JobState.RUNNING, "", "")


def test_a_job_that_kills_every_worker_is_said_to_have_failed(job: Job) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        taken = take_job(f"worker {attempt}")
        assert taken is not None
        silent(job)
    assert take_job("one more") is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "もう一度始めてください" in job.message
    assert take_job("and another") is None


def test_a_job_ends_with_its_counts_and_answer(job: Job, kind: dict[str, object]) -> None:
    taken = take_job("tests")
    assert taken is not None
    work_on(taken)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.answer) == (JobState.DONE, 3, 3, {"count": 3})
    assert job.finished_at is not None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (JobFailed("こうしてください。"), "こうしてください。"),
        (OSError(28, "No space left on device"), "空き容量"),
        (KeyError("x"), "もう一度始めてください"),
    ],
)
def test_every_failure_is_a_sentence(job: Job, kind: dict[str, object], error: Exception, said: str) -> None:
    kind["raise"] = error
    taken = take_job("tests")
    assert taken is not None
    work_on(taken)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert said in job.message


def test_a_kind_that_this_version_does_not_know_fails_in_a_sentence(job: Job) -> None:
    taken = take_job("tests")
    assert taken is not None
    work_on(taken)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "この版では" in job.message


def test_files_are_forgotten_after_their_time_and_jobs_are_not(job: Job) -> None:
    folder = Path(settings.FILES_DIR) / "papers"
    folder.mkdir(parents=True)
    (folder / "old.pdf").write_bytes(b"old")
    ended = timezone.now() - timedelta(days=KEPT_DAYS + 1)
    Job.objects.update(state=JobState.DONE, result="papers/old.pdf", result_name="古い.pdf", finished_at=ended)
    assert forget_results() == 1
    assert not (folder / "old.pdf").exists()
    job.refresh_from_db()
    assert (job.state, job.result, job.result_name) == (JobState.DONE, "", "古い.pdf")
    assert forget_results() == 0
