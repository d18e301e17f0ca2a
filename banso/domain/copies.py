"""Working copies that came back: which of several sheets that print one fact is the one a person edited.

A fact such as an indicator's actual stands on every sheet that lists the indicator. Whoever corrects it corrects it on
one of them, and the other sheets come back as they were printed. What a sheet says tells nothing about which of them was
edited; the plan does: a value that the plan holds, or held when an older copy was printed, was not typed by anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from banso.domain.address import addressed
from banso.domain.diff import Change
from banso.domain.document import PlanDocument, RoadmapStep
from banso.domain.finding import Doubt, Place
from banso.domain.item import Item
from banso.domain.place_words import Places
from banso.domain.quantity import QUANTITY_FIELDS, Quantity, format_quantity
from banso.domain.text import fold

_QUANTITY, _WHOLE = "amount", ""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "nodes": ("title", "number", "text", "owner", "partners"),
    "groups": ("title",),
    "roadmap": (_WHOLE,),
    "indicators": ("name", "qualifier", "unit", "baseline", "direction", "source", "definition"),
    "targets": (_QUANTITY, "cumulative", "comparator"),
    "actuals": (_QUANTITY, "cumulative", "reference_year"),
    "judgements": ("value", "step"),
    "texts": ("text",),
}
"""What people write on a sheet, by list. Grades and flags of indicators are computed and left as they are read."""

Former = Callable[[str], Iterable[Change]]
"""Gives for the address of an item the changes the plan's history holds of it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One sheet of a working copy read for itself, under the plan's keys, and where it stands."""

    document: PlanDocument
    where: Place


@dataclass(frozen=True, slots=True)
class Settled:
    """The paper with the edited values, a doubt for each, and the addresses of contradictions they answer."""

    document: PlanDocument
    doubts: tuple[Doubt, ...] = ()
    answered: frozenset[str] = frozenset()

    def open(self, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
        """The doubts of reading that are still open."""
        return tuple(each for each in doubts if not (_contradicts(each) and each.where.address in self.answered))


@dataclass(frozen=True, slots=True)
class _Statement:
    value: Any
    item: tuple[Item, ...]
    where: Place


def disputed(copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """The copies with only those items that they state differently; none where they agree."""
    found = {name: set(_disputes(name, copies)) for name in _FIELDS}
    if not any(found.values()):
        return ()
    kept = []
    for copy in copies:
        lists: dict[str, Any] = {
            name: tuple(
                item
                for address, items in addressed(name, getattr(copy.document, name)).items()
                if address in addresses
                for item in items
            )
            for name, addresses in found.items()
        }
        if any(lists.values()):
            kept.append(Copy(PlanDocument(**lists), copy.where))
    return tuple(kept)


def settle(paper: PlanDocument, copies: Sequence[Copy], shown: PlanDocument, former: Former) -> Settled:
    """The paper with each fact the copies state differently as the one edited copy has it.

    ``shown`` is the plan as sheets print it now. A value that is neither shown nor stood in the plan earlier was typed;
    where exactly one such value is among the copies, it is taken. Where there is none, the present one stays: the others
    are older prints. Where there are two or more, nobody but a person can decide: the present one stays too, with an error.
    """
    doubts: list[Doubt] = []
    answered: set[str] = set()
    lists: dict[str, Any] = {}
    places = Places(paper)
    for name in _FIELDS:
        disputes = _disputes(name, copies)
        if not disputes:
            continue
        items = addressed(name, getattr(paper, name))
        printed = addressed(name, getattr(shown, name))
        for address, by_field in disputes.items():
            if address not in items:
                continue
            history = tuple(former(address))
            for field, statements in by_field.items():
                now = _value(printed.get(address, ()), field)
                typed = _typed(statements, {now, *_earlier(history, field)})
                chosen = typed[0] if len(typed) == 1 else next((each for each in statements if each.value == now), None)
                if chosen is None or _value(items[address], field) not in {each.value for each in statements}:
                    continue
                items[address] = _with(items[address], chosen.item, field)
                fact = f"{address}/{field}" if field else address
                doubts.append(_doubt(places.at(fact), fact, statements, chosen, len(typed)))
                answered |= {fact} | ({address, f"{address}/text"} if field in (_QUANTITY, _WHOLE, "text") else set())
        lists[name] = tuple(item for found in items.values() for item in found)
    return Settled(replace(paper, **lists), tuple(doubts), frozenset(answered))


def _disputes(name: str, copies: Sequence[Copy]) -> dict[str, dict[str, tuple[_Statement, ...]]]:
    """By address and field, what the copies state differently. A blank states nothing: it only waits."""
    found: defaultdict[str, defaultdict[str, list[_Statement]]] = defaultdict(lambda: defaultdict(list))
    for copy in copies:
        for address, items in addressed(name, getattr(copy.document, name)).items():
            if getattr(items[0], "indicator", None) and name == "judgements":
                continue
            for field in _FIELDS[name]:
                value = _value(items, field)
                if value is not None:
                    found[address][field].append(_Statement(value, items, copy.where))
    disputes = {
        address: {
            field: tuple(statements)
            for field, statements in by_field.items()
            if len({each.value for each in statements}) > 1
        }
        for address, by_field in found.items()
    }
    return {address: by_field for address, by_field in disputes.items() if by_field}


def _typed(statements: Sequence[_Statement], known: set[Any]) -> list[_Statement]:
    """One statement for each value that the plan never held: somebody typed it."""
    return list({each.value: each for each in statements if each.value not in known}.values())


def _value(items: tuple[Item, ...], field: str) -> Any:
    """What the items state in a field, so that equal statements are equal; None where they state nothing."""
    if field == _WHOLE:
        steps = [each for each in items if isinstance(each, RoadmapStep)]
        return tuple((fold(step.text), step.first_year, step.last_year) for step in steps) or None
    if len(items) != 1:
        return None
    item = items[0]
    return _comparable(item if field == _QUANTITY else getattr(item, field, None))


def _comparable(value: Any) -> Any:
    match value:
        case Quantity():
            if value.state in ("not-entered", "not-set"):
                return None
            return _stating({name: getattr(value, name) for name in ("amount", "state", "value")})
        case str():
            return fold(value) or None
        case tuple():
            return tuple(fold(str(each)) for each in value) or None
        case _:
            return value


def _stating(parts: Mapping[str, Any]) -> Any:
    """The one part of a quantity that is stated, by its name."""
    found = next(((name, part) for name, part in parts.items() if part is not None), None)
    return (found[0], fold(found[1])) if found and isinstance(found[1], str) else found


def _earlier(history: Iterable[Change], field: str) -> Iterable[Any]:
    """What the plan's history says the field held, before and after each change."""
    for change in history:
        for items in (change.before, change.after):
            yield _value(items, field)
        for side in (0, 1):
            if field == _QUANTITY:
                parts = {
                    name: change.fields[name][side] for name in ("amount", "state", "value") if name in change.fields
                }
                yield _stating(parts)
            elif field in change.fields:
                yield _comparable(change.fields[field][side])


