"""``banso check`` and ``banso demo``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

FINDING = {"code", "severity", "where", "also", "message", "quote"}


def test_json_has_exactly_the_stable_shape_and_the_status_follows(run: Run, plan_file: Path) -> None:
    result = run("check", plan_file, "--json")
    findings = json.loads(result.stdout)["findings"]
    assert findings
    for finding in findings:
        assert set(finding) == FINDING
    assert result.exit_code == int(any(finding["severity"] == "error" for finding in findings))


def test_a_plan_without_error_leaves_with_zero_and_one_with_an_error_with_one(
    run: Run, plan_file: Path, tmp_path: Path
) -> None:
    sound = tmp_path / "sound.json"
    sound.write_text('{"format": "banso-plan/1", "title": "題名だけの計画"}', encoding="utf-8")
    assert run("check", sound).exit_code == 0

    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    plan["nodes"][-1]["links"] = [{"to": "99-⑨", "kind": "related"}]
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    result = run("check", broken)
    assert result.exit_code == 1
    assert "■ 誤り" in result.stdout
    assert "99-⑨" in result.stdout


def test_the_demonstration_goes_through_and_leaves_the_papers(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--out", tmp_path / "見本")
    assert result.exit_code == 0, result.output
    made = {path.relative_to(tmp_path / "見本").as_posix() for path in (tmp_path / "見本").rglob("*") if path.is_file()}
    assert made >= {
        "計画.json",
        "書面/取組一覧.xlsx",
        "書面/進捗管理シート.xlsx",
        "読み取り.txt",
        "点検.txt",
        "評価.txt",
        *(f"{form}{suffix}" for form in ("取組一覧", "進捗管理シート") for suffix in (".pdf", ".xlsx", ".html")),
    }
