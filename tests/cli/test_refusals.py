"""What cannot be done is one Japanese sentence on stderr with status 2: no traceback, no empty document, bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.hostile import HOSTILE, MEGABYTE

MEMORY = 900 * MEGABYTE
"""Address space a reading may take: far below what the worst file would unpack to."""


def assert_refused(status: int, stdout: str, stderr: str, *words: str) -> None:
    assert status == 2
    assert stdout == ""
    assert len(stderr.strip().splitlines()) == 1, stderr
    assert "Traceback" not in stderr
    assert stderr.strip().endswith("。")
    for word in words:
        assert word in stderr


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name_in_bounded_memory(name: str, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of memory are set the POSIX way")
    path = tmp_path / name
    HOSTILE[name](path)
    done = subprocess.run(
        [sys.executable, "-c", "from banso.cli.main import main; main()", "read", str(path), "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert_refused(done.returncode, done.stdout, done.stderr, name)
    assert "思いがけない" not in done.stderr


SHEET = ("sheet", "progress-sheet")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["read", "nowhere.txt"], ["nowhere.txt", "見つかりません"]),
        (["read", "{folder}"], ["フォルダー"]),
        (["read"], ["FILE", "指定されていません"]),
        (["read", "{plan}", "--form", "letter"], ["--form", "action-list"]),
        (["read", "{plan}", "--out", "{folder}/plan.xlsx"], [".json"]),
        (["read", "{plan}", "--out", "{folder}/none/plan.json"], ["フォルダー", "ありません"]),
        (["read", "{plan}", "--out", "{plan}"], ["読み取るファイルと同じ"]),
        (["read", "{plan}", "--out", os.devnull + ".json/x.json"], ["出力先"]),
        (["read", "{plan}", "--colour"], ["--colour", "ありません"]),
        (["reed", "{plan}"], ["コマンド", "ありません"]),
        ([*SHEET, "{plan}"], ["--out"]),
        ([*SHEET, "{plan}", "--out", "{folder}/sheets.docx"], [".pdf"]),
        ([*SHEET, "{plan}", "--out", "{folder}"], [".pdf"]),
        ([*SHEET, "{plan}", "--node", "9-⑨", "--out", "{folder}/a.pdf"], ["9-⑨", "ありません"]),
        ([*SHEET, "{plan}", "--year", "1999", "--out", "{folder}/a.pdf"], ["1999", "2023"]),
        ([*SHEET, "{plan}", "--year", "R5", "--out", "{folder}/a.pdf"], ["--year", "整数"]),
        (["sheet", "budget-table", "{plan}", "--out", "{folder}/a.pdf"], ["事業費一覧", "載せるものがありません"]),
        (["sheet", "letter", "{plan}", "--out", "{folder}/a.pdf"], ["FORM", "progress-sheet"]),
        (["sheet", "action-list", "{plan}", "--year", "2023", "--out", "{folder}/a.pdf"], ["--year"]),
        (["check", "nowhere.json"], ["nowhere.json", "見つかりません"]),
        (["evaluate", "nowhere.json"], ["nowhere.json", "見つかりません"]),
        (["evaluate", "{plan}", "--year", "1999"], ["1999"]),
    ],
)
def test_a_wrong_call_says_what_to_do(
    words: list[str], expected: list[str], run: Run, plan_file: Path, tmp_path: Path
) -> None:
    filled = [word.replace("{plan}", str(plan_file)).replace("{folder}", str(tmp_path)) for word in words]
    result = run(*filled)
    assert_refused(result.exit_code, result.stdout, result.stderr, *expected)
    assert list(tmp_path.iterdir()) == []
