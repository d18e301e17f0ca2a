"""What a printed paper keeps: its place in its cells, its size, its tags, its attachment, every character."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from banso.domain.plan_json import load_document
from banso.sheets.action_list.pdf import write_pdf as write_list
from banso.sheets.fonts.coverage import FONTS, Ink
from banso.sheets.progress_sheet import pdf as progress_sheet_pdf
from banso.sheets.progress_sheet.pdf import write_pdf as write_sheets
from banso.sheets.sources.pdf import attached_document, grids_of
from banso.sheets.sources.pdf_page import _rules
from banso.sheets.sources.pdf_table import tables_of
from tests.sheets.printed_papers import DOCUMENT, LONG_WORD, action_list, prose, sheet

PAPERS: dict[str, Callable[[Path], Any]] = {
    "sheet, nothing written": lambda path: write_sheets([sheet(length=0, rows=1, indicators=1)], path),
    "sheet, 200 characters": lambda path: write_sheets([sheet(length=200)], path),
    "sheet, 1,500 characters": lambda path: write_sheets([sheet(length=1500, rows=12, indicators=12)], path),
    "sheet, 40 rows": lambda path: write_sheets([sheet(rows=40)], path),
    "sheet, endless words": lambda path: write_sheets([sheet(word=LONG_WORD, length=200, remark=LONG_WORD)], path),
    "sheet, endless dashes": lambda path: write_sheets([sheet(word="ー…。" * 60)], path),
    "sheet, names of 300 characters": lambda path: write_sheets([sheet(word="とても長い名称の例" * 30)], path),
    "sheet, names of 2,000 characters": lambda path: write_sheets([sheet(word="とても長い名称" * 285)], path),
    "list, 86 actions": lambda path: write_list(action_list(length=200, rows=86), path),
    "list, 1,500 characters": lambda path: write_list(action_list(length=1500, rows=9), path),
    "list, endless words": lambda path: write_list(action_list(word=LONG_WORD, rows=5), path),
}


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_overflows_its_cell_or_is_smaller_than_8_points(paper: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    assert PAPERS[paper](path) == ()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            boxes = [box for table in tables_of(*_rules(page)) for box in table.boxes]
            for char in page.chars:
                assert char["size"] >= 7.99
                # The right half of a closing bracket at the end of a line is blank.
                right = char["x1"] - (char["size"] / 2 if char["text"] in "）」、。" else 0)
                assert 28 <= char["x0"] <= right <= page.width - 28, char["text"]
                assert 20 <= char["top"] <= char["bottom"] <= page.height - 12, char["text"]
                middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                for box in boxes:
                    if char["text"].strip("\u200b\u00a0 ") and box.holds(*middle):
                        assert box.x0 + 2 <= char["x0"] <= char["x1"] <= box.x1 - 2, (page.page_number, char["text"])
                        assert box.top + 1 <= char["top"] <= char["bottom"] <= box.bottom - 1, char["text"]


@pytest.mark.parametrize("length", [0, 1, 200, 1500, 6000])
def test_every_character_of_a_long_text_is_printed(length: int, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheets([sheet(length=length)], path)
    with pdfplumber.open(path) as pdf:
        printed = "".join(char["text"] for page in pdf.pages for char in page.chars)
    assert printed.count("来場した") >= 2 * prose(length).count("来場した")
    assert printed.count("8,000人") >= 2 * prose(length).count("8,000人")


@pytest.mark.parametrize(("length", "pages"), [(0, 1), (200, 1), (1500, 3)])
def test_a_sheet_goes_on_with_its_head_repeated(length: int, pages: int, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheets([sheet(length=length, rows=5, indicators=5)], path)
    with pdfplumber.open(path) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    assert len(texts) == pages
    for number, text in enumerate(texts, start=1):
        assert "《試しの計画・進捗管理シート》" in text
        assert "①創業希望者の育成" in text
        assert f"{number} / {pages}" in text
        assert ("（つづき）" in text) == (number > 1)


def test_each_sheet_counts_its_own_pages(tmp_path: Path) -> None:
    path = tmp_path / "sheets.pdf"
    write_sheets([sheet(node="1-①", length=1500), sheet(node="1-②"), sheet(node="1-③", length=1500)], path)
    with pdfplumber.open(path) as pdf:
        feet = [page.crop((0, page.height - 38, page.width, page.height)).extract_text() for page in pdf.pages]
    assert [foot.split(" ", 1)[1].rsplit(" ", 1)[0] for foot in feet] == [
        *("1 / 3", "2 / 3", "3 / 3"),
        "1 / 1",
        *("1 / 3", "2 / 3", "3 / 3"),
    ]


def test_the_list_repeats_its_head_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    write_list(action_list(length=300, rows=60), path)
    with pdfplumber.open(path) as pdf:
        assert len(pdf.pages) > 2
        for page in pdf.pages:
            assert (round(page.width), round(page.height)) == (1191, 842)
            assert "実施方針区分" in page.extract_text().replace("\n", "") or "関連する数値目標" in page.extract_text()
            assert "2023" in page.extract_text()


@pytest.mark.parametrize(
    "write", [lambda path: write_sheets([sheet()], path), lambda path: write_list(action_list(), path)]
)
def test_a_paper_is_tagged_and_says_what_it_is(write: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    write(path)
    with pikepdf.open(path) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert "試しの計画" in str(metadata["dc:title"])
        assert str(pdf.Root.Lang).startswith("ja")
        assert pdf.Root.MarkInfo.Marked is True or bool(pdf.Root.MarkInfo.Marked)
    with pdfplumber.open(path) as opened:
        fonts = {char["fontname"].split("+")[-1].split("-")[0] for page in opened.pages for char in page.chars}
    assert fonts == {"BIZUDGothic"}


def test_a_working_copy_carries_its_document_and_a_bare_paper_none(tmp_path: Path) -> None:
    carrying, bare = tmp_path / "working.pdf", tmp_path / "bare.pdf"
    write_sheets([sheet()], carrying)
    write_sheets([sheet()], bare, bare=True)
    assert attached_document(carrying) == DOCUMENT
    assert attached_document(bare) is None
    with pikepdf.open(bare) as pdf:
        assert not pdf.attachments


def test_a_large_print_is_joined_from_parts_without_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [sheet(node=f"{number}-①", length=300) for number in range(1, 8)]
    whole, joined = tmp_path / "whole.pdf", tmp_path / "joined.pdf"
    write_sheets(sheets, whole)
    monkeypatch.setattr(progress_sheet_pdf, "CHUNK", 2)
    write_sheets(sheets, joined)
    assert [grid.rows for grid in grids_of(joined)] == [grid.rows for grid in grids_of(whole)]
    assert attached_document(joined) == attached_document(whole)
    with pikepdf.open(joined) as pdf, pikepdf.open(whole) as reference:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_outline() as ours, reference.open_outline() as theirs:
            assert [item.title for item in ours.root] == [item.title for item in theirs.root]
        parents = [int(page.obj.StructParents) for page in pdf.pages]
        assert parents == list(range(len(pdf.pages)))
        tree = pdf.Root.StructTreeRoot
        assert list(tree.ParentTree.Nums)[::2] == parents
        names = [str(kid.Names[index]) for kid in tree.IDTree.Kids for index in range(0, len(kid.Names), 2)]
        assert len(names) == len(set(names))
        assert names == sorted(names)
        marked = {element.Pg.objgen for element in _elements(tree.K) if "/Pg" in element}
        assert marked == {page.obj.objgen for page in pdf.pages}
    assert not list(tmp_path.glob("*.tmp"))


def _elements(kids: Any) -> list[Any]:
    found = []
    waiting = list(kids)
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Dictionary):
            found.append(element)
            inner = element.get("/K", [])
            waiting += list(inner) if isinstance(inner, pikepdf.Array) else [inner]
    return found


INK = [
    ("創業塾ABC①～−", "創業塾ABC①～−", []),
    ("𠮷野家と髙橋さん、邨﨑", "𠮷野家と髙橋さん、邨﨑", []),
    ("よい😀日", "よい〓日", ["😀"]),
    ("か\u3099き", "がき", []),
    ("葛\U000e0100城", "葛\U000e0100城", []),
    ("子\U000e0105", "子", ["子\U000e0105"]),
    ("☃\ufe0f", "☃", []),
    ("A\x00B\x0bC\u200bD\u202eE", "ABCDE", []),
    ("前\t後\r\n次", "前 後\n次", []),
    ("\ud800壊", "〓壊", ["\ud800"]),
]


@pytest.mark.parametrize(("text", "printed", "missing"), INK)
def test_what_no_font_draws_is_printed_as_geta_and_reported(text: str, printed: str, missing: list[str]) -> None:
    ink = Ink()
    assert ink.text(text, "text/1/2023/issues") == printed
    assert [each.character for each in ink.missing] == missing
    assert all("text/1/2023/issues" in each.message for each in ink.missing)


def test_missing_characters_are_named_with_the_place_they_stand_at(tmp_path: Path) -> None:
    found = write_sheets([sheet(word="😀")], tmp_path / "sheet.pdf")
    places = {missing.where for missing in found}
    assert {"node/1", "node/1-①", "group/1-①~1/title", "indicator/1-1/name", "text/1-①/2023/issues"} <= places
    assert {missing.character for missing in found} == {"😀"}


def test_a_rare_kanji_comes_from_the_second_font(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    assert write_sheets([sheet(word="𠮷")], path) == ()
    with pdfplumber.open(path) as pdf:
        rare = [char for char in pdf.pages[0].chars if char["text"] == "𠮷"]
    assert rare
    assert all("BansoRareKanji" in char["fontname"] for char in rare)


def test_the_list_of_printable_characters_is_what_the_fonts_have() -> None:
    regular, bold, rare = (
        set(TTFont(FONTS / name, lazy=True).getBestCmap())
        for name in ("BIZUDGothic-Regular.ttf", "BIZUDGothic-Bold.ttf", "BansoRareKanji-Regular.otf")
    )
    stated: set[int] = set()
    for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        stated |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert stated == (regular & bold) | rare


def test_the_attachment_is_the_plan_document_as_json(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    write_list(action_list(), path)
    with pikepdf.open(path) as pdf:
        content = pdf.attachments["banso-plan.json"].get_file().read_bytes()
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
    assert load_document(json.loads(content)) == DOCUMENT
