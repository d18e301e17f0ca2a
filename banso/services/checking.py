"""Deeds on findings of the plan check: setting one aside with a reason, and taking that back."""

from __future__ import annotations

from django.db import transaction

from banso.domain.edits import EditRefused
from banso.models import Dismissal, Plan
from banso.services.changing import note
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
        found, made = Dismissal.objects.get_or_create(
            plan=plan,
            code=code,
            fact_address=fact,
            message=message,
            defaults={"reason": reason.strip(), "by": actor.person},
        )
        if made:
            _note(actor, plan, found, f"点検の指摘を確認済みにしました：{message}", found.reason)
    return found


def restore(*, actor: Actor, plan: Plan, pk: int) -> None:
    """Take a setting-aside back, so that the finding stands among the others again. Raises NotAllowed."""
    require(actor, "dismiss", at(plan))
    with transaction.atomic():
        found = Dismissal.objects.select_for_update().filter(plan=plan, pk=pk).first()
        if found is not None:
            _note(actor, plan, found, f"点検の指摘を未確認に戻しました：{found.message}")
            found.delete()


def _note(actor: Actor, plan: Plan, dismissal: Dismissal, summary: str, reason: str = "") -> None:
    note(actor=actor, plan=plan, deed="dismiss", fact=dismissal.fact_address, summary=summary, reason=reason)
