"""Where nodes stand in the document: a node with all below it as a block, put behind a sibling or under a parent."""

from __future__ import annotations

from dataclasses import replace

from banso.domain.document import Node, PlanDocument
from banso.domain.edits.access import named, node_of
from banso.domain.edits.keys import next_number
from banso.domain.edits.refusal import EditRefused
from banso.domain.placing import Tree

MAX_LEVELS = 6
"""How deep a plan may be."""


def block(nodes: tuple[Node, ...], key: str) -> tuple[Node, ...]:
    """The node and all below it, in the document's order. Raises EditRefused where there is no such node."""
    tree = Tree(nodes)
    if key not in tree.nodes:
        raise EditRefused(f"項目「{key}」は、この計画にありません。画面を開き直して、もう一度操作してください。")
    keys = {key, *tree.below(key)}
    return tuple(node for node in nodes if node.key in keys)


def inserted(nodes: tuple[Node, ...], new: tuple[Node, ...], parent: str | None, after: str | None) -> tuple[Node, ...]:
    """The nodes with a block behind the sibling ``after`` and all below it, else behind the last under the parent."""
    tree = Tree(nodes)
    if after is not None and (after not in tree.nodes or tree.nodes[after].parent != parent):
        raise EditRefused(
            f"「{after}」は同じ場所の項目ではないので、その後ろには置けません。画面を開き直してください。"
        )
    anchor = after if after is not None else parent
    if anchor is None:
        return (*nodes, *new)
    before = {anchor, *tree.below(anchor)}
    position = max(index for index, node in enumerate(nodes) if node.key in before) + 1
    return (*nodes[:position], *new, *nodes[position:])


def moved(document: PlanDocument, *, key: str, parent: str | None, after: str | None = None) -> PlanDocument:
    """The block of a node under another parent; see ``nodes.move_node``."""
    node = node_of(document, key)
    above = node_of(document, parent) if parent is not None else None
    going = block(document.nodes, key)
    gone = {each.key for each in going}
    if above is not None and above.key in gone:
        raise EditRefused(f"{named(node)}を、その下にある{named(above)}の中へは移せません。別の場所を選んでください。")
    if after in gone:
        after = None
    shift = (above.level + 1 if above else 0) - node.level
    if max(each.level for each in going) + shift >= MAX_LEVELS:
        raise EditRefused(
            f"{named(node)}をそこへ移すと階層が{MAX_LEVELS}つを超えます。上の階層へ移すか、下の項目を先に移してください。"
        )
    rest = replace(document, nodes=tuple(each for each in document.nodes if each.key not in gone))
    number = node.number
    numbers = {each.number for each in rest.nodes if each.parent == parent}
    if number is not None and (shift or (node.parent != parent and number in numbers)):
        number = next_number(rest, above, node.level + shift) or number
    block_moved = tuple(
        replace(each, parent=parent, level=each.level + shift, number=number)
        if each is node
        else (replace(each, level=each.level + shift) if shift else each)
        for each in going
    )
    return replace(document, nodes=inserted(rest.nodes, block_moved, parent, after))


def in_force(document: PlanDocument, year: int) -> set[str]:
    """The keys of the nodes of a fiscal year: those that neither ended before it nor begin after, nor stand below such."""
    tree = Tree(document.nodes)
    out: set[str] = set()
    for node in document.nodes:
        ended = node.last_year is not None and node.last_year < year
        if ended or (node.first_year is not None and node.first_year > year):
            out |= {node.key, *tree.below(node.key)}
    return {node.key for node in document.nodes} - out
