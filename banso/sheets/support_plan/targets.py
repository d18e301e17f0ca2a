"""Target tables: indicators by section and mark, their values before the plan, targets by year, results of one year."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from banso.domain.address import join
from banso.domain.amounts import ParsedAmount, actual_quantity, parse_amount, target_quantity
from banso.domain.document import Actual, Baseline, Indicator, Judgement, Placement, Target
from banso.domain.finding import Place
from banso.domain.indicator_name import read_indicator_name
from banso.domain.quantity import Quantity
from banso.domain.text import fold
from banso.sheets.grid import Cell
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.lines import Block, Line

_QUANTITY = tuple(each.name for each in fields(Quantity))
_MARK = re.compile(rf"^(?:([{labels.CIRCLED}])|([(]\d{{1,2}}[)])|(\d{{1,2}}[)])|(\d{{1,2}})[.](?!\d)|([ア-ン])[.)])\s*")
Kind = Literal["name", "unit", "baseline", "target", "actual", "rate", "flag", "term"]


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A column of a target table, from ``first`` to ``last`` of the grid's columns."""

    kind: Kind
    first: int
    last: int
    heading: str
    year: int | None = None


@dataclass(slots=True)
class Marks:
    """The keys given in one section: how often each mark has stood, and the row a per-business row belongs to."""

    section: str
    mark: str | None = None
    count: Counter[str] = field(default_factory=Counter)
    parent: str | None = None
    order: int = 0

    def key(self, mark: str | None, per: bool) -> str:
        """The key of the next row: ``5-②``, ``7-①-2``, ``8-①-per``, ``8-①-2-per``."""
        if per and self.parent is not None:
            found = f"{self.parent}-per"
            self.count[found] += 1
            return found if self.count[found] == 1 else f"{found}-{self.count[found]}"
        if mark is not None:
            self.mark = mark
        stem = f"{self.section}-{self.mark}" if self.mark else self.section
        self.count[stem] += 1
        number = self.count[stem]
        self.parent = (stem if number == 1 else f"{stem}-{number}") if self.mark else f"{stem}-{number}"
        return self.parent


def target_columns(block: Block, facts: Facts, *, aims: bool) -> tuple[int, tuple[TargetColumn, ...]] | None:
    """The number of heading rows and the columns of a target table; None for any other table.

    ``aims`` tells that the table stands where targets are expected, so that years alone make it one.
    """
    for count in (1, 2):
        if len(block.rows) <= count:
            return None
        columns = _columns(block, count, facts)
        kinds = Counter(column.kind for column in columns)
        if (kinds["target"] or kinds["actual"]) and (kinds["baseline"] or aims) and kinds["name"]:
            return count, columns
    return None


def _columns(block: Block, count: int, facts: Facts) -> tuple[TargetColumn, ...]:
    by_start: dict[int, list[Cell]] = {}
    for head in block.rows[:count]:
        for cell in head.cells:
            by_start.setdefault(cell.column, []).append(cell)
    starts = sorted(by_start)
    first = min(cell.column for row in block.rows for cell in row.cells)
    columns: list[TargetColumn] = []
    if starts[0] > first:
        # The heading above the names is often left blank.
        columns.append(TargetColumn("name", first, starts[0] - 1, ""))
    for start in starts:
        cells = by_start[start]
        last = min(cell.last_column for cell in cells) if block.spans_known else start
        columns.append(_column(" ".join(cell.text for cell in cells), not columns, start, last, facts))
    return tuple(columns)


def _column(heading: str, leads: bool, first: int, last: int, facts: Facts) -> TargetColumn:
    plain = fold(re.sub(r"[\s※*]", "", heading))
    year = labels.column_year(heading, facts.first_year)
    kind: Kind = "term"
    if leads:
        kind = "name"
    elif labels.is_baseline(heading):
        kind = "baseline"
    elif re.search(r"達成率|進捗率", plain):
        kind = "rate"
    elif re.search(r"達成状況|達成度|判定|^評価$", plain):
        kind = "flag"
    elif "実績" in plain or plain == "結果":
        kind, year = "actual", year or facts.year
    elif year is not None or (plain in ("目標", "目標値") and facts.year is not None):
        kind, year = "target", year or facts.year
    elif plain.startswith("単位"):
        kind = "unit"
    return TargetColumn(kind, first, last, "".join(heading.split()), year)


def take_targets(facts: Facts, block: Block, columns: tuple[TargetColumn, ...], head: int, marks: Marks) -> None:
    """The rows of a target table into ``facts``, under the section of ``marks``."""
    for row in block.rows[head:]:
        cells = {column: _cell(row, column) for column in columns}
        name = next((cell.text for column, cell in cells.items() if column.kind == "name" and cell), "")
        if not name.strip():
            facts.doubt(
                "row-without-name",
                "warning",
                row.place,
                "目標の表に名前のない行があり、読みませんでした。行の名前を確かめてください。",
                row.text,
            )
            continue
        _take_row(facts, row, " ".join(name.split("\n")), cells, marks)


def _cell(row: Line, column: TargetColumn) -> Cell | None:
    return next((cell for cell in row.cells if column.first <= cell.column <= column.last), None)


