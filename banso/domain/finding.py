"""What was unsure while reading (doubts) and what the plan check found (findings), each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]

QUOTE_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands. ``line`` and ``page`` count from 1, ``column`` too; ``cell`` is Excel's name (B7).

    ``file`` is the file's name without folders; ``address`` the address of the fact in the plan document.
    """

    file: str | None = None
    page: int | None = None
    sheet: str | None = None
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something a reader had to assume, repair or skip. ``message`` is a Japanese sentence, ``quote`` the words."""

    code: str
    severity: Severity
    where: Place
    message: str
    quote: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "quote", self.quote[:QUOTE_LENGTH])


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause found by the plan check, with all its places: ``where`` the first, ``also`` the others."""

    code: str
    severity: Severity
    where: Place
    also: tuple[Place, ...] = ()
    message: str
    quote: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "quote", self.quote[:QUOTE_LENGTH])
