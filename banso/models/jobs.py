"""Long work: one row per job, with its progress and heartbeat."""

from __future__ import annotations

from django.db import models

from banso.models.organizations import Organization, Person
from banso.models.plans import Plan


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"


class Job(models.Model):
    """Long work that can be left and found again. ``heartbeat`` tells whether its worker still lives.

    ``result`` is a file below the data folder, ``answer`` a small JSON value; both only once the counts have matched.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="jobs")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, related_name="jobs")
    person = models.ForeignKey(Person, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=60, default="")
    heartbeat = models.DateTimeField(null=True)
    message = models.TextField(default="")
    result = models.CharField(max_length=255, default="")
    result_name = models.CharField(max_length=255, default="")
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """The index serves the worker's search for the next job."""

        indexes = [models.Index(fields=["state", "created_at"], name="job_queue")]
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title
