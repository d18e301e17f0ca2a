"""Deeds of looking: up to which revision a person has seen a plan, so that home tells what changed since."""

from __future__ import annotations

from django.db import transaction

from banso.models import Look, Plan
from banso.services.policy import Actor, at, require


@transaction.atomic
def look(*, actor: Actor, plan: Plan, number: int) -> None:
    """The person has seen the plan up to its revision ``number``; what was seen once stays seen. Raises NotAllowed."""
    require(actor, "see", at(plan))
    seen, _ = Look.objects.select_for_update().get_or_create(person=actor.person, plan=plan)
    seen.number = max(seen.number, min(number, plan.revision))
    seen.save()
