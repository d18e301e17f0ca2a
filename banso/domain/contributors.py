"""Who answers for what: the indicators and elements of each division in charge, or of elements that were chosen for one.

An element without an owner of its own belongs to the nearest one above; where none is named above, to the one owner that
all elements below share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from banso.domain.document import PlanDocument, Text, TextKind
from banso.domain.placing import Tree, homes, judged_level

REPORTS: tuple[TextKind, ...] = (
    "activities",
    "achievements",
    "issues",
    "review",
    "verification",
    "improvement",
    "remarks",
)
"""Kinds of texts that are written anew every year."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one contributor answers for: ``name`` ("" where nobody is named), the keys of indicators and elements."""

    name: str
    indicators: tuple[str, ...]
    nodes: tuple[str, ...]


def shares(document: PlanDocument) -> tuple[Share, ...]:
    """The shares of all contributors in the order in which the plan first names them; those named nowhere come last."""
    tree = Tree(document.nodes)
    owners = _owners(tree)
    indicators: dict[str, list[str]] = defaultdict(list)
    nodes: dict[str, list[str]] = defaultdict(list)
    for key in tree.nodes:
        nodes[owners[key]].append(key)
    at = homes(document.indicators, document.placements)
    for indicator in document.indicators:
        indicators[owners.get(at.get(indicator.key, ""), "")].append(indicator.key)
    names = [name for name in dict.fromkeys([*nodes, *indicators]) if name]
    return tuple(Share(name, tuple(indicators[name]), tuple(nodes[name])) for name in (*names, ""))


def share_of(document: PlanDocument, name: str, chosen: Sequence[str]) -> Share:
    """The share of a contributor for whom elements were chosen: all that stands on or below them."""
    tree = Tree(document.nodes)
    wanted = {key for node in chosen if node in tree.nodes for key in (node, *tree.below(node))}
    at = homes(document.indicators, document.placements)
    return Share(
        name,
        tuple(each.key for each in document.indicators if at.get(each.key) in wanted),
        tuple(key for key in tree.nodes if key in wanted),
    )


def reports_of(document: PlanDocument, nodes: Iterable[str], year: int) -> tuple[Text, ...]:
    """The texts of a year that these elements are asked for, with what stands there now ("" where nothing does).

    An element is asked for what it, or another of its level, has reported in any year up to this one; a plan without any
    report asks its judged level for results and open questions.
    """
    by_node: dict[str, list[Text]] = defaultdict(list)
    levels = {node.key: node.level for node in document.nodes}
    usual: dict[int, dict[TextKind, None]] = defaultdict(dict)
    for text in document.texts:
        if text.node in levels and text.year is not None and text.kind in REPORTS and text.indicator is None:
            by_node[text.node].append(text)
            if text.heading is None:
                usual[levels[text.node]][text.kind] = None
    if not by_node and (level := judged_level(document)) is not None:
        usual[level] = {"achievements": None, "issues": None}
    asked: list[Text] = []
    for key in nodes:
        own = by_node.get(key, [])
        latest = max((text.year for text in own if text.year is not None and text.year <= year), default=None)
        now = {(text.kind, text.heading, text.order): text.text for text in own if text.year == year}
        forms = [(text.kind, text.heading, text.order) for text in own if text.year in (latest, year)]
        kinds = {kind for kind, _, _ in forms}
        forms += [(kind, None, None) for kind in usual.get(levels.get(key, -1), ()) if kind not in kinds]
        ordered = sorted(dict.fromkeys(forms), key=lambda form: REPORTS.index(form[0]))
        asked += [
            Text(node=key, year=year, kind=form[0], heading=form[1], order=form[2], text=now.get(form, ""))
            for form in ordered
        ]
    return tuple(asked)


def _owners(tree: Tree) -> dict[str, str]:
    """The owner of every element; "" where none is named on it, above it, or alone below it."""
    found = {key: next((node.owner for node in tree.upwards(key) if node.owner), "") for key in tree.nodes}
    for key, owner in list(found.items()):
        if not owner:
            below = {tree.nodes[each].owner for each in tree.below(key) if tree.nodes[each].owner}
            found[key] = (below.pop() or "") if len(below) == 1 else ""
    return found
