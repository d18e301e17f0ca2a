"""Strategies for support plans as chambers might have them: with and without each part, long texts, many kinds of values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from banso.domain.document import (
    Actual,
    Baseline,
    Budget,
    Column,
    Division,
    Event,
    Indicator,
    Judgement,
    Measured,
    Node,
    Note,
    Organization,
    Placement,
    PlanDocument,
    Table,
    Target,
    Text,
)
from banso.domain.quantity import Quantity

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
SECTIONS = (
    "地域の経済動向調査に関すること",
    "需要動向調査に関すること",
    "経営状況の分析に関すること",
    "事業計画策定支援に関すること",
    "新たな需要の開拓に寄与する事業に関すること",
    "事業の評価及び見直しをするための仕組みに関すること",
)
UNITS = ("者", "社", "回", "件", "%", "万円", None)

words = st.text(alphabet="商工業支援計画地域調査創出経営者向上販路開拓", min_size=2, max_size=14)
sentences = st.builds(
    "{}{}".format,
    words,
    st.text(alphabet="商工業の支援を計画し、地域で調査する。創出ABC12（）", min_size=1, max_size=150),
)
"""A text begins with a word: what begins with a number or bracket is a heading or label on this paper."""
paragraphs = st.lists(sentences, min_size=1, max_size=3).map("\n".join)
free = st.text(
    alphabet=st.sampled_from(list("創業支援計画、。（）「」【】[]①(1)2.3※：・=+@-*0123ABC 　\n<>&%_…〜𠮷")),
    min_size=1,
    max_size=160,
).map("商{}".format)
amounts = st.decimals(min_value=-50, max_value=99999, places=0) | st.sampled_from(
    [Decimal("0"), Decimal("12.5"), Decimal(1200)]
)
targets = st.one_of(
    amounts.map(lambda amount: Quantity(amount=amount)),
    st.just(Quantity(state="not-set")),
    st.just(Quantity(value="策定")),
    amounts.map(lambda amount: Quantity(amount=abs(amount), approximate=True)),
)
baselines = st.none() | amounts.map(lambda amount: Quantity(amount=amount)) | st.just(Quantity(state="none"))
actuals = targets.filter(lambda each: each.state is None) | st.sampled_from(
    [Quantity(state="not-entered"), Quantity(state="none"), Quantity(state="being-counted")]
)


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in ("amount", "state", "value", "printed", "approximate")}


@st.composite
def plans(draw: st.DrawFn, *, plain: bool = False) -> PlanDocument:
    """A support plan; ``plain`` texts can be told from headings without the addresses of a working copy."""
    texts_of = paragraphs if plain else (paragraphs | free)
    first = draw(st.sampled_from([2019, 2023, 2025]))
    last = first + draw(st.integers(1, 4))
    nodes: list[Node] = []
    texts: list[Text] = []
    indicators: list[Indicator] = []
    placements: list[Placement] = []
    goals: list[Target] = []
    results: list[Actual] = []
    judgements: list[Judgement] = []
    events: list[Event] = []
    notes: list[Note] = []

    def write(node: str, kind: Any, **more: Any) -> None:
        texts.append(Text(node=node, kind=kind, text=draw(texts_of).strip(), **more))

    tables: list[Table] = []
    if draw(st.booleans()):
        nodes.append(Node(key="1", level=0, number="1", title="目標"))
        for order in range(1, 1 + draw(st.integers(1, 3))):
            write("1", "status-quo", heading=f"({draw(words)})", order=order)
        write("1", "issues")
        if draw(st.booleans()):
            rows = tuple(
                (draw(words), str(draw(st.integers(0, 999))), str(draw(st.integers(0, 999))))
                for _ in range(draw(st.integers(2, 4)))
            )
            columns = tuple(Column(path=path) for path in (("区分",), ("人口", "男"), ("人口", "女")))
            tables.append(
                Table(key="1-表1", title=draw(words), unit="人", source=draw(words), columns=columns, rows=rows)
            )
        for sign in CIRCLED[: draw(st.integers(0, 3))]:
            nodes.append(Node(key=f"目標{sign}", parent="1", level=1, number=f"目標{sign}", title=draw(words)))
            write(f"目標{sign}", "content")
    for number, title in enumerate(draw(st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=4, unique=True)), 3):
        key = str(number)
        nodes.append(Node(key=key, level=0, number=key, title=title))
        for kind in draw(st.lists(st.sampled_from(["status-quo", "issues", "direction", "outline"]), unique=True)):
            write(key, kind)
        items = CIRCLED[: draw(st.integers(0, 3))]
        for mark in items:
            nodes.append(Node(key=f"{key}-{mark}", parent=key, level=1, number=mark, title=draw(words)))
            if draw(st.booleans()):
                write(f"{key}-{mark}", "content")
            for order in range(1, 1 + draw(st.integers(0, 2))):
                write(f"{key}-{mark}", "paragraph", heading=draw(words), order=order)
        if items and draw(st.booleans()):
            write(key, "content", heading=draw(words) + "の活用")
        count = draw(st.integers(0, 3))
        for order, mark in enumerate(CIRCLED[:count], 1):
            unit = draw(st.sampled_from(UNITS))
            one = f"{key}-{mark}"
            baseline = draw(baselines)
            indicators.append(
                Indicator(
                    key=one,
                    name=draw(words) + "数",
                    unit=unit,
                    baseline=Baseline(year=first - 1, **_parts(baseline)) if baseline is not None else None,
                )
            )
            placements.append(
                Placement(indicator=one, node=one if mark in items else key, code=mark, role="main", order=order)
            )
            for year in range(first, last + 1):
                goals.append(Target(indicator=one, year=year, **_parts(draw(targets))))
            results.append(Actual(indicator=one, year=first, **_parts(draw(actuals))))
        if count and draw(st.booleans()):
            notes.append(Note(mark="※", text=draw(words), at=(f"node/{key}",)))
        if draw(st.booleans()):
            write(key, "verification", heading="外部評価委員会", year=first)
        if draw(st.booleans()):
            write(key, "improvement", year=first)
        if draw(st.booleans()):
            judgements.append(
                Judgement(
                    node=key,
                    year=first,
                    kind="overall",
                    value=draw(st.sampled_from(["A", "順調", "概ね達成"])),
                    stage=draw(st.sampled_from(["stated", "draft"])),
                )
            )
        if items and draw(st.booleans()):
            amount = Measured(amount=Decimal(draw(st.integers(1, 90000))), approximate=draw(st.booleans()), unit="人")
            events.append(
                Event(
                    node=f"{key}-①",
                    name=draw(words),
                    kind=draw(st.sampled_from([None, "B to B", "B to C"])),
                    outline=draw(words),
                    days=Measured(amount=Decimal(2)),
                    visitors=amount,
                )
            )
    organizations = [
        Organization(
            key="center",
            name="みなと商工会議所",
            kind="chamber-of-commerce",
            role="lead",
            corporate_number="3013105001132",
            divisions=(
                Division(name=draw(words), postal_code="980-0001", address="みなと市1-2", telephone="022-000-0001"),
            ),
        )
    ]
    budgets: list[Budget] = []
    if draw(st.booleans()):
        nodes.append(Node(key="別表3", level=0, number="別表3", title="資金の額及び調達方法"))
        for item, total in (("必要な資金の額", True), (draw(words) + "費", False)):
            budgets += [
                Budget(
                    node="別表3",
                    item=item,
                    year=year,
                    stage="estimate",
                    unit="千円",
                    total=total,
                    amount=Decimal(draw(st.integers(0, 999999))),
                )
                for year in range(first, last + 1)
            ]
        write("別表3", "funding")
    if draw(st.booleans()):
        organizations.append(
            Organization(
                key="bank",
                name="みなと信用金庫",
                kind="bank",
                role="partner",
                representative="理事長 山田",
                address="みなと市 3",
            )
        )
        nodes.append(Node(key="別表4", level=0, number="別表4", title="連携に関する事項"))
        write("別表4", "content", heading="連携して実施する事業の内容")
    return PlanDocument(
        title="経営発達支援計画",
        kind="support-plan",
        organizations=tuple(organizations),
        first_year=first,
        last_year=last,
        nodes=tuple(nodes),
        indicators=tuple(indicators),
        placements=tuple(placements),
        targets=tuple(goals),
        actuals=tuple(results),
        judgements=tuple(judgements),
        texts=tuple(texts),
        notes=tuple(notes),
        budgets=tuple(budgets),
        events=tuple(events),
        tables=tuple(tables),
    )
