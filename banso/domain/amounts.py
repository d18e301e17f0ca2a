"""Reading the amounts that offices really type: ``4,755``, ``△3.2``, ``約6,000人``, ``15 (25)``, ``1 2回``, ``—``, ``集計中``.

A cell that holds no amount, no state and no dash is a text value (策定, AAA), never zero and never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from banso.domain.quantity import STATE_LABELS, Quantity, State, format_quantity
from banso.domain.text import DASHES, fold, is_dash, nfkc, squeeze
from banso.domain.years import parse_fiscal_year

Comparator = Literal[">=", ">", "<=", "<", "="]

_WORDS: dict[State, str] = {
    "not-entered": "入力待ち 記入待ち",
    "not-set": "未設定 設定無し 設定無 目標なし 目標無し 目標設定なし 目標値なし",
    "none": "なし 無し 無",
    "not-published": "公表前 公表待ち 未発表",
    "being-counted": "測定中 集計前 集計待ち 調査中 確認中 算定中 精査中",
    "not-surveyed": "未測定 測定なし 未計測 データなし 調査無し 未調査 調査未実施 調査年度外 非調査年",
    "not-applicable": "該当無し 非該当 対象外 対象なし",
    "not-started": "未着手 着手前",
    "not-done": "実施なし 実施無し 実施せず 開催なし",
    "cannot-judge": "評価不能 評価不可 判定不能 判定困難 算出不可 算定不可 測定不可",
    "suspended": "休止 休止中 延期",
    "completed": "完了済 完了済み 達成済 達成済み",
    "ended": "事業終了 終了済 終了済み 廃止",
    "withheld": "非公表 非公開 x",
}
STATE_WORDS: dict[str, State] = {
    fold(word): state
    for state, label in STATE_LABELS.items()
    for word in (label, *_WORDS[state].split())
    if word != "—"
}
"""What offices write for a state, folded."""

_NUMBER = r"(?P<sign>[△▲+\-‐‑–—−]?)\s*(?P<digits>\d(?:[\d,. ]*\d)?)"
_BEFORE = {">=": "≧|≥|>=", ">": ">", "<=": "≦|≤|<=", "<": "<", "=": "="}
_AFTER: dict[str, Comparator] = {"以上": ">=", "超": ">", "超え": ">", "以内": "<=", "以下": "<=", "未満": "<"}
_CELL = re.compile(
    r"^(?P<marks>(?:約|およそ|おおよそ|概ね|おおむね|ほぼ|暫定値?|速報値?|参考値?|見込み?|推計値?|[:\s])*)"
    rf"(?P<before>{'|'.join(_BEFORE.values())})?\s*{_NUMBER}"
    r"\s*(?P<unit>(?:(?!以上|以下|以内|超|未満|程度|前後|強|弱)[^\d()\[\]〜~・、。])*?)"
    r"\s*(?P<after>以上|以下|以内|超え?|未満)?(?P<about>程度|前後|強|弱|余り?)?"
    r"\s*(?P<brackets>(?:[(\[][^()\[\]]*[)\]]\s*)*)[*※]?\d?$"
)
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$")
_BROKEN = re.compile(
    r"^\d [\d,.]+$|^[\d,.]+ \d$|^\d(?: \d)+$|^\d{1,3}(?:,\d{3})*[ ,]{1,2}\d{3}$|^\d+ \.\d+$|^\d+\. \d+$"
)
_MINUS = "△▲-‐‑–—−"


@dataclass(frozen=True, slots=True)
class ParsedAmount:
    """What a cell says. ``quantity`` is None for a blank cell; a dash is the state ``none`` (the column decides more).

    ``bracket`` is the second number of ``15 (25)``, ``unit`` the words behind the number, ``reference_year`` the year
    in ``266,061 (令和3年度)``; ``repaired`` tells that a blank inside a number (``1 2回``) was taken out.
    """

    quantity: Quantity | None
    bracket: Decimal | None = None
    unit: str | None = None
    reference_year: int | None = None
    comparator: Comparator | None = None
    repaired: bool = False


def parse_amount(text: str) -> ParsedAmount:
    """What a cell holds: an amount, a state, a text value, or nothing."""
    stripped = squeeze(text)
    if not stripped:
        return ParsedAmount(None)
    if is_dash(stripped):
        return ParsedAmount(Quantity(state="none"))
    state = STATE_WORDS.get(fold(stripped).strip("()[]【】〔〕"))
    if state is not None:
        return ParsedAmount(_as_printed(Quantity(state=state), stripped))
    return _amount(stripped) or ParsedAmount(Quantity(value=stripped))


def target_quantity(text: str) -> Quantity:
    """The quantity of a target cell: blank, dash and なし mean that no target is set."""
    return _in_column(text, blank="not-set", dash="not-set")


def actual_quantity(text: str) -> Quantity:
    """The quantity of an actual cell: a blank waits to be entered, a dash is the paper's dash."""
    return _in_column(text, blank="not-entered", dash="none")


