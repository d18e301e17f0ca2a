"""A workbook of blocks: read back it is what ``grids_of`` says, it prints on its paper, and what is filled in is open."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given, settings
from openpyxl.worksheet.worksheet import Worksheet

from banso.domain.quantity import format_amount
from banso.sheets.blocks.excel import write
from banso.sheets.blocks.grids import grids_of
from banso.sheets.blocks.value import Cell, Page, Paper, Paragraph, Row, Table
from banso.sheets.grid import Grid
from banso.sheets.sources.excel import read_excel
from banso.sheets.workbooks import TextTooLong
from tests.sheets.block_papers import paper, papers, sheet

Seen = list[tuple[int, int, int, int, str]]


def seen(grids: tuple[Grid, ...]) -> list[Seen]:
    """What stands where, numbers as they are printed."""
    return [
        [
            (
                cell.row,
                cell.column,
                cell.rows,
                cell.columns,
                format_amount(cell.number) if cell.number is not None else cell.text.strip(),
            )
            for cell in grid.cells()
        ]
        for grid in grids
    ]


def expected(grids: tuple[Grid, ...]) -> list[Seen]:
    return [page for page in seen(grids) if page]


@settings(deadline=None, max_examples=60)
@given(papers())
def test_read_back_it_is_what_the_blocks_say(given: Paper) -> None:
    assume(any(grid.rows for grid in grids_of(given, bare=True)))
    with tempfile.TemporaryDirectory() as folder:
        for bare in (False, True):
            path = Path(folder) / "紙.xlsx"
            assert write(given, path, bare=bare) == ()
            assert seen(read_excel(path).grids) == expected(grids_of(given, bare=bare))


def book(path: Path, given: Paper, *, bare: bool = False) -> Worksheet:
    write(given, path, bare=bare)
    found = openpyxl.load_workbook(path).worksheets[0]
    return found


def test_addresses_stand_in_the_first_column_of_a_working_copy_only(tmp_path: Path) -> None:
    keys = [row[0] for row in book(tmp_path / "a.xlsx", paper()).iter_rows(max_col=1, values_only=True) if row[0]]
    assert keys[:3] == ["node/1", "node/1", "node/1/owner"]
    assert "text/1/調べ方" in keys
    bare = book(tmp_path / "b.xlsx", paper(), bare=True)
    assert not [cell for row in bare.iter_rows(values_only=True) for cell in row if str(cell).startswith("node/")]


def test_what_is_filled_in_is_open_and_what_is_computed_is_closed(tmp_path: Path) -> None:
    found = book(tmp_path / "a.xlsx", paper())
    assert found.protection.sheet
    assert not found.protection.password
    open_texts = {
        str(cell.value): not cell.protection.locked for row in found.iter_rows() for cell in row if cell.value
    }
    assert open_texts["産業部・商業課"]
    assert open_texts["=SUM(A1)"]
    assert open_texts["【調べ方】 聞き取りと統計で確かめた。"]
    assert not open_texts["事業名"]
    assert not open_texts["123,456,789,012,345,678"]


def test_amounts_are_numbers_and_nothing_becomes_a_formula(tmp_path: Path) -> None:
    values = [cell for row in book(tmp_path / "a.xlsx", paper()).iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in values if cell.data_type == "n"] == [1234, 12.5]
    assert not [cell for cell in values if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("format", "size", "orientation"),
    [("A4", 9, "portrait"), ("A4 landscape", 9, "landscape"), ("A3", 8, "portrait"), ("A3 landscape", 8, "landscape")],
)
def test_it_prints_on_the_paper_of_the_page(tmp_path: Path, format: str, size: int, orientation: str) -> None:
    found = book(tmp_path / "a.xlsx", paper(1, format, draft=True))  # type: ignore[arg-type]
    assert int(found.page_setup.paperSize or 0) == size
    assert (found.page_setup.orientation or "portrait") == orientation
    assert found.oddFooter is not None
    assert "&P / &N" in str(found.oddFooter.center.text).replace("&[Page]", "&P").replace("&[Pages]", "&N")
    assert found.oddHeader is not None
    assert "下書き" in str(found.oddHeader.right.text)


def test_the_head_of_the_only_table_is_repeated(tmp_path: Path) -> None:
    rows = (Row(cells=(Cell(text="項目", look="head"),)), *(Row(cells=(Cell(text=str(n)),)) for n in range(99)))
    page = Page(name="表", title="題", blocks=(Table(widths=(1,), rows=rows),))
    assert book(tmp_path / "a.xlsx", Paper(title="表", pages=(page,))).print_title_rows == "$2:$2"


def test_a_text_higher_than_a_row_of_excel_stands_in_merged_rows(tmp_path: Path) -> None:
    long = "長い文。" * 1500
    given = replace(paper(), pages=(replace(sheet(), blocks=(Paragraph(text=long, at="text/1"),)),))
    found = book(tmp_path / "a.xlsx", given)
    assert max(found.row_dimensions[row].height for row in range(2, found.max_row + 1)) <= 409
    (grid,) = read_excel(tmp_path / "a.xlsx").grids
    assert [cell.text for cell in grid.cells() if cell.column == 1][-1] == long


def test_a_text_that_no_cell_holds_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    given = replace(paper(), pages=(replace(sheet(), blocks=(Paragraph(text="長" * 32_768),)),))
    with pytest.raises(TextTooLong, match="32,768字"):
        write(given, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_pages_of_one_name_have_worksheets_of_their_own(tmp_path: Path) -> None:
    given = replace(paper(), pages=(sheet(), sheet()))
    write(given, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["1_ 空き店舗", "1_ 空き店舗 (2)"]


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[int] = []
    write(paper(3), tmp_path / "a.xlsx", done=told.append)
    assert told == [1, 2, 3]
