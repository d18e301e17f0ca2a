"""Strategies for small plan documents that keep the laws of a document: unique keys, parents before children."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from banso.domain.document import (
    Actual,
    Baseline,
    Group,
    Indicator,
    Node,
    Placement,
    PlanDocument,
    RoadmapStep,
    Target,
    Text,
)

words = st.text(alphabet="創業支援計画の促進補助金デジタル化市内企業ABC123・、（）", min_size=1, max_size=12)
amounts = st.decimals(min_value=-(10**6), max_value=10**9, places=1, allow_nan=False, allow_infinity=False)


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    policies = draw(st.integers(1, 3))
    nodes, groups, roadmap, texts = [], [], [], []
    for first in range(1, policies + 1):
        nodes.append(Node(key=str(first), level=0, number=str(first), title=draw(words)))
        for second in range(1, draw(st.integers(0, 2)) + 1):
            number = chr(ord("①") + second - 1)
            key = f"{first}-{number}"
            nodes.append(Node(key=key, parent=str(first), level=1, number=number, title=draw(words)))
            if draw(st.booleans()):
                texts.append(Text(node=key, year=2023, kind="issues", text=draw(words)))
            for row in range(1, draw(st.integers(0, 2)) + 1):
                groups.append(Group(key=f"{key}~{row}", node=key, title=draw(words)))
                for year in draw(st.sets(st.integers(2023, 2027), max_size=3)):
                    roadmap.append(
                        RoadmapStep(
                            group=f"{key}~{row}",
                            line=1,
                            text=draw(words),
                            first_year=year,
                            last_year=year,
                            span="stated",
                        )
                    )
    measures = [node.key for node in nodes if node.level == 1]
    indicators, placements, targets, actuals = [], [], [], []
    for count in range(1, draw(st.integers(0, 4)) + 1):
        key = f"1-{count}"
        baseline = draw(st.none() | st.builds(Baseline, amount=amounts))
        indicators.append(
            Indicator(key=key, code=key, name=draw(words), unit=draw(st.none() | words), baseline=baseline)
        )
        for node in draw(st.sets(st.sampled_from(measures))) if measures else ():
            placements.append(Placement(indicator=key, node=node, role="listed", order=count))
        for year in draw(st.sets(st.integers(2023, 2027), max_size=3)):
            targets.append(Target(indicator=key, year=year, amount=draw(amounts)))
            if draw(st.booleans()):
                actuals.append(Actual(indicator=key, year=year, state="not-entered"))
            else:
                actuals.append(Actual(indicator=key, year=year, amount=Decimal(draw(st.integers(0, 99)))))
    return PlanDocument(
        title=draw(st.none() | words),
        first_year=2023,
        last_year=2027,
        nodes=tuple(nodes),
        groups=tuple(groups),
        roadmap=tuple(roadmap),
        indicators=tuple(indicators),
        placements=tuple(placements),
        targets=tuple(targets),
        actuals=tuple(actuals),
        texts=tuple(texts),
    )
