"""What differs between two plan documents, and applying, reversing and undoing it.

"What changed since approval", version comparison, import preview and undo are this one function. A document read from
papers is partial: what it does not state stays, and what it leaves out is removed only inside its scope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from banso.domain.address import LISTS, PLAN_FIELDS, addressed
from banso.domain.document import Indicator, PlanDocument, RoadmapStep
from banso.domain.item import Item
from banso.domain.quantity import QUANTITY_FIELDS
from banso.domain.scope import Inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference at an address of one list (``plan`` for the plan's own facts).

    Items added, removed or replaced as a whole stand in ``before`` and ``after``; where one item changed in some
    fields, ``fields`` gives for each the value before and after, so that edits of other fields are left alone.
    """

    list: str
    address: str
    before: tuple[Item, ...] = ()
    after: tuple[Item, ...] = ()
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if self.fields or (self.before and self.after):
            return "changed"
        return "added" if self.after else "removed"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the facts that changed: one per field, or the item's own."""
        return tuple(f"{self.address}/{name.removesuffix('_')}" for name in self.fields) or (self.address,)

    def reversed(self) -> Change:
        """The change that takes this one back."""
        return Change(
            list=self.list,
            address=self.address,
            before=self.after,
            after=self.before,
            fields={name: (after, before) for name, (before, after) in self.fields.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All changes from one document to another; ``orders`` holds for a list its addresses before and after."""

    changes: tuple[Change, ...] = ()
    orders: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    scopes: tuple[Any, Any] = ((), ())

    def __bool__(self) -> bool:
        return bool(self.changes or self.orders or self.scopes[0] != self.scopes[1])

    def reversed(self) -> Difference:
        """The difference that leads back."""
        return Difference(
            changes=tuple(change.reversed() for change in self.changes),
            orders={name: (after, before) for name, (before, after) in self.orders.items()},
            scopes=(self.scopes[1], self.scopes[0]),
        )

    @property
    def moves(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The orders in which something that stays changes its place; the others only say where a removed thing stood."""
        return {name: sides for name, sides in self.orders.items() if _moved(*sides)}


def diff(old: PlanDocument, new: PlanDocument) -> Difference:
    """The whole difference between two versions of a plan: ``apply(old, diff(old, new)) == new``."""
    changes = [*_plan_changes(old, new, partial=False)]
    orders: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for name in LISTS:
        if getattr(old, name) is getattr(new, name):
            continue  # an edit of one fact leaves the other lists as they are: nothing to compare
        before, after = addressed(name, getattr(old, name)), addressed(name, getattr(new, name))
        for address in [*before, *(address for address in after if address not in before)]:
            changes += _item_change(name, address, before.get(address, ()), after.get(address, ()))
        orders |= _order(name, list(before), list(after))
    return Difference(changes=tuple(changes), orders=orders, scopes=(old.scope, new.scope))


def diff_in_scope(old: PlanDocument, paper: PlanDocument, shown: PlanDocument | None = None) -> Difference:
    """What a paper would change in a stored plan: only what it states, removals only inside its ``scope``.

    Keys must already be the plan's own (``match`` comes before). A span that the paper only lets assume, and a fact it
    leaves unsaid, change nothing. ``shown`` is the form's view of the stored plan, where the form is known: only what
    it shows can be removed, a fact that came back as it was shown was not edited (a computed mark stays computed), and a
    fact it shows which the paper leaves blank was emptied by a person. ``orders`` only say where what is removed stood,
    for the way back: what stays never changes places.
    """
    inside = Inside(paper)
    orders: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    changes = [*_plan_changes(old, paper if shown is None else _own_facts(old, paper, shown), partial=True)]
    for name in LISTS:
        before, after = addressed(name, getattr(old, name)), addressed(name, getattr(paper, name))
        visible = before if shown is None else addressed(name, getattr(shown, name))
        for address, items in after.items():
            if shown is not None and items == visible.get(address):
                continue
            stated = _as_stated(before.get(address, ()), items, () if shown is None else visible.get(address, ()))
            changes += _item_change(name, address, before.get(address, ()), stated)
        removed = {
            address: items
            for address, items in before.items()
            if address not in after and address in visible and all(inside(name, item) for item in items)
        }
        changes += [Change(list=name, address=address, before=items) for address, items in removed.items()]
        kept = [address for address in before if address not in removed]
        orders |= _order(name, list(before), kept + [address for address in after if address not in before])
    return Difference(changes=tuple(changes), orders=orders, scopes=(old.scope, old.scope))


def apply(document: PlanDocument, difference: Difference) -> PlanDocument:
    """The document after the difference. Raises ValueError where it does not fit (see ``undo`` for the gentle way)."""
    result, left = _applied(document, difference)
    if left:
        raise ValueError("the document was edited at " + ", ".join(change.address for change in left))
    return result


def undo(document: PlanDocument, difference: Difference) -> tuple[PlanDocument, tuple[Change, ...]]:
    """The document with the difference taken back, and the changes left because their facts were edited since."""
    result, left = _applied(document, difference.reversed())
    return result, tuple(change.reversed() for change in left)


def _order(name: str, before: list[str], after: list[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The order of a list before and after, where appending what is new (or restored) would not give it."""
    if before == after:
        return {}
    old, new = set(before), set(after)  # once: a large plan has ten thousand addresses in a list
    appended = [address for address in before if address in new] + [address for address in after if address not in old]
    restored = [address for address in after if address in old] + [address for address in before if address not in new]
    return {} if appended == after and restored == before else {name: (tuple(before), tuple(after))}


def _moved(before: Sequence[str], after: Sequence[str]) -> bool:
    old, new = set(before), set(after)
    return [address for address in before if address in new] != [address for address in after if address in old]


def _plan_changes(old: PlanDocument, new: PlanDocument, *, partial: bool) -> list[Change]:
    changed = {
        name: (getattr(old, name), getattr(new, name))
        for name in PLAN_FIELDS
        if getattr(old, name) != getattr(new, name) and not (partial and getattr(new, name) is None)
    }
    return [Change(list="plan", address="plan", fields=changed)] if changed else []


def _own_facts(old: PlanDocument, paper: PlanDocument, shown: PlanDocument) -> PlanDocument:
    """The paper without the facts of the plan itself for which the form prints others: a field's heading for its title."""
    foreign: dict[str, Any] = {
        name: None
        for name in PLAN_FIELDS
        if getattr(old, name) is not None and getattr(shown, name) not in (None, getattr(old, name))
    }
    return replace(paper, **foreign)


def _item_change(name: str, address: str, before: tuple[Item, ...], after: tuple[Item, ...]) -> list[Change]:
    if before == after:
        return []
    if len(before) == len(after) == 1 and type(before[0]) is type(after[0]):
        changed = {
            field.name: (getattr(before[0], field.name), getattr(after[0], field.name))
            for field in fields(before[0])
            if getattr(before[0], field.name) != getattr(after[0], field.name)
        }
        return [Change(list=name, address=address, fields=changed)]
    return [Change(list=name, address=address, before=before, after=after)]


def absent(value: object) -> bool:
    """Whether a field says nothing. Zero is a statement, though Python holds it equal to False."""
    return value is None or value is False or value in ((), {})


def _as_stated(before: tuple[Item, ...], after: tuple[Item, ...], shown: tuple[Item, ...]) -> tuple[Item, ...]:
    """The paper's items with everything it leaves unsaid taken from the plan."""
    if before and all(isinstance(item, RoadmapStep) for item in (*before, *after)):
        return _steps_as_stated(before, after)
    if len(before) != 1 or len(after) != 1:
        return after
    old, new, seen = before[0], after[0], shown[0] if len(shown) == 1 else None
    unsaid = {
        field.name: getattr(old, field.name)
        for field in fields(new)
        if field.name not in QUANTITY_FIELDS
        and (
            absent(getattr(new, field.name)) if seen is None else getattr(new, field.name) == getattr(seen, field.name)
        )
    }
    if isinstance(old, Indicator) and isinstance(new, Indicator) and (new.decimals or 0) < (old.decimals or 0):
        # No paper prints the decimals: they are told from its figures, and fewer figures may tell of fewer.
        unsaid["decimals"] = old.decimals
    return (replace(new, **unsaid),)


def _steps_as_stated(before: tuple[Item, ...], after: tuple[Item, ...]) -> tuple[Item, ...]:
    """A line whose texts are the same and whose years the paper only lets assume is not a change."""
    assumed = all(isinstance(step, RoadmapStep) and step.span == "assumed" for step in after)
    old_texts = [step.text for step in before if isinstance(step, RoadmapStep)]
    new_texts = [step.text for step in after if isinstance(step, RoadmapStep)]
    return before if assumed and old_texts == new_texts else after


def _applied(document: PlanDocument, difference: Difference) -> tuple[PlanDocument, tuple[Change, ...]]:
    lists = {name: addressed(name, getattr(document, name)) for name in LISTS}
    plan = {name: getattr(document, name) for name in PLAN_FIELDS}
    left: list[Change] = []
    for change in difference.changes:
        if change.list == "plan":
            fits = all(plan[name] == before for name, (before, _) in change.fields.items())
            if fits:
                plan.update({name: after for name, (_, after) in change.fields.items()})
        else:
            fits = _change_items(lists[change.list], change)
        if not fits:
            left.append(change)
    for name, (_, after) in difference.orders.items():
        lists[name] = {address: lists[name][address] for address in reordered(list(lists[name]), after)}
    scope = difference.scopes[1] if document.scope == difference.scopes[0] else document.scope
    values: dict[str, Any] = {
        name: tuple(item for items in found.values() for item in items) for name, found in lists.items()
    }
    return replace(document, scope=scope, **plan, **values), tuple(left)


def _change_items(items: dict[str, tuple[Item, ...]], change: Change) -> bool:
    current = items.get(change.address, ())
    if change.fields:
        if len(current) != 1 or any(getattr(current[0], name) != old for name, (old, _) in change.fields.items()):
            return False
        new_values = {name: after for name, (_, after) in change.fields.items()}
        items[change.address] = (replace(current[0], **new_values),)
        return True
    if current != change.before:
        return False
    if change.after:
        items[change.address] = change.after
    else:
        items.pop(change.address, None)
    return True


def reordered(addresses: Sequence[str], order: Sequence[str]) -> list[str]:
    """The addresses in the given order; those it does not name stay behind the one they stood behind."""
    rank: dict[str, tuple[int, int]] = {}
    place = {address: position for position, address in enumerate(order)}
    last = -1
    for position, address in enumerate(addresses):
        last = place.get(address, last)
        rank[address] = (last, -1 if address in place else position)
    return sorted(rank, key=lambda address: rank[address])
