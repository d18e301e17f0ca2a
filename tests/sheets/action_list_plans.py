"""Strategies for plans that an action list can print: any number of levels, names, numbers, vocabularies and years."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from banso.domain.document import (
    ExternalNode,
    Group,
    Indicator,
    Level,
    Link,
    Node,
    Note,
    Placement,
    PlanDocument,
    RoadmapStep,
    Target,
    Text,
    Vocabulary,
)
from banso.domain.numbering import bare_number, format_number
from banso.domain.rename import Keys, rename

LEVEL_NAMES = ("方針", "施策", "取組", "事業", "基本目標", "プロジェクト", "アクション", "柱", "重点分野")
STYLES = ("1", "①", "a", "(1)", "ア", "A", "一")
VOCABULARIES = ("重要課題位置づけ状況", "第1次計画との関連", "実施方針区分", "重点事業", "優先度", "推進方針", "SDGs")
TERMS = ("継続", "新規", "要検討", "重", "◎", "拡大", "A", "ゴール8", "見直し")
UNITS = (None, "件", "人", "％", "千人/年", "千円", "か所", "めもり")
CHARACTERS = "創業支援計画の促進補助金デジタル化市内企業・、。「」\"'（）()※*%/ 　\nABCxyz019−ーーヴ㈱①髙𠮷=+@"

long_texts = st.text(alphabet=CHARACTERS, min_size=1, max_size=60).map(lambda text: "・" + text.strip() + "。")
short_names = st.text(alphabet="創業支援計画促進補助金市内企業連携人材育成海外展開", min_size=2, max_size=12)
steps = st.text(alphabet="調査研究検討実施見直し、補助事業\nA1", min_size=1, max_size=20).map(
    lambda text: "実" + text.strip()
)


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """Plans whose keys are made of their numbers."""
    depth = draw(st.integers(1, 5))
    levels = tuple(
        Level(name=name, numbering=style)
        for name, style in zip(
            draw(st.lists(st.sampled_from(LEVEL_NAMES), min_size=depth, max_size=depth, unique=True)),
            [draw(st.sampled_from(("1", "A", "一"))), *draw(st.lists(st.sampled_from(STYLES), min_size=4, max_size=4))],
            strict=False,
        )
    )
    nodes = _nodes(draw, levels)
    parents = {node.parent for node in nodes}
    rows = [node for node in nodes if node.key not in parents]
    vocabularies = draw(st.lists(st.sampled_from(VOCABULARIES), max_size=3, unique=True))
    first = draw(st.integers(1990, 2040))
    last = first + draw(st.integers(0, 6))
    nodes = [_described(draw, node, node in rows, [row.key for row in rows], vocabularies) for node in nodes]
    indicators, placements = _indicators(draw, [row.key for row in rows])
    texts = [
        Text(node=row.key, kind=kind, text=draw(long_texts))
        for row in rows
        for kind in ("status-quo", "remarks")
        if draw(st.booleans())
    ]
    texts += [Text(node=row.key, kind="achievements", year=first, text="シートの文") for row in rows[:1]]
    return PlanDocument(
        title=draw(st.none() | short_names.map(lambda name: f"{name}振興計画")),
        first_year=first,
        last_year=last,
        levels=levels,
        vocabularies=tuple(Vocabulary(name=name, terms=TERMS) for name in vocabularies),
        nodes=tuple(nodes),
        groups=(Group(key=f"{rows[0].key}~1", node=rows[0].key, title="シートの行"),),
        roadmap=tuple(step for row in rows for step in _roadmap(draw, row.key, first, last)),
        indicators=indicators,
        placements=placements,
        targets=tuple(Target(indicator=each.key, year=first, state="not-set") for each in indicators),
        texts=tuple(texts),
        notes=tuple(Note(mark="※", text=draw(long_texts)) for _ in range(draw(st.integers(0, 2)))),
    )


@st.composite
def foreign_keys(draw: st.DrawFn) -> PlanDocument:
    """Plans whose keys do not follow from what is printed, as plans read from other papers have them."""
    plan = draw(plans())
    nodes = {node.key: f"項目{number}/{node.key}" for number, node in enumerate(plan.nodes)}
    indicators = {each.key: f"指標{number}" for number, each in enumerate(plan.indicators)}
    return rename(plan, Keys(nodes=nodes, indicators=indicators))


def _nodes(draw: st.DrawFn, levels: tuple[Level, ...]) -> list[Node]:
    nodes: list[Node] = []
    titles: set[str] = set()

    def grow(parent: Node | None, level: int) -> None:
        for place in range(1, draw(st.integers(1, 3 if level < 2 else 2)) + 1):
            number = format_number(place, levels[level].numbering or "1")
            title = draw(short_names.filter(lambda name: name not in titles))
            titles.add(title)
            key = bare_number(number) if parent is None else f"{parent.key}-{bare_number(number)}"
            node = Node(key=key, parent=parent.key if parent else None, level=level, number=number, title=title)
            nodes.append(node)
            skips = 2 if level + 2 < len(levels) and draw(st.integers(0, 5)) == 0 else 1
            if level + skips < len(levels) and draw(st.integers(0, 7)) and len(nodes) < 12:
                grow(node, level + skips)

    grow(None, 0)
    return nodes


def _described(draw: st.DrawFn, node: Node, is_row: bool, rows: list[str], vocabularies: list[str]) -> Node:
    """A node with terms, and a row with its text, its owner and what it repeats."""
    terms = {
        name: tuple(draw(st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True)))
        for name in vocabularies
        if draw(st.integers(0, 3))
    }
    if not is_row:
        external = Link(kind="reprise", external=ExternalNode(title="別の計画の施策"))
        return replace(node, terms=terms, links=(external,) if draw(st.integers(0, 9)) == 0 else ())
    others = [key for key in rows if key != node.key]
    original = draw(st.sampled_from(others)) if others and draw(st.integers(0, 4)) == 0 else None
    inherits = tuple(
        draw(st.lists(st.sampled_from(["status-quo", "remarks", *vocabularies]), max_size=3, unique=True))
        if original
        else ()
    )
    links = (Link(kind="reprise", to=draw(st.sampled_from(others))),) if others and draw(st.booleans()) else ()
    return replace(
        node,
        text=draw(st.none() | long_texts),
        terms={name: found for name, found in terms.items() if name not in inherits},
        reprise_of=original,
        inherits=inherits,
        links=links,
        owner=draw(st.none() | short_names.map(lambda name: name + "課")),
        partners=tuple(draw(st.lists(short_names, max_size=2, unique=True))),
    )


def _indicators(draw: st.DrawFn, rows: list[str]) -> tuple[tuple[Indicator, ...], tuple[Placement, ...]]:
    coded = draw(st.booleans())
    indicators: list[Indicator] = []
    placements: list[Placement] = []
    names = draw(st.lists(short_names, max_size=4, unique=True))
    for number, name in enumerate(names, start=1):
        qualifier = draw(st.none() | st.just("市補助金対象"))
        key = f"1-{number}" if coded else f"{name}（{qualifier}）" if qualifier else name
        unit = draw(st.sampled_from(UNITS))
        indicators.append(
            Indicator(
                key=key, code=key if coded else None, name=name, qualifier=qualifier, unit=unit, definition="定義"
            )
        )
        for place, row in enumerate(draw(st.lists(st.sampled_from(rows), max_size=3, unique=True))):
            role = draw(st.sampled_from(["main", "related", "listed"]))
            code = f"{draw(st.integers(2, 5))}-{number}" if coded and place else None
            placements.append(Placement(indicator=key, node=row, role=role, code=code))  # type: ignore[arg-type]
    homes = {each.indicator for each in placements if each.code is None and each.role != "listed"}
    # A code of another policy can be tied to its indicator only where the home code is printed too.
    return tuple(indicators), tuple(each for each in placements if each.indicator in homes)


def _roadmap(draw: st.DrawFn, key: str, first: int, last: int) -> list[RoadmapStep]:
    found = []
    for line in range(1, draw(st.integers(0, 3)) + 1):
        for _ in range(draw(st.integers(1, 2))):
            begin = draw(st.integers(first, last))
            end = draw(st.integers(begin, last))
            span = draw(st.sampled_from(["stated", "assumed"]))
            found.append(
                RoadmapStep(node=key, line=line, text=draw(steps), first_year=begin, last_year=end, span=span)  # type: ignore[arg-type]
            )
    return found
