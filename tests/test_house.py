"""The house in order: pinned requirements, no address and no machine in the repository, modules of one subject."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from banso.cli.messages import FORM_NAMES
from banso.sheets.forms import FORMS

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 400


def tracked() -> list[Path]:
    """The files of the repository; without git, the files that are not made by running it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    made = {".venv", ".git", "build", "banso-demo", "banso-data", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.parts)]


def texts() -> list[tuple[Path, str]]:
    binary = {".ttf", ".otf", ".xlsx", ".pdf", ".png", ".zip", ".mo"}
    return [(path, path.read_bytes().decode("utf-8", "replace")) for path in tracked() if path.suffix not in binary]


# Written in pieces so that this file does not find itself.
ADDRESSES = [
    "python" + r"hosted\.org",
    "py" + r"pi\.org/simple",
    r"registry\." + "npmjs",
    "--(extra-)?index" + "-url[ =]",
    r"(?<![\w./])/(home|root|Users|work|tmp|private|farm)" + r"/[\w.-]+/",
    r"[A-Z]:\\" + r"Users\\",
    re.escape(str(ROOT)) + "(?=/)",
]


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_no_registry_and_no_path_of_a_machine_is_in_the_repository(pattern: str) -> None:
    found = [f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts() if (match := re.search(pattern, text))]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_without_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry)
        assert "--hash=sha256:" in entry
    assert "://" not in text
    assert " @ " not in text


def test_every_dependency_is_pinned_and_says_why_it_is_there() -> None:
    source = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(source)["project"]
    for lock, wanted in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", [*project["dependencies"], *project["optional-dependencies"]["dev"]]),
    ):
        pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for requirement in wanted:
            assert re.split(r"[<>=!~\[;]", requirement)[0] in pinned, f"{requirement}: run make lock"
            assert re.search(rf'^  "{re.escape(requirement)}",\s+# \S', source, re.MULTILINE), requirement


def test_modules_have_one_subject() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked()
        if path.suffix == ".py" and not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
    }
    assert {name: lines for name, lines in sizes.items() if lines > MAX_LINES} == {}
    vague = {"utils", "helpers", "common", "misc", "constants", "mixins"}
    assert [name for name in sizes if Path(name).stem in vague] == []


def test_form_names_of_the_command_line_are_those_of_the_registry() -> None:
    assert tuple(FORMS) == FORM_NAMES


def test_starting_the_command_line_loads_no_heavy_module() -> None:
    heavy = (
        "pydantic",
        "typst",
        "pdfplumber",
        "pikepdf",
        "xlsxwriter",
        "openpyxl",
        "jinja2",
        "django",
        "python_calamine",
    )
    code = f"import sys, banso.cli.main; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
