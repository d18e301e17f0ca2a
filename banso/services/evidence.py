"""Deeds on evidence: files that prove a text or a value, kept by the digest of their content.

A file is what its content says, not what its name says: both have to be on the list and fit each other.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import filetype
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from banso.domain.edits import EditRefused
from banso.domain.place_words import Places
from banso.models import Evidence, Plan
from banso.queries.documents import document_of
from banso.services.changing import note
from banso.services.policy import Actor, at, require

log = logging.getLogger("banso.services")

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 50
"""Files at one fact."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "heic": "image/heic",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""What may be attached: the end of the name and the media type that the content must have."""

ACCEPTED = ",".join(f".{suffix}" for suffix in _TYPES)
"""The ends of names for a file input."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_KNOWN_BY_BYTES = {"image/heif": "image/heic", "image/x-ms-bmp": "image/bmp"}
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\uf8f0-\uf8f3]")
"""Controls, and what stands for bytes that no office's code has."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>:"|?*]')
"""Controls, marks that turn the direction of writing (a name must not look like another), and what Windows refuses."""


class EvidenceRefused(EditRefused):
    """The file cannot be kept; the message says why and what to do."""


def attach(*, actor: Actor, plan: Plan, fact: str, name: str, content: BinaryIO, size: int) -> Evidence:
    """Keep a file at a fact (``text/…``, ``actual/…``, ``judgement/…``); the same file at the same fact is kept once.

    Raises NotAllowed and EvidenceRefused.
    """
    require(actor, "attach", at(plan, fact))
    plain = plain_name(name)
    if size > MOST_BYTES:
        raise EvidenceRefused(
            f"「{plain}」は {size / 1024 / 1024:.1f} MB あります。20 MB までにしてください。写真は小さくし、PDFは分けてください。"
        )
    if size == 0:
        raise EvidenceRefused(f"「{plain}」は中身が空です。ファイルを確かめてください。")
    kept = Evidence.objects.filter(plan=plan, fact_address=fact, removed_at=None)
    if kept.count() >= MOST_FILES:
        raise EvidenceRefused(f"一つの項目に添付できるのは {MOST_FILES} 件までです。使わない資料を外してください。")
    media_type = media_type_of(plain, content)
    try:
        digest, length = _store(content)
    except OSError as error:
        log.exception("根拠資料を書けません。")
        raise EvidenceRefused(
            f"「{plain}」を保存できませんでした。サーバーのディスクに空きがないか、書き込めません。管理者に知らせてください。"
        ) from error
    if length != size:
        raise EvidenceRefused(f"「{plain}」を最後まで受け取れませんでした。もう一度添付してください。")
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        same = kept.filter(digest=digest).first()
        if same is not None:
            return same
        made = Evidence.objects.create(
            plan=plan,
            fact_address=fact,
            name=plain,
            size=length,
            digest=digest,
            media_type=media_type,
            by=actor.person,
        )
        _note(actor, plan, made, "添付しました")
    return made


def remove(*, actor: Actor, plan: Plan, evidence: Evidence) -> None:
    """Take a file away from its fact; who took it away and when stays, and so does the file itself. Raises NotAllowed."""
    require(actor, "attach", at(plan, evidence.fact_address))
    with transaction.atomic():
        mine = Evidence.objects.filter(pk=evidence.pk, plan=plan, removed_at=None)
        if mine.update(removed_at=timezone.now(), removed_by=actor.person):
            _note(actor, plan, evidence, "外しました")


def _note(actor: Actor, plan: Plan, evidence: Evidence, done: str) -> None:
    fact = evidence.fact_address
    place = Places(document_of(plan)).at(fact)
    note(actor=actor, plan=plan, deed="attach", fact=fact, summary=f"{place}の根拠資料「{evidence.name}」を{done}。")


def path_of(evidence: Evidence) -> Path:
    """Where the content lies."""
    return _place(evidence.digest)


def plain_name(name: str) -> str:
    """The file's name without folders, controls and tricks, short enough for every disk; its end is kept."""
    last = (
        _UNSAFE.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2].strip().rstrip(". ")
    )
    stem, point, suffix = last.rpartition(".")
    if not point:
        stem, suffix = last, ""
    suffix = suffix.strip().lower()
    stem = stem.strip(" .") or "資料"
    while len(f"{stem}.{suffix}".encode()) > 200 and stem:
        stem = stem[:-1]
    return f"{stem}.{suffix}" if suffix else stem


def media_type_of(name: str, content: BinaryIO) -> str:
    """The media type by the content, which has to fit the end of the name. Raises EvidenceRefused."""
    suffix = name.rpartition(".")[2]
    wanted = _TYPES.get(suffix)
    if wanted is None or "." not in name:
        raise EvidenceRefused(
            f"「{name}」は添付できない種類のファイルです。PDF・画像・Office文書・CSV・テキストのどれかにしてください。"
        )
    found = _found_type(suffix, content)
    content.seek(0)
    if found != wanted:
        raise EvidenceRefused(
            f"「{name}」は、名前の終わり（.{suffix}）と中身の種類が違うか、壊れているか、マクロを含みます。"
            "元のソフトで開いて保存し直すか、PDFにしてから添付してください。"
        )
    return wanted


def _found_type(suffix: str, content: BinaryIO) -> str | None:
    content.seek(0)
    head = content.read(8192)
    if head.startswith(b"PK"):
        return _zip_type(content)
    if head.startswith(_OLD_OFFICE):
        return _TYPES[suffix] if suffix in ("doc", "xls", "ppt") else None
    if suffix in ("csv", "txt"):
        return _TYPES[suffix] if _is_text(head, content) else None
    if b"%PDF-" in head[:1024]:
        return _TYPES["pdf"]
    guess = filetype.guess(head)
    return None if guess is None else _KNOWN_BY_BYTES.get(guess.mime, guess.mime)


def _zip_type(content: BinaryIO) -> str | None:
    """The office file that a package is; None for any other archive, and for one with macros. Nothing is unpacked."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            names = set(package.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "[Content_Types].xml" in names:
                return _TYPES.get(next((_PARTS[part] for part in _PARTS if _any_in(part, names)), ""))
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                return package.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return None


def _any_in(folder: str, names: Iterable[str]) -> bool:
    return any(name.startswith(folder) for name in names)


def _is_text(head: bytes, content: BinaryIO) -> bool:
    """Whether the whole content is text in one of the codes that offices save it in."""
    if filetype.guess(head) is not None:
        return False
    content.seek(0)
    whole = content.read(MOST_BYTES + 1)
    for code in ("utf-8-sig", "cp932", *(["utf-16"] if head[:2] in (b"\xff\xfe", b"\xfe\xff") else [])):
        with suppress(UnicodeDecodeError):
            text = whole.decode(code)
            return _NO_TEXT.search(text) is None
    return False


def _place(digest: str) -> Path:
    return Path(settings.FILES_DIR) / "evidence" / digest[:2] / digest


def _store(content: BinaryIO) -> tuple[str, int]:
    """Write the content under its digest, whole or not at all; answers digest and length."""
    folder = Path(settings.FILES_DIR) / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{secrets.token_hex(8)}"
    digest, length = hashlib.sha256(), 0
    content.seek(0)
    try:
        with unfinished.open("xb") as out:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
                length += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        place = _place(digest.hexdigest())
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    return digest.hexdigest(), length
