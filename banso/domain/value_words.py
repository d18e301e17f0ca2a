"""The values of a plan document as people read them: quantities with units, references as names, choices as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from banso.domain import document as doc
from banso.domain.amounts import parse_amount
from banso.domain.document_words import (
    FORM_WORDS,
    LIST_WORDS,
    SPECIAL_WORDS,
    TEXT_KIND_WORDS,
    VALUE_WORDS,
    field_word,
    period_words,
)
from banso.domain.item import Item
from banso.domain.place_words import Places
from banso.domain.printed_figures import printed_quantity
from banso.domain.quantity import QUANTITY_FIELDS, STATE_LABELS, Quantity, format_amount
from banso.domain.rule_set import Band, RollUp, Rounding, ScaleStep
from banso.domain.rules.wording import METHOD_WORDS, MODE_WORDS, STAGE_WORDS

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEARS = ("year", "first_year", "last_year", "from_year", "reference_year")
_NODES = ("Node.parent", "Node.reprise_of", "Link.to")
_INDICATORS = ("Indicator.parent", "Indicator.per")
_PERCENTS = ("RuleSet.tolerance", "RollUp.cap")
_NUMBERS = ("tolerance", "low", "high")
_IN_PLACE: Mapping[str, tuple[str, ...]] = {
    "Organization": ("key", "name"),
    "Level": ("name",),
    "Vocabulary": ("name",),
    "Node": ("key", "level", "number", "title"),
    "Group": ("key", "node", "title"),
    "RoadmapStep": ("node", "group", "line", "text", "first_year", "last_year"),
    "Indicator": ("key", "code", "name", "qualifier"),
    "Placement": ("indicator", "node"),
    "Target": ("indicator", "year", "final"),
    "Actual": ("indicator", "year", "period"),
    "Judgement": ("indicator", "node", "year", "kind", "by", "value", "step"),
    "Decision": ("node", "year", "vocabulary", "values"),
    "Text": ("node", "indicator", "year", "kind", "heading", "order", "text"),
    "Note": ("mark", "text"),
    "Budget": ("node", "item", "year", "stage", "unit"),
    "Event": ("node", "name"),
    "Table": ("key", "title"),
    "Total": ("label", "where", "level"),
    "RuleSet": ("key", "from_year", "level"),
}
"""Fields that the place or the first words of a summary already tell."""


def quantity_words(quantity: Quantity, unit: str | None = None) -> str:
    """A quantity with its unit and marks: ``約6,000人``, ``12件 (暫定)``, ``未入力``, ``策定``.

    What the paper printed otherwise is kept; where its characters do not say the amount, the amount stands behind.
    """
    if quantity.state is not None:
        label = STATE_LABELS[quantity.state]
        other = quantity.printed is not None and quantity.printed != label
        return label + (f"（印刷は「{quantity.printed}」）" if other else "")
    text = printed_quantity(quantity)
    if quantity.amount is None:
        return text
    figures, mark, behind = text.partition(" (")
    read = parse_amount(figures)
    if unit and not figures.endswith(unit) and read.unit is None:
        figures += unit
    text = figures + mark + behind
    if quantity.printed is not None and (read.quantity is None or read.quantity.amount != quantity.amount):
        text += f"（値は{format_amount(quantity.amount)}）"
    if quantity.approximate and not (read.quantity and read.quantity.approximate):
        text += "（概数）"
    return text


class ValueWords:
    """How values read, with the names that ``places`` knows. A blank value is the empty text."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._items: dict[type[Item], Callable[[Any], str]] = {
            doc.Baseline: self._baseline,
            doc.Measured: lambda item: quantity_words(item, item.unit),
            doc.Link: self._link,
            doc.ExternalNode: self._external,
            doc.RoadmapStep: self._step,
            doc.Column: lambda item: "・".join(item.path) + (f"（{item.unit}）" if item.unit else ""),
            doc.Scope: self._scope,
            Rounding: _rounding,
            Band: _band,
            RollUp: _roll_up,
            ScaleStep: lambda item: f"{item.step}：{item.label}" + (f"（{item.picture}）" if item.picture else ""),
        }

    def of_field(self, kind: str, field: str, value: Any, item: Item | None = None) -> str:
        """The value of a field of the type named ``kind``; ``item``, where known, gives a cumulative its unit."""
        place = f"{kind}.{field}"
        if value is None or value in ((), "", {}):
            return ""
        if isinstance(value, bool):
            return "あり" if value else "なし"
        if place in VALUE_WORDS:
            return VALUE_WORDS[place].get(str(value), str(value))
        if field in _YEARS:
            return self._places.year(value)
        if place in _NODES or (field == "node" and isinstance(value, str)):
            return self._places.node(value)
        if place in _INDICATORS or (field == "indicator" and isinstance(value, str)):
            return self._places.indicator(value)
        if place in _PERCENTS:
            return f"{format_amount(value)}%"
        special = self._special(place, value)
        if special is not None:
            return special
        if isinstance(value, Decimal):
            return format_amount(value) + (self._unit(item) or "")
        if isinstance(value, Mapping):
            return "、".join(f"{name}：{self._plain(part)}" for name, part in value.items())
        return self._plain(value)

    def summary(self, item: Item) -> str:
        """What an added or removed item holds, beside what its place already tells."""
        kind = type(item).__name__
        skipped = set(_IN_PLACE.get(kind, ()))
        parts = [part for part in (self._first(item),) if part]
        if isinstance(item, Quantity):
            skipped |= {*QUANTITY_FIELDS, "unit"}
        stated = []
        for field in fields(item):
            # What stands as printed goes without saying; only a proposal, a draft or an assumption is told.
            if field.name in skipped or getattr(item, field.name) in (False, "stated"):
                continue
            words = self.of_field(kind, field.name, getattr(item, field.name), item)
            if words:
                stated.append(f"{field_word(kind, field.name)}：{words}")
        if parts and stated:
            return f"{parts[0]}（{'、'.join(stated)}）"
        return parts[0] if parts else "、".join(stated)

    def quantity(self, item: Quantity) -> str:
        """The quantity of a target, an actual … with the unit of its indicator, or its own."""
        return quantity_words(item, self._unit(item))

    def _first(self, item: Item) -> str:
        match item:
            case doc.RoadmapStep():
                return self._step(item)
            case Quantity():
                return self.quantity(item)
            case doc.Judgement():
                return item.value or (f"{item.step}" if item.step is not None else "")
            case doc.Decision():
                return "・".join(item.values)
            case doc.Text() | doc.Note():
                return item.text
            case _:
                return ""

    def _special(self, place: str, value: Any) -> str | None:
        """Fields that read otherwise than their type; None for all others."""
        match place:
            case "Node.inherits":
                known = {**TEXT_KIND_WORDS, "title": "名称"}
                return "、".join(known.get(name, name) for name in value)
            case "Group.members" | "Scope.nodes":
                return "".join(self._places.node(key) for key in value)
            case "RoadmapStep.group":
                return self._places.group(value)
            case "Note.at":
                return "、".join(map(self._places.at, value))
            case "Node.level" | "Total.level" | "RuleSet.level":
                return self._places.level(value)
            case "Actual.period":
                return period_words(value)
            case "Actual.as_of":
                date = _DATE.fullmatch(value)
                return f"{date[1]}年{int(date[2])}月{int(date[3])}日" if date else str(value)
            case "Indicator.decimals":
                return f"小数第{value}位まで" if value else "整数"
            case "RoadmapStep.line":
                return f"{value}段目"
            case "Placement.order" | "Text.order":
                return f"{value}番目"
            case "Table.total_row":
                return f"{value + 1}行目"
            case "Table.rows":
                return "／".join("、".join(row) for row in value)
            case "Indicator.rule":
                return "、".join(
                    f"{self._rule_name(name)}：{self._rule_value(name, part)}" for name, part in value.items()
                )
            case "RuleSet.special":
                return "、".join(f"{_special_words(case)}：{_special_words(part)}" for case, part in value.items())
            case "Total.where":
                return "、".join(
                    self._places.node(part) if name == "node" else f"{name}：{part}" for name, part in value.items()
                )
            case "Scope.form":
                return FORM_WORDS.get(value, "その他の様式")
            case "Scope.covers":
                return "、".join(LIST_WORDS.get(name, "その他") for name in value)
            case _:
                return None

    def _plain(self, value: Any) -> str:
        if isinstance(value, Item):
            known = self._items.get(type(value))
            return known(value) if known else self._in_full(value)
        if isinstance(value, (tuple, list)):
            return "、".join(map(self._plain, value))
        return str(value)

    def _in_full(self, item: Item) -> str:
        kind = type(item).__name__
        read = ((field.name, self.of_field(kind, field.name, getattr(item, field.name))) for field in fields(item))
        return "・".join(f"{field_word(kind, name)}：{words}" for name, words in read if words)

    def _unit(self, item: Item | Quantity | None) -> str | None:
        own: str | None = getattr(item, "unit", None)
        indicator: str | None = getattr(item, "indicator", None)
        return own or (self._places.unit(indicator) if indicator is not None else None)

    def _baseline(self, item: doc.Baseline) -> str:
        return quantity_words(item) + (f"（{self._places.year(item.year)}）" if item.year is not None else "")

    def _external(self, item: doc.ExternalNode) -> str:
        words = " ".join(part for part in (item.number, item.title, item.owner) if part)
        years = [self._places.year(each) if each is not None else "" for each in (item.first_year, item.last_year)]
        return f"{words}（{'～'.join(years)}）" if any(years) else words

    def _link(self, item: doc.Link) -> str:
        other = (
            self._places.node(item.to) if item.to else f"他計画の{self._plain(item.external)}" if item.external else ""
        )
        return f"{VALUE_WORDS['Link.kind'][item.kind]}：{other}" + (f"（{item.reason}）" if item.reason else "")

    def _step(self, item: doc.RoadmapStep) -> str:
        first, last = self._places.year(item.first_year), self._places.year(item.last_year)
        return f"{item.text}（{first if first == last else f'{first}～{last}'}）"

    def _scope(self, item: doc.Scope) -> str:
        year = f" {self._places.year(item.year)}" if item.year is not None else ""
        return FORM_WORDS.get(item.form, "その他の様式") + year + "".join(map(self._places.node, item.nodes))

    def _rule_name(self, name: str) -> str:
        known = {"low": "範囲の下限", "high": "範囲の上限"}
        try:
            return known.get(name) or field_word("RuleSet", name)
        except KeyError:
            return "その他の決まり"

    def _rule_value(self, name: str, value: Any) -> str:
        """A part of an indicator's own rule, which papers and JSON files may hold as plain data."""
        try:
            if name == "rounding" and isinstance(value, Mapping):
                return _rounding(Rounding(**{str(part): each for part, each in value.items()}))
            if name == "bands":
                return "、".join(_band(each if isinstance(each, Band) else _band_of(each)) for each in value)
            return self.of_field("RuleSet", name, Decimal(str(value)) if name in _NUMBERS else value)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
            return "読めない決まり"


