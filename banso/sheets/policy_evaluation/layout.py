"""Finds the parts of a policy evaluation in the lines of a paper, by their headings and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from banso.domain.text import nfkc, without_note_mark
from banso.domain.years import parse_fiscal_year
from banso.sheets.grid import Cell, Grid
from banso.sheets.lines import Line, lines_of
from banso.sheets.policy_evaluation import labels
from banso.sheets.policy_evaluation.report import (
    Column,
    Figure,
    Footnote,
    Head,
    Measure,
    Project,
    Related,
    Report,
    Words,
)
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


def report_in(grids: Sequence[Grid]) -> Report:
    """The printed report; the project sheets bound in behind it are left to their own form."""
    walker = _Walker()
    lines = [line for line in lines_of(grids) if line.cells]
    for line, behind in zip_longest(lines, lines[1:]):
        heads_sheets = behind is not None and _is_sheet(behind) and heading_of(line.alone) is not None
        if heads_sheets or not walker.take(line):
            break
    walker.report.file = next((grid.file for grid in grids if grid.file), None)
    return walker.report


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
        self.report = Report()
        self.part: str = "heads"
        self.measure: Measure | None = None
        self.figure: Figure | None = None
        self.figure_head: list[tuple[str, Cell]] = []
        self.columns: list[tuple[Column, Cell]] = []
        self.review: Cell | None = None
        self.head: list[tuple[str, Cell]] = []
        self.section: int | None = None
        self.waiting: Line | None = None

    def take(self, line: Line) -> bool:
        """Take one line; False where the project sheets begin."""
        if line.html:
            self.report.html.append((line.html, line.place(line.cells[0])))
        if _is_sheet(line):
            return False
        text = line.alone
        part = labels.part_of(text) if text else labels.part_of(line.texts[0]) if len(line.cells) == 1 else None
        if part is not None and not (part == "measures" and self.part == "evaluation"):
            self.part, self.measure, self.head = part, None, []
            return True
        if text and self._year(line, text):
            return True
        if text and self.part in ("heads", "vision") and self._heads(line, text):
            return True
        if labels.is_vision(line.texts[0]):
            self.part = "vision"
            if len(line.cells) > 1:
                self._vision(line, "\n".join(line.texts[1:]))
            return True
        if _is_project_head(line):
            self._project_head(line)
            return True
        if self._figure(line):
            return True
        match self.part:
            case "vision":
                self._vision(line, "\n".join(line.texts))
            case "measures":
                self._measure(line)
            case "evaluation":
                self._evaluation(line)
            case "related":
                self._related(line)
            case "final":
                self._final(line)
            case "projects":
                self._project(line)
        return True

    def _year(self, line: Line, text: str) -> bool:
        """A title such as 令和6年度 政策分野評価 names the year of the evaluation."""
        if self.part != "heads" or not re.search(r"評価|シート|調書", text) or heading_of(text):
            return False
        year = parse_fiscal_year(text)
        if year is not None and self.report.year is None:
            self.report.year = year
        return year is not None

    def _heads(self, line: Line, text: str) -> bool:
        found = headings_in(text)
        for heading in found:
            if not heading.title or any(heading.number == known.heading.number for known in self.report.heads):
                continue  # the head of a page printed again
            self.report.heads.append(Head(heading=heading, place=line.place(line.cells[0]), at=line.at))
        return bool(found)

    def _vision(self, line: Line, text: str) -> None:
        self.report.vision.append(Words(kind="vision", text=text, place=line.place(line.cells[0])))

    def _measure(self, line: Line) -> None:
        if any(labels.is_word(labels.NUMBER, text) for text in line.texts):
            return
        found = self._numbered(line)
        if found is None:
            if self.measure is not None:
                self._add(line, "content", "\n".join(line.texts))
            return
        heading, rest = found
        self._new_measure(line, heading)
        if rest:
            self._add(line, "content", rest)

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

    def _add(self, line: Line, kind: str, text: str) -> None:
        assert self.measure is not None
        before = self.measure.texts[-1] if self.measure.texts else None
        if before is not None and before.kind == kind:
            before.text = f"{before.text}\n{text}"
        else:
            self.measure.texts.append(Words(kind=kind, text=text, place=line.place(line.cells[0])))  # type: ignore[arg-type]

    def _evaluation(self, line: Line) -> None:
        kind = labels.text_kind(line.texts[0])
        if kind is not None and self.measure is not None:
            if len(line.cells) > 1:
                self._add(line, kind, "\n".join(line.texts[1:]))
            else:
                self.measure.texts.append(Words(kind=kind, text="", place=line.place(line.cells[0])))
            return
        found = self._numbered(line)
        if found is not None and len(line.cells) <= 2:
            self._new_measure(line, found[0])
        elif self.measure is not None and self.measure.texts:
            last = self.measure.texts[-1]
            last.text = f"{last.text}\n{' '.join(line.texts)}".strip()

    def _figure(self, line: Line) -> bool:
        """Lines of the tables of indicators, wherever they stand."""
        texts = line.texts
        names = [cell for cell in line.cells if labels.is_word(labels.NAME, cell.text)]
        units = [cell for cell in line.cells if labels.is_word(labels.UNIT, cell.text)]
        if names and units:
            self.figure_head = [("name", names[0]), ("unit", units[0])]
            self.figure_head += [
                ("definition", cell) for cell in line.cells if labels.is_word(labels.DEFINITION, cell.text)
            ]
            self.figure, self.part = None, "indicators"
            return True
        if self.part != "indicators" or not self.figure_head:
            return False
        labelled = next((cell for cell in line.cells if labels.is_word(labels.YEARS, cell.text)), None)
        if labelled is not None and self.figure is not None:
            self._columns(line)
            return True
        for pattern, row in ((labels.TARGET, "target"), (labels.ACTUAL, "actual")):
            label = next((cell for cell in line.cells if labels.is_word(pattern, cell.text)), None)
            if label is not None and self.figure is not None and self.columns:
                self._values(line, row)
                return True
        words = dict(self.figure_head)
        name = line.under(words["name"])
        if not name:
            return bool(texts)
        number = next((cell.text for cell in line.cells if cell.last_column < words["name"].column), "")
        definition = line.under(words["definition"]) if "definition" in words else ""
        self.figure = Figure(
            number=number,
            name=name,
            unit=line.under(words["unit"]),
            definition=definition,
            place=line.place(line.cells[0]),
            at=line.at,
        )
        self.columns, self.review = [], None
        self.report.figures.append(self.figure)
        return True

    def _columns(self, line: Line) -> None:
        assert self.figure is not None
        self.columns, self.review = [], None
        for cell in line.cells:
            if labels.is_word(labels.FINAL, cell.text):
                self.columns.append((Column(year=None), cell))
            elif labels.text_kind(cell.text) == "verification":
                self.review = cell
            elif (year := parse_fiscal_year(cell.text)) is not None:
                self.columns.append((Column(year=year), cell))
        self.figure.columns = [column for column, _ in self.columns]

    def _values(self, line: Line, row: str) -> None:
        assert self.figure is not None
        for column, head in self.columns:
            cell = next(
                (each for each in line.cells if each.column <= head.last_column and head.column <= each.last_column),
                None,
            )
            place = line.place(cell or head)
            if row == "target":
                column.target, column.target_place = cell.text if cell else "", place
            else:
                column.actual, column.actual_place = cell.text if cell else "", place
        if self.review is not None and (words := line.under(self.review)):
            self.figure.review = f"{self.figure.review}\n{words}".strip()

    def _related(self, line: Line) -> None:
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
            return
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
            else:
                self.head.append((f"={plain}", cell))
                columns.append(plain)
                mark = cell.text[len(without_note_mark(cell.text)) :].strip()
                if mark:
                    self.report.marks[mark] = plain
        self.report.columns = columns or self.report.columns

    def _project(self, line: Line) -> None:
        note = _FOOTNOTE.match(line.alone)
        if note is not None:
            self.report.footnotes.append(
                Footnote(mark=note[1].strip(), text=note[2].strip(), place=line.place(line.cells[0]))
            )
            return
        meaning = _MEANING.match(nfkc(line.alone)) if line.alone else None
        if meaning is not None and self.report.footnotes:
            self.report.footnotes[-1].meanings["".join((meaning[1] or meaning[2]).split())] = meaning[3].strip()
            return
        heading = heading_of(line.alone) if line.alone else None
        if heading is not None and heading.title:
            self.section = self.report.measures.index(self._new_measure(line, heading))
            return
        if not self.head:
            return
        words = {name: line.under(cell) for name, cell in self.head}
        if not words.get("title"):
            return
        self.report.projects.append(
            Project(
                measure=self.section,
                number=words.get("number", ""),
                title=words["title"],
                decision=words.get("decision", ""),
                owner=words.get("owner", ""),
                terms={name[1:]: text for name, text in words.items() if name.startswith("=") and text},
                place=line.place(line.cells[0]),
                at=line.at,
            )
        )
