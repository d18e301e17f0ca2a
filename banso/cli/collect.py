"""``banso collect``: what returned 依頼シート say, who has answered, and with ``--apply`` the change itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from banso.cli.handed_in import HandedIn, tell_difference
from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import Refusal
from banso.cli.stored import stored_plan

if TYPE_CHECKING:
    from banso.queries.returns import Collected


@click.command(cls=JapaneseCommand, short_help="返ってきた依頼シートをまとめて読み取ります。")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--plan", "slug", required=True, metavar="SLUG", help="依頼シートを作った計画の略称。")
@click.option("--year", type=int, metavar="Y", help="集める年度（西暦。省くと多くのファイルの年度）。")
@click.option("--apply", "write", is_flag=True, help="違いを示したうえで、計画に書き込みます。")
@click.option("--reason", default="", metavar="理由", help="履歴に残す理由。")
def collect(files: tuple[Path, ...], slug: str, year: int | None, write: bool, reason: str) -> None:
    """返ってきた依頼シートを読み取り、だれが何に答え、計画と何が違うかを示します。--apply を付けると書き込みます。

    同じファイルをもう一度読んでも、何も変わりません。書き込んだものは画面の「取り込み」から元に戻せます。
    """
    for file in files:
        if not file.is_file():
            raise Refusal(f"ファイル「{file}」が見つかりません。名前と場所を確かめてください。")
    plan = stored_plan(slug)
    from banso.domain.choosing import order_name, part_name, parts_of
    from banso.domain.edits import EditRefused
    from banso.jobs.requests import content_of
    from banso.queries.documents import document_of
    from banso.queries.imports import compare
    from banso.queries.returns import ReturnedFile, usual_year
    from banso.queries.returns import collect as collected_of
    from banso.services.command_line import command_line_actor
    from banso.services.imports import PreviewChanged, apply_import, discard
    from banso.services.requests import keep_collected, receive_returns

    found: list[ReturnedFile] = []
    with click.progressbar(files, label="読み取り", file=sys.stderr) as bar:
        for file in bar:
            found.append(ReturnedFile(file.name, content_of(file)))
    asked = year if year is not None else usual_year(found)
    if asked is None:
        told = [each.content for each in found if isinstance(each.content, str)]
        raise Refusal("\n".join([*told, "どのファイルからも年度が分かりません。--year で年度を指定してください。"]))
    collected = collected_of(plan, found, asked)
    comparison = compare(plan, collected.document, whole=False)
    difference = comparison.difference
    _tell(collected, asked)
    tell_difference(difference, document_of(plan))
    if not difference:
        return
    if not write:
        click.echo("まだ何も書き込んでいません。書き込むときは --apply を付けてください。")
        return
    wanted = {part_name(part) for part in parts_of(difference)} | {order_name(name) for name in difference.orders}
    actor = command_line_actor(plan.organization)
    try:
        record = receive_returns(
            actor=actor, plan=plan, year=asked, uploads=[HandedIn(file, file.name) for file in files], queue=False
        )
        keep_collected(record, collected)
        record.refresh_from_db()
        try:
            taken = apply_import(actor=actor, record=record, wanted=wanted, seen=comparison.seal, reason=reason)
        except BaseException:
            discard(actor=actor, record=record)
            raise
    except (EditRefused, PreviewChanged) as error:
        raise Refusal(str(error)) from error
    number = taken.done.entry.number if taken.done.entry is not None else "－"
    click.echo(f"書き込みました（履歴 {number}番）。")


def _tell(collected: Collected, year: int) -> None:
    click.echo(f"{year}年度の依頼シート")
    for each in collected.answers:
        if each.refused:
            click.echo(f"・{each.file}：読めません")
        else:
            rest = f"・空欄{each.blank}" if each.blank else ""
            click.echo(
                f"・{each.file}：{each.contributor}　回答{each.answered}{rest}・計画と違うところ{each.differing}"
            )
    if collected.doubts:
        click.echo("\n確かめてほしいところ")
        for doubt in collected.doubts:
            where = f"（{doubt.where.file} {doubt.where.cell}）" if doubt.where.cell and doubt.where.file else ""
            click.echo(f"・{doubt.message}{where}")
    click.echo("")
