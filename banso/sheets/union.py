"""The plan document that stands on several papers of one plan: the parts on each, put together once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from banso.domain.document import PlanDocument, Scope


def union(documents: Iterable[PlanDocument]) -> PlanDocument:
    """One document with every item of the given parts once, in order of appearance.

    The parts are views of one and the same plan: they state nothing differently, so nothing is merged here.
    """
    given = list(documents)
    if len(given) == 1:
        return given[0]
    result: dict[str, Any] = {}
    for field in fields(PlanDocument):
        parts = [getattr(document, field.name) for document in given]
        if isinstance(field.default, tuple):
            result[field.name] = _once(item for part in parts for item in part)
        else:
            result[field.name] = next((part for part in parts if part is not None), None)
    result["scope"] = _scopes(result["scope"])
    return PlanDocument(**result)


def _once(items: Iterable[Any]) -> tuple[Any, ...]:
    seen: set[int] = set()
    by_words: dict[str, Any] = {}
    for item in items:
        if id(item) not in seen:
            seen.add(id(item))
            by_words.setdefault(repr(item), item)
    return tuple(by_words.values())


def _scopes(scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """Scopes that differ in their nodes only, as one scope with all nodes."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for scope in scopes:
        nodes = found.setdefault((scope.form, scope.year, scope.covers), [])
        nodes += [node for node in scope.nodes if node not in nodes]
    return tuple(
        Scope(form=form, year=year, nodes=tuple(nodes), covers=covers) for (form, year, covers), nodes in found.items()
    )
