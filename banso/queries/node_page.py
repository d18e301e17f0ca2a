"""One element of the plan as people look at it: its words, its place, its indicators, rows, roadmap and texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from banso.domain.document import ExternalNode, Node, Placement, PlanDocument
from banso.domain.document_words import TEXT_KIND_WORDS
from banso.domain.edits.links import name_of
from banso.domain.edits.logic_model import HEADINGS, OUTCOME, OUTPUT, REASON, STEPS, logic_model_of
from banso.domain.edits.nodes import NO_INDICATOR
from banso.domain.match import indicator_label
from banso.domain.placing import Tree
from banso.domain.quantity import STATE_LABELS, Quantity, format_quantity
from banso.domain.results import Evaluation
from banso.queries.deciding import Decided, decision_vocabularies, decisions_of
from banso.queries.plan_tree import Standing, grade_signs, level_names, standings_of, terms_of, titles_of
from banso.queries.references import EndState, end_state


@dataclass(frozen=True, slots=True)
class Ref:
    """Another element as a link: its key and how people call it."""

    key: str
    number: str | None
    title: str
    level_name: str

    @property
    def label(self) -> str:
        """③ 経営相談."""
        return f"{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Placed:
    """An indicator on the element, with the year's figures as they are printed."""

    indicator: str
    role: str
    code: str | None
    label: str
    unit: str | None
    kind: str | None
    reprise: bool
    target: str
    actual: str
    waiting: bool
    rate: str | None
    grade: str | None
    sign: int
    achieved: bool | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A link to (``outgoing``) or from another element, or to one of another plan (``external``).

    ``name`` is what deeds call the link, ``state`` how near the end of another plan is.
    """

    kind: str
    to: Ref | None
    external: ExternalNode | None
    reason: str | None
    outgoing: bool
    name: str = ""
    state: EndState | None = None
    gone: str | None = None

    @property
    def other(self) -> str:
        """The other plan's element in words; the bare key of an element that is no longer there."""
        external = self.external
        if external is None:
            return self.gone or ""
        return " ".join(part for part in (external.number, external.title) if part) or external.owner or ""


