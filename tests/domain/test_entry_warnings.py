"""What a person is asked to look at again, and where nothing is asked because nothing can be compared."""

from decimal import Decimal
from typing import Any

import pytest

from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.entry_warnings import warnings_for
from banso.domain.evaluation import evaluate
from banso.domain.rule_set import RuleSet


def actual(key: str, year: int, text: str, **more: Any) -> Actual:
    try:
        return Actual(indicator=key, year=year, amount=Decimal(text), **more)
    except ArithmeticError:
        return Actual(indicator=key, year=year, value=text, **more)


def plan(*actuals: Actual, targets: tuple[Target, ...] = (), **indicator: Any) -> PlanDocument:
    return PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=(Indicator(**{"key": "k", "name": "件数", "unit": "件", **indicator}),),
        targets=targets,
        actuals=actuals,
    )


def interim(*values: str, periods: str) -> tuple[Actual, ...]:
    return tuple(
        actual("k", 2024, value, period=period) for value, period in zip(values, periods.split(), strict=False)
    )


NOW = 2024
MONTHS = "04 05 06 07 08 09 10 11 12 01 02 03"
TARGET_110 = Target(indicator="k", year=NOW, amount=Decimal(110))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (plan(actual("k", 2023, "100"), actual("k", NOW, "300")), "前年度の実績（100件）の3倍以上"),
        (plan(actual("k", 2023, "100"), actual("k", NOW, "299.9")), None),
        (plan(actual("k", 2023, "99"), actual("k", NOW, "33")), "前年度の実績（99件）の3分の1以下"),
        (plan(actual("k", 2023, "99"), actual("k", NOW, "33.1")), None),
        (plan(actual("k", 2023, "0"), actual("k", NOW, "33")), None),
        (plan(actual("k", 2022, "1"), actual("k", NOW, "33")), None),
        (plan(Actual(indicator="k", year=2023, state="not-published"), actual("k", NOW, "33")), None),
        (plan(actual("k", NOW, "1.5"), decimals=0), "小数が第1位まであります。この指標は整数で"),
        (plan(actual("k", NOW, "1.50"), decimals=1), None),
        (plan(actual("k", NOW, "1.5")), None),
        (plan(actual("k", NOW, "101"), unit="%", accumulation="ratio"), "100%を超えています（101%）"),
        (plan(actual("k", NOW, "101"), unit="%", accumulation="ratio", targets=(TARGET_110,)), None),
        (plan(actual("k", NOW, "101"), unit="%"), None),
        (plan(actual("k", 2023, "9"), actual("k", NOW, "-9")), "負の数（-9件）です"),
        (plan(actual("k", 2023, "-8"), actual("k", NOW, "-9")), None),
        (plan(actual("k", NOW, "-9")), None),
        (
            plan(actual("k", 2023, "9"), actual("k", NOW, "8"), accumulation="cumulative"),
            "前年度の累計（9件）より小さく",
        ),
        (plan(actual("k", 2023, "9"), actual("k", NOW, "8"), accumulation="stock"), None),
        (
            plan(
                actual("k", 2023, "9"),
                actual("k", NOW, "8", cumulative=Decimal(18)),
                accumulation="flow",
                targets=(TARGET_110,),
            ),
            "累計の18件が、各年度の実績を足した17件と合いません",
        ),
        (
            plan(actual("k", NOW, "10"), *interim("4", "5", periods="H1 H2"), accumulation="flow"),
            "上半期と下半期の合計9件と、年度の値10件が合いません",
        ),
        (plan(actual("k", NOW, "9"), *interim("4", "5", periods="H1 H2"), accumulation="flow"), None),
        (plan(actual("k", NOW, "10"), *interim("4", periods="H1 H2"), accumulation="flow"), None),
        (
            plan(actual("k", NOW, "3"), *interim("4", periods="H1 H2"), accumulation="flow"),
            "上半期と下半期のうち入力済みの合計4件だけで、年度の値3件を超えて",
        ),
        (
            plan(actual("k", NOW, "10"), *interim("1", "2", "3", "5", periods="Q1 Q2 Q3 Q4"), accumulation="increment"),
            "四半期の合計11件と、年度の値10件が合いません",
        ),
        (plan(actual("k", NOW, "11"), *interim(*"1" * 12, periods=MONTHS), accumulation="flow"), "各月の合計12件"),
        (plan(actual("k", NOW, "10"), *interim("4", "5", periods="H1 H2"), accumulation="ratio"), None),
        (
            plan(actual("k", NOW, "10"), *interim("4", "5", periods="H1 H2"), accumulation="stock"),
            "下半期の値5件と、年度の値10件が違います",
        ),
        (plan(actual("k", 2023, "5"), actual("k", NOW, "五件くらい")), "「五件くらい」は数として読めません"),
        (plan(actual("k", 2023, "AA"), actual("k", NOW, "AAA")), None),
        (plan(actual("k", NOW, "AAA")), None),
        (plan(actual("k", NOW, "済"), targets=(TARGET_110,)), "「済」は数として読めません"),
        (plan(actual("k", NOW, "5", provisional=True)), "暫定値です"),
        (plan(actual("k", 2023, "5")), None),
        (PlanDocument(), None),
    ],
)
def test_doubtful_values_are_asked_about(document: PlanDocument, words: str | None) -> None:
    warnings = warnings_for(document, None, "k", NOW)
    assert len(warnings) == (words is not None), warnings
    assert words is None or words in warnings[0]


