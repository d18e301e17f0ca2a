"""The types behind the document's lists and fields, and how their values become JSON and come back exactly.

Where one value of a document is kept by itself (a column of a table, one side of a difference), this is its form.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from banso.domain.document import PlanDocument
from banso.domain.item import Item
from banso.domain.plan_json import to_data

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def item_types() -> Mapping[str, type[Item]]:
    """The type of the items of each list of the document, by the list's name (``nodes`` → ``Node``)."""
    hints = get_type_hints(PlanDocument)
    return {name: args[0] for name, hint in hints.items() if (args := get_args(hint)) and _is_item(args[0])}


def _is_item(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Item)


def load_items(name: str, data: Any) -> tuple[Item, ...]:
    """Items of the document's list ``name`` from JSON data. Raises pydantic's ValidationError where they do not fit."""
    items: tuple[Item, ...] = _list_adapter(name).validate_python(data)
    return items


def load_field(kind: type[Item], field: str, data: Any) -> Any:
    """The value of one field of an item type from JSON data."""
    return _field_adapter(kind, field).validate_python(data)  # type: ignore[arg-type]  # a class is hashable


def dump_field(value: Any) -> str:
    """One field's value as compact JSON text."""
    return json.dumps(to_data(value), ensure_ascii=False, separators=(",", ":"))


@cache
def _list_adapter(name: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(GenericAlias(tuple, (item_types()[name], ...)))  # type: ignore[arg-type]  # made at run time


@cache
def _field_adapter(kind: Hashable, field: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(get_type_hints(kind)[field])
