"""``banso export``: a stored plan as a file."""

from __future__ import annotations

from pathlib import Path

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import Refusal
from banso.cli.output import replacing
from banso.cli.stored import stored_plan

_SUFFIXES = {"json": ".json", "xlsx": ".xlsx"}


@click.command(cls=JapaneseCommand, short_help="登録してある計画をファイルに書き出します。")
@click.argument("slug", metavar="PLAN")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_SUFFIXES)),
    help="json（計画文書 banso-plan/1）か xlsx（項目ごとの表）。省くと保存先の名前から決めます。",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="F", help="保存先。")
def export(slug: str, form: str | None, out: Path) -> None:
    """登録してある計画 PLAN（略称）を、まるごとファイルに書き出します。

    json は計画のすべてを持ち、banso import や banso read で読み戻せます。xlsx は見るための表で、様式ではありません。
    """
    chosen = form or next((name for name, suffix in _SUFFIXES.items() if out.suffix.lower() == suffix), None)
    if chosen is None:
        raise Refusal(f"保存先の名前を .json か .xlsx で終わるようにするか、--format を付けてください（{out}）。")
    plan = stored_plan(slug)
    from banso.queries.documents import document_of

    document = document_of(plan)
    with replacing(out) as draft:
        if chosen == "json":
            from banso.domain.plan_json import dump_document

            draft.write_text(dump_document(document), encoding="utf-8", newline="\n")
        else:
            from banso.sheets.tables_excel import write_tables

            write_tables(document, draft)
    click.echo(f"「{plan}」を {out} に書き出しました。")