def family(whole: str, *parts: str, before: tuple[str, ...] = (), counting: Any = None) -> PlanDocument:
    keys = [f"p{place}" for place in range(len(parts))]
    values = [actual("k", NOW, whole), *(actual(key, NOW, part) for key, part in zip(keys, parts, strict=True) if part)]
    if before:
        values += [actual(key, 2023, amount) for key, amount in zip(("k", *keys), before, strict=True)]
    return PlanDocument(
        indicators=(
            Indicator(key="k", name="全数", unit="件", counting=counting),
            *(Indicator(key=key, name=f"うち{key[1:]}", unit="件", parent="k") for key in keys),
        ),
        actuals=tuple(values),
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (family("10", "4", "6"), None),
        (family("10", "4", "5"), None),
        (family("10", "4", "5", before=("9", "4", "5")), "内訳の合計9件が、全体の「全数」10件と合いません"),
        (family("10", "4", "5", before=("9", "4", "4")), None),
        (family("10", "4", "", before=("9", "4", "5")), None),
        (family("10", "6", "5"), "内訳の合計11件が、全体の「全数」10件を超えています"),
        (family("10", "6", "5", counting="distinct"), None),
        (family("10", "11", "", counting="distinct"), "内訳の「うち0」11件が、全体の「全数」10件を超えています"),
    ],
)
def test_parts_are_compared_with_the_whole_from_both_sides(document: PlanDocument, words: str | None) -> None:
    for key in ("k", "p0"):
        warnings = warnings_for(document, None, key, NOW)
        assert len(warnings) == (words is not None), warnings
        assert words is None or words in warnings[0]


def test_the_warning_of_the_rule_stands_with_the_others() -> None:
    target = Target(indicator="k", year=NOW, amount=Decimal(5))
    document = plan(actual("k", NOW, "6"), targets=(target,), direction="lower", rule={"formula": "ratio"})
    ruled = PlanDocument(
        indicators=document.indicators,
        targets=document.targets,
        actuals=document.actuals,
        rule_sets=(RuleSet(key="r"),),
    )
    (warning,) = warnings_for(ruled, evaluate(ruled), "k", NOW)
    assert "低いほど良い指標" in warning


def test_a_baseline_below_zero_makes_negative_values_usual() -> None:
    document = plan(actual("k", NOW, "-3"), baseline=Baseline(amount=Decimal(-5)))
    assert warnings_for(document, None, "k", NOW) == ()
