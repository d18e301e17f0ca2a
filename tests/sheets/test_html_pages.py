"""The forms as web pages: semantic, escaped, complete, and fetching nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from banso.sheets.action_list.html import write_html as write_list
from banso.sheets.progress_sheet.html import bands_said
from banso.sheets.progress_sheet.html import write_html as write_sheets
from tests.sheets.printed_papers import LONG_WORD, YEARS, action_list, sheet

Attributes = dict[str, str | None]


class Reader(HTMLParser):
    """The elements of a page with their attributes and texts, and the cells of each table row."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.rows: list[list[tuple[str, Attributes, str]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "col", "link", "br"):
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and self.rows[-1] and {"td", "th"} & set(self.open):
            cell, attributes, text = self.rows[-1][-1]
            self.rows[-1][-1] = (cell, attributes, text + data)


def page(write: Callable[[Path], None], folder: Path) -> Reader:
    path = folder / "page.html"
    write(path)
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    assert reader.open == []
    return reader


PAGES: dict[str, Callable[[Path], None]] = {
    "one sheet": lambda path: write_sheets([sheet(length=200)], path),
    "three sheets": lambda path: write_sheets([sheet(node=f"1-{mark}") for mark in "①②③"], path),
    "list": lambda path: write_list(action_list(), path),
    "hostile words": lambda path: write_sheets([sheet(word="<script>alert('&\"')</script>")], path),
    "hostile list": lambda path: write_list(action_list(word="</td><img src=http://x>" + LONG_WORD), path),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_japanese_semantic_and_fetches_nothing(name: str, tmp_path: Path) -> None:
    reader = page(PAGES[name], tmp_path)
    tags = [tag for tag, _ in reader.elements]
    assert reader.elements[0] == ("html", {"lang": "ja"})
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(tags)
    assert tags.count("h1") == 1
    for tag, attributes in reader.elements:
        for attribute in ("src", "href", "action", "style"):
            value = attributes.get(attribute) or ""
            assert value == "" or value.startswith("#") or (attribute == "style" and "url(" not in value)
        if tag == "th":
            assert attributes.get("scope") in ("col", "row", "rowgroup")
    style = (tmp_path / "page.html").read_text(encoding="utf-8").split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "landscape" in style


@pytest.mark.parametrize("name", PAGES)
def test_the_cells_of_every_roadmap_line_fill_the_years(name: str, tmp_path: Path) -> None:
    reader = page(PAGES[name], tmp_path)
    heads = [
        number for number, row in enumerate(reader.rows) if sum("2023" in text for _, _, text in row) and len(row) > 5
    ]
    lines = 0
    for row in reader.rows[heads[0] + 1 :]:
        if any("当初値" in text for _, _, text in row):
            break
        years = [
            int(attributes.get("colspan") or 1)
            for tag, attributes, _ in row
            if tag == "td" and "rowspan" not in attributes
        ]
        cells = sum(years[-len(YEARS) :]) if "list" not in name else len(YEARS)
        assert cells == len(YEARS)
        lines += 1
    assert lines >= 3


def test_words_of_the_plan_are_shown_and_never_become_markup(tmp_path: Path) -> None:
    reader = page(PAGES["hostile words"], tmp_path)
    assert "<script>alert('&\"')</script>" in reader.text


def test_a_grade_is_a_letter_with_its_meaning_in_words(tmp_path: Path) -> None:
    reader = page(PAGES["one sheet"], tmp_path)
    grades = [text for row in reader.rows for _, attributes, text in row if attributes.get("class") == "grade"]
    assert grades == ["B99%~80%"] * 4


LEGENDS = [
    ("指標評価：100%以上=A、99%~80%=B、79%以下=C", {"A": "100%以上", "B": "99%~80%", "C": "79%以下"}),
    ("指標評価：１００％以上＝◎，80％以上＝○", {"◎": "100%以上", "○": "80%以上"}),
    ("", {}),
    ("達成度は委員会が決める", {}),
]


@pytest.mark.parametrize(("legend", "said"), LEGENDS)
def test_what_a_legend_says_of_each_grade(legend: str, said: dict[str, str]) -> None:
    assert dict(bands_said(legend)) == said


def test_a_sheet_without_indicators_still_shows_its_rating(tmp_path: Path) -> None:
    bare = replace(sheet(), indicators=())
    reader = page(lambda path: write_sheets([bare], path), tmp_path)
    assert [text for row in reader.rows for _, _, text in row if "★★" in text] == ["一定の評価はできる ★★"]
