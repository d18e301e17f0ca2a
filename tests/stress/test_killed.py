"""SIGKILL in the middle: what was answered stays, nothing is half applied, long work goes on or says that it failed."""

from __future__ import annotations

import threading
import time

import httpx

from tests.served import Served
from tests.stress.whole import history_of

YEAR = 2023
ROUNDS = 3


def test_a_save_that_was_answered_survives_and_no_other_is_half_there(served: Served) -> None:
    for round_ in range(ROUNDS):
        before = len(history_of(served))
        clients = served.people(8)
        answered: list[tuple[str, str]] = []
        stopped = threading.Event()

        def save(number: int, client: httpx.Client, base: int, round_: int) -> None:
            count = 0
            while not stopped.is_set():
                count += 1
                cell, amount = (
                    f"actual/2-2/{YEAR}/{number + 1:02}",
                    str(10_000_000 * (round_ + 1) + 100_000 * number + count),
                )
                try:
                    answer = client.post(
                        f"/plans/kama/entry/{YEAR}/save/",
                        json={"cells": [{"cell": cell, "text": amount, "base": base}]},
                    )
                except httpx.HTTPError:
                    return
                if answer.status_code == 200:
                    answered.append((cell, amount))  # noqa: B023  # one list per round, read after the threads ended
                    base = answer.json()["revision"]

        threads = [
            threading.Thread(target=save, args=(number, client, before, round_))
            for number, client in enumerate(clients)
        ]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        served.kill()
        stopped.set()
        for thread in threads:
            thread.join()
        served.start()
        assert len(answered) > 8
        entries = history_of(served)[before:]
        last = {}
        for cell, amount in answered:
            last[cell] = amount
        # Each person may have one more edit that was written but not answered any more.
        assert len(answered) <= len(entries) <= len(answered) + len(clients)
