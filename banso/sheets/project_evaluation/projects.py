"""Which nodes of a plan are projects, and which year of them is the latest."""

from __future__ import annotations

from banso.domain.document import Node, PlanDocument
from banso.sheets.project_evaluation.texts import is_reason


def year_of(document: PlanDocument) -> int | None:
    """The latest fiscal year that the plan evaluates projects in; None where it has no projects or nothing of them."""
    projects = {node.key for node in projects_of(document)}
    years = [
        text.year for text in document.texts if text.node in projects and text.year is not None and not is_reason(text)
    ]
    years += [decision.year for decision in document.decisions if decision.node in projects]
    if not years:
        money = [budget for budget in document.budgets if budget.node in projects]
        years = [budget.year for budget in money if budget.stage != "estimate"] or [budget.year for budget in money]
    return max(years, default=None)


def projects_of(document: PlanDocument) -> tuple[Node, ...]:
    """The projects of a plan: the nodes of the level that is called so, else those at the foot of the tree with money."""
    named = {position for position, level in enumerate(document.levels) if "事業" in level.name}
    if named:
        return tuple(node for node in document.nodes if node.level == max(named))
    parents = {node.parent for node in document.nodes}
    moneyed = {budget.node for budget in document.budgets} | {decision.node for decision in document.decisions}
    return tuple(node for node in document.nodes if node.key in moneyed and node.key not in parents)
