"""Deeds on findings of the plan check: setting one aside with a reason, and taking that back."""

from __future__ import annotations

from django.db import transaction

from banso.domain.edits import EditRefused
from banso.models import Dismissal, Plan
from banso.services.policy import Actor, at, require


def dismiss(*, actor: Actor, plan: Plan, code: str, fact: str, message: str, reason: str) -> Dismissal:
    """Set a finding aside. It returns when its sentence changes. Raises NotAllowed, and EditRefused without a reason.

    Where somebody has set it aside already, theirs stays.
    """
    require(actor, "dismiss", at(plan, fact))
    if not reason.strip():
        raise EditRefused(
            "確認済みにする理由を書いてください。あとから見た人が、なぜ直さなくてよいか分かるようにするためです。"
        )
    with transaction.atomic():
        found, _ = Dismissal.objects.get_or_create(
            plan=plan,
            code=code,
            fact_address=fact,
            message=message,
            defaults={"reason": reason.strip(), "by": actor.person},
        )
    return found


def restore(*, actor: Actor, plan: Plan, pk: int) -> None:
    """Take a setting-aside back, so that the finding stands among the others again. Raises NotAllowed."""
    require(actor, "dismiss", at(plan))
    Dismissal.objects.filter(plan=plan, pk=pk).delete()
