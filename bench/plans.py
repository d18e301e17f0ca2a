"""Plans made for measuring: as large as asked, every text and figure different so that no cache flatters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from banso.domain.document import (
    Actual,
    Baseline,
    Budget,
    Decision,
    Group,
    Indicator,
    Level,
    Node,
    Placement,
    PlanDocument,
    RoadmapStep,
    Target,
    Text,
    TextKind,
)
from banso.domain.rule_set import Band, RuleSet

ROWS, KPIS = 3, 6
MEASURES_PER_POLICY = 20
PROJECTS_PER_MEASURE = 25


def plan_of_measures(measures: int, year: int = 2023) -> PlanDocument:
    """A plan with that many measures, each with 3 rows, 6 indicators with target and result, and two texts of 60 characters."""
    plan = PlanDocument(
        title="測定用の計画",
        first_year=year,
        last_year=year + 4,
        levels=(Level(name="方針", numbering="1"), Level(name="施策", numbering="1")),
        rule_sets=(_rules(year),),
    )
    nodes: list[Node] = []
    groups: list[Group] = []
    roadmap: list[RoadmapStep] = []
    texts: list[Text] = []
    indicators: list[Indicator] = []
    placements: list[Placement] = []
    targets: list[Target] = []
    actuals: list[Actual] = []
    for number in range(measures):
        policy = str(number // MEASURES_PER_POLICY + 1)
        if number % MEASURES_PER_POLICY == 0:
            nodes.append(Node(key=policy, level=0, number=policy, title=f"第{policy}の方針"))
            texts.append(Text(node=policy, kind="direction", text=f"方針{policy}の方向性を示す文です。" * 4))
        place = str(number % MEASURES_PER_POLICY + 1)
        key = f"{policy}-{place}"
        nodes.append(Node(key=key, parent=policy, level=1, number=place, title=f"第{number + 1}の施策"))
        texts += [
            Text(node=key, year=year, kind="achievements", text=f"{number + 1}番目の施策の実績を述べる文です。" * 3),
            Text(node=key, year=year, kind="issues", text=f"{number + 1}番目の施策の課題を述べる文です。" * 3),
        ]
        for row in range(1, ROWS + 1):
            group = f"{key}~{row}"
            groups.append(Group(key=group, node=key, title=f"施策{number + 1}の{row}番目の取り組み"))
            roadmap += [
                RoadmapStep(
                    group=group, line=1, text=f"調査{number}", first_year=year, last_year=year + 1, span="stated"
                ),
                RoadmapStep(
                    group=group, line=1, text=f"実施{number}", first_year=year + 2, last_year=year + 4, span="stated"
                ),
            ]
        for row in range(1, KPIS + 1):
            code = f"{key}/{row}"
            indicators.append(_indicator(code, f"施策{number + 1}の指標{row}", year - 1))
            placements.append(Placement(indicator=code, node=key, code=code, role="listed", order=row))
            targets.append(Target(indicator=code, year=year, amount=Decimal(100 + number)))
            actuals.append(Actual(indicator=code, year=year, amount=Decimal(70 + row * 7 + number)))
    return replace(
        plan,
        nodes=tuple(nodes),
        groups=tuple(groups),
        roadmap=tuple(roadmap),
        texts=tuple(texts),
        indicators=tuple(indicators),
        placements=tuple(placements),
        targets=tuple(targets),
        actuals=tuple(actuals),
    )


def plan_of_projects(projects: int, year: int = 2024) -> PlanDocument:
    """A plan with that many projects, each with three texts of 100 to 200 characters and three items of money in two years."""
    texts: tuple[tuple[TextKind, int | None, int], ...] = (
        ("outline", None, 4),
        ("activities", year, 5),
        ("verification", year, 7),
    )
    stages: tuple[tuple[Literal["budget", "estimate"], int], ...] = (("budget", year), ("estimate", year + 1))
    measures = [str(number + 1) for number in range(-(-projects // PROJECTS_PER_MEASURE))]
    places = [
        (f"{measures[number // PROJECTS_PER_MEASURE]}-{number % PROJECTS_PER_MEASURE + 1}", number)
        for number in range(projects)
    ]
    return PlanDocument(
        title="測定用の計画",
        first_year=year - 1,
        last_year=year + 3,
        levels=(Level(name="施策", numbering="1"), Level(name="事務事業", numbering="1")),
        nodes=(
            *(Node(key=key, level=0, number=key, title=f"第{key}の施策") for key in measures),
            *(
                Node(
                    key=key,
                    parent=key.partition("-")[0],
                    level=1,
                    number=key.partition("-")[2],
                    title=f"第{number + 1}の事業",
                    owner="産業部・商業課",
                    terms={"法定／自主": ("自主",)},
                )
                for key, number in places
            ),
        ),
        texts=tuple(
            Text(
                node=key, year=at, kind=kind, text=f"{number + 1}番目の事業について{year}年度に述べる文です。" * length
            )
            for key, number in places
            for kind, at, length in texts
        ),
        budgets=tuple(
            Budget(node=key, item=item, year=at, stage=stage, amount=Decimal(1000 + number * 7 + place), unit="千円")
            for key, number in places
            for place, item in enumerate(("事業費", "所要一般財源", "概算人件費"))
            for stage, at in stages
        ),
        decisions=tuple(
            Decision(node=key, year=year, vocabulary="次年度方針", values=("継続",), stage="stated")
            for key, _ in places
        ),
    )


def plan_of_indicators(indicators: int, years: int, first: int = 2016) -> PlanDocument:
    """Ten indicators to a measure, ten measures to a policy, a target and a result in every year."""
    span = range(first, first + years)
    measures = [f"{number // 10 + 1}-{number % 10 + 1}" for number in range(-(-indicators // 10))]
    policies = list(dict.fromkeys(key.partition("-")[0] for key in measures))
    codes = [(f"{measures[number // 10]}-{number % 10 + 1}", measures[number // 10]) for number in range(indicators)]
    return PlanDocument(
        title="測定用の計画",
        first_year=first,
        last_year=first + years - 1,
        levels=(Level(name="方針", numbering="1"), Level(name="施策", numbering="1")),
        nodes=(
            *(Node(key=key, level=0, number=key, title=f"方針{key}") for key in policies),
            *(Node(key=key, parent=key.partition("-")[0], level=1, number=key, title=f"施策{key}") for key in measures),
        ),
        indicators=tuple(_indicator(code, f"指標{code}", first - 1) for code, _ in codes),
        placements=tuple(Placement(indicator=code, node=node, code=code, role="main") for code, node in codes),
        targets=tuple(
            Target(indicator=code, year=year, amount=Decimal(97 + number % 89 + year - first))
            for number, (code, _) in enumerate(codes)
            for year in span
        ),
        actuals=tuple(
            Actual(indicator=code, year=year, amount=Decimal(61 + number % 113))
            for number, (code, _) in enumerate(codes)
            for year in span
        ),
        rule_sets=(_rules(first),),
    )


def _indicator(code: str, name: str, year: int) -> Indicator:
    return Indicator(
        key=code,
        code=code,
        name=name,
        unit="件",
        direction="higher",
        accumulation="flow",
        baseline=Baseline(amount=Decimal(50), year=year),
    )


def _rules(year: int) -> RuleSet:
    return RuleSet(
        key="bench",
        from_year=year,
        level=1,
        bands=(Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80)), Band(grade="C")),
        legend="100%以上=A、99%~80%=B、79%以下=C",
    )
