"""SIGKILL in the middle: what was answered stays, nothing is half applied, long work goes on or says that it failed."""

from __future__ import annotations

import html
import io
import itertools
import os
import re
import signal
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pikepdf
import pytest

from banso.library.demonstration import demonstration_plan
from banso.sheets.forms import FORMS
from tests.served import Served
from tests.stress.whole import history_of

YEAR = 2023
ROUNDS = 3


class Saver(threading.Thread):
    """Saves one value after the other into a cell of its own until the server is gone."""

    def __init__(self, client: httpx.Client, number: int, round_: int, revision: int) -> None:
        super().__init__()
        self.client = client
        self.cell = f"actual/2-2/{YEAR}/{number + 1:02}"
        self.first = 10_000_000 * (round_ + 1) + 100_000 * number
        self.revision = revision
        self.answered: list[str] = []

    def run(self) -> None:
        base = self.revision
        for amount in map(str, itertools.count(self.first)):
            cells = [{"cell": self.cell, "text": amount, "base": base}]
            try:
                answer = self.client.post(f"/plans/kama/entry/{YEAR}/save/", json={"cells": cells})
            except httpx.HTTPError:
                return
            if answer.status_code == 200:
                self.answered.append(amount)
                base = answer.json()["revision"]


def test_a_save_that_was_answered_survives_and_no_other_is_half_there(served: Served) -> None:
    for round_ in range(ROUNDS):
        before = len(history_of(served))
        savers = [Saver(client, number, round_, before) for number, client in enumerate(served.people(8))]
        for saver in savers:
            saver.start()
        time.sleep(1.5)
        served.kill()
        for saver in savers:
            saver.join()
        served.start()
        answered = sum(len(saver.answered) for saver in savers)
        assert answered > len(savers)
        entries = history_of(served)[before:]
        # Each person may have one more edit that was written but not answered any more.
        assert answered <= len(entries) <= answered + len(savers)
        stored = {change["address"]: change["amount"][-1:] for entry in entries for change in entry["changes"]}
        for saver in savers:
            assert not stored[saver.cell] or int(stored[saver.cell][0]) >= int(saver.answered[-1])


def upload_edited_sheets(served: Served, client: httpx.Client, folder: Path) -> str:
    """Hand in the year's sheets with every result changed; answers the address of the import's page."""
    plan = demonstration_plan()
    edited = replace(
        plan,
        actuals=tuple(
            each if each.amount is None else replace(each, amount=each.amount + 7, printed=None)
            for each in plan.actuals
        ),
    )
    paper = folder / "sheets.xlsx"
    FORMS["progress-sheet"].write(edited, paper, year=YEAR)
    answer = client.post("/plans/kama/imports/", files={"files": ("sheets.xlsx", paper.read_bytes())})
    assert answer.status_code == 200, answer.text[:500]
    return answer.url.path


def waited_for(client: httpx.Client, path: str, sign: str, seconds: float = 240) -> str:
    """The page once it has the sign; a page that takes longer fails."""
    deadline = time.monotonic() + seconds
    while True:
        page = client.get(path).text
        if sign in page:
            return page
        assert time.monotonic() < deadline, f"no {sign} in time:\n{page[-3000:]}"
        time.sleep(0.3)


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_an_import_is_applied_whole_or_not_at_all(served: Served, tmp_path: Path, delay: float) -> None:
    client = served.signed_in("jimukyoku")
    path = upload_edited_sheets(served, client, tmp_path)
    page = waited_for(client, path, 'id="take"')
    seal = re.search(r'name="seal" value="([^"]*)"', page)
    taken = re.findall(r'name="take" value="([^"]*)"', page)
    assert seal
    assert len(taken) > 10
    before = len(history_of(served))
    data = {"seal": seal[1], "take": [html.unescape(each) for each in taken], "reason": "試し"}

    def apply() -> None:
        with suppress(httpx.HTTPError):
            client.post(f"{path}apply", data=data)

    sender = threading.Thread(target=apply)
    sender.start()
    time.sleep(delay)
    served.kill()
    sender.join()
    served.start()
    entries = history_of(served)[before:]
    assert len(entries) in (0, 1)
    # What the page says of the import is what the plan's history says.
    page = client.get(path).text
    assert ('id="take"' in page) == (not entries)
    if not entries:
        client.post(f"{path}apply", data=data)
        entries = history_of(served)[before:]
    assert len(entries) == 1
    assert len(entries[0]["changes"]) > 10


def test_reading_goes_on_after_its_worker_was_killed(served: Served, tmp_path: Path) -> None:
    client = served.signed_in("jimukyoku")
    path = upload_edited_sheets(served, client, tmp_path)
    for pid in served.workers():
        os.kill(pid, signal.SIGKILL)
    waited_for(client, path, 'id="take"')


def test_a_print_goes_on_after_everything_was_killed(served: Served) -> None:
    client = served.signed_in("jimukyoku")
    answer = client.post(f"/plans/kama/sheets/{YEAR}/print", data={"print": "sheets-pdf", "finish": "draft"})
    job = answer.url.path
    assert job.startswith("/jobs/"), answer.text[:300]
    for delay in (0.1, 0.6):
        time.sleep(delay)
        served.kill()
        served.start()
    page = waited_for(client, job, 'id="job-result"')
    link = re.search(r'id="job-result"[^>]*href="([^"]+)"', page)
    assert link
    paper = client.get(link[1])
    with pikepdf.open(io.BytesIO(paper.content)) as opened:
        assert len(opened.pages) >= len([node for node in demonstration_plan().nodes if node.level == 1])
    left = [
        path.name
        for path in (served.folder / "files").rglob("*")
        if path.is_file() and path.suffix in (".tmp", ".part")
    ]
    assert left == [], "nothing half-written lies about"
