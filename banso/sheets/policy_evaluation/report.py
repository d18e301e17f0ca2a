"""A policy evaluation as it is printed: what stands where, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from banso.domain.document import TextKind
from banso.domain.finding import Place
from banso.domain.money_items import Stage
from banso.sheets.project_evaluation.levels import LevelHeading


@dataclass(slots=True, kw_only=True)
class Head:
    """A numbered heading: ``政策目標3. 強みを…``; ``at`` is a working copy's address."""

    heading: LevelHeading
    place: Place
    at: str | None = None


@dataclass(slots=True, kw_only=True)
class Words:
    """A text under a label; ``heading`` is the label itself where it is none of the usual words."""

    kind: TextKind
    text: str
    place: Place
    heading: str | None = None


@dataclass(slots=True, kw_only=True)
class Measure(Head):
    """A measure of the field with its content and, further down, the texts of its evaluation.

    ``names`` are all titles printed for it, in order, with their places.
    """

    texts: list[Words] = field(default_factory=list)
    names: list[tuple[str, Place]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Column:
    """A year's column of an indicator, or the final target's (``year`` None); None is what the paper has no row for."""

    year: int | None
    target: str | None = None
    actual: str | None = None
    target_place: Place = field(default_factory=Place)
    actual_place: Place = field(default_factory=Place)


@dataclass(slots=True, kw_only=True)
class Figure:
    """An indicator with its columns and the words beside them (検証); ``baseline`` is text, year and place of 基準値."""

    number: str
    name: str
    unit: str
    definition: str
    place: Place
    at: str | None = None
    columns: list[Column] = field(default_factory=list)
    review: str = ""
    baseline: tuple[str, int | None, Place] | None = None


@dataclass(slots=True, kw_only=True)
class Related:
    """A project of another field."""

    number: str
    title: str
    owner: str
    place: Place


@dataclass(slots=True, kw_only=True)
class Money:
    """An amount in the list of projects; ``unit`` is None where neither its heading nor the paper states one."""

    item: str
    year: int
    stage: Stage
    unit: str | None
    text: str
    place: Place


@dataclass(slots=True, kw_only=True)
class Project:
    """A line of the list of projects; ``measure`` is the place of its measure, ``terms`` are by the heading of their column.

    ``judged`` are the words below headings of what a year decides beside the decision itself (評価: A).
    """

    measure: int | None
    number: str
    title: str
    decision: str
    owner: str
    terms: dict[str, str]
    place: Place
    judged: dict[str, str] = field(default_factory=dict)
    money: list[Money] = field(default_factory=list)
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
    """All that is printed of one field. ``about`` are texts beside labels of its own head. ``heads`` lead from the top to the field.

    ``columns`` are the headings of the list's terms in order, ``marks`` those that carry a note's mark. ``html`` are the
    remains of a web page that were taken out of texts, ``unread`` the lines that belong to no part.
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
    about: list[Words] = field(default_factory=list)
    owner: str = ""
    unread: list[tuple[str, Place]] = field(default_factory=list)
    assumed_row: Place | None = None
    unit: str | None = None
    year: int | None = None
    file: str | None = None
