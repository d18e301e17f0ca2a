"""``banso demo``: Banso in the browser with the demonstration plan, and papers of it to try the import with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from banso.cli.japanese import JapaneseCommand
from banso.cli.output import replacing
from banso.cli.serve import HOST, PORT

if TYPE_CHECKING:
    from banso.domain.document import PlanDocument

PEOPLE = (
    ("jimukyoku", "見本 事務子", "secretariat", "事務局（すべてできます）"),
    ("tanto", "見本 担当太", "contributor", "担当（実績と文章を入力します）"),
)
"""Login name, name, role and explanation of the two people of the demonstration."""


@click.command(cls=JapaneseCommand, short_help="見本の計画を入れて、ブラウザーで使う Banso を動かします。")
@HOST
@PORT
@click.option("--prepare-only", is_flag=True, help="準備だけして、サーバーは動かしません。")
def demo(host: str, port: int, prepare_only: bool) -> None:
    """嘉麻市の公開資料をもとにした見本の計画を入れて、ブラウザーで使う Banso を動かします。

    実績は「例」としてつけた架空の数値です。すべては一つのフォルダー（BANSO_DATA_DIR、省くと banso-demo）の中に
    置き、外部とは通信しません。二人分のログイン名と、起動のたびに作り直すパスワードを表示します。
    """
    from banso.cli.installation import prepare, serve_until_stopped, tell_address, wait_for_port

    folder = prepare(Path("banso-demo"))
    if not prepare_only:
        wait_for_port(host, port)
    passwords = _fill(folder)
    if not prepare_only:
        tell_address(host, port)
    for username, name, _, explanation in PEOPLE:
        click.echo(f"  ログイン名 {username:<10} パスワード {passwords[username]}  {name}：{explanation}")
    click.echo(f"取り込みを試すための書面は {folder / '見本の書面'} にあります。")
    if not prepare_only:
        serve_until_stopped(host, port)


def _fill(folder: Path) -> dict[str, str]:
    """The demonstration organization, its people with fresh passwords, and its plan where it is not there yet."""
    from banso.library.demonstration import demonstration_plan
    from banso.models import Plan, Role
    from banso.services.people import add_organization, add_person, fresh_password
    from banso.services.plans import create_plan
    from banso.services.policy import actor_of

    organization = add_organization(name="嘉麻市（見本）", slug="kama")
    passwords = {username: fresh_password() for username, *_ in PEOPLE}
    people = [
        add_person(
            username=username, name=name, organization=organization, role=Role(role), password=passwords[username]
        )
        for username, name, role, _ in PEOPLE
    ]
    document = demonstration_plan()
    if not Plan.objects.filter(organization=organization).exists():
        click.echo("見本の計画を入れています…")
        create_plan(
            actor=actor_of(people[0]), organization=organization, document=document, slug="kama", reason="見本の計画"
        )
    papers = folder / "見本の書面"
    if not papers.exists():
        papers.mkdir()
        write_papers(document, papers)
    return passwords


def write_papers(plan: PlanDocument, folder: Path) -> tuple[Path, Path]:
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
