"""The view of the action list: of a whole plan, what stands on the printed list and comes back when it is read.

One row for each node that has no node below it, with the numbers and titles of the nodes above; terms stated above
count for it; texts of years, actuals, groups and everything else of the sheets do not stand on the list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from banso.domain.document import (
    ExternalNode,
    Indicator,
    Level,
    Link,
    Node,
    Note,
    Placement,
    PlanDocument,
    RoadmapStep,
    Scope,
    Text,
    Vocabulary,
)
from banso.domain.roadmap import printed_lines
from banso.domain.text import fold, is_dash, is_reprise_mark
from banso.sheets.action_list.headings import heading_name
from banso.sheets.action_list.indicators import in_order
from banso.sheets.action_list.nodes import names_in, repeat_of
from banso.sheets.action_list.read import COVERS, FORM
from banso.sheets.action_list.references import Target, references_in, resolve, titled
from banso.sheets.action_list.rows import clean_number, one_line
from banso.sheets.action_list.table import clean
from banso.sheets.action_list.terms import printed_terms, split_terms
from banso.sheets.action_list.tree import Branch, Tree, levels_of

NOTE_MARK = re.compile(r"[*＊※†][0-9０-９]{0,2}")


@dataclass(slots=True)
class _Plan:
    """The nodes that stand on the list: ``tree`` with all of them in printed order, ``rows`` those with a row.

    ``texts`` are the current state and the remarks of each row.
    """

    nodes: dict[str, Node]
    tree: Tree = field(default_factory=Tree)
    rows: dict[str, Node] = field(default_factory=dict)
    texts: dict[str, list[Text]] = field(default_factory=dict)

    @property
    def deepest(self) -> int:
        """The deepest level that stands on the list, -1 where nothing does."""
        return max((branch.level for branch in self.tree.branches.values()), default=-1)


def view(document: PlanDocument, nodes: Collection[str] = ()) -> PlanDocument:
    """The part of the plan that stands on its action list, or on the part of it at and below ``nodes``."""
    plan = _chosen(document, nodes)
    years = _years(document, plan)
    vocabularies, deepest = _vocabularies(document, plan), plan.deepest
    shown = [_shown(branch, plan, vocabularies, deepest) for branch in plan.tree.branches.values()]
    placements = _placements(document, plan)
    used = {placement.indicator for placement in placements}
    terms = {name: tuple(dict.fromkeys(_terms_of(shown, name))) for name in vocabularies}
    return PlanDocument(
        scope=(Scope(form=FORM, nodes=tuple(nodes), covers=COVERS),) if shown else (),
        title=one_line(document.title) or None if document.title else None,
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        levels=_levels(document, plan),
        vocabularies=tuple(Vocabulary(name=name, terms=found) for name, found in terms.items()),
        nodes=tuple(shown),
        roadmap=_roadmap(document, plan),
        indicators=tuple(in_order(_indicator(each) for each in document.indicators if each.key in used)),
        placements=placements,
        texts=tuple(text for key in plan.rows for text in plan.texts[key]),
        notes=_notes(document),
    )


def _years(document: PlanDocument, plan: _Plan) -> tuple[int, ...]:
    """The year columns of the list: the plan's period, wider where roadmap steps of the rows reach beyond it."""
    steps = [step for step in document.roadmap if step.node in plan.rows]
    first = [step.first_year for step in steps] + ([document.first_year] if document.first_year is not None else [])
    last = [step.last_year for step in steps] + ([document.last_year] if document.last_year is not None else [])
    return tuple(range(min(first), max([*last, min(first)]) + 1)) if first else ()


def is_behind(vocabulary: str) -> bool:
    """Whether a vocabulary's column stands behind 現状: classes and policies do, importance and relations before it."""
    return vocabulary.endswith(("区分", "方針"))


