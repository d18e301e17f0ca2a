"""The columns of a printed progress sheet: one grid that carries both the years and the table of indicators."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from banso.sheets.workbooks import KEY_PIXELS

NAME_PIXELS = 318
REST_PIXELS = 706
"""Together 1,024 of the 1,032 pixels that A4 landscape leaves between margins of 12 mm, so that nothing is scaled down."""
FIGURES = 6
"""Columns of the table of indicators behind the name: baseline, target, actual, rate, grade, overall rating."""
_FIGURE_SHARES = (0.16, 0.19, 0.21, 0.19, 0.11, 0.14)


@dataclass(frozen=True, slots=True)
class Block:
    """Columns from ``first`` to ``last``, counted from 0, and their width together."""

    first: int
    last: int
    pixels: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything stands. ``key`` is None on bare sheets; ``widths`` are the pixels of all columns in order."""

    key: int | None
    name: Block
    years: tuple[Block, ...]
    figures: tuple[Block, ...]
    widths: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last column of the sheet."""
        return len(self.widths) - 1

    @property
    def rest(self) -> Block:
        """Everything right of the names."""
        return self.span(self.name.last + 1, self.last)

    @property
    def numbered(self) -> tuple[Block, Block]:
        """The right of the names divided for a number and its title."""
        rest = self.rest
        return self.span(rest.first, rest.first), self.span(rest.first + 1, rest.last)

    @property
    def all(self) -> Block:
        """The whole width of the paper."""
        return self.span(self.name.first, self.last)

    def span(self, first: int, last: int) -> Block:
        """The block from one column to another."""
        return Block(first, last, sum(self.widths[first : last + 1]))


def columns_for(years: int, bare: bool) -> Columns:
    """The columns of a sheet with so many years: the edges of the years and those of the figures in one grid.

    A figure's edge moves to a year's edge that lies near it, so that few cells have to be merged.
    """
    year_edges = [round(REST_PIXELS * number / years) for number in range(years + 1)]
    ideal, reached = [0], 0.0
    for share in _FIGURE_SHARES[:-1]:
        reached += share
        ideal.append(round(REST_PIXELS * reached))
    ideal.append(REST_PIXELS)
    figure_edges = [0]
    for edge in ideal[1:-1]:
        near = [other for other in year_edges if abs(other - edge) <= 28 and other > figure_edges[-1]]
        figure_edges.append(min(near, key=lambda other: abs(other - edge)) if near else edge)
    figure_edges.append(REST_PIXELS)
    edges = sorted({*year_edges, *figure_edges})
    before = () if bare else (KEY_PIXELS,)
    offset = len(before) + 1
    widths = (*before, NAME_PIXELS, *(right - left for left, right in itertools.pairwise(edges)))

    def block(left: int, right: int) -> Block:
        return Block(offset + edges.index(left), offset + edges.index(right) - 1, right - left)

    return Columns(
        key=None if bare else 0,
        name=Block(offset - 1, offset - 1, NAME_PIXELS),
        years=tuple(block(left, right) for left, right in itertools.pairwise(year_edges)),
        figures=tuple(block(left, right) for left, right in itertools.pairwise(figure_edges)),
        widths=widths,
    )
