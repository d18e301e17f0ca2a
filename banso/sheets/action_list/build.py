"""Making the 取組一覧 out of a plan: the form's columns and one printed text per cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from banso.domain.document import Indicator, Node, Placement, PlanDocument
from banso.domain.roadmap import printed_lines
from banso.sheets.action_list.labels import REPRISE, printed_label, printed_labels, printed_remarks
from banso.sheets.action_list.read import SUFFIX
from banso.sheets.action_list.references import printed_reprise_title
from banso.sheets.action_list.terms import printed_terms
from banso.sheets.action_list.value import ActionList, ActionRow, Column
from banso.sheets.action_list.view import is_behind, view
from banso.sheets.progress_sheet.value import Bar

__all__ = ["list_of", "view"]

NOTHING = "-"
"""Printed where an action has no indicator, and where a level is skipped."""


def list_of(document: PlanDocument, year: int | None = None, nodes: Collection[str] = ()) -> ActionList:
    """The list of a plan, or of the part at and below ``nodes``. The list shows the whole period: ``year`` is not used."""
    shown = view(document, nodes)
    columns = _columns(shown)
    maker = _Maker(shown, columns)
    parents = {node.parent for node in shown.nodes}
    rows = [node for node in shown.nodes if node.key not in parents]
    return ActionList(
        title=_title(shown),
        columns=columns,
        years=tuple(range(shown.first_year, (shown.last_year or shown.first_year) + 1)) if shown.first_year else (),
        rows=tuple(maker.row(node, number) for number, node in enumerate(rows, start=1)),
        remarks=tuple(f"{note.mark} {note.text}" for note in shown.notes),
        document=shown,
    )


def _title(shown: PlanDocument) -> str:
    title = f"{shown.title}　{SUFFIX}" if shown.title else SUFFIX
    part = shown.scope[0].nodes if shown.scope else ()
    return f"{title}（抜粋：{'、'.join(part)}）" if part else title


def _columns(shown: PlanDocument) -> tuple[Column, ...]:
    """The form's columns in the form's order, under its own headings."""
    columns = [Column(heading="昇順", field="order")]
    deepest = len(shown.levels) - 1
    for index, level in enumerate(shown.levels[:-1]):
        own = f"体系分類{index + 1}"
        heading = own if level.name == own else f"{own}（{level.name}）"
        columns.append(Column(heading=f"{own}コード", field="code", level=index, name=level.name))
        columns.append(Column(heading=heading, field="title", level=index, name=level.name))
    if shown.levels:
        name = shown.levels[-1].name
        heading = "取組" if name == "取組" else f"取組（{name}）"
        columns.append(Column(heading="取組コード", field="code", level=deepest, name=name))
        if any(node.text is not None for node in shown.nodes):
            columns.append(Column(heading=heading, field="text", level=deepest, name=name))
            columns.append(Column(heading="取組略称", field="short", level=deepest, name=name))
        else:
            columns.append(Column(heading=heading, field="title", level=deepest, name=name))
    vocabularies = [vocabulary.name for vocabulary in shown.vocabularies]
    columns += [Column(heading=name, field="term", name=name) for name in vocabularies if not is_behind(name)]
    columns.append(Column(heading="現状", field="status-quo"))
    columns += [Column(heading=name, field="term", name=name) for name in vocabularies if is_behind(name)]
    columns.append(Column(heading="関連する数値目標", field="indicator"))
    if any(node.owner for node in shown.nodes):
        columns.append(Column(heading="担当課", field="owner"))
    if any(node.partners for node in shown.nodes):
        columns.append(Column(heading="連携先", field="partners"))
    columns.append(Column(heading="備考", field="remarks"))
    return tuple(columns)


class _Maker:
    """Makes the printed rows of a view under the columns."""

    def __init__(self, shown: PlanDocument, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        self._nodes = {node.key: node for node in shown.nodes}
        self._titles = {key: node.title for key, node in self._nodes.items()}
        self._indicators = {indicator.key: indicator for indicator in shown.indicators}
        self._placements: dict[str, list[Placement]] = defaultdict(list)
        for placement in shown.placements:
            self._placements[placement.node].append(placement)
        self._texts = {(text.node, text.kind): text.text for text in shown.texts}
        self._steps = defaultdict(list)
        for step in shown.roadmap:
            self._steps[step.owner].append(step)

    def row(self, node: Node, number: int) -> ActionRow:
        """The printed row of an action; ``number`` is its running number."""
        path = {above.level: above for above in self._path(node)}
        return ActionRow(
            key=node.key,
            cells=tuple(self._cell(column, node, path, number) for column in self._columns),
            lines=tuple(
                tuple(Bar(text=step.text, first_year=step.first_year, last_year=step.last_year) for step in line)
                for line in printed_lines(self._steps[node.key])
            ),
        )

    def _path(self, node: Node) -> list[Node]:
        path = [node]
        while path[-1].parent is not None:
            path.append(self._nodes[path[-1].parent])
        return path[::-1]

    def _cell(self, column: Column, node: Node, path: dict[int, Node], number: int) -> str:
        if column.level is not None:
            return self._level_cell(column, path.get(column.level), node)
        match column.field:
            case "order":
                return str(number)
            case "term":
                name = column.name or column.heading
                return REPRISE if name in node.inherits else printed_terms(node.terms.get(name, ()))
            case "status-quo":
                inherited = REPRISE if "status-quo" in node.inherits else ""
                return self._texts.get((node.key, "status-quo"), inherited)
            case "indicator":
                labels = self.labels(node.key, "main")
                return "\n".join(labels) or NOTHING
            case "owner":
                return node.owner or ""
            case "partners":
                return "、".join(node.partners)
            case _:
                words = self._texts.get((node.key, "remarks"))
                return printed_remarks(words, "remarks" in node.inherits, self.labels(node.key, "related"))

    def _level_cell(self, column: Column, owner: Node | None, row: Node) -> str:
        """A cell of a level: its node's number, title or text; a dash in the title of a level the path skips."""
        if column.field == "code":
            return owner.number or "" if owner is not None else ""
        if column.field == "text":
            return row.text or ""
        if owner is None:
            return NOTHING
        if "title" in owner.inherits:
            return REPRISE
        title = owner.title or ""
        repeats = next((link for link in owner.links if link.kind == "reprise"), None)
        if repeats is None or owner is row:
            return title
        external = repeats.external.title if repeats.external is not None else None
        other = self._titles.get(repeats.to) if repeats.to is not None else external
        return printed_reprise_title(title, other) if other else title

    def labels(self, key: str, role: str) -> list[str]:
        """The printed labels of an action's indicators in a role."""
        found = [placement for placement in self._placements[key] if placement.role == role]
        labels = [label_of(placement, self._indicators[placement.indicator]) for placement in found]
        return printed_labels(labels, all(placement.code for placement in found))


def label_of(placement: Placement, indicator: Indicator) -> str:
    """An indicator as the list prints it at a placement."""
    return printed_label(placement.code, indicator.name, indicator.qualifier, indicator.unit, reprise=placement.reprise)
