"""Progress of a running job: counts for the bar, and a heartbeat that shows its worker still lives."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from banso.models import Job
from banso.models.jobs import JobState
from banso.services.jobs import BEAT_SECONDS

log = logging.getLogger("banso.jobs")

_EVERY = 0.3
"""Seconds between two writes of the counts: a bar needs no more, and each write waits for the disk."""


class Lost(Exception):
    """Another worker has taken the job: this one stops without a word."""


class Progress:
    """Reports how far a job is. Used as a context: the heart beats inside."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._stop = Event()
        self._written = 0.0
        self._heart = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Progress:
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._heart.join()

    def report(self, done: int, total: int, step: str = "") -> None:
        """``done`` of ``total`` are made; ``step`` says in words what is being done. Raises Lost."""
        now = time.monotonic()
        if now - self._written < _EVERY and done < total:
            return
        self._written = now
        if not self._mine().update(done=done, total=total, step=step, heartbeat=timezone.now()):
            raise Lost

    def _mine(self) -> QuerySet[Job]:
        job = self._job
        return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempt=job.attempt)

    def _beat(self) -> None:
        try:
            while not self._stop.wait(BEAT_SECONDS):
                try:
                    self._mine().update(heartbeat=timezone.now())
                except DatabaseError:
                    # One missed beat is no death: the database may be busy or restarting.
                    log.warning("処理 %s の進み具合を書けません。", self._job.pk)
                    connection.close()
        finally:
            connection.close()
