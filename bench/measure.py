"""Time and peak memory of a piece of work, in this process or in a child of its own."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """The shortest of several runs in seconds (the others are the machine's noise) and the peak memory in MB."""

    seconds: float
    megabytes: float | None = None


def best_of(work: Callable[[], Any], times: int = 5) -> Cost:
    """The shortest time of the work in this process."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return Cost(best)


def process(command: Sequence[str | Path], times: int = 5) -> Cost:
    """The shortest time of a whole process, start and end included. Raises CalledProcessError where it fails."""

    def run() -> None:
        subprocess.run([*map(str, command)], cwd=ROOT, check=True, capture_output=True)

    return best_of(run, times)


def in_child(task: str, *arguments: str | Path, times: int = 1) -> Cost:
    """Time and peak memory of a task of ``bench.tasks`` in a child process of its own (its imports not timed)."""

    def run() -> Cost:
        done = subprocess.run(
            [sys.executable, "-m", "bench.tasks", task, *map(str, arguments)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return Cost(**json.loads(done.stdout))

    return min((run() for _ in range(times)), key=lambda cost: cost.seconds)


def peak_megabytes() -> float | None:
    """The most memory this process has held, None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
