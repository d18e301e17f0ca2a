"""Stated figures that can be computed: brackets, sums, totals, flags, grades and rates of change in tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from banso.domain.address import address_of, join
from banso.domain.amounts import parse_amount
from banso.domain.check.indicators import is_share
from banso.domain.check.outline import Outline, fact
from banso.domain.check.rule import Rule, named
from banso.domain.document import Budget, Indicator, Judgement, Table, Target, Total
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
TABLE = Rule(
    "table-sum-wrong",
    "error",
    "表の合計が合わない",
    "表の合計の行や列が、その行や列の数を足した数と違う。合計か、内訳のどれかの数が誤っている。",
)
MONEY = Rule(
    "budget-sum-wrong",
    "error",
    "金額の合計が合わない",
    "金額の合計が内訳の和と違う、または一般財源が事業費より多い。",
)
FINAL = Rule(
    "target-final-differs",
    "warning",
    "最終目標と最終年度の目標が違う",
    "計画の最終年度の目標値と、最終目標として書かれた値とが違う。",
)
GRADE = Rule(
    "grade-wrong",
    "error",
    "印刷された評価が計算と違う",
    "シートに書かれた指標評価（A・B・C など）が、実績と目標を凡例に当てはめた結果と違う。",
)
RULES = (BRACKET, NO_BRACKET, TOTAL, FLAG, GRADE, TABLE, MONEY, FINAL)

_ACHIEVED, _FAILED = ("達成", "○", "〇", "◯"), ("未達成", "×", "✕", "未達")


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about figures."""
    yield from _brackets(plan)
    yield from _missing_brackets(plan)
    yield from _flags(plan)
    yield from _grades(plan)
    yield from _totals(plan)
    for table in plan.document.tables:
        yield from _table(table)
    yield from _budgets(plan)
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
                f"指標 {indicator.key}「{indicator.name}」の累計の括弧が合いません。当初値とそこまでの目標値を足すと、"
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
                f"指標 {indicator.key}「{indicator.name}」の目標値には、ほかの件数の指標にある累計の括弧がありません。"
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
                f"指標 {indicator.key}「{indicator.name}」は実績 {format_amount(actual)}、目標 {format_amount(target)} なので"
                f"「{'達成' if achieved else '未達成'}」のはずですが、「{judgement.value}」と書かれています。",
                judgement.value or "",
            )


def _is_achieved(judgement: Judgement) -> bool | None:
    if judgement.kind != "flag" or judgement.stage != "stated":
        return None
    return True if judgement.value in _ACHIEVED else False if judgement.value in _FAILED else None


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
            yield GRADE.finding(
                [address_of(judgement)],
                f"指標 {judgement.indicator}「{indicator.name if indicator else ''}」の {judgement.year}年度の達成率は"
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


def _table(table: Table) -> Iterator[Finding]:
    """Column sums against the total row, and each column with a formula against the columns it names."""
    rows = [[_number(cell) for cell in row] for row in table.rows]
    wrong: list[tuple[str, str, Decimal, Decimal]] = []
    total = rows[table.total_row] if table.total_row is not None and table.total_row < len(rows) else None
    width = max(map(len, rows), default=0)
    # The label's own column may or may not be among the headings.
    label = max(0, width - len(table.columns))
    for column in range(1, width) if total else ():
        heading = "・".join(table.columns[column - label].path) if table.columns else f"{column + 1}列目"
        if "率" in heading or "割合" in heading or "%" in heading:
            continue
        parts = [row[column] for index, row in enumerate(rows) if index != table.total_row and column < len(row)]
        amounts = [part for part in parts if part is not None]
        stated = total[column] if total and column < len(total) else None
        if stated is not None and amounts and sum(amounts) != stated:
            wrong.append((heading, "計", stated, sum(amounts, Decimal(0))))
    for column, head in enumerate(table.columns, label):
        for index, row in enumerate(rows):
            stated = row[column] if column < len(row) else None
            computed = _by_formula(head.formula, row, stated)
            if stated is not None and computed is not None and stated != computed:
                wrong.append(("・".join(head.path), table.rows[index][0], stated, computed))
    if wrong:
        shown = "、".join(
            f"{row}の「{column}」{format_amount(one)}→{format_amount(two)}" for column, row, one, two in wrong[:4]
        )
        yield TABLE.finding(
            [join("table", table.key), *(join("table", table.key, column, row) for column, row, _, _ in wrong)],
            f"表「{table.title or table.key}」の数が合いません（{shown}）。合計か内訳のどの数が誤りかを確かめてください。",
            format_amount(wrong[0][2]),
        )


def _number(cell: str) -> Decimal | None:
    quantity = parse_amount(cell).quantity
    return quantity.amount if quantity else None


def _by_formula(formula: str | None, row: list[Decimal | None], stated: Decimal | None) -> Decimal | None:
    """``c1-c2``, ``c1+c2`` or a rate ``c3/c2`` in percent rounded to the stated decimals; columns count from 0."""
    match = re.fullmatch(r"\s*c(\d+)((?:\s*[-+]\s*c\d+)+|\s*/\s*c\d+)\s*", formula or "")
    if match is None or stated is None:
        return None
    columns = [int(match[1]), *map(int, re.findall(r"c(\d+)", match[2]))]
    values = [row[column] if column < len(row) else None for column in columns]
    if any(value is None for value in values):
        return None
    amounts = [value for value in values if value is not None]
    if "/" in match[2]:
        if not amounts[1]:
            return None
        return (amounts[0] * 100 / amounts[1]).quantize(Decimal(1).scaleb(min(0, _exponent(stated))), ROUND_HALF_UP)
    signs = [1, *(1 if sign == "+" else -1 for sign in re.findall(r"[-+]", match[2]))]
    return sum((sign * amount for sign, amount in zip(signs, amounts, strict=True)), Decimal(0))


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _budgets(plan: Outline) -> Iterator[Finding]:
    lines: dict[tuple[str, int, str], list[Budget]] = defaultdict(list)
    for budget in plan.document.budgets:
        lines[budget.node, budget.year, budget.stage].append(budget)
    for (node, year, _), budgets in lines.items():
        totals = [budget for budget in budgets if budget.total]
        parts = [budget for budget in budgets if not budget.total]
        amounts = [part.amount for part in parts if part.amount is not None]
        if len(totals) == 1 and len(amounts) > 1 and len(amounts) == len(parts):
            stated, computed = totals[0].amount, sum(amounts, Decimal(0))
            if stated is not None and stated != computed:
                yield MONEY.finding(
                    [address_of(totals[0]), *map(address_of, parts)],
                    f"{node} の {year}年度の「{totals[0].item}」は {format_amount(stated)} ですが、内訳を足すと"
                    f" {format_amount(computed)} です。合計か内訳を直してください。",
                    format_amount(stated),
                )
        cost = next((part for part in budgets if part.item == "事業費"), None)
        general = next((part for part in budgets if "一般財源" in part.item), None)
        if cost and general and cost.amount is not None and general.amount is not None and general.amount > cost.amount:
            yield MONEY.finding(
                [address_of(general), address_of(cost)],
                f"{node} の {year}年度の一般財源 {format_amount(general.amount)} が事業費 {format_amount(cost.amount)} より"
                "多くなっています。どちらかの数を直してください。",
                format_amount(general.amount),
            )


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
                f"指標 {indicator.key}「{indicator.name}」の最終目標 {format_amount(final.amount or Decimal(0))} と"
                f" {last}年度の目標 {format_amount(same.amount or Decimal(0))} が違います。どちらが正しいかを確かめてください。",
                named([format_amount(final.amount or Decimal(0))]),
            )
