"""Deeds on what an element is tied to outside the plan (関連・根拠), and on its logic model.

Each is one edit of ``banso.domain.edits`` stored as one history entry. All raise NotAllowed, Conflict and EditRefused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from banso.domain.document import ExternalNode
from banso.domain.edits import links
from banso.domain.edits.links import name_of, words_of
from banso.domain.edits.logic_model import set_logic_model
from banso.queries.documents import document_of
from banso.services.changing import Done
from banso.services.structure import Making, called
from banso.services.texts import written


def refer(
    making: Making,
    *,
    key: str,
    external: ExternalNode,
    kind: Literal["related", "causes"] = "related",
    reason: str | None = None,
    instead_of: str | None = None,
) -> Done:
    """An element of another plan, or that plan with its period, as what this element is tied to; see ``links.refer``."""
    plain = replace(
        external,
        number=_words(external.number),
        title=_words(external.title),
        owner=_words(external.owner),
    )
    place = called(making.plan, key)
    told = (
        f"{place}の関連・根拠に「{words_of(plain)}」を加えました。"
        if instead_of is None
        else f"{place}の関連・根拠「{words_of(plain)}」を直しました。"
    )
    return making.change(
        lambda document: links.refer(
            document, key=key, external=plain, kind=kind, reason=_words(reason), instead_of=instead_of
        ),
        told,
    )


def remove_reference(making: Making, *, key: str, name: str) -> Done:
    """A link out of the plan taken away; ``name`` as ``links.name_of`` makes it."""
    nodes = {node.key: node for node in document_of(making.plan).nodes}
    known = nodes[key].links if key in nodes else ()
    external = next((each.external for each in known if name_of(each) == name), None)
    words = f"「{words_of(external)}」" if external is not None else ""
    return making.change(
        lambda document: links.remove_reference(document, key=key, name=name),
        f"{called(making.plan, key)}の関連・根拠から{words or '一件'}を外しました。",
    )


def write_logic_model(making: Making, *, key: str, parts: Mapping[str, str]) -> Done:
    """The parts of an element's logic model as typed, all in one deed; see ``logic_model.set_logic_model``."""
    words = {part: written(text) for part, text in parts.items()}
    return making.change(
        lambda document: set_logic_model(document, node=key, parts=words),
        f"{called(making.plan, key)}のロジックモデルを書き直しました。",
    )


def _words(text: str | None) -> str | None:
    return None if text is None else written(text)
