"""The actions of the list: printed rows put together, levels filled down where the paper prints them once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

from banso.domain.document import Note
from banso.domain.finding import Severity
from banso.domain.numbering import bare_number, split_number
from banso.domain.text import fold, is_dash, is_reprise_mark
from banso.sheets.action_list.columns import Layout, LevelColumns
from banso.sheets.action_list.doubts import Doubts
from banso.sheets.action_list.table import PrintedRow, Table

NOTE = re.compile(r"([*＊※†][0-9０-９]{0,2}|[(（]?注[0-9０-９]{0,2}[)）]?)[\s　:：.．]*(?=\S)")
_PAGE = re.compile(r"[\s\-–－ー‐―~Pp.]*\d+[\s\-–－ー‐―~]*(?:[/／]\s*\d+)?(?:ページ|頁)?\s*")
_TOTAL = re.compile(r"(?:合|総|小|累)?計")
_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_TITLE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """What a row prints of one level; both absent where its cells are blank."""

    number: str | None = None
    title: str | None = None

    def __bool__(self) -> bool:
        return self.number is not None or self.title is not None


@dataclass(slots=True)
class Repair:
    """Something mended in a row; told as a doubt once the row's key is known."""

    code: str
    severity: Severity
    column: int | None
    message: str
    quote: str
    field: str = ""
    row: PrintedRow | None = None


@dataclass(slots=True)
class Entry:
    """One action: its printed rows, its texts by column, its label on each level (None where it has none)."""

    rows: list[PrintedRow]
    texts: dict[int, str]
    path: list[Label | None]
    repairs: list[Repair] = field(default_factory=list)
    key: str = ""

    @property
    def first(self) -> PrintedRow:
        """The row that names the action."""
        return self.rows[0]

    def text(self, column: int | None) -> str:
        """The text of a column, "" where the list has no such column or the cell is blank."""
        return "" if column is None else self.texts.get(column, "")


@dataclass(slots=True)
class Entries:
    """All actions in printed order, and the notes below the table."""

    found: list[Entry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class Over(Protocol):
    """The levels that stand over the rows as rows of their own."""

    current: list[Label | None]

    def enter_row(self, row: PrintedRow) -> bool:
        """Whether the row names a level that holds for those below it."""


def entries_of(table: Table, layout: Layout, over: Over, doubts: Doubts) -> Entries:
    """Group printed rows into actions. Continuation rows are lines of the action above them."""
    entries = Entries()
    filled: list[PrintedRow] = []
    for row in table.rows:
        if over.enter_row(row) or row.above or _is_outside(row, table, layout, entries, doubts):
            continue
        _note_strays(row, doubts)
        current = entries.found[-1] if entries.found else None
        if _goes_on(row, layout, current):
            if current is None:
                doubts.add(
                    "row-without-action",
                    "warning",
                    row.place(),
                    "取組の名前がない行が表の先頭にあります。読めませんでした。元の表で確かめてください。",
                    " ".join(row.texts.values()),
                )
                continue
            _continue(current, row)
            continue
        path, was_filled = _path(row, layout, current, over.current)
        if was_filled:
            filled.append(row)
        entry = Entry([row], dict(row.texts), path)
        if row.joined:
            message = f"{row.joined + 1}行に分かれていた行を1行として読みました。文のつながりを確かめてください。"
            entry.repairs.append(Repair("row-wrapped", "hint", None, message, _begin(row)))
        entries.found.append(entry)
    if filled:
        doubts.add(
            "level-filled-down",
            "hint",
            filled[0].place(),
            f"上位の欄が空いている行が{len(filled)}行あります。すぐ上の行と同じ体系として読みました。違う行があれば書き入れてください。",
        )
    return entries


def _goes_on(row: PrintedRow, layout: Layout, current: Entry | None) -> bool:
    """Whether a row names no action: all columns of the tree are blank, or all but the long text of a numbered list."""
    own = [column for column in layout.tree_columns if row.own(column)]
    order = layout.single.get("order")
    numbered = current is not None and bool(current.text(order))
    return not own or (numbered and own == [layout.text] and layout.text != layout.deepest.title)


def one_line(text: str) -> str:
    """A name without the line ends its cell was wrapped with; words in Latin letters keep a blank between them."""
    joined = re.sub(rf"(?<={_CJK})\s*\n\s*|\s*\n\s*(?={_CJK})", "", text.strip())
    return _TITLE_BREAK.sub(" ", joined)


def clean_number(number: str, level: int) -> str:
    """A number as it is kept: the top level's without decoration ((1) → 1), others with it, a final point taken off."""
    stripped = re.sub(r"\s+", "", number)
    narrow = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in stripped)
    plain = bare_number(narrow) if level == 0 else narrow.rstrip(".:、")
    return plain or narrow


