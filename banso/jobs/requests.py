"""Long work on 依頼シート: all workbooks of a year as one zip, and reading what came back. Run twice, both give the same."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from banso.jobs.kinds import JobFailed, Outcome, Work
from banso.jobs.papers import FOLDER
from banso.jobs.progress import Progress
from banso.models import Import, Job, Request
from banso.models.imports import ImportState
from banso.queries.papers import file_name
from banso.queries.returns import ReturnedFile, collect
from banso.services.imports import COLLECTING, keep_failure
from banso.services.policy import actor_of, at, require
from banso.services.requests import WRITING, keep_collected, write_requests
from banso.sheets.form import UnreadablePaper
from banso.sheets.request_sheet.read import Returned, read_returned
from banso.sheets.workbooks import TextTooLong

log = logging.getLogger("banso.jobs")


def write_all(job: Job, progress: Progress) -> Outcome:
    """The workbooks of the requests that the job names, in one zip."""
    if job.plan is None:
        raise JobFailed("依頼シートを作る計画がありません。")
    require(actor_of(job.person), "import", at(job.plan))
    year = int(job.arguments["year"])
    requests = list(Request.objects.filter(plan=job.plan, year=year, pk__in=job.arguments["requests"]))
    total = len(requests)
    folder = Path(settings.FILES_DIR) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob(f".{job.pk}-*"), *folder.glob(f"{job.pk}-*")):
        with suppress(OSError):
            left.unlink()
    attempt = f"{job.pk}-{job.attempt}-{secrets.token_hex(6)}.zip"
    unfinished = folder / f".{attempt}"
    try:
        with tempfile.TemporaryDirectory(prefix="banso-") as work:
            files = write_requests(
                job.plan,
                year,
                requests,
                Path(work),
                lambda done: progress.report(done, total, "依頼シートを作っています"),
            )
            if len(files) != total:
                raise JobFailed("担当がいまの計画にない依頼があります。依頼シートの画面で選び直してください。")
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in files:
                    archive.write(file, file.name)
        unfinished.replace(folder / attempt)
    except TextTooLong as error:
        raise JobFailed(f"{error}文を分けるか短くして、もう一度始めてください。") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    name = file_name(job.plan.title, "依頼シート", f"{year}年度", suffix="zip")
    return Outcome(
        result=f"{FOLDER}/{attempt}",
        result_name=name,
        answer={"count": total, "pages": 0, "unit": "依頼シート", "remarks": []},
    )


def read_returns(job: Job, progress: Progress) -> Outcome:
    """Read the returned files of the import that the job names."""
    record = Import.objects.select_related("plan", "plan__organization").filter(pk=job.arguments["import"]).first()
    if record is None or record.state in (ImportState.APPLIED, ImportState.DISCARDED):
        return Outcome()
    if record.plan is None or record.asked_year is None:
        message = "どの計画の依頼シートか分かりません。依頼シートの画面から出し直してください。"
        keep_failure(record, message)
        raise JobFailed(message)
    files = list(record.files.order_by("pk"))
    found: list[ReturnedFile] = []
    with tempfile.TemporaryDirectory(prefix="banso-") as folder:
        for number, file in enumerate(files):
            progress.report(number, len(files), file.name)
            place = Path(folder) / str(number) / file.name
            place.parent.mkdir()
            try:
                shutil.copyfile(file.path, place)
            except FileNotFoundError:
                found.append(
                    ReturnedFile(file.name, f"「{file.name}」が保管場所にありません。もう一度選んでください。")
                )
                continue
            found.append(ReturnedFile(file.name, content_of(place)))
        progress.report(len(files), len(files), "計画と比べています")
    keep_collected(record, collect(record.plan, found, record.asked_year))
    return Outcome(answer={"files": [{"name": file.name, "forms": ["依頼シート"]} for file in files]})


def content_of(path: Path) -> Returned | str:
    """What a returned file holds, or the sentence why it cannot be read: one broken file keeps none of the others back."""
    try:
        return read_returned(path)
    except UnreadablePaper as error:
        return str(error)
    except OSError as error:
        return f"「{path.name}」を開けません（{error.strerror or error}）。"
    except Exception:
        # A hostile file may break a reader in a way nobody foresaw; people still get a sentence.
        log.exception("依頼シート %s", path.name)
        return (
            f"「{path.name}」を読み取る途中で思いがけない内容に出会い、中止しました。"
            "壊れていないか、Excelで開いて保存し直せるかを確かめてください。"
        )


KINDS: dict[str, Work] = {WRITING: write_all, COLLECTING: read_returns}
