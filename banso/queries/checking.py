"""The plan check of a stored plan: findings with their places in words, what was set aside, and what a sheet still lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from banso.domain.address import join, split
from banso.domain.check import RULES, SUBJECTS, check
from banso.domain.document import Node, PlanDocument
from banso.domain.document_words import TEXT_KIND_WORDS
from banso.domain.entry_warnings import EntryWarnings
from banso.domain.finding import Finding, Severity
from banso.domain.place_words import Places
from banso.models import Dismissal, Import, Plan
from banso.models.imports import ImportState
from banso.queries.documents import document_in_year, document_of, evaluation_of
from banso.queries.imports import doubts_read, spot
from banso.queries.keeping import Kept
from banso.sheets.progress_sheet.build import shown_sheets, subjects_of
from banso.sheets.progress_sheet.value import ProgressSheet

_SUBJECT_OF = {rule.code: subject.title for subject in SUBJECTS for rule in subject.rules}
PLACES_SHOWN = 8
_WAITS = ("not-entered",)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a finding: in words, with its address in the plan ("" where it stands only on a paper)."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as people see it. ``nodes`` are the elements it concerns and all above them, ``years`` the years named.

    ``dismissal`` is set where a person set it aside.
    """

    code: str
    severity: Severity
    subject: str
    title: str
    explanation: str
    message: str
    quote: str
    fact: str
    places: tuple[Spot, ...]
    more: int
    nodes: frozenset[str]
    years: frozenset[int]
    dismissal: Dismissal | None = None


_findings: Kept[tuple[Told, ...]] = Kept(256)
_lacking: Kept[dict[str, tuple[Lack, ...]]] = Kept(256)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to see of the findings."""

    severity: str = ""
    subject: str = ""
    node: str = ""
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The findings that fit, in order of severity, with the counts of all for the filters."""

    findings: tuple[Told, ...]
    open: int
    dismissed: int
    severities: tuple[tuple[Severity, int], ...]
    subjects: tuple[tuple[str, int], ...]
    nodes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a sheet cannot be handed in without: where, what to do, the address of the fact."""

    place: str
    message: str
    address: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a sheet can be handed in: what is missing, and what to look at again."""

    node: str
    year: int
    title: str
    lacks: tuple[Lack, ...]
    errors: tuple[Told, ...] = ()
    findings: tuple[Told, ...] = ()
    warnings: tuple[Lack, ...] = field(default=())

    @property
    def remaining(self) -> int:
        """How much is to be done before the sheet can be handed in."""
        return len(self.lacks) + len(self.errors)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing and no error is open."""
        return not self.remaining


def findings_of(plan: Plan) -> tuple[Told, ...]:
    """All findings of the plan and of the papers that were taken over, with what was set aside (two queries when kept)."""
    sources = tuple(
        Import.objects.filter(plan=plan, state=ImportState.APPLIED, entry__isnull=False, entry__undone_by=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    told = _findings.get((plan.uid, plan.digest, sources), lambda: _told(plan, sources))
    aside = {
        (each.code, each.fact_address, each.message): each
        for each in Dismissal.objects.filter(plan=plan).select_related("by")
    }
    if not aside:
        return told
    return tuple(replace(each, dismissal=aside.get((each.code, each.fact, each.message))) for each in told)


def open_counts(plans: Sequence[Plan]) -> dict[int, Counter[str]]:
    """How many findings of each severity nobody has set aside, by the plans' keys; two queries where all are kept."""
    sources: dict[int, list[int]] = defaultdict(list)
    applied = Import.objects.filter(plan__in=plans, state=ImportState.APPLIED, entry__isnull=False)
    for plan, pk in applied.filter(entry__undone_by=None).order_by("pk").values_list("plan", "pk"):
        sources[plan].append(pk)
    aside: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for plan, *named in Dismissal.objects.filter(plan__in=plans).values_list("plan", "code", "fact_address", "message"):
        aside[plan].add((named[0], named[1], named[2]))
    counts: dict[int, Counter[str]] = {}
    for each in plans:
        read = tuple(sources[each.pk])
        told = _findings.get((each.uid, each.digest, read), lambda plan=each, read=read: _told(plan, read))  # type: ignore[misc]
        counts[each.pk] = Counter(
            one.severity for one in told if (one.code, one.fact, one.message) not in aside[each.pk]
        )
    return counts


def check_page(plan: Plan, wanted: Wanted) -> CheckPage:
    """The findings that fit the wishes."""
    found = findings_of(plan)
    state = [each for each in found if (each.dismissal is not None) == wanted.dismissed]
    near = [each for each in state if not wanted.node or wanted.node in each.nodes]
    fits = [
        each
        for each in near
        if (not wanted.severity or each.severity == wanted.severity)
        and (not wanted.subject or each.subject == wanted.subject)
    ]
    severities = Counter(each.severity for each in near)
    subjects = Counter(each.subject for each in near)
    document = document_of(plan)
    places = Places(document)
    dismissed = sum(each.dismissal is not None for each in found)
    return CheckPage(
        findings=tuple(fits),
        open=len(found) - dismissed,
        dismissed=dismissed,
        severities=tuple((severity, severities[severity]) for severity in ("error", "warning", "hint")),
        subjects=tuple((subject.title, subjects[subject.title]) for subject in SUBJECTS if subjects[subject.title]),
        nodes=tuple((node.key, places.node(node.key).strip("「」")) for node in _upper(document)),
    )


