"""Totals that a paper stated and that no longer say what the plan's results give."""

from __future__ import annotations

from dataclasses import dataclass, replace

from banso.domain.address import address_of
from banso.domain.document import PlanDocument, Total
from banso.domain.results import Evaluation


@dataclass(frozen=True, slots=True)
class Differing:
    """A stated total with the count that is computed now, both as printed (``14/21``)."""

    total: Total
    stated: str
    computed: str

    @property
    def address(self) -> str:
        """The address of the stated total."""
        return address_of(self.total)


def differing_totals(document: PlanDocument, evaluation: Evaluation, year: int) -> tuple[Differing, ...]:
    """The stated totals of the fiscal year whose count is not the computed one.

    Totals carry no year: those of the document are the year's where the flags stated beside them (or else the results)
    are of this year alone.
    """
    years = {each.year for each in document.judgements if each.kind == "flag" and each.stage == "stated"}
    years = years or {each.year for each in document.actuals if each.state != "not-entered"}
    if years != {year}:
        return ()
    computed = {
        (total.of, total.level, tuple(sorted(total.where.items()))): (total.achieved, total.counted)
        for total in evaluation.totals
        if total.year == year
    }
    found: list[Differing] = []
    for total in document.totals:
        now = computed.get((total.of, total.level, tuple(sorted(total.where.items()))))
        if total.stage != "stated" or total.counted is None or now is None or not now[1]:
            continue
        if (total.achieved or 0, total.counted) != now:
            found.append(Differing(total, f"{total.achieved or 0}/{total.counted}", f"{now[0]}/{now[1]}"))
    return tuple(found)


def without_differing(document: PlanDocument, evaluation: Evaluation, year: int) -> PlanDocument:
    """The document without the stated totals that differ: papers print the computed ones from now on."""
    wrong = {each.address for each in differing_totals(document, evaluation, year)}
    kept = tuple(total for total in document.totals if address_of(total) not in wrong)
    return replace(document, totals=kept) if wrong else document
