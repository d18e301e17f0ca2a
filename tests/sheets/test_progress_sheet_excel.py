"""The workbook itself: what is open to fill in, how it prints, and that no text becomes a formula."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from banso.domain.document import Text
from banso.domain.evaluation import evaluate
from banso.sheets.progress_sheet import read
from banso.sheets.progress_sheet.build import sheets_of, view
from banso.sheets.progress_sheet.columns import columns_for
from banso.sheets.progress_sheet.excel import write_excel
from banso.sheets.sources.open import read_grids
from tests.sheets.test_progress_sheet_build import PLAN


def book(path: Path, *, bare: bool = False, **changes: object) -> openpyxl.Workbook:
    document = replace(PLAN, **changes)  # type: ignore[arg-type]
    write_excel(sheets_of(document, evaluate(document)), path, bare=bare)
    return openpyxl.load_workbook(path)


def cell_below(sheet: Worksheet, heading: str) -> tuple[int, int]:
    return next((cell.row + 1, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == heading)


def test_a_working_copy_has_addresses_and_a_bare_one_has_none(tmp_path: Path) -> None:
    keys = [row[0] for row in book(tmp_path / "a.xlsx")["1-①"].iter_rows(max_col=1, values_only=True) if row[0]]
    assert keys == ["node/1", "node/1-①", "node/1-①-a", "node/1-①-b", "indicator/1-1"]
    bare = book(tmp_path / "b.xlsx", bare=True)["1-①"]
    assert not [row for row in bare.iter_rows(max_col=1, values_only=True) if row[0] and "/" in str(row[0])]


def test_results_are_open_and_computed_cells_are_closed(tmp_path: Path) -> None:
    sheet = book(tmp_path / "a.xlsx")["1-①"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    open_cells = {
        heading: not sheet.cell(*cell_below(sheet, heading)).protection.locked
        for heading in ("実績", "総合評価 (案)", "達成率", "指標評価", "当初値", "2023目標")
    }
    assert open_cells == {
        "実績": True,
        "総合評価 (案)": True,
        "達成率": False,
        "指標評価": False,
        "当初値": False,
        "2023目標": False,
    }
    assert sheet.cell(*cell_below(sheet, "実績")).value == 11
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"★★,★"']


def test_it_prints_on_a4_landscape_with_its_head_repeated(tmp_path: Path) -> None:
    sheet = book(tmp_path / "a.xlsx")["1-①"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert str(sheet.print_area).startswith("'1-①'!$B$1:")
    sizes = {cell.font.sz for row in sheet.iter_rows() for cell in row if cell.value is not None}
    fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert min(sizes) >= 8
    assert fonts == {"BIZ UDゴシック"}


@pytest.mark.parametrize("text", ["=1+2", "@SUM(A1)", "+81-3", "-5", "{=A1}", "http://example.jp/", "00123"])
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str, tmp_path: Path) -> None:
    texts = (Text(node="1-①", year=2023, kind="achievements", text=text), Text(node="1", kind="direction", text=text))
    path = tmp_path / "a.xlsx"
    sheet = book(path, texts=texts)["1-①"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert not any(cell.hyperlink for cell in cells)
    assert read.read(read_grids(path)).document == view(replace(PLAN, texts=texts))


@pytest.mark.parametrize("length", [0, 200, 1_500, 6_000, 70_000])
def test_rows_grow_with_their_text(length: int, tmp_path: Path) -> None:
    sentence = "窓口相談では、創業をめざす方の事業の構想を伺いました。\n"
    texts = (Text(node="1-①", year=2023, kind="achievements", text=(sentence * (length // 27 + 1))[:length] or "。"),)
    path = tmp_path / "a.xlsx"
    sheet = book(path, texts=texts)["1-①"]
    first = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "2023年度の事業実績")
    last = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "課題等")
    heights = [sheet.row_dimensions[row].height or 0 for row in range(first, last)]
    lines = sum(1 + len(line) // 55 for line in texts[0].text.split("\n"))
    assert sum(heights) >= lines * 9.2
    assert max(heights) <= 409
    assert read.read(read_grids(path)).document == view(replace(PLAN, texts=texts))


@pytest.mark.parametrize("years", range(1, 16))
@pytest.mark.parametrize("bare", [False, True])
def test_years_and_figures_share_one_grid_of_columns(years: int, bare: bool) -> None:
    columns = columns_for(years, bare)
    for blocks in (columns.years, columns.figures):
        assert next(block.first for block in blocks) == columns.name.last + 1
        assert all(right.first == left.last + 1 for left, right in itertools.pairwise(blocks))
        assert blocks[-1].last == columns.last
    assert len(columns.years) == years
    assert all(block.pixels >= 40 for block in columns.figures)
    assert sum(columns.widths) <= 1_040
