"""Every list, field and closed value of the plan document has its Japanese word, wherever it is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from banso.domain.address import LISTS, addressed
from banso.domain.diff import Change, Difference
from banso.domain.difference_words import described, sentence
from banso.domain.document import PlanDocument
from banso.domain.document_words import LIST_WORDS, TEXT_KIND_WORDS, VALUE_WORDS, field_word
from banso.domain.item import Item
from banso.domain.item_types import item_types
from banso.domain.place_words import Places
from banso.domain.quantity import QUANTITY_FIELDS, Quantity
from banso.domain.value_words import quantity_words
from tests.domain.worded_plan import PLAN

LATIN = re.compile(r"[A-Za-z]{2,}|[a-z]-|_")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("target/2-3/2023/amount", "「2-③ 相談体制」の2023年度 目標（相談件数）"),
        ("target/2-3/2030", "「2-③ 相談体制」の2030年度 目標（相談件数）"),
        ("target/2-3/final/comparator", "「2-③ 相談体制」の最終目標（相談件数）の目標の条件"),
        ("node/2-③/owner", "施策「2-③ 相談体制」の担当"),
        ("node/2-③/terms/方針区分", "施策「2-③ 相談体制」の区分「方針区分」"),
        ("indicator/2-3/baseline", "指標「2-3 相談件数」の当初値"),
        ("rule-set/決まり/legend", "評価の決まり（2023年度から）の凡例"),
        ("level/1", "階層「施策」"),
        ("table/表1/数/町", "表「事業所」の「数」・「町」"),
        ("plan/title", "計画名"),
        ("plan", "計画"),
        ("node/なし", "項目「なし」"),
        ("text/2-③/-/content", "「2-③ 相談体制」の内容"),
    ],
)
def test_every_address_leads_to_a_place_in_words(address: str, words: str) -> None:
    assert Places(PLAN).at(address) == words


def test_years_are_written_as_the_body_writes_them() -> None:
    places = Places(PLAN, year_style="令和5年度")
    assert places.of(PLAN.targets[0]) == "「2-③ 相談体制」の令和5年度 目標（相談件数）"


@pytest.mark.parametrize(
    ("quantity", "unit", "words"),
    [
        (Quantity(amount=Decimal("4755")), "件", "4,755件"),
        (Quantity(amount=Decimal("0")), "件", "0件"),
        (Quantity(amount=Decimal("6000"), approximate=True), "人", "約6,000人"),
        (Quantity(amount=Decimal("12"), printed="1 2"), "件", "1 2件"),
        (Quantity(amount=Decimal("12"), printed="十二"), "件", "十二件（値は12）"),
        (Quantity(state="not-set", printed="なし"), "件", "設定なし（印刷は「なし」）"),
        (Quantity(state="none"), "件", "—"),
        (Quantity(value="策定"), "件", "策定"),
        (Quantity(amount=Decimal("3"), reference=True), None, "3 (参考)"),
    ],
)
def test_quantities_are_told_with_unit_and_marks(quantity: Quantity, unit: str | None, words: str) -> None:
    assert quantity_words(quantity, unit) == words


def kinds() -> Iterator[type[Item]]:
    """Every item type that can be reached from the document, the document too."""
    waiting: list[Any] = [PlanDocument]
    seen: set[Any] = set()
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, Item) and kind not in seen:
            seen.add(kind)
            yield kind
            waiting += get_type_hints(kind).values()
        else:
            waiting += [part for part in get_args(kind) if not isinstance(part, str)]


def examples(hint: Any, field: str) -> Iterator[Any]:
    """Values of a field's type: each closed value, and words in Japanese where anything may stand."""
    origin = get_origin(hint)
    if origin is Literal:
        yield from get_args(hint)
    elif origin in (Union, UnionType):
        for part in get_args(hint):
            yield from examples(part, field)
    elif origin is tuple:
        yield ()
        yield from ((value,) for value in examples(get_args(hint)[0], field))
    elif hint is type(None):
        yield None
    elif field == "special":
        yield {"target-zero": "no-rate", "not-set": "leave-out", "not-entered": "mark:－", "negative": "grade:丁"}
    elif field == "rule":
        yield {
            "formula": "inverse",
            "basis": "path",
            "low": "1",
            "bands": [{"grade": "甲", "from": "80"}],
            "reason": "文",
        }
        yield {"rounding": {"digits": 1, "mode": "up"}, "strange": "値", "bands": 3}
    elif origin is not None and issubclass(origin, Mapping):
        yield {"語": ("値",)} if field == "terms" else {"語": "値"}
    elif hint is Decimal:
        yield Decimal("1234.5")
    elif hint is int:
        yield 3
    elif hint is bool:
        yield from (True, False)
    elif hint is str:
        yield from {"form": ["scorecard", "x"], "covers": ["texts", "groups"], "at": ["target/2-3/2023"]}.get(
            field, ["語句"]
        )
        if field == "inherits":
            yield from ("title", "status-quo", "方針区分")
        if field == "period":
            yield from ("H1", "Q2", "04")
    elif isinstance(hint, type) and issubclass(hint, Item):
        yield from made(hint)


