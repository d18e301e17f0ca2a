"""Names of indicators as papers print them: ``【再掲】 全体観光消費額* (千円)``, ``補助金利用数 (件) (デジタル化促進支援)``.

Unit, 【再掲】 and note marks never stay in a name; a bracket behind it that is no unit tells two indicators apart and is
the qualifier. ``print_indicator_name`` is the way back: what it prints is read as the same parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from banso.domain.text import fold, nfkc, squeeze

_REPRISE = re.compile(r"\s*[【（(\[〔〈<]\s*再\s*掲\s*[】）)\]〕〉>]\s*")
_MARK = re.compile(r"\s*[*＊※†]\s?(?:[0-9０-９]{1,2})?")
_CODE = re.compile(
    r"^\s*(?:KPI|指標)?\s*((?:[0-9０-９]{1,3}|[Ⅰ-Ⅻ])(?:[-－‐–][0-9０-９]{1,3})+)\s*(?:[_＿:：.．]|[ 　]+)\s*(?=\S)",
    re.IGNORECASE,
)
_UNIT_LABEL = re.compile(r"^単位\s*[:：]\s*")
_COUNTER = (
    r"円|ドル|人|名|件|社|者|回|店|店舗|戸|棟|台|箇所|[かヶケカヵ]所|組|組織|団体|世帯|校|本|点|頭|羽|匹|隻|両|便|路線"
    r"|t|トン|kg|g|ha|a|㎡|m2|m3|㎥|km|m|l|kl|kwh|mwh|kw|%|ポイント|pt|時間|分|日|泊|月|年|週|品|品目|種|種類|種目|事業者|事業所"
    r"|企業|区画|床|冊|枚|部|票|位|倍|人泊|人日|延べ人|施設|地区|地域|集落|案|講座|商品|メニュー|アクセス|pv|ビュー|ダウンロード"
    r"|フォロワー|プラン|計画|クラス|チーム|グループ|セット|ケース|例|席|件数|単位|指数|kcal|kl|mm|cm|ft|db|ppm|食|杯|票|段階|級|歳|才|割"
)
_UNIT = re.compile(
    rf"(?:延べ|のべ)?(?:[十百千万億兆]{{0,2}})(?:{_COUNTER})(?:[/／]\d*[十百千万億]{{0,2}}(?:{_COUNTER}))*",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"(?:値が|数値が|数が)?(?:低い|少ない|小さい|短い)(?:ほど|ほうが|方が)(?:良い|よい|いい|望ましい)"
    r"|(?:値を?)?(?:減少|減らす|削減|抑制|低減|縮減|低下|縮小|減|下げる)(?:目標|指標|させる|を目指す|が目標|型)?|マイナス指標|[↓↘⇩▼]"
)
_HIGHER = re.compile(
    r"(?:値が|数値が|数が)?(?:高い|多い|大きい|長い)(?:ほど|ほうが|方が)(?:良い|よい|いい|望ましい)"
    r"|(?:値を?)?(?:増加|増やす|拡大|向上|上昇|増|上げる)(?:目標|指標|させる|を目指す|が目標|型)?|プラス指標|[↑↗⇧▲]"
)
_KEEP = re.compile(r"(?:現状)?維持(?:目標|指標|する|を目指す|が目標|型)?|[→⇨]|横ばい")
_OPEN, _CLOSE = "(（〔［[", ")）〕］]"
_CJK = r"[\u3005-\u30ff\u3400-\u9fff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """The parts of a printed name; ``marks`` are the note marks in order, ``code`` a code such as 2-1 before it."""

    name: str
    qualifier: str | None = None
    unit: str | None = None
    reprise: bool = False
    marks: tuple[str, ...] = ()
    code: str | None = None

    @property
    def key(self) -> str:
        """The key of an indicator that has no code: its name, with the qualifier where there is one."""
        return f"{self.name}（{self.qualifier}）" if self.qualifier else self.name


def read_indicator_name(text: str) -> IndicatorName:
    """The parts of an indicator's printed name, brackets behind it taken for unit or qualifier."""
    rest = " ".join(squeeze(text).split("\n"))
    without = _REPRISE.sub(" ", rest)
    reprise = without != rest
    rest = without.strip()
    code = _CODE.match(rest)
    if code:
        rest = rest[code.end() :]
    marks: list[str] = []
    brackets: list[str] = []
    while True:
        rest = rest.rstrip()
        if mark := _last_mark(rest):
            marks.insert(0, "".join(nfkc(mark).split()))
            rest = rest[: -len(mark)]
        elif (opened := _last_bracket(rest)) is not None and rest[:opened].strip():
            brackets.insert(0, rest[opened + 1 : -1].strip())
            rest = rest[:opened]
        else:
            break
    unit = _take_unit(brackets)
    if len(brackets) > 1:
        rest += "".join(f"（{bracket}）" for bracket in brackets[:-1])
    qualifier = brackets[-1] if brackets else None
    name, _, tail = rest.partition("_")
    if tail.strip() and qualifier is None and name.strip():
        rest, qualifier = name, tail.strip()
    return IndicatorName(
        rest.strip(), qualifier or None, unit, reprise, tuple(marks), _plain_code(code[1]) if code else None
    )


