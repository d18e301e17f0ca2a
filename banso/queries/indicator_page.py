"""One indicator with all that is known of it: its years, how each rate came about, chart, pace, places and history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from banso.domain.address import address_of, join
from banso.domain.calculation import Calculation, calculation
from banso.domain.chart import Chart, chart_of
from banso.domain.diff import Difference
from banso.domain.difference_json import load_changes
from banso.domain.difference_words import DifferenceWords
from banso.domain.document import Indicator, PlanDocument
from banso.domain.document_words import TEXT_KIND_WORDS, VALUE_WORDS, period_words
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.pace import pace_of
from banso.domain.place_words import Places
from banso.domain.quantity import format_amount
from banso.domain.rules.wording import FLAG_WORDS, reason_words
from banso.domain.value_words import ValueWords, quantity_words
from banso.models import EntryPlace, Evidence, Plan, YearStructure
from banso.queries.documents import document_in_year, document_of
from banso.queries.indicators import shown, signs_of

YEAR_STYLE = "令和5年度"
MOST_ENTRIES = 20
"""Entries of the history read for one page; the page of the history has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A fiscal year: figures as printed ("" where there is none), where they come from, and how the rate came about."""

    year: int
    target: str
    target_at: str
    cumulative_target: str
    actual: str
    actual_at: str
    actual_note: str
    cumulative: str
    rate: str
    cumulative_rate: str
    grade: str
    sign: int
    flag: str
    reason: str
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the indicator stands: the node's key and the way to it in words, the role, the code and mark printed there."""

    node: str
    way: tuple[str, ...]
    role: str
    code: str
    reprise: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another indicator (内訳 …): its key, name and latest result."""

    key: str
    name: str
    latest: str


@dataclass(frozen=True, slots=True)
class Told:
    """A text, note or interim result: where and when it belongs, what it says, its address."""

    place: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of the indicator's facts: when, by whom, what, from what to what, and why."""

    at: datetime
    actor: str
    kind: str
    place: str
    field: str
    before: str
    after: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage:
    """Everything the page shows."""

    indicator: Indicator
    name: str
    address: str
    definition: tuple[tuple[str, str], ...]
    rows: tuple[YearRow, ...]
    with_totals: bool
    final: str
    final_at: str
    chart: Chart | None
    pace: str
    placed: tuple[Placed, ...]
    parent: Related | None
    per: Related | None
    children: tuple[Related, ...]
    notes: tuple[Told, ...]
    texts: tuple[Told, ...]
    interim: tuple[Told, ...]
    evidence: tuple[Evidence, ...]
    targets: tuple[Revision, ...]
    others: tuple[Revision, ...]
    more: bool


def indicator_page(plan: Plan, key: str, year: int | None) -> IndicatorPage | None:
    """The page of an indicator as known in ``year`` (the pace looks no further); None where the plan has no such key."""
    document = document_of(plan)
    all_facts = facts_of(document)
    facts = all_facts.get(key)
    if facts is None:
        return None
    indicator = facts.indicator
    places = Places(document, year_style=YEAR_STYLE)
    addresses = _addresses(document, facts)
    revisions, more = _revisions(plan, document, addresses)
    rows = _rows(plan, document, facts)
    pace = pace_of(facts, year) if year is not None else None
    final = facts.final
    return IndicatorPage(
        indicator=indicator,
        name=f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name,
        address=address_of(indicator),
        definition=_definition(document, indicator, places),
        rows=rows,
        with_totals=any(row.cumulative_target or row.cumulative for row in rows),
        final=quantity_words(final, indicator.unit) if final is not None else "",
        final_at=address_of(final) if final is not None else "",
        chart=chart_of(facts, year_style=YEAR_STYLE),
        pace=pace.sentence() if pace is not None else "",
        placed=_placed(document, key, places),
        parent=_related(all_facts, places, indicator.parent),
        per=_related(all_facts, places, indicator.per),
        children=tuple(
            related
            for each in document.indicators
            if each.parent == key and (related := _related(all_facts, places, each.key)) is not None
        ),
        notes=tuple(
            Told(note.mark, note.text, address_of(note))
            for note in document.notes
            if any(at == each or at.startswith(each + "/") for at in note.at for each in addresses)
        ),
        texts=tuple(
            Told(
                " ".join(
                    part
                    for part in (places.year(text.year) if text.year is not None else "", TEXT_KIND_WORDS[text.kind])
                    if part
                ),
                text.text,
                address_of(text),
            )
            for text in document.texts
            if text.indicator == key
        ),
        interim=tuple(
            Told(
                f"{places.year(each.year)} {period_words(each.period)}",
                shown(each, indicator.unit or ""),
                address_of(each),
            )
            for each in document.actuals
            if each.indicator == key and each.period
        ),
        evidence=tuple(
            Evidence.objects.filter(plan=plan, fact_address__in=addresses, removed_at=None)
            .select_related("by")
            .order_by("pk")
        ),
        targets=tuple(each for each in revisions if each.address.startswith("target/")),
        others=tuple(each for each in revisions if not each.address.startswith("target/")),
        more=more,
    )


