"""Characters that other machines may not show: outside JIS X 0213, private ones, old and simplified forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from banso.domain.check.outline import Outline, Passage
from banso.domain.check.rule import Rule
from banso.domain.check.usual_forms import USUAL_OF_OLD, USUAL_OF_SIMPLIFIED
from banso.domain.finding import Finding

SIMPLIFIED = Rule(
    "character-simplified",
    "warning",
    "中国の簡体字などが混じっている",
    "日本の常用の字体でない簡体字や部首用の文字が混じっている。検索や照合で一致しなくなるので、普通の字体に直す。",
)
OLD = Rule(
    "character-old",
    "warning",
    "旧字体が混じっている",
    "固有名詞ではない言葉に旧字体が使われている。検索や照合で一致しなくなるので、新字体に直す。",
)
OUTSIDE = Rule(
    "character-outside",
    "warning",
    "JIS X 0213 にない文字",
    "JIS X 0213（JIS第1〜第4水準）にない漢字や外字、文字化けの字がある。相手の機械や印刷で表示されないことがある。",
)
NAME = Rule(
    "character-variant",
    "hint",
    "人名・地名の異体字",
    "人名や地名に使われる異体字（髙、﨑、𠮷など）で、JIS X 0213 にないもの。正しい字なら直さず、公開先で表示されるか確かめる。",
)
RULES = (SIMPLIFIED, OLD, OUTSIDE, NAME)

_NAME_VARIANTS = {"髙": "高", "﨑": "崎", "𠮷": "吉", "濵": "浜", "𣘺": "橋", "桒": "桑", "栁": "柳", "塚": "塚"}


def check(plan: Outline) -> Iterator[Finding]:
    """One finding for each such character, with all places where it stands."""
    yield from check_passages(plan.passages)


def check_passages(passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """The characters of any texts."""
    found: dict[str, list[tuple[str, str]]] = {}
    radicals: dict[str, list[tuple[str, str]]] = {}
    used = set().union(*(text for _, text, _ in passages))
    odd = sorted(sign for sign in used if sign > "\u2e7f" and (sign in USUAL_OF_OLD or not _is_standard(sign)))
    if not odd:
        return
    search = re.compile("[" + "".join(map(re.escape, odd)) + "]")
    for address, text, _ in passages:
        for match in search.finditer(text):
            kept = radicals if "\u2e80" <= match.group() <= "\u2fdf" else found
            around = text[max(0, match.start() - 5) : match.start() + 6]
            kept.setdefault(match.group(), []).append((address, around))
    if radicals:
        yield _radicals(radicals)
    for sign, places in found.items():
        addresses = [address for address, _ in places]
        quote = places[0][1]
        usual = usual_form(sign)
        if sign in USUAL_OF_OLD:
            yield OLD.finding(
                addresses, f"「{sign}」は旧字体です（{_line(quote)}）。「{usual}」に直してください。", quote
            )
        elif sign in _NAME_VARIANTS:
            yield NAME.finding(
                addresses,
                f"「{sign}」（U+{ord(sign):04X}）は JIS X 0213 にない異体字です。人名・地名として正しければそのままで、"
                f"そうでなければ「{usual}」に直してください。",
                quote,
            )
        elif usual is not None:
            yield SIMPLIFIED.finding(
                addresses,
                f"「{sign}」（U+{ord(sign):04X}）は日本の普通の字体ではありません（{_line(quote)}）。「{usual}」に直してください。",
                quote,
            )
        else:
            yield OUTSIDE.finding(
                addresses,
                f"「{sign}」（U+{ord(sign):04X}）は JIS X 0213 にない文字です（{_line(quote)}）。"
                "表示されない機械があるので、別の字に直すか、外字であることを注記してください。",
                quote,
            )


def _radicals(found: dict[str, list[tuple[str, str]]]) -> Finding:
    """Radicals that stand for kanji (⼈, ⽀) come from copying out of a PDF: one cause for all of them."""
    signs = "、".join(f"「{sign}」→「{usual_form(sign) or '？'}」" for sign in list(found)[:6])
    return SIMPLIFIED.finding(
        [address for places in found.values() for address, _ in places],
        f"漢字の代わりに部首用の文字が{len(found)}種類使われています（{signs}）。PDFから写したときに起きます。普通の漢字に直してください。",
        next(iter(found.values()))[0][1],
    )


def usual_form(sign: str) -> str | None:
    """What Japanese offices write for a character, None where nothing is known."""
    if sign in _NAME_VARIANTS:
        return _NAME_VARIANTS[sign]
    usual = USUAL_OF_OLD.get(sign) or USUAL_OF_SIMPLIFIED.get(sign)
    if usual is None:
        folded = unicodedata.normalize("NFKC", sign)
        usual = folded if folded != sign and _is_standard(folded) else None
    return usual


def _is_standard(sign: str) -> bool:
    """Whether a character is no ideograph at all, or one of JIS X 0213; private and broken characters are not."""
    code = ord(sign)
    ideograph = 0x2E80 <= code <= 0x2FDF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000
    if not ideograph and not 0xE000 <= code <= 0xF8FF and sign != "\ufffd":
        return True
    if 0xE0100 <= code <= 0xE01EF:
        return True
    try:
        sign.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def _line(quote: str) -> str:
    return " ".join(quote.split())
