"""Fiscal years and eras: what offices write, and both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.years import era_year, fiscal_year_of, format_fiscal_year, parse_fiscal_year, year_ranges_in, years_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023 (R5)", 2023),
        ("2023(R5)", 2023),
        ("２０２３（Ｒ５）", 2023),
        ("2023年度", 2023),
        ("FY2023", 2023),
        ("2023目標", 2023),
        ("2023年度の事業実績", 2023),
        ("令和5年度", 2023),
        ("令和 5 年度", 2023),
        ("令和元年度", 2019),
        ("㋿元年度", 2019),
        ("R元", 2019),
        ("R7", 2025),
        ("R.7", 2025),
        ("R7実績値(目標値)", 2025),
        ("令和五年度", 2023),
        ("昭和六十三年度", 1988),
        ("平成31年度", 2019),
        ("平成38年度", 2026),
        ("平成38(2026)年度", 2026),
        ("H28", 2016),
        ("昭和64年度", 1989),
        ("大正15年度", 1926),
        ("明治元年度", 1868),
        ("令5", 2023),
        ("R8.3.31", 2025),
        ("R5.4.1", 2023),
        ("令和6年3月", 2023),
        ("2024/3/31", 2023),
        ("目標", None),
        ("5", None),
        ("", None),
        ("12,023", None),
        ("20230", None),
        ("FR5", None),
        ("令和0年度", None),
    ],
)
def test_labels_name_their_fiscal_year(text: str, year: int | None) -> None:
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(
    ("year", "style", "printed"),
    [
        (2024, "2023 (R5)", "2024 (R6)"),
        (2019, "2023(R5)", "2019(R1)"),
        (2019, "令和5年度", "令和元年度"),
        (2018, "令和5年度", "平成30年度"),
        (2026, "平成38(2026)年度", "令和8(2026)年度"),
        (2025, "2023目標", "2025目標"),
        (2025, "R5", "R7"),
        (1988, "R5", "S63"),
        (1989, "令和5年度", "平成元年度"),
    ],
)
def test_a_year_is_printed_in_the_style_of_an_example(year: int, style: str, printed: str) -> None:
    assert format_fiscal_year(year, style) == printed


@given(
    st.integers(1868, 2099),
    st.sampled_from(["2023 (R5)", "令和5年度", "R5", "2023年度", "令和5(2023)年度", "2023目標"]),
)
def test_years_survive_printing_and_reading(year: int, style: str) -> None:
    assert parse_fiscal_year(format_fiscal_year(year, style)) == year


@given(st.integers(1868, 2090), st.sampled_from(["明治", "大正", "昭和", "平成", "令和"]))
def test_every_era_counts_on_beyond_its_end(year: int, era: str) -> None:
    first = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}[era]
    if 1 <= (number := year - first + 1) <= 99:
        assert parse_fiscal_year(f"{era}{number}年度") == year


@given(st.integers(1, 3000), st.integers(1, 12))
def test_a_fiscal_year_runs_from_april_to_march(year: int, month: int) -> None:
    assert fiscal_year_of(year, month) == (year if month > 3 else year - 1)


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("認定（R1.6.12～R7.3.31）", [(2019, 2024)]),
        ("経営発達支援計画（R5.4.1～R10.3.31）", [(2023, 2027)]),
        ("観光振興基本計画 R4～R8", [(2022, 2026)]),
        ("食料・農業・農村基本計画 R5-R14", [(2023, 2032)]),
        ("2023～2027", [(2023, 2027)]),
        ("令和5年度から令和9年度", [(2023, 2027)]),
        ("R3進捗報告、R4商工会事業報告", []),
    ],
)
def test_periods_in_texts(text: str, ranges: list[tuple[int, int]]) -> None:
    assert [(found.first, found.last) for found in year_ranges_in(text)] == ranges


def test_years_of_a_text_come_in_order() -> None:
    assert [mention.fiscal_year for mention in years_in("R4事業報告、令和3年度、2020年")] == [2022, 2021, 2020]


def test_before_the_eras_there_is_no_japanese_year() -> None:
    with pytest.raises(ValueError, match="明治"):
        era_year(1867)
