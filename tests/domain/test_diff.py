import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from banso.domain.address import address_of, join, split
from banso.domain.diff import apply, diff, diff_in_scope, undo
from banso.domain.document import (
    Actual,
    Group,
    Indicator,
    Node,
    Placement,
    PlanDocument,
    RoadmapStep,
    Scope,
    Target,
    Text,
)
from banso.domain.plan_json import dump_document, load_document
from tests.domain.plans import plans

PLAN = PlanDocument(
    title="中小企業振興基本計画",
    first_year=2023,
    last_year=2027,
    nodes=(
        Node(key="2", level=0, number="2", title="経営基盤"),
        Node(key="2-①", parent="2", level=1, number="①", title="デジタル化", owner="商工課"),
        Node(key="2-②", parent="2", level=1, number="②", title="相談"),
    ),
    groups=(Group(key="2-①~1", node="2-①", title="啓発", members=("2-①-b",), match="confirmed"),),
    roadmap=(RoadmapStep(group="2-①~1", line=1, text="情報発信", first_year=2023, last_year=2025, span="stated"),),
    indicators=(Indicator(key="2-1", code="2-1", name="補助金利用数", unit="件"),),
    placements=(Placement(indicator="2-1", node="2-①", role="listed", order=1),),
    targets=(
        Target(indicator="2-1", year=2023, amount=Decimal(1)),
        Target(indicator="2-1", year=2024, amount=Decimal(2)),
    ),
    actuals=(Actual(indicator="2-1", year=2023, state="not-entered"),),
    texts=(
        Text(node="2-①", year=2023, kind="issues", text="人手"),
        Text(node="2-①", kind="content", text="紙に出ない文"),
        Text(node="2-②", year=2023, kind="issues", text="別の施策"),
    ),
)
SHEET = Scope(
    form="progress-sheet",
    year=2023,
    nodes=("2-①",),
    covers=("groups", "roadmap", "placements", "targets", "actuals", "texts"),
)


def paper(**values: object) -> PlanDocument:
    """The sheet of 2-① for 2023 as it came back, with what the test changes."""
    shown = PlanDocument(
        scope=(SHEET,),
        title=PLAN.title,
        nodes=(PLAN.nodes[0], replace(PLAN.nodes[1], owner=None)),
        groups=(replace(PLAN.groups[0], members=(), match=None),),
        roadmap=PLAN.roadmap,
        indicators=PLAN.indicators,
        placements=PLAN.placements,
        targets=PLAN.targets[:1],
        actuals=PLAN.actuals,
        texts=PLAN.texts[:1],
    )
    return replace(shown, **values)  # type: ignore[arg-type]


@given(plans(), plans())
@settings(max_examples=60, deadline=None)
def test_applying_the_difference_gives_the_other_version(old: PlanDocument, new: PlanDocument) -> None:
    difference = diff(old, new)
    assert apply(old, difference) == new
    assert apply(new, difference.reversed()) == old
    assert bool(difference) == (old != new)


@given(plans())
@settings(max_examples=30, deadline=None)
def test_a_plan_survives_its_json_form(plan: PlanDocument) -> None:

    assert load_document(json.loads(dump_document(plan))) == plan


@given(plans(), plans())
@settings(max_examples=40, deadline=None)
def test_a_partial_difference_can_be_undone(old: PlanDocument, new: PlanDocument) -> None:
    part = replace(new, scope=(Scope(form="progress-sheet", year=2023, covers=("targets", "texts", "groups")),))
    difference = diff_in_scope(old, part)
    restored, left = undo(apply(old, difference), difference)
    assert left == ()
    assert not diff(restored, old).changes


def test_the_same_paper_twice_changes_nothing() -> None:
    assert not diff_in_scope(PLAN, paper())


