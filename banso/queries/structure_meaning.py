"""What a change of the structure would mean, found by trying it on the plan document: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import end_node, hanging_on, merge_nodes, move_node
from banso.domain.edits.tree import block
from banso.domain.placing import COUNTED_ROLES
from banso.queries.plan_tree import level_names, titles_of


@dataclass(frozen=True, slots=True)
class Meaning:
    """What would happen: ``hanging`` is what hangs on the element itself, ``below`` how many elements go with it.

    ``numbers`` are the element's number before and after, ``levels`` the names of its level before and after.
    ``lonely`` indicators are placed nowhere else. ``refusal`` says why it cannot be done.
    """

    hanging: Mapping[str, int]
    below: int
    numbers: tuple[str | None, str | None] = (None, None)
    levels: tuple[str, str] = ("", "")
    lonely: int = 0
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An element to choose, with how deep it stands."""

    key: str
    level: int
    label: str


def elements_to_choose(document: PlanDocument, *, without: str | None = None) -> tuple[Choice, ...]:
    """All elements in the document's order; without one of them and all below it."""
    titles = titles_of({node.key: node for node in document.nodes})
    gone = {node.key for node in block(document.nodes, without)} if without is not None else set()
    return tuple(
        Choice(node.key, node.level, f"{node.number} {titles[node.key]}" if node.number else titles[node.key])
        for node in document.nodes
        if node.key not in gone
    )


def meaning_of_move(document: PlanDocument, *, key: str, parent: str | None) -> Meaning:
    """What moving the element under another one would mean."""
    names = {node.key: node for node in document.nodes}
    before = names[key]
    own = block(document.nodes, key)
    hanging, below = _hanging(document, key), len(own) - 1
    try:
        moved = next(node for node in move_node(document, key=key, parent=parent).nodes if node.key == key)
    except EditRefused as refusal:
        return Meaning(hanging, below, refusal=str(refusal))
    levels = level_names(document)

    def level(depth: int) -> str:
        return levels[depth] if depth < len(levels) else f"第{depth + 1}階層"

    return Meaning(hanging, below, (before.number, moved.number), (level(before.level), level(moved.level)))


def meaning_of_end(document: PlanDocument, *, key: str, last_year: int | None) -> Meaning:
    """What ending the element with the year would mean; None asks for what would end at all."""
    ending = {node.key for node in block(document.nodes, key)}
    on_it = {each.indicator for each in document.placements if each.node in ending and each.role in COUNTED_ROLES}
    elsewhere = {
        each.indicator for each in document.placements if each.node not in ending and each.role in COUNTED_ROLES
    }
    refusal = None
    if last_year is not None:
        try:
            end_node(document, key=key, last_year=last_year)
        except EditRefused as error:
            refusal = str(error)
    return Meaning(_hanging(document, key), len(ending) - 1, lonely=len(on_it - elsewhere), refusal=refusal)


def meaning_of_merge(document: PlanDocument, *, source: str, into: str) -> Meaning:
    """What merging the element into another one would mean."""
    refusal = None
    try:
        merge_nodes(document, source=source, into=into)
    except EditRefused as error:
        refusal = str(error)
    return Meaning(_hanging(document, source), len(block(document.nodes, source)) - 1, refusal=refusal)


def _hanging(document: PlanDocument, key: str) -> dict[str, int]:
    return {name: count for name, count in hanging_on(document, key).items() if name != "下の項目"}
