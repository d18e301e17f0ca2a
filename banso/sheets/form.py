"""What a form (帳票) is: it recognises its paper in grids, reads it into a plan document, and writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from banso.domain.document import PlanDocument
from banso.domain.finding import Doubt
from banso.sheets.grid import Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a paper gives: the document and the doubts. Nothing is stored."""

    document: PlanDocument
    doubts: tuple[Doubt, ...] = ()


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
