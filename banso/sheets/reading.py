"""Reading papers of any form and format into one plan document. Nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from banso.domain.copies import disputed
from banso.domain.document import PlanDocument
from banso.domain.finding import Doubt, Place
from banso.domain.merge import Paper, merge
from banso.domain.plan_json import InvalidDocument, load_document
from banso.sheets.form import Reading, UnknownForm, UnreadablePaper
from banso.sheets.forms import FORMS, Form
from banso.sheets.gathering import gathered
from banso.sheets.grid import Grid
from banso.sheets.request_sheet.value import TOKEN
from banso.sheets.sources.open import read_source

MAX_JSON_BYTES = 200 * 1024 * 1024
"""A plan of a whole prefecture is far below this; more is not a plan document."""


def read_files(paths: Sequence[Path], form: str | None = None) -> Reading:
    """One document from all papers, matched and merged, with all doubts.

    ``form`` names the form where the papers are not to be recognised by their labels. A file is a paper (txt, tsv, csv,
    xlsx, pdf), a banso-plan/1 JSON file or the answer of ``banso read --json``; a working copy in PDF comes back from
    its attachment. Raises UnreadablePaper with a Japanese sentence for the first file that cannot be read.
    """
    return united([paper for path in paths for paper in papers_of(path, form)])


def united(papers: Sequence[Paper]) -> Reading:
    """The papers as one document with all doubts."""
    copies = disputed([copy for paper in papers for copy in paper.copies])
    if len(papers) == 1:
        return Reading(papers[0].document, papers[0].doubts, copies)
    document, doubts = merge(papers)
    return Reading(document, doubts, copies)


def is_plan_document(path: Path) -> bool:
    """Whether the file holds a plan document (JSON) instead of a paper."""
    return path.is_file() and _begins_like_json(path)


def papers_of(path: Path, form: str | None = None) -> list[Paper]:
    """The papers that one file holds, at least one. Raises UnreadablePaper with a Japanese sentence."""
    if form is not None and form not in FORMS:
        raise UnreadablePaper(f"様式「{form}」はありません。使える様式は {'、'.join(FORMS)} です。")
    stored = _json_data(path)
    if stored is not None:
        return [_paper_of_json(path, stored)]
    if _is_pdf(path):
        # pdfplumber and pikepdf take longer to import than a text file to read.
        from banso.sheets.sources.pdf import attached_document

        attached = attached_document(path)
        if attached is not None:
            return [Paper(attached, path.name)]
    source = read_source(path)
    _refuse_requests(path, source.grids)
    parts = _parts(source.grids, form, path)
    papers = [Paper(reading.document, path.name, reading.doubts, reading.copies) for reading in parts.readings]
    papers[0] = replace(papers[0], doubts=(*source.doubts, *parts.doubts, *papers[0].doubts))
    return papers


def _refuse_requests(path: Path, grids: tuple[Grid, ...]) -> None:
    """A returned 依頼シート is read beside its plan, which its token names: as a paper it would lose what it was asked."""
    if any(cell.text.startswith(TOKEN) for grid in grids for row in grid.rows[:3] for cell in row[:1]):
        raise UnreadablePaper(
            f"「{path.name}」は依頼シートです。「取り込み」の「依頼シートで集める」に入れるか、banso collect で読んでください。"
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    readings: tuple[Reading, ...]
    doubts: tuple[Doubt, ...]


def _parts(grids: tuple[Grid, ...], name: str | None, path: Path) -> _Parts:
    """What each form reads of the grids; a workbook may hold several forms, worksheets of none are skipped."""
    if name is not None:
        return _Parts((_read(FORMS[name], grids),), ())
    forms = [form for form in FORMS.values() if form.recognises(grids)]
    if not forms:
        raise UnknownForm(_unknown(path, grids))
    if len(forms) == 1 and (len(grids) == 1 or grids[0].sheet is None):
        return _Parts((_read(forms[0], grids),), ())
    if len(grids) == 1 and grids[0].sheet is None and grids[0].page is None:
        # A text file or a document has no pages: papers of several forms bound into one are all in the same grid.
        return _Parts(tuple(_read(form, grids) for form in _surely(forms, grids[0])), ())
    shares: dict[str, list[Grid]] = {form.name: [] for form in forms}
    skipped: list[Grid] = []
    current: Form | None = None
    for grid in grids:
        own = _surest(forms, grid)
        # A page without its own labels goes on with the form of the page before; a worksheet stands for itself.
        current = own if own is not None or grid.sheet is not None else current
        if current is None:
            skipped.append(grid)
        else:
            shares[current.name].append(grid)
    readings = tuple(_read(FORMS[form], tuple(share)) for form, share in shares.items() if share)
    if not readings:
        return _Parts((_read(forms[0], grids),), ())
    return _Parts(readings, tuple(_skipped(grid) for grid in skipped if any(grid.cells())))


def _read(form: Form, grids: tuple[Grid, ...]) -> Reading:
    reading = form.read(grids)
    return replace(reading, doubts=gathered(reading.doubts)) if form.of_blocks else reading


def _surely(forms: Sequence[Form], grid: Grid) -> list[Form]:
    """The forms that the grid's labels fit equally well."""
    best = max(form.recognises((grid,)) for form in forms)
    return [form for form in forms if form.recognises((grid,)) == best]


