"""Home: what waits for whom, what changed since one looked, how the plan stands; quick with 200 plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import Actual, Node, PlanDocument
from banso.library.demonstration import demonstration_plan
from banso.models import Import, Job, Look, Organization, Person, Plan
from banso.models.imports import ImportState
from banso.models.jobs import JobState
from banso.queries.documents import evaluation_of
from banso.queries.home import Waiting, plan_lines, plan_state
from banso.services.changing import change
from banso.services.plans import create_plan
from banso.services.policy import Actor, actor_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]


def seen(client: Client) -> str:
    """Home as a person reads it: without the tags."""
    answer = client.get("/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def waiting_again(document: PlanDocument) -> PlanDocument:
    """The year's first three results wait again; the first review is blank and the first rating not given."""
    actuals = list(document.actuals)
    for place in range(3):
        actuals[place] = Actual(indicator=actuals[place].indicator, year=2023, state="not-entered")
    first = next(text for text in document.texts if text.kind == "issues")
    rated = next(each for each in document.judgements if each.kind == "overall")
    return replace(
        document,
        actuals=tuple(actuals),
        texts=tuple(replace(text, text=" ") if text is first else text for text in document.texts),
        judgements=tuple(each for each in document.judgements if each is not rated),
    )


def edit_title(plan: Plan, person: Person, title: str) -> None:
    def edit(document: PlanDocument) -> PlanDocument:
        return replace(document, title=title)

    change(actor=actor_of(person), plan=plan, deed="edit-plan", edit=edit)


def test_what_is_missing_in_the_year_is_counted(plan: Plan, actor: Actor) -> None:
    before = plan_state(plan, 2023)
    assert before.results == Waiting(0, 20)
    assert dict(before.texts) == {"事業実績": Waiting(0, 21), "課題等": Waiting(0, 21)}
    assert before.ratings == Waiting(0, 21)
    after = plan_state(change(actor=actor, plan=plan, deed="edit-plan", edit=waiting_again).plan, 2023)
    assert after.results == Waiting(3, 20)
    assert dict(after.texts) == {"事業実績": Waiting(0, 21), "課題等": Waiting(1, 21)}
    assert after.ratings == Waiting(1, 21)


def test_a_new_year_waits_for_everything(plan: Plan) -> None:
    state = plan_state(plan, 2024)
    assert state.results == Waiting(20, 20)
    assert dict(state.texts) == {"事業実績": Waiting(21, 21), "課題等": Waiting(21, 21)}
    assert state.ratings == Waiting(21, 21)


def test_the_counts_are_those_of_the_evaluation(plan: Plan) -> None:
    state = plan_state(plan, 2023)
    results = evaluation_of(plan, 2023).indicators
    assert (state.whole.achieved, state.whole.counted) == (
        sum(result.achieved is True for result in results),
        sum(result.achieved is not None for result in results),
    )
    assert [part.key for part in state.parts] == ["1", "2", "3", "4", "5", "6"]


def test_everyone_is_told_what_they_can_do_themselves(
    plan: Plan, actor: Actor, secretariat: Person, contributor: Person, reader: Person, client_of: ClientOf
) -> None:
    change(actor=actor, plan=plan, deed="edit-plan", edit=waiting_again)
    office = seen(client_of(secretariat))
    assert "実績が未入力の指標 20件のうち3件 実績を入力する" in office
    assert "「課題等」が空のシート 21枚のうち1枚 シートを開く" in office
    assert "総合評価がまだのシート 21枚のうち1枚" in office
    assert "「事業実績」が空" not in office
    writing = seen(client_of(contributor))
    assert "実績を入力する" in writing
    assert "ほかの人を待っていること 点検の" in writing
    reading = seen(client_of(reader))
    assert "まだ足りないもの" in reading
    assert "実績を入力する" not in reading
    assert "実績が未入力の指標 20件のうち3件" in reading


