"""Slips that merging takes out of the plan document are findings of the check all the same."""

from __future__ import annotations

from collections import Counter

import pytest

from banso.domain.check import check
from banso.domain.document import Node, PlanDocument
from banso.domain.finding import Doubt, Place
from banso.sheets.reading import read_files
from tests.papers import paper

PLAN = PlanDocument(nodes=(Node(key="1", level=0, number="1", title="商店街の体制づくり"),))


def doubt(code: str, address: str, message: str = "違います。", line: int = 1, quote: str = "") -> Doubt:
    place = Place(file="シート.txt", line=line, address=address)
    return Doubt(code=code, severity="warning", where=place, message=message, quote=quote)


def test_a_slip_on_several_sheets_is_one_finding_with_all_its_places() -> None:
    doubts = tuple(doubt("legend-differs", "rule-set", line=line, quote="評価できる=★★★★") for line in (27, 237, 339))
    (finding,) = check(PLAN, doubts)
    assert (finding.code, finding.where.line, [place.line for place in finding.also]) == (
        "legend-differs",
        27,
        [237, 339],
    )
    assert "ほか2か所" in finding.message


@pytest.mark.parametrize("code", ["roadmap-span-assumed", "baseline-year-assumed", "blank-inside", "group-unmatched"])
def test_what_the_reader_repaired_is_no_finding(code: str) -> None:
    assert check(PLAN, (doubt(code, "node/1"),)) == ()


def test_an_odd_character_in_the_value_that_was_not_kept_is_found() -> None:
    findings = check(
        PLAN, (doubt("contradiction-name", "node/1/title", "「商店街の指導体制」と「商店街の指導體制」が違います。"),)
    )
    assert Counter(finding.code for finding in findings) == {"contradiction-name": 1, "character-old": 1}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (
            ("001",),
            {"contradiction-name": 1, "contradiction": 2, "legend-differs": 1, "label-missing": 1, "sheet-title": 1},
        ),
        (
            ("000", "001"),
            {"contradiction-name": 10, "contradiction": 3, "legend-differs": 1, "label-missing": 1, "sheet-title": 1},
        ),
    ],
)
def test_the_slips_between_the_papers_are_found_once_each(numbers: tuple[str, ...], expected: dict[str, int]) -> None:
    """Each was judged: names, 農工商/農商工, 體, the legend of two meanings, the sheet without 課題等; all worth acting on."""
    reading = read_files([paper(number) for number in numbers])
    own = Counter(finding.code for finding in check(reading.document))
    found = Counter(finding.code for finding in check(reading.document, reading.doubts))
    assert {code: count for code, count in (found - own).items() if code != "character-old"} == expected
    assert found["character-old"] == 1
