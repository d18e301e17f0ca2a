"""An element's page: what it rests on, its logic model, its decisions from year to year, terms with their meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import (
    Decision,
    ExternalNode,
    Indicator,
    Level,
    Link,
    Node,
    Placement,
    PlanDocument,
    Text,
    Vocabulary,
)
from banso.domain.edits.links import name_of
from banso.domain.edits.logic_model import logic_model_of
from banso.library.sdgs import vocabulary
from banso.models import Entry, Organization, Person, Plan
from banso.queries.documents import read_document
from banso.services.plans import create_plan
from banso.services.policy import Actor
from banso.services.years import open_year

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
STRATEGY = Link(kind="related", external=ExternalNode(title="第2期総合戦略", first_year=2021, last_year=2025))
OTHER_FIELD = Link(kind="related", external=ExternalNode(number="13-1", title="企業誘致", owner="企業立地課"))
PLAN = PlanDocument(
    title="小さな計画",
    first_year=2024,
    last_year=2027,
    levels=(Level(name="施策", numbering="1"), Level(name="事業", numbering="1-1")),
    vocabularies=(
        replace(vocabulary(), terms=vocabulary().terms[:60]),
        Vocabulary(name="区分", terms=("法定", "自主"), last_year=2023),
        Vocabulary(name="次年度方針", terms=("継続", "終了"), labels={"終了": "今年度で終える"}),
    ),
    nodes=(
        Node(key="1", level=0, number="1", title="商い"),
        Node(
            key="1-1",
            parent="1",
            level=1,
            number="1-1",
            title="相談",
            terms={"SDGsターゲット": ("8.3",), "区分": ("自主",)},
            links=(STRATEGY, OTHER_FIELD, Link(kind="causes", to="1-2", reason="相談が売上になる")),
        ),
        Node(key="1-2", parent="1", level=1, number="1-2", title="販路"),
    ),
    indicators=(
        Indicator(key="n", name="相談件数", unit="件", kind="output"),
        Indicator(key="s", name="売上の伸び", unit="%", kind="outcome"),
        Indicator(key="x", name="店の数", unit="店"),
    ),
    placements=tuple(Placement(indicator=key, node="1-1", role="main") for key in "nsx"),
    decisions=(
        Decision(node="1-1", year=2024, vocabulary="次年度方針", values=("終了",), reason="役目を終えた"),
        Decision(node="1-2", year=2024, vocabulary="次年度方針", values=("継続",), stage="confirmed"),
    ),
    texts=(
        Text(node="1-1", kind="paragraph", heading="ロジックモデル：活動", text="窓口を開く"),
        Text(node="1-1", year=2024, kind="achievements", text="開いた"),
        Text(node="1-1", year=2025, kind="achievements", text="続けた"),
    ),
)


@pytest.fixture
def small(organization: Organization, actor: Actor) -> Plan:
    return create_plan(actor=actor, organization=organization, document=PLAN, slug="small").plan


def page(client: Client, key: str = "1-1", **query: object) -> str:
    response = client.get(f"/plans/small/nodes/{key}/?{urlencode(query)}")
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


def do(client: Client, deed: str, **fields: object) -> str:
    address = "/plans/small/decide" if deed == "decide" else f"/plans/small/structure/{deed}"
    response = client.post(address, {"key": "1-1", **fields}, follow=True)
    return f"{response.status_code} {response.content.decode()}"


def node(plan: Plan, key: str = "1-1") -> Node:
    plan.refresh_from_db()
    return next(each for each in read_document(plan).nodes if each.key == key)


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2024, "令和7年度で終わります"),
        (2025, "令和7年度で終わります"),
        (2026, "令和7年度で終わりました"),
        (2023, None),
    ],
)
def test_a_reference_says_when_it_ends(
    year: int, words: str | None, organization: Organization, actor: Actor, reader: Person, client_of: Clients
) -> None:
    last = 2025 if words is None else 2027
    opened = Text(node="1", year=year, kind="achievements", text="この年度がある")
    document = replace(PLAN, first_year=2023, last_year=last, texts=(*PLAN.texts, opened))
    create_plan(actor=actor, organization=organization, document=document, slug="small")
    html = page(client_of(reader), year=year)
    assert "第2期総合戦略" in html
    assert "（令和3年度～令和7年度）" in html
    if words is None:
        assert "で終わります" not in html, "it ends with the plan itself, and not soon"
    else:
        assert words in html
    assert "13-1 企業誘致" in html
    assert "企業立地課" in html


def test_references_are_added_changed_and_removed(small: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    html = do(client, "refer", title="観光振興計画", first_year="R4", last_year="令和8年度", why="上位の計画")
    assert html.startswith("200")
    assert "関連・根拠に「観光振興計画」を加えました。" in html
    added = node(small).links[-1]
    assert added.external == ExternalNode(title="観光振興計画", first_year=2022, last_year=2026)
    name = name_of(added)
    form = page(client, do="refer", link=name)
    assert 'value="観光振興計画"' in form
    assert 'value="2026"' in form
    html = do(client, "refer", link=name, title="観光振興計画", number="", first_year="2022", last_year="", why="")
    assert "「観光振興計画」を直しました。" in html
    assert node(small).links[-1] == Link(kind="related", external=ExternalNode(title="観光振興計画", first_year=2022))
    assert do(client, "refer", link=name, title="x").startswith("422"), "the old name is gone"
    html = do(client, "unrefer", link=name_of(STRATEGY))
    assert "「第2期総合戦略」を外しました。" in html
    assert len(node(small).links) == 3
    assert do(client, "refer", title="x", last_year="いつか").startswith("422")


def test_links_inside_the_plan_keep_their_reason_to_edit(small: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    form = page(client, do="link", to="1-2", kind="causes")
    assert "相談が売上になる" in form
    do(client, "link", to="1-2", kind="causes", why="客が増える")
    assert node(small).links[-1] == Link(kind="causes", to="1-2", reason="客が増える")
    assert "つながる元" in page(client, "1-2")


def test_the_logic_model_lists_what_measures_it(small: Plan, reader: Person, client_of: Clients) -> None:
    html = page(client_of(reader))
    boxes = html.split('<li class="logic-box">')[1:]
    assert [part in box for part, box in zip(("投入", "活動", "産出", "成果"), boxes, strict=True)] == [True] * 4
    assert "窓口を開く" in boxes[1]
    assert "相談件数" in boxes[2]
    assert "売上の伸び" in boxes[3].split("</ol>")[0]
    assert "店の数" not in "".join(boxes[:3]) + boxes[3].split("</ol>")[0]
    assert "この成果がつながる先" in html
    assert "相談が売上になる" in html
    assert "ロジックモデル：活動" not in html, "it is not shown again among the texts"
    assert "logic-box" not in page(client_of(reader), "1-2"), "where nothing is stated there is none"


def test_the_logic_model_is_written_as_one_deed(small: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    assert "ロジックモデルを書く" in page(client, "1-2")
    assert page(client, "1-2", do="logic").count("<textarea") == 5
    before = Entry.objects.filter(plan=small).count()
    values = {"part-0": "2人", "part-1": " ", "part-2": "冊子", "part-3": "売れる\r\n続く", "part-4": "声がある"}
    assert "ロジックモデルを書き直しました。" in do(client, "logic", **values)
    assert Entry.objects.filter(plan=small).count() == before + 1
    small.refresh_from_db()
    assert logic_model_of(read_document(small), "1-1") == {
        "投入": "2人",
        "産出": "冊子",
        "成果": "売れる\n続く",
        "つながりの理由": "声がある",
    }


def test_decisions_stand_year_by_year(small: Plan, contributor: Person, client_of: Clients) -> None:
    client = client_of(contributor)
    html = page(client)
    assert "令和6年度の次年度方針" in html
    assert "今年度で終える" in html
    assert "役目を終えた" in html
    assert "?do=decide" in html
    assert "?do=logic" not in html, "the structure is not theirs to change"
    assert "at=decision/1-1/2024/" in html
    form = page(client, do="decide", of=2025)
    assert "令和7年度の次年度方針" in form
    assert "確定する" not in form
    done = do(client, "decide", year="2025", vocabulary="次年度方針", value="継続", why="まだ要る")
    assert done.startswith("200")
    small.refresh_from_db()
    decisions = read_document(small).decisions
    assert decisions[-1] == Decision(
        node="1-1", year=2025, vocabulary="次年度方針", values=("継続",), stage="draft", reason="まだ要る"
    )
    assert do(client, "decide", key="1-2", year="2024", vocabulary="次年度方針", value="終了").startswith("403")
    assert do(client, "decide", year="2025", vocabulary="次年度方針", value="継続", stage="confirmed").startswith("403")
    assert do(client, "decide", year="2025", vocabulary="次年度方針", why="決めずに理由").startswith("422")
    assert do(client, "decide", year="2040", vocabulary="次年度方針", value="継続").startswith("422")
    assert do(client, "decide", year="x", vocabulary="次年度方針", value="継続").startswith("422")


def test_the_secretariat_decides_for_good(small: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    assert "確定する" in page(client, do="decide", of=2024)
    do(client, "decide", year="2024", vocabulary="次年度方針", value="終了", why="理由だけ直す")
    small.refresh_from_db()
    assert read_document(small).decisions[0].stage == "stated", "what a paper states stays so"
    do(client, "decide", year="2024", vocabulary="次年度方針", value="終了", why="", stage="confirmed")
    small.refresh_from_db()
    assert read_document(small).decisions[0] == Decision(
        node="1-1", year=2024, vocabulary="次年度方針", values=("終了",), stage="confirmed"
    )
    do(client, "decide", year="2024", vocabulary="次年度方針")
    small.refresh_from_db()
    assert [each.node for each in read_document(small).decisions] == ["1-2"]


def test_two_people_who_decide_otherwise_see_both(small: Plan, secretariat: Person, client_of: Clients) -> None:
    client, seen = client_of(secretariat), small.revision
    asked = {"year": "2025", "vocabulary": "次年度方針", "based_on": seen}
    assert do(client, "decide", value="継続", **asked).startswith("200")
    answer = do(client, "decide", value="終了", **asked)
    assert answer.startswith("409")
    assert "継続" in answer


def test_a_closed_year_is_still_decided_and_keeps_its_tree(
    small: Plan, actor: Actor, contributor: Person, secretariat: Person, client_of: Clients
) -> None:
    open_year(actor=actor, plan=small, year=2026)
    client = client_of(secretariat)
    html = page(client, year=2025)
    assert "?do=refer" not in html
    assert "令和7年度の次年度方針を書く" in html
    assert page(client_of(contributor), year=2025, do="decide").count("<textarea") == 1
    assert client.get("/plans/small/nodes/1-1/", {"year": 2025, "do": "refer"}).status_code == 422
    assert do(client, "decide", year="2025", vocabulary="次年度方針", value="継続").startswith("200")


def test_terms_stand_with_their_meaning(small: Plan, secretariat: Person, client_of: Clients) -> None:
    client = client_of(secretariat)
    label = vocabulary().labels["8.3"]
    assert label in page(client)
    tree = client.get("/plans/small/").content.decode()
    assert f"8.3 {label}</option>" in tree
    form = page(client, do="edit")
    assert "data-narrow" in form, "many terms can be searched"
    assert "令和5年度で終わりました" in form, "a vocabulary whose period is over says so"
    assert 'value="継続"' not in form, "decisions are not marks of an element"
    do(client, "change", vocabulary="SDGsターゲット", **{"terms-0": ["8.3", "1.1", "2.a"]})
    assert node(small).terms["SDGsターゲット"] == ("8.3", "1.1", "2.a")


def test_home_says_what_ends(small: Plan, secretariat: Person, client_of: Clients) -> None:
    html = " ".join(client_of(secretariat).get("/").content.decode().split())
    assert "根拠の「第2期総合戦略」が令和7年度で終わります" in html
    assert "根拠の「区分」は令和5年度で終わりました" in html


@pytest.mark.parametrize("form", ["refer", "logic", "decide"])
def test_forms_are_for_those_who_may(form: str, small: Plan, reader: Person, client_of: Clients) -> None:
    client = client_of(reader)
    assert client.get("/plans/small/nodes/1-1/", {"do": form}).status_code == 403
    assert "?do=" not in page(client)


def test_many_links_take_no_more_queries(
    organization: Organization, actor: Actor, secretariat: Person, client_of: Clients
) -> None:
    client, counts = client_of(secretariat), []
    for count in (2, 300):
        links = tuple(
            Link(kind="related", external=ExternalNode(title=f"計画{place}", last_year=2025)) for place in range(count)
        )
        nodes = tuple(replace(each, links=links if each.key == "1-1" else each.links) for each in PLAN.nodes)
        slug = f"links{count}"
        create_plan(actor=actor, organization=organization, document=replace(PLAN, nodes=nodes), slug=slug)
        client.get(f"/plans/{slug}/nodes/1-1/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/plans/{slug}/nodes/1-1/").status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 14
