"""Says for each cell of a row which column of the table it belongs to, also where an extraction has moved or lost cells.

The cells of a row keep their order. Among all ways to give them to the columns in that order, the one is taken that fits
best: by what the cells say, by the headings above them where merged cells are known, and by where the other rows stand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from banso.domain.amounts import parse_amount
from banso.domain.indicator_name import is_unit, read_indicator_name
from banso.domain.numbering import split_number
from banso.domain.text import is_dash, nfkc
from banso.sheets.grid import Cell
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.labels import Heading

_UNDER_HEADING = 20.0
_USUAL_PLACE = 2.5
_SKIPPED = -9.0
_BARE_NUMBER = re.compile(r"^[(（【]?(?:[0-9０-９]{1,3}|[①-⑳Ⅰ-Ⅻ]|[A-ZＡ-Ｚ])[)）】]?[.．]?$")
_PLAIN_NUMBER = re.compile(r"^[-△▲]?\d[\d.,]*[^\s\d.]{0,2}$")
_BOTH = re.compile(r"^[^()]*\([^()]*(?:\([^()]*\))?[^()]*\)$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of the table for the cells of a row; ``level`` is the place of an element's column from the left."""

    heading: Heading
    role: labels.Role
    level: int = -1


@dataclass(frozen=True, slots=True)
class Given:
    """The cells of a row by the slots' places, those that fit nowhere, and whether the row stands out of line."""

    cells: dict[int, Cell]
    skipped: tuple[Cell, ...]
    shifted: bool


def slots_of(headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], *, spans_known: bool) -> tuple[Slot, ...]:
    """The slots of a table. A heading of the top element may cover a column of kinds (共通戦略) as well."""
    slots: list[Slot] = []
    levels = 0
    for heading in headings:
        if heading.role == "number":
            continue
        if heading.role == "level":
            if (
                levels == 0
                and not any(one.role == "kind" for one in headings)
                and _has_kinds(heading, headings, rows, spans_known)
            ):
                slots.append(Slot(heading, "kind"))
            slots.append(Slot(heading, "level", levels))
            levels += 1
        else:
            slots.append(Slot(heading, heading.role))
    return tuple(slots)


def _has_kinds(
    heading: Heading, headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], spans_known: bool
) -> bool:
    if spans_known:
        return any(len([cell for cell in row if heading.first <= cell.column <= heading.last]) > 1 for row in rows)
    levels = len([one for one in headings if one.role == "level"])
    before = []
    for row in rows:
        count = 0
        for cell in row:
            if _is_figure(cell.text) or _PLAIN_NUMBER.match(nfkc(cell.text)) or len(cell.text) > 60:
                break
            count += not (labels.is_flag(cell.text) or is_unit(cell.text))
        before.append(count)
    return max(before, default=0) >= levels + 2


def with_numbers(row: Sequence[Cell], headings: Sequence[Heading]) -> tuple[Cell, ...]:
    """The row with a number that stands in a cell of its own put before what it numbers."""
    edge = next((heading.last for heading in headings if heading.role == "indicator"), 0)
    cells: list[Cell] = []
    waiting: Cell | None = None
    for cell in row:
        if waiting is not None:
            joins = cell.column == waiting.last_column + 1 and not (
                labels.is_flag(cell.text) or _is_figure(cell.text) or is_unit(cell.text) or _is_value(cell.text)
            )
            if joins:
                cells.append(
                    replace(
                        cell,
                        text=f"{waiting.text} {cell.text}",
                        column=waiting.column,
                        columns=cell.last_column - waiting.column + 1,
                    )
                )
                waiting = None
                continue
            cells.append(waiting)
            waiting = None
        if cell.column <= edge and _BARE_NUMBER.match(cell.text.strip()):
            waiting = cell
        else:
            cells.append(cell)
    return (*cells, waiting) if waiting is not None else tuple(cells)


def give(rows: Sequence[Sequence[Cell]], slots: Sequence[Slot], *, spans_known: bool) -> tuple[Given, ...]:
    """Every row's cells given to the slots."""
    unusual: dict[int, int] = {}
    first = [_best(row, slots, unusual, spans_known) for row in rows]
    usual = _usual(first, slots)
    given = []
    for row in rows:
        cells, skipped = _best(row, slots, usual, spans_known)
        shifted = not spans_known and any(slot in usual and cell.column != usual[slot] for slot, cell in cells.items())
        given.append(Given(cells, skipped, shifted))
    return tuple(given)


