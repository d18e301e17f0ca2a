"""Addresses: every fact of a plan document has one, such as ``target/2-3/2023/amount`` or ``text/1-①/2023/issues``.

An item's address names the item (``target/2-3/2023``); a field behind it names the fact. Several cells on one printed
roadmap line share the line's address (``roadmap/1-①~4/1``): the line is one fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from banso.domain import document as doc
from banso.domain.document import PlanDocument
from banso.domain.item import Item
from banso.domain.rule_set import RuleSet

PLAN_FIELDS = ("title", "kind", "first_year", "last_year")
"""The plan's own single facts, with the addresses ``plan/title`` …"""

LISTS: tuple[str, ...] = tuple(
    field.name for field in fields(PlanDocument) if field.name not in (*PLAN_FIELDS, "format", "scope")
)
"""The names of the document's lists, in the document's order."""

NO_YEAR = "-"


def join(*parts: object) -> str:
    """An address from its parts; a slash inside a part is written %2F, an absent part ``-``."""
    return "/".join(NO_YEAR if part is None else str(part).replace("%", "%25").replace("/", "%2F") for part in parts)


def split(address: str) -> tuple[str, ...]:
    """The parts of an address, undoing ``join``."""
    return tuple(part.replace("%2F", "/").replace("%25", "%") for part in address.split("/"))


def address_of(item: Item) -> str:
    """The address of an item of the document. Raises TypeError for something that has none (a scope, a bound)."""
    match item:
        case doc.Organization() | doc.Node() | doc.Group() | doc.Indicator() | doc.Table() | RuleSet():
            return join(_KINDS[type(item)], item.key)
        case doc.Vocabulary():
            return join("vocabulary", item.name)
        case doc.RoadmapStep():
            return join("roadmap", item.owner, item.line)
        case doc.Placement():
            return join("placement", item.node, item.role, item.indicator)
        case doc.Target():
            return join("target", item.indicator, "final" if item.final else item.year)
        case doc.Actual():
            return join("actual", item.indicator, item.year, *([item.period] if item.period else []))
        case doc.Judgement():
            by = [item.by] if item.by else []
            return join("judgement", item.indicator or item.node, item.year, item.kind, *by)
        case doc.Decision():
            return join("decision", item.node, item.year, item.vocabulary)
        case doc.Text():
            behind = [part for part in (item.heading, item.order) if part is not None]
            return join("text", item.indicator or item.node, item.year, item.kind, *behind)
        case doc.Note():
            return join("note", item.mark, item.text[:20])
        case doc.Budget():
            return join("budget", item.node, item.item, item.year, item.stage)
        case doc.Event():
            return join("event", item.node, item.name)
        case doc.Total():
            where = [f"{name}={value}" for name, value in sorted(item.where.items())]
            return join("total", item.label, item.of, item.level, *where)
        case _:
            raise TypeError(f"{type(item).__name__} has no address")


_KINDS: dict[type[Item], str] = {
    doc.Organization: "organization",
    doc.Node: "node",
    doc.Group: "group",
    doc.Indicator: "indicator",
    doc.Table: "table",
    RuleSet: "rule-set",
}


def addressed(name: str, items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """The items of one list by address, in order; levels are addressed by position (``level/0``)."""
    found: dict[str, tuple[Item, ...]] = {}
    for position, item in enumerate(items):
        address = join("level", position) if name == "levels" else address_of(item)
        found[address] = (*found.get(address, ()), item)
    return found