def readiness(plan: Plan, node: str, year: int) -> Readiness | None:
    """What the sheet of the node and year still lacks; None where there is no such sheet."""
    document, evaluation = document_in_year(plan, year), evaluation_of(plan, year)
    sheet = next(iter(shown_sheets(document, evaluation, year, [node])), None)
    if sheet is None:
        return None
    places = Places(document)
    near = [
        each
        for each in findings_of(plan)
        if node in each.nodes and each.dismissal is None and (not each.years or year in each.years)
    ]
    watch = EntryWarnings(document, evaluation)
    warnings = tuple(
        Lack(places.indicator(row.key), message, join("actual", row.key, year))
        for row in sheet.indicators
        for message in watch.of(row.key, year)
    )
    return Readiness(
        node=node,
        year=year,
        title=places.node(node).strip("「」"),
        lacks=_lacks(document, sheet, places),
        errors=tuple(each for each in near if each.severity == "error"),
        findings=tuple(each for each in near if each.severity != "error"),
        warnings=warnings,
    )


def readiness_of_year(plan: Plan, year: int) -> tuple[Readiness, ...]:
    """Every sheet of the year with what it lacks and its open errors."""
    document = document_in_year(plan, year)
    lacking = _lacking.get((plan.uid, plan.digest, year), lambda: _lacks_of_year(plan, year))
    errors: dict[str, list[Told]] = defaultdict(list)
    for each in findings_of(plan):
        if each.severity == "error" and each.dismissal is None and (not each.years or year in each.years):
            for node in each.nodes:
                errors[node].append(each)
    places = Places(document)
    return tuple(
        Readiness(
            node=node.key,
            year=year,
            title=places.node(node.key).strip("「」"),
            lacks=lacking.get(node.key, ()),
            errors=tuple(errors[node.key]),
        )
        for node in subjects_of(document)
    )


def _lacks_of_year(plan: Plan, year: int) -> dict[str, tuple[Lack, ...]]:
    document = document_in_year(plan, year)
    places = Places(document)
    sheets = shown_sheets(document, evaluation_of(plan, year), year)
    return {sheet.node: _lacks(document, sheet, places) for sheet in sheets}


def _lacks(document: PlanDocument, sheet: ProgressSheet, places: Places) -> tuple[Lack, ...]:
    year = sheet.year
    entered = {
        actual.indicator
        for actual in document.actuals
        if actual.year == year and actual.period is None and actual.state not in _WAITS
    }
    lacks = [
        Lack(
            places.indicator(row.key),
            "実績が未入力です。分からないときは「集計中」などの状態を選んでください。",
            join("actual", row.key, year),
        )
        for row in sheet.indicators
        if row.key not in entered
    ]
    node = places.node(sheet.node)
    for kind, text in (("achievements", sheet.achievements), ("issues", sheet.issues)):
        if not text.strip():
            lacks.append(Lack(node, f"「{TEXT_KIND_WORDS[kind]}」が空欄です。", join("text", sheet.node, year, kind)))
    if sheet.scale_legend and not sheet.overall.strip():
        lacks.append(Lack(node, "総合評価が決まっていません。", join("judgement", sheet.node, year, "overall")))
    return tuple(lacks)


def _told(plan: Plan, sources: Sequence[int]) -> tuple[Told, ...]:
    document = document_of(plan)
    records = {record.pk: record for record in Import.objects.filter(pk__in=sources).only("doubts")}
    doubts = dict.fromkeys(doubt for pk in sources if pk in records for doubt in doubts_read(records[pk]))
    words = _Concerns(document)
    return tuple(words.told(finding) for finding in check(document, tuple(doubts)))


class _Concerns:
    """What a finding is about: words for its places, the elements and years."""

    def __init__(self, document: PlanDocument) -> None:
        self._places = Places(document)
        self._parents = {node.key: node.parent for node in document.nodes}
        self._groups = {group.key: group.node for group in document.groups}
        self._placed: dict[str, set[str]] = defaultdict(set)
        for placement in document.placements:
            if placement.role != "related":
                self._placed[placement.indicator].add(placement.node)

    def told(self, finding: Finding) -> Told:
        rule = RULES[finding.code]
        every = (finding.where, *finding.also)
        spots = dict.fromkeys(
            Spot(self._places.at(place.address) if place.address else spot(place), place.address or "")
            for place in every
        )
        addresses = [place.address for place in every if place.address]
        return Told(
            code=finding.code,
            severity=finding.severity,
            subject=_SUBJECT_OF[finding.code],
            title=rule.title,
            explanation=rule.explanation,
            message=finding.message,
            quote="" if finding.quote in finding.message else finding.quote,
            fact=finding.where.address or spot(finding.where),
            places=tuple(spots)[:PLACES_SHOWN],
            more=max(0, len(spots) - PLACES_SHOWN),
            nodes=self._nodes(addresses),
            years=frozenset(year for address in addresses for year in _years(address)),
        )

    def _nodes(self, addresses: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for address in addresses:
            waiting = list(self._own(address))
            while waiting:
                key = waiting.pop()
                if key in self._parents and key not in found:
                    found.add(key)
                    parent = self._parents[key]
                    if parent is not None:
                        waiting.append(parent)
        return frozenset(found)

    def _own(self, address: str) -> Iterable[str]:
        kind, *rest = split(address)
        if not rest:
            return ()
        owner = rest[0]
        if owner in self._groups:
            return (self._groups[owner],)
        if kind in ("indicator", "target", "actual") or (kind in ("text", "judgement") and owner in self._placed):
            return self._placed.get(owner, ())
        return (owner,)


def _years(address: str) -> Iterable[int]:
    kind, *rest = split(address)
    if kind in ("target", "actual", "text", "judgement", "decision") and len(rest) > 1 and rest[1].isdecimal():
        yield int(rest[1])


def _upper(document: PlanDocument) -> tuple[Node, ...]:
    """The elements that findings can be narrowed to: those with something below them."""
    parents = {node.parent for node in document.nodes}
    return tuple(node for node in document.nodes if node.key in parents)
