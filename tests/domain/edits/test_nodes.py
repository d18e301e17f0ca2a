import pytest

from banso.domain.diff import diff
from banso.domain.document import Node, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import (
    NO_INDICATOR,
    add_node,
    add_reprise,
    end_node,
    explain_no_indicator,
    merge_nodes,
    move_node,
    remove_link,
    remove_node,
    reorder_node,
    set_inheritance,
    set_link,
    set_node,
)
from banso.domain.edits.tree import in_force
from tests.domain.edits.small_plan import PLAN


def node(document: PlanDocument, key: str) -> Node:
    return next(each for each in document.nodes if each.key == key)


def below(document: PlanDocument, parent: str | None) -> list[str]:
    return [each.key for each in document.nodes if each.parent == parent]


@pytest.mark.parametrize(
    ("parent", "key", "number"),
    [(None, "7", "7"), ("1", "1-④", "④"), ("1-①", "1-①-g", "g"), ("2-③", "2-③-c", "c")],
)
def test_a_new_node_gets_the_next_number_and_a_key_like_its_siblings(
    kama: PlanDocument, parent: str | None, key: str, number: str
) -> None:
    document, given = add_node(kama, parent=parent, title="新しい取組")
    assert (given, node(document, given).number) == (key, number)
    assert [change.address for change in diff(kama, document).changes] == [f"node/{key}"]


@pytest.mark.parametrize(
    ("nodes", "parent", "expected"),
    [
        # Measures numbered through the whole plan, whatever strategy they stand under.
        (
            (
                Node(key="共通-1", level=0, number="1"),
                Node(key="独自-1", level=0, number="1"),
                Node(key="1", parent="共通-1", level=1, number="1"),
                Node(key="2", parent="独自-1", level=1, number="2"),
            ),
            "共通-1",
            ("3", "3"),
        ),
        # Projects numbered within their measure, keyed by their number alone.
        (
            (
                Node(key="施策1", level=0, number="1"),
                Node(key="施策2", level=0, number="2"),
                Node(key="1-1", parent="施策1", level=1, number="1-1"),
                Node(key="1-2", parent="施策1", level=1, number="1-2"),
            ),
            None,
            ("施策3", "3"),
        ),
        ((Node(key="(1)", level=0, number="(1)"),), None, ("2", "(2)")),
        ((), None, ("新しい柱", None)),
    ],
)
def test_keys_and_numbers_follow_the_manner_of_the_plan(
    nodes: tuple[Node, ...], parent: str | None, expected: tuple[str, str | None]
) -> None:
    document, key = add_node(PlanDocument(nodes=nodes), parent=parent, title="新しい柱")
    assert (key, node(document, key).number) == expected


def test_a_plan_from_nothing_is_numbered_by_its_levels() -> None:
    empty = PlanDocument(levels=PLAN.levels)
    one, first = add_node(empty, parent=None, title="創業")
    two, second = add_node(one, parent=first, title="相談")
    three, third = add_node(two, parent=second, title="窓口")
    four, fourth = add_node(three, parent=second, title="創業塾")
    assert [each.key for each in four.nodes] == ["1", "1-①", "1-①-a", "1-①-b"]
    assert (third, fourth) == ("1-①-a", "1-①-b")


def test_a_key_is_not_given_again() -> None:
    moved = move_node(PLAN, key="1-①-b", parent="1-②")
    document, key = add_node(moved, parent="1-①", title="新しい塾")
    assert node(document, "1-①-b").title == "創業塾"
    assert key == "1-①-b.2"
    assert add_node(PLAN, parent="1-②", title="新", taken=("1-②-b",))[1] == "1-②-b.2"


def test_a_new_node_stands_behind_the_named_sibling_and_what_is_below_it() -> None:
    document, key = add_node(PLAN, parent="1", title="間", after="1-①")
    assert below(document, "1") == ["1-①", key, "1-②"]
    assert [each.key for each in document.nodes].index(key) == 4


