"""The chart shows every amount at its place, leaves gaps where none stands, and its table has the same figures."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.chart import Chart, chart, nice_axis
from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.quantity import State


def amount(value: str) -> dict[str, Any]:
    states: dict[str, State] = {"": "not-entered", "-": "not-set", "?": "not-published"}
    return {"state": states[value]} if value in states else {"amount": Decimal(value)}


def plan(
    actuals: dict[int, str], targets: dict[int, str] | None = None, final: str | None = None, **indicator: Any
) -> PlanDocument:
    goals = [Target(indicator="k", year=year, **amount(value)) for year, value in (targets or {}).items()]
    if final is not None:
        goals.append(Target(indicator="k", final=True, amount=Decimal(final)))
    return PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=(Indicator(**{"key": "k", "name": "相談", "unit": "件", **indicator}),),
        targets=tuple(goals),
        actuals=tuple(Actual(indicator="k", year=year, **amount(value)) for year, value in actuals.items()),
    )


def drawn(document: PlanDocument) -> Chart:
    found = chart(document, "k")
    assert found is not None
    return found


YEARLY = plan({2023: "12", 2024: "", 2025: "0"}, {2023: "15", 2024: "-", 2025: "20", 2026: "20"}, accumulation="flow")


def test_what_is_not_an_amount_leaves_a_gap_and_never_a_zero() -> None:
    found = drawn(YEARLY)
    assert [(column.year, column.value) for column in found.columns] == [(2023, 12), (2025, 0)]
    (targets,) = found.lines
    assert [[mark.year for mark in segment] for segment in targets.segments] == [[2023], [2025, 2026]]
    assert [(year.year, year.missing) for year in found.years if year.missing] == [(2024, "未入力")]
    assert next(mark.address for segment in targets.segments for mark in segment) == "target/k/2023"


def test_the_table_has_the_same_figures() -> None:
    found = drawn(YEARLY)
    assert [name for _, name in found.series] == ["目標", "実績"]
    assert [(row.label, row.cells) for row in found.table] == [
        ("2023年度", ("15", "12")),
        ("2024年度", ("設定なし", "未入力")),
        ("2025年度", ("20", "0")),
        ("2026年度", ("20", "")),
        ("2027年度", ("", "")),
    ]


def test_columns_stand_on_zero_and_hang_below_it() -> None:
    found = drawn(plan({2023: "10", 2024: "-10"}, accumulation="flow"))
    zero = next(tick.y for tick in found.ticks if not tick.value)
    up, down = found.columns
    assert up.y + up.height == zero == down.y
    assert up.height == down.height > 0
    assert found.from_zero


def test_running_totals_are_drawn_where_they_belong_to_the_indicator() -> None:
    document = plan(
        {2023: "12", 2024: "15"},
        {2023: "15", 2024: "15"},
        accumulation="cumulative-with-baseline",
        baseline=Baseline(amount=Decimal(10), year=2022),
    )
    found = drawn(document)
    totals = {line.key: [mark.value for segment in line.segments for mark in segment] for line in found.lines}
    assert totals == {"targets": [15, 15], "cumulative-targets": [25, 40], "cumulative": [22, 37]}
    assert found.table[0].cells == ("15", "12", "25", "22")
    assert [line.key for line in drawn(plan({2023: "12"}, {2023: "15"}, accumulation="flow")).lines] == ["targets"]


def test_levels_are_a_line_with_the_expected_path() -> None:
    document = plan(
        {2023: "1010", 2025: "1030"},
        final="1070",
        accumulation="stock",
        baseline=Baseline(amount=Decimal(1000), year=2022),
    )
    found = drawn(document)
    assert found.actuals_as == "line"
    assert not found.columns
    lines = {line.key: line.segments for line in found.lines}
    assert [len(segment) for segment in lines["actuals"]] == [1, 1]
    assert [mark.value for mark in lines["expected"][0]] == [1000, 1014, 1028, 1042, 1056, 1070]
    assert not found.from_zero
    assert next(row.label for row in found.table) == "2022年度"
    assert found.table[-1].cells == ("1,070（最終目標）", "", "1,070")


def test_a_rounded_point_of_the_path_says_so() -> None:
    found = drawn(plan({}, final="11", accumulation="ratio", baseline=Baseline(amount=Decimal(10), year=2024)))
    assert [row.cells[-1] for row in found.table if row.cells[-1]] == ["10", "約10.3", "約10.7", "11"]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (PlanDocument(), "no such indicator"),
        (plan({2023: ""}, {2023: "-"}), "no amount"),
    ],
)
def test_there_is_no_chart_without_amounts(document: PlanDocument, why: str) -> None:
    assert chart(document, "k") is None, why


@pytest.mark.parametrize(
    ("values", "from_zero", "ticks"),
    [
        ("12 20", True, "0 5 10 15 20"),
        ("3", True, "0 1 2 3"),
        ("0", True, "0 1"),
        ("0.3", True, "0 0.1 0.2 0.3"),
        ("0.5 1.2", True, "0 0.25 0.5 0.75 1 1.25"),
        ("1000 1070", False, "1000 1020 1040 1060 1080"),
        ("10 1070", False, "0 250 500 750 1000 1250"),
        ("-10 10", True, "-10 -5 0 5 10"),
        ("57.3 58.7", False, "57 57.5 58 58.5 59"),
        ("12345678", True, "0 2500000 5000000 7500000 10000000 12500000"),
    ],
)
def test_the_axis_has_round_figures(values: str, from_zero: bool, ticks: str) -> None:
    axis = nice_axis(map(Decimal, values.split()), from_zero=from_zero)
    assert [f"{tick:f}" for tick in axis] == ticks.split()


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=8), st.booleans())
def test_the_axis_encloses_all_values_in_even_steps(values: list[Decimal], from_zero: bool) -> None:
    axis = nice_axis(values, from_zero=from_zero)
    assert axis[0] <= min(values)
    assert axis[-1] >= max(values)
    assert 2 <= len(axis) <= 8
    assert len({two - one for one, two in pairwise(axis)}) == 1
    assert not from_zero or axis[0] <= 0 <= axis[-1]


@given(
    st.dictionaries(st.integers(2023, 2027), st.decimals(-1000, 1000, places=1), min_size=1),
    st.sampled_from(["flow", "stock", "cumulative-with-baseline", None]),
)
def test_everything_lies_inside_the_field(actuals: dict[int, Decimal], accumulation: Any) -> None:
    document = plan({year: str(value) for year, value in actuals.items()}, accumulation=accumulation)
    found = drawn(document)
    for column in found.columns:
        assert found.left <= column.x
        assert column.x + column.width <= found.right
        assert found.top <= column.y
        assert column.y + column.height <= found.bottom
    marks = [mark for line in found.lines for segment in line.segments for mark in segment]
    assert all(found.left <= mark.x <= found.right and found.top <= mark.y <= found.bottom for mark in marks)
    shown = {column.year for column in found.columns} | {mark.year for mark in marks}
    assert shown >= set(actuals)
