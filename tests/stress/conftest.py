"""Installations under load. Run by ``make stress``; every test here is marked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served

SECONDS = float(os.environ.get("BANSO_STRESS_SECONDS", "60"))
"""How long fifty people edit; shorter while one works on these tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "stress" in item.path.parts:
            item.add_marker(pytest.mark.stress)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The demonstration, served."""
    installation = Served(tmp_path / "office")
    try:
        installation.prepare_demonstration()
        installation.start()
        yield installation
    finally:
        installation.stop()


@pytest.fixture
def seconds() -> float:
    return SECONDS
