"""``banso sheet``: prints a form of the plan as PDF, Excel or a web page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import FORM_NAMES, Refusal
from banso.cli.output import replacing
from banso.cli.papers import FILES, read_papers, require_year, tell_doubts

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument


@click.command(cls=JapaneseCommand, short_help="計画を様式に印刷します（PDF・Excel・HTML・Word）。")
@click.argument("form", metavar="FORM", type=click.Choice(FORM_NAMES))
@FILES
@click.option("--year", type=int, metavar="Y", help="年度（西暦）。省くと目標や実績のある年度をすべて印刷します。")
@click.option("--node", "nodes", multiple=True, metavar="KEY", help="印刷する施策などのキー（2-① など。何度でも）。")
@click.option("--bare", is_flag=True, help="計画文書やキーを持たせずに印刷します（外部に渡す書面用）。")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="F.{pdf,xlsx,html,docx}",
    help="印刷先。名前の終わりで形式が決まります。",
)
def sheet(form: str, files: tuple[Path, ...], year: int | None, nodes: tuple[str, ...], bare: bool, out: Path) -> None:
    """計画を様式 FORM に印刷します。

    Excel に印刷した書面は、書き込んだあと banso read で読み戻せます。Word（.docx）に印刷できるのは経営発達支援計画です。
    """
    from banso.sheets.forms import FORMS, NothingToPrint

    if not FORMS[form].built:
        raise Refusal(FORMS[form].unbuilt("印刷"))
    if out.suffix.lower() not in FORMS[form].suffixes:
        raise Refusal(f"印刷先は {'、'.join(FORMS[form].suffixes)} のどれかで終わる名前にしてください（{out}）。")
    reading = read_papers(files)
    require_nodes(reading.document, nodes)
    require_year(reading.document, year)
    with replacing(out, files) as draft:
        try:
            remarks = FORMS[form].write(reading.document, draft, year=year, nodes=nodes, bare=bare)
        except NothingToPrint as error:
            raise Refusal(str(error)) from error
    for remark in remarks:
        click.echo(remark, err=True)
    tell_doubts(reading)
    click.echo(f"{FORMS[form].title}を {out} に印刷しました。")


def require_nodes(document: PlanDocument, nodes: Sequence[str]) -> None:
    """Refuse a key that no element of the plan has."""
    keys = [node.key for node in document.nodes]
    for key in nodes:
        if key not in keys:
            from difflib import get_close_matches

            near = get_close_matches(key, keys, 3, 0.5)
            hint = (
                f"近いキーは {'、'.join(near)} です。" if near else "キーは 2-① のように番号を - でつないだものです。"
            )
            raise Refusal(f"キー「{key}」の施策や取組はこの計画にありません。{hint}")
