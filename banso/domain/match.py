"""Matching a paper to a plan: its items get the plan's keys, by code, then by path, then by name.

What stays unsure is a doubt for a person. Diff and merge come after match.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from banso.domain.document import Group, Indicator, Node, PlanDocument
from banso.domain.finding import Doubt, Place
from banso.domain.rename import Keys, rename
from banso.domain.similarity import similarity
from banso.domain.text import fold

SURE = 0.55
"""From this likeness on two names are taken for one, when no other name comes near."""
MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class Match:
    """The paper under the plan's keys (``document``), with the keys that were given and the doubts."""

    document: PlanDocument
    keys: Keys
    doubts: tuple[Doubt, ...] = ()


def match(document: PlanDocument, plan: PlanDocument, file: str | None = None) -> Match:
    """The document with the keys of the plan's own nodes, groups and indicators where they are the same things."""
    doubts: list[Doubt] = []
    nodes = _match_nodes(document.nodes, plan.nodes)
    indicators = _match_indicators(document, plan, file, doubts)
    groups = _match_groups(rename(document, Keys(nodes=nodes)).groups, plan.groups)
    keys = Keys(nodes=nodes, groups=groups, indicators=indicators)
    return Match(rename(document, keys), keys, tuple(doubts))


def indicator_label(indicator: Indicator) -> str:
    """The indicator's name with its qualifier, as a person knows it."""
    return f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name


def crossed(nodes: Sequence[Node], plan: Sequence[Node]) -> dict[str, str]:
    """Keys that two papers give crosswise: under one parent the one numbers 3 what the other numbers 4, and 4 what it numbers 3.

    For each such key of ``nodes`` the key that ``plan`` has for the same name. Names decide only where they are the same
    and every number that is left goes to another of the names: one that was merely reworded keeps its key.
    """
    theirs = {node.key: node for node in plan}
    shared = [node for node in nodes if node.title and node.key in theirs]
    wanted: dict[str, str] = {}
    for node in shared:
        other = theirs[node.key]
        if other.title and fold(other.title) != fold(node.title or ""):
            same = [
                each.key
                for each in plan
                if each.parent == other.parent and fold(each.title or "") == fold(node.title or "")
            ]
            if len(same) == 1:
                wanted[node.key] = same[0]
    # A chain that does not close would leave two under one key.
    while loose := [key for key, target in wanted.items() if target not in wanted]:
        for key in loose:
            del wanted[key]
    return wanted


def _match_nodes(nodes: tuple[Node, ...], plan: tuple[Node, ...]) -> dict[str, str]:
    swapped = crossed(nodes, plan)
    if swapped:
        nodes = rename(PlanDocument(nodes=nodes), Keys(nodes=swapped)).nodes
    keys = _tied_by_path(nodes, plan)
    return {node: keys.get(key, key) for node, key in swapped.items()} | {
        node: key for node, key in keys.items() if node not in swapped.values()
    }


def _tied_by_path(nodes: tuple[Node, ...], plan: tuple[Node, ...]) -> dict[str, str]:
    known = {node.key: node for node in plan}
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in plan:
        children[node.parent].append(node)
    taken = {node.key for node in nodes if node.key in known}
    keys: dict[str, str] = {}
    for node in nodes:
        if node.key in known:
            continue
        parent = keys.get(node.parent, node.parent) if node.parent else None
        free = [other for other in children[parent] if other.key not in taken and other.level == node.level]
        found = _best(node.title or "", {other.key: other.title or "" for other in free})
        if found:
            keys[node.key] = found
            taken.add(found)
        elif parent != node.parent and parent is not None:
            keys[node.key] = f"{parent}-{node.number}" if node.number else node.key
    return keys


def _match_groups(groups: tuple[Group, ...], plan: tuple[Group, ...]) -> dict[str, str]:
    """Rows are tied by their words first, then by their place, so that an inserted row shifts nothing."""
    keys: dict[str, str] = {}
    for node in dict.fromkeys(group.node for group in groups):
        mine = [group for group in groups if group.node == node]
        free = {group.key: group.title or "" for group in plan if group.node == node}
        used = set(free)
        rest: list[Group] = []
        for group in mine:
            same = [key for key, title in free.items() if fold(title) == fold(group.title or "")]
            found = group.key if group.key in same else next(iter(same), None)
            if found:
                keys[group.key] = found
                del free[found]
            else:
                rest.append(group)
        for group in rest:
            found = _best(group.title or "", free)
            if found is None and group.key in free and len(mine) == len(used):
                found = group.key
            if found:
                keys[group.key] = found
                del free[found]
        count = max((_row_number(key) for key in used), default=0)
        for group in rest:
            if group.key not in keys and (group.key in used or not group.key.startswith(f"{node}~")):
                count += 1
                keys[group.key] = f"{node}~{count}"
    return {old: new for old, new in keys.items() if old != new}


