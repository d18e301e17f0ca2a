"""``banso import``: what papers would change in a stored plan, and with ``--apply`` the change itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from banso.cli.handed_in import HandedIn, tell_difference
from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import Refusal
from banso.cli.papers import FILES, read_papers, tell_doubts
from banso.cli.stored import stored_plan


@click.command("import", cls=JapaneseCommand, short_help="書面を、登録してある計画に取り込みます。")
@FILES
@click.option(
    "--plan", "slug", required=True, metavar="SLUG", help="取り込む先の計画の略称（画面のアドレスに出る英数字）。"
)
@click.option("--apply", "write", is_flag=True, help="違いを示したうえで、計画に書き込みます。")
@click.option("--keep", is_flag=True, help="書面で空欄のところは、計画の内容を残します。")
@click.option("--reason", default="", metavar="理由", help="履歴に残す理由。")
def import_(files: tuple[Path, ...], slug: str, write: bool, keep: bool, reason: str) -> None:
    """書面を読み取り、計画 SLUG との違いを示します。--apply を付けると、違いを一度に書き込みます。

    書き込んだものは、画面の「取り込み」から元に戻せます。同じ書面をもう一度取り込んでも、何も変わりません。
    """
    plan = stored_plan(slug)
    from banso.domain.choosing import loses, order_name, part_name, parts_of
    from banso.domain.edits import EditRefused
    from banso.queries.documents import document_of
    from banso.queries.imports import compare
    from banso.services.command_line import command_line_actor
    from banso.services.imports import PreviewChanged, apply_import, discard, keep_reading, receive
    from banso.sheets.reading import is_plan_document

    reading = read_papers(files)
    whole = any(is_plan_document(file) for file in files)
    comparison = compare(plan, reading.document, reading.copies, whole=whole)
    difference = comparison.difference
    tell_difference(difference, document_of(plan))
    tell_doubts(replace(reading, doubts=comparison.settled.open(reading.doubts)))
    for doubt in comparison.doubts:
        click.echo(doubt.message, err=True)
    if not difference:
        return
    lost = [part for part in parts_of(difference) if loses(part)]
    if not write:
        told = f"うち{len(lost)}件は、書面で空欄のため計画から消えます（--keep で残せます）。" if lost else ""
        click.echo(f"まだ何も書き込んでいません。{told}書き込むときは --apply を付けてください。")
        return
    wanted = {part_name(part) for part in parts_of(difference) if not (keep and loses(part))}
    wanted |= {order_name(name) for name in difference.orders}
    actor = command_line_actor(plan.organization)
    try:
        record = receive(
            actor=actor,
            organization=plan.organization,
            plan=plan,
            uploads=[HandedIn(file, file.name) for file in files],
            queue=False,
        )
        keep_reading(record, reading)
        try:
            taken = apply_import(actor=actor, record=record, wanted=wanted, seen=comparison.seal, reason=reason)
        except BaseException:
            discard(actor=actor, record=record)
            raise
    except (EditRefused, PreviewChanged) as error:
        raise Refusal(str(error)) from error
    if taken.held:
        click.echo(f"関係する項目が残るため、{len(taken.held)}件は取り込まずに残しました。", err=True)
    if taken.done.entry is None:
        click.echo("変わるところはありませんでした。")
    else:
        click.echo(f"書き込みました（履歴 {taken.done.entry.number}番）。")
