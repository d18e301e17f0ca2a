"""Output files are whole or not there."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from banso.cli.messages import Refusal
from banso.cli.output import replacing

ROOT = Path(__file__).resolve().parents[2]


def test_a_finished_file_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    target = tmp_path / "計画.json"
    target.write_text("old", encoding="utf-8")
    with replacing(target) as draft:
        draft.write_text("new", encoding="utf-8")
        assert draft.parent == tmp_path
        assert draft.suffix == ".json"
        assert target.read_text(encoding="utf-8") == "old"
    assert target.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "空きが足りない"),
        (PermissionError(errno.EACCES, "Permission denied"), "書き込めません"),
        (OSError(errno.EIO, "Input/output error"), "書けません"),
        (RuntimeError(OSError(errno.ENOSPC, "inside a library's own error")), "空きが足りない"),
    ],
)
def test_a_failed_write_keeps_the_former_file_and_leaves_nothing(error: Exception, words: str, tmp_path: Path) -> None:
    target = tmp_path / "計画.json"
    target.write_text("old", encoding="utf-8")

    def write_half() -> None:
        with replacing(target) as draft:
            draft.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(Refusal, match=words):
        write_half()
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_that_is_not_the_disk_passes_on(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "x.json"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", encoding="utf-8")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this system does not let us make links")
    with replacing(link) as draft:
        draft.write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("suffix", [".json", ".xlsx", ".pdf", ".html"])
def test_a_full_disk_is_one_sentence_and_no_file(suffix: str, plan_file: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of file size are set the POSIX way")

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    target = tmp_path / f"out{suffix}"
    words = ["read", plan_file] if suffix == ".json" else ["sheet", "progress-sheet", plan_file]
    done = subprocess.run(
        [sys.executable, "-c", "from banso.cli.main import main; main()", *map(str, words), "--out", str(target)],
        capture_output=True,
        text=True,
        preexec_fn=small_disk,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "空きが足りない" in done.stderr
    assert list(tmp_path.iterdir()) == []
