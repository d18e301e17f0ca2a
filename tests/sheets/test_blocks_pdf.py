"""A paper of blocks as PDF: everything is on it and can be read back, on the page's paper, tagged, with its document."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from banso.sheets.blocks.grids import grids_of
from banso.sheets.blocks.pdf import write
from banso.sheets.blocks.value import Block, Cell, Heading, Page, Paper, Paragraph, Row, Table
from banso.sheets.sources.open import read_source
from banso.sheets.sources.pdf import attached_document
from banso.sheets.sources.pdf_page import _rules
from banso.sheets.sources.pdf_table import tables_of
from tests.sheets.block_papers import cells, document, paper, papers, sheet

LONG_WORD = "https://example.jp/" + "abcdefghij" * 30
PROSE = "窓口相談を120件（前年比+12%）行い、ABC商店街の「市の日」に、8,000人が来場した。"


def one(*blocks: Block, **page: str) -> Paper:
    """A paper of one page."""
    return Paper(title="紙", pages=(replace(Page(name="頁", title="題名", blocks=blocks), **page),))  # type: ignore[arg-type]


def read_back(given: Paper) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "紙.pdf"
        write(given, path, bare=True)
        return [cell.text for grid in read_source(path).grids for cell in grid.cells()]


def squeezed(texts: list[str]) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text) for text in texts)


@settings(
    phases=(Phase.explicit, Phase.generate),
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(papers())
def test_every_cell_is_read_back(given: Paper) -> None:
    said = [cell.text for grid in grids_of(given, bare=True) for cell in grid.cells()]
    assume(said)
    assert squeezed(read_back(given)) == squeezed(said)


def test_tables_keep_their_cells_and_spans(tmp_path: Path) -> None:
    write(paper(), tmp_path / "a.pdf", bare=True)
    (grid,) = read_source(tmp_path / "a.pdf").grids
    found = {cell.text: (cell.rows, cell.columns) for cell in grid.cells()}
    assert found["目的"] == (2, 1)
    assert found["空き店舗をひらく事業その1"] == (1, 3)
    assert found["区分"] == (2, 1)
    assert found["決算"] == (1, 2)
    assert found["一行目\n二行目\n\n四行目"] == (1, 2)
    assert found["【調べ方】 聞き取りと統計で確かめた。"]


def test_line_ends_of_running_text_come_back_and_blocks_stay_apart() -> None:
    texts = ["一つ目の段落。\n次の行。\n\n空けた行。", "二つ目の段落。" * 30, "三つ目。"]
    blocks = [Paragraph(text=text) for text in texts]
    heads = [Heading(text="大きな見出し"), Heading(text="次の見出し", level=1), Heading(text="小さな見出し", level=3)]
    assert read_back(one(*heads, *blocks)) == ["題名", *(head.text for head in heads), *texts]


@pytest.mark.parametrize("word", [LONG_WORD, "ー…。" * 60, PROSE * 40])
@pytest.mark.parametrize("columns", [2, 12])
def test_nothing_overflows_its_cell_or_is_smaller_than_8_points(word: str, columns: int, tmp_path: Path) -> None:
    rows = tuple(Row(cells=cells(*(word if place % 5 == 1 else "1,234" for place in range(columns)))) for _ in range(4))
    head = Row(cells=cells(*(f"見出しその{place}" for place in range(columns)), look="head"))
    given = one(
        Heading(text=word[:100]),
        Paragraph(text=word),
        Table(widths=(1,) * columns, rows=(head, *rows)),
        title=word[:60],
    )
    write(given, tmp_path / "a.pdf", bare=True)
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        for page in pdf.pages:
            boxes = [box for table in tables_of(*_rules(page)) for box in table.boxes]
            for char in page.chars:
                assert char["size"] >= 7.99
                # Half of a bracket or a full stop is blank.
                left = char["x0"] + (char["size"] / 2 if char["text"][0] in "（「" else 0)
                right = char["x1"] - (char["size"] / 2 if char["text"][0] in "）」、。" else 0)
                assert 28 <= left <= right <= page.width - 28, char["text"]
                assert 20 <= char["top"] <= char["bottom"] <= page.height - 12, char["text"]
                middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                for box in boxes:
                    if char["text"].strip("\u200b\u00a0 ") and box.holds(*middle):
                        assert box.x0 + 1 <= left <= right <= box.x1 - 1, (page.page_number, char["text"])


def test_the_head_of_a_long_table_is_repeated_and_rows_stay_whole(tmp_path: Path) -> None:
    rows = tuple(Row(cells=cells(f"項目{number}", PROSE * 3)) for number in range(60))
    given = one(Table(widths=(1, 3), rows=(Row(cells=cells("項目", "内容", look="head")), *rows)))
    write(given, tmp_path / "a.pdf", bare=True)
    grids = read_source(tmp_path / "a.pdf").grids
    assert len(grids) > 2
    found = [cell.text for grid in grids for cell in grid.cells()]
    assert found.count("内容") == len(grids)
    assert found.count(PROSE * 3) == 60
    assert found.count("題名") == 1


def test_every_page_of_the_value_counts_its_own_pages_and_has_a_bookmark(tmp_path: Path) -> None:
    long = replace(sheet(2), blocks=(*sheet(2).blocks, *(Paragraph(text=PROSE * 8) for _ in range(40))))
    write(Paper(title="紙", pages=(sheet(1), long, sheet(3, "A3 landscape"))), tmp_path / "a.pdf", bare=True)
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        feet = [page.extract_text().splitlines()[-1] for page in pdf.pages]
        sizes = [(round(page.width), round(page.height)) for page in pdf.pages]
    middle = len(feet) - 2
    assert [foot.split(" ", 1)[1] for foot in feet] == [
        "1 / 1 令和5年度",
        *(f"{number} / {middle} 令和5年度" for number in range(1, middle + 1)),
        "1 / 1 令和5年度",
    ]
    assert sizes == [(595, 842)] * (middle + 1) + [(1191, 842)]
    with pikepdf.open(tmp_path / "a.pdf") as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["令和5年度 事業のシート"] * 3
        assert [child.title for child in outline.root[0].children] == ["1. かかったお金"]


def test_many_pages_are_joined_and_a_working_copy_carries_its_document(tmp_path: Path) -> None:
    told: list[int] = []
    write(paper(100), tmp_path / "a.pdf", done=told.append)
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == 100
    assert attached_document(tmp_path / "a.pdf") == document(100)
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert len(pdf.pages) == 100
        assert pdf.Root.MarkInfo.Marked
        metadata = pdf.open_metadata()
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "3")
    write(paper(), tmp_path / "b.pdf", bare=True)
    assert attached_document(tmp_path / "b.pdf") is None


def test_what_no_font_draws_is_told_with_its_address(tmp_path: Path) -> None:
    given = one(Table(widths=(1,), head=0, rows=(Row(cells=(Cell(text="\U00016f00", at="node/1/title"),)),)))
    (remark,) = write(given, tmp_path / "a.pdf")
    assert "（node/1/title）" in remark
    assert read_back(given) == ["題名", "〓"]


@pytest.mark.parametrize("title", ["", "題名"])
def test_pages_without_a_title_or_heading_print(title: str, tmp_path: Path) -> None:
    given = one(Paragraph(text=PROSE * 300), title=title)
    assert write(given, tmp_path / "a.pdf") == ()
    heads = one(Heading(text="二", level=2), Heading(text="一", level=1), Heading(text="三", level=3), title=title)
    assert write(heads, tmp_path / "b.pdf") == ()


def test_what_the_end_of_a_page_cuts_in_two_comes_back_whole() -> None:
    long = "\n".join([PROSE * 60, PROSE * 20, PROSE * 80])
    rows = tuple(Row(cells=cells(f"項目{number}", long if number == 2 else PROSE * 4)) for number in range(5))
    spanned = Row(cells=(Cell(text="続く", look="label", rows=2), *cells(PROSE * 50)))
    table = Table(widths=(1, 3), rows=(*rows, spanned, Row(cells=cells(PROSE * 45))), head=0)
    given = one(Paragraph(text=PROSE * 2), table, Paragraph(text=PROSE + "\n" + PROSE * 100), Paragraph(text=PROSE))
    said = [cell.text for grid in grids_of(given, bare=True) for cell in grid.cells()]
    assert read_back(given) == said
