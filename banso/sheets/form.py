"""What a form (帳票) is: it recognises its paper in grids, reads it into a plan document, and writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from banso.domain.copies import Copy
from banso.domain.document import PlanDocument
from banso.domain.finding import Doubt
from banso.sheets.grid import Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a paper gives: the document and the doubts. Nothing is stored.

    ``copies`` are its sheets that carry the plan's keys, each read for itself: only beside the plan can it be told which
    of several sheets with one fact was edited. Where papers are put together, only what their copies state differently.
    """

    document: PlanDocument
    doubts: tuple[Doubt, ...] = ()
    copies: tuple[Copy, ...] = ()


class Reader(Protocol):
    """The reading side of a form; each form folder's ``read`` module fulfils it."""

    def recognises(self, grids: Sequence[Grid]) -> int:
        """How surely the grids hold a paper of this form, judged by its labels: 0 not at all, 1 likely, 2 surely."""

    def read(self, grids: Sequence[Grid]) -> Reading:
        """The plan document and the doubts of all grids of one file."""


class UnreadablePaper(Exception):
    """A paper that cannot be read at all or is of no known form; the message is a clear Japanese sentence."""


class UnknownForm(UnreadablePaper):
    """A paper that can be opened but whose form is not recognised; naming its form may help."""
