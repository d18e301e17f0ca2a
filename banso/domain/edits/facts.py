"""Cells of printed forms that are neither figures of a year nor structure: a decision, an exhibition, a table's cell.

What is typed is what would be printed: several terms stand with 、 or / between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any, Final

from banso.domain.amounts import parse_amount
from banso.domain.document import Event, Measured, PlanDocument
from banso.domain.edits.access import place_of, stored
from banso.domain.edits.refusal import EditRefused
from banso.domain.quantity import QUANTITY_FIELDS
from banso.domain.text import is_dash, squeeze

MEASURED: Final = ("days", "visitors", "exhibitors")
WORDED: Final = ("kind", "outline")
EVENT_FIELDS: Final = (*WORDED, *MEASURED)
"""What of an exhibition can be typed; its name is its address."""

_BETWEEN = re.compile(r"[、,，/／\n]+")


def terms_of(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The terms a cell names: the whole where it is one (産業・雇用), else its parts. A dash or blank names none."""
    words = squeeze(text)
    if not words or is_dash(words):
        return ()
    if words in known:
        return (words,)
    return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(words) if part.strip()))


def enter_event(document: PlanDocument, *, node: str, name: str, field: str, text: str) -> PlanDocument:
    """One field of an exhibition (催し) as typed: ``2日``, ``約6,000人``, ``B to B``; a blank takes the field away.

    A figure keeps its unit where none is typed. Refuses an exhibition the plan does not have and words for a figure.
    """
    place = place_of(document.events, lambda each: each.node == node and each.name == name)
    if place is None or field not in EVENT_FIELDS:
        raise EditRefused(f"催し「{name}」のこの欄は、この計画にありません。画面を開き直してください。")
    old = document.events[place]
    value: Any = squeeze(text) or None
    if field in MEASURED:
        value = _measured(text, getattr(old, field), name)
    changed = {each.name: getattr(old, each.name) for each in fields(Event)} | {field: value}
    new = Event(**changed)
    return document if new == old else replace(document, events=stored(document.events, place, new))


def _measured(text: str, old: Measured | None, name: str) -> Measured | None:
    parsed = parse_amount(text)
    if parsed.quantity is None:
        return None
    if parsed.quantity.value is not None:
        raise EditRefused(
            f"催し「{name}」の「{squeeze(text)[:30]}」は数として読めません。「2日」「約6,000人」のように入れてください。"
        )
    parts = {each: getattr(parsed.quantity, each) for each in QUANTITY_FIELDS}
    return Measured(**parts, unit=parsed.unit or (old.unit if old is not None else None))


def enter_table_cell(document: PlanDocument, *, table: str, row: int, column: int, text: str) -> PlanDocument:
    """One cell of a statistical table as typed, by its row and column from 0 (the label is column 0).

    Computed columns and the total are for the plan check; the cell holds what is printed. Refuses a place the table does
    not have.
    """
    place = place_of(document.tables, lambda each: each.key == table)
    old = None if place is None else document.tables[place]
    if old is None or row >= len(old.rows) or column >= len(old.rows[row]):
        raise EditRefused("この表には、その行か列がありません。画面を開き直してください。")
    cells = list(old.rows[row])
    cells[column] = squeeze(text)
    rows = (*old.rows[:row], tuple(cells), *old.rows[row + 1 :])
    return (
        document
        if rows == old.rows
        else replace(document, tables=stored(document.tables, place, replace(old, rows=rows)))
    )
