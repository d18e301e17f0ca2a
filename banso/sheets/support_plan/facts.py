"""What a support plan states, gathered while it is read, with the doubts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from banso.domain.document import (
    Actual,
    Budget,
    Event,
    Indicator,
    Judgement,
    Node,
    Note,
    Organization,
    Placement,
    Table,
    Target,
    Text,
    TextKind,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.text import fold
from banso.sheets.support_plan.lines import Line, goes_on

Slot = tuple[str, int | None, TextKind, str | None, int | None]
"""Node, year, kind, heading and order of a text."""


ORDERED: frozenset[TextKind] = frozenset({"status-quo", "issues", "vision"})
"""Kinds of texts of which an element may have several in an order."""


@dataclass(slots=True)
class Facts:
    """The items read so far in the order of the paper."""

    doubts: list[Doubt] = field(default_factory=list)
    title: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    year: int | None = None
    outlined: bool = False
    organizations: dict[str, Organization] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    placements: list[Placement] = field(default_factory=list)
    targets: dict[tuple[str, int | None], Target] = field(default_factory=dict)
    actuals: dict[tuple[str, int], Actual] = field(default_factory=dict)
    judgements: dict[tuple[str, int, str], Judgement] = field(default_factory=dict)
    texts: dict[Slot, str] = field(default_factory=dict)
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)
    budgets: list[Budget] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    places: dict[Slot, Place] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    terms: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def doubt(self, code: str, severity: Severity, where: Place, message: str, quote: str = "") -> None:
        """Note a doubt."""
        self.doubts.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))

    def node(self, node: Node) -> Node:
        """The node under its key; a title that is stated again is not lost where the first had none."""
        known = self.nodes.get(node.key)
        if known is None:
            self.nodes[node.key] = node
        elif known.title is None and node.title is not None:
            self.nodes[node.key] = replace(known, title=node.title)
        return self.nodes[node.key]

    def add_text(self, slot: Slot, text: str, place: Place | None = None) -> None:
        """Add a text, below what already stands in its slot."""
        if place is not None:
            self.places.setdefault(slot, place)
        text = text.strip()
        if text:
            self.texts[slot] = f"{self.texts[slot]}\n{text}" if slot in self.texts else text

    def add_note(self, mark: str, text: str, address: str) -> None:
        """A note at an address; the same note may stand at several."""
        known = self.notes.get((mark, fold(text)))
        at = dict.fromkeys((*known.at, address)) if known else {address: None}
        self.notes[mark, fold(text)] = Note(mark=mark, text=known.text if known else text, at=tuple(at))

    def text_items(self) -> tuple[Text, ...]:
        """The texts as items of the plan document."""
        return tuple(
            Text(node=node, year=year, kind=kind, heading=heading, order=order, text=text)
            for (node, year, kind, heading, order), text in self.texts.items()
        )


@dataclass(slots=True)
class Passage:
    """Running text that is being read: the lines of one text, put together where the end of a page cut a sentence."""

    facts: Facts
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line, text: str | None = None) -> None:
        """Add a row of text (``text`` where a label before it was taken off)."""
        text = line.text if text is None else text
        if not text.strip():
            return
        if self.lines and text == line.text and goes_on(self.lines[-1], line):
            before = self.lines.pop()
            joined = before.text + text
            self.facts.doubt(
                "paragraph-rejoined",
                "hint",
                line.place,
                "文の途中で段落が切れているので、改ページの跡とみてつなぎました。元の文書で確かめてください。",
                before.text[-12:] + "／" + text[:12],
            )
            self.lines.append(replace(line, text=joined))
            return
        self.lines.append(replace(line, text=text))

    def take_title(self) -> Line | None:
        """The last row, if it can be the title of the table that follows: short, and no sentence."""
        if not self.lines:
            return None
        last = self.lines[-1]
        if "\n" in last.text or len(last.text) > 60 or last.text.rstrip().endswith(("。", "、")):
            return None
        return self.lines.pop()

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(line.text.strip() for line in self.lines)


def with_needed_orders(texts: Mapping[Slot, str]) -> dict[Slot, str]:
    """The texts without the order of those that are the only one of their kind and have no heading."""
    counts = Counter((node, kind) for node, _, kind, _, _ in texts)
    return {
        (
            node,
            year,
            kind,
            heading,
            None if kind in ORDERED and counts[node, kind] == 1 and heading is None and order == 1 else order,
        ): text
        for (node, year, kind, heading, order), text in texts.items()
    }
