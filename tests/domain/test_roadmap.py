"""Roadmap steps and merged cells, both ways."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import RoadmapStep
from banso.domain.roadmap import (
    MergedCell,
    merged_cells,
    printed_lines,
    signed_spans,
    spans_of_page,
    stated_spans,
    without_signs,
)

YEARS = range(2023, 2028)


@pytest.mark.parametrize(
    ("lines", "spans", "place_lost"),
    [
        ([[(0, "a")]], [[("a", 2023, 2027)]], False),
        ([[(0, "a"), (2, "b")]], [[("a", 2023, 2024), ("b", 2025, 2027)]], False),
        ([[(1, "a"), (2, "b")]], [[("a", 2024, 2024), ("b", 2025, 2027)]], False),
        ([[(3, "a")]], [[("a", 2026, 2027)]], False),
        ([[(0, "a")], [(3, "b")], []], [[("a", 2023, 2027)], [("b", 2026, 2027)], []], False),
        ([[(5, "a")], [(0, "b")]], [[("a", 2027, 2027)], [("b", 2023, 2027)]], False),
        ([[(4, "a")], [], [(4, "b")]], [[("a", 2023, 2027)], [], [("b", 2023, 2027)]], True),
        ([[(4, "a")], [(6, "b")]], [[("a", 2023, 2027)], [("b", 2023, 2027)]], True),
        ([[(2, "a")], [(2, "b")]], [[("a", 2023, 2027)], [("b", 2023, 2027)]], True),
        ([[(0, "a")], [(0, "b")]], [[("a", 2023, 2027)], [("b", 2023, 2027)]], False),
        ([[(3, "a"), (4, "b"), (7, "c")]], [[("a", 2026, 2026), ("b", 2027, 2027), ("c", 2027, 2027)]], False),
        ([], [], False),
    ],
)
def test_lost_merges(
    lines: list[list[tuple[int, str]]], spans: list[list[tuple[str, int, int]]], place_lost: bool
) -> None:
    page = spans_of_page(lines, YEARS)
    assert [[(span.text, span.first_year, span.last_year) for span in line] for line in page.lines] == spans
    assert page.place_lost == place_lost
    assert all(span.assumed for line in page.lines for span in line)


def test_overlapping_steps_get_lines_of_their_own() -> None:
    def step(line: int, text: str, first: int, last: int) -> RoadmapStep:
        return RoadmapStep(node="1-①-a", line=line, text=text, first_year=first, last_year=last, span="stated")

    steps = [step(2, "d", 2023, 2027), step(1, "b", 2025, 2027), step(1, "a", 2023, 2025), step(1, "c", 2026, 2027)]
    assert [[step.text for step in line] for line in printed_lines(steps)] == [["a", "c"], ["b"], ["d"]]


def test_steps_are_cut_to_the_printed_years() -> None:
    steps = [
        RoadmapStep(node="n", line=1, text=text, first_year=first, last_year=last, span="stated")
        for text, first, last in [
            ("before", 2020, 2022),
            ("into", 2021, 2023),
            ("out", 2026, 2030),
            ("after", 2028, 2029),
        ]
    ]
    assert merged_cells(steps, YEARS) == (MergedCell("into", 0, 0), MergedCell("out", 3, 4))


STEPS = st.lists(
    st.builds(
        lambda line, text, first, length: RoadmapStep(
            node="n", line=line, text=text, first_year=first, last_year=min(first + length, 2027), span="stated"
        ),
        st.integers(1, 3),
        st.text(min_size=1, max_size=5),
        st.integers(2023, 2027),
        st.integers(0, 4),
    ),
    max_size=12,
)


@given(STEPS)
def test_spans_survive_printing_and_reading(steps: list[RoadmapStep]) -> None:
    lines = printed_lines(steps)
    for line in lines:
        cells = merged_cells(line, YEARS)
        assert all(before.last_column < after.first_column for before, after in pairwise(cells))
        read = stated_spans(cells, YEARS)
        assert [(span.text, span.first_year, span.last_year) for span in read] == [
            (step.text, step.first_year, step.last_year) for step in line
        ]
    assert sorted(step.text for line in lines for step in line) == sorted(step.text for step in steps)


@given(st.lists(st.lists(st.integers(0, 8), unique=True, max_size=4), max_size=6))
def test_no_text_of_a_page_is_lost(columns: list[list[int]]) -> None:
    page = spans_of_page([[(column, f"{column}") for column in line] for line in columns], YEARS)
    assert [len(line) for line in page.lines] == [len(line) for line in columns]
    assert all(2023 <= span.first_year <= span.last_year <= 2027 for line in page.lines for span in line)


@pytest.mark.parametrize(
    ("cells", "lost", "known"),
    [
        ([(0, "a"), (1, "→"), (2, "→")], [("a", 2023, 2025, False)], [("a", 2023, 2025)]),
        (
            [(0, "a"), (1, "→"), (3, "b")],
            [("a", 2023, 2024, False), ("b", 2026, 2026, False)],
            [("a", 2023, 2024), ("b", 2026, 2026)],
        ),
        ([(0, "—"), (1, "a")], [("a", 2024, 2027, True)], [("a", 2024, 2024)]),
        ([(0, "a"), (3, "—")], [("a", 2023, 2025, True)], [("a", 2023, 2023)]),
        ([(0, "→"), (1, "→")], [], []),
    ],
)
def test_arrows_go_on_and_dashes_end(
    cells: list[tuple[int, str]], lost: list[tuple[str, int, int, bool]], known: list[tuple[str, int, int]]
) -> None:
    line = [MergedCell(text, column, column) for column, text in cells]
    spans = signed_spans(line, YEARS)
    assert [(span.text, span.first_year, span.last_year, span.assumed) for span in spans] == lost
    stated = without_signs(stated_spans(line, YEARS))
    assert [(span.text, span.first_year, span.last_year) for span in stated] == known
