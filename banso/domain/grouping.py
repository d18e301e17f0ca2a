"""Proposing which actions of the list each row of a progress sheet gathers; a person confirms the proposal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from banso.domain.document import Group, Node, PlanDocument
from banso.domain.finding import Doubt, Place
from banso.domain.similarity import letter_pairs, similarity
from banso.domain.text import fold

LIKELY = 0.2
"""An action joins the row it is most alike from this score on."""
BETWEEN = 0.1
"""An action whose neighbours in the list both found a row joins one of theirs from this score on."""
LENDING = 0.3
"""A row that would stay empty takes an action from a row with several from this score on."""
UNSCHEDULED = 0.6
"""How much an action without roadmap counts beside scheduled ones: a sheet's rows come from what is scheduled."""


@dataclass(frozen=True, slots=True)
class _Words:
    key: str
    title: str
    text: str
    steps: tuple[str, ...]


def propose_members(document: PlanDocument, file: str | None = None) -> tuple[PlanDocument, tuple[Doubt, ...]]:
    """The document with ``members`` proposed for rows that have none, and a doubt for each row left without any.

    An action belongs to at most one row of its own measure; rows with stated or confirmed members are left alone.
    """
    nodes = {node.key: node for node in document.nodes}
    actions: dict[str, list[Node]] = defaultdict(list)
    for node in document.nodes:
        if node.parent:
            actions[node.parent].append(node)
    steps: dict[str, list[str]] = defaultdict(list)
    for step in document.roadmap:
        steps[step.owner].append(step.text)
    rows: dict[str, list[Group]] = defaultdict(list)
    for group in document.groups:
        rows[group.node].append(group)
    members: dict[str, list[str]] = {}
    doubts: list[Doubt] = []
    for measure, groups in rows.items():
        taken = {key for group in groups for key in group.members}
        waiting = [group for group in groups if not group.members]
        free = [
            _Words(action.key, _title(action, nodes), action.text or "", tuple(steps[action.key]))
            for action in actions[measure]
            if action.key not in taken
        ]
        if waiting and actions[measure]:
            found = _assign(free, [_Words(row.key, row.title or "", "", tuple(steps[row.key])) for row in waiting])
            members |= found
            doubts += [_without_members(group, file) for group in waiting if not found[group.key]]
    proposed = tuple(
        replace(group, members=tuple(members[group.key]), match="proposed") if members.get(group.key) else group
        for group in document.groups
    )
    return replace(document, groups=proposed), tuple(doubts)


def _title(action: Node, nodes: dict[str, Node]) -> str:
    original = nodes.get(action.reprise_of or "")
    return action.title or (original.title if original else None) or action.text or ""


def _assign(actions: Sequence[_Words], rows: Sequence[_Words]) -> dict[str, list[str]]:
    scores = _scores(actions, rows)
    chosen: dict[str, str] = {}
    for action in actions:
        best = max(rows, key=lambda row: scores[action.key, row.key]).key
        if scores[action.key, best] >= LIKELY:
            chosen[action.key] = best
    for position, action in enumerate(actions):
        if action.key not in chosen:
            before = next((chosen[other.key] for other in reversed(actions[:position]) if other.key in chosen), None)
            after = next((chosen[other.key] for other in actions[position + 1 :] if other.key in chosen), None)
            if before and after:
                best = max((before, after), key=lambda row: scores[action.key, row])
                if scores[action.key, best] >= BETWEEN:
                    chosen[action.key] = best
    for row in rows:
        crowded = Counter(chosen.values())
        lenders = [action.key for action in actions if action.key not in chosen or crowded[chosen[action.key]] > 1]
        if not crowded[row.key] and lenders:
            best = max(lenders, key=lambda key: scores[key, row.key])
            if scores[best, row.key] >= LENDING:
                chosen[best] = row.key
    return {row.key: [action.key for action in actions if chosen.get(action.key) == row.key] for row in rows}


def _scores(actions: Sequence[_Words], rows: Sequence[_Words]) -> dict[tuple[str, str], float]:
    """How alike each action and row are: by the words that few of them share, and by equal roadmap lines."""
    titles = {words.key: letter_pairs(words.title) for words in (*actions, *rows)}
    common = Counter(pair for pairs in titles.values() for pair in pairs)
    scheduled = any(action.steps for action in actions)

    def weight(pairs: frozenset[str]) -> float:
        return sum(1 / common[pair] if common[pair] else 0.5 for pair in pairs)

    scores: dict[tuple[str, str], float] = {}
    for action in actions:
        mine, told = titles[action.key], letter_pairs(action.title + action.text)
        for row in rows:
            theirs = titles[row.key]
            total = weight(mine) + weight(theirs)
            alike = max(
                2 * weight(mine & theirs) / total if total else 0.0,
                0.9 * weight(theirs & told) / weight(theirs) if theirs else 0.0,
                0.7 * weight(mine & theirs) / weight(mine) if mine else 0.0,
            )
            lines = max((similarity(one, other) for one in action.steps for other in row.steps), default=0.0)
            score = 1.0 if fold(action.title) == fold(row.title) else 0.75 * alike + 0.25 * lines
            scores[action.key, row.key] = score * (UNSCHEDULED if scheduled and row.steps and not action.steps else 1.0)
    return scores


def _without_members(group: Group, file: str | None) -> Doubt:
    return Doubt(
        code="group-unmatched",
        severity="warning",
        where=Place(file=file, address=f"group/{group.key}"),
        message=f"シートの行「{group.title}」が取組一覧のどの取組にあたるか決められませんでした。対応する取組を選んでください。",
        quote=group.title or "",
    )
