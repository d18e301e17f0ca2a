"""``banso request``: a 依頼シート for each contributor, to be mailed out and collected again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import Refusal
from banso.cli.stored import stored_plan


@click.command(cls=JapaneseCommand, short_help="担当ごとの依頼シート（Excel）を作ります。")
@click.argument("slug", metavar="PLAN")
@click.option("--year", type=int, required=True, metavar="Y", help="実績を集める年度（西暦）。")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="担当（何度でも。省くと計画にある担当すべて）。")
@click.option("--node", "nodes", multiple=True, metavar="KEY", help="依頼する施策などのキー（--owner 1つと一緒に）。")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="締切（2026-05-31 のように）。")
@click.option("--contact", default="", metavar="連絡先", help="シートに載せる問い合わせ先。")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="作ったファイルを置くフォルダー。"
)
def request(
    slug: str,
    year: int,
    owners: tuple[str, ...],
    nodes: tuple[str, ...],
    due: datetime | None,
    contact: str,
    out: Path,
) -> None:
    """計画 PLAN の担当ごとに、その人の欄だけが開いた依頼シートを1つずつ作ります。

    返ってきたファイルは banso collect でまとめて読み取ります。
    """
    if nodes and len(owners) != 1:
        raise Refusal("--node を使うときは、--owner で担当の名前を1つ指定してください。")
    plan = stored_plan(slug)
    from banso.cli.papers import require_year
    from banso.cli.sheet import require_nodes
    from banso.domain.edits import EditRefused
    from banso.queries.documents import document_of
    from banso.queries.requests import board_of
    from banso.services.command_line import command_line_actor
    from banso.services.requests import Wanted, ask, write_requests
    from banso.sheets.workbooks import TextTooLong

    document = document_of(plan)
    require_year(document, year)
    require_nodes(document, nodes)
    names = owners or tuple(each.name for each in board_of(plan, year, datetime.now().date()).standings)
    try:
        requests = ask(
            actor=command_line_actor(plan.organization),
            plan=plan,
            year=year,
            wanted=[Wanted(name, nodes) for name in names],
            due=due.date() if due else None,
            contact=contact,
        )
        out.mkdir(parents=True, exist_ok=True)
        files = write_requests(plan, year, requests, out)
    except (EditRefused, TextTooLong) as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        raise Refusal(f"「{out}」に依頼シートを書けません（{error.strerror or error}）。") from error
    for file in files:
        click.echo(f"・{file.name}")
    click.echo(f"依頼シートを{len(files)}件、{out} に作りました。")
