"""Files that people hand in, kept by the SHA-256 of their content below the data folder: whole or not there at all."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol

from django.conf import settings

from banso.domain.edits import EditRefused
from banso.models.imports import upload_place

MAX_FILES = 30
MAX_BYTES = 50 * 1024 * 1024
_NAME_BYTES = 200

log = logging.getLogger("banso.services")


class Upload(Protocol):
    """A file as it comes in."""

    @property
    def name(self) -> str | None:
        """The name it came with."""

    def chunks(self) -> Iterable[bytes]:
        """Its content, piece by piece."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file: the name it came with, its size and the digest that names its place."""

    name: str
    size: int
    digest: str


def keep_uploads(uploads: Iterable[Upload]) -> tuple[Kept, ...]:
    """Store the files. Raises EditRefused where there is none, there are too many, or one is empty or too large."""
    files = tuple(uploads)
    if not files:
        raise EditRefused("ファイルが選ばれていません。取り込む書面を選んでください。")
    if len(files) > MAX_FILES:
        raise EditRefused(
            f"一度に取り込めるのは{MAX_FILES}ファイルまでです（{len(files)}ファイルありました）。分けて取り込んでください。"
        )
    return tuple(_keep(file, number) for number, file in enumerate(files, 1))


def plain_name(name: str, otherwise: str) -> str:
    """A file name that any disk takes: no folders, no control characters, at most 200 bytes, its ending kept."""
    base = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    base = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C").strip(" .") or otherwise
    stem, suffix = os.path.splitext(base)
    suffix = suffix[:10]
    while len((stem + suffix).encode("utf-8", "replace")) > _NAME_BYTES:
        stem = stem[:-1]
    return stem + suffix


def _keep(upload: Upload, number: int) -> Kept:
    name = plain_name(upload.name or "", f"ファイル{number}")
    try:
        return _kept(upload, name)
    except OSError as error:
        log.exception("受け取ったファイルを書けません。")
        raise EditRefused(
            f"「{name}」を保存できませんでした。サーバーのディスクに空きがないか、書き込めません。管理者に知らせてください。"
        ) from error


def _kept(upload: Upload, name: str) -> Kept:
    folder = Path(settings.FILES_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{secrets.token_hex(16)}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as file:
            for chunk in upload.chunks():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise EditRefused(
                        f"「{name}」は{MAX_BYTES // 1024 // 1024} MB を超えています。要らないページや画像を除いて小さくしてください。"
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise EditRefused(f"「{name}」は空のファイルです。保存し直してから選んでください。")
        place = upload_place(digest.hexdigest())
        place.parent.mkdir(exist_ok=True)
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)
    return Kept(name, size, digest.hexdigest())
