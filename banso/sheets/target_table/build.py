"""Makes the 目標一覧 of a plan: indicators under the headings of its tree, 現行, targets by year, results of one year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from banso.domain.address import address_of, join
from banso.domain.check.indicators import is_share
from banso.domain.document import Actual, Indicator, Placement, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.indicator_name import print_indicator_name
from banso.domain.placing import Tree
from banso.domain.printed_figures import printed_actual, printed_baseline, printed_quantity, printed_target
from banso.domain.quantity import format_amount
from banso.domain.series import running_total
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Look, Page, Paper, Paragraph, Row, Table
from banso.sheets.forms import Subject
from banso.sheets.outlined import INDENT, chosen, depth_of, heading_row, with_ancestors
from banso.sheets.target_table import labels

_YEAR = "令和5年度"
_PER = re.compile(r"\s*[/／][^/／]{1,6}$")
"""The end of a goal per business: 成約件数／者."""
_WIDE = 16
"""More columns than this stand on A3."""


def paper_of(document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
    """The table of the plan's targets; with ``year`` also the results of that year, their rates and flags."""
    table = _TargetTable(document, year, nodes)
    title = f"{document.title or ''} {labels.TITLE}".strip()
    if year is not None:
        title += f"（{format_fiscal_year(year, _YEAR)}の実績）"
    pages = (table.page(title),) if table.rows else ()
    return Paper(title=title, pages=pages)


