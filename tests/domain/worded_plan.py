"""A plan with an item in every list, for tests of the words that people read of it."""

from decimal import Decimal

from banso.domain.document import (
    Actual,
    Baseline,
    Budget,
    Column,
    Decision,
    Event,
    Group,
    Indicator,
    Judgement,
    Level,
    Node,
    Note,
    Organization,
    Placement,
    PlanDocument,
    RoadmapStep,
    Table,
    Target,
    Text,
    Total,
    Vocabulary,
)
from banso.domain.rule_set import Band, RuleSet

PLAN = PlanDocument(
    title="振興計画",
    first_year=2023,
    last_year=2027,
    organizations=(Organization(key="市", name="嘉麻市"),),
    levels=(Level(name="方針"), Level(name="施策")),
    vocabularies=(Vocabulary(name="方針区分", terms=("継続",)),),
    nodes=(
        Node(key="2", level=0, number="2", title="経営"),
        Node(key="2-③", parent="2", level=1, number="③", title="相談体制", owner="商工課"),
        Node(key="x7", parent="2", level=1, number="④", title="専門家"),
    ),
    groups=(Group(key="2-③~1", node="2-③", title="窓口"),),
    roadmap=(RoadmapStep(group="2-③~1", line=1, text="実施", first_year=2023, last_year=2025, span="stated"),),
    indicators=(
        Indicator(
            key="2-3", code="2-3", name="相談件数", unit="件", baseline=Baseline(amount=Decimal(4755), year=2022)
        ),
        Indicator(key="9", name="満足度", qualifier="来場者", unit="%"),
    ),
    placements=(Placement(indicator="2-3", node="2-③", role="listed"),),
    targets=(
        Target(indicator="2-3", year=2023, amount=Decimal(4800)),
        Target(indicator="2-3", final=True, amount=Decimal(5000)),
        Target(indicator="9", year=2023, amount=Decimal(80)),
    ),
    actuals=(
        Actual(indicator="2-3", year=2023, state="not-entered"),
        Actual(indicator="2-3", year=2023, period="H1", amount=Decimal(2400)),
    ),
    judgements=(Judgement(node="2-③", year=2023, kind="overall", value="評価できる", step=3, stage="draft"),),
    decisions=(Decision(node="2-③", year=2023, vocabulary="次年度方針", values=("継続",)),),
    texts=(
        Text(node="2-③", year=2023, kind="issues", text="人手が足りない"),
        Text(node="2", kind="direction", text="良く"),
    ),
    notes=(Note(mark="*", text="延べ数"),),
    budgets=(Budget(node="2-③", item="事業費", year=2024, stage="budget", amount=Decimal(2500), unit="千円"),),
    events=(Event(node="2-③", name="交流展"),),
    tables=(Table(key="表1", title="事業所", columns=(Column(path=("数",)),), rows=(("市", "1"), ("町", "2"))),),
    totals=(Total(label="達成数計", of="indicators", achieved=1, counted=2),),
    rule_sets=(RuleSet(key="決まり", from_year=2023, bands=(Band(grade="甲", from_=Decimal(80)), Band(grade="乙"))),),
)