def _chosen(document: PlanDocument, nodes: Collection[str]) -> _Plan:
    plan = _Plan({node.key: node for node in document.nodes})
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in document.nodes:
        children[node.parent if node.parent in plan.nodes else None].append(node)

    def walk(node: Node, inside: bool) -> bool:
        inside = inside or not nodes or node.key in nodes
        parent = node.parent if node.parent in plan.nodes else None
        number = clean_number(node.number, node.level) if node.number else None
        title = one_line(node.title) if node.title else None
        branch = Branch(node.key, parent, node.level, number, title or None)
        plan.tree.branches[node.key] = branch
        below = children[node.key]
        found = [walk(child, inside) for child in below]
        stands = any(found) if below else inside
        if not stands:
            del plan.tree.branches[node.key]
        elif not below:
            plan.rows[node.key] = node
        return stands

    for top in children[None]:
        walk(top, False)
    for node in plan.nodes.values():
        branch = plan.tree.branches.get(node.key)
        repeats = next((link for link in node.links if link.kind == "reprise"), None)
        if branch is not None and repeats is not None and children[node.key]:
            branch.repeats = _other_title(repeats, plan)
    plan.texts = _texts(document, plan)
    return plan


def _other_title(link: Link, plan: _Plan) -> str | None:
    if link.to is not None:
        other = plan.nodes.get(link.to)
        return one_line(other.title) if other is not None and other.title else None
    return one_line(link.external.title) if link.external is not None and link.external.title else None


def _levels(document: PlanDocument, plan: _Plan) -> tuple[Level, ...]:
    deepest = plan.deepest
    names = [heading_name(level.name) for level in document.levels]
    defaults = [f"体系分類{level + 1}" if level < deepest else "取組" for level in range(deepest + 1)]
    return levels_of((names + defaults[len(names) :])[: deepest + 1], plan.tree.branches.values())


def _vocabularies(document: PlanDocument, plan: _Plan) -> list[str]:
    """The vocabularies with a column, in printed order: those that a row chooses from or inherits."""
    used: dict[str, None] = {}
    for node in plan.rows.values():
        for above in plan.tree.ancestors(node.key):
            used |= dict.fromkeys(name for name, terms in plan.nodes[above.key].terms.items() if terms)
        used |= dict.fromkeys(name for name in node.inherits if name not in ("title", "status-quo", "remarks"))
    known = [vocabulary.name for vocabulary in document.vocabularies]
    names = [name for name in known if name in used] + [
        name for name in used if name not in known and _is_vocabulary(name, plan)
    ]
    return sorted(names, key=is_behind)


def _is_vocabulary(name: str, plan: _Plan) -> bool:
    return any(name in node.terms for node in plan.nodes.values())


def _shown(branch: Branch, plan: _Plan, vocabularies: list[str], deepest: int) -> Node:
    """A node as the list shows it: one above the rows with number and title only."""
    node = plan.nodes[branch.key]
    shown = Node(key=branch.key, parent=branch.parent, level=branch.level, number=branch.number, title=branch.title)
    if branch.key not in plan.rows:
        if branch.repeats is None:
            return shown
        key = titled(branch.repeats, plan.tree, branch)
        external = ExternalNode(title=branch.repeats)
        return replace(shown, links=(Link(kind="reprise", to=key, external=None if key else external),))
    text = printed_text(node, branch, plan.tree)
    repeat, _ = repeat_of(f"{text}\n{branch.title or ''}", branch.key, plan.tree)
    terms = _terms(node, plan, vocabularies)
    own = {text.kind for text in plan.texts[node.key]}
    inherits = [
        *(["title"] if "title" in node.inherits and branch.title is None and branch.level == deepest else []),
        *(kind for kind in ("status-quo", "remarks") if kind in node.inherits and kind not in own),
        *(name for name in vocabularies if name in node.inherits and name not in terms),
    ]
    return replace(
        shown,
        text=text or None,
        terms=terms,
        reprise_of=repeat.original,
        inherits=tuple(inherits),
        owner=clean(node.owner) or None if node.owner else None,
        partners=names_in("\n".join(node.partners)),
        links=tuple(repeat.links),
    )


