"""The money page: amounts typed as offices type them, sums with and without deposits, targets made by a rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import Actual, Baseline, Budget, Indicator, Node, PlanDocument, Target
from banso.models import Organization, Person, Plan
from banso.queries.documents import document_of
from banso.services.plans import create_plan
from banso.services.policy import Actor
from banso.web.places import address_url

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
ITEMS = ("事業費", "所要一般財源", "概算人件費")


def document(projects: int = 3) -> PlanDocument:
    """A policy field with two measures; every second project stands under the second."""
    nodes = [
        Node(key="分野12", level=0, number="12", title="中小企業"),
        Node(key="施策1", parent="分野12", level=1, number="施策1", title="地場産業の振興"),
        Node(key="施策2", parent="分野12", level=1, number="施策2", title="経営基盤の強化"),
    ]
    budgets = []
    for number in range(1, projects + 1):
        key = f"p{number}"
        title = "融資制度預託金" if number == 2 else f"事業{number}"
        nodes.append(Node(key=key, parent=f"施策{2 - number % 2}", level=2, number=str(number), title=title))
        for item, amount in zip(ITEMS, (1000 * number, 1000 * number, 190), strict=True):
            for year, stage in ((2024, "budget"), (2025, "estimate")):
                value = Decimal(amount - (38 if item == "事業費" and year == 2025 and number == 1 else 0))
                budgets.append(Budget(node=key, item=item, year=year, stage=stage, amount=value, unit="千円"))  # type: ignore[arg-type]
    return PlanDocument(
        title="政策分野評価",
        kind="policy-evaluation",
        first_year=2024,
        last_year=2027,
        nodes=tuple(nodes),
        budgets=tuple(budgets),
        indicators=(
            Indicator(key="1", name="出荷額", unit="百万円", baseline=Baseline(amount=Decimal(100), year=2023)),
            Indicator(key="2", name="販売額", unit="百万円"),
        ),
        targets=(
            Target(indicator="1", final=True, amount=Decimal(140)),
            Target(indicator="2", final=True, amount=Decimal(50)),
        ),
        actuals=(
            Actual(indicator="1", year=2024, amount=Decimal(105)),
            Actual(indicator="2", year=2024, amount=Decimal(60)),
        ),
    )


@pytest.fixture
def field(actor: Actor, organization: Organization) -> Plan:
    return create_plan(actor=actor, organization=organization, slug="field", document=document()).plan


def page_of(client: Client, path: str = "money/2024/") -> str:
    answer = client.get(f"/plans/field/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, *cells: tuple[str, str], base: int | None = None) -> Any:
    body = {"cells": [{"cell": address, "text": text, "base": base} for address, text in cells]}
    return client.post(
        "/plans/field/money/2024/save/",
        data=json.dumps(body),
        content_type="application/json",
        headers={"X-Requested-With": "fetch"},
    )


def figure(page: str, name: str) -> str:
    found = re.search(rf'id="{re.escape(name)}"><span data-part="figure">([^<]*)</span>', page)
    assert found, name
    return found[1]


def test_sums_stand_per_measure_and_field_with_and_without_deposits(
    client_of: ClientOf, contributor: Person, field: Plan
) -> None:
    page = page_of(client_of(contributor))
    shown = {
        (key, part): figure(page, f"sum/{key}/2024/budget/{part}")
        for key in ("分野12", "施策1", "施策2")
        for part in ("cost", "deposit", "without", "personnel", "full")
    }
    assert [shown["分野12", part] for part in ("cost", "deposit", "without", "personnel", "full")] == [
        "6,000",
        "2,000",
        "4,000",
        "570",
        "6,570",
    ]
    assert [shown["施策1", part] for part in ("cost", "deposit", "without")] == ["4,000", "", "4,000"]
    assert figure(page, "sum/分野12/2025/estimate/change") == "△38"
    assert "前年度比 △38" in page
    assert "名称が「預託金」で終わる事業1件" in page


def test_a_save_answers_with_notes_and_sums(client_of: ClientOf, contributor: Person, field: Plan) -> None:
    client = client_of(contributor)
    answer = send(client, ("budget/p1/事業費/2024/budget", "１，５００千円"), base=field.revision)
    assert answer.status_code == 200
    said = answer.json()
    assert said["cells"][0]["text"] == "1,500"
    figures = {each["id"]: each["text"] for each in said["figures"]}
    assert (figures["sum/分野12/2024/budget/cost"], figures["sum/施策1/2024/budget/cost"]) == ("6,500", "4,500")
    notes = {each["cell"]: each["notes"] for each in said["notes"]}
    assert notes["budget/p1/事業費/2024/budget"] == ["財源の合計と500千円違います。"]
    assert send(client, ("budget/p1/事業費/2024/budget", "12人")).status_code == 422


def test_staff_becomes_staff_cost_while_typing(client_of: ClientOf, contributor: Person, field: Plan) -> None:
    client = client_of(contributor)
    page = page_of(client, "money/2024/?items=all")
    for address in ("budget/分野12/人件費単価/2024/budget", "budget/p1/従事人員/2024/budget"):
        assert f'name="cell:{address}"' in page
    answer = send(
        client,
        ("budget/分野12/人件費単価/2024/budget", "7578"),
        ("budget/p1/従事人員/2024/budget", "0.025人"),
        ("budget/p1/概算人件費/2024/budget", ""),
    )
    notes = {each["cell"]: each["notes"] for each in answer.json()["notes"]}
    assert notes["budget/p1/概算人件費/2024/budget"] == ["従事人員から計算：189（0.025人×7,578）"]


def test_a_finding_or_an_old_value_leads_to_the_amount(field: Plan) -> None:
    address = "budget/p1/事業費/2025/estimate"
    assert unquote(address_url(field, address)) == f"/plans/field/money/2025/#{address}"
    assert address_url(field, "budget/gone/事業費/2025/estimate").startswith("/plans/field/history/")


def test_a_reader_sees_the_amounts_without_cells(client_of: ClientOf, reader: Person, field: Plan) -> None:
    page = page_of(client_of(reader))
    assert "1,000" in page
    assert 'name="cell:' not in page
    assert send(client_of(reader), ("budget/p1/事業費/2024/budget", "1")).status_code == 403


def test_without_scripts_the_form_saves_and_the_reason_stands(
    client_of: ClientOf, contributor: Person, field: Plan
) -> None:
    reason = "text/p1/2025/remarks/増減理由"
    client = client_of(contributor)
    assert f'name="cell:{reason}"' in page_of(client)
    sent = {f"cell:{reason}": "事業の終了による減", f"was:{reason}": "", "based_on": str(field.revision)}
    assert client.post("/plans/field/money/2024/save/", sent).status_code == 302
    assert "事業の終了による減" in page_of(client)
    (text,) = document_of(Plan.objects.get(pk=field.pk)).texts
    assert (text.node, text.year, text.kind, text.heading) == ("p1", 2025, "remarks", "増減理由")


def test_the_estimate_becomes_the_next_year_s_budget(client_of: ClientOf, contributor: Person, field: Plan) -> None:
    client = client_of(contributor)
    assert 'value="2025/estimate"' in page_of(client, "money/2025/")
    sent = {"source": "2025/estimate", "to": "2025/budget"}
    assert client.post("/plans/field/money/2025/copy/", sent).status_code == 302
    copied = {
        (each.node, each.item): each.amount
        for each in document_of(Plan.objects.get(pk=field.pk)).budgets
        if (each.year, each.stage) == (2025, "budget")
    }
    assert (len(copied), copied["p1", "事業費"]) == (9, Decimal(962))
    assert 'value="2025/estimate"' not in page_of(client, "money/2025/")
    assert client.post("/plans/field/money/2025/copy/", {"source": "x", "to": "2025/budget"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "keys"),
    [("", {"p1", "p2", "p3"}), ("?missing=1", set()), ("?top=分野12", {"p1", "p2", "p3"}), ("?owner=ない課", set())],
)
def test_filters_narrow_the_projects(
    client_of: ClientOf, contributor: Person, field: Plan, query: str, keys: set[str]
) -> None:
    page = page_of(client_of(contributor), f"money/2024/{query}")
    assert set(re.findall(r'data-key="([^/"]+)/', page)) == keys


def test_a_year_beside_the_plan_is_there_others_are_not(client_of: ClientOf, contributor: Person, field: Plan) -> None:
    client = client_of(contributor)
    assert [client.get(f"/plans/field/money/{year}/").status_code for year in (2023, 2028, 2022, 2029)] == [
        200,
        200,
        404,
        404,
    ]


def test_a_plan_without_money_offers_its_lowest_level(client_of: ClientOf, contributor: Person, plan: Plan) -> None:
    answer = client_of(contributor).get("/plans/mihon/money/2023/")
    assert answer.status_code == 200
    assert "cell:budget/1-①-a/事業費/2023/budget" in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_projects(
    client_of: ClientOf, contributor: Person, actor: Actor, organization: Organization
) -> None:
    counts = []
    for number in (5, 60):
        made = create_plan(actor=actor, organization=organization, slug=f"m{number}", document=document(number)).plan
        client = client_of(contributor)
        client.get(f"/plans/{made.slug}/money/2024/")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/plans/{made.slug}/money/2024/")
        assert answer.content.decode().count("data-key=") == number * 3
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_names_are_written_as_text_never_as_markup(
    client_of: ClientOf, contributor: Person, actor: Actor, organization: Organization
) -> None:
    made = document()
    hostile = "<script>\"'&x"
    nodes = tuple(replace(node, title=hostile, owner=hostile) for node in made.nodes)
    budgets = (
        *made.budgets,
        Budget(node="p1", item=hostile, year=2024, stage="budget", amount=Decimal(1), unit=hostile),
    )
    changed = replace(made, nodes=nodes, budgets=budgets)
    create_plan(actor=actor, organization=organization, slug="field", document=changed)
    assert '<script>"' not in page_of(client_of(contributor))


def test_targets_are_filled_by_a_button_and_what_is_not_is_told(
    client_of: ClientOf, secretariat: Person, field: Plan
) -> None:
    client = client_of(secretariat)
    page = page_of(client, "targets/")
    assert "「販売額」は、令和6年度の実績60で最終目標50にもう届いています" in page
    answer = client.post("/plans/field/targets/straight/", {"step": "１０", "rounding": "up"}, follow=True)
    assert "3件の目標を直線で入れました" not in answer.content.decode()
    assert "4件の目標を直線で入れました" in answer.content.decode()
    assert "「販売額」には始まりの値がありません" in answer.content.decode()
    targets = {each.year: each.amount for each in document_of(Plan.objects.get(pk=field.pk)).targets if not each.final}
    assert targets == {2024: 110, 2025: 120, 2026: 130, 2027: 140}
    refused = client.post("/plans/field/targets/straight/", {"step": "たくさん"}, follow=True)
    assert "丸める単位" in refused.content.decode()


def test_next_year_s_targets_are_proposed_with_their_method_and_chosen(
    client_of: ClientOf, secretariat: Person, contributor: Person, field: Plan
) -> None:
    page = page_of(client_of(contributor), "targets/proposals/2024/")
    assert "116.67" not in page
    assert "117：今年度の実績から最終目標まで等間隔" in page
    assert '<select name="take:' not in page
    client = client_of(secretariat)
    assert '<select name="take:1"' in page_of(client, "targets/proposals/2024/")
    answer = client.post("/plans/field/targets/proposals/2024/", {"take:1": "line", "take:2": "", "take:x": "no"})
    assert answer.status_code == 302
    targets = [each for each in document_of(Plan.objects.get(pk=field.pk)).targets if not each.final]
    assert [(each.indicator, each.year, each.amount) for each in targets] == [("1", 2025, Decimal(117))]
