"""The money grid of a year: projects × items, with the year's stages beside each other, and its sums, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from banso.domain.address import join, split
from banso.domain.document import Budget, Node, PlanDocument
from banso.domain.money import Column, Figures, Money, Sum, column, costs, money_text
from banso.domain.money_items import (
    COST,
    DEPOSIT,
    GENERAL,
    PERSONNEL,
    SOURCES,
    STAFF,
    THOUSAND_YEN,
    UNIT_COST,
    Meaning,
    item_of,
)
from banso.domain.placing import Tree
from banso.domain.quantity import format_quantity
from banso.queries.grid import Cell, Name, Narrowed
from banso.queries.money_page import Earlier, Figure, MoneyPage, MoneyRow, MoneySection, Project, SumRow, SumTable

REASON: Final = "増減理由"
"""The heading of the text that says why the cost differs from last year's."""

_ORDER: Final[tuple[Meaning, ...]] = (
    "cost",
    "part",
    "fund",
    "general",
    "deposit",
    "staff",
    "unit-cost",
    "personnel",
    "full",
)
_USUAL: Final = (COST, *SOURCES, GENERAL, DEPOSIT, STAFF, PERSONNEL)


class MoneyRows:
    """The rows of a year, made one by one from facts that are gathered once."""

    def __init__(self, document: PlanDocument, year: int, *, all_items: bool = False) -> None:
        self.year = year
        self.money: Money = costs(document)
        self._carrying = frozenset(self.money.bearers())
        self._tree = Tree(document.nodes)
        self._document = document
        self._all = all_items
        self._budgets: dict[tuple[str, str, int, str], Budget] = {
            (each.node, each.item, each.year, each.stage): each for each in document.budgets
        }
        self._items: dict[str, dict[str, None]] = {}
        for each in document.budgets:
            self._items.setdefault(each.node, {})[each.item] = None
        self._reasons = {
            (each.node, each.year): each.text
            for each in document.texts
            if each.node is not None and each.kind == "remarks" and each.heading == REASON and each.order is None
        }
        self.columns = self._columns()
        self.reason_year = year if self.columns[-1].year == year else year + 1
        self._paying = self._unit_cost_nodes()
        self._used = self._usual_items()
        self._units: dict[str, str] = {}
        for each in document.budgets:
            if each.unit:
                self._units.setdefault(each.item, each.unit)

    def bearers(self) -> tuple[str, ...]:
        """The nodes with rows: those that carry money, in a plan without any those of the deepest level; and unit costs."""
        found = self.money.bearers()
        if not found and self._tree.nodes:
            deepest = max(node.level for node in self._tree.nodes.values())
            found = tuple(key for key, node in self._tree.nodes.items() if node.level == deepest)
        in_force = [key for key in found if self._in_force(self._tree.nodes[key])]
        shown = {*in_force, *self._paying}
        return tuple(key for key in self._tree.nodes if key in shown)

    def rows(self, key: str) -> tuple[MoneyRow, ...]:
        """The rows of one node."""
        return tuple(self._row(key, item) for item in self._items_of(key))

    def lacks(self, key: str) -> bool:
        """Whether a column in which the plan states money has no cost of the node."""
        return key in self._carrying and any(
            self.money.figures(key, at).cost is None and self.money.figures(key, at).cost_state in (None, "not-entered")
            for at in self.columns
            if at in self.money.columns
        )

    def text(self, address: str) -> str:
        """The present text of a cell, as it would be typed; "" where nothing stands."""
        match split(address):
            case ("budget", node, item, year, stage) if year.isdecimal():
                return _text(self._budgets.get((node, item, int(year), stage)))
            case ("text", node, year, "remarks", heading) if heading == REASON and year.isdecimal():
                return self._reasons.get((node, int(year)), "")
        return ""

    def sums(self) -> tuple[SumTable, ...]:
        """The sums of every element above the projects and of the whole, for each column with money."""
        carrying = self._carrying
        above = {one.key for key in carrying for one in self._tree.upwards(key)[1:]}
        order = [key for key in self._tree.nodes if key in above]
        tables = []
        for at in self.columns:
            if at in self.money.columns:
                rows = [self._sum_row(key, at) for key in order]
                if len([key for key in order if self._tree.nodes[key].parent is None]) != 1:
                    rows.append(self._sum_row(None, at))
                tables.append(SumTable(at, self.money.before(at), tuple(rows)))
        return tuple(tables)

    def title(self, key: str) -> str:
        """How an element is named."""
        node = self._tree.nodes[key]
        return " ".join(part for part in (node.number, node.title or node.text) if part) or key

    def page(self, wanted: Narrowed) -> MoneyPage:
        """The whole page of the wanted projects."""
        bearers = self.bearers()
        tops = {key: (self._tree.upwards(key) or (self._tree.nodes[key],))[-1].key for key in bearers}
        owners = {key: next((one.owner for one in self._tree.upwards(key) if one.owner), "") for key in bearers}
        lacking = {key for key in bearers if self.lacks(key)}
        shown = [
            key
            for key in bearers
            if (not wanted.top or tops[key] == wanted.top)
            and (not wanted.owner or owners[key] == wanted.owner)
            and (not wanted.missing or key in lacking)
        ]
        groups: dict[str, list[Project]] = {}
        for key in shown:
            node = self._tree.nodes[key]
            groups.setdefault(node.parent or "", []).append(
                Project(key, node.number or "", node.title or node.text or key, owners[key], self.rows(key))
            )
        return MoneyPage(
            year=self.year,
            columns=self.columns,
            sections=tuple(
                MoneySection(self.title(parent) if parent in self._tree.nodes else "", tuple(projects))
                for parent, projects in groups.items()
            ),
            sums=self.sums(),
            copies=self._copies(),
            named=self._named(),
            shown=len(shown),
            total=len(bearers),
            missing=len(lacking),
            tops=tuple((key, self.title(key)) for key in dict.fromkeys(tops.values())),
            owners=tuple(sorted({owner for owner in owners.values() if owner})),
        )

    def _columns(self) -> tuple[Column, ...]:
        """The year's budget, revised budget and settlement, its estimate where one stands, and next year's estimate."""
        own = [column(self.year, stage) for stage in ("budget", "revised", "settlement")]
        estimate, following = column(self.year, "estimate"), column(self.year + 1, "estimate")
        if estimate in self.money.columns:
            own.insert(0, estimate)
        last = self._document.last_year
        if following in self.money.columns or last is None or self.year <= last:
            own.append(following)
        return tuple(own)

    def _usual_items(self) -> tuple[str, ...]:
        """The items every project has a row for: the plan's own words for those it uses, all usual ones if asked for."""
        carrying = self._carrying
        used = dict.fromkeys(
            item for node, items in self._items.items() if node in carrying for item in items if _is_usual(item)
        )
        known = {(item_of(item).meaning, item_of(item).source, item_of(item).grade) for item in used}
        wanted = _USUAL if self._all else (COST,) if used else (COST, GENERAL)
        added = [
            item
            for item in wanted
            if (item_of(item).meaning, item_of(item).source, item_of(item).grade) not in known
            and not (item == COST and used == {} and self._has_parts())
        ]
        return tuple(sorted((*used, *added), key=_rank))

    def _has_parts(self) -> bool:
        return any(item_of(item).meaning == "part" for items in self._items.values() for item in items)

    def _items_of(self, key: str) -> tuple[str, ...]:
        own = self._items.get(key, {})
        if key not in self._carrying and self._carrying:
            usual: tuple[str, ...] = (UNIT_COST,) if key in self._paying else ()
        elif any(item_of(item).meaning == "part" for item in own):
            usual = ()
        else:
            usual = self._used
        known = {*usual}
        return tuple(sorted((*usual, *(item for item in own if item not in known)), key=_rank))

    def _unit_cost_nodes(self) -> tuple[str, ...]:
        """Where unit costs are stated; where none is and staff is counted, the top elements."""
        stated = [
            node for node, items in self._items.items() if any(item_of(item).meaning == "unit-cost" for item in items)
        ]
        if stated:
            return tuple(node for node in stated if node in self._tree.nodes)
        counted = any(item_of(item).meaning == "staff" for items in self._items.values() for item in items)
        if not (counted or self._all):
            return ()
        return tuple(key for key, node in self._tree.nodes.items() if node.parent is None)

    def _row(self, key: str, item: str) -> MoneyRow:
        meaning = item_of(item).meaning
        cells = tuple(self._cell(key, item, meaning, at) for at in self.columns)
        before = self.money.before(column(self.year, "budget"))
        earlier = Earlier()
        if before is not None:
            budget = self._budgets.get((key, item, before.year, before.stage))
            earlier = Earlier(_text(budget), before.stage if budget is not None else "")
        reason = None
        if meaning == "cost":
            year = self.reason_year
            reason = Cell(join("text", key, year, "remarks", REASON), self._reasons.get((key, year), ""), wide=True)
        unit = self._unit(item)
        return MoneyRow(
            Name(f"{key}/{item}", "", item, unit, meaning in ("fund", "general", "deposit")),
            key,
            earlier,
            cells,
            reason,
        )

    def _unit(self, item: str) -> str:
        used = self._units.get(item)
        return used or ("人" if item_of(item).meaning == "staff" else THOUSAND_YEN)

    def _cell(self, key: str, item: str, meaning: Meaning, at: Column) -> Cell:
        budget = self._budgets.get((key, item, at.year, at.stage))
        notes, mark = _notes(self.money.figures(key, at), meaning)
        return Cell(join("budget", key, item, at.year, at.stage), _text(budget), notes, mark)

    def _sum_row(self, key: str | None, at: Column) -> SumRow:
        sums = self.money.sums(key, at)
        name = join("sum", key or "", at.year, at.stage)
        deposit = Figure(f"{name}/deposit", "" if sums.deposit.amount is None else money_text(sums.deposit.amount))
        change = Figure(f"{name}/change", "" if sums.change is None else money_text(sums.change))
        figures = (
            _figure(f"{name}/cost", sums.cost),
            deposit,
            _figure(f"{name}/without", sums.without_deposits),
            _figure(f"{name}/general", sums.general),
            _figure(f"{name}/personnel", sums.personnel),
            _figure(f"{name}/full", sums.full),
            change,
        )
        depth = 0 if key is None else len(self._tree.upwards(key)) - 1
        return SumRow(key or "", "" if key is None else self.title(key), depth, figures)

    def _copies(self) -> tuple[tuple[Column, Column], ...]:
        estimate, budget = column(self.year, "estimate"), column(self.year, "budget")
        last = column(self.year - 1, "budget")
        offered = [(source, budget) for source in (estimate, last) if source in self.money.columns][:1]
        return tuple(
            (source, to)
            for source, to in offered
            if any(
                (node, item, to.year, to.stage) not in self._budgets
                for (node, item, year, stage), each in self._budgets.items()
                if (year, stage) == (source.year, source.stage) and each.amount is not None
            )
        )

    def _named(self) -> int:
        return len(
            {key for key in self._carrying for at in self.columns if self.money.figures(key, at).deposit_by == "name"}
        )

    def _in_force(self, node: Node) -> bool:
        return (node.first_year is None or node.first_year <= self.year) and (
            node.last_year is None or self.year <= node.last_year
        )


