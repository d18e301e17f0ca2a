"""What Banso prints on a sheet: marks, brackets, rates and grades are computed, everything else is as stated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

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
    Target,
    Text,
)
from banso.domain.evaluation import evaluate
from banso.domain.rule_set import Band, RuleSet, ScaleStep
from banso.sheets.progress_sheet.build import sheets_of, view
from banso.sheets.progress_sheet.value import ProgressSheet

PLAN = PlanDocument(
    title="商工業振興計画",
    first_year=2023,
    last_year=2027,
    levels=(Level(name="方針", numbering="1"), Level(name="施策", numbering="①"), Level(name="取組", numbering="a")),
    nodes=(
        Node(key="1", level=0, number="1", title="創業"),
        Node(key="1-①", parent="1", level=1, number="①", title="発掘"),
        Node(key="1-①-a", parent="1-①", level=2, number="a", title="創業塾"),
        Node(key="1-①-b", parent="1-①", level=2, number="b", reprise_of="1-①-a", inherits=("title",)),
        Node(key="2", level=0, number="2", title="経営"),
        Node(key="2-⑩", parent="2", level=1, number="⑩", title="資金"),
        Node(key="2-②", parent="2", level=1, number="②", title="相談"),
    ),
    roadmap=(RoadmapStep(node="1-①-a", line=1, text="実施", first_year=2022, last_year=2025, span="assumed"),),
    indicators=(
        Indicator(
            key="1-1",
            code="1-1",
            name="参加人数",
            unit="人",
            accumulation="cumulative-with-baseline",
            baseline=Baseline(amount=Decimal(10), year=2022),
        ),
        Indicator(key="2-1", code="2-1", name="率", unit="%", baseline=Baseline(amount=Decimal("38.7"), year=2020)),
        Indicator(key="2-2", code="2-2", name="場の数", unit="件", baseline=Baseline(state="none", year=2022)),
    ),
    placements=(
        Placement(indicator="1-1", node="1-①", role="listed", order=1),
        Placement(indicator="2-1", node="2-②", role="listed", order=2),
        Placement(indicator="1-1", node="2-②", role="listed", order=1),
        Placement(indicator="2-2", node="2-②", role="listed", order=3, reprise=True),
        Placement(indicator="2-2", node="2-⑩", role="listed", order=1),
    ),
    targets=(
        Target(indicator="1-1", year=2023, amount=Decimal(15), cumulative=Decimal(99)),
        Target(indicator="2-1", year=2023, amount=Decimal(50), comparator=">="),
        Target(indicator="2-2", year=2023, amount=Decimal(0)),
    ),
    actuals=(
        Actual(indicator="1-1", year=2023, amount=Decimal(11)),
        Actual(indicator="2-1", year=2023, amount=Decimal("58.7"), reference_year=2021),
        Actual(indicator="2-2", year=2023, amount=Decimal(2)),
    ),
    rule_sets=(
        RuleSet(
            key="r",
            from_year=2023,
            level=1,
            bands=(Band(grade="A", from_=Decimal(100)), Band(grade="B", from_=Decimal(80)), Band(grade="C")),
            scale=(ScaleStep(step=2, label="よい", picture="★★"), ScaleStep(step=1, label="わるい", picture="★")),
        ),
    ),
)


def sheet_of(key: str, document: PlanDocument = PLAN, **changes: Any) -> ProgressSheet:
    document = replace(document, **changes)
    return next(sheet for sheet in sheets_of(document, evaluate(document)) if sheet.node == key)


def test_the_sheets_come_in_natural_order_for_the_year_with_results() -> None:
    sheets = sheets_of(PLAN, evaluate(PLAN))
    assert [(sheet.node, sheet.year) for sheet in sheets] == [("1-①", 2023), ("2-②", 2023), ("2-⑩", 2023)]
    assert [sheet.node for sheet in sheets_of(PLAN, evaluate(PLAN), nodes=("2",))] == ["2-②", "2-⑩"]
    assert [sheet.node for sheet in sheets_of(PLAN, evaluate(PLAN), nodes=("2-②",))] == ["2-②"]
    assert {sheet.year for sheet in sheets_of(PLAN, evaluate(PLAN), year=2025)} == {2025}


@pytest.mark.parametrize(
    ("node", "row", "printed"),
    [
        ("1-①", 0, ("参加人数 (人)", "10", "15 (25)", "11", "73%", "84%", "C")),
        ("2-②", 0, ("【再掲】 参加人数 (人)", "10", "15 (25)", "11", "73%", "84%", "C")),
        ("2-②", 1, ("率 (%)", "38.7 (2020年度)", "50以上", "58.7 (2021年度)", "117%", "", "A")),
        ("2-②", 2, ("場の数 (件)", "—", "0", "2", "—", "", "")),
    ],
)
def test_marks_brackets_rates_and_grades_are_computed(node: str, row: int, printed: tuple[str, ...]) -> None:
    found = sheet_of(node).indicators[row]
    assert (
        found.name,
        found.baseline,
        found.target,
        found.actual,
        found.rate,
        found.cumulative_rate,
        found.grade,
    ) == printed


def test_without_a_home_the_stated_mark_is_printed() -> None:
    nameless = replace(PLAN.indicators[2], code=None)
    sheet = sheet_of("2-②", indicators=(*PLAN.indicators[:2], nameless))
    assert sheet.indicators[2].name == "【再掲】 場の数 (件)"


def test_a_grade_that_nothing_can_compute_is_printed_as_stated() -> None:
    stated = Judgement(indicator="1-1", year=2023, kind="grade", value="Ａ", stage="stated")
    assert sheet_of("1-①", rule_sets=(), judgements=(stated,)).indicators[0].grade == "Ａ"
    assert sheet_of("1-①", judgements=(stated,)).indicators[0].grade == "C"


def test_rows_are_the_actions_where_the_plan_has_no_groups() -> None:
    sheet = sheet_of("1-①")
    assert [(row.key, row.title) for row in sheet.rows] == [("1-①-a", "創業塾"), ("1-①-b", "創業塾（再掲）")]
    assert [(bar.text, bar.first_year, bar.last_year) for line in sheet.rows[0].lines for bar in line] == [
        ("実施", 2023, 2025)
    ]
    seen = view(PLAN, 2023, ("1-①",))
    assert [(node.key, node.title) for node in seen.nodes][2:] == [("1-①-a", "創業塾"), ("1-①-b", None)]
    assert seen.scope[0].covers == ("roadmap", "targets", "actuals", "judgements", "texts")


def test_rows_are_the_groups_and_lines_keep_their_numbers() -> None:
    steps = (
        RoadmapStep(group="1-①~1", line=1, text="調査", first_year=2023, last_year=2024, span="stated"),
        RoadmapStep(group="1-①~1", line=3, text="実施", first_year=2024, last_year=2027, span="stated"),
        RoadmapStep(group="1-①~1", line=1, text="重なる", first_year=2024, last_year=2024, span="stated"),
    )
    sheet = sheet_of("1-①", groups=(Group(key="1-①~1", node="1-①", title="創業の支援"),), roadmap=steps)
    (row,) = sheet.rows
    assert [[bar.text for bar in line] for line in row.lines] == [["調査"], [], ["実施"], ["重なる"]]


@pytest.mark.parametrize(
    ("stage", "label", "picture"),
    [("draft", "総合評価 (案)", "★★"), ("confirmed", "総合評価", "★★"), (None, "総合評価 (案)", "")],
)
def test_the_overall_rating_is_a_picture_of_its_step(stage: Any, label: str, picture: str) -> None:
    judgements = (Judgement(node="1-①", year=2023, kind="overall", step=2, stage=stage),) if stage else ()
    sheet = sheet_of("1-①", judgements=judgements)
    assert (sheet.overall_label, sheet.overall) == (label, picture)
    assert sheet.legend == "指標評価：100%以上=A、80%以上=B、80%未満=C"
    assert sheet.scale_legend == "総合評価：よい=★★、わるい=★"


def test_two_notes_with_one_mark_on_one_sheet_are_numbered() -> None:
    notes = (
        Note(mark="*", text="調査の定義", at=("indicator/2-1",)),
        Note(mark="*", text="別の計画の指標", at=("indicator/2-2",)),
    )
    sheet = sheet_of("2-②", notes=notes)
    assert [row.name for row in sheet.indicators[1:]] == ["率*1 (%)", "場の数*2 (件)"]
    assert sheet.notes == ("*1調査の定義", "*2別の計画の指標")
    assert sheet_of("2-②", notes=notes[:1]).indicators[1].name == "率* (%)"


def test_heads_and_texts_stand_with_their_addresses() -> None:
    texts = (
        Text(node="1", kind="direction", text="創業を増やす"),
        Text(node="1-①", year=2023, kind="achievements", text="3回開いた。"),
        Text(node="1-①", year=2023, kind="paragraph", heading="作成日", text="令和6年5月1日"),
        Text(node="1-①", year=2023, kind="remarks", text="速報"),
    )
    sheet = sheet_of("1-①", texts=texts)
    assert sheet.heads == (
        ("方針", "(1) 創業", "node/1"),
        ("方向性", "創業を増やす", "text/1/-/direction"),
        ("推進する施策", "①発掘", "node/1-①"),
    )
    assert (sheet.title, sheet.created) == ("《商工業振興計画・進捗管理シート》", "令和6年5月1日")
    assert (sheet.achievements, sheet.issues, sheet.remarks) == ("3回開いた。", "", ("備考：速報",))
    assert sheet.document == view(replace(PLAN, texts=texts), 2023, ("1-①",))
