"""What a paper covers: whether a fact of the stored plan would stand on the paper, so that its absence means removal."""

from __future__ import annotations

from banso.domain import document as doc
from banso.domain.document import PlanDocument, Scope
from banso.domain.item import Item


class Inside:
    """Whether an item of a list lies inside the scope of a paper.

    A scope covers the lists it names, for its year (a text without a year belongs to papers without one) and at or
    below its nodes (all nodes where it names none). Values of indicators are inside where the paper itself places the indicator on such a node.
    """

    def __init__(self, paper: PlanDocument) -> None:
        self._scopes = paper.scope
        self._placed: dict[str, set[str]] = {}
        for placement in paper.placements:
            self._placed.setdefault(placement.node, set()).add(placement.indicator)
        self._indicators = {indicator.key for indicator in paper.indicators}
        self._words = any(text.indicator is not None for text in paper.texts)
        self._owners = {group.key: group.node for group in paper.groups}

    def __call__(self, name: str, item: Item) -> bool:
        """Whether ``item`` of the document's list ``name`` would stand on the paper."""
        return any(name in scope.covers and self._covers(scope, item) for scope in self._scopes)

    def _covers(self, scope: Scope, item: Item) -> bool:
        if hasattr(item, "year") and item.year != scope.year:
            return False
        if isinstance(item, doc.Indicator):
            return False
        indicator = getattr(item, "indicator", None)
        if isinstance(item, doc.Text) and indicator is not None and not self._words:
            # Most papers have no column for words about an indicator: they cannot have taken any off.
            return False
        if indicator is not None and not isinstance(item, doc.Placement):
            return indicator in self._indicators_on(scope)
        node = self._node(item)
        return node is not None and _below(node, scope.nodes)

    def _indicators_on(self, scope: Scope) -> set[str]:
        if not scope.nodes:
            return self._indicators
        return set().union(*(self._placed.get(node, set()) for node in scope.nodes))

    def _node(self, item: Item) -> str | None:
        match item:
            case doc.Node():
                return item.key
            case doc.RoadmapStep():
                return item.node or self._owners.get(item.group or "", (item.group or "").rpartition("~")[0])
            case _:
                return getattr(item, "node", None)


def _below(node: str, nodes: tuple[str, ...]) -> bool:
    return not nodes or any(node == top or node.startswith(top + "-") for top in nodes)
