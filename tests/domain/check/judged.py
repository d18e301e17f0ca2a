"""What the plan check finds on the five papers read as plans, and the wording rules on the lines of the last three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from banso.domain.check import brackets, characters, check, numbers, variants
from banso.domain.check.outline import Passage
from banso.domain.finding import Finding
from banso.domain.text import nfkc
from banso.sheets.reading import read_files
from tests.papers import paper

LISTS = ("000", "001", "000+001")
PAPERS = ("plan 002", "plan 003", "plan 004")
"""Papers judged as ``banso check`` shows them: with the slips that reading met."""
PLANS = (*LISTS, *PAPERS)
TEXTS = ("002", "003", "004")


def findings_of(name: str) -> tuple[Finding, ...]:
    """All findings on one or several papers read as a plan, or on the lines of a text."""
    if name in PAPERS:
        reading = read_files([paper(name.removeprefix("plan "))])
        return check(reading.document, reading.doubts)
    if name in LISTS:
        return check(read_files([paper(number) for number in name.split("+")]).document)
    return tuple(_wording(passages_of(paper(name))))


def passages_of(path: Path) -> tuple[Passage, ...]:
    """Every cell of a text file with its line as address, HTML remains taken off."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        for cell in line.split("\t"):
            if text := re.sub(r"<[^>]+>", "", cell).strip():
                found.append(Passage(f"line/{number}", text, "text"))
    return tuple(found)


def _wording(passages: tuple[Passage, ...]) -> Iterator[Finding]:
    for passage in passages:
        yield from brackets.check_text(passage)
        yield from numbers.years_of_text(passage.address, nfkc(passage.text))
    yield from characters.check_passages(passages)
    yield from variants.check_passages(passages)