def test_a_plan_of_others_is_not_there(plan: Plan, outsider: Person, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert (plan.title or "") not in seen(client)
    assert client.post(f"/plans/{plan.slug}/looked").status_code == 404
    assert client.get(f"/go?plan={plan.slug}").status_code == 404


def test_changes_by_others_are_told_until_they_are_seen(
    plan: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    edit_title(plan, secretariat, "新しい計画名")
    client = client_of(contributor)
    told = seen(client)
    assert "まだ確認していない変更 2件" in told
    assert "新しい計画名" in told
    assert "ほかの人の変更 ありません。" in seen(client_of(secretariat)), "one's own deeds are no news"
    client.post(f"/plans/{plan.slug}/looked", {"number": "2"})
    assert "からありません。" in seen(client)
    edit_title(plan, secretariat, "さらに新しい計画名")
    assert "から1件" in seen(client)


def test_what_came_after_the_page_was_made_stays_news(
    plan: Plan, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    edit_title(plan, secretariat, "あとの名前")
    client.post(f"/plans/{plan.slug}/looked", {"number": "1"})
    assert "から1件" in seen(client)
    client.post(f"/plans/{plan.slug}/looked", {"number": "999"})
    assert Look.objects.get(person=contributor).number == 2, "nobody has seen what is not done yet"
    client.post(f"/plans/{plan.slug}/looked", {"number": "1"})
    assert Look.objects.get(person=contributor).number == 2, "what was seen stays seen"


def test_papers_that_wait_for_a_person_and_finished_work_are_shown(
    plan: Plan, organization: Organization, secretariat: Person, contributor: Person, client_of: ClientOf
) -> None:
    read = Import.objects.create(organization=organization, plan=plan, person=secretariat, state=ImportState.READ)
    read.files.create(name="一覧.xlsx", size=1, digest="0" * 64)
    Job.objects.create(
        organization=organization, plan=plan, person=secretariat, kind="x", title="全シートのPDF", state=JobState.DONE
    )
    told = seen(client_of(secretariat))
    assert "確認を待っています" in told
    assert "一覧.xlsx" in told
    assert re.search(r"全シートのPDF\s+完了", told)
    assert "全シートのPDF" not in seen(client_of(contributor)), "work that somebody else asked for"


def test_without_a_plan_home_says_what_to_do(secretariat: Person, reader: Person, client_of: ClientOf) -> None:
    assert "まだ計画がありません" in seen(client_of(secretariat))
    assert "計画を作る" in seen(client_of(secretariat))
    assert "事務局が計画を作ると、ここに表示されます" in seen(client_of(reader))
    nobody = Person.objects.create(username="dare", name="誰 四郎")
    assert "「dare」を伝えてください" in seen(client_of(nobody))


def test_an_empty_plan_says_what_comes_next(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    create_plan(actor=actor, organization=organization, document=PlanDocument(title="これから"), slug="new")
    assert "この計画にはまだ何もありません" in seen(client_of(secretariat))


def test_the_plan_worked_on_last_comes_first(
    plan: Plan, organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    client = client_of(secretariat)
    for number in range(5):
        create_plan(
            actor=actor, organization=organization, document=replace(demonstration_plan(), title=f"計画{number}")
        )
    first = re.compile(r'class="home-plan" id="plan-(\d+)"')
    assert str(plan.pk) not in first.findall(client.get("/").content.decode())
    client.get(f"/plans/{plan.slug}/history/")
    assert first.findall(client.get("/").content.decode())[0] == str(plan.pk)


def test_the_list_of_all_plans_agrees_with_the_plans(
    plan: Plan, actor: Actor, secretariat: Person, contributor: Person
) -> None:
    changed = change(actor=actor, plan=plan, deed="edit-plan", edit=waiting_again).plan
    (line,) = plan_lines(contributor, [changed.organization_id])
    waiting = plan_state(changed, 2023).results
    assert (line.year, line.indicators, line.entered) == (2023, waiting.total, waiting.total - waiting.missing)
    assert (line.changes, plan_lines(secretariat, [changed.organization_id])[0].changes) == (2, 0)


def test_two_hundred_plans_need_no_more_queries_than_ten(
    organization: Organization, actor: Actor, secretariat: Person, client_of: ClientOf
) -> None:
    small = PlanDocument(title="小さな計画", nodes=(Node(key="1", level=0, number="1", title="施策"),))
    client = client_of(secretariat)

    def queries() -> int:
        client.get("/")  # the shown plans are read once
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get("/").status_code == 200
        return len(counted)

    for number in range(10):
        create_plan(actor=actor, organization=organization, document=small, slug=f"small-{number}")
    few = queries()
    for number in range(10, 200):
        create_plan(actor=actor, organization=organization, document=small, slug=f"small-{number}")
    assert queries() <= few
    assert few <= 40


def test_another_year_stays_in_the_section(plan: Plan, actor: Actor, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    there = client.get(f"/go?plan={plan.slug}&section=entry&year=2023")
    assert there["Location"] == f"/plans/{plan.slug}/entry/2023/"
    closed = client.get(f"/go?plan={plan.slug}&section=entry&year=1999")
    assert closed["Location"] == f"/plans/{plan.slug}/entry/2023/", "a year that is not open leads to one that is"
    assert client.get(f"/go?plan={plan.slug}&section=home")["Location"] == f"/plans/{plan.slug}/"
