"""A working copy that comes back changes only what the person edited, whatever the form computes and prints."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from banso.domain.diff import apply, diff_in_scope, undo
from banso.domain.match import match
from banso.library.demonstration import demonstration_plan
from banso.sheets.action_list import build as list_view
from banso.sheets.forms import FORMS
from banso.sheets.progress_sheet import build as sheet_view
from banso.sheets.reading import read_files

PLAN = demonstration_plan()


@pytest.mark.parametrize(
    ("form", "shown"),
    [("progress-sheet", sheet_view.view(PLAN, 2023)), ("action-list", list_view.view(PLAN))],
    ids=["progress-sheet", "action-list"],
)
def test_an_unedited_working_copy_is_no_change(tmp_path: Path, form: str, shown: object) -> None:
    path = tmp_path / "返送.xlsx"
    FORMS[form].write(PLAN, path)
    returned = match(read_files([path]).document, PLAN).document
    assert not diff_in_scope(PLAN, returned, shown).changes  # type: ignore[arg-type]


def test_a_typed_result_and_text_are_the_only_changes_and_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "返送.xlsx"
    FORMS["progress-sheet"].write(PLAN, path, nodes=("1-①",))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    row = next(cell.row for cell in page["A"] if cell.value == "indicator/1-1")
    column = next(cell.column for cells in page.iter_rows() for cell in cells if cell.value == "実績")
    page.cell(row, column).value = 14
    book.save(path)
    returned = match(read_files([path]).document, PLAN).document
    difference = diff_in_scope(PLAN, returned, sheet_view.view(PLAN, 2023, ("1-①",)))
    assert [change.addresses for change in difference.changes] == [("actual/1-1/2023/amount",)]
    restored, left = undo(apply(PLAN, difference), difference)
    assert (restored, left) == (PLAN, ())


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("key", ["1", "1-①", "1-①~3"])
def test_a_title_stands_alone_in_its_cell_and_may_be_edited_there(tmp_path: Path, key: str, bare: bool) -> None:
    path = tmp_path / "返送.xlsx"
    FORMS["progress-sheet"].write(PLAN, path, nodes=("1-①",), bare=bare)
    title = next(item.title for item in (*PLAN.nodes, *PLAN.groups) if item.key == key)
    book = openpyxl.load_workbook(path)
    (cell,) = [cell for cells in book.worksheets[0].iter_rows() for cell in cells if cell.value == title]
    cell.value = "施策"
    book.save(path)
    document = read_files([path]).document
    assert next(item.title for item in (*document.nodes, *document.groups) if item.key == key) == "施策"
