"""Legends as towns print them, and the bands they mean."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.domain.legend import legend_holes, parse_grade_legend, rule_set_of_legends
from banso.domain.rule_set import Band, RollUp, Rounding
from banso.domain.rules.bands import grade_of
from banso.domain.rules.formulas import quotient

KAMA = "100%以上=A、99%~80%=B、79%以下=C"


def shown(bands: tuple[Band, ...]) -> str:
    """Bands on one line: ``A≥100 B≥80 C``; > marks a bound that must be exceeded."""
    parts = [
        f"{band.grade}{('>' if band.above else '≥') + f'{band.from_:f}' if band.from_ is not None else ''}"
        for band in bands
    ]
    return " ".join(parts)


@pytest.mark.parametrize(
    ("printed", "bands"),
    [
        (KAMA, "A≥100 B≥80 C"),
        ("指標評価：" + KAMA, "A≥100 B≥80 C"),
        (" 指標評価：" + KAMA, "A≥100 B≥80 C"),
        ("【指標評価】" + KAMA, "A≥100 B≥80 C"),
        ("１　評価区分　A：順調（達成率90％以上）　B：70％以上90％未満　C：70％未満", "A≥90 B≥70 C"),
        ("A：100%以上　B：80%以上100%未満　C：80%未満", "A≥100 B≥80 C"),
        ("指標評価：A：100%以上　B：80%以上100%未満　C：80%未満", "A≥100 B≥80 C"),
        ("Ａ：１００％以上　Ｂ：８０％以上１００％未満　Ｃ：８０％未満", "A≥100 B≥80 C"),
        ("評価　Ａ：１００％以上\n　Ｂ：８０％以上\n　Ｃ：８０％未満", "A≥100 B≥80 C"),
        ("◎ 120％以上 ○100～119% △80～99% ×80%未満", "◎≥120 ○≥100 △≥80 ×"),
        ("Ａ（100%以上）、Ｂ（80～99％）、Ｃ（79％以下）", "A≥100 B≥80 C"),
        ("100%以上(A)、99~80%(B)、79%以下(C)", "A≥100 B≥80 C"),
        ("A 100%以上（目標達成）、B 80%以上100%未満（概ね達成）、C 80%未満", "A≥100 B≥80 C"),
        ("S…100%超、A…100%、B…80%以上100%未満、C…80%未満", "S>100 A≥100 B≥80 C"),
        ("S＝110%を超える　A＝100%以上110%以下　B＝100%未満", "S>110 A≥100 B"),
        ("①100%以上、②60%以上100%未満、③60%未満", "①≥100 ②≥60 ③"),
        ("5：100%以上、4：80%以上100%未満、3：60%以上80%未満、2：60%未満", "5≥100 4≥80 3≥60 2"),
        ("達成：100%以上、未達成：100%未満", "達成≥100 未達成"),
        ("順調：達成率８０％以上　概ね順調：６０％以上８０％未満　遅れ：６０％未満", "順調≥80 概ね順調≥60 遅れ"),
        ("A評価：100%以上、B評価：80%以上100%未満、C評価：80%未満", "A≥100 B≥80 C"),
        ("達成率100%以上：A、達成率80%以上：B、それ以外：C", "A≥100 B≥80 C"),
        ("A=100%以上、B=80%以上、それ以外=C", "A≥100 B≥80 C"),
        ("A=100%以上、B=80%以上、C=それ以外", "A≥100 B≥80 C"),
        ("100%以上の場合は「A」、80%以上100%未満の場合は「B」、80%未満の場合は「C」", "A≥100 B≥80 C"),
        ("100%≦達成率：A、80%≦達成率<100%：B、達成率<80%：C", "A≥100 B≥80 C"),
        ("A=≧100%、B=≧80%、C=<80%", "A≥100 B≥80 C"),
        ("8割以上=○、5割以上8割未満=△、5割未満=×", "○≥80 △≥50 ×"),
        ("1.0以上=A、0.85以上1.0未満=B、0.85未満=C", "A≥100 B≥85 C"),
        ("A:100%~ B:80%~99% C:~79%", "A≥100 B≥80 C"),
        ("79%以下=C、99%~80%=B、100%以上=A", "A≥100 B≥80 C"),
        ("甲＝90%以上、乙＝89%〜60%、丙＝59%以下", "甲≥90 乙≥60 丙"),
        ("A=99.5%以上、B=79.5%以上99.5%未満、C=79.5%未満", "A≥99.5 B≥79.5 C"),
        ("A 100以上 B 80–99 C 30–79 D <30 E 未実施", "A≥100 B≥80 C≥30 D"),
        ("目標に対する達成率により 100%以上=A、80%以上=B、80%未満=C", "A≥100 B≥80 C"),
        ("A=100%以上/B=80%以上/C=0%以上80%未満", "A≥100 B≥80 C"),
        ("", ""),
        ("　", ""),
        ("S：A>T", ""),
        ("進捗は所管課が判断する", ""),
    ],
)
def test_a_printed_legend_means_these_bands(printed: str, bands: str) -> None:
    assert shown(parse_grade_legend(printed).bands) == bands


@pytest.mark.parametrize(
    ("printed", "holes"),
    [
        (KAMA, [("99", "100"), ("79", "80")]),
        ("A：100%以上　B：80%以上100%未満　C：80%未満", []),
        ("◎ 120％以上 ○100～119% △80～99% ×80%未満", [("119", "120"), ("99", "100")]),
        ("A=100%超、B=80%以上100%未満、C=80%未満", [("100", "100")]),
        ("A=100%以上、B=80%以上100%未満", [(None, "80")]),
        ("A=100%以上、B=80%以上、それ以外=C", []),
    ],
)
def test_holes_between_printed_bounds_are_named(printed: str, holes: list[tuple[str | None, str]]) -> None:
    found = [(problem.low, problem.high) for problem in legend_holes(printed)]
    assert found == [(Decimal(low) if low else None, Decimal(high)) for low, high in holes]


@pytest.mark.parametrize(
    ("printed", "kind", "words"),
    [
        ("A=100%以上、B=80%以上、C=80%以下", "overlap", "80%"),
        ("A=100%以上、B=80%~100%、C=80%未満", "overlap", "100%"),
        ("A=100%以上、B=80%以上、A=80%未満", "two-meanings", "2とおり"),
        ("A=100%以上、B=100%未満、C=80%未満", "overlap", "100%未満"),
        ("A=100%以上、B=80%以上、C=80%未満、E=未実施", "unreadable", "未実施"),
        ("S：A>T", "unreadable", "A>T"),
    ],
)
def test_other_problems_of_a_legend_are_told(printed: str, kind: str, words: str) -> None:
    problems = parse_grade_legend(printed).problems
    assert [problem.kind for problem in problems] == [kind]
    assert words in problems[0].message


@pytest.mark.parametrize(
    "printed", ["A：100%以上　B：80%以上100%未満　C：80%未満", "S…100%超、A…100%、B…80%以上100%未満、C…80%未満"]
)
def test_a_legend_without_fault_has_no_problem(printed: str) -> None:
    assert parse_grade_legend(printed).problems == ()


@pytest.mark.parametrize(
    ("over", "under", "grade"),
    [(100, 100, "A"), (9999, 10000, "B"), (995, 1000, "B"), (80, 100, "B"), (795, 1000, "C"), (0, 1, "C")],
)
def test_a_rate_in_a_hole_gets_the_grade_below(over: int, under: int, grade: str) -> None:
    assert grade_of(quotient(over, under), parse_grade_legend(KAMA).bands) == grade


letters = st.lists(st.sampled_from("ABCDSabc◎○△×甲乙丙①②③"), min_size=2, max_size=5, unique=True)
bounds = st.lists(st.integers(1, 200), min_size=1, max_size=4, unique=True).map(
    lambda found: sorted(found, reverse=True)
)


@settings(max_examples=60)
@given(
    letters,
    bounds,
    st.booleans(),
    st.sampled_from(["、", "　", "\n", "，", " ／ "]),
    st.sampled_from(["=", "：", " = ", "＝"]),
    st.booleans(),
)
def test_any_letters_and_bounds_are_read_whatever_stands_first(
    grades: list[str], lows: list[int], grade_first: bool, between: str, tie: str, wide: bool
) -> None:
    grades, lows = grades[: len(lows) + 1], lows[: len(grades) - 1]
    conditions = [
        f"{lows[0]}%以上",
        *(f"{low}%以上{high}%未満" for high, low in pairwise(lows)),
        f"{lows[-1]}%未満",
    ]
    parts = [
        f"{grade}{tie}{each}" if grade_first else f"{each}{tie}{grade}"
        for grade, each in zip(grades, conditions, strict=True)
    ]
    legend = between.join(parts)
    if wide:
        legend = legend.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)} | {ord("%"): "％"})
    reading = parse_grade_legend("指標評価：" + legend)
    assert shown(reading.bands) == shown(
        (*(Band(grade=g, from_=Decimal(low)) for g, low in zip(grades, lows, strict=False)), Band(grade=grades[-1]))
    )
    assert reading.problems == ()


def test_legends_of_a_paper_make_its_rule_set() -> None:
    made = rule_set_of_legends(
        "指標評価：" + KAMA, "総合評価：評価できる=★★★、一定の評価はできる=★★、評価できない=★", 2023, 1
    )
    assert made is not None
    assert (made.key, made.from_year, made.level, made.formula, made.basis) == ("legend-2023", 2023, 1, "ratio", "year")
    assert made.rounding == Rounding(digits=0, mode="cut", stage="print")
    assert made.roll_up == RollUp(method="human", denominator="judged")
    assert made.special == {"target-zero": "no-rate", "not-set": "leave-out", "not-entered": "not-judged"}
    assert made.legend == KAMA
    assert shown(made.bands) == "A≥100 B≥80 C"
    assert [(step.step, step.picture) for step in made.scale] == [(3, "★★★"), (2, "★★"), (1, "★")]


def test_a_scale_alone_makes_a_rule_set_without_bands_and_nothing_makes_none() -> None:
    scale_only = rule_set_of_legends(None, "評価できる=★★、評価できない=★", 2023, 1)
    assert scale_only is not None
    assert (scale_only.bands, scale_only.legend, len(scale_only.scale)) == ((), None, 2)
    assert rule_set_of_legends("", None, 2023, 1) is None
