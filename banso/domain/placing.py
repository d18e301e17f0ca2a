"""Where indicators stand in the tree: which level is judged, which indicators a node counts, where each is at home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from banso.domain.document import Indicator, Node, Placement, PlanDocument

COUNTED_ROLES = ("main", "listed")
"""Placements that a node's judgement counts; a related goal (関連目標) is only mentioned."""


class Tree:
    """The nodes of a plan with quick ways up and down."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.key: node for node in nodes}
        self.children: dict[str, list[str]] = defaultdict(list)
        for node in self.nodes.values():
            if node.parent is not None:
                self.children[node.parent].append(node.key)

    def upwards(self, key: str) -> tuple[Node, ...]:
        """The node itself and all above it, up to the top; a circle ends the way."""
        way: dict[str, Node] = {}
        current: str | None = key
        while current is not None and current in self.nodes and current not in way:
            way[current] = self.nodes[current]
            current = self.nodes[current].parent
        return tuple(way.values())

    def below(self, key: str) -> Iterable[str]:
        """The keys of all nodes below this one."""
        waiting, seen = list(self.children.get(key, ())), {key}
        while waiting:
            current = waiting.pop(0)
            if current not in seen:
                seen.add(current)
                yield current
                waiting.extend(self.children.get(current, ()))


def judged_level(document: PlanDocument) -> int | None:
    """The level whose nodes are judged where no rule set names one.

    It is the deepest level that lists indicators on sheets (role ``listed``), else the deepest that carries main ones: a
    measure with its sheet is judged, not the actions below it that only name their KPI.
    """
    levels = {node.key: node.level for node in document.nodes}
    for role in ("listed", "main"):
        found = [levels[each.node] for each in document.placements if each.role == role and each.node in levels]
        if found:
            return max(found)
    return None


def counted_indicators(tree: Tree, placements: Iterable[Placement], level: int) -> dict[str, tuple[str, ...]]:
    """For each node of the level the keys of the indicators it counts, each once, in the order of their placements.

    These are the ones placed on the node itself; where there are none, those placed below it.
    """
    placed: dict[str, dict[str, None]] = defaultdict(dict)
    for placement in placements:
        if placement.role in COUNTED_ROLES:
            placed[placement.node][placement.indicator] = None
    counted = {}
    for node in tree.nodes.values():
        if node.level == level:
            own = placed.get(node.key)
            lower = {key: None for below in tree.below(node.key) for key in placed.get(below, ())}
            counted[node.key] = tuple(own or lower)
    return counted


def homes(indicators: Iterable[Indicator], placements: Iterable[Placement]) -> dict[str, str]:
    """The node where each indicator is at home: in subtotals it counts there and nowhere else.

    Of its placements it is the first that is no 再掲, carries the indicator's own code, and counts at all.
    """
    codes = {indicator.key: indicator.code or indicator.key for indicator in indicators}
    ranked: dict[str, tuple[tuple[bool, bool, bool], str]] = {}
    for placement in placements:
        if placement.indicator not in codes:
            continue
        foreign = placement.code is not None and placement.code != codes[placement.indicator]
        rank = (placement.role not in COUNTED_ROLES, placement.reprise, foreign)
        best = ranked.get(placement.indicator)
        if best is None or rank < best[0]:
            ranked[placement.indicator] = (rank, placement.node)
    return {key: node for key, (_, node) in ranked.items()}
