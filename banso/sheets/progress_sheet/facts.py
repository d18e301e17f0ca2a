"""What sheets state, gathered once: where two sheets state the same fact differently, both stand in a doubt.

The later sheet's value is used; the sheets come in the order of their years, then of the paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from banso.domain.document import (
    Actual,
    Group,
    Indicator,
    Judgement,
    Level,
    Node,
    Note,
    Placement,
    RoadmapStep,
    Target,
    Text,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.text import fold

_SHOWN = 24


@dataclass(frozen=True, slots=True)
class PrintedRate:
    """A rate as a paper prints it for an indicator in a fiscal year, under the heading ``label`` (達成率)."""

    indicator: str
    year: int
    label: str
    text: str
    place: Place


@dataclass(slots=True)
class Facts:
    """The items read so far by their identity, in the order of the paper, and the doubts."""

    doubts: list[Doubt] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    roadmap: dict[str, tuple[RoadmapStep, ...]] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    placements: dict[tuple[str, str], Placement] = field(default_factory=dict)
    targets: dict[tuple[str, int | None, bool], Target] = field(default_factory=dict)
    actuals: dict[tuple[str, int], Actual] = field(default_factory=dict)
    judgements: dict[tuple[str, int, str], Judgement] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)
    rates: list[PrintedRate] = field(default_factory=list)
    _stated: dict[str, tuple[str, Place]] = field(default_factory=dict)
    _reported: set[str] = field(default_factory=set)

    def doubt(self, code: str, severity: Severity, where: Place, message: str, quote: str = "") -> None:
        """Note a doubt."""
        self.doubts.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))

    def is_disputed(self, *addresses: str) -> bool:
        """Whether sheets state one of these facts differently."""
        return any(address in self._reported for address in addresses)

    def state(self, address: str, what: str, value: str, place: Place, *, figure: bool = False) -> None:
        """Note that a sheet states a fact; a doubt, once for each fact, where an earlier sheet stated another value."""
        earlier = self._stated.get(address)
        if earlier is not None and fold(earlier[0]) != fold(value) and address not in self._reported:
            self._reported.add(address)
            one, other = around_difference(earlier[0], value)
            named = address.endswith(("/name", "/title"))
            code = "contradiction-value" if figure else "contradiction-name" if named else "contradiction"
            self.doubt(
                code,
                "error" if figure else "warning",
                with_address(place, address),
                f"{what}が紙の中で食い違っています。「{one}」（{spot(earlier[1])}）と「{other}」（{spot(place)}）。"
                "紙の後ろにあるほうを使いました。正しいほうに揃えてください。",
                other,
            )
        self._stated[address] = (value, place)


def with_address(place: Place, address: str) -> Place:
    """The place with the address of the fact that stands there."""
    return Place(
        file=place.file,
        page=place.page,
        sheet=place.sheet,
        line=place.line,
        column=place.column,
        cell=place.cell,
        address=address,
    )


def spot(place: Place) -> str:
    """A place in the words of the paper: 341行目, シート「2-①」のB7, 3ページ."""
    if place.line is not None:
        return f"{place.line}行目"
    if place.sheet is not None:
        return f"シート「{place.sheet}」" + (f"の{place.cell}" if place.cell else "")
    return f"{place.page}ページ" if place.page is not None else "同じ紙"


def around_difference(one: str, other: str) -> tuple[str, str]:
    """Both texts, cut to the words around the first difference where they are long."""
    if max(len(one), len(other)) <= 2 * _SHOWN:
        return one or "空欄", other or "空欄"
    first = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, first - _SHOWN // 2)

    def cut(text: str) -> str:
        end = start + 2 * _SHOWN
        return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")

    return cut(one), cut(other)
