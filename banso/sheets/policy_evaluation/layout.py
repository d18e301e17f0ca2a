"""Finds the parts of a policy evaluation in the lines of a paper, by their headings and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from banso.domain.document import TextKind
from banso.domain.numbering import numbering_style
from banso.domain.text import nfkc, without_note_mark
from banso.domain.years import years_in
from banso.sheets.grid import Cell, Grid
from banso.sheets.lines import Line, lines_of
from banso.sheets.policy_evaluation import labels
from banso.sheets.policy_evaluation.figure_rows import FigureTables
from banso.sheets.policy_evaluation.labels import money_column
from banso.sheets.policy_evaluation.report import (
    Footnote,
    Head,
    Measure,
    Money,
    Project,
    Related,
    Report,
    Words,
)
from banso.sheets.project_evaluation.labels import unit_of
from banso.sheets.project_evaluation.levels import LevelHeading, heading_of, headings_in

_FOOTNOTE = re.compile(r"^([*＊※]\s*\d{0,2})\s*(.+)$", re.DOTALL)
_MEANING = re.compile(r"^(?:[-・●○*]\s*(\S+)|((?:基本)?(?:目標|方針|戦略|柱)\s*\d+))[\s　:：]+(.+)$")
_SHEET_LABEL = re.compile(r"事業名|事務事業名")


def holds_report(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a policy evaluation: 2 for two of its parts, 1 for one."""
    found: set[str] = set()
    for line in lines_of(grids):
        part = labels.part_of(line.alone)
        if part in ("evaluation", "related", "final", "projects"):
            found.add(part)
        texts = line.texts
        if any(labels.is_word(labels.NAME, text) for text in texts) and any(
            labels.is_word(labels.UNIT, text) for text in texts
        ):
            found.add("indicators")
        if _is_project_head(line):
            found.add("projects")
        if texts and labels.text_kind(texts[0]) in ("priority",):
            found.add("evaluation")
    sure = found & {"evaluation", "projects", "final"}
    return 2 if len(found) > 1 and sure else int(bool(sure - {"projects"}))


def reports_in(grids: Sequence[Grid]) -> list[Report]:
    """The printed reports, one for each field; project sheets bound in behind them are left to their own form."""
    walker = _Walker()
    lines = [line for line in lines_of(grids) if line.cells]
    for line, behind in zip_longest(lines, lines[1:]):
        heads_sheets = behind is not None and _is_sheet(behind) and heading_of(line.alone) is not None
        if heads_sheets or _is_sheet(line):
            walker.part = "sheets"
        walker.take(line)
    file = next((grid.file for grid in grids if grid.file), None)
    for report in (found := walker.end()):
        report.file = file
        report.unit = next(
            (unit for line in lines for text in line.texts if "単位" in text and (unit := unit_of(text))), None
        )
    return found


def _is_project_head(line: Line) -> bool:
    texts = line.texts
    return any(labels.is_word(labels.PROJECT, text) for text in texts) and (
        any(labels.is_word(labels.DECISION, text) for text in texts)
        or sum(labels.is_word(labels.NUMBER, text) for text in texts) > 0
    )


def _is_sheet(line: Line) -> bool:
    """Whether the line begins a project's own sheet: 事業名 beside a name, not above names."""
    texts = line.texts[:2]
    for place, text in enumerate(texts):
        if _SHEET_LABEL.fullmatch(labels.word(text)):
            return (
                len(line.cells) > place + 1
                and not _is_project_head(line)
                and not any(labels.is_word(labels.OWNER, other) for other in line.texts)
            )
    return False


