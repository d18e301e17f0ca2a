"""Every rule of the plan check on a small plan that has the slip, and on one that has not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from banso.domain.check import RULES, SUBJECTS, Rule, check, papers
from banso.domain.document import PlanDocument
from banso.domain.finding import Doubt, Place
from banso.domain.plan_json import load_document
from tests.domain.check.plan_slips import PLAN_SLIPS
from tests.domain.plans import plans

LONG = "商工団体と連携して販路の開拓に取り組む事業者を継続して支援します。"


def node(key: str, **more: Any) -> dict[str, Any]:
    """A node whose parent, level and number follow from its key."""
    path = key.split("-")
    data = {"key": key, "level": len(path) - 1, "number": path[-1], "title": f"取組{key}"}
    return data | ({"parent": "-".join(path[:-1])} if len(path) > 1 else {}) | more


def tree(*leaves: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The leaves and all that they stand under."""
    keys = {
        "-".join(leaf["key"].split("-")[:depth]) for leaf in leaves for depth in range(1, leaf["key"].count("-") + 1)
    }
    return [node(key) for key in sorted(keys)] + [dict(leaf) for leaf in leaves]


def indicator(key: str, target: str | None = "10", **more: Any) -> dict[str, Any]:
    return {"key": key, "name": f"指標{key}", "unit": "件"} | more


def plan(**parts: Any) -> PlanDocument:
    return load_document({"format": "banso-plan/1", **parts})


def found(document: PlanDocument) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.where.address) for finding in check(document)}


def many(count: int = 8, **each: Any) -> list[dict[str, Any]]:
    return [
        node(f"1-①-{'abcdefghijkl'[index]}", title=f"取組{index}", text=f"{index}番の取組です。", **each)
        for index in range(count)
    ]


YEARS = {"first_year": 2023, "last_year": 2027}
TARGET = {"indicator": "1-1", "year": 2023, "amount": "15"}
PLACED = {"indicator": "1-1", "node": "1-①-a", "role": "main"}

