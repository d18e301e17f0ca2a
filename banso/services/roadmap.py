"""Deeds on the roadmap: steps are written, moved, confirmed, added and removed; each is one entry of the history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from banso.domain.document import PlanDocument, RoadmapStep
from banso.domain.edits import EditRefused, roadmap
from banso.models import Plan
from banso.services.changing import Done, change
from banso.services.policy import Actor


@dataclass(frozen=True, slots=True)
class StepPlace:
    """Where a step stands: the key of its node or sheet row, its printed line, its position among those of the line."""

    owner: str
    line: int
    position: int


def step_at(document: PlanDocument, place: StepPlace) -> RoadmapStep | None:
    """The step at the place, None where there is none (any more)."""
    steps = [step for step in document.roadmap if step.owner == place.owner and step.line == place.line]
    return steps[place.position] if 0 <= place.position < len(steps) else None


def place_of(document: PlanDocument, step: RoadmapStep) -> StepPlace | None:
    """Where a step stands after an edit, which may have put the line into another order."""
    steps = [each for each in document.roadmap if each.owner == step.owner and each.line == step.line]
    found = next((position for position, each in enumerate(steps) if each == step), None)
    return None if found is None else StepPlace(step.owner, step.line, found)


def move_step(
    *, actor: Actor, plan: Plan, place: StepPlace, first_year: int, last_year: int, based_on: int | None
) -> Done:
    """Let a step go from ``first_year`` to ``last_year``; its span then is stated. Raises as ``change``, and EditRefused."""
    return change(
        actor=actor,
        plan=plan,
        deed="edit-plan",
        edit=lambda document: roadmap.set_span(
            document,
            owner=place.owner,
            line=place.line,
            position=place.position,
            first_year=first_year,
            last_year=last_year,
        ),
        based_on=based_on,
    )


def write_step(
    *,
    actor: Actor,
    plan: Plan,
    place: StepPlace,
    text: str,
    first_year: int,
    last_year: int,
    confirmed: bool,
    based_on: int | None,
) -> Done:
    """Set a step's words and years; an assumed span whose years stay is stated only where ``confirmed``."""

    def edit(document: PlanDocument) -> PlanDocument:
        where = {"owner": place.owner, "line": place.line, "position": place.position}
        edited = roadmap.set_step_text(document, **where, text=text)  # type: ignore[arg-type]
        step = step_at(edited, place)
        assert step is not None
        if not confirmed and (step.first_year, step.last_year) == (first_year, last_year):
            return edited
        return roadmap.set_span(edited, **where, first_year=first_year, last_year=last_year)  # type: ignore[arg-type]

    return change(actor=actor, plan=plan, deed="edit-plan", edit=edit, based_on=based_on)


def add_step(
    *,
    actor: Actor,
    plan: Plan,
    owner: str,
    line: int | None,
    text: str,
    first_year: int,
    last_year: int,
    based_on: int | None,
) -> Done:
    """Add a step to a line of a node or sheet row, or on a new line (None)."""
    return change(
        actor=actor,
        plan=plan,
        deed="edit-plan",
        edit=lambda document: roadmap.add_step(
            document, owner=owner, line=line, text=text, first_year=first_year, last_year=last_year
        ),
        based_on=based_on,
    )


def remove_step(*, actor: Actor, plan: Plan, place: StepPlace, based_on: int | None) -> Done:
    """Take a step away; the other lines keep their numbers."""
    return change(
        actor=actor,
        plan=plan,
        deed="edit-plan",
        edit=lambda document: roadmap.remove_step(
            document, owner=place.owner, line=place.line, position=place.position
        ),
        based_on=based_on,
    )


def confirm_spans(*, actor: Actor, plan: Plan, owners: Collection[str], based_on: int | None) -> Done:
    """Mark the assumed spans of these nodes and sheet rows as looked at. Refuses where none is assumed."""

    def edit(document: PlanDocument) -> PlanDocument:
        if not any(step.span == "assumed" and step.owner in owners for step in document.roadmap):
            raise EditRefused("推定の期間は残っていません。画面を開き直して確かめてください。")
        return roadmap.confirm_spans(document, owners)

    count = len(set(owners))
    return change(
        actor=actor,
        plan=plan,
        deed="edit-plan",
        edit=edit,
        based_on=based_on,
        summary=f"ロードマップの推定の期間を確認済みに変更（{count}行）",
    )
