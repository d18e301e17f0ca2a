"""The labels of a project sheet, in the words different offices use for them. Fields are found by these, never by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from banso.domain.document import TextKind
from banso.domain.money_items import Stage, item_of
from banso.domain.text import fold, is_dash, nfkc, without_note_mark
from banso.domain.years import years_in

Role = Literal[
    "name",
    "number",
    "owner",
    "partners",
    "decision",
    "term",
    "period",
    "level",
    "text",
    "money",
    "leads-to",
    "measured",
]

OBLIGATION = "法定／自主"
DECISION = "次年度方針"
LOGIC = "ロジックモデル"
REASON = "増減理由"
LEADS_TO = f"{LOGIC}：つながる先"
MONEY = "財務内容"

LOGIC_PARTS = ("投入", "活動", "産出", "成果", "つながりの理由")
"""The parts of a logic model; their texts have the headings ``ロジックモデル：投入`` …"""


@dataclass(frozen=True, slots=True)
class Label:
    """What a label announces. ``name`` is the printed word that matters: a vocabulary, a level, a text's heading.

    ``kind`` and ``yearly`` are for texts; a text that is not ``yearly`` describes the project as a whole.
    """

    role: Role
    name: str = ""
    kind: TextKind = "paragraph"
    yearly: bool = True


_WHOM = r"(?:担当|所管|主管|実施|所属|記入|作成|評価)"
_OFFICE = r"(?:部署|部局|部・課|部課・係|部課|課・係|課係|部|局|課|係|室|組織|所属)(?:・?[課係室名])?(?:名|等|名称)?"
_ROLES: tuple[tuple[Role, str], ...] = (
    (
        "name",
        r"(?:事務事業|細々?事業|個別事業|予算事業|実施事業|対象事業|評価事業|事業|取組|取り組み)の?(?:名|名称)|事務事業",
    ),
    ("number", r"(?:事務事業|細?事業|整理|管理|通し|個票|シート|取組)?(?:番号|no\.?|№|コード|id)"),
    ("owner", rf"{_WHOM}{_OFFICE}|{_WHOM}者?所属|担当"),
    ("partners", r"(?:関係|関連|連携|協力)(?:部署|部局|課|部|機関|団体|先|者)(?:等|名)?"),
    (
        "decision",
        r"(?:次|翌|来)年度(?:以降)?の?(?:事業の?)?(?:方針|方向性?|取組方針|対応方針|展開|予算の方向性?)|今後の(?:事業の?)?方向性?(?:の判定)?|方向性|総合判定|総合評価|(?:妥当|有効|効率|公平|必要|緊急|優先)性(?:の評価)?",
    ),
    ("period", r"(?:事業|実施|計画)(?:期間|年度)|事業の期間"),
)
_TERMS = (
    r"法定.{0,3}自主(?:の?別|区分)?|自主.{0,3}法定(?:の?別|区分)?|義務.{0,3}任意(?:の?別|区分)?|任意.{0,3}義務|"
    r"sdgs?(?:の?(?:ターゲット|目標|ゴール))?|人口減少対策|重点事業|重点(?:施策|区分|化)?|重点プロジェクト|総合戦略(?:との?関連|の?位置づけ)?|"
    r"(?:事業|実施|会計|補助|性質)(?:区分|形態|方法|種別|主体)|会計|新規.{0,3}継続(?:の?別)?|優先度|重要度|実施根拠"
)
_TEXTS: tuple[tuple[TextKind, bool, str], ...] = (
    (
        "outline",
        False,
        r"(?:事務事業|事業|取組)?の?(?:概要|目的|目的・内容|目的と内容|目的及び内容|目的・概要|概要・目的|概要及び目的)",
    ),
    ("content", False, r"(?:事務事業|事業|取組|実施)?の?(?:内容|手段|手法|内容・手段|具体的な?内容)"),
    ("status-quo", False, r"現状|現況|事業の背景|背景|現状・背景|背景・経緯|事業開始の(?:背景|経緯)"),
    (
        "activities",
        True,
        r"(?:これまでの|本年度の|今年度の|当該年度の|前年度の|主な)?(?:取組|取り組み|取組み|活動|実施|事業の?実施|事業の?取組)の?(?:状況|内容|経過|経緯|状況等)|"
        r"活動実績|これまでの(?:取組|取り組み|経緯|経過)",
    ),
    (
        "achievements",
        True,
        r"(?:主な|前年度の|本年度の|今年度の|これまでの)?(?:事業|取組|活動)?の?(?:実績|成果|効果|実績・成果|成果・実績|成果及び効果)(?:等)?",
    ),
    (
        "verification",
        True,
        r"(?:事務事業|事業|取組|活動|効果)?の?(?:検証|評価|点検|分析|点検・評価|評価・検証|検証・評価|評価・分析|評価内容)(?:結果|内容)?|評価の?(?:理由|根拠|コメント)",
    ),
    (
        "issues",
        True,
        r"(?:現在の|現状の|残された|事業の|主な|今後の)?(?:課題|問題点|課題認識|課題・問題点|課題等|課題点|現状と課題|現状・課題)",
    ),
    (
        "improvement",
        True,
        r"(?:今後の|次年度への|次年度の|翌年度の)?(?:改善|見直し)の?(?:点|策|案|内容|方針|方向性?)?|今後の(?:方針|対応|取組|取り組み|展開|進め方|対応方針|取組方針|方針・改善点|課題への対応)",
    ),
    ("review", True, r"(?:自己|内部|一次|担当課|所管課|所属長|課長)の?(?:評価|所見|コメント|総括)|総括|所見|振り返り"),
    ("final-evaluation", True, r"最終評価|(?:二次|外部|行政)評価(?:結果|コメント)?"),
    ("remarks", True, r"備考|特記事項|その他特記事項"),
    ("vision", False, r"(?:事業の)?(?:目指す|めざす)姿|将来像"),
    ("direction", False, r"(?:取組|事業)の方向|基本的な?考え方"),
    ("priority", True, r"(?:今年度の|本年度の)?重点方針(?:方向性)?"),
    ("funding", True, r"財源の(?:説明|考え方)"),
)
_REASON = re.compile(
    r"(?:事業費|予算|決算|前年度)?の?(?:との)?(?:増減|差異|差額|増額・減額|前年度?比(?:較)?)の?(?:主な)?(?:理由|要因|内容)"
)
_LOGIC_WORDS = {
    "投入": r"投入|インプット|input|資源",
    "活動": r"活動|アクティビティ|activity",
    "産出": r"産出|アウトプット|output|直接の?結果",
    "成果": r"成果|アウトカム|outcome|(?:初期|中間|最終)成果",
    "つながりの理由": r"つながりの?理由|つながりの?根拠|理由",
}
_MONEY_HEAD = re.compile(
    r"(?:財務内容|財務状況|財務|(?:事業|投入)?コスト(?:の?推移|情報|内訳)?|(?:事業費|予算|決算|経費|財源)(?:等|額|費)?の?(?:推移|内訳|状況|内容|内訳等)|予算・決算|予算額?・?決算額?|項目|区分|年度|財源)"
    r"(?:単位.*)?"
)
_LEVEL = re.compile(
    r"(?P<label>(?:重点|基本|主要)?(?:目標|方針|政策|施策)|政策目標|政策分野|[大中小]施策|分野|施策目標|施策の?大綱|大綱|基本事業|まちづくりの?目標)(?:名|名称|体系)?"
)
_MEASURED = re.compile(r"指標|指標名|指標の?名称|(?:活動|成果)指標(?:名)?")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_UNIT = re.compile(r"(?:単位)?[:：]?\s*(?P<unit>百万円|十万円|千万円|億円|千円|万円|円|人工|人・年|人年|人|FTE)")
_STAGES: tuple[tuple[Stage, str], ...] = (
    ("estimate", r"見込み?額?|見込値|見積|要求額?|計画額?|予定額?|推計|概算要求|案"),
    ("settlement", r"決算額?|実績額?|決算値"),
    ("revised", r"補正後?|最終予算額?|現計|予算現額|現計予算|補正予算|最終"),
    ("budget", r"当初予算額?|当初|予算額?"),
)
_STAGE_WORDS = {"estimate": "見込み", "settlement": "決算", "revised": "補正", "budget": "予算"}
_YEAR_REST = re.compile(r"[\s()（）\[\]【】・/／:：]|年度?|単位|千円|百万円|円|後|値|額")
_EXACT = {role: re.compile(pattern) for role, pattern in _ROLES}
_TERM = re.compile(_TERMS)
_KINDS = tuple((kind, yearly, re.compile(pattern)) for kind, yearly, pattern in _TEXTS)
_DECIDED = re.compile(
    r"(?:事業)?(?:拡大|拡充|継続|維持|現状維持|改善|見直し|縮小|統合|統廃合|休止|廃止|中止|終了|完了)(?:して?継続|継続|実施)?"
)
_LONGEST = 40


def words_of(text: str) -> str:
    """A label for comparing: folded, without note marks, colons, leading signs and brackets around the whole."""
    words = fold(without_note_mark(" ".join(text.split())))
    words = re.sub(r"^(?:[■●◆◇□○・▼▶①-⑳]|\d{1,2}[.．)])+", "", words).rstrip(":：")
    return words[1:-1] if words[:1] in "【〔<《[" and words[-1:] in "】〕>》]" else words


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label | None:
    """What a cell announces, None where it is no label of a project sheet."""
    if len(text) > _LONGEST or not text.strip() or is_dash(text):
        return None
    words = words_of(text)
    logic = _logic(text, words)
    if logic is not None:
        return logic
    bare = _BRACKET.sub("", words) or words
    if _REASON.fullmatch(re.sub(r"\(.*\)$", "", words)):
        return Label("text", REASON, "remarks")
    for role, pattern in _EXACT.items():
        if pattern.fullmatch(bare):
            return Label(role, _plain(text))
    if _TERM.fullmatch(bare):
        return Label("term", _plain(text))
    for kind, yearly, pattern in _KINDS:
        if pattern.fullmatch(bare):
            return Label("text", _plain(text), kind, yearly)
    level = _LEVEL.fullmatch(bare)
    if level:
        return Label("level", level["label"])
    if _MEASURED.fullmatch(bare):
        return Label("measured")
    if _MONEY_HEAD.fullmatch(words) or _MONEY_HEAD.fullmatch(bare):
        return Label("money")
    return None


def fitting(label: Label, printed: str, text: str, longest: int) -> Label:
    """The label that suits what stands beside it: a sentence is no decision, and a word such as 拡大 is one."""
    words = words_of(printed)
    sentence = len(text) > longest or "。" in text
    if label.role == "decision" and sentence:
        if words.endswith(("性", "性の評価")) and "方向性" not in words:
            return Label("text", _plain(printed), "paragraph", True)
        return Label("text", label.name, "improvement", True)
    if label.role == "level" and re.fullmatch(r"[\d,.%\s]+", nfkc(text)):
        return Label("text", _plain(printed), "paragraph", True)  # 目標 10 is a figure
    if (
        label.kind == "improvement"
        and re.fullmatch(r"今後の(?:方針|対応|対応方針)", words)
        and _DECIDED.fullmatch(fold(text))
    ):
        return Label("decision", _plain(printed))
    return label


def money_item(text: str) -> str | None:
    """The name of a money item as printed without blanks (所要一般財源), None where the words are none that is known.

    A unit in brackets behind it is left out; 国 and 県 alone mean what the state and the prefecture pay.
    """
    if len(text) > _LONGEST or not text.strip():
        return None
    name = item_name(text)
    short = {"国": "国庫支出金", "県": "県支出金", "都": "都支出金", "道": "道支出金", "府": "府支出金"}.get(fold(name))
    if short:
        return short
    return name if item_of(name).meaning != "part" else None


def item_name(text: str) -> str:
    """The name of an item of money as printed, without blanks and without a unit in brackets."""
    plain = "".join(without_note_mark(text).split()).rstrip(":：")
    bracket = re.search(r"[(（\[]([^()（）\[\]]*)[)）\]]$", plain)
    if bracket and _UNIT.fullmatch(nfkc(bracket[1])):
        plain = plain[: bracket.start()]
    return plain


def unit_of(text: str) -> str | None:
    """The unit a label states: ``財務内容 単位(千円)``, ``（単位：千円）``, ``従事人員（人）``."""
    plain = nfkc(text)
    stated = re.search(rf"単位\s*[:：]?\s*[(\[]?\s*{_UNIT.pattern}", plain) or re.search(
        rf"[(\[]\s*{_UNIT.pattern}\s*[)\]]", plain
    )
    return stated["unit"] if stated else None


def year_column(text: str) -> tuple[int | None, Stage | None] | None:
    """Year and stage of the heading of a column of money: ``令和6年度 (予算)``, ``R5決算``, ``見込額``; None for other texts."""
    plain = nfkc(" ".join(text.split()))
    if len(plain) > 24:
        return None
    years = years_in(plain)
    if len({mention.fiscal_year for mention in years}) > 1:
        return None
    rest = plain
    for mention in reversed(years):
        rest = rest[: mention.start] + rest[mention.end :]
    rest = _YEAR_REST.sub("", rest)
    stage = stage_of(rest)
    if rest and stage is None:
        return None
    return (years[0].fiscal_year, stage) if years else (None, stage) if stage else None


def stage_of(words: str) -> Stage | None:
    """The stage that nothing but words of a stage name: 予算, 決算見込み; None where other words stand there too."""
    found: Stage | None = None
    rest = words
    for stage, pattern in _STAGES:
        shorter = re.sub(pattern, "", rest)
        if shorter != rest:
            found, rest = found or stage, shorter
    return found if not rest else None


def stage_word(stage: Stage) -> str:
    """How the sheets print a stage in the heading of a column."""
    return _STAGE_WORDS[stage]


def is_title(text: str) -> bool:
    """Whether the text is the title of a paper of project sheets: 令和6年度 事務事業評価シート."""
    words = fold(text)
    return len(words) <= 60 and bool(
        re.search(
            r"(?:事務事業|事業|行政|施策・?事務事業).{0,8}(?:シート|調書|評価表|評価票|個票|評価書|管理票|カルテ)",
            words,
        )
    )


def _logic(text: str, words: str) -> Label | None:
    if words == fold(LEADS_TO):
        return Label("leads-to")
    rest = re.sub(r"^ロジックモデル[:・\-]?", "", words)
    english = words != rest
    plain = _BRACKET.sub("", rest) or rest
    for part, pattern in _LOGIC_WORDS.items():
        if english and (re.fullmatch(pattern, plain) or re.fullmatch(pattern, rest)):
            return Label("text", f"{LOGIC}：{part}", "paragraph", False)
        # Without the model's name only the words that mean nothing else: インプット, not 活動.
        both = re.fullmatch(r"([^()]+)\(([^()]+)\)", rest)
        sides = (both[1], both[2]) if both else (rest,)
        foreign = [side for side in sides if re.fullmatch(r"[ァ-ヶー]+|[a-z]+", side)]
        if foreign and all(re.fullmatch(pattern, side) for side in sides):
            return Label("text", f"{LOGIC}：{part}", "paragraph", False)
    return None


def _plain(text: str) -> str:
    """The label as printed without blanks and note marks: the name of a vocabulary or of a text's heading."""
    return "".join(without_note_mark(" ".join(text.split())).split()).rstrip(":：")
