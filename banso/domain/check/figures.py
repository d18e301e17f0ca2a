"""Stated figures of indicators that can be computed: brackets, flags, grades, totals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from banso.domain.address import address_of, join
from banso.domain.check.indicators import is_share
from banso.domain.check.outline import Outline, fact
from banso.domain.check.rule import Rule, labelled, named
from banso.domain.document import Indicator, Judgement, Target, Total
from banso.domain.evaluation import evaluate
from banso.domain.finding import Finding
from banso.domain.quantity import format_amount
from banso.domain.series import running_total

BRACKET = Rule(
    "bracket-wrong",
    "error",
    "累計の括弧が合わない",
    "目標値の括弧は「当初値＋その年度までの目標値の合計」だが、印刷された数が計算と違う。目標値か括弧の数を直す。",
)
NO_BRACKET = Rule(
    "bracket-missing",
    "warning",
    "累計の括弧がない",
    "同じように年ごとに数える指標には累計の括弧があるのに、その指標の目標値にはない。書き忘れか、累計しない指標かを確かめる。",
)
TOTAL = Rule(
    "total-wrong",
    "error",
    "達成数計が合わない",
    "印刷された達成数計（達成数または分母）が、一つずつの達成・未達成を数えた数と違う。",
)
FLAG = Rule(
    "flag-wrong",
    "error",
    "達成・未達成が実績と目標に合わない",
    "印刷された「達成」「未達成」が、実績値と目標値を比べた結果と違う。",
)
FINAL = Rule(
    "target-final-differs",
    "warning",
    "最終目標と最終年度の目標が違う",
    "計画の最終年度の目標値と、最終目標として書かれた値とが違う。",
)
TWICE = Rule(
    "target-twice",
    "error",
    "同じ年度の目標値が二つある",
    "一つの指標の同じ年度に、違う目標値が二つ書かれている。どちらかを消す。",
)
GRADE = Rule(
    "grade-wrong",
    "error",
    "印刷された評価が計算と違う",
    "シートに書かれた指標評価（A・B・C など）が、実績と目標を凡例に当てはめた結果と違う。",
)
RULES = (BRACKET, NO_BRACKET, TOTAL, FLAG, GRADE, TWICE, FINAL)

_ACHIEVED, _FAILED = ("達成", "○", "〇", "◯"), ("未達成", "×", "✕", "未達")


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about figures."""
    yield from _brackets(plan)
    yield from _missing_brackets(plan)
    yield from _flags(plan)
    yield from _grades(plan)
    yield from _twice(plan)
    yield from _totals(plan)
    yield from _final(plan)


def _brackets(plan: Outline) -> Iterator[Finding]:
    for indicator in plan.document.indicators:
        wrong: list[tuple[Target, Decimal]] = []
        for target in plan.targets[indicator.key]:
            if target.cumulative is not None and target.year is not None:
                computed = _computed(plan, indicator, target.year)
                if computed is not None and computed != target.cumulative:
                    wrong.append((target, computed))
        if wrong:
            shown = "、".join(
                f"{target.year}年度 ({format_amount(target.cumulative or Decimal(0))}) は ({format_amount(computed)})"
                for target, computed in wrong
            )
            yield BRACKET.finding(
                [fact(target, "cumulative") for target, _ in wrong],
                f"{labelled(indicator)}の累計の括弧が合いません。当初値とそこまでの目標値を足すと、"
                f"{shown} になります。目標値か括弧の数を直してください。",
                f"({format_amount(wrong[0][0].cumulative or Decimal(0))})",
            )


def _computed(plan: Outline, indicator: Indicator, year: int) -> Decimal | None:
    entries = {target.year: target for target in plan.targets[indicator.key] if target.year is not None}
    first = plan.document.first_year or min(entries)
    stated = indicator.accumulation if indicator.accumulation == "cumulative" else "cumulative-with-baseline"
    return running_total(entries, first_year=first, year=year, baseline=indicator.baseline, accumulation=stated)


def _missing_brackets(plan: Outline) -> Iterator[Finding]:
    """A counted indicator with an amount as baseline and target but no bracket, where most such have one."""
    counted = [indicator for indicator in plan.document.indicators if _is_counted(plan, indicator)]
    with_bracket = [indicator for indicator in counted if _has_bracket(plan, indicator)]
    without = [indicator for indicator in counted if not _has_bracket(plan, indicator)]
    if len(with_bracket) >= 3 and len(with_bracket) > 2 * len(without):
        for indicator in without:
            targets = [
                target for target in plan.targets[indicator.key] if target.amount is not None and not target.final
            ]
            year = targets[0].year
            computed = _computed(plan, indicator, year) if year is not None else None
            proposed = f"（{format_amount(computed)}）" if computed is not None else ""
            yield NO_BRACKET.finding(
                [fact(target, "cumulative") for target in targets],
                f"{labelled(indicator)}の目標値には、ほかの件数の指標にある累計の括弧がありません。"
                f"累計するなら{proposed}を書き、しないなら累計しない指標と定めてください。",
                format_amount(targets[0].amount or Decimal(0)),
            )


def _is_counted(plan: Outline, indicator: Indicator) -> bool:
    """Whether the indicator is counted year by year from a known baseline, so that a bracket could stand."""
    targets = plan.targets[indicator.key]
    return (
        indicator.accumulation not in ("stock", "ratio", "flow")
        and not is_share(indicator)
        and not re.search(r"円", indicator.unit or "")
        and indicator.baseline is not None
        and indicator.baseline.amount is not None
        and any(target.amount is not None and not target.final for target in targets)
    )


def _has_bracket(plan: Outline, indicator: Indicator) -> bool:
    return any(target.cumulative is not None for target in plan.targets[indicator.key])


