"""The labels of a progress sheet, in the words different offices use for them. Fields are found by these, never by place."""

from __future__ import annotations

import re
from typing import Literal

from banso.domain.document import TextKind
from banso.domain.numbering import split_number
from banso.domain.text import fold, is_dash, nfkc, squeeze, without_note_mark
from banso.domain.years import parse_fiscal_year, years_in
from banso.sheets.progress_sheet.paper import Column, Role

CREATED = "作成日"
OVERALL = "総合評価"

_BRACKETS = "《》〈〉≪≫<>「」『』【】〔〕[]()｛｝{}〖〗＜＞（）［］ 　"
_SHEET_WORD = r"(?:シート|調書|調査票|管理表|管理票|評価表|評価票|進捗表|点検表|検証表|報告書|個票|カルテ)"
_ABOUT = r"(?:進捗|進行|スケジュール|実施状況|実績|評価|管理|点検|検証|取組|施策|事業|工程)"
_ENDS = re.compile(_SHEET_WORD)
_REST = re.compile(r"[\s》〉≫>」』】〕\]]*(?:[(（].*|(?:令和|平成|R|H)?\S{0,4}年度.*)")
_LONGEST_TITLE = 120
_PLAN_WORD = re.compile(r"^(.*(?:計画|プラン|ビジョン|戦略|プログラム|構想|大綱))\s*(.+)$")
_CONTINUED = re.compile(r"[(（]\s*(?:つづき|続き|続|\d+\s*/\s*\d+)\s*[)）]$")
_FOOTER = re.compile(r"^(?:-?\s*\d+\s*-?|\d+\s*[/／]\s*\d+|[pP](?:age)?\.?\s*\d+(?:\s*/\s*\d+)?|\d+\s*ページ)$")

PlanKind = Literal["promotion-plan", "action-programme", "policy-evaluation", "support-plan", "other"]

_KINDS: tuple[tuple[PlanKind, str], ...] = (
    ("support-plan", "経営発達支援計画|事業継続力強化支援計画"),
    ("action-programme", "アクションプログラム|アクションプラン|行動計画|実施計画"),
    ("policy-evaluation", "政策評価|施策評価|行政評価|事務事業評価"),
    ("promotion-plan", "(?:振興|活性化|産業|商工|観光|創生|総合)[^・]*(?:計画|ビジョン|プラン|戦略)"),
)

_ACTIVITY = re.compile(
    r"(?:取組|取り組|取組み|とりくみ|具体的な?(?:取|施策|事業|内容)|実施(?:項目|内容|事業|する)|活動|アクション|プロジェクト|"
    r"(?:主|主要|主たる|関連|個別|構成|具体)な?(?:事業|施策)|^事業(?:名|内容|項目)?$|^(?:項目|内容|施策|事業)(?:名|等)?$|工程|行動)"
)
_YEAR_REST = re.compile(r"^(?:西暦|年度?|[()（）/・.\s]|[*※]\d?)*$")

_HEAD_TEXTS: tuple[tuple[TextKind, str], ...] = (
    ("direction", r"(?:基本的な?|施策の|今後の)?方向性?(?:・内容)?|基本的な考え方|取組の方向|施策の方針"),
    ("vision", r"(?:目指す|めざす|目ざす|あるべき)(?:べき)?(?:姿|将来像|状態|まち).*|将来像|将来の姿|ビジョン|目的"),
    ("outline", r"(?:施策|事業|取組)?の?概要|趣旨|施策の(?:説明|目的)"),
    ("content", r"(?:施策|事業)の?内容"),
    ("status-quo", r"現状|現状と課題|背景|現状・課題"),
)
_BLOCKS: tuple[tuple[TextKind, str], ...] = (
    (
        "achievements",
        r"(?:主な|主要な?|具体的な?)?(?:事業|取組|取り組み|取組み|活動|施策|実施)?の?(?:実績|実施状況|実施内容|進捗状況|実施結果|実施状況・成果|実績・成果|成果|取組状況|取組内容・実績)(?:等|内容|報告|・効果)?",
    ),
    (
        "issues",
        r"(?:主な|今後の|現状の|残された)?(?:課題|問題点)(?:等|・問題点|と対応|・対応|及び今後の対応|点|と今後の対応|・今後の対応|・改善点|事項)?",
    ),
    ("improvement", r"(?:次年度への|今後の)?改善(?:点|策|案|内容|方針)(?:等)?|(?:課題への)?対応(?:策|方針)"),
    ("verification", r"(?:効果)?検証(?:結果|内容)?|(?:評価の?)?(?:理由|根拠|コメント)|所見|評価内容"),
    ("review", r"(?:自己|内部|一次|担当課)評価(?:コメント|の理由)?|振り返り|ふりかえり|総括"),
    ("remarks", r"備考|特記事項|その他"),
    (
        "paragraph",
        r"(?:次年度|翌年度|今後)の?(?:方針|取組|取り組み|方向性?|予定|計画|事業計画|対応|展開)(?:等|・予定)?",
    ),
)
_OWNER = re.compile(r"^(?:担当|所管|主管)(?:部署|部局|課|部|課名|課等|所属|部課)?(?:名)?$|^実施主体$|^主担当$")
_PARTNERS = re.compile(r"^(?:関係|関連|連携|協力)(?:部署|部局|課|部|機関|団体|先|者)(?:等|名)?$")
_LEVEL = re.compile(
    r"(?:方針|政策|施策|目標|戦略|分野|柱|体系|大項目|中項目|小項目|章|節|領域|テーマ|プロジェクト|取組|項目|区分|方策|基本)"
)


