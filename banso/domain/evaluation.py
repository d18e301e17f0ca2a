"""Evaluating a plan: rates, grades, roll-ups and totals of its fiscal years, from what the plan document states."""

from __future__ import annotations

from banso.domain.counting import Counting
from banso.domain.document import Indicator, PlanDocument, Target
from banso.domain.effective_rule import EffectiveRule, effective_rule, rule_sets_in_force
from banso.domain.indicator_facts import facts_of
from banso.domain.judging import judge
from banso.domain.results import Evaluation, IndicatorResult, NodeResult, TotalResult
from banso.domain.rule_set import RuleSet


def rule_set_for(document: PlanDocument, year: int) -> RuleSet | None:
    """The rule set that judges indicators in the fiscal year, None where the plan has none (yet)."""
    return next(iter(rule_sets_in_force(document.rule_sets, year)), None)


def evaluate(document: PlanDocument, year: int | None = None) -> Evaluation:
    """All results of the plan, for every fiscal year with a target or an actual, or for ``year`` alone.

    Without ``year`` an indicator has a result in the years in which it has a target or an actual of its own; with it,
    every indicator has one. Nothing is read from the papers' own rates, grades or totals.
    """
    facts = facts_of(document)
    years = sorted({each for one in facts.values() for each in (*one.targets, *one.actuals)})
    counting = Counting(document)
    results: list[IndicatorResult] = []
    nodes: list[NodeResult] = []
    totals: list[TotalResult] = []
    rules_of: dict[int | None, _Rules] = {}
    for each in years if year is None else [year]:
        rule_sets = rule_sets_in_force(document.rule_sets, each)
        rule_set = rule_sets[0] if rule_sets else None
        rules = rules_of.setdefault(rule_set.from_year if rule_set else -1, _Rules(rule_set))
        of_year = {}
        for key, one in facts.items():
            if year is not None or each in one.targets or each in one.actuals:
                target = one.target(each)
                of_year[key] = judge(one, each, target, rules.of(one.indicator, target))
        levels = counting.levels(rule_sets)
        of_nodes = counting.nodes(each, levels, of_year)
        results.extend(of_year.values())
        nodes.extend(of_nodes)
        totals.extend(counting.totals(each, rule_set, levels, of_nodes, of_year))
    return Evaluation(tuple(results), tuple(nodes), tuple(totals))


class _Rules:
    """The effective rules of one year, made once for each indicator."""

    def __init__(self, rule_set: RuleSet | None) -> None:
        self._rule_set = rule_set
        self._made: dict[str, EffectiveRule | None] = {}
        self._shared: dict[tuple[bool, str | None, str | None], EffectiveRule | None] = {}

    def of(self, indicator: Indicator, target: Target | None) -> EffectiveRule | None:
        """The rule of an indicator; its target matters where only the target says that lower is better."""
        if indicator.direction is None and target is not None and target.comparator is not None:
            return self._shared_rule(indicator, target.comparator in ("<=", "<"))
        if indicator.key not in self._made:
            self._made[indicator.key] = self._shared_rule(indicator, indicator.direction == "lower")
        return self._made[indicator.key]

    def _shared_rule(self, indicator: Indicator, lower: bool) -> EffectiveRule | None:
        if indicator.rule:
            return effective_rule(self._rule_set, indicator, lower)
        kind = (lower, indicator.direction, indicator.kind)
        if kind not in self._shared:
            self._shared[kind] = effective_rule(self._rule_set, indicator, lower)
        return self._shared[kind]