def test_fields_are_set_and_terms_come_from_the_vocabulary() -> None:
    document = set_node(PLAN, key="1-①-a", title=" 窓口 ", owner="", terms={"実施方針区分": ("新規", "強化")})
    changed = node(document, "1-①-a")
    assert (changed.title, changed.owner, changed.terms) == ("窓口", None, {"実施方針区分": ("新規", "強化")})
    assert node(set_node(document, key="1-①-a", terms={"実施方針区分": ()}), "1-①-a").terms == {}


def test_a_moved_node_takes_its_children_and_their_levels_along() -> None:
    document = move_node(PLAN, key="1-②", parent=None)
    assert [each.key for each in document.nodes][-2:] == ["1-②", "1-②-a"]
    assert (node(document, "1-②").level, node(document, "1-②-a").level) == (0, 1)
    assert node(document, "1-②").number == "3", "the number of the level it came to"


def test_a_number_a_sibling_has_is_not_brought_along() -> None:
    document = move_node(PLAN, key="1-②-a", parent="1-①")
    assert node(document, "1-②-a").number == "c"
    assert node(move_node(PLAN, key="1-①-b", parent="1-②"), "1-①-b").number == "b"


def test_ordering_takes_children_along_and_stops_at_the_ends() -> None:
    document = reorder_node(PLAN, key="1-①", step=1)
    assert [each.key for each in document.nodes] == [
        *("1", "1-②", "1-②-a", "1-①", "1-①-a", "1-①-b", "2", "2-①", "2-①-a")
    ]
    assert reorder_node(document, key="1-①", step=-1) == PLAN
    assert reorder_node(PLAN, key="1-②", step=1) == PLAN


def test_an_ended_node_is_out_of_force_with_all_below_it_only_afterwards() -> None:
    document = end_node(PLAN, key="1-①", last_year=2024)
    assert node(document, "1-①-b").last_year == 2024
    assert in_force(document, 2024) == {each.key for each in PLAN.nodes}
    assert in_force(document, 2025) == {"1", "1-②", "1-②-a", "2", "2-①", "2-①-a"}


