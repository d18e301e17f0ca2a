"""``banso demo``: four bodies side by side, the same two people in all of them, and papers of each to try."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from banso.cli.demo import write_samples
from banso.library.demonstration import BODIES, demonstrated, demonstration_plan
from banso.queries.forms_of import form_names
from banso.queries.years import usual_year
from banso.sheets.reading import read_files
from tests.served import Served


def test_the_demonstration_has_every_body_and_may_be_prepared_twice(tmp_path: Path) -> None:
    served = Served(tmp_path / "office")
    first = served.run("demo", "--prepare-only")
    assert re.findall(r"ログイン名 (\S+)", first) == ["jimukyoku", "tanto"]
    for body in demonstrated():
        assert f"{BODIES[body]}の見本の計画を入れています" in first
    assert "入れています" not in served.run("demo", "--prepare-only")
    told = served.script("""
        from banso.models import Membership, Plan
        print(*Plan.objects.order_by("pk").values_list("organization__slug", flat=True))
        print(Membership.objects.count())
    """).splitlines()
    served.stop()
    assert told == [" ".join(reversed(demonstrated())), str(2 * len(demonstrated()))]


def test_the_first_start_lays_out_papers_and_then_prints(tmp_path: Path) -> None:
    """The process that laid out a PDF starts the web process: what typst holds there must not come along."""
    served = Served(tmp_path / "office")
    served.start("demo")
    try:
        password = re.search(r"jimukyoku\s+パスワード (\S+)", served.output.read_text("utf-8"))
        assert password
        assert list(served.folder.glob("見本の書面/*/*.pdf"))
        served.passwords["jimukyoku"] = password[1]
        paper = served.signed_in("jimukyoku").get("/plans/kazuno/papers/scorecard/2025/download?format=pdf")
        assert paper.content.startswith(b"%PDF")
    finally:
        served.stop()


@pytest.mark.parametrize("body", [body for body in demonstrated() if body != "kama"])
def test_the_papers_of_a_body_are_read_and_wait_for_the_year(body: str, tmp_path: Path) -> None:
    plan = demonstration_plan(body)
    papers = write_samples(plan, tmp_path / body)
    assert {path.suffix for path in papers} <= {".xlsx", ".docx", ".pdf"}
    assert papers, form_names(plan)
    for path in papers:
        read = read_files([path]).document
        assert {scope.form for scope in read.scope} <= {*form_names(plan), "project-evaluation"}, path.name
        entered = [each for each in read.actuals if each.year == usual_year(plan) and each.state != "not-entered"]
        assert entered == [], path.name


def test_a_plan_without_forms_of_its_own_has_no_papers(tmp_path: Path) -> None:
    bare = replace(demonstration_plan(), scope=(), kind=None)
    assert write_samples(bare, tmp_path / "none") == ()
