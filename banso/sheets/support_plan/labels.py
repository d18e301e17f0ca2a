"""The words by which the parts of a support plan are found, in the forms chambers write them.

A text is compared in its narrow form: full-width digits, letters and brackets made half-width, one for one, so that
places agree; circled digits stay what they are.
"""

from __future__ import annotations

import re
from typing import Literal

from banso.domain.text import fold, is_dash
from banso.domain.years import parse_final_year, parse_fiscal_year, years_in

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

Role = Literal[
    "status",
    "status-quo",
    "issues",
    "direction",
    "targets",
    "content",
    "vision",
    "goals",
    "policies",
    "period",
    "other",
]
"""What a numbered part of a section is about; ``other`` is a part with a heading of its own."""

ANNEX_TITLES = {
    "2": "経営発達支援事業の実施体制",
    "3": "経営発達支援事業の実施に必要な資金の額及びその調達方法",
    "4": "経営発達支援計画を共同して作成する商工会又は商工会議所及び関係市町村以外の者を連携して経営発達支援事業を実施する者とする場合の"
    "連携に関する事項",
}
"""What the form calls each 別表."""

HEAD_FIELDS = {
    "bodies": re.compile(r"(?:実施者|申請者|代表者)名?(?:\(法人番号\))?(?:称)?"),
    "period": re.compile(r"(?:計画|事業)?(?:の)?実施期間"),
    "goals": re.compile(r"(?:経営発達支援事業の)?目標"),
    "outlines": re.compile(r"(?:経営発達支援)?事業(?:の)?内容"),
    "contacts": re.compile(r"連絡先|担当部署|問(?:い)?合(?:わ)?せ先"),
}
"""The rows of the outline page by what they hold; compared with a whole folded cell."""

_ANNEX = re.compile(r"^(?:様式第?\d+)?\s*[(【〔\[]?\s*別表\s*第?\s*([1-9一二三四])\s*(?:号)?\s*[)】〕\]]?\s*(.*)$")
_ANNEX_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PART_TITLE = re.compile(r"(?:経営発達支援事業の)?(?:目標|内容(?:及び実施期間)?|実施体制)|経営発達支援計画")
_TITLE = re.compile(r"経営発達支援(?:計画|事業)")
_REPORT = re.compile(
    r"経営発達支援(?:計画|事業).{0,12}(?:評価|実績|報告|検証)|(?:評価|検証).{0,12}経営発達支援(?:計画|事業)"
)

_SECTION = re.compile(r"^(?:第\s*)?(\d{1,2})\s*(?:[.、]|章|\s)\s*(\S.*)$")
_THEME = re.compile(
    r"に関すること|に関する(?:事業|取組|取り組み)|経済動向|需要動向|経営(?:状況)?の?分析|計画の?策定|策定後|需要の?開拓|販路の?開拓"
    r"|評価|見直し|資質|実施期間|達成方針|情報交換|他の(?:支援)?機関|地域経済の活性化|デジタル化|事業承継|創業"
)
_SUBSECTION = re.compile(r"^[(〔]\s*(\d{1,2}|[一二三四五六七八九十])\s*[)〕]\s*(\S.*)$")
_ITEM = re.compile(rf"^([{CIRCLED}]|\d{{1,2}}\)(?!\d))\s*(.*)$")
_PLAIN = re.compile(r"[\s、・:：]|(?:について|に関して)$")

_STATE = r"(現状|課題)"
_OPEN, _CLOSE = r"[\[【〔<〈「(]", r"[\]】〕>〉」)]"
_STATE_MARK = re.compile(
    rf"^(?:[{CIRCLED}○〇◯●・■ア-オa-e1-9][.)]?\s*)?(?:{_OPEN}\s*{_STATE}\s*{_CLOSE}|{_STATE}\s*(?:[:：]|$))\s*"
)
_STATE_INSIDE = re.compile(rf"(?<=\S)\s*[\[【〔<〈]\s*{_STATE}\s*[\]】〕>〉]\s*")
_AIM = re.compile(
    rf"^{_OPEN}?\s*(目標|方針)\s*([{CIRCLED}]|\d{{1,2}}|[A-Zア-オ](?![A-Za-zア-ン]))\s*{_CLOSE}?\s*[:：.]?\s*(.*)$"
)
_LABEL = re.compile(r"^[【〔\[]\s*([^】〕\]]{1,24}?)\s*[】〕\]]\s*")
_SMALL_HEADING = re.compile(r"^(?:[a-zA-Z]|[ア-ワ])[.)、]\s*\S.{0,30}$|^\([^()]{1,14}\)$")
_ANGLES = re.compile(r"^[<〈]\s*([^<>〈〉]{1,40}?)\s*[>〉]$")
_FORM_HINT = re.compile(r"^[(]?\s*備考\s*[):]?.*記載すること")
_UNIT = re.compile(r"^[(【\[]?\s*単位\s*[:：]?\s*([^)】\]\s]+)\s*[)】\]]?$")
_SOURCE = re.compile(r"^[(]?(?:資料|出典|出所|データ出典)\s*[:：]?\s*(.+?)[)]?$")
_SOURCE_NOTE = re.compile(r"^[※*]\s*\d?\s*(.+?)(?:より(?:作成|抜粋|引用)?|による|から作成)[。]?$")
_NOTE = re.compile(r"^([※*]\s*\d{0,2})\s*(\S.*)$", re.DOTALL)

