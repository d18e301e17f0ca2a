"""Workbooks as grids: merged cells, exact numbers, and what a person has to be told about cells without a value."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from banso.sheets.sources.excel import exact_number, read_excel


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "様式.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("表")
    percent = workbook.add_format({"num_format": "0.0%"})
    day = workbook.add_format({"num_format": "yyyy/m/d"})
    plain = workbook.add_format()
    sheet.write_number("B2", 58.7)
    sheet.write_number("C2", 0.387, percent)
    sheet.write_datetime("D2", datetime(2023, 9, 30), day)
    sheet.write_boolean("E2", True)
    sheet.write_formula("F2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("G2", "=SUM(B2)", None, "")
    sheet.write_formula("H2", "=1+2", None, 3)
    sheet.merge_range("B4:D5", "二行\n三列", plain)
    sheet.write_string("B7", "=1+2")
    hidden = workbook.add_worksheet("控え")
    hidden.hide()
    hidden.write(0, 0, "x")
    workbook.close()
    return path


def test_cells_say_what_a_person_sees_and_numbers_are_exact(book: Path) -> None:
    (grid,) = read_excel(book).grids
    assert grid.sheet == "表"
    assert grid.spans_known
    texts = {(cell.row, cell.column): (cell.text, cell.number) for cell in grid.cells()}
    assert texts[1, 1] == ("58.7", Decimal("58.7"))
    assert texts[1, 2] == ("38.7%", None)
    assert texts[1, 3] == (date(2023, 9, 30).isoformat(), None)
    assert texts[1, 4] == ("TRUE", None)
    assert texts[1, 7] == ("3", Decimal(3))
    assert texts[6, 1] == ("=1+2", None)
    merged = grid.at(3, 2)
    assert merged is not None
    assert (merged.text, merged.rows, merged.columns, merged.column) == ("二行\n三列", 2, 3, 1)
    assert grid.place(3, 1).cell == "B4"


def test_formulas_without_value_errors_and_hidden_sheets_are_doubts(book: Path) -> None:
    doubts = {doubt.code: doubt for doubt in read_excel(book).doubts}
    assert doubts["formula-without-value"].where.cell == "G2"
    assert "式" in doubts["formula-without-value"].message
    assert doubts["formula-error"].where.cell == "F2"
    assert doubts["hidden-sheet"].where.sheet == "控え"


def test_formulas_that_openpyxl_wrote_have_no_value_and_are_named(tmp_path: Path) -> None:
    path = tmp_path / "計算.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = "指標"
    sheet["B1"] = "=2+3"
    workbook.save(path)
    source = read_excel(path)
    assert [doubt.where.cell for doubt in source.doubts] == ["B1"]
    assert source.grids[0].text_at(0, 1) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (58.7, "58.7"),
        (0.1 + 0.2, "0.3"),
        (4755.0, "4755"),
        (1e20, "100000000000000000000"),
        (-3.25, "-3.25"),
        (1e-7, "0.0000001"),
        (7, "7"),
    ],
)
def test_binary_noise_never_comes_out(value: float, text: str) -> None:
    assert f"{exact_number(value):f}" == text
