"""References of one action or measure to another (再掲): in texts, in titles, in whatever style the paper writes them.

2-①のa, 4-1-b and 2-③-a are the same kind of reference: the numbers of the path, compared by their place in the series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from banso.domain.numbering import bare_number, format_number, numbering_style, ordinal
from banso.domain.text import fold
from banso.sheets.action_list.tree import Branch, Tree

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
_LETTER = r"(?<![a-zA-Zａ-ｚ])[a-zA-Zａ-ｚＡ-Ｚ](?![a-zA-Z])|(?<![ァ-ヴー])[ア-ワ](?![ァ-ヴー])"
_PART = rf"(?:[（(]\s?[0-9０-９a-zA-Zア-ワ]{{1,2}}\s?[)）]|(?<![0-9０-９])[0-9０-９]{{1,3}}(?![0-9０-９])|[{_CIRCLED}]|{_LETTER})"
_WORD = r"(?:基本|政策|施策|事業|取組|方針|目標|戦略|項目){0,2}"
_JOIN = r"(?:\s*[-‐‑–—―−－ー・.．/／>＞]\s*|\s*の\s*|\s+|)"
# Bounded, and no two digits side by side: a long run of digits in a text costs nothing.
_PATH = rf"{_WORD}{_PART}(?:{_JOIN}{_WORD}{_PART}){{0,6}}"
_FORWARD = re.compile(
    rf"(?P<path>{_PATH})\s*(?:にも|でも|[でにへ]|として)\s*再掲|再掲先\s*[:：]?\s*(?P<behind>{_PATH})"
)
_BACKWARD = re.compile(
    rf"(?P<path>{_PATH})\s*(?:より|から|[のをと])?\s*再掲(?!先)|再掲元?\s*(?:[:：]|\s)?\s*(?P<behind>{_PATH})"
)
_SUFFIX = re.compile(r"^(?P<title>.+?)\s*[（(【]\s*(?P<other>.+?)\s*[（(【]\s*再掲\s*[)）】]\s*[)）】]$", re.DOTALL)
_MARK = re.compile(r"\s*[（(【〔\[]\s*再掲\s*[)）】〕\]]$")
LONGEST_TITLE = 500
_ANY = re.compile(r"再\s*掲")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as printed (``path``), pointing back to an original or forward to a repetition."""

    path: str
    direction: Literal["back", "forward"]
    words: str


@dataclass(frozen=True, slots=True)
class RepriseTitle:
    """A title with its 再掲 part apart: ``other`` is the title it repeats, None where only the mark stands."""

    title: str
    other: str | None


def references_in(text: str) -> tuple[Reference, ...]:
    """The 再掲 references of a text, in order."""
    if not names_reprise(text):
        return ()
    found: list[tuple[int, Reference]] = []
    taken: list[tuple[int, int]] = []
    for direction, pattern in (("forward", _FORWARD), ("back", _BACKWARD)):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            path = match["path"] or match["behind"]
            way: Literal["back", "forward"] = "forward" if direction == "forward" else "back"
            found.append((match.start(), Reference(path.strip(), way, match.group())))
    return tuple(reference for _, reference in sorted(found, key=lambda pair: pair[0]))


def names_reprise(text: str) -> bool:
    """Whether a text says 再掲 at all."""
    return _ANY.search(text) is not None


def split_reprise_title(title: str) -> RepriseTitle | None:
    """The parts of ``生産性の向上（デジタル化促進に向けた支援(再掲)）`` or ``生産性の向上（再掲）``; None without 再掲."""
    if not names_reprise(title) or len(title) > LONGEST_TITLE:
        return None
    whole = _SUFFIX.match(title)
    if whole:
        return RepriseTitle(whole["title"], whole["other"])
    mark = _MARK.search(title)
    if mark and title[: mark.start()].strip():
        return RepriseTitle(title[: mark.start()].strip(), None)
    return None


def printed_reprise_title(title: str, other: str) -> str:
    """The title of a measure with the one it repeats behind it."""
    return f"{title}（{other}(再掲)）"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference points: a key, whether a node of the paper has it, and the path in the paper's own style."""

    key: str
    found: bool
    restyled: bool


def resolve(path: str, here: str, tree: Tree) -> Target:
    """The node a printed path means, seen from the node ``here``; a path that leads nowhere keeps its own words."""
    plain = re.sub(rf"\s|{_WORD}(?={_PART})", "", path)
    places = tuple(ordinal(part) for part in re.findall(_PART, path))
    index = _index_of(tree)
    exact = plain if plain in tree.branches else index.words.get(plain)
    if exact is not None:
        return Target(exact, True, False)
    found = index.places.get(places)
    own = tree.ancestors(here) if here in tree.branches else []
    # A short reference (③のa, b) counts from the node's own measure or policy.
    for depth in range(len(own) - 1, 0, -1):
        if found is None:
            found = index.places.get(_places(own[:depth]) + places)
    if found is not None:
        return Target(found, True, True)
    return Target(_styled(places, here, tree) or plain, False, True)


@dataclass(frozen=True, slots=True)
class _Index:
    """The nodes by the words of their path (1-(2)-ア, or a long number alone) and by the places of its numbers; by title."""

    words: dict[str, str]
    places: dict[tuple[int | None, ...], str]
    titles: dict[str, list[Branch]]


def _index_of(tree: Tree) -> _Index:
    if not isinstance(tree.index, _Index):
        words: dict[str, str] = {}
        places: dict[tuple[int | None, ...], str] = {}
        titles: dict[str, list[Branch]] = {}
        for key, branch in tree.branches.items():
            path = tree.ancestors(key)
            words.setdefault("-".join(above.number for above in path if above.number), key)
            places.setdefault(_places(path), key)
            if branch.title is not None:
                titles.setdefault(fold(branch.title), []).append(branch)
            if branch.number is not None and len(branch.number) > 2:
                words.setdefault(branch.number, key)
        tree.index = _Index(words, places, titles)
    return tree.index


def _places(path: Sequence[Branch]) -> tuple[int | None, ...]:
    return tuple(ordinal(above.number) if above.number else None for above in path)


def _styled(places: tuple[int | None, ...], here: str, tree: Tree) -> str | None:
    """The key such a path would have in the numbering styles of the node's own path."""
    own = tree.ancestors(here) if here in tree.branches else []
    if len(own) != len(places) or any(place is None for place in places):
        return None
    parts = []
    for branch, place in zip(own, places, strict=True):
        if branch.number is None or place is None:
            return None
        style = numbering_style(branch.number)
        try:
            number = format_number(place, style)
        except ValueError:
            return None
        parts.append(bare_number(number) or number)
    return "-".join(parts)


def titled(title: str, tree: Tree, apart: Branch) -> str | None:
    """The key of the other node of that title, on the same level first; None where none or several have it.

    Of several, the one that is no repetition itself is meant.
    """
    same = [branch for branch in _index_of(tree).titles.get(fold(title), ()) if branch.key != apart.key]
    level = [branch for branch in same if branch.level == apart.level]
    for found in (level, [branch for branch in level if branch.repeats is None], same):
        if len(found) == 1:
            return found[0].key
    return None
