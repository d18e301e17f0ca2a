"""The command ``banso``: its commands in the order in which a year uses them.

Each command imports what it works with when it runs, so that the whole process of a small reading stays short.
"""

from __future__ import annotations

import click

from banso import __version__
from banso.cli.check import check
from banso.cli.collect import collect
from banso.cli.demo import demo
from banso.cli.evaluate import evaluate
from banso.cli.export import export
from banso.cli.import_ import import_
from banso.cli.japanese import JapaneseGroup
from banso.cli.person import person
from banso.cli.read import read
from banso.cli.request import request
from banso.cli.schema import schema
from banso.cli.serve import serve, worker
from banso.cli.sheet import sheet


@click.group(
    cls=JapaneseGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="コマンド …",
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="banso", message="%(prog)s %(version)s", help="版を表示します。")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Banso（伴走）: 計画の書面を読み取り、点検し、年度を評価し、同じ様式に印刷します。

    書面は手元のファイルのまま扱い、外部とは通信しません。最初の一歩は banso demo です。
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (demo, serve, worker, person, read, check, evaluate, sheet, request, collect, import_, export, schema):
    main.add_command(command)
