"""Making one list of what two things had, after one was merged into the other: joined, or refused where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from banso.domain.address import address_of
from banso.domain.document import Judgement, Note, Placement, Text
from banso.domain.edits.refusal import EditRefused
from banso.domain.item import Item

ItemT = TypeVar("ItemT", bound=Item)


def united(
    before: tuple[ItemT, ...],
    after: tuple[ItemT, ...],
    came: Callable[[ItemT], bool],
    join: Callable[[ItemT, ItemT], ItemT],
) -> tuple[ItemT, ...]:
    """The items ``after`` renaming, where each that ``came`` over meets the one that had its address already.

    ``before`` holds the same items under their old keys; ``join`` makes one item of the one that was there and the one
    that came. Items that met nobody stay where they stood.
    """
    moving = [came(item) for item in before]
    if not any(moving):
        return after
    there: dict[str, int] = {}
    for position, item in enumerate(after):
        if not moving[position]:
            there.setdefault(address_of(item), position)
    result: list[ItemT | None] = list(after)
    for position, item in enumerate(after):
        home = there.get(address_of(item)) if moving[position] else None
        if home is not None:
            result[position] = None
            result[home] = join(result[home] or after[home], item)
    return tuple(item for item in result if item is not None)


def once(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in order."""
    return tuple(dict.fromkeys(values))


def notes_once(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes with each address once."""
    return tuple(replace(note, at=once(note.at)) for note in notes)


def joined_text(mine: Text, theirs: Text) -> Text:
    """Both texts, a blank line between them; a text that stands in the other already is not written twice."""
    if theirs.text.strip() in mine.text:
        return mine
    if mine.text.strip() in theirs.text:
        return replace(mine, text=theirs.text)
    return replace(mine, text=f"{mine.text.rstrip()}\n\n{theirs.text.lstrip()}")


def joined_placement(mine: Placement, theirs: Placement) -> Placement:
    """The placement that was there, with code and order of the other where it had none."""
    return replace(
        mine,
        code=mine.code if mine.code is not None else theirs.code,
        order=mine.order if mine.order is not None else theirs.order,
        reprise=mine.reprise and theirs.reprise,
    )


def same_judgement(mine: Judgement, theirs: Judgement) -> Judgement:
    """The judgement both have, the reasons joined. Refuses two that differ."""
    if (mine.value, mine.step) != (theirs.value, theirs.step):
        raise EditRefused(
            f"{mine.year}年度の評価が「{_judged(mine)}」と「{_judged(theirs)}」で違うため、統合できません。"
            "先に片方を直すか消してから、もう一度統合してください。"
        )
    reasons = once(reason for reason in (mine.reason, theirs.reason) if reason)
    return replace(mine, reason="\n\n".join(reasons) or None)


def _judged(judgement: Judgement) -> str:
    return judgement.value or (f"{judgement.step}段目" if judgement.step is not None else "未評価")
