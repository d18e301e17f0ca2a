import pytest

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.groups import add_group, remove_group, reorder_group, set_group, uncovered_actions
from banso.domain.edits.roadmap import add_step, remove_step, set_span, set_step_text
from tests.domain.edits.small_plan import PLAN


def steps(document: PlanDocument, owner: str) -> list[tuple[int, str, int, int, str]]:
    return [
        (each.line, each.text, each.first_year, each.last_year, each.span)
        for each in document.roadmap
        if each.owner == owner
    ]


def test_a_new_row_stands_behind_the_others() -> None:
    document, key = add_group(PLAN, node="1-①", title="起業の機運")
    assert (key, document.groups[-1].title, document.groups[-1].match) == ("1-①~3", "起業の機運", None)
    assert add_group(PLAN, node="1-①", title="新", taken=("1-①~7",))[1] == "1-①~8"
    assert add_group(PLAN, node="2-①", title="新")[1] == "2-①~1"


def test_chosen_actions_are_confirmed_and_stand_in_one_row_only() -> None:
    document = set_group(PLAN, key="1-①~2", members=("1-①-b", "1-①-a"))
    assert [(each.members, each.match) for each in document.groups] == [
        ((), "proposed"),
        (("1-①-b", "1-①-a"), "confirmed"),
    ]
    assert set_group(PLAN, key="1-①~1", title="相談").groups[0].match == "proposed"


def test_rows_are_ordered_and_removed() -> None:
    document = reorder_group(PLAN, key="1-①~2", step=-1)
    assert [each.key for each in document.groups] == ["1-①~2", "1-①~1"]
    assert reorder_group(PLAN, key="1-①~2", step=1) == PLAN
    assert [each.key for each in remove_group(PLAN, key="1-①~2").groups] == ["1-①~1"]


def test_actions_in_no_row_are_told(kama: PlanDocument) -> None:
    assert uncovered_actions(PLAN) == ("1-①-b",)
    assert uncovered_actions(PLAN, node="1-②") == ()
    (key, *_) = uncovered_actions(kama)
    group = next(each for each in kama.groups if key.startswith(each.node + "-"))
    assert key not in uncovered_actions(set_group(kama, key=group.key, members=(*group.members, key)))


def test_a_typed_span_is_stated_and_the_line_keeps_the_order_of_years() -> None:
    document = set_span(PLAN, owner="1-①~1", line=1, position=1, first_year=2024, last_year=2025)
    assert steps(document, "1-①~1") == [(1, "準備", 2023, 2023, "assumed"), (1, "実施", 2024, 2025, "stated")]
    later = set_span(document, owner="1-①~1", line=1, position=0, first_year=2026, last_year=2027)
    assert [step[1] for step in steps(later, "1-①~1")] == ["実施", "準備"]


def test_steps_are_added_in_the_order_of_years_or_on_a_new_line() -> None:
    document = set_span(PLAN, owner="1-①~1", line=1, position=1, first_year=2025, last_year=2026)
    between = add_step(document, owner="1-①~1", line=1, text="試行", first_year=2024, last_year=2024)
    assert [step[1] for step in steps(between, "1-①~1")] == ["準備", "試行", "実施"]
    assert remove_step(between, owner="1-①~1", line=1, position=1) == document
    beside = add_step(PLAN, owner="1-①-a", text="改善", first_year=2024, last_year=2025)
    assert steps(beside, "1-①-a")[-1] == (2, "改善", 2024, 2025, "stated")
    assert set_step_text(beside, owner="1-①-a", line=2, position=0, text="見直し").roadmap[-1].text == "見直し"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: add_group(PLAN, node="1-①", title=""), "行の名称が空"),
        (lambda: set_group(PLAN, key="1-①~1", title=" "), "空にはできません"),
        (lambda: set_group(PLAN, key="1-①~1", members=("1-①",)), "施策そのもの"),
        (lambda: set_group(PLAN, key="1-①~1", members=("9",)), "この計画にありません"),
        (lambda: remove_group(PLAN, key="1-①~1"), "ロードマップ2件があるので"),
        (
            lambda: set_span(PLAN, owner="1-①~1", line=1, position=0, first_year=2023, last_year=2024),
            "「実施」（2024～2027年度）と年度が重なります",
        ),
        (lambda: set_span(PLAN, owner="1-①~1", line=1, position=0, first_year=2022, last_year=2023), "計画期間"),
        (lambda: set_span(PLAN, owner="1-①~1", line=1, position=0, first_year=2025, last_year=2024), "より後です"),
        (lambda: set_span(PLAN, owner="1-①~1", line=1, position=2, first_year=2023, last_year=2023), "もうありません"),
        (lambda: add_step(PLAN, owner="9", text="新", first_year=2023, last_year=2023), "この計画にありません"),
        (lambda: add_step(PLAN, owner="1-①-a", text="", first_year=2023, last_year=2023), "言葉が空"),
    ],
)
def test_refusals_say_what_to_do(edit: object, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit()  # type: ignore[operator]
