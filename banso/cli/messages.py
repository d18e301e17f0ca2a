"""How the command line speaks: one Japanese sentence and status 2 for what cannot be done, UTF-8 for JSON.

Lists of doubts and findings for people are made here too, so that every command words them alike.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from banso.domain.finding import Doubt, Finding, Place, Severity

CANNOT = 2
"""Exit status when a command could not do what was asked: unreadable file, wrong argument, no place to write."""

SEVERITIES: tuple[tuple[Severity, str], ...] = (("error", "誤り"), ("warning", "注意"), ("hint", "参考"))
"""Severities from the gravest on, with the word shown to people."""


FORM_NAMES = (
    "action-list",
    "progress-sheet",
    "scorecard",
    "policy-evaluation",
    "project-evaluation",
    "support-plan",
    "target-table",
    "budget-table",
)
"""The forms of the contract; the names are repeated from ``sheets.forms`` (a test compares) so that help starts fast."""


class Refusal(click.ClickException):
    """What the command cannot do, as one Japanese sentence on stderr; exit status 2."""

    exit_code = CANNOT

    def show(self, file: Any = None) -> None:
        """Print the sentence alone, without click's English prefix."""
        click.echo(self.message, err=True, file=file)


def echo_json(data: Any) -> None:
    """Print data as indented JSON in UTF-8, whatever the locale or the Windows console is set to."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def doubt_data(doubt: Doubt) -> dict[str, Any]:
    """A doubt in the stable shape of ``--json``; parts of ``where`` that do not apply are absent."""
    from banso.domain.plan_json import to_data

    return {
        "code": doubt.code,
        "severity": doubt.severity,
        "where": to_data(doubt.where),
        "message": doubt.message,
        "quote": doubt.quote,
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding in the stable shape of ``--json``."""
    from banso.domain.plan_json import to_data

    return {
        "code": finding.code,
        "severity": finding.severity,
        "where": to_data(finding.where),
        "also": [to_data(place) for place in finding.also],
        "message": finding.message,
        "quote": finding.quote,
    }


def counted(items: Sequence[Doubt | Finding]) -> str:
    """The number of items by severity: ``5件（誤り1・注意3・参考1）``."""
    parts = [f"{word}{number}" for severity, word in SEVERITIES if (number := _count(items, severity))]
    return f"{len(items)}件" + (f"（{'・'.join(parts)}）" if parts else "")


def echo_grouped(items: Sequence[Doubt | Finding]) -> None:
    """Print doubts or findings for people, the gravest first: place, sentence, and the words it is about."""
    for severity, word in SEVERITIES:
        chosen = [item for item in items if item.severity == severity]
        if not chosen:
            continue
        click.echo(f"\n■ {word} {len(chosen)}件")
        for item in chosen:
            places = [item.where, *getattr(item, "also", ())]
            shown = [text for place in places if (text := place_text(place))]
            more = f" ほか{len(shown) - _PLACES_SHOWN}か所" if len(shown) > _PLACES_SHOWN else ""
            click.echo(f"・{item.message}")
            click.echo(f"    {'／'.join(shown[:_PLACES_SHOWN])}{more}{'  ' if shown else ''}[{item.code}]")
            if item.quote and item.quote not in item.message:
                click.echo(f"    「{' '.join(item.quote.split())}」")


_PLACES_SHOWN = 6


def place_text(place: Place) -> str:
    """A place in words: ``一覧.txt 2ページ 12行目 3列目``, ``シート「2-①」のB7``, ``（target/2-3/2023）``."""
    parts = [place.file] if place.file else []
    if place.sheet and place.cell:
        parts.append(f"シート「{place.sheet}」の{place.cell}")
    elif place.sheet:
        parts.append(f"シート「{place.sheet}」")
    if place.page:
        parts.append(f"{place.page}ページ")
    if place.line:
        parts.append(f"{place.line}行目")
    if place.column and not place.cell:
        parts.append(f"{place.column}列目")
    if place.address:
        parts.append(f"（{place.address}）" if parts else place.address)
    return " ".join(parts)


def _count(items: Sequence[Doubt | Finding], severity: str) -> int:
    return sum(item.severity == severity for item in items)
