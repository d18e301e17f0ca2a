"""The job that reads the papers of an import, one file after the other. Run twice, it gives the same."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

from banso.domain.merge import Paper
from banso.domain.plan_json import InvalidDocument
from banso.jobs.kinds import JobFailed, Outcome, Work
from banso.jobs.progress import Progress
from banso.models import Import, Job
from banso.models.imports import ImportState
from banso.queries.imports import forms_in
from banso.services.imports import READING, keep_failure, keep_reading
from banso.sheets.form import UnreadablePaper
from banso.sheets.forms import UnbuiltForm
from banso.sheets.reading import is_plan_document, papers_of, united

log = logging.getLogger("banso.jobs")


def read_papers(job: Job, progress: Progress) -> Outcome:
    """Read all files of the import that the job names; the answer tells for each file what it was."""
    record = Import.objects.filter(pk=job.arguments["import"]).first()
    if record is None or record.state in (ImportState.APPLIED, ImportState.DISCARDED):
        return Outcome()
    files = list(record.files.order_by("pk"))
    papers: list[Paper] = []
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="banso-") as folder:
        for number, file in enumerate(files):
            progress.report(number, len(files), file.name)
            place = Path(folder) / str(number) / file.name
            place.parent.mkdir()
            try:
                shutil.copyfile(file.path, place)
                read = papers_of(place)
            except FileNotFoundError as error:
                raise _failed(
                    record, f"「{file.name}」が保管場所にありません。もう一度ファイルを選んでください。"
                ) from error
            except (UnreadablePaper, InvalidDocument, UnbuiltForm) as error:
                raise _failed(record, str(error)) from error
            except OSError:
                raise
            except Exception as error:
                # A hostile file may break a reader in a way nobody foresaw; people still get a sentence.
                log.exception("取り込み %s %s", record.pk, file.name)
                raise _failed(
                    record,
                    f"「{file.name}」を読み取る途中で思いがけない内容に出会い、中止しました。"
                    "壊れていないか、ほかのソフトで開いて保存し直せるかを確かめてください。",
                ) from error
            papers += read
            forms = list(dict.fromkeys(form for paper in read for form in forms_in(paper.document)))
            told.append({"name": file.name, "forms": forms, "whole": is_plan_document(place)})
        progress.report(len(files), len(files), "内容をまとめています")
        reading = united(papers)
    keep_reading(record, reading)
    return Outcome(answer={"files": told})


def _failed(record: Import, message: str) -> JobFailed:
    keep_failure(record, message)
    return JobFailed(message)


KINDS: dict[str, Work] = {READING: read_papers}