def _rows(plan: Plan, document: PlanDocument, facts: Facts) -> tuple[YearRow, ...]:
    years = set(facts.targets) | set(facts.actuals)
    if document.first_year is not None and document.last_year is not None:
        years |= set(range(document.first_year, document.last_year + 1))
    closed = max(YearStructure.objects.filter(plan=plan).values_list("year", flat=True), default=0)
    rows = []
    for year in sorted(years):
        # Closed years are judged by the structure and rules of their time.
        own = document_in_year(plan, year) if year <= closed else document
        then = facts_of(own).get(facts.indicator.key) if own is not document else facts
        rows.append(_row(own, then or facts, year))
    return tuple(rows)


def _row(document: PlanDocument, facts: Facts, year: int) -> YearRow:
    made = calculation(document, facts, year, year_style=YEAR_STYLE)
    result = made.result
    unit = facts.indicator.unit or ""
    target, actual = facts.targets.get(year), facts.actuals.get(year)
    with_totals = facts.indicator.accumulation in ("increment", "cumulative-with-baseline") or any(
        each.cumulative is not None for each in facts.targets.values()
    )
    targets, actuals = facts.totals() if with_totals else ({}, {})
    comparator = VALUE_WORDS["Target.comparator"][target.comparator] if target and target.comparator else ""
    note = ""
    if actual is not None and actual.state != "not-entered":
        told = [VALUE_WORDS["Actual.origin"][actual.origin]] if actual.origin else []
        told += [f"{actual.reference_year}年度の値"] if actual.reference_year is not None else []
        note = "、".join(told)
    return YearRow(
        year=year,
        target=shown(target, unit) + (comparator if target is not None and target.amount is not None else ""),
        target_at=address_of(target) if target is not None else "",
        cumulative_target=format_amount(targets[year]) if year in targets else "",
        actual=shown(actual, unit),
        actual_at=address_of(actual) if actual is not None else "",
        actual_note=note,
        cumulative=format_amount(actuals[year]) if year in actuals else "",
        rate=result.rate.printed or "",
        cumulative_rate=(result.cumulative.printed or "") if result.cumulative else "",
        grade=result.rate.grade or "",
        sign=signs_of(document, year).get(result.rate.grade or "", 0),
        flag=FLAG_WORDS[result.achieved],
        reason=reason_words(result.reason) if result.achieved is None else "",
        calculation=made,
    )


