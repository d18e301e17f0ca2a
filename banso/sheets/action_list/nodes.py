"""Nodes and their texts out of the tree: terms, inheritance, references, owners."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from banso.domain.document import ExternalNode, Link, Node, Text, TextKind, Vocabulary
from banso.domain.text import is_dash, is_reprise_mark
from banso.sheets.action_list.columns import Layout
from banso.sheets.action_list.doubts import Doubts
from banso.sheets.action_list.labels import Remarks
from banso.sheets.action_list.references import (
    Reference,
    Target,
    names_reprise,
    references_in,
    resolve,
    split_reprise_title,
    titled,
)
from banso.sheets.action_list.rows import Entry
from banso.sheets.action_list.terms import split_terms
from banso.sheets.action_list.tree import Branch, Tree

_BETWEEN_NAMES = re.compile(r"\s*[\n、，]\s*")


@dataclass(slots=True)
class Facts:
    """Nodes, their texts, and the terms of each vocabulary in the order they were met."""

    nodes: list[Node] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    terms: dict[str, dict[str, None]] = field(default_factory=dict)
    restyled: list[tuple[Entry, Reference]] = field(default_factory=list)
    split: list[tuple[Entry, int]] = field(default_factory=list)

    @property
    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """The vocabularies in the order of the columns."""
        return tuple(Vocabulary(name=name, terms=tuple(terms)) for name, terms in self.terms.items())


@dataclass(slots=True)
class Repeat:
    """What a node repeats: ``original`` of a back reference, ``links`` of forward ones and of titles."""

    original: str | None = None
    links: list[Link] = field(default_factory=list)


def facts_of(tree: Tree, layout: Layout, remarks: Mapping[str, Remarks], doubts: Doubts) -> Facts:
    """All nodes of the tree as the document holds them, parents before children."""
    facts = Facts(terms={name: {} for _, name in sorted(layout.vocabularies.items())})
    for branch in tree.branches.values():
        parts = split_reprise_title(branch.title) if branch.title and not references_in(branch.title) else None
        if parts is not None:
            branch.title, branch.repeats = parts.title, parts.other or parts.title
    for branch in tree.branches.values():
        if branch.entry is None:
            facts.nodes.append(_upper(branch, tree, layout, doubts))
        else:
            facts.nodes.append(_action(branch, branch.entry, tree, layout, remarks, facts, doubts))
    _tell_once(facts, layout, doubts)
    return facts


def repeat_of(text: str, key: str, tree: Tree) -> tuple[Repeat, list[tuple[Reference, Target]]]:
    """What the references in a text say of the node ``key``, with each reference and where it points."""
    repeat = Repeat()
    found = [(reference, resolve(reference.path, key, tree)) for reference in references_in(text)]
    for reference, target in found:
        if reference.direction == "back":
            repeat.original = repeat.original or target.key
        elif all(link.to != target.key for link in repeat.links):
            repeat.links.append(Link(kind="reprise", to=target.key))
    return repeat, found


def names_in(cell: str) -> tuple[str, ...]:
    """The partners a cell names, one to a line or between commas."""
    return tuple(name for name in _BETWEEN_NAMES.split(cell.strip()) if name and not is_dash(name))


def _upper(branch: Branch, tree: Tree, layout: Layout, doubts: Doubts) -> Node:
    column = layout.upper_texts.get(branch.level)
    text = branch.first.text(column) if branch.first is not None else ""
    return Node(
        key=branch.key,
        parent=branch.parent,
        level=branch.level,
        number=branch.number,
        title=branch.title,
        text=text or None,
        links=_title_links(branch, tree, doubts),
    )


def _title_links(branch: Branch, tree: Tree, doubts: Doubts) -> tuple[Link, ...]:
    """The link of ``生産性の向上（デジタル化促進に向けた支援(再掲)）`` to the node of the title in the bracket."""
    if branch.repeats is None:
        return ()
    key = titled(branch.repeats, tree, branch)
    if key is not None:
        return (Link(kind="reprise", to=key),)
    if branch.first is not None:
        _unresolved(branch.first, branch.repeats, f"node/{branch.key}/links", doubts)
    return (Link(kind="reprise", external=ExternalNode(title=branch.repeats)),)


def _action(
    branch: Branch,
    entry: Entry,
    tree: Tree,
    layout: Layout,
    remarks: Mapping[str, Remarks],
    facts: Facts,
    doubts: Doubts,
) -> Node:
    text = entry.text(layout.text)
    inherits: list[str] = ["title"] if is_reprise_mark(entry.text(layout.deepest.title)) else []
    inherits += _texts(branch.key, entry, layout, remarks, facts)
    terms: dict[str, tuple[str, ...]] = {}
    for column, name in sorted(layout.vocabularies.items()):
        cell = entry.text(column)
        if is_reprise_mark(cell):
            inherits.append(name)
        elif chosen := split_terms(cell):
            terms[name] = chosen
            facts.terms[name].update(dict.fromkeys(chosen))
            if len(chosen) > 1 and re.search(r"\s", cell) and "/" not in cell and "／" not in cell:
                facts.split.append((entry, column))
    said = f"{text}\n{branch.title or ''}"
    repeat, references = repeat_of(said, branch.key, tree)
    for reference, target in references:
        if not target.found:
            _unresolved(entry, reference.words, f"node/{branch.key}", doubts)
        elif target.restyled:
            facts.restyled.append((entry, reference))
    links = (*repeat.links, *_title_repeat(branch, tree, repeat, doubts))
    _tell_open(entry, said, inherits, repeat, bool(references) or bool(links), doubts)
    owner, partners = entry.text(layout.single.get("owner")), entry.text(layout.single.get("partners"))
    return Node(
        key=branch.key,
        parent=branch.parent,
        level=branch.level,
        number=branch.number,
        title=branch.title,
        text=text or None,
        terms=terms,
        reprise_of=repeat.original,
        inherits=tuple(inherits),
        owner=owner if owner and not is_dash(owner) else None,
        partners=names_in(partners),
        links=links,
    )


def _texts(key: str, entry: Entry, layout: Layout, remarks: Mapping[str, Remarks], facts: Facts) -> list[str]:
    """Notes the action's texts; gives the kinds that it inherits."""
    inherits: list[str] = []
    current = entry.text(layout.single.get("status-quo"))
    note = remarks.get(key, Remarks(None, False, ()))
    kinds: tuple[tuple[TextKind, str | None, bool], ...] = (
        ("status-quo", current, is_reprise_mark(current)),
        ("remarks", note.text, note.reprise),
    )
    for kind, text, reprise in kinds:
        if reprise:
            inherits.append(kind)
        if text and not is_reprise_mark(text):
            facts.texts.append(Text(node=key, kind=kind, text=text))
    for column, name in sorted(layout.paragraphs.items()):
        if words := entry.text(column):
            facts.texts.append(Text(node=key, kind="paragraph", heading=name, text=words))
    return inherits


