"""The figures of かづの商工会's scorecard (R7, paper 002) as a plan document: 5 strategies, 10 measures, 21 indicators."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from banso.domain.document import Actual, Indicator, Level, Node, Placement, PlanDocument, Target, Vocabulary
from banso.domain.rule_set import RollUp, RuleSet

YEAR = 2025
STRATEGIES = {
    "共通-1": ("1", "2"),
    "共通-2": ("3", "4"),
    "共通-3": ("5", "6"),
    "独自-1": ("7", "8"),
    "独自-2": ("9", "10"),
}
FIGURES = """
1-(1) 133 121 | 1-(2) 65 70 | 2-(1) 41 37 | 2-(2) 37 27 | 3-(1) 24 24 | 3-(2) 19 21 | 4-(1) 12 12 | 4-(2) 48 48
5-(1) 58.7 59 | 5-(2) 3300 3300 | 6-(1) 24 27 | 6-(2) 15 13 | 6-(3) 2 6
7-(1) 52 52 | 7-(2) 26 31 | 8-(1) 43 60 | 8-(2) 40 35 | 9-(1) 4 4 | 9-(2) 4 3 | 10-(1) 2 2 | 10-(2) 4 2
"""
ROWS = [tuple(row.split()) for row in FIGURES.replace("\n", "|").split("|") if row.strip()]
"""Key, actual and target of each indicator."""
RULES = RuleSet(
    key="kazuno", from_year=YEAR, level=1, formula="threshold", roll_up=RollUp(method="all", denominator="judged")
)


def kazuno() -> PlanDocument:
    nodes = []
    for strategy, measures in STRATEGIES.items():
        nodes.append(Node(key=strategy, level=0, terms={"戦略種別": (strategy[:2] + "戦略",)}))
        nodes.extend(Node(key=measure, parent=strategy, level=1, number=measure) for measure in measures)
    return PlanDocument(
        title="令和7年度 アクションプログラム",
        first_year=YEAR,
        last_year=YEAR,
        levels=(Level(name="戦略", numbering="1"), Level(name="施策", numbering="1")),
        vocabularies=(Vocabulary(name="戦略種別", terms=("共通戦略", "独自戦略")),),
        nodes=tuple(nodes),
        indicators=tuple(Indicator(key=key, name=f"指標{key}") for key, _, _ in ROWS),
        placements=tuple(Placement(indicator=key, node=key.split("-")[0], role="main") for key, _, _ in ROWS),
        targets=tuple(Target(indicator=key, year=YEAR, amount=Decimal(target)) for key, _, target in ROWS),
        actuals=tuple(Actual(indicator=key, year=YEAR, amount=Decimal(actual)) for key, actual, _ in ROWS),
        rule_sets=(RULES,),
    )


def without_target(plan: PlanDocument, key: str) -> PlanDocument:
    """The same year, but for one indicator no target was set (—)."""
    targets = (
        Target(indicator=key, year=YEAR, state="not-set") if target.indicator == key else target
        for target in plan.targets
    )
    return replace(plan, targets=tuple(targets))
