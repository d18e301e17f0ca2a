"""A plan made from a document, and the copy of it that the other tests stand on."""

from __future__ import annotations

from typing import Any

import pytest

from banso.library.demonstration import demonstration_plan
from banso.models import ROWS, Entry, EntryPlace, Organization, Plan
from banso.queries.history import broken_links
from banso.services.plans import create_plan
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db
OWN = ("id", "uid", "slug", "created_at", "digest", "at", "plan_id", "entry_id")
"""What differs between two plans that hold the same."""


def stored(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Every row of the plan, without what is only its own."""
    tables = {model.__name__: model._default_manager.filter(plan=plan) for model in (*ROWS.values(), Entry, EntryPlace)}
    tables["Plan"] = Plan.objects.filter(pk=plan.pk)
    return {
        name: [{key: value for key, value in row.items() if key not in OWN} for row in rows.order_by("pk").values()]
        for name, rows in tables.items()
    }


def test_the_plan_of_the_tests_is_what_the_deed_stores(plan: Plan, actor: Actor, organization: Organization) -> None:
    made = create_plan(actor=actor, organization=organization, document=demonstration_plan()).plan
    assert stored(plan) == stored(made)
    assert plan.uid != made.uid
    assert list(broken_links(plan)) == list(broken_links(made)) == []
