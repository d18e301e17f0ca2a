"""What a node is tied to: other nodes of the plan, and elements of other plans or those plans themselves (根拠).

A link to another node is known by its kind and that node's key, one that leads out of the plan by its words
(``name_of``): the document gives neither a key of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from banso.domain.address import join
from banso.domain.document import ExternalNode, Link, Node, PlanDocument
from banso.domain.edits.access import exchanged, named, node_of, place_of, stored
from banso.domain.edits.refusal import EditRefused


def name_of(link: Link) -> str:
    """What a link is called in an address: its kind and where it leads, without the reason."""
    other = link.external
    outside = (other.number, other.title, other.owner, other.first_year, other.last_year) if other else ()
    return join(link.kind, link.to, *outside)


def words_of(external: ExternalNode) -> str:
    """An element of another plan as a sentence names it: number and title, else whose it is."""
    return " ".join(part for part in (external.number, external.title) if part) or external.owner or ""


def set_link(
    document: PlanDocument,
    *,
    key: str,
    to: str,
    kind: Literal["related", "reprise", "causes"],
    reason: str | None = None,
) -> PlanDocument:
    """The node linked to another; a link of this kind between them gets the new reason. Refuses a link to itself."""
    node = node_of(document, key)
    other = node_of(document, to)
    if key == to:
        raise EditRefused(f"{named(other)}を自分自身に結び付けることはできません。別の項目を選んでください。")
    place = place_of(node.links, lambda known: known.to == to and known.kind == kind)
    return _with(document, node, place, Link(kind=kind, to=to, reason=_plain(reason)))


def remove_link(document: PlanDocument, *, key: str, to: str, kind: str) -> PlanDocument:
    """The node without its link of this kind to the other. Refuses where there is none."""
    node = node_of(document, key)
    place = place_of(node.links, lambda known: known.to == to and known.kind == kind)
    if place is None:
        raise EditRefused(f"{named(node)}から「{to}」への結び付きは、もうありません。画面を開き直してください。")
    return _with(document, node, place, None)


def refer(
    document: PlanDocument,
    *,
    key: str,
    external: ExternalNode,
    kind: Literal["related", "causes"] = "related",
    reason: str | None = None,
    instead_of: str | None = None,
) -> PlanDocument:
    """The node with a link to an element of another plan, or to that plan; ``instead_of`` names the one it replaces.

    Refuses one without words, years in the wrong order, and one that the node has already.
    """
    node = node_of(document, key)
    plain = ExternalNode(
        number=_plain(external.number),
        title=_plain(external.title),
        owner=_plain(external.owner),
        first_year=external.first_year,
        last_year=external.last_year,
    )
    if plain.number is None and plain.title is None:
        raise EditRefused("ほかの計画の名称が空です。計画や事業の名称か番号を入れてください。")
    if plain.first_year is not None and plain.last_year is not None and plain.first_year > plain.last_year:
        raise EditRefused(
            f"「{words_of(plain)}」の開始の{plain.first_year}年度が終了の{plain.last_year}年度より後です。期間を確かめてください。"
        )
    link = Link(kind=kind, external=plain, reason=_plain(reason))
    place = None if instead_of is None else _place(node, instead_of)
    if name_of(link) != instead_of and any(name_of(known) == name_of(link) for known in node.links):
        raise EditRefused(
            f"{named(node)}には「{words_of(plain)}」がもうあります。そちらを直すか、違う名称にしてください。"
        )
    return _with(document, node, place, link)


def remove_reference(document: PlanDocument, *, key: str, name: str) -> PlanDocument:
    """The node without the link of this name (``name_of``). Refuses where there is none."""
    node = node_of(document, key)
    return _with(document, node, _place(node, name), None)


def _place(node: Node, name: str) -> int:
    place = place_of(node.links, lambda known: name_of(known) == name)
    if place is None:
        raise EditRefused(f"{named(node)}のその関連は、もうありません。画面を開き直してください。")
    return place


def _with(document: PlanDocument, node: Node, place: int | None, link: Link | None) -> PlanDocument:
    new = replace(node, links=stored(node.links, place, link))
    return document if new == node else replace(document, nodes=exchanged(document.nodes, node, new))


def _plain(words: str | None) -> str | None:
    return " ".join((words or "").split()) or None
