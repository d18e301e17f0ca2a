"""The sign beside a grade follows from its place: the last of two or more never looks good."""

from __future__ import annotations

import pytest

from banso.domain.grade_signs import SIGNS, band_signs, step_signs


@pytest.mark.parametrize(
    ("grades", "signs"),
    [
        ("", ""),
        ("A", "○"),
        ("達成 未達成", "○×"),
        ("A B C", "◎○×"),
        ("A B C D", "◎○△×"),
        ("A B C D E", "◎○△▽×"),
        ("A B C D E F G", "◎○△▽×××"),
        ("A B A", "○×"),
    ],
)
def test_signs_of_bands(grades: str, signs: str) -> None:
    assert "".join(SIGNS[number] for number in band_signs(grades.split()).values()) == signs


@pytest.mark.parametrize(
    ("labels", "signs"),
    [("達成 未達成", "○×"), ("順調 おおむね順調 やや遅れ", "◎○△"), ("5 4 3 2 1", "◎○△▽×"), ("可", "○")],
)
def test_signs_of_an_overall_scale(labels: str, signs: str) -> None:
    assert "".join(SIGNS[number] for number in step_signs(labels.split()).values()) == signs
