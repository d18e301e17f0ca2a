"""The labels of a scorecard in the words different bodies use. Fields are found by these, never by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from banso.domain.document import PlanDocument
from banso.domain.legend import parse_grade_legend
from banso.domain.rule_set import RollUp
from banso.domain.rules.wording import METHOD_WORDS
from banso.domain.text import fold, is_dash, nfkc, squeeze, without_note_mark
from banso.domain.years import parse_fiscal_year

Role = Literal[
    "kind",  # 共通戦略, 独自戦略: a term of the top element
    "level",  # an element of the tree: 戦略, 施策
    "number",  # the number alone, before what it numbers
    "node-flag",
    "indicator",
    "unit",
    "figure",  # actual and target in one cell: 133(121)
    "actual",
    "target",
    "rate",
    "flag",
    "review",
    "owner",
    "remarks",
    "other",
]

PlanKind = Literal["promotion-plan", "action-programme", "policy-evaluation", "support-plan", "other"]
TITLE_WORD = "総括表"
EXCERPT = "（抜粋）"
TOTAL = "達成数計"
LONGEST_HEADING = 48
RULE_OF = "の達成："

_NAMED = r"指標|kpi|評価項目|目標項目|測定項目"
_GOAL_NAMED = r"数値目標|成果目標|達成目標|^目標$|具体的目標"
_REVIEW = r"検証|改善|要因|分析|コメント|所見|振り?返|ふりかえり|総括|課題|今後|次年度|理由|評価内容|取組(?:状況|実績|内容)|成果と"
_FLAG = r"達成状況|達成度|達成(?:の)?(?:可否|有無|区分|判定|結果|成否)|^達成$|達否|成否|判定|評価$|評定|ランク|達成[/・]未達成|^状況$|^結果$"
_KIND = re.compile(r"(?:種別|区分|分類|類型)$")
_NUMBER = re.compile(r"^(?:no\.?|番号|№|#|項番|整理番号)$")
_TITLE_END = re.compile(
    r"[\s　・の]*(?:(?:(?:数値)?目標|進捗|実績|達成|実施|取組|事業|施策|管理|状況|評価|検証|点検|年度|年次)[\s　・の]*)*"
    r"(?:総括表|総括シート|総括|スコアカード|評価表|評価シート|評価書|管理表|管理シート|進捗表|実績表|一覧表|一覧|状況表|報告書|調書|結果)$"
)
_YEAR = (
    r"(?:(?:令和|平成|昭和|[RHＲＨ])\s*(?:元|\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s*[(（]\d{4}[)）])?"
    r"|(?:19|20)\d\d(?:\s*[(（][^()（）]{2,8}[)）])?)\s*年度(?:分|版)?"
)
_YEAR_OF_TITLE = re.compile(rf"[(（\[【]{_YEAR}[)）\]】]|{_YEAR}(?!\s*[~～〜\-－–])")
_SURE_TITLE = re.compile(r"総括表|総括シート|スコアカード")
_KINDS: tuple[tuple[PlanKind, str], ...] = (
    ("support-plan", "経営発達支援計画|事業継続力強化支援計画"),
    ("action-programme", "アクションプログラム|アクションプラン|行動計画|実施計画"),
    ("policy-evaluation", "政策評価|施策評価|行政評価|事務事業評価"),
    ("promotion-plan", "(?:振興|活性化|産業|商工|観光|創生|総合)[^・]*(?:計画|ビジョン|プラン|戦略)"),
)
_NOTE = re.compile(r"^\s*((?:[*＊※†]\s?[0-9０-９]{0,2})|[(（]?注\s?[0-9０-９]{0,2}[)）:：.．]?)\s*(?=\S)")

ACHIEVED = ("達成", "目標達成", "達成済", "○", "〇", "◯", "◎")
FAILED = ("未達成", "目標未達成", "未達", "×", "✕", "✖", "╳")
_PARTLY = ("△", "▲", "一部達成", "概ね達成", "おおむね達成", "ほぼ達成", "a", "b", "c", "d", "e", "s", "a+", "b+")
_METHODS: tuple[tuple[str, str], ...] = (
    ("majority", r"過半|半数を超"),
    ("human", r"人が|協議|会議で(?:決|判断)|総合的に判断"),
    ("share", r"割合"),
    ("points", r"点数"),
    ("mean", r"平均"),
    ("worst", r"最も低い"),
    ("all", r"すべて|全て|全部|全指標|いずれも"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over the columns ``first`` to ``last``: what its column holds, and the fiscal year it names.

    ``target_first`` tells of a column with both figures that the target stands before the bracket; ``mark`` is the note
    mark behind the words, ``name`` the words without it.
    """

    role: Role
    label: str
    first: int
    last: int
    year: int | None = None
    target_first: bool = False

    @property
    def name(self) -> str:
        """The words as printed, without blanks and note mark."""
        return without_note_mark("".join(self.label.split()))


