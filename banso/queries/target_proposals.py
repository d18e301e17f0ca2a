"""What next year's targets could be: for each indicator its result, its target so far, and the proposals to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.document import PlanDocument
from banso.domain.edits.targets import METHODS, Method, passed_final_targets, proposals
from banso.domain.printed_figures import printed_actual, printed_target
from banso.domain.quantity import format_amount
from banso.queries.grid import Frame, Name, Narrowed


@dataclass(frozen=True, slots=True)
class Option:
    """One proposal: its method with its word, the amount, and the figures it was made from."""

    method: Method
    word: str
    amount: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One indicator: this year's result, next year's target as it stands, the options (the best first)."""

    name: Name
    actual: str
    target: str
    options: tuple[Option, ...]
    passed: str


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """The indicators for which something can be proposed, and how many others there are."""

    year: int
    rows: tuple[ProposalRow, ...]
    without: int


def proposals_page(document: PlanDocument, year: int, wanted: Narrowed) -> ProposalsPage:
    """The proposals for the year after ``year`` from its results, in the plan's order."""
    frame = Frame(document)
    actuals = {each.indicator: each for each in document.actuals if each.year == year and each.period is None}
    targets = {each.indicator: each for each in document.targets if each.year == year + 1 and not each.final}
    passed = passed_final_targets(document, year)
    rows = []
    without = 0
    for section in frame.sections(wanted):
        for key in section.indicators:
            made = proposals(document, key, year)
            if not made:
                without += 1
                continue
            target = targets.get(key)
            shown = target is not None and target.state not in ("not-set", "not-entered")
            rows.append(
                ProposalRow(
                    frame.name(key),
                    printed_actual(actuals[key]),
                    printed_target(target, target.cumulative) if target is not None and shown else "",
                    tuple(
                        Option(each.method, METHODS[each.method], format_amount(each.amount), each.reason)
                        for each in made
                    ),
                    passed.get(key, ""),
                )
            )
    return ProposalsPage(year, tuple(rows), without)
