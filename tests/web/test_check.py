"""The plan check in the browser: every finding with its place and reason, and what a sheet lacks before it is handed in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from banso.domain.check import check
from banso.domain.document import Actual, PlanDocument
from banso.domain.edits.results import enter_actual, write_text
from banso.library.demonstration import demonstration_plan
from banso.models import Dismissal, Person, Plan
from banso.queries.checking import findings_of
from banso.services.changing import change
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def page_of(client: Client, plan: Plan, **wishes: object) -> str:
    answer = client.get(f"/plans/{plan.slug}/check/", wishes)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def edit(actor: Actor, plan: Plan, make: Callable[[PlanDocument], PlanDocument]) -> None:
    change(actor=actor, plan=plan, deed="edit-plan", edit=make)


def test_every_finding_stands_there_with_its_sentence_and_a_link(
    plan: Plan, reader: Person, client_of: ClientOf
) -> None:
    page = page_of(client_of(reader), plan)
    found = check(demonstration_plan())
    for finding in found:
        assert finding.message in page
    assert page.count('<li class="finding">') == len(found)
    assert not re.search(r">(node|target|roadmap|placement|rule-set)/", page)
    assert "確認済みにする" not in page


def test_findings_are_narrowed_by_severity_subject_and_place(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    errors = [each for each in check(demonstration_plan()) if each.severity == "error"]
    assert page_of(client, plan, severity="error").count('<li class="finding">') == len(errors)
    assert page_of(client, plan, subject="凡例").count('<li class="finding">') == 1
    below = page_of(client, plan, node="5-③")
    assert "5-③-c、5-③-d、5-③-e" in below
    assert "2-⑤-a" not in below


def test_a_finding_is_set_aside_with_a_reason_and_comes_back_when_its_sentence_changes(
    plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    zero = next(each for each in findings_of(plan) if each.code == "target-zero")
    name = {"code": zero.code, "fact": zero.fact, "message": zero.message}
    assert client.post(f"/plans/{plan.slug}/check/dismiss", {**name, "reason": "  "}).status_code == 422
    answer = client.post(f"/plans/{plan.slug}/check/dismiss", {**name, "reason": "令和6年度から始めるため"})
    assert answer.status_code == 302
    assert zero.message not in page_of(client, plan)
    aside = page_of(client, plan, show="dismissed")
    for words in (zero.message, "令和6年度から始めるため", "事務 花子"):
        assert words in aside
    # The name of the indicator is part of the sentence: renamed, the finding is another one.
    edit(
        actor,
        plan,
        lambda document: replace(
            document,
            indicators=tuple(
                replace(each, name="企業交流の場") if each.key == "3-1" else each for each in document.indicators
            ),
        ),
    )
    assert "企業交流の場」の目標値が0です" in page_of(client, plan)


def test_what_was_set_aside_can_be_taken_back_and_the_part_says_so(
    plan: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    zero = next(each for each in findings_of(plan) if each.code == "target-zero")
    name = {"code": zero.code, "fact": zero.fact, "message": zero.message}
    answer = client.post(
        f"/plans/{plan.slug}/check/dismiss", {**name, "reason": "承知の上"}, headers={"HX-Request": "true"}
    )
    part = answer.content.decode()
    assert "承知の上" in part
    assert "<html" not in part
    found = Dismissal.objects.get()
    client.post(f"/plans/{plan.slug}/check/restore", {**name, "pk": found.pk})
    assert not Dismissal.objects.exists()
    assert zero.message in page_of(client, plan)


def test_only_the_secretariat_sets_findings_aside(
    plan: Plan, contributor: Person, reader: Person, outsider: Person, client_of: ClientOf
) -> None:
    found = findings_of(plan)[0]
    data = {"code": found.code, "fact": found.fact, "message": found.message, "reason": "x"}
    for person, status in ((contributor, 403), (reader, 403), (outsider, 404)):
        assert client_of(person).post(f"/plans/{plan.slug}/check/dismiss", data).status_code == status
        assert client_of(person).post(f"/plans/{plan.slug}/check/restore", data).status_code == status
    assert client_of(outsider).get(f"/plans/{plan.slug}/check/").status_code == 404
    assert not Dismissal.objects.exists()


def test_a_finding_that_is_not_there_cannot_be_set_aside(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    data = {"code": "x", "fact": "y", "message": "z", "reason": "x"}
    assert client_of(secretariat).post(f"/plans/{plan.slug}/check/dismiss", data).status_code == 422


def test_a_sheet_says_what_is_missing_until_it_can_be_handed_in(
    plan: Plan, actor: Actor, reader: Person, client_of: ClientOf
) -> None:
    client = client_of(reader)
    ready = page_of(client, plan, node="1-①", year=2023)
    assert "提出できます" in ready

    def emptied(document: PlanDocument) -> PlanDocument:
        waiting = Actual(indicator="1-1", year=2023, state="not-entered")
        return replace(
            document,
            actuals=tuple(waiting if each.indicator == "1-1" else each for each in document.actuals),
            texts=tuple(
                each for each in document.texts if (each.node, each.year, each.kind) != ("1-①", 2023, "issues")
            ),
            judgements=tuple(each for each in document.judgements if (each.node, each.kind) != ("1-①", "overall")),
        )

    edit(actor, plan, emptied)
    lacking = page_of(client, plan, node="1-①", year=2023)
    assert "あと3件" in lacking
    for words in ("実績が未入力です", "「課題等」が空欄です", "総合評価が決まっていません"):
        assert words in lacking
    # What lacks on the sheet itself is a link into its box, in words that say what it is.
    assert re.search(r'href="[^"]+#text/[^"]+/issues">「課題等」が空欄です', lacking)
    assert re.search(r'href="[^"]+#rating">総合評価が決まっていません', lacking)
    assert "あと3件" in page_of(client, plan, year=2023)
    edit(actor, plan, lambda document: enter_actual(document, indicator="1-1", year=2023, text="集計中"))
    edit(
        actor, plan, lambda document: write_text(document, node="1-①", year=2023, kind="issues", text="広報が足りない")
    )
    assert "あと1件" in page_of(client, plan, node="1-①", year=2023)


def test_a_sheet_shows_the_warnings_of_its_values(
    plan: Plan, actor: Actor, reader: Person, client_of: ClientOf
) -> None:
    edit(actor, plan, lambda document: enter_actual(document, indicator="1-1", year=2023, text="-5"))
    page = page_of(client_of(reader), plan, node="1-①", year=2023)
    assert "負の数" in page


def test_a_node_without_a_sheet_is_not_found(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    answer = client_of(reader).get(f"/plans/{plan.slug}/check/", {"node": "9-⑨", "year": 2023})
    assert answer.status_code == 404


@pytest.mark.parametrize("wishes", [{}, {"year": 2023}, {"node": "1-①", "year": 2023}])
def test_queries_do_not_grow_with_findings(
    plan: Plan,
    secretariat: Person,
    client_of: ClientOf,
    wishes: dict[str, object],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for found in findings_of(plan):
        Dismissal.objects.create(
            plan=plan, code=found.code, fact_address=found.fact, message=found.message, reason="済", by=secretariat
        )
    client = client_of(secretariat)
    with django_assert_max_num_queries(12):
        page_of(client, plan, **wishes)
    with django_assert_max_num_queries(12):
        page_of(client, plan, show="dismissed")
