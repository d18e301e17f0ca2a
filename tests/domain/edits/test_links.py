"""Links out of the plan: added, changed, taken away, refused; and how the history reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from banso.domain.diff import diff
from banso.domain.difference_words import sentence
from banso.domain.document import ExternalNode, Link, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.links import name_of, refer, remove_reference, set_link
from tests.domain.edits.small_plan import PLAN

STRATEGY = ExternalNode(title="第2期総合戦略", first_year=2020, last_year=2024)
PROJECT = ExternalNode(number="13-1", title="企業誘致", owner="企業立地課")


def links(document: PlanDocument, key: str = "1") -> tuple[Link, ...]:
    return next(node.links for node in document.nodes if node.key == key)


def test_a_dated_plan_is_referred_to_changed_and_taken_away() -> None:
    once = refer(PLAN, key="1", external=STRATEGY, reason=" 施策の根拠 ")
    both = refer(once, key="1", external=PROJECT)
    assert links(both) == (
        Link(kind="related", external=STRATEGY, reason="施策の根拠"),
        Link(kind="related", external=PROJECT),
    )
    longer = ExternalNode(title="第3期総合戦略", first_year=2025, last_year=2029)
    changed = refer(both, key="1", external=longer, instead_of=name_of(links(both)[0]))
    assert [each.external for each in links(changed)] == [longer, PROJECT], "in its place"
    assert remove_reference(once, key="1", name=name_of(links(once)[0])) == PLAN


def test_the_reason_alone_can_change() -> None:
    once = refer(PLAN, key="1", external=PROJECT)
    name = name_of(links(once)[0])
    assert links(refer(once, key="1", external=PROJECT, reason="受け皿", instead_of=name))[0].reason == "受け皿"
    assert refer(once, key="1", external=PROJECT, instead_of=name) == once


def test_what_a_paper_states_twice_can_still_be_changed() -> None:
    twice = (Link(kind="related", external=PROJECT), Link(kind="related", external=PROJECT))
    nodes = tuple(replace(node, links=twice) if node.key == "1" else node for node in PLAN.nodes)
    changed = refer(
        replace(PLAN, nodes=nodes), key="1", external=PROJECT, reason="受け皿", instead_of=name_of(twice[0])
    )
    assert [each.reason for each in links(changed)] == ["受け皿", None]


def test_names_tell_links_apart() -> None:
    several = [
        Link(kind="related", to="1"),
        Link(kind="causes", to="1"),
        Link(kind="related", external=PROJECT),
        Link(kind="related", external=ExternalNode(number="13", title="1 企業誘致", owner="企業立地課")),
        Link(kind="related", external=ExternalNode(title="a/b")),
        Link(kind="related", external=ExternalNode(number="a", title="b")),
        Link(kind="related", external=STRATEGY),
        Link(kind="related", external=ExternalNode(title="第2期総合戦略", first_year=2020)),
    ]
    assert len({name_of(each) for each in several}) == len(several)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: refer(PLAN, key="1", external=ExternalNode(owner="商工課")), "名称が空"),
        (lambda: refer(PLAN, key="1", external=ExternalNode(title="x", first_year=2025, last_year=2024)), "より後"),
        (lambda: refer(refer(PLAN, key="1", external=PROJECT), key="1", external=PROJECT), "もうあります"),
        (lambda: refer(PLAN, key="1", external=PROJECT, instead_of="related/x"), "もうありません"),
        (lambda: remove_reference(PLAN, key="1", name="related/x"), "もうありません"),
        (lambda: refer(PLAN, key="9-9", external=PROJECT), "この計画にありません"),
    ],
)
def test_refusals_say_what_to_do(edit: Callable[[], object], words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit()


def test_the_history_reads_the_period() -> None:
    new = refer(PLAN, key="1", external=STRATEGY)
    told = sentence(diff(PLAN, new).changes[0], PLAN, new)
    assert "第2期総合戦略（2020年度～2024年度）" in told


def test_links_of_both_kinds_stand_side_by_side() -> None:
    document = refer(set_link(PLAN, key="1", to="1-①", kind="causes"), key="1", external=PROJECT)
    assert [each.to for each in links(document)] == ["1-①", None]
