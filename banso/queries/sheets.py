"""The sheets of a year: the list with the state of each, and one sheet as the page that people work on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from banso.domain.address import address_of, join
from banso.domain.document import Judgement, PlanDocument, Text, TextKind
from banso.domain.edits.reports import scale_of
from banso.domain.rule_set import ScaleStep
from banso.models import Plan
from banso.queries.documents import document_in_year, document_of, evaluation_of, remembered
from banso.queries.evidence import evidence_counts
from banso.queries.years import open_years
from banso.sheets.progress_sheet.build import shown_sheets, subjects_of
from banso.sheets.progress_sheet.fit import BOX_WIDTH, Fit, fit_of
from banso.sheets.progress_sheet.html import Page, page_of, subject_of
from banso.sheets.progress_sheet.labels import CREATED
from banso.sheets.progress_sheet.value import ProgressSheet


@dataclass(frozen=True, slots=True)
class SheetState:
    """How far a sheet is. ``waiting`` results of ``indicators`` are not entered.

    ``above`` names the top element it stands below; the sheet is a draft until its rating is ``confirmed``.
    """

    key: str
    subject: str
    above: str
    indicators: int
    waiting: int
    achievements: bool
    issues: bool
    overall: str
    confirmed: bool
    evidence: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing that the form asks for is missing."""
        return not self.waiting and self.achievements and self.issues and bool(self.overall)


@dataclass(frozen=True, slots=True)
class Field:
    """A text of the sheet that can be written: its parts as ``write_report`` takes them, and the address of the fact."""

    address: str
    kind: TextKind
    heading: str | None
    order: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The overall rating: the steps to choose from (none: it is given in words), and what stands now."""

    address: str
    steps: tuple[ScaleStep, ...]
    step: int | None
    value: str
    reason: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The sheet before or behind."""

    key: str
    subject: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One sheet to work on. ``fields`` are its texts by kind; ``width`` the half-width characters of a printed line."""

    page: Page
    state: SheetState
    fields: Mapping[str, tuple[Field, ...]]
    rating: Rating
    previous: Neighbour | None
    next: Neighbour | None
    position: int
    count: int
    fit: Fit
    width: int

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The facts of the sheet that evidence can be attached to, with the words for them."""
        value = self.page.value
        labels = {"achievements": value.achievements_label, "issues": value.issues_label}
        texts = [(field.address, label) for kind, label in labels.items() for field in self.fields[kind][:1]]
        results = [(actual_address(row.key, value.year), row.name) for row in value.indicators]
        return (*texts, (self.rating.address, "総合評価"), *results)


def years_of_sheets(plan: Plan) -> tuple[int, ...]:
    """The years whose sheets can be worked on."""
    return open_years(document_of(plan))


def sheet_states(plan: Plan, year: int) -> tuple[SheetState, ...]:
    """The sheets of the year in their order, with the number of files kept as evidence for each; one query."""
    counts = evidence_counts(plan)
    states = remembered(plan, "sheet-states", year, make=lambda: _states(plan, year))
    if not counts:
        return tuple(state for state, _ in states)
    return tuple(replace(state, evidence=sum(counts.get(each, 0) for each in facts)) for state, facts in states)


def sheet_page(plan: Plan, year: int, node: str) -> SheetPage | None:
    """The sheet of the node in the year, None where it has none. No query besides those for the document."""
    document = document_in_year(plan, year)
    subjects = remembered(plan, "subjects", year, make=lambda: tuple(each.key for each in subjects_of(document)))
    if node not in subjects:
        return None
    place = subjects.index(node)
    around = {each.node: each for each in sheets_in_year(plan, year, subjects[max(0, place - 1) : place + 2])}

    def neighbour(number: int) -> Neighbour | None:
        if not 0 <= number < len(subjects):
            return None
        return Neighbour(subjects[number], subject_of(around[subjects[number]]))

    value = around[node]
    return SheetPage(
        page=page_of(value, open=True),
        state=_Standing(document, year).of(value),
        fields=fields_of(document, node, year),
        rating=_rating(document, node, year, standing_rating(document, node, year)),
        previous=neighbour(place - 1),
        next=neighbour(place + 1),
        position=place + 1,
        count=len(subjects),
        fit=remembered(plan, "fit", year, node, make=lambda: fit_of(value)),
        width=BOX_WIDTH,
    )


def sheets_in_year(plan: Plan, year: int, nodes: Iterable[str]) -> tuple[ProgressSheet, ...]:
    """These sheets as a screen shows them, marked as drafts until their rating is confirmed."""
    document = document_in_year(plan, year)
    sheets = shown_sheets(document, evaluation_of(plan, year), year, nodes)
    return tuple(replace(sheet, draft=not is_confirmed(document, sheet.node, year)) for sheet in sheets)


