"""``banso request`` and ``banso collect``: sheets go out into a folder, and come back as a difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from banso.cli.main import main
from banso.models import Entry, Import, Plan
from banso.queries.documents import read_document
from tests.services.test_requests import result, sheet_of

pytestmark = pytest.mark.django_db(transaction=True)
Banso = Callable[..., Result]


@pytest.fixture
def banso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Banso:
    monkeypatch.setenv("BANSO_DATA_DIR", str(tmp_path / "data"))

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


def test_sheets_go_out_and_come_back(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    out = tmp_path / "依頼"
    made = banso(
        "request", "mihon", "--year", 2024, "--owner", "商工課", "--node", "1", "--due", "2025-05-30", "--out", out
    )
    assert made.exit_code == 0, made.output
    [sent] = out.iterdir()
    book = openpyxl.load_workbook(sent)
    result("1-1", 31)(sheet_of(book))
    book.save(sent)
    (tmp_path / "違う.xlsx").write_bytes(b"x")
    shown = banso("collect", sent, tmp_path / "違う.xlsx", "--plan", "mihon")
    assert shown.exit_code == 0, shown.output
    assert "商工課　回答1" in shown.stdout
    assert "違う.xlsx：読めません" in shown.stdout
    assert "→ 31人" in shown.stdout
    assert Import.objects.count() == 0
    applied = banso("collect", sent, "--plan", "mihon", "--apply")
    assert "書き込みました" in applied.stdout, applied.output
    assert [each.amount for each in read_document(plan).actuals if each.indicator == "1-1" and each.year == 2024] == [
        31
    ]
    assert "商工課" in Entry.objects.order_by("-number")[0].summary
    again = banso("collect", sent, "--plan", "mihon", "--apply")
    assert "書面と計画は同じです" in again.stdout
    assert Import.objects.count() == 1


def test_all_contributors_of_the_plan_are_asked(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    made = banso("request", "mihon", "--year", 2024, "--out", tmp_path / "依頼")
    assert made.exit_code == 0, made.output
    assert len(list((tmp_path / "依頼").iterdir())) == 1  # the plan names nobody: one sheet for all


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("request", "nai", "--year", "2024", "--out", "x"), "略称「nai」の計画はありません"),
        (("request", "mihon", "--year", "1999", "--out", "x"), "1999年度"),
        (("request", "mihon", "--year", "2024", "--owner", "だれか", "--out", "x"), "「だれか」に依頼する"),
        (("request", "mihon", "--year", "2024", "--node", "1", "--out", "x"), "--owner"),
        (("collect", "ない.xlsx", "--plan", "mihon"), "見つかりません"),
    ],
)
def test_refusals(plan: Plan, banso: Banso, words: tuple[str, ...], told: str) -> None:
    done = banso(*words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_files_that_name_no_year_are_refused_with_their_sentence(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    broken = tmp_path / "違う.xlsx"
    broken.write_bytes(b"x")
    done = banso("collect", broken, "--plan", "mihon")
    assert done.exit_code == 2
    assert "--year" in done.stderr
