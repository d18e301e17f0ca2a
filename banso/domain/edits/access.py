"""Finding what an edit is about, or refusing; changing one item of a long list and leaving all others as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from banso.domain.document import Group, Indicator, Node, PlanDocument
from banso.domain.edits.refusal import EditRefused

T = TypeVar("T")


def node_of(document: PlanDocument, key: str) -> Node:
    """The node of a key. Raises EditRefused where there is none."""
    for node in document.nodes:
        if node.key == key:
            return node
    raise EditRefused(f"項目「{key}」は、この計画にありません。画面を開き直して、もう一度操作してください。")


def indicator_of(document: PlanDocument, key: str) -> Indicator:
    """The indicator of a key. Raises EditRefused where there is none."""
    for indicator in document.indicators:
        if indicator.key == key:
            return indicator
    raise EditRefused(f"指標「{key}」は、この計画にありません。画面を開き直して、もう一度操作してください。")


def group_of(document: PlanDocument, key: str) -> Group:
    """The group (row of a sheet) of a key. Raises EditRefused where there is none."""
    for group in document.groups:
        if group.key == key:
            return group
    raise EditRefused(f"シートの行「{key}」は、この計画にありません。画面を開き直して、もう一度操作してください。")


def place_of(items: tuple[T, ...], wanted: Callable[[T], bool]) -> int | None:
    """The position of the first wanted item."""
    return next((position for position, item in enumerate(items) if wanted(item)), None)


def exchanged(items: tuple[T, ...], old: T, new: T) -> tuple[T, ...]:
    """The items with this very one exchanged."""
    position = place_of(items, lambda item: item is old)
    return items if position is None else stored(items, position, new)


def stored(items: tuple[T, ...], position: int | None, new: T | None) -> tuple[T, ...]:
    """The items with ``new`` at the position (behind all where that is None); without ``new`` what stood there goes.

    What is new goes to the end, so that the difference holds the new item alone and no order of a whole list.
    """
    added = () if new is None else (new,)
    if position is None:
        return (*items, *added)
    return (*items[:position], *added, *items[position + 1 :])


def named(node: Node) -> str:
    """A node as a sentence names it: 「① 創業支援」."""
    return f"「{' '.join(part for part in (node.number, node.title) if part) or node.key}」"


def within_plan(document: PlanDocument, *years: int) -> None:
    """Refuses years outside the plan's period."""
    first, last = document.first_year, document.last_year
    for year in years:
        if (first is not None and year < first) or (last is not None and year > last):
            raise EditRefused(
                f"{year}年度は計画期間（{_year(first)}～{_year(last)}）の外です。"
                "期間内の年度を選ぶか、設定で計画期間を変えてください。"
            )


def _year(year: int | None) -> str:
    return "未定" if year is None else f"{year}年度"