PER = re.compile(r"[/]\s*1?\s*(?:事業)?(?:者|社|件|人|店|所|企業)\s*$|[1一](?:者|社|件|人|事業者)(?:当|あ)たり")
"""A target counted per business of the row above it: 成約件数／者, 1者あたり売上増加額."""


def narrow(text: str) -> str:
    """Full-width ASCII and blanks made half-width, character for character."""
    return "".join(
        chr(ord(sign) - 0xFEE0) if "！" <= sign <= "｝" else " " if sign in "\u3000\u00a0\t" else sign for sign in text
    )


def annex(text: str) -> tuple[str, str] | None:
    """The number of a 別表 and what stands behind it, for a line that begins one: ``（別表３）資金の額`` → ("3", "資金の額")."""
    line = narrow(text).strip()
    match = _ANNEX.match(line)
    if match is None or len(line) > 90 or re.match(r"(?:の|に|を|と|は)\S", match[2]) or match[2].endswith("。"):
        return None
    return _ANNEX_DIGITS.get(match[1], match[1]), text.strip()[match.start(2) :].strip() if match[2] else ""


def is_title(text: str) -> bool:
    """Whether a line is a heading of a support plan: 経営発達支援計画の概要, （別表１）経営発達支援計画."""
    found = _TITLE.search(narrow(text))
    return found is not None and len(text) <= 110 and not text.rstrip().endswith("。") and "\n" not in text.strip()


def is_part_title(text: str) -> bool:
    """Whether a line is one of the form's own headings between the sections."""
    return "経営発達支援" in text and _PART_TITLE.fullmatch(fold(text)) is not None


def report_year(text: str) -> int | None:
    """The fiscal year of a yearly evaluation, for the line that is its title."""
    if "\n" in text.strip() or len(text) > 60 or not _REPORT.search(narrow(text)) or len(years_in(text)) != 1:
        return None
    return parse_fiscal_year(text)


def head_field(text: str) -> str | None:
    """Which row of the outline page a cell heads."""
    folded = fold(text)
    return next((name for name, pattern in HEAD_FIELDS.items() if pattern.fullmatch(folded)), None)


def section(text: str) -> tuple[str, str] | None:
    """Number and title of a line that could head a section: ``３．地域の経済動向調査に関すること``."""
    line = narrow(text).strip()
    match = _SECTION.match(line)
    if match is None or len(line) > 70 or line.endswith("。") or "\n" in line:
        return None
    return str(int(match[1])), text.strip()[match.start(2) :].strip()


def is_theme(title: str) -> bool:
    """Whether a title is one of the subjects that the form of the plan asks for."""
    return _THEME.search(narrow(title)) is not None


def subsection(text: str) -> tuple[str, str] | None:
    """Number and title of ``(1) 現状と課題``."""
    line = narrow(text).strip()
    match = _SUBSECTION.match(line)
    if match is None or len(line) > 70 or line.endswith("。") or "\n" in line:
        return None
    return match[1], text.strip()[match.start(2) :].strip()


def item(text: str) -> tuple[str, str] | None:
    """Number and the rest of ``①地域住民の需要調査``."""
    line = narrow(text).strip()
    match = _ITEM.match(line)
    if match is None:
        return None
    return match[1], text.strip()[match.start(2) :].strip()


def role_of(title: str) -> Role:
    """What a part of a section is about, by its title."""
    words = re.sub(r"[(].*?[)]", "", _PLAIN.sub("", narrow(title)))
    if "長期的" in words or "振興のあり方" in words:
        return "vision"
    if "実施期間" in words:
        return "period"
    if "目標" in words and "方針" in words and "達成" not in words:
        return "goals"
    if re.fullmatch(r"(?:本)?経営発達支援(?:事業|計画)の目標", words):
        return "goals"
    if words.startswith("目標の達成") or "達成に向けた方針" in words:
        return "policies"
    if "現状" in words and "課題" in words:
        return "status"
    if re.fullmatch(r"(?:地域の|これまでの)?現状(?:と取組|分析)?", words):
        return "status-quo"
    if re.fullmatch(r"(?:地域の|今後の)?課題", words):
        return "issues"
    if re.search(r"考え方|支援方針|基本方針|取組方針|^方針$", words):
        return "direction"
    if re.fullmatch(r"(?:数値|事業|達成|年度別?|支援|定量)?目標(?:値|数値|件数|一覧|の設定)?", words):
        return "targets"
    if re.fullmatch(
        r"(?:具体的(?:な)?|実施する|主な)?(?:事業|取組|取り組み|支援|実施|調査)の?(?:内容|手法|方法)?", words
    ):
        return "content"
    return "other"


