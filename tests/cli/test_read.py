"""``banso read``: the stable answer, the words for people, encodings, contradictions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from banso.domain.plan_json import load_document
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
DOUBT = {"code", "severity", "where", "message", "quote"}
WHERE = {"file", "page", "sheet", "line", "column", "cell", "address"}


def test_json_has_exactly_the_stable_shape(run: Run, list_file: Path, sheets_file: Path) -> None:
    result = run("read", list_file, sheets_file, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert set(answer) == {"document", "doubts"}
    load_document(answer)
    for doubt in answer["doubts"]:
        assert set(doubt) == DOUBT
        assert doubt["severity"] in ("error", "warning", "hint")
        assert set(doubt["where"]) <= WHERE
        assert len(doubt["quote"]) <= 60
        assert doubt["message"].endswith(("。", "）"))


def test_people_get_counts_first_then_doubts_by_severity(run: Run, list_file: Path, sheets_file: Path) -> None:
    result = run("read", list_file, sheets_file)
    assert result.exit_code == 0
    assert "取組 86" in result.stdout
    assert "進捗管理シートの行 58" in result.stdout
    headings = [line[2:4] for line in result.stdout.splitlines() if line.startswith("■")]
    assert headings == [word for word in ("誤り", "注意", "参考") if word in headings]


def test_what_was_saved_reads_back_the_same(run: Run, list_file: Path, tmp_path: Path) -> None:
    saved, answer = tmp_path / "plan.json", tmp_path / "answer.json"
    first = run("read", list_file, "--out", saved, "--json")
    answer.write_text(first.stdout, encoding="utf-8")
    document = json.loads(first.stdout)["document"]
    assert json.loads(saved.read_text(encoding="utf-8")) == document
    for file in (saved, answer):
        assert json.loads(run("read", file, "--json").stdout)["document"] == document


def test_json_is_utf8_whatever_the_console_is_set_to(plan_file: Path) -> None:
    for encoding in ("cp932", "ascii"):
        done = subprocess.run(
            [sys.executable, "-c", "from banso.cli.main import main; main()", "read", str(plan_file), "--json"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"},
        )
        assert "方針" in done.stdout.decode("utf-8")


def test_a_console_that_lacks_a_character_does_not_stop_the_command(plan_file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from banso.cli.main import main; main()", "check", str(plan_file)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"},
    )
    assert done.returncode in (0, 1)
    assert done.stderr.decode("ascii").count("\n") <= 1


def test_a_reader_that_goes_away_is_no_error(plan_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from banso.cli.main import main; main()", "read", str(plan_file), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-16"])
def test_papers_of_other_encodings_read_alike(
    encoding: str, run: Run, paper: Callable[[str], Path], tmp_path: Path
) -> None:
    source = paper("001")
    plain = json.loads(run("read", source, "--json").stdout)["document"]
    copy = tmp_path / source.name
    copy.write_bytes(source.read_text(encoding="utf-8").encode(encoding, "replace"))
    result = run("read", copy, "--json")
    assert result.exit_code == 0, result.stderr
    read = json.loads(result.stdout)["document"]
    for name in ("nodes", "groups", "indicators", "targets", "placements"):
        assert len(read[name]) == len(plain[name])


def test_the_city_papers_become_one_plan(run: Run, paper: Callable[[str], Path]) -> None:
    document = json.loads(run("read", paper("000"), paper("001"), "--json").stdout)["document"]
    assert [sum(node["level"] == level for node in document["nodes"]) for level in range(3)] == [6, 21, 86]
    assert (len(document["groups"]), len(document["indicators"])) == (58, 20)


def test_two_papers_that_contradict_each_other_are_read_with_both_values_in_a_doubt(
    run: Run, plan_file: Path, tmp_path: Path
) -> None:
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    target = next(item for item in plan["targets"] if "amount" in item)
    former, later = target["amount"], str(int(float(target["amount"])) + 7)
    target["amount"] = later
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    answer = json.loads(run("read", plan_file, changed, "--json").stdout)
    merged = next(
        item
        for item in answer["document"]["targets"]
        if (item["indicator"], item.get("year")) == (target["indicator"], target.get("year"))
    )
    assert merged["amount"] == later
    assert [doubt for doubt in answer["doubts"] if former in doubt["message"] and later in doubt["message"]]
