"""The table of indicators below a project's sheet: targets and actuals of its output and outcome by year.

One row for the target and one for the actual, or both in a row with a column each (令和6年度目標, 令和6年度実績).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from banso.domain.amounts import actual_quantity, target_quantity
from banso.domain.document import Actual, Indicator, Placement, Target
from banso.domain.indicator_name import read_indicator_name
from banso.domain.quantity import QUANTITY_FIELDS, Quantity
from banso.domain.text import fold, is_dash, nfkc, squeeze
from banso.domain.years import years_in
from banso.sheets.grid import Cell
from banso.sheets.project_evaluation.labels import label_of
from banso.sheets.project_evaluation.paper import Figure, PaperSheet, YearColumn

TARGET, ACTUAL = "目標", "実績"
OUTPUT, OUTCOME = "活動指標", "成果指標"
_WHAT = {"目標": TARGET, "目標値": TARGET, "計画": TARGET, "計画値": TARGET, "実績": ACTUAL, "実績値": ACTUAL}
_OUTPUT = re.compile(r"活動|アウトプット|産出")
_OUTCOME = re.compile(r"成果|アウトカム")


@dataclass(frozen=True, slots=True)
class YearOf:
    """A column of figures: its place, its fiscal year, and whether its heading says 目標 or 実績."""

    first: int
    last: int
    year: int
    what: str | None


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """The columns of a table of indicators: the name's, the unit's, that of the kind and of 目標／実績, and the years."""

    name: int
    unit: int | None
    kind: int | None
    what: int | None
    years: tuple[YearOf, ...]


def figure_columns(cells: Sequence[Cell]) -> FigureColumns | None:
    """The columns of a table of indicators, where the cells are its heading."""
    names = [cell for cell in cells if (label := label_of(cell.text)) is not None and label.role == "measured"]
    years = tuple(found for cell in cells if (found := _year_of(cell)) is not None)
    if not names or not years or names[-1].column > years[0].first:
        return None
    places = {fold(cell.text): cell.column for cell in cells}
    name = next((cell for cell in names if "名" in cell.text), names[-1])
    kind = next(
        (place for words, place in places.items() if re.fullmatch(r"(?:指標の?)?(?:種類|種別|区分)|指標区分", words)),
        None,
    )
    what = next(
        (place for words, place in places.items() if re.fullmatch(r"目標.?実績|区分", words) and place != kind), None
    )
    return FigureColumns(name.column, places.get("単位"), kind, what, years)


def figure_columns_below(cells: Sequence[Cell], columns: Sequence[YearColumn]) -> FigureColumns | None:
    """The columns of indicators that stand below the years of the money: 活動指標, a name, 目標 and the figures."""
    label = label_of(cells[0].text)
    what = next((cell for cell in cells if says_what(cell.text)), None)
    years = tuple(YearOf(one.first, one.last, one.year, None) for one in columns if one.year is not None)
    if label is None or label.role != "measured" or what is None or not years or len(cells) < 3 or cells[1] is what:
        return None
    figures = [cell for cell in cells if cell.column > what.column]
    if any(year.first <= what.column for year in years):
        # The rows of indicators are not in line with the money above them: as many figures as years are in their order.
        if len(figures) != len(years):
            return None
        years = tuple(
            replace(year, first=cell.column, last=cell.last_column) for year, cell in zip(years, figures, strict=True)
        )
    return FigureColumns(cells[1].column, None, cells[0].column, what.column, years)


def figures_in(cells: Sequence[Cell], columns: FigureColumns, before: Figure | None, key: str | None) -> list[Figure]:
    """The figures of a row, one each for 目標 and 実績; a row without a name goes on with the indicator before it."""
    texts = {cell.column: squeeze(cell.text) for cell in cells}
    name = texts.get(columns.name, "")
    words = next((_WHAT[fold(text)] for text in texts.values() if fold(text) in _WHAT), None)
    if name in _WHAT or (name and _year_at(columns, columns.name)):
        name = ""
    if not name and before is None:
        return []
    shown = name or (before.name if before else "")
    unit = texts.get(columns.unit, "") if columns.unit is not None else ""
    if name and columns.unit is None and (printed := read_indicator_name(name)).unit and not printed.qualifier:
        shown, unit = printed.name, printed.unit or ""
    kind = texts.get(columns.kind, "") if columns.kind is not None else ""
    if not name and before:
        unit, kind, key = unit or before.unit, kind or before.kind, key or before.key
    found = []
    for what in dict.fromkeys(year.what or words or ACTUAL for year in columns.years):
        years = [year for year in columns.years if (year.what or words or ACTUAL) == what]
        figures = tuple((year.year, _text_at(cells, year)) for year in years)
        found.append(Figure(shown, unit, kind, what, figures, key))
    return found


def says_what(text: str) -> bool:
    """Whether a cell only says which figures stand beside it: 目標 or 実績."""
    return fold(text) in _WHAT


@dataclass(slots=True)
class Measured:
    """What the sheets of a file state about indicators, by identity."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    placements: dict[tuple[str, str], Placement] = field(default_factory=dict)
    targets: dict[tuple[str, int], Target] = field(default_factory=dict)
    actuals: dict[tuple[str, int], Actual] = field(default_factory=dict)

    def add(self, sheet: PaperSheet, node: str) -> None:
        """Add the indicators of a project's sheet."""
        numbers: dict[str, str] = {}
        for figure in sheet.figures:
            key = figure.key or numbers.setdefault(fold(figure.name), f"{node}-指標{len(numbers) + 1}")
            if key not in self.indicators:
                self.indicators[key] = Indicator(
                    key=key, name=figure.name, unit=figure.unit or None, kind=_kind(figure.kind)
                )
                order = len([each for each in self.placements if each[0] == node]) + 1
                self.placements[node, key] = Placement(indicator=key, node=node, role="main", order=order)
            for year, text in figure.cells:
                if figure.what == TARGET:
                    self.targets[key, year] = Target(indicator=key, year=year, **_parts(target_quantity(text)))
                else:
                    self.actuals[key, year] = Actual(indicator=key, year=year, **_parts(actual_quantity(text)))


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in QUANTITY_FIELDS}


def _kind(words: str) -> Literal["output", "outcome"] | None:
    return "output" if _OUTPUT.search(words) else "outcome" if _OUTCOME.search(words) else None


def _year_of(cell: Cell) -> YearOf | None:
    plain = nfkc(squeeze(cell.text)).replace("\n", "")
    years = years_in(plain)
    if len(plain) > 20 or len(years) != 1 or cell.number is not None:
        return None
    rest = re.sub(r"[\s()年度]", "", plain[: years[0].start] + plain[years[0].end :])
    if rest and rest not in _WHAT:
        return None
    return YearOf(cell.column, cell.last_column, years[0].fiscal_year, _WHAT.get(rest))


def _year_at(columns: FigureColumns, column: int) -> bool:
    return any(year.first <= column <= year.last for year in columns.years)


def _text_at(cells: Sequence[Cell], year: YearOf) -> str:
    text = next((squeeze(cell.text) for cell in cells if year.first <= cell.column <= year.last), "")
    return text if not is_dash(text) else "—"
