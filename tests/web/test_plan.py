"""The plan's pages: the tree and its filters, counting by vocabularies, one element, forms, permissions."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import Actual, Indicator, Level, Node, Placement, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.library.demonstration import demonstration_plan
from banso.models import Entry, Organization, Person, Plan
from banso.queries.cross_table import cross_table
from banso.queries.documents import read_document
from banso.queries.plan_tree import BLANK, FILLED, Wanted, plan_tree, terms_of
from banso.services.plans import create_plan
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
DEMONSTRATION = demonstration_plan()
RELATION, POLICY = "第1次計画との関連", "実施方針区分"
FORMS = ["add", "edit", "move", "end", "merge", "reprise", "link", "indicator", "why", "remove"]


def rows_of(html: str) -> list[str]:
    return re.findall(r'<tr id="node-([^"]+)"', html)


def page(client: Client, address: str, **query: object) -> str:
    response = client.get(f"{address}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def hits(**wishes: object) -> list[str]:
    tree = plan_tree(DEMONSTRATION, evaluate(DEMONSTRATION, 2023), 2023, Wanted(**wishes))  # type: ignore[arg-type]
    return [row.key for row in tree.rows if row.hit]


def test_the_tree_shows_every_element_in_order(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    html = page(client_of(secretariat), "/plans/mihon/")
    keys = rows_of(html)
    assert len(keys) == 113
    assert keys[:4] == ["1", "1-①", "1-①-a", "1-①-b"]
    assert "全113件（方針 6・施策 21・取組 86）" in html


def test_an_indicator_counts_once_however_often_it_is_placed() -> None:
    tree = plan_tree(DEMONSTRATION, evaluate(DEMONSTRATION, 2023), 2023, Wanted())
    top = next(row for row in tree.rows if row.key == "1")
    below = {node.key for node in DEMONSTRATION.nodes if node.key.startswith("1")}
    placed = {each.indicator for each in DEMONSTRATION.placements if each.node in below and each.role != "related"}
    assert top.standing.indicators == len(placed)
    assert sum(each.count for each in top.standing.grades) == len(placed)
    assert top.standing.waiting == 0


def test_filters_narrow_alone_and_together() -> None:
    nodes = {node.key: node for node in DEMONSTRATION.nodes}
    strong = hits(terms=((POLICY, "強化"),))
    assert strong
    assert all("強化" in terms_of(nodes, nodes[key])[POLICY] for key in strong)
    both = hits(terms=((POLICY, "強化"), (RELATION, "新規")))
    assert set(both) == {key for key in strong if "新規" in terms_of(nodes, nodes[key]).get(RELATION, ())}
    either = hits(terms=((POLICY, "強化"), (POLICY, "拡大")))
    assert set(either) == set(strong) | set(hits(terms=((POLICY, "拡大"),)))
    assert len(hits(level=2, terms=((POLICY, BLANK),))) + len(hits(level=2, terms=((POLICY, FILLED),))) == 86
    assert hits(words="ｿｳｷﾞｮｳ 塾") == hits(words="創業塾") or "1-①-a" in hits(words="創業塾")
    assert not hits(missing=True)
    assert set(hits(missed=True)) < set(nodes)
    assert len(hits(without_reprises=True)) == sum(node.reprise_of is None for node in DEMONSTRATION.nodes)


def test_what_leads_to_a_hit_is_shown_but_not_counted(plan: Plan, reader: Person, client_of: Clients) -> None:
    html = page(client_of(reader), "/plans/mihon/", q="創業塾等の開催")
    assert rows_of(html) == ["1", "1-①", "1-①-a"]
    assert "113件のうち1件があてはまります" in html


def test_what_has_ended_comes_only_on_demand() -> None:
    nodes = tuple(
        Node(key=key, level=0, title=key, last_year=last)
        for key, last in (("続く", None), ("前に終わった", 2022), ("今年まで", 2023))
    )
    document = PlanDocument(nodes=nodes, first_year=2020, last_year=2025)
    tree = plan_tree(document, evaluate(document, 2023), 2023, Wanted())
    assert [row.key for row in tree.rows] == ["続く", "今年まで"]
    assert tree.ended == 1
    tree = plan_tree(document, evaluate(document, 2023), 2023, Wanted(with_ended=True))
    assert len(tree.rows) == 3


def test_waiting_results_are_neither_failed_nor_zero(
    organization: Organization, actor: Actor, secretariat: Person, client_of: Clients
) -> None:
    document = PlanDocument(
        title="小さな計画",
        first_year=2023,
        last_year=2027,
        nodes=(Node(key="1", level=0, number="1", title="方針"), Node(key="2", level=0, number="2", title="ほか")),
        indicators=(Indicator(key="k", name="件数"), Indicator(key="z", name="零")),
        placements=(Placement(indicator="k", node="1", role="main"), Placement(indicator="z", node="2", role="main")),
        targets=(
            Target(indicator="k", year=2023, amount=Decimal(1)),
            Target(indicator="z", year=2023, amount=Decimal(1)),
        ),
        actuals=(
            Actual(indicator="k", year=2023, state="not-entered"),
            Actual(indicator="z", year=2023, amount=Decimal(0)),
        ),
    )
    create_plan(actor=actor, organization=organization, document=document, slug="small")
    html = page(client_of(secretariat), "/plans/small/", missing="1")
    assert rows_of(html) == ["1"]
    assert "未入力 1" in html


@pytest.mark.parametrize("once", [False, True])
def test_the_cross_table_adds_up_and_says_what_it_leaves_out(once: bool) -> None:
    table = cross_table(DEMONSTRATION, year=2023, down=RELATION, across=POLICY, level=2, without_reprises=once)
    both = table.count(FILLED, FILLED)
    assert both + table.blank_either == table.whole
    assert table.whole == (75 if once else 86)
    for row in table.rows:
        for column in table.columns:
            wished = hits(level=2, terms=((RELATION, row), (POLICY, column)), without_reprises=once)
            assert len(wished) == table.count(row, column)
        assert table.count(row, FILLED) == len(
            hits(level=2, terms=((RELATION, row), (POLICY, FILLED)), without_reprises=once)
        )
    several = sum(table.count(FILLED, column) for column in table.columns if column) - both
    assert (several > 0) == (table.twice > 0)


def test_a_cell_leads_to_the_elements_it_counts(plan: Plan, reader: Person, client_of: Clients) -> None:
    client = client_of(reader)
    html = page(client, "/plans/mihon/cross", down=RELATION, across=POLICY, level=2)
    cells = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)<', html)
    assert len(cells) > 15
    for address, count in cells:
        shown = client.get(unescape(address)).content.decode()
        assert f"113件のうち{count}件があてはまります" in shown, address


@pytest.mark.parametrize("do", [*FORMS, ""])
def test_every_form_about_an_element_opens(do: str, plan: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    assert page(client, "/plans/mihon/nodes/1-①-a/", do=do).count("<h1") == 1
    beside = page(client, "/plans/mihon/", node="1-①-a", do=do)
    assert beside.count("<h1") == 1
    assert len(rows_of(beside)) == 113
    part = client.get(
        "/plans/mihon/nodes/1-①-a/", {"do": do}, headers={"HX-Request": "true", "HX-Target": "node-panel"}
    )
    assert part.content.decode().lstrip().startswith("<section")


@pytest.mark.parametrize("who", ["reader", "contributor"])
def test_who_may_not_edit_sees_no_controls_and_cannot_do_it(
    who: str, plan: Plan, client_of: Clients, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    for address in ("/plans/mihon/", "/plans/mihon/nodes/1-①-a/", "/plans/mihon/structure/rows/1-①/"):
        html = page(client, address)
        assert "/structure/" not in html.replace("/structure/rows/", "")
        assert "?do=" not in html
    assert client.get("/plans/mihon/nodes/1-①-a/", {"do": "edit"}).status_code == 403
    assert client.post("/plans/mihon/structure/add", {"title": "勝手な取組", "parent": "1"}).status_code == 403
    assert client.get("/plans/new").status_code == 403
    assert Entry.objects.filter(plan=plan).count() == 1


def test_people_of_other_bodies_find_nothing(plan: Plan, outsider: Person, client_of: Clients) -> None:
    client = client_of(outsider)
    for address in (
        "/plans/mihon/",
        "/plans/mihon/cross",
        "/plans/mihon/nodes/1/",
        "/plans/mihon/structure/rows/",
        "/plans/mihon/structure/rows/1-①/",
    ):
        assert client.get(address).status_code == 404
    assert client.post("/plans/mihon/structure/add", {"title": "勝手な取組"}).status_code == 404
    assert (
        client.post(
            "/plans/new", {"how": "carry", "plan": "mihon", "title": "盗み", "first_year": "R10", "last_year": "R14"}
        ).status_code
        == 422
    )


def test_a_deed_leads_back_to_the_view_and_tells_what_it_did(
    plan: Plan, secretariat: Person, client_of: Clients
) -> None:
    client = client_of(secretariat)
    response = client.post(
        "/plans/mihon/structure/add",
        {"parent": "1-①", "title": "新しい取組", "back": "tree", "view": "level=2&evil=1", "based_on": plan.revision},
    )
    assert response.status_code == 302
    assert response["Location"] == "/plans/mihon/?" + urlencode({"level": "2", "node": "1-①-g"})
    html = client.get(response["Location"]).content.decode()
    assert "新しい取組" in html
    assert 'role="status"' in html
    assert "元に戻す" in html
    assert "元に戻す" not in client.get(response["Location"]).content.decode()


def test_one_more_can_be_added_at_once(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    response = client_of(secretariat).post(
        "/plans/mihon/structure/add", {"parent": "1-①", "title": "一つ目", "more": "1", "back": "node"}
    )
    assert response["Location"] == "/plans/mihon/nodes/1-%E2%91%A0/?do=add"


def test_a_conflict_shows_both_names(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    client, seen = client_of(secretariat), plan.revision
    client.post("/plans/mihon/structure/change", {"key": "1-①-a", "title": "先の名称", "based_on": seen})
    response = client.post("/plans/mihon/structure/change", {"key": "1-①-a", "title": "後の名称", "based_on": seen})
    assert response.status_code == 409
    html = response.content.decode()
    assert "先の名称" in html
    assert "後の名称" in html
    plan.refresh_from_db()
    assert next(node for node in read_document(plan).nodes if node.key == "1-①-a").title == "先の名称"


def test_moving_and_merging_say_first_what_they_mean(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    html = page(client, "/plans/mihon/nodes/1-①-a/", do="move", to="1-②")
    assert "番号が「a」から「c」に変わります" in html
    html = page(client, "/plans/mihon/nodes/1-①/", do="end")
    assert "下の項目 6件" in html
    html = page(client, "/plans/mihon/nodes/1-①-d/", do="merge", to="1-①-c")
    assert "シートの行 1件" in html
    assert "文章 1件" in html
    refused = page(client, "/plans/mihon/nodes/1-①/", do="merge", to="1-②")
    assert "評価が" in refused
    refused = page(client, "/plans/mihon/nodes/1-①/", do="move", to="1-①-a")
    assert "移せません" in refused
    assert Entry.objects.filter(plan=plan).count() == 1


def test_a_refused_deed_says_why(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    response = client.post("/plans/mihon/structure/remove", {"key": "1-①"})
    assert response.status_code == 422
    assert "下の項目6件" in response.content.decode()
    assert client.post("/plans/mihon/structure/end", {"key": "1-①", "last_year": "ことし"}).status_code == 422
    assert client.post("/plans/mihon/structure/explode", {"key": "1-①"}).status_code == 404
    assert client.get("/plans/mihon/nodes/9-9/").status_code == 404


def test_every_vocabulary_of_a_form_is_kept(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    client_of(secretariat).post(
        "/plans/mihon/structure/change",
        {
            "key": "1-①-a",
            "vocabulary": [RELATION, POLICY],
            "terms-0": ["継続", "新規"],
            "terms-1": [],
            "title": "窓口相談や創業塾等の開催",
        },
    )
    plan.refresh_from_db()
    node = next(each for each in read_document(plan).nodes if each.key == "1-①-a")
    assert node.terms == {RELATION: ("継続", "新規")}


def test_uncovered_actions_get_their_row_by_one_press(plan: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    client.post("/plans/mihon/structure/add", {"parent": "1-①", "title": "どの行にもない取組"})
    html = page(client, "/plans/mihon/structure/rows/1-①/")
    assert "どの行にも入っていない取組が1件あります" in html
    response = client.post("/plans/mihon/structure/rows-for", {"node": "1-①", "action": "1-①-g", "back": "rows"})
    html = client.get(response["Location"]).content.decode()
    assert "どの行にも入っていない取組が" not in html
    assert html.count("どの行にもない取組") >= 2


def test_an_empty_plan_leads_step_by_step(secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    wrong = client.post("/plans/new", {"how": "empty", "title": "", "first_year": "R8", "last_year": "来年"})
    assert wrong.status_code == 422
    assert "計画の名称を入れてください" in wrong.content.decode()
    response = client.post(
        "/plans/new",
        {"how": "empty", "title": "手作りの計画", "first_year": "R8", "last_year": "2030", "levels": "policy"},
    )
    address = response["Location"]
    html = client.get(address).content.decode()
    assert "最初の項目を作る" in html
    assert "方針の名称" in html
    slug = address.split("/")[2]
    for parent, title, key in (("", "元気な商い", "1"), ("1", "相談", "1-①"), ("1-①", "窓口", "1-①-a")):
        client.post(f"/plans/{slug}/structure/add", {"parent": parent, "title": title})
        assert key in rows_of(client.get(address).content.decode())
    client.post(f"/plans/{slug}/structure/add-indicator", {"key": "1-①-a", "name": "相談件数", "unit": "件"})
    html = client.get(f"{address}nodes/1-①-a/").content.decode()
    assert "相談件数" in html
    assert "未入力" in html


def test_the_next_plan_takes_the_structure_and_not_the_results(
    plan: Plan, secretariat: Person, client_of: Clients
) -> None:
    response = client_of(secretariat).post(
        "/plans/new",
        {"how": "carry", "plan": "mihon", "title": "次の計画", "first_year": "令和10", "last_year": "令和14"},
    )
    made = Plan.objects.get(slug=response["Location"].split("/")[2])
    document = read_document(made)
    assert made.predecessor == plan
    assert (document.first_year, document.last_year, len(document.nodes)) == (2028, 2032, 113)
    assert not document.actuals
    assert not document.targets


def large(count: int) -> PlanDocument:
    """A plan of that many elements, each action with an indicator of its own."""
    nodes = [Node(key=str(top), level=0, number=str(top), title=f"方針{top}") for top in range(1, 6)]
    nodes += [
        Node(
            key=f"{place % 5 + 1}-{place}",
            parent=str(place % 5 + 1),
            level=1,
            number=f"({place})",
            title=f"取組{place}",
        )
        for place in range(count - 5)
    ]
    actions = [node.key for node in nodes if node.level]
    return PlanDocument(
        title="大きな計画",
        first_year=2023,
        last_year=2027,
        levels=(Level(name="方針", numbering="1"), Level(name="取組", numbering="(1)")),
        nodes=tuple(nodes),
        indicators=tuple(Indicator(key=f"i{key}", name=f"指標{key}") for key in actions),
        placements=tuple(Placement(indicator=f"i{key}", node=key, role="main") for key in actions),
        actuals=tuple(Actual(indicator=f"i{key}", year=2023, state="not-entered") for key in actions),
    )


def test_a_thousand_elements_take_no_more_queries_than_a_few(
    organization: Organization, actor: Actor, secretariat: Person, client_of: Clients
) -> None:
    client = client_of(secretariat)
    counts = {}
    for count in (86, 1000):
        create_plan(actor=actor, organization=organization, document=large(count), slug=f"large{count}")
        client.get(f"/plans/large{count}/")  # the server keeps the document and its evaluation
        for place in ("", "?node=1", "cross", "nodes/1/", "nodes/1/?do=merge", "structure/rows/", "structure/rows/1/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(f"/plans/large{count}/{place}").status_code == 200
            counts.setdefault(place, []).append(len(queries))
    for place, (few, many) in counts.items():
        assert many <= few, place
        assert many <= 14, place
