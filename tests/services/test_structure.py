"""Deeds on the structure: each is one entry of the history, told in a sentence, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import NO_INDICATOR
from banso.models import Entry, Person, Plan
from banso.queries.documents import document_of, read_document
from banso.services import sheet_rows, structure
from banso.services.changing import Conflict, Done, undo
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.structure import Making

pytestmark = pytest.mark.django_db


def now(plan: Plan) -> PlanDocument:
    plan.refresh_from_db()
    return read_document(plan)


def key_of(pair: tuple[Done, str]) -> Done:
    return pair[0]


DEEDS: dict[str, Callable[[Making], Done]] = {
    "add": lambda making: key_of(structure.add_node(making, parent="1-①", title="新しい取組")),
    "rename": lambda making: structure.rename_node(making, key="1-①-a", title="別の名称"),
    "terms": lambda making: structure.change_node(making, key="1-①-a", terms={"実施方針区分": ["強化"]}),
    "move": lambda making: structure.move_node(making, key="1-①-a", parent="1-②"),
    "reorder": lambda making: structure.reorder_node(making, key="1-①-b", step=-1),
    "end": lambda making: structure.end_node(making, key="1-①", last_year=2025),
    "merge": lambda making: structure.merge_nodes(making, source="1-①-d", into="1-①-c"),
    "reprise": lambda making: key_of(structure.add_reprise(making, original="1-①-a", parent="2-①")),
    "link": lambda making: structure.link_nodes(making, key="1-①-a", to="1-②-a", kind="causes", reason="つながる"),
    "why": lambda making: structure.explain_no_indicator(making, node="1-①-d", reason="数えられないため"),
    "indicator": lambda making: key_of(
        structure.add_indicator(making, node="1-①-d", name="新しい指標", unit="件", code=None, role="main")
    ),
    "place": lambda making: structure.place_indicator(making, indicator="1-1", node="1-①-d", role="main"),
    "unplace": lambda making: structure.unplace_indicator(making, indicator="1-1", node="1-①-a", role="main"),
    "add row": lambda making: sheet_rows.add_row(making, node="1-①", title="新しい行", members=["1-①-a"]),
    "change row": lambda making: sheet_rows.change_row(making, key="1-①~1", title="行", members=["1-①-a", "1-①-b"]),
    "reorder row": lambda making: sheet_rows.reorder_row(making, key="1-①~1", step=1),
    "confirm rows": lambda making: sheet_rows.confirm_rows(making, members={"1-①~1": ("1-①-a",), "1-①~2": ("1-①-b",)}),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_one_entry_and_can_be_taken_back(name: str, plan: Plan, actor: Actor) -> None:
    before = now(plan)
    done = DEEDS[name](Making(actor, plan, plan.revision))
    assert done.entry is not None
    assert done.entry.summary
    assert now(plan) == done.document != before
    assert Entry.objects.filter(plan=plan).count() == 2
    undo(actor=actor, plan=plan)
    assert now(plan) == before


def test_readers_and_contributors_change_no_structure(
    plan: Plan, reader: Person, contributor: Person, outsider: Person
) -> None:
    for person in (reader, contributor, outsider):
        actor = actor_of(person)
        for deed in DEEDS.values():
            with pytest.raises(NotAllowed):
                deed(Making(actor, plan))
    assert Entry.objects.filter(plan=plan).count() == 1


def test_a_removed_key_is_not_given_again(plan: Plan, actor: Actor) -> None:
    making = Making(actor, plan)
    _done, key = structure.add_node(making, parent="1-①", title="まちがい")
    structure.remove_node(making, key=key)
    _done, second = structure.add_node(making, parent="1-①", title="正しい取組")
    assert second != key


def test_two_names_for_one_element_meet(plan: Plan, actor: Actor, organization: object) -> None:
    seen = plan.revision
    structure.rename_node(Making(actor, plan, seen), key="1-①-a", title="先の名称")
    with pytest.raises(Conflict) as caught:
        structure.rename_node(Making(actor, plan, seen), key="1-①-a", title="後の名称")
    assert caught.value.change.fields["title"] == ("先の名称", "後の名称")


def test_a_merge_loses_nothing_and_says_what_it_did(plan: Plan, actor: Actor) -> None:
    before = document_of(plan)
    done = structure.merge_nodes(Making(actor, plan), source="1-①-d", into="1-①-c")
    assert done.entry is not None
    assert done.entry.summary == (
        "「d 創業しやすい環境づくり」を「c 移住定住起業チャレンジ支援補助金の実施及びPR」に統合しました。"
    )
    assert len(done.document.nodes) == len(before.nodes) - 1
    assert all("1-①-d" not in group.members for group in done.document.groups)
    texts = "\n".join(text.text for text in done.document.texts if text.node == "1-①-c")
    for text in before.texts:
        if text.node == "1-①-d":
            assert text.text in texts


def test_an_indicator_placed_twice_is_a_repeat_and_still_one(plan: Plan, actor: Actor) -> None:
    done = structure.place_indicator(Making(actor, plan), indicator="1-1", node="1-①-d", role="main")
    placed = [each for each in done.document.placements if each.node == "1-①-d" and each.indicator == "1-1"]
    assert [each.reprise for each in placed] == [True]
    assert len(done.document.indicators) == 20


def test_an_indicator_with_results_is_not_removed(plan: Plan, actor: Actor) -> None:
    with pytest.raises(EditRefused, match="実績"):
        structure.remove_indicator(Making(actor, plan), key="1-1")


def test_indicators_that_differ_are_not_merged(plan: Plan, actor: Actor) -> None:
    making = Making(actor, plan)
    with pytest.raises(EditRefused):
        structure.merge_indicators(making, source="1-1", into="2-3")
    _done, key = structure.add_indicator(making, node="1-①-d", name="同じ人数", unit="人", code=None, role="main")
    done = structure.merge_indicators(making, source=key, into="1-1")
    assert done.entry is not None
    assert "統合しました" in done.entry.summary
    assert any(each.node == "1-①-d" and each.indicator == "1-1" for each in done.document.placements)


def test_the_reason_for_no_indicator_is_kept_until_it_is_blank(plan: Plan, actor: Actor) -> None:
    making = Making(actor, plan)
    done = structure.explain_no_indicator(making, node="1-①-d", reason="数えられないため")
    assert [text.text for text in done.document.texts if text.heading == NO_INDICATOR] == ["数えられないため"]
    done = structure.explain_no_indicator(making, node="1-①-d", reason=" ")
    assert not [text for text in done.document.texts if text.heading == NO_INDICATOR]


def test_rows_are_made_for_actions_that_stand_in_none(plan: Plan, actor: Actor) -> None:
    making = Making(actor, plan)
    sheet_rows.change_row(making, key="1-①~1", title="窓口相談", members=[])
    done = sheet_rows.rows_for(making, node="1-①", actions=["1-①-a"])
    new = done.document.groups[-1]
    assert (new.node, new.title, new.members, new.match) == (
        "1-①",
        "窓口相談や創業塾等の開催",
        ("1-①-a",),
        "confirmed",
    )


def test_an_action_chosen_for_a_row_leaves_the_other(plan: Plan, actor: Actor) -> None:
    done = sheet_rows.change_row(Making(actor, plan), key="1-①~1", title="相談", members=["1-①-a", "1-①-b"])
    members = {group.key: group.members for group in done.document.groups}
    assert members["1-①~1"] == ("1-①-a", "1-①-b")
    assert "1-①-b" not in members["1-①~2"]


def test_a_row_with_a_roadmap_is_not_removed(plan: Plan, actor: Actor) -> None:
    with pytest.raises(EditRefused, match="ロードマップ"):
        sheet_rows.remove_row(Making(actor, plan), key="1-①~1")
    making = Making(actor, plan)
    added = sheet_rows.add_row(making, node="1-①", title="余分な行")
    done = sheet_rows.remove_row(making, key=added.document.groups[-1].key)
    assert len(done.document.groups) == 58


def test_ending_keeps_what_ended_out_of_later_years_only(plan: Plan, actor: Actor) -> None:
    done = structure.end_node(Making(actor, plan), key="1-①", last_year=2025)
    ended = {node.key for node in done.document.nodes if node.last_year == 2025}
    assert ended == {"1-①", *(f"1-①-{letter}" for letter in "abcdef")}
    assert done.entry is not None
    assert "令和7年度で終了" in done.entry.summary
