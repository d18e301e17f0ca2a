"""The reports of several fields in one paper as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from banso.domain.document import Node, PlanDocument, Vocabulary


def bound(documents: Sequence[PlanDocument]) -> PlanDocument:
    """One document of all; what stands above several fields and the vocabularies of their lists are one each."""
    first = documents[0]
    if len(documents) == 1:
        return first
    nodes: dict[str, Node] = {}
    words: dict[str, Vocabulary] = {}
    for document in documents:
        for node in document.nodes:
            nodes.setdefault(node.key, node)
        for each in document.vocabularies:
            known = words.setdefault(each.name, each)
            words[each.name] = replace(
                known,
                terms=tuple(dict.fromkeys((*known.terms, *each.terms))),
                labels={**each.labels, **known.labels},
                source=known.source or each.source,
            )
    return replace(
        first,
        scope=tuple(scope for each in documents for scope in each.scope),
        title="、".join(each.title for each in documents if each.title) or None,
        levels=max((each.levels for each in documents), key=len),
        vocabularies=tuple(words.values()),
        nodes=tuple(nodes.values()),
        indicators=tuple(item for each in documents for item in each.indicators),
        placements=tuple(item for each in documents for item in each.placements),
        targets=tuple(item for each in documents for item in each.targets),
        actuals=tuple(item for each in documents for item in each.actuals),
        decisions=tuple(item for each in documents for item in each.decisions),
        texts=tuple(item for each in documents for item in each.texts),
        budgets=tuple(item for each in documents for item in each.budgets),
        notes=tuple(dict.fromkeys(item for each in documents for item in each.notes)),
    )
