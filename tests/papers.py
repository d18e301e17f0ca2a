"""The cities' own papers, which lie outside this repository, and a demonstration of them inside."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).resolve().parents[2] / "shared" / "documents"


def paper(number: str) -> Path:
    """The source paper with this number (000, 001 …); skips the test where the folder of papers is absent."""
    found = sorted(DOCUMENTS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"the source paper {number} is not on this machine (../shared/documents)")
    return found[0]
