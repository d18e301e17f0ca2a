"""What a printed policy evaluation means: the part of the plan document that it states, with its doubts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from banso.domain.address import split
from banso.domain.amounts import actual_quantity
from banso.domain.document import (
    Budget,
    Decision,
    ExternalNode,
    Link,
    Node,
    Note,
    Placement,
    PlanDocument,
    Scope,
    Text,
    Vocabulary,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.text import fold, is_dash
from banso.library.sdgs import NAME as SDGS
from banso.library.sdgs import label_of
from banso.sheets.form import Reading
from banso.sheets.policy_evaluation.binding import bound
from banso.sheets.policy_evaluation.figure_meaning import actuals_of, fields_of, indicator_of, targets_of
from banso.sheets.policy_evaluation.report import Footnote, Head, Project, Report
from banso.sheets.project_evaluation.levels import level_items, levels_for
from banso.sheets.remains import html_doubt

FORM = "policy-evaluation"
COVERS = ("targets", "actuals", "texts", "decisions")
"""What a returned paper may take away; projects are ended or removed in the plan itself."""
PROJECT_LEVEL = "事務事業"
DECISION = "次年度方針"
_SOURCE = re.compile(r"「([^」]+)」")
_TOLD = 20
"""As many unread lines are told one by one."""
_NUMBER = re.compile(r"[-△▲]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_TERMS = re.compile(r"[、,，\s・/／]+")


def meaning_of(reports: Sequence[Report]) -> Reading:
    """The document and the doubts of the printed reports, one for each field.

    Where several fields number their measures or indicators alike, the keys of these begin with their field's.
    """
    keys = [(_Meaning(report).measures, _Meaning(report).indicators) for report in reports]
    repeated = [_repeat(each) for each in zip(*keys, strict=True)]
    readings = [_Meaning(report, *repeated).reading() for report in reports]
    doubts = tuple(doubt for reading in readings for doubt in reading.doubts)
    return Reading(bound([reading.document for reading in readings]), doubts)


def _repeat(keys: Iterable[Sequence[str]]) -> bool:
    counted = Counter(key for each in keys for key in set(each))
    return any(count > 1 for count in counted.values())


class _Meaning:
    def __init__(self, report: Report, measures_repeat: bool = False, indicators_repeat: bool = False) -> None:
        self.report = report
        self.doubts: list[Doubt] = []
        self.year = self._year()
        self.names = levels_for([head.heading.label for head in (*report.heads, *report.measures[:1])], PROJECT_LEVEL)
        self.heads = [_key(head) for head in report.heads]
        self.field = self.heads[-1] if self.heads else None
        field = f"{self.field}-" if self.field else ""
        self.stem = field if measures_repeat else ""
        self.indicator_stem = field if indicators_repeat else ""
        self.measures = [
            _carried(measure.at, "node") or f"{self.stem}{measure.heading.key}" for measure in report.measures
        ]
        self.indicators = self._indicator_keys()
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
            indicators=tuple(
                indicator_of(figure, key, coded=not self.indicator_stem)
                for figure, key in zip(report.figures, self.indicators, strict=True)
            ),
            placements=self._placements(),
            targets=tuple(
                target
                for figure, key in zip(report.figures, self.indicators, strict=True)
                for target in targets_of(figure, key, self.doubts)
            ),
            actuals=tuple(
                actual
                for figure, key in zip(report.figures, self.indicators, strict=True)
                for actual in actuals_of(figure, key, self.doubts)
            ),
            decisions=self._decisions(),
            texts=self._texts(),
            budgets=self._budgets(),
            notes=tuple(self._note(footnote) for footnote in report.footnotes),
        )
        self.doubts += [html_doubt(place, tags) for tags, place in report.html]
        self._told_assumptions()
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
            if column.year and (column.actual or "").strip()
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
                    owner=(self.report.owner or None) if last else None,
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
                    level=min(len(self.heads) + 1, len(self.names) - 1),  # right below the heads without measures
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
            return f"{self.stem}{number}"
        return f"{self.stem}{self.report.measures[project.measure].heading.sign}-{number}"

    def _decisions(self) -> tuple[Decision, ...]:
        if self.year is None:
            return ()
        vocabulary = self.report.decision_heading or DECISION
        return tuple(
            Decision(node=node.key, year=self.year, vocabulary=name, values=values)
            for node, project in zip(self.projects, self.report.projects, strict=True)
            for name, text in (*project.judged.items(), (vocabulary, project.decision))
            if (values := _terms(text))
        )

    def _budgets(self) -> tuple[Budget, ...]:
        return tuple(
            Budget(
                node=node.key,
                item=money.item,
                year=money.year,
                stage=money.stage,
                unit=money.unit or self.report.unit or "千円",
                **fields_of(actual_quantity(money.text)),
            )
            for node, project in zip(self.projects, self.report.projects, strict=True)
            for money in project.money
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
        for name in dict.fromkeys(name for project in self.report.projects for name in project.judged):
            judged = [term for project in self.report.projects for term in _terms(project.judged.get(name, ""))]
            found.append(Vocabulary(name=name, terms=tuple(dict.fromkeys(judged))))
        return tuple(found)

    def _indicator_keys(self) -> list[str]:
        keys: list[str] = []
        for figure in self.report.figures:
            plain = fold(figure.number).strip("().") or fold(figure.name)
            key = stem = _carried(figure.at, "indicator") or f"{self.indicator_stem}{plain}"
            count = 1
            while key in keys:
                count += 1
                key = f"{stem}-{count}"
            keys.append(key)
        return keys

    def _placements(self) -> tuple[Placement, ...]:
        if self.field is None:
            return ()
        return tuple(
            Placement(indicator=key, node=self.field, code=figure.number or None, role="main")
            for figure, key in zip(self.report.figures, self.indicators, strict=True)
        )

    def _texts(self) -> tuple[Text, ...]:
        report = self.report
        texts: list[Text] = []
        if self.field is not None and report.vision:
            texts.append(Text(node=self.field, kind="vision", text="\n".join(each.text for each in report.vision)))
        if self.field is not None:
            texts += [
                Text(node=self.field, year=self.year, kind=words.kind, heading=words.heading, text=words.text)
                for words in report.about
            ]
        for measure, key in zip(report.measures, self.measures, strict=True):
            for words in measure.texts:
                if words.text:
                    year = None if words.kind == "content" else self.year
                    texts.append(Text(node=key, year=year, kind=words.kind, heading=words.heading, text=words.text))
        for figure, key in zip(report.figures, self.indicators, strict=True):
            if figure.review:
                texts.append(Text(indicator=key, year=self.year, kind="verification", text=figure.review))
        if self.field is not None and report.final:
            final = "\n".join(each.text for each in report.final)
            texts.append(Text(node=self.field, year=self.year, kind="final-evaluation", text=final))
        return tuple(texts)

    def _note(self, footnote: Footnote) -> Note:
        heading = self.report.marks.get(footnote.mark)
        return Note(mark=footnote.mark, text=footnote.text, at=(f"vocabulary/{heading}",) if heading else ())

    def _told_assumptions(self) -> None:
        report = self.report
        moneys = [money for project in report.projects for money in project.money]
        if (unstated := next((money for money in moneys if money.unit is None), None)) and report.unit is None:
            self._doubt(
                "unit-assumed",
                "warning",
                unstated.place,
                "金額の単位が書かれていません。千円として読みました。",
                unstated.text,
            )
        if report.assumed_row is not None:
            self._doubt(
                "row-assumed",
                "warning",
                report.assumed_row,
                "目標と実績のどちらの行かが書かれていない数値を、実績として読みました。",
            )
        for text, place in report.unread[:_TOLD]:
            self._doubt(
                "line-unread",
                "hint",
                place,
                f"「{text[:40]}」は政策評価のどの欄のものか分からないので読みませんでした。",
                text,
            )
        if len(report.unread) > _TOLD:
            self._doubt(
                "line-unread",
                "hint",
                report.unread[_TOLD][1],
                f"どの欄のものか分からず読まなかった行が、ほかに{len(report.unread) - _TOLD}行あります。",
                report.unread[_TOLD][0],
            )

    def _doubt(
        self, code: str, severity: Severity, place: Place, message: str, quote: str = "", address: str | None = None
    ) -> None:
        where = replace(place, address=address) if address else place
        self.doubts.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))


def _key(head: Head) -> str:
    return _carried(head.at, "node") or head.heading.key


def _carried(at: str | None, kind: str) -> str | None:
    """The key that a working copy carries for an item of this kind."""
    parts = split(at) if at else ()
    return parts[1] if len(parts) == 2 and parts[0] == kind else None


def _terms(text: str) -> tuple[str, ...]:
    if _NUMBER.fullmatch(text.strip()):
        return (text.strip(),)
    return () if is_dash(text) else tuple(dict.fromkeys(term for term in _TERMS.split(text.strip()) if term))
