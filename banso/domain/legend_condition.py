"""The conditions a legend prints: ``100%以上``, ``99%~80%``, ``80%以上100%未満``, ``80%≦達成率<100%``, ``8割以上``, それ以外."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A printed condition: from ``low`` to ``high`` in percent; an open end excludes its bound."""

    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False


# One character for one, so that positions in the folded text are positions in the printed one.
_WIDTHS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"　": " ", "\xa0": " ", "〜": "~", "∼": "~", "﹪": "%", "≥": "≧", "⩾": "≧", "≤": "≦", "⩽": "≦", "ー": "-"}
    | dict.fromkeys("‐‑‒–—―−─ｰ", "-")
)

_NUMBER = r"(?<![\d.])(\d+(?:\.\d+)?)\s*(%|割|パーセント)?(?![\d.])(?!\s*(?:年|月|日|件|社|人|回|点|位|か所|次|期))"
_LOW = r"(以上|を?超(?:える|え|過)?て?|を上回る?り?|より(?:大きい|大きく|上)|から)"
_HIGH = r"(以下|未満|まで|を下回る|に満たない|より(?:小さい|下))"
_JOIN = r"\s*(?:~|-|、|,|かつ|で)?\s*"
_SUBJECT = r"(?:目標)?(?:値)?(?:の|に対する|に対し)?(?:達成|進捗|到達|実施|執行)(?:率|度|割合)\s*(?:が|は|:|=)?\s*"
_CONDITION = re.compile(
    rf"(?:{_SUBJECT})?(?:"
    rf"(?P<math>{_NUMBER}\s*(≦|<=|<|≧|>=|>)\s*[^\d\s<>≦≧=]{{0,6}}\s*(≦|<=|<|≧|>=|>)\s*{_NUMBER})"
    rf"|(?P<between>{_NUMBER}\s*{_LOW}?{_JOIN}{_NUMBER}\s*{_HIGH})"
    rf"|(?P<reverse>{_NUMBER}\s*{_HIGH}{_JOIN}{_NUMBER}\s*{_LOW})"
    rf"|(?P<range>{_NUMBER}\s*{_LOW}?\s*[~-]\s*<?\s*{_NUMBER})"
    rf"|(?P<sign>(≦|<=|<|≧|>=|>)\s*{_NUMBER}|{_NUMBER}\s*(≦|<=|<|≧|>=|>)(?=\s*[^\d\s]))"
    rf"|(?P<low>{_NUMBER}\s*{_LOW})|(?P<high>{_NUMBER}\s*{_HIGH})"
    rf"|(?P<upward>{_NUMBER}\s*~)|(?P<downward>~\s*{_NUMBER})"
    r"|(?P<rest>それ以外|上記以外|その他|上記に該当しない)"
    rf"|(?P<point>(?=\d+(?:\.\d+)?\s*(?:%|割)){_NUMBER})"
    r")(?:の?達成(?=\s*[=:→]))?(?:の(?:場合|もの|とき|指標|項目))?(?:は|を|が)?"
)
_MORE = re.compile("超|上回|より(?:大き|上)")
_LESS = re.compile("未満|下回|満た|より(?:小さ|下)|<")
_FLIPPED = {"≦": "≧", "<=": "≧", "<": ">", "≧": "≦", ">=": "≦", ">": "<"}


def conditions_of(folded: str) -> list[Condition]:
    """The conditions of a legend whose characters were folded by ``half_width``, in the order printed."""
    found = [_condition_of(match) for match in _CONDITION.finditer(folded)]
    return found if "%" in folded or "割" in folded else _percentages(found)


def half_width(text: str) -> str:
    """Digits, letters, signs and dashes in one width, each character at the place where it is printed.

    NFKC is not used: it would turn the grades ① ② ③ into digits.
    """
    return text.translate(_WIDTHS)


def _condition_of(match: re.Match[str]) -> Condition:
    text = match.group()
    numbers = _numbers(text)
    whole = Condition(start=match.start(), end=match.end())
    if match["math"]:
        first, second = (sign for sign in match.groups() if sign in _FLIPPED)
        # 80% ≦ rate < 100%: the first sign is turned to read "rate ≧ 80%".
        return _narrowed(_narrowed(whole, _FLIPPED[first], numbers[0]), second, numbers[1])
    if match["sign"]:
        sign = next(sign for sign in match.groups() if sign in _FLIPPED)
        sign_first = re.match(rf"(?:{_SUBJECT})?\s*[≦<≧>]", text) is not None
        return _narrowed(whole, sign if sign_first else _FLIPPED[sign], numbers[0])
    more, less = bool(_MORE.search(text)), bool(_LESS.search(text))
    if match["between"] or match["reverse"] or match["range"]:
        low, high = sorted(numbers)
        return replace(whole, low=low, high=high, low_open=more, high_open=less)
    if match["low"] or match["upward"]:
        return replace(whole, low=numbers[0], low_open=more)
    if match["high"] or match["downward"]:
        return replace(whole, high=numbers[0], high_open=less)
    return whole if match["rest"] else replace(whole, low=numbers[0], high=numbers[0])


def _narrowed(condition: Condition, sign: str, number: Decimal) -> Condition:
    if sign[0] in "≧>":
        return replace(condition, low=number, low_open=sign == ">")
    return replace(condition, high=number, high_open=sign == "<")


def _numbers(text: str) -> list[Decimal]:
    """The numbers of a condition in percent; in 7~8割 the unit behind the last number counts for both."""
    tens = "割" in text
    return [Decimal(number) * (10 if tens else 1) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def _percentages(ranges: list[Condition]) -> list[Condition]:
    """A legend that prints ratios (0.85以上) instead of percentages, in percent."""
    bounds = [bound for found in ranges for bound in (found.low, found.high) if bound is not None]
    if not bounds or max(bounds) > 2:
        return ranges
    return [
        replace(
            found,
            low=None if found.low is None else _times_100(found.low),
            high=None if found.high is None else _times_100(found.high),
        )
        for found in ranges
    ]


def _times_100(bound: Decimal) -> Decimal:
    product = (bound * 100).normalize()
    return product.quantize(Decimal(1)) if product == product.to_integral_value() else product
