"""Two people at the same thing: the second sees both values and nothing is overwritten; "mine" is then taken.

Different fields of one thing do not stand in each other's way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from banso.models import Organization, Person, Plan
from banso.queries.documents import read_document
from tests.conftest import _person
from tests.web.filled_form import form_with

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]
SPAN = {"text": "同じ言葉", "first_year": "2023", "last_year": "2024"}

EDITS: Mapping[str, tuple[str, dict[str, Any], dict[str, Any], str, str]] = {
    "title": (
        "structure/change",
        {"key": "1-①", "title": "甲の題名"},
        {"key": "1-①", "title": "乙の題名"},
        "甲の題名",
        "乙の題名",
    ),
    "number": ("structure/change", {"key": "1-①", "number": "⑧"}, {"key": "1-①", "number": "⑨"}, "⑧", "⑨"),
    "span": (
        "roadmap/1-①-a/1/0/move",
        {"first_year": "2023", "last_year": "2024"},
        {"first_year": "2023", "last_year": "2025"},
        "2024",
        "2025",
    ),
    "text": (
        "sheets/2023/1-①/text",
        {"kind": "issues", "text": "甲の課題"},
        {"kind": "issues", "text": "乙の課題"},
        "甲の課題",
        "乙の課題",
    ),
    "rating": (
        "sheets/2023/1-①/rating",
        {"step": "1", "reason": "甲の理由"},
        {"step": "3", "reason": "乙の理由"},
        "甲の理由",
        "乙の理由",
    ),
    "definition": ("indicators/1-1/edit", {"name": "甲の指標"}, {"name": "乙の指標"}, "甲の指標", "乙の指標"),
    "plan": ("settings/", {"title": "甲の計画"}, {"title": "乙の計画"}, "甲の計画", "乙の計画"),
    "vocabulary": (
        "settings/vocabularies",
        {"do": "save", "name": "重要課題位置づけ状況", "old": ["重", ""], "term": ["重", "甲の語"]},
        {"do": "save", "name": "重要課題位置づけ状況", "old": ["重", ""], "term": ["重", "乙の語"]},
        "甲の語",
        "乙の語",
    ),
    "levels": (
        "settings/levels",
        {"name": ["大", "中", "小"], "numbering": ["1", "①", "a"]},
        {"name": ["上", "中", "小"], "numbering": ["1", "①", "a"]},
        "大",
        "上",
    ),
}


@pytest.fixture
def second(organization: Organization, plan: Plan, client_of: ClientOf) -> Client:
    return client_of(_person(organization, "otsu", "乙野 次子", "secretariat"))


@pytest.mark.parametrize("kind", list(EDITS))
def test_the_second_sees_both_values_and_may_take_theirs(
    kind: str, plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    address, mine, other, before, after = EDITS[kind]
    seen = {"based_on": str(plan.revision)}
    assert client_of(secretariat).post(f"/plans/mihon/{address}", {**mine, **seen}).status_code == 302
    plan.refresh_from_db()
    stands = read_document(plan)
    refused = second.post(f"/plans/mihon/{address}", {**other, **seen})
    assert refused.status_code == 409
    told = refused.content.decode()
    assert before in told
    assert after in told
    assert "事務 花子" in told
    assert read_document(plan) == stands
    again = {"based_on": refused["X-Banso-Revision"]}
    assert second.post(f"/plans/mihon/{address}", {**other, **again}).status_code == 302
    plan.refresh_from_db()
    assert plan.revision == 3
    assert read_document(plan) != stands


@pytest.mark.parametrize(
    "cell", ["actual/1-1/2023", "target/1-1/2023", "indicator/1-1/baseline", "text/1-1/2023/remarks"]
)
def test_cells_show_both_values_too(
    cell: str, plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    grid = "targets/save/" if cell.startswith(("target", "indicator")) else "entry/2023/save/"

    def save(client: Client, text: str, base: int) -> Any:
        body = {"cells": [{"cell": cell, "text": text, "base": base}]}
        return client.post(f"/plans/mihon/{grid}", body, content_type="application/json")

    assert save(client_of(secretariat), "711", 1).status_code == 200
    refused = save(second, "822", 1)
    assert refused.status_code == 409
    told = refused.json()["cells"][0]
    assert (told["kind"], told["theirs"], told["text"]) == ("conflict", "事務 花子", "711")
    assert save(second, "822", refused.json()["revision"]).json()["cells"][0]["text"] == "822"


def test_a_rule_set_that_another_has_changed(
    plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    first, address = client_of(secretariat), "/plans/mihon/settings/rules/edit"
    form = form_with(first.get(f"{address}?key=kama").content.decode(), "band_grade")

    def save(client: Client, legend: str, revision: str) -> Any:
        sent = {**form, "key": "kama", "legend": legend, "do": "save", "based_on": revision}
        return client.post(address, sent)

    assert save(first, "甲の凡例", "1").status_code == 302
    refused = save(second, "乙の凡例", "1")
    assert refused.status_code == 409
    assert "甲の凡例" in refused.content.decode()
    assert "乙の凡例" in refused.content.decode()
    assert save(second, "乙の凡例", refused["X-Banso-Revision"]).status_code == 302


def test_different_fields_do_not_stand_in_each_others_way(
    plan: Plan, secretariat: Person, second: Client, client_of: ClientOf
) -> None:
    first = client_of(secretariat)
    change = "/plans/mihon/structure/change"
    assert first.post(change, {"key": "1-①", "title": "甲の題名", "based_on": "1"}).status_code == 302
    assert second.post(change, {"key": "1-①", "number": "⑨", "based_on": "1"}).status_code == 302
    plan.refresh_from_db()
    node = next(each for each in read_document(plan).nodes if each.key == "1-①")
    assert (node.title, node.number) == ("甲の題名", "⑨")
    for client, sent in ((first, {"title": "甲の計画"}), (second, {"last_year": "2028"})):
        was = {"title": plan.title, "was_title": plan.title, "last_year": "2027", "was_last_year": "2027"}
        same = {"kind": "", "was_kind": "", "first_year": "2023", "was_first_year": "2023"}
        answer = client.post("/plans/mihon/settings/", {**was, **same, **sent, "based_on": "3"})
        assert answer.status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.last_year) == ("甲の計画", 2028)