SLIPS: list[tuple[str, str, dict[str, Any]]] = [
    ("reprise-missing", "node/1-①-a/reprise_of", {"nodes": tree(node("1-①-a", reprise_of="9-①-a"))}),
    ("reprise-missing", "node/1-①-a/links", {"nodes": tree(node("1-①-a", links=[{"to": "9-①-a", "kind": "related"}]))}),
    (
        "reprise-elsewhere",
        "node/1-①-a/text",
        {
            "nodes": tree(
                node("1-①-a", text=LONG + "（2-①-aで再掲）", links=[{"to": "2-①-a", "kind": "reprise"}]),
                node("2-①-a", text="ほかの取組を進めます。"),
                node("2-①-b", text=LONG + "（1-①-aの再掲）", reprise_of="1-①-a", title="取組1-①-a"),
            )
        },
    ),
    (
        "reprise-elsewhere",
        "node/1-①-a/text",
        {
            "nodes": tree(
                node("1-①-a", text=LONG + "（2-①-aで再掲）", links=[{"to": "2-①-a", "kind": "reprise"}]),
                node("1-①-b", text="ほかの取組を進めます。"),
                node("2-①-a", text="ほかの取組を進めます。（1-①-bの再掲）", reprise_of="1-①-b"),
            )
        },
    ),
    (
        "reprise-elsewhere",
        "node/2-①-a/text",
        {
            "nodes": tree(
                node("1-①-a", text="ほかの取組を進めます。"),
                node("1-①-b", text=LONG),
                node("2-①-a", text=LONG + "（1-①-aの再掲）", reprise_of="1-①-a"),
            )
        },
    ),
    (
        "indicator-reprise",
        "placement/1-①/listed/1-1",
        {
            "nodes": [node(key) for key in ("1", "2", "1-①", "2-①")],
            "indicators": [indicator("1-1", code="1-1")],
            "placements": [
                {"indicator": "1-1", "node": key, "role": "listed", "reprise": True} for key in ("1-①", "2-①")
            ],
        },
    ),
    (
        "reprise-one-sided",
        "node/1-①-a/text",
        {
            "nodes": tree(
                node("1-①-a", text=LONG + "（2-①-aで再掲）", links=[{"to": "2-①-a", "kind": "reprise"}]),
                node("2-①-a", text=LONG),
            )
        },
    ),
    (
        "reprise-one-sided",
        "node/1-①-b/text",
        {
            "nodes": tree(
                node("1-①-a", text="一つ目。（2-①-aで再掲）", links=[{"to": "2-①-a", "kind": "reprise"}]),
                node("1-①-b", text="二つ目。"),
                node("2-①-a", text="一つ目。（1-①-aの再掲）", reprise_of="1-①-a", title="取組1-①-a"),
                node("2-①-b", text="二つ目。（1-①-bの再掲）", reprise_of="1-①-b", title="取組1-①-b"),
            )
        },
    ),
    (
        "reprise-drift",
        "node/2-①-a/title",
        {
            "nodes": tree(
                node("1-①-a", text="一つ目。"), node("2-①-a", text="一つ目。（1-①-aの再掲）", reprise_of="1-①-a")
            )
        },
    ),
    (
        "reprise-terms",
        "node/2-①-a/terms/重点",
        {
            "nodes": tree(
                node("1-①-a", terms={"重点": ["重"]}),
                node("1-①-b", terms={"重点": ["重"]}),
                node("2-①-a", title="取組1-①-a", reprise_of="1-①-a"),
                node("2-①-b", title="取組1-①-b", reprise_of="1-①-b"),
            )
        },
    ),
    ("reprise-unmarked", "node/2-①-a/text", {"nodes": tree(node("1-①-a", text=LONG), node("2-①-a", text=LONG))}),
    ("reprise-without-original", "node/1-①-a/inherits", {"nodes": tree(node("1-①-a", inherits=["remarks"]))}),
    (
        "reprise-chain",
        "node/3-①-a/reprise_of",
        {
            "nodes": tree(
                node("1-①-a"),
                node("2-①-a", title="取組1-①-a", reprise_of="1-①-a"),
                node("3-①-a", title="取組1-①-a", reprise_of="2-①-a"),
            )
        },
    ),
    (
        "reprise-style",
        "node/2-①-c/text",
        {
            "nodes": tree(
                *(node(f"1-①-{letter}") for letter in "abc"),
                node("2-①-a", text="甲。（1-①-aの再掲）", reprise_of="1-①-a"),
                node("2-①-b", text="乙。（1-①-bの再掲）", reprise_of="1-①-b"),
                node("2-①-c", text="丙。（1-1-cの再掲）", reprise_of="1-①-c"),
            )
        },
    ),
    (
        "name-duplicate",
        "node/2-①-a/title",
        {"nodes": tree(node("1-①-a", title="創業支援"), node("2-①-a", title="創業支援"))},
    ),
    (
        "indicator-duplicate",
        "indicator/1-1/name",
        {"indicators": [indicator("1-1", name="創業者数"), indicator("1-2", name="創業者数")]},
    ),
    ("key-duplicate", "node/1", {"nodes": [node("1"), node("1")]}),
    (
        "organization-number",
        "organization/a/corporate_number",
        {"organizations": [{"key": "a", "name": "商工会議所", "corporate_number": "3013105001133"}]},
    ),
    (
        "field-missing",
        "node/1-①-i/terms/区分",
        {"nodes": tree(*many(8, terms={"区分": ["継続"]}), node("1-①-i", text="九番。"))},
    ),
    (
        "title-missing",
        "node/1-①-b/title",
        {"nodes": tree(node("1-①-a", text="甲。"), node("1-①-b", text="乙。", title=None))},
    ),
    (
        "roadmap-missing",
        "node/1-①-h",
        {
            "nodes": tree(*many(8)),
            "roadmap": [
                {
                    "node": f"1-①-{letter}",
                    "line": 1,
                    "text": "実施",
                    "first_year": 2023,
                    "last_year": 2027,
                    "span": "stated",
                }
                for letter in "abcdefg"
            ],
        },
    ),
    (
        "indicator-none",
        "node/1-①-b",
        {"nodes": tree(*many(2)), "indicators": [indicator("1-1")], "placements": [PLACED]},
    ),
    (
        "term-outside",
        "node/1-①-a/terms/区分",
        {
            "nodes": tree(node("1-①-a", terms={"区分": ["継統"]})),
            "vocabularies": [{"name": "区分", "terms": ["継続", "新規"]}],
        },
    ),
    (
        "term-misspelt",
        "node/1-①-i/terms/区分",
        {"nodes": tree(*many(8, terms={"区分": ["継続"]}), node("1-①-i", text="九番。", terms={"区分": ["継統"]}))},
    ),
    ("key-missing", "target/9-9/2023", {"indicators": [indicator("1-1")], "targets": [TARGET | {"indicator": "9-9"}]}),
    (
        "key-missing",
        "group/1-①~1/members",
        {
            "nodes": [node("1"), node("1-①")],
            "groups": [{"key": "1-①~1", "node": "1-①", "title": "行", "members": ["1-①-z"]}],
        },
    ),
    (
        "row-duplicate",
        "group/1-①~2/title",
        {
            "nodes": tree(node("1-①-a")),
            "groups": [{"key": f"1-①~{n}", "node": "1-①", "title": "創業塾"} for n in (1, 2)],
        },
    ),
    (
        "term-rare",
        "node/3-①-a/terms/区分",
        {
            "nodes": tree(
                *(node(f"1-①-{letter}", terms={"区分": ["継続"]}) for letter in "abcdefghijkl"),
                *(node(f"2-①-{letter}", terms={"区分": ["新規"]}) for letter in "abcdefghijkl"),
                node("3-①-a", terms={"区分": ["加"]}),
            )
        },
    ),
    (
        "terms-contradict",
        "node/1-①-a/terms/方針区分",
        {"nodes": tree(node("1-①-a", terms={"前計画との関連": ["継続"], "方針区分": ["新規"]}))},
    ),
    ("indicator-unit", "indicator/1-2/unit", {"indicators": [indicator("1-1"), indicator("1-2", unit=None)]}),
    ("target-none", "indicator/1-2", {"indicators": [indicator("1-1"), indicator("1-2")], "targets": [TARGET]}),
    (
        "target-zero",
        "target/1-1/2023/amount",
        {"indicators": [indicator("1-1")], "targets": [TARGET | {"amount": "0"}]},
    ),
    ("indicator-direction", "indicator/1-1/direction", {"indicators": [indicator("1-1", name="市税の滞納件数")]}),
    (
        "target-share",
        "target/1-1/2023/amount",
        {"indicators": [indicator("1-1", name="若者の割合", unit="％")], "targets": [TARGET | {"amount": "151"}]},
    ),
    (
        "indicator-orphan",
        "indicator/1-2",
        {"nodes": tree(node("1-①-a")), "indicators": [indicator("1-1"), indicator("1-2")], "placements": [PLACED]},
    ),
    (
        "indicator-outside",
        "placement/2-①-a/main/1-1",
        {
            "nodes": tree(*many(8), node("2-①-a")),
            "indicators": [indicator("1-1")],
            "placements": [PLACED | {"node": f"1-①-{letter}", "code": "1-1"} for letter in "abcdefgh"]
            + [PLACED | {"node": "2-①-a", "code": "1-1"}],
        },
    ),
    (
        "indicator-reprise",
        "placement/3-①/listed/1-1",
        {
            "nodes": [node(key) for key in ("1", "2", "3", "1-①", "2-①", "3-①")],
            "indicators": [indicator("1-1", code="1-1")],
            "placements": [
                {"indicator": "1-1", "node": "1-①", "role": "listed"},
                {"indicator": "1-1", "node": "2-①", "role": "listed", "reprise": True},
                {"indicator": "1-1", "node": "3-①", "role": "listed"},
            ],
        },
    ),
    (
        "indicator-uneven",
        "node/1-③",
        {
            "nodes": [node(key) for key in ("1", "1-①", "1-②", "1-③")],
            "indicators": [indicator("1-1"), indicator("1-2")],
            "placements": [
                {"indicator": key, "node": place, "role": "listed"}
                for key, place in (("1-1", "1-①"), ("1-2", "1-①"), ("1-1", "1-②"), ("1-2", "1-②"), ("1-1", "1-③"))
            ],
        },
    ),
    (
        "bracket-wrong",
        "target/1-1/2024/cumulative",
        {
            **YEARS,
            "indicators": [indicator("1-1", baseline={"amount": "10"}, accumulation="cumulative-with-baseline")],
            "targets": [TARGET | {"cumulative": "25"}, TARGET | {"year": 2024, "cumulative": "41"}],
        },
    ),
    (
        "bracket-missing",
        "target/1-4/2023/cumulative",
        {
            **YEARS,
            "indicators": [indicator(f"1-{each}", baseline={"amount": "10"}) for each in range(1, 5)],
            "targets": [
                TARGET | {"indicator": f"1-{each}", "cumulative": None if each == 4 else "25"} for each in range(1, 5)
            ],
        },
    ),
    (
        "flag-wrong",
        "judgement/1-1/2023/flag",
        {
            "indicators": [indicator("1-1")],
            "targets": [TARGET | {"amount": "59"}],
            "actuals": [{"indicator": "1-1", "year": 2023, "amount": "58.7"}],
            "judgements": [{"indicator": "1-1", "year": 2023, "kind": "flag", "value": "達成"}],
        },
    ),
    (
        "grade-wrong",
        "judgement/1-1/2023/grade",
        {
            "indicators": [indicator("1-1")],
            "targets": [TARGET],
            "actuals": [{"indicator": "1-1", "year": 2023, "amount": "11"}],
            "judgements": [{"indicator": "1-1", "year": 2023, "kind": "grade", "value": "A"}],
            "rule_sets": [{"key": "r", "from_year": 2023, "bands": [{"grade": "A", "from": "100"}, {"grade": "C"}]}],
        },
    ),
    (
        "target-below-baseline",
        "target/1-1/2023/amount",
        {"indicators": [indicator("1-1", baseline={"amount": "192"})], "targets": [TARGET | {"amount": "144"}]},
    ),
    (
        "actual-period",
        "actual/1-1/2023/reference_year",
        {
            "indicators": [indicator("1-1")],
            "actuals": [{"indicator": "1-1", "year": 2023, "amount": "1", "reference_year": 2024}],
        },
    ),
    (
        "target-twice",
        "target/1-1/2023",
        {"indicators": [indicator("1-1")], "targets": [TARGET, TARGET | {"amount": "16"}]},
    ),
    (
        "review-contradicts",
        "text/1-1/2025/review",
        {
            "indicators": [indicator("1-1")],
            "judgements": [{"indicator": "1-1", "year": 2025, "kind": "flag", "value": "達成"}],
            "texts": [
                {"indicator": "1-1", "year": 2025, "kind": "review", "text": "次年度は目標値の達成に向けて行動する。"}
            ],
        },
    ),
    (
        "review-missing",
        "text/1-1/2025/review",
        {
            "indicators": [indicator(f"1-{number}") for number in (1, 2, 3)],
            "judgements": [
                {"indicator": f"1-{number}", "year": 2025, "kind": "flag", "value": "達成"} for number in (1, 2, 3)
            ],
            "texts": [
                {"indicator": f"1-{number}", "year": 2025, "kind": "review", "text": f"相談の場を{number}回開いた。"}
                for number in (2, 3)
            ],
        },
    ),
    (
        "review-same",
        "text/1-1/2025/review",
        {
            "indicators": [indicator("1-1")],
            "texts": [
                {"indicator": "1-1", "year": year, "kind": "review", "text": "計画どおりに開いた。"}
                for year in (2024, 2025)
            ],
        },
    ),
    (
        "review-without-step",
        "text/1-1/2025/review",
        {
            "indicators": [indicator("1-1")],
            "judgements": [{"indicator": "1-1", "year": 2025, "kind": "flag", "value": "未達成"}],
            "texts": [{"indicator": "1-1", "year": 2025, "kind": "review", "text": "申込みが少なかった。"}],
        },
    ),
    (
        "total-wrong",
        "total/達成数計/indicators/-",
        {
            "indicators": [indicator("1-1"), indicator("1-2")],
            "judgements": [
                {"indicator": key, "year": 2025, "kind": "flag", "value": value}
                for key, value in (("1-1", "達成"), ("1-2", "未達成"))
            ],
            "totals": [{"label": "達成数計", "of": "indicators", "achieved": 2, "counted": 2}],
        },
    ),
    (
        "table-sum-wrong",
        "table/森林",
        {
            "tables": [
                {
                    "key": "森林",
                    "columns": [
                        {"path": ["市町村"]},
                        {"path": ["国有"]},
                        {"path": ["民有"]},
                        {"path": ["計"], "formula": "c1+c2"},
                    ],
                    "rows": [
                        ["青市", "22", "6,500", "16,522"],
                        ["奥町", "1", "2", "3"],
                        ["計", "23", "6,502", "6,525"],
                    ],
                    "total_row": 2,
                }
            ]
        },
    ),
    (
        "budget-sum-wrong",
        "budget/1/計/2024/budget",
        {
            "nodes": [node("1")],
            "budgets": [
                {"node": "1", "item": item, "year": 2024, "stage": "budget", "amount": amount, "total": item == "計"}
                for item, amount in (("補助金", "10"), ("委託費", "20"), ("計", "40"))
            ],
        },
    ),
    (
        "target-final-differs",
        "target/1-1/final",
        {
            **YEARS,
            "indicators": [indicator("1-1")],
            "targets": [TARGET | {"year": 2027}, {"indicator": "1-1", "final": True, "amount": "20"}],
        },
    ),
    (
        "legend-hole",
        "rule-set/r/legend",
        {"rule_sets": [{"key": "r", "legend": "100%以上=A、99%~80%=B、79%以下=C"}]},
    ),
    (
        "scale-hole",
        "rule-set/r/scale",
        {
            "rule_sets": [
                {
                    "key": "r",
                    "scale": [
                        {"step": step, "label": label, "picture": picture}
                        for step, label, picture in ((3, "良い", "★★★★"), (2, "普通", "★★★"), (1, "悪い", "★"))
                    ],
                }
            ]
        },
    ),
    (
        "scale-meaning",
        "rule-set/r/scale",
        {
            "rule_sets": [
                {"key": "r", "scale": [{"step": 3, "label": "良い", "picture": "★★★"}]},
                {"key": "s", "scale": [{"step": 2, "label": "普通", "picture": "★★★"}]},
            ]
        },
    ),
    (
        "legend-overlap",
        "rule-set/r/legend",
        {"rule_sets": [{"key": "r", "legend": "100%以上=A、80%以上=A、80%未満=C"}]},
    ),
    ("number-gap", "node/1-②/number", {"nodes": [node(key) for key in ("1", "1-①", "1-②", "1-④")]}),
    ("number-style", "node/1-c/number", {"nodes": [node(key) for key in ("1", "1-①", "1-②", "1-③", "1-c")]}),
    (
        "year-outside",
        "target/1-1/2032",
        {**YEARS, "indicators": [indicator("1-1")], "targets": [TARGET | {"year": 2032}]},
    ),
    ("year-backward", "plan/first_year", {"first_year": 2027, "last_year": 2023}),
    ("year-differs", "node/1/text", {"nodes": [node("1", text="2024（R5）年度から始めます。")]}),
    ("year-impossible", "node/1/text", {"nodes": [node("1", text="平成38(2026)年度まで続けます。")]}),
    ("reference-expires", "node/1/text", {**YEARS, "nodes": [node("1", text="観光計画（R4～R8）による。")]}),
    (
        "action-uncovered",
        "node/1-①-b",
        {
            "nodes": tree(node("1-①-a", text="甲。", title="創業塾"), node("1-①-b", text="乙。", title="空き家の活用")),
            "groups": [{"key": "1-①~1", "node": "1-①", "title": "創業塾の開催", "members": ["1-①-a"]}],
        },
    ),
    (
        "sheet-missing",
        "node/1-④",
        {
            "nodes": [node(key) for key in ("1", "1-①", "1-②", "1-③", "1-④")],
            "groups": [{"key": f"1-{each}~1", "node": f"1-{each}", "title": f"行{each}"} for each in "①②③"],
        },
    ),
    (
        "row-without-action",
        "group/1-①~2",
        {
            "nodes": tree(node("1-①-a", text="甲。", title="創業塾")),
            "groups": [
                {"key": "1-①~1", "node": "1-①", "title": "創業塾", "members": ["1-①-a"]},
                {"key": "1-①~2", "node": "1-①", "title": "輸出の相談"},
            ],
        },
    ),
    (
        "sheet-wording",
        "group/1-①~1/title",
        {
            "nodes": tree(node("1-①-a", text="甲。", title="国が行う低利融資制度の活用")),
            "groups": [{"key": "1-①~1", "node": "1-①", "title": "国が行う低融資制度の活用", "members": ["1-①-a"]}],
        },
    ),
    ("character-simplified", "node/1/title", {"nodes": [node("1", title="継続的实施")]}),
    ("character-simplified", "node/1/title", {"nodes": [node("1", title="商店街の⼈材")]}),
    ("character-old", "node/1/title", {"nodes": [node("1", title="指導體制の充実")]}),
    ("character-outside", "node/1/title", {"nodes": [node("1", title="外字\ue001の店")]}),
    ("bracket-open", "node/1/text", {"nodes": [node("1", text="支援を実施（専門家派遣など")]}),
    ("note-missing", "node/1/text", {"nodes": [node("1", text="増やすため、*協力隊を活用します。")]}),
    (
        "note-unused",
        "note/*/二つ目",
        {
            "indicators": [indicator("1-1")],
            "notes": [{"mark": "*", "text": "一つ目", "at": ["indicator/1-1"]}, {"mark": "*", "text": "二つ目"}],
        },
    ),
    ("text-cut", "node/1/text", {"nodes": [node("1", text="行政サービスのデジタル対応の")]}),
    ("text-doubled", "node/1/text", {"nodes": [node("1", text="事業をを進めます。")]}),
    ("text-doubled", "indicator/1-1/name", {"indicators": [indicator("1-1", name="受率率")]}),
    (
        "term-homophone",
        "node/2/text",
        {"nodes": [node("1", text="伴走型支援の実施"), node("2", text="伴奏型支援の実施")]},
    ),
    (
        "term-homophone",
        "node/2/text",
        {
            "nodes": [
                *(node(key, text="地域起業塾補助金の実施") for key in "134"),
                node("2", text="地域企業塾補助金の周知"),
            ]
        },
    ),
    (
        "term-katakana",
        "node/2/text",
        {"nodes": [node("1", text="結果を返す。"), node("2", text="センターへのフォードバック")]},
    ),
    (
        "term-name",
        "node/2/text",
        {
            "nodes": [
                *(node(key, text="福岡県事業引継ぎ支援センターと連携") for key in "13"),
                node("2", text="福岡県事業承継引継ぎ支援センターの活用"),
            ]
        },
    ),
]


