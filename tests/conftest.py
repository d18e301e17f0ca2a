"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.papers import paper as find_paper


@pytest.fixture(scope="session")
def paper() -> Callable[[str], Path]:
    """The path of a source paper by its number."""
    return find_paper