def _with(items: tuple[Item, ...], source: tuple[Item, ...], field: str) -> tuple[Item, ...]:
    if field == _WHOLE:
        return source
    names = tuple(QUANTITY_FIELDS) if field == _QUANTITY else (field,)
    own = {each.name for each in fields(items[0])}
    changed: dict[str, Any] = {name: getattr(source[0], name) for name in names if name in own}
    return (replace(items[0], **changed),)


def _contradicts(doubt: Doubt) -> bool:
    return doubt.code in ("contradiction", "contradiction-value", "contradiction-name")


def _doubt(place: str, fact: str, statements: Sequence[_Statement], chosen: _Statement, typed: int) -> Doubt:
    field = fact.rpartition("/")[2] if not isinstance(chosen.item[0], RoadmapStep) else _WHOLE
    by_value: dict[Any, list[_Statement]] = defaultdict(list)
    for each in statements:
        by_value[each.value].append(each)
    told = "、".join(
        f"「{_shown(same[0].item, field)}」（{'・'.join(dict.fromkeys(_spot(each.where) for each in same))}）"
        for same in by_value.values()
    )
    mine = _shown(chosen.item, field)
    why = {
        0: f"ほかは計画の前の値なので、計画の今の値「{mine}」のままにしました。",
        1: f"計画にない「{mine}」を、書き直された値とみて取り込みの案にしました。",
    }.get(typed, f"書き直された値が{typed}通りあって決められないので、計画の今の値「{mine}」のままにしました。")
    return Doubt(
        code="copies-differ",
        severity="error" if typed > 1 else "warning",
        where=replace(chosen.where, address=fact),
        message=f"{place}が、返ってきたシートの間で違います。{told}。{why}違うときは、正しい値を計画の画面で入れてください。",
        quote=mine,
    )


def _shown(items: tuple[Item, ...], field: str) -> str:
    if field == _WHOLE:
        return "、".join(
            f"{step.text}（{step.first_year}–{step.last_year}）" for step in items if isinstance(step, RoadmapStep)
        )
    value = items[0] if field == _QUANTITY else getattr(items[0], field)
    if isinstance(value, Quantity):
        return format_quantity(value)
    text = "、".join(str(each) for each in value) if isinstance(value, tuple) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}…"


def _spot(where: Place) -> str:
    sheet = f"シート「{where.sheet}」" if where.sheet else f"{where.page}ページ" if where.page else ""
    return " ".join(part for part in (where.file or "", sheet) if part) or "同じ紙"
