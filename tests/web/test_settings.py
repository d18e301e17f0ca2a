"""The settings pages: what is refused, what is shown before it is stored, who may set what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banso.domain.address import address_of
from banso.domain.document import PlanDocument
from banso.library.published import published_rule_sets
from banso.models import Entry, Person, Plan, YearStructure
from banso.queries.documents import read_document
from banso.services.changing import change
from banso.services.policy import Actor
from banso.web.settings.rule_form import form_of, rule_set_of
from tests.web.filled_form import form_with

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
PAGES = (
    "settings/",
    "settings/levels",
    "settings/vocabularies",
    "settings/rules",
    "settings/rules/library",
    "settings/years",
    "settings/people",
)
SETTING_PAGES = ("settings/rules/edit", "settings/rules/edit?library=tama&from_year=2024", "settings/years/2024/open")


@pytest.fixture
def client(client_of: ClientOf, secretariat: Person) -> Client:
    return client_of(secretariat)


def stored(plan: Plan) -> PlanDocument:
    plan.refresh_from_db()
    return read_document(plan)


def at(plan: Plan, page: str) -> str:
    return f"/plans/{plan.slug}/{page}"


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def filled(plan: Plan, page: str, client: Client, field: str, **changed: object) -> dict[str, Any]:
    """What the form with that field would send as it is shown, with some fields changed."""
    return form_with(client.get(at(plan, page)).content.decode(), field) | changed


def rule_form(plan: Plan, query: str, client: Client, **changed: object) -> dict[str, Any]:
    return filled(plan, f"settings/rules/edit?{query}", client, "band_grade", **changed)


def seen_in(answer: HttpResponse) -> str:
    """The digest of the changes that a preview shows; it is what saving confirms."""
    found = re.search(r'name="seen" value="(\w*)"', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("page", [*PAGES, *SETTING_PAGES])
def test_every_page_opens_for_the_secretariat(client: Client, plan: Plan, page: str) -> None:
    answer = client.get(at(plan, page))
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("page", [*PAGES, *SETTING_PAGES])
def test_readers_look_and_outsiders_find_nothing(
    client_of: ClientOf, reader: Person, outsider: Person, plan: Plan, page: str
) -> None:
    seen = client_of(reader).get(at(plan, page))
    assert seen.status_code == (403 if page in SETTING_PAGES else 200)
    assert ">保存する</button>" not in seen.content.decode()
    assert client_of(outsider).get(at(plan, page)).status_code == 404


@pytest.mark.parametrize("page", ["settings/", "settings/levels", "settings/vocabularies", "settings/rules/edit"])
def test_contributors_cannot_set(client_of: ClientOf, contributor: Person, plan: Plan, page: str) -> None:
    before = stored(plan)
    data = {"title": "別の名前", "name": "方針", "numbering": "", "do": "save", "formula": "ratio"}
    assert client_of(contributor).post(at(plan, page), data).status_code in (403, 422)
    assert stored(plan) == before


def test_the_plan_is_renamed_and_prolonged(client: Client, plan: Plan) -> None:
    data = {"title": "新しい計画", "kind": "promotion-plan", "first_year": "令和5年度", "last_year": "令和10年度"}
    was = {"was_title": plan.title, "was_kind": plan.kind, "was_first_year": "2023", "was_last_year": "2027"}
    assert client.post(at(plan, "settings/"), data | was | {"based_on": plan.revision}).status_code == 302
    assert (stored(plan).title, stored(plan).first_year, stored(plan).last_year) == ("新しい計画", 2023, 2028)


def test_a_person_who_changes_another_field_does_not_put_the_title_back(client: Client, plan: Plan) -> None:
    was = {"was_title": plan.title, "was_kind": plan.kind, "was_first_year": "2023", "was_last_year": "2027"}
    same = {"title": plan.title, "kind": plan.kind, "first_year": "2023", "last_year": "2027"}
    seen = {"based_on": plan.revision}
    client.post(at(plan, "settings/"), {**same, **was, **seen, "title": "名前を変えた計画"})
    assert client.post(at(plan, "settings/"), {**same, **was, **seen, "last_year": "2028"}).status_code in (302, 409)
    assert stored(plan).title == "名前を変えた計画"
    assert client.post(at(plan, "settings/"), {**same, **was, **seen, "title": "また別の名前"}).status_code == 409


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": " "}, "計画の名称が空です"),
        ({"last_year": "らいねん"}, "年度として読めません"),
        ({"first_year": "2024"}, "計画期間の外になる年度"),
        ({"last_year": "2020"}, "終了の2020年度より後です"),
    ],
)
def test_what_the_plan_cannot_be(client: Client, plan: Plan, changed: dict[str, str], told: str) -> None:
    was = {"was_title": plan.title, "was_kind": plan.kind, "was_first_year": "2023", "was_last_year": "2027"}
    same = {"title": plan.title, "kind": plan.kind, "first_year": "2023", "last_year": "2027"}
    answer = client.post(at(plan, "settings/"), {**same, **was, "based_on": plan.revision, **changed})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert next(iter(changed.values())).strip() in answer.content.decode(), "what was typed is kept"


def test_levels_are_renamed_and_their_numbers_shown(client: Client, plan: Plan) -> None:
    assert "①、②、③" in client.get(at(plan, "settings/levels")).content.decode()
    for style, shown in {"1-1": "1-1、1-2、1-3", "(1)": "(1)、(2)、(3)", "ア": "ア、イ、ウ"}.items():
        assert shown in client.get(at(plan, "settings/levels/example"), {"numbering": style}).content.decode()
    assert "数えられません" in client.get(at(plan, "settings/levels/example"), {"numbering": "?"}).content.decode()
    data = {"name": ["柱", "施策", "取組", "", "", ""], "numbering": ["Ⅰ", "①", "a", "", "", ""]}
    assert client.post(at(plan, "settings/levels"), data | {"based_on": plan.revision}).status_code == 302
    assert [(level.name, level.numbering) for level in stored(plan).levels] == [
        ("柱", "Ⅰ"),
        ("施策", "①"),
        ("取組", "a"),
    ]
    answer = client.post(at(plan, "settings/levels"), {"name": ["柱"], "numbering": ["Ⅰ"]})
    assert answer.status_code == 422
    assert "使っているので、なくせません" in answer.content.decode()


def test_a_word_is_renamed_on_its_nodes_and_moved(client: Client, plan: Plan) -> None:
    name = "実施方針区分"
    uses = sum("強化" in node.terms.get(name, ()) for node in stored(plan).nodes)
    assert uses > 0
    data = {
        "do": "save",
        "name": name,
        "new_name": name,
        "old": ["強化", "継続", "新規", "要検討", "拡大", ""],
        "term": ["強める", "継続", "新規", "要検討", "拡大", "見直し"],
        "based_on": plan.revision,
    }
    assert client.post(at(plan, "settings/vocabularies"), data).status_code == 302
    document = stored(plan)
    assert document.vocabularies[2].terms == ("強める", "継続", "新規", "要検討", "拡大", "見直し")
    assert sum("強める" in node.terms.get(name, ()) for node in document.nodes) == uses


def test_a_used_word_is_not_removed_and_the_form_says_where(client: Client, plan: Plan) -> None:
    data = {"do": "save", "name": "実施方針区分", "new_name": "実施方針区分", "old": ["強化"], "term": ["強化"]}
    answer = client.post(at(plan, "settings/vocabularies"), data)
    assert answer.status_code == 422
    assert "で使っているので、消せません" in answer.content.decode()
    assert stored(plan).vocabularies[2].terms[0] == "継続"


def test_rows_are_moved_without_script_and_nothing_is_stored(client: Client, plan: Plan) -> None:
    revision = plan.revision
    data = {
        "do": "down-0",
        "name": "実施方針区分",
        "new_name": "実施方針区分",
        "old": ["継続", "強化"],
        "term": ["継続", "強化"],
    }
    page = client.post(at(plan, "settings/vocabularies"), data).content.decode()
    assert "まだ保存していません" in page
    assert form_with(page[page.index('id="vocabulary-3"') :], "term")["term"][:2] == ["強化", "継続"]
    stored(plan)
    assert plan.revision == revision


def test_a_vocabulary_is_added_and_removed(client: Client, plan: Plan) -> None:
    data = {"do": "add", "new_name": "公表方法", "terms": "広報\r\nHP掲載\r\n", "based_on": plan.revision}
    assert client.post(at(plan, "settings/vocabularies"), data).status_code == 302
    assert stored(plan).vocabularies[-1].terms == ("広報", "HP掲載")
    assert client.post(at(plan, "settings/vocabularies"), data).status_code == 422
    client.post(at(plan, "settings/vocabularies"), {"do": "remove", "name": "公表方法", "based_on": plan.revision})
    assert stored(plan).vocabularies[-1].name == "実施方針区分"


@pytest.mark.parametrize("key", sorted(published_rule_sets()))
def test_the_form_of_a_published_rule_set_reads_as_the_same_rule_set(key: str) -> None:
    rule_set = published_rule_sets()[key].rule_set
    read, form = rule_set_of(form_of(rule_set), rule_set)
    assert form.errors == {}
    assert read == rule_set


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"band_low": ["100", "80", "10", ""]}, "それより低い率に評価が付きません"),
        ({"band_low": ["80", "100", ""]}, "下限の高い順に並べてください"),
        ({"band_low": ["80", "80", ""]}, "重なっています"),
        ({"band_low": ["", "80", ""]}, "下限がない"),
        ({"band_low": ["100", "八十", ""]}, "数として読めません"),
        ({"band_grade": ["A", "A", "C"]}, "2回あります"),
        ({"scale_step": ["3", "3", "1"]}, "同じ数が二つあります"),
        ({"digits": "9"}, "0から4まで"),
        ({"case:not-entered": "grade"}, "書く評価か印"),
        ({"formula": "無い式"}, "選び直してください"),
        ({"cap": "NaN"}, "数として読めません"),
    ],
)
def test_what_a_rule_set_cannot_be(client: Client, plan: Plan, changed: dict[str, object], told: str) -> None:
    data = rule_form(plan, "key=kama", client, **changed)
    live = client.post(at(plan, "settings/rules/preview"), data)
    assert (live.status_code, told in live.content.decode()) == (200, True)
    answer = client.post(at(plan, "settings/rules/edit"), data | {"do": "save"})
    assert answer.status_code == 422
    assert told in unescape(answer.content.decode())
    assert stored(plan).rule_sets[0].key == "kama"
    assert stored(plan).rule_sets[0].bands[1].from_ == Decimal(80)


def test_the_preview_shows_the_edges_and_which_grades_change(client: Client, plan: Plan) -> None:
    data = rule_form(plan, "key=kama", client, band_low=["100", "99.2", "", ""])
    page = client.post(at(plan, "settings/rules/preview"), data)
    cases = dict(
        re.findall(r'<td class="number">([\d.]+)%</td>.*?<b class="grade-letter">(\w+)</b>', page.content.decode())
    )
    assert {cases[each] for each in ("79", "79.5", "80", "99")} == {"C"}
    assert (cases["99.5"], cases["100"]) == ("B", "A")
    assert "評価が変わる実績" in text_of(page)
    assert re.search(r"令和5年度：<a [^>]*>指標「1-1 .*?</a> B・\d+%・未達成 → <b>C・", text_of(page))
    unseen = client.post(at(plan, "settings/rules/edit"), data | {"do": "save"})
    assert unseen.status_code == 422
    assert "評価が変わる実績があります" in unseen.content.decode()
    assert unseen.content.decode().count(seen_in(page)) == 1
    seen = {"do": "save", "seen": seen_in(page)}
    assert client.post(at(plan, "settings/rules/edit"), data | seen).status_code == 302
    assert stored(plan).rule_sets[0].bands[1].from_ == Decimal("99.2")


def test_a_published_rule_set_is_copied_from_a_year_on(client: Client, plan: Plan) -> None:
    assert "多摩市" in client.get(at(plan, "settings/rules/library")).content.decode()
    data = rule_form(plan, "library=tama&from_year=2024", client)
    assert client.post(at(plan, "settings/rules/edit"), data | {"do": "save"}).status_code == 302
    old, new = stored(plan).rule_sets
    assert old.key == "kama"
    assert replace(new, level=None) == replace(published_rule_sets()["tama"].rule_set, from_year=2024, level=None)
    assert new.level == old.level


def test_an_edited_rule_set_with_another_level_takes_the_old_ones_place(client: Client, plan: Plan) -> None:
    data = rule_form(plan, "key=kama", client, level="0", do="save")
    seen = seen_in(client.post(at(plan, "settings/rules/preview"), data))
    assert client.post(at(plan, "settings/rules/edit"), data | {"seen": seen}).status_code == 302
    assert [(each.key, each.level) for each in stored(plan).rule_sets] == [("kama", 0)]


def test_a_rule_set_is_removed_after_its_effect_was_shown(client: Client, plan: Plan) -> None:
    page = client.get(at(plan, "settings/rules/remove?key=kama"))
    assert "評価の決まりなし" in text_of(page)
    assert client.post(at(plan, "settings/rules/remove"), {"key": "kama"}).status_code == 200
    assert stored(plan).rule_sets
    data = {"key": "kama", "seen": seen_in(page), "based_on": plan.revision}
    assert client.post(at(plan, "settings/rules/remove"), data).status_code == 302
    assert stored(plan).rule_sets == ()


def test_a_year_is_opened_as_it_was_shown(client: Client, plan: Plan) -> None:
    data = filled(plan, "settings/years/2024/open", client, "shown")
    assert client.post(at(plan, "settings/years/2024/open"), {"shown": "別の内容"}).status_code == 422
    assert not YearStructure.objects.exists()
    assert data["issue"] == data["carry"]
    assert len(data["carry"]) > 2
    until = next(name for name in data if name.startswith("until:"))
    data["carry"], data[until] = data["carry"][1:], ["2024"]
    before = stored(plan)
    assert client.post(at(plan, "settings/years/2024/open"), data).status_code == 302
    document = stored(plan)
    assert {each.indicator for each in document.actuals if each.year == 2024} == {
        each.key for each in before.indicators
    }
    assert [address_of(each) for each in document.texts if each.year == 2024] == data["carry"]
    longer, later = [each for each in document.roadmap if each not in before.roadmap]
    assert (longer.last_year, longer.span, later.first_year) == (2024, "stated", 2025)
    assert Entry.objects.filter(plan=plan).count() == 2
    years = text_of(client.get(at(plan, "settings/years")))
    assert [years.count(word) for word in ("体系を閉じた年度", "開いている", "まだ開いていない")] == [1, 1, 3]
    for year, status in {2024: 422, 2099: 422, 12: 404}.items():
        assert client.get(at(plan, f"settings/years/{year}/open")).status_code == status


def test_an_unticked_choice_stays_unticked_when_opening_is_refused(client: Client, plan: Plan) -> None:
    data = filled(plan, "settings/years/2024/open", client, "shown")
    data["carry"], data["shown"] = data["carry"][1:], ["古い確認"]
    answer = client.post(at(plan, "settings/years/2024/open"), data)
    assert form_with(answer.content.decode(), "shown")["carry"] == data["carry"]


@pytest.mark.parametrize("page", [*PAGES, *SETTING_PAGES])
def test_queries_do_not_grow_with_the_plan(client: Client, plan: Plan, actor: Actor, page: str) -> None:
    def grown(document: PlanDocument) -> PlanDocument:
        nodes = [replace(node, key=f"{node.key}+{i}", parent=None) for i in range(2) for node in document.nodes]
        indicators = [replace(each, key=f"{each.key}+{i}") for i in range(10) for each in document.indicators]
        actuals = [replace(each, indicator=f"{each.indicator}+{i}") for i in range(10) for each in document.actuals]
        return replace(
            document,
            nodes=(*document.nodes, *nodes),
            indicators=(*document.indicators, *indicators),
            actuals=(*document.actuals, *actuals),
        )

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(plan, page)).status_code == 200
        return len(captured)

    client.get(at(plan, page))
    small = count()
    change(actor=actor, plan=plan, deed="edit-plan", edit=grown)
    client.get(at(plan, page))
    assert count() <= small <= 12


def test_meanings_source_and_period_are_set_on_the_page(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    terms = next(each.terms for each in read_document(plan).vocabularies if each.name == "実施方針区分")
    form = {
        "do": "save",
        "name": "実施方針区分",
        "new_name": "実施方針区分",
        "old": terms,
        "term": terms,
        "label": ["力を入れる", *[""] * (len(terms) - 1)],
        "source": "振興条例",
        "first_year": "R2",
        "last_year": "令和3年度",
        "based_on": plan.revision,
    }
    assert client.post("/plans/mihon/settings/vocabularies", form).status_code == 302
    plan.refresh_from_db()
    found = next(each for each in read_document(plan).vocabularies if each.name == "実施方針区分")
    assert dict(found.labels) == {terms[0]: "力を入れる"}
    assert (found.source, found.first_year, found.last_year) == ("振興条例", 2020, 2021)
    html = client.get("/plans/mihon/settings/vocabularies").content.decode()
    assert "令和3年度で終わりました" in html
    assert "力を入れる" in html
    refused = client.post("/plans/mihon/settings/vocabularies", {**form, "last_year": "そのうち"})
    assert refused.status_code == 422
    assert 'value="そのうち"' in refused.content.decode(), "what was typed stays"
    moved = client.post("/plans/mihon/settings/vocabularies", {**form, "do": "down-0"}).content.decode()
    assert "まだ保存していません" in moved
    assert "力を入れる" in moved


def test_sdgs_targets_are_put_in_by_goal_and_code(plan: Plan, secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    sent = {"do": "sdgs", "goal": ["17"], "codes": "８．３、9.2 11.a", "based_on": plan.revision}
    assert client.post("/plans/mihon/settings/vocabularies", sent).status_code == 302
    plan.refresh_from_db()
    found = read_document(plan).vocabularies[-1]
    assert found.name == "SDGsターゲット"
    assert found.terms[:4] == ("8.3", "9.2", "11.a", "17.1")
    assert all(found.labels[term] for term in found.terms)
    refused = client.post("/plans/mihon/settings/vocabularies", {"do": "sdgs", "goal": ["1"], "codes": "99.9"})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "「99.9」というSDGsターゲットはありません" in html
    assert 'value="99.9"' in html
