"""What home shows: what of the year is missing in a plan, how the plan stands, and what others changed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banso.domain.document import PlanDocument
from banso.domain.document_words import TEXT_KIND_WORDS
from banso.domain.edits.tree import in_force
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.results import Evaluation
from banso.models import ActualRow, Entry, Import, IndicatorRow, Job, Look, Person, Plan, TextRow
from banso.models.imports import ImportState
from banso.queries.checking import findings_of
from banso.queries.documents import document_in_year, document_of, evaluation_of
from banso.queries.forms_of import states_of, uses_sheets
from banso.queries.keeping import Kept
from banso.queries.years import opened_years
from banso.sheets.progress_sheet.build import subjects_of

SHOWN_CHANGES = 5
SHOWN_JOBS = 5
USUAL_TEXTS = ("achievements", "issues")
"""What a sheet asks for in every year where the plan does not show its own habit."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of the year that is not there yet: ``missing`` of ``total``."""

    missing: int
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """How a top element, or the whole plan, stands: ``achieved`` of ``counted`` judged indicators met their target."""

    key: str
    name: str
    achieved: int
    counted: int


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan in one year. ``texts`` are the missing texts by their kind's word, ``whole`` the counts of all indicators.

    A plan without progress sheets has ``papers`` instead of texts: the cells still blank on each of its own forms.
    """

    nodes: int
    indicators: int
    results: Waiting
    texts: tuple[tuple[str, Waiting], ...]
    ratings: Waiting
    rules: bool
    whole: Part
    parts: tuple[Part, ...]
    measures: Part = Part("", "", 0, 0)
    papers: tuple[tuple[str, Waiting], ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What others changed since the person looked: the latest entries, how many there are, when the person looked."""

    latest: tuple[Entry, ...]
    count: int
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list of all: results entered in its latest year, changes by others, the latest deed."""

    plan: Plan
    year: int | None
    entered: int
    indicators: int
    changes: int
    changed_at: datetime | None


_STATES: Kept[PlanState] = Kept(400)


def plan_state(plan: Plan, year: int | None) -> PlanState:
    """How the plan stands in the year (by the structure and rules of that year); without a year nothing waits."""
    return _STATES.get((plan.uid, plan.digest, year), lambda: _plan_state(plan, year))


def _plan_state(plan: Plan, year: int | None) -> PlanState:
    document = document_of(plan)
    if year is None:
        nothing = Waiting(0, 0)
        whole = Part("", "", 0, 0)
        count = len(document.indicators)
        return PlanState(len(document.nodes), count, nothing, (), nothing, False, whole, ())
    document, evaluation = document_in_year(plan, year), evaluation_of(plan, year)
    alive = in_force(document, year)
    on_sheets = uses_sheets(document)
    sheets = [node.key for node in subjects_of(document) if node.key in alive] if on_sheets else []
    whole, parts = _standing(document, evaluation, year)
    return PlanState(
        nodes=len(document.nodes),
        indicators=len(document.indicators),
        results=results_waiting(document, year),
        texts=_texts(document, year, sheets) if on_sheets else (),
        ratings=_ratings(document, year, sheets),
        rules=bool(rule_sets_in_force(document.rule_sets, year)),
        whole=whole,
        parts=parts,
        measures=_measures(evaluation, year),
        papers=() if on_sheets else _papers(plan, year),
    )


def _papers(plan: Plan, year: int) -> tuple[tuple[str, Waiting], ...]:
    """The cells still blank on the plan's own forms of the year."""
    states = (state for state in states_of(plan, year) if state.own and state.total)
    return tuple((state.title, Waiting(state.blank, state.total)) for state in states)


def _measures(evaluation: Evaluation, year: int) -> Part:
    """The count of the judged nodes of the whole plan that reached what they were to reach."""
    for total in evaluation.totals:
        if total.of == "nodes" and total.year == year and not total.where:
            return Part("", "", total.achieved, total.counted)
    return Part("", "", 0, 0)


def results_waiting(document: PlanDocument, year: int) -> Waiting:
    """The indicators whose result of the year is not entered; a chosen state (集計中, 該当なし) is an answer."""
    entered = {
        actual.indicator
        for actual in document.actuals
        if actual.year == year and actual.period is None and actual.state != "not-entered"
    }
    missing = sum(indicator.key not in entered for indicator in document.indicators)
    return Waiting(missing, len(document.indicators))


def _texts(document: PlanDocument, year: int, sheets: Sequence[str]) -> tuple[tuple[str, Waiting], ...]:
    """The texts that the plan's sheets have every year, remarks aside, with how many sheets still lack them."""
    wanted = set(sheets)
    written: dict[str, set[str]] = {}
    for text in document.texts:
        if text.year is not None and text.node in wanted and text.kind != "remarks" and text.heading is None:
            here = written.setdefault(text.kind, set())
            if text.year == year and text.text.strip():
                here.add(text.node or "")
    kinds = [kind for kind in TEXT_KIND_WORDS if kind in written] or list(USUAL_TEXTS)
    total = len(sheets)
    return tuple((TEXT_KIND_WORDS[kind], Waiting(total - len(written.get(kind, ())), total)) for kind in kinds)


def _ratings(document: PlanDocument, year: int, sheets: Sequence[str]) -> Waiting:
    """The sheets without an overall rating, where the rules of the year have a scale for one."""
    if not any(rules.scale for rules in rule_sets_in_force(document.rule_sets, year)):
        return Waiting(0, 0)
    rated = {
        judgement.node
        for judgement in document.judgements
        if judgement.kind == "overall" and judgement.year == year and (judgement.step or judgement.value)
    }
    return Waiting(sum(key not in rated for key in sheets), len(sheets))


