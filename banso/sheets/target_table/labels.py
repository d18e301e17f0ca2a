"""The words by which a table of targets is found, as different bodies write them."""

from __future__ import annotations

import re
from typing import Literal

from banso.domain.text import fold, without_note_mark
from banso.domain.years import parse_fiscal_year, years_in

Kind = Literal["number", "name", "unit", "baseline", "target", "final", "actual", "rate", "flag", "term"]

TITLE = "目標一覧"
DERIVED = "＝"
"""What begins the name of a computed row: the total of a goal per business."""
CHILD = "└"

_TITLE = re.compile(
    r"^(?P<title>.*?)\s*[【「『]?(?:(?:数値|成果|達成)?(?:目標|指標)(?:値|指標|項目)?|KPI|重要業績評価指標(?:[(]KPI[)])?)(?:の|等の?)?(?:達成状況)?一覧表?"
    r"[】」』]?\s*(?:[(【]?(?P<year>[^()【】]*?)[)】]?)?$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[(（]?(?:[\d０-９]{1,2}|[一二三四五六七八九十])[)）.．、]?|[①-⑳]|第\S{1,3}[章節]")
"""A number alone before the words: a heading inside another paper, not the title of a paper of its own."""
_WORDS: tuple[tuple[Kind, str], ...] = (
    ("number", r"番号|no\.?|№|コード|(?:kpi|指標|目標)(?:番号|コード|no\.?|№)|項番|#"),
    ("unit", r"単位"),
    ("rate", r".*(?:達成率|進捗率|進ちょく率).*"),
    ("flag", r".*(?:達成状況|達成度|達成/未達成|達成・未達成|判定|達成区分).*|(?:指標)?評価"),
    ("final", r"最終(?:年度)?(?:の)?目標(?:値)?|(?:計画)?最終年度|(?:目標年度|計画終了時)(?:の)?(?:目標)?(?:値)?"),
    (
        "baseline",
        r"(?:現行|現状|基準|当初|現況|策定時|従前|計画策定時|初期)(?:の)?(?:値|年度?|数値|年度の値|実績)?(?:[(].*[)])?|実績値?[(]?(?:計画)?策定時[)]?",
    ),
    (
        "name",
        r"(?:(?:成果|活動|数値|評価|重要業績評価|目標|業績)?指標|目標|数値目標|目標項目|kpi|重要業績評価指標[(]kpi[)]|項目|取組目標|成果目標)"
        r"(?:名称?|の名称|項目|[(]kpi[)])?",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _WORDS)
_ACTUAL = re.compile(r"実績|結果")
_PERIOD = re.compile(r"^(?:計画|実施|対象)?の?期間\s*[:：]?\s*(.+)$")


def word(text: str) -> str:
    """A heading as it is compared: narrow, without blanks and note marks."""
    return fold(without_note_mark("".join(text.split())))


def title_of(text: str) -> tuple[str, int | None] | None:
    """The plan's title and the year of results, for the line that is the title of a table of targets."""
    plain = " ".join(text.split()).replace("（", "(").replace("）", ")")
    match = _TITLE.match(plain)
    if match is None or "。" in plain or len(plain) > 90 or _HEADING.fullmatch(match["title"].strip()):
        return None
    behind = match["year"] or ""
    year = parse_fiscal_year(behind)
    if behind and year is None and not _ACTUAL.search(behind):
        return None
    title = text.strip()[: match.end("title")].strip() if match["title"] else ""
    if year is None and (named := re.match(r"^(\S+年度)\s*(.*)$", title)) and (found := parse_fiscal_year(named[1])):
        year, title = found, named[2]
    return title, year


def period_of(text: str) -> tuple[int, int] | None:
    """First and last fiscal year, for the line that names the plan's period."""
    match = _PERIOD.match(text.strip().strip("()（）"))
    years = years_in(match[1]) if match else ()
    return (years[0].fiscal_year, years[-1].fiscal_year) if len(years) >= 2 else None


def column_of(text: str, above: str = "") -> tuple[Kind, int | None]:
    """What a column holds by its heading (and the heading above it), with its fiscal year."""
    own, upper = word(text), word(above)
    year = parse_fiscal_year(text) or parse_fiscal_year(above)
    for kind, pattern in _COMPILED:
        if pattern.fullmatch(own) or (kind in ("baseline", "final") and pattern.fullmatch(upper)):
            if kind == "name" and year is not None:
                continue
            return kind, year
    if re.search(r"現行|現状|基準値|当初値|策定時", own + upper):
        return "baseline", year
    if re.search(r"最終", own + upper):
        return "final", year
    if _ACTUAL.search(own) or (_ACTUAL.search(upper) and "目標" not in own):
        return "actual", year
    if year is not None or own in ("目標", "目標値"):
        return "target", year
    return "term", None
