"""What is printed on project sheets and where, before it has a meaning in the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from banso.domain.finding import Place
from banso.domain.money_items import Stage
from banso.sheets.project_evaluation.labels import Label


@dataclass(frozen=True, slots=True)
class Above:
    """A heading above the sheets, or a level named on one. ``key`` is what a working copy says it is."""

    label: str
    sign: str
    number: str | None
    title: str
    place: Place
    key: str | None = None


@dataclass(slots=True)
class Field:
    """A label with what stands beside it; ``address`` is that of a working copy's row."""

    label: Label
    text: str
    place: Place
    address: str | None = None


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A column of money from its first to its last column of the grid. ``year`` is None where only a stage is printed."""

    first: int
    last: int
    year: int | None
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell of money as printed; ``number`` is the exact value of a worksheet's cell."""

    item: str
    unit: str | None
    column: YearColumn
    text: str
    place: Place
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Targets or actuals (``what``) of one indicator, a text for each fiscal year; ``key`` is that of a working copy."""

    name: str
    unit: str
    kind: str
    what: str
    cells: tuple[tuple[int, str], ...]
    key: str | None = None


@dataclass(slots=True)
class PaperSheet:
    """One sheet: its number and name, the headings above it and its fields in the order of the paper."""

    place: Place
    grid: int
    name_label: str
    name: str
    number: str | None = None
    key: str | None = None
    above: tuple[Above, ...] = ()
    fields: list[Field] = field(default_factory=list)
    columns: tuple[YearColumn, ...] = ()
    unit: str | None = None
    amounts: list[Amount] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    year: int | None = None


@dataclass(slots=True)
class ProjectPaper:
    """All sheets of one file. ``headings`` are all headings seen, ``levels`` the levels that the paper lists itself."""

    sheets: list[PaperSheet] = field(default_factory=list)
    headings: list[Above] = field(default_factory=list)
    levels: tuple[str, ...] = ()
