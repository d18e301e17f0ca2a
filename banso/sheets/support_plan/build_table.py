"""Statistical tables as blocks: headings merged as their paths say, cells as printed, source below."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.address import join
from banso.domain.document import Table as Statistics
from banso.sheets.blocks.value import Block, Cell, Paragraph, Row, Table


def statistical_table(table: Statistics) -> list[Block]:
    """Title, unit, table and source; every row carries the table's address."""
    at = join("table", table.key)
    blocks: list[Block] = []
    if table.title:
        blocks.append(Paragraph(text=table.title, at=at))
    if table.unit:
        blocks.append(Paragraph(text=f"単位：{table.unit}", look="aside", at=at))
    width = max([len(table.columns), *(len(row) for row in table.rows)], default=0)
    if not width:
        return blocks
    paths = [column.path for column in table.columns] + [("",)] * (width - len(table.columns))
    rows = [*_heads(paths, at)]
    head = len(rows)
    for index, row in enumerate(table.rows):
        total = index == table.total_row
        cells = [
            Cell(text=cell, look="label" if not column else "total" if total else "number")
            for column, cell in enumerate((*row, *[""] * (width - len(row))))
        ]
        rows.append(Row(cells=tuple(cells), at=at))
    first = max(2.0, min(6.0, 24 / width))
    blocks.append(
        Table(widths=(first, *[1.0] * (width - 1)), rows=tuple(rows), head=head, label=table.title or "統計表")
    )
    if table.source:
        blocks.append(Paragraph(text=f"資料：{table.source}", look="note", at=at))
    return blocks


def _heads(paths: Sequence[tuple[str, ...]], at: str) -> list[Row]:
    """The rows of headings: equal headings beside each other are one cell, a path that ends early reaches down."""
    depth = max(1, max(len(path) for path in paths))
    rows = []
    for level in range(depth):
        cells: list[Cell] = []
        column = 0
        while column < len(paths):
            path = paths[column]
            if level >= len(path):
                column += 1
                continue
            last = level == len(path) - 1
            end = column + 1
            while (
                not last
                and end < len(paths)
                and paths[end][: level + 1] == path[: level + 1]
                and len(paths[end]) > level + 1
            ):
                end += 1
            cells.append(Cell(text=path[level], look="head", columns=end - column, rows=depth - level if last else 1))
            column = end
        rows.append(Row(cells=tuple(cells), at=at))
    return rows
