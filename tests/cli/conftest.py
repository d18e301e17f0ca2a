"""Running the command line in process, and the papers it is run on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from banso.cli.main import main
from banso.domain.plan_json import dump_document
from banso.library.demonstration import demonstration_plan
from banso.sheets.forms import FORMS

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """``run("read", path, "--json")`` → the result with ``exit_code``, ``stdout`` and ``stderr``."""
    runner = CliRunner()

    def invoke(*words: object) -> Result:
        return runner.invoke(main, [str(word) for word in words], catch_exceptions=False)

    return invoke


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
