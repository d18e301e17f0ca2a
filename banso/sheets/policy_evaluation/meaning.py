"""What a printed policy evaluation means: the part of the plan document that it states, with its doubts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from banso.domain.address import split
from banso.domain.amounts import actual_quantity, parse_amount, target_quantity
from banso.domain.document import (
    Actual,
    Decision,
    ExternalNode,
    Indicator,
    Link,
    Node,
    Note,
    Placement,
    PlanDocument,
    Scope,
    Target,
    Text,
    Vocabulary,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.indicator_name import read_indicator_name
from banso.domain.quantity import QUANTITY_FIELDS, Quantity
from banso.domain.text import fold, is_dash
from banso.library.sdgs import NAME as SDGS
from banso.library.sdgs import label_of
from banso.sheets.form import Reading
from banso.sheets.policy_evaluation.report import Figure, Footnote, Head, Measure, Project, Report
from banso.sheets.project_evaluation.levels import level_items, levels_for
from banso.sheets.remains import html_doubt

FORM = "policy-evaluation"
COVERS = ("targets", "actuals", "texts", "decisions")
"""What a returned paper may take away; projects are ended or removed in the plan itself."""
PROJECT_LEVEL = "事務事業"
DECISION = "次年度方針"
_SOURCE = re.compile(r"「([^」]+)」")
_TERMS = re.compile(r"[、,，\s・/／]+")


def meaning_of(report: Report) -> Reading:
    """The document and the doubts of a printed report."""
    return _Meaning(report).reading()


class _Meaning:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.doubts: list[Doubt] = []
        self.year = self._year()
        self.names = levels_for([head.heading.label for head in (*report.heads, *report.measures[:1])], PROJECT_LEVEL)
        self.heads = [_key(head) for head in report.heads]
        self.field = self.heads[-1] if self.heads else None
        self.measures = [_key(measure) for measure in report.measures]
        self.projects: list[Node] = []

    def reading(self) -> Reading:
        """Everything the report states."""
        report = self.report
        self.projects = self._project_nodes()
        nodes = [*self._upper_nodes(), *self._measure_nodes(), *self.projects]
        numbers: list[str | None] = [None] * len(self.names)
        for node in nodes:
            numbers[node.level] = numbers[node.level] or node.number
        field = report.heads[-1].heading if report.heads else None
        scope = Scope(form=FORM, year=self.year, nodes=(self.field,) if self.field else (), covers=COVERS)
        document = PlanDocument(
            scope=(scope,),
            title=f"{field.number} {field.title}" if field else None,
            kind="policy-evaluation",
            levels=level_items(self.names, numbers),
            vocabularies=self._vocabularies(),
            nodes=tuple(nodes),
            indicators=tuple(self._indicator(figure) for figure in report.figures),
            placements=self._placements(),
            targets=tuple(target for figure in report.figures for target in self._targets(figure)),
            actuals=tuple(actual for figure in report.figures for actual in self._actuals(figure)),
            decisions=self._decisions(),
            texts=self._texts(),
            notes=tuple(self._note(footnote) for footnote in report.footnotes),
        )
        self.doubts += [html_doubt(place, tags) for tags, place in report.html]
        return Reading(document, tuple(self.doubts))

    def _year(self) -> int | None:
        """The year of the evaluation: as the title says, else the last whose results are told in any way."""
        report = self.report
        if report.year is not None:
            return report.year
        told = [
            column.year
            for figure in report.figures
            for column in figure.columns
            if column.year and column.actual.strip()
        ]
        years = [column.year for figure in report.figures for column in figure.columns if column.year]
        year = max(told, default=min(years, default=None))
        if year is not None:
            self._doubt(
                "evaluation-year-assumed",
                "hint",
                report.figures[0].place,
                f"評価の年度が書かれていません。実績のある最後の列から{year}年度の評価としました。",
            )
        return year

    def _upper_nodes(self) -> list[Node]:
        related = tuple(
            Link(
                kind="related",
                external=ExternalNode(number=each.number or None, title=each.title, owner=each.owner or None),
            )
            for each in self.report.related
        )
        nodes = []
        for level, (head, key) in enumerate(zip(self.report.heads, self.heads, strict=True)):
            last = level == len(self.heads) - 1
            nodes.append(
                Node(
                    key=key,
                    parent=self.heads[level - 1] if level else None,
                    level=level,
                    number=head.heading.number,
                    title=head.heading.title or None,
                    links=related if last else (),
                )
            )
        return nodes

    def _measure_nodes(self) -> list[Node]:
        nodes = []
        for measure, key in zip(self.report.measures, self.measures, strict=True):
            title = measure.names[0][0]
            for other, place in measure.names[1:]:
                if other and fold(other) != fold(title):
                    self._doubt(
                        "contradiction-name",
                        "warning",
                        place,
                        f"「{measure.heading.number}」の名称が紙の中で違います。「{title}」と「{other}」です。"
                        f"「{other}」を使いました。正しい方に揃えてください。",
                        other,
                        f"node/{key}/title",
                    )
                    title = other
            nodes.append(
                Node(
                    key=key,
                    parent=self.field,
                    level=len(self.heads),
                    number=measure.heading.number,
                    title=title or None,
                )
            )
        return nodes

    def _project_nodes(self) -> list[Node]:
        taken: set[str] = set()
        nodes = []
        for project in self.report.projects:
            key = self._project_key(project)
            if key in taken:
                self._doubt(
                    "number-repeated",
                    "warning",
                    project.place,
                    f"事務事業の番号「{project.number}」が二度出てきます。「{project.title}」は別の事業として扱います。",
                    project.title,
                )
                key = next(f"{key}({n})" for n in range(2, 1000) if f"{key}({n})" not in taken)
            taken.add(key)
            nodes.append(
                Node(
                    key=key,
                    parent=self.measures[project.measure] if project.measure is not None else self.field,
                    level=len(self.heads) + 1,
                    number=project.number or None,
                    title=project.title,
                    terms={name: terms for name, text in project.terms.items() if (terms := _terms(text))},
                    owner=project.owner or None,
                )
            )
        return nodes

    def _project_key(self, project: Project) -> str:
        carried = _carried(project.at, "node")
        if carried is not None:
            return carried
        number = fold(project.number).strip("().") or fold(project.title)
        if project.measure is None or "-" in number:
            return number
        return f"{self.report.measures[project.measure].heading.sign}-{number}"

    def _decisions(self) -> tuple[Decision, ...]:
        if self.year is None:
            return ()
        vocabulary = self.report.decision_heading or DECISION
        return tuple(
            Decision(node=node.key, year=self.year, vocabulary=vocabulary, values=values)
            for node, project in zip(self.projects, self.report.projects, strict=True)
            if (values := _terms(project.decision))
        )

    def _vocabularies(self) -> tuple[Vocabulary, ...]:
        found = []
        for heading in self.report.columns:
            used = [term for project in self.report.projects for term in _terms(project.terms.get(heading, ""))]
            note = next((each for each in self.report.footnotes if self.report.marks.get(each.mark) == heading), None)
            terms = tuple(dict.fromkeys((*(note.meanings if note else ()), *used)))
            source = _SOURCE.search(note.text) if note and note.meanings else None
            labels = dict(note.meanings) if note else {}
            if heading == SDGS:
                labels = {term: label for term in terms if (label := label_of(term))}
            found.append(Vocabulary(name=heading, terms=terms, labels=labels, source=source[1] if source else None))
        decisions = [term for project in self.report.projects for term in _terms(project.decision)]
        if decisions:
            name = self.report.decision_heading or DECISION
            found.append(Vocabulary(name=name, terms=tuple(dict.fromkeys(decisions))))
        return tuple(found)

    def _indicator(self, figure: Figure) -> Indicator:
        name = read_indicator_name(figure.name)
        return Indicator(
            key=self._indicator_key(figure),
            code=figure.number or None,
            name=name.name if name.unit is None or name.unit == figure.unit else figure.name,
            qualifier=name.qualifier if name.unit is None or name.unit == figure.unit else None,
            unit=figure.unit or name.unit,
            definition=None if is_dash(figure.definition) else figure.definition or None,
        )

    def _indicator_key(self, figure: Figure) -> str:
        return _carried(figure.at, "indicator") or fold(figure.number).strip("().") or fold(figure.name)

    def _placements(self) -> tuple[Placement, ...]:
        if self.field is None:
            return ()
        return tuple(
            Placement(indicator=self._indicator_key(figure), node=self.field, code=figure.number or None, role="main")
            for figure in self.report.figures
        )

    def _targets(self, figure: Figure) -> list[Target]:
        key = self._indicator_key(figure)
        found = []
        for column in figure.columns:
            parsed = parse_amount(column.target)
            if column.year is None and not column.target.strip():
                continue
            found.append(
                Target(
                    indicator=key,
                    year=column.year,
                    final=column.year is None,
                    comparator=parsed.comparator,
                    **_parts(target_quantity(column.target)),
                )
            )
            self._told_repair(parsed.repaired, column.target, column.target_place)
        return found

    def _actuals(self, figure: Figure) -> list[Actual]:
        key = self._indicator_key(figure)
        found = []
        for column in figure.columns:
            if column.year is None:
                continue
            parsed = parse_amount(column.actual)
            found.append(
                Actual(
                    indicator=key,
                    year=column.year,
                    reference_year=parsed.reference_year,
                    **_parts(actual_quantity(column.actual)),
                )
            )
            self._told_repair(parsed.repaired, column.actual, column.actual_place)
        return found

    def _texts(self) -> tuple[Text, ...]:
        report = self.report
        texts: list[Text] = []
        if self.field is not None and report.vision:
            texts.append(Text(node=self.field, kind="vision", text="\n".join(each.text for each in report.vision)))
        for measure, key in zip(report.measures, self.measures, strict=True):
            for words in measure.texts:
                if words.text:
                    year = None if words.kind == "content" else self.year
                    texts.append(Text(node=key, year=year, kind=words.kind, text=words.text))
        for figure in report.figures:
            if figure.review:
                key = self._indicator_key(figure)
                texts.append(Text(indicator=key, year=self.year, kind="verification", text=figure.review))
        if self.field is not None and report.final:
            final = "\n".join(each.text for each in report.final)
            texts.append(Text(node=self.field, year=self.year, kind="final-evaluation", text=final))
        return tuple(texts)

    def _note(self, footnote: Footnote) -> Note:
        heading = self.report.marks.get(footnote.mark)
        return Note(mark=footnote.mark, text=footnote.text, at=(f"vocabulary/{heading}",) if heading else ())

    def _told_repair(self, repaired: bool, text: str, place: Place) -> None:
        if repaired:
            self._doubt(
                "blank-in-number",
                "warning",
                place,
                f"数の中の空白を詰めて読みました（「{text}」）。確かめてください。",
                text,
            )

    def _doubt(
        self, code: str, severity: Severity, place: Place, message: str, quote: str = "", address: str | None = None
    ) -> None:
        where = replace(place, address=address) if address else place
        self.doubts.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))


def _key(head: Head | Measure) -> str:
    return _carried(head.at, "node") or head.heading.key


def _carried(at: str | None, kind: str) -> str | None:
    """The key that a working copy carries for an item of this kind."""
    parts = split(at) if at else ()
    return parts[1] if len(parts) == 2 and parts[0] == kind else None


def _terms(text: str) -> tuple[str, ...]:
    return () if is_dash(text) else tuple(dict.fromkeys(term for term in _TERMS.split(text.strip()) if term))


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in QUANTITY_FIELDS}
