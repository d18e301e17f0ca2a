"""Finds the table of a scorecard in grids, the title above it and the totals and notes below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from banso.domain.numbering import split_number
from banso.domain.text import nfkc
from banso.sheets.grid import Cell, Grid
from banso.sheets.project_evaluation.levels import heading_of
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.headings import headings_at
from banso.sheets.scorecard.labels import Heading
from banso.sheets.scorecard.paper import Card, Line, TotalLine, Words
from banso.sheets.scorecard.rows import Slot, give, slots_of, with_numbers

_SEARCHED_ROWS = 5_000
_ADDRESS = re.compile(r"^(?:placement|plan|note|total|rule-set|node)/\S")
_COUNT = re.compile(r"(\d{1,5})\s*\D{0,4}[/／]\s*\D{0,3}(\d{1,5})")
_TOTAL = re.compile(r"(?:合計|総計|小計|達成数|達成件数|達成施策数|達成指標数|計)(?:計|数)?$|計$")
_BLANK_TOTAL = re.compile(r"(?:合計|総計|小計|計|達成(?:施策|指標)?数計?)[:：]?|[-－—/／]")
_CAPTION = re.compile(r"^[【■◆●○◇□\s]*(?:[ⅠⅡⅢⅣⅤ]|[0-9０-９][.．]?)?\s*([^\s【】]{2,16})[】\s]*$")


@dataclass(slots=True)
class _Segment:
    """The rows below one heading row of one grid; ``band`` is the element named in a line of its own above them."""

    grid: Grid
    headings: tuple[Heading, ...]
    caption: str | None
    band: Words | None = None
    rows: list[tuple[int, tuple[Cell, ...], str | None]] = field(default_factory=list)


def holds_scorecard(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a scorecard: 2 by headings with a column of flags or a sure title, 1 by headings alone."""
    best = 0
    titled = False
    for grid in grids:
        rows, _ = _without_addresses(grid)
        for number, row in enumerate(islice(rows, _SEARCHED_ROWS)):
            titled = titled or any(labels.is_sure_title(cell.text) for cell in row[:2])
            found = headings_at(rows, number) if len(row) >= 4 else None
            if found is not None:
                roles = {heading.role for heading in found[0]}
                best = max(best, 2 if titled or roles & {"flag", "node-flag"} else 1)
        if best == 2:
            return 2
    return best


def card_in(grids: Sequence[Grid]) -> Card | None:
    """The scorecard of one file, None where no grid has its headings."""
    finder = _Finder()
    for grid in grids:
        finder.take(grid)
    return finder.card()


