"""Deeds: tables and document stay one, nothing is overwritten unseen, every deed is in the chain once and can be undone."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banso.domain.diff import apply, diff, reordered
from banso.domain.difference_json import dump_difference, load_difference
from banso.domain.document import Actual, Node, PlanDocument, RoadmapStep, Text
from banso.domain.edits.results import enter_actual, write_text
from banso.domain.plan_json import load_document, to_data
from banso.library.demonstration import demonstration_plan
from banso.models import ROWS, Entry, EntryPlace, Person, Plan
from banso.queries.documents import document_of, read_document
from banso.queries.history import broken_links
from banso.services.changing import Conflict, NothingToUndo, change, undo
from banso.services.policy import Actor, NotAllowed, actor_of

pytestmark = pytest.mark.django_db
DEMONSTRATION = demonstration_plan()
FEW = apply(
    PlanDocument(),
    diff(
        PlanDocument(),
        replace(
            DEMONSTRATION,
            **{name: each[:12] for name in ROWS if isinstance(each := getattr(DEMONSTRATION, name), tuple)},
        ),
    ),
)
"""The first items of every list of the demonstration plan: what a law needs, without writing a thousand rows each time."""


def enter(actor: Actor, plan: Plan, typed: str, *, based_on: int | None = None, indicator: str = "2-3") -> Entry | None:
    done = change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator=indicator, year=2023, text=typed),
        based_on=based_on,
    )
    return done.entry


def actual_of(plan: Plan, indicator: str = "2-3") -> Actual:
    plan.refresh_from_db()
    found = [each for each in read_document(plan).actuals if each.indicator == indicator and each.year == 2023]
    assert len(found) == 1
    return found[0]


def test_every_list_of_the_document_has_its_table_with_the_same_columns() -> None:
    for name, row in ROWS.items():
        assert hasattr(PlanDocument(), name)
        columns = {field.name for field in row._meta.get_fields()}
        assert {field.name for field in fields(row.value_type)} <= columns


def test_a_stored_plan_comes_back_as_it_was(plan: Plan) -> None:
    assert read_document(plan) == DEMONSTRATION
    assert document_of(plan) == DEMONSTRATION


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
_DECIMAL = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**18), max_value=10**18)


@st.composite
def documents(draw: st.DrawFn) -> PlanDocument:
    """The demonstration plan with some items taken out, added, edited and put into another order."""
    nodes = list(draw(st.permutations(DEMONSTRATION.nodes[:6])))
    nodes += [
        Node(key=f"新-{key}", level=0, title=draw(_TEXT), terms={"区分": ("重",)})
        for key in draw(st.sets(_TEXT, max_size=3))
    ]
    actuals = [replace(each) for each in DEMONSTRATION.actuals[: draw(st.integers(0, 6))]]
    actuals += [
        Actual(
            indicator=key, year=draw(st.integers(2020, 2030)), amount=draw(_DECIMAL), provisional=draw(st.booleans())
        )
        for key in draw(st.sets(_TEXT, max_size=3))
    ]
    texts = [Text(node="1-①", year=2023, kind="issues", text=text) for text in draw(st.lists(_TEXT, max_size=3))]
    steps = [
        RoadmapStep(node="1-①", line=1, text=text, first_year=2023, last_year=2027, span="stated")
        for text in draw(st.lists(_TEXT, max_size=3))
    ]
    document = PlanDocument(
        title=draw(st.none() | _TEXT),
        first_year=draw(st.none() | st.integers(2000, 2030)),
        nodes=tuple(nodes),
        actuals=tuple(actuals),
        texts=tuple(texts),
        roadmap=tuple(steps),
        rule_sets=DEMONSTRATION.rule_sets[: draw(st.integers(0, 1))],
        indicators=DEMONSTRATION.indicators[: draw(st.integers(0, 3))],
    )
    # Items of one address stand together, as every difference puts them.
    return apply(PlanDocument(), diff(PlanDocument(), document))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=documents(), second=documents())
def test_document_of_and_apply_are_inverses(
    organization: object, actor: Actor, plan: Plan, first: PlanDocument, second: PlanDocument
) -> None:
    for document in (first, second, FEW):
        done = change(actor=actor, plan=plan, deed="edit-plan", edit=lambda _, new=document: new)
        assert read_document(done.plan) == document
    undo(actor=actor, plan=plan)
    plan.refresh_from_db()
    assert read_document(plan) == second


@given(before=documents(), after=documents())
@settings(max_examples=25, deadline=None)
def test_history_keeps_a_difference_exactly(before: PlanDocument, after: PlanDocument) -> None:
    # History keeps JSON, so the documents are those that JSON can state.
    before, after = load_document(to_data(before)), load_document(to_data(after))
    difference = diff(before, after)
    kept = load_difference(dump_difference(difference))
    assert apply(before, kept) == after
    assert dump_difference(kept) == dump_difference(difference)


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_reordering_keeps_every_address(order: list[int], named: set[int]) -> None:
    addresses = [str(number) for number in range(6)]
    wanted = [str(number) for number in order if number in named]
    result = reordered(addresses, wanted)
    assert sorted(result) == addresses
    assert [address for address in result if address in wanted] == wanted


def test_a_deed_is_one_entry_with_its_place_and_sentence(plan: Plan, actor: Actor) -> None:
    entry = enter(actor, plan, "1,234")
    assert entry is not None
    assert entry.actor_name == "事務 花子"
    assert "1,234" in entry.summary
    places = EntryPlace.objects.filter(entry=entry)
    assert [(place.fact_address, place.number) for place in places] == [("actual/2-3/2023", entry.number)]
    assert actual_of(plan).amount == Decimal(1234)


def test_the_same_value_again_is_no_deed(plan: Plan, actor: Actor) -> None:
    enter(actor, plan, "1,234")
    before = Entry.objects.count()
    # The answer to a save was lost and the browser sends it again, still based on what it saw at first.
    assert enter(actor, plan, "1,234", based_on=plan.revision) is None
    assert Entry.objects.count() == before


def test_of_two_people_the_second_sees_both_values(plan: Plan, actor: Actor, contributor: Person) -> None:
    seen = plan.revision
    enter(actor, plan, "100", based_on=seen)
    with pytest.raises(Conflict) as caught:
        enter(actor_of(contributor), plan, "200", based_on=seen)
    assert caught.value.theirs.actor_name == "事務 花子"
    assert caught.value.change.fields["amount"] == (Decimal(100), Decimal(200))
    assert actual_of(plan).amount == Decimal(100)
    # Having seen it, the second may insist.
    enter(actor_of(contributor), plan, "200", based_on=caught.value.theirs.number)
    assert actual_of(plan).amount == Decimal(200)


def test_edits_of_different_facts_do_not_meet(plan: Plan, actor: Actor, contributor: Person) -> None:
    seen = plan.revision
    enter(actor, plan, "100", based_on=seen, indicator="2-3")
    assert enter(actor_of(contributor), plan, "200", based_on=seen, indicator="2-2") is not None


def test_undo_takes_back_ones_own_last_deed(plan: Plan, actor: Actor, contributor: Person) -> None:
    before = actual_of(plan)
    enter(actor, plan, "100")
    enter(actor_of(contributor), plan, "7", indicator="2-2")
    undo(actor=actor, plan=plan)
    assert actual_of(plan) == before
    assert actual_of(plan, "2-2").amount == Decimal(7)
    undo(actor=actor_of(contributor), plan=plan)
    with pytest.raises(NothingToUndo):
        undo(actor=actor_of(contributor), plan=plan)


def test_undo_leaves_what_somebody_has_edited_since(plan: Plan, actor: Actor, contributor: Person) -> None:
    enter(actor, plan, "100")
    enter(actor_of(contributor), plan, "200")
    done = undo(actor=actor, plan=plan)
    assert [change.address for change in done.left] == ["actual/2-3/2023"]
    assert actual_of(plan).amount == Decimal(200)


def test_the_chain_of_digests_holds_and_shows_tampering(plan: Plan, actor: Actor) -> None:
    for typed in ("1", "2", "3"):
        enter(actor, plan, typed)
    undo(actor=actor, plan=plan)
    plan.refresh_from_db()
    assert list(broken_links(plan)) == []
    assert [entry.number for entry in plan.entries.order_by("number")] == list(range(1, plan.revision + 1))
    Entry.objects.filter(plan=plan, number=3).update(actor_name="だれか")
    assert [entry.number for entry in broken_links(plan)] == [3]


def test_a_role_without_the_deed_changes_nothing(plan: Plan, reader: Person, outsider: Person) -> None:
    for person in (reader, outsider):
        with pytest.raises(NotAllowed):
            enter(actor_of(person), plan, "5")
    assert Entry.objects.filter(plan=plan).count() == 1


def test_a_failed_edit_leaves_no_trace(plan: Plan, actor: Actor) -> None:
    def broken(document: PlanDocument) -> PlanDocument:
        # Two nodes with one key: the database refuses, whatever the edit believed.
        return replace(document, nodes=(*document.nodes, *document.nodes[:1]))

    with pytest.raises(Exception):  # noqa: B017, PT011  # the database's own error
        change(actor=actor, plan=plan, deed="edit-plan", edit=broken)
    plan.refresh_from_db()
    assert plan.revision == 1
    assert read_document(plan) == DEMONSTRATION


def test_saving_one_cell_takes_few_queries(plan: Plan, actor: Actor, django_assert_max_num_queries: object) -> None:
    document_of(plan)  # the server keeps the document of the last deed
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        enter(actor, plan, "321", based_on=plan.revision)


def test_long_texts_survive_exactly(plan: Plan, actor: Actor) -> None:
    text = "一行目\n\n 全角　空白と改行\t" + "長" * 5000
    done = change(
        actor=actor,
        plan=plan,
        deed="write-texts",
        edit=lambda document: write_text(document, node="1-①", year=2023, kind="issues", text=text),
    )
    found = [each.text for each in read_document(done.plan).texts if each.node == "1-①" and each.year == 2023]
    assert text in found
    assert json.loads(done.entry.difference if done.entry else "{}")["changes"]