def state_mark(text: str) -> tuple[Literal["status-quo", "issues"], str] | None:
    """A line that begins with a mark of 現状 or 課題: which, and what stands behind the mark."""
    match = _STATE_MARK.match(narrow(text))
    if match is None:
        return None
    return ("status-quo" if (match[1] or match[2]) == "現状" else "issues"), text[match.end() :].strip()


def split_states(text: str) -> list[str]:
    """A paragraph in which a mark of 現状 or 課題 stands inside, cut before it."""
    starts = [match.start() for match in _STATE_INSIDE.finditer(narrow(text))]
    return [text[a:b].strip() for a, b in zip([0, *starts], [*starts, len(text)], strict=True) if text[a:b].strip()]


def aim(text: str) -> tuple[str, str, str] | None:
    """A goal or policy: ``【目標①】 需要を見据えた経営の促進`` → (目標, ①, title)."""
    line = narrow(text)
    match = _AIM.match(line)
    if match is None or len(line) > 90 or line.endswith("。"):
        return None
    return match[1], match[2], text[match.start(3) :].strip()


def label(text: str) -> tuple[str, str] | None:
    """A labelled paragraph: ``【調査手法】 調査票による`` → (調査手法, 調査票による)."""
    match = _LABEL.match(narrow(text))
    return (text[match.start(1) : match.end(1)].strip(), text[match.end() :].strip()) if match else None


def small_heading(text: str) -> str | None:
    """A short heading inside running text as it is kept: ``a. 立地``, ``(産業)``; ``＜立地＞`` without its angles."""
    line = narrow(text).strip()
    if "\n" in line:
        return None
    angles = _ANGLES.match(line)
    if angles:
        return text.strip()[angles.start(1) : angles.end(1)].strip()
    return text.strip() if _SMALL_HEADING.match(line) and not line.endswith("。") else None


def angle_heading(text: str) -> str | None:
    """``＜全体スキーム図＞`` → 全体スキーム図."""
    match = _ANGLES.match(narrow(text).strip())
    return text.strip()[match.start(1) : match.end(1)].strip() if match else None


def printed_heading(heading: str) -> str:
    """A heading inside running text so that it is read as the same heading again."""
    shown = small_heading(heading)
    return heading if shown == heading else f"＜{heading}＞"


def is_form_hint(text: str) -> bool:
    """Whether a line only explains the form: （備考）…を記載すること。"""
    return _FORM_HINT.match(narrow(text).strip()) is not None


def unit(text: str) -> str | None:
    """The unit of a table: ``単位：ha``, ``(単位 千円)``."""
    match = _UNIT.match(narrow(text).strip())
    return match[1] if match else None


def source(text: str) -> str | None:
    """The source of a table: ``資料：2010年世界農業センサス``, ``※平成28年度経済センサスより``."""
    line = text.strip()
    match = _SOURCE.match(narrow(line)) or _SOURCE_NOTE.match(narrow(line))
    return line[match.start(1) : match.end(1)].strip() if match and len(line) <= 90 else None


def note(text: str) -> tuple[str, str] | None:
    """Mark and text of a note below a table."""
    match = _NOTE.match(text.strip())
    return ("".join(match[1].split()), match[2].strip()) if match else None


def is_baseline(heading: str) -> bool:
    """Whether a column holds the value before the plan: 現行, 現状値（R4）, 基準値."""
    return re.match(r"(?:現行|現状|現況|基準|前年度実績|直近)", fold(heading)) is not None


def column_year(heading: str, first_year: int | None) -> int | None:
    """The fiscal year of a column: 令和5年度, R6目標, 2024年度, 3年目 (counted from the first year), 6年度."""
    year = parse_final_year(heading)
    if year is not None:
        return year
    plain = fold(heading)
    if first_year is not None:
        if counted := re.search(r"(\d)年目", plain):
            return first_year + int(counted[1]) - 1
        if plain.startswith("初年度"):
            return first_year
        if short := re.fullmatch(r"(\d{1,2})年度?(?:目標)?", plain):
            # A bare number continues the era of the plan's own years.
            return 2018 + int(short[1])
    return None


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: blank or a dash."""
    return not text.strip() or is_dash(text)
