"""The arithmetic of rates: tables of what offices print, and laws that hold for all numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from banso.domain.rule_set import Band, Rounding
from banso.domain.rules.bands import band_problems, grade_of, reaches
from banso.domain.rules.formulas import (
    NoRate,
    baseline_progress,
    change,
    expected,
    inverse,
    meets,
    mirror,
    quotient,
    ratio,
    time_share_target,
)
from banso.domain.rules.rounding import percent_text, print_rate, rounded

ABC = (Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80)), Band(grade="C"))
positive = st.decimals(min_value="0.001", max_value=10**9, places=3, allow_nan=False, allow_infinity=False)
signed = st.decimals(min_value=-(10**6), max_value=10**6, places=2, allow_nan=False, allow_infinity=False)
few = settings(max_examples=40)
rates = st.fractions(min_value=0, max_value=5, max_denominator=10**6)


@pytest.mark.parametrize(
    ("rate", "digits", "mode", "unit", "printed"),
    [
        ("14/15", 0, "cut", None, "93%"),
        ("14/15", 1, "cut", None, "93.3%"),
        ("14/15", 0, "up", None, "94%"),
        ("199/200", 0, "half-up", None, "100%"),
        ("199/200", 0, "cut", None, "99%"),
        ("199/200", 1, "cut", None, "99.5%"),
        ("159/200", 0, "half-up", None, "80%"),
        ("474/500", 2, "half-up", "ratio", "0.95"),
        ("1", 2, "half-up", "ratio", "1.00"),
        ("581/580", 1, "half-up", None, "100.2%"),
        ("593/580", 1, "half-up", None, "102.2%"),
        ("1/1000", 0, "up", None, "1%"),
        ("0", 0, "up", None, "0%"),
        ("3", 0, "cut", None, "300%"),
        ("-1/8", 0, "cut", None, "-12%"),
        ("-1/8", 0, "half-up", None, "-13%"),
        ("-1/8", 1, "cut", None, "-12.5%"),
        ("-1/1000", 0, "cut", None, "0%"),
    ],
)
def test_rates_are_printed_as_spreadsheets_round(
    rate: str, digits: int, mode: str, unit: str | None, printed: str
) -> None:
    assert print_rate(Fraction(rate), Rounding(digits=digits, mode=mode, unit=unit)) == printed


@pytest.mark.parametrize(
    ("rate", "text"),
    [("11/15", "73.333333"), ("2/3", "66.666667"), ("1", "100.000000"), ("-1/3", "-33.333333"), ("0", "0.000000")],
)
def test_the_percentage_for_machines_has_six_decimals(rate: str, text: str) -> None:
    assert percent_text(Fraction(rate)) == text


@pytest.mark.parametrize(("year", "value"), [(2022, 100), (2023, 120), (2025, 160), (2027, 200), (2030, 200)])
def test_the_line_from_baseline_to_final_target(year: int, value: int) -> None:
    assert expected(100, 2022, 200, 2027, year) == value


def test_the_share_that_is_due_grows_with_the_years() -> None:
    assert [time_share_target(100, nth, 5) for nth in (1, 2, 5, 6)] == [20, 40, 100, 100]


@pytest.mark.parametrize(
    ("actual", "target", "reason"),
    [(1, 0, "target-zero"), (1, -1, "negative"), (-1, 1, "negative"), (-1, 0, "target-zero")],
)
@pytest.mark.parametrize("formula", [ratio, inverse, mirror])
def test_no_rate_is_made_of_zero_or_negative_targets(formula: object, actual: int, target: int, reason: str) -> None:
    with pytest.raises(NoRate) as caught:
        formula(actual, target)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("bands", "problem"),
    [
        (ABC, None),
        ((), None),
        (ABC[:2], "それより下"),
        ((ABC[1], ABC[0], ABC[2]), "の下に"),
        ((ABC[2], ABC[0], ABC[2]), "下限がない"),
        ((*ABC[:2], Band(grade="A")), "2回"),
        ((Band(grade="S", from_=Decimal(100), above=True), *ABC), None),
        ((Band(grade="S", from_=Decimal(100)), *ABC), "の下に"),
    ],
)
def test_bands_as_data_are_checked(bands: tuple[Band, ...], problem: str | None) -> None:
    problems = band_problems(bands)
    assert (problems == ()) if problem is None else any(problem in each for each in problems)


@few
@given(positive, positive, st.integers(1, 1000))
def test_rates_do_not_depend_on_the_unit(actual: Decimal, target: Decimal, factor: int) -> None:
    for formula in (ratio, inverse, mirror):
        assert formula(actual * factor, target * factor) == formula(actual, target)


@few
@given(signed, signed, signed, st.integers(1, 1000), signed)
def test_progress_depends_neither_on_the_unit_nor_on_the_zero_point(
    actual: Decimal, target: Decimal, baseline: Decimal, factor: int, shift: Decimal
) -> None:
    assume(target != baseline)
    progress = baseline_progress(actual, target, baseline)
    assert baseline_progress(actual * factor, target * factor, baseline * factor) == progress
    assert baseline_progress(actual + shift, target + shift, baseline + shift) == progress


@few
@given(positive, positive)
def test_lower_is_better_is_the_mirror_image_of_higher_is_better(actual: Decimal, target: Decimal) -> None:
    assert inverse(actual, target) == ratio(target, actual)
    assert inverse(actual, target) * ratio(actual, target) == 1
    assert mirror(actual, target) + ratio(actual, target) == 2


@few
@given(signed, signed, signed)
def test_progress_is_the_same_in_both_directions(actual: Decimal, target: Decimal, baseline: Decimal) -> None:
    assume(target != baseline)
    assert baseline_progress(-actual, -target, -baseline) == baseline_progress(actual, target, baseline)
    assert change(-actual, -baseline) == -change(actual, baseline) if baseline else True


@few
@given(positive, positive)
def test_a_target_is_met_exactly_where_its_rate_reaches_the_whole(actual: Decimal, target: Decimal) -> None:
    assert meets(actual, ">=", target) == (ratio(actual, target) >= 1)
    assert meets(actual, "<=", target) == (inverse(actual, target) >= 1) == (mirror(actual, target) >= 1)


@few
@given(signed, signed.filter(bool))
def test_a_quotient_is_exact(dividend: Decimal, divisor: Decimal) -> None:
    assert quotient(dividend, divisor) == Fraction(dividend) / Fraction(divisor)


lowers = st.lists(st.decimals(0, 300, places=1), min_size=1, max_size=5, unique=True).map(
    lambda found: sorted(found, reverse=True)
)


@few
@given(lowers, st.fractions(-2, 5))
def test_bands_cover_the_line_and_never_overlap(bounds: list[Decimal], rate: Fraction) -> None:
    bands = (*(Band(grade=str(index), from_=bound) for index, bound in enumerate(bounds)), Band(grade="last"))
    assert band_problems(bands) == ()
    reached = [band.grade for band in bands if reaches(band, rate)]
    assert grade_of(rate, bands) == reached[0]
    assert reached == [band.grade for band in bands][-len(reached) :]


@few
@given(rates, rates)
def test_a_better_rate_never_gets_a_worse_grade(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert grade_of(high, ABC) <= grade_of(low, ABC)


@few
@given(rates)
def test_a_rate_printed_cut_never_contradicts_bands_of_whole_percents(rate: Fraction) -> None:
    cut = Rounding(digits=0, mode="cut")
    assert grade_of(rounded(rate, cut), ABC) == grade_of(rate, ABC)
    assert print_rate(rounded(rate, cut), cut) == print_rate(rate, cut)


@few
@given(rates, st.integers(0, 3), st.sampled_from(["cut", "half-up", "up"]))
def test_rounding_moves_a_rate_by_less_than_a_unit_and_only_its_own_way(rate: Fraction, digits: int, mode: str) -> None:
    after = rounded(rate, Rounding(digits=digits, mode=mode))
    unit = Fraction(1, 100 * 10**digits)
    moved = after - rate
    assert {"cut": -unit < moved <= 0, "half-up": -unit / 2 < moved <= unit / 2, "up": 0 <= moved < unit}[mode]
