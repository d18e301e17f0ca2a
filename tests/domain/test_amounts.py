"""Amounts as offices type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.amounts import actual_quantity, baseline_quantity, parse_amount, target_quantity
from banso.domain.quantity import STATE_LABELS, Quantity, State, format_quantity


@pytest.mark.parametrize(
    ("text", "amount", "more"),
    [
        ("4,755", "4755", {}),
        ("４，７５５", "4755", {}),
        ("12,345,678.90", "12345678.90", {}),
        ("0", "0", {}),
        ("△3.2", "-3.2", {}),
        ("▲3.2", "-3.2", {}),
        ("-3.2", "-3.2", {}),
        ("−3.2", "-3.2", {}),
        ("－３．２", "-3.2", {}),
        ("+5", "5", {}),
        ("38.7%", "38.7", {"unit": "%"}),
        ("38.7％", "38.7", {"unit": "%"}),
        ("約6,000人", "6000", {"unit": "人"}),
        ("約 6,000 人", "6000", {"unit": "人"}),
        ("6,000人程度", "6000", {"unit": "人"}),
        ("309千人/年", "309", {"unit": "千人/年"}),
        ("15 (25)", "15", {"bracket": Decimal(25)}),
        ("15（25）", "15", {"bracket": Decimal(25)}),
        ("15\n(25)", "15", {"bracket": Decimal(25)}),
        ("4,800 (9,555)", "4800", {"bracket": Decimal(9555)}),
        ("15 (累計25)", "15", {"bracket": Decimal(25)}),
        ("133(121)", "133", {"bracket": Decimal(121)}),
        ("58.7（59）", "58.7", {"bracket": Decimal(59)}),
        ("29（4）", "29", {"bracket": Decimal(4)}),
        ("3,300(3,300)", "3300", {"bracket": Decimal(3300)}),
        ("266,061 (令和3年度)", "266061", {"reference_year": 2021}),
        ("284,839（R4）", "284839", {"reference_year": 2022}),
        ("1 2回", "12", {"unit": "回", "repaired": True}),
        ("1 0 0", "100", {"repaired": True}),
        ("12 000", "12000", {"repaired": True}),
        ("4, 755", "4755", {"repaired": True}),
        ("10以上", "10", {"comparator": ">="}),
        ("10件以上", "10", {"unit": "件", "comparator": ">="}),
        ("100%超", "100", {"unit": "%", "comparator": ">"}),
        ("30日以内", "30", {"unit": "日", "comparator": "<="}),
        ("≧10", "10", {"comparator": ">="}),
    ],
)
def test_amounts(text: str, amount: str, more: dict[str, object]) -> None:
    parsed = parse_amount(text)
    assert parsed.quantity is not None
    assert parsed.quantity.amount == Decimal(amount)
    expected = {"bracket": None, "unit": None, "reference_year": None, "comparator": None, "repaired": False} | more
    assert {name: getattr(parsed, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("約100", "approximate"),
        ("100程度", "approximate"),
        ("100(暫定)", "provisional"),
        ("速報値 100", "provisional"),
        ("100（参考値）", "reference"),
    ],
)
def test_marks_beside_an_amount(text: str, mark: str) -> None:
    quantity = parse_amount(text).quantity
    assert quantity is not None
    assert quantity.amount == 100
    assert [name for name in ("approximate", "provisional", "reference") if getattr(quantity, name)] == [mark]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("△3.2", "△3.2"),
        ("１２", "１２"),
        ("4755", None),
        ("4,755", None),
        ("−3.2", None),
        ("約6,000人", None),
        ("15 (25)", None),
        ("1 2回", None),
        ("0.50", None),
        ("100 (別途調査)", "100 (別途調査)"),
        ("なし", "なし"),
        ("集計中", None),
        ("調査中", "調査中"),
        ("設定なし", "設定なし"),
        ("―", None),
    ],
)
def test_the_papers_characters_are_kept_where_they_say_more(text: str, printed: str | None) -> None:
    quantity = parse_amount(text).quantity
    assert quantity is not None
    assert quantity.printed == printed


@pytest.mark.parametrize(
    "text", ["策定", "AAA", "15 25", "10～15", "12,34", "1.2.3", "令和5年度", "(15)", "2～3回", "A3", "10/20"]
)
def test_what_is_no_single_amount_stays_text(text: str) -> None:
    assert parse_amount(text).quantity == Quantity(value=text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("—", "none"),
        ("-", "none"),
        ("－", "none"),
        ("―", "none"),
        ("ー", "none"),
        ("なし", "none"),
        ("設定なし", "not-set"),
        ("未公表", "not-published"),
        ("（未公表）", "not-published"),
        ("集計中", "being-counted"),
        ("調査なし", "not-surveyed"),
        ("該当なし", "not-applicable"),
        ("未着手", "not-started"),
        ("未実施", "not-done"),
        ("評価困難", "cannot-judge"),
        ("中止", "suspended"),
        ("完了", "completed"),
        ("終了", "ended"),
        ("秘匿", "withheld"),
        ("Ｘ", "withheld"),
        ("未入力", "not-entered"),
    ],
)
def test_states(text: str, state: State) -> None:
    quantity = parse_amount(text).quantity
    assert quantity is not None
    assert quantity.state == state


@pytest.mark.parametrize(
    ("text", "target", "actual", "baseline"),
    [
        ("", "not-set", "not-entered", None),
        ("　", "not-set", "not-entered", None),
        ("—", "not-set", "none", "none"),
        ("-", "not-set", "none", "none"),
        ("設定なし", "not-set", "not-set", "not-set"),
        ("未公表", "not-published", "not-published", "not-published"),
    ],
)
def test_the_column_decides_what_a_blank_and_a_dash_mean(
    text: str, target: State, actual: State, baseline: State | None
) -> None:
    assert target_quantity(text).state == target
    assert actual_quantity(text).state == actual
    found = baseline_quantity(text)
    assert (found.state if found else None) == baseline


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.booleans())
def test_printed_amounts_are_read_again(amount: Decimal, approximate: bool) -> None:
    quantity = Quantity(amount=amount, approximate=approximate)
    assert parse_amount(format_quantity(quantity)).quantity == quantity


@given(st.sampled_from([state for state in STATE_LABELS if state not in ("not-set", "not-entered")]))
def test_printed_states_are_read_again(state: State) -> None:
    assert parse_amount(format_quantity(Quantity(state=state))).quantity == Quantity(state=state)


@given(st.text(max_size=30))
def test_no_text_is_lost(text: str) -> None:
    assert (parse_amount(text).quantity is None) == (not text.strip())
