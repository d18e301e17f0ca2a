"""The table of an indicator on a policy evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from banso.domain.address import join
from banso.domain.document import Actual, Indicator, Target
from banso.domain.indicator_name import print_indicator_name
from banso.domain.printed_figures import printed_actual, printed_target
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Cell, Row, Table
from banso.sheets.policy_evaluation.words import YEAR


def figure_table(
    indicator: Indicator,
    number: str,
    year: int,
    targets: Sequence[Target],
    actuals: Sequence[Actual],
    review: tuple[str, str],
) -> Table:
    """The table of one indicator: targets and actuals of every year, the final target, and the review beside them.

    ``review`` is the text with its address; ``year`` has a column even where nothing is known of it yet.
    """
    key = indicator.key
    of_year = {each.year: each for each in targets if not each.final}
    results = {each.year: each for each in actuals}
    final = next((each for each in targets if each.final), None)
    years = sorted({each for each in of_year if each} | set(results) | {year})
    name = print_indicator_name(indicator.name, indicator.qualifier, None, reprise=False, marks="")
    count = len(years)
    rows = (
        Row(
            cells=(
                Cell(look="head"),
                Cell(text="指標名", look="head", columns=count),
                Cell(text="単位", look="head"),
                Cell(text="説明又は計算式", look="head", columns=2),
            )
        ),
        Row(
            cells=(
                Cell(text=number, look="mark", rows=4),
                Cell(text=name, columns=count, at=join("indicator", key, "name")),
                Cell(text=indicator.unit or "", look="mark", at=join("indicator", key, "unit")),
                Cell(text=indicator.definition or "—", columns=2, at=join("indicator", key, "definition")),
            ),
            at=join("indicator", key),
        ),
        Row(
            cells=(
                Cell(text="年度", look="label"),
                *(Cell(text=format_fiscal_year(each, YEAR), look="head") for each in years),
                Cell(text="最終目標", look="head"),
                Cell(text="検証", look="head"),
            )
        ),
        Row(
            cells=(
                Cell(text="目標", look="label"),
                *(
                    Cell(text=printed_target(of_year.get(each), None), look="number", at=join("target", key, each))
                    for each in years
                ),
                Cell(text=printed_target(final, None), look="number", at=join("target", key, "final")),
                Cell(text=review[0], look="entry", rows=2, at=review[1]),
            )
        ),
        Row(
            cells=(
                Cell(text="実績", look="label"),
                *(
                    Cell(text=_result(results.get(each)), look="entry-number", at=join("actual", key, each))
                    for each in years
                ),
                Cell(look="number"),
            )
        ),
    )
    widths = (4, 8, *(56 / (count + 1) for _ in range(count + 1)), 32)
    return Table(widths=widths, rows=rows, head=0, label=f"{name}の目標と実績", together=True)


def _result(actual: Actual | None) -> str:
    """The result with its own year in the style of the form: ``266,061 (令和3年度)``."""
    if actual is None or actual.amount is None or actual.reference_year is None:
        return printed_actual(actual)
    return f"{printed_actual(replace(actual, reference_year=None))} ({format_fiscal_year(actual.reference_year, YEAR)})"
