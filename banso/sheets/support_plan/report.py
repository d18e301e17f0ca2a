"""The yearly evaluation (評価): results beside targets, the committee's opinion and rating, what is improved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from banso.domain.document import Judgement, Node, Stage, TextKind
from banso.domain.text import fold
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.lines import Block, Element, Line
from banso.sheets.support_plan.sections import section_starts
from banso.sheets.support_plan.targets import Marks, take_targets, target_columns

COMMITTEE = "外部評価委員会"
_ROWS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "overall",
        re.compile(r"(?:外部|評価|検証)*委員会(?:による|の)?(?:総合)?評価|総合評価|評価(?:結果|区分)?(?:\(案\))?"),
    ),
    (
        "verification",
        re.compile(
            r"(?:外部|評価|検証)*委員会(?:から)?の?(?:意見|所見|助言|コメント|講評)等?|外部評価の?意見|評価委員の?(?:意見|コメント)"
        ),
    ),
    (
        "achievements",
        re.compile(r"(?:事業の?)?(?:実施状況|実施内容|取組(?:状況|内容|実績|結果)|事業(?:実績|内容)|実施結果|実績)"),
    ),
    ("issues", re.compile(r"課題|反省点|問題点")),
    (
        "improvement",
        re.compile(
            r"(?:次年度への)?(?:改善(?:点|策|案|内容)?|見直し(?:案|内容|の方針)?|今後の(?:対応|方針|取組))(?:・?(?:改善|見直し).*)?"
        ),
    ),
)
_INLINE = re.compile(r"^\s*([^:：。\n]{1,20})\s*[:：]\s*(\S.*)$", re.DOTALL)
"""A label with its words behind a colon: 評価委員会の意見：公表を早めること。"""
_DRAFT = re.compile(r"\s*[(（]案[)）]$")
_STEP = re.compile(r"^(\d)\s*[:：]\s*(\S.*)$")


def take_report(facts: Facts, elements: Sequence[Element]) -> None:
    """All sections of the evaluation of ``facts.year``."""
    assert facts.year is not None
    starts = section_starts(elements)
    current: Node | None = None
    marks: dict[str, Marks] = {}
    label: str | None = None
    for index, element in enumerate(elements):
        if index in starts and isinstance(element, Line):
            number, title = starts[index]
            key = element.about[1] if element.about[:1] == ("node",) else number
            label = None
            current = facts.node(Node(key=key, level=0, number=number, title=title))
        elif current is None:
            continue
        elif isinstance(element, Block):
            _take_block(facts, current.key, element, marks.setdefault(current.key, Marks(current.key)))
        else:
            label = _take_row(facts, current.key, element, label)


def _take_block(facts: Facts, node: str, block: Block, marks: Marks) -> None:
    """A table of results, rows of label and text, or the one above the other."""
    first = next((index for index, row in enumerate(block.rows) if _row_name(row) or row.about[:1] == ("text",)), None)
    figures = Block(block.rows[:first], block.spans_known) if first != 0 else None
    if figures is not None and (found := target_columns(figures, facts, aims=True)):
        take_targets(facts, figures, found[1], found[0], marks)
    else:
        first = 0
    label: str | None = None
    for row in block.rows[first:] if first is not None else ():
        label = _take_row(facts, node, row, label)


def _row_name(line: Line) -> str | None:
    """What a row of label and text is about, by its label."""
    return _name(line.cells[0].text) if line.cells else None


def _name(label: str) -> str | None:
    plain = fold(label).rstrip(":：").strip("【】[]〔〕")
    return next((name for name, pattern in _ROWS if pattern.fullmatch(plain)), None)


def _take_row(facts: Facts, node: str, line: Line, label: str | None) -> str | None:
    """A row of label and text; a row of one text belongs to the label above it."""
    year = facts.year
    assert year is not None
    about = line.about
    if about[:1] == ("text",) and len(about) >= 4 and about[3] in get_args(TextKind):
        heading = about[4] if len(about) > 4 else None
        text = line.cells[-1].text if len(line.cells) > 1 else ""
        facts.add_text((about[1], year, about[3], heading, None), text)  # type: ignore[arg-type]
        return None
    cells = list(line.cells)
    named = _row_name(line)
    text = "\n".join(cell.text for cell in (cells if named is None else cells[1:]))
    inline = _INLINE.match(text) if named is None and len(cells) == 1 else None
    if inline is not None and (found := _name(inline[1])) is not None:
        named, text = found, inline[2]
    label = named or label
    if text.startswith(("※", "＊", "注")) and named is None:
        _unread(facts, line, text)
    elif label == "overall":
        _rating(facts, node, year, text)
    elif label is not None and text:
        heading = COMMITTEE if label == "verification" else None
        facts.add_text((node, year, label, heading, None), text)  # type: ignore[arg-type]
    elif text:
        _unread(facts, line, text)
    return label


def _unread(facts: Facts, line: Line, text: str) -> None:
    facts.doubt(
        "line-unread",
        "hint",
        line.place,
        f"「{text[:40]}」は評価のどの欄のものか分からないので読みませんでした。",
        text,
    )


def _rating(facts: Facts, node: str, year: int, text: str) -> None:
    word = _DRAFT.sub("", text).strip()
    if labels.is_blank(word):
        return
    stage: Stage = "draft" if _DRAFT.search(text) else "stated"
    step = _STEP.match(word)
    facts.judgements[node, year, "overall"] = Judgement(
        node=node,
        year=year,
        kind="overall",
        step=int(step[1]) if step else None,
        value=step[2] if step else word,
        stage=stage,
    )
