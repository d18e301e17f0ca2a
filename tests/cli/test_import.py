"""``banso import`` and ``banso export``: the same deeds as in the browser, and nothing written before ``--apply``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from banso.cli.demo import write_papers
from banso.cli.main import main
from banso.domain.edits.results import enter_actual
from banso.domain.plan_json import load_document
from banso.library.demonstration import demonstration_plan
from banso.models import Entry, Import, Plan
from banso.queries.documents import read_document
from banso.services.changing import change
from banso.services.policy import Actor
from banso.sheets.forms import FORMS

pytestmark = pytest.mark.django_db(transaction=True)
Banso = Callable[..., Result]


@pytest.fixture
def banso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Banso:
    """The command line in this process, so that it works on the test's own tables."""
    monkeypatch.setenv("BANSO_DATA_DIR", str(tmp_path / "data"))

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


@pytest.fixture
def sheet(plan: Plan, actor: Actor, tmp_path: Path) -> Path:
    """Sheet 1-① with a result that the stored plan no longer has."""
    path = tmp_path / "シート.xlsx"
    FORMS["progress-sheet"].write(demonstration_plan(), path, nodes=("1-①",))
    change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: enter_actual(document, indicator="1-1", year=2023, text="99"),
    )
    return path


def test_without_apply_the_difference_is_shown_and_nothing_is_written(plan: Plan, banso: Banso, sheet: Path) -> None:
    before = read_document(plan)
    done = banso("import", sheet, "--plan", "mihon")
    assert done.exit_code == 0
    assert "実績1件を変更" in done.stdout
    assert "99人 → 12人" in done.stdout
    assert "--apply" in done.stdout
    assert read_document(plan) == before
    assert not Import.objects.exists()


def test_apply_writes_one_entry_in_the_name_of_the_command_line_and_again_is_no_change(
    plan: Plan, banso: Banso, sheet: Path
) -> None:
    done = banso("import", sheet, "--plan", "mihon", "--apply", "--reason", "紙が正しい")
    assert done.exit_code == 0
    assert read_document(plan).actuals == demonstration_plan().actuals
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.deed, entry.actor_name, entry.reason) == ("import", "コマンドライン", "紙が正しい")
    count = Entry.objects.count()
    again = banso("import", sheet, "--plan", "mihon", "--apply")
    assert "変わるところはありません" in again.stdout
    assert Entry.objects.count() == count


def test_keep_leaves_what_the_paper_has_blank(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    papers = write_papers(demonstration_plan(), tmp_path)
    done = banso("import", *papers, "--plan", "mihon", "--apply", "--keep")
    assert done.exit_code == 0
    assert read_document(plan) == demonstration_plan()
    whole = banso("import", *papers, "--plan", "mihon", "--apply")
    assert whole.exit_code == 0
    results = [each for each in read_document(plan).actuals if each.amount is not None]
    assert results == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "{sheet}", "--plan", "nai"), "略称「nai」の計画はありません"),
        (("import", "{letter}", "--plan", "mihon", "--apply"), "知っている様式ではありません"),
        (("export", "mihon", "--out", "{folder}/計画.docx"), ".json か .xlsx"),
        (("export", "nai", "--out", "{folder}/計画.json"), "略称「nai」の計画はありません"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    plan: Plan, banso: Banso, sheet: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    letter = tmp_path / "手紙.txt"
    letter.write_text("拝啓 時下ますますご清栄のこととお慶び申し上げます。", encoding="utf-8")
    before = read_document(plan)
    done = banso(*(word.format(sheet=sheet, letter=letter, folder=tmp_path) for word in words))
    assert done.exit_code == 2
    assert told in done.stderr
    assert read_document(plan) == before


def test_an_exported_plan_comes_back_as_it_is(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    out = tmp_path / "計画.json"
    assert banso("export", "mihon", "--out", out).exit_code == 0
    assert load_document(json.loads(out.read_text("utf-8"))) == demonstration_plan()
    assert "変わるところはありません" in banso("import", out, "--plan", "mihon").stdout


def test_the_workbook_holds_every_list_with_exact_numbers(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    out = tmp_path / "計画.xlsx"
    assert banso("export", "mihon", "--out", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    sheet = book["実績"]
    heads = [cell.value for cell in sheet[1]]
    column = heads.index("値")
    numbers = [
        row[column] for row in sheet.iter_rows(min_row=2, values_only=True) if isinstance(row[column], (int, float))
    ]
    amounts = [each.amount for each in demonstration_plan().actuals if each.amount is not None]
    assert [str(number) for number in numbers] == [
        str(amount.normalize() if amount % 1 else int(amount)) for amount in amounts
    ]
    assert book["項目"].max_row == len(demonstration_plan().nodes) + 1


def test_check_and_evaluate_take_a_stored_plans_name(plan: Plan, banso: Banso, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    done = banso("check", "mihon", "--json")
    assert done.exit_code == 1
    assert len(json.loads(done.stdout)["findings"]) > 50
    assert banso("evaluate", "mihon", "--year", "2023").exit_code == 0
    assert "見つかりません" in banso("check", "nai").stderr
