"""Deeds on a plan as a whole: making one, from nothing or from a document."""

from __future__ import annotations

import re
import secrets

from django.db import transaction
from django.utils.text import slugify

from banso.domain.document import PlanDocument
from banso.models import Organization, Plan
from banso.services.changing import Done, change
from banso.services.policy import Actor, of, require


def create_plan(
    *,
    actor: Actor,
    organization: Organization,
    document: PlanDocument,
    slug: str = "",
    predecessor: Plan | None = None,
    reason: str = "",
) -> Done:
    """A new plan of the organization that holds the document; its first history entry is this."""
    require(actor, "create-plan", of(organization))
    with transaction.atomic():
        plan = Plan.objects.create(
            organization=organization,
            slug=free_slug(slug or document.title or ""),
            predecessor=predecessor,
            created_by=actor.person,
        )
        title = document.title or "名称のない計画"
        return change(
            actor=actor,
            plan=plan,
            deed="edit-plan",
            edit=lambda _: document,
            reason=reason,
            summary=f"計画「{title}」を作成",
        )


def free_slug(wish: str) -> str:
    """A short name for the plan's address in the browser that no other plan has."""
    plain = slugify(wish)[:40] or "plan"
    plain = re.sub(r"[^a-z0-9-]", "", plain) or "plan"
    slug = plain
    while Plan.objects.filter(slug=slug).exists():
        slug = f"{plain}-{secrets.token_hex(3)}"
    return slug
