"""The entry grid: what each person sees of it, what a save answers, and that its cost does not grow with its rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.document import Actual, Indicator, PlanDocument
from banso.library.demonstration import demonstration_plan
from banso.models import Entry, Organization, Person, Plan
from banso.queries.documents import document_of, evaluation_of
from banso.queries.entry import EntryRows, entry_page
from banso.queries.grid import Narrowed
from banso.services.changing import change
from banso.services.plans import create_plan
from banso.services.policy import Actor

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
YEAR = 2023


def send(client: Client, plan: Plan, *cells: tuple[str, str], base: int | None = None, path: str = "entry/2023") -> Any:
    body = {"cells": [{"cell": address, "text": text, "base": base} for address, text in cells]}
    return client.post(
        f"/plans/{plan.slug}/{path}/save/",
        data=json.dumps(body),
        content_type="application/json",
        headers={"X-Requested-With": "fetch"},
    )


def page_of(client: Client, plan: Plan, query: str = "", year: int = YEAR) -> str:
    answer = client.get(f"/plans/{plan.slug}/entry/{year}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def cells_in(page: str) -> list[str]:
    return re.findall(r'name="cell:([^"]+)"', page)


def keys_in(page: str) -> list[str]:
    return re.findall(r'data-key="([^"]+)"', page)


def wait(actor: Actor, plan: Plan, *keys: str) -> None:
    """These results are not entered any more."""

    def edit(document: PlanDocument) -> PlanDocument:
        kept = [
            Actual(indicator=each.indicator, year=each.year, state="not-entered") if each.indicator in keys else each
            for each in document.actuals
        ]
        return replace(document, actuals=tuple(kept))

    change(actor=actor, plan=plan, deed="enter-results", edit=edit)
    plan.refresh_from_db()


def large(actor: Actor, count: int) -> Plan:
    """A plan with many indicators of three years."""
    document = demonstration_plan()
    node = document.nodes[0].key
    indicators = tuple(Indicator(key=f"x-{n}", code=f"x-{n}", name=f"指標{n}", unit="件") for n in range(count))
    actuals = tuple(
        Actual(indicator=each.key, year=year, origin="entered", amount=each_amount)
        for each in indicators
        for year, each_amount in ((2023, document.actuals[0].amount), (2024, document.actuals[1].amount))
    )
    placements = tuple(replace(document.placements[0], indicator=each.key, code=None, node=node) for each in indicators)
    made = replace(document, indicators=indicators, actuals=actuals, placements=placements, targets=(), texts=())
    return create_plan(actor=actor, organization=Organization.objects.get(), document=made, slug=f"large-{count}").plan


def test_the_clerk_gets_a_cell_for_each_result_and_remark(client_of: ClientOf, contributor: Person, plan: Plan) -> None:
    page = page_of(client_of(contributor), plan)
    keys = [each.key for each in document_of(plan).indicators]
    assert sorted(keys_in(page)) == sorted(keys)
    wanted = [address for key in keys for address in (f"actual/{key}/2023", f"text/{key}/2023/remarks")]
    assert sorted(cells_in(page)) == sorted(wanted)
    assert page.count("<h1") == 1
    assert "入力済み 20/20" in page


@pytest.mark.parametrize(
    ("body", "year", "leads", "not_to"),
    [("kama", 2023, "sheets/2023/", "papers/"), ("kazuno", 2025, "papers/", "sheets/")],
)
def test_the_way_on_leads_to_the_papers_of_this_plan(
    client_of: ClientOf,
    secretariat: Person,
    actor: Actor,
    organization: Organization,
    body: str,
    year: int,
    leads: str,
    not_to: str,
) -> None:
    create_plan(actor=actor, organization=organization, document=demonstration_plan(body), slug=body, reason="見本")
    main = page_of(client_of(secretariat), Plan.objects.get(slug=body), year=year).split("<main")[1]
    assert f'href="/plans/{body}/{leads}"' in main
    assert f'href="/plans/{body}/{not_to}' not in main


def test_a_plan_that_only_says_met_or_missed_has_no_column_of_rates_and_says_each_verdict_once(
    client_of: ClientOf, secretariat: Person, actor: Actor, organization: Organization
) -> None:
    document = demonstration_plan("kazuno")
    key = next(each.indicator for each in document.targets if each.year == 2025 and each.amount is not None)
    plan = create_plan(actor=actor, organization=organization, document=document, slug="kazuno", reason="見本").plan
    saved = send(client_of(secretariat), plan, (f"actual/{key}/2025", "0"), path="entry/2025").json()
    (row,) = (each for each in saved["rows"] if each["key"] == key)
    assert re.sub(r"<[^>]+>|\s", "", row["grade"]) == "評価未達成"
    assert 'class="grade grade-5"' in row["grade"]
    table = page_of(client_of(secretariat), plan, year=2025).split('id="grid"')[1].split("</table>")[0]
    assert "達成率" not in re.sub(r'data-words="[^"]*"', "", table)
    assert 'data-part="grade"' in table


def test_a_reader_sees_the_values_without_cells(client_of: ClientOf, reader: Person, plan: Plan) -> None:
    page = page_of(client_of(reader), plan)
    assert cells_in(page) == []
    assert "4,776" in page
    assert "見ることだけできます" in page


def test_saving_is_for_those_who_may_and_the_plan_of_others_is_not_there(
    client_of: ClientOf, reader: Person, outsider: Person, contributor: Person, plan: Plan
) -> None:
    assert send(client_of(reader), plan, ("actual/1-1/2023", "5")).status_code == 403
    assert send(client_of(outsider), plan, ("actual/1-1/2023", "5")).status_code == 404
    assert client_of(outsider).get(f"/plans/{plan.slug}/entry/2023/").status_code == 404
    assert client_of(outsider).get(f"/plans/{plan.slug}/targets/").status_code == 404
    assert send(client_of(contributor), plan, ("target/1-1/2024", "5"), path="targets").status_code == 403
    assert send(client_of(contributor), plan, ("target/1-1/2024", "5")).status_code == 403
    assert send(Client(), plan, ("actual/1-1/2023", "5")).status_code == 302
    assert Entry.objects.filter(plan=plan).count() == 1


def test_a_save_answers_with_the_rate_the_grade_and_the_count(
    client_of: ClientOf, contributor: Person, actor: Actor, plan: Plan
) -> None:
    wait(actor, plan, "2-3")
    client = client_of(contributor)
    assert "入力済み 19/20" in page_of(client, plan)
    answer = send(client, plan, ("actual/2-3/2023", "4800"), base=plan.revision)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["entered"], told["total"]) == (20, 20)
    assert told["cells"][0]["text"] == "4,800"
    assert str(told["revision"]) == answer["X-Banso-Revision"]
    (row,) = told["rows"]
    assert "100%" in row["rate"]
    assert ">A<" in row["grade"]
    assert "達成" in row["grade"]


def test_zero_a_chosen_state_and_a_blank_stay_three_things(
    client_of: ClientOf, contributor: Person, plan: Plan
) -> None:
    client = client_of(contributor)
    for typed, shown, entered in (("0", "0", 20), ("集計中", "集計中", 20), ("", "", 19)):
        told = send(client, plan, ("actual/2-3/2023", typed)).json()
        assert (told["cells"][0]["text"], told["entered"]) == (shown, entered), typed


def test_a_warning_comes_with_the_save_and_stands_on_the_page(
    client_of: ClientOf, contributor: Person, actor: Actor, plan: Plan
) -> None:
    client = client_of(contributor)
    send(client, plan, ("actual/2-3/2024", "100"), path="entry/2024")
    told = send(client, plan, ("actual/2-3/2024", "99,999"), path="entry/2024").json()
    (note,) = told["notes"]
    assert note["mark"] == "warned"
    assert any("前年度" in sentence for sentence in note["notes"])
    page = page_of(client, plan, year=2024)
    assert note["notes"][0] in page


def test_parts_of_an_indicator_are_judged_again_with_their_whole(
    client_of: ClientOf, contributor: Person, actor: Actor, plan: Plan
) -> None:
    def edit(document: PlanDocument) -> PlanDocument:
        parts = tuple(replace(each, parent="2-3") if each.key == "2-1" else each for each in document.indicators)
        return replace(document, indicators=parts)

    change(actor=actor, plan=plan, deed="edit-plan", edit=edit)
    told = send(client_of(contributor), plan, ("actual/2-1/2023", "9999")).json()
    assert {row["key"] for row in told["rows"]} == {"2-3", "2-1"}
    assert {note["cell"] for note in told["notes"] if note["mark"]} >= {"actual/2-1/2023"}


def test_of_two_people_the_second_gets_both_values_and_may_insist(
    client_of: ClientOf, contributor: Person, secretariat: Person, plan: Plan
) -> None:
    seen = plan.revision
    assert send(client_of(secretariat), plan, ("actual/1-1/2023", "30"), base=seen).status_code == 200
    client = client_of(contributor)
    answer = send(client, plan, ("actual/1-1/2023", "40"), ("actual/1-2/2023", "7"), base=seen)
    assert answer.status_code == 409
    conflict, saved = answer.json()["cells"]
    assert (conflict["kind"], conflict["text"], conflict["theirs"]) == ("conflict", "30", "事務 花子")
    assert saved["kind"] == "saved"
    revision = int(answer["X-Banso-Revision"])
    assert send(client, plan, ("actual/1-1/2023", "40"), base=revision).status_code == 200
    plan.refresh_from_db()
    assert next(each for each in document_of(plan).actuals if each.indicator == "1-1").amount == 40


def test_a_refused_value_comes_back_with_its_reason(client_of: ClientOf, contributor: Person, plan: Plan) -> None:
    answer = send(client_of(contributor), plan, ("actual/2-3/2023", "5円"))
    assert answer.status_code == 422
    (cell,) = answer.json()["cells"]
    assert (cell["kind"], cell["text"]) == ("refused", "4,776")
    assert "単位" in cell["message"]


@pytest.mark.parametrize(
    "body", ["x", "[]", "{}", '{"cells": []}', '{"cells": [{"cell": 1, "text": "x"}]}', '{"cells": 3}']
)
def test_what_is_no_request_is_refused(client_of: ClientOf, contributor: Person, plan: Plan, body: str) -> None:
    answer: HttpResponse = client_of(contributor).post(
        f"/plans/{plan.slug}/entry/2023/save/", data=body, content_type="application/json"
    )
    assert answer.status_code == 400


def test_without_scripts_the_form_saves_what_was_changed(client_of: ClientOf, contributor: Person, plan: Plan) -> None:
    client = client_of(contributor)
    answer = client.post(
        f"/plans/{plan.slug}/entry/2023/save/",
        data={
            "based_on": plan.revision,
            "cell:actual/1-1/2023": "21",
            "was:actual/1-1/2023": "12",
            "cell:actual/1-2/2023": "3",
            "was:actual/1-2/2023": "3",
            "next": f"/plans/{plan.slug}/entry/2023/?missing=1",
        },
        follow=True,
    )
    assert answer.redirect_chain[-1][0].endswith("?missing=1")
    assert "1件を保存しました" in answer.content.decode()
    assert Entry.objects.filter(plan=plan).count() == 2


def test_filters_narrow_the_rows(client_of: ClientOf, contributor: Person, actor: Actor, plan: Plan) -> None:
    wait(actor, plan, "2-3", "5-1")
    client = client_of(contributor)
    assert keys_in(page_of(client, plan, "?missing=1")) == ["2-3", "5-1"]
    assert set(keys_in(page_of(client, plan, "?top=1"))) == {"1-1", "1-2"}
    assert keys_in(page_of(client, plan, "?top=2&missing=1")) == ["2-3"]
    assert "当たる指標はありません" in page_of(client, plan, "?owner=どこにもない課")


def test_periods_stand_beside_the_year(client_of: ClientOf, contributor: Person, plan: Plan) -> None:
    client = client_of(contributor)
    assert send(client, plan, ("actual/2-3/2023/Q1", "1,200")).json()["cells"][0]["text"] == "1,200"
    page = page_of(client, plan, "?periods=quarter")
    own = [address for address in cells_in(page) if address.startswith("actual/2-3/")]
    assert own == [*(f"actual/2-3/2023/Q{n}" for n in range(1, 5)), "actual/2-3/2023"]
    assert 'value="1,200"' in page
    assert "第1四半期" in page


def test_last_years_values_are_copied_into_what_waits_and_marked(
    client_of: ClientOf, contributor: Person, plan: Plan
) -> None:
    client = client_of(contributor)
    send(client, plan, ("actual/1-1/2024", "50"), path="entry/2024")
    before = page_of(client, plan, year=2024)
    assert "入力済み 1/20" in before
    answer = client.post(f"/plans/{plan.slug}/entry/2024/copy/", data={"top": "1"}, follow=True)
    assert "1件に複写しました" in answer.content.decode()
    page = page_of(client, plan, year=2024)
    assert page.count('data-state="copied"') == 1
    assert "前年度から複写（仮の値）" in page
    told = client.post(
        f"/plans/{plan.slug}/entry/2024/copy/", data={"indicator": "2-3"}, headers={"X-Requested-With": "fetch"}
    ).json()
    assert [cell["text"] for cell in told["cells"]] == ["4,776"]
    assert told["notes"][0]["mark"] == "copied"


def test_a_year_that_is_not_open_says_how_to_open_it(client_of: ClientOf, contributor: Person, plan: Plan) -> None:
    page = page_of(client_of(contributor), plan, year=2025)
    assert cells_in(page) == []
    assert "まだ開いていません" in page
    assert client_of(contributor).get(f"/plans/{plan.slug}/entry/2040/").status_code == 404


def test_an_empty_plan_says_what_to_do(client_of: ClientOf, contributor: Person, actor: Actor, plan: Plan) -> None:
    empty = PlanDocument(title="これから", first_year=2023, last_year=2027)
    made = create_plan(actor=actor, organization=plan.organization, document=empty, slug="empty").plan
    assert "まだ指標がありません" in page_of(client_of(contributor), made)


@pytest.mark.parametrize("path", ["entry/2024/", "entry/2024/?periods=month", "targets/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client_of: ClientOf, secretariat: Person, actor: Actor, path: str
) -> None:
    counts = []
    for count in (10, 200):
        client, made = client_of(secretariat), large(actor, count)
        client.get(f"/plans/{made.slug}/{path}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(f"/plans/{made.slug}/{path}")
        assert answer.content.decode().count("data-key=") == count
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


@pytest.mark.django_db(transaction=True)
def test_a_save_costs_a_few_queries_however_many_rows_there_are(
    client_of: ClientOf, contributor: Person, actor: Actor
) -> None:
    counts = []
    for count in (10, 200):
        client, made = client_of(contributor), large(actor, count)
        page_of(client, made, year=2024)
        send(client, made, ("actual/x-1/2024", "7"), base=made.revision, path="entry/2024")
        with CaptureQueriesContext(connection) as queries:
            answer = send(client, made, ("actual/x-2/2024", "8"), base=made.revision, path="entry/2024")
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_parts_stand_behind_their_whole_and_a_circle_loses_none(actor: Actor, plan: Plan) -> None:
    parents = {"1-1": "2-3", "2-4": "2-3", "3-1": "3-2", "3-2": "3-1"}
    document = document_of(plan)
    changed = tuple(replace(each, parent=parents.get(each.key)) for each in document.indicators)
    evaluation = evaluation_of(plan, YEAR)
    page = entry_page(EntryRows(replace(document, indicators=changed), evaluation, YEAR), Narrowed())
    shown = [row.name.key for section in page.sections for row in section.rows]
    assert sorted(shown) == sorted(each.key for each in changed)
    assert shown.index("2-4") == shown.index("2-3") + 1


def test_names_are_written_as_text_never_as_markup(
    client_of: ClientOf, secretariat: Person, actor: Actor, plan: Plan
) -> None:
    evil = '<script>alert("x")</script>'
    send(client_of(secretariat), plan, ("text/1-1/2023/remarks", evil), ("actual/1-1/2023", '"><i>'))
    page = page_of(client_of(secretariat), plan)
    assert evil not in page
    assert '"><i>' not in page


def test_the_targets_grid_has_every_year_and_shows_revisions(
    client_of: ClientOf, secretariat: Person, contributor: Person, plan: Plan
) -> None:
    client = client_of(secretariat)
    page = client.get(f"/plans/{plan.slug}/targets/").content.decode()
    own = [address for address in cells_in(page) if address.split("/")[1] == "1-1"]
    years = [f"target/1-1/{year}" for year in range(2023, 2028)]
    assert own == ["indicator/1-1/baseline", *years, "target/1-1/final"]
    assert "改定1回" not in page
    told = send(client, plan, ("target/1-1/2023", "20 (30)"), base=plan.revision, path="targets").json()
    assert told["cells"][0]["text"] == "20 (30)"
    assert told["revised"] == {"target/1-1/2023": 1}
    page = client.get(f"/plans/{plan.slug}/targets/").content.decode()
    assert "改定1回" in page
    assert "history/?at=target%2F1-1%2F2023" in page or "history/?at=target/1-1/2023" in page
    assert cells_in(client_of(contributor).get(f"/plans/{plan.slug}/targets/").content.decode()) == []


def test_a_running_total_that_does_not_fit_is_told(client_of: ClientOf, secretariat: Person, plan: Plan) -> None:
    told = send(client_of(secretariat), plan, ("target/1-1/2023", "15 (99)"), path="targets").json()
    note = next(each for each in told["notes"] if each["cell"] == "target/1-1/2023")
    assert note["mark"] == "warned"
    assert "25" in note["notes"][0]