def _definition(document: PlanDocument, indicator: Indicator, places: Places) -> tuple[tuple[str, str], ...]:
    """The definition sheet: every line stands, what is not stated says so by an empty text."""
    words = ValueWords(places)
    names = {
        "definition": "定義・算出方法",
        "source": "出典",
        "unit": "単位",
        "kind": "種類",
        "direction": "望ましい向き",
        "accumulation": "数え方",
        "counting": "重複の扱い",
        "decimals": "小数の桁数",
        "baseline": "当初値",
        "terms": "区分",
        "rule": "この指標だけの決まり",
    }
    lines = []
    for field, name in names.items():
        value = getattr(indicator, field)
        told = words.of_field("Indicator", field, value, indicator) if value is not None else ""
        if field == "baseline" and indicator.baseline is not None:
            year = f"（{places.year(indicator.baseline.year)}）" if indicator.baseline.year is not None else ""
            told = quantity_words(indicator.baseline, indicator.unit) + year
        lines.append((name, told))
    owners = dict.fromkeys(
        node.owner
        for placement in document.placements
        if placement.indicator == indicator.key
        for node in document.nodes
        if node.key == placement.node and node.owner
    )
    return (*lines, ("担当", "、".join(owner for owner in owners if owner)))


def _placed(document: PlanDocument, key: str, places: Places) -> tuple[Placed, ...]:
    nodes = {node.key: node for node in document.nodes}
    found = []
    for placement in document.placements:
        if placement.indicator != key:
            continue
        way: list[str] = []
        current = nodes.get(placement.node)
        seen: set[str] = set()
        while current is not None and current.key not in seen:
            seen.add(current.key)
            way.insert(0, places.node(current.key))
            current = nodes.get(current.parent or "")
        node = nodes.get(placement.node)
        found.append(
            Placed(
                placement.node,
                tuple(way) or (places.node(placement.node),),
                VALUE_WORDS["Placement.role"][placement.role],
                placement.code or "",
                placement.reprise,
                (node.owner or "") if node is not None else "",
            )
        )
    return tuple(found)


def _related(facts: dict[str, Facts], places: Places, key: str | None) -> Related | None:
    if key is None or key not in facts:
        return None
    actuals = facts[key].actuals
    latest = max((year for year, actual in actuals.items() if actual.state != "not-entered"), default=None)
    words = f"{places.year(latest)} {shown(actuals[latest], facts[key].indicator.unit or '')}" if latest else ""
    return Related(key, places.indicator_name(key), words)


def _addresses(document: PlanDocument, facts: Facts) -> tuple[str, ...]:
    """The addresses of the indicator's facts, in a bounded number: its own, of every year's target and result."""
    key = facts.indicator.key
    years = set(facts.targets) | set(facts.actuals)
    if document.first_year is not None and document.last_year is not None:
        years |= set(range(document.first_year, document.last_year + 1))
    return (
        join("indicator", key),
        join("target", key, "final"),
        *(join("target", key, year) for year in sorted(years)),
        *(join("actual", key, year) for year in sorted(years)),
        *(address_of(each) for each in document.actuals if each.indicator == key and each.period),
    )


def _revisions(plan: Plan, document: PlanDocument, addresses: Iterable[str]) -> tuple[tuple[Revision, ...], bool]:
    """The latest changes of these facts, newest first, and whether there are more."""
    wanted = set(addresses)
    numbers = (
        EntryPlace.objects.filter(plan=plan, fact_address__in=wanted)
        .order_by("-number")
        .values_list("number", flat=True)
        .distinct()[: MOST_ENTRIES + 1]
    )
    latest = list(numbers)
    entries = plan.entries.filter(number__in=latest[:MOST_ENTRIES]).order_by("-number")
    changes = [(entry, change) for entry in entries for change in load_changes(entry.difference, wanted)]
    items = [item for _, change in changes for item in (*change.before, *change.after)]
    words = DifferenceWords(document, more=items, year_style=YEAR_STYLE)
    revisions = tuple(
        Revision(
            entry.at,
            entry.actor_name,
            each.kind,
            each.place,
            each.field,
            each.before,
            each.after,
            entry.reason,
            each.address,
        )
        for entry, change in changes
        for each in words.described(Difference(changes=(change,)))
    )
    return revisions, len(latest) > MOST_ENTRIES
