"""``document_of``: the stored plan as a plan document, the one way from tables to values.

A plan's digest changes with every deed, so a document once made stays right for its digest: those of the plans used last
are kept, with what was made from them; a newer one takes the place of its predecessor.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from banso.domain.address import PLAN_FIELDS
from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.domain.plan_json import load_document
from banso.domain.results import Evaluation
from banso.models import ROWS, Plan, PlanItem, YearStructure
from banso.queries.keeping import Kept

Value = TypeVar("Value")

STRUCTURE = ("levels", "vocabularies", "nodes", "groups", "roadmap", "placements", "indicators", "rule_sets")
"""The lists that a closed year keeps as they stood when the next year was opened."""

_KEPT: Kept[tuple[str, dict[tuple[object, ...], Any]]] = Kept(256)
"""By plan: the digest, and what was made from the plan as it is there."""
_MOST = 1000
"""What is kept of one plan: the years and sheets of a large one."""


def document_of(plan: Plan) -> PlanDocument:
    """The whole plan as it is stored at ``plan.revision``; a fixed number of queries, none where it is still kept."""
    return remembered(plan, "document", make=lambda: read_document(plan))


def remembered(plan: Plan, *what: object, make: Callable[[], Value]) -> Value:
    """A value made from the plan as it is at its digest: made once, kept beside the document. ``what`` names it."""
    kept = _made_from(plan)
    if what in kept:
        found: Value = kept[what]
        return found
    made = make()
    if len(kept) < _MOST:
        kept[what] = made
    return made


def remember(plan: Plan, document: PlanDocument) -> None:
    """Keep a document that a deed has just made from the one before and written to the tables."""
    _KEPT.keep(plan.uid, (plan.digest, {("document",): document}))


def read_document(plan: Plan) -> PlanDocument:
    """The whole plan from its rows: one query for each list."""
    lists: dict[str, Any] = {name: tuple(_items(row, plan)) for name, row in ROWS.items()}
    return PlanDocument(
        scope=plan.scope,
        **{name: getattr(plan, name) for name in PLAN_FIELDS},
        **lists,
    )


def _items(row: type[PlanItem], plan: Plan) -> list[Any]:
    names = row.item_fields()
    values = row._default_manager.filter(plan=plan).order_by("position", "pk").values_list(*names)
    return [row.value_type(**dict(zip(names, each, strict=True))) for each in values.iterator(chunk_size=5000)]


def document_in_year(plan: Plan, year: int) -> PlanDocument:
    """The plan as the year knows it: a closed year keeps structure and rules of its time, its figures stay live."""
    return remembered(plan, "year", year, make=lambda: _document_in_year(plan, year))


def _document_in_year(plan: Plan, year: int) -> PlanDocument:
    document = document_of(plan)
    stored = YearStructure.objects.filter(plan=plan, year__gte=year).order_by("year").first()
    if stored is None:
        return document
    old = load_document(json.loads(stored.document))
    return replace(document, **{name: getattr(old, name) for name in STRUCTURE})


def evaluation_of(plan: Plan, year: int | None = None) -> Evaluation:
    """The results of the plan in a year (by the structure and rules of that year), or of all years by today's."""
    if year is None:
        return remembered(plan, "evaluation", make=lambda: evaluate(document_of(plan)))
    return remembered(plan, "evaluation", year, make=lambda: evaluate(document_in_year(plan, year), year))


def _made_from(plan: Plan) -> dict[tuple[object, ...], Any]:
    kept = _KEPT.find(plan.uid)
    if kept is None or kept[0] != plan.digest:
        kept = _KEPT.keep(plan.uid, (plan.digest, {}))
    return kept[1]


def read_together(plans: Sequence[Plan]) -> None:
    """Read the documents of those plans that are not kept: one query for each list, however many plans there are."""
    missing = {plan.pk: plan for plan in plans if ("document",) not in _made_from(plan)}
    if not missing:
        return
    lists: dict[int, dict[str, list[Any]]] = {key: {name: [] for name in ROWS} for key in missing}
    for name, row in ROWS.items():
        names = row.item_fields()
        rows = row._default_manager.filter(plan__in=list(missing)).order_by("position", "pk")
        for key, *each in rows.values_list("plan", *names).iterator(chunk_size=5000):
            lists[key][name].append(row.value_type(**dict(zip(names, each, strict=True))))
    for key, plan in missing.items():
        single = {name: getattr(plan, name) for name in PLAN_FIELDS}
        found: dict[str, Any] = {name: tuple(items) for name, items in lists[key].items()}
        remember(plan, PlanDocument(scope=plan.scope, **single, **found))
