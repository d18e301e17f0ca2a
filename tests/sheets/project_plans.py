"""Plans of any body with projects, for the laws of the project sheets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from hypothesis import strategies as st

from banso.domain.document import Budget, Decision, Indicator, Level, Link, Node, Placement, PlanDocument, Target, Text
from banso.domain.money_items import Stage

YEAR = 2024
TREES: tuple[tuple[str, ...], ...] = (
    ("政策目標", "政策", "政策分野", "施策", "事務事業"),
    ("基本目標", "基本施策", "事務事業"),
    ("施策", "事業"),
    ("柱", "取組"),
    ("事務事業",),
)
_WORDS = (
    "商店街 にぎわい づくり 補助金 研修 伝統工芸 販路 窓口 相談 商談会 まつり (第2期) 2024 ＤＸ A&B 「市の日」 <若手>"
)
WORDS = st.sampled_from(_WORDS.split(" "))
TITLES = (
    st.lists(WORDS, min_size=1, max_size=4)
    .map(lambda words: "の".join(words))
    .filter(lambda text: not text[0].isdigit())
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: "・" + "を、".join(words) + "した。")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=3).map("\n".join)
AMOUNTS = st.one_of(
    st.integers(0, 10**7).map(Decimal),
    st.sampled_from([Decimal("-500"), Decimal("2000"), Decimal("2024"), Decimal("0.5"), Decimal("1234.25")]),
)
ITEMS = (
    "事業費",
    "うち預託金",
    "国庫支出金",
    "県支出金",
    "地方債",
    "その他",
    "一般財源",
    "従事人員",
    "概算人件費",
    "旅費",
)
COLUMNS: tuple[tuple[int, Stage], ...] = ((2023, "settlement"), (2024, "budget"), (2024, "revised"), (2025, "estimate"))


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """A plan whose projects state any part of what the sheets have a place for."""
    names = draw(st.sampled_from(TREES))
    bare = draw(st.booleans())
    nodes: list[Node] = []
    parents: list[str | None] = [None]
    for level, name in enumerate(names[:-1]):
        below: list[str | None] = []
        for parent in parents:
            for _ in range(1 if level < len(names) - 2 else draw(st.integers(1, 2))):
                sign = sum(node.level == level for node in nodes) + 1
                number = str(sign) if bare else f"{name}{sign}"
                key = f"{name}{sign}".replace("政策分野", "分野")
                nodes.append(Node(key=key, parent=parent, level=level, number=number, title=draw(TITLES)))
                below.append(key)
        parents = below
    names_of = ("texts", "budgets", "decisions", "indicators", "placements", "targets")
    items: dict[str, list[Any]] = {name: [] for name in names_of}
    for place, above in enumerate(parents):
        for count in range(1, draw(st.integers(1, 3)) + 1):
            key = f"{place + 1}-{count}" if above else str(count)
            nodes.append(draw(_project(key, above, len(names) - 1, str(count), items)))
    return PlanDocument(
        title="試しの計画",
        levels=tuple(Level(name=name) for name in names),
        nodes=tuple(nodes),
        indicators=tuple(items["indicators"]),
        placements=tuple(items["placements"]),
        targets=tuple(items["targets"]),
        texts=tuple(items["texts"]),
        budgets=tuple(items["budgets"]),
        decisions=tuple(items["decisions"]),
    )


@st.composite
def _project(
    draw: st.DrawFn, key: str, parent: str | None, level: int, number: str, items: dict[str, list[Any]]
) -> Node:
    for kind in ("activities", "verification", "issues", "improvement", "achievements"):
        if kind in ("activities", "verification") or draw(st.booleans()):
            items["texts"].append(Text(node=key, year=YEAR, kind=kind, text=draw(TEXTS)))
    if draw(st.booleans()):
        items["texts"].append(Text(node=key, kind="outline", text=draw(TEXTS)))
    if draw(st.booleans()):
        items["texts"].append(Text(node=key, year=2025, kind="remarks", heading="増減理由", text=draw(TEXTS)))
        items["texts"].append(Text(node=key, kind="paragraph", heading="ロジックモデル：産出", text=draw(TEXTS)))
        items["texts"].append(Text(node=key, year=YEAR, kind="paragraph", heading="市民の声", text=draw(TEXTS)))
    for item in draw(st.lists(st.sampled_from(ITEMS), unique=True, max_size=5)):
        unit = "人" if item == "従事人員" else "千円"
        for year, stage in COLUMNS[1:] if draw(st.booleans()) else COLUMNS[2:]:
            budget = Budget(node=key, item=item, year=year, stage=stage, unit=unit, amount=draw(AMOUNTS))
            items["budgets"].append(budget)
    items["decisions"].append(
        Decision(
            node=key, year=YEAR, vocabulary="次年度方針", values=(draw(st.sampled_from(["継続", "拡充", "終了"])),)
        )
    )
    if draw(st.booleans()):
        of: Literal["output", "outcome"] = draw(st.sampled_from(["output", "outcome"]))
        items["indicators"].append(Indicator(key=f"{key}-来場", name=draw(TITLES), unit="人", kind=of))
        items["placements"].append(Placement(indicator=f"{key}-来場", node=key, role="main", order=1))
        items["targets"].append(Target(indicator=f"{key}-来場", year=YEAR, amount=draw(AMOUNTS)))
    terms: dict[str, tuple[str, ...]] = {"法定／自主": (draw(st.sampled_from(["自主", "法定"])),)}
    if draw(st.booleans()):
        terms |= {"SDGsターゲット": ("8.3", "11.4"), "重点事業": ("◎",), "市長公約": ("暮らし",)}
    links = (Link(kind="causes", to=parent, reason="売上が増える"),) if parent and draw(st.booleans()) else ()
    return Node(
        key=key,
        parent=parent,
        level=level,
        number=number,
        title=draw(TITLES),
        owner=draw(st.sampled_from([None, "商工課", "観光商工部・商工課"])),
        partners=draw(st.sampled_from([(), ("農林課", "水産課")])),
        first_year=draw(st.sampled_from([None, 2019])),
        last_year=draw(st.sampled_from([None, 2028])),
        terms=terms,
        links=links,
    )
