"""Giving a document other keys: every place that refers to a node, group or indicator follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from banso.domain.address import LISTS, join, split
from banso.domain.document import Link, PlanDocument
from banso.domain.item import Item

_NODE_FIELDS = ("node", "parent", "reprise_of", "to")
_INDICATOR_FIELDS = ("indicator", "per")


@dataclass(frozen=True, slots=True)
class Keys:
    """Old key → new key, for nodes, groups and indicators; a key that is not named stays."""

    nodes: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.nodes or self.groups or self.indicators)


def rename(document: PlanDocument, keys: Keys) -> PlanDocument:
    """The same document under other keys."""
    if not keys:
        return document
    lists: dict[str, Any] = {
        name: tuple(_renamed(name, item, keys) for item in getattr(document, name)) for name in LISTS
    }
    scopes = tuple(
        replace(scope, nodes=tuple(keys.nodes.get(node, node) for node in scope.nodes)) for scope in document.scope
    )
    return replace(document, scope=scopes, **lists)


def rename_address(address: str, keys: Keys) -> str:
    """The address of the same fact under the new keys."""
    kind, *rest = split(address)
    if not rest:
        return address
    own = {"node": keys.nodes, "group": keys.groups, "indicator": keys.indicators}.get(kind)
    maps = [own] if own is not None else [keys.indicators, keys.nodes, keys.groups]
    renamed = [_first(part, maps) if position < 3 else part for position, part in enumerate(rest)]
    return join(kind, *renamed) if kind == "placement" else join(kind, renamed[0], *rest[1:])


def _first(key: str, maps: Iterable[Mapping[str, str]]) -> str:
    return next((found[key] for found in maps if key in found), key)


def _renamed(name: str, item: Item, keys: Keys) -> Item:
    changed: dict[str, Any] = {}
    for each in fields(item):
        value = getattr(item, each.name)
        new = _renamed_field(name, each.name, value, keys)
        if new != value:
            changed[each.name] = new
    return replace(item, **changed) if changed else item


def _renamed_field(list_name: str, name: str, value: Any, keys: Keys) -> Any:
    if isinstance(value, str):
        own = {"nodes": keys.nodes, "groups": keys.groups, "indicators": keys.indicators}.get(list_name, {})
        if name == "key":
            return own.get(value, value)
        if name == "group":
            return keys.groups.get(value, value)
        if name in _INDICATOR_FIELDS or (name == "parent" and list_name == "indicators"):
            return keys.indicators.get(value, value)
        if name in _NODE_FIELDS:
            return keys.nodes.get(value, value)
        return value
    if name == "members":
        return tuple(keys.nodes.get(key, key) for key in value)
    if name == "at":
        return tuple(rename_address(address, keys) for address in value)
    if name == "links":
        return tuple(
            replace(link, to=keys.nodes.get(link.to, link.to)) if isinstance(link, Link) and link.to else link
            for link in value
        )
    if name == "where" and "node" in value:
        return {**value, "node": keys.nodes.get(value["node"], value["node"])}
    return value
