"""再掲: a node that repeats another, and which of the original's fields it takes from there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, get_args

from banso.domain.document import Link, Node, PlanDocument, Text, TextKind
from banso.domain.edits.access import exchanged, named, node_of
from banso.domain.edits.keys import key_for, next_number
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.tree import MAX_LEVELS, inserted

_KINDS: tuple[str, ...] = get_args(TextKind)


def add_reprise(
    document: PlanDocument,
    *,
    original: str,
    parent: str,
    inherits: Iterable[str] = ("title",),
    after: str | None = None,
    taken: Collection[str] = (),
) -> tuple[PlanDocument, str]:
    """A new node under ``parent`` that repeats ``original``, and its key; the original points to it.

    A repeat of a repeat repeats the first original. What it does not inherit starts as the original has it.
    """
    source = _first_original(document, node_of(document, original))
    above = node_of(document, parent)
    level = above.level + 1
    if level >= MAX_LEVELS:
        raise EditRefused(f"階層は{MAX_LEVELS}つまでです。{named(above)}の下には再掲を置けません。")
    number = next_number(document, above, level)
    key = key_for(document, above, level, number, source.title or source.key, taken)
    repeat = Node(
        key=key,
        parent=parent,
        level=level,
        number=number,
        text=source.text,
        owner=source.owner,
        reprise_of=source.key,
        title=_title(document, source),
        terms=dict(source.terms),
    )
    pointing = replace(source, links=(*source.links, Link(kind="reprise", to=key)))
    nodes = inserted(exchanged(document.nodes, source, pointing), (repeat,), parent, after)
    copied = tuple(replace(text, node=key) for text in document.texts if text.node == source.key and text.year is None)
    added = replace(document, nodes=nodes, texts=(*document.texts, *copied))
    return set_inheritance(added, key=key, inherits=inherits), key


def set_inheritance(document: PlanDocument, *, key: str, inherits: Iterable[str]) -> PlanDocument:
    """The repeat takes exactly these fields from its original: ``title``, text kinds, names of vocabularies.

    What it newly inherits is no longer its own; what it no longer inherits becomes its own, as the original has it.
    Refuses a node that is no repeat, and fields that do not exist.
    """
    node = node_of(document, key)
    if node.reprise_of is None:
        raise EditRefused(f"{named(node)}は再掲ではないので、引き継ぐ項目を選べません。")
    original = node_of(document, node.reprise_of)
    wanted = tuple(dict.fromkeys(inherits))
    vocabularies = {vocabulary.name for vocabulary in document.vocabularies} | set(original.terms) | set(node.terms)
    for name in wanted:
        if name != "title" and name not in _KINDS and name not in vocabularies and name not in node.inherits:
            raise EditRefused(f"「{name}」という引き継ぐ項目はありません。画面を開き直してください。")
    added = [name for name in wanted if name not in node.inherits]
    freed = [name for name in node.inherits if name not in wanted]
    values: dict[str, Any] = {"inherits": wanted}
    if "title" in wanted:
        values["title"] = None
    elif "title" in freed and node.title is None:
        values["title"] = _title(document, original)
    terms = {name: chosen for name, chosen in node.terms.items() if name not in wanted}
    values["terms"] = terms | {
        name: original.terms[name] for name in freed if name in original.terms and name not in terms
    }
    return replace(
        document,
        nodes=exchanged(document.nodes, node, replace(node, **values)),
        texts=_texts(document, node, original, added, freed),
    )


def _texts(document: PlanDocument, node: Node, original: Node, added: list[str], freed: list[str]) -> tuple[Text, ...]:
    """The plan's texts without the node's own that it now inherits, with the original's that it no longer inherits."""
    gone = [text for text in document.texts if text.node == node.key and text.year is None and text.kind in added]
    own = {text.kind for text in document.texts if text.node == node.key and text.year is None}
    copied = [
        replace(text, node=node.key)
        for text in document.texts
        if text.node == original.key and text.year is None and text.kind in freed and text.kind not in own
    ]
    if not gone and not copied:
        return document.texts
    return (*(text for text in document.texts if text not in gone), *copied)


def _title(document: PlanDocument, node: Node) -> str | None:
    """The node's title, its own or the one it inherits."""
    return node.title if node.title is not None else _first_original(document, node).title


def _first_original(document: PlanDocument, node: Node) -> Node:
    nodes, seen = {each.key: each for each in document.nodes}, {node.key}
    while node.reprise_of in nodes and node.reprise_of not in seen:
        node = nodes[node.reprise_of]
        seen.add(node.key)
    return node
