"""``banso check`` and ``banso demo``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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


def test_the_demonstration_is_prepared_in_one_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = run("demo", "--prepare-only"), run("demo", "--prepare-only")
    assert first.exit_code == second.exit_code == 0, first.output + second.output
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert made >= {
        "banso-demo/banso.sqlite3",
        "banso-demo/secret-key",
        "banso-demo/見本の書面/取組一覧.xlsx",
        "banso-demo/見本の書面/進捗管理シート.xlsx",
    }
    assert all(name.startswith("banso-demo/") for name in made)
    passwords = [
        line.split()[3] for result in (first, second) for line in result.stdout.splitlines() if "パスワード" in line
    ]
    assert len(set(passwords)) == 4, "no password is ever the same"