def subjects_of(document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
    """None: the table is one paper for the whole plan."""
    return ()


class _TargetTable:
    def __init__(self, document: PlanDocument, year: int | None, nodes: Sequence[str]) -> None:
        self.document, self.year = document, year
        self.tree = Tree(document.nodes)
        self.indicators = {each.key: each for each in document.indicators}
        self.targets: dict[str, dict[int | None, Target]] = defaultdict(dict)
        for target in document.targets:
            if target.final or target.year is not None:
                self.targets[target.indicator][None if target.final else target.year] = target
        self.actuals = {each.indicator: each for each in document.actuals if each.year == year and each.period is None}
        self.stated = {
            each.indicator: each for each in document.judgements if each.year == year and each.indicator is not None
        }
        self.evaluation = evaluate(document, year) if year is not None else None
        self.placed = self._placed(chosen(document, self.tree, nodes), whole=not nodes)
        shown = [self.indicators[each.indicator] for rows in self.placed.values() for each in rows]
        self.terms = list(dict.fromkeys(name for each in shown for name in each.terms))
        years = {target_year for each in shown for target_year in self.targets[each.key]}
        self.has_final = None in years
        self.years = sorted(each for each in years if each is not None)
        if not nodes and document.first_year is not None and document.last_year is not None:
            span = range(document.first_year, document.last_year + 1)
            self.years = sorted({*self.years, *(span if len(span) <= 10 and not self.has_final else ())})
        keys = with_ancestors(self.tree, (key for key in self.placed if key in self.tree.nodes))
        self.depths = {key: depth_of(self.tree, key) for key in keys}
        self.levels = max(self.depths.values(), default=0)
        self.rows = tuple(self._rows(keys)) if shown else ()

    def _placed(self, keys: set[str], whole: bool) -> dict[str, list[Placement]]:
        """The placements to show by node, each indicator once at the first main place; per-business rows below their own."""
        first: dict[str, Placement] = {}
        ranked = sorted(self.document.placements, key=lambda each: (each.role != "main", each.reprise))
        for each in ranked:
            if each.node in keys and each.indicator in self.indicators and each.role != "related":
                first.setdefault(each.indicator, each)
        found: dict[str, list[Placement]] = defaultdict(list)
        order = {id(each): number for number, each in enumerate(self.document.placements)}
        for each in sorted(first.values(), key=lambda each: (each.order or 0, order[id(each)])):
            found[each.node].append(each)
        for node, rows in found.items():
            found[node] = _children_behind(rows, self.indicators)
        if whole:
            loose = [Placement(indicator=key, node="", role="main") for key in self.indicators if key not in first]
            if loose:
                found[""] = _children_behind(loose, self.indicators)
        return found

    def page(self, title: str) -> Page:
        blocks: list[Block] = []
        document = self.document
        if document.first_year is not None and document.last_year is not None:
            first, last = (format_fiscal_year(each, _YEAR) for each in (document.first_year, document.last_year))
            blocks.append(Paragraph(text=f"計画期間：{first}～{last}", look="aside"))
        head = self._head()
        widths = [INDENT] * self.levels + [5, 26, 5]
        widths += [7] * len(self.terms) + [8] * (1 + len(self.years) + self.has_final)
        widths += [8, 6, 7] if self.year is not None else []
        blocks.append(Table(widths=tuple(widths), rows=(head, *self.rows), label="指標の目標値"))
        return Page(
            name=labels.TITLE,
            title=title,
            blocks=tuple(blocks),
            format="A4 landscape" if len(widths) - self.levels <= _WIDE else "A3 landscape",
            foot=title,
        )

    def _head(self) -> Row:
        texts = ["指標", "単位", *self.terms, "現行"]
        goal = "目標" if self.year is not None else ""
        texts += [f"{format_fiscal_year(each, _YEAR)}{goal}" for each in self.years]
        texts += ["最終目標"] if self.has_final else []
        if self.year is not None:
            texts += [f"{format_fiscal_year(self.year, _YEAR)}実績", "達成率", "達成状況"]
        first = Cell(text="番号", look="head", columns=self.levels + 1)
        return Row(cells=(first, *(Cell(text=text, look="head") for text in texts)))

    def _rows(self, keys: Sequence[str]) -> list[Row]:
        rest = 3 + len(self.terms) + len(self.years) + self.has_final + (3 if self.year is not None else 0)
        rows = []
        loose = self.placed.get("", [])
        for node, placements in (("", loose), *((key, self.placed.get(key, [])) for key in keys)):
            if node:
                rows.append(heading_row(self.tree.nodes[node], self.depths[node], self.levels, rest))
            above: str | None = None
            for placed in placements:
                one = self.indicators[placed.indicator]
                child = one.per is not None and one.per == above
                rows.append(self._row(one, placed, child))
                if child and (total := self._derived(one)):
                    rows.append(total)
                if not child:
                    above = one.key
        return rows

    def _row(self, one: Indicator, placed: Placement, child: bool) -> Row:
        key = one.key
        at = address_of(placed) if placed.node else join("indicator", key)
        name = print_indicator_name(one.name, one.qualifier)
        cells = [*self._indents(), Cell(text=placed.code or one.code or "", look="mark")]
        cells.append(Cell(text=f"{labels.CHILD} {name}" if child else name, at=join("indicator", key, "name")))
        cells.append(Cell(text=one.unit or "", look="mark", at=join("indicator", key, "unit")))
        cells += [
            Cell(text="、".join(one.terms.get(each, ())), look="mark", at=join("indicator", key, "terms", each))
            for each in self.terms
        ]
        baseline = printed_baseline(one.baseline, self.document.first_year)
        cells.append(
            Cell(text=baseline, look="number", at=join("indicator", key, "baseline"), title=f"{one.name}の現行")
        )
        cells += [
            Cell(
                text=printed_target(self.targets[key].get(each), self._bracket(one, each)),
                look="number",
                at=join("target", key, each),
            )
            for each in self.years
        ]
        if self.has_final:
            cells.append(Cell(text=_final(self.targets[key].get(None)), look="number", at=join("target", key, "final")))
        if self.year is not None:
            cells += self._result(one, self.year)
        return Row(cells=tuple(cells), at=at)

    def _indents(self) -> list[Cell]:
        return [Cell() for _ in range(self.levels)]

    def _bracket(self, one: Indicator, year: int) -> Decimal | None:
        """The running total that is printed behind a target: computed where it can be, else as stated."""
        target = self.targets[one.key].get(year)
        if one.accumulation != "cumulative-with-baseline" or target is None:
            return target.cumulative if target is not None and one.accumulation is None else None
        entries = {each: target for each, target in self.targets[one.key].items() if each is not None}
        first = self.document.first_year if self.document.first_year is not None else min(entries)
        computed = running_total(
            entries, first_year=first, year=year, baseline=one.baseline, accumulation=one.accumulation
        )
        return computed if computed is not None else target.cumulative

    def _result(self, one: Indicator, year: int) -> list[Cell]:
        result = self.evaluation.indicator(one.key, year) if self.evaluation is not None else None
        achieved = None if result is None or result.achieved is None else "達成" if result.achieved else "未達成"
        stated = self.stated.get(one.key)
        grade = result.rate.grade if result is not None else None
        flag = grade or achieved or (stated.value if stated is not None else None) or ""
        entry = Cell(
            text=printed_actual(self.actuals.get(one.key)),
            look="entry-number",
            at=join("actual", one.key, year),
            title=f"{one.name}の実績",
        )
        rate = Cell(text=(result.rate.printed if result is not None else None) or "", look="total")
        return [entry, rate, Cell(text=flag, look="mark")]

    def _derived(self, one: Indicator) -> Row | None:
        """The total of a goal per business: that of the row above times this one, 5者 × 1件 = 5件."""
        if is_share(one) or one.per is None:
            return None

        def total(mine: Target | Actual | None, theirs: Target | Actual | None) -> str:
            if mine is None or theirs is None or mine.amount is None or theirs.amount is None:
                return ""
            return format_amount(mine.amount * theirs.amount)

        own, above = self.targets[one.key], self.targets[one.per]
        years = [total(own.get(each), above.get(each)) for each in self.years]
        if not any(years):
            return None
        cells: list[tuple[str, Look]] = [
            ("", "mark"),
            (f"{labels.DERIVED} {_PER.sub('', one.name)}の計（上の二つの行の積）", "text"),
        ]
        cells += [(one.unit or "", "mark"), *(("", "mark") for _ in self.terms), ("", "total")]
        cells += [(text, "total") for text in years]
        cells += [(total(own.get(None), above.get(None)), "total")] if self.has_final else []
        if self.year is not None:
            cells += [
                (total(self.actuals.get(one.key), self.actuals.get(one.per)), "total"),
                ("", "total"),
                ("", "mark"),
            ]
        return Row(cells=(*self._indents(), *(Cell(text=text, look=look) for text, look in cells)))


def _children_behind(rows: Sequence[Placement], indicators: dict[str, Indicator]) -> list[Placement]:
    """The rows with each goal per business directly behind the row it belongs to."""
    keys = {each.indicator for each in rows}
    own: dict[str, list[Placement]] = defaultdict(list)
    for each in rows:
        per = indicators[each.indicator].per
        if per is not None and per in keys and per != each.indicator and indicators[per].per is None:
            own[per].append(each)
    children = {each.indicator for all_ in own.values() for each in all_}
    return [
        each for parent in rows if parent.indicator not in children for each in (parent, *own.get(parent.indicator, ()))
    ]


def _final(target: Target | None) -> str:
    """The final target, with its year where it has one."""
    if target is None:
        return ""
    text = printed_target(target, None)
    if target.amount is not None and target.year is not None:
        text += f" ({target.year}年度)"
    return text or printed_quantity(target)
