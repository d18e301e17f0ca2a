from dataclasses import replace
from decimal import Decimal

import pytest

from banso.domain.document import Actual, Indicator, Placement, PlanDocument, Target
from banso.domain.edits import EditRefused
from banso.domain.edits.indicators import (
    add_indicator,
    merge_indicators,
    place_indicator,
    remove_indicator,
    reorder_placement,
    set_indicator,
    unplace_indicator,
)
from tests.domain.edits.small_plan import PLAN


def indicator(document: PlanDocument, key: str) -> Indicator:
    return next(each for each in document.indicators if each.key == key)


def listed(document: PlanDocument, node: str) -> list[str]:
    row = [each for each in document.placements if each.node == node and each.role == "listed"]
    return [each.indicator for each in sorted(row, key=lambda each: each.order or 0)]


def test_a_new_indicator_is_placed_and_keyed_behind_those_of_its_node() -> None:
    document, key = add_indicator(PLAN, node="1-①", name="参加者数", unit="人", role="listed", direction="higher")
    assert key == "1-5", "1-3 and 1-4 are used elsewhere"
    assert (indicator(document, key).unit, indicator(document, key).direction) == ("人", "higher")
    assert listed(document, "1-①") == ["1-1", "1-2", "1-5"]
    assert add_indicator(PLAN, node="1-②-a", name="件数")[1] == "1-②-a-1"
    assert add_indicator(PLAN, node=None, name="人口", code="K1")[1] == "K1"
    assert add_indicator(PlanDocument(), node=None, name="人口")[1] == "1"


def test_fields_are_set_and_blank_words_are_not_stated() -> None:
    document = set_indicator(PLAN, key="1-4", qualifier="市民", unit=" ", direction="higher", decimals=2)
    changed = indicator(document, "1-4")
    assert (changed.qualifier, changed.unit, changed.direction, changed.decimals) == ("市民", None, "higher", 2)


def test_an_indicator_is_placed_once_per_node_and_role() -> None:
    document = place_indicator(PLAN, indicator="1-4", node="1-①", role="listed", code="4-3")
    assert document.placements[-1] == Placement(indicator="1-4", node="1-①", code="4-3", role="listed", order=3)
    again = place_indicator(document, indicator="1-4", node="1-①", role="listed", code="4-4")
    assert again.placements[-1] == replace(document.placements[-1], code="4-4")
    assert len(again.placements) == len(document.placements)
    assert unplace_indicator(document, indicator="1-4", node="1-①", role="listed") == PLAN


def test_placements_are_ordered_within_node_and_role() -> None:
    document = reorder_placement(PLAN, indicator="1-2", node="1-①", role="listed", step=-1)
    assert listed(document, "1-①") == ["1-2", "1-1"]
    assert reorder_placement(document, indicator="1-2", node="1-①", role="listed", step=1) == PLAN
    assert reorder_placement(PLAN, indicator="1-1", node="1-①", role="listed", step=-1) == PLAN
    main = place_indicator(PLAN, indicator="1-2", node="2-①")
    swapped = reorder_placement(main, indicator="1-2", node="2-①", role="main", step=-1)
    assert [each.indicator for each in swapped.placements if each.node == "2-①"] == ["1-2", "1-4"]


def test_two_indicators_that_are_one_keep_all_values_of_both() -> None:
    plan = replace(
        PLAN,
        targets=(*PLAN.targets, Target(indicator="1-3", year=2024, amount=Decimal(18))),
        actuals=(
            *(each for each in PLAN.actuals if each.indicator != "1-1"),
            Actual(indicator="1-1", year=2023, state="not-entered"),
        ),
    )
    document = merge_indicators(plan, source="1-3", into="1-1")
    assert [each.amount for each in document.targets if each.indicator == "1-1"] == [Decimal(15), Decimal(18)]
    assert [each.amount for each in document.actuals if each.indicator == "1-1"] == [Decimal(12)]
    assert [each.node for each in document.placements if each.indicator == "1-1"] == ["1-①", "1-②", "1-①-a"]
    assert document.notes[0].at == ("roadmap/1-②-a/1", "indicator/1-1")
    assert "1-3" not in {each.key for each in document.indicators}


def test_an_indicator_without_results_goes_with_targets_and_waiting_cells() -> None:
    document = remove_indicator(PLAN, key="1-2")
    left = {each.indicator for each in document.targets} | {each.indicator for each in document.placements}
    assert "1-2" not in left | {each.indicator for each in document.actuals}
    assert [each.key for each in document.indicators] == ["1-1", "1-3", "1-4"]


CONTRADICTING = replace(
    PLAN, actuals=tuple(replace(each, amount=Decimal(9)) if each.indicator == "1-3" else each for each in PLAN.actuals)
)
FAMILY = replace(
    PLAN, indicators=tuple(replace(each, parent="1-1") if each.key == "1-3" else each for each in PLAN.indicators)
)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: merge_indicators(CONTRADICTING, source="1-3", into="1-1"), "2023年度の実績が「12」と「9」で違う"),
        (lambda: merge_indicators(PLAN, source="1-2", into="1-1"), "単位が「件」と「人」で違う"),
        (lambda: merge_indicators(PLAN, source="1-1", into="1-1"), "同じ指標どうし"),
        (lambda: remove_indicator(PLAN, key="1-1"), "実績1件があるので"),
        (lambda: remove_indicator(FAMILY, key="1-1"), "内訳の指標1件"),
        (lambda: add_indicator(PLAN, node="1", name=" "), "名称が空"),
        (lambda: add_indicator(PLAN, node="1", name="新", code="1-1"), "「1-1」は指標「相談件数」が使っています"),
        (lambda: set_indicator(PLAN, key="1-1", parent="1-1"), "その指標自身"),
        (lambda: set_indicator(FAMILY, key="1-1", parent="1-3"), "その内訳は選べません"),
        (lambda: set_indicator(PLAN, key="1-1", decimals=-1), "小数の桁数"),
        (lambda: unplace_indicator(PLAN, indicator="1-1", node="2", role="main"), "もう置かれていません"),
        (lambda: place_indicator(PLAN, indicator="9", node="2"), "指標「9」は、この計画にありません"),
    ],
)
def test_refusals_name_what_stands_in_the_way(edit: object, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit()  # type: ignore[operator]
