"""Search finds what people mean however they type it, and marks it where it stands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.document import (
    Event,
    Group,
    Indicator,
    Level,
    Node,
    Note,
    Placement,
    PlanDocument,
    RoadmapStep,
    Text,
)
from banso.domain.search import Entry, find, fold_for_search, index, marks_in

PLAN = PlanDocument(
    levels=(Level(name="方針"), Level(name="施策")),
    nodes=(
        Node(key="1", level=0, number="1", title="創業の促進"),
        Node(key="1-①", parent="1", level=1, number="①", title="窓口での相談", text="起業や創業の相談に応じる"),
        Node(key="1-②", parent="1", level=1, number="②", title="女性の創業"),
    ),
    groups=(Group(key="1-①~1", node="1-①", title="創業塾の開催"),),
    roadmap=(RoadmapStep(group="1-①~1", line=1, text="ｾﾐﾅｰ開催", first_year=2023, last_year=2024, span="stated"),),
    indicators=(Indicator(key="1-1", code="1-1", name="セミナーの参加者数", definition="のべ人数"),),
    placements=(Placement(indicator="1-1", node="1-①", role="listed"),),
    texts=(Text(node="1-①", year=2023, kind="issues", text="土日の\n創業相談が足りない"),),
    notes=(Note(mark="*", text="創業から五年まで"),),
    events=(Event(node="1-②", name="起業まつり"),),
)
ENTRIES = index(PLAN)


def found(query: str) -> list[str]:
    return [hit.entry.address for hit in find(ENTRIES, query)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("セミナー", "ｾﾐﾅｰ"),
        ("せみなー", "セミナー"),
        ("ＩＴ導入", "IT 導入"),
        ("２−３", "2-3"),
        ("ガイド", "ｶﾞｲﾄﾞ"),
        ("デ－タ", "データ"),
        ("5ヵ年", "５ヶ年"),
    ],
)
def test_ways_of_writing_are_alike(query: str, text: str) -> None:
    assert fold_for_search(query).replace("か", "け") == fold_for_search(text).replace("か", "け")
    assert fold_for_search(query)


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        (
            "創業",
            ["node/1", "group/1-①~1", "node/1-②", "node/1-①", "text/1-①/2023/issues", "note/*/創業から五年まで"],
        ),
        ("ｾﾐﾅｰ", ["indicator/1-1", "roadmap/1-①~1/1"]),
        ("せみなー", ["indicator/1-1", "roadmap/1-①~1/1"]),
        ("参加者 セミナー", ["indicator/1-1"]),
        ("課題 創業相談", ["text/1-①/2023/issues"]),
        ("課題 窓口", ["text/1-①/2023/issues"]),
        ("1-②", ["node/1-②"]),
        ("起業", ["event/1-②/起業まつり", "node/1-①"]),
        ("のべ", ["indicator/1-1"]),
        ("ない言葉", []),
        ("  　", []),
        ("創業 ない言葉", []),
    ],
)
def test_titles_come_before_texts_and_all_words_must_occur(query: str, addresses: list[str]) -> None:
    assert found(query) == addresses


def test_after_an_edit_only_what_changed_is_made_again() -> None:
    edited = replace(PLAN, nodes=(replace(PLAN.nodes[0], title="起業の促進"), *PLAN.nodes[1:]))
    again = index(edited, ENTRIES)
    assert again == index(edited), "the same as from nothing"
    taken = {entry.address for entry in again if any(entry is before for before in ENTRIES)}
    assert taken == {"note/*/創業から五年まで"}, "all else stands below the element that was renamed"


def test_what_a_thing_belongs_to_does_not_find_it_alone() -> None:
    """Else a search for a policy would list everything below it."""
    assert "node/1-②" not in found("促進")


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("ｾﾐﾅｰとセミナー", "せみなー", ["ｾﾐﾅｰ", "セミナー"]),
        ("創 業の創業", "創業", ["創 業", "創業"]),
        ("①ｶﾞｲﾄﾞ㈱ＡＢ", "ガイド", ["ｶﾞｲﾄﾞ"]),
        ("㈱ＡＢ", "株", ["㈱"]),
        ("ABC", "x", []),
    ],
)
def test_matches_are_marked_in_the_original_text(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in marks_in(text, (fold_for_search(query),))] == marked


def test_an_excerpt_shows_the_match_of_a_long_text() -> None:
    entry = Entry("text/1/2023/issues", "課題等", "2023年度 課題等", "あ" * 200 + "商店街" + "い" * 200, titled=False)
    (hit,) = find([entry], "商店街")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["商店街"]
    assert hit.snippet.startswith("…あ")
    assert hit.snippet.endswith("い…")


def test_a_long_vowel_at_the_end_is_optional() -> None:
    assert find([Entry("a", "項目", "サーバの更新")], "サーバー")
    assert find([Entry("a", "項目", "サーバーの更新")], "サーバ")


def test_the_answer_is_limited() -> None:
    entries = [Entry(f"node/{number}", "項目", f"相談{number}") for number in range(100)]
    assert [hit.entry.address for hit in find(entries, "相談", limit=2)] == ["node/0", "node/1"]


LETTERS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("ｶﾞﾊﾟｰー－ヶ㈱①がか゛"), max_size=12
)


@given(LETTERS, LETTERS, LETTERS)
def test_every_part_of_a_text_finds_it_and_is_marked(before: str, part: str, behind: str) -> None:
    word = fold_for_search(part)
    text = before + " " + part + " " + behind
    if word and word in fold_for_search(text):
        marks = marks_in(text, (word,))
        assert marks
        assert all(0 <= start < end <= len(text) for start, end in marks)
        assert all(word in fold_for_search(text[start:end]) for start, end in marks)
