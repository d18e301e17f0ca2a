"""Fifty people edit the same and different cells at once for a minute."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.served import Served
from tests.stress.whole import history_of

PEOPLE = 50
YEAR = 2023
SHARED = ("2-3", "2-4", "1-1")
"""Indicators that everybody edits; each person also edits their own interim results."""


@dataclass
class Accepted:
    """A save that was answered with 200: what, on which revision it was based, and the revision after it."""

    cell: str
    amount: str
    base: int


@dataclass
class Person:
    """One person in front of the entry grid, who saves, looks at conflicts and insists."""

    number: int
    client: httpx.Client
    revision: int
    bases: dict[str, int] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    conflicts: int = 0
    wrong: list[str] = field(default_factory=list)
    count: int = 0

    def work(self, until: float) -> None:
        chance = random.Random(self.number)
        while time.monotonic() < until:
            shared = chance.random() < 0.5
            cell = (
                f"actual/{chance.choice(SHARED)}/{YEAR}" if shared else f"actual/2-2/{YEAR}/{self.number % 12 + 1:02}"
            )
            self.count += 1
            # A value that nobody else types and nobody typed before.
            amount = str(1_000_000 * (self.number + 1) + self.count)
            base = self.bases.get(cell, self.revision)
            self._save(cell, amount, base)

    def _save(self, cell: str, amount: str, base: int) -> None:
        for _ in range(20):
            try:
                answer = self.client.post(
                    f"/plans/kama/entry/{YEAR}/save/", json={"cells": [{"cell": cell, "text": amount, "base": base}]}
                )
            except httpx.HTTPError as error:
                self.wrong.append(repr(error))
                return
            if answer.status_code == 200:
                self.accepted.append(Accepted(cell, amount, base))
                self.bases[cell] = answer.json()["revision"]
                return
            if answer.status_code != 409:
                self.wrong.append(f"{answer.status_code}: {answer.text[:300]}")
                return
            outcome: dict[str, Any] = answer.json()["cells"][0]
            if not outcome["theirs"] and not outcome["message"]:
                self.wrong.append(f"a conflict that shows nothing: {outcome}")
            # The person sees both values and insists on the own one, now based on what was shown.
            self.conflicts += 1
            base = self.bases[cell] = answer.json()["revision"]


def test_fifty_people_lose_nothing_and_overwrite_nothing_unseen(served: Served, seconds: float) -> None:
    before = len(history_of(served))
    clients = served.people(PEOPLE)
    people = [Person(number, client, before) for number, client in enumerate(clients)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=person.work, args=(until,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [each for person in people for each in person.wrong] == []
    assert "locked" not in served.log()
    accepted = [each for person in people for each in person.accepted]
    assert len(accepted) > PEOPLE, "everybody got something done"
    assert sum(person.conflicts for person in people) > 0, "people did meet"

    entries = history_of(served)[before:]
    made = [
        (change["address"], change["amount"][-1], entry["number"])
        for entry in entries
        for change in entry["changes"]
        if change["amount"]
    ]
    # A first interim result of a month is a new item: its amount stands in no field, its entry counts all the same.
    assert len(entries) == len(accepted), "every accepted edit is in the history exactly once"
    known = {(address, amount): number for address, amount, number in made}
    assert len(known) == len(made), "no edit stands there twice"
    last: dict[str, int] = {}
    based = {(each.cell, each.amount): each.base for each in accepted}
    for entry in entries:
        for change in entry["changes"]:
            address = change["address"]
            if change["amount"]:
                base = based[address, change["amount"][-1]]
                assert base >= last.get(address, 0), f"{address} was overwritten unseen by entry {entry['number']}"
            last[address] = entry["number"]
    rate = len(accepted) / seconds
    print(f"\n{len(accepted)} edits accepted ({rate:.0f} a second), {sum(p.conflicts for p in people)} conflicts shown")