def _surest(forms: Sequence[Form], grid: Grid) -> Form | None:
    """The form that the grid's labels fit best: a sheet's table of activities alone also looks like a short list."""
    sure = [(form.recognises((grid,)), form) for form in forms]
    best = max((each for each, _ in sure), default=0)
    return next((form for each, form in sure if each == best), None) if best else None


def _skipped(grid: Grid) -> Doubt:
    where = f"シート「{grid.sheet}」" if grid.sheet else f"{grid.page}ページ"
    return Doubt(
        code="part-skipped",
        severity="hint",
        where=Place(file=grid.file, sheet=grid.sheet, page=grid.page),
        message=f"{where}は知っている様式ではないので読みませんでした。読むべきものなら、見出しの語を確かめてください。",
    )


def _unknown(path: Path, grids: tuple[Grid, ...]) -> str:
    if not any(True for grid in grids for _ in grid.cells()):
        return f"「{path.name}」には文字がありません。文字の入ったファイルを指定してください。"
    built = "、".join(form.title for form in FORMS.values() if form.built)
    return f"「{path.name}」は知っている様式ではありません（読める様式：{built}）。見出しの語を確かめてください。"


def _is_pdf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _begins_like_json(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(256).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and not head.startswith(b"{\\rtf")


def _json_data(path: Path) -> Any:
    """The parsed JSON of a file that begins like a JSON object, None for any other file."""
    if not is_plan_document(path):
        return None
    if path.stat().st_size > MAX_JSON_BYTES:
        raise UnreadablePaper(f"「{path.name}」は計画文書として読める大きさ（200 MB）を超えています。")
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = f"{error.lineno}行目" if isinstance(error, json.JSONDecodeError) else "文字コード"
        raise UnreadablePaper(
            f"「{path.name}」は計画文書（JSON）として読めません（{line}）。途中で切れていないか確かめてください。"
        ) from error


def _paper_of_json(path: Path, data: Any) -> Paper:
    try:
        document: PlanDocument = load_document(data)
    except InvalidDocument as error:
        raise UnreadablePaper(f"「{path.name}」：{error}") from error
    return Paper(document, path.name, _doubts_of_json(data))


def _doubts_of_json(data: dict[str, Any]) -> tuple[Doubt, ...]:
    """The doubts that an answer of ``banso read --json`` carries, so that they are not lost on the way."""
    try:
        return tuple(Doubt(**{**doubt, "where": Place(**doubt["where"])}) for doubt in data.get("doubts", ()))
    except (TypeError, KeyError):
        return ()
