"""A deed on stated totals: to let the computed ones take their place."""

from __future__ import annotations

from banso.domain.document import PlanDocument
from banso.domain.edits.totals import without_differing
from banso.domain.evaluation import evaluate
from banso.models import Plan
from banso.services.changing import Done, change
from banso.services.policy import Actor


def accept_totals(*, actor: Actor, plan: Plan, year: int, based_on: int | None = None) -> Done:
    """Take away the totals that a paper stated for the year and that its results no longer give.

    Raises NotAllowed, and Conflict where somebody else has changed one of them.
    """

    def edit(document: PlanDocument) -> PlanDocument:
        return without_differing(document, evaluate(document, year), year)

    return change(actor=actor, plan=plan, deed="enter-results", edit=edit, based_on=based_on)
