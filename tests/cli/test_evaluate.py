"""``banso evaluate``: the answer for machines to the letter, the tables for people with reasons."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from banso.cli.evaluation_table import table
from banso.domain.plan_json import dump_document
from tests.cli.conftest import Run
from tests.domain.kazuno import kazuno, without_target
from tests.papers import paper

INDICATOR = ["key", "year", "exact", "percent", "printed", "grade", "achieved", "cumulative", "reason"]


@pytest.fixture(scope="module")
def kazuno_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kazuno") / "kazuno.json"
    path.write_text(dump_document(without_target(kazuno(), "1-(1)")), encoding="utf-8")
    return path


def test_json_has_exactly_the_stable_shape(run: Run, kazuno_file: Path) -> None:
    result = run("evaluate", kazuno_file, "--json")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(data) == ["indicators", "nodes", "totals"]
    assert all(list(indicator) == INDICATOR for indicator in data["indicators"])
    assert all(list(node) == ["key", "year", "achieved", "counted", "value"] for node in data["nodes"])
    whole = next(total for total in data["totals"] if total["of"] == "nodes" and total["where"] == {})
    assert (whole["achieved"], whole["counted"], whole["level"]) == (4, 10, 1)


def test_the_answer_of_read_is_a_plan_too(run: Run, kazuno_file: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(
        json.dumps({"document": json.loads(kazuno_file.read_text("utf-8")), "doubts": []}), encoding="utf-8"
    )
    assert run("evaluate", answer, "--json").stdout == run("evaluate", kazuno_file, "--json").stdout


def test_people_see_the_rule_the_reasons_and_the_totals(run: Run, kazuno_file: Path) -> None:
    lines = run("evaluate", kazuno_file).stdout.splitlines()
    text = "\n".join(lines)
    assert "■ 2025 (R7)年度" in text
    assert "実績と目標の比較" in text
    assert "全指標の達成で達成" in text
    assert next(line for line in lines if line.startswith("1-(1)")).endswith("目標の設定なし")
    assert next(line for line in lines if line.startswith("5-(1)")).split()[-3:] == ["59", "58.7", "未達成"]
    assert next(line for line in lines if line.startswith("達成数計 ") and "施策" in line).endswith("4/10")
    assert next(line for line in lines if line.startswith("達成数計（共通戦略）") and "指標" in line).endswith("7/12")


def test_a_year_about_which_nothing_stands_is_refused_in_a_sentence(run: Run, kazuno_file: Path) -> None:
    result = run("evaluate", kazuno_file, "--year", "2030", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2030年度" in result.stderr


def test_a_plan_without_rules_or_indicators_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(dump_document(replace(kazuno(), rule_sets=())), encoding="utf-8")
    assert "評価の決まり（凡例）がない" in run("evaluate", file).stdout
    file.write_text(
        dump_document(replace(kazuno(), targets=(), actuals=(), indicators=(), placements=())), encoding="utf-8"
    )
    assert "評価できる指標がありません" in run("evaluate", file).stdout


def test_the_blank_sheets_of_kama_are_evaluated_with_their_own_legend(run: Run) -> None:
    data = json.loads(run("evaluate", paper("001"), "--year", "2023", "--json").stdout)
    reasons = [indicator["reason"] for indicator in data["indicators"]]
    assert {reason: reasons.count(reason) for reason in set(reasons)} == {
        "not-entered": 15,
        "not-set": 4,
        "target-zero": 1,
    }
    assert len(data["nodes"]) == 21


def test_columns_line_up_by_the_width_of_japanese_text() -> None:
    assert table([("番号", "値"), ("1", "12"), ("全角", "3")], right=(1,)) == ["番号  値", "1     12", "全角   3"]
