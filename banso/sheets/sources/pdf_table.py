"""Ruled tables on a page: from the lines drawn to cells with spans.

The plane between the lines is cut into small fields at every ruling; fields with no line between them are one cell. So
a merged cell keeps its true width, and a year is covered when the middle of its heading lies in the cell's box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SNAP = 2.5
"""Lines nearer than this (in points) are one ruling."""
_REACH = 3.0
_COVERED = 0.75


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: ``at`` is its place across, ``start`` and ``end`` its ends along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its box in points from the top left, and its place in the table's rows and columns."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    column: int
    rows: int
    columns: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table: its cells from top to bottom and left to right, and the edges of its columns."""

    boxes: tuple[Box, ...]
    rows: int
    edges: tuple[float, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies on the table."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def tables_of(across: Iterable[Rule], down: Iterable[Rule]) -> list[RuledTable]:
    """The tables that horizontal (``across``) and vertical (``down``) lines draw, from top to bottom."""
    horizontal, vertical = _merged(across), _merged(down)
    tables = [_table(*part) for part in _connected(horizontal, vertical)]
    return sorted((table for table in tables if table is not None), key=lambda table: (table.top, table.x0))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines on one ruling that touch or nearly touch (dashes) as one line."""
    found: list[Rule] = []
    row: list[Rule] = []
    ordered = sorted(rules, key=lambda rule: rule.at)
    for rule in ordered:
        if row and rule.at - row[-1].at > SNAP:
            found += _along(row)
            row = []
        row.append(rule)
    return found + _along(row)


def _along(row: Sequence[Rule]) -> list[Rule]:
    found: list[Rule] = []
    if not row:
        return found
    at = sum(rule.at for rule in row) / len(row)
    start, end = None, 0.0
    for rule in sorted(row, key=lambda rule: rule.start):
        if start is None:
            start, end = rule.start, rule.end
        elif rule.start <= end + _REACH:
            end = max(end, rule.end)
        else:
            found.append(Rule(at, start, end))
            start, end = rule.start, rule.end
    if start is not None:
        found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start > _REACH]


def _connected(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch belong to one table."""
    parents = list(range(len(horizontal) + len(vertical)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for index, across in enumerate(horizontal):
        for other, down in enumerate(vertical, start=len(horizontal)):
            meets = across.start - SNAP <= down.at <= across.end + SNAP
            if meets and down.start - SNAP <= across.at <= down.end + SNAP:
                parents[root(other)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number in range(len(parents)):
        group = groups.setdefault(root(number), ([], []))
        if number < len(horizontal):
            group[0].append(horizontal[number])
        else:
            group[1].append(vertical[number - len(horizontal)])
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _rulings(rules: Iterable[Rule]) -> list[float]:
    places: list[float] = []
    for at in sorted({rule.at for rule in rules}):
        if not places or at - places[-1] > SNAP:
            places.append(at)
    return places


class _Walls:
    """Which stretches between two neighbouring rulings carry a line."""

    def __init__(self, rules: Sequence[Rule], places: Sequence[float], steps: Sequence[float]) -> None:
        self._drawn: set[tuple[int, int]] = set()
        for rule in rules:
            place = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
            for step in range(len(steps) - 1):
                length = steps[step + 1] - steps[step]
                if min(rule.end, steps[step + 1]) - max(rule.start, steps[step]) >= _COVERED * length:
                    self._drawn.add((place, step))

    def between(self, place: int, step: int) -> bool:
        """Whether a line stands at ruling ``place`` along the stretch ``step``."""
        return (place, step) in self._drawn


def _table(horizontal: list[Rule], vertical: list[Rule]) -> RuledTable | None:
    xs, ys = _rulings(vertical), _rulings(horizontal)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 200_000:
        return None
    floors, sides = _Walls(horizontal, ys, xs), _Walls(vertical, xs, ys)
    fields = [field for field in _fields(len(ys) - 1, len(xs) - 1, floors, sides) if _closed(field, floors, sides)]
    if not fields:
        return None
    edges = _column_edges(xs, fields)
    middles = [(start + end) / 2 for start, end in pairwise(edges)]
    boxes = []
    for top, left, bottom, right in fields:
        first, last = _covered_columns(xs[left], xs[right], middles)
        boxes.append(Box(xs[left], ys[top], xs[right], ys[bottom], top, first, bottom - top, last - first + 1))
    boxes.sort(key=lambda box: (box.row, box.column, box.x0))
    return RuledTable(tuple(boxes), len(ys) - 1, tuple(edges), xs[0], ys[0], xs[-1], ys[-1])


def _covered_columns(x0: float, x1: float, middles: Sequence[float]) -> tuple[int, int]:
    """The columns whose middle lies between x0 and x1; the nearest one where there is none."""
    covered = [column for column, middle in enumerate(middles) if x0 <= middle <= x1]
    if not covered:
        covered = [min(range(len(middles)), key=lambda column: abs(middles[column] - (x0 + x1) / 2))]
    return covered[0], covered[-1]


Field = tuple[int, int, int, int]
"""A rectangle of small fields: top, left, bottom, right (behind the last)."""


def _fields(rows: int, columns: int, floors: _Walls, sides: _Walls) -> list[Field]:
    """Rectangles of fields without a line between them, grown to the right and then down."""
    taken: set[tuple[int, int]] = set()
    found: list[Field] = []
    for top in range(rows):
        for left in range(columns):
            if (top, left) in taken:
                continue
            right = left + 1
            while right < columns and (top, right) not in taken and not sides.between(right, top):
                right += 1
            bottom = top + 1
            while bottom < rows and all(
                not floors.between(bottom, column) and (bottom, column) not in taken for column in range(left, right)
            ):
                if any(sides.between(column, bottom) for column in range(left + 1, right)):
                    break
                bottom += 1
            taken |= {(row, column) for row in range(top, bottom) for column in range(left, right)}
            found.append((top, left, bottom, right))
    return found


def _closed(field: Field, floors: _Walls, sides: _Walls) -> bool:
    """Whether a cell is drawn on at least three sides; what is open lies beside the table, not in it."""
    top, left, bottom, right = field
    drawn = (
        all(floors.between(top, column) for column in range(left, right)),
        all(floors.between(bottom, column) for column in range(left, right)),
        all(sides.between(left, row) for row in range(top, bottom)),
        all(sides.between(right, row) for row in range(top, bottom)),
    )
    return sum(drawn) >= 3


def _column_edges(xs: Sequence[float], fields: Sequence[Field]) -> list[float]:
    """The edges of the table's columns.

    The columns are those of the row with the most cells in the upper part of the table (its head). A ruling that is
    not one of theirs makes a column of its own only where a whole cell stands inside one of them; else it is a bar that
    ends inside a year, and the year belongs to the cell that holds its middle.
    """
    heads: dict[int, set[int]] = {}
    for top, left, _, right in fields:
        heads.setdefault(top, set()).update((left, right))
    head = max((heads[row] for row in sorted(heads)[:3]), key=len)
    kept = {0, len(xs) - 1} | head
    inside = sorted(kept)
    for _, left, _, right in fields:
        for start, end in pairwise(inside):
            if start <= left and right <= end and (left, right) != (start, end):
                kept |= {left, right}
    return [xs[index] for index in sorted(kept)]
