"""Money as projects × years: every item that the plan states, full cost, change, and sums with and without deposits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from banso.domain.address import address_of, join
from banso.domain.document import Budget, PlanDocument, Text
from banso.domain.money import Column, Figures, Money, Sum, Sums, column
from banso.domain.money_items import SOURCES, Meaning, item_of
from banso.domain.placing import Tree
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Row, Table
from banso.sheets.budget_table import labels
from banso.sheets.budget_table.build_items import amount_text, shown_in
from banso.sheets.outlined import INDENT, depth_of, heading_cells, heading_row, with_ancestors

_YEAR = "令和5年度"
_ORDER: Final[tuple[Meaning, ...]] = ("cost", "fund", "general", "deposit", "staff", "personnel", "part")


def _place(item: str) -> tuple[int, int]:
    found = item_of(item)
    return _ORDER.index(found.meaning), SOURCES.index(found.source) if found.source in SOURCES else 0


class Projects:
    """The table of the nodes that carry money, under the headings of the tree."""

    def __init__(
        self,
        document: PlanDocument,
        tree: Tree,
        money: Money,
        budgets: Sequence[Budget],
        columns: Sequence[Column],
        unit: str,
        whole: bool,
    ) -> None:
        """Collect what is shown; ``whole`` tells that no part of the plan is left out."""
        self.tree, self.money, self.columns, self.unit, self.whole = tree, money, columns, unit, whole
        self.stated = {(each.node, each.item, column(each.year, each.stage)): each for each in budgets}
        self.items = sorted(dict.fromkeys(each.item for each in budgets), key=_place)
        self.meanings = [item_of(item).meaning for item in self.items]
        self.bearers = {each.node for each in budgets}
        self.keys = with_ancestors(tree, self.bearers)
        self.depths = {key: depth_of(tree, key) for key in self.keys}
        self.levels = max(self.depths.values(), default=0)
        figures = [money.figures(key, at) for key in self.bearers for at in columns]
        self.computes = any(each.personnel is not None and each.personnel.made == "computed" for each in figures)
        self.full = any(each.full is not None for each in figures)
        self.last = columns[-1]
        self.reasons = {
            each.node: each
            for each in document.texts
            if each.kind == "remarks" and each.heading == labels.REASON and each.year == self.last.year and each.node
        }
        before = money.before(self.last)
        self.compares = before in columns
        self.explains = bool(self.reasons) or (
            self.compares and any(money.figures(key, self.last).change for key in self.bearers)
        )

    @property
    def width(self) -> int:
        """How many columns of figures stand beside the names."""
        return self._per_column * len(self.columns) + self.compares + 2 * self.explains

    @property
    def _per_column(self) -> int:
        return len(self.items) + self.computes + self.full

    def blocks(self) -> list[Block]:
        """The table."""
        widths = [*[INDENT] * self.levels, 5, 26, *[7.5] * (self._per_column * len(self.columns))]
        widths += [6.5] * self.compares + [14.0] * self.explains
        rows = [*self._heads(), *self._rows()]
        return [Table(widths=tuple(widths), rows=tuple(rows), head=2, label="事業費の一覧")]

    def _heads(self) -> list[Row]:
        first = [
            Cell(text="番号", look="head", columns=self.levels + 1, rows=2),
            Cell(text="事業名", look="head", rows=2),
        ]
        second: list[Cell] = []
        for at in self.columns:
            text = f"{format_fiscal_year(at.year, _YEAR)}（{labels.STAGES[at.stage]}）"
            first.append(Cell(text=text, look="head", columns=self._per_column))
            names = [
                f"{item}\n（人）" if meaning == "staff" else item
                for item, meaning in zip(self.items, self.meanings, strict=True)
            ]
            names += [labels.PERSONNEL] * self.computes + [labels.FULL] * self.full
            second += [Cell(text=name, look="head") for name in names]
        first += [Cell(text=labels.CHANGE, look="head", rows=2)] * self.compares
        first += [Cell(text=labels.REASON, look="head", rows=2)] * self.explains
        return [Row(cells=tuple(first)), Row(cells=tuple(second))]

    def _rows(self) -> list[Row]:
        rest = 1 + self._per_column * len(self.columns) + self.compares + self.explains
        rows: list[Row] = []
        open_: list[str] = []
        for key in self.keys:
            while open_ and self.depths[open_[-1]] >= self.depths[key]:
                rows += self._sums(open_.pop())
            node = self.tree.nodes[key]
            if key in self.bearers:
                cells = heading_cells(node, self.depths[key], self.levels, 1, "text")
                rows.append(Row(cells=(*cells, *self._figures(key)), at=join("node", key)))
            else:
                rows.append(heading_row(node, self.depths[key], self.levels, rest))
                open_.append(key)
        while open_:
            rows += self._sums(open_.pop())
        tops = [key for key in self.keys if self.depths[key] == 0]
        if len(tops) > 1 and self.whole:
            rows += self._sums(None)
        return rows

    def _figures(self, key: str) -> list[Cell]:
        cells: list[Cell] = []
        for at in self.columns:
            figures = self.money.figures(key, at)
            for item in self.items:
                cells.append(
                    Cell(
                        text=amount_text(
                            self.stated.get((key, item, at)), "人" if item_of(item).meaning == "staff" else self.unit
                        ),
                        look="entry-number",
                        at=join("budget", key, item, at.year, at.stage),
                        title=f"{item} {format_fiscal_year(at.year, _YEAR)}（{labels.STAGES[at.stage]}）",
                    )
                )
            cells += self._computed(figures)
        change = self.money.figures(key, self.last).change
        if self.compares:
            cells.append(Cell(text="" if change is None else shown_in(change, self.unit), look="total"))
        if self.explains:
            reason = self.reasons.get(key) or Text(
                node=key, year=self.last.year, kind="remarks", heading=labels.REASON, text=""
            )
            cells.append(Cell(text=reason.text, look="entry", at=address_of(reason), title=labels.REASON))
        return cells

    def _computed(self, figures: Figures) -> list[Cell]:
        people = None if figures.personnel is None else figures.personnel.amount
        cells = [people] * self.computes + [figures.full] * self.full
        return [Cell(text="" if each is None else shown_in(each, self.unit), look="total") for each in cells]

    def _sums(self, key: str | None) -> list[Row]:
        """The sum below a heading that holds more than one part, with and without deposits."""
        if key is not None and sum(self.tree.nodes[each].parent == key for each in self.keys) < 2:
            return []
        name = "合計" if key is None else f"{self.tree.nodes[key].number or self.tree.nodes[key].title or ''} 計"
        sums = [self.money.sums(key, at) for at in self.columns]
        rows = [
            self._sum_row(name, [self._all(each, at, key) for each, at in zip(sums, self.columns, strict=True)], sums)
        ]
        if any(each.deposit.amount for each in sums):
            rows.append(self._sum_row("うち預託金", [self._of_cost(each.deposit, None) for each in sums], None))
            rows.append(
                self._sum_row(
                    "預託金を除く",
                    [self._of_cost(each.without_deposits, _full_without(each)) for each in sums],
                    None,
                )
            )
        return rows

    def _sum_row(self, name: str, texts: Sequence[Sequence[str]], sums: Sequence[Sums] | None) -> Row:
        cells = [Cell(text=f"{labels.SUM}{name}】", look="label", columns=self.levels + 2)]
        cells += [Cell(text=text, look="total") for each in texts for text in each]
        if self.compares:
            change = sums[-1].change if sums is not None else None
            cells.append(Cell(text="" if change is None else shown_in(change, self.unit), look="total"))
        if self.explains:
            cells.append(Cell())
        return Row(cells=tuple(cells))

    def _all(self, sums: Sums, at: Column, key: str | None) -> list[str]:
        texts = []
        for item, meaning in zip(self.items, self.meanings, strict=True):
            of_meaning = {
                "cost": sums.cost,
                "general": sums.general,
                "deposit": sums.deposit,
                "personnel": sums.personnel,
            }
            if meaning == "fund" and self._once(item):
                texts.append(self._sum(sums.funds.get(item_of(item).source, Sum())))
            elif meaning in of_meaning and self._once(item) and not (meaning == "personnel" and self.computes):
                texts.append(self._sum(of_meaning[meaning]))
            else:
                texts.append(self._added(item, at, key))
        texts += [self._sum(sums.personnel)] * self.computes + [self._sum(sums.full)] * self.full
        return texts

    def _once(self, item: str) -> bool:
        """Whether no other item means the same, so that the sum of the meaning is that of the item."""
        found = item_of(item)
        return sum(item_of(each) == found for each in self.items) == 1

    def _added(self, item: str, at: Column, key: str | None) -> str:
        below = set(self.tree.nodes) if key is None else {key, *self.tree.below(key)}
        budgets = [
            each for (node, name, where), each in self.stated.items() if name == item and where == at and node in below
        ]
        same = [each.amount for each in budgets if each.amount is not None and each.unit == budgets[0].unit]
        return f"{sum(same, Decimal(0)):,f}" if same else ""

    def _of_cost(self, cost: Sum, full: Decimal | None) -> list[str]:
        """A row that states only cost and full cost."""
        texts = [self._sum(cost) if meaning == "cost" else "" for meaning in self.meanings]
        texts += [""] * self.computes
        return texts + ["" if full is None else shown_in(full, self.unit)] * self.full

    def _sum(self, total: Sum) -> str:
        """A sum, with the number of figures that are still missing from it."""
        if total.amount is None:
            return ""
        return shown_in(total.amount, self.unit) + (f"\n（未入力{total.missing}件）" if total.missing else "")


def _full_without(sums: Sums) -> Decimal | None:
    full = sums.full.amount
    return None if full is None else full - (sums.deposit.amount or 0)