def test_an_empty_node_can_be_removed() -> None:
    document, key = add_node(PLAN, parent="1-②", title="誤り")
    assert remove_node(document, key=key) == PLAN


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: add_node(PLAN, parent="1", title="  "), "名称が空"),
        (lambda: add_node(PLAN, parent="9", title="新"), "この計画にありません"),
        (lambda: add_node(PLAN, parent="1", title="新", after="2-①"), "同じ場所の項目ではない"),
        (lambda: set_node(PLAN, key="1", title=""), "名称を空にはできません"),
        (lambda: set_node(PLAN, key="1", terms={"実施方針区分": ("廃止",)}), "「廃止」という区分はありません"),
        (lambda: move_node(PLAN, key="1", parent="1-①-a"), "その下にある"),
        (lambda: end_node(PLAN, key="1", last_year=2030), "計画期間（2023年度～2027年度）の外"),
        (lambda: remove_node(PLAN, key="1-②"), "下の項目1件、指標1件、文章1件、評価1件、予算1件があるので"),
        (lambda: remove_node(PLAN, key="1-①-a"), "再掲1件、シートの行1件、ロードマップ1件"),
        (lambda: merge_nodes(PLAN, source="1", into="1"), "同じ項目どうし"),
        (lambda: merge_nodes(PLAN, source="1", into="1-①"), "の中にあります"),
        (lambda: merge_nodes(PLAN, source="1-②", into="1-①"), "「順調」と「遅れ」で違う"),
        (lambda: set_link(PLAN, key="1", to="1", kind="related"), "自分自身"),
        (lambda: set_inheritance(PLAN, key="1", inherits=("title",)), "再掲ではない"),
        (lambda: set_inheritance(PLAN, key="2-①-a", inherits=("色",)), "引き継ぐ項目はありません"),
    ],
)
def test_refusals_say_why(edit: object, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit()  # type: ignore[operator]


def test_the_tree_stops_at_six_levels() -> None:
    document, parent = PlanDocument(), None
    for count in range(6):
        document, parent = add_node(document, parent=parent, title=f"階層{count}")
    with pytest.raises(EditRefused, match="階層は6つまで"):
        add_node(document, parent=parent, title="深すぎる")
    top, other = add_node(document, parent=None, title="別")
    with pytest.raises(EditRefused, match="6つを超えます"):
        move_node(top, key=document.nodes[0].key, parent=other)


def test_merged_measures_keep_children_rows_texts_and_money() -> None:
    plan = merge_nodes(
        PlanDocument(
            **{
                **{name: getattr(PLAN, name) for name in ("levels", "nodes", "groups", "texts", "budgets", "notes")},
                "placements": PLAN.placements,
                "roadmap": PLAN.roadmap,
                "indicators": PLAN.indicators,
            }
        ),
        source="1-②",
        into="1-①",
    )
    into = node(plan, "1-①")
    assert (into.title, into.owner, into.partners, into.predecessor) == ("相談", "商工課", ("観光課",), "1-②")
    assert below(plan, "1-①") == ["1-①-a", "1-①-b", "1-②-a"]
    assert node(plan, "1-②-a").number == "c"
    assert [each.text for each in plan.texts if each.node == "1-①" and each.kind == "issues"] == [
        "人手が足りない。\n\n空き店舗が遠い。"
    ]
    assert [(each.indicator, each.node) for each in plan.placements][:3] == [
        ("1-1", "1-①"),
        ("1-2", "1-①"),
        ("1-3", "1-①"),
    ]
    assert plan.budgets[0].node == "1-①"


def test_merged_actions_keep_both_roadmaps_and_footnotes_follow() -> None:
    plan = merge_nodes(PLAN, source="1-②-a", into="1-①-a")
    lines = [(each.line, each.text) for each in plan.roadmap if each.node == "1-①-a"]
    assert lines == [(1, "相談"), (2, "調査")]
    assert plan.notes[0].at == ("roadmap/1-①-a/2", "indicator/1-3")


def test_a_repeat_merged_with_its_original_repeats_nothing_and_keeps_the_words() -> None:
    plan = merge_nodes(PLAN, source="1-①-a", into="2-①-a")
    merged = node(plan, "2-①-a")
    assert (merged.title, merged.reprise_of, merged.inherits, merged.links) == ("窓口相談", None, (), ())
    assert [each.text for each in plan.texts if each.node == "2-①-a"] == ["窓口は一つ。"]
    assert plan.groups[0].members == ("2-①-a",)
    back = merge_nodes(PLAN, source="2-①-a", into="1-①-a")
    assert (node(back, "1-①-a").reprise_of, node(back, "1-①-a").links) == (None, ())


def test_a_repeat_takes_what_it_inherits_and_owns_the_rest() -> None:
    document, key = add_reprise(PLAN, original="2-①-a", parent="1-②")
    repeat = node(document, key)
    assert (key, repeat.number, repeat.reprise_of, repeat.title) == ("1-②-b", "b", "1-①-a", None)
    assert repeat.terms == {"実施方針区分": ("継続",)}
    assert [link.to for link in node(document, "1-①-a").links] == ["2-①-a", "1-②-b"]
    inheriting = set_inheritance(document, key=key, inherits=("実施方針区分", "status-quo"))
    assert (node(inheriting, key).title, node(inheriting, key).terms) == ("窓口相談", {})
    assert not [each for each in inheriting.texts if each.node == key]
    assert set_inheritance(inheriting, key=key, inherits=("title",)).texts == document.texts


def test_links_are_set_once_and_taken_away() -> None:
    linked = set_link(PLAN, key="1-①", to="2-①", kind="causes", reason="相談が売上になる")
    again = set_link(linked, key="1-①", to="2-①", kind="causes", reason="相談から販路へ")
    assert [link.reason for link in node(again, "1-①").links] == ["相談から販路へ"]
    assert remove_link(again, key="1-①", to="2-①", kind="causes") == PLAN
    with pytest.raises(EditRefused, match="もうありません"):
        remove_link(PLAN, key="1-①", to="2-①", kind="causes")


def test_why_there_is_no_indicator_stands_as_a_text() -> None:
    document = explain_no_indicator(PLAN, node="1-②", reason="国の調査を待つため")
    assert [(each.kind, each.heading, each.text) for each in document.texts if each.heading] == [
        ("paragraph", NO_INDICATOR, "国の調査を待つため")
    ]
    assert explain_no_indicator(document, node="1-②", reason=None) == PLAN
