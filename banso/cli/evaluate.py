"""``banso evaluate``: rates, grades, roll-ups and totals of a plan's fiscal years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import echo_json
from banso.cli.papers import FILES, read_papers, require_year, tell_doubts

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument
    from banso.domain.results import Evaluation


@click.command(cls=JapaneseCommand, short_help="年度の達成率・評価・達成数計を計算します。")
@FILES
@click.option("--year", type=int, metavar="Y", help="評価する年度（西暦）。省くと目標か実績のあるすべての年度。")
@click.option("--json", "as_json", is_flag=True, help="評価の結果を JSON で出力します。")
def evaluate(files: tuple[Path, ...], year: int | None, as_json: bool) -> None:
    """団体の決まり（式・端数・区切り・まとめ方）で達成率と評価を計算します。書面に印刷された値は写しません。

    計算できないものは空欄とし、理由（目標なし、実績が未入力、目標が0 など）を示します。
    """
    from banso.domain.evaluation import evaluate as evaluation_of
    from banso.domain.results_json import evaluation_data

    reading = read_papers(files)
    require_year(reading.document, year)
    evaluation = evaluation_of(reading.document, year)
    if as_json:
        echo_json(evaluation_data(evaluation))
        return
    tell_doubts(reading)
    for line in report(reading.document, evaluation):
        click.echo(line)


def report(document: PlanDocument, evaluation: Evaluation) -> list[str]:
    """The evaluation for people: for each year the rule, the indicators with their reasons, the nodes, the totals."""
    from banso.cli.evaluation_table import FIGURES, indicator_rows, node_rows, table, total_rows
    from banso.domain.evaluation import rule_set_for
    from banso.domain.rules.wording import rule_words
    from banso.domain.years import format_fiscal_year

    years = list(dict.fromkeys(result.year for result in evaluation.indicators))
    if not years:
        return ["評価できる指標がありません。目標か実績のある指標を読み取ってから、もう一度お試しください。"]
    lines = [document.title] if document.title else []
    for year in years:
        rule_set = rule_set_for(document, year)
        lines += ["", f"■ {format_fiscal_year(year, '2023 (R5)')}年度"]
        lines += [
            rule_words(rule_set) if rule_set else "評価の決まり（凡例）がないため、達成率も評価も計算していません。"
        ]
        indicators = indicator_rows(document, evaluation, year)
        figures = [column for column, heading in enumerate(indicators[0]) if heading in FIGURES]
        lines += ["", *table(indicators, right=figures)]
        nodes = node_rows(document, evaluation, year)
        if len(nodes) > 1:
            lines += ["", *table(nodes)]
        lines += ["", *table(total_rows(document, evaluation, year), right=(2,))]
        warnings = [
            f"注意: {result.key} {result.warning}"
            for result in evaluation.indicators
            if result.year == year and result.warning
        ]
        lines += ["", *warnings] if warnings else []
    return lines
