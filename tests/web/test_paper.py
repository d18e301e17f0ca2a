"""Papers as pages to write on: the forms of a plan, facts in place, what is computed, downloads and prints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from banso.domain.document import (
    Actual,
    Budget,
    Decision,
    Indicator,
    Judgement,
    Level,
    Node,
    Placement,
    PlanDocument,
    Scope,
    Target,
    Text,
    Total,
    Vocabulary,
)
from banso.domain.edits.reports import scale_of
from banso.domain.rule_set import Band, RollUp, RuleSet
from banso.jobs.worker import work_on
from banso.models import Organization, Person, Plan
from banso.models.jobs import JobState
from banso.queries.documents import document_of
from banso.queries.forms_of import states_of
from banso.queries.paper_facts import Facts
from banso.queries.sheets import standing_rating
from banso.services.jobs import take_job
from banso.services.plans import create_plan
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.results import CellEdit, save_cells
from banso.services.texts import rate_sheet
from banso.sheets.reading import read_files

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
AtMost = Callable[[int], AbstractContextManager[object]]
CARD = "/plans/card/papers/scorecard/2024/"
PROJECT = "/plans/field/papers/project-evaluation/2024/1-1/"


def scorecard_plan() -> PlanDocument:
    """A programme of one strategy with two measures and three indicators; the third has no result yet."""
    nodes = (
        Node(key="1", level=0, number="1", title="売る力を伸ばす"),
        Node(key="1-1", level=1, parent="1", number="1", title="商談の支援"),
        Node(key="1-2", level=1, parent="1", number="2", title="デジタル化の支援"),
    )
    names = {"a": ("1-1", "商談会の参加者数", "社"), "b": ("1-1", "成約件数", "件"), "c": ("1-2", "導入件数", "件")}
    results = {"a": 12, "b": 3}
    return PlanDocument(
        title="港町商工会アクションプログラム",
        kind="action-programme",
        levels=(Level(name="戦略"), Level(name="施策")),
        nodes=nodes,
        indicators=tuple(Indicator(key=key, name=name, unit=unit) for key, (_, name, unit) in names.items()),
        placements=tuple(Placement(indicator=key, node=node, role="main") for key, (node, *_) in names.items()),
        targets=tuple(Target(indicator=key, year=2024, amount=Decimal(10)) for key in names),
        actuals=tuple(Actual(indicator=key, year=2024, amount=Decimal(amount)) for key, amount in results.items()),
        rule_sets=(
            RuleSet(
                key="scorecard-2024",
                from_year=2024,
                level=1,
                formula="threshold",
                bands=(Band(grade="達成", from_=Decimal(100)), Band(grade="未達成")),
                roll_up=RollUp(method="all", denominator="judged"),
            ),
        ),
        scope=(Scope(form="scorecard", year=2024),),
    )


def project_plan() -> PlanDocument:
    """A policy field with one measure and two projects; the second project is not evaluated yet."""
    nodes = (
        Node(key="分野1", level=0, number="1", title="商工業"),
        Node(key="施策1", level=1, parent="分野1", number="1", title="販路の開拓"),
        Node(key="1-1", level=2, parent="施策1", number="1", title="見本市出展補助金", terms={"法定／自主": ("自主",)}),
        Node(key="1-2", level=2, parent="施策1", number="2", title="商店街にぎわい事業"),
    )
    return PlanDocument(
        title="政策分野1 商工業",
        kind="policy-evaluation",
        levels=(Level(name="政策分野"), Level(name="施策"), Level(name="事務事業")),
        vocabularies=(
            Vocabulary(name="次年度方針", terms=("継続", "拡大", "縮小", "終了")),
            Vocabulary(name="法定／自主", terms=("法定", "自主")),
        ),
        nodes=nodes,
        budgets=tuple(
            Budget(node=key, item=item, year=2024, stage="budget", unit="千円", amount=Decimal(amount))
            for key in ("1-1", "1-2")
            for item, amount in (("事業費", 2500), ("一般財源", 2000))
        ),
        decisions=(Decision(node="1-1", year=2024, vocabulary="次年度方針", values=("継続",), stage="draft"),),
        texts=(Text(node="1-1", year=2024, kind="activities", text="二つの見本市への出展を支えた。"),),
        scope=(Scope(form="project-evaluation", year=2024), Scope(form="policy-evaluation", year=2024)),
    )


@pytest.fixture
def card(organization: Organization, actor: Actor) -> Plan:
    return create_plan(actor=actor, organization=organization, document=scorecard_plan(), slug="card").plan


@pytest.fixture
def field(organization: Organization, actor: Actor) -> Plan:
    return create_plan(actor=actor, organization=organization, document=project_plan(), slug="field").plan


def text_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def save(client: Client, address: str, base: int, **cells: str) -> tuple[int, dict[str, object]]:
    sent = {"cells": [{"cell": cell, "text": text, "base": base} for cell, text in cells.items()]}
    answer = client.post(
        address, json.dumps(sent), content_type="application/json", headers={"X-Requested-With": "fetch"}
    )
    return answer.status_code, answer.json()


def test_a_plan_leads_to_the_forms_of_its_kind(
    card: Plan, field: Plan, plan: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    places = re.compile(r'<li><a href="/plans/\w+/(papers|sheets)/')
    assert places.findall(text_of(client, "/plans/card/")) == ["papers"]
    assert places.findall(text_of(client, "/plans/mihon/")) == ["sheets"]
    own = text_of(client, "/plans/field/papers/").split("ほかの様式で見る")[0]
    assert [title for title in ("政策評価シート", "事務事業評価シート", "総括表") if f">{title}" in own] == [
        "政策評価シート",
        "事務事業評価シート",
    ]
    assert 'href="/plans/field/papers/project-evaluation/2024/1-2/"' in own


def test_what_is_blank_is_counted_for_each_part(field: Plan) -> None:
    state = next(each for each in states_of(field, 2024) if each.form.name == "project-evaluation")
    first, second = state.parts
    assert (first.subject.key, second.subject.key) == ("1-1", "1-2")
    assert second.blank == first.blank + 2  # its decision and its activities
    assert state.blank == first.blank + second.blank


def test_a_result_is_typed_where_the_paper_prints_it(card: Plan, contributor: Person, client_of: ClientOf) -> None:
    shown = text_of(client_of(contributor), CARD)
    assert "令和6年度 港町商工会アクションプログラム 総括表" in shown
    assert set(re.findall(r'data-fact="(actual/[^"]+)"', shown)) == {f"actual/{key}/2024" for key in "abc"}
    assert re.search(r'data-fact="actual/a/2024"><span class="fact-printed">12', shown)
    assert 'data-fact="node/1/title"' not in shown, "a title is the secretariat's"
    assert shown.count("<h1") == 1
    assert "style=" not in shown


def test_titles_of_the_structure_are_words_on_a_paper_of_a_year(
    card: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    for person, mends in ((secretariat, 3), (contributor, 0)):
        shown = text_of(client_of(person), CARD)
        assert "売る力を伸ばす" in shown
        assert not re.findall(r'data-fact="node/[^"]+/title"', shown)
        assert len(re.findall(r'class="fact-mend[^>]+href="/plans/card/nodes?/[^"]+"', shown)) == mends


def test_flags_and_totals_change_with_a_result(card: Plan, contributor: Person, client_of: ClientOf) -> None:
    client = client_of(contributor)
    before = text_of(client, CARD)
    assert "未達成" in before
    status, answer = save(client, CARD, card.revision, **{"actual/b/2024": "10", "actual/c/2024": "11"})
    assert status == 200
    printed = [each["printed"] for each in answer["changed"]]  # type: ignore[index, union-attr]
    assert printed.count("達成") >= 2
    assert "3/3" in printed
    assert {each.indicator: each.amount for each in document_of(Plan.objects.get()).actuals} == {
        "a": 12,
        "b": 10,
        "c": 11,
    }


def test_a_refused_cell_says_why_and_the_others_are_saved(
    field: Plan, contributor: Person, client_of: ClientOf
) -> None:
    cells = {"budget/1-1/事業費/2024/budget": "たくさん", "decision/1-2/2024/次年度方針": "拡大"}
    status, answer = save(client_of(contributor), PROJECT, field.revision, **cells)
    kinds = {each["cell"]: each["kind"] for each in answer["cells"]}  # type: ignore[index, union-attr]
    assert (status, *kinds.values()) == (422, "refused", "saved")
    decisions = {each.node: each.values for each in document_of(Plan.objects.get()).decisions}
    assert decisions["1-2"] == ("拡大",)


def test_two_people_in_one_cell_see_both_values(
    field: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    address = "text/1-1/2024/verification"
    assert save(client_of(secretariat), PROJECT, field.revision, **{address: "続ける。"})[0] == 200
    status, answer = save(client_of(contributor), PROJECT, field.revision, **{address: "広げる。"})
    assert status == 409
    assert [(each["theirs"], each["text"]) for each in answer["cells"]] == [("事務 花子", "続ける。")]  # type: ignore[index, union-attr]


def test_money_and_decisions_are_fields_and_the_reader_has_none(
    field: Plan, contributor: Person, reader: Person, client_of: ClientOf
) -> None:
    shown = text_of(client_of(contributor), PROJECT)
    assert 'data-fact="budget/1-1/事業費/2024/budget"' in shown
    decision = shown[shown.index('data-fact="decision/1-1/2024/次年度方針"') :]
    assert re.findall(r"<option value=\"([^\"]*)\"( selected)?>", decision[: decision.index("</select>")]) == [
        ("", ""),
        ("継続", " selected"),
        ("拡大", ""),
        ("縮小", ""),
        ("終了", ""),
    ]
    assert "data-fact" not in text_of(client_of(reader), PROJECT)


def test_the_parts_follow_one_another(field: Plan, secretariat: Person, client_of: ClientOf) -> None:
    shown = text_of(client_of(secretariat), PROJECT)
    assert re.findall(r'rel="(next|prev)" href="([^"]+)"', shown) == [("next", PROJECT.replace("1-1/", "1-2/"))]
    assert "1 / 2 枚目" in shown


@pytest.mark.parametrize(
    "address",
    [
        CARD.replace("2024", "1999"),
        CARD.replace("2024", "-"),
        CARD.replace("scorecard", "progress-sheet"),
        CARD.replace("scorecard", "no-such-form"),
        CARD + "1-1/",
        CARD + "download?format=exe",
    ],
)
def test_a_paper_that_is_not_there_is_not_found(
    card: Plan, secretariat: Person, client_of: ClientOf, address: str
) -> None:
    assert client_of(secretariat).get(address).status_code == 404


@pytest.mark.parametrize("format", ["pdf", "xlsx", "html"])
def test_a_paper_is_downloaded_and_comes_back(
    card: Plan, reader: Person, client_of: ClientOf, tmp_path: Path, format: str
) -> None:
    answer = client_of(reader).get(f"{CARD}download?format={format}&finish=draft")
    assert answer.status_code == 200
    file = tmp_path / f"card.{format}"
    file.write_bytes(answer.content)
    if format == "html":
        assert "総括表" in file.read_text("utf-8")
    else:
        assert {each.indicator: each.amount for each in read_files([file]).document.actuals if each.amount} == {
            "a": 12,
            "b": 3,
        }


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_a_whole_form_is_printed_as_long_work(
    field: Plan, secretariat: Person, client_of: ClientOf, format: str
) -> None:
    address = "/plans/field/papers/project-evaluation/2024/print"
    started = client_of(secretariat).post(address, {"format": format, "finish": "draft"})
    assert started.status_code == 302
    job = take_job("tests")
    assert job is not None
    work_on(job)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "")
    assert job.answer["count"] == 1
    read = read_files([Path(settings.FILES_DIR) / job.result]).document
    assert {node.title for node in read.nodes} >= {"見本市出展補助金", "商店街にぎわい事業"}


def test_a_list_of_many_projects_asks_few_questions(
    organization: Organization,
    actor: Actor,
    secretariat: Person,
    client_of: ClientOf,
    django_assert_max_num_queries: AtMost,
) -> None:
    one = project_plan()
    extra = tuple(replace(one.nodes[3], key=f"1-{n}", number=str(n), title=f"事業{n}") for n in range(3, 60))
    many = replace(one, nodes=(*one.nodes, *extra))
    create_plan(actor=actor, organization=organization, document=many, slug="many")
    client = client_of(secretariat)
    with django_assert_max_num_queries(60):
        shown = text_of(client, "/plans/many/papers/")
    assert shown.count("/papers/project-evaluation/2024/1-") >= 59


def test_a_rating_is_chosen_from_its_scale_and_a_confirmed_one_is_the_secretariats(
    plan: Plan, actor: Actor, contributor: Person
) -> None:
    document = document_of(plan)
    node = next(each for each in document.nodes if each.key == "1-①")
    worst, *_, best = scale_of(document, node, 2023)
    address = "judgement/1-①/2023/overall"

    def rate(who: Actor, text: str) -> str:
        plan.refresh_from_db()
        return save_cells(actor=who, plan=plan, cells=[CellEdit(address, text)]).outcomes[0].kind

    def standing() -> tuple[object, ...]:
        plan.refresh_from_db()
        found = standing_rating(document_of(plan), "1-①", 2023)
        return (found.step, found.value, found.stage) if found is not None else ()

    person = actor_of(contributor)
    assert rate(person, f"{worst.step}：{worst.label}") == "saved"
    assert standing() == (worst.step, worst.label, "draft")
    assert rate(person, "とてもよい") == "refused"
    assert rate(person, str(best.step)) == "saved"
    rate_sheet(actor=actor, plan=plan, node="1-①", year=2023, step=best.step, stage="confirmed")
    with pytest.raises(NotAllowed):
        rate(person, worst.label)
    assert rate(actor, worst.label) == "saved"
    assert standing() == (worst.step, worst.label, "confirmed")
    assert Facts(document_of(plan)).text(address) == worst.label


def test_stated_totals_give_way_when_a_person_says_so(
    organization: Organization, actor: Actor, contributor: Person, client_of: ClientOf
) -> None:
    flags = tuple(
        Judgement(indicator=key, year=2024, kind="flag", value=word, stage="stated")
        for key, word in (("a", "達成"), ("b", "未達成"))
    )
    total = Total(label="達成数計", of="indicators", achieved=1, counted=2, stage="stated")
    document = replace(scorecard_plan(), judgements=flags, totals=(total,))
    plan = create_plan(actor=actor, organization=organization, document=document, slug="card").plan
    client = client_of(contributor)
    assert re.search(r'id="paper-totals"[^>]* hidden', text_of(client, CARD))
    answer = save(client, CARD, plan.revision, **{"actual/b/2024": "10"})[1]
    assert answer["totals"] == ["達成数計 1/2 → 2/2"]
    assert "1/2" in text_of(client, CARD)
    accepted = client.post(f"{CARD}totals", follow=True).content.decode()
    assert ">2/2<" in accepted.replace("\n", "")
    assert re.search(r'id="paper-totals"[^>]* hidden', accepted)
    assert document_of(Plan.objects.get()).totals == ()


def test_home_counts_the_blanks_of_the_plans_own_forms(card: Plan, contributor: Person, client_of: ClientOf) -> None:
    shown = text_of(client_of(contributor), "/")
    assert "「総括表」の空欄" in shown
    assert 'href="/plans/card/papers/2024/"' in shown
