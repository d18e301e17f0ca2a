"""Check digits, on published numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.check_digits import (
    corporate_number_digit,
    is_corporate_number,
    is_local_government_code,
    local_government_digit,
)


@pytest.mark.parametrize(
    "number",
    [
        "3013105001132",
        "4011001098993",
        "1100005004357",
        "7470005002863",
        "6280005003345",
        "7320005005831",
        "1180301018771",
        "7123456789012",
        "３０１３１０５００１１３２",
        "3-0131-0500-1132",
    ],
)
def test_published_corporate_numbers_are_right(number: str) -> None:
    assert is_corporate_number(number)


@pytest.mark.parametrize(
    "code",
    [
        "132055",
        "133086",
        "131016",
        "202037",
        "442054",
        "011002",
        "401307",
        "402273",
        "072028",
        "271004",
        "010006",
        "052094",
    ],
)
def test_published_local_government_codes_are_right(code: str) -> None:
    assert is_local_government_code(code)


@pytest.mark.parametrize("number", ["3013105001133", "301310500113", "30131050011320", "", "青梅商工会議所"])
def test_wrong_corporate_numbers_are_refused(number: str) -> None:
    assert not is_corporate_number(number)


@pytest.mark.parametrize("code", ["132056", "13205", "1320550", "", "嘉麻市"])
def test_wrong_local_government_codes_are_refused(code: str) -> None:
    assert not is_local_government_code(code)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.integers(1, 8))
def test_a_wrong_digit_in_an_odd_place_is_noticed(base: str, place: int, shift: int) -> None:
    assert 1 <= corporate_number_digit(base) <= 9
    if (11 - place) % 2 == 0 and (changed := int(base[place]) + shift) < 9:
        other = base[:place] + str(changed) + base[place + 1 :]
        assert corporate_number_digit(other) != corporate_number_digit(base)


@given(st.from_regex(r"[0-9]{5}", fullmatch=True))
def test_a_code_carries_its_own_digit(base: str) -> None:
    assert is_local_government_code(f"{base}{local_government_digit(base)}")


@pytest.mark.parametrize("base", ["", "1234", "12345678901２"])
def test_bases_of_another_length_are_refused(base: str) -> None:
    with pytest.raises(ValueError, match="桁"):
        corporate_number_digit(base)
    with pytest.raises(ValueError, match="桁"):
        local_government_digit(base)
