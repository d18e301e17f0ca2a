"""What the items of a budget mean: cost, a fund by its source, general funds, deposit, staff, unit cost.

Papers name them differently (国費, 国庫支出金; 市債, 地方債; 所要一般財源, 一般財源). The printed name stays in the document, the
meaning is found here by the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from banso.domain.text import fold

Stage = Literal["budget", "revised", "settlement", "estimate"]
STAGES: Final[tuple[Stage, ...]] = ("budget", "revised", "settlement", "estimate")
"""当初予算, 補正予算, 決算, 見込み, in the order of their columns."""

Meaning = Literal["cost", "fund", "general", "deposit", "staff", "unit-cost", "personnel", "full", "part"]

COST: Final = "事業費"
NATIONAL, PREFECTURAL, BONDS, OTHER = "国庫支出金", "県支出金", "地方債", "その他"
GENERAL: Final = "一般財源"
DEPOSIT: Final = "うち預託金"
STAFF: Final = "従事人員"
UNIT_COST: Final = "人件費単価"
PERSONNEL: Final = "概算人件費"
SOURCES: Final = (NATIONAL, PREFECTURAL, BONDS, OTHER)
"""The sources of special funds (特定財源) in the order offices print them."""

THOUSAND_YEN: Final = "千円"
PERSONS: Final = "人"

_WORDS: Final[dict[Meaning, str]] = {
    "cost": "事業費|総事業費|直接事業費|事業費総額|事業費計|事業費合計|予算額|決算額|事業予算|事業決算",
    "general": "一般財源|所要一般財源|うち一般財源|市一般財源|町一般財源|村一般財源|市費|町費|村費|自己財源",
    "deposit": "預託金|預託額|預託金額|うち預託|預託",
    "staff": "従事人員|従事職員数|従事職員|従事者数|従事人数|人工|人工数|職員数|業務量|所要人員|人員|fte",
    "unit-cost": "人件費単価|平均人件費|職員人件費単価|1人当たり人件費|一人当たり人件費|職員平均給与|平均給与",
    "personnel": "概算人件費|人件費|職員人件費|人件費概算|概算職員人件費|人件費計|人件費合計",
    "full": "総コスト|トータルコスト|フルコスト|総経費|事業費+人件費|総事業コスト",
}
_SOURCES: Final = {
    NATIONAL: "国庫支出金|国支出金|国費|国庫補助金|国庫|国庫負担金|国補助金",
    PREFECTURAL: "県支出金|道支出金|府支出金|都支出金|都道府県支出金|県費|道費|府費|都費|県補助金|都補助金|都道府県費",
    BONDS: "地方債|市債|町債|村債|県債|都債|起債|公債|借入金",
    OTHER: "その他|その他特定財源|その他財源|その他の財源|その他特財|その他の特定財源|特定財源その他|使用料手数料",
}
_BEFORE = re.compile(r"^(?:うち|内|財源内訳|財源|\(うち\)|[・:/\-]|[①-⑳]|\(\d+\)|\d+[.)])+")
_GRADE = re.compile(r"[(\[](?P<grade>[^()\[\]]+)[)\]]$")
_UNITS: Final = {
    "円": Decimal("0.001"),
    "千円": Decimal(1),
    "万円": Decimal(10),
    "十万円": Decimal(100),
    "百万円": Decimal(1000),
    "千万円": Decimal(10_000),
    "億円": Decimal(100_000),
}
"""Units of money in thousands of yen."""


@dataclass(frozen=True, slots=True)
class MoneyItem:
    """The meaning of an item: ``source`` for a fund (国庫支出金), ``grade`` of staff (会計年度任用職員), folded."""

    meaning: Meaning
    source: str = ""
    grade: str = ""


@cache
def item_of(name: str) -> MoneyItem:
    """The meaning of an item's printed name; what is no known word is a part of the cost by itself (``part``)."""
    words = fold(name).replace("＋", "+")
    grade = ""
    bracket = _GRADE.search(words)
    if bracket is not None:
        words, grade = words[: bracket.start()], bracket["grade"]
    if grade in _UNITS or grade in ("人", "fte", "単位:千円", "単位:円", "単位:人"):
        grade = ""
    for candidate in (words, _BEFORE.sub("", words)):
        for meaning, known in _WORDS.items():
            if candidate in known.split("|"):
                return MoneyItem(meaning, grade=grade if meaning in ("staff", "unit-cost") else "")
        for source, known in _SOURCES.items():
            if candidate in known.split("|"):
                return MoneyItem("fund", source=source)
    return MoneyItem("part")


def in_thousands(amount: Decimal, unit: str | None) -> Decimal | None:
    """The amount in 千円, exactly; without a unit it is in 千円. None for a unit that is no money."""
    factor = Decimal(1) if unit is None else _UNITS.get(fold(unit))
    return None if factor is None else amount * factor
