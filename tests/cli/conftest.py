"""Running the command line in process, and the papers it is run on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from banso.cli.main import main
from banso.domain.plan_json import dump_document
from banso.library.demonstration import demonstration_plan
from banso.sheets.forms import FORMS

TABLES = ("demo", "serve", "worker", "person", "import", "export")
"""Commands that open a database: they run in a process of their own, on SQLite in the folder they are told."""


@dataclass(frozen=True)
class Result:
    exit_code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run("read", path, "--json")`` → the result with ``exit_code``, ``stdout`` and ``stderr``."""
    runner = CliRunner()

    def invoke(*words: object) -> Result:
        arguments = [str(word) for word in words]
        if arguments and arguments[0] in TABLES:
            return _in_own_process(arguments)
        result = runner.invoke(main, arguments, catch_exceptions=False)
        return Result(result.exit_code, result.stdout, result.stderr)

    return invoke


def _in_own_process(arguments: list[str]) -> Result:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BANSO_DATA_DIR")}
    done = subprocess.run(
        [sys.executable, "-m", "banso", *arguments],
        capture_output=True,
        env={**kept, "PYTHONIOENCODING": "utf-8"},
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration plan as a banso-plan/1 file."""
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(dump_document(demonstration_plan()), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def list_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration plan's action list as an office has it: a workbook without keys."""
    path = tmp_path_factory.mktemp("list") / "list.xlsx"
    FORMS["action-list"].write(demonstration_plan(), path, bare=True)
    return path


@pytest.fixture(scope="session")
def sheets_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration plan's progress sheets as an office has them: a workbook without keys."""
    path = tmp_path_factory.mktemp("sheets") / "sheets.xlsx"
    FORMS["progress-sheet"].write(demonstration_plan(), path, year=2023, bare=True)
    return path
