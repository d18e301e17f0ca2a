"""Makes the 総括表 of a fiscal year: strategies and measures at the left, a row for each indicator, totals at the foot.

Flags are printed as computed. A total that a paper stated is printed as it was stated, until a person accepts the
computed one (law 3 of the plan document).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from banso.domain.address import address_of, join
from banso.domain.document import Indicator, Node, Note, Placement, PlanDocument, Text
from banso.domain.evaluation import rule_set_for
from banso.domain.indicator_facts import facts_of
from banso.domain.indicator_name import print_indicator_name
from banso.domain.placing import COUNTED_ROLES, Tree, judged_level
from banso.domain.printed_figures import printed_actual, printed_target
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Page, Paper, Paragraph, Row, Table
from banso.sheets.forms import Subject
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.figures import printed_pair
from banso.sheets.scorecard.marks import Marks

FORM = "scorecard"
_KIND, _NODE_FLAG, _INDICATOR, _FIGURE, _FLAG, _REVIEW = 4.0, 5.5, 19.5, 8.5, 5.5, 36.0
_TREE = 21.0


def paper_of(document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
    """The scorecard of a fiscal year on A3 landscape, of the whole plan or (marked 抜粋) of what lies below ``nodes``.

    Without a year it is the year of the scorecard that was read, else the latest with results, else the first with targets.
    """
    at = year if year is not None else _year(document)
    page = _Card(document, at).page(nodes) if at is not None else None
    return Paper(title=page.title if page else labels.TITLE_WORD, pages=(page,) if page else ())


def subjects_of(document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
    """None: the scorecard is one paper for the whole plan."""
    return ()


def _year(document: PlanDocument) -> int | None:
    read = [scope.year for scope in document.scope if scope.form == FORM and scope.year is not None]
    entered = [actual.year for actual in document.actuals if actual.state != "not-entered"]
    planned = [target.year for target in document.targets if target.year is not None and target.state != "not-set"]
    if read or entered:
        return max(read or entered)
    return min(planned, default=document.first_year)


@dataclass(frozen=True, slots=True)
class _RowOf:
    """A row to print: the way from the top to its node (None where a level is left out), and its indicator."""

    path: tuple[Node | None, ...]
    node: Node
    placement: Placement | None
    first: bool
    count: int


class _Card:
    """The plan with quick access to what the scorecard of one year needs."""

    def __init__(self, document: PlanDocument, year: int) -> None:
        self.document = document
        self.year = year
        self.tree = Tree(document.nodes)
        self.rules = rule_set_for(document, year)
        self.marks = Marks(document, year)
        self.facts = facts_of(document)
        self.placed: dict[str, dict[str, Placement]] = defaultdict(dict)
        for placement in document.placements:
            if placement.role in COUNTED_ROLES and placement.indicator in self.facts:
                self.placed[placement.node].setdefault(placement.indicator, placement)
        judged = self.rules.level if self.rules is not None and self.rules.level is not None else judged_level(document)
        present = [node.level for node in document.nodes]
        self.level = min(judged if judged is not None else max(present, default=0), max(present, default=0))
        self.reviews: dict[str, Text] = {}
        for text in document.texts:
            if (
                text.indicator
                and text.year == year
                and text.kind == "review"
                and not text.heading
                and text.order in (None, 1)
            ):
                self.reviews.setdefault(text.indicator, text)

    def page(self, nodes: Sequence[str]) -> Page | None:
        """The page, None where there is no row to print."""
        subjects = self._subjects()
        chosen = [one for one in subjects if not nodes or any(up.key in nodes for up in self.tree.upwards(one.key))]
        if not chosen or not any(self._placements(one) for one in chosen):
            return None
        excerpt = len(chosen) < len(subjects)
        rows = [row for node in chosen for row in self._rows(node)]
        kinds = self._kinds(rows)
        blocks: list[Block] = []
        runs = _runs(rows, kinds)
        notes = self._notes(rows)
        for number, run in enumerate(runs):
            last = number == len(runs) - 1
            blocks.append(self._table(run, kinds, notes, totals=last and not excerpt))
        blocks += [Paragraph(text=f"{note.mark} {note.text}", look="note", at=address_of(note)) for note in notes]
        legend = self.marks.legend()
        if self.rules is not None and legend and not any(legend in note.text for note in notes):
            blocks.append(Paragraph(text=f"凡例：{legend}", look="note", at=address_of(self.rules)))
        if self.rules is not None and not self._says_rule(notes):
            name = labels.level_name(self.document, self.level)
            rule = labels.rule_line(name, self.rules.roll_up)
            blocks.append(Paragraph(text=rule, look="note", at=address_of(self.rules)))
        return Page(
            name=labels.TITLE_WORD,
            title=self._title() + (labels.EXCERPT if excerpt else ""),
            blocks=tuple(blocks),
            format="A3 landscape",
            about="plan/title",
        )

    def _title(self) -> str:
        year = format_fiscal_year(self.year, "令和5年度")
        title = labels.without_year(self.document.title or "")
        return " ".join(part for part in (year, title, labels.TITLE_WORD) if part)

    def _subjects(self) -> list[Node]:
        """The nodes that have rows of their own, in the order of the tree: the judged ones, and above them what stands alone."""
        found: list[Node] = []

        def visit(node: Node) -> None:
            below = [self.tree.nodes[key] for key in self.tree.children.get(node.key, ())]
            below = [one for one in below if one.level <= self.level and self._alive(one)]
            if node.level == self.level or self.placed.get(node.key) or not below:
                found.append(node)
            for one in below:
                if one.key != node.key:
                    visit(one)

        for node in self.tree.nodes.values():
            top = node.parent is None or node.parent not in self.tree.nodes
            if top and node.level <= self.level and self._alive(node):
                visit(node)
        return found

    def _alive(self, node: Node) -> bool:
        return (node.first_year is None or node.first_year <= self.year) and (
            node.last_year is None or self.year <= node.last_year
        )

    def _placements(self, node: Node) -> tuple[Placement, ...]:
        """The indicators of a node; those placed below it where it is judged and has none of its own."""
        own = self.placed.get(node.key)
        if own or node.level < self.level:
            return tuple((own or {}).values())
        lower: dict[str, Placement] = {}
        for key in self.tree.below(node.key):
            for indicator, placement in self.placed.get(key, {}).items():
                lower.setdefault(indicator, replace(placement, node=node.key))
        return tuple(lower.values())

    def _rows(self, node: Node) -> list[_RowOf]:
        above = {one.level: one for one in self.tree.upwards(node.key)}
        path = tuple(above.get(level) for level in range(self.level + 1))
        placements: tuple[Placement | None, ...] = self._placements(node) or (None,)
        return [
            _RowOf(path, node, placement, number == 0, len(placements)) for number, placement in enumerate(placements)
        ]

    def _kinds(self, rows: Sequence[_RowOf]) -> tuple[str, dict[str, str]] | None:
        """The vocabulary of which every top element has just one term, with the term of each."""
        tops = {row.path[0].key: row.path[0] for row in rows if row.path[0] is not None}
        if not tops or any(row.path[0] is None for row in rows):
            return None
        for name in dict.fromkeys(name for top in tops.values() for name in top.terms):
            terms = {key: top.terms.get(name, ()) for key, top in tops.items()}
            if labels.left_role(name) == "kind" and all(len(found) == 1 for found in terms.values()):
                return name, {key: found[0] for key, found in terms.items()}
        return None

    def _notes(self, rows: Sequence[_RowOf]) -> tuple[Note, ...]:
        printed = {join("indicator", row.placement.indicator) for row in rows if row.placement}
        found: dict[tuple[str, str], Note] = {}
        for note in self.document.notes:
            if labels.note_parts(f"{note.mark} {note.text}") and (not note.at or printed.intersection(note.at)):
                found.setdefault((note.mark, note.text), note)
        return tuple(found.values())

    def _says_rule(self, notes: Sequence[Note]) -> bool:
        assert self.rules is not None
        name = labels.level_name(self.document, self.level)
        stated = next((found for note in notes if (found := labels.roll_up_of(note.text, name))), None)
        return stated is not None and stated == replace(self.rules.roll_up, cap=None)

    # The table ---------------------------------------------------------------------------------------------------

    def _table(
        self, rows: Sequence[_RowOf], kinds: tuple[str, dict[str, str]] | None, notes: Sequence[Note], *, totals: bool
    ) -> Table:
        names = [labels.level_name(self.document, level) for level in range(self.level + 1)]
        tree = tuple(_TREE / len(names) for _ in names)
        widths = (*((_KIND,) if kinds else ()), *tree, _NODE_FLAG, _INDICATOR, _FIGURE, _FLAG, _REVIEW)
        body = [self._row(rows, number, kinds) for number in range(len(rows))]
        return Table(
            widths=widths,
            rows=(
                self._head(names, kinds, notes),
                *body,
                *((self._foot(len(names), kinds is not None),) if totals else ()),
            ),
            head=1,
            label=f"{self._title()}{'（' + kinds[1][rows[0].path[0].key] + '）' if kinds and rows[0].path[0] else ''}",
        )

    def _head(self, names: Sequence[str], kinds: tuple[str, dict[str, str]] | None, notes: Sequence[Note]) -> Row:
        marks = [note.mark for note in notes if not note.at and note.mark[:1] in "※*＊†"]
        of_nodes, of_indicators = (*marks[:2], "", "")[:2] if len(marks) != 1 else ("", marks[0])
        year = format_fiscal_year(self.year, "R5")
        merged = kinds is not None and kinds[0] == f"{names[0]}種別"
        head = [Cell(text=kinds[0], look="head")] if kinds is not None and not merged else []
        head += [
            Cell(text=name, look="head", columns=2 if number == 0 and merged else 1)
            for number, name in enumerate(names)
        ]
        last = names[-1]
        texts = (
            f"達成状況{of_nodes}",
            f"{last}目標（指標）",
            f"{year}実績値（目標値）",
            f"達成状況{of_indicators}",
            f"{last}目標に関する検証及び次年度への改善点（要約）",
        )
        return Row(cells=(*head, *(Cell(text=text, look="head") for text in texts)))

    def _row(self, rows: Sequence[_RowOf], number: int, kinds: tuple[str, dict[str, str]] | None) -> Row:
        row = rows[number]
        before = rows[number - 1] if number else None
        cells: list[Cell] = []
        if kinds is not None and before is None and row.path[0] is not None:
            cells.append(Cell(text=kinds[1][row.path[0].key], look="label", rows=len(rows)))
        for level in range(self.level + 1):
            way = _way(row, level)
            if before is not None and _way(before, level) == way:
                continue
            run = 0
            while number + run < len(rows) and _way(rows[number + run], level) == way:
                run += 1
            node = row.path[level]
            cells.append(
                Cell(
                    text=self._node_words(node) if node else "",
                    at=join("node", node.key, "title") if node else None,
                    rows=run,
                )
            )
        if row.first:
            cells.append(
                Cell(
                    text=self.marks.of_node(row.node.key, [one.indicator for one in self._placements(row.node)]),
                    look="mark",
                    at=join("judgement", row.node.key, self.year, "flag"),
                    rows=row.count,
                    title=f"{row.node.title or row.node.key}の達成状況",
                )
            )
        path = [node.key for node in row.path if node is not None]
        key = row.placement.indicator if row.placement else None
        cells += self._indicator_cells(row.placement) if row.placement else [Cell() for _ in range(4)]
        return Row(cells=tuple(cells), at=join("placement", *path, "main", key))

    def _node_words(self, node: Node) -> str:
        style = self.document.levels[node.level].numbering if node.level < len(self.document.levels) else None
        number = labels.decorated(node.number, style) if node.number else ""
        return " ".join(part for part in (number, " ".join((node.title or "").split())) if part)

    def _indicator_cells(self, placement: Placement) -> list[Cell]:
        key = placement.indicator
        facts = self.facts[key]
        name = self._name(facts.indicator, placement)
        target = facts.target(self.year)
        if target is not None and target.comparator is None and facts.indicator.direction == "lower":
            target = replace(target, comparator="<=")  # the bracket says it: 14(20以下)
        review = self.reviews.get(key)
        return [
            Cell(text=name, at=join("indicator", key, "name")),
            Cell(
                text=printed_pair(printed_actual(facts.actuals.get(self.year)), printed_target(target, None)),
                look="entry-number",
                at=join("actual", key, self.year, "amount"),
                title=f"{facts.indicator.name}の実績値（目標値）",
            ),
            Cell(
                text=self.marks.of_indicator(key),
                look="mark",
                at=join("judgement", key, self.year, "flag"),
                title=f"{facts.indicator.name}の達成状況",
            ),
            Cell(
                text=review.text if review else "",
                look="entry",
                at=join("text", key, self.year, "review"),
                title=f"{facts.indicator.name}の検証及び改善点",
            ),
        ]

    def _name(self, indicator: Indicator, placement: Placement) -> str:
        address = join("indicator", indicator.key)
        marks = "".join(note.mark for note in self.document.notes if address in note.at)
        name = print_indicator_name(
            indicator.name, indicator.qualifier, indicator.unit, reprise=placement.reprise, marks=marks
        )
        code = placement.code or indicator.code
        return f"{code} {name}" if code else name

    def _foot(self, levels: int, kinds: bool) -> Row:
        nodes = self.marks.total("nodes", self.level)
        indicators = self.marks.total("indicators", None)
        left = levels - 1 + kinds
        cells = [Cell(columns=left)] if left else []
        cells += [
            Cell(text=nodes[0], look="total"),
            Cell(text=nodes[1], look="mark", at=nodes[2]),
            Cell(),
            Cell(text=indicators[0], look="total"),
            Cell(text=indicators[1], look="mark", at=indicators[2]),
            Cell(),
        ]
        return Row(cells=tuple(cells))


def _way(row: _RowOf, level: int) -> tuple[str | None, ...]:
    """What the cell of a level is merged by: the keys down to it, and the row's own node where the level is left out."""
    keys = tuple(node.key if node else None for node in row.path[: level + 1])
    return keys if row.path[level] is not None else (*keys, row.node.key)


def _runs(rows: Sequence[_RowOf], kinds: tuple[str, dict[str, str]] | None) -> list[list[_RowOf]]:
    """The rows of each table: a new one begins with each kind of the top element."""
    runs: list[list[_RowOf]] = []
    before: str | None = None
    for row in rows:
        kind = kinds[1][row.path[0].key] if kinds and row.path[0] else None
        if not runs or kind != before:
            runs.append([])
        runs[-1].append(row)
        before = kind
    return runs
