"""The plan's tree at a glance: every element with its terms, owner, grades and waiting results, narrowed by wishes.

An indicator counts once in every element it is placed on or below (main and listed placements), however often it is
repeated there; a related goal is only mentioned and counts nowhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from banso.domain.document import Node, PlanDocument
from banso.domain.edits.tree import in_force
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.grade_signs import band_signs, step_signs
from banso.domain.placing import COUNTED_ROLES
from banso.domain.results import Evaluation
from banso.domain.search import fold_for_search, words_of

BLANK = ""
"""In place of a term: elements that have none of the vocabulary."""
FILLED = None
"""In place of a term: elements that have any of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to see of the tree. Terms of one vocabulary are alternatives, all else has to hold together."""

    words: str = ""
    terms: tuple[tuple[str, str | None], ...] = ()
    owner: str | None = None
    level: int | None = None
    missing: bool = False
    missed: bool = False
    with_ended: bool = False
    without_reprises: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is left out beside what has ended."""
        return bool(
            self.words.strip()
            or self.terms
            or self.owner is not None
            or self.level is not None
            or self.missing
            or self.missed
            or self.without_reprises
        )


@dataclass(frozen=True, slots=True)
class Graded:
    """How many indicators have a grade; ``sign`` is the number of its sign, 0 for one the rule set does not know."""

    grade: str
    sign: int
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an element stands in the year: its indicators and those below it.

    ``achieved`` of ``judged`` met their target, ``waiting`` results are not entered. ``value`` is the judgement of the
    element itself (overall rating or roll-up), None where it is not judged.
    """

    indicators: int = 0
    grades: tuple[Graded, ...] = ()
    achieved: int = 0
    judged: int = 0
    waiting: int = 0
    value: str | None = None
    value_sign: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One element of the tree as a line. ``hit`` is False for what is shown only as the way to a hit."""

    key: str
    parent: str | None
    level: int
    number: str | None
    title: str
    terms: tuple[tuple[str, str], ...]
    owner: str | None
    reprise: bool
    ended: int | None
    begins: int | None
    hit: bool
    parent_shown: bool
    has_children: bool
    place: int
    places: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class PlanTree:
    """The lines to show, and what they leave out: ``hits`` of ``total`` elements in force fit the wishes."""

    rows: tuple[Row, ...]
    hits: int
    total: int
    ended: int
    hits_by_level: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: each vocabulary with its terms, owners, level names; ``labels`` say what terms mean."""

    vocabularies: tuple[tuple[str, tuple[str, ...]], ...]
    owners: tuple[str, ...]
    levels: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def meaning(self, vocabulary: str, term: str) -> str:
        """What a term says in words, "" where the plan does not tell."""
        return self.labels.get(vocabulary, {}).get(term, "")


def choices_of(document: PlanDocument) -> Choices:
    """The choices of a plan; only vocabularies that some element uses, in the plan's order."""
    used: dict[str, dict[str, None]] = {}
    for node in document.nodes:
        for name, terms in node.terms.items():
            used.setdefault(name, {}).update(dict.fromkeys(terms))
    ordered = {
        vocabulary.name: tuple(dict.fromkeys((*vocabulary.terms, *used[vocabulary.name])))
        for vocabulary in document.vocabularies
        if vocabulary.name in used
    }
    ordered |= {name: tuple(terms) for name, terms in used.items() if name not in ordered}
    owners = dict.fromkeys(each for node in document.nodes for each in (node.owner, *node.partners) if each)
    labels = {vocabulary.name: vocabulary.labels for vocabulary in document.vocabularies if vocabulary.labels}
    return Choices(tuple(ordered.items()), tuple(owners), level_names(document), labels)


def level_names(document: PlanDocument) -> tuple[str, ...]:
    """The name of each level that elements stand on; levels without a name are counted."""
    deepest = max((node.level for node in document.nodes), default=-1)
    names = [level.name for level in document.levels]
    return tuple(names[level] if level < len(names) else f"第{level + 1}階層" for level in range(deepest + 1))


