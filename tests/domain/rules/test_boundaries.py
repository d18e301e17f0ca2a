"""The preview of a rule set's edges is what judging gives, and bands that leave or double a rate are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import Actual, Indicator, PlanDocument, Target
from banso.domain.evaluation import evaluate
from banso.domain.rule_set import Band, Rounding, RuleSet
from banso.domain.rules.boundaries import band_faults, boundary_cases, hole_note
from banso.library.published import published_rule_sets


def band(grade: str, low: str | None = None, *, above: bool = False) -> Band:
    return Band(grade=grade, from_=None if low is None else Decimal(low), above=above)


ABC = (band("A", "100"), band("B", "80"), band("C"))


def rules(digits: int = 0, mode: str = "cut", stage: str = "print", **values: object) -> RuleSet:
    rounding = Rounding(digits=digits, mode=mode, stage=stage)  # type: ignore[arg-type]
    return RuleSet(**{"key": "r", "bands": ABC, "rounding": rounding, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        (ABC, []),
        ((), []),
        ((band("A", "100", above=True), band("B", "100"), band("C")), []),
        ((band("A", "100"), band("B", "80")), ["「B」", "80%以上", "それより低い率"]),
        ((band("A", "80"), band("B", "100"), band("C")), ["「A」（80%以上）", "「B」（100%以上）", "高い順"]),
        ((band("A", "100"), band("B", "100"), band("C")), ["「A」と「B」", "100%以上", "重なって"]),
        ((band("A", "100"), band("B", "100", above=True), band("C")), ["重なって"]),
        ((band("A", "100"), band("Ａ", "80"), band("C")), ["「Ａ」", "1番目と2番目"]),
        ((band("A", "100"), band(" ", "80"), band("C")), ["上から2番目", "名前がありません"]),
        ((band("A", "100"), band("B"), band("C")), ["「B」に下限がない", "「C」"]),
        ((band("A", "100"), band("B", "80"), band("C", "90"), band("D")), ["「B」（80%以上）", "「C」（90%以上）"]),
    ],
)
def test_bands_that_cannot_stand_are_refused_in_words(bands: tuple[Band, ...], words: list[str]) -> None:
    faults = band_faults(bands)
    assert len(faults) == bool(words)
    assert all(word in faults[0] for word in words)


@pytest.mark.parametrize("key", sorted(published_rule_sets()))
def test_every_published_rule_set_passes(key: str) -> None:
    assert band_faults(published_rule_sets()[key].rule_set.bands) == ()


@pytest.mark.parametrize(
    ("rule_set", "expected"),
    [
        (rules(), "79=79%C 79.5=79%C 80=80%B 80.5=80%B 99=99%B 99.5=99%B 100=100%A 100.5=100%A"),
        (rules(mode="half-up"), "79=79%C 79.5=80%C 80=80%B 80.5=81%B 99=99%B 99.5=100%B 100=100%A 100.5=101%A"),
        (
            rules(mode="half-up", stage="grade"),
            "79=79%C 79.5=80%B 80=80%B 80.5=81%B 99=99%B 99.5=100%A 100=100%A 100.5=101%A",
        ),
    ],
)
def test_the_edges_are_graded_as_the_rule_says(rule_set: RuleSet, expected: str) -> None:
    assert " ".join(f"{case.percent}={case.printed}{case.grade}" for case in boundary_cases(rule_set)) == expected


@given(
    st.integers(0, 2),
    st.sampled_from(["cut", "half-up", "up"]),
    st.sampled_from(["print", "grade"]),
    st.lists(st.decimals(1, 150, places=1), min_size=1, max_size=4, unique=True),
)
def test_the_preview_is_what_judging_gives(digits: int, mode: str, stage: str, lows: list[Decimal]) -> None:
    bands = [Band(grade=str(place), from_=low) for place, low in enumerate(sorted(lows, reverse=True))]
    rule_set = rules(digits, mode, stage, bands=(*bands, Band(grade="下")))
    cases = boundary_cases(rule_set)
    assert set(lows) <= {case.percent for case in cases}
    for case in cases:
        plan = PlanDocument(
            rule_sets=(rule_set,),
            indicators=(Indicator(key="k", name="k"),),
            targets=(Target(indicator="k", year=2023, amount=Decimal(100)),),
            actuals=(Actual(indicator="k", year=2023, amount=case.percent),),
        )
        rate = evaluate(plan, 2023).indicators[0].rate
        assert (rate.printed, rate.grade) == (case.printed, case.grade)


def test_rule_sets_without_rates_have_no_edges() -> None:
    assert boundary_cases(rules(formula="human")) == ()


@pytest.mark.parametrize(
    ("legend", "words"),
    [
        (
            "100%以上=A、99%～80%=B、79%以下=C",
            [["99%と100%の間", "99.5%", "「B」", "99%"], ["79%と80%の間", "79.5%", "「C」"]],
        ),
        ("100%以上=A、80%以上100%未満=B、80%未満=C", []),
        (None, []),
    ],
)
def test_holes_of_the_printed_legend_are_told_with_their_treatment(legend: str | None, words: list[list[str]]) -> None:
    notes = hole_note(rules(legend=legend))
    assert len(notes) == len(words)
    for note, wanted in zip(notes, words, strict=True):
        assert all(word in note for word in wanted)
