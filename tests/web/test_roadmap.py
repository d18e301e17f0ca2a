"""The roadmap page: bars over years, filters, forms with and without scripts, a bounded number of queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banso.domain.document import Node, PlanDocument, RoadmapStep
from banso.models import Organization, Person, Plan
from banso.queries.documents import read_document
from banso.queries.roadmap import GROUPS, Wishes, roadmap_page, row_id
from banso.services.plans import create_plan
from banso.services.policy import Actor
from banso.services.roadmap import StepPlace, step_at

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
FETCH = {"HX-Request": "true"}
PLACE = ("mihon", "1-①-a", 1, 0)


def text(response: Any) -> str:
    return str(response.content.decode())


def small(count: int = 3) -> PlanDocument:
    nodes = [Node(key="1", level=0, number="1", title="創業"), Node(key="1-①", parent="1", level=1, title="相談")]
    nodes += [Node(key=f"a{place}", parent="1-①", level=2, number=str(place), title="取組") for place in range(count)]
    steps = [
        RoadmapStep(node=f"a{place}", line=1, text=f"実施{place}", first_year=2024, last_year=2025, span="stated")
        for place in range(count)
    ]
    return PlanDocument(title="小計画", first_year=2023, last_year=2027, nodes=tuple(nodes), roadmap=tuple(steps))


def test_every_step_stands_as_a_bar_over_its_years(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    page = text(client_of(reader).get(reverse("roadmap", args=["mihon"])))
    assert page.count('class="bar ') == len(read_document(plan).roadmap)
    assert "窓口相談及び伴奏型支援の実施" in page
    assert "令和5年度～令和9年度" in page
    assert "data-move" not in page  # A reader cannot change it.


def test_cells_fill_the_years_of_each_line_exactly() -> None:
    document = small()
    crowded = replace(
        document,
        roadmap=(
            *document.roadmap,
            RoadmapStep(node="a0", line=1, text="先", first_year=2019, last_year=2023, span="assumed"),
            RoadmapStep(node="a0", line=1, text="重なる", first_year=2025, last_year=2026, span="stated"),
            RoadmapStep(node="a0", line=1, text="外", first_year=2028, last_year=2028, span="stated"),
            RoadmapStep(node="a0", line=1, text="後", first_year=2029, last_year=2030, span="stated"),
        ),
    )
    page = roadmap_page(crowded, Wishes(), 2026)
    texts = [cell.bar.text for row in page.rows for line in row.lines for cell in line if cell]
    assert sorted(texts) == sorted(step.text for step in crowded.roadmap)
    for row in page.rows:
        for line in row.lines:
            assert sum(1 if cell is None else cell.columns for cell in line) == len(page.years)
    bars = {cell.bar.text: cell for row in page.rows for line in row.lines for cell in line if cell}
    assert bars["先"].from_before
    assert bars["先"].finished
    assert bars["後"].beyond
    assert not bars["後"].finished


def test_filters_keep_the_way_to_what_they_show() -> None:
    document = small()
    document = replace(
        document,
        nodes=(*document.nodes, Node(key="2", level=0, number="2", title="販路")),
        roadmap=(
            *document.roadmap,
            RoadmapStep(node="2", line=1, text="推", first_year=2023, last_year=2023, span="assumed"),
        ),
    )
    level = roadmap_page(document, Wishes(level="2"), None)
    assert [(row.key, row.way) for row in level.rows] == [
        ("1", True), ("1-①", True), ("a0", False), ("a1", False), ("a2", False),
    ]  # fmt: skip
    assert [row.key for row in roadmap_page(document, Wishes(assumed=True), None).rows] == ["2"]
    assert [row.key for row in roadmap_page(document, Wishes(top="2"), None).rows] == ["2"]
    assert roadmap_page(document, Wishes(level=GROUPS), None).rows == ()
    assert [row.key for row in roadmap_page(document, Wishes(empty=True), None).rows if not row.way] == ["1", "1-①"]


def test_the_form_saves_without_scripts_and_comes_back_to_its_row(
    plan: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    form = text(client.get(reverse("roadmap_step", args=PLACE)))
    assert "期間を確かめた" in form
    assert 'name="based_on"' in form
    posted = {"text": "相談会", "first_year": "2024", "last_year": "2025", "based_on": plan.revision}
    response = client.post(reverse("roadmap_step", args=PLACE), posted)
    assert response.status_code == 302
    assert response["Location"].endswith(f"#{row_id('node', '1-①-a')}")
    plan.refresh_from_db()
    step = step_at(read_document(plan), StepPlace("1-①-a", 1, 0))
    assert step is not None
    assert (step.text, step.first_year, step.last_year) == ("相談会", 2024, 2025)


def test_a_refused_form_keeps_what_was_typed(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    posted = {"text": "相談会", "first_year": "2026", "last_year": "2024", "based_on": plan.revision}
    response = client_of(secretariat).post(reverse("roadmap_step", args=PLACE), posted)
    assert response.status_code == 422
    assert "相談会" in text(response)
    assert "始まりの2026年度が終わりの2024年度より後です" in text(response)


def test_dragging_answers_with_the_rows_to_swap_and_where_the_focus_goes(
    plan: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    response = client_of(secretariat).post(
        reverse("roadmap_move", args=PLACE),
        {"first_year": "2024", "last_year": "2025"},
        headers={**FETCH, "X-Banso-Based-On": str(plan.revision)},
    )
    assert response.status_code == 200
    part = text(response)
    row = row_id("node", "1-①-a")
    assert f'<tbody id="{row}" data-revision="{plan.revision + 1}" hx-swap-oob="outerHTML">' in part
    assert json.loads(response["HX-Trigger-After-Settle"])["banso-saved"]["focus"] == f"{row}-1-0"
    assert f'id="{row}-1-0"' in part


def test_a_repetition_changes_with_its_original(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    document = small()
    document = replace(document, nodes=(*document.nodes, Node(key="2", level=0, number="2", reprise_of="a0")))
    plan = create_plan(actor=actor, organization=organization, document=document, slug="sho").plan
    page = text(client_of(secretariat).get(reverse("roadmap", args=["sho"])))
    assert "「0 取組」の項目を表示しています" in page
    part = text(
        client_of(secretariat).post(
            reverse("roadmap_move", args=["sho", "a0", 1, 0]),
            {"first_year": "2023", "last_year": "2023"},
            headers={**FETCH, "X-Banso-Based-On": str(plan.revision)},
        )
    )
    assert row_id("node", "a0") in part
    assert row_id("node", "2") in part
    assert part.count("<tbody") == 2


def test_a_change_of_somebody_else_is_shown_and_not_overwritten(
    plan: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    seen = {**FETCH, "X-Banso-Based-On": str(plan.revision)}
    path = reverse("roadmap_move", args=PLACE)
    assert client.post(path, {"first_year": "2024", "last_year": "2025"}, headers=seen).status_code == 200
    second = client.post(path, {"first_year": "2026", "last_year": "2027"}, headers=seen)
    assert second.status_code == 409
    assert "いまの値" in text(second)


def test_adding_confirming_and_removing(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    count = len(read_document(plan).roadmap)
    posted = {"text": "検証", "first_year": "2027", "last_year": "2027", "line": ""}
    assert client.post(reverse("roadmap_new", args=["mihon", "1-①-a"]), posted).status_code == 302
    plan.refresh_from_db()
    assert len(read_document(plan).roadmap) == count + 1
    path = reverse("roadmap_confirm", args=["mihon"]) + "?top=1&level=2"
    response = client.post(path, {"based_on": plan.revision})
    assert response["Location"].endswith("?top=1&level=2")
    plan.refresh_from_db()
    steps = read_document(plan).roadmap
    assert {step.span for step in steps if (step.node or "").startswith("1-")} == {"stated"}
    assert {step.span for step in steps if (step.node or "").startswith("2-")} == {"assumed"}
    client.post(reverse("roadmap_step", args=("mihon", "1-①-a", 2, 0)), {"do": "remove"})
    plan.refresh_from_db()
    assert len(read_document(plan).roadmap) == count


@pytest.mark.parametrize("who", ["reader", "contributor"])
def test_only_the_secretariat_changes_the_roadmap(
    plan: Plan, who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("roadmap_step", args=PLACE)).status_code == 200
    assert client.get(reverse("roadmap_new", args=["mihon", "1-①-a"])).status_code == 403
    years = {"text": "x", "first_year": "2024", "last_year": "2025"}
    for name, args in (("roadmap_step", PLACE), ("roadmap_move", PLACE), ("roadmap_confirm", ("mihon",))):
        assert client.post(reverse(name, args=args), years).status_code == 403


def test_other_organizations_find_nothing(plan: Plan, outsider: Person, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert client.get(reverse("roadmap", args=["mihon"])).status_code == 404
    assert client.post(reverse("roadmap_move", args=PLACE), {}).status_code == 404


def test_an_unknown_step_and_years_that_are_no_numbers(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    assert client.get(reverse("roadmap_step", args=("mihon", "1-①-a", 9, 0))).status_code == 404
    assert client.get(reverse("roadmap_new", args=["mihon", "ない"])).status_code == 404
    response = client.post(reverse("roadmap_move", args=PLACE), {"first_year": "x", "last_year": ""}, headers=FETCH)
    assert response.status_code == 422


def test_the_number_of_queries_does_not_grow_with_the_rows(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    counted = []
    for count in (10, 200):
        slug = f"n{count}"
        create_plan(actor=actor, organization=organization, document=small(count), slug=slug)
        client = client_of(secretariat)
        client.get(reverse("roadmap", args=[slug]))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = text(client.get(reverse("roadmap", args=[slug])))
        assert len(re.findall('class="bar', page)) >= count
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12