def print_indicator_name(
    name: str, qualifier: str | None = None, unit: str | None = None, *, reprise: bool = False, marks: str = ""
) -> str:
    """The name as a sheet prints it: ``【再掲】 全体観光消費額* (千円)``; an unusual unit is named as one (単位：)."""
    printed = f"{'【再掲】 ' if reprise else ''}{name}{marks}"
    if qualifier:
        printed += f" ({qualifier})"
    if unit:
        printed += f" ({unit})" if is_unit(unit) else f" (単位：{unit})"
    return printed


def is_unit(text: str) -> bool:
    """Whether a bracket holds a unit: 件, 千人/年, %, 億円, 延べ人 …; blanks inside are a wrapped line."""
    return _UNIT.fullmatch("".join(nfkc(text).split())) is not None


def _plain_code(code: str) -> str:
    """The code with half-width digits and dashes; Roman numerals stay one sign."""
    return "".join(sign if "Ⅰ" <= sign <= "Ⅻ" else nfkc(sign) for sign in code).translate(
        {ord("‐"): "-", ord("–"): "-"}
    )


def stated_direction(words: str | None) -> Literal["higher", "lower", "keep"] | None:
    """The direction that a bracket or cell states (低いほど良い, 減少 → lower; 増加 → higher; 維持 → keep), else None."""
    folded = fold(words or "")
    if _LOWER.fullmatch(folded):
        return "lower"
    if _HIGHER.fullmatch(folded):
        return "higher"
    return "keep" if _KEEP.fullmatch(folded) else None


def without_wraps(text: str) -> str:
    """The text without blanks between two Japanese characters: what a wrapped line leaves behind."""
    return _WRAP.sub("", text)


def _last_mark(text: str) -> str | None:
    last = None
    for mark in _MARK.finditer(text):
        last = mark
    return last.group() if last and last.end() == len(text) and last.start() > 0 else None


def _last_bracket(text: str) -> int | None:
    """Where the bracket opens that closes at the end of the text."""
    if not text or text[-1] not in _CLOSE:
        return None
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        if text[position] in _CLOSE:
            depth += 1
        elif text[position] in _OPEN:
            depth -= 1
            if depth == 0:
                return position
    return None


def _take_unit(brackets: list[str]) -> str | None:
    for index in range(len(brackets) - 1, -1, -1):
        named = _UNIT_LABEL.match(brackets[index])
        if named or is_unit(brackets[index]):
            bracket = brackets.pop(index)
            return bracket[named.end() :].strip() or None if named else "".join(bracket.split())
    return None