@pytest.mark.parametrize(
    ("code", "address", "parts"), SLIPS, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(SLIPS)]
)
def test_a_slip_is_found_where_it_stands(code: str, address: str, parts: dict[str, Any]) -> None:
    assert (code, address) in found(plan(**parts))


SOUND: list[tuple[str, str, dict[str, Any]]] = [
    (
        "a repeat like its original",
        "reprise-",
        {
            "nodes": tree(
                node("1-①-a", text=LONG + "（2-①-aで再掲）", links=[{"to": "2-①-a", "kind": "reprise"}]),
                node("2-①-a", text=LONG + "（1-①-aの再掲）", reprise_of="1-①-a", inherits=["title"], title=None),
            )
        },
    ),
    ("other measures in every policy", "name-", {"nodes": [node(k, title="その他の施策") for k in ("1", "2")]}),
    (
        "the same seminar in two sections",
        "indicator-duplicate",
        {
            "nodes": [node("1"), node("2")],
            "indicators": [indicator("a", name="セミナー開催"), indicator("b", name="セミナー開催")],
            "placements": [
                {"indicator": "a", "node": "1", "role": "main"},
                {"indicator": "b", "node": "2", "role": "main"},
            ],
        },
    ),
    (
        "a new action that goes on",
        "terms-",
        {"nodes": tree(node("1-①-a", terms={"前計画との関連": ["新規"], "区分": ["継続"]}))},
    ),
    (
        "targets of zero where less is better",
        "target-zero",
        {"indicators": [indicator("1-1", direction="lower")], "targets": [TARGET | {"amount": "0"}]},
    ),
    (
        "shops found by advice",
        "indicator-direction",
        {"indicators": [indicator("1-1", name="空き店舗活用件数"), indicator("1-2", name="廃業防止の相談件数")]},
    ),
    (
        "a rate against the year before",
        "target-share",
        {"indicators": [indicator("1-1", name="売上の前年比率", unit="%")], "targets": [TARGET | {"amount": "105"}]},
    ),
    (
        "equality is achieved",
        "flag-",
        {
            "indicators": [indicator("1-1")],
            "targets": [TARGET],
            "actuals": [{"indicator": "1-1", "year": 2023, "amount": "15"}],
            "judgements": [{"indicator": "1-1", "year": 2023, "kind": "flag", "value": "達成"}],
        },
    ),
    (
        "a legend without holes",
        "legend-",
        {"rule_sets": [{"key": "r", "legend": "100%以上=A、80%以上100%未満=B、80%未満=C"}]},
    ),
    (
        "two strategies that each begin at 1",
        "number-",
        {"nodes": [node(f"{kind}-1", parent=None, level=0, terms={"種別": [kind]}) for kind in ("共通", "独自")]},
    ),
    ("a part of a plan", "number-", {"nodes": [node("2"), node("3"), node("3-②"), node("3-③")]}),
    ("years that agree", "year-", {**YEARS, "nodes": [node("1", text="2023(R5)年度、令和5（2023）年度、平成31年4月")]}),
    ("names with old forms", "character-", {"nodes": [node("1", title="國分と廣島、濱田、齋藤、渡邊")]}),
    ("signs of papers", "character-", {"nodes": [node("1", title="①～㈱〜★◎㎡№・—－…")]}),
    ("numbers before a bracket", "bracket-", {"nodes": [node("1", text="1）甲 2）乙 ア）丙 ①）丁 II) 5. 実施（戊）")]}),
    ("half and full width", "bracket-", {"nodes": [node("1", text="（甲)と(乙）")]}),
    ("a remark that explains itself", "note-", {"nodes": [node("1", text="組織率の維持 ※組織率は会員数で割る")]}),
    (
        "a note below",
        "note-",
        {
            "nodes": [
                node("1", text="指定事業※1を行います。受注2件、※5年間。"),
                node("2", text="説明\n※1 指定事業とは市の事業"),
            ]
        },
    ),
    (
        "terms that differ in one letter on purpose",
        "term-misspelt",
        {"nodes": tree(*many(8, terms={"規模": ["拡大"]}), node("1-①-i", text="九番。", terms={"規模": ["縮小"]}))},
    ),
    (
        "products",
        "note-",
        {"nodes": [node("1", text="面積は 3*4 で、売上増*。")], "notes": [{"mark": "*", "text": "前年から"}]},
    ),
    (
        "sentences that end",
        "text-",
        {
            "nodes": [
                node(f"{n}", text=t)
                for n, t in enumerate(("新しいもの", "学びのあと", "随時に", "未来へ", "PR", "セミナーなど"))
            ]
        },
    ),
    (
        "words that differ in meaning",
        "term-",
        {
            "nodes": [
                node("1", text="市内企業支援と市外企業支援"),
                node("2", text="人材確保時と人材確保策、デジタル化促進事業と促進支援"),
            ]
        },
    ),
    (
        "different loan words",
        "term-",
        {"nodes": [node("1", text="ネットワークとネットワーキング、コーディネーターとコーディネート")]},
    ),
    ("different grants", "term-", {"nodes": [node("1", text="会津漆器協同組合補助金と会津清酒協同組合補助金")]}),
]