class _Finder:
    def __init__(self) -> None:
        self._title: Words | None = None
        self._excerpt = False
        self._segments: list[_Segment] = []
        self._totals: list[tuple[TotalLine, int]] = []
        self._foot: list[Words] = []
        self._unread: list[Words] = []
        self._caption: str | None = None
        self._band: Words | None = None

    def take(self, grid: Grid) -> None:
        """Find the tables of one grid; a page without headings of its own goes on with those of the page before."""
        rows, addresses = _without_addresses(grid)
        current: _Segment | None = None
        if grid.page is not None and self._segments and self._segments[-1].grid.page is not None:
            current = replace(self._segments[-1], grid=grid, rows=[])
            self._segments.append(current)
        number = 0
        while number < len(rows):
            row = rows[number]
            found = headings_at(rows, number) if len(row) >= 4 else None
            if found is not None:
                caption = self._caption or (current.caption if current and grid.page is not None else None)
                current = _Segment(grid, found[0], caption, self._band)
                self._caption = None
                self._segments.append(current)
                number += found[1]
                continue
            if row:
                self._row(grid, number, row, addresses.get(number), current)
            number += 1

    def _row(
        self, grid: Grid, number: int, row: tuple[Cell, ...], address: str | None, current: _Segment | None
    ) -> None:
        words = [Words(cell.text.strip(), grid.place(number, cell.column, address)) for cell in row]
        counts = [(cell, match) for cell in row if (match := _COUNT.search(nfkc(cell.text))) and len(cell.text) <= 24]
        if (
            current is not None
            and counts
            and any(_TOTAL.search(_unspaced(cell.text)) for cell in row if len(cell.text) <= 24)
        ):
            named = tuple(_unspaced(cell.text) for cell in row if not _COUNT.search(nfkc(cell.text)))
            pairs = tuple((int(match[1]), int(match[2])) for _, match in counts)
            before = tuple(
                len([cell for cell in row if cell.column < counted.column and not _COUNT.search(nfkc(cell.text))])
                for counted, _ in counts
            )
            total = TotalLine("".join(named), pairs, named, before, words[0].place, current.caption)
            self._totals.append((total, sum(len(segment.rows) for segment in self._segments)))
            return
        if current is not None and all(_BLANK_TOTAL.fullmatch(_unspaced(cell.text)) for cell in row):
            return  # a foot that waits for its counts
        wide = len(row) == 1 and (
            not grid.spans_known or current is None or row[0].last_column >= current.headings[-1].first
        )
        text = words[0].text
        if len(row) <= 2 and (
            labels.note_parts(text) or labels.is_rule_line(text) or (wide and labels.legend_text(text))
        ):
            self._foot.extend(words)
        elif len(row) == 1 and self._title is None and labels.is_title(text) and not self._segments:
            self._excerpt = text.endswith(labels.EXCERPT)
            self._title = Words(text, words[0].place)
        elif len(row) == 1 and labels.is_title(text) and len(text) <= 60 and self._segments and wide:
            return  # the title again at the head of a further page
        elif wide and len(text) <= 20 and (caption := _CAPTION.match(text)) and self._is_kind(caption[1], current):
            self._caption = caption[1]
            if current is not None and current.rows:
                self._segments.append(replace(current, caption=caption[1], rows=[]))
        elif wide and self._is_band(text, current):
            self._band = words[0]
            if current is not None and current.rows:
                self._segments.append(replace(current, band=words[0], rows=[]))
            elif current is not None:
                current.band = words[0]
        elif current is None:
            self._unread.extend(words)
        elif len(row) == 1 and wide and self._foot and self._foot[-1].place.file == words[0].place.file:
            last = self._foot[-1]
            self._foot[-1] = Words(f"{last.text}{'' if grid.page is not None else chr(10)}{text}", last.place)
        elif (
            re.fullmatch(r"[-－\s]*\d+[-－\s]*(?:[/／]\s*\d+)?|\d+ページ", nfkc(text))
            and len(row) == 1
            and grid.page is not None
        ):
            return  # a page number
        else:
            (self._segments[-1] if self._segments[-1].grid is grid else current).rows.append((number, row, address))

    def _is_kind(self, text: str, current: _Segment | None) -> bool:
        """Whether a line of its own names a kind of the top element: 共通戦略 above the table of the 戦略."""
        headings = current.headings if current else ()
        if any(heading.role == "kind" for heading in headings):
            return False
        top = next((heading.name for heading in headings if heading.role == "level"), None)
        return (
            text.endswith(top) and text != top if top else re.search(r"(?:戦略|方針|目標|施策|分野)$", text) is not None
        )

    @staticmethod
    def _is_band(text: str, current: _Segment | None) -> bool:
        """Whether a line of its own names an element above those of the columns: 【重点戦略Ⅰ 稼ぐ力の強化】."""
        heading = heading_of(_plain(text))
        if heading is None or not heading.title or len(text) > 60:
            return False
        names = [each.name for each in current.headings if each.role == "level"] if current else []
        return heading.label not in names

    def card(self) -> Card | None:
        """What was found, with every row's cells in their columns."""
        if not self._segments:
            return None
        lines: list[Line] = []
        before = 0
        ends: dict[int, int] = {}
        banded = any(segment.band for segment in self._segments)
        for segment in self._segments:
            rows = [with_numbers(row, segment.headings) for _, row, _ in segment.rows]
            slots = slots_of(segment.headings, rows, spans_known=segment.grid.spans_known)
            given = give(rows, slots, spans_known=segment.grid.spans_known)
            for position, (found, (number, _, address)) in enumerate(zip(given, segment.rows, strict=True)):
                line = _line(segment, number, address, slots, found.cells, found.shifted)
                if banded:
                    line = _below(line, segment.band)
                self._unread.extend(
                    Words(cell.text, segment.grid.place(number, cell.column, address)) for cell in found.skipped
                )
                if not _continues(line, lines, position, segment.grid):
                    lines.append(_waiting(line, slots))
            before += len(segment.rows)
            ends[before] = len(lines)
        first = self._segments[0].headings
        band = next(
            (named for each in self._segments if each.band and (named := heading_of(_plain(each.band.text)))), None
        )
        if band is not None:
            first = (Heading("level", band.label, -1, -1), *first)
        kinds = next(
            (heading for segment in self._segments for heading in segment.headings if heading.role == "kind"), None
        )
        return Card(
            self._title,
            self._excerpt,
            first,
            tuple(lines),
            tuple(self._with_kind(total, lines, ends.get(place)) for total, place in self._totals),
            tuple(self._foot),
            tuple(self._unread),
            kinds,
        )

    @staticmethod
    def _with_kind(total: TotalLine, lines: Sequence[Line], end: int | None) -> TotalLine:
        """The row of totals with the kind of the rows above it."""
        above = [line.kind.text for line in lines[: end if end is not None else len(lines)] if line.kind]
        return replace(total, kind=above[-1] if above else total.kind)


