"""What holds for every edit of every plan: it can be undone, keys stay unique, the tree stays a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from banso.domain.diff import apply, diff
from banso.domain.document import ExternalNode, PlanDocument, RoadmapStep
from banso.domain.edits import EditRefused, groups, indicators, links, logic_model, nodes, results, roadmap, years
from tests.domain.edits.small_plan import PLAN
from tests.domain.plans import plans, words

Edit = Callable[[PlanDocument], Any]


@st.composite
def edits(draw: st.DrawFn, plan: PlanDocument) -> Edit:
    """One edit of a plan, often a sensible one, sometimes one that is refused."""
    node = st.sampled_from([each.key for each in plan.nodes])
    indicator = st.sampled_from([each.key for each in plan.indicators] or ["?"])
    group = st.sampled_from([each.key for each in plan.groups] or ["?"])
    year, step = st.integers(2022, 2028), st.sampled_from((-1, 1))
    typed = st.sampled_from(("12", "1,234.5", "△3", "—", "", "集計中", "策定", "266 (300)", "約7"))
    spot: dict[str, Any] = {"owner": draw(group), "line": 1, "position": draw(st.integers(0, 2))}
    calls: list[tuple[Any, dict[str, Any]]] = [
        (nodes.add_node, {"parent": draw(st.none() | node), "title": draw(words)}),
        (nodes.move_node, {"key": draw(node), "parent": draw(st.none() | node)}),
        (nodes.reorder_node, {"key": draw(node), "step": draw(step)}),
        (nodes.end_node, {"key": draw(node), "last_year": draw(year)}),
        (nodes.remove_node, {"key": draw(node)}),
        (nodes.merge_nodes, {"source": draw(node), "into": draw(node)}),
        (nodes.add_reprise, {"original": draw(node), "parent": draw(node)}),
        (nodes.set_link, {"key": draw(node), "to": draw(node), "kind": "related"}),
        (links.refer, {"key": draw(node), "external": ExternalNode(title=draw(words), last_year=draw(year))}),
        (logic_model.set_logic_model, {"node": draw(node), "parts": {"投入": draw(words), "成果": draw(words)}}),
        (nodes.explain_no_indicator, {"node": draw(node), "reason": draw(st.none() | words)}),
        (indicators.add_indicator, {"node": draw(st.none() | node), "name": draw(words)}),
        (indicators.merge_indicators, {"source": draw(indicator), "into": draw(indicator)}),
        (indicators.place_indicator, {"indicator": draw(indicator), "node": draw(node), "role": "listed"}),
        (indicators.remove_indicator, {"key": draw(indicator)}),
        (groups.add_group, {"node": draw(node), "title": draw(words)}),
        (groups.set_group, {"key": draw(group), "members": draw(st.lists(node, max_size=2))}),
        (groups.reorder_group, {"key": draw(group), "step": draw(step)}),
        (groups.remove_group, {"key": draw(group)}),
        (roadmap.set_span, {**spot, "first_year": draw(year), "last_year": draw(year)}),
        (roadmap.remove_step, spot),
        (
            roadmap.add_step,
            {"owner": draw(group | node), "line": draw(st.none() | st.just(1)), "text": draw(words)}
            | {"first_year": draw(year), "last_year": draw(year)},
        ),
        (results.enter_actual, {"indicator": draw(indicator), "year": draw(year), "text": draw(typed)}),
        (results.enter_target, {"indicator": draw(indicator), "year": draw(st.none() | year), "text": draw(typed)}),
        (results.enter_baseline, {"indicator": draw(indicator), "text": draw(typed)}),
        (
            results.write_text,
            {"node": draw(node), "year": draw(year), "kind": "issues", "text": draw(st.just("") | words)},
        ),
        (results.copy_from_last_year, {"year": draw(year), "indicators": [draw(indicator)]}),
        (years.open_year, {"year": draw(year)}),
    ]
    deed, arguments = draw(st.sampled_from(calls))
    return lambda document: deed(document, **arguments)


def edited(document: PlanDocument, edit: Edit) -> PlanDocument:
    """The document after the edit, or as it was where the edit is refused."""
    try:
        result = edit(document)
    except EditRefused:
        return document
    if isinstance(result, years.YearOpening):
        return result.document
    new = result[0] if isinstance(result, tuple) else result
    assert isinstance(new, PlanDocument)
    return new


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_every_edit_can_be_undone_and_leaves_a_sound_plan(data: st.DataObject) -> None:
    plan = data.draw(st.just(PLAN) | plans())
    for _ in range(2):
        new = edited(plan, data.draw(edits(plan)))
        difference = diff(plan, new)
        assert apply(plan, difference) == new
        assert apply(new, difference.reversed()) == plan
        plan = new
        keys = Counter(each.key for each in plan.nodes)
        keys += Counter(each.key for each in plan.groups) + Counter(each.key for each in plan.indicators)
        assert [key for key, count in keys.items() if count > 1] == []
        seen: dict[str | None, int] = {None: -1}
        for node in plan.nodes:
            assert node.parent in seen, "a parent stands before its children"
            assert node.level == seen[node.parent] + 1
            seen[node.key] = node.level
        assert {each.node for each in plan.placements} | {each.node for each in plan.groups} <= set(seen)
        assert {each.node for each in plan.texts if each.indicator is None} <= set(seen)


@given(plans(), st.data())
@settings(max_examples=40, deadline=None)
def test_moving_and_ordering_keep_every_key_and_everything_below(plan: PlanDocument, data: st.DataObject) -> None:
    node = st.sampled_from([each.key for each in plan.nodes])
    key, parent = data.draw(node), data.draw(st.none() | node)
    moved = edited(plan, lambda document: nodes.move_node(document, key=key, parent=parent))
    moved = edited(moved, lambda document: nodes.reorder_node(document, key=key, step=-1))
    assert Counter(each.key for each in moved.nodes) == Counter(each.key for each in plan.nodes)
    own = {each.key: each.parent for each in plan.nodes if each.key != key}
    assert {each.key: each.parent for each in moved.nodes if each.key != key} == own


@given(plans(), st.data())
@settings(max_examples=30, deadline=None)
def test_merging_indicators_loses_no_result(plan: PlanDocument, data: st.DataObject) -> None:
    if len(plan.indicators) < 2:
        return
    source, into = data.draw(st.permutations([each.key for each in plan.indicators]))[:2]
    try:
        merged = indicators.merge_indicators(plan, source=source, into=into)
    except EditRefused:
        return
    values = {(into if each.indicator == source else each.indicator, each.year, each.amount) for each in plan.actuals}
    kept = {(each.indicator, each.year, each.amount) for each in merged.actuals}
    assert {value for value in values if value[2] is not None} == {value for value in kept if value[2] is not None}
    left = {each.indicator for each in merged.placements} | {each.indicator for each in merged.targets}
    assert source not in left


@given(plans(), st.data())
@settings(max_examples=30, deadline=None)
def test_merging_nodes_loses_no_text_row_or_step(plan: PlanDocument, data: st.DataObject) -> None:
    source, into = data.draw(st.tuples(*[st.sampled_from([each.key for each in plan.nodes])] * 2))
    try:
        merged = nodes.merge_nodes(plan, source=source, into=into)
    except EditRefused:
        return
    assert {each.key for each in merged.nodes} == {each.key for each in plan.nodes} - {source}
    assert {each.key for each in merged.groups} == {each.key for each in plan.groups}
    steps: Callable[[RoadmapStep], tuple[Any, ...]] = lambda each: (each.text, each.first_year, each.last_year)  # noqa: E731
    assert Counter(map(steps, merged.roadmap)) == Counter(map(steps, plan.roadmap))
    written = "\n".join(each.text for each in merged.texts)
    assert all(each.text in written for each in plan.texts)
