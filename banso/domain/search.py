"""Searching one plan: everything with words of its own, found alike in full-width, half-width and either kana.

Folding keeps nothing but the words; the places of a match are given in the original text, which is what people see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from banso.domain.address import address_of
from banso.domain.document import Indicator, Node, PlanDocument
from banso.domain.document_words import TEXT_KIND_WORDS
from banso.domain.placing import homes
from banso.domain.text import DASHES

Marks = tuple[tuple[int, int], ...]
"""Matched parts of a text, each from its first letter to behind its last."""

SNIPPET = 80
"""Letters of a text shown around its first match."""
_BEFORE = 20

_KANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F5), 0x30FD, 0x30FE)} | {ord("ヵ"): "か", ord("ヶ"): "け"}
_FOLDING = str.maketrans(
    {chr(code): chr(to) if isinstance(to, int) else to for code, to in _KANA.items()}
    | dict.fromkeys(DASHES, "-")
    | dict.fromkeys("～〜", "~")
)
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_HIRAGANA = re.compile(r"[ぁ-ゖ]-$")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: its address, what it is (施策, 指標, 課題), its label, text and where it belongs.

    ``titled`` tells that the label is a name people gave, not the name of a column.
    """

    address: str
    kind: str
    label: str
    text: str = ""
    context: str = ""
    number: str = ""
    titled: bool = True
    _words: tuple[str, str, str, str] = field(init=False, repr=False, compare=False, default=("", "", "", ""))

    def __post_init__(self) -> None:
        around = _fold_around(self.kind, self.context)
        folded = (fold_for_search(self.label), fold_for_search(self.number), fold_for_search(self.text), around)
        object.__setattr__(self, "_words", folded)

    @property
    def parts(self) -> tuple[str, str, str, str, str, str, bool]:
        """All that it was made of, in the order in which it is made."""
        return self.address, self.kind, self.label, self.text, self.context, self.number, self.titled

    @property
    def folded(self) -> str:
        """All its words, folded, those around it included; no word of a query reaches over a line's end."""
        return "\n".join(self._words)

    def rank(self, words: Sequence[str]) -> int | None:
        """0 where its title or number begins with the first word, 1 where they hold one, 2 for the text; None: no hit."""
        label, number, text, around = self._words
        own = False
        titled = False
        for word in words:
            if word in label or word in number:
                own, titled = True, self.titled
            elif word in text:
                own = True
            elif word not in around:
                return None
        if not own:
            return None
        if titled:
            return 0 if label.startswith(words[0]) or number.startswith(words[0]) else 1
        return 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry: the marks in its label, and an excerpt of its text (with … where cut) and the marks in that."""

    entry: Entry
    label_marks: Marks
    snippet: str
    marks: Marks


def fold_for_search(text: str) -> str:
    """Only the words: NFKC, lower case, katakana as hiragana, one kind of dash (long vowels too) and wave, no blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).casefold().translate(_FOLDING))


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query; a long vowel at the end of a word is optional (サーバー finds サーバ)."""
    folded = (fold_for_search(word) for word in _BLANKS.split(query))
    return tuple(dict.fromkeys(_HIRAGANA.sub(lambda end: end.group()[0], word) for word in folded if word))


def find(entries: Iterable[Entry], query: str, limit: int = 50) -> tuple[Hit, ...]:
    """The entries in which all words of the query occur, the best first; a word may also stand in what it belongs to.

    Titles that begin with the query come before titles that hold it, those before texts; else the plan's order stands.
    """
    words = words_of(query)
    if not words:
        return ()
    found: tuple[list[Entry], list[Entry], list[Entry]] = ([], [], [])
    for entry in entries:
        rank = entry.rank(words)
        if rank is not None:
            found[rank].append(entry)
    best = [entry for same in found for entry in same][:limit]
    return tuple(_hit(entry, words) for entry in best)


def marks_in(text: str, words: Sequence[str]) -> Marks:
    """Where the folded words occur in the original text, in order, overlapping parts joined."""
    folded, places = _folded_with_places(text)
    spans: list[tuple[int, int]] = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            spans.append((places[start][0], places[start + len(word) - 1][1]))
            start = folded.find(word, start + len(word))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def index(document: PlanDocument, before: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """Everything of the plan that has words: nodes, rows, indicators, texts, roadmap, notes, events and tables.

    ``before`` are the entries of the plan before an edit: those that stand as they were are taken over, not folded again.
    """
    known = {entry.parts: entry for entry in before}
    ways: dict[str | None, str] = {}
    names = {node.key: _named(node) for node in document.nodes}
    parents = {node.key: node.parent for node in document.nodes}
    groups = {group.key: group for group in document.groups}
    home = homes(document.indicators, document.placements)
    indicators = {indicator.key: _full_name(indicator) for indicator in document.indicators}

    def path(key: str | None) -> str:
        if key not in ways:
            way: list[str] = []
            above = key
            while above in names and len(way) < len(names):
                way.append(names[above])
                above = parents[above]
            ways[key] = " › ".join(reversed(way))
        return ways[key]

    def entry(
        address: str,
        kind: str,
        label: str,
        text: str = "",
        context: str = "",
        number: str = "",
        *,
        titled: bool = True,
    ) -> Entry:
        parts = (address, kind, label, text, context, number, titled)
        return known.get(parts) or Entry(*parts)

    def entries() -> Iterator[Entry]:
        for node in document.nodes:
            level = document.levels[node.level].name if node.level < len(document.levels) else "項目"
            # A node without a short title is known by its words.
            label, body = (node.title, node.text or "") if node.title else (node.text or "", "")
            yield entry(address_of(node), level, label, body, path(node.parent), node.key)
        for group in document.groups:
            yield entry(address_of(group), "シートの行", group.title or "", "", path(group.node), group.key)
        for indicator in document.indicators:
            words = "\n".join(part for part in (indicator.definition, indicator.source) if part)
            where = path(home.get(indicator.key))
            yield entry(
                address_of(indicator), "指標", indicators[indicator.key], words, where, indicator.code or indicator.key
            )
        for event in document.events:
            yield entry(address_of(event), "催し", event.name, event.outline or "", path(event.node))
        for table in document.tables:
            yield entry(address_of(table), "表", table.title or "", table.source or "")
        for text in document.texts:
            owner = indicators.get(text.indicator or "") or path(text.node)
            kind = text.heading or TEXT_KIND_WORDS[text.kind]
            label = f"{text.year}年度 {kind}" if text.year is not None else kind
            yield entry(address_of(text), kind, label, text.text, owner, titled=False)
        for step in document.roadmap:
            row = groups.get(step.group or "")
            place = path(step.node) or (f"{path(row.node)} › {row.title or row.key}" if row else "")
            years = f"{step.first_year}～{step.last_year}年度"
            yield entry(address_of(step), "ロードマップ", years, step.text, place, titled=False)
        for note in document.notes:
            yield entry(address_of(note), "注", note.mark, note.text, titled=False)

    return tuple(entries())


def _named(node: Node) -> str:
    return f"{node.key} {node.title or node.text or ''}".strip()


def _full_name(indicator: Indicator) -> str:
    return f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name


def _hit(entry: Entry, words: Sequence[str]) -> Hit:
    marks = marks_in(entry.text, words)
    start = max(0, marks[0][0] - _BEFORE) if marks and marks[0][1] > SNIPPET else 0
    end = min(len(entry.text), start + SNIPPET)
    before, behind = "…" if start else "", "…" if end < len(entry.text) else ""
    moved = tuple(
        (first - start + len(before), min(last, end) - start + len(before)) for first, last in marks if first < end
    )
    return Hit(entry, marks_in(entry.label, words), before + entry.text[start:end] + behind, moved)


def _folded_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its letters the part of the original that it comes from."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        part = _fold_letter(text[start:end])
        folded.append(part)
        places += [(start, end)] * len(part)
        start = end
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _fold_around(kind: str, context: str) -> str:
    """Folded once for all that stand in one place, and kept once."""
    return fold_for_search(f"{kind}\n{context}")


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    return fold_for_search(letter)


@lru_cache(maxsize=8192)
def _joins(letter: str) -> bool:
    """Whether a letter may melt into the one before it under NFKC: marks such as ﾞ, and Hangul vowels and finals."""
    code = ord(letter)
    hangul = 0x1160 <= code <= 0x11FF or 0xFFA0 <= code <= 0xFFDC
    return hangul or code in (0xFF9E, 0xFF9F) or unicodedata.combining(unicodedata.normalize("NFKC", letter)[0]) != 0
