"""Search: one box over all plans a person may see, any kana, quick, usable while typing and without scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import Node, PlanDocument
from banso.library.demonstration import demonstration_plan
from banso.models import Organization, Person, Plan
from banso.queries.ahead import read_ahead
from banso.queries.search import pieces, search_plans, visible_plans
from banso.services.changing import change
from banso.services.plans import create_plan
from banso.services.policy import Actor, actor_of
from banso.web.places import PlaceLinks

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]


def small(title: str, *nodes: str) -> PlanDocument:
    found = tuple(Node(key=str(n), level=0, number=str(n), title=name) for n, name in enumerate(nodes, 1))
    return PlanDocument(title=title, first_year=2023, last_year=2027, nodes=found)


def asked(client: Client, query: str, path: str = "/search/", **more: str) -> str:
    answer = client.get(path, {"q": query, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def hits(page: str) -> list[str]:
    return [
        html.unescape(re.sub(r"<[^>]+>", "", hit)) for hit in re.findall(r'(?s)<p class="found-label">(.*?)</p>', page)
    ]


@pytest.mark.parametrize("query", ["デジタル", "ﾃﾞｼﾞﾀﾙ", "でじたる", "デジタル　", " ﾃﾞｼﾞﾀﾙ"])
def test_widths_and_kana_are_alike(plan: Plan, secretariat: Person, client_of: ClientOf, query: str) -> None:
    client = client_of(secretariat)
    assert hits(asked(client, query)) == hits(asked(client, "デジタル")) != []


def test_matches_are_marked_where_they_stand(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    page = asked(client_of(secretariat), "でじたる")
    marked = set(re.findall(r"<mark>([^<]*)</mark>", page))
    assert marked == {"デジタル"}


def test_every_hit_leads_to_a_page_that_is_there(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    page = asked(client, "支援")
    found = dict.fromkeys(re.findall(r'</span> <a href="([^"]+)"', page))
    assert len(found) > 20
    kinds = {re.sub(r"[0-9].*|[^/]*$", "", html.unescape(address).removeprefix("/plans/mihon/")) for address in found}
    assert {"nodes/", "sheets/", "roadmap/"} <= kinds
    for address in list(found)[::5]:
        assert client.get(html.unescape(address).split("#")[0]).status_code == 200, address


def test_each_fact_has_its_page(plan: Plan) -> None:
    links = PlaceLinks(plan, 2023)
    table = {
        "node/1-①": "/plans/mihon/nodes/1-%E2%91%A0/",
        "indicator/2-3": "/plans/mihon/indicators/2-3/",
        "target/2-3/2023/amount": "/plans/mihon/indicators/2-3/",
        "actual/2-3/2023": "/plans/mihon/entry/2023/#actual/2-3/2023",
        "actual/2-3/2031": "/plans/mihon/indicators/2-3/",
        "text/1-①/2023/issues": "/plans/mihon/sheets/2023/1-%E2%91%A0/#text/1-①/2023/issues",
        "judgement/1-①/2023/overall": "/plans/mihon/sheets/2023/1-%E2%91%A0/#rating",
        "text/1-①-a/-/status-quo": "/plans/mihon/nodes/1-%E2%91%A0-a/",
        "group/1-①~3": "/plans/mihon/sheets/2023/1-%E2%91%A0/",
        "roadmap/1-①~3/1": "/plans/mihon/roadmap/",
        "rule-set/kama": "/plans/mihon/settings/",
        "plan/title": "/plans/mihon/settings/",
        "node/gone": "/plans/mihon/history/?at=node%2Fgone",
        "note/*/x": "/plans/mihon/",
    }
    assert {address: links.of(address) for address in table} == table


def test_plans_of_others_are_not_searched(plan: Plan, outsider: Person, client_of: ClientOf) -> None:
    page = asked(client_of(outsider), "デジタル", plan=plan.slug)
    assert hits(page) == []
    assert (plan.title or "") not in page
    assert 'role="option"' not in asked(client_of(outsider), "デジタル", "/search/typing", plan=plan.slug)


def test_the_plan_at_hand_comes_first_and_can_be_searched_alone(
    plan: Plan,
    organization: Organization,
    actor: Actor,
    secretariat: Person,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("banso.web.search.views.PAGE_BUDGET", 60)  # a busy machine may not read both plans in its time
    other = create_plan(
        actor=actor, organization=organization, document=small("別の計画", "デジタル窓口"), slug="other"
    ).plan
    read_ahead(lambda seconds: None)  # else a slow machine shows the first plan and says that one is unread
    client = client_of(secretariat)
    both = asked(client, "デジタル", plan=other.slug)
    assert both.index("別の計画</a></h2>") < both.index(f"{plan.title}</a></h2>")
    alone = asked(client, "デジタル", plan=other.slug, only="1")
    assert hits(alone) == ["項目 1 デジタル窓口"]


def test_what_was_just_written_is_found(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    assert hits(asked(client, "ゑびす通り")) == []

    def edit(document: PlanDocument) -> PlanDocument:
        first, *rest = document.nodes
        return replace(document, nodes=(replace(first, title="ヱビス通りのにぎわい"), *rest))

    change(actor=actor_of(secretariat), plan=plan, deed="edit-plan", edit=edit)
    assert any("ヱビス通りのにぎわい" in hit for hit in hits(asked(client, "ゑびす通り")))


def test_nothing_found_says_what_to_try(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    assert "言葉を短くする" in asked(client, "ぬぬぬぬ")
    assert "言葉を短くして" in asked(client, "ぬぬぬぬ", "/search/typing")
    assert "見ることのできるすべての計画から探します" in asked(client, "  　")


def test_what_is_typed_is_escaped(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    hostile = "<script>alert(1)</script>"
    assert hostile not in asked(client_of(secretariat), hostile)
    nasty = replace(demonstration_plan(), title=hostile)
    change(actor=actor_of(secretariat), plan=plan, deed="edit-plan", edit=lambda _: nasty)
    for path in ("/search/", "/search/typing"):
        assert hostile not in asked(client_of(secretariat), "デジタル", path)


def test_options_are_a_list_box(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    part = asked(client_of(secretariat), "デジタル", "/search/typing")
    ids = re.findall(r'<a role="option" tabindex="-1" id="([^"]+)" aria-selected="false"', part)
    assert len(ids) == len(set(ids)) == 7, "six hits and the way to all of them"
    assert ids[-1] == "found-all"


def test_pieces_lose_nothing() -> None:
    assert pieces("あいうえお", ((1, 3), (3, 4))) == (("あ", False), ("いう", True), ("え", True), ("お", False))
    assert pieces("", ()) == ()


def test_many_plans_are_read_bit_by_bit_and_then_searched_without_the_database(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    document = demonstration_plan()
    for number in range(20):
        create_plan(actor=actor, organization=organization, document=document, slug=f"large-{number}")
    client = client_of(secretariat)
    plans = visible_plans(actor.roles)
    first = search_plans(plans, "デジタル", each=6, limit=12, budget=0.0)
    assert first.unread == 19, "without a budget only the plan at hand is read, and the others are counted"
    whole = search_plans(plans, "デジタル", each=6, limit=12, budget=60.0)
    assert (whole.unread, whole.count, len(whole.others), whole.more) == (0, 12, 18, True)
    assert search_plans(plans, "デジタル ぬぬぬ", each=6, limit=12, budget=0.0).plans == ()
    client.get("/search/typing", {"q": "デジタル"})
    with CaptureQueriesContext(connection) as counted:
        client.get("/search/typing", {"q": "デジタル"})
    assert len(counted) <= 30, "the words are kept; only what the hits' links need is asked for"


def test_the_box_is_a_combobox_on_every_page(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    page = client_of(secretariat).get(f"/plans/{plan.slug}/history/").content.decode()
    box = re.search(r'<input id="global-search-box"[^>]*>', page)
    assert box
    for attribute in (
        'role="combobox"',
        'aria-controls="search-results"',
        'aria-expanded="false"',
        'aria-autocomplete="list"',
    ):
        assert attribute in box[0]
    assert 'id="search-results" class="search-results" role="listbox"' in page
