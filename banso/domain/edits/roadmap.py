"""Roadmap steps: their texts and years. A step is found by its owner, its printed line and its position on the line.

``owner`` is the key of a node or of a sheet's row; positions count from 0 in the order of the line. What a person sets
is ``stated``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from banso.domain.document import PlanDocument, RoadmapStep
from banso.domain.edits.access import within_plan
from banso.domain.edits.refusal import EditRefused


def set_span(
    document: PlanDocument, *, owner: str, line: int, position: int, first_year: int, last_year: int
) -> PlanDocument:
    """The step over other years; the steps of a line stay in the order of their years.

    Refuses years outside the plan, in the wrong order, or upon another step of the line that it did not cover before.
    """
    slots = _slots(document, owner, line)
    step = document.roadmap[_slot(slots, position)]
    _period(document, first_year, last_year)
    others = [document.roadmap[slot] for slot in slots if document.roadmap[slot] is not step]
    new = replace(step, first_year=first_year, last_year=last_year, span="stated")
    _apart(new, [other for other in others if not _overlap(step, other)])
    row = sorted((*others, new), key=lambda each: (each.first_year, each.last_year))
    roadmap = list(document.roadmap)
    for slot, each in zip(slots, row, strict=True):
        roadmap[slot] = each
    return replace(document, roadmap=tuple(roadmap))


def set_step_text(document: PlanDocument, *, owner: str, line: int, position: int, text: str) -> PlanDocument:
    """The step with another text. Refuses a blank one."""
    slot = _slot(_slots(document, owner, line), position)
    step = replace(document.roadmap[slot], text=_words(text))
    return replace(document, roadmap=(*document.roadmap[:slot], step, *document.roadmap[slot + 1 :]))


def add_step(
    document: PlanDocument, *, owner: str, line: int | None = None, text: str, first_year: int, last_year: int
) -> PlanDocument:
    """A new step on a line of the owner, or on a new line (None). Refuses as ``set_span`` and ``set_step_text`` do."""
    group = any(each.key == owner for each in document.groups)
    if not group and not any(each.key == owner for each in document.nodes):
        raise EditRefused(f"「{owner}」は、この計画にありません。画面を開き直して、もう一度操作してください。")
    _period(document, first_year, last_year)
    if line is None:
        line = max((step.line for step in document.roadmap if step.owner == owner), default=0) + 1
    if line < 1:
        raise EditRefused("ロードマップの段は1から数えます。段の番号を確かめてください。")
    new = RoadmapStep(
        node=None if group else owner,
        group=owner if group else None,
        line=line,
        text=_words(text),
        first_year=first_year,
        last_year=last_year,
        span="stated",
    )
    slots = [slot for slot, step in enumerate(document.roadmap) if step.owner == owner and step.line == line]
    _apart(new, [document.roadmap[slot] for slot in slots])
    behind = [slot for slot in slots if document.roadmap[slot].first_year < first_year]
    place = behind[-1] + 1 if behind else (slots[0] if slots else len(document.roadmap))
    return replace(document, roadmap=(*document.roadmap[:place], new, *document.roadmap[place:]))


def remove_step(document: PlanDocument, *, owner: str, line: int, position: int) -> PlanDocument:
    """The document without the step; the other lines keep their numbers."""
    slot = _slot(_slots(document, owner, line), position)
    return replace(document, roadmap=(*document.roadmap[:slot], *document.roadmap[slot + 1 :]))


def confirm_spans(document: PlanDocument, owners: Collection[str]) -> PlanDocument:
    """Every assumed span of these owners as one a person has looked at: the years stay, the span is stated."""
    return replace(
        document,
        roadmap=tuple(
            replace(step, span="stated") if step.span == "assumed" and step.owner in owners else step
            for step in document.roadmap
        ),
    )


def _slots(document: PlanDocument, owner: str, line: int) -> list[int]:
    return [slot for slot, step in enumerate(document.roadmap) if step.line == line and step.owner == owner]


def _slot(slots: list[int], position: int) -> int:
    if not 0 <= position < len(slots):
        raise EditRefused("そのロードマップの項目は、もうありません。画面を開き直して、もう一度操作してください。")
    return slots[position]


def _period(document: PlanDocument, first_year: int, last_year: int) -> None:
    if first_year > last_year:
        raise EditRefused(
            f"始まりの{first_year}年度が終わりの{last_year}年度より後です。始まりと終わりの年度を確かめてください。"
        )
    within_plan(document, first_year, last_year)


def _apart(step: RoadmapStep, others: list[RoadmapStep]) -> None:
    for other in others:
        if _overlap(step, other):
            raise EditRefused(
                f"同じ段の「{other.text}」（{other.first_year}～{other.last_year}年度）と年度が重なります。"
                "年度をずらすか、別の段に置いてください。"
            )


def _overlap(one: RoadmapStep, other: RoadmapStep) -> bool:
    return one.first_year <= other.last_year and other.first_year <= one.last_year


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise EditRefused("ロードマップの言葉が空です。何をするかを入れるか、項目を消してください。")
    return words