def is_confirmed(document: PlanDocument, node: str, year: int) -> bool:
    """Whether the sheet is no draft any more: its overall rating is confirmed."""
    standing = standing_rating(document, node, year)
    return standing is not None and standing.stage == "confirmed"


def standing_rating(document: PlanDocument, node: str, year: int) -> Judgement | None:
    """The overall rating that the sheet shows: confirmed over draft over stated, the later over the earlier."""
    rank = ("stated", "draft", "confirmed")
    found: Judgement | None = None
    for each in document.judgements:
        if (each.node, each.year, each.kind) == (node, year, "overall") and (
            found is None or rank.index(each.stage) >= rank.index(found.stage)
        ):
            found = each
    return found


def fields_of(document: PlanDocument, node: str, year: int) -> Mapping[str, tuple[Field, ...]]:
    """The texts of the sheet by kind; a kind without text has one field to write in."""
    found: dict[str, list[Field]] = {"achievements": [], "issues": [], "remarks": [], "paragraph": []}
    for text in document.texts:
        own = text.node == node and text.year == year and text.indicator is None
        if own and text.kind in found and (text.kind != "paragraph" or text.heading == CREATED):
            found[text.kind].append(_field(text))
    kinds: tuple[tuple[TextKind, str | None], ...] = (
        ("achievements", None),
        ("issues", None),
        ("remarks", None),
        ("paragraph", CREATED),
    )
    for kind, heading in kinds:
        if not found[kind]:
            found[kind].append(_field(Text(node=node, year=year, kind=kind, heading=heading, text="")))
    return {kind: tuple(fields) for kind, fields in found.items()}


def actual_address(indicator: str, year: int) -> str:
    """The address of a year's result."""
    return join("actual", indicator, year)


def _field(text: Text) -> Field:
    return Field(address_of(text), text.kind, text.heading, text.order, text.text)


def _rating(document: PlanDocument, node: str, year: int, standing: Judgement | None) -> Rating:
    item = next(each for each in document.nodes if each.key == node)
    address = address_of(standing) if standing else join("judgement", node, year, "overall")
    return Rating(
        address=address,
        steps=scale_of(document, item, year),
        step=standing.step if standing else None,
        value=(standing.value or "") if standing else "",
        reason=(standing.reason or "") if standing else "",
        confirmed=standing is not None and standing.stage == "confirmed",
    )


def _states(plan: Plan, year: int) -> tuple[tuple[SheetState, frozenset[str]], ...]:
    """The state of each sheet and the addresses at which its evidence stands."""
    document = document_in_year(plan, year)
    standing = _Standing(document, year)
    sheets = shown_sheets(document, evaluation_of(plan, year), year)
    return tuple((standing.of(sheet), standing.facts(sheet)) for sheet in sheets)


class _Standing:
    """What of a year is there already, gathered once for all sheets."""

    def __init__(self, document: PlanDocument, year: int) -> None:
        self._year = year
        self._entered = {
            actual.indicator
            for actual in document.actuals
            if actual.year == year and actual.period is None and actual.state != "not-entered"
        }
        self._confirmed = {
            each.node
            for each in document.judgements
            if each.year == year and each.kind == "overall" and each.stage == "confirmed"
        }
        self._texts: dict[str, list[str]] = {}
        for text in document.texts:
            if text.year == year and text.node is not None:
                self._texts.setdefault(text.node, []).append(address_of(text))

    def of(self, sheet: ProgressSheet) -> SheetState:
        """How far the sheet is."""
        return SheetState(
            key=sheet.node,
            subject=subject_of(sheet),
            above=next((text for _, text, address in sheet.heads[:1] if address != join("node", sheet.node)), ""),
            indicators=len(sheet.indicators),
            waiting=sum(row.key not in self._entered for row in sheet.indicators),
            achievements=bool(sheet.achievements.strip()),
            issues=bool(sheet.issues.strip()),
            overall=sheet.overall,
            confirmed=sheet.node in self._confirmed,
        )

    def facts(self, sheet: ProgressSheet) -> frozenset[str]:
        """The addresses at which evidence of the sheet may stand."""
        results = (actual_address(row.key, self._year) for row in sheet.indicators)
        texts = (join("text", sheet.node, self._year, kind) for kind in ("achievements", "issues"))
        overall = join("judgement", sheet.node, self._year, "overall")
        return frozenset((overall, *results, *texts, *self._texts.get(sheet.node, ())))
