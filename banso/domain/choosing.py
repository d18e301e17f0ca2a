"""Taking over a part of a difference: single changes that a person leaves out, without tearing apart what belongs together.

An import shows every change by itself. A field that a paper leaves blank where the plan states something is a *loss*;
pages ask about losses separately, so that a blank form never wipes out what was entered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from banso.domain import document as doc
from banso.domain.address import LISTS, addressed
from banso.domain.diff import Change, Difference, absent
from banso.domain.document import PlanDocument
from banso.domain.item import Item
from banso.domain.quantity import QUANTITY_FIELDS

_WAITING = ("not-entered", "not-set")
_SPAN = ("first_year", "last_year")
"""A first year alone could come to stand behind the last one."""
_KEYED = {"nodes": "node", "groups": "group", "indicators": "indicator"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is taken over of a difference, and what was held back because something else depends on it."""

    difference: Difference
    held: tuple[Change, ...] = ()


def parts_of(difference: Difference) -> tuple[Change, ...]:
    """Every change that can be chosen by itself: one for each field (a quantity and a span of years as a whole), or the whole item."""
    return tuple(part for change in difference.changes for part in _parts(change))


def part_name(change: Change) -> str:
    """A name of a part that is the same as long as the same fact and field changes."""
    fields = "amount" if _of_quantity(change) else "+".join(sorted(change.fields))
    return f"{change.list}:{change.address}:{fields}"


def order_name(name: str) -> str:
    """The name of the changed order of a list."""
    return f"order:{name}"


def loses(change: Change) -> bool:
    """Whether the change takes something away that the plan states: an item removed, a field emptied."""
    if not change.fields:
        return change.kind == "removed"
    if _of_quantity(change):
        before, after = change.fields.get("state", (None, None))
        if after in _WAITING:
            return before not in _WAITING
        main = [change.fields[name] for name in ("amount", "state", "value") if name in change.fields]
        return bool(main) and all(_blank(side) for _, side in main) and any(not _blank(side) for side, _ in main)
    return all(not _blank(before) and _blank(after) for before, after in change.fields.values())


def brings_something(difference: Difference) -> bool:
    """Whether there is anything besides losses."""
    return bool(difference.moves) or any(not loses(part) for part in parts_of(difference))


def choose(document: PlanDocument, difference: Difference, wanted: Collection[str]) -> Chosen:
    """The named parts and orders of a difference that was made from ``document``.

    What belongs to a node, row or indicator that is not taken over stays out too, and one that something still stands
    on is not removed: both are in ``held``. Raises EditRefused where the chosen fields of one item contradict each other.
    """
    parts = parts_of(difference)
    taken = [part for part in parts if part_name(part) in wanted]
    held: list[Change] = []
    while True:
        left_out = _new_keys(part for part in parts if part not in taken)
        torn = [part for part in taken if any(key in left_out for key in _references(part.list, part.after))]
        if not torn:
            torn = _still_needed(document, taken)
        if not torn:
            break
        held += torn
        taken = [part for part in taken if part not in torn]
    removed = {part.list for part in taken if part.kind == "removed"}
    orders = {
        name: order
        for name, order in difference.orders.items()
        if order_name(name) in wanted or (name in removed and name not in difference.moves)
    }
    changes = (*_together(taken), *_steps_of_removed_rows(document, taken))
    chosen = Difference(changes=changes, orders=orders, scopes=difference.scopes)
    return Chosen(chosen, tuple(held))


def _parts(change: Change) -> Iterator[Change]:
    if len(change.fields) < 2:
        yield change
        return
    quantity = {name: sides for name, sides in change.fields.items() if name in QUANTITY_FIELDS}
    if quantity:
        yield replace(change, fields=quantity)
    span = {name: sides for name, sides in change.fields.items() if name in _SPAN}
    if span:
        yield replace(change, fields=span)
    for name, sides in change.fields.items():
        if name not in (*QUANTITY_FIELDS, *_SPAN):
            yield replace(change, fields={name: sides})


def _blank(value: object) -> bool:
    return absent(value) or value == ""


def _of_quantity(change: Change) -> bool:
    return bool(change.fields) and all(name in QUANTITY_FIELDS for name in change.fields)


def _together(parts: Sequence[Change]) -> tuple[Change, ...]:
    """Parts of one item as one change again, so that its fields are checked together."""
    found: dict[tuple[str, str], Change] = {}
    for part in parts:
        place = part.list, part.address
        known = found.get(place)
        found[place] = part if known is None else replace(known, fields={**known.fields, **part.fields})
    return tuple(found.values())


def _new_keys(parts: Iterable[Change]) -> set[tuple[str, str]]:
    return {
        (_KEYED[part.list], key)
        for part in parts
        if part.list in _KEYED and not part.before
        for key in _keys(part.after)
    }


def _keys(items: Iterable[Any]) -> Iterator[str]:
    return (item.key for item in items)


def _still_needed(document: PlanDocument, taken: Sequence[Change]) -> list[Change]:
    """Removals of things that something which stays refers to."""
    removals = [part for part in taken if part.list in _KEYED and part.kind == "removed"]
    if not removals:
        return []
    gone = {(part.list, part.address) for part in taken if part.kind == "removed"}
    gone |= {(step.list, step.address) for step in _steps_of_removed_rows(document, taken)}
    needed: set[tuple[str, str]] = set()
    for name in LISTS:
        for address, items in addressed(name, getattr(document, name)).items():
            if (name, address) not in gone:
                needed |= set(_references(name, items))
    return [part for part in removals if any((_KEYED[part.list], key) in needed for key in _keys(part.before))]


def _steps_of_removed_rows(document: PlanDocument, taken: Sequence[Change]) -> tuple[Change, ...]:
    """The roadmap lines of rows that are removed: they stand nowhere else."""
    rows = {key for part in taken if part.list == "groups" and part.kind == "removed" for key in _keys(part.before)}
    known = {part.address for part in taken if part.list == "roadmap"}
    steps = [step for step in document.roadmap if step.group in rows] if rows else []
    return tuple(
        Change(list="roadmap", address=address, before=items)
        for address, items in addressed("roadmap", steps).items()
        if address not in known
    )


def _references(name: str, items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """The nodes, rows and indicators without which an item of the list makes no sense."""
    for item in items:
        if isinstance(item, doc.Group):
            yield from (("node", member) for member in item.members)
        parent = getattr(item, "parent", None)
        if parent is not None:
            yield _KEYED.get(name, "node"), parent
        for field, kind in (("node", "node"), ("reprise_of", "node"), ("group", "group"), ("indicator", "indicator")):
            value = getattr(item, field, None)
            if isinstance(value, str):
                yield kind, value
