"""The tree: adding, changing, moving, ordering, ending and removing nodes. Keys stay, whatever moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from banso.domain.address import join
from banso.domain.document import Node, PlanDocument, Text
from banso.domain.edits.access import exchanged, named, node_of, place_of, stored, within_plan
from banso.domain.edits.keys import key_for, next_number
from banso.domain.edits.links import remove_link, set_link
from banso.domain.edits.node_merge import merge_nodes
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.reprises import add_reprise, set_inheritance
from banso.domain.edits.tree import MAX_LEVELS, block, inserted, moved

__all__ = [
    "add_node",
    "add_reprise",
    "end_node",
    "explain_no_indicator",
    "merge_nodes",
    "move_node",
    "remove_link",
    "remove_node",
    "reorder_node",
    "set_inheritance",
    "set_link",
    "set_node",
]

NO_INDICATOR = "指標を置かない理由"
"""The heading of the text that says why a node has no indicator."""
_FIELDS = ("title", "text", "owner", "number", "partners", "terms")


def add_node(
    document: PlanDocument,
    *,
    parent: str | None,
    title: str,
    number: str | None = None,
    text: str | None = None,
    owner: str | None = None,
    after: str | None = None,
    taken: Collection[str] = (),
) -> tuple[PlanDocument, str]:
    """A new node below ``parent`` (None: at the top), behind the sibling ``after`` or last; and its key.

    Without a number it gets the next of its level's style. Refuses a blank title and more than six levels.
    """
    title = title.strip()
    if not title:
        raise EditRefused("名称が空です。項目の名称を入れてください。")
    above = node_of(document, parent) if parent is not None else None
    level = above.level + 1 if above else 0
    if level >= MAX_LEVELS:
        raise EditRefused(f"階層は{MAX_LEVELS}つまでです。{named(above) if above else ''}の下には項目を置けません。")
    number = (number or "").strip() or next_number(document, above, level)
    key = key_for(document, above, level, number, title, taken)
    node = Node(key=key, parent=parent, level=level, number=number, title=title, text=text or None, owner=owner or None)
    return replace(document, nodes=inserted(document.nodes, (node,), parent, after)), key


def set_node(document: PlanDocument, *, key: str, **fields: Any) -> PlanDocument:
    """The node with new values for title, text, owner, number, partners or terms (vocabulary → chosen terms).

    A vocabulary that is not named keeps its terms; an empty choice takes them away. Refuses a blank title (unless it is
    inherited) and terms that the vocabulary does not have.
    """
    if unknown := set(fields) - set(_FIELDS):
        raise TypeError(f"set_node has no field {', '.join(sorted(unknown))}")
    node = node_of(document, key)
    values: dict[str, Any] = {
        name: (value or "").strip() or None for name, value in fields.items() if name not in ("partners", "terms")
    }
    if "title" in values and values["title"] is None and "title" not in node.inherits:
        raise EditRefused(f"名称を空にはできません。{named(node)}の名称を入れてください。")
    if "partners" in fields:
        values["partners"] = tuple(partner.strip() for partner in fields["partners"] if partner.strip())
    if "terms" in fields:
        values["terms"] = _terms(document, node, fields["terms"])
    return replace(document, nodes=exchanged(document.nodes, node, replace(node, **values)))


def move_node(document: PlanDocument, *, key: str, parent: str | None, after: str | None = None) -> PlanDocument:
    """The node with all below it under another parent (None: at the top), behind ``after`` or last; keys stay.

    It keeps its number unless that belongs to another level's style or a sibling has it. Refuses a place below itself and
    more than six levels.
    """
    return moved(document, key=key, parent=parent, after=after)


def reorder_node(document: PlanDocument, *, key: str, step: Literal[-1, 1]) -> PlanDocument:
    """The node one place up (-1) or down (+1) among its siblings, what is below it with it; at the end nothing moves."""
    node = node_of(document, key)
    siblings = [other.key for other in document.nodes if other.parent == node.parent]
    place = siblings.index(key) + step
    if not 0 <= place < len(siblings):
        return document
    upper, lower = (key, siblings[place]) if step > 0 else (siblings[place], key)
    going = block(document.nodes, lower)
    gone = {other.key for other in going}
    rest = [other for other in document.nodes if other.key not in gone]
    position = next(index for index, other in enumerate(rest) if other.key == upper)
    return replace(document, nodes=(*rest[:position], *going, *rest[position:]))


def end_node(document: PlanDocument, *, key: str, last_year: int) -> PlanDocument:
    """The node and all below it end with ``last_year``; what ended earlier stays so. Years before stay as they are."""
    within_plan(document, last_year)
    ending = {node.key for node in block(document.nodes, key)}
    for node in document.nodes:
        if node.key in ending and node.first_year is not None and node.first_year > last_year:
            raise EditRefused(
                f"{named(node)}は{node.first_year}年度から始まるので、{last_year}年度では終えられません。"
                "終える年度を確かめてください。"
            )
    nodes = tuple(
        replace(node, last_year=last_year)
        if node.key in ending and (node.key == key or node.last_year is None or node.last_year > last_year)
        else node
        for node in document.nodes
    )
    return replace(document, nodes=nodes)


def remove_node(document: PlanDocument, *, key: str) -> PlanDocument:
    """The document without a node on which nothing hangs. Refuses, with what hangs there, otherwise."""
    node = node_of(document, key)
    hanging = hanging_on(document, key)
    if hanging:
        what = "、".join(f"{name}{count}件" for name, count in hanging.items())
        raise EditRefused(
            f"{named(node)}には{what}があるので、消せません。先に移すか消すか、「終了」または「統合」を使ってください。"
        )
    return replace(
        document, nodes=stored(document.nodes, place_of(document.nodes, lambda other: other.key == key), None)
    )


def hanging_on(document: PlanDocument, key: str) -> dict[str, int]:
    """What hangs on a node, in the office's words, with its count; empty where the node can go."""
    counts: dict[str, int] = defaultdict(int)
    own = join("node", key) + "/"
    for node in document.nodes:
        counts["下の項目"] += node.parent == key
        counts["再掲"] += node.reprise_of == key
        counts["ほかの項目からの関連"] += any(link.to == key for link in node.links)
    counts["シートの行"] += sum(group.node == key or key in group.members for group in document.groups)
    counts["ロードマップ"] += sum(step.node == key for step in document.roadmap)
    for name, items in (
        ("指標", document.placements),
        ("文章", document.texts),
        ("評価", document.judgements),
        ("方針の決定", document.decisions),
        ("予算", document.budgets),
        ("行事", document.events),
    ):
        counts[name] += sum(item.node == key for item in items)
    counts["注"] += sum(any((at + "/").startswith(own) for at in note.at) for note in document.notes)
    return {name: count for name, count in counts.items() if count}


def explain_no_indicator(document: PlanDocument, *, node: str, reason: str | None) -> PlanDocument:
    """Why the node has no indicator, as a text of the node; None or a blank takes the explanation away."""
    node_of(document, node)
    text = (reason or "").strip()
    place = place_of(
        document.texts, lambda known: known.node == node and known.year is None and known.heading == NO_INDICATOR
    )
    if place is None and not text:
        return document
    new = Text(node=node, kind="paragraph", heading=NO_INDICATOR, text=text) if text else None
    return replace(document, texts=stored(document.texts, place, new))


def _terms(document: PlanDocument, node: Node, chosen: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    known = {vocabulary.name: vocabulary.terms for vocabulary in document.vocabularies}
    terms = dict(node.terms)
    for name, values in chosen.items():
        new = tuple(dict.fromkeys(values))
        for term in new:
            if term not in known.get(name, ()) and term not in node.terms.get(name, ()):
                raise EditRefused(
                    f"「{name}」に「{term}」という区分はありません。設定の区分に加えてから選んでください。"
                )
        terms[name] = new
    return {name: values for name, values in terms.items() if values}
