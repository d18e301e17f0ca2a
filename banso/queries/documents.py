"""``document_of``: the stored plan as a plan document, the one way from tables to values.

A plan's digest changes with every deed, so a document once made stays right for its digest: the last few are kept.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from banso.domain.address import PLAN_FIELDS
from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.domain.plan_json import load_document
from banso.domain.results import Evaluation
from banso.models import ROWS, Plan, PlanItem, YearStructure

Value = TypeVar("Value")

STRUCTURE = ("levels", "vocabularies", "nodes", "groups", "roadmap", "placements", "indicators", "rule_sets")
"""The lists that a closed year keeps as they stood when the next year was opened."""

_KEPT = 256
_lock = Lock()
_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


def document_of(plan: Plan) -> PlanDocument:
    """The whole plan as it is stored at ``plan.revision``; a fixed number of queries, none where it is still kept."""
    return _remembered((plan.uid, plan.digest, "document"), lambda: read_document(plan))


def remembered(plan: Plan, *what: object, make: Callable[[], Value]) -> Value:
    """A value made from the plan as it is at its digest: made once, kept beside the document. ``what`` names it."""
    return _remembered((plan.uid, plan.digest, *what), make)


def remember(plan: Plan, document: PlanDocument) -> None:
    """Keep a document that a deed has just made from the one before and written to the tables."""
    _keep((plan.uid, plan.digest, "document"), document)


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
    return _remembered((plan.uid, plan.digest, "year", year), lambda: _document_in_year(plan, year))


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
        return _remembered((plan.uid, plan.digest, "evaluation"), lambda: evaluate(document_of(plan)))
    return _remembered(
        (plan.uid, plan.digest, "evaluation", year), lambda: evaluate(document_in_year(plan, year), year)
    )


def _remembered(key: tuple[Any, ...], make: Callable[[], Value]) -> Value:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: Value = _kept[key]
            return found
    made = make()
    _keep(key, made)
    return made


def _keep(key: tuple[Any, ...], value: object) -> None:
    with _lock:
        _kept[key] = value
        _kept.move_to_end(key)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
