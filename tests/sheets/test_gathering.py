"""Hints of one cause are one sentence; different causes and everything graver stay apart."""

from __future__ import annotations

from banso.domain.finding import Doubt, Place, Severity
from banso.sheets.gathering import gathered


def doubt(line: int, message: str = "列がずれています。", severity: Severity = "hint", file: str = "町.txt") -> Doubt:
    return Doubt(code="money-row-shifted", severity=severity, where=Place(file=file, line=line), message=message)


def test_the_same_hint_of_many_places_is_told_once_with_all_of_them() -> None:
    (told,) = gathered([doubt(3), doubt(9), doubt(12)])
    assert told.where.line == 3
    assert told.message == "列がずれています。ほかに2か所、同じことがあります（9行目、12行目）。"


def test_different_words_files_and_warnings_stay_apart() -> None:
    apart = [
        doubt(3),
        doubt(4, "「甲」は読めません。"),
        doubt(5, "「乙」は読めません。"),
        doubt(6, file="村.txt"),
        doubt(7, severity="warning"),
        doubt(8, severity="warning"),
    ]
    assert gathered(apart) == tuple(apart)
