"""A paper of blocks as a web page: every fact has its address as id, headings and header cells are real ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from banso.sheets.blocks.grids import grids_of
from banso.sheets.blocks.html import ShownHeading, ShownTable, shown, write
from banso.sheets.blocks.value import Cell, Heading, Page, Paper, Paragraph, Row, Table
from tests.sheets.block_papers import paper, papers, sheet
from tests.sheets.test_html_pages import Reader


def read(given: Paper, folder: Path) -> Reader:
    write(given, folder / "page.html")
    reader = Reader()
    reader.feed((folder / "page.html").read_text(encoding="utf-8"))
    assert reader.open == []
    return reader


def ids(reader: Reader) -> list[str]:
    return [str(attributes["id"]) for _, attributes in reader.elements if "id" in attributes]


def test_facts_carry_their_addresses_once(tmp_path: Path) -> None:
    found = ids(read(replace(paper(), pages=(sheet(), sheet())), tmp_path))
    assert len(found) == len(set(found))
    assert {"node/1/title", "budget/1/2024", "text/1/調べ方", "node/1/評価"} <= set(found)


def test_header_cells_and_headings_are_real(tmp_path: Path) -> None:
    reader = read(paper(), tmp_path)
    heads = {text: attributes.get("scope") for row in reader.rows for tag, attributes, text in row if tag == "th"}
    assert heads["決算"] == "col"
    assert heads["目的"] == "row"
    assert "1,234" not in heads
    assert [tag for tag, _ in reader.elements if tag in ("h1", "h2", "h3", "h4")] == ["h1", "h2", "h3"]
    regions = [attributes["aria-label"] for _, attributes in reader.elements if attributes.get("role") == "region"]
    assert regions == ["事業の概要", "事業費"]


def test_several_pages_are_listed_and_their_titles_differ(tmp_path: Path) -> None:
    reader = read(paper(3), tmp_path)
    links = [attributes["href"] for tag, attributes in reader.elements if tag == "a"]
    assert links == ["#page-1", "#page-2", "#page-3"]
    regions = [attributes["aria-label"] for _, attributes in reader.elements if attributes.get("role") == "region"]
    assert len(regions) == len(set(regions)) == 6


def test_no_level_of_headings_is_skipped() -> None:
    heads = tuple(Heading(text=str(level), level=level) for level in (3, 1, 3, 2, 6))
    (page,) = shown(Paper(title="紙", pages=(Page(name="頁", title="題", blocks=heads),)))
    assert [each.level for each in page.blocks if isinstance(each, ShownHeading)] == [2, 2, 3, 3, 4]


def test_a_cell_named_for_the_ear_says_its_name(tmp_path: Path) -> None:
    rows = (Row(cells=(Cell(text="◎", title="重点事業"), Cell(text="<b>&"))),)
    given = Paper(title="紙", pages=(Page(name="頁", title="", blocks=(Table(widths=(1, 2), rows=rows, head=0),)),))
    reader = read(given, tmp_path)
    assert [[text for *_, text in row] for row in reader.rows] == [["重点事業 ◎", "<b>&"]]
    assert "b" not in [tag for tag, _ in reader.elements]


def test_nothing_is_fetched_and_no_style_stands_on_an_element(tmp_path: Path) -> None:
    reader = read(paper(2, "A3 landscape", draft=True), tmp_path)
    for tag, attributes in reader.elements:
        assert tag not in ("script", "link", "img", "iframe")
        assert "style" not in attributes
        assert not {"src", "data", "srcset"} & set(attributes)
    assert [attributes.get("class") for tag, attributes in reader.elements if tag == "article"] == ["a3-landscape"] * 2
    assert reader.text.count("下書き") == 2


@settings(deadline=None, max_examples=40)
@given(papers())
def test_every_text_stands_on_the_page(given: Paper) -> None:
    pages = shown(given)
    said = [cell.text for grid in grids_of(given, bare=True) for cell in grid.cells()]
    found = []
    for page in pages:
        found += [page.value.title] if page.value.title else []
        for each in page.blocks:
            if isinstance(each, ShownTable):
                texts = [[one.cell.text for one in row] for row in (*each.head, *each.body)]
                found += [text for row in texts for text in row]
            else:
                found.append(each.block.whole if isinstance(each.block, Paragraph) else each.block.text)
    assert [text.strip() for text in found if text.strip()] == said
