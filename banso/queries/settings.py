"""What the settings of a plan show: where levels and words are used, what a change of the rules would do, the people."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from banso.domain.document import PlanDocument
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.evaluation import evaluate
from banso.domain.place_words import Places
from banso.domain.results import Evaluation, IndicatorResult
from banso.domain.rule_set import RuleSet
from banso.domain.rules.wording import FLAG_WORDS, reason_words
from banso.models import Membership, Organization, Plan
from banso.queries.documents import document_of, evaluation_of
from banso.queries.years import closed_until, open_years

_SHOWN = 6
"""How many places of a word are named before the rest is counted."""


@dataclass(frozen=True, slots=True)
class TermUse:
    """How often a word is used and the first places, in words."""

    count: int = 0
    places: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        """How many places are not named."""
        return self.count - len(self.places)


def term_uses(document: PlanDocument) -> Mapping[str, Mapping[str, TermUse]]:
    """For each vocabulary its words in use (listed or not) with where; the order is that of first use."""
    words = Places(document)
    found: dict[str, dict[str, list[str]]] = {}

    def used(vocabulary: str, term: str, place: str) -> None:
        found.setdefault(vocabulary, {}).setdefault(term, []).append(place)

    for node in document.nodes:
        for name, terms in node.terms.items():
            for term in terms:
                used(name, term, words.node(node.key))
    for indicator in document.indicators:
        for name, terms in indicator.terms.items():
            for term in terms:
                used(name, term, words.indicator(indicator.key))
    for decision in document.decisions:
        for term in decision.values:
            used(decision.vocabulary, term, f"{words.node(decision.node)}の{words.year(decision.year)}の決定")
    return {
        name: {term: TermUse(len(places), tuple(places[:_SHOWN])) for term, places in terms.items()}
        for name, terms in found.items()
    }


def level_counts(document: PlanDocument) -> Mapping[int, int]:
    """How many elements stand on each level."""
    return Counter(node.level for node in document.nodes)


@dataclass(frozen=True, slots=True)
class RuleSpan:
    """A rule set and the plan's years it judges (none where a later one took over at once)."""

    rule_set: RuleSet
    years: tuple[int, ...]


def rule_spans(document: PlanDocument) -> tuple[RuleSpan, ...]:
    """The plan's rule sets from the oldest year on, each with the years of the plan in which it is in force."""
    years = set(open_years(document))
    if document.first_year is not None and document.last_year is not None:
        years |= set(range(document.first_year, document.last_year + 1))
    ordered = sorted(
        document.rule_sets, key=lambda each: (each.from_year or 0, -1 if each.level is None else each.level)
    )
    return tuple(
        RuleSpan(each, tuple(year for year in sorted(years) if each in rule_sets_in_force(document.rule_sets, year)))
        for each in ordered
    )


class GradeChange(NamedTuple):
    """A judgement that a change of the rules would alter: the year, what is judged, the words before and after.

    ``key`` is the indicator's, empty for an element's roll-up.
    """

    year: int
    key: str
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a change of the rules does to the results that stand.

    ``reprinted`` counts rates that are only printed otherwise, ``kept`` names the last year that keeps the rules of its
    time, ``judged`` how many results of the open years were compared.
    """

    changes: tuple[GradeChange, ...]
    reprinted: int
    judged: int
    kept: int | None

    @property
    def digest(self) -> str:
        """What names these changes, so that a person confirms what they saw; empty where no grade changes."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()[:32] if self.changes else ""


def rule_effect(plan: Plan, changed: PlanDocument) -> RuleEffect:
    """What the plan's open years would be judged like in ``changed``, a version of the plan that is not stored.

    Closed years keep the rules of their time and are not compared.
    """
    document = document_of(plan)
    kept = closed_until(plan)
    words = Places(document)
    changes: list[GradeChange] = []
    reprinted = judged = 0
    for year in open_years(document):
        if kept is not None and year <= kept:
            continue
        before, after = evaluation_of(plan, year), evaluate(changed, year)
        for old in before.indicators:
            new = after.indicator(old.key, year)
            if new is None:
                continue
            judged += 1
            if _judgement(old) != _judgement(new):
                changes.append(
                    GradeChange(year, old.key, words.indicator(old.key), _judgement_words(old), _judgement_words(new))
                )
            elif old.rate.printed != new.rate.printed:
                reprinted += 1
        changes += _node_changes(words, year, before, after)
    return RuleEffect(tuple(changes), reprinted, judged, kept)


def _judgement(result: IndicatorResult) -> tuple[str | None, bool | None]:
    """What counts as the judgement: why there is none may change without a result being judged otherwise."""
    return result.rate.grade, result.achieved


def _judgement_words(result: IndicatorResult) -> str:
    parts = [part for part in (result.rate.grade, result.rate.printed, FLAG_WORDS[result.achieved]) if part]
    return "・".join(parts) or reason_words(result.reason) or "評価なし"


def _node_changes(words: Places, year: int, before: Evaluation, after: Evaluation) -> list[GradeChange]:
    old = {each.key: each.value for each in before.nodes}
    new = {each.key: each.value for each in after.nodes}
    return [
        GradeChange(year, "", words.node(key), old.get(key) or "評価なし", new.get(key) or "評価なし")
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    ]


def steps_in_use(document: PlanDocument, rule_set: RuleSet) -> tuple[int, ...]:
    """Steps of the overall rating that stand in the plan's ratings of the rule set's years but not on its scale."""
    known = {step.step for step in rule_set.scale}
    first = rule_set.from_year or 0
    used = {
        each.step
        for each in document.judgements
        if each.kind == "overall" and each.step is not None and each.year >= first
    }
    return tuple(sorted(used - known))


def members_of(organization: Organization) -> Sequence[Membership]:
    """The people of an organization with their roles, by name; one query."""
    return tuple(
        Membership.objects.filter(organization=organization).select_related("person").order_by("role", "person__name")
    )
