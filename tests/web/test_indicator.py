"""The list of indicators, the page of one, and its definition sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banso.domain.document import Actual, Baseline, Indicator, Node, Note, Placement, PlanDocument, Target, Text
from banso.domain.edits.results import enter_target
from banso.domain.evaluation import evaluate
from banso.domain.indicator_facts import facts_of
from banso.library.published import published_rule_sets
from banso.models import Evidence, Organization, Person, Plan
from banso.queries.documents import read_document
from banso.queries.indicator_page import indicator_page
from banso.queries.indicators import Wishes, course_of, indicator_list
from banso.services.changing import change
from banso.services.plans import create_plan
from banso.services.policy import Actor, actor_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


def words(response: Any) -> str:
    """What a person reads: the page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(response)))


def small(count: int = 1, years: int = 4) -> PlanDocument:
    indicators = [
        Indicator(
            key=f"1-{place}",
            code=f"1-{place}",
            name=f"相談件数{place}",
            unit="件",
            baseline=Baseline(amount=Decimal(80), year=2022),
        )
        for place in range(1, count + 1)
    ]
    return PlanDocument(
        title="小計画",
        first_year=2023,
        last_year=2027,
        nodes=(
            Node(key="1", level=0, number="1", title="創業", owner="商工課"),
            Node(key="1-①", parent="1", level=1, number="①", title="相談", owner="商工課"),
            Node(key="2", level=0, number="2", title="販路"),
        ),
        indicators=tuple(indicators),
        placements=tuple(Placement(indicator=each.key, node="1-①", code=each.code, role="main") for each in indicators),
        targets=tuple(
            Target(indicator=each.key, year=year, amount=Decimal(100 + year - 2023))
            for each in indicators
            for year in range(2023, 2028)
        ),
        actuals=tuple(
            Actual(indicator=each.key, year=year, amount=Decimal(75 + 5 * (year - 2023)), origin="entered")
            for each in indicators
            for year in range(2023, 2023 + years)
        ),
        rule_sets=(replace(published_rule_sets()["kama"].rule_set, from_year=2023),),
    )


@pytest.fixture
def little(organization: Organization, actor: Actor) -> Plan:
    return create_plan(actor=actor, organization=organization, document=small(), slug="sho").plan


def test_the_list_shows_each_indicator_as_it_stands_in_the_year(
    plan: Plan, reader: Person, client_of: ClientOf
) -> None:
    page = words(client_of(reader).get(reverse("indicators", args=["mihon"])))
    for each in read_document(plan).indicators:
        assert each.name in page
    assert "4,776" in page
    assert "99%" in page


def test_the_list_narrows_by_words_top_and_state(plan: Plan) -> None:
    document = read_document(plan)
    evaluation = evaluate(document, 2023)

    def keys(wishes: Wishes) -> list[str]:
        return [line.key for line in indicator_list(document, evaluation, 2023, wishes).lines]

    assert keys(Wishes(words="ソウダン")) == []
    assert "2-3" in keys(Wishes(words="相談 件数"))
    assert {key.split("-")[0] for key in keys(Wishes(top="1"))} == {"1"}
    missed = keys(Wishes(state="missed"))
    achieved = keys(Wishes(state="achieved"))
    assert missed == [each.key for each in evaluation.indicators if each.achieved is False]
    assert achieved == [each.key for each in evaluation.indicators if each.achieved]
    assert sorted(missed + achieved + keys(Wishes(state="unjudged"))) == sorted(
        each.key for each in document.indicators
    )


def test_a_year_without_an_amount_names_the_last_one_there_is() -> None:
    document = small(years=2)
    line = indicator_list(document, evaluate(document, 2026), 2026, Wishes()).lines[0]
    assert (line.actual, line.latest, line.waiting) == ("未入力", "令和6年度 80件", True)
    assert line.course.words == "前年度より5件増"
    assert len(line.course.points) == 2


def test_a_sparkline_leaves_a_gap_where_a_year_has_no_amount() -> None:
    document = small(years=4)
    kept = tuple(each for each in document.actuals if each.year != 2024)
    course = course_of(facts_of(replace(document, actuals=kept))["1-1"])
    assert (len(course.points), len(course.paths)) == (3, 1)


