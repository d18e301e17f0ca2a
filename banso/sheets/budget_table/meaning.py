"""What a printed table of money means: its part of the plan document, and the doubts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from banso.domain.address import split
from banso.domain.amounts import parse_amount
from banso.domain.document import Budget, Node, PlanDocument, Scope, Text
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.money_items import PERSONS, THOUSAND_YEN, Stage, in_thousands
from banso.domain.numbering import split_number
from banso.domain.quantity import QUANTITY_FIELDS, format_amount
from banso.sheets.budget_table import labels
from banso.sheets.budget_table.layout import Amounts, Column, Printed
from banso.sheets.form import Reading

FORM = "budget-table"
_MONEY_NODE = "資金"
"""The node of items that stand under no heading."""


def meaning_of(printed: Printed) -> Reading:
    """The plan document and the doubts of a printed table."""
    return _Meaning(printed).reading()


@dataclass(slots=True)
class _Meaning:
    printed: Printed
    doubts: list[Doubt] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    assumed: list[tuple[str, Place]] = field(default_factory=list)
    home: str | None = None

    def reading(self) -> Reading:
        printed = self.printed
        if (printed.items or printed.funding) and not printed.headings.nodes:
            title = printed.title or labels.TITLE
            printed.headings.nodes[_MONEY_NODE] = Node(key=_MONEY_NODE, level=0, title=title)
        for row in printed.items:
            self._items(row)
        for row in printed.rows:
            self._projects(row)
        for number, line in printed.headings.repeated:
            self._doubt(
                "number-repeated",
                "warning",
                line.place(),
                f"番号「{number}」の行が二度あります。別の項目として読みました。番号を確かめてください。",
                number,
            )
        self._funding()
        self._told()
        document = PlanDocument(
            scope=(Scope(form=FORM),),
            title=printed.title or None,
            nodes=tuple(printed.headings.nodes.values()),
            texts=tuple(self.texts),
            budgets=tuple(self.budgets),
        )
        self._sums(document)
        return Reading(document, tuple(self.doubts))

    def _items(self, row: Amounts) -> None:
        name = row.name
        at = split(row.line.at) if row.line.at else ()
        marked = name.endswith(labels.MARKED_TOTAL)
        name = name.removesuffix(labels.MARKED_TOTAL)
        node: str | None
        if len(at) == 5 and at[0] == "budget":
            item, node = (name, at[1])
        else:
            numbered = split_number(name)
            item, node = (numbered[1] if numbered and numbered[1] else name), row.node
        node = node or next(iter(self.printed.headings.nodes))
        self.home = self.home or node
        for column, text in row.texts:
            self._budget(node, item, column, text, row.line.place(column.cell), marked or labels.is_total(item))

    def _projects(self, row: Amounts) -> None:
        assert row.node is not None
        for column, text in row.texts:
            if column.meaning != "full":
                self._budget(row.node, column.item or "事業費", column, text, row.line.place(column.cell), False)
        if row.reason.strip():
            year = max(column.year or 0 for column, _ in row.texts)
            self.texts.append(
                Text(node=row.node, year=year, kind="remarks", heading=labels.REASON, text=row.reason.strip())
            )

    def _budget(self, node: str, item: str, column: Column, text: str, place: Place, total: bool) -> None:
        parsed = parse_amount(text)
        if parsed.quantity is None or column.year is None:
            return
        if parsed.repaired:
            self._doubt(
                "blank-in-number",
                "hint",
                place,
                f"「{text}」の中の空白を詰めて数として読みました。元の紙で確かめてください。",
                text,
            )
        staff = column.meaning == "staff"
        self.budgets.append(
            Budget(
                node=node,
                item=item,
                year=column.year,
                stage=self._stage(column, place),
                unit=parsed.unit or (PERSONS if staff else self.printed.unit or THOUSAND_YEN),
                total=total,
                **{name: getattr(parsed.quantity, name) for name in QUANTITY_FIELDS},
            )
        )

    def _stage(self, column: Column, place: Place) -> Stage:
        if column.stage is not None:
            return column.stage
        if column.item is None:
            return "estimate"
        self.assumed.append((column.item, place))
        return "budget"

    def _funding(self) -> None:
        for heading, text, line in self.printed.funding:
            at = split(line.at) if line.at else ()
            node = at[1] if len(at) >= 4 else self.home or next(iter(self.printed.headings.nodes), None)
            if node is not None and text.strip():
                order = int(at[-1]) if len(at) > 4 and at[-1].isdigit() else None
                self.texts.append(Text(node=node, kind="funding", heading=heading, order=order, text=text.strip()))

    def _told(self) -> None:
        if not self.printed.unit and (self.printed.rows or self.printed.items):
            self._doubt(
                "unit-assumed",
                "hint",
                self.printed.place,
                "金額の単位が書かれていないので、千円として読みました。単位を確かめてください。",
                "",
            )
        if self.assumed:
            self._doubt(
                "stage-assumed",
                "hint",
                self.assumed[0][1],
                "予算か決算かが見出しにない金額は、当初予算として読みました。見出しに予算・決算・見込みを書いてください。",
                self.assumed[0][0],
            )
        for text, place in self.printed.skipped:
            self._doubt("line-skipped", "hint", place, "金額の表の外の文なので読みませんでした。", text)

    def _sums(self, document: PlanDocument) -> None:
        """Printed sums against the projects above them; computed again on every print, so they are not kept."""
        nodes = {node.key: node for node in document.nodes}
        own: dict[tuple[str, int, str], dict[str, Decimal]] = defaultdict(dict)
        for budget in document.budgets:
            amount = None if budget.amount is None else in_thousands(budget.amount, budget.unit)
            if amount is not None:
                own[budget.item, budget.year, budget.stage][budget.node] = amount
        for row in self.printed.sums:
            if "預託" in row.name or "除く" in row.name:
                continue
            whole = any(word in row.name for word in ("合計", "総計", "総額"))
            for column, text in row.texts:
                quantity = parse_amount(text.split("\n")[0]).quantity
                if column.year is None or column.item is None or quantity is None or quantity.amount is None:
                    continue
                stated = in_thousands(quantity.amount, self.printed.unit or THOUSAND_YEN)
                amounts = own[column.item, column.year, column.stage or "budget"]
                tops = {_top(nodes, row.node)} if row.node else set()
                above = _path(nodes, row.node)
                sums = {
                    sum((amount for key, amount in amounts.items() if base in _path(nodes, key)), Decimal(0))
                    for base in ([] if whole else [*above, *tops])
                } | {sum(amounts.values(), Decimal(0))}
                if stated is not None and stated not in sums and column.meaning != "full":
                    nearest = min(sums, key=lambda each: abs(each - stated))
                    self._doubt(
                        "total-differs",
                        "warning",
                        row.line.place(column.cell),
                        f"「{row.name}」の{column.item}は {format_amount(stated)} と印刷されていますが、上の行を足すと"
                        f" {format_amount(nearest)} です。どちらが正しいかを確かめてください。",
                        text,
                    )

    def _doubt(self, code: str, severity: Severity, place: Place, message: str, quote: str) -> None:
        self.doubts.append(Doubt(code=code, severity=severity, where=place, message=message, quote=quote))


def _path(nodes: dict[str, Node], key: str | None) -> list[str]:
    found: list[str] = []
    while key is not None and key in nodes and key not in found:
        found.append(key)
        key = nodes[key].parent
    return found


def _top(nodes: dict[str, Node], key: str) -> str:
    return _path(nodes, key)[-1]
