"""Names of downloads: files of different plans are told apart in one folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from banso.library.demonstration import demonstration_plan
from banso.models import Organization, Plan
from banso.queries.papers import file_name, plan_name
from banso.services.plans import create_plan
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db


def made(actor: Actor, organization: Organization, slug: str, title: str | None) -> Plan:
    document = replace(demonstration_plan("ome"), title=title)
    return create_plan(actor=actor, organization=organization, document=document, slug=slug).plan


def test_downloads_of_different_plans_have_different_names(actor: Actor, organization: Organization) -> None:
    titles = {"one": "観光計画", "two": "経営計画", "three": "経営計画", "four": None, "five": "長い計画の名" * 40}
    plans = [made(actor, organization, slug, title) for slug, title in titles.items()]
    names = [file_name(plan_name(plan), "総括表", "2025", suffix="pdf") for plan in plans]
    assert names[:4] == [
        "観光計画_総括表_2025.pdf",
        "経営計画_two_総括表_2025.pdf",
        "経営計画_three_総括表_2025.pdf",
        "four_総括表_2025.pdf",
    ]
    assert names[4].endswith("_five_総括表_2025.pdf")
    assert len(names[4]) <= 84
