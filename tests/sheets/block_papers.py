"""Papers of blocks to write: a sheet with everything a form may use, and papers made of chance."""

from __future__ import annotations

from hypothesis import strategies as st

from banso.domain.document import Level, Node, PlanDocument
from banso.sheets.blocks.value import Block, Cell, Format, Heading, Look, Page, Paper, Paragraph, Row, Table


def cells(*texts: str, look: Look = "text") -> tuple[Cell, ...]:
    """Cells of one look."""
    return tuple(Cell(text=text, look=look) for text in texts)


def sheet(number: int = 1, format: Format = "A4", *, draft: bool = False) -> Page:
    """A page with a merged head, figures, marks, boxes to write in and running text; no two numbers share their texts."""
    node = f"node/{number}"
    summary = Table(
        widths=(1, 3, 1, 3),
        head=0,
        label="事業の概要",
        rows=(
            Row(
                at=node,
                cells=(
                    Cell(text="事業名", look="label"),
                    Cell(text=f"空き店舗をひらく事業その{number}", at=f"{node}/title", columns=3),
                ),
            ),
            Row(
                cells=(
                    Cell(text="担当", look="label"),
                    Cell(text="産業部・商業課", at=f"{node}/owner"),
                    Cell(text="種別", look="label"),
                    Cell(text="法定", look="mark", at=f"{node}/terms/種別"),
                )
            ),
            Row(
                cells=(
                    Cell(text="目的", look="label", rows=2),
                    Cell(text="誰のために", look="label"),
                    Cell(text=f"町の商店と、そこで買う人（{number}）", columns=2, at=f"text/{number}/誰のために"),
                )
            ),
            Row(
                cells=(
                    Cell(text="どうなる", look="label"),
                    Cell(text="一行目\n二行目\n\n四行目", look="entry", columns=2, at=f"text/{number}/どうなる"),
                )
            ),
        ),
    )
    money = Table(
        widths=(2, 1, 1, 1, 1.5),
        head=2,
        label="事業費",
        rows=(
            Row(
                cells=(
                    Cell(text="区分", look="head", rows=2),
                    Cell(text="決算", look="head", columns=2),
                    Cell(text="予算", look="head"),
                    Cell(text="増減理由", look="head", rows=2),
                )
            ),
            Row(cells=cells("令和4年度", "令和5年度", "令和6年度", look="head")),
            Row(
                cells=(
                    Cell(text="事業費（千円）", look="label"),
                    Cell(text="1,234", look="number", at=f"budget/{number}/2022"),
                    Cell(text="12.5", look="number", at=f"budget/{number}/2023"),
                    Cell(look="entry-number", at=f"budget/{number}/2024"),
                    Cell(text="=SUM(A1)", look="entry", rows=2, at=f"text/{number}/2024/増減理由"),
                )
            ),
            Row(
                cells=(
                    Cell(text="人件費（千円）", look="label"),
                    Cell(text="－", look="number"),
                    Cell(text="△50", look="number"),
                    Cell(text="123,456,789,012,345,678", look="total"),
                )
            ),
        ),
    )
    return Page(
        name=f"{number}: 空き店舗",
        title="令和5年度 事業のシート",
        about=node,
        format=format,
        foot="町の計画",
        aside="令和5年度",
        draft=draft,
        blocks=(
            Paragraph(text="（単位：千円）", look="aside"),
            summary,
            Heading(text="1. かかったお金", level=1),
            money,
            Heading(text="2. 評価", level=2, at=f"{node}/評価"),
            Paragraph(text="聞き取りと統計で確かめた。", label="【調べ方】", at=f"text/{number}/調べ方"),
            Paragraph(text="※ 前年度から数え方が変わった。", look="note"),
        ),
    )


def document(count: int = 1) -> PlanDocument:
    """A plan document for a working copy."""
    nodes = tuple(Node(key=str(number), level=0, title=f"事業{number}") for number in range(1, count + 1))
    return PlanDocument(title="町の計画", levels=(Level(name="事業"),), nodes=nodes)


def paper(count: int = 1, format: Format = "A4", *, draft: bool = False) -> Paper:
    """A paper of so many sheets."""
    pages = tuple(sheet(number, format, draft=draft) for number in range(1, count + 1))
    return Paper(title="事業のシート", pages=pages, document=document(count))


_LOOKS: tuple[Look, ...] = ("text", "entry", "label", "mark", "number", "entry-number", "total")
_LETTERS = "あいう漢字町計画ABC12３４、。・（）％-=\n "
_texts = st.text(_LETTERS, max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with spans that fill it exactly: every row begins where cells above leave room."""
    width = draw(st.integers(1, 5))
    height = draw(st.integers(1, 5))
    head = draw(st.integers(0, min(1, height)))
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(height):
        made = []
        column = 0
        while column < width:
            if (row, column) in taken:
                column += 1
                continue
            room = 1
            while column + room < width and (row, column + room) not in taken:
                room += 1
            columns = draw(st.integers(1, room))
            # A head's cell ends with the head, as on every form, and no cell hides a whole row.
            tall = 1 if row < head or column == 0 else draw(st.integers(1, min(2, height - row)))
            taken |= {(row + below, column + beside) for below in range(tall) for beside in range(columns)}
            look: Look = "head" if row < head else draw(st.sampled_from(_LOOKS))
            text = draw(_texts)
            at = draw(st.sampled_from((None, f"node/{row}/{column}")))
            made.append(Cell(text=text, look=look, at=at, columns=columns, rows=tall))
            column += columns
        rows.append(Row(cells=tuple(made), at=draw(st.sampled_from((None, f"node/{row}")))))
    widths = tuple(draw(st.floats(0.5, 6)) for _ in range(width))
    return Table(widths=widths, rows=tuple(rows), head=head)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper of one or two pages."""
    # A number alone on its line is a page number to whoever reads a PDF.
    words = _texts.map(lambda text: f"語{text}語")
    blocks: st.SearchStrategy[Block] = st.one_of(
        tables(),
        st.builds(Heading, text=words.map(lambda text: text.replace("\n", " ")), level=st.integers(1, 3)),
        st.builds(
            Paragraph,
            text=words,
            look=st.sampled_from(("text", "note", "aside")),
            at=st.sampled_from((None, "text/1")),
            label=st.sampled_from(("", "【調べ方】")),
        ),
    )
    pages = draw(
        st.lists(
            st.builds(
                Page,
                name=st.sampled_from(("1", "2/3", "History", "長い名前" * 12)),
                title=st.sampled_from(("", "題名")),
                blocks=st.lists(blocks, min_size=1, max_size=4).map(tuple),
                format=st.sampled_from(("A4", "A4 landscape", "A3", "A3 landscape")),
                about=st.sampled_from((None, "node/1")),
                draft=st.booleans(),
            ),
            min_size=1,
            max_size=2,
        )
    )
    return Paper(title="紙", pages=tuple(pages), document=PlanDocument(title="計画"))
