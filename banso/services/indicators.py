"""Deeds on an indicator's definition: what it counts, where it comes from, and rules that hold for it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from banso.domain.document import PlanDocument
from banso.domain.edits.indicators import set_indicator
from banso.domain.edits.results import enter_baseline
from banso.models import Plan
from banso.services.changing import Done, change
from banso.services.policy import Actor


def define_indicator(
    *,
    actor: Actor,
    plan: Plan,
    key: str,
    values: Mapping[str, Any],
    baseline: str | None = None,
    baseline_year: int | None = None,
    based_on: int | None,
    reason: str = "",
) -> Done:
    """Set fields of an indicator (as ``set_indicator`` takes them) and its baseline as it was typed (None: as it is).

    One deed, one entry. Raises as ``change``, and EditRefused for what the edits refuse.
    """

    def edit(document: PlanDocument) -> PlanDocument:
        edited = set_indicator(document, key=key, **values)
        if baseline is None:
            return edited
        return enter_baseline(edited, indicator=key, text=baseline, year=baseline_year)

    return change(actor=actor, plan=plan, deed="edit-plan", edit=edit, based_on=based_on, reason=reason)
