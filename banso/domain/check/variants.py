"""Terms that vary inside one body's papers: 伴走/伴奏, 出展/出店, フィードバック/フォードバック, names that lost a part.

Nothing here is a list of known slips: two words are variants when the same neighbours stand around two kanji that
sound alike, or when two long katakana words or proper names differ by one part only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from banso.domain.check.field_words import FIELD_TERMS, LOAN_WORDS
from banso.domain.check.homophones import sound_alike
from banso.domain.check.outline import Outline, Passage
from banso.domain.check.rule import Rule, named
from banso.domain.finding import Finding
from banso.domain.text import nfkc

HOMOPHONE = Rule(
    "term-homophone",
    "warning",
    "同じ言葉に違う漢字",
    "前後が同じ言葉で、読みの同じ一字だけが違う（伴走と伴奏、出展と出店など）。変換の誤りならそろえる。",
)
KATAKANA = Rule(
    "term-katakana",
    "warning",
    "カタカナ語のつづりの違い",
    "一字だけ違うカタカナ語がある（フィードバックとフォードバックなど）。打ち間違いならそろえる。",
)
NAME = Rule(
    "term-name",
    "warning",
    "制度や機関の名称の違い",
    "同じ計画・補助金・機関などの名前と思われるものが、一部を省いたり加えたりして書かれている。正式な名称にそろえる。",
)
RULES = (HOMOPHONE, KATAKANA, NAME)

_RUN = re.compile(r"[一-鿿々ァ-ヺー]{5,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{6,}")
_SUFFIX = "補助金|交付金|奨励金|負担金|預託金|協議会|協会|委員会|連絡会|センター|計画|条例|制度|機構|訓練校|推進会議|組合|振興会"
_NAME = re.compile(rf"[一-鿿々ァ-ヺA-Z][一-鿿々ァ-ヺーA-Z・]*(?:引継ぎ)?[一-鿿々ァ-ヺーA-Z・]*?(?:{_SUFFIX})")
_NUMERALS = frozenset("一二三四五六七八九十百千万第年月日市町村県都府国区")
_CONTEXT = 4
_MIN_NAME = 9


def check(plan: Outline) -> Iterator[Finding]:
    """Term variants over all texts of a plan."""
    yield from _checked(plan.passages)


@lru_cache(maxsize=64)
def _checked(passages: tuple[Passage, ...]) -> tuple[Finding, ...]:
    """Most edits are figures: the texts stay, and with them what was found in them."""
    return tuple(check_passages(passages))


def check_passages(passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Term variants over any texts of one body."""
    corpus = _Corpus([nfkc(text) for _, text, _ in passages], [address for address, _, _ in passages])
    yield from _homophones(corpus)
    yield from _katakana(corpus)
    yield from _names(corpus)


class _Corpus:
    """Texts with their addresses, and fast search for a word in all of them."""

    def __init__(self, texts: list[str], addresses: list[str]) -> None:
        self.texts, self.addresses = texts, addresses
        self.joined = "\n".join(texts)
        self.starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def holding(self, word: str) -> set[int]:
        """The numbers of the texts that hold a word."""
        found = set()
        at = self.joined.find(word)
        while at >= 0:
            found.add(bisect_right(self.starts, at) - 1)
            at = self.joined.find(word, at + 1)
        return found

    def words(self, pattern: re.Pattern[str], shortest: int = 1) -> dict[str, list[str]]:
        """The words a pattern finds, each with the addresses of its texts."""
        places: dict[str, list[str]] = {}
        for text, address in zip(self.texts, self.addresses, strict=True):
            for word in dict.fromkeys(pattern.findall(text)):
                if len(word) >= shortest:
                    places.setdefault(word, []).append(address)
        return places


