"""Makes the policy evaluation of a field from a plan document, with its list of projects and all their sheets.

List, sums and sheets are made from the same facts, so that they cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from banso.domain.address import join
from banso.domain.document import (
    Actual,
    Decision,
    Node,
    PlanDocument,
    Target,
    Text,
    TextKind,
    Vocabulary,
)
from banso.domain.money import costs
from banso.domain.placing import Tree
from banso.domain.years import format_fiscal_year
from banso.library.sdgs import NAME as SDGS
from banso.sheets.blocks.value import Block, Cell, Heading, Page, Paper, Paragraph, Row, Table
from banso.sheets.forms import Subject
from banso.sheets.policy_evaluation.figures import figure_table
from banso.sheets.policy_evaluation.labels import OWNER, heading_label, is_vision, is_word, part_of, text_kind
from banso.sheets.policy_evaluation.meaning import DECISION
from banso.sheets.policy_evaluation.sums import sums_blocks
from banso.sheets.policy_evaluation.words import YEAR, head_row
from banso.sheets.project_evaluation import build as project_sheets
from banso.sheets.project_evaluation.levels import heading_of

Value = TypeVar("Value", Target, Actual)

FORM = "policy-evaluation"
PROJECTS = "project-evaluation"
_TEXTS: tuple[tuple[TextKind, str], ...] = (
    ("priority", "今年度の重点方針(方向性)"),
    ("activities", "取組状況"),
    ("issues", "課題認識と今後の方針・改善点"),
)
_OWN = ("priority", "final-evaluation", "vision")
"""Texts that only an evaluation of policies has: they tell that a plan is evaluated in this form."""
_SHEETS_ONLY = ("法定／自主", "法定/自主")
"""Vocabularies that stand on the projects' sheets and not in the list."""