def baseline_quantity(text: str) -> Quantity | None:
    """The quantity of a baseline cell: a dash is ``none``; None where the cell is blank and nothing is stated."""
    return parse_amount(text).quantity


def _in_column(text: str, *, blank: State, dash: State) -> Quantity:
    quantity = parse_amount(text).quantity
    if quantity is None:
        return Quantity(state=blank)
    if quantity.state == "none" and dash != "none":
        return replace(quantity, state=dash, printed=squeeze(text))
    return quantity


def _amount(text: str) -> ParsedAmount | None:
    match = _CELL.match(" ".join(nfkc(text).split()))
    if match is None:
        return None
    digits = match["digits"]
    repaired = not _GROUPED.match(digits)
    if repaired and not _BROKEN.match(digits):
        return None
    narrowed = digits.replace(" ", "")
    if not _GROUPED.match(narrowed):
        return None
    amount = Decimal(narrowed.replace(",", ""))
    negative = bool(match["sign"]) and match["sign"] in _MINUS
    marks = match["marks"] + (match["about"] or "")
    notes = [note.strip() for note in re.findall(r"[(\[]([^()\[\]]*)[)\]]", match["brackets"])]
    bracket, reference_year, kept, noted = _notes(notes)
    marks += noted
    quantity = Quantity(
        amount=-amount if negative else amount,
        approximate=any(
            mark in marks for mark in ("約", "よそ", "概", "むね", "ほぼ", "推計", "程度", "前後", "強", "弱", "余")
        ),
        provisional=any(mark in marks for mark in ("暫定", "速報", "見込")),
        reference="参考" in marks,
    )
    number = _number_as_printed(text)
    if kept:
        quantity = replace(quantity, printed=text)
    elif not repaired and number is not None:
        quantity = _as_printed(quantity, ("約" if quantity.approximate else "") + number)
    return ParsedAmount(
        quantity,
        bracket=bracket,
        unit=match["unit"].strip() or None,
        reference_year=reference_year,
        comparator=_comparator(match["before"], match["after"]),
        repaired=repaired,
    )


def _notes(notes: list[str]) -> tuple[Decimal | None, int | None, bool, str]:
    """Bracket, reference year, whether some bracket stays unexplained, and the words that mark the amount."""
    bracket: Decimal | None = None
    reference_year: int | None = None
    kept, marks = False, ""
    for note in notes:
        number = re.match(r"^(?:累計|計|累積)?[:\s]*([△▲\-−]?)([\d,]+(?:\.\d+)?)\D{0,3}$", note)
        year = parse_fiscal_year(note)
        if year is not None:
            reference_year = year
        elif number and bracket is None and _GROUPED.match(number[2]):
            value = Decimal(number[2].replace(",", ""))
            bracket = -value if number[1] else value
        elif re.fullmatch(r"(?:暫定|速報|見込|推計|参考)(?:値|み)?", note):
            marks += note
        elif note:
            kept = True
    return bracket, reference_year, kept, marks


def _comparator(before: str | None, after: str | None) -> Comparator | None:
    if after:
        return _AFTER[after]
    signs: tuple[Comparator, ...] = (">=", ">", "<=", "<", "=")
    return next((sign for sign in signs if before and before in _BEFORE[sign].split("|")), None)


def _number_as_printed(text: str) -> str | None:
    """The characters of the number as the paper has them, sign included."""
    match = re.search(r"[△▲+＋\-－‐‑–—−]?\s*[\d０-９](?:[\d０-９,，.．]*[\d０-９])?", text)
    return match.group() if match else None


def _as_printed(quantity: Quantity, printed: str) -> Quantity:
    """The quantity with the paper's own characters, where more differs than separators and the kind of dash."""
    return quantity if _plain(format_quantity(quantity)) == _plain(printed) else replace(quantity, printed=printed)


def _plain(printed: str) -> str:
    return "".join("-" if character in DASHES else character for character in printed if character not in ",， ")