def _row_number(key: str) -> int:
    number = key.rpartition("~")[2]
    return int(number) if number.isdigit() else 0


def _best(name: str, candidates: dict[str, str]) -> str | None:
    """The key of the one candidate that is the same or surely alike, None where none or several are."""
    same = [key for key, other in candidates.items() if fold(other) == fold(name)]
    if same:
        return same[0] if len(same) == 1 else None
    ranked = sorted(((similarity(name, other), key) for key, other in candidates.items()), reverse=True)
    if not ranked or ranked[0][0] < SURE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return ranked[0][1]


def _match_indicators(
    document: PlanDocument, plan: PlanDocument, file: str | None, doubts: list[Doubt]
) -> dict[str, str]:
    """Code, then the same name and unit, then alike names: first among those used in the same top node, then all."""
    free = {indicator.key: indicator for indicator in plan.indicators}
    codes = {indicator.code: indicator.key for indicator in plan.indicators if indicator.code}
    keys: dict[str, str] = {}
    rest: list[Indicator] = []
    for indicator in document.indicators:
        found = codes.get(indicator.code) if indicator.code else None
        found = found or (indicator.key if indicator.key in free else None)
        if found and found in free:
            keys[indicator.key] = found
            del free[found]
        else:
            rest.append(indicator)
    for indicator in list(rest):
        same = [key for key, other in free.items() if _same_name(indicator, other)]
        if len(same) == 1:
            keys[indicator.key] = same[0]
            del free[same[0]]
            rest.remove(indicator)
    homes, mine = _tops(plan), _tops(document)
    for indicator in rest:
        near = {key: other for key, other in free.items() if homes[key] & mine[indicator.key]} or free
        names = {key: indicator_label(other) for key, other in near.items() if _units_agree(indicator, other)}
        found = _best(indicator_label(indicator), names)
        if found:
            keys[indicator.key] = found
            del free[found]
        elif plan.indicators:
            doubts.append(_unmatched(indicator, names, file))
    taken = {*keys.values(), *(each.key for each in document.indicators if each.key not in keys)}
    for indicator in document.indicators:
        # An own key that another of the paper's indicators has got in the plan would make one of two.
        if indicator.key not in keys and indicator.key in keys.values():
            keys[indicator.key] = next(key for n in count(2) if (key := f"{indicator.key}({n})") not in {*taken, *free})
            taken.add(keys[indicator.key])
    return {old: new for old, new in keys.items() if old != new}


def _tops(document: PlanDocument) -> defaultdict[str, set[str]]:
    parents = {node.key: node.parent for node in document.nodes}
    tops: defaultdict[str, set[str]] = defaultdict(set)
    for placement in document.placements:
        node: str = placement.node
        while parent := parents.get(node):
            node = parent
        tops[placement.indicator].add(node)
    return tops


def _same_name(one: Indicator, other: Indicator) -> bool:
    return fold(indicator_label(one)) == fold(indicator_label(other)) and _units_agree(one, other)


def _units_agree(one: Indicator, other: Indicator) -> bool:
    return not one.unit or not other.unit or fold(one.unit) == fold(other.unit)


def _unmatched(indicator: Indicator, candidates: dict[str, str], file: str | None) -> Doubt:
    name = indicator_label(indicator)
    ranked = Counter({other: similarity(name, other) for other in candidates.values()}).most_common(1)
    nearest = f"最も近いのは「{ranked[0][0]}」です。" if ranked and ranked[0][1] > 0.2 else ""
    return Doubt(
        code="indicator-unmatched",
        severity="warning",
        where=Place(file=file, address=f"indicator/{indicator.key}"),
        message=f"指標「{name}」は、ほかの紙のどの指標と同じか決められませんでした。{nearest}別の指標として扱います。同じ指標なら名称を揃えてください。",
        quote=name,
    )
