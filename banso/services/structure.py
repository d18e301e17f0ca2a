"""Deeds on a plan's structure: its elements and their place in the tree, and the indicators placed on them.

Each is one edit of ``banso.domain.edits``, stored as one history entry. Deeds that make something new answer with its
key; keys that the plan ever had are not given again. All raise NotAllowed, Conflict and EditRefused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Literal

from banso.domain.document import PlanDocument
from banso.domain.edits import indicators, nodes
from banso.domain.match import indicator_label
from banso.domain.years import format_fiscal_year
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.keys import KINDS, keys_given
from banso.services.changing import Asked, Done

Step = Literal[-1, 1]
Role = Literal["main", "related", "listed"]


class Making(Asked):
    """A change of the plan's structure: what every deed here is given."""

    __slots__ = ()
    deed = "edit-plan"


def known_keys(plan: Plan) -> frozenset[str]:
    """Every key of an element, row or indicator the plan ever had; texts and ratings of the three share addresses."""
    return frozenset().union(*(keys_given(plan, kind) for kind in KINDS))


def called(plan: Plan, key: str) -> str:
    """An element as a sentence of the history names it; the key where the plan has none such."""
    nodes = {node.key: node for node in document_of(plan).nodes}
    node = nodes.get(key)
    if node is None:
        return f"「{key}」"
    original = nodes.get(node.reprise_of or "")
    title = node.title or (original.title if original else None) or node.text or key
    return f"「{node.number} {title}」" if node.number else f"「{title}」"


def add_node(
    making: Making,
    *,
    parent: str | None,
    title: str,
    number: str | None = None,
    text: str | None = None,
    owner: str | None = None,
    after: str | None = None,
) -> tuple[Done, str]:
    """A new element below ``parent`` (None: at the top), behind its sibling ``after`` or last."""
    return _new(
        making,
        lambda document, taken: nodes.add_node(
            document, parent=parent, title=title, number=number, text=text, owner=owner, after=after, taken=taken
        ),
    )


def change_node(making: Making, *, key: str, **fields: Any) -> Done:
    """New values for title, text, number, owner, partners or terms of an element."""
    return making.change(lambda document: nodes.set_node(document, key=key, **fields))


def rename_node(making: Making, *, key: str, title: str) -> Done:
    """A new title for an element."""
    return change_node(making, key=key, title=title)


def move_node(making: Making, *, key: str, parent: str | None, after: str | None = None) -> Done:
    """An element with all below it under another one (None: at the top)."""
    place = f"{called(making.plan, parent)}の下" if parent is not None else "いちばん上"
    return making.change(
        lambda document: nodes.move_node(document, key=key, parent=parent, after=after),
        f"{called(making.plan, key)}を{place}へ移しました。",
    )


def reorder_node(making: Making, *, key: str, step: Step) -> Done:
    """An element one place up or down among its siblings."""
    return making.change(
        lambda document: nodes.reorder_node(document, key=key, step=step),
        f"{called(making.plan, key)}を一つ{'上' if step < 0 else '下'}へ移しました。",
    )


def end_node(making: Making, *, key: str, last_year: int) -> Done:
    """An element and all below it end with the fiscal year."""
    return making.change(
        lambda document: nodes.end_node(document, key=key, last_year=last_year),
        f"{called(making.plan, key)}を{format_fiscal_year(last_year, '令和5年度')}で終了としました。",
    )


def remove_node(making: Making, *, key: str) -> Done:
    """An element on which nothing hangs goes away."""
    return making.change(lambda document: nodes.remove_node(document, key=key))


def merge_nodes(making: Making, *, source: str, into: str) -> Done:
    """An element becomes part of another; all that belonged to it belongs to the other."""
    return making.change(
        lambda document: nodes.merge_nodes(document, source=source, into=into),
        f"{called(making.plan, source)}を{called(making.plan, into)}に統合しました。",
    )