def words_of(text: str) -> str:
    """A label for comparing: folded, without note marks, colons and a leading sign."""
    return fold(without_note_mark(" ".join(text.split()))).strip(":：■●◆◇□○・▼【】[]()<>〔〕〈〉《》「」")


def title_parts(text: str) -> tuple[str | None, str] | None:
    """The plan's title and the kind of sheet (進捗管理シート) of a sheet's title, None where the text is none."""
    plain = _CONTINUED.sub("", " ".join(squeeze(text).split())).strip(_BRACKETS)
    if len(plain) > _LONGEST_TITLE or ("。" in plain and text.strip()[:1] not in "《〈≪"):
        return None
    ends = [end.end() for end in _ENDS.finditer(plain) if end.end() == len(plain) or _REST.fullmatch(plain, end.end())]
    if not ends:
        return None
    plan, word = _parted(plain[: ends[-1]])
    if not re.search(_ABOUT, word):
        return None
    split = _PLAN_WORD.match(word) if not plan else None
    if split and not re.fullmatch(rf"(?:の|策定|書|表)?{_SHEET_WORD}", split[2]):
        plan, word = split[1], split[2]
    plan = re.sub(r"^(?:令和|平成|R|H)?\s*\S{0,4}年度\s*", "", plan).strip(_BRACKETS + "・") or ""
    return plan or None, re.sub(r"^.*年度", "", word)


def _parted(title: str) -> tuple[str, str]:
    """The words before the last point or blank of a title, and those behind it."""
    place = max(title.rfind(sign) for sign in "・:： 　、。")
    return title[: place + 1].strip(_BRACKETS), title[place + 1 :]


def is_continued(text: str) -> bool:
    """Whether a title is repeated at the head of a further page of the same sheet."""
    return _CONTINUED.search(squeeze(text)) is not None


def without_continued(text: str) -> str:
    """A title or name without the mark that it goes on: ``温泉街の再生（続き）`` → ``温泉街の再生``."""
    return _CONTINUED.sub("", squeeze(text)).strip()


def is_footer(texts: list[str]) -> bool:
    """Whether a line is the foot of a page: a page number, alone or between words."""
    return any(_FOOTER.match(nfkc(text).strip()) and ("/" in nfkc(text) or len(texts) == 1) for text in texts[:4])


def plan_kind(title: str) -> PlanKind:
    """The kind of plan that a plan's title names."""
    return next((kind for kind, words in _KINDS if re.search(words, title)), "other")


def heading_year(text: str) -> int | None:
    """The fiscal year of a year column's heading (2023, R5, 令和5年度, 2023(R5)); None for 2023目標 and other words."""
    if len(text) > 24:
        return None
    folded = nfkc(text)
    mentions = years_in(folded)
    if not mentions or any(mention.dated for mention in mentions):
        return None
    rest, position = "", 0
    for mention in mentions:
        rest += folded[position : mention.start]
        position = mention.end
    rest += folded[position:]
    return mentions[0].fiscal_year if _YEAR_REST.match(rest) else None


def is_activity_label(text: str) -> bool:
    """Whether a heading names the column of activities (主な取り組み, 具体的取組, 事業名)."""
    return len(text) <= 24 and _ACTIVITY.search(words_of(text)) is not None


def label_and_text(text: str) -> tuple[str, str]:
    """The label and the text of a cell that holds both: 備考：…, 課題等: …; the text is blank where it holds a label only."""
    match = re.match(r"([^\n:：]{1,30})[:：](.*)", text, re.DOTALL)
    return (match[1], match[2].strip()) if match and match[2].strip() else (text, "")


def block_kind(label: str) -> TextKind | None:
    """What a box with a written text is for (2023年度の事業実績 → achievements), None where the words are no such label."""
    if len(label) > 30:
        return None
    words = words_of(label)
    words = re.sub(r"^(?:令和|平成|r|h)?(?:元|\d{1,4})(?:\(\w+\))?(?:年度|年)?(?:末|における|中)?の?", "", words)
    words = re.sub(r"^(?:当該|本|今)年度の?", "", words)
    words = re.sub(r"\(.*\)$", "", words)
    return next((kind for kind, pattern in _BLOCKS if re.fullmatch(pattern, words)), None)


