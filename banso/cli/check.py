"""``banso check``: the plan check over papers or a plan document."""

from __future__ import annotations

from pathlib import Path

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import counted, echo_grouped, echo_json, finding_data
from banso.cli.papers import FILES, read_papers, tell_doubts

ERRORS_FOUND = 1
"""Exit status when the check found at least one error."""


@click.command(cls=JapaneseCommand, short_help="計画を点検し、直すべきところを示します。")
@FILES
@click.option("--json", "as_json", is_flag=True, help="点検の結果を JSON で出力します。")
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """計画を注意深い同僚のように点検します。再掲の相手、指標名、目標の累計、合計、番号、年度、用語のゆれなど。

    誤りが見つかると終了コード 1 になります。
    """
    from banso.domain.check import check as findings_of

    reading = read_papers(files)
    findings = findings_of(reading.document, reading.doubts)
    if as_json:
        echo_json({"findings": [finding_data(finding) for finding in findings]})
    else:
        tell_doubts(reading)
        click.echo(f"点検の結果 {counted(findings)}" if findings else "点検で見つかったことはありません。")
        echo_grouped(findings)
    if any(finding.severity == "error" for finding in findings):
        ctx.exit(ERRORS_FOUND)
