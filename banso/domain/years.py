"""Fiscal years and Japanese eras (和暦), in and out. A fiscal year is an int: 2023 is April 2023 to March 2024.

FY2019 is 令和元年度 as a whole, although the era began on 1 May 2019. Papers write years that never came (平成38年度):
they map on by the same arithmetic, and are printed in the era that holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from banso.domain.text import nfkc

ERAS = (("令和", "R", 2019), ("平成", "H", 1989), ("昭和", "S", 1926), ("大正", "T", 1912), ("明治", "M", 1868))
"""Name, letter and first year of each era since 1868, the latest first."""

_FIRST = {name: first for name, _, first in ERAS} | {letter: first for _, letter, first in ERAS}
_FIRST |= {name[0]: first for name, _, first in ERAS}
_KANJI = "〇一二三四五六七八九十"
_ERA = (
    r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令](?=\.?\d)|(?<![A-Za-z0-9])[MTSHR](?=\.?\s?(?:\d|元)))"
    r"\.?\s*(?P<number>元|\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}(?=年))"
)
_WESTERN = r"(?<![\d,.])(?P<western>(?:18|19|20|21)\d\d)(?![\d,])"
_MONTH = r"(?:\s*年\s*(?P<month>\d{1,2})\s*月|[./](?P<dotted>\d{1,2})(?!\d)(?:[./](?P<day>\d{1,2})(?!\d))?)?"
_DAY = r"(?:\s*(?P<printed_day>\d{1,2})\s*日)?"
_YEAR = re.compile(f"(?:{_ERA}|{_WESTERN}){_MONTH}{_DAY}")
_RANGE_SIGN = re.compile(r"^\s*(?:年度?)?\s*[~～〜\-‐–—−－ー]\s*$|^年?度?から$")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year in a text, from ``start`` to ``end`` of its NFKC form, as the fiscal year it belongs to.

    ``dated`` tells that a month stood behind it, so that R8.3.31 belongs to FY2025.
    """

    fiscal_year: int
    start: int
    end: int
    dated: bool


@dataclass(frozen=True, slots=True)
class YearRange:
    """A period written in a text (R4～R8, R5.4.1～R10.3.31) with the words that state it."""

    first: int
    last: int
    words: str
    dated: bool


def fiscal_year_of(year: int, month: int) -> int:
    """The fiscal year a calendar month belongs to: March 2024 → 2023, April 2024 → 2024."""
    return year if month >= 4 else year - 1


def years_in(text: str) -> tuple[YearMention, ...]:
    """All years named in a text, in order: western, by era name, by era letter, impossible ones mapped on."""
    return tuple(mention for match in _YEAR.finditer(nfkc(text)) if (mention := _mention(match)) is not None)


def parse_fiscal_year(text: str) -> int | None:
    """The fiscal year a label names: ``2023 (R5)``, ``令和元年度``, ``平成38年度``, ``R7``, ``2023目標`` → 2023, 2019, …

    A date gives the fiscal year it falls in. None where the text names no year.
    """
    mentions = years_in(text)
    return mentions[0].fiscal_year if mentions else None


def parse_final_year(text: str) -> int | None:
    """The last fiscal year a label names: ``R5～R9`` → 2027."""
    mentions = years_in(text)
    return mentions[-1].fiscal_year if mentions else None


def year_ranges_in(text: str) -> tuple[YearRange, ...]:
    """The periods of a text: two years with a wave, dash or から between them."""
    folded = nfkc(text)
    mentions = years_in(folded)
    ranges = [
        YearRange(before.fiscal_year, after.fiscal_year, folded[before.start : after.end], after.dated)
        for before, after in pairwise(mentions)
        if before.fiscal_year <= after.fiscal_year and _RANGE_SIGN.match(folded[before.end : after.start])
    ]
    return tuple(ranges)


def era_year(year: int) -> tuple[str, str, int]:
    """Era name, its letter and the year in the era of a fiscal year: 2019 → (令和, R, 1).

    Raises ValueError before 1868.
    """
    for name, letter, first in ERAS:
        if year >= first:
            return name, letter, year - first + 1
    raise ValueError(f"明治より前の年は和暦にできません: {year}")


def format_fiscal_year(year: int, style: str = "2023 (R5)") -> str:
    """The year in the style of an example: every year in the example is replaced, all else is kept.

    ``2023 (R5)``, ``2023(R5)``, ``令和5年度``, ``R5``, ``2023年度``, ``令和5(2023)年度``, ``2023目標``. The first year
    of an era is 元 behind its name and 1 behind its letter.
    """
    name, letter, number = era_year(year)

    def replace(match: re.Match[str]) -> str:
        if match["western"]:
            return str(year)
        return f"{letter}{number}" if match["era"].isascii() else f"{name}{'元' if number == 1 else number}"

    return re.sub(f"{_ERA}|{_WESTERN}", replace, style)


def _mention(match: re.Match[str]) -> YearMention | None:
    if match["western"]:
        year = int(match["western"])
    else:
        number = _number(match["number"])
        if number < 1:
            return None
        year = _FIRST[match["era"]] + number - 1
    month = match["month"] or match["dotted"]
    dated = month is not None and 1 <= int(month) <= 12
    return YearMention(
        fiscal_year=fiscal_year_of(year, int(month)) if dated else year,
        start=match.start(),
        end=match.end(),
        dated=dated,
    )


def _number(text: str) -> int:
    if text == "元":
        return 1
    if text.isdigit():
        return int(text)
    tens, _, units = text.rpartition("十") if "十" in text else ("", "", text)
    value = (_KANJI.index(tens) if tens else 1) * 10 if "十" in text else 0
    return value + (_KANJI.index(units) if units else 0)
