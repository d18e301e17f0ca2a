"""``apply``: a difference is written to the tables, the one way from values to rows.

It does to the rows what ``banso.domain.diff.apply`` does to the document; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from banso.domain.diff import Change, Difference, reordered
from banso.domain.item import Item
from banso.models import ROWS, Plan, PlanItem


def apply_to_tables(plan: Plan, difference: Difference) -> None:
    """Write a difference that was made from the plan's present document; ``plan`` itself is changed but not saved.

    Called inside a transaction that holds the plan's row. Raises ValueError where a row is not there as the difference
    has it: then tables and document have come apart, and nothing may be written.
    """
    by_list: dict[str, list[Change]] = {}
    for change in difference.changes:
        by_list.setdefault(change.list, []).append(change)
    for change in by_list.pop("plan", ()):
        for name, (_, after) in change.fields.items():
            setattr(plan, name, after)
    for name, changes in by_list.items():
        _apply_to(ROWS[name], plan, changes)
    for name, (_, order) in difference.orders.items():
        _reorder(ROWS[name], plan, order)
    plan.scope = difference.scopes[1]


def _apply_to(row: type[PlanItem], plan: Plan, changes: Sequence[Change]) -> None:
    edited = [change for change in changes if change.fields]
    whole = [change for change in changes if not change.fields]
    stored = _stored(row, plan, [change.address for change in changes if change.fields or change.before])
    for change in edited:
        for found in _exactly(stored, change.address, 1):
            for name, (_, after) in change.fields.items():
                setattr(found, name, after)
    if edited:
        names = sorted({name for change in edited for name in change.fields})
        row._default_manager.bulk_update(
            [found for change in edited for found in stored[change.address]], names, batch_size=100
        )
    gone = [
        found.pk for change in whole if change.before for found in _exactly(stored, change.address, len(change.before))
    ]
    for start in range(0, len(gone), 500):
        row._default_manager.filter(pk__in=gone[start : start + 500]).delete()
    _insert(row, plan, whole, stored)


def _insert(row: type[PlanItem], plan: Plan, changes: Iterable[Change], stored: dict[str, list[PlanItem]]) -> None:
    """What replaces something takes its place in the list, what is new stands at the end."""
    last = row._default_manager.filter(plan=plan).order_by("-position").values_list("position", flat=True).first()
    position = -1 if last is None else last
    made: list[PlanItem] = []
    for change in changes:
        place = stored[change.address][0].position if change.before else None
        for item in change.after:
            if place is None:
                position += 1
            made.append(_row(row, plan, position if place is None else place, change.address, item))
    row._default_manager.bulk_create(made, batch_size=500)


def _row(row: type[PlanItem], plan: Plan, position: int, address: str, item: Item) -> PlanItem:
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    return row(plan=plan, position=position, fact_address=address, **values)


def _stored(row: type[PlanItem], plan: Plan, addresses: Sequence[str]) -> dict[str, list[PlanItem]]:
    found: dict[str, list[PlanItem]] = {}
    for start in range(0, len(addresses), 500):
        part = addresses[start : start + 500]
        for each in row._default_manager.filter(plan=plan, fact_address__in=part).order_by("position", "pk"):
            found.setdefault(each.fact_address, []).append(each)
    return found


def _exactly(stored: dict[str, list[PlanItem]], address: str, count: int) -> list[PlanItem]:
    found = stored.get(address, [])
    if len(found) != count:
        raise ValueError(f"the tables hold {len(found)} rows at {address}, the document {count}")
    return found


def _reorder(row: type[PlanItem], plan: Plan, order: tuple[str, ...]) -> None:
    present: dict[str, list[PlanItem]] = {}
    for each in (
        row._default_manager.filter(plan=plan).order_by("position", "pk").only("pk", "position", "fact_address")
    ):
        present.setdefault(each.fact_address, []).append(each)
    moved: list[PlanItem] = []
    position = 0
    for address in reordered(list(present), order):
        for each in present[address]:
            if each.position != position:
                each.position = position
                moved.append(each)
            position += 1
    row._default_manager.bulk_update(moved, ["position"], batch_size=200)
