"""From file arguments to a plan: what cannot be read becomes one Japanese sentence with the file's name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from banso.cli.japanese import DEBUG
from banso.cli.messages import Refusal, counted

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument
    from banso.sheets.form import Reading

FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
"""The files of one plan: papers (txt, tsv, csv, xlsx, pdf), a plan document, or the answer of ``read --json``."""


def read_papers(files: Sequence[Path], form: str | None = None) -> Reading:
    """All files as one plan document with its doubts. Raises Refusal where one of them cannot be read.

    A single argument that names no file but a stored plan (by its short name) gives that plan, without doubts.
    """
    from banso.domain.plan_json import InvalidDocument
    from banso.sheets.form import UnknownForm, UnreadablePaper
    from banso.sheets.forms import FORMS, UnbuiltForm
    from banso.sheets.reading import read_files

    stored = _stored(files)
    if stored is not None:
        return stored
    for file in files:
        _reject_missing(file)
    if form is not None and not FORMS[form].built:
        raise Refusal(FORMS[form].unbuilt("読み取り"))
    try:
        return read_files(list(files), form)
    except UnknownForm as error:
        raise Refusal(f"{error}様式が分かっているときは --form で指定できます。") from error
    except (UnreadablePaper, InvalidDocument, UnbuiltForm) as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        raise Refusal(f"「{_name(error, files)}」を開けません（{error.strerror or error}）。") from error
    except Exception as error:
        # A hostile file may break a reader in a way nobody foresaw; people still get a sentence and nothing is stored.
        if os.environ.get(DEBUG):
            raise
        names = "、".join(f"「{file.name}」" for file in files)
        raise Refusal(
            f"{names}を読み取る途中で思いがけない内容に出会い、中止しました（{type(error).__name__}）。"
            "壊れていないか、ほかのソフトで開いて保存し直せるかを確かめてください。"
        ) from error


def _stored(files: Sequence[Path]) -> Reading | None:
    name = str(files[0])
    if len(files) != 1 or not re.fullmatch("[a-z0-9-]+", name) or files[0].exists():
        return None
    from banso.data_folder import data_folder

    if not data_folder().is_dir() and not os.environ.get("DATABASE_URL"):
        return None
    from banso.cli.stored import stored_document
    from banso.sheets.form import Reading

    document = stored_document(name)
    return None if document is None else Reading(document)


def tell_doubts(reading: Reading) -> None:
    """Say on stderr how many doubts the reading left, for commands whose subject they are not."""
    if reading.doubts:
        click.echo(
            f"読み取りで確かめてほしいところが{counted(reading.doubts)}あります（banso read で見られます）。", err=True
        )


def require_year(document: PlanDocument, year: int | None) -> None:
    """Refuse a year that lies outside the plan and about which it states nothing."""
    if year is None:
        return
    inside = (
        document.first_year is not None
        and document.last_year is not None
        and document.first_year <= year <= document.last_year
    )
    stated = {item.year for items in (document.targets, document.actuals, document.texts) for item in items}
    if not inside and year not in stated:
        period = (
            f"計画期間は{document.first_year}〜{document.last_year}年度です。"
            if document.first_year and document.last_year
            else "年度は西暦4桁（2023 など）で指定してください。"
        )
        raise Refusal(f"{year}年度について、この計画には何も書かれていません。{period}")


def _reject_missing(file: Path) -> None:
    try:
        if file.is_dir():
            raise Refusal(f"「{file}」はフォルダーです。中のファイルを指定してください。")
        if not file.exists():
            raise Refusal(f"ファイル「{file}」が見つかりません。名前と場所を確かめてください。")
        if not file.is_file():
            raise Refusal(f"「{file}」は普通のファイルではないので読めません。")
    except (OSError, ValueError) as error:
        raise Refusal(f"「{file}」を開けません。名前と場所を確かめてください。") from error


def _name(error: OSError, files: Sequence[Path]) -> str:
    return Path(error.filename).name if isinstance(error.filename, str) else "、".join(file.name for file in files)
