"""What project sheets mean in the plan: the tree above them, the projects with their money, texts, terms and decisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from banso.domain.address import split
from banso.domain.amounts import parse_amount
from banso.domain.document import (
    Budget,
    Decision,
    Link,
    Node,
    PlanDocument,
    Scope,
    Terms,
    Text,
    TextKind,
    Vocabulary,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.money_items import Stage, item_of
from banso.domain.numbering import bare_number, ordinal
from banso.domain.quantity import Quantity
from banso.domain.text import fold, is_dash
from banso.sheets.project_evaluation import labels
from banso.sheets.project_evaluation.chains import Step, chain_of, restarting, step_of
from banso.sheets.project_evaluation.indicators import Measured
from banso.sheets.project_evaluation.levels import SCHEME, heading_of, level_items, levels_for
from banso.sheets.project_evaluation.paper import Above, Amount, Field, PaperSheet, ProjectPaper
from banso.sheets.project_evaluation.terms import links_in, period_in, split_terms
from banso.sheets.remains import html_doubt, without_html

FORM = "project-evaluation"
COVERS = ("budgets", "decisions", "texts")
"""What a sheet prints wholly for its project and year. Terms and nodes it may show in part."""


def meaning_of(paper: ProjectPaper, year: int | None = None) -> tuple[PlanDocument, tuple[Doubt, ...]]:
    """The plan document of all sheets, and the doubts of understanding them.

    ``year`` is the fiscal year that sheets without one are taken for; without it, that of their money.
    """
    return _Meaning(paper, year).made()


@dataclass(slots=True)
class _Tree:
    """The nodes above the projects, in the order of the paper."""

    nodes: dict[str, Node] = field(default_factory=dict)
    titles: dict[str, dict[tuple[str, Place], None]] = field(default_factory=dict)
    steps: dict[str, set[Step]] = field(default_factory=dict)


class _Meaning:
    def __init__(self, paper: ProjectPaper, year: int | None) -> None:
        self._paper = paper
        self._doubts: list[Doubt] = []
        self._chains = [chain_of(sheet) for sheet in paper.sheets]
        self._restarting = restarting(self._chains)
        self._tree = _Tree()
        self._projects: dict[str, Node] = {}
        self._texts: dict[tuple[object, ...], Text] = {}
        self._budgets: dict[tuple[object, ...], Budget] = {}
        self._decisions: dict[tuple[object, ...], Decision] = {}
        self._terms: dict[str, dict[str, None]] = {}
        self._measured = Measured()
        self._scopes: dict[int, list[str]] = {}
        self._assumed_unit = False
        self._year = year if year is not None else self._assumed_year()

    def made(self) -> tuple[PlanDocument, tuple[Doubt, ...]]:
        paper = self._paper
        longest = max(self._chains, key=len, default=())
        names = levels_for([above.label for above in longest], _project_name(paper), paper.levels)
        places = {name: position for position, name in enumerate(names)}
        for sheet, chain in zip(paper.sheets, self._chains, strict=True):
            parent = self._above(chain, places)
            self._sheet(sheet, chain, parent, len(names) - 1)
        self._name_nodes()
        nodes = (*self._tree.nodes.values(), *self._projects.values())
        numbers = [next((node.number for node in nodes if node.level == level), None) for level in range(len(names))]
        document = PlanDocument(
            scope=tuple(
                Scope(form=FORM, year=year, nodes=tuple(dict.fromkeys(keys)), covers=COVERS)
                for year, keys in sorted(self._scopes.items())
            ),
            levels=level_items(names, numbers) if paper.sheets else (),
            vocabularies=tuple(Vocabulary(name=name, terms=tuple(terms)) for name, terms in self._terms.items()),
            nodes=nodes,
            indicators=tuple(self._measured.indicators.values()),
            placements=tuple(self._measured.placements.values()),
            targets=tuple(self._measured.targets.values()),
            actuals=tuple(self._measured.actuals.values()),
            decisions=tuple(self._decisions.values()),
            texts=tuple(self._texts.values()),
            budgets=tuple(self._budgets.values()),
        )
        return document, tuple(self._doubts)

    def _assumed_year(self) -> int | None:
        """The year of sheets that name none: that of the budget in their columns, else of the settlement, else the latest."""
        sheets = [sheet for sheet in self._paper.sheets if sheet.year is None]
        columns = [column for sheet in sheets for column in sheet.columns if column.year is not None]
        if not columns:
            return None
        for stage in ("budget", "revised", "settlement", None):
            years = Counter(column.year for column in columns if column.stage == stage or stage is None)
            if years:
                year = max(years, key=lambda each: (years[each], each or 0))
                self._doubt(
                    "year-assumed",
                    "hint",
                    sheets[0].place,
                    f"何年度の評価かが書かれていません。金額の欄から{year}年度の評価として読みました（{len(sheets)}枚）。",
                )
                return year
        return None

    def _above(self, chain: Sequence[Above], places: dict[str, int]) -> str | None:
        """Put the headings above a sheet into the tree; answers the key of the nearest."""
        parent: str | None = None
        for depth, above in enumerate(chain):
            key = self._key_above(chain[: depth + 1])
            level = places.get(above.label, places.get(f"政策{above.label}", depth))
            node = self._tree.nodes.get(key)
            if node is None:
                self._tree.nodes[key] = Node(
                    key=key, parent=parent, level=level, number=above.number, title=above.title or None
                )
            elif node.parent is None and parent is not None:
                self._tree.nodes[key] = replace(node, parent=parent)
            self._tree.steps.setdefault(key, set()).add(step_of(above))
            if above.title:
                self._tree.titles.setdefault(key, {})[above.title, above.place] = None
            parent = key
        return parent

    def _key_above(self, chain: Sequence[Above]) -> str:
        own = chain[-1]
        if own.key:
            return own.key
        if step_of(own) not in self._restarting or len(chain) == 1:
            found = heading_of(f"{own.label}{own.sign}")
            return found.key if found else f"{own.label}{own.sign}"
        return f"{self._key_above(chain[:-1])}-{own.sign}"

    def _name_nodes(self) -> None:
        """The title of each node: what most headings of the paper say; a sheet's heading that says another is a doubt."""
        for key, node in self._tree.nodes.items():
            own = self._tree.titles.get(key, {})
            spots = list(own)
            steps = self._tree.steps[key]
            if not steps & self._restarting:
                elsewhere = [(other.title, other.place) for other in self._paper.headings if step_of(other) in steps]
                spots += [spot for spot in elsewhere if spot not in own]
            if not spots:
                continue
            votes = Counter(fold(title) for title, _ in spots)
            # Where as many say the one as the other, the later heading stands, as between papers.
            last = {fold(title): position for position, (title, _) in enumerate(spots)}
            best = max(votes, key=lambda words: (votes[words], last[words]))
            title, place = next((title, place) for title, place in spots if fold(title) == best)
            self._tree.nodes[key] = replace(node, title=title)
            told: set[str] = set()
            for other, where in own:
                if fold(other) != best and fold(other) not in told:
                    told.add(fold(other))
                    self._doubt(
                        "contradiction-name",
                        "warning",
                        replace(where, address=f"node/{key}/title"),
                        f"{node.number or key}の名称が紙の中で食い違っています。ここでは「{other}」、"
                        f"{_spot(place)}ほか{votes[best]}か所では「{title}」です。「{title}」を使いました。",
                        other,
                    )

    def _sheet(self, sheet: PaperSheet, chain: Sequence[Above], parent: str | None, level: int) -> None:
        key = self._key(sheet, chain, parent)
        year = sheet.year if sheet.year is not None else self._year
        terms: dict[str, tuple[str, ...]] = {}
        owner: str | None = None
        partners: tuple[str, ...] = ()
        links: list[Link] = []
        period: tuple[int | None, int | None] = (None, None)
        for each in sheet.fields:
            text = self._clean(each)
            if not text or (is_dash(text) and each.label.role != "decision"):
                continue
            match each.label.role:
                case "owner":
                    owner = " ".join(text.split())
                case "partners":
                    partners = tuple(part.strip() for part in text.replace("、", "\n").split("\n") if part.strip())
                case "term":
                    name = each.label.name
                    terms[name] = (*terms.get(name, ()), *split_terms(text))
                    self._terms.setdefault(name, {}).update(dict.fromkeys(terms[name]))
                case "decision":
                    self._decision(key, year, each, text)
                case "period":
                    period = period_in(text)
                case "leads-to":
                    links += links_in(text)
                case "text":
                    self._text(key, year, each, text)
                case _:
                    continue
        for amount in sheet.amounts:
            self._budget(key, year, amount)
        self._measured.add(sheet, key)
        self._projects[key] = Node(
            key=key,
            parent=parent,
            level=level,
            number=sheet.number,
            title=" ".join(without_html(sheet.name)[0].split()) or None,
            terms=cast(Terms, terms),
            owner=owner,
            partners=partners,
            first_year=period[0],
            last_year=period[1],
            links=tuple(links),
        )
        if year is not None:
            self._scopes.setdefault(year, []).append(key)

    def _key(self, sheet: PaperSheet, chain: Sequence[Above], parent: str | None) -> str:
        if sheet.key:
            return sheet.key
        if sheet.number is None:
            siblings = sum(node.parent == parent for node in self._projects.values())
            sheet.number = str(siblings + 1)
            self._doubt(
                "number-assumed",
                "hint",
                sheet.place,
                f"事業「{sheet.name}」に番号がありません。並びの順に「{sheet.number}」としました。",
                sheet.name,
            )
        own = re.sub(r"^(?:no\.?|№)\s*(?=\d)", "", fold(bare_number(sheet.number)) or fold(sheet.number))
        signs = self._signs(chain)
        key = own if not signs or own.startswith(f"{signs}-") else f"{signs}-{own}"
        known = self._projects.get(key)
        if known is not None and fold(known.title or "") != fold(sheet.name):
            taken = key
            count = 2
            while key in self._projects:
                key, count = f"{taken}~{count}", count + 1
            self._doubt(
                "number-repeated",
                "warning",
                sheet.place,
                f"番号「{sheet.number}」の事業が二つあります。「{known.title}」と「{sheet.name}」です。別の事業として読みました。番号を直してください。",
                sheet.name,
            )
        return key

    def _signs(self, chain: Sequence[Above]) -> str:
        """The signs that stand before a project's number in its key: 1 below 施策1."""
        if not chain:
            return ""
        own = chain[-1]
        sign = own.sign if ordinal(own.sign) is not None else fold(own.sign)
        if step_of(own) in self._restarting and len(chain) > 1:
            return f"{self._signs(chain[:-1])}-{sign}"
        return sign

    def _decision(self, key: str, year: int | None, each: Field, text: str) -> None:
        if year is None:
            return
        values = split_terms(text)
        name = each.label.name
        if values:
            self._decisions[key, year, name] = Decision(node=key, year=year, vocabulary=name, values=values)
            self._terms.setdefault(name, {}).update(dict.fromkeys(values))

    def _text(self, key: str, year: int | None, each: Field, text: str) -> None:
        kind, heading = each.label.kind, None
        of_year = year if each.label.yearly else None
        if kind == "paragraph":
            heading = each.label.name
        elif each.label.name.startswith(labels.REASON):
            heading, _, stated = each.label.name.partition("/")
            of_year = int(stated) if stated else year
        elif (key, of_year, kind, None) in self._texts:
            heading = each.label.name  # 目的 and 内容 on a sheet that has both
        order: int | None = None
        parts = split(each.address) if each.address else ()
        if len(parts) >= 4 and parts[0] == "text":
            # A working copy says itself which text stands here.
            of_year, kind = int(parts[2]) if parts[2].isdecimal() else None, cast(TextKind, parts[3])
            rest = list(parts[4:])
            order = int(rest.pop()) if rest and rest[-1].isdecimal() else None
            heading = rest[0] if rest else None
        found = Text(node=key, year=of_year, kind=kind, heading=heading, order=order, text=text)
        self._texts[key, of_year, kind, heading, order] = found

    def _budget(self, key: str, year: int | None, amount: Amount) -> None:
        of_year, stage = amount.column.year, amount.column.stage
        if of_year is None:
            if year is None:
                return
            of_year = year + 1 if stage == "estimate" else year
        if stage is None:
            stage = self._assumed_stage(of_year, year, amount)
        parsed = parse_amount(amount.text)
        quantity = parsed.quantity
        if amount.number is not None:
            quantity = Quantity(amount=amount.number)
        if quantity is None:
            return
        if parsed.repaired:
            self._doubt(
                "amount-repaired",
                "hint",
                amount.place,
                f"「{amount.item}」の金額「{amount.text}」から余分な空白を取り除いて読みました。",
                amount.text,
            )
        unit = amount.unit or parsed.unit
        if unit is None:
            unit = "千円"
            if not self._assumed_unit:
                self._assumed_unit = True
                self._doubt(
                    "unit-assumed",
                    "warning",
                    amount.place,
                    "金額の単位が書かれていません。千円として読みました。",
                    amount.text,
                )
        found = Budget(
            node=key,
            item=amount.item,
            year=of_year,
            stage=stage,
            unit=unit,
            total=item_of(amount.item).meaning == "full",
            amount=quantity.amount,
            state=quantity.state,
            value=quantity.value,
            printed=quantity.printed,
            approximate=quantity.approximate,
            provisional=quantity.provisional,
            reference=quantity.reference,
        )
        earlier = self._budgets.get((key, amount.item, of_year, stage))
        if earlier is not None and (earlier.amount, earlier.state) != (found.amount, found.state):
            self._doubt(
                "contradiction-value",
                "error",
                replace(amount.place, address=f"budget/{key}/{amount.item}/{of_year}/{stage}"),
                f"「{key}」の{amount.item}（{of_year}年度）が紙の中で食い違っています。「{earlier.amount}」と「{found.amount}」です。後のほうを使いました。",
                amount.text,
            )
        self._budgets[key, amount.item, of_year, stage] = found

    def _assumed_stage(self, of_year: int, year: int | None, amount: Amount) -> Stage:
        stage: Stage = "budget" if year is None or of_year == year else "settlement" if of_year < year else "estimate"
        if not any(doubt.code == "stage-assumed" for doubt in self._doubts):
            self._doubt(
                "stage-assumed",
                "warning",
                amount.place,
                f"{of_year}年度の金額が予算か決算か書かれていません。「{labels.stage_word(stage)}」として読みました。",
                amount.text,
            )
        return stage

    def _clean(self, each: Field) -> str:
        text, found = without_html(each.text)
        if found:
            self._doubts.append(html_doubt(each.place, found))
        return text.strip()

    def _doubt(self, code: str, severity: Severity, where: Place, message: str, quote: str = "") -> None:
        self._doubts.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))


def _project_name(paper: ProjectPaper) -> str:
    """What the paper calls a project: its label without 名."""
    word = next((labels.words_of(sheet.name_label) for sheet in paper.sheets), SCHEME[-1])
    return word.removesuffix("名称").removesuffix("名").removesuffix("の") or SCHEME[-1]


def _spot(place: Place) -> str:
    if place.line is not None:
        return f"{place.line}行目"
    if place.sheet is not None:
        return f"シート「{place.sheet}」" + (f"の{place.cell}" if place.cell else "")
    return f"{place.page}ページ" if place.page is not None else "同じ紙"
