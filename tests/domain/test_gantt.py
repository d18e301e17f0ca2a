"""The roadmap's rows stand in the order of the tree; no bar hides another, none is lost."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from banso.domain.document import Group, Node, PlanDocument, RoadmapStep
from banso.domain.gantt import gantt
from tests.domain.plans import plans


def step(first: int, last: int, line: int = 1, text: str = "実施", **owner: str) -> RoadmapStep:
    return RoadmapStep(line=line, text=text, first_year=first, last_year=last, span="stated", **owner)


PLAN = PlanDocument(
    first_year=2023,
    last_year=2027,
    nodes=(
        Node(key="1", level=0, number="1", title="創業"),
        Node(key="2", level=0, number="2", title="経営"),
        Node(key="1-①", parent="1", level=1, number="①", title="相談"),
        Node(key="2-①", parent="2", level=1, number="①", reprise_of="1-①", inherits=("title",)),
        Node(key="2-②", parent="2", level=1, number="②", text="長い説明だけ"),
    ),
    groups=(Group(key="1~1", node="1", title="創業塾"),),
    roadmap=(
        step(2023, 2025, node="1-①", text="窓口"),
        step(2024, 2027, node="1-①", text="出張"),
        step(2026, 2027, node="1-①", text="統合"),
        step(2022, 2024, group="1~1", text="前から"),
        step(2029, 2030, group="1~1", line=2, text="後で"),
    ),
)


def test_rows_stand_in_tree_order_with_the_rows_of_a_sheet_behind_their_node() -> None:
    rows = gantt(PLAN).rows
    assert [(row.kind, row.key, row.level) for row in rows] == [
        ("node", "1", 0),
        ("group", "1~1", 1),
        ("node", "1-①", 1),
        ("node", "2", 0),
        ("node", "2-①", 1),
        ("node", "2-②", 1),
    ]
    assert [row.title for row in rows] == ["創業", "創業塾", "相談", "経営", "相談", "長い説明だけ"]


def test_overlapping_bars_take_a_further_line() -> None:
    (row,) = [row for row in gantt(PLAN).rows if row.key == "1-①"]
    assert [[bar.text for bar in line] for line in row.lines] == [["窓口", "統合"], ["出張"]]
    assert [(bar.position, bar.line, bar.address) for line in row.lines for bar in line] == [
        (0, 1, "roadmap/1-①/1"),
        (2, 1, "roadmap/1-①/1"),
        (1, 1, "roadmap/1-①/1"),
    ]


def test_a_repeat_shows_the_bars_of_its_original() -> None:
    rows = {row.key: row for row in gantt(PLAN).rows}
    assert rows["2-①"].lines == rows["1-①"].lines
    assert rows["2-①"].reprise_of == "1-①"
    own = replace(PLAN, roadmap=(*PLAN.roadmap, step(2025, 2025, node="2-①", text="独自")))
    (row,) = [row for row in gantt(own).rows if row.key == "2-①"]
    assert [bar.text for line in row.lines for bar in line] == ["独自"]
    assert row.reprise_of is None


@pytest.mark.parametrize(
    ("text", "columns", "years"), [("前から", (0, 1), (2022, 2024)), ("後で", (4, 4), (2029, 2030))]
)
def test_what_lies_outside_the_plan_is_cut_and_says_so(
    text: str, columns: tuple[int, int], years: tuple[int, int]
) -> None:
    (bar,) = [bar for row in gantt(PLAN).rows for line in row.lines for bar in line if bar.text == text]
    assert bar.outside
    assert (bar.first_column, bar.last_column) == columns
    assert (bar.first_year, bar.last_year) == years


def test_a_part_of_the_plan_can_be_shown() -> None:
    assert [row.key for row in gantt(PLAN, {"2"}).rows] == ["2", "2-①", "2-②"]
    assert [row.key for row in gantt(PLAN, {"2-②"}).rows] == ["2-②"]


def test_circles_do_not_hang() -> None:
    circle = PlanDocument(
        first_year=2023,
        last_year=2024,
        nodes=(
            Node(key="a", parent="b", level=0, reprise_of="b"),
            Node(key="b", parent="a", level=1, reprise_of="a"),
            Node(key="c", parent="missing", level=1),
        ),
        roadmap=(step(2023, 2023, node="a"),),
    )
    assert sorted(row.key for row in gantt(circle).rows) == ["a", "b", "c"]


def test_a_plan_without_years_shows_those_of_its_steps() -> None:
    assert gantt(replace(PLAN, first_year=None, last_year=None)).years == tuple(range(2022, 2031))
    assert gantt(PlanDocument()).years == ()


@given(plans())
@settings(max_examples=30, deadline=None)
def test_no_bar_is_lost_and_none_hides_another(plan: PlanDocument) -> None:
    rows = gantt(plan).rows
    assert len(rows) == len(plan.nodes) + len(plan.groups)
    assert sum(len(line) for row in rows for line in row.lines) == len(plan.roadmap)
    for row in rows:
        for line in row.lines:
            assert all(one.last_column < other.first_column for one, other in pairwise(line))
