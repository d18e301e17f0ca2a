"""Roll-ups of nodes and totals (達成数計): always computed, never copied from a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from banso.domain.document import Judgement, Node, PlanDocument
from banso.domain.placing import Tree, counted_indicators, homes, judged_level
from banso.domain.results import IndicatorResult, NodeResult, TotalResult
from banso.domain.rule_set import RuleSet
from banso.domain.rules.bands import grade_of
from banso.domain.rules.roll_up import counted_of, roll_up
from banso.domain.rules.rounding import print_rate, rounded

LABEL = "達成数計"
_WAITING = frozenset({"not-entered", "not-published", "being-counted", "not-started", "not-done"})
"""Reasons that say a result is due and not there; under the denominator ``all`` it counts as not achieved."""
_STAGES = {"stated": 0, "draft": 1, "confirmed": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan that has totals of its own: the indicators at home in it and its nodes."""

    label: str
    where: Mapping[str, str]
    indicators: frozenset[str]
    nodes: frozenset[str]


class Counting:
    """The parts of a plan and the indicators of its nodes, found once for all years."""

    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        self.tree = Tree(document.nodes)
        self.default_level = judged_level(document)
        self._ratings = _ratings(document.judgements)
        self._homes = homes(document.indicators, document.placements)
        self._counted: dict[int, dict[str, tuple[str, ...]]] = {}
        self._parts: dict[tuple[int, ...], tuple[Part, ...]] = {}

    def levels(self, rule_sets: Sequence[RuleSet]) -> dict[int, RuleSet | None]:
        """The judged levels under the rule sets of a year, each with the rule set that judges it."""
        levels: dict[int, RuleSet | None] = {}
        for rule_set in rule_sets:
            level = rule_set.level if rule_set.level is not None else self.default_level
            if level is not None:
                levels.setdefault(level, rule_set)
        if not levels and self.default_level is not None:
            levels[self.default_level] = None
        return levels

    def nodes(
        self, year: int, levels: Mapping[int, RuleSet | None], results: Mapping[str, IndicatorResult]
    ) -> tuple[NodeResult, ...]:
        """The judgement of every node of the judged levels that is alive in the year."""
        found = []
        judged = {key for key, result in results.items() if result.achieved is not None}
        for level, rule_set in levels.items():
            if level not in self._counted:
                self._counted[level] = counted_indicators(self.tree, self.document.placements, level)
            for key, indicators in self._counted[level].items():
                if not _alive(self.tree.nodes[key], year):
                    continue
                if rule_set is None or rule_set.roll_up.method == "human":
                    found.append(self._rated(key, year, rule_set, len(judged.intersection(indicators))))
                else:
                    present = [results[indicator] for indicator in indicators if indicator in results]
                    found.append(_rolled_up(key, year, rule_set, present))
        return tuple(found)

    def totals(
        self,
        year: int,
        rule_set: RuleSet | None,
        levels: Iterable[int],
        nodes: Sequence[NodeResult],
        results: Mapping[str, IndicatorResult],
    ) -> tuple[TotalResult, ...]:
        """The totals of nodes and of indicators for the whole, for each grouping term and for each top node."""
        achieved, counted = _keys_that_count(results, rule_set)
        of_level: dict[int, tuple[set[str], set[str]]] = {level: (set(), set()) for level in levels}
        for node in nodes:
            here = self.tree.nodes[node.key]
            if node.achieved is not None and here.reprise_of is None:
                of_level[here.level][1].add(node.key)
                if node.achieved:
                    of_level[here.level][0].add(node.key)
        totals = []

        def add(part: Part, of: Literal["nodes", "indicators"], level: int | None, achieved: int, counted: int) -> None:
            totals.append(
                TotalResult(
                    label=part.label,
                    of=of,
                    level=level,
                    where=part.where,
                    year=year,
                    achieved=achieved,
                    counted=counted,
                )
            )

        for part in self._parts_of(tuple(levels)):
            for level in levels:
                met, judged = of_level[level]
                add(part, "nodes", level, len(part.nodes & met), len(part.nodes & judged))
            add(part, "indicators", None, len(part.indicators & achieved), len(part.indicators & counted))
        return tuple(totals)

    def _rated(self, key: str, year: int, rule_set: RuleSet | None, counted: int) -> NodeResult:
        """A node that people judge: their rating where there is one, nothing computed."""
        rating = self._ratings.get((key, year))
        value = _words(rating, rule_set) if rating is not None else None
        return NodeResult(key=key, year=year, achieved=None, counted=counted, value=value)

    def _parts_of(self, levels: tuple[int, ...]) -> tuple[Part, ...]:
        if levels not in self._parts:
            self._parts[levels] = tuple(self._make_parts(max(levels, default=0)))
        return self._parts[levels]

    def _make_parts(self, deepest: int) -> list[Part]:
        """The whole, then each term of a vocabulary that stands at or above the judged level, then each top node."""
        whole = frozenset(indicator.key for indicator in self.document.indicators)
        nodes_in: dict[str, set[str]] = {key: set() for key in self.tree.nodes}
        indicators_in: dict[str, set[str]] = {key: set() for key in self.tree.nodes}
        ways = {key: [node.key for node in self.tree.upwards(key)] for key in self.tree.nodes}
        for key, way in ways.items():
            for up in way:
                nodes_in[up].add(key)
        for key, home in self._homes.items():
            for up in ways.get(home, ()):
                indicators_in[up].add(key)
        parts = [Part(LABEL, {}, whole, frozenset(self.tree.nodes))]

        def add(label: str, where: dict[str, str], tops: Sequence[str]) -> None:
            inside = frozenset[str]().union(*(indicators_in[top] for top in tops))
            nodes = frozenset[str]().union(*(nodes_in[top] for top in tops))
            parts.append(Part(f"{LABEL}（{label}）", where, inside, nodes))

        bearers: dict[tuple[str, str], list[str]] = {}
        for vocabulary in self.document.vocabularies:
            for term in vocabulary.terms:
                bearers[vocabulary.name, term] = []
        for node in self.tree.nodes.values():
            if node.level <= deepest:
                for name, terms in node.terms.items():
                    for term in terms:
                        bearers.setdefault((name, term), []).append(node.key)
        for (name, term), keys in bearers.items():
            if keys:
                add(term, {name: term}, keys)
        for node in self.tree.nodes.values():
            if node.parent is None:
                label = " ".join(part for part in (node.number, node.title) if part) or node.key
                add(label, {"node": node.key}, (node.key,))
        return parts


