"""Numbers of headings: taken off, told apart by style, written again, and sorted as a person sorts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.numbering import bare_number, format_number, natural_key, numbering_style, ordinal, split_number


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("(1) 中小企業の創業", ("(1)", "中小企業の創業")),
        ("（１）中小企業の創業", ("（１）", "中小企業の創業")),
        ("⑴ 中小企業", ("(1)", "中小企業")),
        ("(1)-2 中小企業", ("(1)-2", "中小企業")),
        ("①創業希望者", ("①", "創業希望者")),
        ("⑤ 展示会", ("⑤", "展示会")),
        ("1 中小企業", ("1", "中小企業")),
        ("１　中小企業", ("１", "中小企業")),
        ("1. 中小企業", ("1", "中小企業")),
        ("1．中小企業", ("1", "中小企業")),
        ("1-2 企業立地", ("1-2", "企業立地")),
        ("Ⅲ-2 空き店舗", ("Ⅲ-2", "空き店舗")),
        ("A-1 商店街", ("A-1", "商店街")),
        ("B-1グランプリ", None),
        ("1-2_創業者数", ("1-2", "創業者数")),
        ("2-③ 事業承継", ("2-③", "事業承継")),
        ("a 窓口相談", ("a", "窓口相談")),
        ("ア 窓口相談", ("ア", "窓口相談")),
        ("Ⅱ 計画", ("Ⅱ", "計画")),
        ("【3】取組", ("【3】", "取組")),
        ("施策1 中小企業", ("施策1", "中小企業")),
        ("政策目標３　活力", ("政策目標３", "活力")),
        ("目標①", ("目標①", "")),
        ("③", ("③", "")),
        ("2023年度", None),
        ("3つの柱", None),
        ("1次産業", None),
        ("1.5倍", None),
        ("創業①", None),
        ("アンケート調査", None),
        ("PRの強化", None),
        ("", None),
    ],
)
def test_a_leading_number_is_taken_off(text: str, split: tuple[str, str] | None) -> None:
    assert split_number(text) == split


@pytest.mark.parametrize(
    ("number", "style", "place"),
    [
        ("3", "1", 3),
        ("③", "①", 3),
        ("㉑", "①", 21),
        ("c", "a", 3),
        ("Ｃ", "A", 3),
        ("(12)", "(1)", 12),
        ("⑿", "(1)", 12),
        ("2-④", "1-①", 4),
        ("2-10", "1-1", 10),
        ("ウ", "ア", 3),
        ("Ⅳ", "Ⅰ", 4),
        ("十二", "一", 12),
        ("第3", "第1", 3),
        ("施策2", "施策1", 2),
        ("目標②", "目標①", 2),
    ],
)
def test_styles_and_places(number: str, style: str, place: int) -> None:
    assert (numbering_style(number), ordinal(number)) == (style, place)


@pytest.mark.parametrize(
    ("number", "bare"),
    [("(1)", "1"), ("（２）", "2"), ("【3】", "3"), ("4.", "4"), ("５", "5"), ("⑹", "6"), ("③", "③"), ("a)", "a")],
)
def test_the_papers_decoration_is_taken_off(number: str, bare: str) -> None:
    assert bare_number(number) == bare


@given(
    st.integers(1, 12),
    st.sampled_from(["1", "①", "❶", "a", "A", "ア", "(1)", "1-1", "Ⅰ", "ⅰ", "一", "第1", "(ア)", "施策1"]),
)
def test_numbers_survive_writing_and_reading(place: int, style: str) -> None:
    number = format_number(place, style)
    assert ordinal(number) == place
    assert format_number(place, numbering_style(number)) == number


@given(st.integers(1, 99))
def test_kanji_numbers_go_to_ninety_nine(place: int) -> None:
    assert ordinal(format_number(place, "一")) == place


@pytest.mark.parametrize(("place", "style"), [(0, "1"), (27, "a"), (51, "①"), (1, "")])
def test_a_place_beyond_the_style_is_refused(place: int, style: str) -> None:
    with pytest.raises(ValueError, match="番号の型"):
        format_number(place, style)


@given(st.randoms())
def test_natural_order(shuffler: random.Random) -> None:
    ordered = [
        "1",
        "1-①",
        "1-①-a",
        "1-①-b",
        "1-①~2",
        "1-①~10",
        "1-②",
        "2",
        "2-⑩",
        "2-⑪",
        "10",
        "共通-1",
        "共通-2",
        "共通-10",
    ]
    shuffled = ordered[:]
    shuffler.shuffle(shuffled)
    assert sorted(shuffled, key=natural_key) == ordered
