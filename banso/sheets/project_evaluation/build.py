"""Makes the paper of project sheets: a table for each project below the heading of its measure, A4 portrait."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from banso.domain.address import address_of, join
from banso.domain.document import Budget, Decision, Node, PlanDocument, Text
from banso.domain.money import Money, column, costs
from banso.domain.money_items import STAFF, item_of
from banso.domain.quantity import Quantity, format_amount, format_quantity
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Heading, Look, Page, Paper, Paragraph, Row, Table
from banso.sheets.forms import Subject
from banso.sheets.project_evaluation import labels
from banso.sheets.project_evaluation.indicators import ACTUAL, OUTCOME, OUTPUT, TARGET
from banso.sheets.project_evaluation.labels import label_of
from banso.sheets.project_evaluation.layout import LEVELS_BETWEEN, LEVELS_LABEL
from banso.sheets.project_evaluation.levels import SCHEME, heading_of, levels_for
from banso.sheets.project_evaluation.money_columns import MoneyColumn, columns_of, items_of, usual_items
from banso.sheets.project_evaluation.projects import projects_of, year_of
from banso.sheets.project_evaluation.terms import joined_terms
from banso.sheets.project_evaluation.texts import LABELS, is_plain, is_reason, text_order

TITLE = "事務事業評価シート"
PROJECTS_ON_A_PAGE = 40
"""Projects of one measure that share a worksheet and a run of pages."""

_MARGIN, _LABEL, _TEXT, _ITEM, _AMOUNT = 5.0, 14.0, 43.0, 14.0, 12.0


def paper_of(document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
    """The sheets of all projects of the plan, or of those at and below ``nodes``; one project alone has its own page."""
    of_year = year if year is not None else year_of(document)
    if of_year is None:
        return Paper(title=TITLE, pages=())
    sheets = ProjectSheets(document, of_year)
    asked = sheets.projects_at(nodes)
    title = f"{format_fiscal_year(of_year, '令和6年度')} {TITLE}"
    pages = []
    if len(asked) == 1:
        key = asked[0].key
        blocks = (*sheets.heading_blocks(asked[0].parent), *sheets.tables(asked))
        pages = [Page(name=key, title=title, blocks=blocks, about=join("node", key), foot=document.title or "")]
    else:
        by_parent: dict[str | None, list[Node]] = {}
        for node in asked:
            by_parent.setdefault(node.parent, []).append(node)
        for parent, projects in by_parent.items():
            for number, start in enumerate(range(0, len(projects), PROJECTS_ON_A_PAGE)):
                part = projects[start : start + PROJECTS_ON_A_PAGE]
                name = (parent or "事業") + (f" ({number + 1})" if number else "")
                blocks = (*sheets.heading_blocks(parent), *sheets.tables(part))
                pages.append(Page(name=name, title=title, blocks=blocks, foot=document.title or ""))
    return Paper(title=title, pages=tuple(pages))


def subjects_of(document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
    """The projects, each of which can be printed and worked on by itself."""
    of_year = year if year is not None else year_of(document)
    if of_year is None:
        return ()
    return tuple(
        Subject(node.key, f"{node.key} {node.title or ''}".strip())
        for node in ProjectSheets(document, of_year).projects
    )


def project_tables(document: PlanDocument, year: int, node: str) -> tuple[Block, ...]:
    """The sheets of the projects at and below a node, each measure's below its heading; without a page around them."""
    sheets = ProjectSheets(document, year)
    blocks: list[Block] = []
    parent: str | None = None
    for project in sheets.projects_at((node,)):
        if project.parent != parent and project.key != node:
            parent = project.parent
            blocks += sheets.heading_blocks(parent)[-1:]
        blocks += sheets.tables((project,))
    return tuple(blocks)


