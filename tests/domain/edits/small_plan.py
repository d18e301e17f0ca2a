"""A small plan made by hand: two policies, measures with a sheet, a repeat, values, texts, ratings and money."""

from __future__ import annotations

from decimal import Decimal

from banso.domain.document import (
    Actual,
    Baseline,
    Budget,
    Decision,
    Group,
    Indicator,
    Judgement,
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
from banso.domain.rule_set import Band, RuleSet, ScaleStep

PLAN = PlanDocument(
    title="商工振興計画",
    first_year=2023,
    last_year=2027,
    levels=(Level(name="方針", numbering="1"), Level(name="施策", numbering="①"), Level(name="取組", numbering="a")),
    vocabularies=(
        Vocabulary(name="実施方針区分", terms=("継続", "強化", "新規")),
        Vocabulary(name="次年度方針", terms=("継続", "縮小", "終了")),
    ),
    nodes=(
        Node(key="1", level=0, number="1", title="創業"),
        Node(key="1-①", parent="1", level=1, number="①", title="相談", owner="商工課"),
        Node(
            key="1-①-a",
            parent="1-①",
            level=2,
            number="a",
            title="窓口相談",
            text="窓口で助言する。",
            terms={"実施方針区分": ("継続",)},
            links=(Link(kind="reprise", to="2-①-a"),),
        ),
        Node(key="1-①-b", parent="1-①", level=2, number="b", title="創業塾", terms={"実施方針区分": ("強化",)}),
        Node(key="1-②", parent="1", level=1, number="②", title="場所", owner="観光課"),
        Node(key="1-②-a", parent="1-②", level=2, number="a", title="空き店舗"),
        Node(key="2", level=0, number="2", title="販路"),
        Node(key="2-①", parent="2", level=1, number="①", title="展示会"),
        Node(key="2-①-a", parent="2-①", level=2, number="a", reprise_of="1-①-a", inherits=("title", "status-quo")),
    ),
    groups=(
        Group(key="1-①~1", node="1-①", title="相談と塾", members=("1-①-a",), match="proposed"),
        Group(key="1-①~2", node="1-①", title="情報発信"),
    ),
    roadmap=(
        RoadmapStep(group="1-①~1", line=1, text="準備", first_year=2023, last_year=2023, span="assumed"),
        RoadmapStep(group="1-①~1", line=1, text="実施", first_year=2024, last_year=2027, span="assumed"),
        RoadmapStep(node="1-①-a", line=1, text="相談", first_year=2023, last_year=2027, span="stated"),
        RoadmapStep(node="1-②-a", line=1, text="調査", first_year=2023, last_year=2024, span="stated"),
    ),
    indicators=(
        Indicator(key="1-1", code="1-1", name="相談件数", unit="件", baseline=Baseline(amount=Decimal(100), year=2022)),
        Indicator(key="1-2", code="1-2", name="創業者数", unit="人"),
        Indicator(key="1-3", code="1-3", name="相談の件数", unit="件"),
        Indicator(key="1-4", code="1-4", name="満足度", unit="％", decimals=1),
    ),
    placements=(
        Placement(indicator="1-1", node="1-①", code="1-1", role="listed", order=1),
        Placement(indicator="1-2", node="1-①", code="1-2", role="listed", order=2),
        Placement(indicator="1-3", node="1-②", code="1-3", role="listed", order=1),
        Placement(indicator="1-1", node="1-①-a", role="main"),
        Placement(indicator="1-4", node="2-①", role="main"),
    ),
    targets=(
        Target(indicator="1-1", year=2023, amount=Decimal(15), cumulative=Decimal(115)),
        Target(indicator="1-2", year=2023, state="not-set"),
        Target(indicator="1-2", final=True, amount=Decimal(20)),
        Target(indicator="1-3", year=2023, state="not-set"),
        Target(indicator="1-4", year=2024, amount=Decimal(70), comparator=">="),
    ),
    actuals=(
        Actual(indicator="1-1", year=2023, amount=Decimal(12), reference_year=2022, origin="imported"),
        Actual(indicator="1-2", year=2023, state="not-entered"),
        Actual(indicator="1-3", year=2023, amount=Decimal(12)),
        Actual(indicator="1-4", year=2023, amount=Decimal("58.7"), provisional=True, origin="entered"),
    ),
    judgements=(
        Judgement(node="1-①", year=2023, kind="overall", value="順調", step=2, stage="draft", reason="増えた。"),
        Judgement(node="1-②", year=2023, kind="overall", value="遅れ", step=1, stage="draft"),
    ),
    decisions=(Decision(node="1-①", year=2023, vocabulary="次年度方針", values=("継続",)),),
    texts=(
        Text(node="1-①-a", kind="status-quo", text="窓口は一つ。"),
        Text(node="1-①", year=2023, kind="issues", text="人手が足りない。"),
        Text(node="1-②", year=2023, kind="issues", text="空き店舗が遠い。"),
        Text(node="1-①", year=2023, kind="achievements", text="塾を開いた。"),
    ),
    notes=(Note(mark="*", text="速報値", at=("roadmap/1-②-a/1", "indicator/1-3")),),
    budgets=(Budget(node="1-②", item="事業費", year=2023, stage="budget", amount=Decimal(500), unit="千円"),),
    rule_sets=(
        RuleSet(
            key="own",
            from_year=2023,
            level=1,
            bands=(Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80)), Band(grade="C")),
            scale=(ScaleStep(step=2, label="順調"), ScaleStep(step=1, label="遅れ")),
        ),
    ),
)
