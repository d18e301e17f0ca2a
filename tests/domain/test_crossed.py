"""Two papers that number the same things crosswise: the name decides, the later paper's number is the key."""

from __future__ import annotations

from decimal import Decimal

from banso.domain.document import Budget, Decision, Node, PlanDocument
from banso.domain.match import crossed, match
from banso.domain.merge import Paper, merge


def plan(*titles: str) -> PlanDocument:
    nodes = [Node(key="施策1", level=0, title="地場産業の振興")]
    nodes += [
        Node(key=f"1-{number}", parent="施策1", level=1, number=str(number), title=title)
        for number, title in enumerate(titles, start=1)
    ]
    return PlanDocument(nodes=tuple(nodes))


def test_swapped_numbers_are_found() -> None:
    assert crossed(plan("あ", "い", "う").nodes, plan("あ", "う", "い").nodes) == {"1-2": "1-3", "1-3": "1-2"}


def test_three_in_a_ring_are_found() -> None:
    assert crossed(plan("あ", "い", "う").nodes, plan("い", "う", "あ").nodes) == {
        "1-1": "1-3",
        "1-2": "1-1",
        "1-3": "1-2",
    }


def test_a_reworded_name_is_no_swap() -> None:
    assert crossed(plan("あ", "い", "う").nodes, plan("あ", "い改", "う").nodes) == {}
    assert crossed(plan("あ", "い", "う").nodes, plan("あ", "う", "え").nodes) == {}


def test_match_ties_a_list_with_swapped_numbers_to_the_plan() -> None:
    found = match(plan("あ", "い", "う"), plan("あ", "う", "い"))
    assert {node.key: node.title for node in found.document.nodes} == {
        "施策1": "地場産業の振興",
        "1-1": "あ",
        "1-3": "い",
        "1-2": "う",
    }


def test_the_sheets_number_is_the_key_and_the_difference_a_doubt() -> None:
    listed = plan("あ", "い", "う")
    decided = Decision(node="1-2", year=2024, vocabulary="次年度方針", values=("終了",))
    listed = PlanDocument(nodes=listed.nodes, decisions=(decided,))
    cost = Budget(node="1-3", item="事業費", year=2024, stage="budget", amount=Decimal(5))
    sheets = PlanDocument(nodes=plan("あ", "う", "い").nodes, budgets=(cost,))
    united, doubts = merge([Paper(listed, "list.txt"), Paper(sheets, "sheets.txt")])
    by_title = {node.title: node for node in united.nodes}
    assert (by_title["い"].key, by_title["い"].number) == ("1-3", "3")
    assert united.decisions[0].node == united.budgets[0].node == "1-3"
    assert sorted(str(doubt.where.address) for doubt in doubts) == ["node/1-2/number", "node/1-3/number"]
    assert [node.key for node in united.nodes] == ["施策1", "1-1", "1-2", "1-3"]
