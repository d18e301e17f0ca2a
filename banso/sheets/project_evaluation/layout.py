"""Finds project sheets in grids: a sheet begins where a project's name stands beside its label.

Text before the first sheet and between sheets is looked through for headings only, so that the sheets are found inside
the report of a whole policy field. Places are not trusted: exports shift rows and put in blank columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from banso.domain.address import split
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.money_items import item_of
from banso.domain.numbering import bare_number, split_number
from banso.domain.text import fold, is_dash, squeeze
from banso.domain.years import parse_fiscal_year
from banso.sheets.grid import Cell, Grid
from banso.sheets.project_evaluation import labels
from banso.sheets.project_evaluation.indicators import (
    FigureColumns,
    figure_columns,
    figure_columns_below,
    figures_in,
    says_what,
)
from banso.sheets.project_evaluation.labels import Label, label_of, money_item
from banso.sheets.project_evaluation.levels import SCHEME, LevelHeading, heading_of, headings_in
from banso.sheets.project_evaluation.lines import (
    LONGEST_VALUE,
    Line,
    announces,
    is_money_head,
    is_money_label,
    item_index,
    label_by_address,
    like_label,
    lines_of,
    starts_sheet,
)
from banso.sheets.project_evaluation.money_cells import amounts_in_columns, staged_columns
from banso.sheets.project_evaluation.paper import Above, Amount, Field, PaperSheet, ProjectPaper, YearColumn

LEVELS_LABEL = "体系："
LEVELS_BETWEEN = "＞"
_CONTINUED = re.compile(r"\s*[(（](?:つづき|続き|続)[)）]$")
_SHORT_ROLES = ("name", "number", "owner", "partners", "decision", "term", "period", "level")
_BEFORE_NAME = ("number", "owner", "partners", "period", "level", "term")
_LONGEST_NUMBER = 12


def papers_in(grids: Sequence[Grid]) -> tuple[ProjectPaper, list[Doubt]]:
    """All sheets of one file with the headings above them, and what had to be repaired."""
    finder = Finder()
    for number, grid in enumerate(grids):
        finder.begin(number, grid)
        for line in lines_of(grid):
            finder.take(line)
    return finder.paper, finder.doubts


class Finder:
    """Goes through the lines of a file once."""

    def __init__(self) -> None:
        self.paper = ProjectPaper()
        self.doubts: list[Doubt] = []
        self._sheet: PaperSheet | None = None
        self._open: Field | None = None
        self._stack: list[Above] = []
        self._grid = 0
        self._blank = True
        self._year: int | None = None
        self._unit: str | None = None
        self._staged = False
        self._before: list[Line] = []
        self._measured: FigureColumns | None = None

    def begin(self, number: int, grid: Grid) -> None:
        """Begin a page or worksheet; a worksheet stands for itself."""
        self._grid = number
        if grid.sheet is not None:
            self._sheet = self._open = None
            self._stack = []
            self._year = None
        self._blank, self._before = True, []

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        if not line.cells:
            self._blank = self._blank or line.address is None
            return
        start = starts_sheet(line)
        if start is not None:
            self._start(line, *start)
        elif self._outside(line):
            self._before = []
        elif self._precedes_name(line):
            self._before.append(line)
        elif self._sheet is not None:
            self._inside(self._sheet, line)
        else:
            self._before = []
        self._blank = False

    def _precedes_name(self, line: Line) -> bool:
        """Whether the line holds a field of a sheet whose name stands further down: its number, its measure, its office."""
        label = label_of(line.cells[0].text)
        if label is None or label.role not in _BEFORE_NAME or len(line.cells) < 2 or announces(line.cells[1].text):
            return False
        if self._sheet is not None and label.role == "number" and self._sheet.number is not None:
            self._sheet = self._open = None
        return self._sheet is None

    def _start(self, line: Line, index: int, name: Cell | None) -> None:
        cells = line.cells
        label = cells[index]
        sheet = PaperSheet(
            place=line.place(name or label),
            grid=self._grid,
            name_label=squeeze(label.text),
            name=squeeze(name.text) if name else "",
            key=line.node,
            above=tuple(self._stack),
            unit=self._unit,
            year=self._year,
        )
        before = cells[:index]
        if before and len(before[-1].text) <= _LONGEST_NUMBER and label_of(before[-1].text) is None:
            sheet.number = squeeze(before[-1].text)
            before = before[:-1]
        self.paper.sheets.append(sheet)
        self._sheet, self._open, self._staged, self._measured = sheet, None, False, None
        for earlier in self._before:
            self._pairs(sheet, earlier, earlier.cells)
        self._before = []
        self._pairs(sheet, line, before)
        self._pairs(sheet, line, cells[index + 2 :] if name else cells[index + 1 :])
        following = cells[index + 2] if name and len(cells) > index + 2 else None
        if name and following and not line.grid.spans_known and following.column > name.column + 1:
            count = following.column - name.column - 1
            self._doubt(
                "blank-column-skipped",
                "hint",
                line.place(following),
                f"「{squeeze(name.text)[:20]}」と「{squeeze(following.text)}」の間に空の列が{count}列あります。とばして読みました。",
                squeeze(following.text),
            )

    def _outside(self, line: Line) -> bool:
        """Take a title, a heading, the paper's own list of levels or a unit; whether the line was one of these."""
        first = line.cells[0]
        text = squeeze(first.text)
        if len(line.cells) == 1 and text.startswith(LEVELS_LABEL):
            self.paper.levels = tuple(part.strip() for part in text[len(LEVELS_LABEL) :].split(LEVELS_BETWEEN))
            return True
        if len(line.cells) <= 2 and labels.is_title(text) and label_of(text) is None:
            self._sheet = self._open = None
            self._year = next((year for cell in line.cells if (year := parse_fiscal_year(cell.text))), self._year)
            self._unit = next((unit for cell in line.cells if (unit := labels.unit_of(cell.text))), self._unit)
            return True
        above = self._headings(line)
        if above:
            self._sheet = self._open = None
            for each in above:
                self._push(each)
            return True
        if len(line.cells) == 1 and len(text) <= 20 and (unit := labels.unit_of(text)) and self._open is None:
            self._unit = unit
            return True
        return False

    def _headings(self, line: Line) -> list[Above]:
        cells = line.cells
        if len(cells) > 2:
            return []
        text = _CONTINUED.sub("", " ".join(squeeze(cells[0].text).split()))
        found: tuple[LevelHeading, ...]
        if len(cells) == 2:
            found = headings_in(text)
            title = squeeze(cells[1].text)
            if len(found) != 1 or found[0].title or len(title) > 60 or "。" in title:
                return []
            found = (replace(found[0], title=title),)
        else:
            found = self._own_heading(text, line.node) or headings_in(text)
        place = line.place(cells[0])
        key = line.node if len(found) == 1 else None
        return [Above(each.label, each.sign, each.number or None, each.title, place, key) for each in found]

    def _own_heading(self, text: str, key: str | None) -> tuple[LevelHeading, ...]:
        """A heading that Banso prints with the level's name before it: ``施策：① 創業の促進``."""
        for name in self.paper.levels:
            if text.startswith(f"{name}："):
                rest = text[len(name) + 1 :].strip()
                found = heading_of(rest)
                if found is not None and found.label == name:
                    return (found,)
                number, title = split_number(rest) or ("", rest)
                return (LevelHeading(name, bare_number(number) if number else fold(title), number, title),)
        return ()

    def _push(self, above: Above) -> None:
        """Put a heading where its level belongs: what stood at its level or below it has ended."""
        names = [each.label for each in self._stack]
        order = self.paper.levels or SCHEME
        if above.label in names:
            del self._stack[names.index(above.label) :]
        elif above.label in order:
            rank = order.index(above.label)
            self._stack = [each for each in self._stack if each.label not in order or order.index(each.label) < rank]
        if not above.title:
            above = replace(above, title=self._known_title(above))
        self._stack.append(above)
        if above.title:
            self.paper.headings.append(above)

    def _known_title(self, above: Above) -> str:
        same = (each.title for each in self.paper.headings if (each.label, each.sign) == (above.label, above.sign))
        return next(same, "")

    def _inside(self, sheet: PaperSheet, line: Line) -> None:
        if self._figures(sheet, line):
            return
        own = label_by_address(line)
        if own is not None:
            self._field(sheet, line, own, line.cells[0], line.cells[1:])
            return
        if self._year_head(sheet, line) or self._stage_head(sheet, line) or self._money_row(sheet, line):
            return
        self._pairs(sheet, line, line.cells)

    def _figures(self, sheet: PaperSheet, line: Line) -> bool:
        """Take a row of the table of indicators; it ends where a row has a label of the sheet again."""
        columns = figure_columns(line.cells)
        if columns is not None:
            self._measured, self._open = columns, None
            return True
        below = figure_columns_below(line.cells, sheet.columns) if self._measured is None else None
        if below is not None:
            self._measured, self._open = below, None
        if self._measured is None:
            return False
        label = label_of(line.cells[0].text)
        parts = split(line.address) if line.address else ()
        key = parts[1] if parts[:1] in (("indicator",), ("target",), ("actual",)) else None
        if key is None and label is not None and label.role != "measured" and not says_what(line.cells[0].text):
            self._measured = None
            return False
        found = figures_in(line.cells, self._measured, sheet.figures[-1] if sheet.figures else None, key)
        sheet.figures += found
        return bool(found)

    def _year_head(self, sheet: PaperSheet, line: Line) -> bool:
        """Take the heading of the columns of money; what stands to its left are fields of the sheet."""
        found = [(index, cell, labels.year_column(cell.text)) for index, cell in enumerate(line.cells)]
        years = [(index, cell, each) for index, cell, each in found if each is not None and cell.number is None]
        if not years or (years[0][2][0] is None and not (len(years) > 1 or is_money_head(line, years[0][0]))):
            return False
        if all(each[0] is None for _, _, each in years) and sheet.columns:
            return False
        index = years[0][0]
        before = label_of(line.cells[index - 1].text) if index else None
        if before is not None and before.role != "money":
            return False
        if (
            index
            and money_item(line.cells[index - 1].text)
            and all(cell.text.strip().isdecimal() for _, cell, _ in years)
        ):
            return False  # amounts of 2000 and 2024 are no years
        if before is None and len(years) < 2 and years[0][2][1] is None:
            return False
        unit = next((unit for cell in line.cells if (unit := labels.unit_of(cell.text))), None)
        sheet.unit = unit or sheet.unit
        sheet.columns = tuple(YearColumn(cell.column, cell.last_column, *each) for _, cell, each in years)
        self._open, self._staged = None, False
        labelled = index and (before is not None or money_item(line.cells[index - 1].text))
        self._pairs(sheet, line, line.cells[: index - 1] if labelled else line.cells[:index])
        return True

    def _stage_head(self, sheet: PaperSheet, line: Line) -> bool:
        """A second line below the years: 予算, 決算 …; each belongs to the year it stands under."""
        parts = [(cell, labels.year_column(cell.text)) for cell in line.cells]
        staged = [(cell, each[1]) for cell, each in parts if each is not None and each[0] is None]
        if not sheet.columns or self._staged or not staged or sheet.amounts:
            return False
        if any(each is None and cell.column >= sheet.columns[0].first for cell, each in parts):
            return False
        sheet.columns, self._staged = staged_columns(staged, sheet.columns), True
        self._pairs(sheet, line, tuple(cell for cell, each in parts if each is None))
        return True

    def _money_row(self, sheet: PaperSheet, line: Line) -> bool:
        index = item_index(line.cells, sheet.columns)
        if index is None:
            return False
        label = line.cells[index]
        item = money_item(label.text) or labels.item_name(label.text)
        placed = amounts_in_columns(sheet.columns, line, line.cells[index + 1 :], item, self.doubts)
        own = labels.unit_of(label.text)
        staff = item_of(item).meaning == "staff"
        if own and not staff and sheet.unit is None:
            sheet.unit = own
        unit = own or ("人" if staff else sheet.unit)
        sheet.amounts += [
            Amount(item, unit, column, squeeze(cell.text), line.place(cell), cell.number) for column, cell in placed
        ]
        self._open = None
        self._pairs(sheet, line, tuple(cell for cell in line.cells[:index] if not is_money_label(cell.text)))
        return True

    def _pairs(self, sheet: PaperSheet, line: Line, cells: Sequence[Cell]) -> None:
        """Take labels with what stands beside them, from left to right."""
        known = [index for index, cell in enumerate(cells) if label_of(cell.text) is not None]
        if not known:
            self._unlabelled(sheet, line, cells)
            return
        if known[0]:
            self._unlabelled(sheet, line, cells[: known[0]], alone=False)
        for index, following in zip(known, [*known[1:], len(cells)], strict=True):
            label = label_of(cells[index].text)
            assert label is not None
            values = cells[index + 1 : following]
            if label.role in _SHORT_ROLES and len(values) > 1:
                self._unlabelled(sheet, line, values[1:], alone=False)
                values = values[:1]
            if label.role == "text" and len(values) == 2 and _is_graded(values):
                self._pairs(sheet, line, values)  # 評価 over several rows: 妥当性 A, 有効性 B
                continue
            self._field(sheet, line, label, cells[index], values)

    def _field(self, sheet: PaperSheet, line: Line, label: Label, cell: Cell, values: Sequence[Cell]) -> None:
        text = "\n".join(squeeze(value.text) for value in values)
        if label.role == "number":
            sheet.number = text or sheet.number
        elif label.role == "money":
            sheet.unit = labels.unit_of(cell.text) or sheet.unit
        elif label.role not in ("name", "measured"):
            label = labels.fitting(label, cell.text, text, LONGEST_VALUE)
            if label.name == labels.REASON and (year := parse_fiscal_year(cell.text)):
                label = replace(label, name=f"{labels.REASON}/{year}")
            found = Field(label, text, line.place(values[0] if values else cell), line.address)
            sheet.fields.append(found)
            self._open = found if label.role in ("text", "leads-to") else None

    def _unlabelled(self, sheet: PaperSheet, line: Line, cells: Sequence[Cell], *, alone: bool = True) -> None:
        """Cells without a known label: an unknown label with its value, or a text that goes on."""
        if not cells or all(is_dash(cell.text) for cell in cells):
            return
        if len(cells) % 2 == 0 and all(like_label(cell.text) for cell in cells[::2]):
            for label, value in zip(cells[::2], cells[1::2], strict=True):
                self._unknown(sheet, line, label, value)
        elif alone and len(cells) == 1 and self._open is not None and not self._blank:
            self._open.text = f"{self._open.text}\n{squeeze(cells[0].text)}".strip()
        elif alone and self._blank:
            self._sheet = self._open = None
        else:
            for cell in cells:
                self._doubt(
                    "cell-unread",
                    "hint",
                    line.place(cell),
                    f"「{squeeze(cell.text)[:30]}」は、どの欄のものか分からないので読みませんでした。",
                    squeeze(cell.text),
                )

    def _unknown(self, sheet: PaperSheet, line: Line, label: Cell, value: Cell) -> None:
        name = "".join(squeeze(label.text).split()).rstrip("：:")
        text = squeeze(value.text)
        above = headings_in(text)
        if len(above) > 1 and not sheet.above:
            place = line.place(value)
            sheet.above = tuple(Above(each.label, each.sign, each.number, each.title, place) for each in above)
            self.paper.headings += sheet.above
            return
        short = len(text) <= LONGEST_VALUE and "。" not in text
        found = Label("term", name) if short else Label("text", name, "paragraph", True)
        sheet.fields.append(Field(found, text, line.place(value), line.address))
        self._open = None if short else sheet.fields[-1]
        if line.address is None:
            self._doubt(
                "field-unknown",
                "hint",
                line.place(label),
                f"見出し「{name}」は知らない語です。{'区分' if short else '文章'}として読みました。",
                name,
            )

    def _doubt(self, code: str, severity: Severity, where: Place, message: str, quote: str = "") -> None:
        self.doubts.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))


def _is_graded(values: Sequence[Cell]) -> bool:
    return like_label(values[0].text) and len(squeeze(values[1].text)) <= 3