@pytest.mark.parametrize(("what", "codes", "parts"), SOUND, ids=[what for what, _, _ in SOUND])
def test_what_is_sound_raises_no_alarm(what: str, codes: str, parts: dict[str, Any]) -> None:
    assert [finding for finding in check(plan(**parts)) if finding.code.startswith(codes)] == []


def test_a_variant_of_a_name_is_only_a_hint() -> None:
    findings = check(plan(nodes=[node("1", title="髙木商店")]))
    assert [(finding.code, finding.severity) for finding in findings] == [("character-variant", "hint")]


@pytest.mark.parametrize("rule", papers.RULES, ids=[rule.code for rule in papers.RULES])
def test_a_slip_that_reading_met_is_a_finding(rule: Rule) -> None:
    doubt = Doubt(code=rule.code, severity="warning", where=Place(file="シート.txt", line=3), message="違います。")
    (finding,) = check(PlanDocument(), (doubt,))
    assert (finding.code, finding.severity, finding.where) == (rule.code, rule.severity, doubt.where)


def test_every_rule_has_a_slip_that_it_finds() -> None:
    found_in_papers = {rule.code for rule in papers.RULES}
    assert {code for code, _, _ in (*SLIPS, *PLAN_SLIPS)} | {"character-variant"} | found_in_papers == set(RULES)


