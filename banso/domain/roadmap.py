"""Roadmap steps and the merged cells they are printed in, both ways, with the rule for merges that were lost.

Text and CSV extractions lose merged cells: a text then stands in one year column only, and its span is assumed. Columns
count from 0, the first fiscal year of the printed roadmap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from banso.domain.text import is_dash

_ARROW = re.compile(r"[\s→⇒➡➔➜▶►▷⇨=＝>＞～〜~…・\-‐–—−ー─━]*[→⇒➡➔➜▶►▷⇨>＞～〜~][\s→⇒➡➔➜▶►▷⇨=＝>＞～〜~…・\-‐–—−ー─━]*")


@dataclass(frozen=True, slots=True)
class PrintedSpan:
    """A text and the fiscal years it covers; ``assumed`` where the paper no longer shows its cell's edges."""

    text: str
    first_year: int
    last_year: int
    assumed: bool


@dataclass(frozen=True, slots=True)
class PageSpans:
    """The spans of each printed line of a page; ``place_lost`` where the extraction lost in which year texts stand."""

    lines: tuple[tuple[PrintedSpan, ...], ...]
    place_lost: bool


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A printed cell over the year columns ``first_column`` to ``last_column``."""

    text: str
    first_column: int
    last_column: int


class Step(Protocol):
    """What the way back needs of a roadmap step."""

    @property
    def line(self) -> int: ...  # noqa: D102

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def first_year(self) -> int: ...  # noqa: D102

    @property
    def last_year(self) -> int: ...  # noqa: D102


AnyStep = TypeVar("AnyStep", bound=Step)


def spans_of_page(lines: Sequence[Sequence[tuple[int, str]]], years: Sequence[int]) -> PageSpans:
    """The spans of a page whose merges were lost; ``lines`` hold (year column, text) of each printed line.

    A single text in the first column means the whole period. Several texts each start in their own column and end
    before the next, the last runs to the end. A single text elsewhere starts there and runs to the end. A text behind
    the last year's column counts as standing in it. Where the texts of at least two lines all stand in one column other
    than the first, their place is lost: each means the whole period (source: the contract's paragraph "Lost merges").
    """
    placed = [[(max(0, min(column, len(years) - 1)), text) for column, text in sorted(line)] for line in lines]
    texted = [line for line in placed if line]
    columns = {column for line in texted for column, _ in line}
    place_lost = len(texted) > 1 and len(columns) == 1 and 0 not in columns and all(len(line) == 1 for line in texted)
    if place_lost:
        whole = [tuple(PrintedSpan(text, years[0], years[-1], True) for _, text in line) for line in placed]
        return PageSpans(tuple(whole), True)
    return PageSpans(tuple(_spans_of_line(line, years) for line in placed), False)


def _spans_of_line(line: Sequence[tuple[int, str]], years: Sequence[int]) -> tuple[PrintedSpan, ...]:
    starts = [column for column, _ in line]
    followers = [*starts, len(years)][1:]
    ends = [max(start, after - 1) for start, after in zip(starts, followers, strict=True)]
    return tuple(
        PrintedSpan(text, years[start], years[end], True) for (start, text), end in zip(line, ends, strict=True)
    )


def is_sign(text: str) -> bool:
    """Whether a year's cell holds an arrow (the text before it goes on) or a dash (nothing is planned), no text."""
    return is_dash(text) or _ARROW.fullmatch(text) is not None


def signed_spans(line: Sequence[MergedCell], years: Sequence[int]) -> tuple[PrintedSpan, ...]:
    """The spans of a line with arrows or dashes whose merges were lost: a text covers its own column and the arrows behind.

    An arrow says itself how far the text goes; a dash only that it has ended, so that the span stays assumed.
    """
    spans: list[PrintedSpan] = []
    arrows = any(is_sign(cell.text) and not is_dash(cell.text) for cell in line)
    for position, cell in enumerate(line):
        if is_sign(cell.text):
            continue
        last = cell.last_column
        for following in line[position + 1 :]:
            if is_dash(following.text) or not is_sign(following.text):
                last = last if arrows else max(last, following.first_column - 1)
                break
            last = following.last_column
        else:
            if not arrows:
                last = len(years) - 1
        spans.append(PrintedSpan(cell.text, years[cell.first_column], years[last], not arrows))
    return tuple(spans)


def without_signs(line: Iterable[PrintedSpan]) -> tuple[PrintedSpan, ...]:
    """The spans of a printed line without arrows and dashes; an arrow right behind a text makes it longer."""
    spans: list[PrintedSpan] = []
    for span in line:
        if not is_sign(span.text):
            spans.append(span)
        elif spans and not is_dash(span.text) and spans[-1].last_year == span.first_year - 1:
            spans[-1] = replace(spans[-1], last_year=span.last_year)
    return tuple(spans)


def stated_spans(line: Iterable[MergedCell], years: Sequence[int]) -> tuple[PrintedSpan, ...]:
    """The spans of a printed line whose merged cells are known (xlsx, pdf). Cells outside the years are cut to them."""
    last = len(years) - 1
    return tuple(
        PrintedSpan(
            cell.text, years[min(max(0, cell.first_column), last)], years[max(0, min(cell.last_column, last))], False
        )
        for cell in line
    )


def printed_lines(steps: Iterable[AnyStep]) -> tuple[tuple[AnyStep, ...], ...]:
    """The steps of one owner as lines that can be printed: in the order of ``line``, without overlap inside a line.

    A step that overlaps an earlier one of its line moves to a line of its own behind it; nothing is dropped.
    """
    by_line: dict[int, list[AnyStep]] = {}
    for step in steps:
        by_line.setdefault(step.line, []).append(step)
    lines: list[list[AnyStep]] = []
    for _, stated in sorted(by_line.items(), key=lambda entry: entry[0]):
        made: list[list[AnyStep]] = []
        for step in sorted(stated, key=lambda step: (step.first_year, step.last_year)):
            free = next((line for line in made if line[-1].last_year < step.first_year), None)
            if free is None:
                made.append([step])
            else:
                free.append(step)
        lines += made
    return tuple(tuple(line) for line in lines)


def merged_cells(line: Iterable[Step], years: Sequence[int]) -> tuple[MergedCell, ...]:
    """The merged cells of a printed line. Steps that lie outside the years are left out, others cut to them."""
    columns = {year: column for column, year in enumerate(years)}
    return tuple(
        MergedCell(step.text, columns[max(step.first_year, years[0])], columns[min(step.last_year, years[-1])])
        for step in sorted(line, key=lambda step: step.first_year)
        if step.first_year <= years[-1] and step.last_year >= years[0]
    )
