"""Deeds on many targets at once: straight lines to the final targets, chosen proposals for next year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.targets import Filled, Method, Rounding, fill_straight, proposals, set_targets
from banso.models import Plan
from banso.services.changing import Done, change
from banso.services.policy import Actor


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal a person chose: which indicator, and by which method it is made."""

    indicator: str
    method: Method


def fill_targets(
    *,
    actor: Actor,
    plan: Plan,
    indicators: Iterable[str],
    step: Decimal | None = None,
    rounding: Rounding = "half-up",
    final_year: int | None = None,
    overwrite: bool = False,
    based_on: int | None = None,
) -> tuple[Done, Filled]:
    """The targets of the indicators on straight lines, as one deed. Raises NotAllowed, Conflict and EditRefused."""
    wanted = tuple(indicators)
    made: list[Filled] = []

    def edit(document: PlanDocument) -> PlanDocument:
        made.append(
            fill_straight(
                document,
                indicators=wanted,
                step=step,
                rounding=rounding,
                final_year=final_year,
                overwrite=overwrite,
            )
        )
        return made[-1].document

    done = change(actor=actor, plan=plan, deed="edit-plan", edit=edit, based_on=based_on)
    return done, made[-1]


def take_proposals(
    *, actor: Actor, plan: Plan, year: int, choices: Iterable[Choice], based_on: int | None = None
) -> Done:
    """The chosen proposals, made anew from the results of ``year``, as the next year's targets; one deed.

    Raises EditRefused where a proposal can no longer be made, NotAllowed and Conflict.
    """
    wanted = tuple(choices)

    def edit(document: PlanDocument) -> PlanDocument:
        found = []
        for choice in wanted:
            made = next(
                (each for each in proposals(document, choice.indicator, year) if each.method == choice.method), None
            )
            if made is None:
                raise EditRefused(
                    "目標案を作ったあとに、実績か最終目標が変えられています。画面を開き直して、選び直してください。"
                )
            found.append(made)
        return set_targets(document, found)

    return change(
        actor=actor,
        plan=plan,
        deed="edit-plan",
        edit=edit,
        based_on=based_on,
        summary=f"{year + 1}年度の目標{len(wanted)}件を、{year}年度の実績から入れました。" if wanted else "",
    )
