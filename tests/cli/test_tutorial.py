"""The clerk's way: every command of the tutorial, in its order, in an empty folder, with the typing done for the person."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.ja.md"
STEP = re.compile(
    r"<!-- a person types here: (?P<typing>\S+) -->"
    r"|<!-- the output has these lines -->\n```\n(?P<lines>.*?)```"
    r"|^```\n(?P<commands>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
RESULTS = {"2-3": "4776", "2-4": "159"}
TYPED = "例として書き込んだ実績の文です。"


def steps() -> Iterator[tuple[str, str]]:
    for match in STEP.finditer(TUTORIAL.read_text(encoding="utf-8")):
        yield next((kind, text) for kind, text in match.groupdict().items() if text is not None)


def type_results(path: Path) -> None:
    """Type the results where a person would: in the column 実績 beside the indicator, in the box of the texts."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        column = None
        for row in sheet.iter_rows():
            for cell in row:
                words = str(cell.value or "")
                if words.strip() == "実績":
                    column = cell.column
                elif words.endswith("の事業実績"):
                    sheet.cell(cell.row + 1, cell.column).value = TYPED
            key = str(row[0].value or "").removeprefix("indicator/")
            if column and key in RESULTS:
                sheet.cell(row[0].row, column).value = int(RESULTS[key])
    book.save(path)


def test_the_tutorial_goes_through(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    output = ""
    for kind, text in steps():
        if kind == "typing":
            type_results(tmp_path / text)
            continue
        if kind == "lines":
            for line in text.splitlines():
                assert line in output
            continue
        for line in text.splitlines():
            words = shlex.split(line)
            assert words[0] == "banso"
            result = run(*words[1:])
            assert result.exit_code in ((0, 1) if words[1] == "check" else (0,)), f"{line}\n{result.output}"
            output = result.stdout

    plan = json.loads((tmp_path / "計画2023.json").read_text(encoding="utf-8"))
    actuals = {item["indicator"]: item.get("amount") for item in plan["actuals"] if item["year"] == 2023}
    assert {key: actuals[key] for key in RESULTS} == RESULTS
    assert any(text.get("text") == TYPED and text.get("year") == 2023 for text in plan["texts"])
    before = json.loads((tmp_path / "計画.json").read_text(encoding="utf-8"))
    unchanged = ("nodes", "groups", "roadmap", "indicators", "placements", "targets")
    assert {name: plan[name] for name in unchanged} == {name: before[name] for name in unchanged}

    answer = json.loads(run("evaluate", "計画2023.json", "--year", "2023", "--json").stdout)
    results = {item["key"]: item for item in answer["indicators"]}
    targets = {item["indicator"]: item.get("amount") for item in plan["targets"] if item.get("year") == 2023}
    for key, typed in RESULTS.items():
        rate = Decimal(typed) / Decimal(targets[key]) * 100
        assert Decimal(results[key]["percent"]) == pytest.approx(rate, abs=Decimal("0.0001"))
        assert results[key]["printed"] == f"{int(rate)}%"
    for name in (
        "進捗管理シート2023.pdf",
        "公表用.xlsx",
        "取組一覧.pdf",
        "取組一覧.xlsx",
        "総括表.pdf",
        "政策評価.pdf",
        "事業費一覧.xlsx",
        "支援計画.docx",
        "目標一覧.xlsx",
    ):
        assert (tmp_path / name).stat().st_size > 5000
