"""The demonstration plan: the figures of the public papers, results plainly marked as examples, no sentence copied."""

from __future__ import annotations

from collections import Counter

import pytest

from banso.domain.evaluation import evaluate
from banso.domain.money import costs
from banso.domain.text import fold
from banso.library.demonstration import demonstrated, demonstration_plan
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


PAPERS = {"kama": ("000", "001"), "kazuno": ("002",), "aizuwakamatsu": ("003",), "ome": ("004",)}


@pytest.mark.parametrize("body", demonstrated())
def test_no_sentence_of_the_papers_is_copied(body: str) -> None:
    plan = demonstration_plan(body)
    titles = [node.title or "" for node in plan.nodes] + [indicator.name for indicator in plan.indicators]
    titles += [each.source or "" for each in plan.vocabularies] + [each.title or "" for each in plan.tables]
    titles += [label for each in plan.vocabularies for label in each.labels.values()]
    names = "".join(f"「{fold(title)}」" for title in titles)
    for number in PAPERS[body]:
        source = fold(paper(number).read_text(encoding="utf-8"))
        own = (
            [text.text for text in plan.texts] + [node.text or "" for node in plan.nodes] + [n.text for n in plan.notes]
        )
        for text in map(fold, own):
            runs = (text[start : start + RUN] for start in range(max(0, len(text) - RUN + 1)))
            assert [run for run in runs if run in source and run not in names] == []


def test_the_evaluation_of_a_field_has_the_figures_of_its_paper() -> None:
    plan = demonstration_plan("aizuwakamatsu")
    money = costs(plan)
    sums = [money.sums("分野12", column) for column in money.columns]
    assert [each.cost.amount for each in sums] == [703801, 702847]
    assert [each.without_deposits.amount for each in sums] == [93801, 92847]
    assert [each.personnel.amount for each in sums] == [25842, 25842]
    results = {(each.key, each.year): each.achieved for each in evaluate(plan).indicators}
    assert (results["1", 2023], results["1", 2024], results["2", 2023]) == (True, True, False)
