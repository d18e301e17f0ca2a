"""One plan from a list and its sheets, on a town of our own making: other names, three levels, other years."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from banso.domain.document import (
    Actual,
    Baseline,
    Group,
    Indicator,
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
from banso.domain.finding import Doubt, Place
from banso.domain.match import match
from banso.domain.merge import Paper, merge
from banso.domain.rule_set import Band, Rounding, RuleSet, ScaleStep

LIST = PlanDocument(
    scope=(Scope(form="action-list", covers=("nodes", "roadmap", "placements")),),
    first_year=2021,
    last_year=2024,
    levels=(
        Level(name="体系分類1", numbering="1"),
        Level(name="体系分類2", numbering="(1)"),
        Level(name="取組", numbering="ア"),
    ),
    nodes=(
        Node(key="1", level=0, number="1", title="港町のにぎわいづくり"),
        Node(key="1-(1)", parent="1", level=1, number="(1)", title="朝市の再生"),
        Node(key="1-(1)-ア", parent="1-(1)", level=2, number="ア", title="朝市の出店者募集", text="出店者を募ります。"),
        Node(key="1-(1)-イ", parent="1-(1)", level=2, number="イ", title="朝市の広報", text="広報します。"),
        Node(key="1-(1)-ウ", parent="1-(1)", level=2, number="ウ", title="漁協との定例会"),
    ),
    roadmap=(
        RoadmapStep(node="1-(1)-ア", line=1, text="募集", first_year=2021, last_year=2024, span="assumed"),
        RoadmapStep(node="1-(1)-イ", line=1, text="広報の強化", first_year=2021, last_year=2024, span="assumed"),
    ),
    indicators=(
        Indicator(key="1-1", code="1-1", name="朝市、夕市の年間来場者数", unit="人"),
        Indicator(
            key="1-2", code="1-2", name="新規出店者数", unit="者", baseline=Baseline(amount=Decimal(3), year=2020)
        ),
        Indicator(key="1-3", code="1-3", name="補助金利用数", qualifier="設備", unit="件"),
        Indicator(key="1-4", code="1-4", name="補助金利用数", qualifier="広告", unit="件"),
    ),
    placements=(Placement(indicator="1-1", node="1-(1)-イ", code="1-1", role="main"),),
)
SHEET = PlanDocument(
    scope=(Scope(form="progress-sheet", year=2021, nodes=("1-(1)",), covers=("groups", "targets", "actuals")),),
    title="港町振興計画",
    first_year=2021,
    last_year=2024,
    levels=(Level(name="柱", numbering="1"), Level(name="施策", numbering="(1)")),
    nodes=(
        Node(key="1", level=0, number="1", title="港町のにぎわいづくり"),
        Node(key="1-(1)", parent="1", level=1, number="(1)", title="朝市の再生と発展"),
    ),
    groups=(
        Group(key="1-(1)~1", node="1-(1)", title="朝市の出店者募集及び広報"),
        Group(key="1-(1)~2", node="1-(1)", title="給食への提供"),
    ),
    roadmap=(RoadmapStep(group="1-(1)~1", line=1, text="募集と広報", first_year=2021, last_year=2024, span="stated"),),
    indicators=(
        Indicator(key="朝市の年間来場者数", name="朝市の年間来場者数", unit="人"),
        Indicator(key="新規出店者数", name="新規出店者数", unit="者", baseline=Baseline(amount=Decimal(4), year=2020)),
        Indicator(key="補助金利用数（広告）", name="補助金利用数", qualifier="広告", unit="件"),
    ),
    placements=(
        Placement(indicator="朝市の年間来場者数", node="1-(1)", role="listed", order=1),
        Placement(indicator="新規出店者数", node="1-(1)", role="listed", order=2),
    ),
    targets=(Target(indicator="新規出店者数", year=2021, amount=Decimal(5)),),
    actuals=(Actual(indicator="新規出店者数", year=2021, state="not-entered"),),
    texts=(Text(indicator="新規出店者数", year=2021, kind="review", text="好調"),),
    notes=(Note(mark="*", text="延べ人数", at=("indicator/朝市の年間来場者数",)),),
)
DOUBT = Doubt(
    code="x", severity="hint", where=Place(file="シート.txt", address="target/新規出店者数/2021"), message="例"
)


def test_a_sheet_without_codes_gets_the_codes_of_the_list() -> None:
    matched = match(SHEET, LIST)
    assert matched.keys.indicators == {
        "朝市の年間来場者数": "1-1",
        "新規出店者数": "1-2",
        "補助金利用数（広告）": "1-4",
    }
    assert matched.document.targets[0].indicator == "1-2"
    assert matched.document.texts[0].indicator == "1-2"
    assert matched.document.notes[0].at == ("indicator/1-1",)
    assert [placement.indicator for placement in matched.document.placements] == ["1-1", "1-2"]
    assert matched.doubts == ()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_papers_make_one_plan_whatever_their_order(order: tuple[int, int]) -> None:
    papers = [Paper(LIST, "一覧.txt"), Paper(SHEET, "シート.txt", (DOUBT,))]
    plan, doubts = merge([papers[position] for position in order])
    assert plan.title == "港町振興計画"
    assert [level.name for level in plan.levels] == ["柱", "施策", "取組"]
    assert [indicator.key for indicator in plan.indicators] == ["1-1", "1-2", "1-3", "1-4"]
    assert [(group.members, group.match) for group in plan.groups] == [
        (("1-(1)-ア", "1-(1)-イ"), "proposed"),
        ((), None),
    ]
    assert {(doubt.code, doubt.where.address) for doubt in doubts} == {
        ("x", "target/1-2/2021"),
        ("contradiction-name", "node/1-(1)/title"),
        ("contradiction-name", "indicator/1-1/name"),
        ("contradiction-value", "indicator/1-2/baseline"),
        ("group-unmatched", "group/1-(1)~2"),
    }
    contradiction = next(doubt for doubt in doubts if doubt.code == "contradiction-value")
    assert contradiction.severity == "error"
    assert "一覧.txtでは「3」、シート.txtでは「4」" in contradiction.message
    assert plan.indicators[1].baseline == Baseline(amount=Decimal(4), year=2020)


def test_an_empty_cell_never_takes_a_result_away() -> None:
    filled = replace(SHEET, actuals=(Actual(indicator="新規出店者数", year=2021, amount=Decimal(6)),))
    for papers in ([filled, SHEET], [SHEET, filled]):
        plan, doubts = merge([Paper(paper, f"{number}.xlsx") for number, paper in enumerate(papers)])
        assert plan.actuals == filled.actuals
        assert [doubt for doubt in doubts if doubt.code.startswith("contradiction")] == []


def test_the_paper_of_the_later_year_wins_wherever_it_stands() -> None:
    later = replace(
        SHEET,
        scope=(replace(SHEET.scope[0], year=2022),),
        indicators=(replace(SHEET.indicators[1], baseline=Baseline(amount=Decimal(7), year=2020)),),
    )
    for papers in ([SHEET, later], [later, SHEET]):
        plan, _ = merge([Paper(paper, "x") for paper in papers])
        assert next(i for i in plan.indicators if i.key == "新規出店者数").baseline == Baseline(
            amount=Decimal(7), year=2020
        )


def test_an_inserted_row_shifts_no_other_row() -> None:
    plan = replace(SHEET, groups=(*SHEET.groups,))
    returned = replace(
        SHEET,
        groups=(
            Group(key="1-(1)~1", node="1-(1)", title="新しい行の追加"),
            Group(key="1-(1)~2", node="1-(1)", title="朝市の出店者募集及び広報"),
            Group(key="1-(1)~3", node="1-(1)", title="給食への提供"),
        ),
        roadmap=(),
    )
    assert match(returned, plan).keys.groups == {"1-(1)~1": "1-(1)~3", "1-(1)~2": "1-(1)~1", "1-(1)~3": "1-(1)~2"}


RULES = RuleSet(
    key="town",
    from_year=2021,
    source="要綱",
    level=1,
    rounding=Rounding(mode="half-up"),
    bands=(Band(grade="A", from_=Decimal(100)), Band(grade="B")),
    scale=(ScaleStep(step=2, label="順調", picture="◎"), ScaleStep(step=1, label="遅れ", picture="△")),
    legend="100%以上=A、100%未満=B",
)


def printed_rules(year: int, **values: object) -> RuleSet:
    """The rule set as a reader makes it from the legends of a sheet."""
    printed = RuleSet(key=f"legend-{year}", from_year=year, source="紙", level=1, bands=RULES.bands, scale=RULES.scale)
    return replace(printed, legend=RULES.legend, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "printed", "keys", "codes"),
    [
        ("the legend of the year", printed_rules(2021), ["town"], []),
        ("the same legend a year later", printed_rules(2022), ["town"], []),
        (
            "another legend from a later year",
            printed_rules(2022, bands=(Band(grade="○", from_=Decimal(90)), Band(grade="×"))),
            ["town", "legend-2022"],
            [],
        ),
        (
            "another picture in the same year",
            printed_rules(2021, scale=(ScaleStep(step=2, label="順調", picture="★"), ScaleStep(step=1, label="遅れ"))),
            ["town"],
            ["contradiction"],
        ),
    ],
)
def test_a_printed_legend_repeats_changes_or_contradicts_the_rules(
    what: str, printed: RuleSet, keys: list[str], codes: list[str]
) -> None:
    plan = replace(LIST, rule_sets=(RULES,))
    year = printed.from_year or 0
    sheet = replace(SHEET, scope=(replace(SHEET.scope[0], year=year),), rule_sets=(printed,))
    merged, doubts = merge([Paper(plan, "計画.json"), Paper(sheet, "シート.xlsx")])
    assert [rule_set.key for rule_set in merged.rule_sets] == keys, what
    assert merged.rule_sets[0].rounding == RULES.rounding
    assert [doubt.code for doubt in doubts if (doubt.where.address or "").startswith("rule-set/")] == codes


def test_a_year_that_the_plan_already_states_is_no_doubt_again() -> None:
    assumed = replace(DOUBT, code="baseline-year-assumed")
    _, doubts = merge([Paper(LIST, "計画.json"), Paper(SHEET, "シート.xlsx", (assumed,))])
    assert "baseline-year-assumed" not in {doubt.code for doubt in doubts}


def test_papers_that_print_different_columns_do_not_contradict_each_other() -> None:
    listed = PlanDocument(nodes=(Node(key="1", level=0, terms={"SDGsターゲット": ("8.1",), "次年度": ("継続",)}),))
    sheet = PlanDocument(nodes=(Node(key="1", level=0, terms={"法定／自主": ("自主",), "次年度": ("終了",)}),))
    united, doubts = merge([Paper(listed, "list.txt"), Paper(sheet, "sheet.txt")])
    assert united.nodes[0].terms == {"SDGsターゲット": ("8.1",), "法定／自主": ("自主",), "次年度": ("終了",)}
    assert [doubt.code for doubt in doubts] == ["contradiction"]
    assert "list.txtでは「継続」、sheet.txtでは「終了」" in doubts[0].message
