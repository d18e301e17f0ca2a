"""The logic model (ロジックモデル) of a node: 投入 → 活動 → 産出 → 成果, and why the one should lead to the other.

Each part is a text of the plan as a whole under its own heading, so that papers print and read it like any text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from banso.domain.document import PlanDocument, Text
from banso.domain.edits.access import node_of
from banso.domain.edits.refusal import EditRefused

INPUT: Final = "投入"
ACTIVITY: Final = "活動"
OUTPUT: Final = "産出"
OUTCOME: Final = "成果"
REASON: Final = "つながりの理由"
STEPS: Final = (INPUT, ACTIVITY, OUTPUT, OUTCOME)
"""The four boxes in the order of their arrows."""
PARTS: Final = (*STEPS, REASON)


def heading_of(part: str) -> str:
    """The heading of a part's text."""
    return f"ロジックモデル：{part}"


HEADINGS: Final = frozenset(map(heading_of, PARTS))


def logic_model_of(document: PlanDocument, node: str) -> dict[str, str]:
    """The parts that are stated for a node, in their order; several texts of one part stand below each other."""
    found: dict[str, str] = {}
    for part in PARTS:
        texts = [each.text for each in document.texts if _is(each, node, part)]
        if texts:
            found[part] = "\n".join(texts)
    return found


def set_logic_model(document: PlanDocument, *, node: str, parts: Mapping[str, str]) -> PlanDocument:
    """The node with these parts (投入 …) as given; a blank one goes away, one that is not named stays.

    Refuses a part that a logic model does not have.
    """
    node_of(document, node)
    if unknown := [part for part in parts if part not in PARTS]:
        raise EditRefused(f"ロジックモデルに「{unknown[0]}」という欄はありません。画面を開き直してください。")
    stated = logic_model_of(document, node)
    texts = document.texts
    for part, typed in parts.items():
        words = typed.replace("\r\n", "\n").strip()
        if words == stated.get(part, "").strip():
            continue
        places = [place for place, each in enumerate(texts) if _is(each, node, part)]
        if not places:
            texts = (*texts, Text(node=node, kind="paragraph", heading=heading_of(part), text=words))
            continue
        # What stood in several texts is one from now on.
        gone = places[1:] if words else places
        texts = tuple(
            replace(each, text=words) if place == places[0] else each
            for place, each in enumerate(texts)
            if place not in gone
        )
    return document if texts == document.texts else replace(document, texts=texts)


def _is(text: Text, node: str, part: str) -> bool:
    return text.node == node and text.year is None and text.heading == heading_of(part)
