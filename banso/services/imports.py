"""Deeds on papers that come in: handing them in, keeping what was read, taking it over, discarding, taking it back.

Nothing of a paper is in the plan before a person agrees, and then all that was agreed to, in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from banso.domain.choosing import brings_something, choose
from banso.domain.diff import Change, apply
from banso.domain.difference_words import overview
from banso.domain.edits import EditRefused
from banso.domain.plan_json import dump_document
from banso.models import Import, ImportFile, Organization, Plan
from banso.models.imports import ImportState
from banso.queries.documents import document_of
from banso.queries.imports import comparison_of, copies_as_data, document_read, doubts_as_data
from banso.services.changing import Done, change, undo
from banso.services.jobs import start_job
from banso.services.plans import create_plan
from banso.services.policy import Actor, Address, Deed, require
from banso.services.uploads import Upload, keep_uploads
from banso.sheets.form import Reading

READING = "read-papers"
"""The kind of job that reads the papers of an import."""
COLLECTING = "collect-returns"
"""The kind of job that reads returned 依頼シート."""

_NOTHING_CHOSEN = "取り込む変更が選ばれていません。選ぶか、「取りやめる」を押してください。"
_TORN = "選んだ変更は、関係する項目と一緒でないと取り込めません。上位の項目や指標も一緒に選んでください。"


class PreviewChanged(Exception):
    """The plan was changed since the person saw the difference, so that it is another one now: it has to be seen first."""

    def __init__(self) -> None:
        super().__init__(
            "確認しているあいだに計画が変わり、取り込みの内容も変わりました。まだ何も取り込んでいません。新しい内容を確認してください。"
        )


class NotWaiting(EditRefused):
    """The import does not wait for a person: it was taken over, discarded, or is still being read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking over did, and the changes that were held back because something else depends on them."""

    done: Done
    held: tuple[Change, ...] = ()


def receive(
    *,
    actor: Actor,
    organization: Organization,
    plan: Plan | None,
    uploads: Iterable[Upload],
    queue: bool = True,
) -> Import:
    """Keep the files and ask for their reading; ``queue`` False leaves the reading to the caller.

    Raises NotAllowed and EditRefused. ``plan`` None: the papers are to make a new plan.
    """
    deed = _deed(plan)
    require(actor, deed, Address(organization.pk, plan.pk if plan else None))
    kept = keep_uploads(uploads)
    with transaction.atomic():
        record = Import.objects.create(organization=organization, plan=plan, person=actor.person)
        ImportFile.objects.bulk_create(
            [ImportFile(upload=record, name=file.name, size=file.size, digest=file.digest) for file in kept]
        )
        if queue:
            _queue(actor, record)
    return record


def read_again(*, actor: Actor, record: Import) -> None:
    """Ask for the reading once more, after it has failed."""
    _require(actor, record)
    with transaction.atomic():
        locked = _locked(record)
        job_failed = locked.job is not None and locked.job.state == "failed"
        if locked.state == ImportState.FAILED or (locked.state == ImportState.READING and job_failed):
            locked.state, locked.message = ImportState.READING, ""
            locked.save(update_fields=["state", "message"])
            _queue(actor, locked)


def keep_reading(record: Import, reading: Reading) -> bool:
    """Keep what was read; False where the import no longer waits for it (read twice, or discarded meanwhile)."""
    mine = Import.objects.filter(pk=record.pk, state=ImportState.READING)
    return bool(
        mine.update(
            state=ImportState.READ,
            document=dump_document(reading.document),
            doubts=doubts_as_data(reading.doubts),
            copies=copies_as_data(reading.copies),
            message="",
        )
    )


def keep_failure(record: Import, message: str) -> bool:
    """Keep why the papers cannot be read."""
    mine = Import.objects.filter(pk=record.pk, state=ImportState.READING)
    return bool(mine.update(state=ImportState.FAILED, message=message))


def apply_import(*, actor: Actor, record: Import, wanted: Collection[str], seen: str, reason: str = "") -> Taken:
    """Write the wanted changes of an import to its plan.

    ``seen`` is the seal of the difference the person agreed to. Raises PreviewChanged where the plan's present state
    makes another one, NotWaiting, NotAllowed and EditRefused. Where nothing differs but blanks, and none is wanted, the
    import is done without a deed.
    """
    if record.plan is None:
        raise NotWaiting("この取り込みは、新しい計画を作るためのものです。")
    _require(actor, record)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=record.plan.pk)
        locked = _waiting(record)
        comparison = comparison_of(locked, plan)
        if comparison.seal != seen:
            raise PreviewChanged
        chosen = choose(document_of(plan), comparison.difference, wanted)
        if not chosen.difference and (wanted or brings_something(comparison.difference)):
            raise EditRefused(_TORN if chosen.held else _NOTHING_CHOSEN)
        done = change(
            actor=actor,
            plan=plan,
            deed="import",
            edit=lambda document: apply(document, chosen.difference),
            reason=reason,
            summary=f"{_names(locked)}：{overview(chosen.difference)}",
        )
        locked.state, locked.entry = ImportState.APPLIED, done.entry
        locked.save(update_fields=["state", "entry"])
    return Taken(done, chosen.held)


def create_from_import(*, actor: Actor, record: Import, title: str = "", slug: str = "") -> Done:
    """Make a new plan of what was read. Raises NotWaiting, NotAllowed and EditRefused."""
    with transaction.atomic():
        locked = _waiting(record)
        if locked.plan is not None:
            raise NotWaiting("この取り込みは、もう計画に入っています。")
        document = document_read(locked)
        if title.strip():
            document = replace(document, title=title.strip())
        done = create_plan(
            actor=actor,
            organization=locked.organization,
            document=document,
            slug=slug,
            reason=f"書面から作成（{_files(locked)}）",
        )
        locked.state, locked.plan, locked.entry = ImportState.APPLIED, done.plan, done.entry
        locked.save(update_fields=["state", "plan", "entry"])
    return done


def discard(*, actor: Actor, record: Import) -> None:
    """Take an import off the list of what waits; the plan is not touched. An applied one stays as it is."""
    _require(actor, record)
    open_states = [ImportState.READING, ImportState.READ, ImportState.FAILED]
    if not Import.objects.filter(pk=record.pk, state__in=open_states).update(state=ImportState.DISCARDED):
        raise NotWaiting("この取り込みは、もう取り込み済みか、取りやめになっています。")


def undo_import(*, actor: Actor, record: Import) -> Done:
    """Take back what an import wrote; facts edited since are left. Raises NothingToUndo, NotAllowed, NotWaiting."""
    _require(actor, record)
    if record.plan is None or record.entry is None or record.entry.number == 1:
        raise NotWaiting("この取り込みで変わったところはないので、元に戻すものがありません。")
    return undo(actor=actor, plan=record.plan, entry=record.entry, reason="取り込みの取り消し")


def _deed(plan: Plan | None) -> Deed:
    return "create-plan" if plan is None else "import"


def _require(actor: Actor, record: Import) -> None:
    require(actor, _deed(record.plan), Address(record.organization_id, record.plan_id))


def _locked(record: Import) -> Import:
    return (
        Import.objects.select_for_update(of=("self",)).select_related("job", "plan", "organization").get(pk=record.pk)
    )


def _waiting(record: Import) -> Import:
    """The import, held until the end of the transaction, where it waits for a person."""
    locked = _locked(record)
    match locked.state:
        case ImportState.READ:
            return locked
        case ImportState.APPLIED:
            raise NotWaiting("この取り込みは、もう取り込み済みです。")
        case ImportState.DISCARDED:
            raise NotWaiting("この取り込みは、取りやめになっています。もう一度ファイルを選んでください。")
        case _:
            raise NotWaiting("書面をまだ読み取っていません。読み取りが終わるまで待ってください。")


def _queue(actor: Actor, record: Import) -> None:
    names = [file.name for file in record.files.all()]
    more = f" ほか{len(names) - 1}件" if len(names) > 1 else ""
    record.job = start_job(
        actor=actor,
        deed=_deed(record.plan),
        kind=READING if record.asked_year is None else COLLECTING,
        title=f"書面の読み取り（{names[0]}{more}）"[:200],
        organization=record.organization,
        plan=record.plan,
        arguments={"import": record.pk},
    )
    record.save(update_fields=["job"])


def _names(record: Import) -> str:
    """What was taken in: the files, or whose 依頼シート."""
    if record.asked_year is None:
        return f"取り込み（{_files(record)}）"
    senders = dict.fromkeys(each["contributor"] for each in record.returns if each.get("contributor"))
    return f"依頼シートの回答（{'、'.join(senders)}）" if senders else f"依頼シートの回答（{_files(record)}）"


def _files(record: Import) -> str:
    names = [file.name for file in record.files.all()]
    return "、".join(names[:3]) + (f" ほか{len(names) - 3}件" if len(names) > 3 else "")
