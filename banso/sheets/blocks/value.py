"""A paper as a value: pages of headings, paragraphs and tables, before any file format.

A form (帳票) makes a ``Paper`` from the plan document; ``excel``, ``pdf``, ``html`` and ``word`` write it, ``grids`` gives
the grids that a perfect reader would see. Every cell that shows a fact names its address, so that a workbook can come
back, a screen can be written on and every printed figure can be traced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from banso.domain.document import PlanDocument

Look = Literal[
    "head",  # heading of a column: bold, centred, shaded
    "label",  # heading of a row: shaded
    "text",  # words of the plan
    "entry",  # words that are written on the paper itself every year
    "number",  # an amount, to the right
    "entry-number",
    "mark",  # something short in the middle: 達成, ◎, B
    "entry-mark",
    "total",  # a computed amount: bold, to the right
    "plain",  # words without a frame, inside a table that only arranges
]
Format = Literal["A4", "A4 landscape", "A3", "A3 landscape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it is printed; ``text`` may have several lines. ``at`` is the address of the fact it shows.

    ``title`` names a cell whose meaning its place alone would not tell a screen reader. Spans count as in HTML: a row
    holds only the cells that begin in it.
    """

    text: str = ""
    look: Look = "text"
    at: str | None = None
    columns: int = 1
    rows: int = 1
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; ``at`` is the address of what the row is about (a node, an indicator)."""

    cells: tuple[Cell, ...]
    at: str | None = None

    @property
    def key(self) -> str | None:
        """The address that stands in the first column of a working copy: the row's own, else its first fact's."""
        return self.at or next((cell.at for cell in self.cells if cell.at), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: ``widths`` are the shares of its columns, the first ``head`` rows are repeated on every page.

    ``label`` says in words what the table shows (it is not printed); ``together`` keeps it on one page where it fits.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: int = 1
    label: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a page, from level 1."""

    text: str
    level: int = 1
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text, a note below a table, or words at the right edge such as （単位：千円）.

    ``label`` (【調査手法】) is printed bold before the text, in the same line.
    """

    text: str
    look: Literal["text", "note", "aside"] = "text"
    at: str | None = None
    label: str = ""

    @property
    def whole(self) -> str:
        """Label and text as one text."""
        return f"{self.label} {self.text}".strip() if self.label else self.text


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, or several in a row, that begin on a new sheet of paper; a worksheet of its own in a workbook.

    ``name`` is short (worksheet, bookmark), ``title`` is printed on top; ``about`` is the address of what the page is
    about (``node/1-3``). ``foot`` stands at the left of the foot, ``aside`` at its right. ``draft`` marks it 下書き.
    ``form`` names the form whose page it is, where it is bound into another form's paper.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    format: Format = "A4"
    about: str | None = None
    foot: str = ""
    aside: str = ""
    draft: bool = False
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper. ``document`` is the part of the plan document that stands on it (its view), for working copies."""

    title: str
    pages: tuple[Page, ...]
    document: PlanDocument | None = None
