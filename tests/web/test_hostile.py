"""Requests that no page of ours makes: they end in a sentence, never in an error, and nothing of others is reached."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banso.domain.document import PlanDocument
from banso.models import Entry, Evidence, Import, Organization, Person, Plan
from banso.models.imports import ImportState
from banso.queries.documents import document_of, read_document
from banso.services.plans import create_plan
from banso.services.policy import Actor
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]
UNSEEN = "a\x00b\x07\x1b"
MARK = "<i id=x>\"'&{{7*7}}"
FORMULA = '=HYPERLINK("http://127.0.0.1/","x")'


@pytest.fixture
def client(plan: Plan, secretariat: Person, client_of: ClientOf) -> Client:
    return client_of(secretariat)


def marked(value: Any, mark: str, name: str = "") -> Any:
    """The value with a mark before every text that people write; keys and words of a list stay."""
    free = ("title", "text", "name", "unit", "owner", "definition", "source", "reason", "legend", "value", "heading")
    if is_dataclass(value) and not isinstance(value, type):
        kept = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{key: marked(part, mark, key) for key, part in kept.items()})
    if isinstance(value, tuple):
        return tuple(marked(each, mark, name) for each in value)
    return mark + value if isinstance(value, str) and name in free else value


def hostile_plan(plan: Plan, organization: Organization, actor: Actor, mark: str) -> Plan:
    """The demonstration plan with the mark in all its texts; vocabularies keep their names, which others refer to."""
    old = document_of(plan)
    new: PlanDocument = replace(marked(old, mark), vocabularies=old.vocabularies, decisions=old.decisions)
    return create_plan(actor=actor, organization=organization, document=new, slug="akui").plan


PAGES = [
    "/",
    "/search/?q=創業&plan=akui",
    "/search/typing?q=創業",
    "/plans/akui/",
    "/plans/akui/cross",
    "/plans/akui/nodes/1-①/",
    "/plans/akui/nodes/1-①-a/",
    "/plans/akui/nodes/1-①/?do=edit",
    "/plans/akui/nodes/1-①/?do=move",
    "/plans/akui/nodes/1-①/?do=merge&to=1-②",
    "/plans/akui/nodes/1-①/?do=indicator",
    "/plans/akui/structure/rows/",
    "/plans/akui/structure/rows/1-①/",
    "/plans/akui/roadmap/",
    "/plans/akui/roadmap/1-①-a/1/0/",
    "/plans/akui/indicators/",
    "/plans/akui/indicators/1-1/",
    "/plans/akui/indicators/1-1/edit",
    "/plans/akui/entry/2023/",
    "/plans/akui/targets/",
    "/plans/akui/sheets/2023/",
    "/plans/akui/sheets/2023/1-①/",
    "/plans/akui/imports/",
    "/plans/akui/check/",
    "/plans/akui/check/?year=2023",
    "/plans/akui/settings/",
    "/plans/akui/settings/levels",
    "/plans/akui/settings/vocabularies",
    "/plans/akui/settings/rules",
    "/plans/akui/settings/rules/edit?key=kama",
    "/plans/akui/settings/years",
    "/plans/akui/history/",
    "/plans/akui/history/1/",
    "/plans/new",
]


def test_words_stay_words_on_every_page(plan: Plan, organization: Organization, actor: Actor, client: Client) -> None:
    hostile_plan(plan, organization, actor, MARK)
    shown = {}
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        shown[address] = answer.content.decode()
    assert [address for address, html in shown.items() if "<i id=x" in html] == []
    assert [
        address for address, html in shown.items() if "49" in html and "{{7*7}}" not in html and "7*7" in html
    ] == []
    assert sum("&lt;i id=x&gt;" in html for html in shown.values()) > 20


def test_what_looks_like_a_formula_is_text_in_a_workbook(
    plan: Plan, organization: Organization, actor: Actor, client: Client
) -> None:
    hostile_plan(plan, organization, actor, FORMULA)
    answer = client.get("/plans/akui/sheets/2023/1-①/download?format=xlsx")
    assert answer["Content-Disposition"].startswith("attachment;")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert len(cells) > 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("structure/change", {"key": "1-①", "title": UNSEEN, "reason": UNSEEN}),
        ("structure/add", {"parent": "1-①", "title": UNSEEN, "number": UNSEEN, "text": UNSEEN, "owner": UNSEEN}),
        ("roadmap/1-①-a/1/0/", {"text": UNSEEN, "first_year": "2023", "last_year": "2024"}),
        ("indicators/1-1/edit", {"name": UNSEEN, "definition": UNSEEN, "why": UNSEEN}),
        ("entry/2023/save/", {"cell:actual/1-1/2023": UNSEEN, "cell:text/1-1/2023/remarks": UNSEEN}),
        ("sheets/2023/1-①/rating", {"step": "2", "reason": UNSEEN, "value": UNSEEN}),
        ("settings/", {"title": UNSEEN, "reason": UNSEEN}),
        ("settings/vocabularies", {"do": "add", "new_name": UNSEEN, "terms": UNSEEN}),
    ],
)
def test_what_nobody_sees_is_not_kept(client: Client, plan: Plan, address: str, sent: dict[str, str]) -> None:
    answer = client.post(f"/plans/mihon/{address}", sent)
    assert answer.status_code == 302, answer.content.decode()[-600:]
    entry = Entry.objects.order_by("-number")[0]
    assert entry.number == 2
    assert '"ab"' in entry.difference or "ab" in entry.difference
    assert not re.search(r"\\u00|[\x00-\x08]", entry.difference + entry.reason + entry.summary)


def test_what_nobody_sees_is_not_looked_for(client: Client) -> None:
    for address in (
        "/search/?q=%00",
        "/search/typing?q=a%00",
        "/go?plan=%00",
        "/plans/mihon/history/?q=%00&at=%00",
        "/plans/mihon/?q=%00&owner=%00&t=%00",
        "/plans/mihon/check/?node=%00&year=2023",
    ):
        assert client.get(address).status_code in (200, 404), address
    assert client.get("/plans/mihon/nodes/%00/").status_code == 404
    assert client.get("/plans/mihon/indicators/1%00/").status_code == 404


NUMBERS = ("9" * 40, "9" * 5000, "-1", "²", "1e9", "٣" * 4, "0", "99999")


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_are_none_are_no_error(client: Client, number: str) -> None:
    base = "/plans/mihon"
    for address in (
        "?year=",
        "?level=",
        "cross?level=",
        "check/?year=",
        "nodes/1-①/?do=end&last_year=",
        "history/?page=",
    ):
        assert client.get(f"{base}/{address}{number}").status_code == 200, address
    for kind in ("actual/1-1/", "text/1-①/", "roadmap/1-①-a/", "judgement/1-①/"):
        assert client.get(f"{base}/history/", {"at": kind + number + "/issues"}).status_code == 200, kind
    posts: Mapping[str, dict[str, str]] = {
        "structure/change": {"key": "1-①", "title": "新しい題名", "based_on": number},
        "structure/end": {"key": "1-①-a", "last_year": number},
        "roadmap/1-①-a/new": {"line": number, "text": "項目", "first_year": "2023", "last_year": "2023"},
        "roadmap/1-①-a/1/0/move": {"first_year": number, "last_year": number},
        "sheets/2023/1-①/text": {"kind": "issues", "text": "あ", "order": number},
        "sheets/2023/1-①/rating": {"step": number},
        "indicators/1-1/edit": {"name": "名", "decimals": number, "baseline": "1", "baseline_year": number},
        "check/restore": {"pk": number},
        "undo": {"number": number},
        "looked": {"number": number},
        "settings/": {"first_year": number, "last_year": number},
        "settings/years": {},
    }
    for name, sent in posts.items():
        assert client.post(f"{base}/{name}", sent).status_code in (302, 404, 405, 409, 422), name
    assert client.post(
        "/plans/new", {"how": "empty", "title": "あ", "first_year": number, "last_year": number}
    ).status_code in (
        302,
        422,
    )


@pytest.mark.parametrize("low", ["1e-999999999", "1e999999999", "NaN", "Infinity", "9" * 40, "0." + "1" * 3000])
def test_limits_of_bands_that_would_fill_the_memory(client: Client, low: str) -> None:
    sent = {"key": "kama", "do": "save", "band_grade": "A", "band_low": low, "band_above": "", "band_by": ""}
    answer = client.post(
        "/plans/mihon/settings/rules/edit", {**sent, "band_condition": "", "cap": low, "tolerance": low}
    )
    assert answer.status_code == 422
    assert "数として読めません" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9" * 40, Decimal("9" * 40)), ("0." + "1" * 30, Decimal("0." + "1" * 30)), ("△0.00", Decimal("0.00"))],
)
def test_long_amounts_are_kept_to_the_last_digit(client: Client, plan: Plan, typed: str, kept: Decimal) -> None:
    body = json.dumps({"cells": [{"cell": "actual/1-1/2023", "text": typed}]})
    assert client.post("/plans/mihon/entry/2023/save/", body, content_type="application/json").status_code == 200
    plan.refresh_from_db()
    actual = next(each for each in read_document(plan).actuals if (each.indicator, each.year) == ("1-1", 2023))
    assert actual.amount is not None
    assert actual.amount == kept
    for page in ("entry/2023/", "sheets/2023/1-①/", "indicators/1-1/", "history/"):
        assert client.get(f"/plans/mihon/{page}").status_code == 200


BODIES = (
    b"{",
    b"[]",
    b"null",
    b'{"cells": 1}',
    b'{"cells": []}',
    b'{"cells": [1]}',
    b'{"cells": [{"cell": 1, "text": "2"}]}',
    b'{"cells": [{"cell": "actual/1-1/2023"}]}',
    b'{"cells": [{"cell": "actual/1-1/2023", "text": null}]}',
    b'{"cells": [{"cell": "actual/1-1/2023", "text": "1", "base": {}}]}',
    b'{"cells": [{"cell": "actual/1-1/2023", "text": "1", "base": "' + b"9" * 5000 + b'"}]}',
    b'{"cells": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    b"\xff\xfe\x00",
    json.dumps({"cells": [{"cell": "actual/1-1/2023", "text": "1"}] * 501}).encode(),
)


def test_bodies_that_are_not_cells(client: Client, plan: Plan) -> None:
    for body in BODIES:
        answer = client.post("/plans/mihon/entry/2023/save/", body, content_type="application/json")
        assert answer.status_code == 400, body[:80]
    plan.refresh_from_db()
    assert plan.revision == 1


ADDRESSES = (
    "actual/none/2023",
    "actual/1-1/99999",
    "actual/1-1/0000",
    "actual/1-1/²０２３",
    "actual/1-1/2023/9",
    "target/1-1/2099",
    "text/none/2023/remarks",
    "text/1-1/2023/unknown",
    "text/1-1/2023/issues/" + "x" * 10_000,
    "text/1-1/2023/issues/\x00",
    "budget/none/事業費/2023/budget",
    "budget/1-①/" + "x" * 10_000 + "/2023/budget",
    "decision/1-①/2023/\x00",
    "decision/1-①/2023/" + "x" * 10_000,
    "node/1-①/terms/\x00",
    "event/1-①/none/days",
    "table/none/0/0",
    "table/none/²/0",
    "indicator/none/baseline",
    "indicator/1-1/name",
    "node/1-①",
    "judgement/1-①/2023/overall",
    "../../etc/passwd",
    "actual/1-1/2023/" + "x" * 10_000,
    "actual/\ud800/2023",
    "actual/1-1\x00/1999",
    "",
)


def test_cells_that_are_not_there(client: Client, plan: Plan) -> None:
    for cell in ADDRESSES:
        body = json.dumps({"cells": [{"cell": cell, "text": "5", "base": 10**30}]})
        answer = client.post("/plans/mihon/entry/2023/save/", body, content_type="application/json")
        assert answer.status_code == 422, cell[:80]
        assert re.search("[ぁ-ん]", answer.json()["cells"][0]["message"]), cell[:80]
    plan.refresh_from_db()
    assert plan.revision == 1


def test_a_form_with_more_fields_than_any_page_has(client: Client, plan: Plan) -> None:
    answer = client.post("/plans/mihon/settings/", {f"field{number}": "1" for number in range(10_001)})
    assert answer.status_code == 400
    assert "送られた内容を読めません" in answer.content.decode()
    large = client.post("/plans/mihon/entry/2023/save/", b" " * 11_000_000, content_type="application/json")
    assert large.status_code == 400
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(401)]
    assert client.post("/plans/mihon/imports/", {"files": files}).status_code == 400


def test_things_of_another_plan_of_the_same_office(
    plan: Plan, organization: Organization, actor: Actor, client: Client, secretariat: Person
) -> None:
    other = create_plan(actor=actor, organization=organization, document=document_of(plan), slug="betsu").plan
    record = Import.objects.create(organization=organization, plan=plan, person=secretariat, state=ImportState.READ)
    proof = Evidence.objects.create(
        plan=plan, fact_address="text/1-①/2023/issues", name="a.txt", size=1, digest="0" * 64, media_type="text/plain"
    )
    client.post("/plans/mihon/structure/change", {"key": "1-①", "title": "変えた題名"})
    assert client.get(f"/plans/betsu/imports/{record.pk}/").status_code == 404
    for deed in ("apply", "undo"):
        assert client.post(f"/plans/betsu/imports/{record.pk}/{deed}", {"take": "plan"}).status_code == 404
    assert client.post(f"/imports/new/{record.pk}/create").status_code == 302  # back to its own plan, where it waits
    assert client.get(f"/plans/betsu/evidence/{proof.pk}").status_code == 404
    assert client.post(f"/plans/betsu/sheets/2023/1-①/evidence/{proof.pk}/remove").status_code == 404
    assert client.get("/plans/betsu/history/2/").status_code == 404
    assert client.post("/plans/betsu/undo", {"number": "2"}).status_code == 404
    proof.refresh_from_db()
    record.refresh_from_db()
    assert record.state == ImportState.READ
    other.refresh_from_db()
    assert proof.removed_at is None
    assert other.revision == 1


def test_an_outsider_carries_nothing_of_others_away(plan: Plan, outsider: Person, client_of: ClientOf) -> None:
    client = client_of(outsider)
    sent = {"how": "carry", "plan": plan.slug, "title": "写し", "first_year": "2028", "last_year": "2032"}
    assert client.post("/plans/new", {**sent, "organization": plan.organization_id}).status_code == 422
    client.post("/plans/new", {**sent, "how": "empty", "organization": plan.organization_id})
    made = Plan.objects.get(title="写し")
    assert made.organization != plan.organization
    found = client.get("/search/?q=創業&plan=mihon&only=1").content.decode() + client.get("/").content.decode()
    assert "/plans/mihon/" not in found


EVIL = (
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "https:evil",
    "\x01//evil.example",
    "x",
)


@pytest.mark.parametrize("target", EVIL)
def test_nobody_is_sent_elsewhere(client: Client, target: str) -> None:
    client.post("/plans/mihon/structure/change", {"key": "1-①", "title": "変えた題名"})
    signing_in = Client().post("/accounts/login/", {"login": "jimu", "password": PASSWORD, "next": target})
    answers = [
        signing_in,
        client.post("/language", {"language": "ja", "next": target}),
        client.post("/plans/mihon/entry/2023/save/", {"cell:actual/1-1/2023": "1", "next": target}),
        client.post("/plans/mihon/entry/2024/copy/", {"indicator": "1-1", "next": target}),
        client.post("/plans/mihon/targets/save/", {"cell:target/1-1/2023": "1", "next": target}),
        client.post("/plans/mihon/check/restore", {"pk": "1", "next": target}),
        client.post("/plans/mihon/undo", {"number": "2", "next": target}),
        client.post("/accounts/logout/", {"next": target}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        led = urllib.parse.urlsplit(urllib.parse.urljoin("http://testserver/", answer["Location"].replace("\\", "/")))
        assert (led.scheme, led.netloc) == ("http", "testserver"), answer.request["PATH_INFO"]


def test_signing_out_ends_the_session(client: Client, plan: Plan) -> None:
    kept = client.cookies["sessionid"].value
    assert client.get("/plans/mihon/").status_code == 200
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/plans/mihon/").status_code == 302


@pytest.fixture
def own_count() -> Iterator[None]:
    """Failed sign-ins are counted for all tests together: this one neither finds nor leaves any."""
    cache.clear()
    yield
    cache.clear()


def test_guessing_a_password_is_slowed_down_in_words(plan: Plan, secretariat: Person, own_count: None) -> None:
    client = Client()
    told = [client.post("/accounts/login/", {"login": "jimu", "password": f"wrong{number}"}) for number in range(7)]
    assert "_auth_user_id" not in client.session
    last = client.post("/accounts/login/", {"login": "jimu", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    for answer in (*told, last):
        page = answer.content.decode()
        assert answer.status_code in (200, 429)
        assert re.search("(ログイン|パスワード|サインイン)[^<]*(ません|ください)", page), page[-900:]
    assert re.search("(しばらく|時間|あとで|分)", last.content.decode())