class ProjectSheets:
    """Makes the blocks of project sheets of one fiscal year; gathers once what all of them need."""

    def __init__(self, document: PlanDocument, year: int) -> None:
        self.projects = projects_of(document)
        self._document = document
        self._year = year
        self._name_label = _name_label([level.name for level in document.levels])
        self._nodes = {node.key: node for node in document.nodes}
        keys = {node.key for node in self.projects}
        money = [budget for budget in document.budgets if budget.node in keys]
        self.columns = columns_of(money, year)
        self._usual = usual_items(money)
        self._money: Money = costs(document)
        shown = {(each.year, each.stage) for each in self.columns}
        self._budgets: defaultdict[str, list[Budget]] = defaultdict(list)
        for budget in money:
            if (budget.year, budget.stage) in shown:
                self._budgets[budget.node].append(budget)
        self._texts: defaultdict[str, list[Text]] = defaultdict(list)
        for text in document.texts:
            if text.node in keys and (text.year in (None, year) or (is_reason(text) and text.year in self._years)):
                self._texts[text.node or ""].append(text)
        self._decisions: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in document.decisions:
            if decision.node in keys and decision.year == year:
                self._decisions[decision.node].append(decision)
        self._indicators = {indicator.key: indicator for indicator in document.indicators}
        self._placed: defaultdict[str, list[str]] = defaultdict(list)
        for placement in document.placements:
            if placement.node in keys and placement.role == "main" and placement.indicator in self._indicators:
                self._placed[placement.node].append(placement.indicator)
        self._measures: dict[tuple[str, str, int | None], Quantity] = {
            **{("target", each.indicator, each.year): each for each in document.targets if not each.final},
            **{("actual", each.indicator, each.year): each for each in document.actuals if each.period is None},
        }
        self._obligation = _usual(
            (name for node in self.projects for name in node.terms if _is_obligation(name)), labels.OBLIGATION
        )
        self._decision = _usual(
            (each.vocabulary for all_ in self._decisions.values() for each in all_ if _is_decision(each.vocabulary)),
            labels.DECISION,
        )

    @property
    def _years(self) -> set[int]:
        return {each.year for each in self.columns}

    def projects_at(self, nodes: Sequence[str]) -> tuple[Node, ...]:
        """The projects at and below these nodes, all for none, measure by measure."""
        asked = set(nodes)
        found = [node for node in self.projects if not asked or asked & {node.key, *self._ancestors(node.parent)}]
        order = {parent: place for place, parent in reversed(list(enumerate(node.parent for node in found)))}
        return tuple(sorted(found, key=lambda node: order[node.parent]))

    def heading_blocks(self, parent: str | None) -> tuple[Block, ...]:
        """The headings above a project, from the top; before them the plan's levels where the headings do not tell them."""
        above = [self._nodes[key] for key in reversed(list(self._ancestors(parent)))]
        names = [level.name for level in self._document.levels]
        plain = self._tells(above, names)
        blocks: list[Block] = []
        if names and not plain:
            blocks.append(Paragraph(text=LEVELS_LABEL + f" {LEVELS_BETWEEN} ".join(names), look="aside"))
        for node in above:
            words = f"{node.number or ''} {node.title or ''}".strip()
            name = names[node.level] if node.level < len(names) else ""
            text = words if plain or not name else f"{name}：{words}"
            at = join("node", node.key)
            # The measure is what the sheets are filed under; what stands above it only says where it belongs.
            blocks.append(Heading(text=text, at=at) if node is above[-1] else Paragraph(text=text, at=at))
        return tuple(blocks)

    def tables(self, projects: Iterable[Node]) -> tuple[Table, ...]:
        """A table for each project."""
        made: list[Table] = []
        for node in projects:
            made.append(self._table(node))
            if self._placed[node.key]:
                made.append(self._figures_table(node))
        return tuple(made)

    def _figures_table(self, node: Node) -> Table:
        """The project's indicators, the target above the actual, for the year before, this year and the next."""
        years = (self._year - 1, self._year, self._year + 1)
        heads = (
            "指標の種類",
            "指標名",
            "単位",
            "目標／実績",
            *(format_fiscal_year(year, "令和6年度") for year in years),
        )
        rows = [Row(cells=tuple(Cell(text=head, look="head") for head in heads))]
        for key in self._placed[node.key]:
            indicator = self._indicators[key]
            kind = {"output": OUTPUT, "outcome": OUTCOME}.get(indicator.kind or "", "")
            first = (
                Cell(text=kind, rows=2, at=join("indicator", key, "kind")),
                Cell(text=indicator.name, rows=2, at=join("indicator", key, "name")),
                Cell(text=indicator.unit or "", rows=2, look="mark", at=join("indicator", key, "unit")),
            )
            for what, list_, leading in ((TARGET, "target", first), (ACTUAL, "actual", ())):
                cells = [*leading, Cell(text=what, look="label")]
                for year in years:
                    figure = self._measures.get((list_, key, year))
                    look: Look = "entry-number" if list_ == "actual" else "number"
                    text = "" if figure is None else format_quantity(figure)
                    cells.append(Cell(text=text, look=look, at=join(list_, key, year)))
                rows.append(Row(cells=tuple(cells), at=join("indicator", key)))
        return Table(
            widths=(14, 37, 9, 12, *(9.3 for _ in years)),
            rows=tuple(rows),
            label=f"{node.key} 指標",
            together=True,
        )

    def _tells(self, above: Sequence[Node], names: Sequence[str]) -> bool:
        """Whether the headings alone tell numbers, titles and levels of the nodes."""
        found = [heading_of(f"{node.number or ''} {node.title or ''}".strip()) for node in above]
        for node, heading in zip(above, found, strict=True):
            if heading is None or heading.number != node.number or heading.title != (node.title or ""):
                return False
            if node.level >= len(names) or heading.label != names[node.level]:
                return False
        told = levels_for([heading.label for heading in found if heading], self._name_label.removesuffix("名"))
        return told == tuple(names)

    def _ancestors(self, key: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while key is not None and key in self._nodes and key not in seen:
            seen.add(key)
            yield key
            key = self._nodes[key].parent

    def _table(self, node: Node) -> Table:
        money = list(self._money_rows(node))
        wide = len(self.columns)
        number = Cell(
            text=node.number or "", look="label", at=join("node", node.key, "number"), rows=3 + len(money), title="番号"
        )
        outline = next((text for text in self._texts[node.key] if is_plain(text, "outline", None)), None)
        heads = tuple(Cell(text=each.heading, look="head") for each in self.columns)
        rows = [
            Row(
                at=join("node", node.key),
                cells=(
                    number,
                    Cell(text=self._name_label, look="label"),
                    Cell(text=node.title or "", at=join("node", node.key, "title")),
                    Cell(text=self._obligation, look="label"),
                    Cell(
                        text=joined_terms(node.terms.get(self._obligation, ())),
                        look="mark",
                        at=join("node", node.key, "terms", self._obligation),
                        columns=wide,
                    ),
                ),
            ),
            Row(
                at=join("node", node.key, "owner"),
                cells=(
                    Cell(text="担当部・課", look="label"),
                    Cell(text=node.owner or "", at=join("node", node.key, "owner")),
                    Cell(text=self._decision, look="label"),
                    self._decision_cell(node, self._decision, wide),
                ),
            ),
            Row(
                at=join("text", node.key, None, "outline"),
                cells=(
                    Cell(text=LABELS["outline"], look="label", rows=1 + len(money)),
                    Cell(
                        text=outline.text if outline else "",
                        look="entry",
                        at=join("text", node.key, None, "outline"),
                        rows=1 + len(money),
                    ),
                    Cell(text=f"{labels.MONEY} 単位({self._usual.unit})", look="head"),
                    *heads,
                ),
            ),
            *money,
            *self._text_rows(node, outline),
            *self._further_rows(node),
        ]
        return Table(
            widths=_widths(wide),
            rows=tuple(rows),
            head=0,
            label=f"{node.key} {node.title or ''}".strip(),
            together=True,
        )

    def _money_rows(self, node: Node) -> Iterator[Row]:
        budgets = self._budgets[node.key]
        stated = {(budget.item, budget.year, budget.stage): budget for budget in budgets}
        for item in items_of(budgets, self._usual):
            unit = next((budget.unit for budget in budgets if budget.item == item and budget.unit), None)
            usual = "人" if item_of(item).meaning == "staff" else self._usual.unit
            shown = (unit is not None and unit != usual) or item == STAFF
            cells = [Cell(text=f"{item}（{unit or usual}）" if shown else item, look="label")]
            for each in self.columns:
                at = join("budget", node.key, item, each.year, each.stage)
                budget = stated.get((item, each.year, each.stage))
                if budget is not None:
                    cells.append(Cell(text=format_quantity(budget), look="entry-number", at=at))
                else:
                    cells.append(Cell(text=self._computed(node, item, each), look="entry-number", at=at))
            yield Row(cells=tuple(cells))

    def _computed(self, node: Node, item: str, at: MoneyColumn) -> str:
        """Staff cost that nobody typed, made from persons and unit cost; else blank."""
        if item_of(item).meaning != "personnel":
            return ""
        people = self._money.figures(node.key, column(at.year, at.stage)).personnel
        return (
            format_amount(people.amount) if people and people.made == "computed" and people.amount is not None else ""
        )

    def _text_rows(self, node: Node, outline: Text | None) -> Iterator[Row]:
        texts = self._texts[node.key]
        for kind in ("activities", "verification"):
            if not any(is_plain(text, kind, self._year) for text in texts):
                texts = [*texts, Text(node=node.key, year=self._year, kind=kind, text="")]
        for text in sorted(texts, key=text_order):
            if text is not outline:
                yield self._wide_row(self._text_label(text), text.text, address_of(text), "entry")

    def _text_label(self, text: Text) -> str:
        if is_reason(text) and text.year not in (None, self._year):
            return f"{labels.REASON}（{format_fiscal_year(text.year or 0, '令和6年度')}）"
        return text.heading or LABELS[text.kind]

    def _further_rows(self, node: Node) -> Iterator[Row]:
        """What the original sheet has no place for, where the plan states it."""
        for each in self._decisions[node.key]:
            if each.vocabulary != self._decision:
                yield self._wide_row(each.vocabulary, joined_terms(each.values), address_of(each), "entry")
        for name, terms in node.terms.items():
            if name != self._obligation and terms:
                yield self._wide_row(name, joined_terms(terms), join("node", node.key, "terms", name), "text")
        if node.first_year is not None or node.last_year is not None:
            first, last = (
                "" if year is None else format_fiscal_year(year, "令和6年度")
                for year in (node.first_year, node.last_year)
            )
            yield self._wide_row("事業期間", f"{first}～{last}", join("node", node.key, "first_year"), "text")
        if node.partners:
            yield self._wide_row("関係課", "、".join(node.partners), join("node", node.key, "partners"), "text")
        leads = [
            f"{link.to} {self._title(link.to)}：{link.reason or ''}"
            for link in node.links
            if link.kind == "causes" and link.to
        ]
        if leads:
            yield self._wide_row(labels.LEADS_TO, "\n".join(leads), join("node", node.key, "links"), "text")

    def _title(self, key: str) -> str:
        node = self._nodes.get(key)
        return (node.title or "").replace("：", ":") if node else ""

    def _decision_cell(self, node: Node, vocabulary: str, wide: int) -> Cell:
        found = next((each for each in self._decisions[node.key] if each.vocabulary == vocabulary), None)
        return Cell(
            text=joined_terms(found.values) if found else "",
            look="entry-mark",
            at=join("decision", node.key, self._year, vocabulary),
            columns=wide,
        )

    def _wide_row(self, label: str, text: str, at: str, look: str) -> Row:
        return Row(
            at=at,
            cells=(
                Cell(text=label, look="label", columns=2),
                Cell(text=text, look="entry" if look == "entry" else "text", at=at, columns=2 + len(self.columns)),
            ),
        )


def _widths(columns: int) -> tuple[float, ...]:
    """The shares of the sheet's columns, for so many columns of money: the more, the less is left for the outline."""
    amount = _AMOUNT if columns <= 2 else max(_AMOUNT * 0.6, _AMOUNT - columns + 1.5)
    text = max(_TEXT / 2.5, _TEXT + _AMOUNT * 2 - amount * columns)
    return (_MARGIN, _LABEL, text, _ITEM, *(amount for _ in range(columns)))


def _name_label(levels: Sequence[str]) -> str:
    """What the sheets call a project's name: by the level's own word where that is not the usual scheme."""
    own = label_of(f"{levels[-1]}名") if levels and tuple(levels) != SCHEME else None
    return f"{levels[-1]}名" if own is not None and own.role == "name" else "事業名"


def _usual(names: Iterable[str], usual: str) -> str:
    found = Counter(names).most_common(1)
    return found[0][0] if found else usual


def _is_obligation(name: str) -> bool:
    label = label_of(name)
    return label is not None and label.role == "term" and any(word in name for word in ("法定", "義務"))


def _is_decision(name: str) -> bool:
    label = label_of(name)
    return label is not None and label.role == "decision" and label.name == name
