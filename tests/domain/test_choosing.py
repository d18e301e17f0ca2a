"""Taking over a part of a difference: what belongs together stays together, and blanks are told from changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.choosing import brings_something, choose, loses, part_name, parts_of
from banso.domain.diff import Change, Difference, apply, diff, undo
from banso.domain.document import Actual, Group, Indicator, Node, Placement, PlanDocument, RoadmapStep, Text

OLD = PlanDocument(
    nodes=(Node(key="1", level=0, title="創業"), Node(key="2", level=0, title="販路", text="本文")),
    groups=(Group(key="1~1", node="1", title="相談"),),
    roadmap=(RoadmapStep(group="1~1", line=1, text="開催", first_year=2023, last_year=2027, span="stated"),),
    indicators=(Indicator(key="a", name="件数"),),
    placements=(Placement(indicator="a", node="1", role="main"),),
    actuals=(Actual(indicator="a", year=2023, amount=Decimal(5)),),
    texts=(Text(node="2", year=2023, kind="issues", text="人手"),),
)
NEW = replace(
    OLD,
    nodes=(
        replace(OLD.nodes[0], title="創業支援"),
        replace(OLD.nodes[1], text=None),
        Node(key="3", level=0, title="雇用"),
    ),
    groups=(),
    indicators=(*OLD.indicators, Indicator(key="b", name="人数")),
    placements=(*OLD.placements, Placement(indicator="b", node="3", role="main")),
    actuals=(
        Actual(indicator="a", year=2023, state="not-entered"),
        Actual(indicator="b", year=2023, amount=Decimal(1)),
    ),
)
DIFFERENCE = diff(OLD, NEW)
NAMES = {part_name(part) for part in parts_of(DIFFERENCE)}


def test_all_parts_together_are_the_whole_difference() -> None:
    chosen = choose(OLD, DIFFERENCE, NAMES)
    assert not chosen.held
    # With a row go its roadmap lines: they stand nowhere else.
    assert apply(OLD, chosen.difference) == replace(NEW, roadmap=())


def test_what_is_emptied_or_removed_is_a_loss_and_nothing_else() -> None:
    lost = {part_name(part) for part in parts_of(DIFFERENCE) if loses(part)}
    assert lost == {"nodes:node/2:text", "groups:group/1~1:", "actuals:actual/a/2023:amount"}


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (Actual(indicator="a", year=1, amount=Decimal(0)), Actual(indicator="a", year=1, state="not-entered"), True),
        (Actual(indicator="a", year=1, amount=Decimal(5)), Actual(indicator="a", year=1, amount=Decimal(0)), False),
        (Actual(indicator="a", year=1, amount=Decimal(5)), Actual(indicator="a", year=1, state="being-counted"), False),
        (Actual(indicator="a", year=1, state="not-entered"), Actual(indicator="a", year=1, amount=Decimal(5)), False),
        (Actual(indicator="a", year=1, value="策定"), Actual(indicator="a", year=1, state="not-entered"), True),
    ],
)
def test_zero_and_states_are_values_and_a_blank_is_a_loss(before: Actual, after: Actual, lost: bool) -> None:
    (change,) = diff(PlanDocument(actuals=(before,)), PlanDocument(actuals=(after,))).changes
    assert loses(change) is lost


def test_what_belongs_to_a_thing_left_out_stays_out_too() -> None:
    chosen = choose(OLD, DIFFERENCE, NAMES - {"indicators:indicator/b:"})
    assert {change.address for change in chosen.held} == {"placement/3/main/b", "actual/b/2023"}
    result = apply(OLD, chosen.difference)
    assert all(each.indicator == "a" for each in (*result.placements, *result.actuals))


def test_a_thing_on_which_something_stands_is_not_removed() -> None:
    without = replace(OLD, nodes=OLD.nodes[:1])
    difference = diff(OLD, without)
    chosen = choose(OLD, difference, {part_name(part) for part in parts_of(difference)})
    assert [change.address for change in chosen.held] == ["node/2"]
    assert not chosen.difference


def test_a_first_and_a_last_year_are_chosen_together() -> None:
    step = OLD.roadmap[0]
    later = replace(OLD, roadmap=(replace(step, first_year=2030, last_year=2031, text="再開"),))
    names = [part_name(part) for part in parts_of(diff(OLD, later))]
    assert names == ["roadmap:roadmap/1~1/1:first_year+last_year", "roadmap:roadmap/1~1/1:text"]


@given(st.sets(st.sampled_from(sorted(NAMES))))
def test_any_choice_is_applied_whole_and_leaves_nothing_dangling(wanted: set[str]) -> None:
    chosen = choose(OLD, DIFFERENCE, wanted)
    result = apply(OLD, chosen.difference)
    nodes = {node.key for node in result.nodes}
    indicators = {indicator.key for indicator in result.indicators}
    assert all(each.node in nodes and each.indicator in indicators for each in result.placements)
    assert all(each.indicator in indicators for each in result.actuals)
    assert all(step.group in {group.key for group in result.groups} for step in result.roadmap)
    taken = {part_name(part) for part in parts_of(diff(OLD, result)) if part.list != "roadmap"}
    assert taken == wanted - {part_name(part) for part in chosen.held}


def test_a_difference_of_blanks_alone_brings_nothing() -> None:
    blank = replace(OLD, texts=())
    assert not brings_something(diff(OLD, blank))
    assert brings_something(diff(OLD, NEW))


def test_parts_of_one_field_are_the_change_itself() -> None:
    change = Change(list="nodes", address="node/1", fields={"title": ("創業", "創業支援")})
    assert change in parts_of(DIFFERENCE)


def test_where_a_removed_thing_stood_is_kept_for_the_way_back_but_is_no_change_of_its_own() -> None:
    new = replace(OLD, nodes=OLD.nodes[1:], groups=(), roadmap=(), placements=())
    difference = diff(OLD, new)
    assert "nodes" in difference.orders
    assert not difference.moves
    assert not brings_something(Difference(orders=difference.orders))
    chosen = choose(OLD, difference, {part_name(part) for part in parts_of(difference)})
    assert apply(OLD, chosen.difference) == new
    assert undo(new, chosen.difference) == (OLD, ())
