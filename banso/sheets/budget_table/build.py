"""Makes the 事業費一覧 of a plan: projects with their money by year and stage, and sums made from them.

A node whose money is given by items of its own (別表3 of a support plan) stands as items × years instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.document import Budget, Node, PlanDocument
from banso.domain.money import Column, column, costs
from banso.domain.money_items import THOUSAND_YEN, item_of
from banso.domain.placing import Tree
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Page, Paper, Paragraph
from banso.sheets.budget_table import labels
from banso.sheets.budget_table.build_items import items_blocks
from banso.sheets.budget_table.build_projects import Projects
from banso.sheets.forms import Subject
from banso.sheets.outlined import chosen

_YEAR = "令和5年度"
_LEFT_OUT = ("unit-cost", "full")
"""Unit costs stand below the table; full costs are computed."""
_WIDE = 10


def paper_of(document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
    """The table of the plan's money in all years, or in ``year`` and the next; none where the plan has none."""
    tree = Tree(document.nodes)
    keys = chosen(document, tree, nodes)
    shown = [
        each
        for each in document.budgets
        if each.node in keys
        and item_of(each.item).meaning not in _LEFT_OUT
        and (year is None or 0 <= each.year - year <= 1)
    ]
    if not shown:
        return Paper(title=labels.TITLE, pages=())
    by_items = {each.node for each in shown if each.total or item_of(each.item).meaning == "part"}
    unit = _unit(shown)
    title = f"{document.title or ''} {labels.TITLE}".strip()
    blocks: list[Block] = [Paragraph(text=f"（単位：{unit}）", look="aside")]
    width = 0
    if by_items:
        own = [each for each in shown if each.node in by_items]
        blocks += items_blocks(document, tree, own, unit)
    projects = [each for each in shown if each.node not in by_items]
    if projects:
        columns = sorted({column(each.year, each.stage) for each in projects})
        table = Projects(document, tree, costs(document), projects, columns, unit, whole=not nodes)
        blocks += table.blocks()
        blocks += _unit_costs(document, columns, tree)
        width = table.width
    page = Page(
        name=labels.TITLE,
        title=title,
        blocks=tuple(blocks),
        format="A4" if not projects else "A4 landscape" if width <= _WIDE else "A3 landscape",
        foot=title,
    )
    return Paper(title=title, pages=(page,))


def subjects_of(document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
    """None: the table is one paper for the whole plan."""
    return ()


def _unit(budgets: Sequence[Budget]) -> str:
    """The unit of most amounts; others carry their own."""
    units = [each.unit for each in budgets if each.unit and item_of(each.item).meaning != "staff"]
    return max(dict.fromkeys(units), key=units.count) if units else THOUSAND_YEN


def _unit_costs(document: PlanDocument, columns: Sequence[Column], tree: Tree) -> list[Block]:
    """What staff costs a year, as a note below the table."""
    years = {each.year for each in columns}
    found: dict[str, None] = {}
    for each in document.budgets:
        if item_of(each.item).meaning == "unit-cost" and each.year in years and each.amount is not None:
            of = _named(tree.nodes.get(each.node))
            found[
                f"{of}{each.item} {format_fiscal_year(each.year, _YEAR)} {each.amount:,f}{each.unit or THOUSAND_YEN}"
            ] = None
    return [Paragraph(text=f"※{'、'.join(found)}", look="note")] if found else []


def _named(node: Node | None) -> str:
    return f"{node.title}の" if node is not None and node.parent is not None and node.title else ""
