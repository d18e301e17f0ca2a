"""Indicators: adding, describing, placing on nodes (再掲), merging two that are one, removing what has no results."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any, Literal

from banso.domain.address import join
from banso.domain.document import Indicator, Placement, PlanDocument
from banso.domain.edits.access import exchanged, indicator_of, node_of, place_of, stored
from banso.domain.edits.indicator_merge import merge_indicators
from banso.domain.edits.keys import fresh_key, used_keys
from banso.domain.edits.refusal import EditRefused
from banso.domain.match import indicator_label
from banso.domain.numbering import format_number, natural_key, ordinal

__all__ = [
    "add_indicator",
    "merge_indicators",
    "place_indicator",
    "remove_indicator",
    "reorder_placement",
    "set_indicator",
    "unplace_indicator",
]

Role = Literal["main", "related", "listed"]
_FIELDS = {field.name for field in fields(Indicator)} - {"key"}


def add_indicator(
    document: PlanDocument,
    *,
    node: str | None,
    name: str,
    unit: str | None = None,
    code: str | None = None,
    role: Role = "main",
    taken: Collection[str] = (),
    **more: Any,
) -> tuple[PlanDocument, str]:
    """A new indicator, placed on ``node`` where one is named, and its key; ``more`` are other fields of Indicator.

    Its key is its code, else the next in the manner of the node's indicators. Refuses a blank name and a code that
    another indicator has.
    """
    if node is not None:
        node_of(document, node)
    code = (code or "").strip() or None
    wished = code or _next_key(document, node, taken)
    key = fresh_key(document, wished, taken)
    added = replace(document, indicators=(*document.indicators, Indicator(key=key, name=key)))
    added = set_indicator(added, key=key, name=name, unit=unit, code=code, **more)
    return (added if node is None else place_indicator(added, indicator=key, node=node, role=role, code=code)), key


def set_indicator(document: PlanDocument, *, key: str, **values: Any) -> PlanDocument:
    """The indicator with new values for fields of Indicator except its key; blank words mean not stated.

    Refuses a blank name, a code another indicator has, and a parent that stands below the indicator or is none.
    """
    if unknown := set(values) - _FIELDS:
        raise TypeError(f"set_indicator has no field {', '.join(sorted(unknown))}")
    indicator = indicator_of(document, key)
    new: dict[str, Any] = {
        name: (value.strip() or None) if isinstance(value, str) else value for name, value in values.items()
    }
    if "name" in new and not new["name"]:
        raise EditRefused("指標の名称が空です。名称を入れてください。")
    if code := new.get("code"):
        for other in document.indicators:
            if other.code == code and other.key != key:
                raise EditRefused(
                    f"番号「{code}」は指標「{indicator_label(other)}」が使っています。別の番号を入れてください。"
                )
    if new.get("decimals") is not None and not 0 <= new["decimals"] <= 10:
        raise EditRefused("小数の桁数は0から10までの整数で入れてください。")
    for name, words in (("parent", "内訳の元（うち数の全体）"), ("per", "割り算の元")):
        if new.get(name) is not None:
            _no_circle(document, indicator, new[name], name, words)
    return replace(document, indicators=exchanged(document.indicators, indicator, replace(indicator, **new)))


def place_indicator(
    document: PlanDocument,
    *,
    indicator: str,
    node: str,
    role: Role = "main",
    code: str | None = None,
    order: int | None = None,
    reprise: bool = False,
) -> PlanDocument:
    """The indicator on one more node, or with new code, order and mark where it is placed so already.

    It is still entered once and counted once. A listed one goes behind the last of the node's list.
    """
    indicator_of(document, indicator)
    node_of(document, node)
    if order is None and role == "listed":
        orders = [each.order or 0 for each in document.placements if each.node == node and each.role == role]
        order = max(orders, default=0) + 1
    place = _placed(document, indicator, node, role)
    if place is not None and order is not None:
        order = document.placements[place].order or order
    new = Placement(indicator=indicator, node=node, code=code or None, role=role, order=order, reprise=reprise)
    return replace(document, placements=stored(document.placements, place, new))


def unplace_indicator(document: PlanDocument, *, indicator: str, node: str, role: Role) -> PlanDocument:
    """The indicator no longer on the node in this role; its values stay. Refuses where it is not placed so."""
    place = _placed(document, indicator, node, role)
    if place is None:
        raise EditRefused("その指標は、この項目にはもう置かれていません。画面を開き直してください。")
    return replace(document, placements=stored(document.placements, place, None))


def reorder_placement(
    document: PlanDocument, *, indicator: str, node: str, role: Role, step: Literal[-1, 1]
) -> PlanDocument:
    """The indicator one place up (-1) or down (+1) among those of the node and role; at the end nothing moves."""
    if _placed(document, indicator, node, role) is None:
        raise EditRefused("その指標は、この項目にはもう置かれていません。画面を開き直してください。")
    slots = [place for place, each in enumerate(document.placements) if each.node == node and each.role == role]
    row = [document.placements[slot] for slot in slots]
    # Sheets print by order, those without behind; the list itself is the order where nobody gave one.
    row.sort(key=lambda each: each.order if each.order is not None else 1_000_000)
    here = next(index for index, each in enumerate(row) if each.indicator == indicator)
    there = here + step
    if not 0 <= there < len(row):
        return document
    row[here], row[there] = row[there], row[here]
    placements = list(document.placements)
    if role == "listed" or any(each.order is not None for each in row):
        ranks = {each.indicator: rank for rank, each in enumerate(row, 1)}
        for slot in slots:
            placements[slot] = replace(placements[slot], order=ranks[placements[slot].indicator])
    else:
        for slot, each in zip(slots, row, strict=True):
            placements[slot] = each
    return replace(document, placements=tuple(placements))


def remove_indicator(document: PlanDocument, *, key: str) -> PlanDocument:
    """The document without an indicator that has no results; its placements, targets and waiting cells go with it.

    Refuses where results, texts, judgements or sub-indicators would be lost.
    """
    indicator = indicator_of(document, key)
    kept = {
        "実績": sum(each.indicator == key and each.state != "not-entered" for each in document.actuals),
        "文章": sum(each.indicator == key for each in document.texts),
        "評価": sum(each.indicator == key for each in document.judgements),
        "内訳の指標": sum(key in (each.parent, each.per) for each in document.indicators),
    }
    if any(kept.values()):
        what = "、".join(f"{name}{count}件" for name, count in kept.items() if count)
        raise EditRefused(
            f"指標「{indicator_label(indicator)}」には{what}があるので、消せません。"
            "使わなくなったときは、項目から外すか、別の指標に統合してください。"
        )
    own = tuple(join(kind, key) for kind in ("indicator", "target", "actual"))
    notes = tuple(
        replace(
            note, at=tuple(at for at in note.at if not any(at == each or at.startswith(each + "/") for each in own))
        )
        for note in document.notes
    )
    return replace(
        document,
        indicators=tuple(each for each in document.indicators if each.key != key),
        placements=tuple(each for each in document.placements if each.indicator != key),
        targets=tuple(each for each in document.targets if each.indicator != key),
        actuals=tuple(each for each in document.actuals if each.indicator != key),
        notes=tuple(note for note, old in zip(notes, document.notes, strict=True) if note.at or not old.at),
    )


def _placed(document: PlanDocument, indicator: str, node: str, role: str) -> int | None:
    return place_of(
        document.placements, lambda each: each.indicator == indicator and each.node == node and each.role == role
    )


def _next_key(document: PlanDocument, node: str | None, taken: Collection[str]) -> str:
    """The next free key behind the last of the indicators on the node, else of the plan: 2-8 → 2-9."""
    near = [each.indicator for each in document.placements if each.node == node and not each.reprise]
    if node is not None and not near:
        return f"{node}-1"
    last = max(near or [each.key for each in document.indicators], key=natural_key, default="0")
    used = used_keys(document) | set(taken)
    place = ordinal(last)
    try:
        while place is not None:
            place += 1
            if (key := format_number(place, last)) not in used:
                return key
    except ValueError:
        pass  # The style has no more signs: ㊿ is the last.
    return f"{last}-2"


def _no_circle(document: PlanDocument, indicator: Indicator, wanted: str, field: str, words: str) -> None:
    above: Indicator | None = indicator_of(document, wanted)
    known = {each.key: each for each in document.indicators}
    seen: set[str] = set()
    while above is not None and above.key not in seen:
        if above.key == indicator.key:
            raise EditRefused(
                f"指標「{indicator_label(indicator)}」の{words}に、その指標自身やその内訳は選べません。別の指標を選んでください。"
            )
        seen.add(above.key)
        above = known.get(getattr(above, field) or "")