def _rolled_up(key: str, year: int, rule_set: RuleSet, results: Sequence[IndicatorResult]) -> NodeResult:
    def grade(rate: Fraction) -> str:
        graded = rounded(rate, rule_set.rounding) if rule_set.rounding.stage == "grade" else rate
        return grade_of(graded, rule_set.bands) or print_rate(rate, rule_set.rounding)

    rolled = roll_up(
        results,
        rule_set.roll_up,
        waits=lambda result: _waits(result, rule_set),
        grades=tuple(band.grade for band in rule_set.bands),
        grade_rate=grade,
    )
    return NodeResult(key=key, year=year, achieved=rolled.achieved, counted=rolled.counted, value=rolled.value)


def _keys_that_count(
    results: Mapping[str, IndicatorResult], rule_set: RuleSet | None
) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of the indicators that achieved their target and of those that stand in the denominator."""
    achieved = frozenset([key for key, result in results.items() if result.achieved])
    denominator = rule_set.roll_up.denominator if rule_set is not None else "judged"
    counted = counted_of(tuple(results.values()), denominator, lambda result: _waits(result, rule_set))
    return achieved, frozenset([result.key for result in counted])


def _waits(result: IndicatorResult, rule_set: RuleSet | None) -> bool:
    """Whether the indicator's result is due and not there yet."""
    if result.achieved is not None or result.reason is None:
        return False
    treatment = rule_set.special.get(result.reason) if rule_set is not None else None
    return treatment == "not-judged" or (treatment is None and result.reason in _WAITING)


def _alive(node: Node, year: int) -> bool:
    return (node.first_year is None or node.first_year <= year) and (node.last_year is None or year <= node.last_year)


def _ratings(judgements: Sequence[Judgement]) -> dict[tuple[str, int], Judgement]:
    """The overall rating of each node and year: the confirmed one before the draft, the draft before the stated one."""
    ratings: dict[tuple[str, int], Judgement] = {}
    for judgement in judgements:
        if judgement.kind == "overall" and judgement.node is not None:
            place = (judgement.node, judgement.year)
            if place not in ratings or _STAGES[judgement.stage] >= _STAGES[ratings[place].stage]:
                ratings[place] = judgement
    return ratings


def _words(rating: Judgement, rule_set: RuleSet | None) -> str | None:
    scale = rule_set.scale if rule_set is not None else ()
    return next((step.label for step in scale if step.step == rating.step), rating.value)
