"""Names of indicators, taken apart and put together again."""

from __future__ import annotations

import pytest

from banso.domain.indicator_name import (
    IndicatorName,
    is_unit,
    print_indicator_name,
    read_indicator_name,
    stated_direction,
)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("創業塾の参加人数 (人)", IndicatorName("創業塾の参加人数", unit="人")),
        ("【再掲】 全体観光消費額* (千 円)", IndicatorName("全体観光消費額", unit="千円", reprise=True, marks=("*",))),
        ("（再掲）相談件数（件）", IndicatorName("相談件数", unit="件", reprise=True)),
        ("補助金利用数 (件) (デジタル化促進支援)", IndicatorName("補助金利用数", "デジタル化促進支援", "件")),
        ("補助金利用数_デジタル化促進支援（件）", IndicatorName("補助金利用数", "デジタル化促進支援", "件")),
        ("開催回数 (市補助金対象) (回)", IndicatorName("開催回数", "市補助金対象", "回")),
        ("進捗割合 (%) *", IndicatorName("進捗割合", unit="%", marks=("*",))),
        ("進捗割合（％）※２", IndicatorName("進捗割合", unit="％", marks=("※2",))),
        ("観光入込客数* (千人 /年)", IndicatorName("観光入込客数", unit="千人/年", marks=("*",))),
        ("満足度（5段階）", IndicatorName("満足度", "5段階")),
        ("事業化の数（単位：プロジェクト）", IndicatorName("事業化の数", unit="プロジェクト")),
        ("2-1 相談件数 (件)", IndicatorName("相談件数", unit="件", code="2-1")),
        ("相談\n件数", IndicatorName("相談 件数")),
        ("（仮称）交流館の来館者数", IndicatorName("（仮称）交流館の来館者数")),
        ("", IndicatorName("")),
    ],
)
def test_a_printed_name_has_these_parts(printed: str, name: IndicatorName) -> None:
    assert read_indicator_name(printed) == name


@pytest.mark.parametrize("unit", [None, "件", "千人/年", "プロジェクト", "延べ人", "億円"])
@pytest.mark.parametrize("qualifier", [None, "市の補助金の対象"])
@pytest.mark.parametrize("reprise", [False, True])
@pytest.mark.parametrize("marks", ["", "*", "※1"])
def test_what_is_printed_is_read_as_the_same_parts(
    unit: str | None, qualifier: str | None, reprise: bool, marks: str
) -> None:
    printed = print_indicator_name("利用者数", qualifier, unit, reprise=reprise, marks=marks)
    found = read_indicator_name(printed)
    assert (found.name, found.qualifier, found.unit, found.reprise) == ("利用者数", qualifier, unit, reprise)
    assert "".join(found.marks) == marks


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("件", True),
        ("百万円", True),
        ("千人/年", True),
        ("人/10万人", True),
        ("％", True),
        ("市内", False),
        ("累計", False),
    ],
)
def test_units(text: str, unit: bool) -> None:
    assert is_unit(text) is unit


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("低いほど良い", "lower"),
        ("少ない方がよい", "lower"),
        ("減少", "lower"),
        ("削減目標", "lower"),
        ("↓", "lower"),
        ("高いほど良い", "higher"),
        ("増加", "higher"),
        ("現状維持", "keep"),
        ("デジタル化促進支援", None),
        ("減少率", None),
        ("", None),
        (None, None),
    ],
)
def test_a_bracket_may_state_the_direction(words: str | None, direction: str | None) -> None:
    assert stated_direction(words) == direction
