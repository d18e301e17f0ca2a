"""Goals against what is reached already, goals per business against the rows they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from banso.domain.address import address_of, join
from banso.domain.check.outline import Outline, fact
from banso.domain.check.rule import Rule, labelled
from banso.domain.document import Actual, Indicator, Target
from banso.domain.finding import Finding
from banso.domain.quantity import format_amount
from banso.domain.text import nfkc
from banso.domain.years import format_fiscal_year

PASSED = Rule(
    "target-final-passed",
    "warning",
    "最終目標をもう達している",
    "計画の途中の実績が、もう最終目標に届いている。目標を見直すか、見直さない理由を書く。",
)
PER = Rule(
    "indicator-per-parent",
    "warning",
    "一者当たりの目標に元の行がない",
    "「／者」「一者当たり」の目標は、対象の数の目標と合わせて初めて合計が分かるが、その元になる指標が定められていない、またはない。",
)
RULES = (PASSED, PER)

_PER = re.compile(r"[/]\s*1?\s*(?:事業)?(?:者|社|店|事業所|企業)\s*$|[1一](?:者|社|店|事業者|企業|事業所)(?:当|あ)たり")


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about goals."""
    for indicator in plan.document.indicators:
        yield from _passed(plan, indicator)
        yield from _per(plan, indicator)


def _passed(plan: Outline, indicator: Indicator) -> Iterator[Finding]:
    """A final target that an earlier year's result, or the value before the plan, has reached.

    What is kept or reached once and for all has no way to go; a running total is compared by its own total only.
    """
    if indicator.direction in ("keep", "milestone") or indicator.accumulation in ("cumulative", "increment"):
        return
    final = _final(plan, indicator)
    if final is None or final.amount is None or final.comparator in ("<", "<=", "="):
        return
    lower = indicator.direction == "lower"
    baseline = indicator.baseline.amount if indicator.baseline is not None else None
    if not lower and baseline is not None and final.amount < baseline:
        return  # the rule on targets below the value before the plan speaks of this
    reached: list[tuple[str, str, Decimal]] = []
    for actual in plan.actuals[indicator.key]:
        if actual.amount is None or actual.period or (final.year is not None and actual.year >= final.year):
            continue
        if actual.amount <= final.amount if lower else actual.amount >= final.amount:
            reached.append((_when(actual), fact(actual, "amount"), actual.amount))
    if not reached:
        return
    if len({target.amount for target in plan.targets[indicator.key] if target.amount is not None}) == 1:
        return  # the same goal every year is to be held, not reached
    when, _, amount = reached[0]
    yield PASSED.finding(
        [address_of(final), *(address for _, address, _ in reached)],
        f"{labelled(indicator)}の最終目標 {format_amount(final.amount)} に、{when}の実績 {format_amount(amount)} がもう届いています。"
        "目標を見直すか、見直さない理由を書いておいてください。",
        format_amount(final.amount),
    )


def _final(plan: Outline, indicator: Indicator) -> Target | None:
    """The target marked final, else that of the plan's last year."""
    targets = plan.targets[indicator.key]
    stated = next((target for target in targets if target.final), None)
    last = plan.document.last_year
    return stated or next((target for target in targets if last is not None and target.year == last), None)


def _when(actual: Actual) -> str:
    return format_fiscal_year(actual.reference_year or actual.year, "令和5年度")


def _per(plan: Outline, indicator: Indicator) -> Iterator[Finding]:
    missing = indicator.per is not None and indicator.per not in plan.indicators
    if missing or (indicator.per is None and _PER.search(nfkc(indicator.name)) is not None):
        what = (
            f"元の指標「{indicator.per}」が計画にありません"
            if missing
            else "何の数に掛けるのか（元の指標）が定められていません"
        )
        yield PER.finding(
            [join("indicator", indicator.key, "per")],
            f"{labelled(indicator)}は一者当たりの目標ですが、{what}。対象の数を数える指標を元に定めてください。",
            indicator.name,
        )
