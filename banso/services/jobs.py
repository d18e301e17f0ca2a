"""Deeds on long work: asking for it, taking it up, and saying how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from banso.models import Job, Organization, Plan
from banso.models.jobs import JobState
from banso.services.policy import Actor, Address, Deed, require

BEAT_SECONDS = 3
LOST_AFTER = timedelta(seconds=5 * BEAT_SECONDS)
"""A running job whose worker has been silent for so long is taken up again."""
ATTEMPTS = 3
KEPT_DAYS = 30
"""Days that the file a job made is kept; it can be made again at any time."""


def start_job(
    *,
    actor: Actor,
    deed: Deed,
    kind: str,
    title: str,
    organization: Organization,
    plan: Plan | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> Job:
    """Ask for long work; the same work that this person already waits for is not started twice."""
    require(actor, deed, Address(organization.pk, plan.pk if plan else None))
    wanted = dict(arguments or {})
    with transaction.atomic():
        for same in Job.objects.filter(
            person=actor.person, kind=kind, plan=plan, state__in=[JobState.WAITING, JobState.RUNNING]
        ):
            if same.arguments == wanted:
                return same
        return Job.objects.create(
            organization=organization, plan=plan, person=actor.person, kind=kind, title=title, arguments=wanted
        )


def take_job(worker: str) -> Job | None:
    """The next job for this worker, or one whose worker was lost; None where there is nothing to do.

    A job that was lost for the last time is said to have failed instead of being tried for ever.
    """
    lost_before = timezone.now() - LOST_AFTER
    waiting = Job.objects.filter(state=JobState.WAITING) | Job.objects.filter(
        state=JobState.RUNNING, heartbeat__lt=lost_before
    )
    if not waiting.exists():  # looked at without a lock, so that an idle worker disturbs nobody
        return None
    with transaction.atomic():
        job = waiting.select_for_update(skip_locked=True).order_by("created_at").first()
        if job is None:
            return None
        if job.attempt >= ATTEMPTS:
            job.state, job.finished_at = JobState.FAILED, timezone.now()
            job.message = "処理が途中で止まり、やり直しても終わりませんでした。もう一度始めてください。"
            job.save()
            return None
        job.state, job.worker, job.heartbeat = JobState.RUNNING, worker, timezone.now()
        job.attempt += 1
        job.done, job.total, job.step = 0, 0, ""
        job.save()
        return job


def finish_job(job: Job, *, result: str = "", result_name: str = "", answer: Mapping[str, Any] | None = None) -> bool:
    """Say that the job is done; False where another worker has taken it meanwhile (then nothing is said)."""
    return _close(job, state=JobState.DONE, result=result, result_name=result_name, answer=dict(answer or {}))


def fail_job(job: Job, message: str) -> bool:
    """Say that the job failed and what to do, in a Japanese sentence."""
    return _close(job, state=JobState.FAILED, message=message)


def forget_results() -> int:
    """Delete the files of jobs that ended more than KEPT_DAYS ago; answers how many. The jobs stay in the list."""
    old = Job.objects.filter(finished_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).exclude(result="")
    for job in old[:1000]:
        (Path(settings.FILES_DIR) / job.result).unlink(missing_ok=True)
    return old.update(result="")


def _close(job: Job, **values: Any) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempt=job.attempt)
    return mine.update(finished_at=timezone.now(), **values) == 1