def _usual(rows: Sequence[tuple[dict[int, Cell], tuple[Cell, ...]]], slots: Sequence[Slot]) -> dict[int, int]:
    """Where each slot's cells stand in most rows; those of the tree only by the rows in which most of it begins."""
    tree = {place for place, slot in enumerate(slots) if slot.role in ("kind", "level")}
    fullest = max((len(tree & cells.keys()) for cells, _ in rows), default=0)
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for cells, _ in rows:
        full = len(tree & cells.keys()) == fullest
        for place, cell in cells.items():
            if place not in tree or full:
                found[place][cell.column] += 1
    return {place: counter.most_common(1)[0][0] for place, counter in found.items()}


def _best(
    row: Sequence[Cell], slots: Sequence[Slot], usual: dict[int, int], spans_known: bool
) -> tuple[dict[int, Cell], tuple[Cell, ...]]:
    """The best way to give the cells in their order to the slots in theirs; a cell may be left over, at a price."""
    width = len(slots)
    best = [[0.0] * (width + 1)]
    ways: list[list[str]] = []
    for cell in row:
        above = best[-1]
        here = [above[0] + _SKIPPED]
        way = ["skip"]
        for place in range(width):
            options = {
                "blank": here[place],
                "skip": above[place + 1] + _SKIPPED,
                "give": above[place] + _worth(cell, place, slots[place], usual, spans_known),
            }
            chosen = max(("give", "blank", "skip"), key=lambda option: options[option])
            here.append(options[chosen])
            way.append(chosen)
        best.append(here)
        ways.append(way)
    cells: dict[int, Cell] = {}
    skipped: list[Cell] = []
    number, place = len(row), width
    while number:
        way_here = ways[number - 1][place]
        if way_here == "blank":
            place -= 1
        elif way_here == "skip":
            number -= 1
            skipped.insert(0, row[number])
        else:
            number -= 1
            place -= 1
            cells[place] = row[number]
    return cells, tuple(skipped)


def _worth(cell: Cell, place: int, slot: Slot, usual: dict[int, int], spans_known: bool) -> float:
    worth = _fits(cell.text.strip(), slot.role)
    if spans_known and slot.heading.first <= cell.column <= slot.heading.last:
        worth += _UNDER_HEADING
    elif not spans_known and slot.heading.first == cell.column:
        worth += 1
    if usual.get(place) == cell.column:
        worth += _USUAL_PLACE
    return worth


def _fits(text: str, role: labels.Role) -> float:
    """How well the words of a cell suit a column of this role."""
    flag, figure, long = labels.is_flag(text), _is_figure(text), len(text) > 40 or "。" in text
    number = split_number(text)
    match role:
        case "kind":
            return -6 if flag or figure else -4 if long else -3 if number else 0.5
        case "level":
            if flag or figure:
                return -6
            bracketed = number is not None and nfkc(number[0]).startswith("(")
            return -2 if long else 2 if number and not bracketed else 0 if number else -0.5
        case "node-flag" | "flag":
            return (2 if is_dash(text) else 4) if flag else -6
        case "indicator":
            if flag or figure:
                return -6
            signed = number is not None and not number[0][:1].isalnum()
            return (3 if signed else 0.5) + (2 if read_indicator_name(text).unit else 0) - (2 if long else 0)
        case "unit":
            return 4 if is_unit(text) else -4
        case "figure":
            return 4 if figure else 1 if _is_value(text) else -3
        case "actual" | "target":
            return 3 if _is_value(text) or figure else -2
        case "rate":
            return 4 if text.endswith(("%", "％")) else 0 if _is_value(text) else -5
        case "review" | "remarks":
            return -1 if is_dash(text) else -6 if flag else -3 if figure else 3 if long else 0.5
        case _:
            return 0


def _is_figure(text: str) -> bool:
    """Whether a cell holds an actual with its target in a bracket: 133(121), 集計中（5件）, —(—)."""
    folded = nfkc(text).strip()
    if not _BOTH.match(folded) or len(folded) > 40:
        return False
    outer, inner = folded[: folded.index("(")], folded[folded.index("(") + 1 : -1]
    return bool(inner.strip()) and _is_value(inner) and (not outer.strip() or _is_value(outer))


def _is_value(text: str) -> bool:
    quantity = parse_amount(text).quantity
    return quantity is not None and quantity.value is None