def words_of(label: str) -> str:
    """A heading for comparing: folded, without note mark, colons and brackets around it."""
    return fold(without_note_mark(" ".join(label.split()))).strip(":：■●◆□・【】[]")


def is_indicator_heading(label: str) -> bool:
    """Whether a heading names the column of indicators."""
    words = words_of(label)
    return re.search(_NAMED, words) is not None and not re.search(_REVIEW, words) and not re.search(_FLAG, words)


def is_goal_heading(label: str) -> bool:
    """Whether a heading may name the column of indicators where none names it outright: 数値目標."""
    words = words_of(label)
    return re.search(_GOAL_NAMED, words) is not None and "実績" not in words and not re.search(_REVIEW, words)


def left_role(label: str) -> Role:
    """What a column left of the indicators holds: an element of the tree unless its words say otherwise."""
    words = words_of(label)
    if _NUMBER.search(words):
        return "number"
    if re.search(r"達成|評価|判定|評定", words):
        return "node-flag"
    if re.search(r"^(?:担当|所管|主管)", words):
        return "owner"
    return "kind" if _KIND.search(words) else "level"


def right_role(label: str, levels: tuple[str, ...]) -> Role:
    """What a column right of the indicators holds; ``levels`` are the words of the columns of the tree."""
    words = words_of(label)
    both = re.search(r"実績|結果値", words) and re.search(r"目標", words)
    role: Role = "other"
    if re.search(_REVIEW, words):
        role = "review"
    elif re.search(r"達成率|進捗率|達成割合|到達率", words):
        role = "rate"
    elif re.search(_FLAG, words) and not both:
        role = "node-flag" if any(words.startswith(level) for level in levels if level) else "flag"
    elif both:
        role = "figure"
    elif re.search(r"実績|結果", words):
        role = "actual"
    elif re.search(r"目標", words):
        role = "target"
    elif re.search(r"^単位", words):
        role = "unit"
    elif re.search(r"^(?:担当|所管|主管)", words):
        role = "owner"
    elif re.search(r"備考|特記", words):
        role = "remarks"
    return role


def target_first(label: str) -> bool:
    """Whether a heading for both figures names the target before the actual: 目標値(実績値)."""
    words = words_of(label)
    return 0 <= words.find("目標") < words.find("実績")


def flag_of(text: str) -> bool | None:
    """What a cell of a column 達成状況 says: achieved, not achieved, None for anything else."""
    words = fold(text)
    return True if words in ACHIEVED else False if words in FAILED else None


def is_flag(text: str) -> bool:
    """Whether a cell can stand in a column 達成状況: 達成, ×, B or a dash."""
    return flag_of(text) is not None or is_dash(text) or fold(text) in _PARTLY


def title_parts(text: str) -> tuple[str | None, int | None]:
    """The plan's title and the fiscal year in the title of a scorecard: 令和7年度 商工会プログラム 総括表."""
    plain = nfkc_spaces(text.removesuffix(EXCERPT))
    year = parse_fiscal_year(plain)
    plain = _TITLE_END.sub("", without_year(plain)).strip(" 　・「」『』")
    return plain or None, year


def without_year(title: str) -> str:
    """A title without the fiscal year in it: 令和7年度 産業振興プログラム, 産業振興プログラム（R7年度） → 産業振興プログラム."""
    return " ".join(_YEAR_OF_TITLE.sub(" ", title).split())