def _path(
    row: PrintedRow, layout: Layout, before: Entry | None, over: list[Label | None]
) -> tuple[list[Label | None], bool]:
    """The row's label on each level, blanks filled from the row above as long as the levels over them are the same."""
    path: list[Label | None] = []
    same, filled = before is not None, False
    for index, level in enumerate(layout.levels):
        printed = over[index] if index < len(over) else _label(row, level, index)
        above = before.path[index] if before is not None else None
        fills = len(over) <= index < len(layout.levels) - 1
        if printed is None and fills and same and not _is_dashed(row, level):
            printed = above
            filled = filled or above is not None
        elif printed is None or above is None or not _agree(printed, above):
            same = same and printed is None and above is None
        path.append(printed)
    if (
        path
        and path[-1] is None
        and not _is_dashed(row, layout.deepest)
        and any(row.own(c) for c in (layout.text, layout.short) if c is not None)
    ):
        # An action without number and name still is one; a dash would say that the row belongs to the level above.
        path[-1] = Label()
    return path, filled


def _agree(one: Label, other: Label) -> bool:
    if one.number is not None and other.number is not None:
        return one.number == other.number
    return fold(one.title or "") == fold(other.title or "")


def _is_dashed(row: PrintedRow, level: LevelColumns) -> bool:
    return any(is_dash(row.texts.get(column, "")) for column in level.columns)


def _label(row: PrintedRow, level: LevelColumns, index: int) -> Label | None:
    number = row.texts.get(level.number, "") if level.number is not None else ""
    title = row.texts.get(level.title, "") if level.title is not None else ""
    if is_dash(number):
        number = ""
    if is_dash(title) or is_reprise_mark(title):
        title = ""
    if level.numbered and not number:
        parts = split_number(title)
        number, title = parts if parts else ("", title)
    label = Label(clean_number(number, index) if number else None, one_line(title) if title else None)
    return label or None


def _continue(entry: Entry, row: PrintedRow) -> None:
    """Another printed row of the action above: its year texts are a line, other texts go on with those above."""
    entry.rows.append(row)
    for column in sorted(row.texts):
        own = row.own(column)
        if not own:
            continue
        before = entry.texts.get(column)
        entry.texts[column] = f"{before}\n{own}" if before else own
        message = "取組の名前がない行の文を、上の行の続きとして読みました。続きかどうか確かめてください。"
        entry.repairs.append(Repair("row-continued", "hint", column, message, own, row=row))
        entry.first.grid_columns.setdefault(column, row.grid_columns[column])


def _is_outside(row: PrintedRow, table: Table, layout: Layout, entries: Entries, doubts: Doubts) -> bool:
    """Whether the row is no row of the table: a note below it, or words over its whole width."""
    if any(_TOTAL.fullmatch(fold(row.own(column))) for column in layout.tree_columns):
        return True
    cell = row.only
    if cell is None or row.years or row.from_above:
        return False
    text = cell.text.strip()
    column = next(iter(row.texts), None)
    order = layout.single.get("order")
    wide = cell.columns >= 3
    in_order = column is not None and column == order
    if in_order and _PAGE.fullmatch(text):
        return True
    mark = NOTE.match(text)
    leading = column is None or column == 0 or cell.column <= 1
    if mark and (wide or in_order or (leading and order is None) or column is None):
        entries.notes.append(Note(mark=mark[1], text=text[mark.end() :].strip()))
        return True
    if wide or in_order:
        if any(fold(text) == fold(cell.text) for _, cell in table.above):
            return True
        doubts.add(
            "text-outside-table",
            "hint",
            row.place(),
            "表の行ではない文があります。取組としては読みませんでした。必要な内容なら備考などの欄に移してください。",
            text,
        )
        return True
    return False


def _note_strays(row: PrintedRow, doubts: Doubts) -> None:
    for cell in row.strays:
        doubts.add(
            "cell-without-heading",
            "warning",
            row.grid.place(row.row, cell.column),
            "見出しのない列に文があります。読みませんでした。正しい列に移してください。",
            cell.text.strip(),
        )


def _begin(row: PrintedRow) -> str:
    return next((text for text in row.texts.values() if len(text) > 3), "")