@dataclass(frozen=True, slots=True)
class Box:
    """A step of the logic model: its text, and the indicators that measure it (産出: output, 成果: outcome)."""

    part: str
    text: str
    indicators: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class LogicModel:
    """投入 → 活動 → 産出 → 成果 with why one leads to the other, and the elements whose outcomes this one feeds."""

    boxes: tuple[Box, ...]
    reason: str
    leads_to: tuple[Linked, ...]
    comes_from: tuple[Linked, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A roadmap step of the element."""

    line: int
    text: str
    first_year: int
    last_year: int
    assumed: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet the element stands in or that belongs to its sheet."""

    key: str
    title: str
    sheet: Ref
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its heading; ``inherited`` texts stand at the original (再掲)."""

    kind: str
    heading: str
    text: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class NodePage:
    """All there is to see of an element in a year. ``way`` leads down to it, ``sheet`` is the element whose sheet shows it."""

    node: Node
    title: str
    level_name: str
    child_level: str | None
    way: tuple[Ref, ...]
    previous: Ref | None
    next: Ref | None
    terms: Mapping[str, tuple[str, ...]]
    inherited_terms: frozenset[str]
    labels: Mapping[str, Mapping[str, str]]
    standing: Standing
    children: tuple[tuple[Ref, Standing], ...]
    original: Ref | None
    inherits: tuple[str, ...]
    reprises: tuple[Ref, ...]
    placed: tuple[Placed, ...]
    links: tuple[Linked, ...]
    logic: LogicModel
    decisions: tuple[Decided, ...]
    deciding: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    roadmap: tuple[Line, ...]
    texts: tuple[Words, ...]
    year_texts: tuple[Words, ...]
    no_indicator: str | None
    predecessor: str | None
    sheet: str | None

    @property
    def label(self) -> str:
        """Its number and title."""
        return f"{self.node.number} {self.title}" if self.node.number else self.title


class Refs:
    """Makes links to elements of a plan."""

    def __init__(self, document: PlanDocument) -> None:
        self._nodes = {node.key: node for node in document.nodes}
        self._titles = titles_of(self._nodes)
        self._levels = level_names(document)

    def to(self, key: str) -> Ref | None:
        """The link, None where there is no such element."""
        node = self._nodes.get(key)
        return None if node is None else Ref(key, node.number, self._titles[key], self._levels[node.level])

    def found(self, keys: Iterable[str]) -> tuple[Ref, ...]:
        """The links of those keys that are elements."""
        return tuple(ref for key in keys if (ref := self.to(key)) is not None)


def node_page(document: PlanDocument, evaluation: Evaluation, year: int | None, key: str) -> NodePage | None:
    """The element of the key, None where the plan has none."""
    nodes = {node.key: node for node in document.nodes}
    node = nodes.get(key)
    if node is None:
        return None
    refs, tree = Refs(document), Tree(document.nodes)
    names = level_names(document)
    standings = standings_of(document, evaluation, year, with_own=False).whole
    siblings = [other.key for other in document.nodes if other.parent == node.parent]
    here = siblings.index(key)
    own_ref = refs.to(key)
    assert own_ref is not None
    deeper = [level.name for level in document.levels]
    placed, links = _placed(document, evaluation, year, key), _links(document, refs, node, year)
    return NodePage(
        node=node,
        title=own_ref.title,
        level_name=names[node.level],
        child_level=deeper[node.level + 1] if node.level + 1 < len(deeper) else None,
        way=refs.found(reversed([above.key for above in tree.upwards(key)][1:])),
        previous=refs.to(siblings[here - 1]) if here else None,
        next=refs.to(siblings[here + 1]) if here + 1 < len(siblings) else None,
        terms=terms_of(nodes, node),
        inherited_terms=frozenset(name for name in node.inherits if name not in node.terms),
        labels={each.name: each.labels for each in document.vocabularies if each.labels},
        standing=standings[key],
        children=tuple((ref, standings[ref.key]) for ref in refs.found(tree.children.get(key, ()))),
        original=refs.to(node.reprise_of) if node.reprise_of else None,
        inherits=inherited_words(node.inherits),
        reprises=refs.found(other.key for other in document.nodes if other.reprise_of == key),
        placed=placed,
        links=links,
        logic=_logic(document, key, placed, links),
        decisions=decisions_of(document, key),
        deciding=tuple(each.name for each in decision_vocabularies(document)),
        rows=_rows(document, refs, key),
        roadmap=tuple(
            Line(step.line, step.text, step.first_year, step.last_year, step.span == "assumed")
            for step in document.roadmap
            if step.node == key
        ),
        texts=_texts(document, nodes, node),
        year_texts=tuple(
            Words(text.kind, text.heading or TEXT_KIND_WORDS[text.kind], text.text)
            for text in document.texts
            if text.node == key and text.year == year and text.year is not None
        ),
        no_indicator=next(
            (
                text.text
                for text in document.texts
                if text.node == key and text.year is None and text.heading == NO_INDICATOR
            ),
            None,
        ),
        predecessor=node.predecessor,
        sheet=_sheet_of(document, tree, key),
    )


def inherited_words(inherits: tuple[str, ...]) -> tuple[str, ...]:
    """What a repeat takes from its original, in the office's words."""
    return tuple("名称" if name == "title" else TEXT_KIND_WORDS.get(name, name) for name in inherits)


def _placed(document: PlanDocument, evaluation: Evaluation, year: int | None, key: str) -> tuple[Placed, ...]:
    own = [each for each in document.placements if each.node == key]
    if not own:
        return ()
    known = {indicator.key: indicator for indicator in document.indicators}
    targets = {target.indicator: target for target in document.targets if target.year == year and year is not None}
    actuals = {each.indicator: each for each in document.actuals if each.year == year and each.period is None}
    signs = grade_signs(document, year)
    found = []
    for each in sorted(own, key=_rank):
        indicator = known.get(each.indicator)
        if indicator is None:
            continue
        result = evaluation.indicator(each.indicator, year) if year is not None else None
        actual = actuals.get(each.indicator)
        grade = result.rate.grade if result else None
        found.append(
            Placed(
                indicator=each.indicator,
                role=each.role,
                code=each.code or indicator.code,
                label=indicator_label(indicator),
                unit=indicator.unit,
                kind=indicator.kind,
                reprise=each.reprise,
                target=shown(targets.get(each.indicator)),
                actual=shown(actual),
                waiting=year is not None and (actual is None or actual.state == "not-entered"),
                rate=result.rate.printed if result else None,
                grade=grade,
                sign=signs.get(grade or "", 0),
                achieved=result.achieved if result else None,
            )
        )
    return tuple(found)


_ROLES = {"main": 0, "listed": 1, "related": 2}


def _rank(placement: Placement) -> tuple[int, int]:
    return _ROLES[placement.role], placement.order if placement.order is not None else 1_000_000


def shown(quantity: Quantity | None) -> str:
    """A quantity in words: states are named, so that nothing looks like a zero or a gap."""
    if quantity is None:
        return ""
    return STATE_LABELS[quantity.state] if quantity.state is not None else format_quantity(quantity)


def _links(document: PlanDocument, refs: Refs, node: Node, year: int | None) -> tuple[Linked, ...]:
    found = []
    for link in node.links:
        if link.kind == "reprise" and link.to is not None:
            continue  # shown as 再掲
        ends = link.external.last_year if link.external else None
        found.append(
            Linked(
                link.kind,
                refs.to(link.to) if link.to else None,
                link.external,
                link.reason,
                outgoing=True,
                name=name_of(link),
                state=end_state(ends, year, document.last_year),
                gone=link.to,
            )
        )
    for each in document.nodes:
        for link in each.links:
            if link.to == node.key and link.kind != "reprise":
                found.append(Linked(link.kind, refs.to(each.key), None, link.reason, outgoing=False))
    return tuple(found)


def _logic(document: PlanDocument, key: str, placed: tuple[Placed, ...], links: tuple[Linked, ...]) -> LogicModel:
    stated = logic_model_of(document, key)
    measures = {
        OUTPUT: tuple(each for each in placed if each.kind == "output"),
        OUTCOME: tuple(each for each in placed if each.kind == "outcome"),
    }
    causes = tuple(each for each in links if each.kind == "causes")
    return LogicModel(
        boxes=tuple(Box(part, stated.get(part, ""), measures.get(part, ())) for part in STEPS),
        reason=stated.get(REASON, ""),
        leads_to=tuple(each for each in causes if each.outgoing),
        comes_from=tuple(each for each in causes if not each.outgoing),
        stated=bool(stated),
    )


def _rows(document: PlanDocument, refs: Refs, key: str) -> tuple[SheetRow, ...]:
    return tuple(
        SheetRow(group.key, group.title or group.key, sheet, group.match != "proposed")
        for group in document.groups
        if (group.node == key or key in group.members) and (sheet := refs.to(group.node)) is not None
    )


_ELSEWHERE = HEADINGS | {NO_INDICATOR}
"""Headings of texts that the page shows in a place of their own."""


def _texts(document: PlanDocument, nodes: Mapping[str, Node], node: Node) -> tuple[Words, ...]:
    """The texts of the plan as a whole: the element's own, and those it inherits from its original."""
    own = [
        Words(text.kind, text.heading or TEXT_KIND_WORDS[text.kind], text.text)
        for text in document.texts
        if text.node == node.key and text.year is None and text.heading not in _ELSEWHERE
    ]
    original = nodes.get(node.reprise_of or "")
    if original is None or original.key == node.key:
        return tuple(own)
    kinds = {words.kind for words in own}
    taken = [
        Words(text.kind, text.heading or TEXT_KIND_WORDS[text.kind], text.text, inherited=True)
        for text in document.texts
        if text.node == original.key and text.year is None and text.kind in node.inherits and text.kind not in kinds
    ]
    return (*own, *taken)


def _sheet_of(document: PlanDocument, tree: Tree, key: str) -> str | None:
    """The nearest element at or above this one that has a sheet of its own: rows or listed indicators."""
    sheets = {group.node for group in document.groups}
    sheets |= {placement.node for placement in document.placements if placement.role == "listed"}
    return next((above.key for above in tree.upwards(key) if above.key in sheets), None)
