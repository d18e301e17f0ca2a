"""The words by which a table of money is found, as different bodies write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from banso.domain.money_items import Meaning, Stage, item_of
from banso.domain.text import fold, without_note_mark
from banso.domain.years import parse_fiscal_year

TITLE: Final = "事業費一覧"
SUM: Final = "【"
"""What begins the name of a computed row: 【計】, 【うち預託金】."""
PERSONNEL: Final = "人件費\n（計算）"
FULL: Final = "総コスト"
CHANGE: Final = "増減"
REASON: Final = "増減理由"
FUNDING: Final = "調達方法"

STAGES: Final[Mapping[Stage, str]] = {
    "budget": "当初予算",
    "revised": "補正後予算",
    "settlement": "決算",
    "estimate": "見込み",
}
"""What is printed behind a year for each stage."""

_STAGES: tuple[tuple[Stage, str], ...] = (
    ("settlement", r"決算|実績"),
    ("revised", r"補正|最終予算|現計"),
    ("budget", r"当初|予算"),
    ("estimate", r"見込|見積|計画|要求|概算額|予定"),
)
_TITLE = re.compile(
    r"^(?P<title>.*?)\s*[【「]?(?:(?:事務)?事業費(?:等)?(?:の)?(?:一覧|内訳|総括|集計|推移)|事業別予算(?:一覧)?|(?:事業)?予算(?:額)?(?:等)?(?:の)?(?:一覧|総括)"
    r"|(?:予算・)?決算(?:額)?(?:等)?(?:の)?一覧|事務事業(?:費|予算|決算)(?:等)?(?:の)?一覧|資金(?:収支)?計画|必要な資金の額(?:及び(?:その)?調達方法)?)表?[】」]?$"
)
HEADING: Final = re.compile(r"[(（]?(?:[\d０-９]{1,2}|[一二三四五六七八九十])[)）.．、]?|[①-⑳]|第\S{1,3}[章節]")
"""A number alone before the words: a heading inside another paper, not the title of a paper of its own."""
_UNIT = re.compile(r"^[(（【\[]?\s*単位\s*[:：]?\s*(\S*円)\s*[)）】\]]?$")
_NUMBER = re.compile(r"番号|no\.?|№|(?:事業|整理)(?:番号|コード|no\.?|№)|コード|項番|#")
_NAME = re.compile(r"(?:事務)?事業名?(?:称)?|事業の名称|項目|区分|費目|内容|科目|経費(?:区分|の内訳)?|名称")
_LEVEL = re.compile(
    r"(?:基本|重点|主要)?(?:政策目標|目標|政策分野|政策|施策|分野|方針|方策|戦略|大綱|柱)(?:名|の名称|体系)?"
)
_SUMS = re.compile(
    r"(?:小|合|総|累)?計|総額|(?:.*[^設統会])(?:小計|合計|総計|計)|(?:うち)?預託金(?:計|を除く.*)?|(?:預託金)?除く.*"
)
_TOTAL = re.compile(r"必要な資金の額|(?:合|総)?計(?:額)?|総額|資金計|事業費計|総事業費|支出合計|所要額")
MARKED_TOTAL: Final = "（計）"
"""Stands behind a total whose name does not say that it is one."""


def word(text: str) -> str:
    """A heading as it is compared: narrow, without blanks and note marks."""
    return fold(without_note_mark("".join(text.split())))


def title_of(text: str) -> str | None:
    """The plan's title, for the line that is the title of a table of money."""
    plain = " ".join(text.split())
    match = _TITLE.match(re.sub(r"[(（][^()（）]*(?:年度|円)[^()（）]*[)）]$", "", plain).strip())
    if match is None or "。" in plain or len(plain) > 90:
        return None
    title = match["title"].strip()
    if HEADING.fullmatch(title):
        return None
    dated = re.match(r"^\S+?年度\s*", title)
    return title[dated.end() :] if dated and parse_fiscal_year(dated.group()) is not None else title


def unit_of(text: str) -> str | None:
    """The unit of money that a line states: （単位：千円）."""
    match = _UNIT.match("".join(text.split()))
    return fold(match[1]) if match else None


def column_year(text: str) -> int | None:
    """The fiscal year of a column's heading; a sum over years has none."""
    return None if re.search(r"計$|合計|増減|比較", word(text)) else parse_fiscal_year(text)


def stage_of(text: str) -> Stage | None:
    """The stage that a heading names."""
    plain = word(text)
    return next((stage for stage, pattern in _STAGES if re.search(pattern, plain)), None)


def item_name(text: str) -> str:
    """The item of a column's heading without its year, stage and unit: ``令和6年度当初予算 事業費（千円）`` → 事業費."""
    plain = "".join(text.split())
    plain = re.sub(
        r"^(?:(?:令和|平成|[RHＲＨ]\.?)\s?(?:元|[\d０-９]{1,2})|20\d\d|２０[０-９]{2})(?:[(（][^()（）]*[)）])?年?度?",
        "",
        plain,
    )
    plain = re.sub(r"[(（](?:単位[:：])?(?:\S{0,2}円|人|FTE)[)）]$", "", plain)
    stripped = re.sub(
        r"^[(（]?(?:当初予算?|補正後?予算?|決算見?込?|見込み?|最終予算|予算要求)(?:額)?[)）]?(?=.)", "", plain
    )
    return stripped if item_of(stripped).meaning != "part" else plain


def meaning_of(text: str) -> Meaning:
    """The meaning of a column's item."""
    return item_of(item_name(text)).meaning


def is_total(item: str) -> bool:
    """Whether an item's name says that it is the sum of the others."""
    return _TOTAL.fullmatch(fold(item)) is not None


def is_sum(text: str) -> bool:
    """Whether a row's name says that it is computed from the rows above."""
    return text.startswith(SUM) or _SUMS.fullmatch(word(text)) is not None


def is_number(text: str) -> bool:
    """Whether the heading is that of the numbers."""
    return _NUMBER.fullmatch(word(text)) is not None


def is_name(text: str) -> bool:
    """Whether the heading is that of the projects or items."""
    return _NAME.fullmatch(word(text)) is not None


def is_level(text: str) -> bool:
    """Whether the column names what a project stands under (施策名)."""
    return _LEVEL.fullmatch(word(text)) is not None
