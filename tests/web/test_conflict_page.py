"""Without a script: the page that shows both values of a conflict has a button that takes one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from banso.models import Organization, Person, Plan
from banso.queries.documents import read_document
from tests.conftest import _person
from tests.web.test_conflicts import EDITS

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]
FIELD = re.compile(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', re.DOTALL)


@pytest.fixture
def second(organization: Organization, plan: Plan) -> Client:
    client = Client(enforce_csrf_checks=True)
    person = _person(organization, "otsu", "乙野 次子", "secretariat")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def token(client: Client) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/plans/mihon/").content.decode())
    assert found is not None
    return found[1]


def own_form(page: str) -> tuple[str, dict[str, list[str]]]:
    """The address and the fields of the form with the button, as a browser sends them."""
    (form,) = re.findall(
        r'<form method="post" action="([^"]*)">((?:(?!</form>).)*自分の値にする.*?)</form>', page, re.DOTALL
    )
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(form[1]):
        fields.setdefault(unescape(name), []).append(unescape(value))
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form[1])
    assert secret is not None
    return unescape(form[0]), {**fields, "csrfmiddlewaretoken": [secret[1]]}


@pytest.mark.parametrize("kind", list(EDITS))
def test_the_button_stores_what_was_sent_at_first(
    kind: str, plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    address, mine, other, _, after = EDITS[kind]
    seen = {"based_on": str(plan.revision)}
    assert client_of(secretariat).post(f"/plans/mihon/{address}", {**mine, **seen}).status_code == 302
    refused = second.post(f"/plans/mihon/{address}", {**other, **seen, "csrfmiddlewaretoken": token(second)})
    assert refused.status_code == 409
    action, fields = own_form(refused.content.decode())
    assert unquote(action) == f"/plans/mihon/{address}"
    assert second.post(action, fields).status_code == 302
    plan.refresh_from_db()
    assert plan.revision == 3
    assert after in str(read_document(plan))


def test_lines_and_marks_come_back_as_they_were_written(
    plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    address, text = "/plans/mihon/sheets/2023/1-①/text", '\n一行目 <b> & "引用"\n\n三行目'
    sent = {"kind": "issues", "based_on": "1"}
    assert client_of(secretariat).post(address, {**sent, "text": "甲の課題"}).status_code == 302
    refused = second.post(address, {**sent, "text": text, "csrfmiddlewaretoken": token(second)})
    assert own_form(refused.content.decode())[1]["text"] == [text]


def test_every_clashing_fact_is_shown_before_any_is_taken(
    plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    first = client_of(secretariat)
    form: Mapping[str, Any] = {"name": ["大", "中", "小"], "numbering": ["1", "①", "a"]}
    other = {"name": ["上", "間", "下"], "numbering": ["1", "①", "a"]}
    assert first.post("/plans/mihon/settings/levels", {**form, "based_on": "1"}).status_code == 302
    refused = second.post(
        "/plans/mihon/settings/levels", {**other, "based_on": "1", "csrfmiddlewaretoken": token(second)}
    )
    shown = re.findall(r"<td>(.)</td>", refused.content.decode())
    assert shown == ["大", "上", "中", "間", "小", "下"]


def test_scripts_get_the_values_alone(plan: Plan, secretariat: Person, second: Client, client_of: ClientOf) -> None:
    address, mine, other, _, _ = EDITS["title"]
    assert client_of(secretariat).post(f"/plans/mihon/{address}", {**mine, "based_on": "1"}).status_code == 302
    sent = {**other, "based_on": "1", "csrfmiddlewaretoken": token(second)}
    refused = second.post(f"/plans/mihon/{address}", sent, headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert "自分の値にする" not in refused.content.decode()
