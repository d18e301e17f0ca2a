"""The labels of a policy evaluation in the words different offices use. Fields are found by these, never by place."""

from __future__ import annotations

import re
from typing import Literal

from banso.domain.document import TextKind
from banso.domain.money_items import Stage
from banso.domain.text import fold, without_note_mark
from banso.domain.years import years_in
from banso.sheets.project_evaluation.labels import item_name, year_column

Part = Literal["measures", "indicators", "evaluation", "related", "final", "projects", "sums"]

_PARTS: tuple[tuple[Part, str], ...] = (
    ("sums", r"(?:事業費|予算|決算|経費)(?:等)?の?(?:集計|合計|一覧)"),
    ("final", r"(?:施策|政策|分野)?の?最終評価|総合評価|総括評価|評価のまとめ|二次評価"),
    ("projects", r"(?:事務事業|構成事業|実施事業|事業)(?:の)?一覧"),
    ("related", r"関連(?:する|の)?(?:政策分野|政策|施策|分野)?(?:と|及び|・)?(?:の)?(?:事務事業|事業|施策)"),
    ("evaluation", r"(?:施策|政策|取組)(?:ごと|毎|別)?の(?:評価|取組状況|状況)|施策評価"),
    (
        "indicators",
        r"(?:政策分野|政策|分野|施策)?の?(?:進捗状況|達成状況|指標の?(?:状況|推移|達成状況))|(?:成果|評価|数値)指標(?:の(?:推移|状況|達成状況|実績))?|重要業績評価指標.*",
    ),
    ("measures", r"施策|施策の(?:体系|構成|一覧)"),
)
_VISION = re.compile(
    r"(?:目指す|めざす|目ざす)(?:べき)?(?:姿|将来像|まちの姿|状態)|将来像|目標とする姿|(?:施策|政策|分野)の(?:目標|目的|ねらい)"
)
_TEXTS: tuple[tuple[TextKind, str], ...] = (
    ("priority", r"(?:今|本|当該)?年度の?(?:重点|取組)?(?:方針|目標)(?:\(方向性\))?|重点方針(?:\(方向性\))?"),
    ("activities", r"(?:主な)?取組(?:の)?(?:状況|内容|実績)(?:と成果)?(?:\(.*\))?|主な取組"),
    ("issues", r"課題(?:認識)?(?:と|及び|・)?(?:今後の)?(?:方針|方向性|対応)?(?:・改善点|及び改善点)?(?:\(.*\))?"),
    ("verification", r"検証|検証結果|評価(?:の)?理由"),
)
PROJECT = re.compile(r"(?:事務|構成|実施)?事業(?:の)?名(?:称)?|事務事業")
DECISION = re.compile(r"(?:次|翌|来)年度(?:以降)?の?(?:方針|方向性|対応|取組方針)|今後の(?:方針|方向性)|方向性")
OWNER = re.compile(r"主?(?:担当|所管|主管)(?:部署|部局|部・?課|課|部)(?:名)?(?:・課名)?|担当部・課名?")
NUMBER = re.compile(r"(?:番号|no\.?|№|項番|事業番号|施策番号)")
NAME = re.compile(r"指標名?(?:称)?")
UNIT = re.compile(r"単位")
DEFINITION = re.compile(r"説明(?:又|また)?は?計算式|説明|計算式|指標の(?:説明|考え方)|算出方法|定義")
YEARS = re.compile(r"年度")
BASELINE = re.compile(r"(?:基準|現状|現況|当初)(?:値|年度)?(?![年度]*実績)|(?:計画)?策定時")
JUDGED = re.compile(
    r"(?:総合|事業|二次|一次|内部|外部)?(?:評価|判定)(?:結果|区分)?|達成(?:度|状況)|進捗(?:度|状況)?|優先(?:度|順位)"
)
TARGET = re.compile(r"目標値?")
ACTUAL = re.compile(r"実績値?")
FINAL = re.compile(r"最終目標値?|最終年度(?:目標値?)?|目標値\(最終.*\)")
CONTENT = re.compile(r"(?:施策の?)?(?:内容|概要|説明)")
_ITEMS = ("総事業費", "事業費", "一般財源", "人件費", "総コスト")
_HEADING_NUMBER = re.compile(r"^(?:第?\d+[章節]?|[ⅠⅡⅢⅣⅤ]|[(（]\d+[)）]|[①-⑳])?[\s.．、:：　]*")


def word(text: str) -> str:
    """A label for comparing: folded, without note marks and signs around it."""
    return fold(without_note_mark(" ".join(text.split()))).strip(":：■●◆◇□○・▼【】[]<>〔〕〈〉《》「」")


def is_word(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the whole label is one of the pattern's words."""
    return pattern.fullmatch(word(text)) is not None


def part_of(text: str) -> Part | None:
    """The part of the report that a heading opens (``4 施策の最終評価``), None for any other line."""
    label = _HEADING_NUMBER.sub("", word(text), count=1)
    return next((part for part, pattern in _PARTS if re.fullmatch(pattern, label)), None)


def is_vision(text: str) -> bool:
    """Whether a label stands over the aim of the field (目指す姿)."""
    return _VISION.fullmatch(word(text)) is not None


def heading_label(text: str) -> str | None:
    """The label that a short text may be beside a longer one, as printed without blanks; None for a sentence or a number."""
    plain = "".join(without_note_mark(" ".join(text.split())).split()).strip(":：■●◆◇□○・▼【】[]<>〔〕〈〉《》「」")
    long = len(plain) > 24 or not plain or re.search(r"[。、!！?？]|^[\d,.％%-]+$", fold(plain))
    return None if long else plain


def text_kind(text: str) -> TextKind | None:
    """What kind of text a label of a measure's evaluation stands beside."""
    label = word(text)
    return next((kind for kind, pattern in _TEXTS if re.fullmatch(pattern, label)), None)


def is_title(text: str) -> bool:
    """Whether a line is only the name of the form: 施策評価調書, 政策評価シート（様式1）."""
    return len(text) <= 40 and re.search(r"評価.{0,8}(?:シート|調書|表|票|書)", word(text)) is not None


def is_page_title(text: str) -> bool:
    """Whether a line is the title of the form with its year, as each page repeats it: 令和6年度 政策分野評価."""
    words = word(text)
    return (
        len(words) <= 40
        and len(years_in(words)) == 1
        and re.fullmatch(r"\S{2,8}年度\s*\S{0,20}評価(?:シート|調書|表|票|書)?", words) is not None
    )


def money_column(text: str) -> tuple[str, int, Stage] | None:
    """Item, year and stage of a heading of money in the list of projects: ``R5決算額(千円)``, ``令和6年度予算(事業費)``."""
    plain = item_name(text)
    item = next((item for item in _ITEMS if item in plain), "事業費")
    column = year_column(re.sub(rf"[(（]?{item}[)）]?", "", plain) or plain)
    return (item, column[0], column[1]) if column and column[0] is not None and column[1] is not None else None
