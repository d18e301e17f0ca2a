"""``banso demo``: Banso in the browser with the demonstration plans of four bodies, and papers to try the import with."""

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
"""Login name, name, role and explanation of the two people of the demonstration, who belong to every body."""
FIRST = "kama"
"""The body whose papers lie in the folder itself, as the tutorial has them."""
SAMPLES = {
    "scorecard": (".xlsx",),
    "policy-evaluation": (".xlsx",),
    "project-evaluation": (".xlsx",),
    "support-plan": (".docx", ".pdf"),
    "target-table": (".xlsx",),
    "budget-table": (".xlsx",),
}
"""The formats in which the papers of the other bodies are laid out, as their offices have them."""


@click.command(cls=JapaneseCommand, short_help="見本の計画を入れて、ブラウザーで使う Banso を動かします。")
@HOST
@PORT
@click.option("--prepare-only", is_flag=True, help="準備だけして、サーバーは動かしません。")
def demo(host: str, port: int, prepare_only: bool) -> None:
    """公開資料をもとにした四つの団体の見本の計画を入れて、ブラウザーで使う Banso を動かします。

    団体は嘉麻市、かづの商工会、会津若松市、青梅商工会議所です。資料にない実績と文章は「例」としてつけた架空のもの
    です。すべては一つのフォルダー（BANSO_DATA_DIR、省くと banso-demo）の中に置き、外部とは通信しません。
    二人分のログイン名と、起動のたびに作り直すパスワードを表示します。
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
    """The bodies of the demonstration with their plans where they are not there yet, and people with fresh passwords."""
    from banso.library.demonstration import BODIES, demonstrated, demonstration_plan
    from banso.models import Plan, Role
    from banso.services.people import add_organization, add_person, fresh_password
    from banso.services.plans import create_plan
    from banso.services.policy import actor_of

    passwords = {username: fresh_password() for username, *_ in PEOPLE}
    papers = folder / "見本の書面"
    fresh = not papers.exists()
    papers.mkdir(exist_ok=True)
    # The first body comes last, so that it is the plan changed last: home begins with it.
    for body in reversed(demonstrated()):
        organization = add_organization(name=f"{BODIES[body]}（見本）", slug=body)
        people = [
            add_person(
                username=username, name=name, organization=organization, role=Role(role), password=passwords[username]
            )
            for username, name, role, _ in PEOPLE
        ]
        document = demonstration_plan(body)
        if not Plan.objects.filter(organization=organization).exists():
            click.echo(f"{BODIES[body]}の見本の計画を入れています…")
            create_plan(
                actor=actor_of(people[0]), organization=organization, document=document, slug=body, reason="見本の計画"
            )
        if fresh and body == FIRST:
            write_papers(document, papers)
        elif fresh:
            write_samples(document, papers / BODIES[body])
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


def write_samples(plan: PlanDocument, folder: Path) -> tuple[Path, ...]:
    """The papers of the plan's own forms as they lie in the office before the year's results and texts are written."""
    from banso.queries.forms_of import form_names
    from banso.queries.years import usual_year
    from banso.sheets.forms import FORMS, NothingToPrint

    folder.mkdir(exist_ok=True)
    year = usual_year(plan)
    blank = _before_results(plan, year)
    made: list[Path] = []
    for name in form_names(plan):
        form = FORMS[name]
        for suffix in SAMPLES.get(name, ()) if form.built else ():
            target = folder / f"{form.title}{suffix}"
            try:
                with replacing(target) as draft:
                    form.write(blank, draft, year=year if form.yearly else None, bare=True)
            except NothingToPrint:
                continue
            made.append(target)
    return tuple(made)


def _before_results(plan: PlanDocument, year: int | None) -> PlanDocument:
    """The plan without what is entered and written for the year."""
    from dataclasses import replace

    return replace(
        plan,
        actuals=tuple(actual for actual in plan.actuals if actual.year != year),
        judgements=tuple(judgement for judgement in plan.judgements if judgement.year != year),
        decisions=tuple(decision for decision in plan.decisions if decision.year != year),
        texts=tuple(text for text in plan.texts if text.year is None or text.year != year),
        totals=(),
    )
