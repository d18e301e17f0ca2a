"""Money as items × years: what is needed each year, its total, and where it comes from (別表3)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from banso.domain.address import address_of, join
from banso.domain.document import Budget, PlanDocument
from banso.domain.money import Column, column
from banso.domain.money_items import in_thousands
from banso.domain.placing import Tree
from banso.domain.quantity import format_amount, format_quantity
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Row, Table
from banso.sheets.budget_table import labels
from banso.sheets.outlined import INDENT, depth_of, heading_row, with_ancestors

_YEAR = "令和5年度"


def column_text(at: Column) -> str:
    """The heading of a column of money; without a stage it is an estimate."""
    text = format_fiscal_year(at.year, _YEAR)
    return text if at.stage == "estimate" else f"{text}（{labels.STAGES[at.stage]}）"


def amount_text(budget: Budget | None, unit: str) -> str:
    """The amount as stated, with its unit where that is not the table's."""
    if budget is None:
        return ""
    text = format_quantity(budget)
    return f"{text}{budget.unit}" if budget.unit and budget.unit != unit and budget.amount is not None else text


def items_blocks(document: PlanDocument, tree: Tree, budgets: Sequence[Budget], unit: str) -> list[Block]:
    """The table of the nodes' items by year, and the table of their funding."""
    keys = with_ancestors(tree, {each.node for each in budgets})
    depths = {key: depth_of(tree, key) for key in keys}
    levels = max(depths.values(), default=0)
    columns = sorted({column(each.year, each.stage) for each in budgets})
    head = Row(
        cells=(
            Cell(text="項目", look="head", columns=levels + 2),
            *(Cell(text=column_text(each), look="head") for each in columns),
        )
    )
    rows = [head]
    for key in keys:
        rows.append(heading_row(tree.nodes[key], depths[key], levels, 1 + len(columns)))
        rows += _items([each for each in budgets if each.node == key], columns, levels, unit)
    widths = (*[INDENT] * levels, 8, 32, *(60 / len(columns) for _ in columns))
    blocks: list[Block] = [Table(widths=widths, rows=tuple(rows), label="必要な資金の額")]
    funding = [each for each in document.texts if each.kind == "funding" and each.node in depths and each.year is None]
    if funding:
        sources = tuple(
            Row(
                cells=(
                    Cell(text=each.heading or labels.FUNDING, look="label"),
                    Cell(text=each.text, at=address_of(each)),
                ),
                at=address_of(each),
            )
            for each in funding
        )
        blocks.append(Table(widths=(20, 80), rows=sources, head=0, label=labels.FUNDING))
    return blocks


def _items(budgets: Sequence[Budget], columns: Sequence[Column], levels: int, unit: str) -> list[Row]:
    stated = {(each.item, column(each.year, each.stage)): each for each in budgets}
    rows = []
    for item in dict.fromkeys(each.item for each in budgets):
        total = any(each.total for each in budgets if each.item == item)
        name = item + (labels.MARKED_TOTAL if total and not labels.is_total(item) else "")
        cells = [Cell(text=name, look="label" if total else "text", columns=levels + 2)]
        for at in columns:
            node = budgets[0].node
            cells.append(
                Cell(
                    text=amount_text(stated.get((item, at)), unit),
                    look="total" if total else "entry-number",
                    at=join("budget", node, item, at.year, at.stage),
                    title=f"{item} {column_text(at)}",
                )
            )
        rows.append(Row(cells=tuple(cells)))
    if rows and not any(each.total for each in budgets):
        rows.append(_sum(budgets, columns, levels, unit))
    return rows


def _sum(budgets: Sequence[Budget], columns: Sequence[Column], levels: int, unit: str) -> Row:
    """The computed sum of items that state none."""
    cells = [Cell(text=f"{labels.SUM}計】", look="label", columns=levels + 2)]
    for at in columns:
        amounts = [
            in_thousands(each.amount, each.unit)
            for each in budgets
            if each.amount is not None and column(each.year, each.stage) == at
        ]
        known = [each for each in amounts if each is not None]
        text = shown_in(sum(known, Decimal(0)), unit) if known else ""
        cells.append(Cell(text=text, look="total"))
    return Row(cells=tuple(cells))


def shown_in(amount: Decimal, unit: str) -> str:
    """An amount of 千円 in the table's unit, exactly, with △ for a minus."""
    factor = in_thousands(Decimal(1), unit)
    exact = (amount if not factor else amount / factor).normalize()
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
    return f"{'△' if exact < 0 else ''}{format_amount(abs(exact))}"
