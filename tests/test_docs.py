"""Documentation can fail: references equal the code, commands exist, links lead somewhere, glossary words are in the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from banso.cli.main import main
from docs.generate import FOLDER, references

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = "\n".join(
    path.read_text(encoding="utf-8") for kind in ("*.py", "*.json") for path in sorted((ROOT / "banso").rglob(kind))
)
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", sorted(references()))
def test_reference_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == references()[name], "run: make docs"


def test_every_page_of_the_reference_is_generated_or_known() -> None:
    assert {path.name for path in FOLDER.iterdir()} <= {*references(), "rules.md", "README.md"}


def commands(page: Path) -> list[str]:
    """The shell lines of a page that call banso or make."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [
        line.strip()
        for block in blocks
        for line in block.splitlines()
        if re.match(r"\s*(?:\S*[\\/])?(?:banso|make) ", line) and "FILE" not in line and "[オプション]" not in line
    ]


COMMANDS = sorted({(page.relative_to(ROOT).as_posix(), line) for page in PAGES for line in commands(page)})


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_commands_in_pages_exist_with_their_options(page: str, line: str) -> None:
    words = shlex.split(line.replace("\\", "/"))
    if words[0] == "make":
        targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert words[1] in targets
        return
    command = main.commands[words[1]]
    known = {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}
    assert {word for word in words[2:] if word.startswith("--")} <= known, f"{page}: {line}"


def test_the_two_commands_of_the_readme_are_the_first_targets() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets[:2] == ["demo", "test"]
    for name in ("README.md", "README.ja.md"):
        assert commands(ROOT / name)[:2] == ["make demo", "make test"]


LINKS = sorted(
    {
        (page.relative_to(ROOT).as_posix(), target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target
    }
)


@pytest.mark.parametrize(("page", "target"), LINKS)
def test_links_lead_somewhere(page: str, target: str) -> None:
    assert ((ROOT / page).parent / target).exists(), f"{page} → {target}"


def glossary_words() -> list[str]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|") and "`" in line]
    return sorted({word for row in rows for word in re.findall(r"`([\w/~-]+)`", row[3])})


@pytest.mark.parametrize("word", glossary_words())
def test_glossary_word_is_in_the_code(word: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", CODE)


def test_decisions_are_numbered_without_gap_dated_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    files = sorted(folder.glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for file in files:
        title, _, date = file.read_text(encoding="utf-8").splitlines()[:3]
        assert title.startswith(f"# {file.name[:4]} ")
        assert re.fullmatch(r"Date: \d{4}-\d{2}-\d{2}", date)
        assert f"[{title[2:]}]({file.name})" in listed
