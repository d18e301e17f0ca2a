"""The worker: takes one job after the other. It may be killed at any moment; its job is then taken up again."""

from __future__ import annotations

import logging
import math
import os
import secrets
import socket
import time
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import close_old_connections

from banso.jobs.all_kinds import KINDS
from banso.jobs.kinds import JobFailed
from banso.jobs.progress import Lost, Progress
from banso.models import Job
from banso.services.jobs import fail_job, finish_job, forget_results, take_job
from banso.services.policy import NotAllowed

log = logging.getLogger("banso.jobs")

_PAUSE = 0.5
"""Seconds between two looks for work."""
AFTER_TROUBLE = 5.0
"""Seconds to wait after the database did not answer."""
_TIDY_SECONDS = 6 * 60 * 60
"""Seconds between two looks for results that are too old."""


def run_worker(stop: Event) -> None:
    """Work until ``stop`` is set."""
    tidied = -math.inf
    name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[:60]
    while not stop.is_set():
        try:
            if time.monotonic() - tidied > _TIDY_SECONDS:
                tidied = time.monotonic()
                forget_results()
            job = take_job(name)
        except Exception:
            # The database may be restarting: say so and look again, a worker must not die of it.
            log.exception("次の処理を取り出せません。")
            close_old_connections()
            job = None
            stop.wait(AFTER_TROUBLE)
        if job is None:
            stop.wait(_PAUSE)
        else:
            try:
                work_on(job)
            except Exception:
                # Its end could not be told; when its heartbeat has been silent long enough it is taken up again.
                log.exception("処理 %s の終わりを書けません。", job.pk)
                stop.wait(AFTER_TROUBLE)
            finally:
                close_old_connections()


def work_on(job: Job) -> None:
    """Do one job to its end and say how it ended."""
    try:
        with Progress(job) as progress:
            work = KINDS.get(job.kind)
            if work is None:
                raise JobFailed("この版では行えない処理です。Banso を更新してから、もう一度始めてください。")
            outcome = work(job, progress)
        kept = finish_job(job, result=outcome.result, result_name=outcome.result_name, answer=outcome.answer)
        if not kept and outcome.result:
            # Another worker has the job: what this one made belongs to nobody.
            (Path(settings.FILES_DIR) / outcome.result).unlink(missing_ok=True)
    except Lost:
        log.warning("処理 %s は別の担当が引き継ぎました。", job.pk)
    except (JobFailed, NotAllowed) as error:
        fail_job(job, str(error))
    except OSError as error:
        log.exception("処理 %s", job.pk)
        fail_job(
            job,
            f"ファイルを書けませんでした（{error.strerror or error}）。空き容量を確かめて、もう一度始めてください。",
        )
    except Exception:
        log.exception("処理 %s", job.pk)
        fail_job(
            job, "処理の途中で問題が起きました。もう一度始めてください。続くときは管理者に時刻を知らせてください。"
        )
