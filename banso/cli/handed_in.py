"""Files of this machine as things handed in, and a difference told line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from banso.domain.diff import Difference
    from banso.domain.document import PlanDocument


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file of this machine as something handed in."""

    path: Path
    name: str

    def chunks(self) -> Iterator[bytes]:
        """Its content, piece by piece."""
        with self.path.open("rb") as file:
            while chunk := file.read(1024 * 1024):
                yield chunk


def tell_difference(difference: Difference, document: PlanDocument) -> None:
    """Print what differs, each change with its old and new value."""
    from banso.domain.difference_words import described, overview

    if not difference:
        click.echo("書面と計画は同じです。変わるところはありません。")
        return
    click.echo(overview(difference))
    for row in described(difference, document):
        field = "" if row.field in ("値", "全体") else f"の{row.field}"
        click.echo(f"・{row.kind} {row.place}{field}")
        click.echo(f"    {_line(row.before)} → {_line(row.after)}")


def _line(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 80 else line[:80] + "…") or "（なし）"