@pytest.mark.parametrize(
    ("what", "values", "expected"),
    [
        (
            "a typed result",
            {"actuals": (Actual(indicator="2-1", year=2023, amount=Decimal(3)),)},
            [("changed", ("actual/2-1/2023/amount", "actual/2-1/2023/state"))],
        ),
        ("an emptied text inside the scope", {"texts": ()}, [("removed", ("text/2-①/2023/issues",))]),
        (
            "a new title of a row, its members kept",
            {"groups": (Group(key="2-①~1", node="2-①", title="啓発及び情報提供"),)},
            [("changed", ("group/2-①~1/title",))],
        ),
        (
            "a line whose years are only assumed",
            {
                "roadmap": (
                    RoadmapStep(
                        group="2-①~1", line=1, text="情報発信", first_year=2023, last_year=2027, span="assumed"
                    ),
                )
            },
            [],
        ),
        (
            "a row taken away",
            {"groups": (), "roadmap": ()},
            [("removed", ("group/2-①~1",)), ("removed", ("roadmap/2-①~1/1",))],
        ),
    ],
)
def test_a_returned_sheet_changes_only_what_it_states(
    what: str, values: dict[str, object], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    difference = diff_in_scope(PLAN, paper(**values), shown=paper())
    assert [(change.kind, change.addresses) for change in difference.changes] == expected, what


def test_what_a_form_does_not_show_is_never_removed() -> None:
    assert diff_in_scope(PLAN, paper(texts=()), shown=paper()).changes[0].address == "text/2-①/2023/issues"
    assert len(diff_in_scope(PLAN, paper(texts=()), shown=paper()).changes) == 1


def test_undo_leaves_what_was_edited_since_and_says_so() -> None:
    difference = diff_in_scope(
        PLAN,
        paper(
            actuals=(Actual(indicator="2-1", year=2023, amount=Decimal(3)),),
            texts=(Text(node="2-①", year=2023, kind="issues", text="人手と資金"),),
        ),
    )
    applied = apply(PLAN, difference)
    edited = replace(applied, actuals=(Actual(indicator="2-1", year=2023, amount=Decimal(4)),))
    restored, left = undo(edited, difference)
    assert [change.address for change in left] == ["actual/2-1/2023"]
    assert restored.actuals == edited.actuals
    assert restored.texts == PLAN.texts


@pytest.mark.parametrize(
    ("item", "address"),
    [
        (PLAN.targets[0], "target/2-1/2023"),
        (Target(indicator="1", final=True, amount=Decimal(1)), "target/1/final"),
        (PLAN.texts[0], "text/2-①/2023/issues"),
        (PLAN.texts[1], "text/2-①/-/content"),
        (PLAN.nodes[1], "node/2-①"),
        (PLAN.roadmap[0], "roadmap/2-①~1/1"),
        (Indicator(key="入込/年", name="入込"), "indicator/入込%2F年"),
    ],
)
def test_every_fact_has_an_address(item: object, address: str) -> None:
    assert address_of(item) == address  # type: ignore[arg-type]
    assert join(*split(address)) == address


def test_a_computed_mark_that_came_back_unedited_changes_nothing() -> None:
    marked = paper(placements=(replace(PLAN.placements[0], reprise=True),))
    assert not diff_in_scope(PLAN, marked, shown=marked)
    edited = replace(marked, placements=(replace(marked.placements[0], order=2),))
    (change,) = diff_in_scope(PLAN, edited, shown=marked).changes
    assert change.addresses == ("placement/2-①/listed/2-1/order",)


def test_a_zero_on_a_paper_is_stated_and_a_blank_is_not() -> None:
    old = PlanDocument(targets=(Target(indicator="a", year=2023, amount=Decimal(5), cumulative=Decimal(7)),))
    zero = PlanDocument(targets=(Target(indicator="a", year=2023, amount=Decimal(5), cumulative=Decimal(0)),))
    blank = PlanDocument(targets=(Target(indicator="a", year=2023, amount=Decimal(5)),))
    assert [change.addresses for change in diff_in_scope(old, zero).changes] == [("target/a/2023/cumulative",)]
    assert not diff_in_scope(old, blank)


def test_what_a_form_prints_in_place_of_the_plans_title_is_never_its_title() -> None:
    shown = paper(title="1 経営基盤")
    assert not diff_in_scope(PLAN, shown, shown)
    assert not diff_in_scope(PLAN, paper(title="1 経営の基盤"), shown)
    # Where the form prints the plan's own title, it may be edited there; a plan without a title gets one.
    renamed = diff_in_scope(PLAN, paper(title="改訂版"), paper())
    assert [change.fields for change in renamed.changes] == [{"title": (PLAN.title, "改訂版")}]
    untitled = diff_in_scope(replace(PLAN, title=None), paper(title="1 経営の基盤"), shown)
    assert [change.fields for change in untitled.changes] == [{"title": (None, "1 経営の基盤")}]


@pytest.mark.parametrize(("on_paper", "changed"), [(None, False), (0, False), (1, False), (2, True)])
def test_fewer_figures_on_a_paper_never_take_decimals_away(on_paper: int | None, changed: bool) -> None:
    plan = replace(PLAN, indicators=(replace(PLAN.indicators[0], decimals=1),))
    read = paper(indicators=(replace(PLAN.indicators[0], decimals=on_paper),))
    assert bool(diff_in_scope(plan, read, paper(indicators=plan.indicators))) is changed
