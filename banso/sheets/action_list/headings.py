"""What a heading of the list means, judged by its words alone: blanks, line ends and note marks do not count.

Headings that are no fixed words of the form (重要課題位置づけ状況, 戦略種別 …) are left for the columns' contents to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from banso.domain.text import fold, nfkc, without_note_mark
from banso.domain.years import years_in

Role = Literal[
    "key",
    "order",
    "number",
    "name",
    "short",
    "content",
    "status-quo",
    "indicator",
    "remarks",
    "owner",
    "partners",
    "year",
    "other",
]

KEY_HEADING = "キー"
"""Heading of the narrow column in which a working copy carries its addresses."""

LONGEST_HEADING = 80
_ORDER = re.compile(r"昇順|no\.?|#|通番|連番|通し番号|項番|順番|行番号|整理番号")
_NUMBER = re.compile(r"(.*?)の?(?:コード|番号|no\.?|記号|code)")
_SHORT = re.compile(r"(.*?)の?(?:略称|略名|通称|短縮名)")
_CONTENT = re.compile(r"(.*?)の?(?:内容|概要|詳細|説明|本文)(?:[・、及び]+.*)?")
_STATUS_QUO = re.compile(
    r"(?:取組の?|これまでの)?現状(?:[・と、及び]+(?:課題|問題点))?|現況|現在の(?:取組)?状況|(?:これまでの)?取組(?:実施)?状況|実施状況|現状分析"
)
_INDICATOR = re.compile(r".*(?:数値目標|kpi|指標|成果目標|活動目標)(?:\(.*\))?(?:名称?)?")
_NO_INDICATOR = re.compile(
    r".*(?:区分|有無|状況|分類|位置づけ|位置付け|種別|番号|単位|実績値?|目標値|現状値|基準値|方向性?|コード)"
)
_REMARKS = re.compile(r"備考欄?|摘要|特記事項|補足(?:事項|説明)?|注記|メモ")
_OWNER = re.compile(
    r"(?:主な)?(?:担当|所管|主管|主担当|責任)(?:課|部署|部局|部課|課名|係|所属|者|課室|課・係)?|(?:実施|事業|推進|取組)?主体"
)
_PARTNERS = re.compile(
    r"(?:連携|協力|関係|関連|支援)(?:先|機関|団体|課|部署|主体|者|組織)(?:等)?|連携・協力(?:先|機関|団体)?"
)
_LEVEL = re.compile(
    r"体系分類\d*|(?:大|中|小)?分類\d*|(?:大|中|小)項目|階層\d*|レベル\d*|第?\d階層|"
    r"(?:基本|重点|全体|個別|政策|施策|将来)?(?:方針|目標|戦略|施策|政策|計画)|(?:施策|政策)の(?:方向性?|柱)|基本的?方向性?|(?:施策|政策|基本)?分野|"
    r"(?:主要|基本|具体|個別)?(?:施策|事業|プロジェクト|項目|取組項目|実施項目|事業項目)|重点プロジェクト|柱|章|節|編|プログラム|"
    r"(?:主な|主要な?|具体的な?|個別の?|推進する|実施する)?(?:取組|施策|事業|アクション|アクションプラン|活動|事務事業|細事業)(?:項目)?"
)
_NAME_ENDING = re.compile(r"(?:の?名称|名)$")
_FAMILY = re.compile(r"体系分類(\d+)(?:\((.*)\))?")
_ACTION = re.compile(r"取組(?:\((.*)\))?")
_YEAR_REST = re.compile(r"[()\s/・,、年度]*(?:\d年目)?[()\s/・,、年度]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's meaning: ``role``, the words it is about (``base``, folded), the fiscal year of a year column.

    ``name`` is the heading as a vocabulary or level is named by it: without blanks and note marks.
    """

    role: Role
    name: str
    base: str = ""
    year: int | None = None


def heading_name(text: str) -> str:
    """The heading without blanks, line ends and note marks: ``重要 課題 位置 づけ 状況`` → ``重要課題位置づけ状況``."""
    return without_note_mark(re.sub(r"\s+", "", text))


def heading_of(text: str) -> Heading:
    """What a heading means by its words; a long text is no heading."""
    if len(text) > LONGEST_HEADING:
        return Heading("other", text)
    name = heading_name(text)
    if text.strip().split("\n")[0].strip() == KEY_HEADING:
        return Heading("key", KEY_HEADING)
    year = year_of_heading(name)
    if year is not None:
        return Heading("year", name, year=year)
    words = _folded(name)
    for role, pattern in _FIXED:
        if pattern.fullmatch(words) and not (role == "indicator" and _NO_INDICATOR.fullmatch(words)):
            return Heading(role, name)
    for role, pattern in (("short", _SHORT), ("number", _NUMBER), ("content", _CONTENT)):
        found = pattern.fullmatch(words)
        if found and (not found[1] or is_level_word(found[1])):
            return Heading(role, name, base=_base(found[1]))
    if is_level_word(words):
        return Heading("name", name, base=_base(words))
    # A pair such as 事業区コード + 事業区 makes any word a level; the columns decide when they see both.
    found = _NUMBER.fullmatch(words)
    return Heading("other", name, base=_base(found[1]) if found else _base(words))


_FIXED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("order", _ORDER),
    ("remarks", _REMARKS),
    ("status-quo", _STATUS_QUO),
    ("indicator", _INDICATOR),
    ("owner", _OWNER),
    ("partners", _PARTNERS),
)


def year_of_heading(text: str) -> int | None:
    """The fiscal year of a heading that is nothing but a year (``2023 (R5)``, ``令和5年度``), else None."""
    folded = nfkc(text)
    mentions = years_in(folded)
    if not mentions or any(mention.dated for mention in mentions):
        return None
    rest = folded
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    return mentions[0].fiscal_year if _YEAR_REST.fullmatch(rest) else None


def is_level_word(words: str) -> bool:
    """Whether folded words name a level of a plan (方針, 体系分類1(方針), 推進する施策, 事業名 …)."""
    return bool(_LEVEL.fullmatch(_base(words)) or _FAMILY.fullmatch(words) or _ACTION.fullmatch(words))


def family_rank(words: str) -> int | None:
    """The N of 体系分類N, the form's own names for the upper levels; None for other words."""
    found = _FAMILY.fullmatch(words)
    return int(found[1]) if found else None


def level_name(name: str) -> str:
    """The level a heading names: ``体系分類1（方針）`` → 方針, ``取組（事業）`` → 事業, ``施策名`` → 施策, else as printed."""
    found = re.fullmatch(r"(?:体系分類\d+|取組)[(（](.+)[)）]", name)
    if found:
        return found[1]
    shorter = _NAME_ENDING.sub("", name)
    return shorter if shorter and is_level_word(_folded(shorter)) else name


def _folded(name: str) -> str:
    return re.sub(r"取り?組み?", "取組", fold(name))


def _base(words: str) -> str:
    """The words a pair of columns shares: without 名 and without the level's own name in brackets."""
    shorter = _NAME_ENDING.sub("", words)
    return re.sub(r"^(体系分類\d+|取組)\(.*\)$", r"\1", shorter)
