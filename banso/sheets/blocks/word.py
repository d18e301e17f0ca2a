"""Writes a paper of blocks as a Word document: real headings, tables with merged cells and repeated heads, Japanese fonts.

A working copy has the address of each row as hidden text (character style ``ADDRESS_STYLE``) at its beginning, where
``sources.word`` finds it again; a bare one has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from banso.sheets.blocks.placing import spread
from banso.sheets.blocks.value import Cell, Format, Heading, Look, Page, Paper, Paragraph, Row, Table
from banso.sheets.sources.word import ADDRESS_STYLE
from banso.sheets.typesetting import lines_needed

FONT = "BIZ UDゴシック"
_SIZE, _SMALL = 9.0, 8.0
_MARGIN = 15
_SIDES: dict[Format, tuple[int, int]] = {
    "A4": (210, 297),
    "A4 landscape": (297, 210),
    "A3": (297, 420),
    "A3 landscape": (420, 297),
}
"""Width and height in millimetres."""
_HEADINGS = {1: 14.0, 2: 12.0, 3: 10.5}
_TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
_TALL = 30
"""Lines from which a row may break over pages."""
_HALF, _PADDING = 0.5 * 25.4 / 72, 3.8
_SHADE = "E6E6E6"
_ALIGNED: dict[Look, str] = {
    "head": "center",
    "mark": "center",
    "entry-mark": "center",
    "number": "right",
    "entry-number": "right",
    "total": "right",
}
_TOP: tuple[Look, ...] = ("entry", "plain")
_HEAVY: tuple[Look, ...] = ("head", "mark", "total")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(
    paper: Paper, path: Path, *, bare: bool = False, done: Callable[[int], None] | None = None
) -> tuple[str, ...]:
    """Write the paper to ``path``; ``bare`` leaves the addresses out. There is nothing to remark.

    ``done`` is told how many pages are laid out, after every page. Raises OSError where the file cannot be written.
    """
    document = docx.Document()
    _styles(document)
    document.core_properties.title = _clean(paper.title)
    document.core_properties.language = "ja-JP"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for number, page in enumerate(paper.pages):
        section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        _set_up(section, page, document.styles["Normal"])
        _Page(document, page, bare).write()
        if done is not None:
            done(number + 1)
    unfinished = path.with_name(path.name + ".tmp")
    try:
        document.save(str(unfinished))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return ()


def _styles(document: Any) -> None:
    styles = document.styles
    _font(styles["Normal"], _SIZE)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    languages = styles.element.find(".//" + qn("w:rPrDefault")).find(".//" + qn("w:lang"))
    languages.set(qn("w:eastAsia"), "ja-JP")
    for level in range(1, 10):
        style = styles[f"Heading {level}"]
        _font(style, _HEADINGS.get(level, _SIZE))
        style.font.bold = True
        style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(0 if level == 1 else 9)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    hidden = styles.add_style(ADDRESS_STYLE, WD_STYLE_TYPE.CHARACTER)
    hidden.font.hidden = True
    hidden.font.size = Pt(1)
    hidden.hidden = True


def _font(style: Any, size: float) -> None:
    """One font for every script: the template's theme fonts would draw Japanese with another."""
    style.font.size = Pt(size)
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)


def _set_up(section: Any, page: Page, normal: Any) -> None:
    """Paper, margins, and head and foot of a section of its own."""
    width, height = _SIDES[page.format]
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.header_distance = section.footer_distance = Mm(8)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if page.draft:
        run = head.add_run("下書き")
        run.font.size, run.font.color.rgb = Pt(16), RGBColor(0x7F, 0x7F, 0x7F)
    foot = section.footer.paragraphs[0]
    # The style of feet has tab stops of its own.
    foot.style = normal
    inner = width - 2 * _MARGIN
    for place, align in ((inner / 2, "center"), (inner, "right")):
        _tab(foot, place, align)
    for number, text in enumerate((page.foot or page.title, "", page.aside)):
        if number:
            foot.add_run("\t")
        if number == 1:
            _field(foot, "PAGE")
            foot.add_run(" / ")
            _field(foot, "NUMPAGES")
        else:
            foot.add_run(_clean(text).replace("\n", " ")[:40])
    for run in foot.runs:
        run.font.size = Pt(_SMALL)


