"""Merging a node into another (統合): all that belonged to the one belongs to the other, and nothing is lost."""

from __future__ import annotations

from dataclasses import fields, replace

from banso.domain.address import join, split
from banso.domain.document import Budget, Decision, Event, Link, Node, PlanDocument
from banso.domain.edits.access import exchanged, named, node_of
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.reprises import set_inheritance
from banso.domain.edits.tree import block, moved
from banso.domain.edits.uniting import joined_placement, joined_text, notes_once, once, same_judgement, united
from banso.domain.quantity import QUANTITY_FIELDS, Quantity, format_quantity
from banso.domain.rename import Keys, rename


def merge_nodes(document: PlanDocument, *, source: str, into: str) -> PlanDocument:
    """The document with the node ``source`` merged into ``into``, which notes it as its predecessor.

    Children, placements, sheet rows, texts, roadmap lines, ratings and money move. Texts of one kind and year are joined
    by a blank line; roadmap lines go behind those there. ``into`` keeps its own title, number and owner. Refuses where
    both have different ratings, decisions or amounts for the same thing: a person has to settle that first.
    """
    if source == into:
        raise EditRefused("同じ項目どうしは統合できません。統合先に別の項目を選んでください。")
    one, other = node_of(document, source), node_of(document, into)
    if any(node.key == into for node in block(document.nodes, source)):
        raise EditRefused(
            f"統合先の{named(other)}は{named(one)}の中にあります。先に{named(other)}を外へ移してください。"
        )
    if other.reprise_of == source:
        document = set_inheritance(document, key=into, inherits=())
    for child in [node.key for node in document.nodes if node.parent == source]:
        document = moved(document, key=child, parent=into)
    before = _lines_behind(document, source, into)
    one, other = node_of(before, source), node_of(before, into)
    nodes = exchanged(before.nodes, other, _joined(one, other))
    after = rename(
        replace(before, nodes=tuple(node for node in nodes if node.key != source)), Keys(nodes={source: into})
    )
    return replace(
        after,
        nodes=tuple(
            replace(node, predecessor=source) if node.key == into and other.predecessor is None else node
            for node in map(_untangled, after.nodes)
        ),
        groups=tuple(replace(group, members=once(group.members)) for group in after.groups),
        placements=united(before.placements, after.placements, lambda item: item.node == source, joined_placement),
        texts=united(before.texts, after.texts, lambda item: item.node == source, joined_text),
        judgements=united(before.judgements, after.judgements, lambda item: item.node == source, same_judgement),
        decisions=united(before.decisions, after.decisions, lambda item: item.node == source, _same_decision),
        budgets=united(before.budgets, after.budgets, lambda item: item.node == source, _same_budget),
        events=united(before.events, after.events, lambda item: item.node == source, _same_event),
        notes=notes_once(after.notes),
        scope=tuple(replace(scope, nodes=once(scope.nodes)) for scope in after.scope),
    )


def _lines_behind(document: PlanDocument, source: str, into: str) -> PlanDocument:
    """The document with the source's roadmap lines numbered behind the lines of the other, footnotes following."""
    shift = max((step.line for step in document.roadmap if step.node == into), default=0)
    if not shift or not any(step.node == source for step in document.roadmap):
        return document
    roadmap = tuple(replace(step, line=step.line + shift) if step.node == source else step for step in document.roadmap)

    def shifted(address: str) -> str:
        parts = split(address)
        if len(parts) < 3 or parts[:2] != ("roadmap", source) or not parts[2].isdigit():
            return address
        return join(*parts[:2], int(parts[2]) + shift, *parts[3:])

    notes = tuple(replace(note, at=tuple(map(shifted, note.at))) for note in document.notes)
    return replace(document, roadmap=roadmap, notes=notes)


def _joined(one: Node, other: Node) -> Node:
    """The node that stays, with what only the merged one had."""
    texts = once(text for text in (other.text, one.text) if text)
    extra = (one.owner,) if one.owner and other.owner and one.owner != other.owner else ()
    names = once((*other.terms, *one.terms))
    links = (*other.links, *one.links)
    if one.reprise_of and one.reprise_of not in (other.key, other.reprise_of):
        links = (*links, Link(kind="related", to=one.reprise_of))
    return replace(
        other,
        title=other.title or (None if "title" in other.inherits else one.title),
        text="\n\n".join(texts) or None,
        owner=other.owner or one.owner,
        partners=once((*other.partners, *extra, *one.partners)),
        terms={name: once((*other.terms.get(name, ()), *one.terms.get(name, ()))) for name in names},
        reprise_of=None if other.reprise_of == one.key else other.reprise_of,
        links=links,
        first_year=_wider(one.first_year, other.first_year, first=True),
        last_year=_wider(one.last_year, other.last_year, first=False),
    )


def _wider(one: int | None, other: int | None, *, first: bool) -> int | None:
    """The earlier first or the later last year; None (the whole plan) where one has none."""
    if one is None or other is None:
        return None
    return min(one, other) if first else max(one, other)


def _untangled(node: Node) -> Node:
    """The node without links to itself, each link once, and no repeat of itself."""
    links: list[Link] = []
    for link in node.links:
        if link.to != node.key and not any(
            (link.to, link.kind, link.external) == (known.to, known.kind, known.external) for known in links
        ):
            links.append(link)
    own = node.reprise_of == node.key
    return replace(
        node, links=tuple(links), reprise_of=None if own else node.reprise_of, inherits=() if own else node.inherits
    )


def _same_decision(mine: Decision, theirs: Decision) -> Decision:
    if mine.values != theirs.values:
        raise _differ(f"{mine.year}年度の{mine.vocabulary}", "・".join(mine.values), "・".join(theirs.values))
    return replace(mine, reason="\n\n".join(once(reason for reason in (mine.reason, theirs.reason) if reason)) or None)


def _same_budget(mine: Budget, theirs: Budget) -> Budget:
    if any(getattr(mine, name) != getattr(theirs, name) for name in (*QUANTITY_FIELDS, "unit")):
        raise _differ(f"{mine.year}年度の{mine.item}", format_quantity(mine), format_quantity(theirs))
    return mine


def _same_event(mine: Event, theirs: Event) -> Event:
    missing = {}
    for field in fields(mine):
        own, other = getattr(mine, field.name), getattr(theirs, field.name)
        if own is None:
            missing[field.name] = other
        elif other is not None and own != other:
            raise _differ(f"行事「{mine.name}」", _words(own), _words(other))
    return replace(mine, **missing)


def _words(value: object) -> str:
    return format_quantity(value) if isinstance(value, Quantity) else str(value)


def _differ(what: str, mine: str, theirs: str) -> EditRefused:
    return EditRefused(
        f"{what}が「{mine}」と「{theirs}」で違うため、統合できません。先に片方を直すか消してから、もう一度統合してください。"
    )
