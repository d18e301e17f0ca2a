"""``banso serve``: one command, one folder, nothing left behind when it is killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    installation = Served(tmp_path / "office")
    yield installation
    installation.stop()


def gone(pid: int, within: float = 15) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_an_office_starts_from_nothing_and_everything_is_in_one_folder(served: Served) -> None:
    served.add_person("hanako", organization="見本市", slug="mihon", name="事務 花子")
    served.start()
    client = served.signed_in("hanako")
    assert "事務 花子" in client.get("/").text
    assert (served.folder / "secret-key").stat().st_mode & 0o077 == 0


def test_a_killed_server_leaves_no_process_and_starts_again_at_once(served: Served) -> None:
    served.prepare_demonstration()
    served.start()
    client = served.signed_in("jimukyoku")
    before = client.get("/plans/kama/").text
    deadline = time.monotonic() + 15
    while not (workers := served.workers()) and time.monotonic() < deadline:
        time.sleep(0.1)
    (worker,) = workers
    served.kill_main()
    assert gone(worker), "the job worker ends with its server, even by SIGKILL"
    served.start()
    assert client.get("/plans/kama/").text.count("<tr") == before.count("<tr"), "the session lasts, the plan is there"


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = subprocess.run(
            [sys.executable, "-m", "banso", "serve", "--port", str(taken.getsockname()[1])],
            env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            | {"BANSO_DATA_DIR": str(tmp_path / "office")},
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert "待ち受けられません" in done.stderr.decode()
    assert "動いています" not in done.stdout.decode()
