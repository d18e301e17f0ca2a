"""A web process reads the plans beside its requests: a search then finds everything at once, after every edit too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from banso.domain.document import Node, PlanDocument
from banso.models import Organization, Plan
from banso.queries.ahead import read_ahead
from banso.queries.search import search_plans, visible_plans
from banso.services.changing import change
from banso.services.plans import create_plan
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db


def rest(_: float) -> None:
    """Nobody else wants to work here."""


def found(actor: Actor, query: str) -> tuple[int, list[str]]:
    """How many plans are unread without a budget, and where the words are found."""
    results = search_plans(visible_plans(actor.roles), query, each=6, limit=60, budget=0.0)
    return results.unread, [each.address for group in results.plans for each in group.found]


def test_what_was_read_ahead_is_found_without_a_budget(organization: Organization, actor: Actor) -> None:
    for number in range(3):
        document = PlanDocument(nodes=(Node(key="1", level=0, title=f"河川{number}"),))
        create_plan(actor=actor, organization=organization, document=document, slug=f"river-{number}")
    assert found(actor, "河川") == (2, ["node/1"]), "without reading ahead only the first plan is read"
    assert read_ahead(rest) == 2
    assert found(actor, "河川") == (0, ["node/1"] * 3)
    assert read_ahead(rest) == 0


def test_an_edited_plan_counts_as_unread_until_it_is_read_again(plan: Plan, actor: Actor) -> None:
    other = PlanDocument(title="先に探される計画")
    create_plan(actor=actor, organization=plan.organization, document=other, slug="first")

    def unread() -> int:
        plans = visible_plans(actor.roles, Plan.objects.get(slug="first"))
        return search_plans(plans, "ヱビス", each=6, limit=60, budget=0.0).unread

    read_ahead(rest)
    assert unread() == 0

    def edit(document: PlanDocument) -> PlanDocument:
        node, *others = document.nodes
        return replace(document, nodes=(replace(node, title="ヱビス通り"), *others))

    change(actor=actor, plan=plan, deed="edit-plan", edit=edit)
    assert unread() == 1
    assert read_ahead(rest) == 1
    assert found(actor, "ヱビス")[1]