def test_codes_are_unique_and_explained() -> None:
    rules = [rule for subject in SUBJECTS for rule in subject.rules]
    assert len(rules) == len(RULES)
    assert all(rule.title and rule.explanation.endswith("。") for rule in rules)


def test_one_cause_is_one_finding_with_all_its_places() -> None:
    document = plan(nodes=[node(key, text="継続的实施を図る") for key in ("1", "2", "3")])
    (finding,) = [each for each in check(document) if each.code == "character-simplified"]
    places = [finding.where.address, *(place.address for place in finding.also)]
    assert places == ["node/1/text", "node/2/text", "node/3/text"]
    assert "「実」" in finding.message


@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_can_be_checked(document: PlanDocument) -> None:
    for finding in check(document):
        assert finding.message.endswith("。")
        assert finding.where.address
        assert len(finding.quote) <= 60
        assert finding.severity == RULES[finding.code].severity


def test_amounts_are_exact() -> None:
    document = plan(
        **YEARS,
        indicators=[indicator("1-1", baseline={"amount": "0.1"}, accumulation="cumulative-with-baseline")],
        targets=[TARGET | {"amount": "0.2", "cumulative": str(Decimal("0.3"))}],
    )
    assert not [finding for finding in check(document) if finding.code == "bracket-wrong"]