def _standing(document: PlanDocument, evaluation: Evaluation, year: int) -> tuple[Part, tuple[Part, ...]]:
    """The totals of indicators of the whole and of each top element, as the evaluation counts them."""
    names = {
        node.key: " ".join(part for part in (node.number, node.title or node.text) if part)
        for node in document.nodes
        if node.parent is None
    }
    whole = Part("", "", 0, 0)
    parts: list[Part] = []
    for total in evaluation.totals:
        if total.of != "indicators" or total.year != year:
            continue
        if not total.where:
            whole = Part("", "", total.achieved, total.counted)
        elif (key := total.where.get("node")) in names:
            parts.append(Part(key or "", names[key or ""], total.achieved, total.counted))
    return whole, tuple(parts)


def open_findings(plan: Plan) -> Counter[str]:
    """How many findings of each severity nobody has set aside."""
    return Counter(finding.severity for finding in findings_of(plan) if finding.dismissal is None)


def changes_since_look(person: Person, plan: Plan) -> Changes:
    """What others did to the plan after the person last said they had seen it; three queries."""
    seen = Look.objects.filter(person=person, plan=plan).first()
    entries = Entry.objects.filter(plan=plan, number__gt=seen.number if seen else 0).exclude(actor=person)
    latest = tuple(entries.defer("difference").order_by("-number")[:SHOWN_CHANGES])
    return Changes(latest, entries.count() if len(latest) == SHOWN_CHANGES else len(latest), seen.at if seen else None)


def plans_by_change(organizations: Collection[int]) -> tuple[int, ...]:
    """The keys of every plan of the organizations, the latest changed first; two queries."""
    plans = Plan.objects.filter(organization__in=list(organizations)).order_by("title", "pk")
    keys = list(plans.values_list("pk", flat=True))
    latest = _changed_at(Entry.objects.filter(plan__organization__in=list(organizations)))
    return tuple(sorted(keys, key=lambda key: -latest[key].timestamp() if key in latest else 0))


def plan_lines(
    person: Person, organizations: Collection[int], plans: Collection[int] | None = None
) -> tuple[PlanLine, ...]:
    """The plans of the organizations (only those of ``plans`` where given), the latest changed first.

    A fixed number of queries however many there are.
    """
    wanted = Plan.objects.filter(organization__in=list(organizations)).defer("scope").select_related("organization")
    listed = list(wanted if plans is None else wanted.filter(pk__in=list(plans)))
    keys = [plan.pk for plan in listed]
    latest = _changed_at(Entry.objects.filter(plan__in=keys))
    others = _changes_by_others(person, keys)
    indicators = dict(
        IndicatorRow.objects.filter(plan__in=keys).values("plan").annotate(n=Count("pk")).values_list("plan", "n")
    )
    years, entered = _entered(keys)
    lines = [
        PlanLine(
            plan=plan,
            year=years.get(plan.pk, plan.first_year),
            entered=entered.get(plan.pk, 0),
            indicators=indicators.get(plan.pk, 0),
            changes=others.get(plan.pk, 0),
            changed_at=latest.get(plan.pk),
        )
        for plan in listed
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                -(line.changed_at.timestamp() if line.changed_at else 0),
                line.plan.title or "",
                line.plan.pk,
            ),
        )
    )


def _changed_at(entries: QuerySet[Entry]) -> dict[int, datetime]:
    """When each plan was changed last, by its key."""
    return dict(entries.filter(number=F("plan__revision")).order_by("plan").values_list("plan", "at"))


def _changes_by_others(person: Person, plans: Sequence[int]) -> Mapping[int, int]:
    looks = Look.objects.filter(person=person, plan=OuterRef("plan")).values("number")[:1]
    counted = (
        Entry.objects.filter(plan__in=plans)
        .exclude(actor=person)
        .annotate(seen=Coalesce(Subquery(looks, output_field=IntegerField()), 0))
        .filter(number__gt=F("seen"))
        .order_by()
        .values("plan")
        .annotate(n=Count("pk"))
    )
    return dict(counted.values_list("plan", "n"))


def _entered(plans: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The year people look at first in each plan (``usual_year``), and how many indicators have a result entered in it."""
    of_year = ActualRow.objects.filter(plan__in=plans, period=None).order_by().values("plan", "year")
    counted = of_year.annotate(n=Count("indicator", filter=~Q(state="not-entered") | Q(state=None), distinct=True))
    counts = {(plan, year): count for plan, year, count in counted.values_list("plan", "year", "n")}
    written = TextRow.objects.filter(plan__in=plans, year__isnull=False).exclude(kind="remarks").exclude(text="")
    waiting: dict[int, int] = {}
    years = {plan: year for plan, year in opened_years(plans).items() if (plan, year) in counts}
    for plan, year in (*counts, *written.order_by().values_list("plan", "year").distinct()):
        if year is None:
            continue
        if counts.get((plan, year), 1):
            years[plan] = max(year, years.get(plan, year))
        else:
            waiting[plan] = max(year, waiting.get(plan, year))
    years = waiting | years
    return years, {plan: counts.get((plan, year), 0) for plan, year in years.items()}


def imports_waiting(organizations: Collection[int]) -> QuerySet[Import]:
    """Read papers that wait for a person's confirmation, of the organizations' plans and of plans still to be made."""
    own = list(organizations)
    of_plans = Q(plan__organization__in=own) | Q(plan=None, organization__in=own)
    waiting = Import.objects.filter(of_plans, state=ImportState.READ)
    return waiting.defer("document", "doubts").select_related("plan").prefetch_related("files").order_by("-at")


def jobs_of(person: Person) -> tuple[Job, ...]:
    """The person's latest long work, whatever became of it."""
    return tuple(Job.objects.filter(person=person).select_related("plan").defer("answer", "arguments")[:SHOWN_JOBS])