def _title_repeat(branch: Branch, tree: Tree, repeat: Repeat, doubts: Doubts) -> tuple[Link, ...]:
    """An action titled ``展示会の開催（再掲）`` repeats the one of that title; other titles are links."""
    if branch.repeats is None:
        return ()
    if branch.repeats != branch.title:
        return _title_links(branch, tree, doubts)
    repeat.original = repeat.original or titled(branch.repeats, tree, branch)
    return ()


def _unresolved(entry: Entry, words: str, address: str, doubts: Doubts) -> None:
    doubts.add(
        "reprise-unresolved",
        "warning",
        entry.first.place(address=address),
        f"再掲の参照「{words}」の先が、この一覧に見つかりません。番号か名称を確かめてください。",
        words,
    )


def _tell_open(entry: Entry, said: str, inherits: list[str], repeat: Repeat, known: bool, doubts: Doubts) -> None:
    """A 再掲 whose original the paper does not say, or says in words that cannot be read."""
    address = f"node/{entry.key}/reprise_of"
    if names_reprise(said) and not known and repeat.original is None:
        doubts.add(
            "reprise-unreadable",
            "warning",
            entry.first.place(address=address),
            "再掲とありますが、どの取組の再掲かを読み取れませんでした。「（2-③-aの再掲）」のように番号で書いてください。",
            said.strip()[-60:],
        )
    elif inherits and repeat.original is None:
        doubts.add(
            "reprise-without-original",
            "warning",
            entry.first.place(address=address),
            "（再掲）とある欄がありますが、どの取組の再掲かが書かれていません。取組の文に「（2-③-aの再掲）」のように書き添えてください。",
            "（再掲）",
        )


def _tell_once(facts: Facts, layout: Layout, doubts: Doubts) -> None:
    """Doubts told once for the paper, at the first place."""
    if facts.restyled:
        entry, reference = facts.restyled[0]
        doubts.add(
            "reprise-style",
            "hint",
            entry.first.place(layout.text, f"node/{entry.key}"),
            f"再掲の参照{len(facts.restyled)}か所は番号の書き方が一覧と違うので、番号の順に当てはめて読みました"
            f"（{'、'.join(dict.fromkeys(each.path for _, each in facts.restyled))}）。先が正しいか確かめてください。",
            reference.words,
        )
    for entry, column in facts.split:
        doubts.add(
            "terms-split",
            "hint",
            entry.first.place(column, f"node/{entry.key}/terms"),
            f"「{entry.text(column)}」は、空白で分かれた二つの区分として読みました。一つの区分なら、つなげて書いてください。",
            entry.text(column),
        )
