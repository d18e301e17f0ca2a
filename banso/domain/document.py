"""The plan document (banso-plan/1): one plain, frozen value that holds one whole plan.

It is the narrow waist between papers and tables. Amounts are exact decimals, years are fiscal years as integers
(2023 = April 2023 to March 2024), texts are kept as printed. An absent value (None or an empty tuple) means
"not stated". The JSON form and its schema are made in ``plan_json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from banso.domain.item import Item
from banso.domain.quantity import Quantity
from banso.domain.rule_set import RuleSet

Terms = Mapping[str, tuple[str, ...]]
"""Vocabulary name → the terms chosen from it."""

TextKind = Literal[
    "direction",
    "vision",
    "content",
    "outline",
    "status-quo",
    "priority",
    "activities",
    "achievements",
    "issues",
    "review",
    "verification",
    "improvement",
    "final-evaluation",
    "remarks",
    "funding",
    "paragraph",
]
OrganizationKind = Literal[
    "municipality", "prefecture", "society-of-commerce", "chamber-of-commerce", "federation", "bank", "council", "other"
]
Stage = Literal["stated", "draft", "confirmed"]
Span = Literal["stated", "assumed"]
Direction = Literal["higher", "lower", "keep", "milestone"]
Accumulation = Literal["flow", "stock", "cumulative", "cumulative-with-baseline", "increment", "ratio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Item):
    """What one paper covers; diff, apply and undo look only inside it. ``covers`` names lists of the document."""

    form: str
    year: int | None = None
    nodes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Division(Item):
    """A division of an organization with its contact data."""

    name: str
    postal_code: str | None = None
    address: str | None = None
    telephone: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Item):
    """A body that takes part in the plan."""

    key: str
    name: str
    kind: OrganizationKind | None = None
    role: Literal["lead", "joint", "partner", "supervisor"] | None = None
    corporate_number: str | None = None
    local_government_code: str | None = None
    representative: str | None = None
    address: str | None = None
    divisions: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Item):
    """One level of the tree: its name (方針) and numbering style, shown by its first number (1, ①, a, (1), 1-1)."""

    name: str
    numbering: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Item):
    """The terms a column of the paper chooses from.

    ``labels`` say a term in words (基本目標1 → 魅力的なしごとづくり); ``source`` names the plan or law the terms come from,
    with the period in which they hold.
    """

    name: str
    terms: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalNode(Item):
    """An element of another plan, or that plan itself, named as printed; with its period where it is known."""

    number: str | None = None
    title: str | None = None
    owner: str | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Item):
    """A link of a node to another (``to``, a key) or to an element of another plan (``external``)."""

    kind: Literal["related", "reprise", "causes"]
    to: str | None = None
    external: ExternalNode | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Item):
    """Any element of the plan's tree. ``level`` counts from 0, ``number`` is what is printed (③), ``key`` identity.

    ``reprise_of`` is the original this node repeats (再掲), ``inherits`` the fields it takes from there: ``title``, a
    text kind or a vocabulary's name. An inherited title is absent.
    """

    key: str
    parent: str | None = None
    level: int
    number: str | None = None
    title: str | None = None
    text: str | None = None
    terms: Terms = field(default_factory=dict)
    reprise_of: str | None = None
    inherits: tuple[str, ...] = ()
    owner: str | None = None
    partners: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    predecessor: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Item):
    """A row of a progress sheet: its own words, tied to the actions (``members``) it gathers. Key: ``1-①~3``."""

    key: str
    node: str
    title: str | None = None
    members: tuple[str, ...] = ()
    match: Literal["stated", "proposed", "confirmed"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapStep(Item):
    """One printed cell of a roadmap: on a printed line (from 1) of a node or a group, from first to last year."""

    node: str | None = None
    group: str | None = None
    line: int
    text: str
    first_year: int
    last_year: int
    span: Span

    @property
    def owner(self) -> str:
        """Key of the node or group whose line this is."""
        return self.node or self.group or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline(Quantity, Item):
    """The value before the plan (当初値, 現行) and the fiscal year it belongs to."""

    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Item):
    """A measured quantity of the plan, entered once and counted once, wherever it is placed."""

    key: str
    code: str | None = None
    name: str
    qualifier: str | None = None
    unit: str | None = None
    kind: Literal["output", "outcome", "context"] | None = None
    direction: Direction | None = None
    accumulation: Accumulation | None = None
    counting: Literal["distinct", "events"] | None = None
    decimals: int | None = None
    definition: str | None = None
    source: str | None = None
    parent: str | None = None
    per: str | None = None
    terms: Terms = field(default_factory=dict)
    rule: Mapping[str, Any] = field(default_factory=dict)
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(Item):
    """An indicator at a node: its main KPI, a related goal (関連目標) or a row of the sheet's KPI list."""

    indicator: str
    node: str
    code: str | None = None
    role: Literal["main", "related", "listed"]
    order: int | None = None
    reprise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Quantity, Item):
    """A target of a year, or the final one. ``cumulative`` is the stated running total in the bracket of 15 (25)."""

    indicator: str
    year: int | None = None
    final: bool = False
    cumulative: Decimal | None = None
    comparator: Literal[">=", ">", "<=", "<", "="] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual(Quantity, Item):
    """A result shown in the column of a year (or of a period in it), with its own reference year where printed."""

    indicator: str
    year: int
    period: str | None = None
    reference_year: int | None = None
    as_of: str | None = None
    origin: Literal["entered", "counted", "imported", "estimated"] | None = None
    cumulative: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Item):
    """A judgement of an indicator or a node in a year: a flag (達成), a grade (B) or the overall rating (step)."""

    indicator: str | None = None
    node: str | None = None
    year: int
    kind: Literal["flag", "grade", "overall"]
    value: str | None = None
    step: int | None = None
    stage: Stage = "stated"
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Item):
    """What is decided for a node in a year (次年度方針: 終了), apart from the grade."""

    node: str
    year: int
    vocabulary: str
    values: tuple[str, ...] = ()
    stage: Stage = "stated"
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Item):
    """A written text of a node or an indicator; ``year`` is None where the text belongs to the plan as a whole."""

    node: str | None = None
    indicator: str | None = None
    year: int | None = None
    kind: TextKind
    heading: str | None = None
    order: int | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Item):
    """A footnote: its mark (*), its text and the addresses of the facts that carry the mark."""

    mark: str
    text: str
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Quantity, Item):
    """Money of a node in a year and stage, in ``unit`` (千円)."""

    node: str
    item: str
    year: int
    stage: Literal["budget", "revised", "settlement", "estimate"]
    unit: str | None = None
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Quantity, Item):
    """A quantity with its unit beside it."""

    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Item):
    """An exhibition or similar event the plan names."""

    node: str
    name: str
    kind: str | None = None
    outline: str | None = None
    days: Measured | None = None
    visitors: Measured | None = None
    exhibitors: Measured | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Item):
    """A column of a statistical table: its headings from top to bottom, unit and formula over other columns."""

    path: tuple[str, ...]
    unit: str | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Item):
    """A statistical table with its cells as printed, the label first; ``total_row`` counts from 0."""

    key: str
    title: str | None = None
    source: str | None = None
    unit: str | None = None
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total_row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Item):
    """A printed count such as 達成数計 4/10."""

    label: str
    of: Literal["nodes", "indicators"]
    level: int | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    achieved: int | None = None
    counted: int | None = None
    stage: Stage = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument(Item):
    """One plan, or the part of it that the papers in ``scope`` state."""

    format: Literal["banso-plan/1"] = "banso-plan/1"
    scope: tuple[Scope, ...] = ()
    title: str | None = None
    kind: Literal["promotion-plan", "action-programme", "policy-evaluation", "support-plan", "other"] | None = None
    organizations: tuple[Organization, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    levels: tuple[Level, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    nodes: tuple[Node, ...] = ()
    groups: tuple[Group, ...] = ()
    roadmap: tuple[RoadmapStep, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    placements: tuple[Placement, ...] = ()
    targets: tuple[Target, ...] = ()
    actuals: tuple[Actual, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    decisions: tuple[Decision, ...] = ()
    texts: tuple[Text, ...] = ()
    notes: tuple[Note, ...] = ()
    budgets: tuple[Budget, ...] = ()
    events: tuple[Event, ...] = ()
    tables: tuple[Table, ...] = ()
    totals: tuple[Total, ...] = ()
    rule_sets: tuple[RuleSet, ...] = ()
