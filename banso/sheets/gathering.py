"""Hints of one cause in a file told once: a clerk reads one sentence with all its places instead of forty alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from banso.domain.finding import Doubt, Place

_NAMED = 100
"""As many places are named; a paper of a thousand sheets would fill a page with them."""


def gathered(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """The doubts with every hint that says the very same of several places told at its first place, the others named.

    Warnings and errors stay single: each wants an answer of its own. Hints that name different words are different causes.
    """
    places: dict[tuple[str, str, str | None], list[Place]] = {}
    for doubt in doubts:
        if doubt.severity == "hint":
            places.setdefault(_cause(doubt), []).append(doubt.where)
    told = []
    for doubt in doubts:
        if doubt.severity != "hint":
            told.append(doubt)
        elif (others := places.pop(_cause(doubt), None)) is not None:
            told.append(_with(doubt, others[1:]))
    return tuple(told)


def _cause(doubt: Doubt) -> tuple[str, str, str | None]:
    return doubt.code, doubt.message, doubt.where.file


def _with(doubt: Doubt, others: Sequence[Place]) -> Doubt:
    if not others:
        return doubt
    spots = list(dict.fromkeys(spot for place in others if (spot := _spot(place))))
    named = "、".join(spots[:_NAMED]) + ("など" if len(spots) > _NAMED else "")
    also = f"ほかに{len(others)}か所、同じことがあります"
    return replace(doubt, message=f"{doubt.message}{also}{f'（{named}）' if named else ''}。")


def _spot(place: Place) -> str:
    parts = [
        f"シート「{place.sheet}」" if place.sheet else "",
        f"{place.page}ページ" if place.page is not None else "",
        place.cell or (f"{place.line}行目" if place.line is not None else ""),
    ]
    return "の".join(part for part in parts if part)
