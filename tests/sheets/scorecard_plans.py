"""Strategies for plans that a scorecard can print: any levels, kinds, keys, figures, states, rules and reviews."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from banso.domain.document import (
    Actual,
    Indicator,
    Judgement,
    Level,
    Node,
    Note,
    Placement,
    PlanDocument,
    Target,
    Text,
    Total,
    Vocabulary,
)
from banso.domain.numbering import format_number
from banso.domain.rule_set import Band, RollUp, RuleSet

names = st.text(alphabet="創業支援計画促進補助金市内企業連携人材育成海外展開", min_size=2, max_size=14)
reviews = st.text(alphabet="次年度は支援を行い、件数増加を図る。「」\n（）%19・/", min_size=1, max_size=80).map(
    lambda text: f"実{text.strip()}。"
)
amounts = st.decimals(0, 99999, places=1).map(lambda value: value.normalize() + 0) | st.integers(0, 10**7).map(Decimal)
LEVELS = ("戦略", "基本方針", "施策", "取組", "重点分野")
STATES = ("not-entered", "none", "not-published", "being-counted", "suspended")


@st.composite
def plans(draw: st.DrawFn, *, foreign: bool = False) -> PlanDocument:
    """Plans of one fiscal year; ``foreign`` for keys that do not follow from what is printed."""
    year = draw(st.integers(1990, 2040))
    depth = draw(st.integers(1, 3))
    levels = tuple(
        Level(name=name, numbering=draw(st.sampled_from(("1", "①", "(1)", "Ⅰ"))))
        for name in draw(st.lists(st.sampled_from(LEVELS), min_size=depth, max_size=depth, unique=True))
    )
    kinds = draw(st.sampled_from((None, "種別", "実施区分")))
    vocabulary = None if kinds is None else f"{levels[0].name}種別" if kinds == "種別" else kinds
    nodes = _nodes(draw, levels, vocabulary, foreign)
    carriers = [node for node in nodes if node.level == depth - 1] or nodes
    indicators: list[Indicator] = []
    placements: list[Placement] = []
    for node in carriers:
        for number in range(1, draw(st.integers(0, 3)) + 1):
            key = f"KPI{len(indicators)}/{node.key}" if foreign else f"{node.key}-({number})"
            indicators.append(
                Indicator(
                    key=key,
                    name=draw(names),
                    unit=draw(st.sampled_from((None, "件", "％", "万円", "めもり"))),
                    direction=draw(st.sampled_from((None, None, "higher", "lower"))),
                )
            )
            placements.append(Placement(indicator=key, node=node.key, code=f"({number})", role="main", order=number))
    targets = [_target(draw, each.key, year) for each in indicators]
    actuals = [_actual(draw, each.key, year) for each in indicators]
    method = draw(st.sampled_from((None, "all", "majority", "share", "human")))
    words = draw(st.sampled_from((("達成", "未達成"), ("○", "×"))))
    rules = RuleSet(
        key="rules",
        level=depth - 1,
        formula="threshold",
        bands=tuple(
            Band(grade=word, from_=Decimal(100) if first else None) for first, word in zip((1, 0), words, strict=True)
        ),
        roll_up=RollUp(method=method or "all", denominator=draw(st.sampled_from(("judged", "all")))),  # type: ignore[arg-type]
    )
    judged = [
        Judgement(node=node.key, year=year, kind="flag", value=draw(st.sampled_from(words)), stage="confirmed")
        for node in carriers
        if method == "human" and draw(st.booleans())
    ]
    notes = tuple(
        Note(mark=f"※{number}", text=f"注は{draw(names)}") for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    return PlanDocument(
        title=draw(st.none() | names.map(lambda name: f"{name}プログラム")),
        levels=levels,
        vocabularies=(Vocabulary(name=vocabulary, terms=("共通戦略", "独自")),) if vocabulary else (),
        nodes=tuple(nodes),
        indicators=tuple(indicators),
        placements=tuple(placements),
        targets=tuple(each for each in targets if each is not None),
        actuals=tuple(each for each in actuals if each is not None),
        judgements=tuple(judged),
        texts=tuple(
            Text(indicator=each.key, year=year, kind="review", text=draw(reviews))
            for each in indicators
            if draw(st.booleans())
        ),
        notes=notes,
        totals=tuple(
            Total(label="達成数計", of=of, level=depth - 1 if of == "nodes" else None, achieved=1, counted=2)
            for of in draw(st.sampled_from(((), ("nodes", "indicators"))))
        ),
        rule_sets=(rules,) if method else (),
    )


def _nodes(draw: st.DrawFn, levels: tuple[Level, ...], vocabulary: str | None, foreign: bool) -> list[Node]:
    nodes: list[Node] = []
    titles: set[str] = set()

    def grow(parent: Node | None, level: int, terms: dict[str, tuple[str, ...]]) -> None:
        for place in range(1, draw(st.integers(1, 3)) + 1):
            number = format_number(place, (levels[level].numbering or "1").strip("()"))
            title = draw(names.filter(lambda name: name not in titles))
            titles.add(title)
            key = f"項目{len(nodes)}/甲 乙" if foreign else f"{parent.key}-{number}" if parent else number
            node = Node(
                key=key, parent=parent.key if parent else None, level=level, number=number, title=title, terms=terms
            )
            nodes.append(node)
            if level + 1 < len(levels) and len(nodes) < 14 and draw(st.integers(0, 8)):
                grow(node, level + 1, {})

    if vocabulary is None:
        grow(None, 0, {})
    else:
        for term in ("共通戦略", "独自"):
            before = len(nodes)
            grow(None, 0, {vocabulary: (term,)})
            if not foreign:
                stem = term.removesuffix(levels[0].name) or term
                _prefixed(nodes, before, stem)
    return nodes


def _prefixed(nodes: list[Node], start: int, stem: str) -> None:
    """Keys of a kind: 共通-1, and below it keys behind that."""
    for place in range(start, len(nodes)):
        node = nodes[place]
        nodes[place] = replace(
            node, key=f"{stem}-{node.key}", parent=f"{stem}-{node.parent}" if node.parent is not None else None
        )


def _target(draw: st.DrawFn, key: str, year: int) -> Target | None:
    choice = draw(st.integers(0, 9))
    if choice == 0:
        return None
    if choice == 1:
        return Target(indicator=key, year=year, state="not-set")
    if choice == 2:
        return Target(indicator=key, year=year, value="策定")
    comparator = draw(st.sampled_from((None, None, None, ">=", "<=", ">", "<")))
    return Target(indicator=key, year=year, amount=draw(amounts), comparator=comparator)  # type: ignore[arg-type]


def _actual(draw: st.DrawFn, key: str, year: int) -> Actual | None:
    choice = draw(st.integers(0, 9))
    if choice == 0:
        return None
    if choice == 1:
        return Actual(indicator=key, year=year, state=draw(st.sampled_from(STATES)))  # type: ignore[arg-type]
    if choice == 2:
        return Actual(indicator=key, year=year, value=draw(st.sampled_from(("策定", "準備中の段階"))))
    reference = draw(st.sampled_from((None, None, year - 2)))
    return Actual(
        indicator=key,
        year=year,
        amount=draw(amounts),
        reference_year=reference,
        approximate=draw(st.booleans()),
        provisional=draw(st.sampled_from((False, False, True))),
    )