def _flags(plan: Outline) -> Iterator[Finding]:
    for judgement in plan.document.judgements:
        indicator = plan.indicators.get(judgement.indicator or "")
        stated = _is_achieved(judgement)
        if indicator is None or stated is None:
            continue
        target = next((each.amount for each in plan.targets[indicator.key] if each.year == judgement.year), None)
        actual = next(
            (each.amount for each in plan.actuals[indicator.key] if each.year == judgement.year and not each.period),
            None,
        )
        if target is None or actual is None:
            continue
        achieved = actual <= target if indicator.direction == "lower" else actual >= target
        if achieved != stated:
            yield FLAG.finding(
                [address_of(judgement), *(address_of(each) for each in plan.actuals[indicator.key][:1])],
                f"{labelled(indicator)}は実績 {format_amount(actual)}、目標 {format_amount(target)} なので"
                f"「{'達成' if achieved else '未達成'}」のはずですが、「{judgement.value}」と書かれています。",
                judgement.value or "",
            )


def _is_achieved(judgement: Judgement) -> bool | None:
    if judgement.kind != "flag" or judgement.stage != "stated":
        return None
    return True if judgement.value in _ACHIEVED else False if judgement.value in _FAILED else None


def _twice(plan: Outline) -> Iterator[Finding]:
    for indicator in plan.document.indicators:
        stated: dict[tuple[int | None, bool], set[Decimal]] = defaultdict(set)
        for target in plan.targets[indicator.key]:
            if target.amount is not None:
                stated[target.year, target.final].add(target.amount)
        for (year, final), amounts in stated.items():
            if len(amounts) > 1:
                both = "、".join(format_amount(amount) for amount in sorted(amounts))
                yield TWICE.finding(
                    [join("target", indicator.key, "final" if final else year)],
                    f"{labelled(indicator)}の{'最終' if final else f'{year}年度の'}目標値が {both} と"
                    f"{len(amounts)}通り書かれています。正しい方だけを残してください。",
                    both,
                )


def _grades(plan: Outline) -> Iterator[Finding]:
    """Grades that a paper prints against the ones its own rule set gives."""
    stated = [
        judgement
        for judgement in plan.document.judgements
        if judgement.kind == "grade" and judgement.stage == "stated" and judgement.indicator and judgement.value
    ]
    if not stated:
        return
    results = evaluate(plan.document)
    for judgement in stated:
        result = results.indicator(judgement.indicator or "", judgement.year)
        grade = result.rate.grade if result else None
        if result is not None and grade is not None and grade != judgement.value:
            indicator = plan.indicators.get(judgement.indicator or "")
            label = labelled(indicator) if indicator else f"指標 {judgement.indicator}"
            yield GRADE.finding(
                [address_of(judgement)],
                f"{label}の {judgement.year}年度の達成率は"
                f" {result.rate.printed} なので「{grade}」のはずですが、「{judgement.value}」と書かれています。",
                judgement.value or "",
            )


def _totals(plan: Outline) -> Iterator[Finding]:
    for total in plan.document.totals:
        if total.stage != "stated":
            continue
        counted = _counted(plan, total)
        if counted is None:
            continue
        stated, computed = (total.achieved, total.counted), counted
        if any(one is not None and one != other for one, other in zip(stated, computed, strict=True)):
            yield TOTAL.finding(
                [address_of(total)],
                f"「{total.label}」は {stated[0]}/{stated[1]} と書かれていますが、一つずつ数えると {computed[0]}/{computed[1]} です。"
                "計か、もとの達成・未達成を直してください。",
                f"{stated[0]}/{stated[1]}",
            )


def _counted(plan: Outline, total: Total) -> tuple[int, int] | None:
    """Achieved and judged among the stated flags of the total's items; None where flags are missing."""
    flags = [judgement for judgement in plan.document.judgements if _is_achieved(judgement) is not None]
    if len({flag.year for flag in flags}) > 1:
        return None
    if total.of == "indicators":
        chosen = [flag for flag in flags if flag.indicator and _inside(plan, flag.indicator, total)]
    else:
        chosen = [
            flag
            for flag in flags
            if flag.node in plan.nodes
            and (total.level is None or plan.nodes[flag.node].level == total.level)
            and _under(plan, flag.node, total)
        ]
    return (sum(bool(_is_achieved(flag)) for flag in chosen), len(chosen)) if chosen else None


def _inside(plan: Outline, indicator: str, total: Total) -> bool:
    return not total.where or any(_under(plan, each.node, total) for each in plan.placements[indicator])


def _under(plan: Outline, key: str, total: Total) -> bool:
    path = plan.path(key)
    for name, value in total.where.items():
        by_term = any(value in node.terms.get(name, ()) for node in path)
        if not by_term and not (name == "node" and any(node.key == value for node in path)):
            return False
    return True


def _final(plan: Outline) -> Iterator[Finding]:
    last = plan.document.last_year
    for indicator in plan.document.indicators:
        targets = plan.targets[indicator.key]
        final = next((each for each in targets if each.final and each.amount is not None), None)
        same = next(
            (each for each in targets if each.year == last and not each.final and each.amount is not None), None
        )
        if last is not None and final and same and final.amount != same.amount and final.year in (None, last):
            yield FINAL.finding(
                [address_of(final), address_of(same)],
                f"{labelled(indicator)}の最終目標 {format_amount(final.amount or Decimal(0))} と"
                f" {last}年度の目標 {format_amount(same.amount or Decimal(0))} が違います。どちらが正しいかを確かめてください。",
                named([format_amount(final.amount or Decimal(0))]),
            )