def _take_row(facts: Facts, row: Line, name: str, cells: dict[TargetColumn, Cell | None], marks: Marks) -> None:
    found = _MARK.match(labels.narrow(name))
    mark = _mark(next(each for each in found.groups() if each)) if found else None
    parts = read_indicator_name(name[found.end() :] if found else re.sub(r"^[└∟・\s　]+", "", name))
    per = labels.PER.search(labels.narrow(parts.name)) is not None
    parent = marks.parent
    key = marks.key(mark, per)
    if len(row.about) > 1 and row.about[0] == "indicator":
        key = row.about[1]
        if per:
            marks.count[key] = 1
        else:
            marks.parent = key
    if key in facts.indicators and facts.year is None:
        facts.doubt(
            "indicator-twice",
            "warning",
            row.place,
            f"指標「{parts.name}」の行が二度あります。後の行は読みませんでした。",
            parts.name,
        )
        return
    marks.order += 1
    address = join("indicator", key)
    units: Counter[str] = Counter()
    baseline: Baseline | None = None
    terms: dict[str, tuple[str, ...]] = {}
    stated = parts.unit
    repaired: list[str] = []
    for column, cell in cells.items():
        text = cell.text if cell else ""
        if column.kind == "unit":
            stated = text or stated
        elif column.kind == "term":
            chosen = tuple(
                each for each in re.split(r"[、,\n]", re.sub(r"[ 　]", "", text)) if not labels.is_blank(each)
            )
            if chosen:
                terms[column.heading] = chosen
                facts.terms[column.heading].update(dict.fromkeys(chosen))
        elif column.kind in ("baseline", "target", "actual"):
            parsed = parse_amount(text)
            if parsed.repaired:
                repaired.append(text)
            if parsed.unit:
                units[parsed.unit] += 1
            if column.kind == "baseline" and parsed.quantity is not None:
                year = labels.column_year(column.heading, None) or _before(facts)
                baseline = Baseline(year=year, **_parts(parsed.quantity))
            elif column.kind == "target" and column.year is not None:
                _target(facts, key, column.year, text, parsed)
            elif column.kind == "actual" and column.year is not None:
                _actual(facts, key, column.year, text, parsed)
        elif column.kind == "flag":
            _flag(facts, key, column.year or facts.year, text)
    if repaired:
        _tell_repaired(facts, repaired, row.place, address)
    unit = stated or _usual(facts, units, parts.name, row.place, address)
    indicator = Indicator(
        key=key,
        name=parts.name,
        qualifier=parts.qualifier,
        unit=unit,
        counting="events" if re.search(r"延べ?(?:回|人|件|数|べ)|のべ", parts.qualifier or parts.name) else None,
        per=parent if per else None,
        terms=terms,
        baseline=baseline,
    )
    facts.indicators.setdefault(key, indicator)
    _place(facts, key, mark, marks)


def _mark(printed: str) -> str:
    """A mark as it stands in keys: ①, (1), 1, ア."""
    return printed if printed.startswith("(") else printed.rstrip(")")


def _place(facts: Facts, key: str, mark: str | None, marks: Marks) -> None:
    """The indicator stands at the item of its mark, else at the section; on a yearly paper it is listed there."""
    item = f"{marks.section}-{marks.mark}" if marks.mark else None
    if facts.year is not None:
        placed = Placement(indicator=key, node=marks.section, code=mark, role="listed", order=marks.order)
    else:
        # Items come behind the table of targets: which of them exist is known when the section is read.
        placed = Placement(indicator=key, node=item or marks.section, code=mark, role="main", order=marks.order)
    facts.placements.append(placed)


def settle_placements(facts: Facts) -> None:
    """Indicators whose mark is no item of the section stand at the section itself."""
    homes = {}
    for node in facts.nodes.values():
        if node.parent is not None and node.number is not None:
            homes[node.parent, node.number.strip("()")] = node.key
    settled = []
    for placement in facts.placements:
        home = placement.node
        if home not in facts.nodes:
            section, _, mark = home.rpartition("-")
            home = homes.get((section, mark.strip("()")), section)
        settled.append(replace(placement, node=home))
    facts.placements[:] = settled


def _tell_repaired(facts: Facts, texts: list[str], place: Place, address: str) -> None:
    shown = "、".join(f"「{text}」" for text in dict.fromkeys(texts))
    facts.doubt(
        "blank-inside",
        "hint",
        replace(place, address=address),
        f"{shown}の中の空白は抽出の跡とみて取り、数として読みました（この行に{len(texts)}か所）。元の紙で確かめてください。",
        texts[0],
    )


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in _QUANTITY}


def _before(facts: Facts) -> int | None:
    return facts.first_year - 1 if facts.first_year is not None else None


def _target(facts: Facts, key: str, year: int, text: str, parsed: ParsedAmount) -> None:
    facts.targets[key, year] = Target(
        indicator=key,
        year=year,
        cumulative=parsed.bracket,
        comparator=parsed.comparator,
        **_parts(target_quantity(text)),
    )


def _actual(facts: Facts, key: str, year: int, text: str, parsed: ParsedAmount) -> None:
    facts.actuals[key, year] = Actual(
        indicator=key,
        year=year,
        reference_year=parsed.reference_year,
        cumulative=parsed.bracket,
        **_parts(actual_quantity(text)),
    )


def _flag(facts: Facts, key: str, year: int | None, text: str) -> None:
    word = text.strip()
    if year is None or labels.is_blank(word):
        return
    kind: Literal["flag", "grade"] = "flag" if "達" in word else "grade"
    facts.judgements[key, year, kind] = Judgement(indicator=key, year=year, kind=kind, value=word)


def _usual(facts: Facts, units: Counter[str], name: str, place: Place, address: str) -> str | None:
    """The unit of a row; a row with several is a doubt."""
    if len(units) > 1:
        facts.doubt(
            "unit-differs",
            "warning",
            replace(place, address=address),
            f"指標「{name}」の行で単位が{'と'.join(f'「{unit}」' for unit in units)}に分かれています。多いほうを使いました。",
            name,
        )
    return units.most_common(1)[0][0] if units else None
