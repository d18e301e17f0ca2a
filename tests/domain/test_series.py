"""Running totals: the figures of the papers, and what must stay unknown."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import Accumulation
from banso.domain.quantity import Quantity, State
from banso.domain.series import running_total


def amount(value: int | str) -> Quantity:
    return Quantity(amount=Decimal(value))


@pytest.mark.parametrize(
    ("baseline", "target", "bracket"),
    [
        (10, 15, 25),
        (2, 3, 5),
        (0, 1, 1),
        (4755, 4800, 9555),
        (7, 8, 15),
        (9, 10, 19),
        (0, 8, 8),
        (12, 12, 24),
        (8, 10, 18),
    ],
)
def test_the_brackets_of_the_papers(baseline: int, target: int, bracket: int) -> None:
    assert running_total({2023: amount(target)}, first_year=2023, year=2023, baseline=amount(baseline)) == bracket


NOT_SET = Quantity(state="not-set")
WAITS = Quantity(state="not-entered")


@pytest.mark.parametrize(
    ("entries", "baseline", "accumulation", "total"),
    [
        ({2023: amount(1), 2024: amount(2)}, amount(10), "cumulative-with-baseline", 13),
        ({2023: amount(1), 2024: amount(2)}, amount(10), "cumulative", 3),
        ({2023: amount(1), 2024: amount(2)}, None, "flow", 3),
        ({2023: NOT_SET, 2024: amount(2)}, amount(10), "cumulative-with-baseline", 12),
        ({2023: amount(1), 2024: NOT_SET}, amount(10), "cumulative-with-baseline", 11),
        ({2023: NOT_SET, 2024: NOT_SET}, amount(10), "cumulative-with-baseline", None),
        ({2023: amount(1), 2024: WAITS}, amount(10), "cumulative-with-baseline", None),
        ({2024: amount(2)}, amount(10), "cumulative-with-baseline", None),
        ({2023: amount(1), 2024: Quantity(value="策定")}, amount(10), "cumulative-with-baseline", None),
        ({2023: amount(1), 2024: amount(2)}, Quantity(state="none"), "cumulative-with-baseline", None),
        ({2023: amount(1), 2024: amount(2)}, None, "cumulative-with-baseline", None),
        ({2023: amount(1), 2024: amount(2)}, amount(10), "stock", None),
        ({2023: amount(1), 2024: amount(2)}, amount(10), "ratio", None),
        ({2023: amount(1), 2024: amount(2)}, amount(10), None, None),
    ],
)
def test_a_total_is_given_only_when_it_is_known(
    entries: dict[int, Quantity], baseline: Quantity | None, accumulation: Accumulation | None, total: int | None
) -> None:
    assert running_total(entries, first_year=2023, year=2024, baseline=baseline, accumulation=accumulation) == total


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=9), st.integers(0, 1000))
def test_each_year_adds_its_own_amount(values: list[int], baseline: int) -> None:
    entries = {2023 + index: amount(value) for index, value in enumerate(values)}
    totals = [running_total(entries, first_year=2023, year=year, baseline=amount(baseline)) for year in sorted(entries)]
    assert totals[0] == baseline + values[0]
    steps = [after - before for before, after in pairwise(totals) if after is not None and before is not None]
    assert steps == values[1:]


@given(st.sampled_from(["not-published", "being-counted", "withheld", "none", "cannot-judge"]))
def test_an_unknown_amount_never_counts_as_zero(state: State) -> None:
    assert running_total({2023: Quantity(state=state)}, first_year=2023, year=2023, baseline=amount(1)) is None
