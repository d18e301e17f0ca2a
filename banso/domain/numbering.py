"""Numbering styles (1, ①, a, (1), 1-1, ア …) and natural order. A style is written as its first number."""

from __future__ import annotations

import re

from banso.domain.text import fold, nfkc

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_SERIES = (
    _CIRCLED,
    "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴",
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ",
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "一二三四五六七八九",
)
"""Each style of single signs, in order; what lies beyond its end cannot be written in it."""

_PLACE = {sign: (series[0], index + 1) for series in _SERIES for index, sign in enumerate(series)}
_SIGNS = "".join(_PLACE)
_TEN = r"[一二三四五六七八九]?十[一二三四五六七八九]?"
_CORE = re.compile(rf"\d+|{_TEN}|[{_SIGNS}]")
_BRACKETED = {chr(0x2474 + index): f"({index + 1})" for index in range(20)} | {
    chr(0x249C + index): f"({chr(ord('a') + index)})" for index in range(26)
}
_LABEL = r"(?:基本(?:目標|方針|施策)|政策(?:目標|分野)?|施策|方針|目標|戦略|分野|柱|第)"
_SIGN = rf"(?:\d{{1,3}}|[{_CIRCLED}{_SERIES[1]}])"
_LEADING = (
    rf"{_LABEL}\s?{_SIGN}(?:[-－–]{_SIGN})*(?=[\s.:、　]|$)",
    r"[(（【〔\[](?:\d{1,3}|[a-zA-Zア-ワ一二三四五六七八九十]{1,2})[)）】〕\]](?:[-－–]\d{1,3}(?!\d))*",
    rf"(?:{_SIGN}|[{_SERIES[2]}{_SERIES[3]}])(?:[-－–](?:{_SIGN}|[a-z](?![a-z])))+(?=[\s_.:　]|$|[^\d\-.,a-zA-Z])",
    rf"[A-Z](?:[-－–]{_SIGN})+(?=[\s_.:　]|$)",
    rf"[{_CIRCLED}{_SERIES[1]}]",
    rf"(?:\d{{1,3}}|[{_SERIES[2]}{_SERIES[3]}])(?=[\s、:：)）　]|[.．](?!\d)|$)",
    r"(?:[a-zA-Z]|[ア-ワ])(?=[\s.．:：)）　]|$)",
)
_NUMBER = re.compile("|".join(_LEADING))
_REST = re.compile(r"^(?:[.．、:：)）](?!\d))?[\s　_]*")


def split_number(text: str) -> tuple[str, str] | None:
    """The leading number as printed and the rest: ``(1) 中小…`` → ("(1)", "中小…"), ``①創業`` → ("①", "創業").

    A plain digit or letter counts only with a blank, point or bracket behind it, so that 3つの柱 and 2023年度 have none.
    """
    stripped = text.strip()
    opened = "".join(_BRACKETED.get(sign, sign) for sign in stripped)
    if opened != stripped:
        stripped = opened
    # Full-width digits and letters have the same length as half-width ones, so places agree.
    narrow = "".join(nfkc(sign) if "０" <= sign <= "ｚ" else sign for sign in stripped)
    match = _NUMBER.match(narrow)
    if match is None:
        return None
    number = stripped[: match.end()]
    return number, _REST.sub("", stripped[match.end() :], count=1).strip()


def bare_number(number: str) -> str:
    """The number without the decoration of the paper: ``(1)``, ``【1】``, ``1.`` → ``1``, ``(1)-2`` → ``1-2``; ``③`` stays."""
    opened = "".join(_BRACKETED.get(sign, nfkc(sign) if "０" <= sign <= "ｚ" else sign) for sign in number.strip())
    return re.sub(r"^[\s(（【〔\[]+|[\s)）】〕\].．:：、]+$|[)）】〕\]](?=[-－–]\d)", "", opened)


def numbering_style(number: str) -> str:
    """The style of a number, shown by its first: ``③`` → ``①``, ``(4)`` → ``(1)``, ``2-3`` → ``1-1``, ``c`` → ``a``."""
    return _CORE.sub(lambda match: _style_of(match.group()), _opened(number))


def ordinal(number: str) -> int | None:
    """The place of a number in its series, by its last sign: ``c`` → 3, ``③`` → 3, ``2-④`` → 4. None without sign."""
    signs = _CORE.findall(_opened(number))
    return _place_of(signs[-1]) if signs else None


def format_number(place: int, style: str) -> str:
    """The number at a place (from 1) in a style: (3, "①") → ③, (12, "(1)") → (12).

    Raises ValueError for a place that the style cannot write (0, or more than its signs).
    """
    signs = list(_CORE.finditer(style))
    if not signs or place < 1:
        raise ValueError(f"番号の型「{style}」では {place} 番目を書けません。")
    last = signs[-1]
    return style[: last.start()] + _written(place, last.group(), style) + style[last.end() :]


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which 2 < 10, ② < ⑩ and 1-① < 1-①-a < 1-② < 2."""
    parts = re.findall(rf"\d+|[{_CIRCLED}{_SERIES[1]}{_SERIES[2]}{_SERIES[3]}]|[^\d]", _opened(text))
    key: list[tuple[int, int, str]] = []
    for part in parts:
        if part.isdecimal():
            key.append((0, int(part), ""))
        elif part in _PLACE and not part.isalpha() and part not in _SERIES[4]:
            key.append((0, _PLACE[part][1], part))
        elif folded := fold(part):
            key.append((1, 0, folded))
    return tuple(key)


def _opened(number: str) -> str:
    return "".join(_BRACKETED.get(sign, nfkc(sign) if "０" <= sign <= "ｚ" else sign) for sign in number.strip())


def _style_of(sign: str) -> str:
    if sign.isdecimal():
        return "1"
    return _PLACE[sign][0] if sign in _PLACE else "一"


def _place_of(sign: str) -> int:
    if sign.isdecimal():
        return int(sign)
    if sign in _PLACE:
        return _PLACE[sign][1]
    tens, _, units = sign.partition("十")
    kanji = _SERIES[-1]
    return (kanji.index(tens) + 1 if tens else 1) * 10 + (kanji.index(units) + 1 if units else 0)


def _written(place: int, sign: str, style: str) -> str:
    first = _style_of(sign)
    if first == "1":
        return str(place)
    if first == "一" and 10 <= place <= 99:
        tens, units = divmod(place, 10)
        kanji = _SERIES[-1]
        return (kanji[tens - 1] if tens > 1 else "") + "十" + (kanji[units - 1] if units else "")
    series = next(series for series in _SERIES if series[0] == first)
    if place > len(series):
        raise ValueError(f"番号の型「{style}」では {place} 番目を書けません。")
    return series[place - 1]
