"""Text, TSV and CSV files as grids: any encoding an office uses, the delimiter by content, lines kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from banso.sheets.form import UnreadablePaper
from banso.sheets.sources.open import read_grids, read_source
from banso.sheets.sources.text import find_delimiter, read_text

TABLE = "作成日\t令和6年5月20日\n\n指標\t当初値\t目標\n①創業〜件数\t4,755\t4,800\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_office_may_save_its_text_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    text = TABLE.replace("〜", "～")
    path = tmp_path / "paper.txt"
    path.write_bytes(text.encode(encoding))
    (grid,) = read_grids(path)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["作成日", "令和6年5月20日"],
        [],
        ["指標", "当初値", "目標"],
        ["①創業～件数", "4,755", "4,800"],
    ]
    assert grid.lines == (1, 2, 3, 4)
    assert not grid.spans_known


@pytest.mark.parametrize(
    ("text", "rows", "lines"),
    [
        ('a,"b,c",d\n', [["a", "b,c", "d"]], [1]),
        ('a,"1行目\r\n2行目"\r\nb,c\r\n', [["a", "1行目\n2行目"], ["b", "c"]], [1, 3]),
        ('a\t"「""引用""」"\tc', [["a", '「"引用"」', "c"]], [1]),
        ('a\t"閉じない引用\tc\nd\te\tf', [["a", '"閉じない引用', "c"], ["d", "e", "f"]], [1, 2]),
        ('a\t5" 管\tc', [["a", '5" 管', "c"]], [1]),
        ("a\r\rb", [["a"], [], ["b"]], [1, 2, 3]),
        ("a;b\nc;d\n", [["a", "b"], ["c", "d"]], [1, 2]),
        ("見出し\n1, 2の説明文です。\nつぎの行\n三行目\n四行目\n五\n六\n七\n八\n九\n十\n十一", None, None),
    ],
)
def test_cells_lines_and_quotes(text: str, rows: list[list[str]] | None, lines: list[int] | None) -> None:
    (grid,) = read_text(text.encode(), "x.csv").grids
    if rows is None:
        assert all(len(row) == 1 for row in grid.rows)
    else:
        assert [[cell.text for cell in row] for row in grid.rows] == rows
        assert list(grid.lines) == lines


def test_cells_know_their_column_though_blank_ones_are_not_kept() -> None:
    (grid,) = read_text(b"a\t\t\tb\t\n", "x.txt").grids
    assert [(cell.text, cell.column) for cell in grid.rows[0]] == [("a", 0), ("b", 3)]
    assert grid.widths == (5,)
    assert grid.place(0, 3).line == 1


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a\tb,c\nd,e\tf", "\t"), ("a,b\nc,d", ","), ("a;b\nc;d", ";"), ("文章だけ。\nつぎ。", "\t")],
)
def test_the_delimiter_is_found_by_content(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_a_few_unreadable_bytes_are_doubts_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes("方針\t創業\n".encode() * 300 + b"\xff\xfe\x00\n" + "課題\t資金\n".encode())
    source = read_source(path)
    assert [doubt.where.line for doubt in source.doubts] == [301]
    assert "〓" in source.grids[0].rows[300][0].text


@pytest.mark.parametrize("data", [bytes(range(256)) * 50, b"\n \t\n", "　\n".encode()])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadablePaper, match=r"x\.txt"):
        read_text(data, "x.txt")