def is_title(text: str) -> bool:
    """Whether a line can be a scorecard's title."""
    plain = nfkc_spaces(text.removesuffix(EXCERPT))
    plain = re.sub(r"[(（][^()（）]*[)）]$", "", plain).strip()
    return len(plain) <= 100 and _TITLE_END.search(plain) is not None


def is_sure_title(text: str) -> bool:
    """Whether a title names a scorecard outright."""
    return is_title(text) and _SURE_TITLE.search(text) is not None


def nfkc_spaces(text: str) -> str:
    """The text with single blanks."""
    return squeeze(" ".join(text.split()))


def plan_kind(title: str) -> PlanKind:
    """The kind of plan that a title names."""
    return next((kind for kind, words in _KINDS if re.search(words, title)), "other")


def note_parts(text: str) -> tuple[str, str] | None:
    """Mark and text of a footnote: ``※1 達成…`` → ("※1", "達成…"), None where the line begins with no mark."""
    match = _NOTE.match(text)
    if match is None:
        return None
    mark = "".join(nfkc(match[1]).replace("*", "＊" if "＊" in match[1] else "*").split()).strip("():.")
    return mark, text[match.end() :].strip()


def rule_line(level: str, roll_up: RollUp) -> str:
    """The rule of a measure's flag as it is printed: 施策の達成：全指標の達成で達成."""
    waits = "（実績を待つ指標も数える）" if roll_up.denominator == "all" else ""
    return f"{level}{RULE_OF}{METHOD_WORDS[roll_up.method]}{waits}"


def is_rule_line(text: str) -> bool:
    """Whether a line is one that ``rule_line`` printed."""
    return re.match(r"^\S{0,20}の達成[:：]", text) is not None


def roll_up_of(text: str, level: str) -> RollUp | None:
    """The rule of a measure's flag that a line states in whatever words, None where it states none."""
    words = fold(text)
    if not re.search(rf"{re.escape(fold(level))}|達成状況" if level else "達成状況", words):
        return None
    if not re.search(r"達成", words) or not (is_rule_line(text) or "指標" in words or "目標" in words):
        return None
    method = next((method for method, pattern in _METHODS if re.search(pattern, words)), None)
    denominator: Literal["judged", "all"] = "all" if "待つ指標も数える" in words else "judged"
    return RollUp(method=method, denominator=denominator) if method else None  # type: ignore[arg-type]


def legend_text(text: str) -> str | None:
    """The legend of flags or grades in a line: 凡例：100%以上=A、…, ○：達成　×：未達成; None where it is none."""
    named = re.match(r"^(?:凡例|(?:達成度)?評価(?:基準|区分)?|判定基準)\s*[:：\s]\s*", text)
    plain = text[named.end() :].strip() if named else text.strip()
    if len(plain) > 160 or note_parts(text):
        return None
    signs = re.findall(r"(?:[◎○〇◯△▲×✕]|[A-EＡ-ＥSＳ])\s*[:：=＝…・]", plain)
    steps = len(parse_grade_legend(plain).bands) if re.search(r"[%％割]", plain) else 0
    return plain if named or len(signs) > 1 or steps > 1 else None


def is_grade(value: str) -> bool:
    """Whether a value of a column 達成状況 is a grade (A, 順調) and no flag (達成, ×, △)."""
    return flag_of(value) is None and "達成" not in value and fold(value) not in ("△", "▲")


def level_name(document: PlanDocument, level: int) -> str:
    """The name of a level, a neutral one where the plan gives none."""
    if level < len(document.levels) and document.levels[level].name.strip():
        return document.levels[level].name
    return ("戦略", "施策")[level] if level < 2 and not document.levels else f"項目{level + 1}"


def decorated(number: str, style: str | None) -> str:
    """A number as the level prints it: 1 in the style (1) is (1)."""
    bracketed = re.fullmatch(r"([(（【〔\[]).+([)）】〕\]])", style or "")
    return f"{bracketed[1]}{number}{bracketed[2]}" if bracketed else number


def term_stem(term: str, level: str) -> str:
    """What tells a kind apart in a key: 共通戦略 of the level 戦略 is 共通."""
    stem = term.removesuffix(level) if level else term
    return stem or term
