"""The grids that a perfect reader would see on a paper: the same as reading its workbook back."""

from __future__ import annotations

from banso.sheets.blocks.placing import placed
from banso.sheets.blocks.value import Page, Paper
from banso.sheets.grid import Cell, Grid


def grids_of(paper: Paper, *, bare: bool = False) -> tuple[Grid, ...]:
    """A grid for each page; a working copy (not ``bare``) has the address of each row in its first column."""
    return tuple(_grid(page, bare) for page in paper.pages)


def _grid(page: Page, bare: bool) -> Grid:
    first = 0 if bare else 1
    rows = []
    for row in placed(page).rows:
        cells = [
            Cell(
                row=row.number,
                column=first + each.column,
                text=each.cell.text.strip(),
                rows=each.rows,
                columns=each.columns,
            )
            for each in row.cells
            if each.cell.text.strip()
        ]
        if row.key and not bare:
            cells.insert(0, Cell(row=row.number, column=0, text=row.key))
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    return Grid(rows=tuple(rows), spans_known=True, sheet=page.name)
