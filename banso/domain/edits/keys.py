"""Keys and numbers of what is new. A key is given once: one that stands or is mentioned in the plan is not given again.

A document knows nothing of what was removed from it; whoever keeps the history hands the keys it knows as ``taken``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from banso.domain.document import Node, PlanDocument
from banso.domain.edits.refusal import EditRefused
from banso.domain.numbering import bare_number, format_number, numbering_style, ordinal

_LONGEST = 20
"""How many characters of a title make the key of a node without a number."""


def used_keys(document: PlanDocument) -> set[str]:
    """Every key of the plan. Nodes, groups and indicators share them: their texts and judgements share addresses."""
    keys = {item.key for name in (document.nodes, document.groups, document.indicators) for item in name}
    mentioned = {key for node in document.nodes for key in (node.predecessor, node.reprise_of) if key}
    return keys | mentioned


def fresh_key(document: PlanDocument, wished: str, taken: Collection[str] = ()) -> str:
    """The wished key, with ``.2``, ``.3`` … behind it where it is used already."""
    used = used_keys(document)
    key, count = wished, 1
    while key in used or key in taken:
        count += 1
        key = f"{wished}.{count}"
    return key


def next_number(document: PlanDocument, parent: Node | None, level: int) -> str | None:
    """The number behind the last one among the siblings, in their style or the level's; None where there is no style.

    Where the numbers of the level run through the whole plan, it is the one behind the last of the level.
    """
    peers = _peers(document, parent, level)
    numbered = [(place, node.number) for node in peers if node.number and (place := ordinal(node.number)) is not None]
    try:
        if numbered:
            place, pattern = max(numbered)
            return format_number(place + 1, pattern)
        style = document.levels[level].numbering if level < len(document.levels) else None
        style = style or _style_at(document, level)
        if style is None:
            return None
        first = format_number(1, style)
        head, dash, tail = first.rpartition("-")
        return f"{bare_number(parent.number)}-{tail}" if head and dash and parent and parent.number else first
    except ValueError as error:
        raise EditRefused(f"次の番号を自動で付けられません。{error}番号を自分で入れてください。") from error


def key_for(
    document: PlanDocument, parent: Node | None, level: int, number: str | None, title: str, taken: Collection[str] = ()
) -> str:
    """The key of a new node in the manner of the plan's keys: ``2-③-a`` by its path, ``施策4`` like ``施策3``."""
    own = (bare_number(number) or number) if number else title[:_LONGEST]
    prefix = f"{parent.key}-" if parent else ""
    if number:
        keys = {node.key for node in document.nodes}
        for node in reversed((*_of_level(document, level), *_children(document, parent))):
            head = _head(node)
            if head is not None and head.rstrip("-") not in keys:
                prefix = head
                break
            if head is not None:
                break
    return fresh_key(document, own if own.startswith(prefix) and prefix else prefix + own, taken)


def _head(node: Node) -> str | None:
    """What stands before the number in a node's key; None where the key does not end in the number."""
    for number in (bare_number(node.number or ""), node.number):
        if number and node.key.endswith(number):
            return node.key[: -len(number)]
    return None


def _peers(document: PlanDocument, parent: Node | None, level: int) -> Iterable[Node]:
    same = _of_level(document, level)
    joined = any(node.parent and node.key.startswith(node.parent + "-") for node in same)
    with_parent = [node for node in same if node.parent]
    return _children(document, parent) if joined or not with_parent else same


def _of_level(document: PlanDocument, level: int) -> tuple[Node, ...]:
    return tuple(node for node in document.nodes if node.level == level)


def _children(document: PlanDocument, parent: Node | None) -> tuple[Node, ...]:
    return tuple(node for node in document.nodes if node.parent == (parent.key if parent else None))


def _style_at(document: PlanDocument, level: int) -> str | None:
    return next((numbering_style(node.number) for node in document.nodes if node.level == level and node.number), None)