def _line(
    segment: _Segment, number: int, address: str | None, slots: Sequence[Slot], cells: dict[int, Cell], shifted: bool
) -> Line:
    def words(cell: Cell) -> Words:
        return Words(cell.text.strip(), segment.grid.place(number, cell.column, address))

    single: dict[str, Words] = {}
    levels: list[tuple[int, Words]] = []
    figures: list[tuple[Heading, Words]] = []
    for place, cell in sorted(cells.items()):
        slot = slots[place]
        match slot.role:
            case "level":
                levels.append((slot.level, words(cell)))
            case "figure" | "actual" | "target":
                figures.append((slot.heading, words(cell)))
            case _:
                single.setdefault(slot.role, words(cell))
    kind = single.get("kind")
    if kind is None and segment.caption:
        kind = Words(segment.caption, segment.grid.place(number, None, address))
    return Line(
        place=segment.grid.place(number, None, address),
        address=address,
        kind=kind,
        levels=tuple(levels),
        node_flag=single.get("node-flag"),
        indicator=single.get("indicator"),
        unit=single.get("unit"),
        figures=tuple(figures),
        flag=single.get("flag"),
        review=single.get("review"),
        owner=single.get("owner"),
        remarks=single.get("remarks"),
        shifted=shifted,
    )


def _waiting(line: Line, slots: Sequence[Slot]) -> Line:
    """The line with its blank cells of targets and results: they wait, or say that no target is set."""
    if line.indicator is None:
        return line
    told = [heading for heading, _ in line.figures]
    blank = [slot.heading for slot in slots if slot.role in ("actual", "target") and slot.heading not in told]
    return replace(line, figures=(*line.figures, *((heading, Words("", line.place)) for heading in blank)))


def _plain(text: str) -> str:
    return text.strip("【】[]〔〕■◆●○◇□ 　")


def _below(line: Line, band: Words | None) -> Line:
    """The line with the element above its columns."""
    top = ((0, Words(_plain(band.text), band.place)),) if band and (line.levels or line.indicator) else ()
    return replace(line, levels=(*top, *((level + 1, words) for level, words in line.levels)))


def _continues(line: Line, lines: list[Line], position: int, grid: Grid) -> bool:
    """Whether a row only goes on with the texts of the row before, which is then completed in ``lines``."""
    if not lines or line.address is not None or line.figures or line.flag or line.node_flag:
        return False
    broken = grid.page is not None and position == 0 and not any(_is_numbered(words) for _, words in line.levels)
    if (line.levels or line.indicator) and not (broken and not (line.indicator and _is_numbered(line.indicator))):
        return False
    last = lines[-1]
    joint = "" if grid.page is not None else "\n"
    lines[-1] = replace(
        last,
        indicator=_appended(last.indicator, line.indicator, joint),
        review=_appended(last.review, line.review, joint),
        remarks=_appended(last.remarks, line.remarks, joint),
    )
    for level, words in line.levels:
        _complete(lines, level, words, joint)
    return True


def _complete(lines: list[Line], level: int, words: Words, joint: str) -> None:
    for place in range(len(lines) - 1, -1, -1):
        levels = dict(lines[place].levels)
        if level in levels:
            levels[level] = Words(f"{levels[level].text}{joint}{words.text}", levels[level].place)
            lines[place] = replace(lines[place], levels=tuple(sorted(levels.items())))
            return


def _appended(before: Words | None, more: Words | None, joint: str) -> Words | None:
    if before is None or more is None:
        return before or more
    return Words(f"{before.text}{joint}{more.text}", before.place)


def _is_numbered(words: Words) -> bool:
    return split_number(words.text) is not None


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _without_addresses(grid: Grid) -> tuple[tuple[tuple[Cell, ...], ...], dict[int, str]]:
    """The rows without the column of addresses of a working copy, and the address of each row."""
    addresses = {
        number: row[0].text.strip()
        for number, row in enumerate(grid.rows)
        if row and row[0].column == 0 and _ADDRESS.match(row[0].text.strip())
    }
    if not any(address.startswith(("placement/", "plan/")) for address in addresses.values()):
        return grid.rows, {}
    return tuple(row[1:] if number in addresses else row for number, row in enumerate(grid.rows)), addresses