def printed_text(node: Node, branch: Branch, tree: Tree) -> str:
    """The action's text with a 再掲 note for each repetition that it does not tell itself."""
    text = clean(node.text or "")
    said = {
        (reference.direction, resolve(reference.path, node.key, tree).key)
        for reference in references_in(f"{text}\n{branch.title or ''}")
    }
    wanted = [("back", node.reprise_of, "の")] if node.reprise_of else []
    wanted += [("forward", link.to, "で") for link in node.links if link.kind == "reprise" and link.to]
    for direction, key, word in wanted:
        note = f"（{_path(key or '', tree)}{word}再掲）"
        read = references_in(note)
        if (direction, key) in said or len(read) != 1 or read[0].direction != direction:
            continue
        target: Target = resolve(read[0].path, node.key, tree)
        if target.key == key:
            text += note
    return text


def _path(key: str, tree: Tree) -> str:
    """How a node is named in a note: its key where it is made of the printed numbers, else those numbers."""
    if key not in tree.branches:
        return key
    numbers = [branch.number for branch in tree.ancestors(key)]
    return "-".join(number for number in numbers if number) if all(numbers) else key


def _terms(node: Node, plan: _Plan, vocabularies: list[str]) -> dict[str, tuple[str, ...]]:
    """The terms that count for a node: its own, else those of the nearest node above, unless it inherits them."""
    terms: dict[str, tuple[str, ...]] = {}
    path = [plan.nodes[branch.key] for branch in plan.tree.ancestors(node.key)]
    for name in vocabularies:
        stated = next((above.terms[name] for above in reversed(path) if above.terms.get(name)), ())
        if name in node.inherits and not node.terms.get(name):
            continue
        if found := split_terms(printed_terms(stated)):
            terms[name] = found
    return terms


def _terms_of(nodes: Iterable[Node], name: str) -> Iterable[str]:
    return (term for node in nodes for term in node.terms.get(name, ()))


def _texts(document: PlanDocument, plan: _Plan) -> dict[str, list[Text]]:
    """The current state and the remarks of each row, several of a kind as one."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in document.texts:
        if text.year is None and text.node is not None and clean(text.text):
            words[text.node, text.kind].append(clean(text.text))
    found: dict[str, list[Text]] = {key: [] for key in plan.rows}
    for key, texts in found.items():
        current, remarks = "\n".join(words[key, "status-quo"]), "\n".join(words[key, "remarks"])
        if current and not is_reprise_mark(current):
            texts.append(Text(node=key, kind="status-quo", text=current))
        if remarks and not is_reprise_mark(remarks) and not is_dash(remarks):
            texts.append(Text(node=key, kind="remarks", text=remarks))
    return found


def _placements(document: PlanDocument, plan: _Plan) -> tuple[Placement, ...]:
    known = {indicator.key: indicator for indicator in document.indicators}
    by_node: dict[str, list[Placement]] = defaultdict(list)
    for placement in document.placements:
        if placement.indicator in known:
            by_node[placement.node].append(placement)
    found: dict[tuple[str, str, str], Placement] = {}
    for key in plan.rows:
        for role in ("main", "related"):
            for placement in by_node[key]:
                if placement.role == role:
                    code = placement.code or known[placement.indicator].code
                    sign = (key, role, placement.indicator)
                    found.setdefault(sign, replace(placement, code=code, order=None))
    return tuple(found.values())


def _indicator(indicator: Indicator) -> Indicator:
    return Indicator(
        key=indicator.key,
        code=indicator.code,
        name=one_line(indicator.name),
        qualifier=one_line(indicator.qualifier) if indicator.qualifier else None,
        unit=indicator.unit,
    )


def _roadmap(document: PlanDocument, plan: _Plan) -> tuple[RoadmapStep, ...]:
    by_node: dict[str, list[RoadmapStep]] = defaultdict(list)
    for step in document.roadmap:
        if step.node is not None and clean(step.text):
            by_node[step.node].append(step)
    return tuple(
        replace(step, line=number, text=clean(step.text), span="stated")
        for key in plan.rows
        for number, line in enumerate(printed_lines(by_node[key]), start=1)
        for step in line
    )


def _notes(document: PlanDocument) -> tuple[Note, ...]:
    """The notes that belong to no fact of another paper and have a mark the list can print."""
    return tuple(
        replace(note, text=clean(note.text))
        for note in document.notes
        if not note.at and NOTE_MARK.fullmatch(note.mark) and fold(note.text)
    )
