"""Every change reads as Japanese, with both sides; no code word of the plan document reaches a person."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from banso.domain.diff import Change, diff
from banso.domain.difference_words import described, overview, sentence
from banso.domain.document import (
    Actual,
    Baseline,
    Indicator,
    Node,
    PlanDocument,
    Scope,
    Text,
)
from banso.domain.item import Item
from banso.domain.rule_set import Rounding
from tests.domain.plans import plans
from tests.domain.worded_plan import PLAN


def changed(name: str, position: int, values: dict[str, Any]) -> str:
    items = getattr(PLAN, name)
    new = replace(PLAN, **{name: (*items[:position], replace(items[position], **values), *items[position + 1 :])})
    (change,) = diff(PLAN, new).changes
    return sentence(change, PLAN, new)


@pytest.mark.parametrize(
    ("name", "position", "values", "told"),
    [
        (
            "actuals",
            0,
            {"state": None, "amount": Decimal(4900), "provisional": True},
            "「2-③ 相談体制」の2023年度 実績（相談件数）を「未入力」から「4,900件 (暫定)」に変更しました。",
        ),
        (
            "actuals",
            1,
            {"amount": Decimal(2401)},
            "「2-③ 相談体制」の2023年度 上半期の実績（相談件数）を「2,400件」から「2,401件」に変更しました。",
        ),
        (
            "targets",
            1,
            {"comparator": "<="},
            "「2-③ 相談体制」の最終目標（相談件数）の目標の条件を「以下」（変更前は空欄）に変更しました。",
        ),
        (
            "targets",
            2,
            {"amount": None, "state": "not-set"},
            "指標「満足度・来場者」の2023年度 目標を「80%」から「設定なし」に変更しました。",
        ),
        (
            "texts",
            0,
            {"text": "人手と\n資金"},
            "「2-③ 相談体制」の2023年度 課題等を「人手が足りない」から「人手と 資金」に変更しました。",
        ),
        (
            "nodes",
            1,
            {"owner": None, "title": "相談"},
            "施策「2-③ 相談体制」の名称を「相談体制」から「相談」に、担当を空欄（変更前は「商工課」）に変更しました。",
        ),
        ("nodes", 2, {"owner": "課"}, "施策「④ 専門家」の担当を「課」（変更前は空欄）に変更しました。"),
        (
            "indicators",
            0,
            {"baseline": Baseline(state="none")},
            "指標「2-3 相談件数」の当初値を「4,755（2022年度）」から「—」に変更しました。",
        ),
        ("levels", 0, {"name": "柱"}, "第1階層「方針」の名称を「方針」から「柱」に変更しました。"),
        (
            "judgements",
            0,
            {"stage": "confirmed"},
            "「2-③ 相談体制」の2023年度 総合評価の評価の確定状況を「案」から「確定」に変更しました。",
        ),
        (
            "placements",
            0,
            {"reprise": True},
            "「2-③ 相談体制」に載る指標「2-3 相談件数」の再掲を「なし」から「あり」に変更しました。",
        ),
        (
            "budgets",
            0,
            {"amount": Decimal(2600)},
            "「2-③ 相談体制」の2024年度 当初予算（事業費）を「2,500千円」から「2,600千円」に変更しました。",
        ),
        (
            "rule_sets",
            0,
            {"rounding": Rounding(mode="half-up")},
            "評価の決まり（2023年度から）の端数の扱いを「整数に切捨て・評価は丸める前の値で比べる」から「整数に四捨五入・評価は丸める前の値で比べる」に変更しました。",
        ),
        ("tables", 0, {"rows": (("市", "1"), ("町", "3"))}, "表「事業所」の行を「町、2」から「町、3」に変更しました。"),
        (
            "roadmap",
            0,
            {"last_year": 2026},
            "「2-③ 相談体制」のシートの行「窓口」のロードマップ1段目の終了年度を「2025年度」から「2026年度」に変更しました。",
        ),
        (
            "notes",
            0,
            {"at": ("target/2-3/2023",)},
            "注「*」の付いている所を「「2-③ 相談体制」の2023年度 目標（相談件数）」（変更前は空欄）に変更しました。",
        ),
    ],
)
def test_a_change_reads_as_a_sentence(name: str, position: int, values: dict[str, Any], told: str) -> None:
    assert changed(name, position, values) == told


@pytest.mark.parametrize(
    ("name", "item", "told"),
    [
        (
            "actuals",
            Actual(indicator="2-3", year=2024, amount=Decimal(12), origin="counted"),
            "「2-③ 相談体制」の2024年度 実績（相談件数）に「12件（値の出どころ：記録から集計）」を入れました。",
        ),
        (
            "texts",
            Text(node="2", year=2024, kind="review", text="良い"),
            "「2 経営」の2024年度 評価・振り返りに「良い」を入れました。",
        ),
        ("nodes", Node(key="3", level=0, number="3", title="人材"), "方針「3 人材」を追加しました。"),
        (
            "nodes",
            Node(key="2-⑤", parent="2", level=1, number="⑤", title="後継", owner="課"),
            "施策「2-⑤ 後継」を追加しました（内訳：上位の項目：「2 経営」、担当：課）。",
        ),
        (
            "indicators",
            Indicator(key="5", code="5-1", name="件数", unit="件", direction="lower"),
            "指標「5-1 件数」を追加しました（内訳：単位：件、望ましい向き：低いほど良い）。",
        ),
    ],
)
def test_what_is_added_or_removed_is_told_with_its_content(name: str, item: Item, told: str) -> None:
    new = replace(PLAN, **{name: (*getattr(PLAN, name), item)})
    (change,) = diff(PLAN, new).changes
    assert sentence(change, PLAN, new) == told
    removed = sentence(change.reversed(), new, PLAN)
    assert removed.startswith(told.partition("に「")[0].partition("を追加")[0])
    assert "を削除しました" in removed


def test_rows_of_a_table_of_changes_show_both_sides_of_each_field() -> None:
    new = replace(
        PLAN,
        title="新計画",
        nodes=(PLAN.nodes[0], replace(PLAN.nodes[1], owner="産業課", text="詳しく"), PLAN.nodes[2]),
        actuals=(replace(PLAN.actuals[0], state=None, amount=Decimal(1)), PLAN.actuals[1]),
        roadmap=(),
    )
    rows = described(diff(PLAN, new), PLAN)
    assert [(row.kind, row.place, row.field, row.before, row.after, row.address) for row in rows] == [
        ("変更", "計画", "計画名", "振興計画", "新計画", "plan/title"),
        ("変更", "施策「2-③ 相談体制」", "本文", "", "詳しく", "node/2-③/text"),
        ("変更", "施策「2-③ 相談体制」", "担当", "商工課", "産業課", "node/2-③/owner"),
        (
            "削除",
            "「2-③ 相談体制」のシートの行「窓口」のロードマップ1段目",
            "全体",
            "実施（2023年度～2025年度）",
            "",
            "roadmap/2-③~1/1",
        ),
        ("変更", "「2-③ 相談体制」の2023年度 実績（相談件数）", "値", "未入力", "1件", "actual/2-3/2023/amount"),
    ]
    assert overview(diff(PLAN, new)) == "計画1件を変更、項目1件を変更、ロードマップ1件を削除、実績1件を変更"


def test_a_new_order_is_told_by_what_moved() -> None:
    new = replace(PLAN, nodes=(PLAN.nodes[0], PLAN.nodes[2], PLAN.nodes[1]))
    (row,) = described(diff(PLAN, new), PLAN)
    assert (row.place, row.field) == ("項目", "並び順")
    assert row.before == "施策「2-③ 相談体制」、施策「④ 専門家」"
    assert row.after == "施策「④ 専門家」、施策「2-③ 相談体制」"


def test_a_change_of_a_fact_edited_since_is_still_told() -> None:
    """Messages about conflicts and undo speak of changes that no longer fit the plan."""
    change = Change(list="actuals", address="actual/2-3/2023", fields={"amount": (Decimal(1), Decimal(2))})
    assert sentence(change, PLAN) == "「2-③ 相談体制」の2023年度 実績（相談件数）を「1」から「2」に変更しました。"
    gone = Change(list="texts", address="text/9-9/2023/issues", fields={"text": ("前", "後")})
    assert sentence(gone, PLAN) == "「9-9」の2023年度 課題等を「前」から「後」に変更しました。"


def test_the_scope_of_papers_is_told_too() -> None:
    new = replace(PLAN, scope=(Scope(form="progress-sheet", year=2023, nodes=("2-③",)),))
    (row,) = described(diff(PLAN, new), PLAN)
    assert (row.place, row.field, row.before) == ("計画", "資料の範囲", "")
    assert row.after == "進捗管理シート 2023年度「2-③ 相談体制」"


@given(plans(), plans())
@settings(max_examples=25, deadline=None)
def test_every_difference_has_a_row_for_each_changed_fact(old: PlanDocument, new: PlanDocument) -> None:
    difference = diff(old, new)
    rows = described(difference, old)
    assert len(rows) >= len(difference.changes)
    assert bool(rows) == bool(difference)
    of_changes = {change.address.split("/")[0] for change in difference.changes}
    assert {row.address.split("/")[0] for row in rows} <= of_changes | {"plan"}


def test_the_plans_own_facts_are_not_named_twice() -> None:
    change = Change(list="plan", address="plan", fields={"last_year": (2025, 2026)})
    assert sentence(change, PlanDocument(last_year=2025)).startswith("計画の終了年度を「")
