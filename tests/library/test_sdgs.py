"""The SDGs: every goal and target once, each with a label that tells it apart from its neighbours."""

from __future__ import annotations

from banso.library.sdgs import goals, label_of, labels, vocabulary


def test_there_are_17_goals_and_169_targets() -> None:
    assert list(goals()) == list(range(1, 18))
    assert len(labels()) == 169


def test_no_two_targets_of_a_goal_are_called_the_same() -> None:
    for goal in goals():
        own = [label for code, label in labels().items() if code.partition(".")[0] == str(goal)]
        assert len(own) == len(set(own)), goal


def test_codes_as_offices_type_them() -> None:
    assert label_of("８．３") == label_of("8.3") == "雇用と起業の後押し、中小企業の成長"
    assert label_of("11.A") == "都市と農村のつながり"
    assert label_of("8") == "働きがいも経済成長も"
    assert label_of("8.99") is None


def test_the_vocabulary_of_a_plan_says_what_its_codes_mean() -> None:
    own = vocabulary(("11.4", "8.1", "9.99"))
    assert own.terms == ("11.4", "8.1", "9.99")
    assert set(own.labels) == {"11.4", "8.1"}
    assert (own.first_year, own.last_year) == (2015, 2030)
