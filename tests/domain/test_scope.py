"""What a paper covers: only what its form shows can have been taken off."""

from __future__ import annotations

import pytest

from banso.domain.document import Indicator, Placement, PlanDocument, Scope, Text
from banso.domain.scope import Inside

WORDS = Text(indicator="k", year=2023, kind="remarks", text="x")


@pytest.mark.parametrize(
    ("texts", "item", "inside"),
    [
        ((), Text(node="1", year=2023, kind="issues", text="x"), True),
        ((), Text(node="1", year=2024, kind="issues", text="x"), False),
        ((), Text(node="2", year=2023, kind="issues", text="x"), False),
        ((), WORDS, False),
        ((Text(indicator="k", year=2023, kind="review", text="y"),), WORDS, True),
    ],
)
def test_texts_are_inside_where_the_paper_has_such_texts(texts: tuple[Text, ...], item: Text, inside: bool) -> None:
    paper = PlanDocument(
        scope=(Scope(form="progress-sheet", year=2023, nodes=("1",), covers=("texts",)),),
        indicators=(Indicator(key="k", name="k"),),
        placements=(Placement(indicator="k", node="1", role="listed"),),
        texts=texts,
    )
    assert Inside(paper)("texts", item) is inside
