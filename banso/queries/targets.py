"""The targets grid: indicators × baseline, every year of the plan and the final target, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from banso.domain.address import join, split
from banso.domain.document import PlanDocument, Target
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.printed_figures import printed_baseline, printed_target
from banso.domain.quantity import STATE_LABELS, format_amount
from banso.models import BESIDE, EntryPlace, Plan
from banso.queries.grid import Cell, Frame, Name, Narrowed

BASELINE, FINAL = "baseline", "final"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One indicator's baseline, the targets of the years in the order of the grid, and the final target."""

    name: Name
    baseline: Cell
    years: tuple[Cell, ...]
    final: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells from left to right."""
        return (self.baseline, *self.years, self.final)


@dataclass(frozen=True, slots=True)
class TargetSection:
    """The rows of one top element."""

    title: str
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """The whole grid; ``revised`` tells how often a fact was changed after it was first stated."""

    sections: tuple[TargetSection, ...]
    years: tuple[int, ...]
    shown: int
    total: int
    without: int
    revised: Mapping[str, int]
    tops: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]


class TargetRows:
    """The rows of the grid, made one by one from facts that are gathered once."""

    def __init__(self, document: PlanDocument) -> None:
        self.frame = Frame(document)
        self.facts: Mapping[str, Facts] = facts_of(document)
        self._own = {(target.indicator, _slot(target)): target for target in document.targets}
        self._first = document.first_year
        years = {target.year for target in document.targets if target.year is not None}
        if document.first_year is not None and document.last_year is not None:
            years |= set(range(document.first_year, document.last_year + 1))
        self.years = tuple(sorted(years))

    def without_target(self) -> tuple[str, ...]:
        """The indicators for which no target is stated at all, not even that there is none."""
        stated = {key for key, _ in self._own}
        return tuple(key for key in self.facts if key not in stated)

    def row(self, key: str) -> TargetRow:
        """The row of one indicator."""
        name = self.frame.name(key)
        facts = self.facts[key]
        baseline = Cell(
            join("indicator", key, BASELINE),
            printed_baseline(facts.indicator.baseline, self._first),
        )
        years = tuple(self._target(name, facts, year) for year in self.years)
        final = Cell(join("target", key, FINAL), self._text(key, FINAL), self._final_note(key))
        return TargetRow(name, baseline, years, final)

    def text(self, address: str) -> str:
        """The present text of a cell, as it would be typed; "" where nothing stands."""
        match split(address):
            case ("target", key, year):
                return self._text(key, year)
            case ("indicator", key, _) if key in self.facts:
                return printed_baseline(self.facts[key].indicator.baseline, self._first)
        return ""

    def _text(self, key: str, slot: str) -> str:
        target = self._own.get((key, slot))
        if target is None:
            return ""
        return STATE_LABELS["not-set"] if target.state == "not-set" else printed_target(target, target.cumulative)

    def _target(self, name: Name, facts: Facts, year: int) -> Cell:
        address = join("target", name.key, year)
        target = self._own.get((name.key, str(year)))
        notes: tuple[str, ...] = ()
        mark = ""
        if (
            facts.indicator.accumulation == "cumulative-with-baseline"
            and target is not None
            and target.amount is not None
        ):
            computed = facts.totals()[0].get(year)
            if computed is not None and target.cumulative is None:
                notes = (f"累計 {format_amount(computed)}",)
            elif computed is not None and computed != target.cumulative:
                notes = (f"当初値と各年度の目標を足すと{format_amount(computed)}です。かっこの累計と合いません。",)
                mark = "warned"
        return Cell(address, self._text(name.key, str(year)), notes, mark)

    def _final_note(self, key: str) -> tuple[str, ...]:
        target = self._own.get((key, FINAL))
        return (f"{target.year}年度",) if target is not None and target.year is not None else ()


def targets_page(plan: Plan, rows: TargetRows, wanted: Narrowed) -> TargetsPage:
    """The grid of the wanted rows; one query for the revisions."""
    without = rows.without_target()
    sections = tuple(
        TargetSection(section.title, tuple(rows.row(key) for key in section.indicators))
        for section in rows.frame.sections(wanted, without)
    )
    return TargetsPage(
        sections=sections,
        years=rows.years,
        shown=sum(len(section.rows) for section in sections),
        total=len(rows.facts),
        without=len(without),
        revised=revisions(plan),
        tops=rows.frame.tops(),
        owners=rows.frame.owners(),
    )


def revisions(plan: Plan, addresses: Iterable[str] | None = None) -> Mapping[str, int]:
    """How often each target was changed after it was first stated, for those that were."""
    which = Q(fact_address__startswith="target/") if addresses is None else Q(fact_address__in=list(addresses))
    counted = (
        EntryPlace.objects.filter(which, plan=plan)
        .exclude(fields=BESIDE)
        .values_list("fact_address")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
    )
    return {address: times - 1 for address, times in counted}


def _slot(target: Target) -> str:
    return FINAL if target.final else str(target.year)
