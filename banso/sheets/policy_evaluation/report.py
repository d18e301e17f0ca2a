"""A policy evaluation as it is printed: what stands where, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from banso.domain.document import TextKind
from banso.domain.finding import Place
from banso.sheets.project_evaluation.levels import LevelHeading


@dataclass(slots=True, kw_only=True)
class Head:
    """A numbered heading: ``政策目標3. 強みを…``; ``at`` is a working copy's address."""

    heading: LevelHeading
    place: Place
    at: str | None = None


@dataclass(slots=True, kw_only=True)
class Words:
    """A text under a label."""

    kind: TextKind
    text: str
    place: Place


@dataclass(slots=True, kw_only=True)
class Measure(Head):
    """A measure of the field with its content and, further down, the texts of its evaluation.

    ``names`` are all titles printed for it, in order, with their places.
    """

    texts: list[Words] = field(default_factory=list)
    names: list[tuple[str, Place]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Column:
    """A year's column of an indicator, or the final target's (``year`` None)."""

    year: int | None
    target: str = ""
    actual: str = ""
    target_place: Place = field(default_factory=Place)
    actual_place: Place = field(default_factory=Place)


@dataclass(slots=True, kw_only=True)
class Figure:
    """An indicator with its columns and the words beside them (検証)."""

    number: str
    name: str
    unit: str
    definition: str
    place: Place
    at: str | None = None
    columns: list[Column] = field(default_factory=list)
    review: str = ""


@dataclass(slots=True, kw_only=True)
class Related:
    """A project of another field."""

    number: str
    title: str
    owner: str
    place: Place


@dataclass(slots=True, kw_only=True)
class Project:
    """A line of the list of projects; ``measure`` is the place of its measure, ``terms`` are by the heading of their column."""

    measure: int | None
    number: str
    title: str
    decision: str
    owner: str
    terms: dict[str, str]
    place: Place
    at: str | None = None


@dataclass(slots=True, kw_only=True)
class Footnote:
    """A note below the list; ``meanings`` say what the terms of the column with its mark mean (基本目標1 …)."""

    mark: str
    text: str
    place: Place
    meanings: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Report:
    """All that is printed. ``heads`` lead from the top to the field.

    ``columns`` are the headings of the list's terms in order, ``marks`` those that carry a note's mark. ``html`` are the
    remains of a web page that were taken out of texts.
    """

    heads: list[Head] = field(default_factory=list)
    vision: list[Words] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    final: list[Words] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    decision_heading: str = ""
    footnotes: list[Footnote] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    html: list[tuple[tuple[str, ...], Place]] = field(default_factory=list)
    year: int | None = None
    file: str | None = None
