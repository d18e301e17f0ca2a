"""Finds the headings of a scorecard's table, in one row or in two, and what each column is for."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.years import parse_fiscal_year
from banso.sheets.grid import Cell
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.labels import Heading


def headings_at(rows: Sequence[tuple[Cell, ...]], number: int) -> tuple[tuple[Heading, ...], int] | None:
    """The headings that begin in this row and how many rows they take, None where no table begins here."""
    first = rows[number]
    single = _headings([(cell.text, cell.column, cell.last_column) for cell in first])
    if number + 1 < len(rows) and _is_second(rows[number + 1]):
        double = _headings(_joined(first, rows[number + 1]))
        if double is not None and (single is None or len(double) > len(single)):
            return double, 2
    return (single, 1) if single is not None else None


def _is_second(cells: Sequence[Cell]) -> bool:
    """Whether a row can be the lower part of headings: short words without any figure."""
    return bool(cells) and all(
        len(cell.text) <= 20
        and labels.right_role(cell.text, ()) in ("actual", "target", "flag", "rate", "unit", "figure")
        for cell in cells
    )


def _joined(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[tuple[str, int, int]]:
    """Each lower heading with the upper one above it, and the upper ones that have nothing below."""
    parts: list[tuple[str, int, int]] = []
    used: set[int] = set()
    for cell in lower:
        above = next((one for one in reversed(upper) if one.column <= cell.column <= one.last_column), None)
        if above is not None:
            used.add(above.column)
        parts.append(((above.text if above else "") + cell.text, cell.column, cell.last_column))
    parts += [(cell.text, cell.column, cell.last_column) for cell in upper if cell.column not in used]
    return sorted(parts, key=lambda part: part[1])


def _headings(parts: Sequence[tuple[str, int, int]]) -> tuple[Heading, ...] | None:
    if len(parts) < 4 or any(len(text) > labels.LONGEST_HEADING for text, _, _ in parts):
        return None
    named = [place for place, (text, _, _) in enumerate(parts) if labels.is_indicator_heading(text)]
    named = named or [place for place, (text, _, _) in enumerate(parts) if place and labels.is_goal_heading(text)]
    if not named:
        return None
    indicator = named[0]
    found = [
        Heading("indicator", text, first, last)
        if place == indicator
        else Heading(labels.left_role(text), text, first, last)
        for place, (text, first, last) in enumerate(parts[: indicator + 1])
    ]
    levels = tuple(labels.words_of(heading.label) for heading in found if heading.role == "level")
    for text, first, last in parts[indicator + 1 :]:
        role = labels.right_role(text, levels)
        found.append(Heading(role, text, first, last, parse_fiscal_year(text), labels.target_first(text)))
    roles = {heading.role for heading in found}
    figures = "figure" in roles or {"actual", "target"} <= roles
    return tuple(found) if levels and figures and roles & {"flag", "node-flag", "review"} else None
