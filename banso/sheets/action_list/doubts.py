"""Collecting doubts while a list is read, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from banso.domain.finding import Doubt, Place, Severity


@dataclass(slots=True)
class Doubts:
    """The doubts of one reading, in the order they were met."""

    found: list[Doubt] = field(default_factory=list)

    def add(self, code: str, severity: Severity, where: Place, message: str, quote: str = "") -> None:
        """Note a doubt; the message is a Japanese sentence, the quote the words of the paper."""
        self.found.append(Doubt(code=code, severity=severity, where=where, message=message, quote=quote))
