"""Long work as people see it: the list, and one job with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from banso.models import Job, Plan
from banso.models.jobs import JobState

IDLE_AFTER = timedelta(seconds=30)
"""A job that has waited so long without any job being worked on suggests that no worker runs."""

_TONES = {"waiting": "waiting", "running": "going", "done": "done", "failed": "trouble"}


@dataclass(frozen=True, slots=True)
class JobView:
    """A job for its page: whether it is at an end, whether its file is there, whether nobody seems to work at all."""

    job: Job
    tone: str
    ended: bool
    file: bool
    idle: bool

    @property
    def word(self) -> str:
        """The state in a word."""
        return JobState(self.job.state).label


def jobs_of(organizations: Iterable[int]) -> QuerySet[Job]:
    """The long work of these organizations, latest first."""
    found = Job.objects.filter(organization__in=list(organizations))
    return found.select_related("plan", "person").order_by("-created_at", "-pk")


def latest_jobs(plan: Plan, count: int = 3) -> tuple[JobView, ...]:
    """The latest work on a plan."""
    found = Job.objects.filter(plan=plan).select_related("plan", "person").order_by("-created_at", "-pk")
    return tuple(job_view(job) for job in found[:count])


def job_view(job: Job, *, alone: bool = False) -> JobView:
    """What a page says of the job; on its own page (``alone``) also whether anybody works at all, which is one query."""
    ended = job.state in (JobState.DONE, JobState.FAILED)
    waits = alone and job.state == JobState.WAITING and job.created_at < timezone.now() - IDLE_AFTER
    return JobView(
        job=job,
        tone=_TONES[job.state],
        ended=ended,
        file=bool(job.result) and result_path(job).is_file(),
        idle=waits and not Job.objects.filter(state=JobState.RUNNING).exists(),
    )


def result_path(job: Job) -> Path:
    """Where the file that the job made lies."""
    return Path(settings.FILES_DIR) / job.result
