"""How an import is called and coloured on a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from banso.models import Import
from banso.models.imports import ImportState
from banso.models.jobs import JobState


@dataclass(frozen=True, slots=True)
class Shown:
    """``word`` and ``tone`` of the mark; ``reading`` while a worker is at it, ``failed`` says why it ended, "" where not."""

    word: str
    tone: str
    reading: bool = False
    failed: str = ""


def state_of(record: Import) -> Shown:
    """The state as a person sees it: an undone import is no longer taken over, a reading whose job ended has failed."""
    match record.state:
        case ImportState.READING:
            if record.job is not None and record.job.state == JobState.FAILED:
                return Shown(_("読み取れません"), "trouble", failed=record.job.message)
            return Shown(_("読み取り中"), "going", reading=True)
        case ImportState.READ:
            return Shown(_("確認待ち"), "waiting")
        case ImportState.FAILED:
            return Shown(_("読み取れません"), "trouble", failed=record.message)
        case ImportState.DISCARDED:
            return Shown(_("取りやめ"), "none")
        case _:
            if record.entry is None:
                return Shown(_("変更なし"), "neutral")
            if getattr(record.entry, "undone_by", None) is not None:
                return Shown(_("取り消し済み"), "neutral")
            return Shown(_("取り込み済み"), "done")