def figures_of(tables: Iterable[SumTable]) -> Mapping[str, tuple[str, str]]:
    """The text and the note of every sum by its id, as a script exchanges them."""
    return {each.id: (each.text, each.note) for table in tables for row in table.rows for each in row.figures}


def _figure(name: str, total: Sum) -> Figure:
    note = f"{total.missing}件は未入力" if total.missing and total.amount is not None else ""
    return Figure(name, "" if total.amount is None else money_text(total.amount), note)


def _notes(figures: Figures, meaning: Meaning) -> tuple[tuple[str, ...], str]:
    """What is to be known of an amount beside it, and whether it warns."""
    notes: list[str] = []
    mark = ""
    if meaning == "cost":
        if figures.change:
            notes.append(f"前年度比 {_signed(figures.change)}")
        if figures.deposit_by == "name":
            notes.append("名称から、全額を預託金として集計しています。")
        if figures.unfunded:
            notes.append(f"財源の合計と{money_text(abs(figures.unfunded))}千円違います。")
            mark = "warned"
        if figures.deposit is not None and figures.cost is not None and figures.deposit > figures.cost:
            notes.append("預託金が事業費より大きくなっています。")
            mark = "warned"
    elif meaning == "personnel" and figures.personnel is not None:
        people = figures.personnel
        made = "＋".join(
            f"{each.persons:f}人×{money_text(each.unit_cost)}" for each in people.staff if each.unit_cost is not None
        )
        if people.computed is not None and people.made == "computed":
            notes.append(f"従事人員から計算：{money_text(people.computed)}（{made}）")
        elif people.computed is not None and people.amount != people.computed:
            notes.append(f"従事人員から計算すると{money_text(people.computed)}です（{made}）。")
            mark = "warned"
        elif people.amount is None:
            notes.append("人件費単価がないので計算できません。")
    return tuple(notes), mark


def _signed(change: Decimal) -> str:
    return ("＋" if change > 0 else "") + money_text(change)


def _text(budget: Budget | None) -> str:
    return "" if budget is None else format_quantity(budget)


def _is_usual(item: str) -> bool:
    """Whether one project's row lets all others have it too: a deposit is rare, parts are a body's own."""
    return item_of(item).meaning not in ("part", "unit-cost", "full", "deposit")


def _rank(item: str) -> tuple[int, int]:
    known = item_of(item)
    return _ORDER.index(known.meaning), SOURCES.index(known.source) if known.source in SOURCES else len(SOURCES)
