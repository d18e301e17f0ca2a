"""The rows of project sheets and what their cells look like, by themselves: labels, amounts, the beginning of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from banso.domain.address import split
from banso.domain.amounts import parse_amount
from banso.domain.document import TextKind
from banso.domain.finding import Place
from banso.domain.text import fold, is_dash, squeeze
from banso.sheets.grid import Cell, Grid
from banso.sheets.project_evaluation import labels
from banso.sheets.project_evaluation.labels import Label, label_of, money_item
from banso.sheets.project_evaluation.paper import YearColumn

LONGEST_VALUE = 20
"""Characters of what can still be a term or a decision; more is a text."""
_ADDRESS = re.compile(r"^(?:node|text|budget|decision|indicator|target|actual|placement|plan)/\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid without the address that a working copy has in its first column."""

    grid: Grid
    row: int
    cells: tuple[Cell, ...]
    address: str | None

    def place(self, cell: Cell | None = None) -> Place:
        """The place of a cell of the line, or of the line."""
        return self.grid.place(self.row, None if cell is None else cell.column)

    @property
    def node(self) -> str | None:
        """The key of the node that a working copy's row is about."""
        parts = split(self.address) if self.address else ()
        return parts[1] if len(parts) == 2 and parts[0] == "node" else None


def lines_of(grid: Grid) -> Iterator[Line]:
    """The rows of a grid as lines."""
    for number, cells in enumerate(grid.rows):
        if cells and _ADDRESS.match(cells[0].text) and "\n" not in cells[0].text.strip():
            yield Line(grid, number, cells[1:], cells[0].text.strip())
        else:
            yield Line(grid, number, cells, None)


def starts_sheet(line: Line) -> tuple[int, Cell | None] | None:
    """Where the label of a project's name stands in the line and what stands beside it; None where no sheet begins.

    A heading of a list has the next heading beside the label, a sheet the name; only a working copy's and that of a numbered blank form may be blank.
    """
    for index, cell in enumerate(line.cells):
        label = label_of(cell.text)
        if label is None or label.role != "name":
            continue
        beside = line.cells[index + 1] if index + 1 < len(line.cells) else None
        if beside is None or announces(beside.text):
            numbered = index and re.fullmatch(r"(?:no\.?|№)?\d{1,3}(?:-\d{1,3})*", fold(line.cells[index - 1].text))
            return (index, None) if line.node is not None or numbered else None
        return index, beside
    return None


def announces(text: str) -> bool:
    """Whether a cell is a label or a heading of the sheets, whatever it announces."""
    return label_of(text) is not None or money_item(text) is not None or labels.year_column(text) is not None


def label_by_address(line: Line) -> Label | None:
    """What a row of a working copy holds that has one label and one fact, in whatever words the label stands."""
    parts = split(line.address) if line.address else ()
    if len(line.cells) > 2 or len(parts) < 3:
        return None
    match parts:
        case ("node", _, "terms", name):
            return Label("term", name)
        case ("decision", _, _, name):
            return Label("decision", name)
        case ("text", _, _, kind, *_):
            return Label("text", squeeze(line.cells[0].text), cast(TextKind, kind))
    return None


def item_index(cells: Sequence[Cell], columns: Sequence[YearColumn]) -> int | None:
    """Where the label of a row of money stands: nothing but amounts is to its right."""
    if not columns:
        return None
    amounts = len(cells)
    while amounts and _is_amount(cells[amounts - 1]):
        amounts -= 1
    index = amounts - 1
    if index < 0 or label_of(cells[index].text) is not None:
        return None
    if money_item(cells[index].text) is not None:
        return index
    known = amounts < len(cells) and all(column_at(columns, cell.column) for cell in cells[amounts:])
    return index if known and like_label(cells[index].text) and cells[index].column < columns[0].first else None


def column_at(columns: Sequence[YearColumn], column: int) -> YearColumn | None:
    """The column of money that holds this column of the grid."""
    return next((each for each in columns if each.first <= column <= each.last), None)


def _is_amount(cell: Cell) -> bool:
    if cell.number is not None or is_dash(cell.text):
        return True
    quantity = parse_amount(cell.text).quantity
    return quantity is not None and (quantity.amount is not None or quantity.state is not None) and len(cell.text) <= 20


def is_money_head(line: Line, index: int) -> bool:
    """Whether the cell before this one is the heading of the money (財務内容)."""
    label = label_of(line.cells[index - 1].text) if index else None
    return label is not None and label.role == "money"


def is_money_label(text: str) -> bool:
    """Whether a cell is only the merged label beside rows of money (財源内訳)."""
    label = label_of(text)
    return (label is not None and label.role == "money") or bool(
        re.fullmatch(r"財源(?:の?内訳)?|内訳|うち", fold(text))
    )


def like_label(text: str) -> bool:
    """Whether a cell could be a label that is not known: a few words, no amount."""
    plain = squeeze(text)
    return (
        0 < len(plain) <= LONGEST_VALUE
        and "。" not in plain
        and parse_amount(plain).quantity is not None
        and (
            parse_amount(plain).quantity.value is not None  # type: ignore[union-attr]  # a text, no amount
        )
    )