def head_text_kind(label: str) -> TextKind | None:
    """What a text line of the head is (方向性 → direction), None where the label names a level or something unknown."""
    words = words_of(label)
    return next((kind for kind, pattern in _HEAD_TEXTS if re.fullmatch(pattern, words)), None)


def is_created(label: str) -> bool:
    """Whether a label stands before the day the sheet was made."""
    return words_of(label) in ("作成日", "作成年月日", "記入日", "更新日", "作成", "作成日時", "記入年月日")


def is_owner(label: str) -> bool:
    """Whether a label stands before the division in charge."""
    return _OWNER.match(words_of(label)) is not None


def is_partners(label: str) -> bool:
    """Whether a label stands before those that take part: 関係課, 連携機関."""
    return _PARTNERS.match(words_of(label)) is not None


def is_overall(label: str) -> bool:
    """Whether a label heads the overall rating (総合評価（案）)."""
    return re.match(r"(?:総合|全体|最終|施策)(?:的?な?)?(?:評価|判定|評定)", words_of(label)) is not None


def is_overall_only(text: str) -> bool:
    """Whether a cell is the label of the overall rating and nothing more, so that it can be no indicator's name."""
    return (
        is_overall(text)
        and re.fullmatch(r"\S{2,4}(?:的?な?)?(?:評価|判定|評定)(?:\(.*\))?", words_of(text)) is not None
    )


def is_level(label: str, text: str) -> bool:
    """Whether a line of the head names an element of the tree: its text begins with a number, or its label says so."""
    if head_text_kind(label) or is_created(label) or is_owner(label) or is_partners(label) or len(label) > 20:
        return False
    return split_number(text) is not None or (_LEVEL.search(words_of(label)) is not None and len(text) <= 60)


def is_head_label(text: str) -> bool:
    """Whether a cell can only be a label of the head, so that two pairs of label and text may share a row."""
    named = is_created(text) or is_owner(text) or is_partners(text) or is_overall(text)
    known = named or head_text_kind(text) is not None
    return known or (len(text) <= 10 and _LEVEL.search(words_of(text)) is not None and split_number(text) is None)


def level_name(label: str) -> str:
    """The level's name in a label: 推進する施策 → 施策, 基本目標： → 基本目標."""
    name = " ".join(label.split()).strip(":：■●◆◇□○・▼【】[]〔〕〈〉《》「」 ")
    return re.sub(r"^(?:推進する|対象(?:の|となる)?|該当する)(?=.)", "", re.sub(r"(?<=..)(?:名称?|の名称)$", "", name))


def column_of(label: str) -> Column:
    """What a column of the table of indicators holds, by the words of its heading."""
    words = words_of(label)
    year = parse_fiscal_year(label)
    role: Role
    final = False
    if is_overall(label):
        role = "overall"
    elif re.search(
        r"(?:指標|個別|kpi|目標|達成度?|進捗)の?(?:評価|判定|評定)|^(?:評価|判定|ランク|達成状況|区分|達成区分|評定)(?:\(.*\))?$",
        words,
    ):
        role = "grade"
    elif re.search(r"達成[率度]|進捗[率度]|到達率|達成割合", words):
        role = "rate"
    elif re.search(r"目標", words) and not re.search(r"指標|目標項目|数値目標$|^目標$|^成果目標$", words):
        role = "target"
        final = re.search(r"最終|計画期間|目標年度|期末", words) is not None
    elif re.search(r"実績|結果|現在値", words):
        role = "actual"
    elif re.search(r"当初|現状|基準|現行|策定時|初期|従前|スタート|開始時", words):
        role = "baseline"
    elif re.search(r"単位", words) and not re.search(r"指標|kpi", words):
        role = "unit"
    elif re.search(r"指標|kpi|数値目標|成果目標|目標項目|評価項目", words):
        role = "name"
    elif re.fullmatch(r"目標(?:値)?", words):
        role = "target"
    elif re.fullmatch(r"(?:no\.?|番号|№|コード|code|整理番号|#)", words):
        role = "code"
    elif re.search(r"備考|特記|説明|出典|算出", words):
        role = "remarks"
    elif heading_year(label) is not None:
        role = "target"
    else:
        role = "other"
    return Column(role=role, label=" ".join(label.split()), year=year, final=final)


def is_nothing(text: str) -> bool:
    """Whether a box holds nothing but what an extraction or an office writes for nothing: blanks and dashes."""
    return not text.strip() or all(is_dash(line) or not line.strip() for line in text.split("\n"))
