"""``banso sheet``: every form in every format, of the whole plan or of a part; what is printed reads back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from banso.library.demonstration import demonstration_plan
from tests.cli.conftest import Run

START = {".pdf": b"%PDF-", ".xlsx": b"PK\x03\x04", ".html": b"<!DOCTYPE html>"}
MEASURE = next(node.key for node in demonstration_plan().nodes if node.level == 1)


@pytest.mark.parametrize("bare", [False, True], ids=["working copy", "bare"])
@pytest.mark.parametrize("suffix", START)
@pytest.mark.parametrize("form", ["action-list", "progress-sheet"])
def test_a_form_is_printed(form: str, suffix: str, bare: bool, run: Run, plan_file: Path, tmp_path: Path) -> None:
    target = tmp_path / f"印刷{suffix}"
    result = run("sheet", form, plan_file, "--out", target, *(["--bare"] if bare else []))
    assert result.exit_code == 0, result.stderr
    assert target.read_bytes().lower().startswith(START[suffix].lower())
    assert str(target) in result.stdout
    assert list(tmp_path.iterdir()) == [target]


def test_one_measure_is_one_sheet(run: Run, plan_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.xlsx"
    assert run("sheet", "progress-sheet", plan_file, "--year", 2023, "--node", MEASURE, "--out", target).exit_code == 0
    assert len(openpyxl.load_workbook(target).worksheets) == 1


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_a_working_copy_comes_back_as_it_went(suffix: str, run: Run, plan_file: Path, tmp_path: Path) -> None:
    target = tmp_path / f"copy{suffix}"
    run("sheet", "progress-sheet", plan_file, "--year", 2023, "--out", target)
    plain = json.loads(run("read", plan_file, "--json").stdout)["document"]
    answer = json.loads(run("read", plan_file, target, "--json").stdout)
    assert [doubt for doubt in answer["doubts"] if doubt["severity"] != "hint"] == []
    for document in (plain, answer["document"]):
        for placement in document["placements"]:
            placement.pop("reprise", None)  # a paper prints the mark that is computed, not the stated one
        for step in document["roadmap"]:
            del step["span"]  # a merged cell states its years, wherever they came from
    for name in ("nodes", "groups", "indicators", "placements", "targets", "actuals", "texts", "roadmap"):
        assert answer["document"][name] == plain[name], name


def test_a_character_no_font_draws_is_named(run: Run, plan_file: Path, tmp_path: Path) -> None:
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    plan["nodes"][0]["title"] += "\U00031350"
    odd = tmp_path / "odd.json"
    odd.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    result = run("sheet", "progress-sheet", odd, "--out", tmp_path / "odd.pdf")
    assert result.exit_code == 0
    assert "〓" in result.stderr
    assert "U+31350" in result.stderr
