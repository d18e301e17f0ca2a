"""Slips and sound plans for the rules on money, goals, periods, references and repeated texts."""

from __future__ import annotations

from typing import Any

NODE = {"key": "1", "level": 0, "number": "1", "title": "商店街の支援"}
YEARS = {"first_year": 2023, "last_year": 2027}
LONG = "商工団体と連携して販路の開拓に取り組む事業者を継続して支援します。"
INDICATOR = {"key": "a", "name": "相談件数", "unit": "件"}


def money(**amounts: str) -> dict[str, Any]:
    """A project with its items of one year."""
    budgets = [
        {
            "node": "1",
            "item": item,
            "year": 2024,
            "stage": "budget",
            "amount": amount,
            "unit": "人" if item == "従事人員" else "千円",
        }
        for item, amount in amounts.items()
    ]
    return {"nodes": [NODE], "budgets": budgets}


def goal(final: str, actual: str, **more: Any) -> dict[str, Any]:
    """An indicator with a path of targets, a final one and a result of the second year."""
    return {
        **YEARS,
        "indicators": [INDICATOR | more],
        "targets": [
            {"indicator": "a", "year": 2023, "amount": "10"},
            {"indicator": "a", "year": 2024, "amount": "11"},
            {"indicator": "a", "final": True, "amount": final},
        ],
        "actuals": [{"indicator": "a", "year": 2024, "amount": actual}],
    }


def upper(last_year: int) -> dict[str, Any]:
    """A plan that names an upper plan with its period."""
    link = {"kind": "related", "external": {"title": "町総合計画", "first_year": 2015, "last_year": last_year}}
    return {**YEARS, "nodes": [NODE | {"links": [link]}]}


def goals_of_strategy(last_year: int | None, **more: Any) -> dict[str, Any]:
    """A plan that uses the goals of a strategy with its period."""
    return {
        **YEARS,
        **more,
        "vocabularies": [
            {"name": "基本目標", "terms": ["基本目標1"], **({"last_year": last_year} if last_year else {})}
        ],
        "nodes": [NODE | {"terms": {"基本目標": ["基本目標1"]}}],
    }


def annex(text: str) -> dict[str, Any]:
    """A support plan with a 別表3 and a chapter that speaks of another."""
    return {
        "levels": [{"name": "章"}, {"name": "事業"}],
        "nodes": [
            NODE | {"text": text},
            {"key": "2", "level": 0, "number": "2", "title": "販路の開拓"},
            {"key": "2-①", "parent": "2", "level": 1, "number": "①", "title": "展示会"},
            {"key": "別表3", "level": 0, "number": "別表3", "title": "資金"},
        ],
    }


def texts(*each: tuple[int | None, str, str]) -> dict[str, Any]:
    """Texts of one measure by year and kind."""
    found = []
    for year, kind, text in each:
        found.append({"node": "1", "kind": kind, "text": text} | ({"year": year} if year is not None else {}))
    return {"nodes": [NODE], "texts": found}


PLAN_SLIPS: list[tuple[str, str, dict[str, Any]]] = [
    ("funds-differ", "budget/1/事業費/2024/budget", money(事業費="1000", 国庫支出金="400", 一般財源="500")),
    ("staff-cost-differs", "budget/1/従事人員/2024/budget", money(従事人員="0.5", 人件費単価="7578", 概算人件費="379")),
    ("deposit-over-cost", "budget/1/事業費/2024/budget", money(事業費="1000", うち預託金="2000")),
    ("target-final-passed", "target/a/final", goal("15", "16")),
    ("target-final-passed", "target/a/final", goal("15", "15")),
    ("target-final-passed", "target/a/final", goal("8", "7", direction="lower")),
    ("indicator-per-parent", "indicator/a/per", {"indicators": [INDICATOR | {"name": "成約件数／者"}]}),
    ("indicator-per-parent", "indicator/a/per", {"indicators": [INDICATOR | {"per": "b"}]}),
    ("upper-plan-expires", "node/1/links", upper(2025)),
    ("upper-plan-past", "node/1/links", upper(2022)),
    ("vocabulary-expires", "vocabulary/基本目標", goals_of_strategy(2024)),
    ("vocabulary-expired", "vocabulary/基本目標", goals_of_strategy(2022)),
    ("annex-missing", "node/1/text", annex("必要な資金は別表5による。")),
    ("section-missing", "node/1/text", annex("支援の手順は第9章に示す。")),
    ("section-missing", "node/1/text", annex("2-③の調査とあわせて行う。")),
    ("link-missing", "node/1/links", {"nodes": [NODE | {"links": [{"kind": "related", "to": "9"}]}]}),
    ("text-as-last-year", "text/1/2024/issues", texts((2023, "issues", LONG), (2024, "issues", LONG))),
    ("text-as-master", "text/1/2024/priority", texts((None, "content", LONG), (2024, "priority", LONG))),
]

PLAN_SOUND: list[tuple[str, dict[str, Any]]] = [
    ("funds-", money(事業費="1000", 国庫支出金="400", 県支出金="100", 一般財源="500")),
    ("funds-", money(事業費="1000", 一般財源="500")),
    ("staff-", money(従事人員="0.05", 人件費単価="7578", 概算人件費="375")),
    ("deposit-", money(事業費="1000", うち預託金="1000")),
    ("target-final-passed", goal("15", "14")),
    ("target-final-passed", goal("10", "12", direction="keep")),
    ("target-final-passed", {**goal("10", "12"), "targets": [{"indicator": "a", "final": True, "amount": "10"}]}),
    ("indicator-per-", {"indicators": [INDICATOR, INDICATOR | {"key": "b", "name": "成約件数／者", "per": "a"}]}),
    ("indicator-per-", {"indicators": [INDICATOR | {"name": "観光消費額／人"}]}),
    ("upper-plan-", upper(2027)),
    ("vocabulary-", goals_of_strategy(2027)),
    ("vocabulary-", goals_of_strategy(None)),
    ("annex-missing", annex("農地法施行令別表第5の面積による。別表1のとおり。")),
    ("section-missing", annex("第2章と2-①による。町総合計画第9章にも示す。")),
    ("text-as-", texts((2023, "issues", "なし"), (2024, "issues", "なし"))),
    ("text-as-", texts((2022, "issues", LONG), (2024, "issues", LONG))),
]