class _Walker:
    """Goes through the lines; ``part`` is the part of the report that the next line belongs to."""

    def __init__(self) -> None:
        self.done: list[Report] = []
        self.begin(Report())

    def begin(self, report: Report) -> None:
        """Begin the report of a field."""
        self.report = report
        self.part: str = "heads"
        self.measure: Measure | None = None
        self.tables = FigureTables()
        self.report.figures = self.tables.figures
        self.head: list[tuple[str, Cell]] = []
        self.section: int | None = None
        self.coming: list[Head] = []

    def take(self, line: Line) -> None:
        """Take one line; those of project sheets are passed over until the head of another field."""
        text = line.alone
        if text and self.part not in ("heads", "vision") and self._next_field(line, text):
            return
        if self.part == "sheets" or (text and self.part != "heads" and labels.is_page_title(text)):
            return
        if line.html:
            self.report.html.append((line.html, line.place(line.cells[0])))
        part = labels.part_of(text) if text else labels.part_of(line.texts[0]) if len(line.cells) == 1 else None
        if part is not None and not (part == "measures" and self.part == "evaluation"):
            self.part, self.measure, self.head = part, None, []
            return
        if text and (self._year(line, text) or (self.part in ("heads", "vision") and self._heads(line, text))):
            return
        if labels.is_vision(line.texts[0]):
            self.part = "vision"
            if len(line.cells) > 1:
                self._vision(line, "\n".join(line.texts[1:]))
            return
        if _is_project_head(line):
            self._project_head(line)
        elif not self._figure(line) and not self._of_part(line):
            self.report.unread.append((" ".join(line.texts), line.place(line.cells[0])))

    def _of_part(self, line: Line) -> bool:
        """Whether the line is one of the part that it stands in."""
        if self.part in ("heads", "vision") and self._about(line):
            return True
        match self.part:
            case "vision":
                self._vision(line, "\n".join(line.texts))
            case "measures":
                return self._measure(line)
            case "evaluation":
                return self._evaluation(line)
            case "related":
                return self._related(line)
            case "final":
                self._final(line)
            case "projects":
                return self._project(line)
            case part:
                return part == "sums"  # they are made from the amounts themselves
        return True

    def _next_field(self, line: Line, text: str) -> bool:
        """Whether the line is a heading of the field again, or of another field, whose report then begins."""
        names = [head.heading.label for head in self.report.heads]
        styles = {head.heading.label: numbering_style(head.heading.number) for head in self.report.heads}
        found = headings_in(text)
        if not found or any(styles.get(each.label) != numbering_style(each.number) for each in found):
            return False
        place = line.place(line.cells[0])
        self.coming += [Head(heading=each, place=place, at=line.at) for each in found]
        if found[-1].label != names[-1]:
            return True
        first = names.index(self.coming[0].heading.label)
        heads = [*self.report.heads[:first], *self.coming]
        self.coming = []
        if [head.heading.key for head in heads] == [head.heading.key for head in self.report.heads]:
            return True  # the head of a page printed again
        self._told_tables()
        self.done.append(self.report)
        self.begin(Report(year=self.report.year, heads=heads))
        return True

    def _told_tables(self) -> None:
        self.report.unread += [(cell.text, line.place(cell)) for line, cell in self.tables.unread]
        if self.tables.assumed is not None:
            self.report.assumed_row = self.tables.assumed.place()

    def end(self) -> list[Report]:
        """All reports, at the end of the paper."""
        self._told_tables()
        return [*self.done, self.report]

    def _about(self, line: Line) -> bool:
        """Whether the line is a label with words beside it that belong to the field itself (担当課, 基本方針)."""
        first, *rest = line.texts
        if not rest and labels.is_word(labels.OWNER, re.split(r"[\s:：]", first)[0]):
            first, *rest = re.split(r"[\s:：]+", first, maxsplit=1)
        label = labels.heading_label(first)
        if len(rest) != 1 or not self.report.heads or label is None or labels.is_word(labels.NUMBER, label):
            return False
        if labels.is_word(labels.OWNER, label):
            self.report.owner = rest[0]
        else:
            place = line.place(line.cells[0])
            self.report.about.append(Words(kind="paragraph", text=rest[0], place=place, heading=label))
        return True

    def _year(self, line: Line, text: str) -> bool:
        """A title such as 令和6年度 政策分野評価 names the year of the evaluation."""
        if self.part != "heads" or not re.search(r"評価|シート|調書", text) or heading_of(text):
            return False
        years = years_in(text)
        about = next(
            (year for year in years if re.match(r"\s*(?:年度)?\s*(?:を?対象|分|実績)", text[year.end :])), None
        )
        year = about or (years[0] if years else None)
        if year is not None and self.report.year is None:
            self.report.year = year.fiscal_year
        return bool(years) or labels.is_title(text)

    def _heads(self, line: Line, text: str) -> bool:
        found = headings_in(text)
        for heading in found:
            if not heading.title or any(heading.number == known.heading.number for known in self.report.heads):
                continue  # the head of a page printed again
            self.report.heads.append(Head(heading=heading, place=line.place(line.cells[0]), at=line.at))
        return bool(found)

    def _vision(self, line: Line, text: str) -> None:
        self.report.vision.append(Words(kind="vision", text=text, place=line.place(line.cells[0])))

    def _measure(self, line: Line) -> bool:
        if any(labels.is_word(labels.NUMBER, text) for text in line.texts):
            return True
        found = self._numbered(line)
        if found is None:
            if self.measure is not None:
                self._add(line, "content", "\n".join(line.texts))
            return self.measure is not None
        heading, rest = found
        self._new_measure(line, heading)
        if rest:
            self._add(line, "content", rest)
        return True

    def _numbered(self, line: Line) -> tuple[LevelHeading, str] | None:
        """The measure that a line begins with (its title in the same cell or the next), and what stands behind."""
        heading = heading_of(line.texts[0])
        if heading is None or (not heading.title and len(line.cells) == 1):
            return None
        if heading.title:
            return heading, "\n".join(line.texts[1:])
        return replace(heading, title=line.texts[1]), "\n".join(line.texts[2:])

    def _new_measure(self, line: Line, heading: LevelHeading) -> Measure:
        known = next((each for each in self.report.measures if each.heading.key == heading.key), None)
        place = line.place(line.cells[0])
        if known is None:
            known = Measure(heading=heading, place=place, at=line.at)
            self.report.measures.append(known)
        known.names.append((heading.title, place))
        self.measure = known
        return known

    def _add(self, line: Line, kind: TextKind, text: str, heading: str | None = None) -> None:
        assert self.measure is not None
        before = next((each for each in self.measure.texts if (each.kind, each.heading) == (kind, heading)), None)
        if before is not None:
            before.text = f"{before.text}\n{text}".strip()
        else:
            self.measure.texts.append(Words(kind=kind, text=text, place=line.place(line.cells[0]), heading=heading))

    def _evaluation(self, line: Line) -> bool:
        kind = labels.text_kind(line.texts[0])
        if kind is not None and self.measure is not None:
            self._add(line, kind, "\n".join(line.texts[1:]))
            return True
        found = self._numbered(line)
        if found is not None and len(line.cells) <= 2:
            self._new_measure(line, found[0])
            return True
        if self.measure is None:
            return False
        heading = labels.heading_label(line.texts[0]) if len(line.cells) == 2 else None
        if heading is not None:
            self._add(line, "paragraph", line.texts[1], heading)
        elif self.measure.texts:
            last = self.measure.texts[-1]
            last.text = f"{last.text}\n{' '.join(line.texts)}".strip()
        return heading is not None or bool(self.measure.texts)

    def _figure(self, line: Line) -> bool:
        """Lines of the tables of indicators, wherever they stand."""
        if self.tables.head(line):
            self.part = "indicators"
            return True
        return self.part == "indicators" and self.tables.row(line)

    def _related(self, line: Line) -> bool:
        if any(labels.is_word(labels.PROJECT, text) for text in line.texts):
            self.head = [
                (
                    "title"
                    if labels.is_word(labels.PROJECT, cell.text)
                    else "owner"
                    if labels.is_word(labels.OWNER, cell.text)
                    else "number",
                    cell,
                )
                for cell in line.cells
            ]
            return True
        words = {name: line.under(cell) for name, cell in self.head}
        if words.get("title"):
            self.report.related.append(
                Related(
                    number=words.get("number", ""),
                    title=words["title"],
                    owner=words.get("owner", ""),
                    place=line.place(line.cells[0]),
                )
            )
        return bool(words.get("title"))

    def _final(self, line: Line) -> None:
        text = " ".join(line.texts)
        if text.strip("-‐－―— "):
            self.report.final.append(Words(kind="final-evaluation", text=text, place=line.place(line.cells[0])))

    def _project_head(self, line: Line) -> None:
        self.part, self.head = "projects", []
        columns: list[str] = []
        for cell in line.cells:
            plain = without_note_mark("".join(cell.text.split()))
            if labels.is_word(labels.PROJECT, cell.text):
                self.head.append(("title", cell))
            elif labels.is_word(labels.DECISION, cell.text):
                self.head.append(("decision", cell))
                self.report.decision_heading = plain
            elif labels.is_word(labels.OWNER, cell.text):
                self.head.append(("owner", cell))
            elif labels.is_word(labels.NUMBER, cell.text):
                self.head.append(("number", cell))
            elif money_column(cell.text) is not None:
                self.head.append(("$", cell))
            elif labels.is_word(labels.JUDGED, cell.text):
                self.head.append((f"!{plain}", cell))
            else:
                self.head.append((f"={plain}", cell))
                columns.append(plain)
                mark = cell.text[len(without_note_mark(cell.text)) :].strip()
                if mark:
                    self.report.marks[mark] = plain
        self.report.columns = columns or self.report.columns

    def _project(self, line: Line) -> bool:
        note = _FOOTNOTE.match(line.alone)
        if note is not None:
            self.report.footnotes.append(
                Footnote(mark=note[1].strip(), text=note[2].strip(), place=line.place(line.cells[0]))
            )
            return True
        meaning = _MEANING.match(nfkc(line.alone)) if line.alone else None
        if meaning is not None and self.report.footnotes:
            self.report.footnotes[-1].meanings["".join((meaning[1] or meaning[2]).split())] = meaning[3].strip()
            return True
        heading = heading_of(line.alone) if line.alone else None
        if heading is not None and heading.title:
            self.section = self.report.measures.index(self._new_measure(line, heading))
            return True
        if not self.head:
            return False
        words = {name: line.under(cell) for name, cell in self.head if name != "$"}
        if not words.get("title"):
            return False
        self.report.projects.append(
            Project(
                measure=self.section,
                number=words.get("number", ""),
                title=words["title"],
                decision=words.get("decision", ""),
                owner=words.get("owner", ""),
                terms={name[1:]: text for name, text in words.items() if name.startswith("=") and text},
                place=line.place(line.cells[0]),
                judged={name[1:]: text for name, text in words.items() if name.startswith("!") and text},
                money=[money for name, cell in self.head if name == "$" and (money := _money(line, cell)) is not None],
                at=line.at,
            )
        )
        return True


def _money(line: Line, head: Cell) -> Money | None:
    """The amount of a project below a heading of money, None where its cell is blank."""
    found, text = money_column(head.text), line.under(head)
    if found is None or not text:
        return None
    item, year, stage = found
    return Money(item=item, year=year, stage=stage, unit=unit_of(head.text), text=text, place=line.place(head))
