"""A paper of blocks as a Word document: read back it is the same, its headings and tables are Word's own."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, assume, given, settings

from banso.sheets.blocks.grids import grids_of
from banso.sheets.blocks.value import Cell, Page, Paper, Row, Table
from banso.sheets.blocks.word import write
from banso.sheets.form import UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.sources.open import read_source
from tests.sheets.block_papers import paper, papers

Line = tuple[tuple[str, int], ...]


def lines(grids: tuple[Grid, ...]) -> list[Line]:
    """The filled rows: each cell with its text and the rows it spans; blanks around a line of a text do not count."""
    return [
        tuple(("\n".join(line.strip() for line in cell.text.split("\n")).strip(), cell.rows) for cell in row)
        for grid in grids
        for row in grid.rows
        if row
    ]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(papers())
def test_read_back_it_is_what_the_blocks_say(given: Paper) -> None:
    assume(any(grid.rows for grid in grids_of(given, bare=True)))
    with tempfile.TemporaryDirectory() as folder:
        for bare in (False, True):
            path = Path(folder) / "紙.docx"
            assert write(given, path, bare=bare) == ()
            assert lines(read_source(path).grids) == lines(grids_of(given, bare=bare))


def test_cells_stand_in_their_columns(tmp_path: Path) -> None:
    write(paper(), tmp_path / "a.docx", bare=True)
    (grid,) = read_source(tmp_path / "a.docx").grids
    found = {cell.text: (cell.column, cell.columns, cell.rows) for cell in grid.cells()}
    assert found["空き店舗をひらく事業その1"] == (1, 3, 1)
    assert found["目的"] == (0, 1, 2)
    assert found["どうなる"] == (1, 1, 1)
    assert found["令和6年度"] == (3, 1, 1)
    assert found["一行目\n二行目\n\n四行目"] == (2, 2, 1)


def test_every_page_has_its_own_paper_and_real_headings(tmp_path: Path) -> None:
    given = Paper(title="紙", pages=(*paper().pages, *paper(1, "A3 landscape", draft=True).pages))
    write(given, tmp_path / "a.docx")
    found = docx.Document(str(tmp_path / "a.docx"))
    sizes = [
        (round(section.page_width.mm), round(section.page_height.mm))
        for section in found.sections
        if section.page_width and section.page_height
    ]
    assert sizes == [(210, 297), (420, 297)]
    assert [section.header.paragraphs[0].text for section in found.sections] == ["", "下書き"]
    headings = [each.style.name for each in found.paragraphs if each.style and "Heading" in str(each.style.name)]
    assert headings == ["Heading 1", "Heading 2", "Heading 3"] * 2
    assert found.core_properties.title == "紙"
    assert len(read_source(tmp_path / "a.docx").grids) == 2


def test_heads_are_repeated_and_low_rows_stay_whole(tmp_path: Path) -> None:
    rows = tuple(
        Row(cells=(Cell(text=text, look="head" if not text else "text"),)) for text in ("", "短い", "長い" * 3000)
    )
    table = Table(widths=(1,), rows=rows, head=1, label="表の名")
    write(Paper(title="紙", pages=(Page(name="頁", title="", blocks=(table,)),)), tmp_path / "a.docx")
    (found,) = docx.Document(str(tmp_path / "a.docx")).tables
    properties = [row._tr.trPr for row in found.rows]
    assert [part is not None and part.find(qn("w:tblHeader")) is not None for part in properties] == [
        True,
        False,
        False,
    ]
    assert [part is not None and part.find(qn("w:cantSplit")) is not None for part in properties] == [True, True, False]
    caption = found._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None
    assert caption.get(qn("w:val")) == "表の名"


def test_addresses_are_hidden_from_people(tmp_path: Path) -> None:
    write(paper(), tmp_path / "a.docx")
    found = docx.Document(str(tmp_path / "a.docx"))
    hidden = [run for each in found.paragraphs for run in each.runs if run.style and run.style.name == "BansoAddress"]
    assert [run.text for run in hidden] == ["node/1", "node/1/評価", "text/1/調べ方"]
    assert all(run.style is not None and run.style.font.hidden for run in hidden)
    write(paper(), tmp_path / "b.docx", bare=True)
    assert b"node/1" not in zipfile.ZipFile(tmp_path / "b.docx").read("word/document.xml")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(path: Path, body: str, *, name: str = "word/document.xml", head: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
    return path


def p(*words: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{word}</w:t></w:r>' for word in words)}</w:p>"


def texts(path: Path) -> list[list[tuple[int, str]]]:
    return [[(cell.column, cell.text) for cell in row] for grid in read_source(path).grids for row in grid.rows]


FOREIGN = {
    "runs of one word": (p("経営", "発達"), [[(0, "経営発達")]]),
    "a document that Word saved anew": (p("本文"), [[(0, "本文")]]),
    "a deleted word": (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>",
        [[(0, "新")]],
    ),
    "a reading above kanji": (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>おうめ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>青梅</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        [[(0, "青梅")]],
    ),
    "a content control": (f"<w:sdt><w:sdtContent>{p('中')}</w:sdtContent></w:sdt>", [[(0, "中")]]),
    "a line break and a tab": (
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r></w:p>",
        [[(0, "上\n下 右")]],
    ),
    "a row that begins later": (
        f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr><w:tc>{p("三")}</w:tc></w:tr></w:tbl>',
        [[(2, "三")]],
    ),
    "a table in a cell": (
        f"<w:tbl><w:tr><w:tc>{p('外')}<w:tbl><w:tr><w:tc>{p('内')}</w:tc><w:tc>{p('側')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        [[(0, "外\n内 側")]],
    ),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_documents_of_other_hands_are_read(case: str, tmp_path: Path) -> None:
    body, expected = FOREIGN[case]
    name = "word/document2.xml" if "anew" in case else "word/document.xml"
    assert texts(made(tmp_path / "a.docx", body, name=name)) == expected


def test_automatic_numbers_are_told(tmp_path: Path) -> None:
    body = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>現状</w:t></w:r></w:p>'
    (doubt,) = read_source(made(tmp_path / "a.docx", body)).doubts
    assert (doubt.code, doubt.quote) == ("automatic-number-unread", "現状")
    assert "1か所" in doubt.message


HOSTILE = {
    "no text": ("", "", "文字がありません"),
    "entities": ('<!DOCTYPE a [<!ENTITY b "c">]>', p("x"), "壊れて"),
    "broken": ("", "<w:p>", "壊れて"),
    "a very wide table": (
        "",
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>{p("x")}</w:tc></w:tr></w:tbl>',
        "列の表",
    ),
    "depth without end": ("", "<w:r>" * 50_000 + "</w:r>" * 50_000, "文字がありません|壊れて"),
    "depth in a paragraph": ("", "<w:p>" + "<w:r>" * 50_000 + "</w:r>" * 50_000 + "</w:p>", "壊れて"),
    "a bomb": ("", "<w:p/>" * (12 * 1024 * 1024), "大きさを超えて"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_paper_is_refused_with_one_sentence(case: str, tmp_path: Path) -> None:
    head, body, words = HOSTILE[case]
    with pytest.raises(UnreadablePaper, match=words):
        read_source(made(tmp_path / "a.docx", body, head=head))
