"""Stored plans on the command line, by the short name that stands in their address in the browser."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from banso.cli.messages import Refusal

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument
    from banso.models import Plan


def stored_document(slug: str) -> PlanDocument | None:
    """The stored plan as a plan document, None where there is no such plan. Starts Django."""
    from banso.cli.installation import prepare

    prepare()
    from banso.models import Plan
    from banso.queries.documents import document_of

    plan = Plan.objects.filter(slug=slug).first()
    return None if plan is None else document_of(plan)


def stored_plan(slug: str) -> Plan:
    """The stored plan. Starts Django; raises Refusal where there is no such plan."""
    from banso.cli.installation import prepare

    prepare()
    from banso.models import Plan

    plan = Plan.objects.select_related("organization").filter(slug=slug).first()
    if plan is None:
        known = list(Plan.objects.order_by("slug").values_list("slug", flat=True)[:200])
        near = get_close_matches(slug, known, 3, 0.4) or known[:5]
        hint = f"登録されている計画は {'、'.join(near)} などです。" if near else "登録されている計画はまだありません。"
        raise Refusal(f"略称「{slug}」の計画はありません。{hint}")
    return plan
