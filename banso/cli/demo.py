"""``banso demo``: the demonstration plan read, checked, evaluated and printed, by the same commands people use."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from banso.cli.check import check
from banso.cli.evaluate import evaluate
from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import Refusal
from banso.cli.output import replacing
from banso.cli.read import read
from banso.cli.sheet import sheet

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument

LINES_SHOWN = 12


@click.command(cls=JapaneseCommand, short_help="見本の計画を読み取り、点検し、評価し、印刷します。")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo-output"),
    show_default=True,
    metavar="FOLDER",
    help="見本を書き出すフォルダー。",
)
@click.pass_context
def demo(ctx: click.Context, out: Path) -> None:
    """嘉麻市の公開資料をもとにした見本の計画で、Banso の仕事をひととおり行います。

    実績は「例」としてつけた架空の数値です。書き出すのは指定のフォルダーの中だけで、外部とは通信しません。
    """
    from banso.domain.plan_json import dump_document
    from banso.library.demonstration import demonstration_plan

    plan = demonstration_plan()
    papers = out / "書面"
    _make_folder(papers)

    plan_file = out / "計画.json"
    with replacing(plan_file) as draft:
        draft.write_text(dump_document(plan), encoding="utf-8", newline="\n")

    click.echo("見本の計画の書面（結果を書き込む前の取組一覧と進捗管理シート）を用意します。")
    office = _papers_of(plan, papers)

    _say("banso read", *office, "--out", out / "読み取った計画.json")
    read_back = out / "読み取った計画.json"
    _run(ctx, read, out / "読み取り.txt", files=office, form=None, out=read_back, as_json=False)

    _say("banso check", read_back)
    _run(ctx, check, out / "点検.txt", files=(read_back,), as_json=False)

    click.echo("\n結果を書き込んだ計画（2023年度の実績は例）を評価し、印刷します。")
    _say("banso evaluate", plan_file)
    _run(ctx, evaluate, out / "評価.txt", files=(plan_file,), year=None, as_json=False)

    for form, title in (("progress-sheet", "進捗管理シート"), ("action-list", "取組一覧")):
        for suffix in (".pdf", ".xlsx", ".html"):
            target = out / f"{title}{suffix}"
            _say("banso sheet", form, plan_file, "--out", target)
            ctx.invoke(sheet, form=form, files=(plan_file,), year=None, nodes=(), bare=False, out=target)

    click.echo(f"\n{out} を開いて見てください。手順は docs/tutorial.ja.md にあります。")


def _papers_of(plan: PlanDocument, folder: Path) -> tuple[Path, Path]:
    """The two papers of the plan as an office has them before the year's results are known."""
    from dataclasses import replace

    from banso.sheets.forms import FORMS

    blank = replace(
        plan,
        actuals=(),
        judgements=(),
        texts=tuple(text for text in plan.texts if text.year is None),
    )
    targets = folder / "取組一覧.xlsx", folder / "進捗管理シート.xlsx"
    for form, target in zip(("action-list", "progress-sheet"), targets, strict=True):
        with replacing(target) as draft:
            FORMS[form].write(blank, draft, bare=True)
    return targets


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"フォルダー「{folder}」を作れません（{error.strerror or error}）。") from error


def _say(*words: object) -> None:
    click.echo("\n$ " + " ".join(map(str, words)))


def _run(ctx: click.Context, command: Callable[..., Any], report: Path, **arguments: Any) -> None:
    """Run a command, keep its whole report in a file and show its beginning."""
    spoken = io.StringIO()
    try:
        with redirect_stdout(spoken):
            ctx.invoke(command, **arguments)
    except click.exceptions.Exit:
        pass  # The plan check found errors: that is part of the demonstration.
    with replacing(report) as draft:
        draft.write_text(spoken.getvalue(), encoding="utf-8", newline="\n")
    lines = spoken.getvalue().splitlines()
    for line in lines[:LINES_SHOWN]:
        click.echo(line)
    if len(lines) > LINES_SHOWN:
        click.echo(f"… ほか{len(lines) - LINES_SHOWN}行（全文は {report}）")
