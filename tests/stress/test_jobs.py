"""A job whose worker is killed: another one, or the restarted server, makes the whole file, and only one."""

from __future__ import annotations

import os
import signal
import time

import httpx
import pikepdf
import pytest

from tests.served import Served

WAIT = 240


def started(client: httpx.Client) -> str:
    answer = client.post("/plans/kama/sheets/2023/print", data={"print": "sheets-pdf", "finish": "draft"})
    assert answer.status_code == 200
    return str(answer.url.path)


def finished(served: Served, client: httpx.Client, job: str) -> None:
    deadline = time.monotonic() + WAIT
    while "hx-trigger" in client.get(f"{job}state").text:
        assert time.monotonic() < deadline, served.log()
        time.sleep(0.5)
    assert "シート 21件、" in client.get(job).text
    content = client.get(f"{job}result").content
    copy = served.folder / "copy.pdf"
    copy.write_bytes(content)
    with pikepdf.Pdf.open(copy) as pdf:
        assert len(pdf.pages) >= 21


def papers(served: Served) -> list[str]:
    return sorted(path.name for path in (served.folder / "files" / "papers").iterdir())


@pytest.mark.parametrize("pause", [0.0, 0.6, 0.9])
def test_a_print_survives_its_worker(served: Served, pause: float) -> None:
    client = served.people(1)[0]
    before = len(papers(served)) if (served.folder / "files" / "papers").exists() else 0
    job = started(client)
    time.sleep(pause)
    for worker in served.workers():
        os.kill(worker, signal.SIGKILL)
    finished(served, client, job)
    assert len(papers(served)) == before + 1


def test_a_print_survives_the_whole_server(served: Served) -> None:
    client = served.people(1)[0]
    before = len(papers(served)) if (served.folder / "files" / "papers").exists() else 0
    job = started(client)
    time.sleep(0.7)
    served.kill()
    served.start()
    finished(served, served.people(1)[0], job)
    assert len(papers(served)) == before + 1
