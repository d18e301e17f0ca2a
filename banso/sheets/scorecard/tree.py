"""The tree of a scorecard: which strategy and measure each row belongs to, and their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from banso.domain.address import split
from banso.domain.document import Level, Node, Vocabulary
from banso.domain.numbering import bare_number, numbering_style, split_number
from banso.domain.text import fold
from banso.sheets.project_evaluation.levels import heading_of
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.paper import Card, Line


@dataclass(slots=True)
class _Element:
    """An element as it is met from the top of the paper; ``parent`` is its place in the list."""

    level: int
    parent: int | None
    printed: str
    number: str | None
    title: str | None
    kind: str | None
    key: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Branches:
    """Levels, kinds and nodes of the paper; for each line the key of the node it is about (None where none was met)."""

    levels: tuple[Level, ...]
    vocabulary: Vocabulary | None
    nodes: tuple[Node, ...]
    of_line: tuple[str | None, ...]


def branches_of(card: Card) -> Branches:
    """The tree by the cells of the lines; a working copy's addresses name the way from the top to each row."""
    finder = _Branching()
    places = [finder.place(line) for line in card.lines]
    elements = finder.elements
    _give_keys(elements, _level_names(card))
    names = _level_names(card)
    levels = tuple(
        Level(name=name, numbering=_style([element.printed for element in elements if element.level == number]))
        for number, name in enumerate(names)
    )
    vocabulary = _vocabulary(card, elements, names[0] if names else "")
    nodes = tuple(
        Node(
            key=element.key or "",
            parent=elements[element.parent].key if element.parent is not None else None,
            level=element.level,
            number=element.number,
            title=element.title,
            owner=element.owner,
            terms={vocabulary.name: (element.kind,)} if vocabulary and element.kind and element.parent is None else {},
        )
        for element in elements
    )
    return Branches(
        levels, vocabulary, nodes, tuple(elements[place].key if place is not None else None for place in places)
    )


class _Branching:
    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self._chain: dict[int, int] = {}
        self._kind: str | None = None
        self._known: dict[str, int] = {}

    def place(self, line: Line) -> int | None:
        """The place of the element that the line is about."""
        if line.kind is not None and fold(line.kind.text) != fold(self._kind or ""):
            self._kind = " ".join(line.kind.text.split())
            self._chain.clear()
        path = _path(line.address)
        if path is not None:
            place: int | None = self._keyed(line, path)
        else:
            for level, words in line.levels:
                self._begin(level, words.text)
            place = self._chain[max(self._chain)] if self._chain else None
        if place is not None and line.owner is not None and line.owner.text:
            self.elements[place].owner = self.elements[place].owner or line.owner.text
        return place

    def _keyed(self, line: Line, path: tuple[str, ...]) -> int:
        """The element that the last key of the path names; new keys take the row's cells of the tree from the right."""
        new = [key for key in path if key not in self._known]
        cells = list(line.levels)[-len(new) :] if new else []
        missing = len(new) - len(cells)
        parent = self._known[path[len(path) - len(new) - 1]] if len(new) < len(path) else None
        for number, key in enumerate(new):
            above = self.elements[parent].level if parent is not None else -1
            level, text = (
                (above + 1, "") if number < missing else (cells[number - missing][0], cells[number - missing][1].text)
            )
            parent = self._add(level, parent, text, key)
        return self._known[path[-1]]

    def _begin(self, level: int, text: str) -> None:
        known = self._chain.get(level)
        if known is not None and fold(self.elements[known].printed) == fold(text):
            return  # the merged cell again, on a further page or in a file that repeats it in every row
        parent = next((self._chain[above] for above in range(level - 1, -1, -1) if above in self._chain), None)
        for deeper in [one for one in self._chain if one >= level]:
            del self._chain[deeper]
        again = next(
            (
                place
                for place, element in enumerate(self.elements)
                if (element.level, element.parent, element.kind)
                == (level, parent, self._kind if parent is None else element.kind)
                and fold(element.printed) == fold(text)
            ),
            None,
        )
        self._chain[level] = again if again is not None else self._add(level, parent, text, None)

    def _add(self, level: int, parent: int | None, text: str, key: str | None) -> int:
        joined = " ".join(text.split())
        parts = split_number(joined) or _named(joined)
        element = _Element(
            level=level,
            parent=parent,
            printed=joined,
            number=bare_number(parts[0]) if parts else None,
            title=((parts[1] if parts else joined) or None),
            kind=self._kind if parent is None else None,
            key=key,
        )
        self.elements.append(element)
        if key is not None:
            self._known[key] = len(self.elements) - 1
        return len(self.elements) - 1


def _named(text: str) -> tuple[str, str] | None:
    """Number and title of an element printed with its level's name: 重点戦略Ⅰ 稼ぐ力の強化."""
    heading = heading_of(text)
    if heading is None or not heading.title:
        return None
    return heading.number.removeprefix(heading.label), heading.title


def _path(address: str | None) -> tuple[str, ...] | None:
    """The keys from the top to the row's node in an address of a working copy: placement/共通-1/1/main/1-(1)."""
    parts = split(address) if address else ()
    return parts[1:-2] if len(parts) >= 4 and parts[0] == "placement" else None


def _give_keys(elements: Sequence[_Element], names: Sequence[str]) -> None:
    """Numbers that run through the whole paper are keys; numbers that begin anew are keys behind those above them."""
    used = {element.key for element in elements if element.key}
    for level in sorted({element.level for element in elements}):
        here = [element for element in elements if element.level == level and element.key is None]
        numbers = Counter(element.number for element in here)
        through = all(element.number and count == 1 for element in here for count in (numbers[element.number],))
        through = through and not any(element.number in used for element in here)
        for element in here:
            above = elements[element.parent].key if element.parent is not None else None
            own = element.number or element.title or "?"
            if element.parent is None and element.kind:
                key = f"{labels.term_stem(element.kind, names[0] if names else '')}-{own}"
            else:
                key = own if above is None or (through and element.number) else f"{above}-{own}"
            element.key = _unused(key, used)
            used.add(element.key)


def _unused(key: str, used: set[str]) -> str:
    number, found = 2, key
    while found in used:
        found = f"{key}（{number}）"
        number += 1
    return found


def _level_names(card: Card) -> tuple[str, ...]:
    return tuple(_plain(heading.name) for heading in card.headings if heading.role == "level")


def _plain(name: str) -> str:
    for ending in ("の名称", "名称", "名"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _style(printed: Sequence[str]) -> str | None:
    """The numbering of a level by its first number as printed."""
    parts = next((found for text in printed if (found := split_number(text))), None)
    return numbering_style(parts[0]) if parts else None


def _vocabulary(card: Card, elements: Sequence[_Element], top: str) -> Vocabulary | None:
    kinds = tuple(dict.fromkeys(element.kind for element in elements if element.kind and element.parent is None))
    if not kinds:
        return None
    name = card.kind_heading.name if card.kind_heading else f"{top}種別"
    return Vocabulary(name=name, terms=kinds)