def plan_tree(document: PlanDocument, evaluation: Evaluation, year: int | None, wanted: Wanted) -> PlanTree:
    """The tree in the fiscal year (None: a plan without any year, where nothing has ended)."""
    nodes = {node.key: node for node in document.nodes}
    alive = in_force(document, year) if year is not None else set(nodes)
    shown = tuple(node for node in document.nodes if wanted.with_ended or node.key in alive)
    standings = standings_of(document, evaluation, year, with_own=wanted.missing or wanted.missed)
    titles = titles_of(nodes)
    terms = {node.key: terms_of(nodes, node) for node in shown}
    fits = {
        node.key
        for node in shown
        if _fits(node, wanted, titles[node.key], terms[node.key], standings.own.get(node.key, Standing()))
    }
    lines = fits if not wanted.narrows else fits | _ways(nodes, fits)
    siblings: dict[str | None, list[str]] = defaultdict(list)
    for node in shown:
        if node.key in lines:
            siblings[node.parent].append(node.key)
    places = {key: place for each in siblings.values() for place, key in enumerate(each, 1)}
    rows = tuple(
        Row(
            key=node.key,
            parent=node.parent,
            level=node.level,
            number=node.number,
            title=titles[node.key],
            terms=tuple((name, term) for name, chosen in terms[node.key].items() for term in chosen),
            owner=node.owner,
            reprise=node.reprise_of is not None,
            ended=node.last_year if node.last_year is not None and node.last_year != document.last_year else None,
            begins=node.first_year if node.first_year is not None and node.first_year != document.first_year else None,
            hit=node.key in fits,
            parent_shown=node.parent in lines,
            has_children=bool(siblings.get(node.key)),
            place=places[node.key],
            places=len(siblings[node.parent]),
            standing=standings.whole[node.key],
        )
        for node in _in_order(shown)
        if node.key in lines
    )
    names = level_names(document)
    by_level = Counter(nodes[key].level for key in fits)
    return PlanTree(
        rows,
        len(fits),
        len(shown),
        len(nodes) - len(alive),
        tuple((name, by_level[level]) for level, name in enumerate(names) if by_level[level]),
    )


@dataclass(frozen=True, slots=True)
class Standings:
    """How every element stands by its own placements alone, and with all below it."""

    own: Mapping[str, Standing]
    whole: Mapping[str, Standing]


def standings_of(
    document: PlanDocument, evaluation: Evaluation, year: int | None, *, with_own: bool = True
) -> Standings:
    """The standings of all elements in the year; those by their own placements alone only where they are wanted."""
    signs = grade_signs(document, year)
    steps = scale_signs(document, year)
    entered = {
        actual.indicator
        for actual in document.actuals
        if actual.year == year and actual.period is None and actual.state != "not-entered"
    }
    known = {indicator.key for indicator in document.indicators}
    own: dict[str, set[str]] = {node.key: set() for node in document.nodes}
    for placement in document.placements:
        if placement.role in COUNTED_ROLES and placement.node in own and placement.indicator in known:
            own[placement.node].add(placement.indicator)
    whole = {key: set(keys) for key, keys in own.items()}
    for node in reversed(_in_order(document.nodes)):
        if node.parent in whole:
            whole[node.parent] |= whole[node.key]
    results = {result.key: result for result in evaluation.indicators if result.year == year}
    judged = {node.key: node for node in evaluation.nodes if node.year == year}

    def standing(key: str, indicators: set[str]) -> Standing:
        grades = Counter(
            result.rate.grade for each in indicators if (result := results.get(each)) and result.rate.grade is not None
        )
        verdicts = [result.achieved for each in indicators if (result := results.get(each))]
        value = judged[key].value if key in judged else None
        return Standing(
            indicators=len(indicators),
            grades=tuple(
                sorted(
                    (Graded(grade, signs.get(grade, 0), count) for grade, count in grades.items()),
                    key=lambda each: (each.sign or 99, each.grade),
                )
            ),
            achieved=sum(verdict is True for verdict in verdicts),
            judged=sum(verdict is not None for verdict in verdicts),
            waiting=0 if year is None else len(indicators - entered),
            value=value,
            value_sign=signs.get(value or "", 0) or steps.get(value or "", 0),
        )

    return Standings(
        {key: standing(key, keys) for key, keys in own.items()} if with_own else {},
        {key: standing(key, keys) for key, keys in whole.items()},
    )


