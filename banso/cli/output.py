"""Output files: complete or not there at all. They are written beside their place and then moved onto it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from banso.cli.messages import Refusal


@contextmanager
def replacing(target: Path, inputs: Sequence[Path] = ()) -> Iterator[Path]:
    """A path beside ``target`` to write to; it takes the target's place when the block ends well.

    Raises Refusal where the folder is missing, the place cannot be written, the disk is full, or the target is one of
    ``inputs`` (a paper must not be overwritten by what was read from it).
    """
    place = _checked(target, inputs)
    draft = place.with_name(f".{place.stem[:60]}.{secrets.token_hex(6)}{place.suffix}")
    try:
        yield draft
        os.replace(draft, place)
    except Exception as error:
        cause = _system_error(error)
        if cause is None or isinstance(error, Refusal):
            raise
        raise Refusal(_sentence(target, cause)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _checked(target: Path, inputs: Sequence[Path]) -> Path:
    try:
        place = target.resolve()
        if place.is_dir():
            raise Refusal(f"出力先「{target}」はフォルダーです。ファイル名まで指定してください。")
        if place.exists() and not place.is_file():
            raise Refusal(f"出力先「{target}」は普通のファイルではありません。")
        if not place.parent.is_dir():
            raise Refusal(
                f"出力先のフォルダー「{target.parent}」がありません。先に作るか、別の場所を指定してください。"
            )
        if any(place.exists() and file.exists() and place.samefile(file) for file in inputs):
            raise Refusal(f"出力先「{target}」は読み取るファイルと同じです。別の名前を指定してください。")
    except (OSError, ValueError) as error:
        raise Refusal(f"出力先「{target}」を使えません。名前と場所を確かめてください。") from error
    return place


def _system_error(error: BaseException) -> OSError | None:
    """The operating system's error behind a writer's own exception, None where there is none."""
    found: list[OSError] = []
    seen: BaseException | None = error
    while seen is not None:
        found += [part for part in (seen, *seen.args) if isinstance(part, OSError)]
        seen = seen.__cause__ or seen.__context__
    return next((part for part in reversed(found) if part.errno is not None), found[0] if found else None)


def _sentence(target: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"ディスクの空きが足りないため「{target}」を書けません。空きを増やすか、別の場所を指定してください。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"「{target}」に書き込めません。書き込みの権限と、ほかのソフトで開いていないかを確かめてください。"
    if error.errno == errno.ENAMETOOLONG:
        return "出力先の名前が長すぎます。短い名前を指定してください。"
    return f"「{target}」を書けません（{error.strerror or error}）。"
