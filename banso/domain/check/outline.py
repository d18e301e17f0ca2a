"""The plan as the check looks at it: who stands under whom, what is placed where, and every text with its address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from banso.domain.address import address_of, join
from banso.domain.document import Actual, Group, Indicator, Node, Placement, PlanDocument, RoadmapStep, Target, Text
from banso.domain.finding import Doubt
from banso.domain.item import Item
from banso.domain.numbering import natural_key

_NOTE = r"[(（【〔\[](?:[^()（）【】〔〕\[\]]|[(（][^()（）]{1,4}[)）]){0,20}再掲(?:[^()（）【】〔〕\[\]]|[(（][^()（）]{1,4}[)）]){0,12}[)）】〕\]]"
REPRISE_NOTE = re.compile(rf"{_NOTE}\s*$|^\s*{_NOTE}(?=\s*\S)")
"""A note such as （2-③-aの再掲） behind an action's text."""


class Passage(NamedTuple):
    """A text of the plan with its address. ``kind`` tells names (titles, indicator names) from running text."""

    address: str
    text: str
    kind: Literal["name", "text"]


@dataclass(frozen=True)
class Outline:
    """A plan document with the look-ups the rules need, and the doubts of the papers it was read from."""

    document: PlanDocument
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Nodes by key; of nodes with one key the first."""
        found: dict[str, Node] = {}
        for node in self.document.nodes:
            found.setdefault(node.key, node)
        return found

    @cached_property
    def children(self) -> dict[str | None, list[Node]]:
        """Nodes by the key of their parent, in the document's order."""
        found: dict[str | None, list[Node]] = defaultdict(list)
        for node in self.document.nodes:
            found[node.parent].append(node)
        return found

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The nodes of the lowest level that the plan has: the actions of a list. None where the plan is flat."""
        if not self.document.nodes:
            return ()
        lowest = max(node.level for node in self.document.nodes)
        return tuple(node for node in self.document.nodes if node.level == lowest and lowest > 0)

    @cached_property
    def actions(self) -> tuple[Node, ...]:
        """The actions of a list: lowest nodes with a text or terms of their own; none in a plan read from sheets."""
        stated = tuple(node for node in self.leaves if node.text or node.terms or node.inherits)
        return self.leaves if len(stated) * 2 > len(self.leaves) else ()

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by key."""
        return {indicator.key: indicator for indicator in self.document.indicators}

    @cached_property
    def placements(self) -> dict[str, list[Placement]]:
        """Placements by the key of their indicator."""
        found: dict[str, list[Placement]] = defaultdict(list)
        for placement in self.document.placements:
            found[placement.indicator].append(placement)
        return found

    @cached_property
    def placed_at(self) -> dict[str, list[Placement]]:
        """Placements by the key of their node."""
        found: dict[str, list[Placement]] = defaultdict(list)
        for placement in self.document.placements:
            found[placement.node].append(placement)
        return found

    @cached_property
    def targets(self) -> dict[str, list[Target]]:
        """Targets by indicator, earlier years first, the final one last."""
        found: dict[str, list[Target]] = defaultdict(list)
        for target in sorted(self.document.targets, key=lambda target: (target.final, target.year or 0)):
            found[target.indicator].append(target)
        return found

    @cached_property
    def actuals(self) -> dict[str, list[Actual]]:
        """Actuals by indicator."""
        found: dict[str, list[Actual]] = defaultdict(list)
        for actual in self.document.actuals:
            found[actual.indicator].append(actual)
        return found

    @cached_property
    def groups(self) -> dict[str, list[Group]]:
        """Rows of sheets by the key of their node."""
        found: dict[str, list[Group]] = defaultdict(list)
        for group in self.document.groups:
            found[group.node].append(group)
        return found

    @cached_property
    def steps(self) -> dict[str, list[RoadmapStep]]:
        """Roadmap steps by the key of their node or group."""
        found: dict[str, list[RoadmapStep]] = defaultdict(list)
        for step in self.document.roadmap:
            found[step.owner].append(step)
        return found

    @cached_property
    def texts(self) -> dict[tuple[str, str], list[Text]]:
        """Texts by the key of their node and their kind."""
        found: dict[tuple[str, str], list[Text]] = defaultdict(list)
        for text in self.document.texts:
            if text.node:
                found[text.node, text.kind].append(text)
        return found

    def path(self, key: str) -> list[Node]:
        """The node and what it stands under, from the top; a loop among parents ends it."""
        found: list[Node] = []
        node = self.nodes.get(key)
        while node is not None and node not in found:
            found.insert(0, node)
            node = self.nodes.get(node.parent) if node.parent else None
        return found

    def top(self, key: str) -> str | None:
        """The key of the top node above a node."""
        path = self.path(key)
        return path[0].key if path else None

    def level_name(self, level: int) -> str:
        """What this plan calls a level (方針, 施策 …); the list's generic headings (体系分類1) name nothing."""
        name = self.document.levels[level].name if level < len(self.document.levels) else ""
        if name and not name.startswith("体系分類"):
            return name
        lowest = max((node.level for node in self.document.nodes), default=0)
        return "方針" if level == 0 else "取組" if level == lowest else "施策"

    def title(self, key: str) -> str:
        """A node's title; where it inherits it, that of the original; else its key."""
        node = self.nodes.get(key)
        if node is None:
            return key
        original = self.nodes.get(node.reprise_of or "")
        return node.title or (original.title if original else None) or key

    def body(self, node: Node) -> str:
        """A node's text without its 再掲 note."""
        return REPRISE_NOTE.sub("", node.text or "").strip()

    def in_order(self, keys: Iterator[str] | list[str]) -> list[str]:
        """Keys in natural order."""
        return sorted(keys, key=natural_key)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the plan with its address, in the document's order."""
        return tuple(_passages(self.document))


def node_address(key: str, *fields: str) -> str:
    """The address of a node or of a fact of it."""
    return join("node", key, *fields)


def fact(item: Item, field: str) -> str:
    """The address of one fact of an item."""
    return f"{address_of(item)}/{field}"


def _passages(document: PlanDocument) -> Iterator[Passage]:
    if document.title:
        yield Passage("plan/title", document.title, "name")
    for node in document.nodes:
        if node.title:
            yield Passage(node_address(node.key, "title"), node.title, "name")
        if node.text:
            yield Passage(node_address(node.key, "text"), node.text, "text")
    for group in document.groups:
        if group.title:
            yield Passage(join("group", group.key, "title"), group.title, "name")
    for step in document.roadmap:
        yield Passage(address_of(step), step.text, "text")
    for indicator in document.indicators:
        yield Passage(join("indicator", indicator.key, "name"), indicator.name, "name")
        if indicator.qualifier:
            yield Passage(join("indicator", indicator.key, "qualifier"), indicator.qualifier, "name")
    for text in document.texts:
        yield Passage(address_of(text), text.text, "text")
    for note in document.notes:
        yield Passage(address_of(note), note.text, "text")
