"""The 取組一覧 as a value: what stands on the printed list, before any file format."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.document import PlanDocument
from banso.sheets.progress_sheet.value import Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the list: ``heading`` as printed, ``field`` what it holds, ``name`` of the level or vocabulary.

    Fields: order, code, title, text, short, term, status-quo, indicator, remarks.
    """

    heading: str
    field: str
    level: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action: its key, one printed text per column, and its roadmap lines, each a tuple of bars."""

    key: str
    cells: tuple[str, ...]
    lines: tuple[tuple[Bar, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionList:
    """The whole list. ``years`` are the roadmap's fiscal years; ``document`` is the form's view of the plan."""

    title: str
    columns: tuple[Column, ...]
    years: tuple[int, ...]
    rows: tuple[ActionRow, ...]
    remarks: tuple[str, ...]
    document: PlanDocument
