"""Proposing which actions of the list each row of a progress sheet gathers; a person confirms the proposal."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from banso.domain.document import Group, Node, PlanDocument
from banso.domain.finding import Doubt, Place
from banso.domain.similarity import containment, similarity

LIKELY = 0.3
"""An action joins the row it is most alike from this score on."""
POSSIBLE = 0.15
"""A row that would stay empty takes the most alike action still free from this score on."""


def propose_members(document: PlanDocument, file: str | None = None) -> tuple[PlanDocument, tuple[Doubt, ...]]:
    """The document with ``members`` proposed for rows that have none, and a doubt for each row left without any.

    An action belongs to at most one row of its own measure; rows with stated or confirmed members are left alone.
    """
    actions: dict[str, list[Node]] = defaultdict(list)
    for node in document.nodes:
        if node.parent:
            actions[node.parent].append(node)
    steps: dict[str, str] = defaultdict(str)
    for step in document.roadmap:
        steps[step.owner] += step.text
    titles = {node.key: node.title or "" for node in document.nodes}
    rows: dict[str, list[Group]] = defaultdict(list)
    for group in document.groups:
        rows[group.node].append(group)
    members: dict[str, list[str]] = {}
    doubts: list[Doubt] = []
    for measure, groups in rows.items():
        taken = {key for group in groups for key in group.members}
        open_rows = [group for group in groups if not group.members]
        free = [action for action in actions[measure] if action.key not in taken]
        if not open_rows or not actions[measure]:
            continue
        words = {action.key: (_words(action, titles), action.text or "", steps[action.key]) for action in free}
        found = _assign(words, {group.key: (group.title or "", steps[group.key]) for group in open_rows})
        members |= found
        doubts += [_without_members(group, file) for group in open_rows if not found.get(group.key)]
    proposed = tuple(
        replace(group, members=tuple(members[group.key]), match="proposed") if members.get(group.key) else group
        for group in document.groups
    )
    return replace(document, groups=proposed), tuple(doubts)


def _words(action: Node, titles: dict[str, str]) -> str:
    return action.title or titles.get(action.reprise_of or "", "") or action.text or ""


def _assign(actions: dict[str, tuple[str, str, str]], rows: dict[str, tuple[str, str]]) -> dict[str, list[str]]:
    scores = {(action, row): _score(actions[action], rows[row]) for action in actions for row in rows}
    found: dict[str, list[str]] = {row: [] for row in rows}
    free = []
    for action in actions:
        best = max(rows, key=lambda row: scores[action, row])
        if scores[action, best] >= LIKELY:
            found[best].append(action)
        else:
            free.append(action)
    for row in rows:
        if not found[row] and free:
            best = max(free, key=lambda action: scores[action, row])
            if scores[best, row] >= POSSIBLE:
                found[row].append(best)
                free.remove(best)
    return found


def _score(action: tuple[str, str, str], row: tuple[str, str]) -> float:
    title, text, steps = action
    row_title, row_steps = row
    by_title = max(similarity(title, row_title), 0.9 * containment(row_title, title + text))
    by_steps = similarity(steps, row_steps) if steps and row_steps else 0.0
    return 0.8 * by_title + 0.2 * by_steps


def _without_members(group: Group, file: str | None) -> Doubt:
    return Doubt(
        code="group-unmatched",
        severity="warning",
        where=Place(file=file, address=f"group/{group.key}"),
        message=f"シートの行「{group.title}」が取組一覧のどの取組にあたるか決められませんでした。対応する取組を選んでください。",
        quote=group.title or "",
    )
