"""The view of a progress sheet: the plan document that its printed characters say, found as a reader would find it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from banso.domain.address import join, split
from banso.domain.document import PlanDocument, Text
from banso.domain.item import Item
from banso.domain.roadmap import PrintedSpan
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.legends import remark_text
from banso.sheets.progress_sheet.meaning import meaning_of
from banso.sheets.progress_sheet.paper import Block, Column, Head, Line, PaperSheet, Row, Words
from banso.sheets.progress_sheet.value import ActivityRow, IndicatorRow, ProgressSheet

AnyItem = TypeVar("AnyItem", bound=Item)


def view_of(sheets: Sequence[ProgressSheet], *, bare: bool = False) -> PlanDocument:
    """What reading these printed sheets gives; ``bare`` for papers without keys."""
    return meaning_of([paper_of(sheet, bare=bare) for sheet in sheets]).document


def documents_of(sheets: Sequence[ProgressSheet]) -> tuple[PlanDocument, ...]:
    """The part of the view that stands on each sheet; put together they are the whole view."""
    whole = view_of(sheets)
    index = _Index(whole)
    return tuple(index.part(sheet, number) for number, sheet in enumerate(sheets))


def address_of_row(row: ActivityRow) -> str:
    """The address of a row: a group's key has a ``~`` before its number, an action's never."""
    return join("group" if "~" in row.key else "node", row.key)


def indicator_heads(sheet: ProgressSheet) -> tuple[str, ...]:
    """The headings of the table of indicators, from left to right."""
    return ("指標 (KPI)", "当初値", sheet.target_label, "実績", "達成率", "指標評価", sheet.overall_label)


def printed_rate(row: IndicatorRow) -> str:
    """The rate with the cumulative one beside it: ``73% (84%)``."""
    if not row.cumulative_rate:
        return row.rate
    return f"{row.rate} ({row.cumulative_rate})" if row.rate else f"({row.cumulative_rate})"


def paper_of(sheet: ProgressSheet, *, bare: bool = False) -> PaperSheet:
    """The sheet as printed characters, as a layout finder gives them."""
    blocks = [
        Block(kind="achievements", label=sheet.achievements_label, text=sheet.achievements),
        Block(kind="issues", label=sheet.issues_label, text=sheet.issues),
    ]
    for line in sheet.remarks:
        remark = remark_text(line)
        if remark is not None:
            blocks.append(Block(kind="remarks", label="備考", text=remark))
    columns: tuple[Column, ...] = tuple(labels.column_of(label) for label in indicator_heads(sheet))
    return PaperSheet(
        title=Words(sheet.title),
        created=Words(sheet.created),
        heads=tuple(
            Head(label=label, text=text, address=None if bare else address) for label, text, address in sheet.heads
        ),
        years=sheet.years,
        rows=tuple(
            Row(
                title=row.title,
                lines=tuple(
                    tuple(PrintedSpan(bar.text, bar.first_year, bar.last_year, False) for bar in line)
                    for line in row.lines
                ),
                address=None if bare else address_of_row(row),
            )
            for row in sheet.rows
        ),
        blocks=tuple(blocks),
        columns=columns if sheet.indicators else (),
        indicators=tuple(
            Line(
                cells=(row.name, row.baseline, row.target, row.actual, printed_rate(row), row.grade, ""),
                address=None if bare else join("indicator", row.key),
            )
            for row in sheet.indicators
        ),
        overall_label=sheet.overall_label,
        overall=Words(sheet.overall),
        notes=tuple(Words(note) for note in sheet.notes),
        legends=tuple(Words(legend) for legend in (sheet.legend, sheet.scale_legend) if legend),
    )


class _Index:
    """The whole view by what its items belong to."""

    def __init__(self, whole: PlanDocument) -> None:
        self.whole = whole
        self.nodes = {node.key: node for node in whole.nodes}
        self.groups = _by(whole.groups, lambda item: item.node)
        self.roadmap = _by(whole.roadmap, lambda item: item.owner)
        self.indicators = {indicator.key: indicator for indicator in whole.indicators}
        self.placements = _by(whole.placements, lambda item: item.node)
        self.targets = _by(whole.targets, lambda item: item.indicator)
        self.actuals = _by(whole.actuals, lambda item: item.indicator)
        self.judgements = _by(whole.judgements, lambda item: item.indicator or item.node or "")
        self.texts = _by(whole.texts, lambda item: item.node or "")
        self.notes: dict[str, list[int]] = defaultdict(list)
        for number, note in enumerate(whole.notes):
            for at in note.at:
                self.notes[at].append(number)

    def part(self, sheet: ProgressSheet, number: int) -> PlanDocument:
        """The items that stand on one sheet."""
        path = [parts[1] for _, _, address in sheet.heads if len(parts := split(address)) == 2]
        rows = [row.key for row in sheet.rows]
        keys = [row.key for row in sheet.indicators]
        notes = sorted({found for key in keys for found in self.notes.get(join("indicator", key), ())})
        actions = [key for key in rows if key in self.nodes]
        year = sheet.year
        return replace(
            self.whole,
            scope=self.whole.scope[number : number + 1] if len(self.whole.scope) > number else (),
            nodes=tuple(self.nodes[key] for key in (*path, *actions) if key in self.nodes),
            groups=tuple(group for group in self.groups.get(sheet.node, ()) if group.key in rows),
            roadmap=tuple(step for key in rows for step in self.roadmap.get(key, ())),
            indicators=tuple(self.indicators[key] for key in keys if key in self.indicators),
            placements=tuple(self.placements.get(sheet.node, ())),
            targets=tuple(item for key in keys for item in self.targets.get(key, ()) if item.year == year),
            actuals=tuple(item for key in keys for item in self.actuals.get(key, ()) if item.year == year),
            judgements=tuple(
                item for key in (*keys, sheet.node) for item in self.judgements.get(key, ()) if item.year == year
            ),
            texts=tuple(
                text for key in path for text in self.texts.get(key, ()) if _stands_on(text, key == sheet.node, year)
            ),
            notes=tuple(self.whole.notes[found] for found in notes),
            rule_sets=self.whole.rule_sets,
        )


def _stands_on(text: Text, own: bool, year: int) -> bool:
    return text.year is None or (own and text.year == year)


def _by(items: Iterable[AnyItem], key: object) -> dict[str, list[AnyItem]]:
    found: dict[str, list[AnyItem]] = defaultdict(list)
    assert callable(key)
    for item in items:
        found[key(item)].append(item)
    return found
