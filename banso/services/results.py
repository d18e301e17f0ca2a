"""Deeds on cells: those of the grids and of the forms on the screen, saved one by one or as a pasted block.

A cell is named by the address of its fact. Cells seen at the same revision are saved by one deed, so that a pasted column
is one entry of the history; a cell that somebody else has changed, or that is refused, keeps none of the others waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.results import copy_from_last_year
from banso.models import Entry, Plan
from banso.queries.documents import document_of
from banso.services.cells import deed_of, item_address, type_cell
from banso.services.changing import Conflict, Done, change
from banso.services.policy import Actor, Deed, at, require

_DEEDS: tuple[Deed, ...] = ("edit-plan", "enter-results", "write-texts")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell as a person left it: what was typed (a chosen state is its word); ``based_on`` is the revision they saw."""

    address: str
    text: str = ""
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a cell. A refusal has its ``message``, a conflict the person and moment of the other value."""

    address: str
    kind: Literal["saved", "conflict", "refused"]
    message: str = ""
    theirs: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of every cell in the order asked, and the plan after the last deed."""

    outcomes: tuple[Outcome, ...]
    plan: Plan
    document: PlanDocument


def save_cells(*, actor: Actor, plan: Plan, cells: Sequence[CellEdit]) -> Saved:
    """Save cells of one plan; those that were seen at the same revision are one deed.

    A cell that already is as asked counts as saved, so a request may be repeated. Raises NotAllowed before anything is
    saved where the person may not change one of the cells.
    """
    groups: dict[int | None, list[CellEdit]] = {}
    before = document_of(plan)
    outcomes: dict[str, Outcome] = {}
    for cell in {each.address: each for each in cells}.values():
        try:
            deed = deed_of(cell.address, before)
        except EditRefused as error:
            outcomes[cell.address] = Outcome(cell.address, "refused", str(error))
            continue
        require(actor, deed, at(plan, cell.address))
        groups.setdefault(cell.based_on, []).append(cell)
    done: Done | None = None
    for based_on, group in groups.items():
        done, found = _save_group(actor, done.plan if done else plan, before, based_on, group)
        outcomes.update({outcome.address: outcome for outcome in found})
    latest = done.plan if done else plan
    return Saved(
        tuple(outcomes[address] for address in dict.fromkeys(cell.address for cell in cells)),
        latest,
        done.document if done else document_of(latest),
    )


def copy_last_year(
    *, actor: Actor, plan: Plan, year: int, indicators: Iterable[str], based_on: int | None = None
) -> Done:
    """Last year's values as stand-ins in the results of ``year`` that are not entered yet, marked until typed again.

    Raises what ``change`` raises.
    """
    wanted = tuple(indicators)
    return change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: copy_from_last_year(document, year=year, indicators=wanted),
        based_on=based_on,
    )


def _save_group(
    actor: Actor, plan: Plan, before: PlanDocument, based_on: int | None, cells: Sequence[CellEdit]
) -> tuple[Done, list[Outcome]]:
    """One deed for all cells, tried again without those that somebody else has changed."""
    # A pasted block holds results and remarks: the history calls it by the first, each was asked for above.
    deed = min((deed_of(cell.address, before) for cell in cells), key=_DEEDS.index)
    remaining = list(cells)
    outcomes: list[Outcome] = []
    while True:
        typing = _Typing(remaining)
        try:
            done = change(actor=actor, plan=plan, deed=deed, edit=typing, based_on=based_on)
        except Conflict as conflict:
            hit = next(cell for cell in remaining if item_address(cell.address) == conflict.change.address)
            remaining.remove(hit)
            outcomes.append(_lost(hit, conflict.theirs, str(conflict)))
            continue
        for cell in remaining:
            message = typing.refused.get(cell.address, "")
            outcomes.append(Outcome(cell.address, "refused" if message else "saved", message))
        return done, outcomes


def _lost(cell: CellEdit, theirs: Entry, message: str) -> Outcome:
    return Outcome(cell.address, "conflict", message, theirs.actor_name, theirs.at)


class _Typing:
    """The edit that types every cell; those that cannot be are named in ``refused`` with the reason."""

    def __init__(self, cells: Iterable[CellEdit]) -> None:
        self._cells = tuple(cells)
        self.refused: dict[str, str] = {}

    def __call__(self, document: PlanDocument) -> PlanDocument:
        """The document with all cells typed that can be."""
        self.refused.clear()
        for cell in self._cells:
            try:
                document = type_cell(document, cell.address, cell.text)
            except EditRefused as error:
                self.refused[cell.address] = str(error)
        return document
