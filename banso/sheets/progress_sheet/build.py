"""Makes progress sheets from a plan document: what stands on each sheet, with computed marks, brackets, rates, grades.

What the plan states is printed as it is; what Banso can compute is printed as computed, never as an earlier paper had it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from banso.domain.address import join, split
from banso.domain.document import (
    Actual,
    Group,
    Indicator,
    Judgement,
    Node,
    Note,
    Placement,
    PlanDocument,
    RoadmapStep,
    Target,
    Text,
    TextKind,
)
from banso.domain.evaluation import evaluate, rule_set_for
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.legend import format_scale_legend
from banso.domain.numbering import bare_number, natural_key
from banso.domain.placing import Tree, judged_level
from banso.domain.printed_figures import printed_actual, printed_baseline, printed_target
from banso.domain.results import Evaluation
from banso.domain.roadmap import printed_lines
from banso.domain.rule_set import RuleSet
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.printed import printed_head, printed_legend, printed_name, printed_overall
from banso.sheets.progress_sheet.value import ActivityRow, Bar, IndicatorRow, ProgressSheet
from banso.sheets.progress_sheet.view import documents_of, view_of

FORM = "progress-sheet"
_HEAD_TEXTS: tuple[tuple[TextKind, str], ...] = (
    ("direction", "方向性"),
    ("vision", "めざす姿"),
    ("outline", "概要"),
    ("content", "施策の内容"),
)


def sheets_of(
    document: PlanDocument, evaluation: Evaluation, year: int | None = None, nodes: Sequence[str] = ()
) -> tuple[ProgressSheet, ...]:
    """The sheets of the plan, one for each judged node and year, in natural order.

    Without ``year`` they are the years of the sheets the plan was read from, else the latest year with results, else the
    first with targets. ``nodes`` narrows to these nodes and what lies below them.
    """
    plan = _Plan(document, evaluation)
    years = [year] if year is not None else _years(document)
    made = [
        plan.sheet(node, each)
        for each in years
        for node in plan.subjects
        if not nodes or any(above.key in nodes for above in plan.tree.upwards(node.key))
    ]
    return tuple(replace(sheet, document=part) for sheet, part in zip(made, documents_of(made), strict=True))


def subjects_of(document: PlanDocument) -> tuple[Node, ...]:
    """The nodes that have a sheet, in the order of the sheets."""
    return _Plan(document, Evaluation((), (), ())).subjects


def shown_sheets(
    document: PlanDocument, evaluation: Evaluation, year: int, nodes: Iterable[str] | None = None
) -> tuple[ProgressSheet, ...]:
    """The sheets of a year, or those of exactly these nodes, for a screen: without the part of the document on them."""
    plan = _Plan(document, evaluation)
    wanted = None if nodes is None else set(nodes)
    return tuple(plan.sheet(node, year) for node in plan.subjects if wanted is None or node.key in wanted)


def view(
    document: PlanDocument, year: int | None = None, nodes: Sequence[str] = (), *, bare: bool = False
) -> PlanDocument:
    """What reading the printed sheets back gives: every span stated, computed marks, brackets and grades as stated.

    ``bare`` is the view of papers without keys, whose items are named by their numbers and names.
    """
    return view_of(sheets_of(document, evaluate(document), year, nodes), bare=bare)


def _years(document: PlanDocument) -> list[int]:
    read = {scope.year for scope in document.scope if scope.form == FORM and scope.year is not None}
    if read:
        return sorted(read)
    entered = [actual.year for actual in document.actuals if actual.state != "not-entered"]
    if entered:
        return [max(entered)]
    planned = [target.year for target in document.targets if target.year is not None and target.state != "not-set"]
    first = min(planned) if planned else document.first_year
    return [first] if first is not None else []


@dataclass(frozen=True, slots=True)
class _NoteMark:
    mark: str
    line: str


class _Plan:
    """The plan with quick access to what a sheet needs."""

    def __init__(self, document: PlanDocument, evaluation: Evaluation) -> None:
        self.document = document
        self.evaluation = evaluation
        self.tree = Tree(document.nodes)
        self.facts: dict[str, Facts] = facts_of(document)
        self.groups: dict[str, list[Group]] = defaultdict(list)
        self.steps: dict[str, list[RoadmapStep]] = defaultdict(list)
        self.placed: dict[str, list[Placement]] = defaultdict(list)
        self.texts: dict[tuple[str | None, int | None], list[Text]] = defaultdict(list)
        self.judged: dict[tuple[str | None, int, str], Judgement] = {}
        for group in document.groups:
            self.groups[group.node].append(group)
        for step in document.roadmap:
            self.steps[step.owner].append(step)
        for placement in document.placements:
            self.placed[placement.node].append(placement)
        for text in document.texts:
            self.texts[text.node, text.year].append(text)
        for judgement in document.judgements:
            self._keep(judgement)
        self.homes = self._homes()
        self.marks = self._marks()
        self.period = self._period()
        self.subjects = self._subjects()
        self.rules: dict[int, RuleSet | None] = {}

    def _keep(self, judgement: Judgement) -> None:
        """The firmest judgement stands: confirmed over draft over stated, the later over the earlier."""
        rank = ("stated", "draft", "confirmed")
        identity = (judgement.indicator or judgement.node, judgement.year, judgement.kind)
        known = self.judged.get(identity)
        if known is None or rank.index(judgement.stage) >= rank.index(known.stage):
            self.judged[identity] = judgement

    def _period(self) -> tuple[int, ...]:
        first, last = self.document.first_year, self.document.last_year
        years = [year for step in self.document.roadmap for year in (step.first_year, step.last_year)]
        first = first if first is not None else min(years, default=None)
        last = last if last is not None else max(years, default=first)
        return tuple(range(first, last + 1)) if first is not None and last is not None else ()

    def _subjects(self) -> tuple[Node, ...]:
        """The nodes that have a sheet: those of the judged level, and others that own rows or a list of indicators."""
        level = self._level()
        listed = {placement.node for placement in self.document.placements if placement.role == "listed"}
        own = listed | set(self.groups)
        found = [
            node for node in self.document.nodes if node.key in own or (node.level == level and self._worthy(node))
        ]
        place = {node.key: index for index, node in enumerate(self.document.nodes)}

        def order(node: Node) -> tuple[tuple[tuple[int, int, str], ...], ...]:
            path = reversed(self.tree.upwards(node.key))
            return tuple(natural_key(each.key) if each.number else ((0, place[each.key], ""),) for each in path)

        return tuple(sorted(found, key=order))

    def _level(self) -> int | None:
        """The level that has sheets: the judged one, else the one above the actions with a roadmap of their own."""
        levels = [rules.level for rules in self.document.rule_sets if rules.level is not None]
        listed = self.groups or any(placement.role == "listed" for placement in self.document.placements)
        if levels or listed:
            return levels[-1] if levels else judged_level(self.document)
        nodes = self.tree.nodes
        acting = [nodes[step.node].level for step in self.document.roadmap if step.node in nodes]
        return max(min(acting) - 1, 0) if acting else judged_level(self.document)

    def _worthy(self, node: Node) -> bool:
        below = self.tree.children.get(node.key, ())
        reported = any(key == node.key for key, _ in self.texts) or any(key == node.key for key, _, _ in self.judged)
        return bool(below or self.placed.get(node.key) or reported)

    def _homes(self) -> dict[str, str]:
        """The top node each indicator is at home in: by its code, else where it is a main KPI first."""
        tops = {
            bare_number(node.number): node.key for node in self.document.nodes if node.parent is None and node.number
        }
        homes: dict[str, str] = {}
        for indicator in self.document.indicators:
            top = tops.get((indicator.code or "").partition("-")[0])
            if top is not None and "-" in (indicator.code or ""):
                homes[indicator.key] = top
        for placement in self.document.placements:
            if placement.role == "main" and not placement.reprise and placement.indicator not in homes:
                homes[placement.indicator] = self._top(placement.node)
        return homes

    def _top(self, key: str) -> str:
        way = self.tree.upwards(key)
        return way[-1].key if way else key

    def _marks(self) -> dict[str, tuple[_NoteMark, ...]]:
        """The note marks of each indicator; two notes with one mark on one list of indicators are numbered (*1, *2)."""
        notes = [note for note in self.document.notes if any(at.startswith("indicator/") for at in note.at)]
        keys = {id(note): {split(at)[1] for at in note.at if at.startswith("indicator/")} for note in notes}
        clash: set[str] = set()
        for placements in self.placed.values():
            listed = {placement.indicator for placement in placements}
            shown = Counter(note.mark for note in notes if keys[id(note)] & listed)
            clash |= {mark for mark, count in shown.items() if count > 1}
        numbers: Counter[str] = Counter()
        marks: dict[str, list[_NoteMark]] = defaultdict(list)
        for note in notes:
            mark = self._mark(note, clash, numbers)
            for key in keys[id(note)]:
                marks[key].append(_NoteMark(mark, f"{mark}{note.text}"))
        return {key: tuple(found) for key, found in marks.items()}

    @staticmethod
    def _mark(note: Note, clash: set[str], numbers: Counter[str]) -> str:
        if note.mark not in clash:
            return note.mark
        numbers[note.mark] += 1
        return f"{note.mark.rstrip('0123456789')}{numbers[note.mark]}"

    def sheet(self, node: Node, year: int) -> ProgressSheet:
        """One sheet; its ``document`` is put in when all are made."""
        if year not in self.rules:
            self.rules[year] = rule_set_for(self.document, year)
        rules = self.rules[year]
        placements = self._listed(node)
        overall = self.judged.get((node.key, year, "overall"))
        title = "・".join(part for part in (self.document.title, "進捗管理シート") if part)
        remarks = self._text(node.key, year, "remarks")
        lines = dict.fromkeys(mark.line for each in placements for mark in self.marks.get(each.indicator, ()))
        return ProgressSheet(
            node=node.key,
            year=year,
            title=f"《{title}》",
            created=self._text(node.key, year, "paragraph", labels.CREATED),
            heads=tuple(self._heads(node)),
            years=self.period or (year,),
            rows=tuple(self._rows(node)),
            achievements_label=f"{year}年度の事業実績",
            achievements=self._text(node.key, year, "achievements"),
            issues_label="課題等",
            issues=self._text(node.key, year, "issues"),
            target_label=f"{year}目標",
            overall_label="総合評価" if overall and overall.stage != "draft" else "総合評価 (案)",
            indicators=tuple(
                self._indicator(placement, node, year) for placement in placements if placement.indicator in self.facts
            ),
            overall=printed_overall(overall, rules.scale if rules else ()),
            notes=tuple(lines),
            legend=f"指標評価：{legend}" if (legend := printed_legend(rules)) else "",
            scale_legend=f"総合評価：{format_scale_legend(rules.scale)}" if rules and rules.scale else "",
            remarks=(f"備考：{remarks}",) if remarks else (),
            document=PlanDocument(),
        )

    def _heads(self, node: Node) -> Iterable[tuple[str, str, str]]:
        for each in reversed(self.tree.upwards(node.key)):
            levels = self.document.levels
            name = levels[each.level].name if each.level < len(levels) else f"階層{each.level + 1}"
            label = f"推進する{name}" if each.key == node.key else name
            yield label, printed_head(each), join("node", each.key)
            for kind, word in _HEAD_TEXTS:
                for text in self.texts.get((each.key, None), ()):
                    if text.kind == kind and text.indicator is None and text.text.strip():
                        yield word, text.text, join("text", each.key, None, kind)
            if each.owner:
                yield "担当", each.owner, join("node", each.key, "owner")

    def _rows(self, node: Node) -> Iterable[ActivityRow]:
        groups = self.groups.get(node.key)
        if groups:
            for group in groups:
                yield ActivityRow(key=group.key, title=group.title or "", lines=self._lines(group.key))
            return
        for key in self.tree.children.get(node.key, ()):
            yield ActivityRow(key=key, title=self._action_title(self.tree.nodes[key]), lines=self._lines(key))

    def _action_title(self, action: Node) -> str:
        original = self.tree.nodes.get(action.reprise_of or "")
        if action.title is None and "title" in action.inherits and original is not None:
            return f"{original.title or original.text or ''}（再掲）"
        return action.title or action.text or ""

    def _lines(self, key: str) -> tuple[tuple[Bar, ...], ...]:
        """The printed lines in their numbers; what overlaps on its line stands on a further one behind all others."""
        by_number: dict[int, list[RoadmapStep]] = defaultdict(list)
        for step in self.steps.get(key, ()):
            if self.period and step.first_year <= self.period[-1] and step.last_year >= self.period[0]:
                by_number[step.line].append(step)
        if not by_number:
            return ((),)
        known = sorted(by_number)
        lines: list[tuple[RoadmapStep, ...]] = []
        overflow: list[tuple[RoadmapStep, ...]] = []
        # A gap of one or two unused lines is the paper's; a line number far beyond is no place on a sheet.
        numbers = range(1, known[-1] + 1) if known[0] > 0 and known[-1] <= 3 * len(known) else known
        for number in numbers:
            printed = printed_lines(by_number.get(number, ()))
            lines.append(printed[0] if printed else ())
            overflow.extend(printed[1:])
        return tuple(tuple(self._bar(step) for step in line) for line in (*lines, *overflow))

    def _bar(self, step: RoadmapStep) -> Bar:
        first, last = max(step.first_year, self.period[0]), min(step.last_year, self.period[-1])
        return Bar(text=step.text, first_year=first, last_year=max(first, last))

    def _listed(self, node: Node) -> list[Placement]:
        """The indicators of the sheet: those listed on it, else those placed on, below and above the node."""
        listed = [placement for placement in self.placed.get(node.key, ()) if placement.role == "listed"]
        if listed:
            return sorted(listed, key=lambda placement: placement.order if placement.order is not None else 1_000_000)
        keys = [node.key, *self.tree.below(node.key), *(above.key for above in self.tree.upwards(node.key)[1:])]
        found: dict[str, Placement] = {}
        for key in keys:
            for placement in self.placed.get(key, ()):
                found.setdefault(placement.indicator, placement)
        return list(found.values())

    def _indicator(self, placement: Placement, node: Node, year: int) -> IndicatorRow:
        facts = self.facts[placement.indicator]
        indicator: Indicator = facts.indicator
        target: Target | None = facts.targets.get(year)
        actual: Actual | None = facts.actuals.get(year)
        home = self.homes.get(indicator.key)
        reprise = placement.reprise if home is None else home != self._top(node.key)
        bracket = facts.totals()[0].get(year) if indicator.accumulation == "cumulative-with-baseline" else None
        if bracket is None and target is not None and indicator.accumulation == "cumulative-with-baseline":
            bracket = target.cumulative
        result = self.evaluation.indicator(indicator.key, year)
        entered = actual is not None and actual.state != "not-entered"
        rate = result.rate.printed if result else None
        grade = result.rate.grade if result else None
        if grade is None and (result is None or result.reason == "no-rule"):
            stated = self.judged.get((indicator.key, year, "grade")) or self.judged.get((indicator.key, year, "flag"))
            grade = stated.value if stated else None
        without = entered and result is not None and result.reason in ("target-zero", "negative")
        return IndicatorRow(
            key=indicator.key,
            name=printed_name(
                indicator, reprise=reprise, marks="".join(note.mark for note in self.marks.get(indicator.key, ()))
            ),
            baseline=printed_baseline(indicator.baseline, self.document.first_year),
            target=printed_target(target, bracket),
            actual=printed_actual(actual),
            rate=rate or ("—" if without else ""),
            cumulative_rate=(result.cumulative.printed or "") if result and result.cumulative else "",
            grade=grade or "",
        )

    def _text(self, node: str, year: int, kind: TextKind, heading: str | None = None) -> str:
        found = [
            text.text
            for text in self.texts.get((node, year), ())
            if text.kind == kind and text.indicator is None and (heading is None or text.heading == heading)
        ]
        return "\n".join(found)
