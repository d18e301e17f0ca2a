"""Reads a returned 依頼シート by its token, its addresses and its headings, as people copy cells into new files.

Nothing is judged here: what was typed comes with its place, and who asked for it is decided beside the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from banso.domain.finding import Doubt, Place
from banso.domain.text import fold
from banso.domain.years import parse_fiscal_year
from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.request_sheet import value as words
from banso.sheets.sources.open import read_source


@dataclass(frozen=True, slots=True)
class ReturnedFigure:
    """A row of results. ``address`` is "" where the narrow column was lost; ``text`` and ``state`` as they were typed."""

    address: str
    code: str
    name: str
    text: str
    state: str
    remarks: str
    where: Place


@dataclass(frozen=True, slots=True)
class ReturnedWords:
    """A row of texts."""

    address: str
    place: str
    kind: str
    text: str
    where: Place


@dataclass(frozen=True, slots=True)
class Returned:
    """What one file holds. ``token`` is "" where it was lost; plan, contributor and year are what its labels say."""

    token: str
    plan: str
    contributor: str
    year: int | None
    figures: tuple[ReturnedFigure, ...]
    texts: tuple[ReturnedWords, ...]
    doubts: tuple[Doubt, ...] = ()
    tokens: tuple[str, ...] = ()


def read_returned(path: Path) -> Returned:
    """The 依頼シート of a file. Raises UnreadablePaper with a Japanese sentence where it holds none."""
    source = read_source(path)
    found = returned_in(source.grids)
    if found is None:
        raise UnreadablePaper(
            f"「{path.name}」は依頼シートではありません。依頼シートの見出し（指標・実績・書くところ）が見つからないので、"
            "送った依頼シートに記入したものか確かめてください。"
        )
    doubts = tuple(doubt for doubt in source.doubts if doubt.code != "hidden-sheet")
    return Returned(
        found.token, found.plan, found.contributor, found.year, found.figures, found.texts, doubts, found.tokens
    )


def returned_in(grids: Sequence[Grid]) -> Returned | None:
    """The 依頼シート in the grids of one file, None where there is none."""
    tokens, labels = [], {}
    figures: list[ReturnedFigure] = []
    texts: list[ReturnedWords] = []
    year: int | None = None
    for grid in grids:
        for cell in grid.cells():
            if cell.text.startswith(words.TOKEN):
                tokens.append(cell.text.removeprefix(words.TOKEN).strip())
            elif cell.text in (words.PLAN, words.CONTRIBUTOR) and cell.text not in labels:
                labels[cell.text] = grid.text_at(cell.row, cell.last_column + 1)
        columns: dict[str, int] = {}
        for row in range(len(grid.rows)):
            heads = _heads(grid, row)
            if heads:
                columns = heads
                year = year or (_year(grid, row, heads["actual"]) if "actual" in heads else None)
            elif "actual" in columns:
                figures += _figure(grid, row, columns)
            elif "words" in columns:
                texts += _words(grid, row, columns)
    if not figures and not texts:
        return None
    different = tuple(dict.fromkeys(tokens))
    return Returned(
        token=different[0] if different else "",
        plan=labels.get(words.PLAN, ""),
        contributor=labels.get(words.CONTRIBUTOR, ""),
        year=year,
        figures=tuple(figures),
        texts=tuple(texts),
        tokens=different,
    )


def _heads(grid: Grid, row: int) -> dict[str, int]:
    """The columns of a row of headings, {} where the row is none."""
    found: dict[str, int] = {}
    for cell in grid.rows[row]:
        text = "".join(cell.text.split())
        if text == words.INDICATOR:
            found["name"] = cell.column
        elif text == words.NUMBER:
            found["code"] = cell.column
        elif text == words.ELEMENT:
            found["place"] = cell.column
        elif text == words.KIND:
            found["kind"] = cell.column
        elif words.RESULT in text and words.WRITE in text:
            found["actual"] = cell.column
        elif text.startswith(words.WAITING):
            found["state"] = cell.column
        elif text.startswith(words.REMARKS):
            found["remarks"] = cell.column
        elif text.startswith(words.WORDS):
            found["words"] = cell.column
    if {"name", "actual"} <= set(found) or {"place", "words"} <= set(found):
        return found
    return {}


def _year(grid: Grid, row: int, column: int) -> int | None:
    return parse_fiscal_year(grid.text_at(row, column))


def _figure(grid: Grid, row: int, columns: dict[str, int]) -> Iterator[ReturnedFigure]:
    address = _address(grid, row, "actual/")
    name = grid.text_at(row, columns["name"]).strip()
    if not address and not name:
        return
    yield ReturnedFigure(
        address=address,
        code=_text(grid, row, columns, "code"),
        name=name,
        text=_text(grid, row, columns, "actual"),
        state=_text(grid, row, columns, "state"),
        remarks=_text(grid, row, columns, "remarks"),
        where=grid.place(row, columns["actual"]),
    )


def _words(grid: Grid, row: int, columns: dict[str, int]) -> Iterator[ReturnedWords]:
    address = _address(grid, row, "text/")
    place = grid.text_at(row, columns["place"]).strip()
    if not address and not place:
        return
    yield ReturnedWords(
        address=address,
        place=place,
        kind=_text(grid, row, columns, "kind"),
        text=grid.text_at(row, columns["words"]),
        where=grid.place(row, columns["words"]),
    )


def _text(grid: Grid, row: int, columns: dict[str, int], name: str) -> str:
    return grid.text_at(row, columns[name]).strip() if name in columns else ""


def _address(grid: Grid, row: int, start: str) -> str:
    """The address in the narrow column, wherever the columns were pasted to."""
    return next((cell.text.strip() for cell in grid.rows[row] if cell.text.startswith(start)), "")


def same_words(one: str, other: str) -> bool:
    """Whether two labels are the same but for width, blanks and line ends."""
    return fold(one) == fold(other)