def _band_of(data: Mapping[str, Any]) -> Band:
    low = data.get("from", data.get("from_"))
    return Band(
        grade=str(data.get("grade", "")),
        from_=None if low is None else Decimal(str(low)),
        above=bool(data.get("above")),
    )


def _rounding(item: Rounding) -> str:
    digits = f"小数第{item.digits}位まで" if item.digits else "整数に"
    unit = f"、{VALUE_WORDS['Rounding.unit'][item.unit]}" if item.unit else ""
    return f"{digits}{MODE_WORDS[item.mode]}・{STAGE_WORDS[item.stage]}{unit}"


def _band(item: Band) -> str:
    bound = "それ未満" if item.from_ is None else f"{format_amount(item.from_)}%{'超' if item.above else '以上'}"
    formula = f"（{VALUE_WORDS['Band.by'][item.by]}で測る）" if item.by else ""
    return f"{item.grade}＝{bound}{formula}" + (f"（条件：{item.condition}）" if item.condition else "")


def _roll_up(item: RollUp) -> str:
    cap = f"・率の上限{format_amount(item.cap)}%" if item.cap is not None else ""
    return f"{METHOD_WORDS[item.method]}・分母は{VALUE_WORDS['RollUp.denominator'][item.denominator]}{cap}"


def _special_words(code: str) -> str:
    kind, _, grade = code.partition(":")
    if grade and kind in ("grade", "mark"):
        return f"評価「{grade}」にする" if kind == "grade" else f"「{grade}」と書く"
    return SPECIAL_WORDS.get(code, "その他の扱い")