def paper_of(document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
    """The reports of the fields (all, or those above, at or below ``nodes``), each followed by its projects' sheets."""
    plan = _Plan(document, year)
    pages = []
    for field in plan.fields:
        around = {each.key for each in plan.tree.upwards(field)} | {field, *plan.tree.below(field)} if field else set()
        if not nodes or around.intersection(nodes):
            pages.append(plan.page(field))
            pages.extend(_sheets(document, plan.year, (field,) if field else ()))
    return Paper(title=document.title or "政策評価シート", pages=tuple(pages))


def subjects_of(document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
    """The fields that have a report."""
    plan = _Plan(document, year)
    return tuple(Subject(field, plan.printed_head(plan.nodes[field])) for field in plan.fields if field)


def _sheets(document: PlanDocument, year: int | None, nodes: Sequence[str]) -> list[Page]:
    """The pages of the projects' sheets, which belong to their own form."""
    return [replace(page, form=PROJECTS) for page in project_sheets.paper_of(document, year, nodes).pages]


class _Plan:
    """A plan with what its reports need, found once."""

    def __init__(self, document: PlanDocument, year: int | None) -> None:
        self.document = document
        self.tree = Tree(document.nodes)
        self.nodes = self.tree.nodes
        self.texts = {
            (each.node or each.indicator, each.year, each.kind, each.heading): each for each in document.texts
        }
        self.indicators = {each.key: each for each in document.indicators}
        self.targets = _by_indicator(document.targets)
        self.actuals = _by_indicator(each for each in document.actuals if each.period is None)
        self.year = year if year is not None else self._latest_year()
        self.decisions = {(each.node, each.vocabulary): each for each in document.decisions if each.year == self.year}
        self.project_level = self._project_level()
        self.decision_name = self._decision_name()
        self.money = costs(document)
        self.fields = self._fields()

    def _latest_year(self) -> int | None:
        told = {each.year for each in self.document.decisions}
        told |= {each.year for each in self.document.texts if each.year is not None and each.kind in _OWN}
        told |= {each.year for each in self.document.actuals if each.state != "not-entered"}
        return max(told, default=self.document.first_year)

    def _project_level(self) -> int:
        """The level of projects: the deepest that the plan has names for or elements on."""
        deepest = max((node.level for node in self.nodes.values()), default=0)
        return max(deepest, len(self.document.levels) - 1)

    def _decision_name(self) -> str:
        names = [each.vocabulary for each in self.document.decisions]
        if names:
            return max(dict.fromkeys(names), key=names.count)
        return next((each.name for each in self.document.vocabularies if "年度" in each.name), DECISION)

    def _fields(self) -> tuple[str | None, ...]:
        """The elements that are evaluated as a whole: two levels above the projects; None for a plan without that level."""
        document = self.document
        own = document.kind == "policy-evaluation" or any(text.kind in _OWN for text in document.texts)
        if not own or self.year is None or not self.nodes:
            return ()
        level = self.project_level - 2
        found = tuple(key for key, node in self.nodes.items() if node.level == level)
        return found if level >= 0 else (None,)

    # The page

    def page(self, field: str | None) -> Page:
        """The report of one field."""
        assert self.year is not None
        node = self.nodes.get(field or "")
        label = self._level(node.level) if node else "政策"
        blocks: list[Block] = []
        for upper in reversed(self.tree.upwards(field)) if field else ():
            blocks.append(Heading(text=self.printed_head(upper), level=1, at=join("node", upper.key)))
        if field:
            blocks += [*self._vision(field), *self._about(field)]
        measures = [key for key in self._children(field) if self.nodes[key].level == self.project_level - 1]
        blocks += self._measures(measures)
        blocks.append(Heading(text="1 政策分野の進捗状況" if field else "1 進捗状況"))
        blocks += self._figures(field, measures)
        blocks.append(Heading(text="2 施策の評価"))
        for measure in measures:
            blocks += self._evaluation(measure)
        if field:
            blocks.append(Heading(text="3 関連する政策分野と事務事業"))
            blocks += self._related(self.nodes[field])
            blocks.append(Heading(text="4 施策の最終評価"))
            blocks.append(self._paragraph(field, self.year, "final-evaluation"))
        blocks.append(Heading(text="5 事務事業一覧"))
        blocks += self._projects(field, measures)
        blocks += sums_blocks(self.money, self.year, self._parts(field, measures))
        return Page(
            name=(node.number or node.key)[:28] if node else "政策評価",
            title=f"{format_fiscal_year(self.year, YEAR)} {label}評価",
            blocks=tuple(blocks),
            about=join("node", field) if field else None,
            foot=f"{format_fiscal_year(self.year, YEAR)} {self.printed_head(node) if node else ''}".strip(),
        )

    def printed_head(self, node: Node) -> str:
        """Number and title of an element, so that its level can be told: ``施策1 地場産業の振興``."""
        number = node.number or self._place(node)
        text = f"{number} {node.title or ''}".strip()
        if heading_of(text) is None and node.level < self.project_level:
            text = f"{self._level(node.level)}{text}"
        return text

    def _place(self, node: Node) -> str:
        """The place of an element without a number among those beside it."""
        beside = [key for key, each in self.nodes.items() if each.parent == node.parent and each.level == node.level]
        return str(beside.index(node.key) + 1)

    def _level(self, level: int) -> str:
        levels = self.document.levels
        return levels[level].name if 0 <= level < len(levels) else "項目"

    def _children(self, field: str | None) -> list[str]:
        if field is not None:
            return self.tree.children.get(field, [])
        return [key for key, node in self.nodes.items() if node.parent is None]

    def _text(self, owner: str, year: int | None, kind: TextKind) -> Text | None:
        return self.texts.get((owner, year, kind, None))

    def _words(self, owner: str, year: int | None, kind: TextKind) -> tuple[str, str]:
        text = self._text(owner, year, kind)
        return (text.text if text else ""), join("text", owner, year, kind)

    def _paragraph(self, owner: str, year: int | None, kind: TextKind) -> Paragraph:
        text, at = self._words(owner, year, kind)
        return Paragraph(text=text, at=at)

    def _vision(self, field: str) -> list[Block]:
        return [Heading(text="目指す姿", level=2), self._paragraph(field, None, "vision")]

    def _about(self, field: str) -> list[Block]:
        """The section in charge and the field's own texts beside labels, where the plan states any."""
        rows = [
            Row(cells=(Cell(text=label, look="label"), Cell(text=text, at=at)))
            for label, text, at in (
                ("担当課", self.nodes[field].owner or "", join("node", field, "owner")),
                *self._headed(field),
            )
            if text
        ]
        return [Table(widths=(20, 80), rows=tuple(rows), head=0, label="担当と説明")] if rows else []

    def _headed(self, node: str) -> list[tuple[str, str, str]]:
        """Texts of the year beside labels of the paper's own, each with its address."""
        return [
            (each.heading, each.text, join("text", node, self.year, "paragraph", each.heading))
            for each in self.document.texts
            if (each.node, each.year, each.kind, each.order) == (node, self.year, "paragraph", None)
            and each.heading
            and heading_label(each.heading) == each.heading
            and text_kind(each.heading) is None
            and not is_word(OWNER, each.heading)
            and part_of(each.heading) is None
            and not is_vision(each.heading)
        ]

    def _measures(self, measures: Sequence[str]) -> list[Block]:
        if not measures:
            return []
        rows = [head_row("施策番号", "名称", "施策の内容")]
        for key in measures:
            node = self.nodes[key]
            number = self.printed_head(replace(node, title=None))
            content, at = self._words(key, None, "content")
            rows.append(
                Row(
                    cells=(
                        Cell(text=number, look="label"),
                        Cell(text=node.title or "", at=join("node", key, "title")),
                        Cell(text=content, at=at),
                    ),
                    at=join("node", key),
                )
            )
        return [Heading(text="施策", level=2), Table(widths=(10, 22, 68), rows=tuple(rows), label="施策の名称と内容")]

    def _figures(self, field: str | None, measures: Sequence[str]) -> list[Block]:
        around = {field, *measures} if field else {None, *measures, *(self._children(None))}
        keys = dict.fromkeys(
            each.indicator
            for each in self.document.placements
            if each.node in around and each.role == "main" and each.indicator in self.indicators
        )
        blocks: list[Block] = [Heading(text="重要業績評価指標の達成状況", level=2)] if keys else []
        for place, key in enumerate(keys, start=1):
            code = next((each.code for each in self.document.placements if each.indicator == key and each.code), None)
            review = self._words(key, self.year, "verification")
            targets, actuals = self.targets.get(key, ()), self.actuals.get(key, ())
            blocks.append(
                figure_table(self.indicators[key], code or str(place), self.year or 0, targets, actuals, review)
            )
        return blocks

    def _evaluation(self, measure: str) -> list[Block]:
        node = self.nodes[measure]
        rows = []
        for kind, label in _TEXTS:
            text, at = self._words(measure, self.year, kind)
            rows.append(Row(cells=(Cell(text=label, look="label"), Cell(text=text, look="entry", at=at))))
        rows += [
            Row(cells=(Cell(text=label, look="label"), Cell(text=text, look="entry", at=at)))
            for label, text, at in self._headed(measure)
        ]
        title = self.printed_head(node)
        return [
            Heading(text=title, level=2, at=join("node", measure)),
            Table(widths=(20, 80), rows=tuple(rows), head=0, label=f"{title}の評価"),
        ]

    def _related(self, field: Node) -> list[Block]:
        others = [link.external for link in field.links if link.kind == "related" and link.external is not None]
        shown = [other for other in others if other.last_year is None and other.first_year is None]
        if not shown:
            return []
        rows = [head_row("政策分野", "事務事業名", "担当部・課名")]
        rows += [
            Row(
                cells=(
                    Cell(text=other.number or "", look="mark"),
                    Cell(text=other.title or ""),
                    Cell(text=other.owner or ""),
                )
            )
            for other in shown
        ]
        return [Table(widths=(14, 50, 36), rows=tuple(rows), label="関連する政策分野と事務事業")]

    def _projects(self, field: str | None, measures: Sequence[str]) -> list[Block]:
        direct = [key for key in self._children(field) if self.nodes[key].level == self.project_level]
        vocabularies = self._listed()
        marks = self._marks()
        headings = [f"{each.name}{marks.get(each.name, '')}" for each in vocabularies]
        rows = [head_row("番号", *headings, "事務事業名", self.decision_name, "担当部・課")]
        width = len(rows[0].cells)
        rows += [self._project(key, vocabularies) for key in direct]
        for measure in measures:
            title = self.printed_head(self.nodes[measure])
            rows.append(Row(cells=(Cell(text=title, look="label", columns=width),), at=join("node", measure)))
            rows += [self._project(key, vocabularies) for key in self._below(measure)]
        narrow = [max(9.0, min(16.0, 2.2 * len(heading))) for heading in headings]
        rest = max(24.0, 100 - 6 - sum(narrow) - 10 - 18)
        blocks: list[Block] = [Table(widths=(6, *narrow, rest, 10, 18), rows=tuple(rows), label="事務事業の一覧")]
        return [*blocks, *self._footnotes(vocabularies)]

    def _below(self, measure: str) -> list[str]:
        return [key for key in self.tree.below(measure) if self.nodes[key].level == self.project_level]

    def _project(self, key: str, vocabularies: Sequence[Vocabulary]) -> Row:
        node = self.nodes[key]
        decision = self.decisions.get((key, self.decision_name))
        terms = [
            Cell(text="、".join(node.terms.get(each.name, ())), look="mark", at=join("node", key, "terms", each.name))
            for each in vocabularies
        ]
        return Row(
            cells=(
                Cell(text=node.number or "", look="mark"),
                *terms,
                Cell(text=node.title or "", at=join("node", key, "title")),
                Cell(
                    text=_values(decision),
                    look="entry-mark",
                    at=join("decision", key, self.year, self.decision_name),
                ),
                Cell(text=node.owner or "", at=join("node", key, "owner")),
            ),
            at=join("node", key),
        )

    def _listed(self) -> list[Vocabulary]:
        """The vocabularies that are columns of the list: those of projects, as far as they do not belong to sheets only."""
        used = {name for node in self.nodes.values() if node.level == self.project_level for name in node.terms}
        elsewhere = {name for node in self.nodes.values() if node.level != self.project_level for name in node.terms}
        known = [
            each
            for each in self.document.vocabularies
            if each.name not in (self.decision_name, *_SHEETS_ONLY)
            and (each.name in used or each.name not in elsewhere)
        ]
        names = {each.name for each in known}
        return known + [
            Vocabulary(name=name) for name in sorted(used - names) if name not in (self.decision_name, *_SHEETS_ONLY)
        ]

    def _marks(self) -> dict[str, str]:
        """The note mark of each vocabulary's heading; terms that have a meaning get one where no note says it."""
        marks = {
            at.removeprefix("vocabulary/"): note.mark
            for note in self.document.notes
            for at in note.at
            if at.startswith("vocabulary/")
        }
        for each in self._listed():
            if each.labels and each.name != SDGS and each.name not in marks:
                marks[each.name] = f"※{len(marks) + 1}" if marks else "※"
        return marks

    def _footnotes(self, vocabularies: Sequence[Vocabulary]) -> Iterable[Block]:
        marks = self._marks()
        notes = {at: note for note in self.document.notes for at in note.at}
        for each in vocabularies:
            mark = marks.get(each.name)
            if mark is None:
                continue
            note = notes.get(join("vocabulary", each.name))
            source = f"「{each.source}」の" if each.source else ""
            text = note.text if note else f"{each.name}は、{source}次の区分による。"
            yield Paragraph(text=f"{mark}{text}", look="note")
            if each.name != SDGS:
                for term, label in each.labels.items():
                    yield Paragraph(text=f"・{term} {label}", look="note")

    def _parts(self, field: str | None, measures: Sequence[str]) -> list[tuple[str, str | None]]:
        parts: list[tuple[str, str | None]] = [(self.printed_head(self.nodes[key]), key) for key in measures]
        return [*parts, ("計", field)]


def _values(decision: Decision | None) -> str:
    return "、".join(decision.values) if decision else ""


def _by_indicator(items: Iterable[Value]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for item in items:
        found[item.indicator].append(item)
    return found
