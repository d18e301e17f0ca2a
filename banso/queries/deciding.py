"""What is decided for an element from year to year (次年度方針 …), and which of a plan's vocabularies that is done in."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.address import address_of
from banso.domain.document import PlanDocument, Stage, Vocabulary
from banso.library import sdgs


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided for the element in a year; ``address`` names the fact in the history."""

    year: int
    vocabulary: str
    values: tuple[str, ...]
    stage: Stage
    by: str | None
    reason: str | None
    address: str


def decisions_of(document: PlanDocument, key: str) -> tuple[Decided, ...]:
    """The element's decisions, the latest year first, in the order of the plan's vocabularies."""
    order = {each.name: place for place, each in enumerate(document.vocabularies)}
    own = [each for each in document.decisions if each.node == key]
    return tuple(
        Decided(each.year, each.vocabulary, each.values, each.stage, each.by, each.reason, address_of(each))
        for each in sorted(own, key=lambda each: (-each.year, order.get(each.vocabulary, len(order))))
    )


def decision_vocabularies(document: PlanDocument) -> tuple[Vocabulary, ...]:
    """The vocabularies that decisions can be made in: those that decisions use, then those that nothing uses.

    A vocabulary whose terms mark elements or indicators is a property of these, not a decision.
    """
    decided = dict.fromkeys(each.vocabulary for each in document.decisions)
    marking = {name for items in (document.nodes, document.indicators) for item in items for name in item.terms}
    known = {each.name: each for each in document.vocabularies}
    first = [known.get(name) or Vocabulary(name=name, terms=_decided_terms(document, name)) for name in decided]
    free = [
        each
        for each in document.vocabularies
        if each.terms and each.name not in decided and each.name not in marking and each.name != sdgs.NAME
    ]
    return (*first, *free)


def _decided_terms(document: PlanDocument, name: str) -> tuple[str, ...]:
    used = (value for each in document.decisions if each.vocabulary == name for value in each.values)
    return tuple(dict.fromkeys(used))


def marking_vocabularies(document: PlanDocument) -> tuple[Vocabulary, ...]:
    """The vocabularies whose terms elements are marked with: all that have terms, but those only decisions use."""
    decided = {each.vocabulary for each in document.decisions}
    marking = {name for node in document.nodes for name in node.terms}
    return tuple(
        each for each in document.vocabularies if each.name in marking or (each.terms and each.name not in decided)
    )