def add_reprise(
    making: Making, *, original: str, parent: str, inherits: Iterable[str] = ("title",)
) -> tuple[Done, str]:
    """A repeat (再掲) of an element below another, which takes the inherited fields from its original."""
    taken_over = tuple(inherits)
    return _new(
        making,
        lambda document, taken: nodes.add_reprise(
            document, original=original, parent=parent, inherits=taken_over, taken=taken
        ),
        f"{called(making.plan, original)}の再掲を{called(making.plan, parent)}の下に置きました。",
    )


def set_inheritance(making: Making, *, key: str, inherits: Iterable[str]) -> Done:
    """What a repeat takes from its original; what it no longer takes becomes its own."""
    taken_over = tuple(inherits)
    return making.change(lambda document: nodes.set_inheritance(document, key=key, inherits=taken_over))


def link_nodes(
    making: Making, *, key: str, to: str, kind: Literal["related", "causes"], reason: str | None = None
) -> Done:
    """An element linked to another, with the reason."""
    return making.change(lambda document: nodes.set_link(document, key=key, to=to, kind=kind, reason=reason))


def unlink_nodes(making: Making, *, key: str, to: str, kind: str) -> Done:
    """A link of this kind between two elements taken away."""
    return making.change(lambda document: nodes.remove_link(document, key=key, to=to, kind=kind))


def explain_no_indicator(making: Making, *, node: str, reason: str | None) -> Done:
    """Why an element has no indicator; a blank takes the explanation away."""
    return making.change(lambda document: nodes.explain_no_indicator(document, node=node, reason=reason))


def add_indicator(
    making: Making, *, node: str | None, name: str, unit: str | None, code: str | None, role: Role, **more: Any
) -> tuple[Done, str]:
    """A new indicator, placed on the element; ``more`` are other fields of it."""
    return _new(
        making,
        lambda document, taken: indicators.add_indicator(
            document, node=node, name=name, unit=unit, code=code, role=role, taken=taken, **more
        ),
    )


def place_indicator(making: Making, *, indicator: str, node: str, role: Role, code: str | None = None) -> Done:
    """An indicator of the plan on one more element; where it stands elsewhere already, it is marked as a repeat."""

    def edit(document: PlanDocument) -> PlanDocument:
        elsewhere = any(each.indicator == indicator and each.node != node for each in document.placements)
        return indicators.place_indicator(
            document, indicator=indicator, node=node, role=role, code=code, reprise=elsewhere
        )

    return making.change(edit)


def unplace_indicator(making: Making, *, indicator: str, node: str, role: Role) -> Done:
    """An indicator no longer on the element; its values stay."""
    return making.change(
        lambda document: indicators.unplace_indicator(document, indicator=indicator, node=node, role=role)
    )


def reorder_placement(making: Making, *, indicator: str, node: str, role: Role, step: Step) -> Done:
    """An indicator one place up or down among those of the element and role."""
    return making.change(
        lambda document: indicators.reorder_placement(document, indicator=indicator, node=node, role=role, step=step)
    )


def merge_indicators(making: Making, *, source: str, into: str) -> Done:
    """Two indicators that are one and the same: entered once and counted once from now on."""
    names = {each.key: indicator_label(each) for each in document_of(making.plan).indicators}
    return making.change(
        lambda document: indicators.merge_indicators(document, source=source, into=into),
        f"指標「{names.get(source, source)}」を「{names.get(into, into)}」に統合しました。",
    )


def remove_indicator(making: Making, *, key: str) -> Done:
    """An indicator without results goes away, with its targets and placements."""
    return making.change(lambda document: indicators.remove_indicator(document, key=key))


def _new(
    making: Making, make: Callable[[PlanDocument, Collection[str]], tuple[PlanDocument, str]], summary: str = ""
) -> tuple[Done, str]:
    """Store an edit that answers with the document and the key of what it made."""
    keys: list[str] = []

    def edit(document: PlanDocument) -> PlanDocument:
        new, key = make(document, known_keys(making.plan))
        keys.append(key)
        return new

    done = making.change(edit, summary)
    return done, keys[-1]
