"""Target tables as blocks: the plan's own (現行 and every year), and the results of one year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from banso.domain.address import join
from banso.domain.document import Actual, Indicator, Placement, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.indicator_name import is_unit, read_indicator_name
from banso.domain.quantity import Quantity, format_quantity
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Cell, Row, Table

_SIGNS = {">=": "以上", ">": "超", "<=": "以下", "<": "未満"}


class Figures:
    """The indicators of a plan by section."""

    def __init__(self, document: PlanDocument) -> None:
        """Index what belongs to each indicator."""
        self._document = document
        self._indicators = {indicator.key: indicator for indicator in document.indicators}
        self._targets = {(target.indicator, target.year): target for target in document.targets if not target.final}
        self._actuals = {(actual.indicator, actual.year): actual for actual in document.actuals if not actual.period}
        years = {target.year for target in document.targets if target.year is not None}
        if document.first_year is not None and document.last_year is not None:
            years |= set(range(document.first_year, document.last_year + 1))
        self.years = sorted(years)

    def of_section(self, section: str, items: Sequence[str]) -> list[Placement]:
        """The indicators placed at a section or its items, each once, in the order of the table."""
        keys = {section, *items}
        placed = [
            each for each in self._document.placements if each.node in keys and each.indicator in self._indicators
        ]
        placed.sort(key=lambda each: (each.role != "main", each.order or 0))
        first: dict[str, Placement] = {}
        for each in placed:
            first.setdefault(each.indicator, each)
        numbers = {node.key: node.number for node in self._document.nodes}
        ordered = sorted(first.values(), key=lambda each: (each.order is None, each.order or 0))
        return [self._marked(each, numbers, section) for each in ordered]

    def _marked(self, placed: Placement, numbers: dict[str, str | None], section: str) -> Placement:
        """The placement with the mark to print: its own, else that of the item it stands at."""
        if placed.code or placed.node == section or self._indicators[placed.indicator].per:
            return placed
        return replace(placed, code=numbers.get(placed.node))

    def plan_table(self, rows: Sequence[Placement]) -> Table:
        """名前, other columns, 現行, and a column for each year."""
        indicators = [self._indicators[each.indicator] for each in rows]
        keys = {one.key for one in indicators}
        years = sorted({year for key, year in self._targets if key in keys and year is not None}) or self.years
        terms = list(dict.fromkeys(name for one in indicators for name in one.terms))
        heads = [
            "",
            *terms,
            self._baseline_heading(indicators),
            *(format_fiscal_year(year, "令和5年度") for year in years),
        ]
        table = [Row(cells=tuple(Cell(text=text, look="head") for text in heads))]
        for placed, one in zip(rows, indicators, strict=True):
            address = join("indicator", one.key)
            cells = [Cell(text=self._name(one, placed, years), look="label", at=f"{address}/name")]
            cells += [
                Cell(text="、".join(one.terms.get(name, ())), look="mark", at=f"{address}/terms/{name}")
                for name in terms
            ]
            cells.append(
                Cell(
                    text=_with_unit(one.baseline, one.unit) if one.baseline else "",
                    look="number",
                    at=f"{address}/baseline",
                )
            )
            cells += [self._target(one, year) for year in years]
            table.append(Row(cells=tuple(cells), at=address))
        rest = 60 / (len(heads) - 1)
        return Table(widths=(40, *(rest for _ in heads[1:])), rows=tuple(table), label="目標")

    def _baseline_heading(self, indicators: Sequence[Indicator]) -> str:
        """現行, with its year where that is not the year before the plan."""
        stated = {one.baseline.year for one in indicators if one.baseline is not None and one.baseline.year is not None}
        usual = self._document.first_year - 1 if self._document.first_year is not None else None
        if len(stated) != 1 or usual in stated:
            return "現行"
        return f"現行（{format_fiscal_year(stated.pop(), '令和5年度')}）"

    def result_table(self, rows: Sequence[Placement], year: int) -> Table:
        """名前, 現行, 目標, 実績, 達成率 and 達成状況 of one year."""
        evaluation = evaluate(self._document, year)
        heads = (
            "目標",
            self._baseline_heading([self._indicators[each.indicator] for each in rows]),
            "目標値",
            "実績",
            "達成率",
            "達成状況",
        )
        table = [Row(cells=tuple(Cell(text=text, look="head") for text in heads))]
        stated = {(each.indicator, each.year): each for each in self._document.judgements if each.indicator}
        for placed in rows:
            one = self._indicators[placed.indicator]
            result = evaluation.indicator(one.key, year)
            achieved = None if result is None or result.achieved is None else "達成" if result.achieved else "未達成"
            grade = result.rate.grade if result is not None else None
            printed = stated.get((one.key, year)) if result is None or result.reason == "no-rule" else None
            flag = grade or achieved or (printed.value if printed else None) or ""
            address = join("indicator", one.key)
            actual = self._actuals.get((one.key, year))
            cells = (
                Cell(text=self._name(one, placed, (year,), results=True), look="label", at=f"{address}/name"),
                Cell(
                    text=_with_unit(one.baseline, one.unit) if one.baseline else "",
                    look="number",
                    at=f"{address}/baseline",
                ),
                self._target(one, year),
                Cell(
                    text=_actual(actual, one.unit),
                    look="entry-number",
                    at=f"{join('actual', one.key, year)}/amount",
                    title=f"{one.name}の実績",
                ),
                Cell(text=(result.rate.printed if result else None) or "", look="total"),
                Cell(text=flag, look="mark"),
            )
            table.append(Row(cells=cells, at=address))
        return Table(widths=(38, 12, 13, 13, 11, 13), rows=tuple(table), label="目標と実績")

    def _name(self, one: Indicator, placed: Placement, years: Sequence[int], *, results: bool = False) -> str:
        name = one.name + (f"（{one.qualifier}）" if one.qualifier else "")
        printed: list[Quantity | None] = [one.baseline, *(self._targets.get((one.key, year)) for year in years)]
        printed += [self._actuals.get((one.key, year)) for year in years if results]
        if one.unit and not any(value is not None and value.amount is not None for value in printed):
            # No value on the paper carries the unit, so the name does.
            name += f"（{one.unit}）" if is_unit(one.unit) else f"（単位：{one.unit}）"
        elif one.qualifier is None and read_indicator_name(name).unit:
            name = f"{name}（単位：{one.unit}）" if one.unit else name
        code = placed.code or ""
        return f"{code}. {name}" if re.fullmatch(r"\d{1,2}|[ア-ン]", code) else f"{code}{name}"

    def _target(self, one: Indicator, year: int) -> Cell:
        target = self._targets.get((one.key, year))
        text = _with_unit(target, one.unit) if target else ""
        if target is not None:
            text += _SIGNS.get(target.comparator or "", "")
            if target.cumulative is not None:
                text += f"（{target.cumulative:,f}）"
        return Cell(text=text, look="number", at=f"{join('target', one.key, year)}/amount")


def _with_unit(quantity: Quantity | Target, unit: str | None) -> str:
    text = format_quantity(quantity)
    if quantity.amount is None or not unit or (quantity.printed is not None and not quantity.printed[-1:].isdigit()):
        return text
    return f"{text}{unit}"


def _actual(actual: Actual | None, unit: str | None) -> str:
    if actual is None:
        return ""
    text = _with_unit(actual, unit)
    if actual.reference_year is not None:
        text += f"（{format_fiscal_year(actual.reference_year, '令和5年度')}）"
    if actual.cumulative is not None:
        text += f"（{actual.cumulative:,f}）"
    return text
