"""The pace still needed: three methods, named in the sentence, and silence where a number would be a guess."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import Actual, Baseline, Indicator, PlanDocument, Target
from banso.domain.pace import Pace, pace


def plan(
    actuals: dict[int, str], targets: dict[int, str] | None = None, final: str | None = None, **indicator: Any
) -> PlanDocument:
    goals = [Target(indicator="k", year=year, amount=Decimal(amount)) for year, amount in (targets or {}).items()]
    if final is not None:
        goals.append(Target(indicator="k", final=True, amount=Decimal(final)))
    made = (
        Actual(indicator="k", year=year, state="not-entered")
        if amount == ""
        else Actual(indicator="k", year=year, amount=Decimal(amount))
        for year, amount in actuals.items()
    )
    return PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=(Indicator(**{"key": "k", "name": "件数", "unit": "件", **indicator}),),
        targets=tuple(goals),
        actuals=tuple(made),
    )


THREE = {2023: "100", 2024: "110", 2025: "124"}
FIVE = dict.fromkeys(range(2023, 2028), "10")
FEW = {2023: "8", 2024: "9", 2025: "9"}


def said(document: PlanDocument, year: int = 2025) -> Pace:
    found = pace(document, "k", year)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("document", "method", "so_far", "needed"),
    [
        (plan(FEW, FIVE, accumulation="flow"), "average", "26/3", "12"),
        (plan(FEW, FIVE, final="99", accumulation="flow"), "average", "26/3", "12"),
        (plan(THREE, final="160", accumulation="stock"), "line", "12", "18"),
        (plan(THREE, {2026: "140", 2027: "150"}, accumulation="ratio"), "line", "12", "13"),
        (plan(THREE, final="160"), "line", "12", "18"),
        (plan(THREE, final="160", accumulation="flow"), "line", "12", "18"),
        (plan(THREE, final="100", accumulation="stock", direction="lower"), "line", "12", "-12"),
        (plan(THREE, final="200", accumulation="cumulative"), "remaining", "12", "38"),
        (
            plan(FEW, FIVE, accumulation="cumulative-with-baseline", baseline=Baseline(amount=Decimal(10))),
            "remaining",
            "26/3",
            "12",
        ),
        (plan(FEW, FIVE, accumulation="flow", direction="lower"), "average", "26/3", "12"),
    ],
)
def test_what_is_needed_in_each_year_left(document: PlanDocument, method: str, so_far: str, needed: str) -> None:
    found = said(document)
    assert (found.method, found.so_far, found.needed) == (method, Fraction(so_far), Fraction(needed))
    assert found.years_left == 2


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            plan(FEW, FIVE, accumulation="flow"),
            "これまでの実績は年平均約8.7件です。2027年度までの目標の合計50件に届くには、残り2年間に年平均12件以上が必要です"
            "（年平均で比べる方法）。",
        ),
        (
            plan({2023: "8", 2024: "9", 2025: "20"}, FIVE, accumulation="flow", direction="lower"),
            "これまでの実績は年平均約12.3件です。2027年度までの目標の合計50件に収めるには、残り2年間を年平均6.5件以下に抑える必要があります"
            "（年平均で比べる方法）。",
        ),
        (
            plan({2023: "30", 2024: "30", 2025: "20"}, FIVE, accumulation="flow", direction="lower"),
            "これまでの実績は年平均約26.7件です。実績の合計80件は、2027年度までの目標の合計50件をすでに超えています（年平均で比べる方法）。",
        ),
        (
            plan({2023: "30", 2024: "30", 2025: "1020"}, FIVE, accumulation="flow"),
            "実績の合計は1,080件で、2027年度までの目標の合計50件にすでに達しています（年平均で比べる方法）。",
        ),
        (
            plan(THREE, final="160", accumulation="stock", unit="人"),
            "2023年度から2025年度までは1年あたり12人の増加で、このまま続くと2027年度は148人になり、2027年度の目標160人に届きません。"
            "届くには、残り2年間に1年あたり18人ずつ増やす必要があります（最初と最後の実績を直線で結ぶ方法）。",
        ),
        (
            plan(THREE, final="145", accumulation="stock"),
            "2023年度から2025年度までは1年あたり12件の増加で、このまま続くと2027年度は148件になり、2027年度の目標145件に届きます。"
            "必要なのは1年あたり10.5件ずつ増やすことです（最初と最後の実績を直線で結ぶ方法）。",
        ),
        (
            plan(THREE, final="120", accumulation="stock"),
            "2025年度の実績124件は、2027年度の目標120件にすでに達しています。2023年度から2025年度までは1年あたり12件の増加です"
            "（最初と最後の実績を直線で結ぶ方法）。",
        ),
        (
            plan(THREE, final="130", accumulation="stock", direction="lower"),
            "2025年度の実績124件は、2027年度の目標130件にすでに達しています。2023年度から2025年度までは1年あたり12件の増加です。"
            "ただし、この変化が続くと目標の年度には148件になります（最初と最後の実績を直線で結ぶ方法）。",
        ),
        (
            plan(THREE, final="204", accumulation="cumulative"),
            "これまでの累計は124件、1年あたり12件です。2027年度の累計目標204件まであと80件で、残り2年間に1年あたり40件以上が必要です"
            "（累計の残りを残り年数で割る方法）。",
        ),
        (
            plan({2023: "1.25", 2024: "1.25", 2025: "1.25"}, final="2.125", accumulation="ratio", unit="%"),
            "2023年度から2025年度までは1年あたり増減なしで、このまま続くと2027年度は1.25%になり、2027年度の目標2.125%に届きません。"
            "届くには、残り2年間に1年あたり0.438%ずつ増やす必要があります（最初と最後の実績を直線で結ぶ方法）。",
        ),
    ],
)
def test_the_sentence_names_numbers_and_method(document: PlanDocument, sentence: str) -> None:
    assert said(document).sentence() == sentence


def test_marked_values_are_said_to_be_uncertain() -> None:
    document = plan(THREE, final="160")
    rough = Actual(indicator="k", year=2025, amount=Decimal(124), provisional=True)
    marked = PlanDocument(
        first_year=2023,
        last_year=2027,
        indicators=document.indicators,
        targets=document.targets,
        actuals=(*document.actuals[:2], rough),
    )
    assert said(marked).sentence().endswith("（最初と最後の実績を直線で結ぶ方法）。概数や暫定値を含みます。")


@pytest.mark.parametrize(
    ("why", "document", "year"),
    [
        ("two actuals", plan({2023: "1", 2024: "2"}, FIVE), 2025),
        ("the third actual is of a later year", plan(THREE, final="160"), 2024),
        ("no target", plan(THREE), 2025),
        ("no target ahead", plan(THREE, {2025: "100"}), 2025),
        ("a milestone", plan(THREE, final="160", direction="milestone"), 2025),
        ("to be kept", plan(THREE, final="160", direction="keep"), 2025),
        ("context only", plan(THREE, final="160", kind="context"), 2025),
        ("a sum with an unknown year", plan({**FEW, 2024: "", 2026: "7"}, FIVE, accumulation="flow"), 2026),
        ("running totals without a baseline", plan(FEW, FIVE, accumulation="cumulative-with-baseline"), 2025),
        ("an unknown indicator", PlanDocument(), 2025),
    ],
)
def test_nothing_is_said_where_it_would_be_a_guess(why: str, document: PlanDocument, year: int) -> None:
    assert pace(document, "k", year) is None, why


amounts = st.decimals(min_value=0, max_value=10**6, places=1)


@given(st.lists(amounts, min_size=3, max_size=4), amounts, st.booleans())
def test_the_needed_step_leads_exactly_to_the_goal(values: list[Decimal], goal: Decimal, lower: bool) -> None:
    actuals = {2023 + place: str(value) for place, value in enumerate(values)}
    document = plan(actuals, final=str(goal), accumulation="stock", direction="lower" if lower else "higher")
    found = said(document, 2026)
    if found.needed is None:
        assert found.current <= found.goal if lower else found.current >= found.goal
    else:
        assert found.current + found.needed * found.years_left == Fraction(goal)
        assert (found.needed < 0) == lower
