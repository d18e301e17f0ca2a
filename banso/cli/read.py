"""``banso read``: papers into one plan document, with every doubt named. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import FORM_NAMES, Refusal, counted, doubt_data, echo_grouped, echo_json
from banso.cli.output import replacing
from banso.cli.papers import FILES, read_papers

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument


@click.command(cls=JapaneseCommand, short_help="書面を読み取り、ひとつの計画文書にします。")
@FILES
@click.option(
    "--form", type=click.Choice(FORM_NAMES), metavar="FORM", help="書面の様式（省くと見出しから判断します）。"
)
@click.option("--out", type=click.Path(path_type=Path), metavar="F.json", help="計画文書（banso-plan/1）の保存先。")
@click.option("--json", "as_json", is_flag=True, help="計画文書と疑いを JSON で出力します。")
def read(files: tuple[Path, ...], form: str | None, out: Path | None, as_json: bool) -> None:
    """書面（txt, tsv, csv, xlsx, pdf）や計画文書（json）を読み取り、ひとつの計画文書にまとめます。

    何も登録しません。読み取りで補ったところ、直したところ、書面どうしの食い違いは、すべて「疑い」として示します。
    """
    if out is not None and out.suffix.lower() != ".json":
        raise Refusal(f"計画文書の保存先は .json で終わる名前にしてください（{out}）。")
    reading = read_papers(files, form)
    if out is not None:
        from banso.domain.plan_json import dump_document

        with replacing(out, files) as draft:
            draft.write_text(dump_document(reading.document), encoding="utf-8", newline="\n")
    if as_json:
        from banso.domain.plan_json import to_data

        echo_json({"document": to_data(reading.document), "doubts": [doubt_data(doubt) for doubt in reading.doubts]})
        return
    for line in summary(reading.document):
        click.echo(line)
    if out is not None:
        click.echo(f"計画文書を {out} に保存しました。")
    if reading.doubts:
        click.echo(f"\n確かめてほしいところ {counted(reading.doubts)}")
        echo_grouped(reading.doubts)
    else:
        click.echo("確かめてほしいところはありません。")


def summary(document: PlanDocument) -> list[str]:
    """What a plan document holds, as lines for people; lists that are empty are not mentioned."""
    period = f"{document.first_year}〜{document.last_year}年度" if document.first_year and document.last_year else ""
    lines = [" ".join(part for part in (document.title or "（計画名の記載なし）", period) if part)]
    levels = Counter(node.level for node in document.nodes)
    names = {number: level.name for number, level in enumerate(document.levels)}
    tree = [f"{names.get(level) or f'第{level + 1}階層'} {number}" for level, number in sorted(levels.items())]
    if document.groups:
        tree.append(f"進捗管理シートの行 {len(document.groups)}")
    lines += [f"  {'・'.join(tree)}"] if tree else []
    codes = {placement.code for placement in document.placements if placement.code}
    reprises = sum(node.reprise_of is not None for node in document.nodes)
    facts = (
        ("指標", len(document.indicators)),
        # Fewer codes than indicators begin anew in every measure and count nothing.
        ("指標コード", len(codes) if len(codes) >= len(document.indicators) else 0),
        ("指標の掲載", len(document.placements)),
        ("目標", len(document.targets)),
        ("実績", sum(actual.state != "not-entered" for actual in document.actuals)),
        ("再掲の取組", reprises),
        ("工程", len(document.roadmap)),
        ("文章", len(document.texts)),
        ("金額", len(document.budgets)),
        ("統計の表", len(document.tables)),
        ("展示会など", len(document.events)),
        ("団体", len(document.organizations)),
        ("評価", len(document.judgements)),
    )
    shown = [f"{label} {number}" for label, number in facts if number]
    lines += [f"  {'・'.join(shown)}"] if shown else []
    return lines
