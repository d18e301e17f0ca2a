"""The JSON form of a difference: what history keeps of every deed, exactly, so that it can be taken back years later."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from typing import Any

from banso.domain.diff import Change, Difference
from banso.domain.document import PlanDocument
from banso.domain.item_types import item_types, load_field, load_items
from banso.domain.plan_json import to_data


def dump_difference(difference: Difference) -> str:
    """The difference as compact JSON text with a fixed order of keys, so that its digest can be made again."""
    data = {
        "changes": [_change_data(change) for change in difference.changes],
        "orders": {name: [list(before), list(after)] for name, (before, after) in difference.orders.items()},
        "scopes": [to_data(scope) for scope in difference.scopes],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load_difference(text: str) -> Difference:
    """The difference that ``dump_difference`` wrote."""
    return _difference(json.loads(text))


def load_beginning(text: str, changes: int) -> tuple[Difference, int]:
    """The first changes of a difference, to be shown, and how many there are: an import may have changed thousands."""
    data = json.loads(text)
    count = len(data["changes"])
    return _difference({**data, "changes": data["changes"][:changes]}), count


def _difference(data: Mapping[str, Any]) -> Difference:
    before, after = data["scopes"]
    return Difference(
        changes=tuple(_change(change) for change in data["changes"]),
        orders={name: (tuple(old), tuple(new)) for name, (old, new) in data["orders"].items()},
        scopes=(load_field(PlanDocument, "scope", before), load_field(PlanDocument, "scope", after)),
    )


def load_changes(text: str, addresses: Container[str]) -> tuple[Change, ...]:
    """The changes of a difference that ``dump_difference`` wrote at these addresses alone: quick for a large import."""
    return tuple(_change(change) for change in json.loads(text)["changes"] if change["address"] in addresses)


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "list": change.list,
        "address": change.address,
        "before": to_data(change.before),
        "after": to_data(change.after),
        "fields": {name: [to_data(before), to_data(after)] for name, (before, after) in change.fields.items()},
    }


def _change(data: Mapping[str, Any]) -> Change:
    name = data["list"]
    kind = PlanDocument if name == "plan" else item_types()[name]
    return Change(
        list=name,
        address=data["address"],
        before=load_items(name, data["before"]) if data["before"] else (),
        after=load_items(name, data["after"]) if data["after"] else (),
        fields={
            field: (load_field(kind, field, before), load_field(kind, field, after))
            for field, (before, after) in data["fields"].items()
        },
    )
