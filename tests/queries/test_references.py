"""What ends under a plan's feet: upper plans and vocabularies, seen from a fiscal year."""

from __future__ import annotations

import pytest

from banso.domain.document import ExternalNode, Link, Node, PlanDocument, Vocabulary
from banso.queries.references import Ending, end_state, references_ending


@pytest.mark.parametrize(
    ("last", "year", "plan_last", "state"),
    [
        (None, 2025, 2027, None),
        (2024, 2025, 2027, "ended"),
        (2025, 2025, 2027, "this-year"),
        (2026, 2025, 2027, "next-year"),
        (2027, 2026, 2027, "next-year"),  # the plan ends too, and somebody has to write what follows both
        (2027, 2024, 2028, "before-plan"),
        (2027, 2024, 2027, None),
        (2030, 2024, 2027, None),
        (2026, None, 2027, "before-plan"),
        (2026, 2020, None, None),
        (2024, 2025, None, "ended"),
    ],
)
def test_how_near_an_end_is(last: int | None, year: int | None, plan_last: int | None, state: str | None) -> None:
    assert end_state(last, year, plan_last) == state


def tied(key: str, *external: ExternalNode) -> Node:
    return Node(key=key, level=0, title=key, links=tuple(Link(kind="related", external=each) for each in external))


def test_the_same_plan_is_named_once_with_all_who_refer_to_it() -> None:
    strategy = ExternalNode(title="総合戦略", first_year=2020, last_year=2025)
    document = PlanDocument(
        last_year=2029,
        nodes=(
            tied("1", strategy, ExternalNode(title="期間のない計画")),
            tied("2", ExternalNode(number="13-1", title="企業誘致", last_year=2024), strategy),
            tied("3", ExternalNode(title="長い計画", last_year=2035)),
            tied("4", ExternalNode(title="途中まで", last_year=2028)),
        ),
        vocabularies=(
            Vocabulary(name="基本目標", terms=("1",), source="前の戦略", last_year=2023),
            Vocabulary(name="区分", terms=("新規",)),
            Vocabulary(name="重点", last_year=2026),
        ),
    )
    found = references_ending(document, 2025)
    assert found == (
        Ending("前の戦略", 2023, "ended", vocabulary="基本目標"),
        Ending("13-1 企業誘致", 2024, "ended", nodes=("2",)),
        Ending("総合戦略", 2025, "this-year", nodes=("1", "2")),
        Ending("重点", 2026, "next-year", vocabulary="重点"),
        Ending("途中まで", 2028, "before-plan", nodes=("4",)),
    )
    assert [each.due for each in found] == [True, True, True, True, False]
    assert references_ending(PlanDocument(), 2025) == ()
