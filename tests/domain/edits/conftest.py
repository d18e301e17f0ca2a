"""What the tests of edits share: the demonstration plan, read once."""

from __future__ import annotations

import pytest

from banso.domain.document import PlanDocument
from banso.library.demonstration import demonstration_plan


@pytest.fixture(scope="session")
def kama() -> PlanDocument:
    """The demonstration plan; a frozen value, so every test may share it."""
    return demonstration_plan()
