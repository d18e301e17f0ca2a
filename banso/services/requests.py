"""Deeds on 依頼シート: asking contributors, writing their workbooks, taking in what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from banso.domain.edits import EditRefused
from banso.domain.plan_json import dump_document
from banso.models import Import, ImportFile, Job, Plan, Request
from banso.models.imports import ImportState
from banso.queries.imports import doubts_as_data
from banso.queries.requests import Asking, as_data
from banso.queries.returns import Collected
from banso.services.imports import COLLECTING
from banso.services.jobs import start_job
from banso.services.policy import Actor, at, require
from banso.services.uploads import MAX_FILES, Upload, keep_uploads, plain_name
from banso.sheets.request_sheet.excel import write_request

WRITING = "request-sheets"
"""The kind of job that writes the workbooks of a year as one zip."""
MOST_RETURNS = 300
"""Returned files that are taken in together."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A contributor to ask; ``nodes`` are the elements chosen for them, none: all they answer for."""

    name: str
    nodes: tuple[str, ...] = ()


def ask(
    *, actor: Actor, plan: Plan, year: int, wanted: Sequence[Wanted], due: date | None = None, contact: str = ""
) -> tuple[Request, ...]:
    """Note who is asked until when; asking again renews it. Raises NotAllowed, and EditRefused for nobody to ask."""
    require(actor, "import", at(plan))
    if not wanted:
        raise EditRefused("依頼する担当が選ばれていません。担当を選んでください。")
    asking = Asking(plan, year)
    for each in wanted:
        share = asking.share(each.name, each.nodes)
        if share is None or not (share.indicators or asking.texts(share)):
            raise EditRefused(f"担当「{each.name}」に依頼する指標や文章が、この計画にありません。")
        if not each.name.strip() or len(each.name) > 100:
            raise EditRefused("担当の名前を100字までで入れてください。")
    with transaction.atomic():
        return tuple(
            Request.objects.update_or_create(
                plan=plan,
                year=year,
                contributor=each.name,
                defaults={
                    "nodes": list(each.nodes),
                    "due": due,
                    "contact": contact[:1000],
                    "revision": plan.revision,
                    "person": actor.person,
                },
            )[0]
            for each in wanted
        )


def write_requests(
    plan: Plan, year: int, requests: Sequence[Request], folder: Path, done: Callable[[int], None] = lambda _: None
) -> tuple[Path, ...]:
    """Write one workbook for each request into the folder; ``done`` is told how many are made. Raises TextTooLong, OSError."""
    asking = Asking(plan, year)
    written: dict[str, Path] = {}
    for number, request in enumerate(requests, 1):
        share = asking.share(request.contributor, request.nodes)
        if share is not None:
            stem = plain_name(f"依頼シート_{year}年度_{request.contributor.replace('/', '／')}", "依頼シート")
            name, again = stem, 1
            while name in written:
                again += 1
                name = f"{stem}（{again}）"
            sheet = asking.sheet(share, nodes=request.nodes, due=request.due, contact=request.contact)
            written[name] = folder / f"{name}.xlsx"
            write_request(sheet, written[name])
        done(number)
    return tuple(written.values())


def start_writing(*, actor: Actor, plan: Plan, year: int, requests: Sequence[Request]) -> Job:
    """Ask for the workbooks of these requests as one zip."""
    return start_job(
        actor=actor,
        deed="import",
        kind=WRITING,
        title=f"依頼シート {year}年度（{len(requests)}件）",
        organization=plan.organization,
        plan=plan,
        arguments={"year": year, "requests": [each.pk for each in requests], "revision": plan.revision},
    )


def receive_returns(*, actor: Actor, plan: Plan, year: int, uploads: Iterable[Upload], queue: bool = True) -> Import:
    """Keep returned files as one import and ask for their reading; ``queue`` False leaves it to the caller.

    Raises NotAllowed and EditRefused.
    """
    require(actor, "import", at(plan))
    files = list(uploads)
    if len(files) > MOST_RETURNS:
        raise EditRefused(
            f"一度に集められるのは{MOST_RETURNS}ファイルまでです（{len(files)}ファイルありました）。分けてください。"
        )
    if not files:
        keep_uploads(files)
    kept = [
        each for start in range(0, len(files), MAX_FILES) for each in keep_uploads(files[start : start + MAX_FILES])
    ]
    with transaction.atomic():
        record = Import.objects.create(organization=plan.organization, plan=plan, person=actor.person, asked_year=year)
        ImportFile.objects.bulk_create(
            [ImportFile(upload=record, name=file.name, size=file.size, digest=file.digest) for file in kept]
        )
        if queue:
            record.job = start_job(
                actor=actor,
                deed="import",
                kind=COLLECTING,
                title=f"返ってきた依頼シートの読み取り（{len(kept)}件）",
                organization=plan.organization,
                plan=plan,
                arguments={"import": record.pk},
            )
            record.save(update_fields=["job"])
    return record


def keep_collected(record: Import, collected: Collected) -> bool:
    """Keep what the files state; False where the import no longer waits for it."""
    mine = Import.objects.filter(pk=record.pk, state=ImportState.READING)
    return bool(
        mine.update(
            state=ImportState.READ,
            document=dump_document(collected.document),
            doubts=doubts_as_data(collected.doubts),
            returns=as_data(collected.answers),
            message="",
        )
    )