def test_every_figure_of_the_page_is_the_evaluations(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    document = read_document(plan)
    evaluation = evaluate(document, 2023)
    for each in document.indicators:
        page = indicator_page(plan, each.key, 2023)
        assert page is not None
        row = next(row for row in page.rows if row.year == 2023)
        result = evaluation.indicator(each.key, 2023)
        assert result is not None
        assert (row.rate, row.grade) == (result.rate.printed or "", result.rate.grade or "")
        assert row.cumulative_rate == (result.cumulative.printed if result.cumulative else "")
    response = client_of(reader).get(reverse("indicator", args=["mihon", "2-3"]))
    shown = words(response)
    assert "4,776÷4,800×100＝99.5%" in shown
    assert "99.5%は80%以上100%未満なので、評価は「B」です。" in shown
    assert "?at=actual/2-3/2023" in text(response)
    assert "指標の定義を直す" not in shown


def test_the_page_tells_places_notes_texts_interim_results_and_pace(
    organization: Organization, actor: Actor, reader: Person, client_of: ClientOf
) -> None:
    document = small()
    document = replace(
        document,
        indicators=(*document.indicators, Indicator(key="1-1-w", name="うち女性", parent="1-1", unit="件")),
        placements=(
            *document.placements,
            Placement(indicator="1-1", node="2", code="2-9", role="related", reprise=True),
        ),
        actuals=(*document.actuals, Actual(indicator="1-1", year=2026, period="H1", amount=Decimal(33))),
        notes=(Note(mark="*", text="窓口の分だけ", at=("indicator/1-1",)),),
        texts=(Text(indicator="1-1", year=2023, kind="review", text="周知が足りない。"),),
    )
    plan = create_plan(actor=actor, organization=organization, document=document, slug="sho").plan
    Evidence.objects.create(
        plan=plan, fact_address="actual/1-1/2023", name="台帳.xlsx", size=2048, digest="0" * 64, media_type="x"
    )
    page = words(client_of(reader).get(reverse("indicator", args=["sho", "1-1"])))
    for told in (
        "再掲",
        "関連目標",
        "「1-① 相談」",
        "窓口の分だけ",
        "周知が足りない。",
        "上半期",
        "33件",
        "うち女性",
        "台帳.xlsx",
    ):
        assert told in page
    assert "直線で結ぶ方法" in page
    assert "商工課" in page


def test_two_results_are_no_course_so_nothing_is_said_about_the_pace(organization: Organization, actor: Actor) -> None:
    plan = create_plan(actor=actor, organization=organization, document=small(years=2), slug="sho").plan
    page = indicator_page(plan, "1-1", 2024)
    assert page is not None
    assert page.pace == ""


def test_who_changed_a_target_when_from_what_to_what(
    little: Plan, actor: Actor, reader: Person, client_of: ClientOf
) -> None:
    change(
        actor=actor,
        plan=little,
        deed="edit-plan",
        edit=lambda document: enter_target(document, indicator="1-1", year=2025, text="120"),
        reason="見直し会議",
    )
    little.refresh_from_db()
    page = indicator_page(little, "1-1", 2024)
    assert page is not None
    newest = page.targets[0]
    assert (newest.actor, newest.before, newest.after, newest.reason) == ("事務 花子", "102件", "120件", "見直し会議")
    shown = words(client_of(reader).get(reverse("indicator", args=["sho", "1-1"])))
    assert "102件" in shown
    assert "120件" in shown
    assert "見直し会議" in shown


def form(plan: Plan, **changed: str) -> dict[str, str]:
    given = {"name": "相談件数1", "code": "1-1", "unit": "件", "baseline": "80", "baseline_year": "2022"}
    return {**given, "based_on": str(plan.revision), **changed}


def test_the_definition_is_saved_with_its_own_rule(little: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    assert "低いほど良い" in text(client.get(reverse("indicator_edit", args=["sho", "1-1"])))
    posted = form(
        little,
        direction="lower",
        accumulation="flow",
        decimals="1",
        baseline="90",
        rule_formula="mirror",
        rule_digits="1",
        rule_mode="half-up",
        rule_reason="県の様式",
        definition="窓口で受けた数",
    )
    assert client.post(reverse("indicator_edit", args=["sho", "1-1"]), posted).status_code == 302
    little.refresh_from_db()
    found = read_document(little).indicators[0]
    assert (found.direction, found.accumulation, found.decimals) == ("lower", "flow", 1)
    assert found.baseline == Baseline(amount=Decimal(90), year=2022)
    assert found.rule["formula"] == "mirror"
    page = words(client.get(reverse("indicator", args=["sho", "1-1"])))
    assert "（100×2−75）÷100×100＝125%" in page
    assert "125.0%" in page
    assert "県の様式" in page
    assert "窓口で受けた数" in page
    # The same form again changes nothing.
    little.refresh_from_db()
    revision = little.revision
    client.post(reverse("indicator_edit", args=["sho", "1-1"]), {**posted, "based_on": str(revision)})
    little.refresh_from_db()
    assert little.revision == revision


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "名称が空です"),
        ({"decimals": "1.5"}, "小数の桁数は、0以上の整数で入れてください"),
        ({"direction": "upwards"}, "選べない値です"),
        ({"rule_low": "多め"}, "範囲の下限の「多め」は数として読めません"),
        ({"baseline": "80人"}, "単位「人」"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_in_the_form(
    little: Plan, secretariat: Person, client_of: ClientOf, changed: dict[str, str], message: str
) -> None:
    posted = form(little, definition="ここは残る", **changed)
    response = client_of(secretariat).post(reverse("indicator_edit", args=["sho", "1-1"]), posted)
    assert response.status_code == 422
    assert message in text(response)
    assert "ここは残る" in text(response)


def test_of_two_who_edit_one_definition_the_second_sees_both(
    little: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    path = reverse("indicator_edit", args=["sho", "1-1"])
    assert client.post(path, form(little, source="台帳")).status_code == 302
    second = client.post(path, form(little, source="統計"))
    assert second.status_code == 409
    assert "台帳" in text(second)
    assert "統計" in text(second)


@pytest.mark.parametrize("who", ["reader", "contributor"])
def test_only_the_secretariat_edits_definitions(
    little: Plan, who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("indicator", args=["sho", "1-1"])).status_code == 200
    assert client.get(reverse("indicator_edit", args=["sho", "1-1"])).status_code == 403
    assert client.post(reverse("indicator_edit", args=["sho", "1-1"]), form(little, name="別")).status_code == 403


def test_other_organizations_and_unknown_indicators_are_not_there(
    little: Plan, outsider: Person, reader: Person, client_of: ClientOf
) -> None:
    for name, args in (("indicators", ["sho"]), ("indicator", ["sho", "1-1"]), ("indicator_edit", ["sho", "1-1"])):
        assert client_of(outsider).get(reverse(name, args=args)).status_code == 404
    assert client_of(reader).get(reverse("indicator", args=["sho", "ない"])).status_code == 404


def test_a_plan_without_years_or_indicators_says_what_to_do(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    create_plan(actor=actor, organization=organization, document=PlanDocument(title="空"), slug="kara")
    assert "まだ指標がありません" in text(client.get(reverse("indicators", args=["kara"])))
    bare = PlanDocument(title="素", indicators=(Indicator(key="1/2", name="件数"),))
    create_plan(actor=actor, organization=organization, document=bare, slug="su")
    listed = text(client.get(reverse("indicators", args=["su"])))
    address = reverse("indicator", args=["su", "1/2"])
    assert address in listed
    assert "まだ年度がありません" in text(client.get(address))


def test_the_number_of_queries_does_not_grow_with_the_indicators_or_the_history(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    counted: dict[str, list[int]] = {"list": [], "page": []}
    client = client_of(secretariat)
    for count in (10, 200):
        slug = f"n{count}"
        plan = create_plan(actor=actor, organization=organization, document=small(count), slug=slug).plan
        for amount in range(count // 10):
            new_target = partial(enter_target, indicator="1-1", year=2025, text=str(200 + amount))
            change(actor=actor_of(secretariat), plan=plan, deed="edit-plan", edit=new_target)
        for name, path in (
            ("list", reverse("indicators", args=[slug])),
            ("page", reverse("indicator", args=[slug, "1-1"])),
        ):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counted[name].append(len(queries))
    assert counted["list"][0] == counted["list"][1] <= 12
    assert counted["page"][0] == counted["page"][1] <= 15