def grade_signs(document: PlanDocument, year: int | None) -> dict[str, int]:
    """The number of the sign of each grade of the rule sets in force; the first that knows a grade rules."""
    signs: dict[str, int] = {}
    if year is not None:
        for rule_set in rule_sets_in_force(document.rule_sets, year):
            signs = band_signs([band.grade for band in rule_set.bands]) | signs
    return signs


def scale_signs(document: PlanDocument, year: int | None) -> dict[str, int]:
    """The number of the sign of each step of the overall scales in force, by the step's label."""
    if year is None:
        return {}
    steps = [step for rule_set in rule_sets_in_force(document.rule_sets, year) for step in rule_set.scale]
    return step_signs([step.label for step in sorted(steps, key=lambda step: -step.step)])


def titles_of(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Every element's title, its own or the one it inherits as a repeat; else its text's first line, else its key."""
    return {key: _title(nodes, node) for key, node in nodes.items()}


def terms_of(nodes: Mapping[str, Node], node: Node) -> dict[str, tuple[str, ...]]:
    """The terms of an element, with those it inherits from its original (再掲)."""
    original = nodes.get(node.reprise_of or "")
    if original is None or original.key == node.key:
        return dict(node.terms)
    inherited = {name: original.terms[name] for name in node.inherits if name in original.terms}
    return {**inherited, **node.terms}


def _title(nodes: Mapping[str, Node], node: Node) -> str:
    current: Node | None = node
    seen: set[str] = set()
    while current is not None and current.key not in seen:
        if current.title:
            return current.title
        seen.add(current.key)
        current = nodes.get(current.reprise_of or "")
    return (node.text or "").strip().split("\n")[0] or node.number or node.key


def _fits(node: Node, wanted: Wanted, title: str, terms: Mapping[str, Sequence[str]], own: Standing) -> bool:
    if wanted.level is not None and node.level != wanted.level:
        return False
    if wanted.without_reprises and node.reprise_of is not None:
        return False
    if wanted.owner is not None and wanted.owner not in (node.owner, *node.partners):
        return False
    if wanted.missing and not own.waiting:
        return False
    if wanted.missed and own.achieved == own.judged:
        return False
    asked: dict[str, set[str | None]] = defaultdict(set)
    for name, term in wanted.terms:
        asked[name].add(term)
    for name, any_of in asked.items():
        has = terms.get(name, ())
        if not any_of.intersection(has) and (FILLED if has else BLANK) not in any_of:
            return False
    if wanted.words.strip():
        text = fold_for_search("\n".join((node.number or "", title, node.text or "", node.owner or "", node.key)))
        return all(word in text for word in words_of(wanted.words))
    return True


def _ways(nodes: Mapping[str, Node], hits: Iterable[str]) -> set[str]:
    """All that stands above the hits."""
    above: set[str] = set()
    for key in hits:
        current = nodes[key].parent
        while current is not None and current in nodes and current not in above:
            above.add(current)
            current = nodes[current].parent
    return above


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    """The elements with each behind its parent, siblings in the document's order; what has no parent here is a top."""
    listed = list(nodes)
    keys = {node.key for node in listed}
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in listed:
        children[node.parent if node.parent in keys else None].append(node)
    ordered: list[Node] = []
    seen: set[str] = set()
    waiting = list(reversed(children[None]))
    while waiting:
        node = waiting.pop()
        if node.key not in seen:
            seen.add(node.key)
            ordered.append(node)
            waiting.extend(reversed(children.get(node.key, ())))
    return ordered
