"""Strategies for plans as towns might have them: one to four levels, other words, legends, years, states and long texts."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from banso.domain.document import (
    Actual,
    Baseline,
    Group,
    Indicator,
    Judgement,
    Level,
    Node,
    Note,
    Placement,
    PlanDocument,
    RoadmapStep,
    Scope,
    Target,
    Text,
)
from banso.domain.legend import rule_set_of_legends
from banso.domain.numbering import format_number
from banso.domain.quantity import Quantity, State
from banso.domain.rule_set import RuleSet

LEVELS = (
    ("施策",),
    ("方針", "施策"),
    ("基本目標", "基本施策", "具体的施策"),
    ("政策目標", "政策", "政策分野", "施策"),
    ("戦略", "プロジェクト"),
    ("柱", "大項目", "小項目"),
)
STYLES = ("1", "①", "a", "ア")
LEGENDS = (
    None,
    "指標評価：100%以上=A、99%~80%=B、79%以下=C",
    "達成度：◎ 100%以上、○ 80%以上100%未満、△ 50%以上80%未満、× 50%未満",
    "S：120%以上　A：100%以上120%未満　B：80%以上100%未満　C：80%未満",
)
SCALES = (
    None,
    "総合評価：評価できる=★★★、一定の評価はできる=★★、評価できない=★",
    "総合評価：順調=◎、おおむね順調=○、やや遅れ=△、遅れ=×",
    "総合評価：A=計画以上、B=計画どおり、C=計画に届かない",
)
UNITS = (None, "件", "人", "%", "千円", "千人/年", "プロジェクト", "ha")

words = st.text(
    alphabet="創業支援計画の促進補助金デジタル化市内企業窓口相談ABC123・、", min_size=2, max_size=16
).filter(lambda text: text[0] not in "・、123ABC")
"""Titles begin with a word: a digit or point behind a number would belong to the number."""
free = st.text(
    alphabet=st.sampled_from(list("創業支援計画の促進、。（）「」\"'=+@-*※：・0123ABC 　\n<>&%_…〜𠮷")), max_size=200
)
long = st.builds(
    lambda words, times: "\n".join([words] * times),
    st.sampled_from(["窓口相談を行い、資金計画を作成した。" * 4]),
    st.integers(1, 22),
)
amounts = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**9), 10**9), st.integers(0, 3)
)
states: st.SearchStrategy[State] = st.sampled_from(
    ["not-published", "being-counted", "not-surveyed", "not-applicable", "cannot-judge", "ended", "withheld", "none"]
)
quantities = st.one_of(
    st.builds(lambda amount: Quantity(amount=amount), amounts),
    st.builds(lambda amount: Quantity(amount=abs(amount), approximate=True), amounts),
    st.builds(lambda amount: Quantity(amount=abs(amount), provisional=True), amounts),
    st.builds(lambda state: Quantity(state=state), states),
    st.just(Quantity(value="策定")),
)


def parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in ("amount", "state", "value", "approximate", "provisional")}


@st.composite
def roadmap(
    draw: st.DrawFn, owner: dict[str, str], first: int, last: int, texts: st.SearchStrategy[str]
) -> list[RoadmapStep]:
    steps = []
    for line in range(1, draw(st.integers(0, 3)) + 1):
        edges = sorted(draw(st.sets(st.integers(first, last + 1), max_size=4)))
        for start, end in itertools.pairwise(edges):
            if draw(st.booleans()):
                steps.append(
                    RoadmapStep(
                        node=owner.get("node"),
                        group=owner.get("group"),
                        line=line,
                        text=draw(texts),
                        first_year=start,
                        last_year=end - 1,
                        span=draw(st.sampled_from(["stated", "assumed"])),
                    )
                )
    return steps


@st.composite
def towns(draw: st.DrawFn, plain: bool = False) -> PlanDocument:
    """A plan with sheets; ``plain`` keeps to texts that a paper without keys can hold."""
    titles = words if plain else st.one_of(words, free.filter(lambda text: bool(text.strip())))
    first = draw(st.integers(2018, 2030))
    last = first + draw(st.integers(0, 7))
    year = draw(st.integers(first, last))
    names = draw(st.sampled_from(LEVELS))
    nodes: list[Node] = []
    measures: list[Node] = []

    def grow(parent: Node | None, level: int) -> None:
        for place in range(1, draw(st.integers(1, 2)) + 1):
            number = format_number(place, STYLES[level])
            key = f"{parent.key}-{number}" if parent else number
            node = Node(key=key, parent=parent.key if parent else None, level=level, number=number, title=draw(titles))
            nodes.append(node)
            if level + 1 < len(names):
                grow(node, level + 1)
            else:
                measures.append(node)

    grow(None, 0)
    levels = tuple(Level(name=name, numbering=STYLES[index]) for index, name in enumerate(names))
    texts = [
        Text(node=node.key, kind=kind, text=draw(titles))
        for node in nodes
        for kind in ("direction", "vision")
        if draw(st.integers(0, 3)) == 0
    ]
    groups: list[Group] = []
    steps: list[RoadmapStep] = []
    as_groups = plain or draw(st.booleans())
    for measure in measures:
        for place in range(1, draw(st.integers(0, 3)) + 1):
            if as_groups:
                key = f"{measure.key}~{place}"
                groups.append(Group(key=key, node=measure.key, title=draw(titles)))
                steps += draw(roadmap({"group": key}, first, last, titles))
            else:
                key = f"{measure.key}-{place}"
                nodes.append(Node(key=key, parent=measure.key, level=len(names), number=str(place), title=draw(titles)))
                steps += draw(roadmap({"node": key}, first, last, titles))
        for kind in ("achievements", "issues", "remarks"):
            if draw(st.booleans()):
                texts.append(
                    Text(node=measure.key, year=year, kind=kind, text=draw(st.one_of(words if plain else free, long)))
                )
        if draw(st.booleans()):
            texts.append(Text(node=measure.key, year=year, kind="paragraph", heading="作成日", text="令和6年5月20日"))
    indicators, targets, actuals, placements, judgements = [], [], [], [], []
    known: set[str] = set()
    for place in range(1, draw(st.integers(0, 5)) + 1):
        name = draw(words)
        if name in known or any(name.startswith(other) or other.startswith(name) for other in known):
            continue
        known.add(name)
        code = f"{draw(st.integers(1, 3))}-{place}"
        indicators.append(
            Indicator(
                key=code,
                code=code,
                name=name,
                qualifier=draw(st.sampled_from([None, None, "市の補助金の対象", "延べ"])),
                unit=draw(st.sampled_from(UNITS)),
                accumulation=draw(st.sampled_from([None, "flow", "cumulative-with-baseline", "stock"])),
                direction=draw(st.sampled_from([None, "higher", "lower"])),
                baseline=draw(
                    st.none()
                    | st.builds(
                        lambda quantity, year: Baseline(**parts(quantity), year=year),
                        quantities,
                        st.sampled_from([first - 1, first - 2]),
                    )
                ),
            )
        )
        for each in range(first, last + 1):
            if draw(st.booleans()):
                quantity = draw(quantities | st.just(Quantity(state="not-set")))
                sign = draw(st.sampled_from([None, None, ">=", "<="])) if quantity.amount is not None else None
                targets.append(Target(indicator=code, year=each, comparator=sign, **parts(quantity)))
            if draw(st.booleans()):
                quantity = draw(quantities | st.just(Quantity(state="not-entered")))
                reference = draw(st.sampled_from([None, None, first - 3])) if quantity.amount is not None else None
                actuals.append(Actual(indicator=code, year=each, reference_year=reference, **parts(quantity)))
        for order, measure in enumerate(measures, start=1):
            if draw(st.integers(0, 2)):
                placements.append(
                    Placement(indicator=code, node=measure.key, role="listed", order=order, reprise=draw(st.booleans()))
                )
    legend, scale = draw(st.sampled_from(LEGENDS)), draw(st.sampled_from(SCALES))
    rules = rule_set_of_legends(legend, scale, first, len(names) - 1)
    rule_sets: tuple[RuleSet, ...] = (rules,) if rules else ()
    if rules and rules.scale:
        for measure in measures:
            if draw(st.booleans()):
                step = draw(st.sampled_from(rules.scale))
                judgements.append(
                    Judgement(
                        node=measure.key,
                        year=year,
                        kind="overall",
                        step=step.step,
                        value=step.label,
                        stage=draw(st.sampled_from(["draft", "confirmed"])),
                    )
                )
    notes = []
    if indicators and draw(st.booleans()):
        notes.append(Note(mark="*", text="調査に答えた企業の割合", at=(f"indicator/{indicators[0].key}",)))
        notes.append(Note(mark="*", text="別の計画と同じ指標", at=(f"indicator/{indicators[-1].key}",)))
    return PlanDocument(
        scope=(Scope(form="progress-sheet", year=year),),
        title=draw(st.sampled_from([None, "商工業振興計画", "第2次○○町産業振興ビジョン", "「元気」・まちづくり計画"])),
        first_year=first,
        last_year=last,
        levels=levels,
        nodes=tuple(nodes),
        groups=tuple(groups),
        roadmap=tuple(steps),
        indicators=tuple(indicators),
        placements=tuple(placements),
        targets=tuple(targets),
        actuals=tuple(actuals),
        judgements=tuple(judgements),
        texts=tuple(texts),
        notes=tuple(notes),
        rule_sets=rule_sets,
    )
