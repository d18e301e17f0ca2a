"""The plan's pages: the tree and its filters, counting by vocabularies, one element, forms, permissions."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from banso.models import Person, Plan

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def rows_of(html: str) -> list[str]:
    return re.findall(r'<tr id="node-([^"]+)"', html)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def test_the_tree_shows_every_element_in_order(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    html = page(client_of(secretariat), "/plans/mihon/")
    keys = rows_of(html)
    assert len(keys) == 113
    assert keys[:4] == ["1", "1-①", "1-①-a", "1-①-b"]
    assert "全113件（方針 6・施策 21・取組 86）" in html


@pytest.mark.parametrize(
    "do", ["add", "edit", "move", "end", "merge", "reprise", "link", "indicator", "why", "remove", ""]
)
def test_every_form_about_an_element_opens(do: str, plan: Plan, secretariat: Person, client_of: Clients) -> None:
    html = page(client_of(secretariat), f"/plans/mihon/nodes/1-①-a/?do={do}")
    assert html.count("<h1") == 1
