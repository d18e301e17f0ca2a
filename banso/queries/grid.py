"""The frame of both grids: which indicators they show, in which groups, and what narrows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from banso.domain.document import Indicator, PlanDocument
from banso.domain.match import indicator_label
from banso.domain.placing import Tree, homes


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a person wants to see: below one top element, of one owner, with something missing. "" and False are all."""

    top: str = ""
    owner: str = ""
    missing: bool = False

    def __bool__(self) -> bool:
        return bool(self.top or self.owner or self.missing)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that can be typed into. ``address`` names its fact, ``text`` reads as it would be typed.

    ``notes`` are sentences below it, ``mark`` says how it stands: warned, copied (前年度から複写) or "".
    """

    address: str
    text: str
    notes: tuple[str, ...] = ()
    mark: str = ""
    wide: bool = False

    @property
    def measured(self) -> bool:
        """Whether a number stands, so that its unit belongs behind it; brackets and states say their own words."""
        return any(letter.isdigit() for letter in self.text) and not self.text.endswith((")", "）"))


@dataclass(frozen=True, slots=True)
class Name:
    """How a row is named: ``part`` tells that it is a part (うち数) of the indicator above it."""

    key: str
    code: str
    name: str
    unit: str
    part: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The indicators of one top element of the plan, by key; ``title`` is "" for those that stand on no element."""

    key: str
    title: str
    indicators: tuple[str, ...]


class Frame:
    """The indicators of a plan as rows of a grid: in sections by their home, with the owners of their homes."""

    def __init__(self, document: PlanDocument) -> None:
        self._indicators = {indicator.key: indicator for indicator in document.indicators}
        tree = Tree(document.nodes)
        self._tops: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        for key, home in homes(document.indicators, document.placements).items():
            way = tree.upwards(home)
            if way:
                self._tops[key] = way[-1].key
                self._owners[key] = next((node.owner for node in way if node.owner), "")
        self._titles = {
            node.key: " ".join(part for part in (node.number, node.title or node.text) if part) or node.key
            for node in document.nodes
            if node.parent is None
        }

    def name(self, key: str) -> Name:
        """How the indicator's row is named."""
        indicator = self._indicators[key]
        label = indicator_label(indicator)
        code = indicator.code or ""
        return Name(key, code, label, indicator.unit or "", indicator.parent is not None)

    def sections(self, wanted: Narrowed, missing: Iterable[str] = ()) -> Iterator[Section]:
        """The sections with their wanted indicators, in the plan's order; ``missing`` are those with something missing."""
        lacking = set(missing)
        members: dict[str, list[Indicator]] = {}
        for key, indicator in self._indicators.items():
            if wanted.owner and self._owners.get(key, "") != wanted.owner:
                continue
            if wanted.missing and key not in lacking:
                continue
            members.setdefault(self._tops.get(key, ""), []).append(indicator)
        for top in (*self._titles, ""):
            if top in members and (not wanted.top or wanted.top == top):
                yield Section(top, self._titles.get(top, ""), tuple(one.key for one in _with_parts(members[top])))

    def tops(self) -> tuple[tuple[str, str], ...]:
        """The top elements that have indicators: key and title."""
        used = set(self._tops.values())
        return tuple((key, title) for key, title in self._titles.items() if key in used)

    def owners(self) -> tuple[str, ...]:
        """Those in charge, each once."""
        return tuple(sorted({owner for owner in self._owners.values() if owner}))


def _with_parts(indicators: list[Indicator]) -> list[Indicator]:
    """The indicators with each part behind its whole, all else in order."""
    keys = {indicator.key for indicator in indicators}
    parts: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.parent in keys and indicator.parent is not None:
            parts.setdefault(indicator.parent, []).append(indicator)
    ordered: list[Indicator] = []
    waiting = [indicator for indicator in reversed(indicators) if indicator.parent not in keys]
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting.extend(reversed(parts.pop(one.key, [])))
    # A circle of parts has no whole to stand behind; it is shown all the same.
    return ordered + [indicator for rest in parts.values() for indicator in rest]