def _tab(paragraph: Any, millimetres: float, align: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    tabs = properties.find(qn("w:tabs"))
    if tabs is None:
        tabs = _element("w:tabs")
        properties.append(tabs)
    tabs.append(_element("w:tab", val=align, pos=round(millimetres * _TWIPS)))


def _field(paragraph: Any, name: str) -> None:
    run = paragraph.add_run()
    field = _element("w:fldSimple", instr=name)
    inner = _run("1")
    field.append(inner)
    run._r.addprevious(field)
    properties = _element("w:rPr")
    properties.append(_element("w:sz", val=int(_SMALL * 2)))
    inner.insert(0, properties)
    paragraph._p.remove(run._r)


class _Page:
    """One page of the value while it is written into its section."""

    def __init__(self, document: Any, page: Page, bare: bool) -> None:
        self.document = document
        self.page = page
        self.bare = bare
        self.width = _SIDES[page.format][0] - 2 * _MARGIN

    def write(self) -> None:
        """The title and all blocks."""
        if self.page.title:
            self._heading(self.page.title, 1, self.page.about).alignment = WD_ALIGN_PARAGRAPH.CENTER
        reached = 1 if self.page.title else 0
        for block in self.page.blocks:
            match block:
                case Heading():
                    reached = min(block.level + (1 if self.page.title else 0), reached + 1, 9)
                    self._heading(block.text, reached, block.at)
                case Paragraph():
                    self._paragraph(block)
                case Table():
                    self._table(block)

    def _heading(self, text: str, level: int, at: str | None) -> Any:
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        self._address(paragraph._p, at)
        _append_lines(paragraph._p, text)
        return paragraph

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.document.add_paragraph()
        if block.look == "aside":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._address(paragraph._p, block.at)
        size = _SMALL if block.look == "note" else None
        if block.label:
            _append_lines(paragraph._p, block.label + (" " if block.text else ""), bold=True, size=size)
        _append_lines(paragraph._p, block.text, size=size)

    def _address(self, paragraph: Any, at: str | None) -> None:
        if at and not self.bare:
            run = _run(_clean(at))
            properties = _element("w:rPr")
            properties.append(_element("w:rStyle", val=ADDRESS_STYLE))
            run.insert(0, properties)
            paragraph.append(run)

    def _table(self, table: Table) -> None:
        total = sum(table.widths)
        widths = [round(width / total * self.width * _TWIPS) for width in table.widths]
        element = _element("w:tbl")
        properties = _element("w:tblPr")
        properties.append(_element("w:tblStyle", val="TableGrid"))
        properties.append(_element("w:tblW", w=sum(widths), type="dxa"))
        properties.append(_element("w:tblLayout", type="fixed"))
        properties.append(_element("w:tblLook", val="0020" if table.head else "0000", firstRow=int(bool(table.head))))
        if table.label:
            properties.append(_element("w:tblCaption", val=_clean(table.label)))
        element.append(properties)
        grid = _element("w:tblGrid")
        for width in widths:
            grid.append(_element("w:gridCol", w=width))
        element.append(grid)
        below: dict[int, tuple[Cell, int]] = {}
        for number, cells in spread(table):
            element.append(self._row(table, number, dict(cells), below, widths))
        body = self.document.element.body
        body.insert(len(body) - 1, element)
        # Word joins tables that touch; the empty paragraph between them is the gap.
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(6)

    def _row(
        self, table: Table, number: int, cells: dict[int, Cell], below: dict[int, tuple[Cell, int]], widths: list[int]
    ) -> Any:
        """A row; ``below`` tells which cells of rows above go on in it, by column, with the rows they still take."""
        row: Row = table.rows[number]
        element = _element("w:tr")
        properties = _element("w:trPr")
        element.append(properties)
        tallest = 1
        address = row.key
        column = 0
        while column < len(widths):
            going = below.get(column)
            cell = cells.get(column) or (going[0] if going else Cell(look="plain"))
            width = sum(widths[column : column + cell.columns])
            made, paragraph = _cell(cell, width, goes_on=column not in cells and going is not None)
            if address and (column in cells or not cells):
                self._address(paragraph, address)
                address = None
            if column in cells:
                _fill(made, paragraph, cell)
                if cell.rows == 1:
                    capacity = max(2, int((width / _TWIPS - _PADDING) / (_HALF * _SIZE)))
                    tallest = max(tallest, lines_needed(cell.text, capacity))
                else:
                    below[column] = (cell, cell.rows - 1)
            elif going is not None:
                below[column] = (going[0], going[1] - 1)
            if column in below and below[column][1] == 0:
                del below[column]
            element.append(made)
            column += cell.columns
        if tallest <= _TALL:
            properties.append(_element("w:cantSplit"))
        if number < table.head:
            properties.append(_element("w:tblHeader"))
        return element


def _cell(cell: Cell, width: int, *, goes_on: bool) -> tuple[Any, Any]:
    """A cell without its text, and its first paragraph."""
    element = _element("w:tc")
    properties = _element("w:tcPr")
    properties.append(_element("w:tcW", w=width, type="dxa"))
    if cell.columns > 1:
        properties.append(_element("w:gridSpan", val=cell.columns))
    if goes_on:
        properties.append(_element("w:vMerge"))
    elif cell.rows > 1:
        properties.append(_element("w:vMerge", val="restart"))
    if cell.look == "plain":
        borders = _element("w:tcBorders")
        for side in ("top", "left", "bottom", "right"):
            borders.append(_element(f"w:{side}", val="nil"))
        properties.append(borders)
    if cell.look in ("head", "label"):
        properties.append(_element("w:shd", val="clear", color="auto", fill=_SHADE))
    if cell.look not in _TOP:
        properties.append(_element("w:vAlign", val="center"))
    element.append(properties)
    paragraph = _cell_paragraph(cell)
    element.append(paragraph)
    return element, paragraph


def _cell_paragraph(cell: Cell) -> Any:
    paragraph = _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:spacing", before=40, after=40))
    if cell.look in _ALIGNED:
        properties.append(_element("w:jc", val=_ALIGNED[cell.look]))
    paragraph.append(properties)
    return paragraph


def _fill(element: Any, first: Any, cell: Cell) -> None:
    """Each line of the text as a paragraph of its own, as people type them."""
    paragraph = first
    for number, line in enumerate(cell.text.strip().split("\n")):
        if number:
            paragraph = _cell_paragraph(cell)
            element.append(paragraph)
        if line:
            _append_lines(paragraph, line, bold=cell.look in _HEAVY)


def _append_lines(paragraph: Any, text: str, *, bold: bool = False, size: float | None = None) -> None:
    """Runs with the text, its line ends as line breaks."""
    for number, line in enumerate(_clean(text).split("\n")):
        run = _run(line, line_end=number > 0)
        if bold or size is not None:
            properties = _element("w:rPr")
            if bold:
                properties.append(_element("w:b"))
            if size is not None:
                properties.append(_element("w:sz", val=int(size * 2)))
            run.insert(0, properties)
        paragraph.append(run)


def _run(text: str, *, line_end: bool = False) -> Any:
    run = _element("w:r")
    if line_end:
        run.append(_element("w:br"))
    if text:
        words = _element("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    return run


def _element(name: str, **attributes: str | int) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _clean(text: str) -> str:
    """The text without what XML cannot hold; a tab becomes a blank."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
