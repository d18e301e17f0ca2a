"""The addresses that a working copy carries in its narrow column, one to a line of the row's key cell.

``node/2-③-a`` is the row's own node; nodes above it stand before it where their keys do not follow from their numbers.
``indicator/2-4|2-4=4-3_経営革新計画の策定事業者数（社）`` gives key and code of an indicator by the words printed for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from banso.domain.address import join, split
from banso.domain.text import fold


@dataclass(frozen=True, slots=True)
class CarriedIndicator:
    """Key and home code of an indicator."""

    key: str
    code: str | None


@dataclass(frozen=True, slots=True)
class CarriedKeys:
    """What one key cell says: the row's node, the nodes above it from the top (if named), indicators by folded label."""

    node: str | None = None
    above: tuple[str, ...] = ()
    indicators: dict[str, CarriedIndicator] = field(default_factory=dict)


def keys_of(cell: str) -> CarriedKeys:
    """The keys in a key cell; lines that are no addresses are passed over."""
    nodes: list[str] = []
    indicators: dict[str, CarriedIndicator] = {}
    for line in cell.split("\n"):
        address, _, label = line.partition("=")
        kind, *parts = split(address)
        if kind == "node" and len(parts) == 1 and not label:
            nodes.append(parts[0])
        elif kind == "indicator" and len(parts) == 1 and label:
            key, _, code = parts[0].partition("|")
            indicators[fold(label)] = CarriedIndicator(key, code or None)
    return CarriedKeys(nodes[-1] if nodes else None, tuple(nodes[:-1]), indicators)


def key_cell(node: str, above: Iterable[str] = (), indicators: Iterable[tuple[str, str | None, str]] = ()) -> str:
    """The key cell of a row: ``indicators`` are key, home code and printed label."""
    lines = [join("node", key) for key in (*above, node)]
    lines += [join("indicator", f"{key}|{code or ''}") + f"={label}" for key, code, label in indicators]
    return "\n".join(lines)