def made(kind: type[Item]) -> Iterator[Item]:
    """Items of a type that vary in each field."""
    hints = get_type_hints(kind)
    own = [field for field in fields(kind) if field.name not in QUANTITY_FIELDS or not issubclass(kind, Quantity)]
    first = {field.name: next(iter(examples(hints[field.name], field.name))) for field in own}
    first |= {"amount": Decimal(5)} if issubclass(kind, Quantity) else {}
    base = kind(**first)
    yield base
    for field in own:
        for value in examples(hints[field.name], field.name):
            yield replace(base, **{field.name: value})
    if issubclass(kind, Quantity):
        for state in get_args(get_args(hints["state"])[0]):
            yield replace(base, amount=None, state=state)
        yield replace(base, amount=None, value="策定")


def test_every_field_and_closed_value_has_its_word() -> None:
    for kind in kinds():
        for name, hint in get_type_hints(kind).items():
            if name.startswith("_"):
                continue
            assert not LATIN.search(field_word(kind.__name__, name)), (kind, name)
            for part in (hint, *get_args(hint)):
                if get_origin(part) is Literal:
                    words = VALUE_WORDS[f"{kind.__name__}.{name}"]
                    assert set(words) == set(get_args(part)), (kind, name)
                    assert not any(LATIN.search(word) for word in words.values())
    assert set(LIST_WORDS) == {*LISTS, "plan", "scope"}
    assert not any(LATIN.search(word) for word in (*LIST_WORDS.values(), *TEXT_KIND_WORDS.values()))


@pytest.mark.parametrize("name", LISTS)
def test_every_change_of_a_list_reads_without_code_words(name: str) -> None:
    items = [*made(item_types()[name]), *getattr(PLAN, name)]
    for item in items:
        for before, after in (((), (item,)), ((item,), ()), ((item,), (item, item))):
            address = next(iter(addressed(name, [item])))
            change = Change(list=name, address=address, before=before, after=after)
            assert not LATIN.search(told := sentence(change, PLAN)), told
            assert told.endswith("。")
    base = items[0]
    address = next(iter(addressed(name, [base])))
    old = replace(PLAN, **{name: (base,)})
    for item in items[1:]:
        differing = {
            field.name: (getattr(base, field.name), getattr(item, field.name))
            for field in fields(base)
            if getattr(base, field.name) != getattr(item, field.name)
        }
        if differing:
            change = Change(list=name, address=address, fields=differing)
            rows = described(Difference(changes=(change,)), old)
            shown = [
                sentence(change, old),
                *(part for row in rows for part in (row.place, row.field, row.before, row.after)),
            ]
            assert not any(LATIN.search(part) for part in shown), shown
            assert rows
            assert all(row.before != row.after for row in rows), rows
