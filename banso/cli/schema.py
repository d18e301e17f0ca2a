"""``banso schema``: the JSON Schema of the plan document."""

from __future__ import annotations

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import echo_json


@click.command(cls=JapaneseCommand, short_help="計画文書（banso-plan/1）の JSON Schema を出力します。")
def schema() -> None:
    """計画文書（banso-plan/1）の JSON Schema を標準出力に書きます。"""
    from banso.domain.plan_json import document_schema

    echo_json(document_schema())
