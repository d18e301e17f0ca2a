"""What the money page shows, as frozen values; ``money`` makes them."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.money import Column
from banso.queries.grid import Cell, Name


@dataclass(frozen=True, slots=True)
class Earlier:
    """The amount of the year before that a row is compared with, and in which stage it stands."""

    text: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One item of one project: its amounts in the order of the grid's columns, the reason for a difference (cost only)."""

    name: Name
    node: str
    earlier: Earlier
    cells: tuple[Cell, ...]
    reason: Cell | None


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its rows; ``number`` and ``title`` name it."""

    key: str
    number: str
    title: str
    owner: str
    rows: tuple[MoneyRow, ...]


@dataclass(frozen=True, slots=True)
class MoneySection:
    """The projects below one element."""

    title: str
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum to show: ``id`` finds it on the page, ``note`` tells what it lacks."""

    id: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SumRow:
    """The sums of one element (or of the whole plan) in one column."""

    key: str
    title: str
    depth: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SumTable:
    """The sums of all elements above the projects in one year and stage."""

    column: Column
    compared_with: Column | None
    rows: tuple[SumRow, ...]


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """The whole page. ``copies`` are pairs (from, to) that a button offers; ``named`` projects count as deposits by name."""

    year: int
    columns: tuple[Column, ...]
    sections: tuple[MoneySection, ...]
    sums: tuple[SumTable, ...]
    copies: tuple[tuple[Column, Column], ...]
    named: int
    shown: int
    total: int
    missing: int
    tops: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]
