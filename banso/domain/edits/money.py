"""Amounts of money as they are typed: ``2,500``, ``２，５００千円``, ``250万円``, ``1億2,000万円``, ``△638``, ``0.5人``.

An amount is stored in the unit its row has in the plan (千円 where nothing is known), converted exactly. A blank takes the
entry away, a dash or a state (集計中) stands as it is, and words that are no amount are refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from banso.domain.amounts import ParsedAmount, parse_amount
from banso.domain.document import Budget, PlanDocument
from banso.domain.edits.access import named, node_of, place_of, stored
from banso.domain.edits.refusal import EditRefused
from banso.domain.money import Column
from banso.domain.money_items import PERSONS, STAGES, THOUSAND_YEN, Stage, in_thousands, item_of
from banso.domain.quantity import QUANTITY_FIELDS, Quantity
from banso.domain.text import fold, nfkc, squeeze

_LARGE = re.compile(
    r"^(?P<sign>[△▲\-−])?(?:(?P<oku>[\d,]+(?:\.\d+)?)億)?(?:(?P<man>[\d,]+(?:\.\d+)?)万)?(?:(?P<thousand>[\d,]+)千)?円?$"
)
_OF_STAFF: Final = ("人", "fte", "人工", "人分", "人役")
_NARROW = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_LONGEST = 40


def enter_budget(document: PlanDocument, *, node: str, item: str, year: int, stage: Stage, text: str) -> PlanDocument:
    """Money (or staff) of a node as typed. The same amount typed again changes nothing.

    Refuses what is no amount, a unit that is no money, a negative number of persons, and a year that is neither in the
    plan nor beside it (an estimate of the year after the last is usual).
    """
    known = node_of(document, node)
    if not item or item != item.strip() or len(item) > _LONGEST or stage not in STAGES:
        raise EditRefused("この欄には金額を入れられません。画面を開き直して、もう一度入力してください。")
    place = place_of(
        document.budgets,
        lambda each: each.node == node and each.item == item and each.year == year and each.stage == stage,
    )
    old = None if place is None else document.budgets[place]
    if not squeeze(text):
        kept = old is None or old.state == "not-entered"
        return document if kept else replace(document, budgets=stored(document.budgets, place, None))
    if old is None:
        _near_plan(document, year)
    unit = old.unit if old is not None else unit_of(document, item)
    quantity = _typed(text, item, unit, f"{named(known)}の{item}")
    new = Budget(
        node=node,
        item=item,
        year=year,
        stage=stage,
        unit=unit,
        total=old.total if old is not None else False,
        **_parts(quantity),
    )
    if old is not None and _parts(old) == _parts(new):
        return document
    return replace(document, budgets=stored(document.budgets, place, new))


def unit_of(document: PlanDocument, item: str) -> str:
    """The unit of an item: as elsewhere in the plan, else 人 for staff and 千円 for money."""
    used = next((each.unit for each in document.budgets if each.item == item and each.unit), None)
    return used or (PERSONS if item_of(item).meaning == "staff" else THOUSAND_YEN)


def copy_column(
    document: PlanDocument, *, source: Column, to: Column, nodes: Collection[str] | None = None
) -> PlanDocument:
    """The amounts of one column into another where nothing stands yet: the estimate becomes the budget of its year.

    ``nodes`` narrows it. Amounts only: a dash or 集計中 belongs to its own column. What stands is never overwritten.
    """
    _near_plan(document, to.year)
    there = {
        (each.node, each.item): position
        for position, each in enumerate(document.budgets)
        if (each.year, each.stage) == (to.year, to.stage)
    }
    budgets = list(document.budgets)
    for each in document.budgets:
        if (each.year, each.stage) != (source.year, source.stage) or each.amount is None:
            continue
        if nodes is not None and each.node not in nodes:
            continue
        copied = replace(each, year=to.year, stage=to.stage)
        position = there.get((each.node, each.item))
        if position is None:
            budgets.append(copied)
        elif budgets[position].state == "not-entered":
            budgets[position] = copied
    return (
        document
        if len(budgets) == len(document.budgets) and budgets == [*document.budgets]
        else replace(document, budgets=tuple(budgets))
    )


def _typed(text: str, item: str, unit: str | None, where: str) -> Quantity:
    words = squeeze(text).translate(_NARROW)
    large = _large(words)
    parsed = ParsedAmount(Quantity(amount=large), unit="円") if large is not None else parse_amount(words)
    quantity = parsed.quantity
    if quantity is None or quantity.value is not None:
        raise EditRefused(
            f"{where}の「{words[:30]}」は金額として読めません。数字（2,500、△638）か、決まっていないときは「—」を入れてください。"
        )
    if quantity.amount is None:
        return quantity
    amount = _in_unit(quantity.amount, parsed.unit, unit, item, where)
    if item_of(item).meaning in ("staff", "unit-cost") and amount < 0:
        raise EditRefused(f"{where}が負の数です。0以上の数を入れてください。")
    return quantity if amount == quantity.amount else replace(quantity, amount=amount, printed=None)


def _large(words: str) -> Decimal | None:
    """An amount with 億, 万 and 千 inside, in yen; None for all other words."""
    match = _LARGE.match(nfkc(words).replace(" ", ""))
    if match is None or not (match["oku"] or match["man"]) or not words.rstrip().endswith(("円", "億", "万", "千")):
        return None
    parts = ((match["oku"], 10**8), (match["man"], 10**4), (match["thousand"], 10**3))
    amount = sum((Decimal(part.replace(",", "")) * times for part, times in parts if part), Decimal(0))
    return -amount if match["sign"] else amount


def _in_unit(amount: Decimal, typed: str | None, unit: str | None, item: str, where: str) -> Decimal:
    """The amount in the row's unit. Refuses a typed unit that cannot become it."""
    if typed is None or fold(typed) == fold(unit or ""):
        return amount
    if item_of(item).meaning == "staff" and fold(typed) in _OF_STAFF:
        return amount
    factor = in_thousands(Decimal(1), unit)
    thousands = in_thousands(amount, typed)
    if item_of(item).meaning == "staff" or factor is None or thousands is None:
        raise EditRefused(
            f"{where}の単位「{typed}」が、この欄の単位「{unit}」と違います。「{unit}」の数だけを入れてください。"
        )
    return (thousands / factor).normalize() + 0


def _near_plan(document: PlanDocument, year: int) -> None:
    first, last = document.first_year, document.last_year
    if (first is not None and year < first - 1) or (last is not None and year > last + 1):
        raise EditRefused(
            f"{year}年度は計画期間（{first}～{last}年度）とその前後の年度の外です。設定で計画期間を確かめてください。"
        )


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in QUANTITY_FIELDS}
