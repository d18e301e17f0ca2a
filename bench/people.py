"""Fifty people at once against ``banso serve`` with 200 plans: how long they wait, and how long the server works.

Each person opens pages as a working day has them, thinks for a moment, and saves a cell now and then. The response time is what
the person waits; the server time is what the application says it took (``Server-Timing``), without the queue in front of it.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.served import Served

PEOPLE, PLANS, SECONDS = 50, 200, 30.0
THINK = (0.5, 2.5)
"""Seconds between two actions of one person: faster than anybody works."""
YEAR = 2023
PAGES = {
    "home": "/",
    "plan": "/plans/{slug}/",
    "roadmap": "/plans/{slug}/roadmap/",
    "indicators": "/plans/{slug}/indicators/",
    "indicator": "/plans/{slug}/indicators/2-3/",
    "entry": "/plans/{slug}/entry/2023/",
    "targets": "/plans/{slug}/targets/",
    "sheets": "/plans/{slug}/sheets/2023/",
    "sheet": "/plans/{slug}/sheets/2023/1-①/",
    "check": "/plans/{slug}/check/",
    "history": "/plans/{slug}/history/",
    "settings": "/plans/{slug}/settings/",
    "search": "/search/?q=創業",
}
SAVE = "save a cell"


@dataclass
class Day:
    """What one person did: milliseconds waited and worked by action, and what went wrong."""

    client: httpx.Client
    number: int
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    revision: dict[str, int] = field(default_factory=dict)

    def work(self, until: float) -> None:
        """Open pages and save cells until the time is over."""
        chance = random.Random(self.number)
        while time.monotonic() < until:
            slug = f"plan-{chance.randrange(PLANS)}"
            if chance.random() < 0.3:
                self._save(slug, chance)
            else:
                name = chance.choice(list(PAGES))
                self._do(name, "GET", PAGES[name].format(slug=slug))
            time.sleep(chance.uniform(*THINK))

    def _save(self, slug: str, chance: random.Random) -> None:
        cell = f"actual/2-2/{YEAR}/{self.number % 12 + 1:02}"
        base = self.revision.get(slug, 1)  # the revision every copy starts with
        data = {"cells": [{"cell": cell, "text": str(chance.randrange(10**6)), "base": base}]}
        answer = self._do(SAVE, "POST", f"/plans/{slug}/entry/{YEAR}/save/", data)
        if answer is not None:
            self.revision[slug] = answer.json()["revision"]

    def _do(self, name: str, method: str, path: str, data: object = None) -> httpx.Response | None:
        began = time.perf_counter()
        try:
            answer = self.client.request(method, path, json=data) if data else self.client.request(method, path)
        except httpx.HTTPError as error:
            self.errors.append(f"{name}: {error!r}")
            return None
        self.waited[name].append((time.perf_counter() - began) * 1000)
        if answer.status_code not in (200, 409):
            self.errors.append(f"{name}: {answer.status_code}")
            return None
        self.worked[name].append(float(answer.headers["Server-Timing"].split("dur=")[1]))
        return answer


def people(database: str) -> list[str]:
    """The rows of the table for one database (``""`` for SQLite), and a line that counts the errors."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.pop("DATABASE_URL", None)
        if database:
            os.environ["DATABASE_URL"] = database
        served = Served(Path(folder) / "office")
        try:
            served.prepare_demonstration()
            _many_plans(served)
            served.start()
            days = [Day(client, number) for number, client in enumerate(served.people(PEOPLE))]
            until = time.monotonic() + SECONDS
            threads = [threading.Thread(target=day.work, args=(until,)) for day in days]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            served.stop()
            os.environ.pop("DATABASE_URL", None)
            if before is not None:
                os.environ["DATABASE_URL"] = before
    errors = [error for day in days for error in day.errors]
    for error in sorted(set(errors)):
        print(f"  error: {error} ({errors.count(error)} times)", flush=True)
    return [
        *_rows(days),
        "",
        f"Errors: {len(errors)} of {sum(len(day.waited[name]) for day in days for name in day.waited)}.",
    ]


def _many_plans(served: Served) -> None:
    """So many copies of the demonstration, each with its own history."""
    served.script(f"""
        from banso.library.demonstration import demonstration_plan
        from banso.models import Organization, Person
        from banso.services.plans import create_plan
        from banso.services.policy import actor_of
        organization = Organization.objects.get(slug="kama")
        actor = actor_of(Person.objects.get(username="jimukyoku"))
        document = demonstration_plan()
        for number in range({PLANS}):
            create_plan(actor=actor, organization=organization, document=document, slug=f"plan-{{number}}")
    """)


def _rows(days: list[Day]) -> list[str]:
    rows = []
    for name in (*PAGES, SAVE):
        waited = [each for day in days for each in day.waited[name]]
        worked = [each for day in days for each in day.worked[name]]
        if len(worked) < 2:
            continue
        limit = 50 if name == SAVE else 100
        cells = [name, str(len(worked)), *_three(worked), *_three(waited)]
        cells.append(f"≤ {limit} ms: {'yes' if _part(worked, 95) <= limit else 'NO'}")
        row = f"| {' | '.join(cells)} |"
        print(row, flush=True)
        rows.append(row)
    return rows


def _three(values: list[float]) -> list[str]:
    return [" / ".join(f"{_part(values, each):.0f}" for each in (50, 95, 99))]


def _part(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def table(title: str, rows: list[str]) -> list[str]:
    """The table of one database, in the words of the results page."""
    heads = ("action", "times", "server ms (p50 / p95 / p99)", "waited ms (p50 / p95 / p99)", "server p95")
    return [f"## {title}", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows, ""]
