"""All plans side by side: how each stands, what is missing, what expires next, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from django.test import Client

from banso.domain.document import ExternalNode, Link, PlanDocument
from banso.models import Organization, Person, Plan
from banso.queries.documents import document_of, read_document, read_together
from banso.queries.overview import overview
from banso.services.plans import create_plan
from banso.services.policy import Actor
from tests.web.test_paper import project_plan, scorecard_plan

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
AtMost = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def three(plan: Plan, organization: Organization, actor: Actor) -> Plan:
    create_plan(actor=actor, organization=organization, document=scorecard_plan(), slug="card")
    create_plan(actor=actor, organization=organization, document=project_plan(), slug="field")
    return plan


def lines(html: str) -> dict[str, str]:
    """The words of each row by the plan's title."""
    rows = re.findall(r'(?s)<th scope="row"><a[^>]*>(.*?)</a></th>(.*?)</tr>', html)
    return {title: " ".join(re.sub(r"<[^>]+>", " ", row).split()) for title, row in rows}


def test_each_plan_stands_with_its_own_year_and_figures(three: Plan, secretariat: Person, client_of: ClientOf) -> None:
    shown = lines(client_of(secretariat).get("/overview/").content.decode())
    assert set(shown) == {"中小企業振興基本計画", "港町商工会アクションプログラム", "政策分野1 商工業"}
    card = shown["港町商工会アクションプログラム"]
    assert card.startswith("令和6年度 2 / 3")
    assert "1 / 2" in card, "one of two indicators judged"
    assert "5,000" in shown["政策分野1 商工業"], "the sum of both projects"


def test_every_figure_leads_to_where_it_comes_from(three: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    addresses = re.findall(r'<td[^>]*><a href="([^"]+)"', client.get("/overview/").content.decode())
    assert len(addresses) >= 6
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_what_expires_next_is_told(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    document = scorecard_plan()
    links = tuple(
        Link(kind="related", external=ExternalNode(title=title, last_year=year))
        for title, year in (("国の基本計画", 2025), ("市総合戦略", 2023))
    )
    dated = replace(document, nodes=(replace(document.nodes[0], links=links), *document.nodes[1:]))
    create_plan(actor=actor, organization=organization, document=dated, slug="dated")
    shown = lines(client_of(secretariat).get("/overview/").content.decode())
    assert "市総合戦略 令和5年度まで 期限切れ" in shown["港町商工会アクションプログラム"]


def test_plans_of_other_organizations_are_not_there(three: Plan, outsider: Person, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert "まだ計画がありません" in client.get("/overview/").content.decode()
    assert client.get("/overview/?organization=mihon").status_code == 404


@pytest.mark.parametrize("query", ["year=1", "year=x", "page=x", "page=999", "year=99999999999999"])
def test_odd_wishes_show_the_table(three: Plan, secretariat: Person, client_of: ClientOf, query: str) -> None:
    assert client_of(secretariat).get(f"/overview/?{query}").status_code == 200


def test_documents_read_together_are_those_read_alone(three: Plan) -> None:
    plans = list(Plan.objects.all())
    read_together(plans)
    assert [document_of(plan) for plan in plans] == [read_document(plan) for plan in plans]


def test_two_hundred_plans_cost_what_twenty_do(
    organization: Organization,
    actor: Actor,
    secretariat: Person,
    client_of: ClientOf,
    django_assert_max_num_queries: AtMost,
) -> None:
    def add(first: int, last: int) -> None:
        for number in range(first, last):
            document: PlanDocument = replace(scorecard_plan(), title=f"計画{number:03}")
            create_plan(actor=actor, organization=organization, document=document, slug=f"plan-{number}")

    add(0, 60)
    client = client_of(secretariat)
    for page in (1, 2):
        with django_assert_max_num_queries(90):
            assert len(lines(client.get(f"/overview/?page={page}").content.decode())) == 20
    with django_assert_max_num_queries(30):
        client.get("/overview/?page=1")
    assert overview([organization.pk]).page.paginator.count == 60
