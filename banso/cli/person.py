"""``banso person``: the people who may sign in, registered by the one who installs it."""

from __future__ import annotations

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.messages import Refusal


@click.command(cls=JapaneseCommand, short_help="ログインする人を登録します。")
@click.argument("username", metavar="LOGIN")
@click.option("--name", required=True, metavar="氏名", help="画面と履歴に出る氏名。")
@click.option("--organization", required=True, metavar="名称", help="所属する団体の名称。")
@click.option("--slug", default="", metavar="略称", help="団体の略称（英数字）。新しい団体を登録するときに使います。")
@click.option(
    "--role",
    type=click.Choice(["secretariat", "contributor", "reader"]),
    default="contributor",
    show_default=True,
    help="役割：secretariat（事務局）、contributor（担当）、reader（閲覧）。",
)
def person(username: str, name: str, organization: str, slug: str, role: str) -> None:
    """ログインする人を登録し、新しいパスワードを一度だけ表示します。

    登録済みのログイン名なら、パスワードを作り直し、役割を変えます。
    """
    from banso.cli.installation import prepare

    prepare()
    from django.utils.text import slugify

    from banso.models import Organization, Role
    from banso.services.people import add_organization, add_person, fresh_password

    known = Organization.objects.filter(name=organization).first()
    if known is None:
        short = slug or slugify(organization)
        if not short:
            raise Refusal(f"団体「{organization}」はまだありません。--slug で英数字の略称を付けてください。")
        known = add_organization(name=organization, slug=short)
    password = fresh_password()
    add_person(username=username, name=name, organization=known, role=Role(role), password=password)
    click.echo(f"{known.name}の{name}さんを登録しました。")
    click.echo(f"ログイン名：{username}")
    click.echo(f"パスワード：{password}（この表示は一度だけです。ログイン後に変えられます）")
