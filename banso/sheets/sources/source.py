"""What a source (text, Excel, PDF) gives: the grids of a file and what was unsure while opening it."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.finding import Doubt
from banso.sheets.grid import Grid


@dataclass(frozen=True, slots=True)
class Source:
    """The grids of one file in the order of the paper, with the doubts of the file itself.

    Doubts here concern cells before any form is known: bytes that are no text, formulas without a value.
    """

    grids: tuple[Grid, ...]
    doubts: tuple[Doubt, ...] = ()
