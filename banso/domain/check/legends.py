"""Legends: rates without a grade, grades or pictures with two meanings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from banso.domain.address import join
from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule
from banso.domain.finding import Finding
from banso.domain.legend import LegendProblem, parse_grade_legend
from banso.domain.rule_set import RuleSet

HOLE = Rule(
    "legend-hole",
    "warning",
    "評価の凡例に、どの評価にもならない率がある",
    "凡例の区切りの間（99%を超え100%未満など）に、どの評価にも当たらない達成率がある。「以上・未満」で書き直す。",
)
OVERLAP = Rule(
    "legend-overlap", "error", "評価の凡例の区切りが重なる", "同じ達成率が二つの評価に当たる。区切りを直す。"
)
SCALE = Rule(
    "scale-meaning",
    "warning",
    "総合評価の凡例で、同じ印に二つの意味がある",
    "総合評価の凡例で同じ印（★の数など）が別の意味に使われている、または同じ段階に別の印が使われている。一つにそろえる。",
)
SCALE_HOLE = Rule(
    "scale-hole",
    "warning",
    "総合評価の印に抜けがある",
    "総合評価の印の数が続いていない（★★★と★はあるが★★がないなど）。抜けた印の意味を決めるか、印を詰める。",
)
RULES = (HOLE, OVERLAP, SCALE, SCALE_HOLE)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about the legends of the rule sets."""
    seen: set[str] = set()
    for rule_set in plan.document.rule_sets:
        if rule_set.legend and rule_set.legend not in seen:
            seen.add(rule_set.legend)
            yield from _bands(rule_set)
        yield from _scale_holes(rule_set)
    yield from _scales(plan)


def _bands(rule_set: RuleSet) -> Iterator[Finding]:
    problems = parse_grade_legend(rule_set.legend or "").problems
    holes = [problem for problem in problems if problem.kind == "hole"]
    if holes:
        yield HOLE.finding(
            [join("rule-set", rule_set.key, "legend")],
            f"凡例には{'、'.join(_hole(hole) for hole in holes)}の達成率に当たる評価がありません。"
            "「80%以上100%未満」のように書くと抜けがなくなります（直すまでは下の評価として扱います）。",
            rule_set.legend or "",
        )
    for problem in problems:
        if problem.kind in ("overlap", "two-meanings"):
            yield OVERLAP.finding([join("rule-set", rule_set.key, "legend")], problem.message, problem.quote)


def _hole(hole: LegendProblem) -> str:
    if hole.low is None or hole.high is None:
        return f"{hole.high or hole.low}%未満"
    return f"{hole.low}%と{hole.high}%の間"


def _scale_holes(rule_set: RuleSet) -> Iterator[Finding]:
    """Pictures that repeat one sign (★) should count down without a gap."""
    pictures = [step.picture for step in rule_set.scale if step.picture]
    if len(pictures) < 2 or len({sign for picture in pictures for sign in picture}) != 1:
        return
    counts = {len(picture) for picture in pictures}
    missing = sorted(set(range(min(counts), max(counts) + 1)) - counts)
    if missing:
        signs = "、".join(f"「{pictures[0][0] * count}」" for count in missing)
        yield SCALE_HOLE.finding(
            [join("rule-set", rule_set.key, "scale")],
            f"総合評価の凡例に {signs} の意味がありません。意味を決めるか、印の数を続けてください。",
            "、".join(pictures),
        )


def _scales(plan: Outline) -> Iterator[Finding]:
    by_picture: dict[str, dict[str, str]] = defaultdict(dict)
    for rule_set in plan.document.rule_sets:
        for step in rule_set.scale:
            if step.picture:
                by_picture[step.picture].setdefault(step.label, join("rule-set", rule_set.key, "scale"))
    for picture, labels in by_picture.items():
        if len(labels) > 1:
            yield SCALE.finding(
                labels.values(),
                f"総合評価の「{picture}」が{'、'.join(f'「{label}」' for label in labels)}の{len(labels)}通りの意味で使われています。"
                "一つの意味にそろえてください。",
                picture,
            )
