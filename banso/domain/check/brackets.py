"""Signs in texts: brackets that do not close, footnote marks without a note, texts cut off, doubled particles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from banso.domain.address import address_of
from banso.domain.check.outline import Outline, Passage
from banso.domain.check.rule import Rule
from banso.domain.document import Note
from banso.domain.finding import Finding
from banso.domain.text import fold

BRACKET = Rule(
    "bracket-open", "warning", "かっこが閉じていない", "始まりと終わりのかっこの数や組が合わない。抜けたかっこを補う。"
)
MARK = Rule(
    "note-missing",
    "warning",
    "注の印があるのに注がない",
    "「*」「※1」などの注の印に対応する注の文がない。注を書くか、印を消す。",
)
UNUSED = Rule(
    "note-unused", "warning", "注があるのに印がない", "注の文がどの項目にも付いていない。印の付け忘れを確かめる。"
)
CUT = Rule(
    "text-cut",
    "warning",
    "文が途中で切れている",
    "文が助詞や読点で終わっている。続きが失われていないか元の資料を確かめる。",
)
DOUBLED = Rule(
    "text-doubled",
    "warning",
    "同じ字が続いている",
    "「をを」「。。」「率率」のように同じ字が続いている。余分な字か書き間違いを直す。",
)
RULES = (BRACKET, MARK, UNUSED, CUT, DOUBLED)

_KIND = dict(zip("（(［[「『【《〈〔", "(([[「『【《〈〔", strict=True))
"""Opening brackets, full and half width as one kind."""
_CLOSE = dict(zip("）)］]」』】》〉〕", "(([[「『【《〈〔", strict=True))
_BRACKETS = re.compile("[" + re.escape("".join([*_KIND, *_CLOSE])) + "]")
_NUMBERING = re.compile(
    r"(?:^|[\s・。、:：>])[(（]?(?:\d{1,2}|[IVXivx]{1,4}|[a-zA-Zア-ンｱ-ﾝ一二三四五六七八九十①-⑳注※ⅰ-ⅹⅠ-Ⅹ])$"
)
_MARK = re.compile(
    r"(?<![\w*＊])[*＊](?=[^\s*＊\d=×])|(?<=[^\s*＊\d])[*＊](?=[、。\s)）]|$)"
    r"|(?:※|(?<![一-鿿])注)\s?\d{1,2}(?![\d,年月日人件社者%％円回割時点か・.．])"
)
_EXPLANATION = re.compile(r"(?:^|\n)\s*([*＊]|(?:※|注)\s?\d{1,2})(?=[\s:：]*\S)")
_CUT = re.compile(r"(?:[^\sぁ-ん、。・][のをがやとに]|[^\s、。]、|及び|並びに|または|又は|および|ならびに)$")
_WHOLE = re.compile(
    r"(?:もの|ひと|あと|もと|ほか|とおり|ごと|常に|特に|適宜に|共に|他に|先に|更に|次に|主に|新たに|一に|式に|別に|随時に)$"
)
_DOUBLED = re.compile(
    r"をを|がが(?!く)|(?<![もそこどあた])のの|(?<!に)にに(?!ん)|、、|。。|率率|数数|者者|件件|的的|等等|性性|をに|をが(?!ん)"
)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about signs in all texts of a plan."""
    yield from _checked(plan.passages, plan.document.notes)


@lru_cache(maxsize=64)
def _checked(passages: tuple[Passage, ...], notes: tuple[Note, ...]) -> tuple[Finding, ...]:
    """Most edits are figures: the texts stay, and with them what was found in them."""
    signs = (finding for passage in passages for finding in check_text(passage))
    return (*signs, *_cut_offs(passages), *_marks(passages, notes))


def check_text(passage: Passage) -> Iterator[Finding]:
    """Brackets and doubled particles of one text."""
    quote = unbalanced(passage.text)
    if quote is not None:
        yield BRACKET.finding(
            [passage.address], f"かっこの始まりと終わりが合いません（{quote}）。抜けたかっこを補ってください。", quote
        )
    for match in _DOUBLED.finditer(passage.text):
        around = passage.text[max(0, match.start() - 8) : match.end() + 8]
        yield DOUBLED.finding(
            [passage.address],
            f"「{match.group()}」と続いています（{around}）。余分な字か書き間違いを直してください。",
            around,
        )
        break


def unbalanced(text: str) -> str | None:
    """The words around the first bracket without its partner; enumerations such as 1) or ア） are no brackets."""
    opened: list[tuple[str, int]] = []
    for match in _BRACKETS.finditer(text):
        sign, index = match.group(), match.start()
        if sign in _KIND:
            opened.append((_KIND[sign], index))
        elif opened and opened[-1][0] == _CLOSE[sign]:
            opened.pop()
        elif opened or not _NUMBERING.search(text[max(0, index - 6) : index]):
            return _around(text, opened[-1][1] if opened else index)
    return _around(text, opened[0][1]) if opened else None


def _around(text: str, index: int) -> str:
    return " ".join(text[max(0, index - 10) : index + 15].split())


def _cut_offs(passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Steps, titles and running texts that end in a particle; one finding for the same words in several places."""
    found: dict[str, list[str]] = {}
    for passage in passages:
        text = passage.text.rstrip()
        if len(text) >= 6 and is_cut(text):
            found.setdefault(text[-20:], []).append(passage.address)
    for words, addresses in found.items():
        yield CUT.finding(
            addresses, f"文が「{words}」で終わっています。続きが失われていないか元の資料を確かめてください。", words
        )


def is_cut(text: str) -> bool:
    """Whether a text ends in a particle, a comma or a conjunction that waits for more."""
    return bool(_CUT.search(text)) and not _WHOLE.search(text)


def _marks(passages: tuple[Passage, ...], all_notes: tuple[Note, ...]) -> Iterator[Finding]:
    notes = [(fold(note.mark), note) for note in all_notes]
    # A mark at the beginning of a line with words behind it is the note itself.
    explained = {fold(mark) for _, text, _ in passages for mark in _EXPLANATION.findall(text)}
    orphans: dict[str, list[tuple[str, str]]] = {}
    for address, text, _ in passages:
        if address.startswith("note/"):
            continue
        for match in _MARK.finditer(text):
            mark = fold(match.group())
            if (
                not any(
                    mark == own and (not note.at or any(address.startswith(place) for place in note.at))
                    for own, note in notes
                )
                and mark not in explained
            ):
                orphans.setdefault(mark, []).append((address, text[match.start() : match.end() + 14]))
                break
    for mark, places in orphans.items():
        yield MARK.finding(
            [address for address, _ in places],
            f"注の印「{mark}」が付いていますが、対応する注がありません。注を書くか、印を消してください。",
            places[0][1],
        )
    if any(note.at for note in all_notes):
        for note in all_notes:
            if not note.at:
                yield UNUSED.finding(
                    [address_of(note)],
                    f"注「{note.mark} {note.text[:30]}」の印がどの項目にも付いていません。印の付け忘れを確かめてください。",
                    f"{note.mark}{note.text}",
                )
