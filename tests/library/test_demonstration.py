"""The demonstration plan: the figures of the public papers, results plainly marked as examples, no sentence copied."""

from __future__ import annotations

from collections import Counter

from banso.domain.evaluation import evaluate
from banso.domain.text import fold
from banso.library.demonstration import demonstration_plan
from tests.papers import paper

RUN = 25
"""A run of this many characters shared with a paper would be a copied sentence."""


def test_the_demonstration_plan_has_the_figures_of_the_papers() -> None:
    plan = demonstration_plan()
    assert Counter(node.level for node in plan.nodes) == {0: 6, 1: 21, 2: 86}
    assert (len(plan.groups), len(plan.indicators), len(plan.targets), len(plan.actuals)) == (58, 20, 20, 20)
    assert {placement.code for placement in plan.placements if placement.code} >= {"4-3", "6-5"}


def test_every_result_says_that_it_is_an_example() -> None:
    plan = demonstration_plan()
    for text in plan.texts:
        if text.kind in ("achievements", "issues"):
            assert text.text.startswith("【記入例】")
    remarks = {text.node for text in plan.texts if text.kind == "remarks" and "記入例" in text.text}
    assert remarks == {node.key for node in plan.nodes if node.level == 1}
    assert all((judgement.reason or "").startswith("【記入例】") for judgement in plan.judgements)


def test_the_example_year_shows_all_grades_and_states() -> None:
    results = [result for result in evaluate(demonstration_plan()).indicators if result.year == 2023]
    assert {result.rate.grade for result in results} == {"A", "B", "C", None}
    assert {result.reason for result in results if result.reason} >= {"not-set", "target-zero", "being-counted"}


def test_no_sentence_of_the_papers_is_copied() -> None:
    plan = demonstration_plan()
    names = "".join(fold(node.title or "") for node in plan.nodes) + "".join(fold(i.name) for i in plan.indicators)
    for number in ("000", "001"):
        source = fold(paper(number).read_text(encoding="utf-8"))
        own = (
            [text.text for text in plan.texts] + [node.text or "" for node in plan.nodes] + [n.text for n in plan.notes]
        )
        for text in map(fold, own):
            runs = (text[start : start + RUN] for start in range(max(0, len(text) - RUN + 1)))
            assert [run for run in runs if run in source and run not in names] == []