def _homophones(corpus: _Corpus) -> Iterator[Finding]:
    """Kanji that sound alike between the same neighbours, four of them in one word."""
    runs: dict[str, list[int]] = {}
    for number, text in enumerate(corpus.texts):
        for run in _RUN.findall(text):
            runs.setdefault(run, []).append(number)
    first: dict[tuple[str, str], str] = {}
    several: set[tuple[str, str]] = set()
    for word in (*runs, *FIELD_TERMS):
        for key, sign in _neighbours(word):
            if first.setdefault(key, sign) != sign:
                several.add(key)
    around: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for word, numbers in (*runs.items(), *((term, ()) for term in FIELD_TERMS)):
        for key, sign in _neighbours(word):
            if key in several:
                around[key][sign].update(numbers)
    # What stands around a slip is one cause, whatever part of it is looked at.
    causes: dict[tuple[str, str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for key, signs in around.items():
        for one in signs:
            for two in signs:
                if one < two and sound_alike(one, two) and (signs[one] or signs[two]):
                    causes[one, two, key[0][-1], key[1][0]].append(key)
    for (one, two, _, _), keys in causes.items():
        uses = {sign: set().union(*(around[key][sign] for key in keys)) for sign in (one, two)}
        finding = _homophone(corpus, (one, two), keys, uses)
        if finding is not None:
            yield finding


def _neighbours(word: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Each kanji of a word with the signs around it: four together, at least one on each side."""
    for index in range(1, len(word) - 1):
        sign = word[index]
        if "一" <= sign <= "鿿" and sign not in _NUMERALS:
            for left in (1, 2, 3):
                right = _CONTEXT - left
                if index >= left and index + right < len(word):
                    yield (word[index - left : index], word[index + 1 : index + 1 + right]), sign


def _homophone(
    corpus: _Corpus, pair: tuple[str, str], keys: list[tuple[str, str]], uses: dict[str, set[int]]
) -> Finding | None:
    before, after = min(keys, key=lambda key: len(key[0]))
    words = {sign: before + sign + after for sign in pair}
    short = {sign: before[-1:] + sign + after[:1] for sign in pair}
    # The same short word elsewhere is the same slip.
    found = {sign: uses[sign] | corpus.holding(short[sign]) for sign in pair}
    known = [sign for sign in pair if any(words[sign] in term or short[sign] in term for term in FIELD_TERMS)]
    usual = known[0] if len(known) == 1 else max(pair, key=lambda sign: len(found[sign]))
    rare = next(sign for sign in pair if sign != usual)
    if not found[rare]:
        return None
    sure = len(known) == 1 or len(found[usual]) >= 3 * len(found[rare])
    numbers = sorted(found[rare]) + ([] if sure else sorted(found[usual] - found[rare]))
    advice = f"「{words[usual]}」の誤りでないか" if sure else "どちらが正しいか"
    both = f"と「{words[usual]}」（{len(found[usual])}か所）の両方が" if found[usual] else "が"
    return HOMOPHONE.finding(
        [corpus.addresses[number] for number in numbers],
        f"「{words[rare]}」（{len(found[rare])}か所）{both}使われています。{advice}確かめ、一つにそろえてください。",
        words[rare],
    )


def _katakana(corpus: _Corpus) -> Iterator[Finding]:
    """Long katakana words one letter apart from another or from a word that every office uses."""
    places = corpus.words(_KATAKANA)
    keyed: dict[str, set[str]] = defaultdict(set)
    for word in (*places, *LOAN_WORDS):
        keyed[word].add(word)
        for index in range(len(word)):
            keyed[word[:index] + word[index + 1 :]].add(word)
    pairs = {
        (one, two)
        for words in keyed.values()
        for one in words
        for two in words
        if one < two and (one in places or two in places) and _one_letter_apart(one, two)
    }
    for pair in sorted(pairs):
        known = [word for word in pair if word in LOAN_WORDS]
        if len(known) == 2:
            continue
        usual = known[0] if known else max(pair, key=lambda word: len(places.get(word, ())))
        rare = next(word for word in pair if word != usual)
        sure = bool(known) or len(places.get(usual, ())) >= 3 * len(places[rare])
        advice = (
            f"「{usual}」の打ち間違いでないか確かめてください。"
            if sure
            else f"「{usual}」とどちらかにそろえてください。"
        )
        yield KATAKANA.finding(
            places[rare] + ([] if sure else places[usual]), f"「{rare}」と書かれています。{advice}", rare
        )


def _one_letter_apart(one: str, two: str) -> bool:
    """Whether one letter was dropped, added or mistyped in the middle; another beginning is another word."""
    if len(one) == len(two):
        different = [index for index in range(len(one)) if one[index] != two[index]]
        return len(different) == 1 and different[0] > 0
    short, long = sorted((one, two), key=len)
    at = next((index for index in range(len(short)) if short[index] != long[index]), len(short))
    return len(long) == len(short) + 1 and at > 0 and short[at:] == long[at + 1 :]


def _names(corpus: _Corpus) -> Iterator[Finding]:
    """Long names of which one is another with a part left out in the middle."""
    places = corpus.words(_NAME, _MIN_NAME)
    by_ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in places:
        by_ends[name[:3], name[-3:]].append(name)
    for names in by_ends.values():
        for family in _families(names):
            # In the order of the paper, so that the earlier of two equally frequent names counts as the usual one.
            ordered = [name for name in names if name in family]
            usual = max(ordered, key=lambda name: len(places[name]))
            others = [name for name in ordered if name != usual]
            yield NAME.finding(
                [address for name in others for address in places[name]],
                f"名称が{len(family)}通りに書かれています：{named([usual, *others])}。正式な名称にそろえてください。",
                others[0],
            )


def _families(names: list[str]) -> list[set[str]]:
    families: list[set[str]] = []
    for one in names:
        for two in names:
            if one < two and _left_out(*sorted((one, two), key=len)):
                home = next((family for family in families if one in family or two in family), None)
                if home is None:
                    families.append({one, two})
                else:
                    home |= {one, two}
    return families


def _left_out(short: str, long: str) -> bool:
    """Whether the longer name is the shorter one with one part of up to four characters put in."""
    extra = len(long) - len(short)
    if not 1 <= extra <= 4 or len(short) < _MIN_NAME - 1:
        return False
    at = next((index for index in range(len(short)) if short[index] != long[index]), len(short))
    return at >= 3 and short[at:] == long[at + extra :] and len(short) - at >= 2
