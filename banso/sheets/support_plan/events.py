"""Tables of exhibitions and similar events."""

from __future__ import annotations

import re
from dataclasses import fields

from banso.domain.amounts import parse_amount
from banso.domain.document import Event, Measured
from banso.domain.quantity import Quantity
from banso.domain.text import fold
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.labels import narrow
from banso.sheets.support_plan.lines import Block, Line

_QUANTITY = tuple(each.name for each in fields(Quantity))
_COLUMNS = {
    "days": re.compile(r"開催?(?:期間)?日数|開催期間|会期|日数"),
    "visitors": re.compile(r"来場(?:者|人)?数|来場(?:見込|予定)者?数?|入場者数|来客数|集客数"),
    "exhibitors": re.compile(r"出展(?:者|社|企業|事業者)?数|出店(?:者|社)?数|参加(?:社|者|企業)数"),
    "outline": re.compile(r"概要|内容|特徴|主催.*"),
}
_KIND = re.compile(r"[(]\s*(b\s*t\s*o\s*[bc]|b2[bc])\s*[)]\s*[:：]?$", re.IGNORECASE)
_BRACKET = re.compile(r"[(]([^()]{1,20})[)]\s*[:：]?$")


def event_columns(block: Block) -> dict[str, int] | None:
    """The columns of a table of events by what they hold; None for any other table."""
    if len(block.rows) < 2:
        return None
    found: dict[str, int] = {}
    for cell in block.rows[0].cells:
        for name, pattern in _COLUMNS.items():
            if pattern.fullmatch(fold(cell.text)):
                found[name] = cell.column
    return found if len({"days", "visitors", "exhibitors"} & set(found)) >= 2 else None


def take_events(facts: Facts, block: Block, columns: dict[str, int], node: str, caption: Line | None) -> None:
    """The rows of a table of events into ``facts``; what is in the bracket of the caption is their kind."""
    kind = _kind(facts, caption)
    for row in block.rows[1:]:
        texts = {cell.column: cell.text for cell in row.cells}
        name = next((cell.text for cell in row.cells if cell.column not in columns.values()), "")
        if not name:
            continue
        values = {
            field: _measured(texts.get(columns[field], ""))
            for field in ("days", "visitors", "exhibitors")
            if field in columns
        }
        outline = texts.get(columns["outline"]) if "outline" in columns else None
        facts.events.append(
            Event(node=node, name=" ".join(name.split("\n")), kind=kind, outline=outline or None, **values)
        )


def _kind(facts: Facts, caption: Line | None) -> str | None:
    if caption is None:
        return None
    line = narrow(caption.text).strip()
    trade = _KIND.search(line)
    if trade:
        usual = re.sub(r"(?i)\s*(?:t\s*o|2)\s*", " to ", "".join(trade[1].split())).upper().replace("TO", "to")
        if fold(trade[1]) == fold(usual) and trade[1] != usual:
            facts.doubt(
                "blank-inside",
                "hint",
                caption.place,
                f"「{trade[1]}」の中の空白は抽出の跡とみて取り、「{usual}」と読みました。",
                trade[1],
            )
        return usual
    bracket = _BRACKET.search(line)
    return bracket[1].strip() if bracket else None


def _measured(text: str) -> Measured | None:
    parsed = parse_amount(text)
    if parsed.quantity is None:
        return None
    # Days are counted in days: only another unit (か月) is worth keeping.
    unit = None if parsed.unit in ("日", "日間") else parsed.unit
    return Measured(unit=unit, **{name: getattr(parsed.quantity, name) for name in _QUANTITY})
